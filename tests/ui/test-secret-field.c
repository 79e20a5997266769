/* fl-secret-field: a saved secret is kept without ever standing in the row, and replaced or forgotten when asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-secret-field.h"
#include "ui/fl-ui-test.h"

typedef struct
{
  GtkWidget     *window;
  GtkWidget     *row;
  FlSecretField *field;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(FlSecret) saved = data != NULL ? fl_secret_new (data, strlen (data)) : NULL;

  fixture->window = gtk_window_new ();
  fixture->row = adw_password_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (fixture->row), "Password");
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->row);
  fixture->field = fl_secret_field_new (ADW_ENTRY_ROW (fixture->row), saved);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fl_secret_field_free (fixture->field);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
assert_secret (Fixture    *fixture,
               const char *expected)
{
  g_autoptr(FlSecret) secret = fl_secret_field_dup_secret (fixture->field);

  g_assert_cmpstr (secret != NULL ? fl_secret_peek (secret, NULL) : NULL, ==, expected);
}

static GtkWidget *
forget_button (Fixture *fixture)
{
  return fl_ui_test_find_named (fixture->row, GTK_TYPE_BUTTON, "Forget the saved value of “Password”");
}

static void
test_nothing_saved (Fixture       *fixture,
                    gconstpointer  data)
{
  assert_secret (fixture, NULL);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (fixture->row)), ==, "Password");
  g_assert_null (forget_button (fixture));
  gtk_editable_set_text (GTK_EDITABLE (fixture->row), "typed");
  assert_secret (fixture, "typed");
}

static void
test_saved (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->row)), ==, "");
  assert_secret (fixture, "hunter2");
  gtk_editable_set_text (GTK_EDITABLE (fixture->row), "new");
  assert_secret (fixture, "new");
  gtk_editable_set_text (GTK_EDITABLE (fixture->row), "");
  assert_secret (fixture, "hunter2");
}

static void
test_forgotten (Fixture       *fixture,
                gconstpointer  data)
{
  g_signal_emit_by_name (forget_button (fixture), "clicked");
  assert_secret (fixture, NULL);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (fixture->row)), ==, "Password");
  g_assert_false (gtk_widget_get_visible (forget_button (fixture)));
}

/* One made here takes the place of both, unseen. */
static void
test_made_here (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(FlSecret) made = fl_secret_new ("made", 4);

  gtk_editable_set_text (GTK_EDITABLE (fixture->row), "typed");
  fl_secret_field_set_secret (fixture->field, made);
  assert_secret (fixture, "made");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->row)), ==, "");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (fixture->row)), ==, "Password – new; type to replace it");
  g_signal_emit_by_name (forget_button (fixture), "clicked");
  assert_secret (fixture, NULL);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add ("/secret-field/nothing-saved", Fixture, NULL, set_up, test_nothing_saved, tear_down);
  g_test_add ("/secret-field/saved", Fixture, "hunter2", set_up, test_saved, tear_down);
  g_test_add ("/secret-field/forgotten", Fixture, "hunter2", set_up, test_forgotten, tear_down);
  g_test_add ("/secret-field/made-here", Fixture, NULL, set_up, test_made_here, tear_down);
  g_test_add ("/secret-field/replaced", Fixture, "hunter2", set_up, test_made_here, tear_down);
  return g_test_run ();
}
