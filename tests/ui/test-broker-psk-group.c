/* fl-broker-psk-group: what is wrong with a key is said under it; one made here can be copied, a saved one not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-broker-psk-group.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-ui-test.h"

static GtkEditable *
row (GtkWidget  *group,
     const char *title)
{
  GtkWidget *found = fl_ui_test_find (group, ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (found);
  return GTK_EDITABLE (found);
}

static GtkWidget *
new_group (GtkWidget **window)
{
  GtkWidget *group = fl_broker_psk_group_new ();

  *window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (*window), group);
  gtk_window_present (GTK_WINDOW (*window));
  return group;
}

static void
test_sentences (void)
{
  g_autofree char *most_of_an_esp = g_strnfill (64, 'a');
  g_autofree char *more = g_strnfill (66, 'a');
  g_autofree char *most = g_strnfill (1022, 'a');
  g_autofree char *too_much = g_strnfill (1024, 'a');
  const struct { const char *hex; gboolean valid; const char *words; } cases[] = {
    { "", FALSE, "Enter a key" },
    { "abc", FALSE, "an odd number of them, 3" },
    { "xyz0", FALSE, "hexadecimal digits (0–9, a–f) only" },
    { "abcd", TRUE, NULL },
    { most_of_an_esp, TRUE, NULL },
    { more, TRUE, "This key has 33 bytes; an ESP takes at most 32" },
    { most, TRUE, "This key has 511 bytes" },
    { too_much, FALSE, "1 to 511 bytes; this has 512" },
  };
  GtkWidget *window;
  GtkWidget *group = new_group (&window);

  gtk_editable_set_text (row (group, "Identity"), "kitchen");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (row (group, "Key, hexadecimal"), cases[i].hex);
      g_assert_cmpint (fl_broker_psk_group_check (FL_BROKER_PSK_GROUP (group)), ==, cases[i].valid);
      g_assert_true (cases[i].words == NULL || fl_ui_test_says (group, cases[i].words));
      g_assert_cmpstr (gtk_editable_get_text (row (group, "Key, hexadecimal")), ==, cases[i].hex);
    }
  gtk_editable_set_text (row (group, "Key, hexadecimal"), "abcd");
  gtk_editable_set_text (row (group, "Identity"), "");
  g_assert_false (fl_broker_psk_group_check (FL_BROKER_PSK_GROUP (group)));
  g_assert_true (fl_ui_test_says (group, "Enter the name that the broker has for this key"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
clipboard_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_assert_nonnull (*text);
}

/* Presses the button; what is on the clipboard then. */
static char *
copy (GtkWidget  *group,
      const char *name)
{
  GtkWidget *button = fl_ui_test_find_named (group, GTK_TYPE_BUTTON, name);
  char *text = NULL;

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (group), NULL, clipboard_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  return text;
}

static void
test_generate (void)
{
  GtkWidget *window;
  GtkWidget *group = new_group (&window);
  GtkWidget *copy_button = fl_ui_test_find (group, FL_TYPE_COPY_BUTTON, NULL);
  g_autoptr(FlSecret) first = NULL;
  g_autoptr(FlSecret) second = NULL;
  g_autofree char *line = NULL;
  g_autofree char *sketch = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *expected_sketch = NULL;

  fl_broker_psk_group_check (FL_BROKER_PSK_GROUP (group));
  g_assert_false (gtk_widget_is_visible (copy_button));
  gtk_editable_set_text (row (group, "Identity"), "kitchen");
  g_signal_emit_by_name (fl_ui_test_find (group, GTK_TYPE_BUTTON, "Generate"), "clicked");
  first = fl_broker_psk_group_dup_key (FL_BROKER_PSK_GROUP (group));
  g_signal_emit_by_name (fl_ui_test_find (group, GTK_TYPE_BUTTON, "Generate"), "clicked");
  second = fl_broker_psk_group_dup_key (FL_BROKER_PSK_GROUP (group));
  g_assert_false (fl_secret_equal (first, second));
  g_assert_true (g_regex_match_simple ("^[0-9a-f]{64}$", fl_secret_peek (second, NULL), 0, 0));
  g_assert_true (fl_broker_psk_group_check (FL_BROKER_PSK_GROUP (group)));
  g_assert_true (gtk_widget_is_visible (copy_button));
  /* In no widget, but on the clipboard. */
  g_assert_false (fl_ui_test_says (group, fl_secret_peek (second, NULL)));
  g_assert_cmpstr (gtk_editable_get_text (row (group, "Key, hexadecimal – new; type to replace it")), ==, "");
  line = copy (group, "Copy the line for psk_file");
  expected = g_strdup_printf ("kitchen:%s\n", fl_secret_peek (second, NULL));
  g_assert_cmpstr (line, ==, expected);
  sketch = copy (group, "Copy the line for your sketch");
  expected_sketch = g_strdup_printf ("client.setPreSharedKey(\"kitchen\", \"%s\");\n", fl_secret_peek (second, NULL));
  g_assert_cmpstr (sketch, ==, expected_sketch);
  fl_ui_test_settle ();
  g_assert_null (fl_copy_button_get_text (FL_COPY_BUTTON (copy_button)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_saved (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(FlSecret) saved = fl_secret_new ("00112233", 8);
  g_autoptr(FlSecret) key = NULL;
  GtkWidget *window;
  GtkWidget *group = new_group (&window);

  g_object_set (broker, "psk-identity", "kitchen", NULL);
  fl_broker_psk_group_fill (FL_BROKER_PSK_GROUP (group), broker, saved);
  g_assert_true (fl_broker_psk_group_check (FL_BROKER_PSK_GROUP (group)));
  g_assert_false (gtk_widget_is_visible (fl_ui_test_find (group, FL_TYPE_COPY_BUTTON, NULL)));
  g_assert_false (fl_ui_test_says (group, "00112233"));
  key = fl_broker_psk_group_dup_key (FL_BROKER_PSK_GROUP (group));
  g_assert_true (fl_secret_equal (key, saved));
  gtk_editable_set_text (row (group, "Identity"), "hall");
  fl_broker_psk_group_store (FL_BROKER_PSK_GROUP (group), broker);
  g_assert_cmpstr (fl_broker_get_psk_identity (broker), ==, "hall");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/broker-psk-group/sentences", test_sentences);
  g_test_add_func ("/broker-psk-group/generate", test_generate);
  g_test_add_func ("/broker-psk-group/saved", test_saved);
  return g_test_run ();
}
