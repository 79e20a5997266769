/* fernlight-cli certs: certificates, keys and configuration for a mosquitto of one's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-certs"

#include "config.h"

#include "cli/fl-cli-certs.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "brokers/fl-own-broker-text.h"
#include "brokers/fl-own-broker.h"
#include "tls/fl-fingerprint.h"

#define NOT_GIVEN G_MININT

typedef struct
{
  char     **names;
  char     **devices;
  char     **new_devices;
  int        days;
  int        port;
  char      *key_type;
  gboolean   renew;
  gboolean   new_key;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->names);
  g_strfreev (options->devices);
  g_strfreev (options->new_devices);
  g_free (options->key_type);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static FlCliStatus
complain (const GError *error)
{
  const gboolean is_usage = g_error_matches (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_NAME) ||
                            g_error_matches (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE) ||
                            g_error_matches (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_NUMBER);

  fl_cli_complain (is_usage ? "usage" : "certs", "%s", error->message);
  return is_usage ? FL_CLI_USAGE : FL_CLI_FAILED;
}

/* What everybody may know of the broker's certificate. */
static void
print_certificate (FlOwnBroker *broker)
{
  FlCertificate *certificate = fl_own_broker_get_certificate (broker);
  g_autofree char *names = g_strjoinv (", ", (char **) fl_own_broker_get_names (broker));
  g_autofree char *sha256 = fl_fingerprint_to_colons (fl_certificate_get_sha256 (certificate));
  g_autofree char *sha1 = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificate));
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (fl_certificate_get_not_after (certificate));
  g_autofree char *until = date != NULL ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("?");

  g_print (_("The broker’s certificate: %s, good until %s"), names, until);
  g_print ("\n  SHA-256  %s\n  SHA-1    %s\n  %s  sha256//%s\n", sha256, sha1, _("Key pin"),
           fl_certificate_get_spki_sha256 (certificate));
}

