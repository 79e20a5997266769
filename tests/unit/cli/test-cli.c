/* fernlight-cli: commands, usage, exit statuses, the environment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli.h"

#include <string.h>

#include "run-cli.h"

static const struct
{
  const char *arguments[4];
  int         status;
  const char *out;
  const char *err;
} cases[] = {
  { { NULL },                                 2, "",                    "Usage:*fernlight-cli fernet*" },
  { { "--help" },                             0, "Usage:*KEYS*",        ""                             },
  { { "-h" },                                 0, "Usage:*KEYS*",        ""                             },
  { { "--version" },                          0, "fernlight-cli *\n",   ""                             },
  { { "frenet" },                             2, "",                    "usage: *frenet*\n"            },
  { { "fre\nnet" },                           2, "",                    "usage: *fre net*\n"           },
  { { "fernet" },                             2, "",                    "usage: *\n"                   },
  { { "fernet", "open" },                     2, "",                    "usage: *\n"                   },
  { { "fernet", "keygen", "more" },           2, "",                    "usage: *\n"                   },
  { { "fernet", "keygen", "--json" },         2, "",                    "usage: *\n"                   },
  { { "fernet", "decrypt" },                  2, "",                    "usage: *key*\n"               },
  { { "fernet", "decrypt", "--ttl=-5" },      2, "",                    "usage: *\n"                   },
  { { "fernet", "decrypt", "--ttl=x" },       2, "",                    "usage: *\n"                   },
  { { "fernet", "encrypt", "--ttl=5" },       2, "",                    "usage: *\n"                   },
  { { "fernet", "decrypt", "--key=hunter2" }, 2, "",                    "usage: *--key\n"              },
  { { "fernet", "--", "keygen" },             0, "*=\n",                ""                             },
};

static void
test_statuses (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;
      int status = run_cli (cases[i].arguments, NULL, "", 0, &out, NULL, &err);

      g_test_message ("case %" G_GSIZE_FORMAT ": %s%s", i, out, err);
      g_assert_cmpint (status, ==, cases[i].status);
      g_assert_true (g_pattern_match_simple (cases[i].out, out));
      g_assert_true (g_pattern_match_simple (cases[i].err, err));
      g_assert_null (strstr (err, "hunter2"));
      if (cases[i].arguments[0] != NULL && *err != '\0')
        g_assert_true (strchr (err, '\n') == err + strlen (err) - 1);
    }
}

static void
test_environment (void)
{
  static const char *const forgotten[] = {
    "http_proxy", "https_proxy", "PAHO_C_CLIENT_USE_HTTP_PROXY", "MQTT_C_CLIENT_TRACE", "MQTT_C_CLIENT_TRACE_LEVEL",
  };
  char *argv[] = { (char *) "fernlight-cli", (char *) "--version", NULL };

  if (g_test_subprocess ())
    {
      for (size_t i = 0; i < G_N_ELEMENTS (forgotten); i++)
        g_setenv (forgotten[i], "x", TRUE);
      g_assert_cmpint (fl_cli_main (2, argv), ==, FL_CLI_DONE);
      for (size_t i = 0; i < G_N_ELEMENTS (forgotten); i++)
        g_assert_null (g_getenv (forgotten[i]));
      return;
    }
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_passed ();
}

static void
test_complain (void)
{
  if (g_test_subprocess ())
    {
      fl_cli_complain ("line 7", "a\nb\033[31m %d", 5);
      fl_cli_complain (NULL, "%s", "alone");
      return;
    }
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("line 7: a b [31m 5\nalone\n");
}

static void
test_parse (void)
{
  gboolean flag = FALSE;
  const GOptionEntry entries[] = {
    { "flag", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &flag, "", NULL },
    G_OPTION_ENTRY_NULL,
  };
  GOptionContext *context = g_option_context_new (NULL);
  char *arguments[] = { (char *) "name", (char *) "one", (char *) "--flag", (char *) "--", (char *) "--two", NULL };
  char **argv = arguments;
  int argc = 5;

  g_option_context_add_main_entries (context, entries, NULL);
  g_assert_true (fl_cli_parse (context, &argc, &argv));
  g_assert_true (flag);
  g_assert_cmpint (argc, ==, 3);
  g_assert_cmpstr (argv[1], ==, "one");
  g_assert_cmpstr (argv[2], ==, "--two");
  g_assert_null (argv[3]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/statuses", test_statuses);
  g_test_add_func ("/cli/environment", test_environment);
  g_test_add_func ("/cli/complain", test_complain);
  g_test_add_func ("/cli/parse", test_parse);
  return g_test_run ();
}
