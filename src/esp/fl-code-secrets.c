/* Passwords and keys that stand in the source: where, of which kind, never what they are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-code-secrets"

#include "config.h"

#include "esp/fl-code-secrets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crypto/fl-fernet-key.h"
#include "esp/fl-finding.h"

#define FERNET_LENGTH 44
#define AIO_PREFIX    "aio_"
#define AIO_LENGTH    32
#define MAX_SECRETS   50
/* Longest password that is looked at. */
#define MAX_LENGTH    4096
#define MIN_RANDOM    16

typedef enum
{
  SECRET_NONE,
  SECRET_WIFI,
  SECRET_AIO_KEY,
  SECRET_PASSWORD,
  SECRET_FERNET_KEY,
  SECRET_PSK,
  SECRET_PRIVATE_KEY,
  SECRET_KEY,
} SecretKind;

static const struct { SecretKind kind; const char *code; const char *sentence; } kinds[] = {
  { SECRET_WIFI, "secret-wifi", N_("The Wi-Fi password stands here for everybody who gets this file.") },
  { SECRET_AIO_KEY, "secret-aio-key", N_("The Adafruit IO key stands here: with it anybody reads and writes all your feeds.") },
  { SECRET_PASSWORD, "secret-password", N_("The broker’s password stands here for everybody who gets this file.") },
  { SECRET_FERNET_KEY, "secret-fernet-key", N_("A Fernet key stands here: with it anybody reads and forges your payloads.") },
  { SECRET_PSK, "secret-psk", N_("The pre-shared key stands here for everybody who gets this file.") },
  { SECRET_PRIVATE_KEY, "secret-private-key", N_("A private key stands here: with it anybody is this device.") },
  { SECRET_KEY, "secret-key", N_("A key or token stands here for everybody who gets this file.") },
};

/* Which call takes which secret as which of its arguments. */
static const struct { const char *call; guint argument; SecretKind kind; } calls[] = {
  { "begin", 1, SECRET_WIFI }, { "addAP", 1, SECRET_WIFI }, { "setPreSharedKey", 1, SECRET_PSK },
  { "setUsernamePassword", 1, SECRET_PASSWORD }, { "username_pw_set", 1, SECRET_PASSWORD }, { "setCredentials", 1, SECRET_PASSWORD },
  { "connect", 2, SECRET_PASSWORD }, { "Fernet", 0, SECRET_FERNET_KEY },
};

/* In this order: the first part of a name that fits says the kind. */
static const struct { const char *part; SecretKind kind; gboolean is_vague; } names[] = {
  { "aio_key", SECRET_AIO_KEY, FALSE }, { "io_key", SECRET_AIO_KEY, FALSE },
  { "fernet", SECRET_FERNET_KEY, FALSE }, { "cypher_key", SECRET_FERNET_KEY, TRUE }, { "cipher_key", SECRET_FERNET_KEY, TRUE },
  { "psk", SECRET_PSK, TRUE },
  { "wifi_pass", SECRET_WIFI, FALSE }, { "wlan_pass", SECRET_WIFI, FALSE }, { "wifipass", SECRET_WIFI, FALSE },
  { "sta_pass", SECRET_WIFI, FALSE }, { "ssid_pass", SECRET_WIFI, FALSE }, { "wifi_pwd", SECRET_WIFI, FALSE },
  { "mqtt_pass", SECRET_PASSWORD, FALSE }, { "mqttpass", SECRET_PASSWORD, FALSE }, { "mqtt_pwd", SECRET_PASSWORD, FALSE },
  { "broker_pass", SECRET_PASSWORD, FALSE }, { "passw", SECRET_PASSWORD, FALSE }, { "passphrase", SECRET_PASSWORD, FALSE },
  { "_pass", SECRET_PASSWORD, FALSE }, { "pwd", SECRET_PASSWORD, FALSE },
  { "api_key", SECRET_KEY, FALSE }, { "secret", SECRET_KEY, TRUE }, { "token", SECRET_KEY, TRUE }, { "key", SECRET_KEY, TRUE },
};

/* What documents print for the reader to replace, and what is no secret. */
static const char *const placeholders[] = {
  "password", "pass", "passwd", "passphrase", "secret", "key", "ssid", "adafruit_key", "aio_key", "changeme", "none", "null", "test",
  "wifi_password", "mqtt_password", NULL,
};

static gboolean
is_placeholder (const char *value)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);

  for (guint i = 0; placeholders[i] != NULL; i++)
    if (g_str_equal (lower, placeholders[i]))
      return TRUE;
  return strlen (value) < 3 || strstr (lower, "your") != NULL || strstr (lower, "...") != NULL || strchr (value, '<') != NULL
         || strspn (lower, "x*-_. ") == strlen (lower);
}

/* Without the words and dots of topics and texts: a key. */
static gboolean
is_random (const char *value)
{
  gboolean has_digit = FALSE;

  for (const char *c = value; *c != '\0'; c++)
    {
      has_digit = has_digit || g_ascii_isdigit (*c);
      if (!g_ascii_isalnum (*c) && strchr ("+/=-_", *c) == NULL)
        return FALSE;
    }
  return has_digit && strlen (value) >= MIN_RANDOM;
}

