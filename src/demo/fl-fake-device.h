/* A simulated device without its network: what it measures, says, and does when told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-fake-board.h"

G_BEGIN_DECLS

/* An old command, recorded and sent again, is not obeyed. */
#define FL_FAKE_DEVICE_COMMAND_TTL_S 60

typedef struct _FlFakeDevice FlFakeDevice;

FlFakeDevice       *fl_fake_device_new             (FlFakeDeviceSettings  *settings,
                                                    FlFakeDeviceSendFunc   func,
                                                    gpointer               user_data,
                                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;
const char * const *fl_fake_device_get_filters     (FlFakeDevice          *self);
const char         *fl_fake_device_get_will_topic  (FlFakeDevice          *self);
const char         *fl_fake_device_get_will        (FlFakeDevice          *self);
char               *fl_fake_device_dup_state       (FlFakeDevice          *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean            fl_fake_device_get_led         (FlFakeDevice          *self);
void                fl_fake_device_greet           (FlFakeDevice          *self,
                                                    gint64                 now);
gint64              fl_fake_device_tick            (FlFakeDevice          *self,
                                                    gint64                 now);
gboolean            fl_fake_device_receive         (FlFakeDevice          *self,
                                                    const char            *topic,
                                                    const char            *payload,
                                                    size_t                 n,
                                                    gint64                 now);
void                fl_fake_device_free            (FlFakeDevice          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlFakeDevice, fl_fake_device_free)

G_END_DECLS
