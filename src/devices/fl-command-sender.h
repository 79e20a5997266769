/* How what a person wants goes out to a device: its payload, encrypted where it has to be, and where it went.
 *
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-key-ring.h"
#include "devices/fl-convention.h"
#include "devices/fl-device.h"

G_BEGIN_DECLS

/* To be called exactly once for each send, main thread: error NULL once the broker has acknowledged. */
typedef void (*FlDeviceSentFunc) (const GError *error,
                                  gpointer      sent_data);

/* Publishes payload (already encrypted where it has to be) to topic with this qos (always 1) and
 * retained (TRUE only for an empty payload, which deletes what the broker keeps). Fails at once while offline;
 * keeps nothing for later. */
typedef void (*FlDeviceSendFunc) (const char       *topic,
                                  GBytes           *payload,
                                  int               qos,
                                  gboolean          retained,
                                  FlDeviceSentFunc  sent,
                                  gpointer          sent_data,
                                  gpointer          user_data);

typedef struct _FlCommandSender FlCommandSender;

FlCommandSender *fl_command_sender_new           (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void             fl_command_sender_free          (FlCommandSender  *self);
/* send NULL: nobody sends. */
void             fl_command_sender_set_func      (FlCommandSender  *self,
                                                  FlDeviceSendFunc  send,
                                                  gpointer          user_data,
                                                  GDestroyNotify    destroy);
/* What commands are encrypted with; NULL: nothing. */
void             fl_command_sender_set_keys      (FlCommandSender  *self,
                                                  FlKeyRing        *keys);
/* From now on the LED's commands go out here, until fl_command_sender_unwire(). device: not owned, as convention; convention
 * NULL: the LED's entity says how it is commanded. */
void             fl_command_sender_wire          (FlCommandSender  *self,
                                                  FlLed            *led,
                                                  FlDevice         *device,
                                                  FlConvention     *convention);
void             fl_command_sender_unwire        (FlLed            *led);
/* Whether something was published to this topic. */
gboolean         fl_command_sender_has_sent_to   (FlCommandSender  *self,
                                                  const char       *topic);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlCommandSender, fl_command_sender_free)

G_END_DECLS
