/* A message on a topic of an entity: read once, for all entities that share the topic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device-enums.h"
#include "messages/fl-message.h"
#include "messages/fl-payload.h"

G_BEGIN_DECLS

/* On the stack. Empty one: { 0 }; clear it after use. */
typedef struct
{
  const FlMessage *message; /* not owned */
  char *text;               /* NULL: not text, or a token nobody here can open */
  FlPayload *payload;
  gint64 time;              /* real µs */
  FlTimeOrigin origin;
  gboolean is_old;          /* a retained copy, or seen before: settles no command */
  gboolean is_plain;        /* plain text where a token was due: proves nothing */
} FlReport;

void  fl_report_init  (FlReport        *self,
                       const FlMessage *message);
void  fl_report_clear (FlReport        *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlReport, fl_report_clear)

G_END_DECLS
