/* fl-esp-group: nothing is tried before somebody wants it; every answer is in words; nothing of it is markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-esp-group.h"

#include "support/fl-test-listener.h"
#include "support/fl-test-tls.h"
#include "ui/fl-ui-states.h"
#include "ui/fl-ui-test.h"

#define WAIT_S 60

static FlEspGroup *
make_group (guint16 port)
{
  FlEspGroup *group = g_object_ref_sink (FL_ESP_GROUP (fl_esp_group_new ()));
  g_autoptr(FlEndpoint) named = fl_endpoint_new ("localhost", port);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_with_address (named, "127.0.0.1");
  g_autoptr(FlTrust) trust = fl_trust_new_system ();

  fl_esp_group_set_broker (group, endpoint, trust);
  return group;
}

static GtkWidget *
find_button (FlEspGroup *group,
             const char *label)
{
  return fl_ui_test_find (GTK_WIDGET (group), GTK_TYPE_BUTTON, label);
}

static void
test_offered (void)
{
  g_autoptr(FlEspGroup) group = make_group (8883);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", 1883);
  g_autoptr(FlTrust) plain = fl_trust_new_plain ();

  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (group)));
  g_assert_nonnull (find_button (group, "Check Devices"));
  g_assert_null (fl_ui_test_find (GTK_WIDGET (group), ADW_TYPE_EXPANDER_ROW, NULL));
  fl_esp_group_set_broker (group, endpoint, plain);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (group)));
  fl_esp_group_set_broker (group, NULL, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (group)));
}

static void
check_markup (GtkWidget *root)
{
  if (ADW_IS_PREFERENCES_ROW (root))
    g_assert_false (adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (root)));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_markup (child);
}

static void
test_answers (void)
{
  g_autoptr(FlEspGroup) group = make_group (8883);
  g_autoptr(FlEspCheck) check = fl_ui_state_make_check ();
  GtkWidget *root = GTK_WIDGET (group);

  fl_esp_group_show_check (group, check);
  g_assert_nonnull (find_button (group, "Check Devices"));
  g_assert_true (fl_ui_test_says (root, "ESP8266 (Arduino): yes"));
  g_assert_true (fl_ui_test_says (root, "ESP8266 (Arduino, basic SSL ciphers): no"));
  g_assert_true (fl_ui_test_says (root, "ESP32 (Arduino): yes, but not safely"));
  g_assert_true (fl_ui_test_says (root, "setBufferSizes(1024, 1024)"));
  g_assert_true (fl_ui_test_says (root, "the certificate is not for “<b>broker.home</b>”."));
  check_markup (root);
  fl_ui_test_check_names (root);

  /* What was found out about another broker is gone. */
  fl_esp_group_set_broker (group, NULL, NULL);
  g_assert_null (fl_ui_test_find (root, ADW_TYPE_EXPANDER_ROW, NULL));
}

static gboolean
is_over (gpointer group)
{
  return find_button (group, "Check Devices") != NULL;
}

static GSocket *
listen_silently (guint16 *port)
{
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr(GSocketAddress) bound = NULL;

  g_assert_true (g_socket_bind (socket, any, TRUE, NULL));
  g_assert_true (g_socket_listen (socket, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return g_steal_pointer (&socket);
}

/* Cancelled, and then it is too soon to ask again. */
static void
test_click (void)
{
  guint16 port;
  g_autoptr(GSocket) listener = listen_silently (&port);
  g_autoptr(FlEspGroup) group = make_group (port);

  g_signal_emit_by_name (find_button (group, "Check Devices"), "clicked");
  g_assert_nonnull (find_button (group, "Cancel"));
  g_assert_cmpint (g_socket_condition_timed_wait (listener, G_IO_IN, WAIT_S * G_TIME_SPAN_SECOND, NULL, NULL), ==, TRUE);
  g_signal_emit_by_name (find_button (group, "Cancel"), "clicked");
  g_assert_nonnull (find_button (group, "Check Devices"));
  g_signal_emit_by_name (find_button (group, "Check Devices"), "clicked");
  g_assert_true (fl_ui_test_wait (is_over, group, WAIT_S));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (group), "A broker is checked once a minute at most: again in"));
}

static gboolean
has_rows (gpointer group)
{
  return fl_ui_test_find (group, ADW_TYPE_EXPANDER_ROW, NULL) != NULL;
}

/* A broker with an EC key that the test's CA vouches for. */
static void
test_result (void)
{
  g_autoptr(FlTestListener) listener = fl_test_listener_new (NULL);
  g_autoptr(FlEndpoint) named = fl_endpoint_new ("localhost", fl_test_listener_get_port (listener));
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_with_address (named, "127.0.0.1");
  g_autoptr(FlTrust) trust = fl_trust_new_ca (fl_test_authority_get ()->ca_pem, NULL);
  g_autoptr(FlEspGroup) group = g_object_ref_sink (FL_ESP_GROUP (fl_esp_group_new ()));
  GtkWidget *root = GTK_WIDGET (group);

  fl_esp_group_set_broker (group, endpoint, trust);
  fl_ui_test_settle ();
  g_assert_cmpint (fl_test_listener_get_n_accepted (listener), ==, 0); /* on the click only */
  g_signal_emit_by_name (find_button (group, "Check Devices"), "clicked");
  g_assert_true (fl_ui_test_wait (has_rows, group, WAIT_S));
  g_assert_true (fl_ui_test_says (root, "ESP8266 (Arduino): yes"));
  g_assert_true (fl_ui_test_says (root, "ESP32 (Arduino): yes"));
  g_assert_true (fl_ui_test_says (root, "ESP8266 (Tasmota): no"));
  g_assert_true (fl_ui_test_says (root, "without sending anything."));
  g_assert_cmpint (fl_test_listener_get_n_bytes (listener), ==, 0);
}

/* Gone while it runs: nothing is touched afterwards. */
static void
test_gone (void)
{
  guint16 port;
  g_autoptr(GSocket) listener = listen_silently (&port);
  FlEspGroup *group = make_group (port);

  g_signal_emit_by_name (find_button (group, "Check Devices"), "clicked");
  g_object_run_dispose (G_OBJECT (group));
  g_object_add_weak_pointer (G_OBJECT (group), (gpointer *) &group);
  g_object_unref (group);
  for (gint64 end = g_get_monotonic_time () + WAIT_S * G_TIME_SPAN_SECOND; group != NULL && g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (group);
  g_assert_false (g_socket_is_closed (listener));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);

  g_test_add_func ("/esp-group/offered", test_offered);
  g_test_add_func ("/esp-group/answers", test_answers);
  g_test_add_func ("/esp-group/click", test_click);
  g_test_add_func ("/esp-group/result", test_result);
  g_test_add_func ("/esp-group/gone", test_gone);

  return g_test_run ();
}