static gboolean
is_fernet (const char *value)
{
  g_autoptr(FlFernetKey) key = strlen (value) == FERNET_LENGTH ? fl_fernet_key_parse (value, -1, NULL) : NULL;

  return key != NULL;
}

/* What the value alone gives away. */
static SecretKind
kind_of_value (const char *value)
{
  if (strstr (value, "PRIVATE KEY-----") != NULL)
    return SECRET_PRIVATE_KEY;
  if (g_str_has_prefix (value, AIO_PREFIX) && strlen (value) == AIO_LENGTH)
    return SECRET_AIO_KEY;
  return is_fernet (value) ? SECRET_FERNET_KEY : SECRET_NONE;
}

static SecretKind
kind_of_name (const FlCode *code,
              guint         at,
              const char   *value)
{
  g_autofree char *name = fl_code_name_of (code, at);
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; lower != NULL && i < G_N_ELEMENTS (names); i++)
    if (strstr (lower, names[i].part) != NULL)
      return !names[i].is_vague || is_random (value) ? names[i].kind : SECRET_NONE;
  if (lower != NULL && (g_str_equal (lower, "pass") || g_str_equal (lower, "pw")))
    return SECRET_PASSWORD;
  return SECRET_NONE;
}

/* A password's name does not say whose it is; that WiFi.begin() takes it by its name does. */
static gboolean
is_given_to_wifi (const FlCode *code,
                  guint         at)
{
  static const char *const begins[] = { "begin", "addAP", NULL };
  g_autofree char *name = fl_code_name_of (code, at);
  guint n_calls = 0;

  for (guint i = fl_code_find_call (code, 0, begins); name != NULL && i != FL_CODE_NONE && n_calls < MAX_SECRETS;
       i = fl_code_find_call (code, i + 1, begins), n_calls++)
    if (fl_code_is (code, fl_code_argument (code, i + 1, 1), name))
      return TRUE;
  return FALSE;
}

/* A string handed to a function. */
static SecretKind
kind_of_call (const FlCode *code,
              guint         at)
{
  guint open = at;

  while (open > 0 && at - open < 24 && !fl_code_is (code, open, "(") && !fl_code_is (code, open, ";"))
    open--;
  for (guint i = 0; i < G_N_ELEMENTS (calls) && open > 0 && fl_code_is (code, open, "("); i++)
    if (fl_code_is (code, open - 1, calls[i].call) && fl_code_argument (code, open, calls[i].argument) == at)
      return calls[i].kind;
  return SECRET_NONE;
}

static SecretKind
find_kind (const FlCode *code,
           guint         at,
           const char   *value)
{
  SecretKind kind = is_placeholder (value) ? SECRET_NONE : kind_of_value (value);

  if (kind != SECRET_NONE || is_placeholder (value))
    return kind;
  kind = kind_of_call (code, at);
  if (kind == SECRET_NONE)
    kind = kind_of_name (code, at, value);
  return kind == SECRET_PASSWORD && is_given_to_wifi (code, at) ? SECRET_WIFI : kind;
}

/* (nullable): where everybody can read it */
static const char *
publication_of (const char *value)
{
  g_autoptr(FlFernetKey) key = strlen (value) == FERNET_LENGTH ? fl_fernet_key_parse (value, -1, NULL) : NULL;

  return key != NULL ? fl_fernet_key_get_publication (key) : NULL;
}

static void
add (GPtrArray  *findings,
     SecretKind  kind,
     guint       line,
     const char *value)
{
  const char *publication = publication_of (value);
  g_autofree char *sentence = NULL;

  if (publication != NULL)
    {
      /* Translators: “printed in a public MQTT course” */
      sentence = g_strdup_printf (_("This Fernet key is %s: everybody has it, it protects nothing."), publication);
      g_ptr_array_add (findings, fl_finding_new ("secret-public", FL_SECURITY_TONE_BAD, line, sentence,
                                                 _("Make a key of your own, and give it to the program from outside.")));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == kind)
      g_ptr_array_add (findings,
                       fl_finding_new (kinds[i].code, FL_SECURITY_TONE_CAUTION, line, _(kinds[i].sentence),
                                       _("Keep it in a file of its own that is not passed on, and take it out before you share this.")));
}

/* Adds what was found to @findings (element-type FlFinding). Any thread. */
void
fl_code_secrets_find (const FlCode *code,
                      GPtrArray    *findings)
{
  guint n_found = 0;

  g_return_if_fail (code != NULL && findings != NULL);

  for (guint i = 0; i < code->tokens->len && n_found < MAX_SECRETS; i++)
    {
      const FlCodeToken *token = fl_code_get (code, i);
      g_autofree char *value = NULL;
      SecretKind kind;

      if (token->kind != FL_CODE_TOKEN_STRING || token->body_length == 0 || token->body_length > MAX_LENGTH)
        continue;
      value = fl_code_token_body (token, code->text);
      kind = find_kind (code, i, value);
      if (kind == SECRET_NONE)
        continue;
      add (findings, kind, token->line, value);
      n_found++;
    }
}
