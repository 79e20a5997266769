/* What was published and is not acknowledged yet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-deliveries"

#include "config.h"

#include "mqtt/fl-deliveries.h"

#include "mqtt/fl-link.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TOPIC 65535
/* MQTT 5.0, section 1.5.5: the longest remaining length; less the packet's own fields, generously. */
#define MAX_PAYLOAD (268435455 - 16)

struct _FlDeliveries
{
  GHashTable *tasks; /* id (gint64 *) → GTask, unanswered */
  gint64      n_published;
};

static GHashTable *
make_table (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

FlDeliveries *
fl_deliveries_new (void)
{
  FlDeliveries *self = g_new0 (FlDeliveries, 1);

  self->tasks = make_table ();
  return self;
}

void
fl_deliveries_free (FlDeliveries *self)
{
  g_hash_table_unref (self->tasks);
  g_free (self);
}

/**
 * fl_deliveries_check:
 * @topic: where it is to go
 * @payload: what is to go there
 *
 * Returns: FALSE with FL_LINK_ERROR_INVALID if MQTT cannot carry it
 */
gboolean
fl_deliveries_check (const char  *topic,
                     GBytes      *payload,
                     GError     **error)
{
  if (*topic == '\0' || strlen (topic) > MAX_TOPIC || strpbrk (topic, "+#") != NULL
      || !g_utf8_validate (topic, -1, NULL))
    {
      g_set_error_literal (error, FL_LINK_ERROR, FL_LINK_ERROR_INVALID,
                           _("A message cannot be published to this topic."));
      return FALSE;
    }
  if (g_bytes_get_size (payload) > MAX_PAYLOAD - strlen (topic))
    {
      g_set_error_literal (error, FL_LINK_ERROR, FL_LINK_ERROR_INVALID,
                           _("The message is longer than MQTT can carry."));
      return FALSE;
    }
  return TRUE;
}

/**
 * fl_deliveries_add:
 * @task: (transfer full): answered by fl_deliveries_answer() or fl_deliveries_fail_all()
 *
 * Returns: the id under which it is to be published; never 0, never the same
 */
guint64
fl_deliveries_add (FlDeliveries *self,
                   GTask        *task)
{
  gint64 id = ++self->n_published;

  g_hash_table_insert (self->tasks, g_memdup2 (&id, sizeof id), task);
  return (guint64) id;
}

/* An id that nobody waits for any more is passed over. */
void
fl_deliveries_answer (FlDeliveries            *self,
                      const FlConnectionEvent *event)
{
  gint64 id = (gint64) event->id;
  g_autoptr(GTask) task = NULL;
  gpointer key;

  if (!g_hash_table_steal_extended (self->tasks, &id, &key, (gpointer *) &task))
    return;
  g_free (key);
  if (event->kind == FL_CONNECTION_DELIVERED)
    g_task_return_boolean (task, TRUE);
  else if (event->reason >= 0x80)
    g_task_return_new_error (task, FL_LINK_ERROR, FL_LINK_ERROR_REFUSED,
                             _("The broker did not accept the message (reason 0x%02X)."), (unsigned) event->reason);
  else
    g_task_return_new_error (task, FL_LINK_ERROR, FL_LINK_ERROR_LOST,
                             _("The message could not be sent."));
}

/* What was sent and not acknowledged may have arrived or not; nobody sends it again. */
void
fl_deliveries_fail_all (FlDeliveries *self)
{
  g_autoptr(GHashTable) tasks = g_steal_pointer (&self->tasks);
  GHashTableIter iter;
  gpointer task;

  self->tasks = make_table ();
  g_hash_table_iter_init (&iter, tasks);
  while (g_hash_table_iter_next (&iter, NULL, &task))
    g_task_return_new_error (task, FL_LINK_ERROR, FL_LINK_ERROR_LOST,
                             _("The connection was lost before the broker confirmed the message."));
}
