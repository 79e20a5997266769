/* What a Tasmota says about itself on tasmota/discovery/MAC/config.
 *
 * Source: arendst/Tasmota tasmota_xdrv_driver/xdrv_12_discovery.ino, GetTopic_P() in support.ino for the topics. Pure, any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FL_TASMOTA_MAX_RELAYS 32

typedef enum
{
  FL_TASMOTA_RELAY_NONE,
  FL_TASMOTA_RELAY_SWITCH,
  FL_TASMOTA_RELAY_LIGHT,
  FL_TASMOTA_RELAY_SHUTTER
} FlTasmotaRelay;

typedef enum
{
  FL_TASMOTA_LIGHT_NONE,
  FL_TASMOTA_LIGHT_DIMMER,
  FL_TASMOTA_LIGHT_COLD_WARM,
  FL_TASMOTA_LIGHT_RGB,
  FL_TASMOTA_LIGHT_RGBW,
  FL_TASMOTA_LIGHT_RGBCW
} FlTasmotaLight;

typedef struct
{
  char *mac;  /* as in the topic */
  char *name;
  char *model;
  char *command_prefix;   /* "cmnd/plug/": what the name of a command is put behind */
  char *report_prefix;    /* "stat/plug/" */
  char *telemetry_prefix; /* "tele/plug/" */
  char *online, *offline; /* the words of the last will */
  char *on, *off;         /* the words of reports */
  FlTasmotaRelay relays[FL_TASMOTA_MAX_RELAYS];
  char *relay_names[FL_TASMOTA_MAX_RELAYS]; /* NULL: it has none */
  guint n_relays;         /* up to the last that is there */
  FlTasmotaLight light;
  gboolean answers_by_command; /* SetOption4: on stat/…/POWER, not on stat/…/RESULT */
  gboolean is_all_light;       /* SetOption30: relays switch lamps */
  gboolean has_channels;       /* SetOption68: each light is a dimmer of its own */
  gboolean has_short_range;    /* SetOption82: colour temperature 200 to 380 */
  gboolean is_linked;          /* colour and white are one light */
  gboolean is_tuya;
  gboolean is_fan;
} FlTasmotaConfig;

/* NULL: it is none, or not all that commands depend on is there with its type. mac: of the topic. */
FlTasmotaConfig *fl_tasmota_config_parse      (const char            *mac,
                                               const char            *text) G_GNUC_WARN_UNUSED_RESULT;
void             fl_tasmota_config_free       (FlTasmotaConfig       *self);
/* "POWER", or with more than one relay "POWER2" for the position 1. */
char            *fl_tasmota_config_name_power (const FlTasmotaConfig *self,
                                               guint                  position) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTasmotaConfig, fl_tasmota_config_free)

G_END_DECLS
