/* The times that come with a message: how a device writes its own, and which of them is believed. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "messages/fl-json.h"

G_BEGIN_DECLS

/* 1 January 2016, in s: a clock before it was never set (it counts from 1970, or from 2000 on MicroPython). */
#define FL_PAYLOAD_TIME_FIRST_BELIEVED G_GINT64_CONSTANT (1451606400)

#define FL_PAYLOAD_TIME_N_NAMES 3

typedef enum
{
  FL_TIME_SOURCE_ARRIVAL,
  FL_TIME_SOURCE_TOKEN,
  FL_TIME_SOURCE_PAYLOAD,
} FlTimeSource;

guint    fl_payload_time_rank_name (const char   *name);
gint64   fl_payload_time_read      (FlJsonToken   token,
                                    const char   *slice,
                                    gsize         n);
gboolean fl_payload_time_is_set    (gint64        time);
gint64   fl_payload_time_choose    (gint64        own,
                                    gint64        token_time,
                                    gint64        arrived,
                                    FlTimeSource *source);

G_END_DECLS
