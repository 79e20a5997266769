/* Tests of fl-esp-check: a verdict for each model, as many handshakes as that takes, once a minute, and its JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-esp-check.h"

#include "support/fl-test-listener.h"
#include "support/fl-test-tls.h"

#define TIMEOUT_MS 60000

static FlEndpoint *
local_endpoint (guint16 port)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", port);

  return fl_endpoint_with_address (endpoint, "127.0.0.1");
}

static JsonObject *
member (JsonObject *object,
        const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_object_member (object, name);
}

static void
test_run (void)
{
  g_autoptr(FlTestListener) listener = fl_test_listener_new (NULL);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (fl_test_listener_get_port (listener));
  g_autoptr(GError) error = NULL;
  g_autoptr(FlTrust) trust = fl_trust_new_ca (fl_test_authority_get ()->ca_pem, &error);
  g_autoptr(FlEspCheck) check = NULL;
  g_autoptr(FlEspCheck) again = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *devices;

  g_assert_cmpint (fl_esp_check_get_wait (endpoint, g_get_monotonic_time ()), ==, 0);
  check = fl_esp_check_run (endpoint, trust, TIMEOUT_MS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fl_esp_check_get_n (check), ==, fl_client_model_get_n ());
  g_assert_cmpint (fl_test_listener_get_n_bytes (listener), ==, 0);
  g_assert_cmpint (fl_test_listener_get_n_accepted (listener), ==, (int) fl_client_model_get_n () + 1); /* one for the buffers */

  node = fl_esp_check_to_json (check);
  devices = json_node_get_object (node);
  g_assert_true (json_object_get_boolean_member (member (devices, "esp8266"), "connects"));
  g_assert_true (json_object_get_boolean_member (member (member (devices, "esp8266"), "with"), "ca"));
  g_assert_true (json_object_get_null_member (member (member (devices, "esp8266"), "with"), "psk"));
  g_assert_cmpint (json_object_get_int_member (member (devices, "esp8266"), "max_fragment"), ==, 1024);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (member (devices, "esp8266"), "reasons")), ==, 0);
  g_assert_false (json_object_get_boolean_member (member (devices, "tasmota8266"), "connects")); /* an EC key */

  again = fl_esp_check_run (endpoint, trust, TIMEOUT_MS, NULL, &error);
  g_assert_null (again);
  g_assert_error (error, FL_ESP_CHECK_ERROR, FL_ESP_CHECK_ERROR_TOO_SOON);
  g_assert_cmpint (fl_test_listener_get_n_accepted (listener), ==, (int) fl_client_model_get_n () + 1);
}

static void
test_wait (void)
{
  g_autoptr(FlTestListener) listener = fl_test_listener_new (NULL);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (fl_test_listener_get_port (listener));
  g_autoptr(FlEndpoint) upper = fl_endpoint_new ("LOCALHOST", fl_test_listener_get_port (listener));
  g_autoptr(FlEndpoint) other = local_endpoint (1);
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(FlEspCheck) check = fl_esp_check_run (endpoint, trust, TIMEOUT_MS, NULL, NULL);
  const gint64 now = g_get_monotonic_time ();

  g_assert_nonnull (check);
  g_assert_cmpint (fl_esp_check_get_wait (upper, now), >, 0);
  g_assert_cmpint (fl_esp_check_get_wait (endpoint, now), <=, FL_ESP_CHECK_PERIOD_US);
  g_assert_cmpint (fl_esp_check_get_wait (endpoint, now + FL_ESP_CHECK_PERIOD_US), ==, 0);
  g_assert_cmpint (fl_esp_check_get_wait (other, now), ==, 0);
}

static void
test_unreached (void)
{
  g_autoptr(FlTestListener) listener = fl_test_listener_new (NULL);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (fl_test_listener_get_port (listener));
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&listener, fl_test_listener_free);
  g_assert_null (fl_esp_check_run (endpoint, trust, TIMEOUT_MS, NULL, &error));
  g_assert_error (error, FL_ESP_CHECK_ERROR, FL_ESP_CHECK_ERROR_UNREACHED);
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
test_async (void)
{
  g_autoptr(FlTestListener) listener = fl_test_listener_new (NULL);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (fl_test_listener_get_port (listener));
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlEspCheck) check = NULL;

  fl_esp_check_run_async (endpoint, trust, TIMEOUT_MS, NULL, ran_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  check = fl_esp_check_run_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fl_esp_check_get_time (check), <=, g_get_real_time () / G_USEC_PER_SEC);
  g_assert_cmpstr (fl_esp_verdict_get_model (fl_esp_check_get_verdict (check, 0))->code, ==, "esp8266");
}

static void
test_cancelled (void)
{
  g_autoptr(FlTestListener) listener = fl_test_listener_new (NULL);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (fl_test_listener_get_port (listener));
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (fl_esp_check_run (endpoint, trust, TIMEOUT_MS, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/esp-check/run", test_run);
  g_test_add_func ("/esp-check/wait", test_wait);
  g_test_add_func ("/esp-check/unreached", test_unreached);
  g_test_add_func ("/esp-check/async", test_async);
  g_test_add_func ("/esp-check/cancelled", test_cancelled);

  return g_test_run ();
}
