/* A saved broker: everything about it but its secrets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker"

#include "brokers/fl-broker-private.h"

#include "mqtt/fl-link-settings.h"
#include "mqtt/fl-mqtt-url.h"

#include <string.h>

const FlBrokerFieldInfo fl_broker_fields[FL_BROKER_N_FIELDS] = {
  [FL_BROKER_FIELD_ID] = { "id", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_NAME] = { "name", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_HOST] = { "host", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_PORT] = { "port", FL_BROKER_KIND_NUMBER, 1, 65535, FL_MQTT_URL_PORT_TLS },
  [FL_BROKER_FIELD_TLS] = { "tls", FL_BROKER_KIND_SWITCH, 0, 1, TRUE },
  [FL_BROKER_FIELD_TLS_SEEN] = { "tls-seen", FL_BROKER_KIND_SWITCH, 0, 1, FALSE },
  [FL_BROKER_FIELD_BASE_TOPIC] = { "base-topic", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_FILTER] = { "filter", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_USERNAME] = { "username", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_CLIENT_ID] = { "client-id", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_MQTT_VERSION] = { "mqtt-version", FL_BROKER_KIND_NUMBER, 0, FL_MQTT_VERSION_5, FL_MQTT_VERSION_AUTO },
  [FL_BROKER_FIELD_QOS] = { "qos", FL_BROKER_KIND_NUMBER, 0, 2, 1 },
  [FL_BROKER_FIELD_TRUST_WAY] = { "trust-way", FL_BROKER_KIND_WAY, FL_TRUST_SYSTEM, FL_TRUST_PLAIN, FL_TRUST_SYSTEM },
  [FL_BROKER_FIELD_CA_PEM] = { "ca-pem", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_PIN] = { "pin", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_PIN_SINCE] = { "pin-since", FL_BROKER_KIND_TIME, 0, G_MAXINT64, 0 },
  [FL_BROKER_FIELD_SECOND_PIN] = { "second-pin", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_SKETCH_PIN] = { "sketch-pin", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_SHA1_KEPT] = { "sha1-kept", FL_BROKER_KIND_SWITCH, 0, 1, FALSE },
  [FL_BROKER_FIELD_PINNED_CERTIFICATE_PEM] = { "pinned-certificate-pem", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_PSK_IDENTITY] = { "psk-identity", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_CLIENT_CERTIFICATE_PEM] = { "client-certificate-pem", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_REMEMBERED_SHA256] = { "remembered-sha256", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_REMEMBERED_SINCE] = { "remembered-since", FL_BROKER_KIND_TIME, 0, G_MAXINT64, 0 },
  [FL_BROKER_FIELD_PLAIN_PASSWORD_ALLOWED] = { "plain-password-allowed", FL_BROKER_KIND_SWITCH, 0, 1, FALSE },
  [FL_BROKER_FIELD_ENCRYPT_COMMANDS] = { "encrypt-commands", FL_BROKER_KIND_SWITCH, 0, 1, FALSE },
  [FL_BROKER_FIELD_WATCH_CERTIFICATE] = { "watch-certificate", FL_BROKER_KIND_SWITCH, 0, 1, TRUE },
  [FL_BROKER_FIELD_DISCOVERY] = { "discovery", FL_BROKER_KIND_SWITCH, 0, 1, TRUE },
  [FL_BROKER_FIELD_COMMAND_TEMPLATE] = { "command-template", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_REPORT_TEMPLATE] = { "report-template", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_AVAILABILITY_TEMPLATE] = { "availability-template", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_PAYLOAD_ON] = { "payload-on", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_PAYLOAD_OFF] = { "payload-off", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_PAYLOAD_ONLINE] = { "payload-online", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_PAYLOAD_OFFLINE] = { "payload-offline", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_CONFIRM_LIMIT_MS] = { "confirm-limit-ms", FL_BROKER_KIND_NUMBER, 0, 10 * 60 * 1000, 0 },
  [FL_BROKER_FIELD_ADDED_LEDS] = { "added-leds", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_DEVICE_RULES] = { "device-rules", FL_BROKER_KIND_TEXT },
  [FL_BROKER_FIELD_DASHBOARD] = { "dashboard", FL_BROKER_KIND_TEXT },
};

static GParamSpec *properties[FL_BROKER_N_FIELDS];

G_DEFINE_QUARK (fl-broker-error-quark, fl_broker_error)
G_DEFINE_FINAL_TYPE (FlBroker, fl_broker, G_TYPE_OBJECT)

/* A PEM text without the private keys in it: people keep both in one file, and what is in a
 * broker goes into a file of ours. */
