/* One day to remember, as a file that every calendar program reads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Days before the day on which the calendar reminds. */
#define FL_CALENDAR_REMIND_DAYS 14

/* Everything is borrowed. */
typedef struct
{
  const char *id;          /* what the day is about: the same id gives the same UID, so that it is moved and not doubled */
  const char *summary;
  const char *description;
  gint64      at;          /* Unix seconds; its day in UTC */
  gint64      now;         /* when the file is made */
} FlCalendarEvent;

char *fl_calendar_write (const FlCalendarEvent *event) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
