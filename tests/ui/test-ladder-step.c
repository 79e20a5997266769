/* fl-ladder-step: direction by the arrow's head, the rest in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-ladder-step.h"

#include "ui/fl-ui-test.h"

static gboolean
has_head (GtkWidget  *widget,
          const char *icon)
{
  if (GTK_IS_IMAGE (widget) && gtk_widget_get_visible (widget)
      && g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (widget)), icon) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_head (child, icon))
      return TRUE;
  return FALSE;
}

static void
test_sent (void)
{
  const FlHandshakeMessage message = { TRUE, FL_TLS_CONTENT_HANDSHAKE, 20, FALSE, "Finished", 52, 3010 };
  g_autoptr(GtkWidget) step = g_object_ref_sink (fl_ladder_step_new (&message, "TLSv1.3"));

  g_assert_true (has_head (step, "go-next-symbolic"));
  g_assert_false (has_head (step, "go-previous-symbolic"));
  g_assert_nonnull (fl_ui_test_find (step, GTK_TYPE_LABEL, "Finished"));
  g_assert_nonnull (fl_ui_test_find (step, GTK_TYPE_LABEL, "52 bytes"));
  g_assert_nonnull (fl_ui_test_find (step, GTK_TYPE_LABEL, "3.0 ms"));
  g_assert_true (gtk_widget_get_focusable (step));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (step), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Sent Finished, 52 bytes, after 3.0 ms. A checksum of all that was said, under the new key: "
                                       "nobody changed a byte on the way to the broker.");
}

static void
test_received (void)
{
  const FlHandshakeMessage message = { FALSE, FL_TLS_CONTENT_ALERT, 40, TRUE, "Alert handshake_failure", 2, 1000 };
  g_autoptr(GtkWidget) step = g_object_ref_sink (fl_ladder_step_new (&message, NULL));

  g_assert_true (has_head (step, "go-previous-symbolic"));
  g_assert_false (has_head (step, "go-next-symbolic"));
  g_assert_true (gtk_widget_has_css_class (fl_ui_test_find (step, GTK_TYPE_LABEL, "Alert handshake_failure"), "error"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (step), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Received Alert handshake_failure, 2 bytes, after 1.0 ms. The broker ends it here and says why.");
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/ladder-step/sent", test_sent);
  g_test_add_func ("/ladder-step/received", test_received);
  return g_test_run ();
}
