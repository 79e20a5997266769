/* What a simulated device is told before it starts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "crypto/fl-secret.h"

G_BEGIN_DECLS

#define FL_FAKE_DEVICE_SETTINGS_ERROR (fl_fake_device_settings_error_quark ())

typedef enum
{
  FL_FAKE_DEVICE_SETTINGS_ERROR_INVALID, /* the message names the entry, never a value */
} FlFakeDeviceSettingsError;

GQuark fl_fake_device_settings_error_quark (void);

/**
 * FlFakeDeviceKind:
 * @FL_FAKE_DEVICE_KITCHEN: {base}/{name}/climate as JSON with a timestamp, and a LED in the plain form:
 *   {base}/{name}/led/set, {base}/{name}/led, {base}/{name}/status
 * @FL_FAKE_DEVICE_PRESENCE: temperature and devices directly under the base, as JSON
 * @FL_FAKE_DEVICE_GARDEN: {base}/{name}/soil and …/light as plain numbers, and a LED like the kitchen's
 * @FL_FAKE_DEVICE_SKETCH: {base}/light, and {base}/led that it obeys and never reports on; no last will
 * @FL_FAKE_DEVICE_HA_SWITCH: and the others: real firmwares, with the topics of their own documentation; the base
 *   counts for nothing, the key neither
 */
typedef enum
{
  FL_FAKE_DEVICE_KITCHEN,
  FL_FAKE_DEVICE_PRESENCE,
  FL_FAKE_DEVICE_GARDEN,
  FL_FAKE_DEVICE_SKETCH,
  FL_FAKE_DEVICE_HA_SWITCH,
  FL_FAKE_DEVICE_HA_LIGHT,
  FL_FAKE_DEVICE_HA_LIGHT_JSON,
  FL_FAKE_DEVICE_HA_SENSOR,
  FL_FAKE_DEVICE_HA_DEVICE,
  FL_FAKE_DEVICE_TASMOTA,
  FL_FAKE_DEVICE_TASMOTA_TWO,
  FL_FAKE_DEVICE_TASMOTA_LIGHT,
  FL_FAKE_DEVICE_ESPHOME,
  FL_FAKE_DEVICE_ESPHOME_BARE,
  FL_FAKE_DEVICE_WLED,
  FL_FAKE_DEVICE_SHELLY1,
  FL_FAKE_DEVICE_SHELLY_PLUS,
  FL_FAKE_DEVICE_HOMIE4,
  FL_FAKE_DEVICE_HOMIE5,
} FlFakeDeviceKind;

#define FL_FAKE_DEVICE_N_KINDS (FL_FAKE_DEVICE_HOMIE5 + 1)

/**
 * FlFakeDeviceFault:
 * @FL_FAKE_DEVICE_FAULT_NONE: works
 * @FL_FAKE_DEVICE_FAULT_SILENT: does not answer commands at all
 * @FL_FAKE_DEVICE_FAULT_CONTRADICT: does, and reports, the opposite of what it was told
 * @FL_FAKE_DEVICE_FAULT_MUTE: does what it was told and does not say so
 */
typedef enum
{
  FL_FAKE_DEVICE_FAULT_NONE,
  FL_FAKE_DEVICE_FAULT_SILENT,
  FL_FAKE_DEVICE_FAULT_CONTRADICT,
  FL_FAKE_DEVICE_FAULT_MUTE,
} FlFakeDeviceFault;

/* Owned by whoever made it; set what differs from the defaults of its kind. */
typedef struct
{
  FlFakeDeviceKind   kind;
  FlFakeDeviceFault  fault;
  char              *host;        /* 127.0.0.1 */
  guint16            port;
  GBytes            *ca;          /* PEM; NULL: without TLS */
  char              *username;    /* NULL: none */
  FlSecret          *password;    /* NULL: none */
  FlSecret          *key;         /* Fernet key as text; NULL: everything in the clear */
  char              *base;        /* fernlight/home */
  char              *name;        /* its level in topics, its id */
  char              *title;       /* what it calls itself, where its firmware knows names */
  guint              interval_ms; /* between two measurements */
  guint              delay_ms;    /* between a command and its report */
  guint              online_s;    /* it drops off after this; 0: never */
  guint              offline_s;   /* it comes back after this */
  gboolean           led_on;      /* at the start */
  gboolean           controlled;  /* it reads orders from standard input, see fl_fake_device_process_run() */
} FlFakeDeviceSettings;

const char           *fl_fake_device_kind_to_code      (FlFakeDeviceKind       kind);
gboolean              fl_fake_device_kind_from_code    (const char            *code,
                                                        FlFakeDeviceKind      *kind);
const char           *fl_fake_device_fault_to_code     (FlFakeDeviceFault      fault);
gboolean              fl_fake_device_fault_from_code   (const char            *code,
                                                        FlFakeDeviceFault     *fault);
FlFakeDeviceSettings *fl_fake_device_settings_new      (FlFakeDeviceKind       kind) G_GNUC_WARN_UNUSED_RESULT;
FlFakeDeviceSettings *fl_fake_device_settings_parse    (const char            *text,
                                                        gsize                  n,
                                                        GError               **error) G_GNUC_WARN_UNUSED_RESULT;
FlSecret             *fl_fake_device_settings_to_text  (FlFakeDeviceSettings  *self) G_GNUC_WARN_UNUSED_RESULT;
void                  fl_fake_device_settings_free     (FlFakeDeviceSettings  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlFakeDeviceSettings, fl_fake_device_settings_free)

G_END_DECLS
