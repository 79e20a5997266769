/* One value a device sends: temperature, humidity, a version, a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device-enums.h"
#include "devices/fl-entity.h"
#include "messages/fl-series.h"

G_BEGIN_DECLS

#define FL_TYPE_READING (fl_reading_get_type ())

/* Main thread only. Every property notifies, and only on change; "text" and "value" notify after
 * "series" holds the value. No unit is guessed. */
G_DECLARE_FINAL_TYPE (FlReading, fl_reading, FL, READING, GObject)

/* Properties to read: "name", "topic", "text" (as the device wrote it, raw: escape it before it is
 * shown), "value", "numeric", "series" (NULL until the first number), "time" (real µs),
 * "time-origin", "n-values" (how many arrived; 1 → the first glows), "entity" (FlEntity that describes it, or NULL),
 * "unit" (as the description says, raw, or NULL), "template" (the description's template where it cannot be followed:
 * then text is the whole payload; else NULL), "plain" (it came in plain text where a token was due: shown as that). */
FlReading    *fl_reading_new             (const char   *name,
                                          const char   *topic) G_GNUC_WARN_UNUSED_RESULT;
const char   *fl_reading_get_name        (FlReading    *self);
const char   *fl_reading_get_topic       (FlReading    *self);
const char   *fl_reading_get_text        (FlReading    *self);
double        fl_reading_get_value       (FlReading    *self);
gboolean      fl_reading_get_numeric     (FlReading    *self);
FlSeries     *fl_reading_get_series      (FlReading    *self);
gint64        fl_reading_get_time        (FlReading    *self);
FlTimeOrigin  fl_reading_get_time_origin (FlReading    *self);
guint64       fl_reading_get_n_values    (FlReading    *self);
FlEntity     *fl_reading_get_entity      (FlReading    *self);
const char   *fl_reading_get_unit        (FlReading    *self);
const char   *fl_reading_get_template    (FlReading    *self);
/* Names it after its description, which may change. */
void          fl_reading_set_entity      (FlReading    *self,
                                          FlEntity     *entity);
void          fl_reading_set_template    (FlReading    *self,
                                          const char   *template);
/* Its latest text came in plain text where a token was due. */
gboolean      fl_reading_get_plain       (FlReading    *self);
void          fl_reading_set_plain       (FlReading    *self,
                                          gboolean      plain);
void          fl_reading_take_number     (FlReading    *self,
                                          const char   *text,
                                          double        value,
                                          guint         decimals,
                                          gint64        time,
                                          FlTimeOrigin origin);
void          fl_reading_take_text       (FlReading    *self,
                                          const char   *text,
                                          gint64        time,
                                          FlTimeOrigin origin);

G_END_DECLS
