/* Switches off what several devices report to be on, and can take it back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device.h"

G_BEGIN_DECLS

#define FL_TYPE_ALL_OFF (fl_all_off_get_type ())

/* Main thread only. Done once, in fl_all_off_new(); undone at most once. */
G_DECLARE_FINAL_TYPE (FlAllOff, fl_all_off, FL, ALL_OFF, GObject)

FlAllOff *fl_all_off_new         (GPtrArray *devices) G_GNUC_WARN_UNUSED_RESULT;
void      fl_all_off_undo        (FlAllOff  *self);
guint     fl_all_off_get_n_sent  (FlAllOff  *self);
char     *fl_all_off_dup_summary (FlAllOff  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