static char *
without_private_keys (const char *pem)
{
  static const char begin[] = "-----BEGIN ";
  GString *kept = g_string_new (NULL);

  for (;;)
    {
      const char *block = strstr (pem, begin);
      const char *label = block != NULL ? block + strlen (begin) : NULL;
      const char *end = block != NULL ? strstr (label, "-----END ") : NULL;

      if (block == NULL || g_strstr_len (label, (gssize) strcspn (label, "\n"), "PRIVATE KEY") == NULL)
        {
          g_string_append_len (kept, pem, block != NULL ? label - pem : (gssize) strlen (pem));
          pem = label;
        }
      else
        {
          g_string_append_len (kept, pem, block - pem);
          pem = end != NULL ? strchr (end, '\n') : NULL;
        }
      if (pem == NULL)
        return g_string_free (kept, FALSE);
    }
}

/* Of a text in which something of a private key is left, since its first line is damaged: the whole certificates. */
static char *
only_certificates (const char *pem)
{
  static const char begin[] = "-----BEGIN CERTIFICATE-----";
  static const char end[] = "-----END CERTIFICATE-----";
  static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n";
  GString *kept = g_string_new (NULL);

  while ((pem = strstr (pem, begin)) != NULL)
    {
      const size_t n = strlen (begin) + strspn (pem + strlen (begin), base64);

      if (g_str_has_prefix (pem + n, end))
        {
          g_string_append_len (kept, pem, (gssize) (n + strlen (end)));
          g_string_append_c (kept, '\n');
        }
      pem += n;
    }
  return g_string_free (kept, FALSE);
}

static char *
dup_certificates (const char *pem)
{
  g_autofree char *kept = without_private_keys (pem);

  return strstr (kept, "PRIVATE KEY") != NULL ? only_certificates (kept) : g_steal_pointer (&kept);
}

/* PEM texts lose their private keys. Notifies on change. */
void
fl_broker_set_text (FlBroker   *self,
                    guint       field,
                    const char *text)
{
  g_autofree char *kept = field == FL_BROKER_FIELD_CA_PEM || field == FL_BROKER_FIELD_CLIENT_CERTIFICATE_PEM
                            ? dup_certificates (text != NULL ? text : "")
                            : g_strdup (text != NULL ? text : "");

  if (strcmp (self->texts[field], kept) == 0)
    return;
  g_free (self->texts[field]);
  self->texts[field] = g_steal_pointer (&kept);
  g_object_notify_by_pspec (G_OBJECT (self), properties[field]);
}

static void
set_number (FlBroker *self,
            guint     field,
            gint64    number)
{
  if (self->numbers[field] == number)
    return;
  self->numbers[field] = number;
  g_object_notify_by_pspec (G_OBJECT (self), properties[field]);
}

/* "trust-way" and "tls" are two views of one thing: what changes in one shows in the other. */
static void
set_way (FlBroker   *self,
         FlTrustWay  way,
         gboolean    tls)
{
  FlTrustWay old = fl_broker_get_trust_way (self);

  self->numbers[FL_BROKER_FIELD_TRUST_WAY] = way;
  set_number (self, FL_BROKER_FIELD_TLS, tls);
  if (fl_broker_get_trust_way (self) != old)
    g_object_notify_by_pspec (G_OBJECT (self), properties[FL_BROKER_FIELD_TRUST_WAY]);
}

