/* The BROKER argument, --saved and the TRUST options that several commands share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-broker"

#include "config.h"

#include "cli/fl-cli-broker.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli/fl-cli-saved.h"
#include "mqtt/fl-service-rules.h"
#include "tls/fl-certificate-parser.h"
#include "tls/fl-chosen-file.h"
#include "tls/fl-client-identity.h"

G_DEFINE_QUARK (fl-cli-broker-error-quark, fl_cli_broker_error)

GOptionGroup *
fl_cli_broker_new_group (FlCliBrokerOptions *options)
{
  const GOptionEntry entries[] = {
    { "saved", 0, 0, G_OPTION_ARG_STRING, &options->saved, N_("Use this saved broker, with its trust and secrets"), N_("NAME") },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &options->ca_file, N_("Trust the certificates of this file"), N_("FILE") },
    { "pin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->pins,
      N_("Trust the certificate or key with this fingerprint; twice: or with that one"), N_("PIN") },
    { "insecure", 0, 0, G_OPTION_ARG_NONE, &options->insecure, N_("Encrypt, but check nobody"), NULL },
    { "psk-identity", 0, 0, G_OPTION_ARG_STRING, &options->psk_identity, N_("Identity of the pre-shared key"), N_("ID") },
    { "psk-file", 0, 0, G_OPTION_ARG_FILENAME, &options->psk_file, N_("Read the pre-shared key (hex) from this file"), N_("FILE") },
    { "cert", 0, 0, G_OPTION_ARG_FILENAME, &options->cert_file,
      N_("Client certificate: PEM, DER or PKCS#12"), N_("FILE") },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options->key_file,
      N_("Key of the client certificate, unless it is in the same file"), N_("FILE") },
    { "key-passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &options->key_passphrase_file,
      N_("Read the passphrase of the key from this file (else from FERNLIGHT_KEY_PASSPHRASE)"), N_("FILE") },
    { "username", 0, 0, G_OPTION_ARG_STRING, &options->username, N_("User name for the broker"), N_("NAME") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options->password_file,
      N_("Read the password from this file (else from FERNLIGHT_PASSWORD)"), N_("FILE") },
    { "plain-password", 0, 0, G_OPTION_ARG_NONE, &options->plain_password,
      N_("Send the password even without encryption"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionGroup *group = g_option_group_new ("trust", N_("Trust options:"), N_("How the broker proves who it is"), NULL, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  return group;
}

void
fl_cli_broker_options_clear (FlCliBrokerOptions *options)
{
  g_clear_pointer (&options->saved, g_free);
  g_clear_pointer (&options->ca_file, g_free);
  g_clear_pointer (&options->pins, g_strfreev);
  g_clear_pointer (&options->psk_identity, g_free);
  g_clear_pointer (&options->psk_file, g_free);
  g_clear_pointer (&options->cert_file, g_free);
  g_clear_pointer (&options->key_file, g_free);
  g_clear_pointer (&options->key_passphrase_file, g_free);
  g_clear_pointer (&options->username, g_free);
  g_clear_pointer (&options->password_file, g_free);
}

static gboolean
names_trust (const FlCliBrokerOptions *options)
{
  return options->ca_file != NULL || options->pins != NULL || options->insecure || options->psk_identity != NULL ||
         options->psk_file != NULL || options->cert_file != NULL || options->key_file != NULL ||
         options->key_passphrase_file != NULL;
}

/**
 * fl_cli_broker_take_address:
 * @options: as parsed
 * @argc: (inout): how many arguments
 * @argv: (inout): argv[0] and the positional arguments
 * @address: (out) (nullable): BROKER, taken out of @argv; NULL with --saved
 *
 * Returns: FALSE if there is neither BROKER nor --saved
 */
gboolean
fl_cli_broker_take_address (FlCliBrokerOptions  *options,
                            int                 *argc,
                            char               **argv,
                            const char         **address)
{
  *address = NULL;
  if (options->saved != NULL)
    return TRUE;
  if (*argc < 2)
    return FALSE;
  *address = argv[1];
  memmove (argv + 1, argv + 2, sizeof *argv * (size_t) (*argc - 2));
  (*argc)--;
  return TRUE;
}

/* The options that exclude each other, or need each other. */
static gboolean
check_options (const FlCliBrokerOptions  *options,
               GError                   **error)
{
  int n_ways = (options->ca_file != NULL) + (options->pins != NULL) + options->insecure +
               (options->psk_identity != NULL || options->psk_file != NULL);

  if (n_ways > 1)
    g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE,
                 _("Give one of --ca, --pin, --insecure and --psk-identity with --psk-file"));
  else if (options->pins != NULL && g_strv_length (options->pins) > 2)
    g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE,
                 _("Give --pin once, or twice for a planned rotation"));
  else if ((options->psk_identity != NULL) != (options->psk_file != NULL))
    g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE, _("--psk-identity and --psk-file belong together"));
  else if (options->cert_file == NULL && (options->key_file != NULL || options->key_passphrase_file != NULL))
    g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE,
                 _("--key and --key-passphrase-file go with --cert"));
  else if (options->cert_file != NULL && (options->insecure || options->psk_file != NULL))
    g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE,
                 _("A client certificate goes with the system’s CAs, --ca or --pin"));
  else
    return TRUE;
  return FALSE;
}

