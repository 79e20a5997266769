/* fl-pill: hidden without a session, red and amber and green by what the connection is, the details of it.
 *
 * The connections are to the demo's real broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "demo/fl-demo.h"
#include "demo/fl-fake-device-process.h"
#include "ui/fl-pill.h"
#include "ui/fl-ui-test.h"

static FlDemo *demo;

static gboolean
is_online (gpointer data)
{
  return fl_session_get_state (data) == FL_SESSION_STATE_ONLINE;
}

static gboolean
has_messages (gpointer data)
{
  return fl_session_get_n_fernet (data) > 0;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
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

static FlSession *
new_session (FlTrust *trust)
{
  static const char *const filters[] = { FL_DEMO_BASE_TOPIC "/#", NULL };
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("127.0.0.1", fl_demo_get_port (demo));
  g_autoptr(FlLinkSettings) settings = fl_link_settings_new (endpoint, trust);
  g_autoptr(FlDeviceSettings) device_settings = fl_device_settings_new_default ();

  fl_link_settings_set_username (settings, fl_demo_get_username (demo));
  fl_link_settings_set_password (settings, fl_demo_get_password (demo));
  fl_link_settings_set_filters (settings, filters);
  return fl_session_new (settings, NULL, FL_DEMO_BASE_TOPIC, device_settings, FL_SESSION_FRAME_MS);
}

static void
close_session (FlSession *session)
{
  gboolean closed = FALSE;

  fl_session_close_async (session, NULL, closed_cb, &closed);
  g_assert_true (fl_ui_test_wait (is_true, &closed, 60));
}

static void
assert_pill (FlTrust    *trust,
             const char *text,
             const char *css_class)
{
  g_autoptr(FlPill) pill = g_object_ref_sink (FL_PILL (fl_pill_new ()));
  g_autoptr(FlSession) session = new_session (trust);
  GtkWidget *status = fl_ui_test_find (GTK_WIDGET (pill), GTK_TYPE_BUTTON, NULL);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pill)));
  fl_pill_set_session (pill, session);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (pill)));
  g_assert_cmpstr (fl_pill_get_text (pill), ==, "Not connected");

  fl_session_open (session);
  g_assert_true (fl_ui_test_wait (is_online, session, 60));
  g_assert_cmpstr (fl_pill_get_text (pill), ==, text);
  g_assert_true (gtk_widget_has_css_class (gtk_widget_get_parent (status), css_class));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (status), GTK_ACCESSIBLE_PROPERTY_LABEL, text);

  close_session (session);
  g_assert_cmpstr (fl_pill_get_text (pill), ==, "Not connected");
  fl_pill_set_session (pill, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pill)));
}

static void
test_verified (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_ca (fl_demo_get_ca (demo), NULL);

  assert_pill (trust, "TLS 1.3 · verified", "success");
}

static void
test_unverified (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();

  assert_pill (trust, "TLS 1.3 · not verified", "warning");
}

static void
test_fernet (void)
{
  g_autoptr(FlPill) pill = g_object_ref_sink (FL_PILL (fl_pill_new ()));
  g_autoptr(FlTrust) trust = fl_trust_new_ca (fl_demo_get_ca (demo), NULL);
  g_autoptr(FlSession) session = new_session (trust);
  GtkWidget *badge;

  fl_pill_set_session (pill, session);
  fl_session_open (session);
  g_assert_true (fl_ui_test_wait (has_messages, session, 60));
  badge = gtk_widget_get_last_child (gtk_widget_get_first_child (GTK_WIDGET (pill)));
  g_assert_true (gtk_widget_get_visible (badge));
  g_assert_true (gtk_widget_has_css_class (badge, "warning"));
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (badge)))), "Fernet "));
  close_session (session);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  fl_demo_start_finish (FL_DEMO (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_running (gpointer data)
{
  return fl_demo_get_running (data);
}

int
main (int    argc,
      char **argv)
{
  const int device_status = fl_fake_device_process_main (argc, argv);
  g_autofree char *mosquitto = NULL;
  int status;

  if (device_status >= 0)
    return device_status;
  fl_ui_test_init (&argc, &argv);
  mosquitto = fl_mosquitto_find (NULL);
  if (mosquitto == NULL)
    {
      g_print ("1..0 # SKIP mosquitto is not installed\n");
      return 0;
    }
  demo = fl_demo_new ();
  fl_demo_start_async (demo, NULL, started_cb, NULL);
  g_assert_true (fl_ui_test_wait (is_running, demo, 60));
  g_test_add_func ("/pill/verified", test_verified);
  g_test_add_func ("/pill/unverified", test_unverified);
  g_test_add_func ("/pill/fernet", test_fernet);
  status = g_test_run ();
  fl_demo_stop (demo);
  g_clear_object (&demo);
  return status;
}
