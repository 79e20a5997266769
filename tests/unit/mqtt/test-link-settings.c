/* Tests of mqtt/fl-link-settings: what they begin as, what is kept, what is clamped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-link-settings.h"

static FlLinkSettings *
make_settings (void)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("broker.example", 8883);
  g_autoptr(FlTrust) trust = fl_trust_new_system ();

  return fl_link_settings_new (endpoint, trust);
}

static void
test_defaults (void)
{
  g_autoptr(FlLinkSettings) settings = make_settings ();

  g_assert_cmpstr (fl_endpoint_get_host (fl_link_settings_get_endpoint (settings)), ==, "broker.example");
  g_assert_cmpint (fl_trust_get_way (fl_link_settings_get_trust (settings)), ==, FL_TRUST_SYSTEM);
  g_assert_null (fl_link_settings_get_username (settings));
  g_assert_null (fl_link_settings_get_password (settings));
  g_assert_false (fl_link_settings_get_allow_plain_password (settings));
  g_assert_cmpint (fl_link_settings_get_mqtt_version (settings), ==, FL_MQTT_VERSION_AUTO);
  g_assert_null (fl_link_settings_get_filters (settings)[0]);
  g_assert_cmpint (fl_link_settings_get_qos (settings), ==, 1);
  g_assert_false (fl_link_settings_has_own_client_id (settings));
}

static void
test_client_id (void)
{
  g_autoptr(FlLinkSettings) one = make_settings ();
  g_autoptr(FlLinkSettings) other = make_settings ();

  g_assert_true (g_regex_match_simple ("^fernlight-[0-9a-f]{8}$", fl_link_settings_get_client_id (one), 0, 0));
  g_assert_cmpstr (fl_link_settings_get_client_id (one), !=, fl_link_settings_get_client_id (other));
  fl_link_settings_set_client_id (one, "");
  g_assert_false (fl_link_settings_has_own_client_id (one));
  fl_link_settings_set_client_id (one, "esp-kitchen");
  g_assert_true (fl_link_settings_has_own_client_id (one));
  g_assert_cmpstr (fl_link_settings_get_client_id (one), ==, "esp-kitchen");
}

static void
test_all (void)
{
  static const char *const filters[] = { "a/#", "b/+", NULL };
  g_autoptr(FlLinkSettings) settings = make_settings ();
  g_autoptr(FlLinkSettings) again = fl_link_settings_ref (settings);
  g_autoptr(FlSecret) password = fl_secret_new ("secret", 6);

  fl_link_settings_set_username (settings, "anna");
  fl_link_settings_set_password (settings, password);
  fl_link_settings_set_password (settings, password);
  fl_link_settings_set_allow_plain_password (settings, TRUE);
  fl_link_settings_set_mqtt_version (settings, FL_MQTT_VERSION_3_1_1);
  fl_link_settings_set_filters (settings, filters);
  fl_link_settings_set_qos (settings, 2);

  g_assert_cmpstr (fl_link_settings_get_username (again), ==, "anna");
  g_assert_true (fl_secret_equal (fl_link_settings_get_password (again), password));
  g_assert_true (fl_link_settings_get_allow_plain_password (again));
  g_assert_cmpint (fl_link_settings_get_mqtt_version (again), ==, FL_MQTT_VERSION_3_1_1);
  g_assert_cmpstrv (fl_link_settings_get_filters (again), filters);
  g_assert_cmpint (fl_link_settings_get_qos (again), ==, 2);
  fl_link_settings_set_username (settings, "");
  g_assert_null (fl_link_settings_get_username (again));
  fl_link_settings_set_password (settings, NULL);
  g_assert_null (fl_link_settings_get_password (again));
  fl_link_settings_set_filters (settings, NULL);
  g_assert_null (fl_link_settings_get_filters (again)[0]);
}

/* Another trust, and nothing else. */
static void
test_with_trust (void)
{
  g_autoptr(FlLinkSettings) settings = make_settings ();
  g_autoptr(FlSecret) password = fl_secret_new ("secret", 6);
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(FlLinkSettings) copy = NULL;
  g_autoptr(FlLinkSettings) again = NULL;
  static const char *const filters[] = { "home/#", NULL };

  fl_link_settings_set_username (settings, "anna");
  fl_link_settings_set_password (settings, password);
  fl_link_settings_set_filters (settings, filters);
  fl_link_settings_set_qos (settings, 2);
  fl_link_settings_set_discovery (settings, TRUE);
  copy = fl_link_settings_with_trust (settings, trust);
  again = fl_link_settings_with_trust (copy, trust);
  g_assert_true (fl_link_settings_get_trust (copy) == trust);
  g_assert_true (fl_link_settings_get_trust (settings) != trust);
  g_assert_true (fl_link_settings_get_endpoint (copy) == fl_link_settings_get_endpoint (settings));
  g_assert_cmpstr (fl_link_settings_get_client_id (copy), ==, fl_link_settings_get_client_id (settings));
  g_assert_cmpstr (fl_link_settings_get_username (copy), ==, "anna");
  g_assert_true (fl_secret_equal (fl_link_settings_get_password (copy), password));
  g_assert_cmpstrv (fl_link_settings_get_filters (copy), filters);
  g_assert_cmpint (fl_link_settings_get_qos (copy), ==, 2);
  g_assert_true (fl_link_settings_get_discovery (copy));
  g_assert_cmpuint (fl_link_settings_get_keep_alive (copy), ==, fl_link_settings_get_keep_alive (settings));
}

