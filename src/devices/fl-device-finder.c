/* Which entities there are, by what the conventions made of the messages: new ones, changed ones, those taken back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-device-finder"

#include "devices/fl-device-finder.h"

#include "devices/fl-conventions.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* All that one source has said. */
typedef struct
{
  GPtrArray *entities;
  GPtrArray *devices;
} Source;

struct _FlDeviceFinder
{
  char *base;
  GPtrArray *conventions;
  GHashTable *sources; /* name → Source */
  GHashTable *topics;  /* of documents */
  guint n_entities;
  guint64 n_left_out;
  char *reason;
};

static void
source_free (Source *source)
{
  g_ptr_array_unref (source->entities);
  g_ptr_array_unref (source->devices);
  g_free (source);
}

static void
change_free (FlDiscoveryChange *change)
{
  g_clear_pointer (&change->was, fl_entity_unref);
  g_clear_pointer (&change->now, fl_entity_unref);
  g_clear_pointer (&change->device_was, fl_device_info_unref);
  g_clear_pointer (&change->device_now, fl_device_info_unref);
  g_free (change);
}

FlDeviceFinder *
fl_device_finder_new (const char       *base,
                      FlDeviceSettings *settings)
{
  FlDeviceFinder *self;

  g_return_val_if_fail (base != NULL && settings != NULL, NULL);

  self = g_new0 (FlDeviceFinder, 1);
  self->base = g_strdup (base);
  self->conventions = fl_conventions_new (settings);
  self->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) source_free);
  self->topics = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
fl_device_finder_free (FlDeviceFinder *self)
{
  g_free (self->base);
  g_free (self->reason);
  g_ptr_array_unref (self->conventions);
  g_hash_table_unref (self->sources);
  g_hash_table_unref (self->topics);
  g_free (self);
}

/* conventions: GPtrArray of FlConvention. */
void
fl_device_finder_set_conventions (FlDeviceFinder *self,
                                  GPtrArray      *conventions)
{
  g_return_if_fail (self != NULL && conventions != NULL);

  g_ptr_array_unref (self->conventions);
  self->conventions = g_ptr_array_ref (conventions);
}

gboolean
fl_device_finder_knows_topic (FlDeviceFinder *self,
                              const char     *topic)
{
  g_return_val_if_fail (self != NULL && topic != NULL, FALSE);

  return g_hash_table_contains (self->topics, topic);
}

static void
leave_out (FlDeviceFinder *self,
           guint           n,
           const char     *reason)
{
  if (n == 0)
    return;
  self->n_left_out += n;
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

/* Transfer full; NULL: there is none. */
static FlEntity *
take_same (GPtrArray *entities,
           FlEntity  *like)
{
  for (guint i = 0; i < entities->len; i++)
    if (is_same (entities->pdata[i], like))
      return g_ptr_array_steal_index (entities, i);
  return NULL;
}

static void
add_change (GPtrArray         *changes,
            FlDiscoveryChange  change)
{
  g_ptr_array_add (changes, g_memdup2 (&change, sizeof change));
}

static Source *
ensure_source (FlDeviceFinder *self,
               const char     *name)
{
  Source *source = g_hash_table_lookup (self->sources, name);

  if (source != NULL)
    return source;
  if (g_hash_table_size (self->sources) == FL_DEVICE_FINDER_MAX_DOCUMENTS)
    return NULL;
  source = g_new0 (Source, 1);
  source->entities = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_entity_unref);
  source->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_device_info_unref);
  g_hash_table_insert (self->sources, g_strdup (name), source);
  return source;
}

/* Each entity said now, and what it replaces. */
static void
add_entities (FlDeviceFinder *self,
              FlDiscovery    *discovery,
              GPtrArray      *before,
              GPtrArray      *after,
              GPtrArray      *changes)
{
  for (guint i = 0; i < fl_discovery_get_n_entities (discovery); i++)
    {
      FlEntity *now = fl_discovery_get_entity (discovery, i);
      FlEntity *was = take_same (before, now);

      if (was != NULL && fl_entity_equal (was, now))
        {
          g_ptr_array_add (after, was);
          continue;
        }
      if (was == NULL && self->n_entities == FL_DEVICE_FINDER_MAX_ENTITIES)
        {
          leave_out (self, 1, _("there are too many entities"));
          continue;
        }
      self->n_entities += was == NULL;
      g_ptr_array_add (after, fl_entity_ref (now));
      add_change (changes, (FlDiscoveryChange) { .was = was, .now = fl_entity_ref (now), .is_sign = fl_discovery_is_sign (discovery) });
    }
}

