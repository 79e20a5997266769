/* What a person types as a broker's address: host, port, whether TLS, base topic, user name.
 *
 * No error repeats what was typed: it may hold a password.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-mqtt-url"

#include "config.h"

#include "mqtt/fl-mqtt-url.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <string.h>

/* An MQTT string's length is two bytes on the wire (MQTT 5.0, section 1.5.4). */
#define MAX_TOPIC 65535
/* The longest a name can be in DNS (RFC 1035, section 2.3.4), and one label of it. */
#define MAX_HOST 253
#define MAX_LABEL 63
/* Each byte of a topic may be %-escaped, beside scheme, user name and host. */
#define MAX_TEXT (3 * MAX_TOPIC + 1024)

struct _FlMqttUrl
{
  FlEndpoint *endpoint;
  gboolean    tls;
  gboolean    upgraded;
  gboolean    has_scheme;
  char       *base_topic;
  char       *filter;
  char       *username;
};

static const struct
{
  const char *name;
  gboolean    tls;
} schemes[] = {
  { "mqtt", FALSE },
  { "tcp", FALSE },
  { "mqtts", TRUE },
  { "ssl", TRUE },
  { "tls", TRUE },
};

G_DEFINE_QUARK (fl-mqtt-url-error-quark, fl_mqtt_url_error)
G_DEFINE_BOXED_TYPE (FlMqttUrl, fl_mqtt_url, fl_mqtt_url_ref, fl_mqtt_url_unref)

static gboolean
fail (GError         **error,
      FlMqttUrlError   code,
      const char      *message)
{
  g_set_error_literal (error, FL_MQTT_URL_ERROR, (int) code, message);
  return FALSE;
}

