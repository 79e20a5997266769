/* How a broker's devices are spoken to: topic templates and payload words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FL_TYPE_DEVICE_SETTINGS (fl_device_settings_get_type ())

#define FL_DEVICE_SETTINGS_ERROR (fl_device_settings_error_quark ())

/* What can be wrong with what the user typed; each names the field to show it under. */
typedef enum
{
  FL_DEVICE_SETTINGS_ERROR_COMMAND_TEMPLATE,
  FL_DEVICE_SETTINGS_ERROR_REPORT_TEMPLATE,
  FL_DEVICE_SETTINGS_ERROR_AVAILABILITY_TEMPLATE,
  FL_DEVICE_SETTINGS_ERROR_PAYLOAD_WORDS,
  FL_DEVICE_SETTINGS_ERROR_AVAILABILITY_WORDS
} FlDeviceSettingsError;

/* NULL or "" means the default: "{base}/{device}/led/set", "{base}/{device}/led",
 * "{base}/{device}/status", ON, OFF, online, offline; 0 ms means 5000 ms. A template holds {device}
 * once, as a whole level, may hold {base} as its first level and {led} once, as a whole level, and
 * no wildcard. A command template equal to the report template is the one-topic form. */
typedef struct
{
  const char *command_template;
  const char *report_template;
  const char *availability_template;
  const char *payload_on;
  const char *payload_off;
  const char *payload_online;
  const char *payload_offline;
  gboolean encrypt_commands;
  guint confirm_limit_ms;
} FlDeviceSettingsFields;

/* Boxed, immutable, atomically reference-counted: any thread. */
typedef struct _FlDeviceSettings FlDeviceSettings;

GType             fl_device_settings_get_type                  (void);
GQuark            fl_device_settings_error_quark               (void);
FlDeviceSettings *fl_device_settings_new                       (const FlDeviceSettingsFields  *fields,
                                                                GError                       **error) G_GNUC_WARN_UNUSED_RESULT;
FlDeviceSettings *fl_device_settings_new_default               (void) G_GNUC_WARN_UNUSED_RESULT;
FlDeviceSettings *fl_device_settings_with_confirm_limit        (FlDeviceSettings              *self,
                                                                guint                          limit_ms) G_GNUC_WARN_UNUSED_RESULT;
FlDeviceSettings *fl_device_settings_ref                       (FlDeviceSettings              *self);
void              fl_device_settings_unref                     (FlDeviceSettings              *self);
const char       *fl_device_settings_get_command_template      (FlDeviceSettings              *self);
const char       *fl_device_settings_get_report_template       (FlDeviceSettings              *self);
const char       *fl_device_settings_get_availability_template (FlDeviceSettings              *self);
const char       *fl_device_settings_get_payload_on            (FlDeviceSettings              *self);
const char       *fl_device_settings_get_payload_off           (FlDeviceSettings              *self);
const char       *fl_device_settings_get_payload_online        (FlDeviceSettings              *self);
const char       *fl_device_settings_get_payload_offline       (FlDeviceSettings              *self);
gboolean          fl_device_settings_get_encrypt_commands      (FlDeviceSettings              *self);
guint             fl_device_settings_get_confirm_limit_ms      (FlDeviceSettings              *self);
gboolean          fl_device_settings_has_one_topic             (FlDeviceSettings              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDeviceSettings, fl_device_settings_unref)

G_END_DECLS
