/* fernlight-cli certs: lines that make no sense do nothing; the others are tested live.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-certs.h"

#include <string.h>

#include <glib/gstdio.h>

#include "run-cli.h"
#include "usage.h"

static const char *const wrong[] = {
  "certs",
  "certs ''",
  "certs DIR",
  "certs DIR OTHER --name localhost",
  "certs DIR --name 'two words'",
  "certs DIR --name broker:8883",
  "certs DIR --name mqtts://broker",
  "certs DIR --name ''",
  "certs DIR --name localhost --device a/b",
  "certs DIR --name localhost --device ca",
  "certs DIR --name localhost --device a --device A",
  "certs DIR --name localhost --days 0",
  "certs DIR --name localhost --days -5",
  "certs DIR --name localhost --days 7301",
  "certs DIR --name localhost --days many",
  "certs DIR --name localhost --port 0",
  "certs DIR --name localhost --port 65534",
  "certs DIR --name localhost --key-type dsa",
  "certs DIR --name localhost --new-key",
  "certs DIR --renew --add-device kitchen",
  "certs DIR --renew --device kitchen",
  "certs DIR --renew --key-type rsa",
  "certs DIR --renew --port 1",
  "certs DIR --add-device kitchen --name localhost",
  "certs DIR --add-device kitchen --new-key",
  "certs DIR --name localhost --frobnicate",
};

static void
test_usage (void)
{
  assert_usage (fl_cli_certs_run, wrong, G_N_ELEMENTS (wrong));
  g_assert_false (g_file_test ("DIR", G_FILE_TEST_EXISTS));
}

/* What fails without being wrong usage, and one sentence for it. */
static void
test_failures (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  const char *const cases[][6] = {
    { "certs", folder, "--name", "localhost", NULL },
    { "certs", file, "--name", "localhost", NULL },
    { "certs", "/proc/fernlight", "--name", "localhost", NULL },
    { "certs", "/nowhere/at/all", "--name", "localhost", NULL },
    { "certs", folder, "--renew", NULL },
    { "certs", folder, "--add-device", "kitchen", NULL },
  };

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;
      int status = run_cli (cases[i], NULL, "", 0, &out, NULL, &err);

      g_test_message ("%s", err);
      g_assert_cmpint (status, ==, FL_CLI_FAILED);
      g_assert_cmpstr (out, ==, "");
      g_assert_true (g_str_has_prefix (err, "certs: "));
      g_assert_true (strchr (err, '\n') == err + strlen (err) - 1);
    }
  g_unlink (file);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-certs/usage", test_usage);
  g_test_add_func ("/cli-certs/failures", test_failures);
  return g_test_run ();
}