static FlTrust *
trust_of_ca_file (const char  *path,
                  GError     **error)
{
  g_autoptr(GBytes) bytes = fl_chosen_file_read_path (path, FL_CERTIFICATE_MAX_INPUT, error);
  FlTrust *trust;

  if (bytes == NULL)
    return NULL;
  trust = fl_trust_new_ca (bytes, error);
  if (trust == NULL)
    g_prefix_error (error, "%s: ", path);
  return trust;
}

static FlPin *
parse_pin (const char  *text,
           GError     **error)
{
  g_autoptr(GError) cause = NULL;
  FlPin *pin = fl_pin_parse (text, &cause);

  if (pin == NULL)
    g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE, "--pin: %s", cause->message);
  return pin;
}

static FlTrust *
trust_of_pins (char   **texts,
               GError **error)
{
  g_autoptr(FlPin) pin = parse_pin (texts[0], error);
  g_autoptr(FlPin) second = NULL;
  g_autoptr(FlTrust) trust = NULL;

  if (pin == NULL)
    return NULL;
  trust = fl_trust_new_pin (pin);
  if (texts[1] == NULL)
    return g_steal_pointer (&trust);
  second = parse_pin (texts[1], error);
  return second != NULL ? fl_trust_with_second_pin (trust, second) : NULL;
}

static FlTrust *
trust_of_psk (const char  *identity,
              const char  *path,
              GError     **error)
{
  g_autoptr(FlSecret) hex = fl_secret_new_from_file (path, error);
  g_autoptr(FlSecret) key = NULL;
  FlTrust *trust;

  if (hex == NULL)
    return NULL;
  key = fl_trust_parse_psk (hex, error);
  trust = key == NULL ? NULL : fl_trust_new_psk (identity, key, error);
  if (trust == NULL)
    g_prefix_error (error, "%s: ", path);
  return trust;
}

/* Everything in the file but the end of its last line, which editors add. */
static FlSecret *
read_password (const char  *path,
               GError     **error)
{
  g_autoptr(FlSecret) content = fl_secret_new_from_file (path, error);
  size_t n;
  const char *text;

  if (content == NULL)
    return NULL;
  text = fl_secret_peek (content, &n);
  if (n > 0 && text[n - 1] == '\n')
    n--;
  if (n > 0 && text[n - 1] == '\r')
    n--;
  return fl_secret_new (text, n);
}

/* @path: PEM, DER or PKCS#12; a pipe will do, and nothing of it is left in memory. */
static FlClientFile *
read_client_file (const char  *path,
                  GError     **error)
{
  g_autoptr(GBytes) bytes = fl_chosen_file_read_path (path, FL_CLIENT_FILE_MAX, error);
  FlClientFile *file;

  if (bytes == NULL)
    return NULL;
  file = fl_client_file_parse (bytes, error);
  if (file == NULL)
    g_prefix_error (error, "%s: ", path);
  return file;
}

/* The variable is overwritten even where it is not wanted. */
static gboolean
read_key_passphrase (const FlCliBrokerOptions  *options,
                     FlSecret                 **passphrase,
                     GError                   **error)
{
  g_autoptr(FlSecret) from_environment = fl_secret_new_take_env ("FERNLIGHT_KEY_PASSPHRASE");

  if (options->key_passphrase_file == NULL)
    {
      *passphrase = g_steal_pointer (&from_environment);
      return TRUE;
    }
  *passphrase = read_password (options->key_passphrase_file, error);
  return *passphrase != NULL;
}

static FlTrust *
add_client_certificate (FlTrust                   *trust,
                        const FlCliBrokerOptions  *options,
                        FlSecret                  *passphrase,
                        GError                   **error)
{
  g_autoptr(FlClientFile) certificate = read_client_file (options->cert_file, error);
  g_autoptr(FlClientFile) key = NULL;
  g_autoptr(FlClientIdentity) identity = NULL;
  g_autoptr(GBytes) pem = NULL;
  const char *text;

  if (certificate == NULL)
    return NULL;
  if (options->key_file != NULL)
    key = read_client_file (options->key_file, error);
  if (options->key_file != NULL && key == NULL)
    return NULL;
  identity = fl_client_identity_open (certificate, key, passphrase, error);
  if (identity == NULL)
    {
      g_prefix_error (error, "--cert: ");
      return NULL;
    }
  text = fl_client_identity_get_certificate_pem (identity);
  pem = g_bytes_new (text, strlen (text));
  return fl_trust_with_client_certificate (trust, pem, fl_client_identity_get_key (identity), passphrase, error);
}

