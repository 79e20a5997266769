/* A message on a topic of an entity: read once, for all entities that share the topic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-report"

#include "devices/fl-report.h"

#include "devices/fl-device-intake.h"

void
fl_report_init (FlReport        *self,
                const FlMessage *message)
{
  g_return_if_fail (self != NULL && message != NULL);

  *self = (FlReport) { .message = message };
  if (fl_message_get_encryption (message) != FL_MESSAGE_FAILED)
    self->text = fl_message_dup_text (message);
  self->payload = fl_payload_new (message);
  self->time = MAX (fl_device_intake_find_time (self->payload, message, &self->origin), 0);
  self->is_old = fl_message_is_retained (message) || fl_message_is_reopened (message);
}

void
fl_report_clear (FlReport *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->payload, fl_payload_unref);
}
