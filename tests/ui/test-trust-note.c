/* fl-trust-note: says what is not believed, until the user has decided.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-trust-note.h"
#include "ui/fl-ui-test.h"

static void
test_note (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  FlTrustNote *note = g_object_ref_sink (g_object_new (FL_TYPE_TRUST_NOTE, NULL));
  GtkWidget *accept = fl_ui_test_find (GTK_WIDGET (note), GTK_TYPE_BUTTON, "Accept Plain Text");
  GtkWidget *dismiss = fl_ui_test_find (GTK_WIDGET (note), GTK_TYPE_BUTTON, "Dismiss");

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));
  fl_trust_note_set_device (note, device);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));
  fl_ui_test_check_names (GTK_WIDGET (note));

  fl_device_take_encryption (device, "home/kitchen/led", TRUE, FL_ENCRYPTED_STATE_OK, "01234567");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));
  fl_device_take_encryption (device, "home/kitchen/led", TRUE, FL_ENCRYPTED_STATE_NONE, NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (note)));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (note), "Stopped encrypting"));
  g_signal_emit_by_name (accept, "clicked");
  g_assert_true (fl_device_get_accepts_plain (device));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));

  fl_device_take_replay (device, g_get_real_time ());
  fl_device_take_replay (device, g_get_real_time ());
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (note)));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (note), "2 recorded messages were sent again"));
  g_signal_emit_by_name (dismiss, "clicked");
  g_assert_cmpuint (fl_device_get_n_replayed (device), ==, 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));
  fl_trust_note_set_device (note, NULL);
  g_assert_finalize_object (note);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/trust-note/note", test_note);
  return g_test_run ();
}