static FlTrust *
resolve_trust (const FlCliBrokerOptions  *options,
               gboolean                   tls,
               GError                   **error)
{
  g_autoptr(FlTrust) trust = NULL;
  g_autoptr(FlSecret) passphrase = NULL;

  if (!read_key_passphrase (options, &passphrase, error))
    return NULL;
  if (options->ca_file != NULL)
    trust = trust_of_ca_file (options->ca_file, error);
  else if (options->pins != NULL)
    trust = trust_of_pins (options->pins, error);
  else if (options->psk_file != NULL)
    trust = trust_of_psk (options->psk_identity, options->psk_file, error);
  else if (options->insecure)
    trust = fl_trust_new_insecure ();
  else
    trust = tls ? fl_trust_new_system () : fl_trust_new_plain ();
  if (trust == NULL || options->cert_file == NULL)
    return g_steal_pointer (&trust);
  return add_client_certificate (trust, options, passphrase, error);
}

static gboolean
resolve_credentials (FlCliBroker               *self,
                     const FlCliBrokerOptions  *options,
                     const char                *username_in_url,
                     GError                   **error)
{
  const char *name = options->username != NULL ? options->username : username_in_url;
  g_autoptr(FlSecret) from_environment = fl_secret_new_take_env ("FERNLIGHT_PASSWORD");

  self->username = g_strdup (name);
  if (options->password_file != NULL)
    {
      self->password = read_password (options->password_file, error);
      if (self->password == NULL)
        return FALSE;
    }
  else if (name != NULL)
    self->password = g_steal_pointer (&from_environment);

  if (options->password_file != NULL && name == NULL)
    g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE, _("A password needs a user name: --username"));
  else if (self->password != NULL && fl_trust_get_way (self->trust) == FL_TRUST_PLAIN && !options->plain_password)
    g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE,
                 _("Without TLS anyone on the way can read the password; --plain-password sends it all the same"));
  else
    return TRUE;
  return FALSE;
}

/* Where a service has the user's topics in a place of its own, and none was named. */
static void
take_topics_of_service (FlCliBroker *self)
{
  g_autofree char *base_topic = fl_service_rules_dup_base_topic (fl_service_of_host (fl_endpoint_get_host (self->endpoint)),
                                                                 self->username);

  if (base_topic == NULL || *self->base_topic != '\0')
    return;
  if (strcmp (self->filter, "#") == 0)
    {
      g_free (self->filter);
      self->filter = g_strconcat (base_topic, "/#", NULL);
    }
  g_free (self->base_topic);
  self->base_topic = g_steal_pointer (&base_topic);
}

/**
 * fl_cli_broker_resolve:
 * @address: BROKER as on the command line
 * @options: the TRUST options
 * @error: FL_CLI_BROKER_ERROR_USAGE for what was typed wrongly; files and their contents give their own errors
 *
 * Reads the files that the options name. A plain URL with a trust option is upgraded to TLS.
 *
 * Returns: (transfer full) (nullable): what to connect to
 */
FlCliBroker *
fl_cli_broker_resolve (const char          *address,
                       FlCliBrokerOptions  *options,
                       GError             **error)
{
  g_autoptr(FlCliBroker) self = g_new0 (FlCliBroker, 1);
  g_autoptr(FlMqttUrl) url = NULL;
  g_autoptr(GError) cause = NULL;
  gboolean tls;

  if (!check_options (options, error))
    return NULL;
  url = fl_mqtt_url_parse (address, &cause);
  if (url == NULL)
    {
      g_set_error_literal (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE, cause->message);
      return NULL;
    }
  self->endpoint = fl_endpoint_ref (fl_mqtt_url_get_endpoint (url));
  self->base_topic = g_strdup (fl_mqtt_url_get_base_topic (url));
  self->filter = g_strdup (fl_mqtt_url_get_filter (url));
  tls = fl_mqtt_url_get_tls (url);
  self->is_tls_port = fl_mqtt_url_get_upgraded (url);
  self->upgraded = self->is_tls_port || (!tls && names_trust (options));
  self->trust = resolve_trust (options, tls || self->upgraded, error);
  if (self->trust == NULL || !resolve_credentials (self, options, fl_mqtt_url_get_username (url), error))
    return NULL;
  take_topics_of_service (self);
  return g_steal_pointer (&self);
}

