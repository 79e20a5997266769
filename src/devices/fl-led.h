/* One LED (or relay, or anything with on and off): what it reports, what was wished, what may be said.
 *
 *   state      event                          → state      what is shown
 *   settled    command, available              → pending    spinner, the wish
 *   settled    command, not available          → settled    nothing is sent, nothing is queued
 *   pending    command                         → pending    the last wish is kept, the others forgotten
 *   pending    live report = wish              → settled    the report; then the kept wish, if it differs
 *   pending    live report ≠ wish              → settled    the report wins, and a note says so
 *   pending    the device repeats the wish     → settled    the last report, until the device is there
 *   settled    live report ≠ what it repeated  → settled    the report, and a note says so
 *   pending    retained copy                   → pending    the report changes, the wish is not settled by it
 *   pending    broker's ack, nothing reports   → settled    "sent 12:04:07, accepted by the broker; …"
 *   pending    limit                           → settled    "not confirmed", the last report
 *   pending    sending failed                  → settled    "not sent: REASON"; the kept wish is forgotten
 *   pending    no longer available             → settled    the reason; the kept wish is forgotten
 *   settled    asked again                     → settled    "asked again …" until the next report; after the limit
 *                                                           "asked again, no answer"
 *   any        a report that proves nothing    → the same   "says on in plain text: not believed"; the report stays
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "devices/fl-device-enums.h"
#include "devices/fl-entity.h"
#include "devices/fl-level.h"
#include "devices/fl-publisher.h"

G_BEGIN_DECLS

#define FL_TYPE_LED (fl_led_get_type ())

/* Main thread only. Every property notifies, and only on change. */
G_DECLARE_FINAL_TYPE (FlLed, fl_led, FL, LED, GObject)

/* Called once, when the broker has acknowledged the command (error NULL) or it could not be sent;
 * may be called from within FlLedSendFunc. Main thread. */
typedef void (*FlLedSentFunc) (const GError *error,
                               gpointer      sent_data);

/* Publishes what turns the LED on or off; whoever implements it builds and encrypts the payload. */
typedef void (*FlLedSendFunc) (FlLed         *led,
                               gboolean       on,
                               FlLedSentFunc  sent,
                               gpointer       sent_data,
                               gpointer       user_data);

/* Properties to read: "id" (DEVICE/LED), "name", "device-id", "command-topic", "report-topic" (NULL
 * when nothing reports), "evidence", "reported", "reported-at" (real µs), "reported-origin",
 * "pending", "wanted" (the last wish while pending, else UNKNOWN), "note" (translated sentence or NULL),
 * "needs-attention" (the last command was not confirmed), "available", "reason" (why not, or NULL),
 * "stale-command" (what the broker keeps on its command topic and switches it with at every restart, escaped and cut, or
 * NULL), "can-ask" (there is a query, and it can be sent now), "entity" (FlEntity that describes it, or NULL). The name changes with the description, the id never. */
FlLedState     fl_led_get_reported        (FlLed *self);
gint64         fl_led_get_reported_at     (FlLed *self);
FlTimeOrigin   fl_led_get_reported_origin (FlLed *self);
FlLedState     fl_led_get_wanted          (FlLed *self);
FlLedEvidence  fl_led_get_evidence        (FlLed *self);
gboolean       fl_led_get_pending         (FlLed *self);
gboolean       fl_led_get_available       (FlLed *self);
gboolean       fl_led_get_needs_attention (FlLed *self);
const char    *fl_led_get_id              (FlLed *self);
const char    *fl_led_get_name            (FlLed *self);
const char    *fl_led_get_device_id       (FlLed *self);
const char    *fl_led_get_command_topic   (FlLed *self);
const char    *fl_led_get_report_topic    (FlLed *self);
const char    *fl_led_get_note            (FlLed *self);
const char    *fl_led_get_reason          (FlLed *self);
FlEntity      *fl_led_get_entity          (FlLed *self);
const char    *fl_led_get_stale_command   (FlLed *self);
gboolean       fl_led_has_query           (FlLed *self);
gboolean       fl_led_get_can_ask         (FlLed *self);
guint          fl_led_get_limit_ms        (FlLed *self);
/* GListModel of FlLevel: brightness, colour, colour temperature, where declared. */
GListModel    *fl_led_get_levels          (FlLed *self);
FlLevel       *fl_led_find_level          (FlLed        *self,
                                           FlAspectKind  kind);

/* What a person does. FALSE: nothing was or will be sent (not available; toggle on unknown). */
gboolean       fl_led_command             (FlLed    *self,
                                           gboolean  on);
gboolean       fl_led_toggle              (FlLed    *self);
/* Makes the device report again. */
gboolean       fl_led_ask                 (FlLed    *self);
/* Deletes what the broker keeps on the command topic. published: called once if TRUE is returned. */
gboolean       fl_led_clear_stale_command (FlLed           *self,
                                           FlPublishedFunc  published,
                                           gpointer         published_data);

/* What the registry (or a test) does. */
FlLed         *fl_led_new                 (const char     *device_id,
                                           const char     *name) G_GNUC_WARN_UNUSED_RESULT;
void           fl_led_set_topics          (FlLed          *self,
                                           const char     *command_topic,
                                           const char     *report_topic,
                                           FlLedEvidence   evidence);
/* What describes it: names it. Its topics are set by themselves. */
void           fl_led_set_entity          (FlLed          *self,
                                           FlEntity       *entity);
void           fl_led_set_sender          (FlLed          *self,
                                           FlLedSendFunc   send,
                                           gpointer        user_data,
                                           GDestroyNotify  destroy);
/* How everything but on and off goes out; NULL: not at all. The one before is cut. */
void           fl_led_set_publisher       (FlLed          *self,
                                           FlPublisher    *publisher);
/* Both NULL: nothing makes it report. */
void           fl_led_set_query           (FlLed          *self,
                                           const char     *topic,
                                           const char     *payload);
/* text: of a retained copy on the command topic; NULL: there is none. */
void           fl_led_take_stale_command  (FlLed          *self,
                                           const char     *text);
/* A report that proves nothing, because it came in plain text where a token was due. */
void           fl_led_take_plain_report   (FlLed          *self,
                                           FlLedState      state);
void           fl_led_set_limit_ms        (FlLed          *self,
                                           guint           limit_ms);
void           fl_led_set_available       (FlLed          *self,
                                           gboolean        available,
                                           const char     *reason);
void           fl_led_take_report         (FlLed          *self,
                                           FlLedState      state,
                                           gint64          at,
                                           FlTimeOrigin origin,
                                           gboolean        retained);
/* The device repeats the command it has accepted, before it has done it (Homie 5: $target). */
void           fl_led_take_target         (FlLed          *self,
                                           FlLedState      state);

G_END_DECLS
