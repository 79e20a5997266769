/* The texts beside the certificates say what was made, and only the secret ones hold secrets.
 *
 * tests/live/certs.py lets a real mosquitto read them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-own-broker-text.h"

#include <string.h>

#include <glib/gstdio.h>

static const char *const names[] = { "2001:db8::1", "broker.home", NULL };

static const FlOwnBrokerFacts facts = {
  .folder = "/home/anna/it's [my] broker|1",
  .names = names,
  .port = 18883,
  .not_after = 2000000000,
};

static void
test_conf (void)
{
  g_autofree char *conf = fl_own_broker_text_conf (&facts);
  g_auto(GStrv) lines = g_strsplit (conf, "\n", -1);
  guint n_listeners = 0;

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "listener "))
      {
        g_autofree char *expected = g_strdup_printf ("listener %u", 18883 + n_listeners++);

        g_assert_cmpstr (*line, ==, expected);
        g_assert_cmpstr (line[1], ==, "allow_anonymous false");
      }
  g_assert_cmpuint (n_listeners, ==, 3);
  g_assert_true (g_strv_contains ((const char *const *) lines, "per_listener_settings true"));
  g_assert_true (g_strv_contains ((const char *const *) lines, "require_certificate true"));
  g_assert_true (g_strv_contains ((const char *const *) lines, "use_identity_as_username true"));
  g_assert_true (g_strv_contains ((const char *const *) lines, "psk_hint fernlight"));
  g_assert_true (g_strv_contains ((const char *const *) lines, "psk_file /home/anna/it's [my] broker|1/psk_file"));
  g_assert_true (g_strv_contains ((const char *const *) lines, "certfile /home/anna/it's [my] broker|1/server.crt"));
  g_assert_cmpuint (fl_own_broker_text_port (conf), ==, 18883);
}

static void
test_port (void)
{
  g_assert_cmpuint (fl_own_broker_text_port (""), ==, 0);
  g_assert_cmpuint (fl_own_broker_text_port ("#listener 1\nlistener 2 localhost\nlistener 3\n"), ==, 2);
  g_assert_cmpuint (fl_own_broker_text_port ("listener 99999\n"), ==, 0);
  g_assert_cmpuint (fl_own_broker_text_port ("listener x\n"), ==, 0);
}

static void
test_readme (void)
{
  g_autofree char *readme = fl_own_broker_text_readme (&facts);
  g_autofree char *start = fl_own_broker_text_start_line (facts.folder);
  g_autofree char *system = fl_own_broker_text_system_lines (facts.folder);
  g_auto(GStrv) lines = g_strsplit (system, "\n", -1);

  g_assert_nonnull (strstr (readme, "2033-05-18"));
  g_assert_nonnull (strstr (readme, "chown -R mosquitto: /etc/mosquitto/fernlight\n"));
  g_assert_nonnull (strstr (readme, "mqtts://[2001:db8::1]:18883 "));
  g_assert_nonnull (strstr (readme, "18885"));
  g_assert_nonnull (strstr (readme, start));
  g_assert_true (g_str_has_prefix (start, "mosquitto -c '"));
  for (char **line = lines; *line != NULL; line++)
    g_assert_nonnull (strstr (readme, *line));
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
}

/* The line with sed, run by a shell, makes the paths those of the system's folder. */
static void
test_sed (void)
{
  g_autofree char *readme = fl_own_broker_text_readme (&facts);
  g_autofree char *conf = fl_own_broker_text_conf (&facts);
  g_autofree char *folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "mosquitto.conf", NULL);
  g_autofree char *line = NULL;
  g_autofree char *out = NULL;
  const char *argv[] = { "sh", "-c", NULL, NULL };
  const char *begin = strstr (readme, "  sed ");
  const char *end = strstr (begin, " | sudo");

  g_assert_true (g_file_set_contents (file, conf, -1, NULL));
  line = g_strndup (begin, (gsize) (end - begin));
  argv[2] = line;
  g_assert_true (g_spawn_sync (folder, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL, NULL));
  g_assert_nonnull (strstr (out, "\nkeyfile /etc/mosquitto/fernlight/server.key\n"));
  g_assert_nonnull (strstr (out, "\npassword_file /etc/mosquitto/fernlight/password_file\n"));
  g_assert_null (strstr (out, "/home/anna"));
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_sheet (void)
{
  g_autoptr(FlSecret) password = fl_secret_new ("pass-word", 9);
  g_autoptr(FlSecret) psk = fl_secret_new ("00ff", 4);
  g_autoptr(FlSecret) sheet = fl_own_broker_text_sheet ("kitchen", 18883, password, psk);
  const char *text = fl_secret_peek (sheet, NULL);

  g_assert_nonnull (strstr (text, "client.setPreSharedKey(\"kitchen\", \"00ff\");\n"));
  g_assert_nonnull (strstr (text, "kitchen:00ff\n"));
  g_assert_nonnull (strstr (text, "pass-word\n"));
  g_assert_nonnull (strstr (text, "18884"));
  g_assert_nonnull (strstr (text, "kitchen.crt\n"));
  g_assert_nonnull (strstr (text, "kitchen.key\n"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/own-broker-text/conf", test_conf);
  g_test_add_func ("/own-broker-text/port", test_port);
  g_test_add_func ("/own-broker-text/readme", test_readme);
  g_test_add_func ("/own-broker-text/sed", test_sed);
  g_test_add_func ("/own-broker-text/sheet", test_sheet);
  return g_test_run ();
}
