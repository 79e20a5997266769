/* BROKER and TRUST: what is accepted, what it becomes, which mistakes are usage and which are failures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-broker.h"

#include "tls/fl-client-identity.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define A_PIN "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"
#define SECOND_PIN "24b9d28e317bb9df5d80a6214a32b737a4bc54b19863839af09c1baff6ba8dac"

/* Parses a command line of options and an address, as a command does. */
static FlCliBroker *
resolve (const char  *line,
         GError     **error)
{
  g_auto(FlCliBrokerOptions) options = { NULL };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_auto(GStrv) argv = NULL;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  g_option_context_add_group (context, fl_cli_broker_new_group (&options));
  g_assert_true (g_option_context_parse_strv (context, &argv, error));
  g_assert_cmpuint (g_strv_length (argv), ==, 2);
  return fl_cli_broker_resolve (argv[1], &options, error);
}

static void
test_ways (void)
{
  static const struct { const char *line; FlTrustWay way; gboolean upgraded; guint16 port; } cases[] = {
    { "x localhost", FL_TRUST_SYSTEM, FALSE, 8883 },
    { "x mqtts://localhost:1234/home", FL_TRUST_SYSTEM, FALSE, 1234 },
    { "x mqtt://localhost/home", FL_TRUST_PLAIN, FALSE, 1883 },
    { "x mqtt://localhost:8883/home", FL_TRUST_SYSTEM, TRUE, 8883 },
    { "x mqtt://localhost:1884 --insecure", FL_TRUST_INSECURE, TRUE, 1884 },
    { "x localhost --insecure", FL_TRUST_INSECURE, FALSE, 8883 },
    { "x localhost --pin '" A_PIN "'", FL_TRUST_PIN, FALSE, 8883 },
    { "x mqtt://localhost --pin '" A_PIN "'", FL_TRUST_PIN, TRUE, 1883 },
    { "x localhost --pin '" A_PIN "' --pin '" SECOND_PIN "'", FL_TRUST_PIN, FALSE, 8883 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlCliBroker) broker = resolve (cases[i].line, &error);

      g_test_message ("%s", cases[i].line);
      g_assert_no_error (error);
      g_assert_cmpint (fl_trust_get_way (broker->trust), ==, cases[i].way);
      g_assert_cmpint (broker->upgraded, ==, cases[i].upgraded);
      g_assert_cmpint (fl_trust_get_second_pin (broker->trust) != NULL, ==, strstr (cases[i].line, SECOND_PIN) != NULL);
      g_assert_cmpuint (fl_endpoint_get_port (broker->endpoint), ==, cases[i].port);
    }
}

static void
test_usage (void)
{
  static const char *const lines[] = {
    "x localhost --insecure --pin '" A_PIN "'",
    "x localhost --ca a --insecure",
    "x localhost --psk-identity me",
    "x localhost --psk-file file",
    "x localhost --key file",
    "x localhost --key-passphrase-file file",
    "x localhost --insecure --cert a --key b",
    "x localhost --pin 'not a pin'",
    "x localhost --pin '" A_PIN "' --pin 'not a pin'",
    "x localhost --pin '" A_PIN "' --pin '" SECOND_PIN "' --pin '" A_PIN "'",
    "x localhost --insecure --pin '" A_PIN "' --pin '" SECOND_PIN "'",
    "x mqtts://me:secret-word@localhost",
    "x http://localhost",
    "x localhost:99999",
    "x ''",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlCliBroker) broker = resolve (lines[i], &error);

      g_test_message ("%s", lines[i]);
      g_assert_null (broker);
      g_assert_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE);
      g_assert_null (strstr (error->message, "secret-word"));
      g_assert_cmpint (fl_cli_broker_complain (error), ==, FL_CLI_USAGE);
    }
}

