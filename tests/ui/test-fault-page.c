/* fl-fault-page: the cause, what helps, and that the page stays from attempt to attempt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-fault-page.h"
#include "ui/fl-ui-test.h"

typedef struct
{
  FlSession   *session;
  GtkWidget   *window;
  FlFaultPage *page;
} Fixture;

static void
show (Fixture    *fixture,
      FlTrust    *trust,
      gboolean    tls_seen)
{
  /* A port of this computer where nobody listens. */
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("127.0.0.1", 1);
  g_autoptr(FlLinkSettings) settings = fl_link_settings_new (endpoint, trust);
  g_autoptr(FlDeviceSettings) device_settings = fl_device_settings_new_default ();

  fixture->session = fl_session_new (settings, NULL, "", device_settings, FL_SESSION_FRAME_MS);
  fixture->page = FL_FAULT_PAGE (fl_fault_page_new ());
  fixture->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  g_object_set (fixture->page, "session", fixture->session, "tls-seen", tls_seen, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  gboolean *closed = user_data;

  fl_session_close_finish (FL_SESSION (source), result, NULL);
  *closed = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
tear_down (Fixture *fixture)
{
  gboolean closed = FALSE;

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fl_session_close_async (fixture->session, NULL, closed_cb, &closed);
  g_assert_true (fl_ui_test_wait (is_true, &closed, 60));
  g_clear_object (&fixture->session);
}

static gboolean
is_waiting (gpointer data)
{
  return fl_session_get_state (data) == FL_SESSION_STATE_WAITING;
}

static gboolean
is_connecting (gpointer data)
{
  return fl_session_get_state (data) == FL_SESSION_STATE_CONNECTING;
}

static gboolean
offers (Fixture    *fixture,
        const char *label)
{
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_BUTTON, label);

  return button != NULL && gtk_widget_get_visible (button);
}

static AdwStatusPage *
status_page (Fixture *fixture)
{
  return ADW_STATUS_PAGE (fl_ui_test_find (GTK_WIDGET (fixture->page), ADW_TYPE_STATUS_PAGE, NULL));
}

static void
test_refused (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  Fixture fixture = { 0 };

  show (&fixture, trust, FALSE);
  g_assert_cmpstr (adw_status_page_get_title (status_page (&fixture)), ==, "Connecting…");
  g_assert_false (offers (&fixture, "Try Now"));

  fl_session_open (fixture.session);
  g_assert_true (fl_ui_test_wait (is_waiting, fixture.session, 60));
  g_assert_cmpstr (adw_status_page_get_title (status_page (&fixture)), ==, "Nobody Answers on This Port");
  g_assert_nonnull (strstr (adw_status_page_get_description (status_page (&fixture)), "127.0.0.1"));
  g_assert_true (offers (&fixture, "Try Now"));
  g_assert_true (offers (&fixture, "Try Port 8883"));
  g_assert_true (offers (&fixture, "Edit Broker…"));
  g_assert_false (offers (&fixture, "Connect Without Encryption"));
  g_assert_false (offers (&fixture, "Sign In"));
  fl_ui_test_check_names (GTK_WIDGET (fixture.page));

  /* The next attempt leaves the page as it is. */
  fl_session_try_now (fixture.session);
  g_assert_true (fl_ui_test_wait (is_connecting, fixture.session, 60));
  g_assert_cmpstr (adw_status_page_get_title (status_page (&fixture)), ==, "Nobody Answers on This Port");
  g_assert_true (offers (&fixture, "Try Now"));
  tear_down (&fixture);
}

static void
count_port_cb (guint *taken,
               guint  port)
{
  *taken = port;
}

static void
test_plain (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  Fixture fixture = { 0 };
  guint port = 0;

  show (&fixture, trust, FALSE);
  fl_session_open (fixture.session);
  g_assert_true (fl_ui_test_wait (is_waiting, fixture.session, 60));
  g_assert_true (offers (&fixture, "Try Encrypted on Port 8883"));
  g_signal_connect_swapped (fixture.page, "use-tls", G_CALLBACK (count_port_cb), &port);
  g_signal_emit_by_name (fl_ui_test_find (GTK_WIDGET (fixture.page), GTK_TYPE_BUTTON, "Try Encrypted on Port 8883"), "clicked");
  g_assert_cmpuint (port, ==, 8883);
  tear_down (&fixture);
}

/* No session can be made of the settings: they are offered, and neither another port nor no encryption. */
static void
test_impossible (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  Fixture fixture = { 0 };

  show (&fixture, trust, FALSE);
  fl_fault_page_show_impossible (fixture.page, "The key <b>is</b> missing");
  g_assert_cmpstr (adw_status_page_get_description (status_page (&fixture)), ==, "The key &lt;b&gt;is&lt;/b&gt; missing");
  g_assert_true (offers (&fixture, "Edit Broker…"));
  g_assert_false (offers (&fixture, "Try Now"));
  g_assert_false (offers (&fixture, "See Why"));
  g_assert_false (offers (&fixture, "Sign In"));
  g_assert_false (offers (&fixture, "Connect Without Encryption"));
  fl_ui_test_check_names (GTK_WIDGET (fixture.page));

  g_object_set (fixture.page, "session", fixture.session, NULL);
  g_assert_cmpstr (adw_status_page_get_title (status_page (&fixture)), ==, "Connecting…");
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/fault-page/refused", test_refused);
  g_test_add_func ("/fault-page/plain", test_plain);
  g_test_add_func ("/fault-page/impossible", test_impossible);
  return g_test_run ();
}
