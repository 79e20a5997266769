/* What may stand in a field of the broker editor, without any widget.
 *
 * The rules are those of the parsers that read the field later: none is written here a second time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-broker-field"

#include "config.h"

#include "ui/fl-broker-field.h"

#include <glib/gi18n.h>

#include "crypto/fl-fernet-key.h"
#include "devices/fl-device-settings.h"
#include "messages/fl-topic-name.h"
#include "mqtt/fl-mqtt-url.h"
#include "tls/fl-pin.h"
#include "tls/fl-trust.h"

/* MQTT strings have a length of two bytes (MQTT 5.0, section 1.5.4). */
#define MAX_STRING 65535

static FlRemark
say (FlRemark     remark,
     char       **sentence,
     const char  *text)
{
  *sentence = g_strdup (text);
  return remark;
}

static gboolean
has_control_characters (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return TRUE;
  return FALSE;
}

static FlRemark
check_string (const char  *text,
              char       **sentence)
{
  if (has_control_characters (text))
    return say (FL_REMARK_ERROR, sentence, _("There is a control character in it"));
  if (strlen (text) > MAX_STRING)
    return say (FL_REMARK_ERROR, sentence, _("MQTT carries at most 65535 bytes"));
  return FL_REMARK_NONE;
}

/* A host alone: what has a scheme, a port or a path is spread over the fields before it gets here. */
static FlRemark
check_host (const char  *text,
            char       **sentence)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlMqttUrl) url = NULL;
  g_autofree char *bracketed = NULL;

  if (g_hostname_is_ip_address (text) && strchr (text, ':') != NULL)
    bracketed = g_strdup_printf ("[%s]", text);
  url = fl_mqtt_url_parse (bracketed != NULL ? bracketed : text, &error);
  if (url == NULL)
    return say (FL_REMARK_ERROR, sentence, error->message);
  return FL_REMARK_NONE;
}

static FlRemark
check_base_topic (const char  *text,
                  char       **sentence)
{
  if (*text != '\0' && !fl_topic_name_is_valid (text, -1))
    return say (FL_REMARK_ERROR, sentence, _("A topic has no + and no #: those belong into the filter"));
  return FL_REMARK_NONE;
}

static FlRemark
check_filter (const char  *text,
              char       **sentence)
{
  if (*text == '\0')
    return say (FL_REMARK_NOTE, sentence, _("Everything below the base topic"));
  if (!fl_topic_filter_is_valid (text))
    return say (FL_REMARK_ERROR, sentence,
                _("In a topic, + and # stand alone between slashes, and # only at the end"));
  return FL_REMARK_NONE;
}

static FlRemark
check_client_id (const char  *text,
                 char       **sentence)
{
  if (*text == '\0')
    return say (FL_REMARK_NOTE, sentence, _("A new one for each connection"));
  if (check_string (text, sentence) == FL_REMARK_ERROR)
    return FL_REMARK_ERROR;
  return say (FL_REMARK_WARNING, sentence, _("A device that uses this id will be disconnected by the broker"));
}

static FlRemark
check_pin (const char  *text,
           char       **sentence)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlPin) pin = fl_pin_parse (text, &error);

  if (pin == NULL)
    return say (FL_REMARK_ERROR, sentence, error->message);
  if (fl_pin_is_weak (pin))
    return say (FL_REMARK_WARNING, sentence,
                _("SHA-1 is weak: somebody with money could make another certificate that fits. Use SHA-256 if you can"));
  if (fl_pin_get_kind (pin) == FL_PIN_SPKI)
    return say (FL_REMARK_NOTE, sentence, _("The public key: it survives a renewal of the certificate"));
  return say (FL_REMARK_NOTE, sentence, _("This one certificate, until it is replaced"));
}

/* Any key will do to ask whether the identity would. */
static FlRemark
check_psk_identity (const char  *text,
                    char       **sentence)
{
  g_autoptr(FlSecret) key = fl_secret_new ("", 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlTrust) trust = fl_trust_new_psk (text, key, &error);

  if (*text == '\0')
    return say (FL_REMARK_ERROR, sentence, _("Enter the name that the broker has for this key"));
  if (trust == NULL)
    return say (FL_REMARK_ERROR, sentence, error->message);
  if (check_string (text, sentence) == FL_REMARK_ERROR)
    return FL_REMARK_ERROR;
  if (strchr (text, ':') != NULL)
    return say (FL_REMARK_WARNING, sentence, _("A mosquitto’s psk_file cannot hold a colon here"));
  return FL_REMARK_NONE;
}

static FlRemark
check_fernet_key (const char  *text,
                  char       **sentence)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlFernetKey) key = fl_fernet_key_parse (text, -1, &error);

  if (key == NULL)
    return say (FL_REMARK_ERROR, sentence, error->message);
  if (fl_fernet_key_get_publication (key) == NULL)
    return FL_REMARK_NONE;
  /* Translators: %s is where, such as: printed in the Fernet specification */
  *sentence = g_strdup_printf (_("Everybody can know this key: it is %s"), fl_fernet_key_get_publication (key));
  return FL_REMARK_WARNING;
}

static FlRemark
check_template (const FlDeviceSettingsFields  *fields,
                char                         **sentence)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (fields, &error);

  if (settings == NULL)
    return say (FL_REMARK_ERROR, sentence, error->message);
  return FL_REMARK_NONE;
}

/**
 * fl_broker_field_check:
 * @text: what stands in the field
 * @sentence: (out) (transfer full) (nullable): what to show under it, plain text; never repeats a secret
 *
 * Returns: how serious it is; %FL_REMARK_ERROR: it cannot be saved like this
 */
FlRemark
fl_broker_field_check (FlBrokerField   field,
                       const char     *text,
                       char          **sentence)
{
  g_return_val_if_fail (text != NULL, FL_REMARK_ERROR);
  g_return_val_if_fail (sentence != NULL, FL_REMARK_ERROR);

  *sentence = NULL;
  switch (field)
    {
    case FL_BROKER_FIELD_HOST:
      return check_host (text, sentence);
    case FL_BROKER_FIELD_BASE_TOPIC:
      return check_base_topic (text, sentence);
    case FL_BROKER_FIELD_FILTER:
      return check_filter (text, sentence);
    case FL_BROKER_FIELD_CLIENT_ID:
      return check_client_id (text, sentence);
    case FL_BROKER_FIELD_PIN:
      return check_pin (text, sentence);
    case FL_BROKER_FIELD_PSK_IDENTITY:
      return check_psk_identity (text, sentence);
    case FL_BROKER_FIELD_SECOND_PIN:
      return *text != '\0' ? check_pin (text, sentence) : FL_REMARK_NONE;
    case FL_BROKER_FIELD_FERNET_KEY:
      return check_fernet_key (text, sentence);
    case FL_BROKER_FIELD_COMMAND_TEMPLATE:
      return check_template (&(FlDeviceSettingsFields) { .command_template = text }, sentence);
    case FL_BROKER_FIELD_REPORT_TEMPLATE:
      return check_template (&(FlDeviceSettingsFields) { .report_template = text }, sentence);
    case FL_BROKER_FIELD_AVAILABILITY_TEMPLATE:
      return check_template (&(FlDeviceSettingsFields) { .availability_template = text }, sentence);
    case FL_BROKER_FIELD_NAME:
    case FL_BROKER_FIELD_USERNAME:
    default:
      return check_string (text, sentence);
    }
}