static FlCliStatus
create (const char    *folder,
        const Options *options)
{
  const FlOwnBrokerPlan plan = {
    .names = (const char *const *) options->names,
    .devices = (const char *const *) options->devices,
    .days = options->days == NOT_GIVEN ? 0 : options->days,
    .key_type = g_strcmp0 (options->key_type, "rsa") == 0 ? FL_KEY_TYPE_RSA : FL_KEY_TYPE_EC,
    .port = options->port == NOT_GIVEN ? 0 : (guint) options->port,
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(FlOwnBroker) broker = fl_own_broker_create (folder, &plan, NULL, NULL, &error);
  g_autofree char *shown = NULL;
  g_autofree char *conf = NULL;
  g_autofree char *quoted = NULL;

  if (broker == NULL)
    return complain (error);
  shown = g_filename_display_name (fl_own_broker_get_folder (broker));
  conf = g_build_filename (shown, FL_OWN_BROKER_CONF, NULL);
  quoted = g_shell_quote (conf);
  g_print (_("Written: %s"), shown);
  g_print ("\n");
  print_certificate (broker);
  g_print (_("Passwords and keys are in its files only; README.txt says what is what. Start the broker with:"));
  g_print ("\n  mosquitto -c %s\n", quoted);
  return FL_CLI_DONE;
}

static FlCliStatus
renew (FlOwnBroker   *broker,
       const Options *options)
{
  g_autoptr(GError) error = NULL;

  if (!fl_own_broker_renew (broker, (const char *const *) options->names, options->days == NOT_GIVEN ? 0 : options->days,
                            options->new_key, &error))
    return complain (error);
  print_certificate (broker);
  g_print ("%s\n", options->new_key
                     ? _("The key is new: pins and fingerprints of the old certificate no longer hold. Restart the broker.")
                     : _("The key is the same: pins of the key still hold, fingerprints of the certificate do not. Restart the broker."));
  return FL_CLI_DONE;
}

static FlCliStatus
add_devices (FlOwnBroker   *broker,
             const Options *options)
{
  g_autoptr(GError) error = NULL;

  if (!fl_own_broker_add_devices (broker, (const char *const *) options->new_devices,
                                  options->days == NOT_GIVEN ? 0 : options->days, &error))
    return complain (error);
  for (char **device = options->new_devices; *device != NULL; device++)
    {
      g_print (_("Added: %s"), *device);
      g_print ("\n");
    }
  g_print ("%s\n", _("Restart the broker, so that it reads psk_file and password_file again."));
  return FL_CLI_DONE;
}

static gboolean
check_options (const Options  *options,
               const char    **why)
{
  const gboolean changes = options->renew || options->new_devices != NULL;

  *why = NULL;
  if (options->renew && options->new_devices != NULL)
    *why = _("--renew and --add-device go one after the other");
  else if (options->new_key && !options->renew)
    *why = _("--new-key goes with --renew");
  else if (changes && (options->devices != NULL || options->key_type != NULL || options->port != NOT_GIVEN))
    *why = _("--device, --key-type and --port are for a new folder");
  else if (options->new_devices != NULL && options->names != NULL)
    *why = _("--add-device goes without --name");
  else if (!changes && options->names == NULL)
    *why = _("--name: the broker’s name or address, as devices connect to it");
  else if (options->key_type != NULL && strcmp (options->key_type, "ec") != 0 && strcmp (options->key_type, "rsa") != 0)
    *why = _("--key-type is ec or rsa");
  else if (options->days != NOT_GIVEN && options->days < 1)
    *why = _("--days starts at 1");
  else if (options->port != NOT_GIVEN && options->port < 1)
    *why = _("--port starts at 1");
  return *why == NULL;
}

static FlCliStatus
run (const char    *folder,
     const Options *options)
{
  g_autoptr(FlOwnBroker) broker = NULL;
  g_autoptr(GError) error = NULL;

  if (!options->renew && options->new_devices == NULL)
    return create (folder, options);
  broker = fl_own_broker_open (folder, &error);
  if (broker == NULL)
    return complain (error);
  return options->renew ? renew (broker, options) : add_devices (broker, options);
}

/**
 * fl_cli_certs_run:
 * @argc: how many arguments
 * @argv: "certs", DIRECTORY and options
 *
 * Makes a folder for a broker, renews its certificate, or adds devices. Prints no secret.
 *
 * Returns: DONE, FAILED or USAGE
 */
FlCliStatus
fl_cli_certs_run (int    argc,
                  char **argv)
{
  g_auto(Options) options = { .days = NOT_GIVEN, .port = NOT_GIVEN };
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.names,
      N_("The broker’s name or address, as devices connect to it; again for more"), N_("HOST") },
    { "device", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.devices,
      N_("A device that gets certificate, pre-shared key and password; again for more"), N_("NAME") },
    { "days", 0, 0, G_OPTION_ARG_INT, &options.days, N_("How long certificates are good for (3650)"), N_("N") },
    { "key-type", 0, 0, G_OPTION_ARG_STRING, &options.key_type, N_("ec (P-256, the default) or rsa (2048 bits)"), N_("TYPE") },
    { "port", 0, 0, G_OPTION_ARG_INT, &options.port, N_("The first of the broker’s three ports (8883)"), N_("N") },
    { "renew", 0, 0, G_OPTION_ARG_NONE, &options.renew, N_("Give the broker of this folder a new certificate"), NULL },
    { "new-key", 0, 0, G_OPTION_ARG_NONE, &options.new_key, N_("… and a new key"), NULL },
    { "add-device", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.new_devices,
      N_("Add a device to this folder; again for more"), N_("NAME") },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new ("DIRECTORY");
  const char *why;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!fl_cli_parse (context, &argc, &argv))
    return FL_CLI_USAGE;
  if (argc != 2 || *argv[1] == '\0')
    {
      fl_cli_complain ("usage", _("certs DIRECTORY --name HOST… [--device NAME]… [--days N]; or --renew, or --add-device NAME"));
      return FL_CLI_USAGE;
    }
  if (!check_options (&options, &why))
    {
      fl_cli_complain ("usage", "%s", why);
      return FL_CLI_USAGE;
    }
  return run (argv[1], &options);
}