static gboolean
is_clean_text (const char *text,
               size_t      n)
{
  if (memchr (text, '\0', n) != NULL || !g_utf8_validate (text, (gssize) n, NULL))
    return FALSE;
  for (const char *p = text; p < text + n; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* Returns: NULL if an escape is broken or what comes out is no clean text */
static char *
unescape (const char *text,
          size_t      n)
{
  g_autoptr(GString) out = g_string_sized_new (n);

  for (size_t i = 0; i < n; i++)
    {
      if (text[i] != '%')
        g_string_append_c (out, text[i]);
      else if (i + 2 < n && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
        {
          int byte = g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]);

          g_string_append_c (out, (char) byte);
          i += 2;
        }
      else
        return NULL;
    }
  if (!is_clean_text (out->str, out->len))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Eats "scheme://" from the front of *text. */
static gboolean
take_scheme (FlMqttUrl   *self,
             const char **text,
             GError     **error)
{
  const char *end = strstr (*text, "://");
  const char *slash = strchr (*text, '/');

  self->tls = TRUE;
  if (end == NULL || slash != end + 1)
    return TRUE;

  for (size_t i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      size_t n = strlen (schemes[i].name);

      if ((size_t) (end - *text) == n && g_ascii_strncasecmp (*text, schemes[i].name, n) == 0)
        {
          self->tls = schemes[i].tls;
          self->has_scheme = TRUE;
          *text = end + 3;
          return TRUE;
        }
    }
  if (g_ascii_strncasecmp (*text, "ws", 2) == 0)
    return fail (error, FL_MQTT_URL_ERROR_SCHEME, _("MQTT over WebSocket is not supported"));
  return fail (error, FL_MQTT_URL_ERROR_SCHEME, _("An MQTT address begins with mqtts:// or mqtt://"));
}

/* Eats "user@" from the front of *authority. */
static gboolean
take_username (FlMqttUrl   *self,
               const char **authority,
               size_t      *n,
               GError     **error)
{
  const char *at = memrchr (*authority, '@', *n);
  const char *colon;
  size_t n_user;

  if (at == NULL)
    return TRUE;
  n_user = (size_t) (at - *authority);
  colon = memchr (*authority, ':', n_user);
  if (colon != NULL && colon + 1 < at)
    return fail (error, FL_MQTT_URL_ERROR_PASSWORD,
                 _("There is a password in this address. Remove it: it is asked for separately"));
  if (colon != NULL)
    n_user = (size_t) (colon - *authority);
  self->username = unescape (*authority, n_user);
  if (self->username == NULL)
    return fail (error, FL_MQTT_URL_ERROR_ENCODING, _("The user name in this address cannot be read"));
  if (*self->username == '\0')
    g_clear_pointer (&self->username, g_free);
  *n -= (size_t) (at + 1 - *authority);
  *authority = at + 1;
  return TRUE;
}

static gboolean
is_host_name (const char *host)
{
  size_t n_label = 0;

  if (*host == '\0' || strlen (host) > MAX_HOST)
    return FALSE;
  for (const char *p = host; *p != '\0'; p++)
    {
      if (*p == '.' && n_label == 0)
        return FALSE;
      if (*p != '.' && *p != '-' && *p != '_' && !g_ascii_isalnum (*p))
        return FALSE;
      n_label = *p == '.' ? 0 : n_label + 1;
      if (n_label > MAX_LABEL)
        return FALSE;
    }
  return TRUE;
}

/* Returns: the name as DNS and certificates have it: lower case, ASCII, no dot at the end; NULL if it is none */
static char *
normalize_host (const char *text,
                size_t      n)
{
  g_autofree char *typed = g_strndup (text, n);
  g_autofree char *ascii = NULL;

  if (n > 1 && typed[n - 1] == '.')
    typed[n - 1] = '\0';
  ascii = g_hostname_to_ascii (typed);
  if (ascii == NULL || !is_host_name (ascii))
    return NULL;
  return g_ascii_strdown (ascii, -1);
}

/* Returns: an IPv6 address as written, or NULL */
static char *
normalize_ipv6 (const char *text,
                size_t      n)
{
  g_autofree char *typed = g_strndup (text, n);
  g_autoptr(GInetAddress) address = NULL;

  if (strchr (typed, ':') == NULL || strchr (typed, '%') != NULL)
    return NULL;
  address = g_inet_address_new_from_string (typed);
  return address != NULL ? g_inet_address_to_string (address) : NULL;
}

static gboolean
parse_port (const char  *text,
            size_t       n,
            guint16     *port,
            GError     **error)
{
  unsigned value = 0;

  for (size_t i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]) || n > 5)
        return fail (error, FL_MQTT_URL_ERROR_PORT, _("The port is a number from 1 to 65535"));
      value = value * 10 + (unsigned) g_ascii_digit_value (text[i]);
    }
  if (value < 1 || value > G_MAXUINT16)
    return fail (error, FL_MQTT_URL_ERROR_PORT, _("The port is a number from 1 to 65535"));
  *port = (guint16) value;
  return TRUE;
}

/* Splits "host", "host:port", "[v6]", "[v6]:port" or a bare IPv6 address. *port is NULL where there is none. */
static char *
split_host (const char  *text,
            size_t       n,
            const char **port)
{
  const char *close = n > 0 && text[0] == '[' ? memchr (text, ']', n) : NULL;
  const char *colon;
  char *bare;

  *port = NULL;
  if (close != NULL)
    {
      if (close + 1 < text + n && close[1] != ':')
        return NULL;
      if (close + 1 < text + n)
        *port = close + 2;
      return normalize_ipv6 (text + 1, (size_t) (close - text - 1));
    }
  bare = normalize_ipv6 (text, n);
  if (bare != NULL)
    return bare;
  colon = memchr (text, ':', n);
  if (colon != NULL)
    *port = colon + 1;
  return normalize_host (text, colon != NULL ? (size_t) (colon - text) : n);
}

