/* What is subscribed to beside the user's filter, to find devices: where they describe themselves, and the topics they name.
 *
 *   online ──▶ the conventions' filters ──▶ devices ──▶ the topics they name ──▶ reports
 *
 * Only where the settings allow it. A refusal is no fault of the session: it is said in "note", and the rest goes on. If the
 * connection breaks twice before it was answered, the broker is one that throws out who asks: then nothing more is asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device-registry.h"
#include "messages/fl-message.h"
#include "mqtt/fl-link.h"

G_BEGIN_DECLS

#define FL_TYPE_WIDER_NET (fl_wider_net_get_type ())

/* Main thread only. Property to read: "note", a translated sentence or NULL. */
G_DECLARE_FINAL_TYPE (FlWiderNet, fl_wider_net, FL, WIDER_NET, GObject)

FlWiderNet *fl_wider_net_new        (FlDeviceRegistry *registry) G_GNUC_WARN_UNUSED_RESULT;
/* The link whose settings count from now on. Follow its state by fl_wider_net_follow(). */
void        fl_wider_net_set_link   (FlWiderNet       *self,
                                     FlLink           *link);
/* To be called whenever the link's state has changed. */
void        fl_wider_net_follow     (FlWiderNet       *self);
/* Whether the user's own filter is what brought the message: then it is shown among the messages. */
gboolean    fl_wider_net_is_own     (FlWiderNet       *self,
                                     FlMessage        *message);
/* Whether anything was subscribed to beside it. */
gboolean    fl_wider_net_is_cast    (FlWiderNet       *self);
const char *fl_wider_net_get_note   (FlWiderNet       *self);

G_END_DECLS