/**
 * fl_cli_broker_find:
 * @address: (nullable): BROKER as on the command line; NULL with --saved
 * @options: --saved and the TRUST options
 * @ring: (out) (optional) (transfer full) (nullable): the keys of a saved broker
 * @error: see fl_cli_broker_resolve()
 *
 * Returns: (transfer full) (nullable): what to connect to
 */
FlCliBroker *
fl_cli_broker_find (const char          *address,
                    FlCliBrokerOptions  *options,
                    FlKeyRing          **ring,
                    GError             **error)
{
  if (ring != NULL)
    *ring = NULL;
  if (options->saved == NULL)
    return fl_cli_broker_resolve (address, options, error);
  if (names_trust (options) || options->username != NULL || options->password_file != NULL || options->plain_password)
    {
      g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE,
                   _("A saved broker has its own trust and sign-in: --saved goes without their options"));
      return NULL;
    }
  return fl_cli_saved_load (NULL, options->saved, ring, error);
}

/**
 * fl_cli_broker_complain:
 * @error: what fl_cli_broker_resolve() gave
 *
 * Prints it as one line on standard error.
 *
 * Returns: the exit status that belongs to it
 */
FlCliStatus
fl_cli_broker_complain (const GError *error)
{
  gboolean is_usage = g_error_matches (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE);

  fl_cli_complain (is_usage ? "usage" : NULL, "%s", error->message);
  return is_usage ? FL_CLI_USAGE : FL_CLI_FAILED;
}

/**
 * fl_cli_broker_prepare:
 * @address: (nullable): BROKER as on the command line; NULL with --saved
 * @options: --saved and the TRUST options
 * @keys: the KEYS options
 * @broker: (out) (transfer full): what to connect to
 * @ring: (out) (transfer full) (nullable): the keys, if any were named
 *
 * Everything that comes before the first thread: reads keys, files and variables, and complains.
 *
 * Returns: FL_CLI_DONE, or the status to exit with
 */
FlCliStatus
fl_cli_broker_prepare (const char          *address,
                       FlCliBrokerOptions  *options,
                       FlCliKeys           *keys,
                       FlCliBroker        **broker,
                       FlKeyRing          **ring)
{
  g_autoptr(FlKeyRing) saved = NULL;
  g_autoptr(GError) error = NULL;

  if (!fl_cli_keys_load (keys, ring, &error))
    {
      fl_cli_complain (NULL, "%s", error->message);
      return FL_CLI_FAILED;
    }
  *broker = fl_cli_broker_find (address, options, &saved, &error);
  if (*broker == NULL)
    return fl_cli_broker_complain (error);
  if (saved != NULL && keys->files == NULL)
    {
      g_clear_pointer (ring, fl_key_ring_unref);
      *ring = g_steal_pointer (&saved);
    }
  return FL_CLI_DONE;
}

static FlLinkSettings *
new_settings (FlCliBroker *self)
{
  g_autoptr(FlLinkSettings) settings = fl_link_settings_new (self->endpoint, self->trust);
  const char *const filters[] = { self->filter, NULL };

  fl_link_settings_set_username (settings, self->username);
  fl_link_settings_set_password (settings, self->password);
  /* Whether a password may go out in the clear was decided when it was read. */
  fl_link_settings_set_allow_plain_password (settings, TRUE);
  fl_link_settings_set_filters (settings, filters);
  fl_link_settings_set_discovery (settings, TRUE);
  fl_link_settings_set_qos (settings, 1);
  return g_steal_pointer (&settings);
}

/**
 * fl_cli_broker_new_settings:
 * @subscribe: whether to subscribe to its filter
 * @qos: the QoS to subscribe with, or −1 for the saved broker's, else 1
 *
 * Returns: (transfer full): the settings of a link to this broker
 */
FlLinkSettings *
fl_cli_broker_new_settings (FlCliBroker *self,
                            gboolean     subscribe,
                            int          qos)
{
  static const char *const nothing[] = { NULL };
  g_autoptr(FlLinkSettings) settings = self->link_settings != NULL ? fl_link_settings_ref (self->link_settings)
                                                                    : new_settings (self);

  if (qos >= 0)
    fl_link_settings_set_qos (settings, qos);
  if (!subscribe)
    fl_link_settings_set_filters (settings, nothing);
  return g_steal_pointer (&settings);
}

void
fl_cli_broker_free (FlCliBroker *self)
{
  g_clear_pointer (&self->link_settings, fl_link_settings_unref);
  g_clear_pointer (&self->device_settings, fl_device_settings_unref);
  g_clear_pointer (&self->base_topic, g_free);
  g_clear_pointer (&self->filter, g_free);
  g_clear_pointer (&self->endpoint, fl_endpoint_unref);
  g_clear_pointer (&self->trust, fl_trust_unref);
  g_clear_pointer (&self->username, g_free);
  g_clear_pointer (&self->password, fl_secret_unref);
  g_free (self);
}