static gboolean
parse_authority (FlMqttUrl   *self,
                 const char  *text,
                 size_t       n,
                 gboolean     at_later,
                 GError     **error)
{
  g_autofree char *host = NULL;
  const char *port_text;
  guint16 port = self->tls ? FL_MQTT_URL_PORT_TLS : FL_MQTT_URL_PORT_PLAIN;

  if (!take_username (self, &text, &n, error))
    return FALSE;
  host = split_host (text, n, &port_text);
  if (port_text != NULL && !parse_port (port_text, (size_t) (text + n - port_text), &port, error))
    {
      /* "user:pass/word@host": what looks like a port is the beginning of a password. */
      if (!at_later)
        return FALSE;
      g_clear_error (error);
      return fail (error, FL_MQTT_URL_ERROR_PASSWORD,
                   _("There is a password in this address. Remove it: it is asked for separately"));
    }
  if (host == NULL)
    return fail (error, FL_MQTT_URL_ERROR_HOST, _("There is no host name in this address that could be looked up"));
  if (!self->tls && port == FL_MQTT_URL_PORT_TLS)
    {
      self->tls = TRUE;
      self->upgraded = TRUE;
    }
  self->endpoint = fl_endpoint_new (host, port);
  return TRUE;
}

/* MQTT 5.0, section 4.7.1: '#' is a whole level and the last, '+' a whole level. */
static gboolean
is_valid_filter (char **levels)
{
  for (guint i = 0; levels[i] != NULL; i++)
    {
      gboolean is_whole = levels[i][0] != '\0' && levels[i][1] == '\0';

      if (strchr (levels[i], '#') != NULL && (!is_whole || levels[i + 1] != NULL))
        return FALSE;
      if (strchr (levels[i], '+') != NULL && !is_whole)
        return FALSE;
    }
  return TRUE;
}

/* Returns: the levels before the first wildcard */
static char *
literal_prefix (char **levels)
{
  g_autoptr(GString) prefix = g_string_new (NULL);

  for (guint i = 0; levels[i] != NULL && strpbrk (levels[i], "+#") == NULL; i++)
    {
      if (i > 0)
        g_string_append_c (prefix, '/');
      g_string_append (prefix, levels[i]);
    }
  return g_string_free (g_steal_pointer (&prefix), FALSE);
}

static gboolean
parse_topic (FlMqttUrl   *self,
             const char  *path,
             GError     **error)
{
  g_autofree char *topic = unescape (path, strlen (path));
  g_auto(GStrv) levels = NULL;
  size_t n;

  if (topic == NULL)
    return fail (error, FL_MQTT_URL_ERROR_ENCODING, _("The topic in this address cannot be read"));
  n = strlen (topic);
  if (n > 0 && topic[n - 1] == '/')
    topic[--n] = '\0';
  if (n + strlen ("/#") > MAX_TOPIC)
    return fail (error, FL_MQTT_URL_ERROR_TOO_LONG, _("A topic has at most 65535 bytes"));

  if (strpbrk (topic, "+#") == NULL)
    {
      self->filter = n > 0 ? g_strconcat (topic, "/#", NULL) : g_strdup ("#");
      self->base_topic = g_steal_pointer (&topic);
      return TRUE;
    }
  levels = g_strsplit (topic, "/", -1);
  if (!is_valid_filter (levels))
    return fail (error, FL_MQTT_URL_ERROR_TOPIC,
                 _("In a topic, + and # stand alone between slashes, and # only at the end"));
  self->base_topic = literal_prefix (levels);
  self->filter = g_steal_pointer (&topic);
  return TRUE;
}

static void
clear_url (FlMqttUrl *self)
{
  g_clear_pointer (&self->endpoint, fl_endpoint_unref);
  g_free (self->base_topic);
  g_free (self->filter);
  g_free (self->username);
}

static gboolean
parse_into (FlMqttUrl   *self,
            const char  *text,
            GError     **error)
{
  const char *slash;
  size_t n_authority;

  if (*text == '\0')
    return fail (error, FL_MQTT_URL_ERROR_EMPTY, _("Type the broker’s host name or address"));
  if (!take_scheme (self, &text, error))
    return FALSE;
  slash = strchr (text, '/');
  n_authority = slash != NULL ? (size_t) (slash - text) : strlen (text);
  if (!parse_authority (self, text, n_authority, strchr (text + n_authority, '@') != NULL, error))
    return FALSE;
  return parse_topic (self, slash != NULL ? slash + 1 : "", error);
}

