/* What of a light is set by degrees: brightness, colour, colour temperature. What is reported and what is wished stay apart.
 *
 *   state      event                                → state      what is shown
 *   settled    command, available, in range         → pending    the wish
 *   settled    command, not available or nonsense   → settled    nothing is sent, nothing is queued
 *   pending    command, the last was 100 ms ago     → pending    it is sent
 *   pending    command, sooner                      → pending    it waits for its turn; another takes its place
 *   pending    live report = last command           → settled    the report
 *   pending    live report ≠ last command           → pending    the report; it may answer an earlier command
 *   pending    broker's ack, nothing reports        → settled    "sent 12:04:07, accepted by the broker; …"
 *   pending    limit, something else was reported   → settled    "the device reports 40 %"
 *   pending    limit                                → settled    "not confirmed", the last report
 *   pending    sending failed                       → settled    "not sent: REASON"
 *   pending    no longer available                  → settled    "not confirmed: REASON"
 *
 * A command waits for its turn only while one is pending: never for a connection, and never longer than 100 ms.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device-enums.h"
#include "devices/fl-entity.h"
#include "devices/fl-publisher.h"

G_BEGIN_DECLS

/* Between two commands, in µs: at most ten a second. */
#define FL_LEVEL_INTERVAL_US (100 * 1000)

#define FL_TYPE_LEVEL (fl_level_get_type ())

/* Main thread only. Every property notifies, and only on change. A colour's number is 0xrrggbb. */
G_DECLARE_FINAL_TYPE (FlLevel, fl_level, FL, LEVEL, GObject)

/* Monotonic µs. */
typedef gint64 (*FlLevelClock) (gpointer user_data);

/* Properties to read: "has-report", "reported" (as the device says, also outside minimum … maximum), "pending", "wanted"
 * (the last wish while pending, else 0), "note" (translated sentence or NULL), "needs-attention", "available", "reason". */
FlAspectKind     fl_level_get_kind            (FlLevel         *self);
const FlAspect  *fl_level_get_aspect          (FlLevel         *self);
double           fl_level_get_minimum         (FlLevel         *self);
double           fl_level_get_maximum         (FlLevel         *self);
gboolean         fl_level_get_has_report      (FlLevel         *self);
double           fl_level_get_reported        (FlLevel         *self);
gboolean         fl_level_is_out_of_range     (FlLevel         *self);
gboolean         fl_level_get_pending         (FlLevel         *self);
double           fl_level_get_wanted          (FlLevel         *self);
const char      *fl_level_get_note            (FlLevel         *self);
gboolean         fl_level_get_needs_attention (FlLevel         *self);
gboolean         fl_level_get_available       (FlLevel         *self);
const char      *fl_level_get_reason          (FlLevel         *self);
/* For people: "40 %", "2700 K", "#ff8000"; raw numbers of reports out of range. */
char            *fl_level_dup_text            (FlLevel         *self,
                                               double           number) G_GNUC_WARN_UNUSED_RESULT;

/* What a person does. FALSE: nothing was or will be sent: not available, no number, or not in range. */
gboolean         fl_level_command             (FlLevel         *self,
                                               double           number);

/* What the LED (or a test) does. */
FlLevel         *fl_level_new                 (FlEntity        *entity,
                                               FlAspectKind     kind) G_GNUC_WARN_UNUSED_RESULT;
void             fl_level_set_publisher       (FlLevel         *self,
                                               FlPublisher     *publisher);
void             fl_level_set_limit_ms        (FlLevel         *self,
                                               guint            limit_ms);
void             fl_level_set_available       (FlLevel         *self,
                                               gboolean         available,
                                               const char      *reason);
/* text: what the aspect's template made of the report. */
void             fl_level_take_report         (FlLevel         *self,
                                               const char      *text,
                                               gboolean         retained);
/* Another clock than the machine's; then nothing happens by itself: call fl_level_tick(). */
void             fl_level_set_clock           (FlLevel         *self,
                                               FlLevelClock     clock,
                                               gpointer         user_data);
/* Does what is due. */
void             fl_level_tick                (FlLevel         *self);

G_END_DECLS