static void
test_files (void)
{
  g_autofree char *path = NULL;
  g_autofree char *line = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlCliBroker) broker = NULL;
  int fd = g_file_open_tmp ("fernlight-test-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, "0123456789abcdef", -1, NULL));

  line = g_strdup_printf ("x localhost --psk-identity kitchen --psk-file '%s'", path);
  broker = resolve (line, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fl_trust_get_way (broker->trust), ==, FL_TRUST_PSK);
  g_assert_cmpstr (fl_trust_get_psk_identity (broker->trust), ==, "kitchen");

  g_clear_pointer (&broker, fl_cli_broker_free);
  g_clear_pointer (&line, g_free);
  line = g_strdup_printf ("x localhost --ca '%s'", path);
  broker = resolve (line, &error);
  g_assert_null (broker);
  g_assert_nonnull (error);
  g_assert_cmpint (fl_cli_broker_complain (error), ==, FL_CLI_FAILED);
  /* A file that is named wrongly may hold a secret: nothing of it is repeated. */
  g_assert_null (strstr (error->message, "0123456789"));
  g_unlink (path);
}

static void
test_password (void)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlCliBroker) broker = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *allowed = NULL;
  g_autofree char *nameless = NULL;
  int fd = g_file_open_tmp ("fernlight-test-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, "open sesame\n", -1, NULL));
  plain = g_strdup_printf ("x mqtt://localhost --username me --password-file '%s'", path);
  allowed = g_strdup_printf ("x mqtt://localhost --plain-password --username me --password-file '%s'", path);
  nameless = g_strdup_printf ("x localhost --password-file '%s'", path);

  broker = resolve (plain, &error);
  g_assert_null (broker);
  g_assert_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE);
  g_clear_error (&error);

  broker = resolve (nameless, &error);
  g_assert_null (broker);
  g_assert_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE);
  g_clear_error (&error);

  broker = resolve (allowed, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (broker->username, ==, "me");
  g_assert_cmpstr (fl_secret_peek (broker->password, NULL), ==, "open sesame");
  g_unlink (path);
}

static void
test_password_from_environment (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlCliBroker) broker = NULL;
  g_autoptr(FlCliBroker) refused = NULL;

  g_setenv ("FERNLIGHT_PASSWORD", "open sesame", TRUE);
  broker = resolve ("x mqtts://anna@localhost/home", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (broker->username, ==, "anna");
  g_assert_cmpstr (fl_secret_peek (broker->password, NULL), ==, "open sesame");
  g_assert_null (g_getenv ("FERNLIGHT_PASSWORD"));

  g_setenv ("FERNLIGHT_PASSWORD", "open sesame", TRUE);
  refused = resolve ("x mqtt://anna@localhost/home", &error);
  g_assert_null (refused);
  g_assert_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE);
  g_assert_null (g_getenv ("FERNLIGHT_PASSWORD"));
}

static void
test_settings (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlCliBroker) broker = resolve ("x mqtts://anna@localhost/home", &error);
  g_autoptr(FlLinkSettings) subscribing = NULL;
  g_autoptr(FlLinkSettings) publishing = NULL;

  g_assert_no_error (error);
  subscribing = fl_cli_broker_new_settings (broker, TRUE, 2);
  g_assert_cmpstr (fl_link_settings_get_filters (subscribing)[0], ==, "home/#");
  g_assert_cmpint (fl_link_settings_get_qos (subscribing), ==, 2);
  g_assert_cmpstr (fl_link_settings_get_username (subscribing), ==, "anna");
  publishing = fl_cli_broker_new_settings (broker, FALSE, -1);
  g_assert_true (fl_link_settings_get_filters (publishing) == NULL || fl_link_settings_get_filters (publishing)[0] == NULL);
}

/* Files of the fuzzer's corpus: a certificate and its key in every form; "horse" opens them. */
static char *
corpus (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", "client-file", name, NULL);
}