static void
fl_broker_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  FlBroker *self = FL_BROKER (object);

  switch (fl_broker_fields[property_id].kind)
    {
    case FL_BROKER_KIND_TEXT:
      g_value_set_string (value, self->texts[property_id]);
      break;
    case FL_BROKER_KIND_NUMBER:
      g_value_set_uint (value, (guint) self->numbers[property_id]);
      break;
    case FL_BROKER_KIND_TIME:
      g_value_set_int64 (value, self->numbers[property_id]);
      break;
    case FL_BROKER_KIND_SWITCH:
      g_value_set_boolean (value, self->numbers[property_id] != 0);
      break;
    case FL_BROKER_KIND_WAY:
      g_value_set_int (value, (int) fl_broker_get_trust_way (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_broker_set_property (GObject      *object,
                        guint         property_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  FlBroker *self = FL_BROKER (object);

  switch (fl_broker_fields[property_id].kind)
    {
    case FL_BROKER_KIND_TEXT:
      fl_broker_set_text (self, property_id, g_value_get_string (value));
      break;
    case FL_BROKER_KIND_NUMBER:
      set_number (self, property_id, g_value_get_uint (value));
      break;
    case FL_BROKER_KIND_TIME:
      set_number (self, property_id, g_value_get_int64 (value));
      break;
    case FL_BROKER_KIND_SWITCH:
      if (property_id == FL_BROKER_FIELD_TLS)
        set_way (self, (FlTrustWay) self->numbers[FL_BROKER_FIELD_TRUST_WAY], g_value_get_boolean (value));
      else
        set_number (self, property_id, g_value_get_boolean (value));
      break;
    case FL_BROKER_KIND_WAY:
      fl_broker_set_trust_way (self, (FlTrustWay) g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_broker_finalize (GObject *object)
{
  FlBroker *self = FL_BROKER (object);

  for (guint i = 1; i < FL_BROKER_N_FIELDS; i++)
    g_free (self->texts[i]);
  json_object_unref (self->unknown);
  G_OBJECT_CLASS (fl_broker_parent_class)->finalize (object);
}

static GParamSpec *
make_pspec (guint field)
{
  const char *name = fl_broker_fields[field].name;
  GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS |
                      (field == FL_BROKER_FIELD_ID ? G_PARAM_READABLE : G_PARAM_READWRITE);

  switch (fl_broker_fields[field].kind)
    {
    case FL_BROKER_KIND_TEXT:
      return g_param_spec_string (name, NULL, NULL, "", flags);
    case FL_BROKER_KIND_NUMBER:
      return g_param_spec_uint (name, NULL, NULL, (guint) fl_broker_fields[field].min, (guint) fl_broker_fields[field].max,
                                (guint) fl_broker_fields[field].value, flags);
    case FL_BROKER_KIND_TIME:
      return g_param_spec_int64 (name, NULL, NULL, fl_broker_fields[field].min, fl_broker_fields[field].max, fl_broker_fields[field].value, flags);
    case FL_BROKER_KIND_SWITCH:
      return g_param_spec_boolean (name, NULL, NULL, fl_broker_fields[field].value != 0, flags);
    case FL_BROKER_KIND_WAY:
    default:
      return g_param_spec_int (name, NULL, NULL, (int) fl_broker_fields[field].min, (int) fl_broker_fields[field].max,
                               (int) fl_broker_fields[field].value, flags);
    }
}

static void
fl_broker_class_init (FlBrokerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fl_broker_get_property;
  object_class->set_property = fl_broker_set_property;
  object_class->finalize = fl_broker_finalize;

  for (guint i = 1; i < FL_BROKER_N_FIELDS; i++)
    properties[i] = make_pspec (i);
  g_object_class_install_properties (object_class, FL_BROKER_N_FIELDS, properties);
}

static void
fl_broker_init (FlBroker *self)
{
  for (guint i = 1; i < FL_BROKER_N_FIELDS; i++)
    {
      if (fl_broker_fields[i].kind == FL_BROKER_KIND_TEXT)
        self->texts[i] = g_strdup ("");
      else
        self->numbers[i] = fl_broker_fields[i].value;
    }
  g_free (self->texts[FL_BROKER_FIELD_ID]);
  self->texts[FL_BROKER_FIELD_ID] = g_uuid_string_random ();
  self->unknown = json_object_new ();
}

/**
 * fl_broker_new:
 * @host: a host name or an IP address
 * @port: 1 to 65535
 *
 * Returns: (transfer full): a broker with a new id, named as its host, with TLS and the
 *   system's authorities
 */
FlBroker *
fl_broker_new (const char *host,
               guint       port)
{
  g_return_val_if_fail (host != NULL && *host != '\0', NULL);
  g_return_val_if_fail (port >= 1 && port <= 65535, NULL);

  return g_object_new (FL_TYPE_BROKER, "host", host, "name", host, "port", port, NULL);
}

/**
 * fl_broker_copy:
 * @self: a broker
 *
 * Returns: (transfer full): another with the same id and values, for an editor to change
 */
FlBroker *
fl_broker_copy (FlBroker *self)
{
  FlBroker *copy;

  g_return_val_if_fail (FL_IS_BROKER (self), NULL);

  copy = g_object_new (FL_TYPE_BROKER, NULL);
  fl_broker_set_text (copy, FL_BROKER_FIELD_ID, self->texts[FL_BROKER_FIELD_ID]);
  fl_broker_assign (copy, self);
  return copy;
}

/**
 * fl_broker_assign:
 * @self: a broker
 * @other: another, such as an edited copy
 *
 * Takes over everything but the id.
 */
void
fl_broker_assign (FlBroker *self,
                  FlBroker *other)
{
  JsonObject *old;

  g_return_if_fail (FL_IS_BROKER (self));
  g_return_if_fail (FL_IS_BROKER (other));

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = FL_BROKER_FIELD_ID + 1; i < FL_BROKER_N_FIELDS; i++)
    {
      if (fl_broker_fields[i].kind == FL_BROKER_KIND_TEXT)
        fl_broker_set_text (self, i, other->texts[i]);
      else if (i != FL_BROKER_FIELD_TLS && i != FL_BROKER_FIELD_TRUST_WAY)
        set_number (self, i, other->numbers[i]);
    }
  set_way (self, (FlTrustWay) other->numbers[FL_BROKER_FIELD_TRUST_WAY], other->numbers[FL_BROKER_FIELD_TLS] != 0);
  old = g_steal_pointer (&self->unknown);
  self->unknown = json_object_ref (other->unknown);
  json_object_unref (old);
  g_object_thaw_notify (G_OBJECT (self));
}

FlTrustWay
fl_broker_get_trust_way (FlBroker *self)
{
  g_return_val_if_fail (FL_IS_BROKER (self), FL_TRUST_SYSTEM);

  return self->numbers[FL_BROKER_FIELD_TLS] ? (FlTrustWay) self->numbers[FL_BROKER_FIELD_TRUST_WAY] : FL_TRUST_PLAIN;
}

void
fl_broker_set_trust_way (FlBroker   *self,
                         FlTrustWay  way)
{
  g_return_if_fail (FL_IS_BROKER (self));
  g_return_if_fail (way <= FL_TRUST_PLAIN);

  if (way == FL_TRUST_PLAIN)
    set_way (self, (FlTrustWay) self->numbers[FL_BROKER_FIELD_TRUST_WAY], FALSE);
  else
    set_way (self, way, TRUE);
}

/**
 * fl_broker_trust_pin:
 * @self: a broker
 * @pin: what to trust from now on
 * @now_s: Unix time in seconds
 *
 * "Trust this certificate": sets the pin, its date and the way. What belonged to the pin before goes: the SHA-1 of its
 * sketch and its certificate. A second pin stays.
 */
void
fl_broker_trust_pin (FlBroker *self,
                     FlPin    *pin,
                     gint64    now_s)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FL_IS_BROKER (self));
  g_return_if_fail (pin != NULL);

  text = fl_pin_to_text (pin);
  g_object_freeze_notify (G_OBJECT (self));
  fl_broker_set_text (self, FL_BROKER_FIELD_PIN, text);
  fl_broker_set_text (self, FL_BROKER_FIELD_SKETCH_PIN, NULL);
  fl_broker_set_text (self, FL_BROKER_FIELD_PINNED_CERTIFICATE_PEM, NULL);
  set_number (self, FL_BROKER_FIELD_SHA1_KEPT, FALSE);
  set_number (self, FL_BROKER_FIELD_PIN_SINCE, now_s);
  fl_broker_set_trust_way (self, FL_TRUST_PIN);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * fl_broker_remember_certificate:
 * @self: a broker
 * @sha256: the SHA-256 of the certificate it just showed, as hexadecimal
 * @now_s: Unix time in seconds
 *
 * For the way without a check, so that a change is noticed. The date stays the one on which
 * this certificate was first seen.
 */
void
fl_broker_remember_certificate (FlBroker   *self,
                                const char *sha256,
                                gint64      now_s)
{
  g_return_if_fail (FL_IS_BROKER (self));
  g_return_if_fail (sha256 != NULL);

  if (strcmp (self->texts[FL_BROKER_FIELD_REMEMBERED_SHA256], sha256) == 0)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  fl_broker_set_text (self, FL_BROKER_FIELD_REMEMBERED_SHA256, sha256);
  set_number (self, FL_BROKER_FIELD_REMEMBERED_SINCE, now_s);
  g_object_thaw_notify (G_OBJECT (self));
}

#define DEFINE_GETTER(type, name, value, fallback) \
  type                                             \
  fl_broker_get_##name (FlBroker *self)            \
  {                                                \
    g_return_val_if_fail (FL_IS_BROKER (self), fallback); \
                                                   \
    return value;                                  \
  }

DEFINE_GETTER (const char *, id, self->texts[FL_BROKER_FIELD_ID], NULL)
DEFINE_GETTER (const char *, name, self->texts[FL_BROKER_FIELD_NAME], NULL)
DEFINE_GETTER (const char *, host, self->texts[FL_BROKER_FIELD_HOST], NULL)
DEFINE_GETTER (const char *, base_topic, self->texts[FL_BROKER_FIELD_BASE_TOPIC], NULL)
DEFINE_GETTER (const char *, filter, self->texts[FL_BROKER_FIELD_FILTER], NULL)
DEFINE_GETTER (const char *, username, self->texts[FL_BROKER_FIELD_USERNAME], NULL)
DEFINE_GETTER (const char *, client_id, self->texts[FL_BROKER_FIELD_CLIENT_ID], NULL)
DEFINE_GETTER (const char *, ca_pem, self->texts[FL_BROKER_FIELD_CA_PEM], NULL)
DEFINE_GETTER (const char *, pin, self->texts[FL_BROKER_FIELD_PIN], NULL)
DEFINE_GETTER (const char *, second_pin, self->texts[FL_BROKER_FIELD_SECOND_PIN], NULL)
DEFINE_GETTER (const char *, sketch_pin, self->texts[FL_BROKER_FIELD_SKETCH_PIN], NULL)
DEFINE_GETTER (const char *, psk_identity, self->texts[FL_BROKER_FIELD_PSK_IDENTITY], NULL)
DEFINE_GETTER (const char *, client_certificate_pem, self->texts[FL_BROKER_FIELD_CLIENT_CERTIFICATE_PEM], NULL)
DEFINE_GETTER (const char *, remembered_sha256, self->texts[FL_BROKER_FIELD_REMEMBERED_SHA256], NULL)
DEFINE_GETTER (const char *, added_leds, self->texts[FL_BROKER_FIELD_ADDED_LEDS], NULL)
DEFINE_GETTER (const char *, device_rules, self->texts[FL_BROKER_FIELD_DEVICE_RULES], NULL)
DEFINE_GETTER (const char *, dashboard, self->texts[FL_BROKER_FIELD_DASHBOARD], NULL)
DEFINE_GETTER (guint, port, (guint) self->numbers[FL_BROKER_FIELD_PORT], 0)
DEFINE_GETTER (guint, qos, (guint) self->numbers[FL_BROKER_FIELD_QOS], 0)
DEFINE_GETTER (guint, mqtt_version, (guint) self->numbers[FL_BROKER_FIELD_MQTT_VERSION], 0)
DEFINE_GETTER (gint64, pin_since, self->numbers[FL_BROKER_FIELD_PIN_SINCE], 0)
DEFINE_GETTER (gint64, remembered_since, self->numbers[FL_BROKER_FIELD_REMEMBERED_SINCE], 0)
DEFINE_GETTER (gboolean, tls, self->numbers[FL_BROKER_FIELD_TLS] != 0, TRUE)
DEFINE_GETTER (gboolean, plain_password_allowed, self->numbers[FL_BROKER_FIELD_PLAIN_PASSWORD_ALLOWED] != 0, FALSE)
DEFINE_GETTER (gboolean, encrypt_commands, self->numbers[FL_BROKER_FIELD_ENCRYPT_COMMANDS] != 0, FALSE)
DEFINE_GETTER (gboolean, watch_certificate, self->numbers[FL_BROKER_FIELD_WATCH_CERTIFICATE] != 0, FALSE)
DEFINE_GETTER (gboolean, discovery, self->numbers[FL_BROKER_FIELD_DISCOVERY] != 0, FALSE)
DEFINE_GETTER (gboolean, tls_seen, self->numbers[FL_BROKER_FIELD_TLS_SEEN] != 0, FALSE)
