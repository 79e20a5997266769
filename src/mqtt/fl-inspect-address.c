/* What a person types to have any TLS server looked at: a host, host:port, or a URL of something that speaks TLS.
 *
 * Host and port are read as those of a broker's address; this file knows the other schemes and their ports. No error repeats
 * what was typed: it may hold a password.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-inspect-address"

#include "config.h"

#include "mqtt/fl-inspect-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The ports are those that IANA has assigned to the protocol over TLS. */
static const struct
{
  const char *name;
  guint16     port;
} schemes[] = {
  { "https", 443 }, { "wss", 443 },   { "imaps", 993 }, { "pop3s", 995 }, { "smtps", 465 },
  { "ldaps", 636 }, { "ftps", 990 },  { "amqps", 5671 }, { "coaps+tcp", 5684 },
  { "mqtts", FL_MQTT_URL_PORT_TLS },  { "ssl", FL_MQTT_URL_PORT_TLS }, { "tls", FL_MQTT_URL_PORT_TLS },
  { "mqtt", FL_MQTT_URL_PORT_TLS },   { "tcp", FL_MQTT_URL_PORT_TLS },
};

/* The port of the scheme, 0 if it is none of those that speak TLS. */
static guint16
find_port (const char *scheme,
           size_t      n)
{
  for (size_t i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (strlen (schemes[i].name) == n && g_ascii_strncasecmp (schemes[i].name, scheme, n) == 0)
      return schemes[i].port;
  return 0;
}

static FlEndpoint *
parse_with_scheme (const char  *scheme,
                   const char  *rest,
                   GError     **error)
{
  g_autofree char *address = g_strconcat (scheme, rest, NULL);
  g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse (address, error);

  return url != NULL ? fl_endpoint_ref (fl_mqtt_url_get_endpoint (url)) : NULL;
}

/* A port that is not typed is another one with TLS than without: then it is the scheme's. */
static FlEndpoint *
parse_rest (const char  *rest,
            guint16      port,
            GError     **error)
{
  g_autoptr(FlEndpoint) with_tls = parse_with_scheme ("mqtts://", rest, error);
  g_autoptr(FlEndpoint) without = with_tls != NULL ? parse_with_scheme ("mqtt://", rest, error) : NULL;

  if (without == NULL)
    return NULL;
  if (fl_endpoint_get_port (with_tls) == fl_endpoint_get_port (without))
    return g_steal_pointer (&with_tls);
  return fl_endpoint_new (fl_endpoint_get_host (with_tls), port);
}

/**
 * fl_inspect_address_parse:
 * @text: `host`, `host:port`, or a URL whose scheme says TLS (`https://…`, `imaps://…`, `mqtts://…`); what stands behind
 *   the host and the port, and a user name before, is left out
 *
 * Without a port it is the scheme's, and without a scheme 8883. `mqtt://` is taken too: whoever inspects wants to see TLS.
 *
 * Returns: (transfer full): the place, or %NULL with #FlMqttUrlError; no message repeats @text
 */
FlEndpoint *
fl_inspect_address_parse (const char  *text,
                          GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return fl_inspect_address_parse_bytes (text, strlen (text), error);
}

/* The same; @text may hold anything. */
FlEndpoint *
fl_inspect_address_parse_bytes (const char  *text,
                                size_t       n_text,
                                GError     **error)
{
  g_autoptr(GString) rest = NULL;
  const char *mark;
  guint16 port = FL_MQTT_URL_PORT_TLS;

  g_return_val_if_fail (text != NULL || n_text == 0, NULL);

  while (n_text > 0 && g_ascii_isspace (*text))
    text++, n_text--;
  mark = g_strstr_len (text, (gssize) n_text, "://");
  if (n_text == 0 || memchr (text, '\0', n_text) != NULL || mark == NULL)
    {
      g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse_bytes (text, n_text, error);

      return url != NULL ? fl_endpoint_ref (fl_mqtt_url_get_endpoint (url)) : NULL;
    }
  port = find_port (text, (size_t) (mark - text));
  if (port == 0)
    {
      g_set_error_literal (error, FL_MQTT_URL_ERROR, FL_MQTT_URL_ERROR_SCHEME,
                           _("Type a host, host:port, or a URL that begins with https://, mqtts:// or the like"));
      return NULL;
    }
  mark += strlen ("://");
  rest = g_string_new_len (mark, (gssize) n_text - (mark - text));
  g_string_truncate (rest, strcspn (rest->str, "/?#"));
  return parse_rest (rest->str, port, error);
}
