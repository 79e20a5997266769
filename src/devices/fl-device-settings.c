/* How a broker's devices are spoken to: topic templates and payload words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-device-settings"

#include "devices/fl-device-settings.h"

#include "devices/fl-topic-template.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_LIMIT_MS 5000

struct _FlDeviceSettings
{
  gatomicrefcount ref_count;
  char *command_template;
  char *report_template;
  char *availability_template;
  char *payload_on;
  char *payload_off;
  char *payload_online;
  char *payload_offline;
  gboolean encrypt_commands;
  guint confirm_limit_ms;
};

G_DEFINE_BOXED_TYPE (FlDeviceSettings, fl_device_settings, fl_device_settings_ref, fl_device_settings_unref)
G_DEFINE_QUARK (fl-device-settings-error-quark, fl_device_settings_error)

static char *
dup_or (const char *text,
        const char *fallback)
{
  return g_strdup (text != NULL && text[0] != '\0' ? text : fallback);
}

static gboolean
check_template (const char             *text,
                gboolean                may_have_led,
                FlDeviceSettingsError   code,
                GError                **error)
{
  if (fl_topic_template_is_valid (text, may_have_led))
    return TRUE;

  if (may_have_led)
    g_set_error_literal (error, FL_DEVICE_SETTINGS_ERROR, code,
                         _("A topic with {device} as one of its levels is needed; {base} may be the first level "
                           "and {led} another. + and # cannot be used"));
  else
    g_set_error_literal (error, FL_DEVICE_SETTINGS_ERROR, code,
                         _("A topic with {device} as one of its levels is needed; {base} may be the first level. "
                           "+ and # cannot be used"));
  return FALSE;
}

static gboolean
check_words (const char             *a,
             const char             *b,
             FlDeviceSettingsError   code,
             GError                **error)
{
  if (g_utf8_validate (a, -1, NULL) && g_utf8_validate (b, -1, NULL) && g_ascii_strcasecmp (a, b) != 0)
    return TRUE;

  g_set_error_literal (error, FL_DEVICE_SETTINGS_ERROR, code, _("The two words must differ, in more than case"));
  return FALSE;
}

static gboolean
check (FlDeviceSettings  *self,
       GError           **error)
{
  if (!check_template (self->command_template, TRUE, FL_DEVICE_SETTINGS_ERROR_COMMAND_TEMPLATE, error) ||
      !check_template (self->report_template, TRUE, FL_DEVICE_SETTINGS_ERROR_REPORT_TEMPLATE, error) ||
      !check_template (self->availability_template, FALSE, FL_DEVICE_SETTINGS_ERROR_AVAILABILITY_TEMPLATE, error))
    return FALSE;

  if (fl_topic_template_has_led (self->command_template) != fl_topic_template_has_led (self->report_template))
    {
      g_set_error_literal (error, FL_DEVICE_SETTINGS_ERROR, FL_DEVICE_SETTINGS_ERROR_REPORT_TEMPLATE,
                           _("{led} must be in both topics, the command’s and the report’s, or in neither"));
      return FALSE;
    }

  return check_words (self->payload_on, self->payload_off, FL_DEVICE_SETTINGS_ERROR_PAYLOAD_WORDS, error) &&
         check_words (self->payload_online, self->payload_offline, FL_DEVICE_SETTINGS_ERROR_AVAILABILITY_WORDS, error);
}

/* Copies and checks fields. NULL with FL_DEVICE_SETTINGS_ERROR naming the first wrong field. */
FlDeviceSettings *
fl_device_settings_new (const FlDeviceSettingsFields  *fields,
                        GError                       **error)
{
  g_autoptr(FlDeviceSettings) self = NULL;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_new0 (FlDeviceSettings, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->command_template = dup_or (fields->command_template, "{base}/{device}/led/set");
  self->report_template = dup_or (fields->report_template, "{base}/{device}/led");
  self->availability_template = dup_or (fields->availability_template, "{base}/{device}/status");
  self->payload_on = dup_or (fields->payload_on, "ON");
  self->payload_off = dup_or (fields->payload_off, "OFF");
  self->payload_online = dup_or (fields->payload_online, "online");
  self->payload_offline = dup_or (fields->payload_offline, "offline");
  self->encrypt_commands = fields->encrypt_commands;
  self->confirm_limit_ms = fields->confirm_limit_ms > 0 ? fields->confirm_limit_ms : DEFAULT_LIMIT_MS;

  return check (self, error) ? g_steal_pointer (&self) : NULL;
}

FlDeviceSettings *
fl_device_settings_new_default (void)
{
  const FlDeviceSettingsFields fields = { 0 };

  return fl_device_settings_new (&fields, NULL);
}

/* Returns: (transfer full): the same, but a report is waited for that long; 0 ms: the default. */
FlDeviceSettings *
fl_device_settings_with_confirm_limit (FlDeviceSettings *self,
                                       guint             limit_ms)
{
  g_return_val_if_fail (self != NULL, NULL);

  return fl_device_settings_new (&(FlDeviceSettingsFields) {
    .command_template = self->command_template,
    .report_template = self->report_template,
    .availability_template = self->availability_template,
    .payload_on = self->payload_on,
    .payload_off = self->payload_off,
    .payload_online = self->payload_online,
    .payload_offline = self->payload_offline,
    .encrypt_commands = self->encrypt_commands,
    .confirm_limit_ms = limit_ms,
  }, NULL);
}

FlDeviceSettings *
fl_device_settings_ref (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_device_settings_unref (FlDeviceSettings *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->command_template);
  g_free (self->report_template);
  g_free (self->availability_template);
  g_free (self->payload_on);
  g_free (self->payload_off);
  g_free (self->payload_online);
  g_free (self->payload_offline);
  g_free (self);
}

const char *
fl_device_settings_get_command_template (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->command_template;
}

const char *
fl_device_settings_get_report_template (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->report_template;
}

const char *
fl_device_settings_get_availability_template (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->availability_template;
}

const char *
fl_device_settings_get_payload_on (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->payload_on;
}

const char *
fl_device_settings_get_payload_off (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->payload_off;
}

const char *
fl_device_settings_get_payload_online (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->payload_online;
}

const char *
fl_device_settings_get_payload_offline (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->payload_offline;
}

gboolean
fl_device_settings_get_encrypt_commands (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->encrypt_commands;
}

guint
fl_device_settings_get_confirm_limit_ms (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->confirm_limit_ms;
}

/* Whether commands and reports share one topic by the templates. */
gboolean
fl_device_settings_has_one_topic (FlDeviceSettings *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_str_equal (self->command_template, self->report_template);
}
