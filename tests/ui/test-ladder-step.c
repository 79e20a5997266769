/* fl-ladder-step: direction by the arrow's head, what is encrypted by a lock, the rest in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-ladder-step.h"

#include "support/fl-test-report.h"
#include "ui/fl-ui-test.h"

static gboolean
has_image (GtkWidget  *widget,
           const char *icon)
{
  if (GTK_IS_IMAGE (widget) && gtk_widget_get_visible (widget)
      && g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (widget)), icon) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_image (child, icon))
      return TRUE;
  return FALSE;
}

static GtkWidget *
make_step (const FlHandshakeMessage *messages,
           guint                     n_messages,
           guint                     position,
           gint64                    duration_us,
           const char               *protocol)
{
  g_autoptr(FlHandshake) handshake = fl_handshake_new (messages, n_messages, 0, duration_us, 0, 0);
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .handshake = handshake, .protocol = protocol });

  return g_object_ref_sink (fl_ladder_step_new (report, position));
}

static void
test_sent (void)
{
  const FlHandshakeMessage message = { TRUE, FL_TLS_CONTENT_HANDSHAKE, 20, FALSE, "Finished", 52, 3010, TRUE };
  g_autoptr(GtkWidget) step = make_step (&message, 1, 0, 3100, "TLSv1.3");

  g_assert_true (has_image (step, "go-next-symbolic"));
  g_assert_false (has_image (step, "go-previous-symbolic"));
  g_assert_true (has_image (step, "channel-secure-symbolic"));
  g_assert_false (has_image (step, "dialog-error-symbolic"));
  g_assert_nonnull (fl_ui_test_find (step, GTK_TYPE_LABEL, "Finished"));
  g_assert_nonnull (fl_ui_test_find (step, GTK_TYPE_LABEL, "52 bytes · 3.0 ms"));
  g_assert_true (gtk_widget_get_focusable (step));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (step), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Sent Finished, encrypted, 52 bytes, after 3.0 ms. A checksum of all that was said, under the "
                                       "new key: nobody changed a byte on the way to the broker.");
}

static void
test_received (void)
{
  const FlHandshakeMessage message = { FALSE, FL_TLS_CONTENT_ALERT, 40, TRUE, "Alert handshake_failure", 2, 1000, FALSE };
  g_autoptr(GtkWidget) step = make_step (&message, 1, 0, -1, NULL);

  g_assert_true (has_image (step, "go-previous-symbolic"));
  g_assert_false (has_image (step, "go-next-symbolic"));
  g_assert_false (has_image (step, "channel-secure-symbolic"));
  g_assert_true (has_image (step, "dialog-error-symbolic"));
  g_assert_true (gtk_widget_has_css_class (fl_ui_test_find (step, GTK_TYPE_LABEL, "Alert handshake_failure"), "error"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (step), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Received Alert handshake_failure, in the clear, 2 bytes, after 1.0 ms. The broker ends it here: "
                                       "there is nothing that both sides can do.");
}

/* Above the answer that was waited for, and above the first that came when it was over. */
static void
test_headings (void)
{
  const FlHandshakeMessage messages[] = {
    { TRUE, FL_TLS_CONTENT_HANDSHAKE, 1, FALSE, "ClientHello", 315, 0, FALSE },
    { FALSE, FL_TLS_CONTENT_HANDSHAKE, 2, FALSE, "HelloRetryRequest", 88, 1000, FALSE },
    { TRUE, FL_TLS_CONTENT_HANDSHAKE, 1, FALSE, "ClientHello", 348, 1100, FALSE },
    { FALSE, FL_TLS_CONTENT_HANDSHAKE, 2, FALSE, "ServerHello", 122, 3200, FALSE },
    { FALSE, FL_TLS_CONTENT_HANDSHAKE, 4, FALSE, "NewSessionTicket", 200, 9000, TRUE },
    { FALSE, FL_TLS_CONTENT_HANDSHAKE, 4, FALSE, "NewSessionTicket", 200, 9001, TRUE },
  };
  static const char *const headings[] = {
    NULL, "Round trip 1: 1.0 ms until the broker answered", NULL, "Round trip 2: 2.1 ms until the broker answered",
    "After the handshake", NULL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr(GtkWidget) step = make_step (messages, G_N_ELEMENTS (messages), i, 5000, "TLSv1.3");
      GtkWidget *heading = fl_ui_test_find (step, GTK_TYPE_LABEL, headings[i] != NULL ? headings[i] : "");

      g_assert_nonnull (heading);
      g_assert_cmpint (gtk_widget_get_visible (heading), ==, headings[i] != NULL);
    }
}

static void
test_end (void)
{
  g_autoptr(FlTlsReport) good = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE });
  g_autoptr(FlTlsReport) refused = fl_test_report_new (&(FlTestReport) { .reason = FL_REASON_EXPIRED, .remark = -1 });
  g_autoptr(GtkWidget) over = g_object_ref_sink (fl_ladder_step_new_end (good));
  g_autoptr(GtkWidget) broken_off = g_object_ref_sink (fl_ladder_step_new_end (refused));

  g_assert_true (has_image (over, "channel-secure-symbolic"));
  g_assert_false (has_image (over, "dialog-error-symbolic"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (over), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "The handshake is over: all that follows is encrypted. ");
  g_assert_true (has_image (broken_off, "dialog-error-symbolic"));
  g_assert_nonnull (fl_ui_test_find (broken_off, GTK_TYPE_LABEL, "The broker is not trusted."));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/ladder-step/sent", test_sent);
  g_test_add_func ("/ladder-step/received", test_received);
  g_test_add_func ("/ladder-step/headings", test_headings);
  g_test_add_func ("/ladder-step/end", test_end);
  return g_test_run ();
}
