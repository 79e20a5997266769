/* The texts in the folder of a broker of one's own: mosquitto.conf, README.txt, a device's sheet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-own-broker-text"

#include "config.h"

#include "brokers/fl-own-broker-text.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>

/* Where the files go for the system's mosquitto. */
#define SYSTEM_FOLDER "/etc/mosquitto/fernlight"
#define SYSTEM_CONF   "/etc/mosquitto/conf.d/fernlight.conf"

/* Enough that a sheet is never copied to a larger place, which would leave its secrets behind. */
#define SHEET_SIZE 4096

static void
append_comment (GString    *text,
                const char *comment)
{
  g_auto(GStrv) lines = g_strsplit (comment, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    g_string_append_printf (text, "# %s\n", *line);
}

static void
append_path (GString                *text,
             const char             *option,
             const FlOwnBrokerFacts *facts,
             const char             *name)
{
  g_autofree char *path = g_build_filename (facts->folder, name, NULL);

  g_string_append_printf (text, "%s %s\n", option, path);
}

static void
append_listener (GString                *text,
                 const FlOwnBrokerFacts *facts,
                 guint                   offset,
                 const char             *comment)
{
  g_string_append_c (text, '\n');
  append_comment (text, comment);
  g_string_append_printf (text, "listener %u\nallow_anonymous false\n", facts->port + offset);
}

/**
 * fl_own_broker_text_conf:
 * @facts: of the broker
 *
 * A whole mosquitto.conf: one listener cannot offer a certificate and pre-shared keys, nor ask some clients for
 * certificates and others for passwords, so there are three (mosquitto 2.0, mosquitto.conf(5); tried).
 * Paths are absolute, since mosquitto takes relative ones from where it is started.
 *
 * Returns: (transfer full): the text
 */
char *
fl_own_broker_text_conf (const FlOwnBrokerFacts *facts)
{
  g_autofree char *names = g_strjoinv (", ", (char **) facts->names);
  g_autofree char *title = g_strdup_printf (_("Mosquitto as %s. Written by Fernlight; README.txt beside this file explains it."),
                                            names);
  GString *text = g_string_new (NULL);

  append_comment (text, title);
  g_string_append (text, "\nper_listener_settings true\n");

  append_listener (text, facts, 0, _("The broker proves itself with its certificate, clients with user name and password."));
  append_path (text, "certfile", facts, FL_OWN_BROKER_SERVER);
  append_path (text, "keyfile", facts, FL_OWN_BROKER_SERVER_KEY);
  append_path (text, "password_file", facts, FL_OWN_BROKER_PASSWORD_FILE);

  append_listener (text, facts, 1, _("Clients prove themselves with a certificate of the same authority; its common name is the user."));
  append_path (text, "cafile", facts, FL_OWN_BROKER_CA);
  append_path (text, "certfile", facts, FL_OWN_BROKER_SERVER);
  append_path (text, "keyfile", facts, FL_OWN_BROKER_SERVER_KEY);
  g_string_append (text, "require_certificate true\nuse_identity_as_username true\n");

  append_listener (text, facts, 2, _("Both prove that they know the same key; its identity is the user. There are no certificates."));
  g_string_append (text, "psk_hint fernlight\n");
  append_path (text, "psk_file", facts, FL_OWN_BROKER_PSK_FILE);
  g_string_append (text, "use_identity_as_username true\n");
  return g_string_free (text, FALSE);
}

/* The path as sed takes it between two '|', and as one word for the shell. */
static char *
quote_for_sed (const char *path)
{
  GString *script = g_string_new ("s|");
  g_autofree char *text = NULL;

  for (const char *c = path; *c != '\0'; c++)
    {
      if (strchr ("\\.*[]^$|", *c) != NULL)
        g_string_append_c (script, '\\');
      g_string_append_c (script, *c);
    }
  g_string_append (script, "/|" SYSTEM_FOLDER "/|");
  text = g_string_free (script, FALSE);
  return g_shell_quote (text);
}

/**
 * fl_own_broker_text_system_lines:
 * @folder: the folder's absolute path
 *
 * What to run so that the system's service serves the folder: it starts as root but reads as the user mosquitto.
 *
 * Returns: (transfer full): lines for a shell, without a line end after the last
 */
char *
fl_own_broker_text_system_lines (const char *folder)
{
  g_autofree char *quoted = g_shell_quote (folder);
  g_autofree char *script = quote_for_sed (folder);

  return g_strdup_printf ("cd %s\n"
                          "sudo mkdir -m 700 " SYSTEM_FOLDER "\n"
                          "sudo cp ca.crt server.crt server.key psk_file password_file " SYSTEM_FOLDER "/\n"
                          "sudo chown -R mosquitto: " SYSTEM_FOLDER "\n"
                          "sed %s mosquitto.conf | sudo tee " SYSTEM_CONF " >/dev/null\n"
                          "sudo systemctl restart mosquitto",
                          quoted, script);
}

/**
 * fl_own_broker_text_start_line:
 * @folder: the folder's absolute path
 *
 * Returns: (transfer full): what the user runs to start the broker there
 */
char *
fl_own_broker_text_start_line (const char *folder)
{
  g_autofree char *conf = g_build_filename (folder, FL_OWN_BROKER_CONF, NULL);
  g_autofree char *quoted = g_shell_quote (conf);

  return g_strconcat ("mosquitto -c ", quoted, NULL);
}

static void
append_heading (GString    *text,
                const char *heading)
{
  g_string_append_printf (text, "\n%s\n", heading);
}

static void
append_file (GString    *text,
             const char *name,
             const char *meaning)
{
  g_string_append_printf (text, "  %-20s %s\n", name, meaning);
}

static void
append_files (GString *text)
{
  append_heading (text, _("The files"));
  append_file (text, FL_OWN_BROKER_CA, _("the authority’s certificate, for every device and for Fernlight; public"));
  append_file (text, FL_OWN_BROKER_CA_KEY, _("SECRET: makes certificates that all of them trust; the broker does not need it"));
  append_file (text, FL_OWN_BROKER_SERVER, _("the broker’s certificate; public"));
  append_file (text, FL_OWN_BROKER_SERVER_KEY, _("SECRET: its key"));
  append_file (text, _("DEVICE.txt"), _("SECRET: what to put into the sketch of DEVICE: password, pre-shared key"));
  append_file (text, _("DEVICE.crt"), _("the certificate of DEVICE; public"));
  append_file (text, _("DEVICE.key"), _("SECRET: its key"));
  append_file (text, FL_OWN_BROKER_USER_PASSWORD, _("SECRET: the password of the user “fernlight”, for Fernlight itself"));
  append_file (text, FL_OWN_BROKER_PASSWORD_FILE, _("for mosquitto: every user, with a hash of the password"));
  append_file (text, FL_OWN_BROKER_PSK_FILE, _("SECRET: for mosquitto: every device’s pre-shared key"));
  append_file (text, FL_OWN_BROKER_CONF, _("for mosquitto: all it has to be told"));
}

static void
append_port (GString    *text,
             guint       port,
             const char *meaning)
{
  g_string_append_printf (text, "  %u  %s\n", port, meaning);
}

static void
append_system_lines (GString    *text,
                     const char *folder)
{
  g_autofree char *all = fl_own_broker_text_system_lines (folder);
  g_auto(GStrv) lines = g_strsplit (all, "\n", -1);

  append_heading (text, _("Or let the system start it always"));
  for (char **line = lines; *line != NULL; line++)
    g_string_append_printf (text, "  %s\n", *line);
}

/* A name as a URL's host. */
static char *
to_url_host (const char *name)
{
  return strchr (name, ':') != NULL ? g_strdup_printf ("[%s]", name) : g_strdup (name);
}

static void
append_later (GString    *text,
              const char *quoted)
{
  append_heading (text, _("Later"));
  g_string_append_printf (text, "  %s\n    fernlight-cli certs %s --add-device NAME\n",
                          _("One more device; then copy psk_file and password_file again and restart mosquitto:"), quoted);
  g_string_append_printf (text, "  %s\n    fernlight-cli certs %s --renew\n",
                          _("A new certificate for the broker with the same key, so that pins of the key still hold:"), quoted);
  g_string_append_printf (text, "  %s\n    fernlight-cli certs %s --renew --new-key\n",
                          _("The same with a new key, if somebody may have seen the old one:"), quoted);
}

/**
 * fl_own_broker_text_readme:
 * @facts: of the broker
 *
 * Returns: (transfer full): what the files are and the lines to run, in the user's language; no secret
 */
char *
fl_own_broker_text_readme (const FlOwnBrokerFacts *facts)
{
  g_autofree char *names = g_strjoinv (", ", (char **) facts->names);
  g_autofree char *quoted = g_shell_quote (facts->folder);
  g_autofree char *host = to_url_host (facts->names[0]);
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (facts->not_after);
  g_autofree char *until = date != NULL ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("?");
  g_autofree char *start = fl_own_broker_text_start_line (facts->folder);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("Certificates and keys for the MQTT broker %s. Its certificate is good until %s."),
                          names, until);
  g_string_append_c (text, '\n');
  append_heading (text, _("Start the broker"));
  g_string_append_printf (text, "  %s\n", start);
  append_system_lines (text, facts->folder);
  append_heading (text, _("The ports"));
  append_port (text, facts->port, _("user name and password; ca.crt in the sketch (ESP8266 and ESP32)"));
  append_port (text, facts->port + 1u, _("certificate and key of the device; ca.crt in the sketch (ESP8266 and ESP32)"));
  append_port (text, facts->port + 2u, _("pre-shared key (ESP32)"));
  append_files (text);
  append_heading (text, _("Watch it"));
  g_string_append_printf (text, "  cd %s\n  fernlight-cli watch mqtts://%s:%u --ca ca.crt --username %s --password-file %s\n",
                          quoted, host, facts->port, FL_OWN_BROKER_USER, FL_OWN_BROKER_USER_PASSWORD);
  append_later (text, quoted);
  return g_string_free (text, FALSE);
}

