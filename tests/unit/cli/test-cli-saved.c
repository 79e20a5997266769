/* --saved NAME: what was saved is what a command connects to; a name that is not there names those that are.
 *
 * There is no keyring here; tests/ui/app-secrets.py runs a command with what the window kept in a real one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-saved.h"

#include <glib/gstdio.h>

#define TWO "{\"format\":1,\"brokers\":[" \
  "{\"id\":\"1\",\"name\":\"Kitchen\",\"host\":\"kitchen.test\",\"port\":1883,\"tls\":false,\"base_topic\":\"home\"," \
   "\"qos\":2,\"client_id\":\"window\",\"command_template\":\"{base}/{device}/set\",\"confirm_limit_ms\":9000}," \
  "{\"id\":\"2\",\"name\":\"Shed\",\"host\":\"shed.test\",\"port\":8883,\"tls\":true,\"trust_way\":\"psk\",\"psk_identity\":\"me\"}]}"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  text)
{
  fixture->folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "brokers.json", NULL);
  if (text != NULL)
    g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  text)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
test_found (Fixture       *fixture,
            gconstpointer  text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(FlCliBroker) broker = fl_cli_saved_load (fixture->path, "Kitchen", &ring, &error);
  g_autoptr(FlLinkSettings) settings = NULL;
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  g_assert_null (ring);
  g_assert_cmpstr (fl_endpoint_get_host (broker->endpoint), ==, "kitchen.test");
  g_assert_cmpint (fl_trust_get_way (broker->trust), ==, FL_TRUST_PLAIN);
  g_assert_cmpstr (broker->base_topic, ==, "home");
  g_assert_cmpstr (broker->filter, ==, "home/#");
  g_assert_cmpstr (fl_device_settings_get_command_template (broker->device_settings), ==, "{base}/{device}/set");
  settings = fl_cli_broker_new_settings (broker, TRUE, -1);
  g_assert_cmpint (fl_link_settings_get_qos (settings), ==, 2);
  g_assert_cmpstr (fl_link_settings_get_filters (settings)[0], ==, "home/#");
  g_assert_cmpstr (fl_link_settings_get_client_id (settings), !=, "window");
  g_assert_true (g_file_get_contents (fixture->path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
}

static void
test_not_found (Fixture       *fixture,
                gconstpointer  text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlCliBroker) broker = fl_cli_saved_load (fixture->path, "Attic", NULL, &error);

  g_assert_null (broker);
  g_assert_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE);
  if (text != NULL)
    g_assert_nonnull (strstr (error->message, "Kitchen, Shed"));
}

static void
test_no_secret (Fixture       *fixture,
                gconstpointer  text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlCliBroker) broker = fl_cli_saved_load (fixture->path, "Shed", NULL, &error);

  g_assert_null (broker);
  g_assert_nonnull (error);
  g_assert_cmpuint (error->domain, !=, FL_CLI_BROKER_ERROR);
}

static void
test_other_options (void)
{
  g_autoptr(GError) error = NULL;
  g_auto(FlCliBrokerOptions) options = { .saved = g_strdup ("Kitchen"), .insecure = TRUE };
  FlCliBroker *broker = fl_cli_broker_find (NULL, &options, NULL, &error);

  g_assert_null (broker);
  g_assert_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);
  /* In a sandbox libsecret asks for the portal first, and warns where there is no bus to ask on. */
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_test_add ("/cli-saved/found", Fixture, TWO, set_up, test_found, tear_down);
  g_test_add ("/cli-saved/not-found", Fixture, TWO, set_up, test_not_found, tear_down);
  g_test_add ("/cli-saved/nothing-saved", Fixture, NULL, set_up, test_not_found, tear_down);
  g_test_add ("/cli-saved/no-secret", Fixture, TWO, set_up, test_no_secret, tear_down);
  g_test_add_func ("/cli-saved/other-options", test_other_options);
  return g_test_run ();
}