static void
test_client_certificate (void)
{
  static const struct { const char *cert, *key, *passphrase; int error; } cases[] = {
    { "cert.pem", "key.pem", NULL, -1 },
    { "cert.der", "key.der", NULL, -1 },
    { "both.pem", NULL, NULL, -1 },
    { "box.p12", NULL, "horse", -1 },
    { "locked.pem", NULL, "horse", -1 },
    { "cert.pem", "traditional.pem", "horse", -1 },
    { "cert.pem", "locked.der", "horse", -1 },
    { "box.p12", NULL, NULL, FL_CLIENT_IDENTITY_ERROR_PASSPHRASE_REQUIRED },
    { "box.p12", NULL, "staple", FL_CLIENT_IDENTITY_ERROR_WRONG_PASSPHRASE },
    { "locked.pem", NULL, "staple", FL_CLIENT_IDENTITY_ERROR_WRONG_PASSPHRASE },
    { "cert.pem", NULL, NULL, FL_CLIENT_IDENTITY_ERROR_KEY_MISSING },
    { "old.p12", NULL, "horse", FL_CLIENT_IDENTITY_ERROR_CERTIFICATE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cert = corpus (cases[i].cert);
      g_autofree char *key = cases[i].key != NULL ? corpus (cases[i].key) : NULL;
      g_autofree char *line = g_strdup_printf ("x localhost --cert '%s'%s%s", cert, key != NULL ? " --key " : "", key != NULL ? key : "");
      g_autoptr(GError) error = NULL;
      g_autoptr(FlCliBroker) broker = NULL;

      if (cases[i].passphrase != NULL)
        g_setenv ("FERNLIGHT_KEY_PASSPHRASE", cases[i].passphrase, TRUE);
      broker = resolve (line, &error);
      g_test_message ("%s, %s", line, cases[i].passphrase);
      g_assert_null (g_getenv ("FERNLIGHT_KEY_PASSPHRASE"));
      if (cases[i].error >= 0)
        {
          g_assert_null (broker);
          g_assert_error (error, FL_CLIENT_IDENTITY_ERROR, cases[i].error);
          g_assert_cmpint (fl_cli_broker_complain (error), ==, FL_CLI_FAILED);
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (fl_trust_has_client_certificate (broker->trust));
    }
}

static void
test_key_passphrase_file (void)
{
  g_autofree char *path = NULL;
  g_autofree char *cert = corpus ("box.p12");
  g_autofree char *line = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlCliBroker) broker = NULL;
  int fd = g_file_open_tmp ("fernlight-test-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, "horse\n", -1, NULL));
  line = g_strdup_printf ("x localhost --cert '%s' --key-passphrase-file '%s'", cert, path);
  broker = resolve (line, &error);
  g_assert_no_error (error);
  g_assert_true (fl_trust_has_client_certificate (broker->trust));
  g_unlink (path);
}

/* Whatever an option names is neither waited for without end nor read without end. */
static void
test_no_files (void)
{
  static const char *const options[] = {
    "--ca '%s'",
    "--cert '%s'",
    "--cert '%s' --key '%s'",
    "--psk-identity me --psk-file '%s'",
    "--username me --password-file '%s'",
  };
  g_autofree char *folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *pipe_path = g_build_filename (folder, "pipe", NULL);
  g_autofree char *cert = corpus ("cert.pem");
  const char *paths[] = { folder, "/dev/zero", pipe_path };

  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  for (size_t i = 0; i < G_N_ELEMENTS (options); i++)
    for (size_t k = 0; k < (i % 3 == 0 ? 3 : 2); k++) /* a pipe takes its time: once for a certificate, once for a secret */
      {
        const char *first = strstr (options[i], "--key") != NULL ? cert : paths[k];
        g_autoptr(GString) line = g_string_new ("x localhost ");
        g_autoptr(GError) error = NULL;
        g_autoptr(FlCliBroker) broker = NULL;

        g_string_append (line, options[i]);
        g_string_replace (line, "%s", first, 1);
        g_string_replace (line, "%s", paths[k], 1);
        broker = resolve (line->str, &error);
        g_test_message ("%s: %s", line->str, error != NULL ? error->message : NULL);
        g_assert_null (broker);
        g_assert_true (g_str_has_prefix (error->message, paths[k]));
        g_assert_cmpint (fl_cli_broker_complain (error), ==, FL_CLI_FAILED);
      }
  g_assert_cmpint (g_unlink (pipe_path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  fl_secret_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-broker/ways", test_ways);
  g_test_add_func ("/cli-broker/usage", test_usage);
  g_test_add_func ("/cli-broker/files", test_files);
  g_test_add_func ("/cli-broker/no-files", test_no_files);
  g_test_add_func ("/cli-broker/password", test_password);
  g_test_add_func ("/cli-broker/password-from-environment", test_password_from_environment);
  g_test_add_func ("/cli-broker/client-certificate", test_client_certificate);
  g_test_add_func ("/cli-broker/key-passphrase-file", test_key_passphrase_file);
  g_test_add_func ("/cli-broker/settings", test_settings);
  return g_test_run ();
}
