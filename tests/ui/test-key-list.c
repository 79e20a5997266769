/* fl-key-list: keys in order, none twice, none shown; a key made here can be copied once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-key-list.h"
#include "ui/fl-ui-test.h"

#define KEY_A "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define KEY_B "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA="
/* Printed in fernet/spec. */
#define PUBLISHED_KEY "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="

static void
assert_text (FlKeyList  *list,
             const char *expected)
{
  g_autoptr(FlSecret) text = fl_key_list_dup_text (list);

  g_assert_cmpstr (text != NULL ? fl_secret_peek (text, NULL) : NULL, ==, expected);
}

static void
activate (GtkWidget  *list,
          const char *action,
          guint       row)
{
  GtkWidget *box = gtk_widget_get_parent (fl_ui_test_find (list, ADW_TYPE_ACTION_ROW, NULL));
  GtkWidget *button =
    fl_ui_test_find (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (box), (int) row)), GTK_TYPE_BUTTON, NULL);
  GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));

  g_assert_true (gtk_widget_activate_action_variant (list, action, target));
}

static void
test_order (void)
{
  g_autoptr(GtkWidget) list = g_object_ref_sink (fl_key_list_new ());

  assert_text (FL_KEY_LIST (list), NULL);
  g_assert_true (fl_key_list_add_text (FL_KEY_LIST (list), KEY_A));
  g_assert_true (fl_key_list_add_text (FL_KEY_LIST (list), "  " KEY_B "\n"));
  g_assert_true (fl_key_list_add_text (FL_KEY_LIST (list), KEY_A));
  g_assert_false (fl_key_list_add_text (FL_KEY_LIST (list), "not a key"));
  g_assert_cmpuint (fl_key_list_get_n (FL_KEY_LIST (list)), ==, 2);
  assert_text (FL_KEY_LIST (list), KEY_A "\n" KEY_B "\n");
  activate (list, "keys.make-first", 1);
  assert_text (FL_KEY_LIST (list), KEY_B "\n" KEY_A "\n");
  activate (list, "keys.remove", 0);
  assert_text (FL_KEY_LIST (list), KEY_A "\n");
  activate (list, "keys.remove", 0);
  assert_text (FL_KEY_LIST (list), NULL);
}

static void
test_round_trip (void)
{
  g_autoptr(GtkWidget) list = g_object_ref_sink (fl_key_list_new ());
  g_autoptr(FlKeyRing) ring = fl_key_ring_parse (KEY_A " " KEY_B, NULL);

  fl_key_list_set_ring (FL_KEY_LIST (list), ring);
  assert_text (FL_KEY_LIST (list), KEY_A "\n" KEY_B "\n");
  fl_key_list_set_ring (FL_KEY_LIST (list), NULL);
  g_assert_cmpuint (fl_key_list_get_n (FL_KEY_LIST (list)), ==, 0);
}

static void
test_published (void)
{
  g_autoptr(GtkWidget) list = g_object_ref_sink (fl_key_list_new ());
  GtkWidget *row;

  g_assert_true (fl_key_list_add_text (FL_KEY_LIST (list), PUBLISHED_KEY));
  row = fl_ui_test_find (list, ADW_TYPE_ACTION_ROW, NULL);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "Fernet specification"));
}

static void
test_copy_once (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *list = fl_key_list_new ();
  GtkWidget *generate;

  adw_window_set_content (ADW_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  generate = fl_ui_test_find (list, GTK_TYPE_BUTTON, "Generate");
  g_signal_emit_by_name (generate, "clicked");
  g_assert_cmpuint (fl_key_list_get_n (FL_KEY_LIST (list)), ==, 1);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (
                     fl_ui_test_find (fl_ui_test_find (list, ADW_TYPE_ACTION_ROW, NULL), GTK_TYPE_BUTTON, NULL))),
                   ==, "keys.copy");
  activate (list, "keys.copy", 0);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (
                     fl_ui_test_find (fl_ui_test_find (list, ADW_TYPE_ACTION_ROW, NULL), GTK_TYPE_BUTTON, NULL))),
                   ==, "keys.remove");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/key-list/order", test_order);
  g_test_add_func ("/key-list/round-trip", test_round_trip);
  g_test_add_func ("/key-list/published", test_published);
  g_test_add_func ("/key-list/copy-once", test_copy_once);
  return g_test_run ();
}