/* Never where each refusal counts towards a ban. */
static void
test_discovery (void)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("io.adafruit.com", 8883);
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(FlLinkSettings) adafruit = fl_link_settings_new (endpoint, trust);
  g_autoptr(FlLinkSettings) settings = make_settings ();

  g_assert_false (fl_link_settings_get_discovery (settings));
  fl_link_settings_set_discovery (settings, TRUE);
  fl_link_settings_set_discovery (adafruit, TRUE);
  g_assert_true (fl_link_settings_get_discovery (settings));
  g_assert_false (fl_link_settings_get_discovery (adafruit));
}

static void
test_clamped (void)
{
  g_autoptr(FlLinkSettings) settings = make_settings ();

  fl_link_settings_set_keep_alive (settings, 0);
  g_assert_cmpuint (fl_link_settings_get_keep_alive (settings), ==, 1);
  fl_link_settings_set_keep_alive (settings, 100000);
  g_assert_cmpuint (fl_link_settings_get_keep_alive (settings), ==, 65535);
  fl_link_settings_set_connect_timeout (settings, 0);
  g_assert_cmpuint (fl_link_settings_get_connect_timeout (settings), ==, 1);
  fl_link_settings_set_connect_timeout (settings, G_MAXUINT);
  g_assert_cmpuint (fl_link_settings_get_connect_timeout (settings), ==, 600);
}

static void
test_service (void)
{
  static const char *const filters[] = { "ada/feeds/#", NULL };
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("io.adafruit.com", 8883);
  g_autoptr(FlLinkSettings) settings = fl_link_settings_new (endpoint, trust);

  g_assert_cmpstr (fl_link_settings_get_service (settings)->code, ==, "adafruit");
  fl_link_settings_set_qos (settings, 2);
  g_assert_cmpint (fl_link_settings_get_qos (settings), ==, 1);
  fl_link_settings_set_filters (settings, filters);
  g_assert_cmpuint (g_strv_length ((char **) fl_link_settings_get_all_filters (settings)), ==, 1);
  fl_link_settings_set_username (settings, "ada");
  g_assert_cmpuint (g_strv_length ((char **) fl_link_settings_get_all_filters (settings)), ==, 3);
  g_assert_cmpuint (g_strv_length ((char **) fl_link_settings_get_filters (settings)), ==, 1);
  fl_link_settings_set_filters (settings, NULL);
  g_assert_cmpuint (g_strv_length ((char **) fl_link_settings_get_all_filters (settings)), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  g_test_add_func ("/link-settings/defaults", test_defaults);
  g_test_add_func ("/link-settings/client-id", test_client_id);
  g_test_add_func ("/link-settings/all", test_all);
  g_test_add_func ("/link-settings/with-trust", test_with_trust);
  g_test_add_func ("/link-settings/discovery", test_discovery);
  g_test_add_func ("/link-settings/clamped", test_clamped);
  g_test_add_func ("/link-settings/service", test_service);
  return g_test_run ();
}
