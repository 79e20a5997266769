/* The states a device and its parts can be in, and where a time comes from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-device-enums"

#include "devices/fl-device-enums.h"

static const GEnumValue led_states[] = {
  { FL_LED_STATE_UNKNOWN, "FL_LED_STATE_UNKNOWN", "unknown" },
  { FL_LED_STATE_OFF, "FL_LED_STATE_OFF", "off" },
  { FL_LED_STATE_ON, "FL_LED_STATE_ON", "on" },
  { 0 },
};

static const GEnumValue led_evidences[] = {
  { FL_LED_EVIDENCE_NONE, "FL_LED_EVIDENCE_NONE", "none" },
  { FL_LED_EVIDENCE_ECHOED, "FL_LED_EVIDENCE_ECHOED", "echoed" },
  { FL_LED_EVIDENCE_REPORTED, "FL_LED_EVIDENCE_REPORTED", "reported" },
  { 0 },
};

static const GEnumValue availabilities[] = {
  { FL_AVAILABILITY_UNKNOWN, "FL_AVAILABILITY_UNKNOWN", "unknown" },
  { FL_AVAILABILITY_ONLINE, "FL_AVAILABILITY_ONLINE", "online" },
  { FL_AVAILABILITY_OFFLINE, "FL_AVAILABILITY_OFFLINE", "offline" },
  { 0 },
};

static const GEnumValue encrypted_states[] = {
  { FL_ENCRYPTED_STATE_NONE, "FL_ENCRYPTED_STATE_NONE", "none" },
  { FL_ENCRYPTED_STATE_OK, "FL_ENCRYPTED_STATE_OK", "ok" },
  { FL_ENCRYPTED_STATE_WRONG_KEY, "FL_ENCRYPTED_STATE_WRONG_KEY", "wrong-key" },
  { FL_ENCRYPTED_STATE_NO_KEY, "FL_ENCRYPTED_STATE_NO_KEY", "no-key" },
  { FL_ENCRYPTED_STATE_STOPPED, "FL_ENCRYPTED_STATE_STOPPED", "stopped" },
  { 0 },
};

static const GEnumValue attentions[] = {
  { FL_ATTENTION_NONE, "FL_ATTENTION_NONE", "none" },
  { FL_ATTENTION_WARNING, "FL_ATTENTION_WARNING", "warning" },
  { FL_ATTENTION_ERROR, "FL_ATTENTION_ERROR", "error" },
  { 0 },
};

static const GEnumValue time_origins[] = {
  { FL_TIME_ORIGIN_NONE, "FL_TIME_ORIGIN_NONE", "none" },
  { FL_TIME_ORIGIN_PAYLOAD, "FL_TIME_ORIGIN_PAYLOAD", "payload" },
  { FL_TIME_ORIGIN_TOKEN, "FL_TIME_ORIGIN_TOKEN", "token" },
  { FL_TIME_ORIGIN_ARRIVAL, "FL_TIME_ORIGIN_ARRIVAL", "arrival" },
  { FL_TIME_ORIGIN_RETAINED, "FL_TIME_ORIGIN_RETAINED", "retained" },
  { 0 },
};

static const char *
find_code (const GEnumValue *values,
           int               value)
{
  for (const GEnumValue *v = values; v->value_name != NULL; v++)
    if (v->value == value)
      return v->value_nick;

  g_return_val_if_reached ("unknown");
}

#define DEFINE_ENUM(TypeName, type_name, values)                                       \
  GType                                                                                \
  type_name##_get_type (void)                                                          \
  {                                                                                    \
    static gsize type;                                                                 \
                                                                                       \
    if (g_once_init_enter (&type))                                                     \
      g_once_init_leave (&type, g_enum_register_static (g_intern_static_string (#TypeName), values)); \
    return type;                                                                       \
  }                                                                                    \
                                                                                       \
  const char *                                                                         \
  type_name##_to_code (TypeName value)                                                 \
  {                                                                                    \
    return find_code (values, (int) value);                                            \
  }

DEFINE_ENUM (FlLedState, fl_led_state, led_states)
DEFINE_ENUM (FlLedEvidence, fl_led_evidence, led_evidences)
DEFINE_ENUM (FlAvailability, fl_availability, availabilities)
DEFINE_ENUM (FlEncryptedState, fl_encrypted_state, encrypted_states)
DEFINE_ENUM (FlAttention, fl_attention, attentions)
DEFINE_ENUM (FlTimeOrigin, fl_time_origin, time_origins)
