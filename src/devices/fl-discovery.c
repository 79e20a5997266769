/* What one message says about which devices there are: filled by a convention, read by the registry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-discovery"

#include "devices/fl-discovery.h"

#include <glib/gi18n-lib.h>

struct _FlDiscovery
{
  FlDiscoveryKind kind;
  char *source;
  gboolean sign;
  gboolean partial;
  GPtrArray *entities;
  GPtrArray *devices;
  guint n_left_out;
  char *reason;
};

FlDiscovery *
fl_discovery_new (const char *topic)
{
  FlDiscovery *self;

  g_return_val_if_fail (topic != NULL, NULL);

  self = g_new0 (FlDiscovery, 1);
  self->source = g_strdup (topic);
  self->entities = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_entity_unref);
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_device_info_unref);
  return self;
}

void
fl_discovery_free (FlDiscovery *self)
{
  g_free (self->source);
  g_free (self->reason);
  g_ptr_array_unref (self->entities);
  g_ptr_array_unref (self->devices);
  g_free (self);
}

void
fl_discovery_set_source (FlDiscovery *self,
                         const char  *source)
{
  g_return_if_fail (self != NULL && source != NULL);

  g_free (self->source);
  self->source = g_strdup (source);
}

void
fl_discovery_set_sign (FlDiscovery *self)
{
  g_return_if_fail (self != NULL);

  self->sign = TRUE;
}

void
fl_discovery_set_partial (FlDiscovery *self)
{
  g_return_if_fail (self != NULL);

  self->partial = TRUE;
}

static void
set_reason (FlDiscovery *self,
            const char  *reason)
{
  g_free (self->reason);
  self->reason = g_strdup (reason);
}

static gboolean
is_same (FlEntity *a,
         FlEntity *b)
{
  return g_str_equal (fl_entity_get_id (a), fl_entity_get_id (b)) &&
         g_str_equal (fl_device_info_get_key (fl_entity_get_device (a)), fl_device_info_get_key (fl_entity_get_device (b)));
}

void
fl_discovery_add (FlDiscovery *self,
                  FlEntity    *entity)
{
  g_return_if_fail (self != NULL && entity != NULL);

  for (guint i = 0; i < self->entities->len; i++)
    if (is_same (self->entities->pdata[i], entity))
      {
        g_ptr_array_remove_index (self->entities, i);
        break;
      }
  if (self->entities->len == FL_DISCOVERY_MAX_ENTITIES)
    fl_discovery_leave_out (self, _("it describes too many entities at once"));
  else
    g_ptr_array_add (self->entities, fl_entity_ref (entity));
}

void
fl_discovery_add_device (FlDiscovery  *self,
                         FlDeviceInfo *device)
{
  g_return_if_fail (self != NULL && device != NULL);

  if (self->devices->len == FL_DISCOVERY_MAX_ENTITIES)
    fl_discovery_leave_out (self, _("it describes too many devices at once"));
  else
    g_ptr_array_add (self->devices, fl_device_info_ref (device));
}

void
fl_discovery_withdraw (FlDiscovery *self)
{
  g_return_if_fail (self != NULL);

  self->kind = FL_DISCOVERY_WITHDRAWN;
  g_ptr_array_set_size (self->entities, 0);
  g_ptr_array_set_size (self->devices, 0);
}

void
fl_discovery_set_unreadable (FlDiscovery *self,
                             const char  *reason)
{
  g_return_if_fail (self != NULL && reason != NULL);

  self->kind = FL_DISCOVERY_UNREADABLE;
  g_ptr_array_set_size (self->entities, 0);
  g_ptr_array_set_size (self->devices, 0);
  set_reason (self, reason);
}

void
fl_discovery_leave_out (FlDiscovery *self,
                        const char  *reason)
{
  g_return_if_fail (self != NULL && reason != NULL);

  self->n_left_out++;
  set_reason (self, reason);
}

gboolean
fl_discovery_add_new (FlDiscovery          *self,
                      FlDeviceInfo         *device,
                      const FlEntityFields *fields)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlEntity) entity = NULL;

  g_return_val_if_fail (self != NULL && device != NULL && fields != NULL, FALSE);

  entity = fl_entity_new (device, fields, &error);
  if (entity != NULL)
    fl_discovery_add (self, entity);
  else
    fl_discovery_leave_out (self, error->message);
  return entity != NULL;
}

FlDiscoveryKind
fl_discovery_get_kind (FlDiscovery *self)
{
  g_return_val_if_fail (self != NULL, FL_DISCOVERY_UNREADABLE);

  return self->kind;
}

const char *
fl_discovery_get_source (FlDiscovery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source;
}

gboolean
fl_discovery_is_sign (FlDiscovery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->sign;
}

gboolean
fl_discovery_is_partial (FlDiscovery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->partial;
}

guint
fl_discovery_get_n_entities (FlDiscovery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->entities->len;
}

/* Transfer none. */
FlEntity *
fl_discovery_get_entity (FlDiscovery *self,
                         guint        position)
{
  g_return_val_if_fail (self != NULL && position < self->entities->len, NULL);

  return self->entities->pdata[position];
}

FlEntity *
fl_discovery_find_entity (FlDiscovery *self,
                          const char  *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  for (guint i = 0; i < self->entities->len; i++)
    if (g_str_equal (fl_entity_get_id (self->entities->pdata[i]), id))
      return self->entities->pdata[i];
  return NULL;
}

/* Those added without entities. */
guint
fl_discovery_get_n_devices (FlDiscovery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->devices->len;
}

/* Transfer none. */
FlDeviceInfo *
fl_discovery_get_device (FlDiscovery *self,
                         guint        position)
{
  g_return_val_if_fail (self != NULL && position < self->devices->len, NULL);

  return self->devices->pdata[position];
}

guint
fl_discovery_get_n_left_out (FlDiscovery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_left_out;
}

const char *
fl_discovery_get_reason (FlDiscovery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reason;
}
