/* All devices found on one broker: takes batches of messages, keeps the cards, sends the commands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "crypto/fl-key-ring.h"
#include "devices/fl-device.h"
#include "devices/fl-device-settings.h"

G_BEGIN_DECLS

#define FL_TYPE_DEVICE_REGISTRY (fl_device_registry_get_type ())

#define FL_DEVICE_REGISTRY_ERROR (fl_device_registry_error_quark ())

typedef enum
{
  FL_DEVICE_REGISTRY_ERROR_TOPIC,  /* not a topic name to publish to */
  FL_DEVICE_REGISTRY_ERROR_FULL,   /* a ceiling is reached */
  FL_DEVICE_REGISTRY_ERROR_NO_KEY, /* the command has to be encrypted and there is no key */
  FL_DEVICE_REGISTRY_ERROR_OFFLINE /* nobody to send it */
} FlDeviceRegistryError;

#define FL_DEVICE_REGISTRY_MAX_DEVICES 4096

/* Main thread only. A GListModel of FlDevice in order of discovery (sort it for display), one
 * items-changed per batch. "n-refused": messages of devices over FL_DEVICE_REGISTRY_MAX_DEVICES. */
G_DECLARE_FINAL_TYPE (FlDeviceRegistry, fl_device_registry, FL, DEVICE_REGISTRY, GObject)

/* To be called exactly once for each send, main thread: error NULL once the broker has acknowledged. */
typedef void (*FlDeviceSentFunc) (const GError *error,
                                  gpointer      sent_data);

/* Publishes payload (already encrypted where it has to be) to topic with this qos (always 1) and
 * retained (always FALSE). Fails at once while offline; keeps nothing for later. */
typedef void (*FlDeviceSendFunc) (const char       *topic,
                                  GBytes           *payload,
                                  int               qos,
                                  gboolean          retained,
                                  FlDeviceSentFunc  sent,
                                  gpointer          sent_data,
                                  gpointer          user_data);

GQuark            fl_device_registry_error_quark (void);
FlDeviceRegistry *fl_device_registry_new         (const char        *base_topic,
                                                  FlDeviceSettings  *settings) G_GNUC_WARN_UNUSED_RESULT;
void              fl_device_registry_set_sender  (FlDeviceRegistry  *self,
                                                  FlDeviceSendFunc   send,
                                                  gpointer           user_data,
                                                  GDestroyNotify     destroy);
void              fl_device_registry_set_keys    (FlDeviceRegistry  *self,
                                                  FlKeyRing         *keys);
void              fl_device_registry_set_online  (FlDeviceRegistry  *self,
                                                  gboolean           online,
                                                  const char        *reason);
/* batch: GPtrArray of FlMessage in order of arrival. The same message may come again, decrypted
 * after a key was added. */
void              fl_device_registry_ingest      (FlDeviceRegistry  *self,
                                                  GPtrArray         *batch);
FlDevice         *fl_device_registry_find_device (FlDeviceRegistry  *self,
                                                  const char        *id);
/* "DEVICE" (its only LED, or the one named "led") or "DEVICE/LED"; NULL: not seen. Transfer none. */
FlLed            *fl_device_registry_find_led    (FlDeviceRegistry  *self,
                                                  const char        *id);
/* The same, but a LED never seen is made after the broker's templates. Transfer none. */
FlLed            *fl_device_registry_expect_led  (FlDeviceRegistry  *self,
                                                  const char        *id,
                                                  GError           **error);
/* Any topic, also one never seen. name NULL: after the topic. report_topic NULL: after the
 * templates if command_topic fits them, else the LED shares its topic or nothing reports.
 * Transfer none. */
FlLed            *fl_device_registry_add_led     (FlDeviceRegistry  *self,
                                                  const char        *name,
                                                  const char        *command_topic,
                                                  const char        *report_topic,
                                                  GError           **error);
guint64           fl_device_registry_get_n_refused (FlDeviceRegistry *self);

G_END_DECLS