/**
 * fl_mqtt_url_parse:
 * @text: `host`, `host:port`, `mqtt://…` or `tcp://…` (no TLS, 1883), `mqtts://…`, `ssl://…` or `tls://…`
 *   (TLS, 8883); before the host `user@`, after it `/base/topic` or `/topic/+/filter/#`; %-escapes are undone
 *
 * Without a scheme it is TLS, port 8883. `mqtt://` to port 8883 is TLS too (see fl_mqtt_url_get_upgraded()).
 *
 * Returns: (transfer full): the address, or %NULL with #FlMqttUrlError; no message repeats @text
 */
FlMqttUrl *
fl_mqtt_url_parse (const char  *text,
                   GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return fl_mqtt_url_parse_bytes (text, strlen (text), error);
}

/**
 * fl_mqtt_url_parse_bytes:
 * @text: (array length=n_text): as in fl_mqtt_url_parse(), but may hold anything
 *
 * Returns: (transfer full): the address, or %NULL with #FlMqttUrlError
 */
FlMqttUrl *
fl_mqtt_url_parse_bytes (const char  *text,
                         size_t       n_text,
                         GError     **error)
{
  g_autofree char *trimmed = NULL;
  g_autoptr(FlMqttUrl) self = NULL;

  g_return_val_if_fail (text != NULL || n_text == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  while (n_text > 0 && g_ascii_isspace (text[n_text - 1]))
    n_text--;
  while (n_text > 0 && g_ascii_isspace (*text))
    text++, n_text--;
  if (n_text > MAX_TEXT)
    {
      fail (error, FL_MQTT_URL_ERROR_TOO_LONG, _("This address is longer than any can be"));
      return NULL;
    }
  if (n_text > 0 && !is_clean_text (text, n_text))
    {
      fail (error, FL_MQTT_URL_ERROR_ENCODING, _("There are control characters in this address"));
      return NULL;
    }
  trimmed = g_strndup (n_text > 0 ? text : "", n_text);
  self = g_atomic_rc_box_new0 (FlMqttUrl);
  if (!parse_into (self, trimmed, error))
    return NULL;
  return g_steal_pointer (&self);
}

FlMqttUrl *
fl_mqtt_url_ref (FlMqttUrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
fl_mqtt_url_unref (FlMqttUrl *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear_url);
}

/** fl_mqtt_url_get_endpoint: Returns: (transfer none): host (lower case, ASCII; IPv6 without brackets) and port */
FlEndpoint *
fl_mqtt_url_get_endpoint (FlMqttUrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->endpoint;
}

/** fl_mqtt_url_get_tls: whether to connect with TLS. */
gboolean
fl_mqtt_url_get_tls (FlMqttUrl *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->tls;
}

/** fl_mqtt_url_get_upgraded: whether the address said no TLS, but its port, 8883, is TLS's. To be said once. */
gboolean
fl_mqtt_url_get_upgraded (FlMqttUrl *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->upgraded;
}

/** fl_mqtt_url_has_scheme: whether TLS or not was said, rather than assumed. */
gboolean
fl_mqtt_url_has_scheme (FlMqttUrl *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_scheme;
}

/**
 * fl_mqtt_url_get_base_topic:
 *
 * Returns: (transfer none): the path without the slashes around it; of a filter the levels before its first
 *   wildcard; maybe ""
 */
const char *
fl_mqtt_url_get_base_topic (FlMqttUrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->base_topic;
}

/** fl_mqtt_url_get_filter: `base/#`, or the path itself if it holds + or #, or `#`. */
const char *
fl_mqtt_url_get_filter (FlMqttUrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->filter;
}

/** fl_mqtt_url_get_username: Returns: (nullable) (transfer none): the user name, unescaped */
const char *
fl_mqtt_url_get_username (FlMqttUrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->username;
}