static void
add_devices (FlDiscovery *discovery,
             GPtrArray   *before,
             GPtrArray   *after,
             GPtrArray   *changes)
{
  for (guint i = 0; i < fl_discovery_get_n_devices (discovery); i++)
    {
      FlDeviceInfo *now = fl_discovery_get_device (discovery, i);
      guint position;

      if (g_ptr_array_find_with_equal_func (before, now, (GEqualFunc) fl_device_info_equal, &position))
        {
          g_ptr_array_add (after, g_ptr_array_steal_index (before, position));
          continue;
        }
      g_ptr_array_add (after, fl_device_info_ref (now));
      add_change (changes, (FlDiscoveryChange) { .device_now = fl_device_info_ref (now) });
    }
}

/* What it has said before and does not say any more. */
static void
withdraw (FlDeviceFinder *self,
          GPtrArray      *entities,
          GPtrArray      *devices,
          GPtrArray      *changes)
{
  for (guint i = 0; i < entities->len; i++)
    add_change (changes, (FlDiscoveryChange) { .was = fl_entity_ref (entities->pdata[i]) });
  for (guint i = 0; i < devices->len; i++)
    add_change (changes, (FlDiscoveryChange) { .device_was = fl_device_info_ref (devices->pdata[i]) });
  self->n_entities -= entities->len;
}

static void
move_all (GPtrArray *from,
          GPtrArray *to)
{
  while (from->len > 0)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, 0));
}

static void
replace (FlDeviceFinder *self,
         FlDiscovery    *discovery,
         GPtrArray      *changes)
{
  Source *source = ensure_source (self, fl_discovery_get_source (discovery));
  g_autoptr(GPtrArray) entities = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_entity_unref);
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_device_info_unref);

  if (source == NULL)
    {
      leave_out (self, 1, _("there are too many documents"));
      return;
    }
  add_entities (self, discovery, source->entities, entities, changes);
  add_devices (discovery, source->devices, devices, changes);
  if (fl_discovery_is_partial (discovery))
    {
      move_all (source->entities, entities);
      move_all (source->devices, devices);
    }
  withdraw (self, source->entities, source->devices, changes);
  g_ptr_array_unref (source->entities);
  g_ptr_array_unref (source->devices);
  source->entities = g_steal_pointer (&entities);
  source->devices = g_steal_pointer (&devices);
}

static void
remove_source (FlDeviceFinder *self,
               const char     *name,
               GPtrArray      *changes)
{
  Source *source = g_hash_table_lookup (self->sources, name);

  if (source == NULL)
    return;
  withdraw (self, source->entities, source->devices, changes);
  g_hash_table_remove (self->sources, name);
}

/* FALSE: nobody knows it. */
static gboolean
ask_conventions (FlDeviceFinder *self,
                 const char     *topic,
                 const char     *text,
                 FlDiscovery    *discovery)
{
  for (guint i = 0; i < self->conventions->len; i++)
    if (fl_convention_discover (self->conventions->pdata[i], self->base, topic, text, discovery))
      return TRUE;
  return FALSE;
}

static void
remember_topic (FlDeviceFinder *self,
                const char     *topic,
                gboolean        is_gone)
{
  if (is_gone)
    g_hash_table_remove (self->topics, topic);
  else if (g_hash_table_size (self->topics) < 4 * FL_DEVICE_FINDER_MAX_DOCUMENTS && !g_hash_table_contains (self->topics, topic))
    g_hash_table_add (self->topics, g_strdup (topic));
}

GPtrArray *
fl_device_finder_take (FlDeviceFinder *self,
                       const char     *topic,
                       const char     *text,
                       gboolean       *is_document)
{
  g_autoptr(FlDiscovery) discovery = NULL;
  g_autoptr(GPtrArray) changes = NULL;

  g_return_val_if_fail (self != NULL && topic != NULL && text != NULL && is_document != NULL, NULL);

  *is_document = FALSE;
  if (strnlen (text, FL_DEVICE_FINDER_MAX_TEXT_BYTES + 1) > FL_DEVICE_FINDER_MAX_TEXT_BYTES)
    return NULL;
  discovery = fl_discovery_new (topic);
  if (!ask_conventions (self, topic, text, discovery))
    return NULL;

  *is_document = !fl_discovery_is_sign (discovery);
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
  leave_out (self, fl_discovery_get_n_left_out (discovery), fl_discovery_get_reason (discovery));
  switch (fl_discovery_get_kind (discovery))
    {
    case FL_DISCOVERY_ENTITIES:
      replace (self, discovery, changes);
      break;
    case FL_DISCOVERY_WITHDRAWN:
      remove_source (self, fl_discovery_get_source (discovery), changes);
      break;
    case FL_DISCOVERY_UNREADABLE:
    default:
      leave_out (self, 1, fl_discovery_get_reason (discovery));
    }
  if (*is_document)
    remember_topic (self, topic, text[0] == '\0');
  return g_steal_pointer (&changes);
}

guint64
fl_device_finder_get_n_left_out (FlDeviceFinder *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_left_out;
}

const char *
fl_device_finder_get_reason (FlDeviceFinder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reason;
}
