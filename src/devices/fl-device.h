/* One device: its LEDs, readings and tables, and whether it is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "devices/fl-device-enums.h"
#include "devices/fl-led.h"
#include "devices/fl-reading.h"
#include "devices/fl-table.h"

G_BEGIN_DECLS

#define FL_TYPE_DEVICE (fl_device_get_type ())

/* Main thread only. */
G_DECLARE_FINAL_TYPE (FlDevice, fl_device, FL, DEVICE, GObject)

/* Ceilings of one card; what is over them is counted in "n-refused", "encryption-mixed" (tokens on some topics, plain text on others),
 * "expects-tokens" (its LEDs' reports were tokens once), "accepts-plain" (the user accepts plain text of it all the same),
 * "n-replayed" and "replayed-at" (real µs; tokens sent again since the user took note), "confirm-limit-ms" (0: the broker's). */
#define FL_DEVICE_MAX_READINGS 200
#define FL_DEVICE_MAX_TABLES 20
#define FL_DEVICE_MAX_LEDS 50

/* The longest time for a report that can be set: an hour. */
#define FL_DEVICE_MAX_CONFIRM_LIMIT_MS (60 * 60 * 1000)

/* Properties to read: "id" (what find_led takes, never changes), "name", "info" (FlDeviceInfo of a device that was found by
 * what it says of itself, or NULL), "root" (topic above its topics),
 * "availability", "availability-at" (real µs), "leds", "readings", "tables", "last-seen" (real µs of
 * the newest value, 0: never), "last-seen-origin", "clock-not-set" (its own times are before 2001),
 * "encrypted-state", "needs-attention" (FlAttention), "attention-text" (translated sentence or
 * NULL), "n-refused". */
const char       *fl_device_get_id               (FlDevice *self);
const char       *fl_device_get_name             (FlDevice *self);
const char       *fl_device_get_root             (FlDevice *self);
FlDeviceInfo     *fl_device_get_info             (FlDevice *self);
FlAvailability    fl_device_get_availability     (FlDevice *self);
gint64            fl_device_get_availability_at  (FlDevice *self);
GListModel       *fl_device_get_leds             (FlDevice *self);
GListModel       *fl_device_get_readings         (FlDevice *self);
GListModel       *fl_device_get_tables           (FlDevice *self);
gint64            fl_device_get_last_seen        (FlDevice *self);
FlTimeOrigin      fl_device_get_last_seen_origin (FlDevice *self);
gboolean          fl_device_get_clock_not_set    (FlDevice *self);
FlEncryptedState  fl_device_get_encrypted_state  (FlDevice *self);
FlAttention       fl_device_get_needs_attention  (FlDevice *self);
const char       *fl_device_get_attention_text   (FlDevice *self);
guint             fl_device_get_n_refused        (FlDevice *self);
gboolean          fl_device_get_encryption_mixed (FlDevice *self);
gboolean          fl_device_get_expects_tokens   (FlDevice *self);
gboolean          fl_device_get_accepts_plain    (FlDevice *self);
guint             fl_device_get_n_replayed       (FlDevice *self);
gint64            fl_device_get_replayed_at      (FlDevice *self);
guint             fl_device_get_confirm_limit_ms (FlDevice *self);
guint             fl_device_get_default_limit_ms (FlDevice *self);

/* What a person decides. */
void              fl_device_set_accepts_plain    (FlDevice *self,
                                                  gboolean  accepts_plain);
void              fl_device_forget_replays       (FlDevice *self);
void              fl_device_set_confirm_limit_ms (FlDevice *self,
                                                  guint     limit_ms);

/* What the registry (or a test) does. Everything found or added stays with the device, but what its descriptions take
 * back. */
FlDevice         *fl_device_new                  (const char       *id,
                                                  const char       *name,
                                                  const char       *root) G_GNUC_WARN_UNUSED_RESULT;
/* NULL: it describes itself no longer, and is called after its root again. */
void              fl_device_set_info             (FlDevice         *self,
                                                  FlDeviceInfo     *info);
/* By the part of its id behind the device's, else by its name. */
FlLed            *fl_device_find_led             (FlDevice         *self,
                                                  const char       *name);
/* For entities: FALSE: it has too many. What is removed may live on in other hands. */
FlLed            *fl_device_add_led              (FlDevice         *self,
                                                  FlEntity         *entity);
void              fl_device_remove_led           (FlDevice         *self,
                                                  FlLed            *led);
FlReading        *fl_device_add_reading          (FlDevice         *self,
                                                  FlEntity         *entity);
void              fl_device_remove_reading       (FlDevice         *self,
                                                  FlReading        *reading);
/* What its messages on this topic left: it is somebody else's. */
void              fl_device_forget_topic         (FlDevice         *self,
                                                  const char       *topic);
/* No LED, reading or table. */
gboolean          fl_device_is_empty             (FlDevice         *self);
/* One of its LEDs alone is not there, by what its own description says. */
void              fl_device_set_led_offline      (FlDevice         *self,
                                                  FlLed            *led,
                                                  gboolean          offline);
FlLed            *fl_device_ensure_led           (FlDevice         *self,
                                                  const char       *name);
FlReading        *fl_device_ensure_reading       (FlDevice         *self,
                                                  const char       *name,
                                                  const char       *topic);
FlTable          *fl_device_ensure_table         (FlDevice         *self,
                                                  const char       *name,
                                                  const char       *topic);
void              fl_device_take_availability    (FlDevice         *self,
                                                  FlAvailability    availability,
                                                  gint64            at);
void              fl_device_take_time            (FlDevice         *self,
                                                  gint64            time,
                                                  FlTimeOrigin origin);
void              fl_device_set_clock_not_set    (FlDevice         *self,
                                                  gboolean          clock_not_set);
void              fl_device_take_encryption      (FlDevice         *self,
                                                  const char       *topic,
                                                  gboolean          is_report,
                                                  FlEncryptedState  state,
                                                  const char       *key_id);
void              fl_device_set_expects_tokens   (FlDevice         *self,
                                                  gboolean          expects_tokens);
/* The topic's latest message was plain text where a token was due: it is shown as that, and proves nothing. */
gboolean          fl_device_has_stopped_encrypting (FlDevice       *self,
                                                  const char       *topic);
void              fl_device_take_replay          (FlDevice         *self,
                                                  gint64            at);
void              fl_device_set_default_limit_ms (FlDevice         *self,
                                                  guint             limit_ms);
/* Id of the key that opened its latest token, or NULL; commands are encrypted with the same. */
const char       *fl_device_get_key_id           (FlDevice         *self);
/* The link's state: offline makes every LED unavailable for this reason. */
void              fl_device_set_online           (FlDevice         *self,
                                                  gboolean          online,
                                                  const char       *reason);

G_END_DECLS