static void
append_secret (GString  *text,
               FlSecret *secret)
{
  size_t n;
  const char *bytes = fl_secret_peek (secret, &n);

  g_string_append_len (text, bytes, (gssize) n);
}

static void
append_entry (GString    *text,
              const char *label,
              const char *value)
{
  g_string_append_printf (text, "  %-12s %s", label, value);
}

/**
 * fl_own_broker_text_sheet:
 * @device: its name
 * @port: the first of the broker's three
 * @password: its password
 * @psk_hex: its pre-shared key in hexadecimal
 *
 * What belongs into one device's sketch, for each of the three ports.
 *
 * Returns: (transfer full): the text
 */
FlSecret *
fl_own_broker_text_sheet (const char *device,
                          guint16     port,
                          FlSecret   *password,
                          FlSecret   *psk_hex)
{
  g_autofree char *title = g_strdup_printf (_("For the sketch of %s. Secret: whoever reads this can sign in as %s."),
                                            device, device);
  g_autofree char *first = g_strdup_printf (_("Port %u, with the authority’s certificate in ca.crt:"), port);
  g_autofree char *second = g_strdup_printf (_("Port %u, with ca.crt and instead of a password:"), port + 1u);
  g_autofree char *third = g_strdup_printf (_("Port %u, ESP32 only, instead of all certificates:"), port + 2u);
  GString *text = g_string_sized_new (SHEET_SIZE);
  FlSecret *sheet;

  g_string_append_printf (text, "%s\n\n%s\n", title, first);
  append_entry (text, _("User name"), device);
  g_string_append_c (text, '\n');
  append_entry (text, _("Password"), "");
  append_secret (text, password);
  g_string_append_printf (text, "\n\n%s\n", second);
  append_entry (text, _("Certificate"), device);
  g_string_append (text, FL_OWN_BROKER_CERTIFICATE_END "\n");
  append_entry (text, _("Key"), device);
  g_string_append_printf (text, FL_OWN_BROKER_KEY_END "\n\n%s\n", third);
  g_string_append_printf (text, "  client.setPreSharedKey(\"%s\", \"", device);
  append_secret (text, psk_hex);
  g_string_append_printf (text, "\");\n%s\n  %s:", _("and in the broker’s psk_file:"), device);
  append_secret (text, psk_hex);
  g_string_append_c (text, '\n');

  sheet = fl_secret_new (text->str, text->len);
  OPENSSL_cleanse (text->str, text->allocated_len);
  g_string_free (text, TRUE);
  return sheet;
}

/**
 * fl_own_broker_text_port:
 * @conf: a mosquitto.conf
 *
 * Returns: the port of its first listener; 0 if it has none
 */
guint16
fl_own_broker_text_port (const char *conf)
{
  g_auto(GStrv) lines = g_strsplit (conf, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      guint64 port;

      if (g_str_has_prefix (*line, "listener "))
        {
          port = g_ascii_strtoull (*line + strlen ("listener "), NULL, 10);
          return port <= G_MAXUINT16 ? (guint16) port : 0;
        }
    }
  return 0;
}
