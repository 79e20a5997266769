/* All devices found on one broker: takes batches of messages, keeps the cards, sends the commands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "crypto/fl-key-ring.h"
#include "devices/fl-command-sender.h"
#include "devices/fl-device-cards.h"
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

#define FL_DEVICE_REGISTRY_MAX_DEVICES FL_DEVICE_CARDS_MAX

/* Of topics outside the base that devices name; what is over it is not subscribed to, so those devices say nothing. */
#define FL_DEVICE_REGISTRY_MAX_FILTERS 2000

/* Main thread only. A GListModel of FlDevice in order of discovery (sort it for display), one
 * items-changed per batch for those that are new, and one for each that is gone. Properties to read: "n-refused": messages
 * of devices over FL_DEVICE_REGISTRY_MAX_DEVICES; "n-left-out": documents and parts of documents that describe devices but
 * cannot be read, ask for what must not be done, or are over a ceiling; "left-out-reason": of the last one, translated, or
 * NULL. The signal "filters-changed" comes when devices name topics outside the base that they did not name before. */
G_DECLARE_FINAL_TYPE (FlDeviceRegistry, fl_device_registry, FL, DEVICE_REGISTRY, GObject)

GQuark            fl_device_registry_error_quark (void);
FlDeviceRegistry *fl_device_registry_new         (const char        *base_topic,
                                                  FlDeviceSettings  *settings) G_GNUC_WARN_UNUSED_RESULT;
void              fl_device_registry_set_sender  (FlDeviceRegistry  *self,
                                                  FlDeviceSendFunc   send,
                                                  gpointer           user_data,
                                                  GDestroyNotify     destroy);
/* Whether devices are found by what they say of themselves; TRUE at first. */
void              fl_device_registry_set_discovery (FlDeviceRegistry *self,
                                                  gboolean           discovery);
/* For tests: these (GPtrArray of FlConvention) instead of all that there are. */
void              fl_device_registry_set_conventions (FlDeviceRegistry *self,
                                                  GPtrArray          *conventions);
void              fl_device_registry_set_keys    (FlDeviceRegistry  *self,
                                                  FlKeyRing         *keys);
void              fl_device_registry_set_online  (FlDeviceRegistry  *self,
                                                  gboolean           online,
                                                  const char        *reason);
/* What is to be kept of the devices until the next start: see fl-device-rules.h. Property "rules", which notifies. */
void              fl_device_registry_set_rules   (FlDeviceRegistry  *self,
                                                  const char        *rules);
char             *fl_device_registry_dup_rules   (FlDeviceRegistry  *self) G_GNUC_WARN_UNUSED_RESULT;
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
guint64           fl_device_registry_get_n_left_out (FlDeviceRegistry *self);
const char       *fl_device_registry_get_left_out_reason (FlDeviceRegistry *self);
/* What has to be subscribed to beside the base, for the devices there are: "tele/plug/#". NULL-terminated. */
char            **fl_device_registry_dup_filters (FlDeviceRegistry  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
