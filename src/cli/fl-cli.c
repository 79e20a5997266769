/* fernlight-cli: which command runs, and what they all share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli"

#include "config.h"

#include "cli/fl-cli.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>

#include "cli/fl-cli-certs.h"
#include "cli/fl-cli-devices.h"
#include "cli/fl-cli-fernet.h"
#include "cli/fl-cli-inspect.h"
#include "cli/fl-cli-led.h"
#include "cli/fl-cli-publish.h"
#include "cli/fl-cli-watch.h"
#include "crypto/fl-secret.h"
#include "mqtt/fl-link.h"

static const struct
{
  const char       *name;
  FlCliCommandFunc  run;
  const char       *synopsis;
  const char       *summary;
} commands[] = {
  { "fernet", fl_cli_fernet_run,
    "keygen | encrypt|decrypt [KEYS] [--ttl SECONDS] [--json]",
    N_("Make a key; encrypt or decrypt: a line in, a line out") },
  { "inspect", fl_cli_inspect_run,
    "BROKER [TRUST] [--esp] [--json] [--key-log FILE] [--timeout SECONDS]",
    N_("Show the broker’s handshake and certificates") },
  { "watch", fl_cli_watch_run,
    "BROKER [TRUST] [KEYS] [--qos N] [--count N] [--timeout SECONDS] [--json] [--stats]",
    N_("Print every message below the base topic, decrypted") },
  { "devices", fl_cli_devices_run,
    "BROKER [TRUST] [KEYS] [--timeout SECONDS] [--json]",
    N_("List the devices and LEDs that were found") },
  { "led", fl_cli_led_run,
    "BROKER DEVICE[/LED] on|off|toggle [TRUST] [KEYS] [--timeout SECONDS]",
    N_("Switch a LED and wait for its report") },
  { "publish", fl_cli_publish_run,
    "BROKER TOPIC [TRUST] [KEYS] [--qos N] [--retain] [--encrypt] [--timeout SECONDS]",
    N_("Publish standard input to a topic") },
  { "certs", fl_cli_certs_run,
    "DIRECTORY --name HOST… [--device NAME]… [--days N] [--key-type ec|rsa] [--port N] | "
    "--renew [--new-key] | --add-device NAME…",
    N_("Make certificates, keys and mosquitto.conf for a broker of your own; renew; add devices") },
};

static void
print_usage (FILE *stream)
{
  fprintf (stream, "%s\n", _("Usage:"));
  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  fernlight-cli %s %s\n      %s\n",
             commands[i].name, commands[i].synopsis, _(commands[i].summary));
  fprintf (stream, "  fernlight-cli --version\n\n%s\n",
           _("BROKER: URL or HOST[:PORT] (TLS, 8883); or --saved NAME: a saved broker, with its trust and secrets.\n"
             "TRUST: --ca FILE | --pin PIN | --insecure | --psk-identity ID --psk-file FILE;\n"
             "  --cert FILE [--key FILE] [--key-passphrase-file FILE], else $FERNLIGHT_KEY_PASSPHRASE;\n"
             "  --username NAME [--password-file FILE], else $FERNLIGHT_PASSWORD; --plain-password.\n"
             "KEYS: --key-file FILE (again for more keys), else the saved broker’s, else $FERNLIGHT_KEY with spaces between keys.\n"
             "Exit status: 0 done, 1 failed, 2 wrong usage, 3 broker not trusted."));
}

/**
 * fl_cli_complain:
 * @step: (nullable): what was being done, or the input line ("line 7"); NULL if @format says it
 * @format: what went wrong
 *
 * Prints one line on standard error; control characters in it, which may come from the
 * network, become spaces.
 */
void
fl_cli_complain (const char *step,
                 const char *format,
                 ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  for (char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_iscntrl (*c))
        *c = ' ';
    }
  if (step != NULL)
    fprintf (stderr, "%s: %s\n", step, text);
  else
    fprintf (stderr, "%s\n", text);
}

/**
 * fl_cli_parse:
 * @context: (transfer full): the options of a command; freed
 * @argc: (inout): how many
 * @argv: (inout): the arguments; what is left are positional ones after argv[0]
 *
 * Parses and complains. The value of an option nobody knows is not repeated: it may be a
 * secret.
 *
 * Returns: whether the options make sense; if not, return FL_CLI_USAGE
 */
gboolean
fl_cli_parse (GOptionContext   *context,
              int              *argc,
              char           ***argv)
{
  g_autoptr(GOptionContext) owned = context;
  g_autoptr(GError) error = NULL;

  if (!g_option_context_parse (owned, argc, argv, &error))
    {
      if (g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
        error->message[strcspn (error->message, "=")] = '\0';
      fl_cli_complain ("usage", "%s", error->message);
      return FALSE;
    }

  /* What follows "--" is positional; GOption may leave the "--" itself. */
  for (int i = 1; i < *argc; i++)
    {
      if (strcmp ((*argv)[i], "--") == 0)
        {
          memmove (*argv + i, *argv + i + 1, sizeof **argv * (size_t) (*argc - i));
          (*argc)--;
          break;
        }
    }
  return TRUE;
}

static int
run_command (int    argc,
             char **argv)
{
  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (argv[0], commands[i].name) == 0)
        return commands[i].run (argc, argv);
    }
  fl_cli_complain ("usage", _("there is no command “%s”; see fernlight-cli --help"), argv[0]);
  return FL_CLI_USAGE;
}

/* What --json prints is read by programs: its sentences, too, are the same in every language. */
static gboolean
is_for_a_program (int    argc,
                  char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      if (strcmp (argv[i], "--json") == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * fl_cli_main:
 * @argc: how many arguments
 * @argv: the arguments
 *
 * The whole program. Call it first thing in main: it changes the environment, so no other
 * thread may run yet.
 *
 * Returns: the exit status, a FlCliStatus
 */
int
fl_cli_main (int    argc,
             char **argv)
{
  /* As bash and gettext(1) have it: where catalogs lie that are not installed. */
  const char *catalogs = g_getenv ("TEXTDOMAINDIR");

  fl_link_scrub_environment ();
  /* OpenSSL is not taken down at the end: that takes time, and a connection that is still being let go in its own thread
   * would lose what it stands on. Secrets are wiped when they are let go, not there. */
  OPENSSL_init_crypto (OPENSSL_INIT_NO_ATEXIT, NULL);
  fl_secret_init ();
  setlocale (LC_ALL, "");
  if (is_for_a_program (argc, argv))
    {
      setlocale (LC_MESSAGES, "C");
      setlocale (LC_NUMERIC, "C");
      setlocale (LC_TIME, "C");
    }
  bindtextdomain (GETTEXT_PACKAGE, catalogs == NULL ? LOCALEDIR : catalogs);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (argc >= 2 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    {
      print_usage (stdout);
      return FL_CLI_DONE;
    }
  if (argc >= 2 && strcmp (argv[1], "--version") == 0)
    {
      printf ("fernlight-cli %s\n", APP_VERSION);
      return FL_CLI_DONE;
    }
  if (argc < 2)
    {
      print_usage (stderr);
      return FL_CLI_USAGE;
    }
  return run_command (argc - 1, argv + 1);
}
