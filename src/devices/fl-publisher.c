/* A way to publish for a device, which may end before those who hold it do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-publisher"

#include "devices/fl-publisher.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

struct _FlPublisher
{
  guint ref_count;
  FlPublishFunc publish; /* NULL: cut */
  gpointer user_data;
  GDestroyNotify destroy;
};

FlPublisher *
fl_publisher_new (FlPublishFunc  publish,
                  gpointer       user_data,
                  GDestroyNotify destroy)
{
  FlPublisher *self;

  g_return_val_if_fail (publish != NULL, NULL);

  self = g_new0 (FlPublisher, 1);
  *self = (FlPublisher) { .ref_count = 1, .publish = publish, .user_data = user_data, .destroy = destroy };
  return self;
}

FlPublisher *
fl_publisher_ref (FlPublisher *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  self->ref_count++;
  return self;
}

void
fl_publisher_unref (FlPublisher *self)
{
  g_return_if_fail (self != NULL);

  if (--self->ref_count > 0)
    return;
  fl_publisher_cut (self);
  g_free (self);
}

void
fl_publisher_cut (FlPublisher *self)
{
  g_return_if_fail (self != NULL);

  self->publish = NULL;
  if (self->destroy != NULL)
    g_steal_pointer (&self->destroy) (self->user_data);
}

void
fl_publisher_publish (FlPublisher     *self,
                      const char      *topic,
                      GBytes          *payload,
                      gboolean         retained,
                      FlPublishedFunc  published,
                      gpointer         published_data)
{
  g_autoptr(GError) error = NULL;

  g_return_if_fail (self != NULL && topic != NULL && payload != NULL && published != NULL);
  g_return_if_fail (!retained || g_bytes_get_size (payload) == 0);

  if (self->publish != NULL)
    {
      self->publish (topic, payload, retained, published, published_data, self->user_data);
      return;
    }
  g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("not connected"));
  published (error, published_data);
}
