/* The devices of a broker, found by root, by id, by what they say of themselves, and by the topics they claim.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-device-cards"

#include "devices/fl-device-cards.h"

#include "devices/fl-command-sender.h"
#include "messages/fl-topic-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _FlDeviceCards
{
  GPtrArray *devices;         /* FlDevice */
  GHashTable *device_of_root; /* keys of the three: the device's own strings */
  GHashTable *device_of_id;
  GHashTable *device_of_key;  /* keys copied */
  GHashTable *device_of_claim;
  GHashTable *key_of_device;  /* keys and values as in device_of_key */
};

/* Its LEDs may outlive us in somebody else's hands. */
static void
let_go (FlDevice *device)
{
  guint n = g_list_model_get_n_items (fl_device_get_leds (device));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlLed) led = g_list_model_get_item (fl_device_get_leds (device), i);

      fl_command_sender_unwire (led);
    }
  g_object_unref (device);
}

FlDeviceCards *
fl_device_cards_new (void)
{
  FlDeviceCards *self = g_new0 (FlDeviceCards, 1);

  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) let_go);
  self->device_of_root = g_hash_table_new (g_str_hash, g_str_equal);
  self->device_of_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->device_of_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->device_of_claim = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->key_of_device = g_hash_table_new (NULL, NULL);
  return self;
}

void
fl_device_cards_free (FlDeviceCards *self)
{
  g_hash_table_unref (self->device_of_root);
  g_hash_table_unref (self->device_of_id);
  g_hash_table_unref (self->key_of_device);
  g_hash_table_unref (self->device_of_key);
  g_hash_table_unref (self->device_of_claim);
  g_ptr_array_unref (self->devices);
  g_free (self);
}

guint
fl_device_cards_get_n (FlDeviceCards *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->devices->len;
}

FlDevice *
fl_device_cards_get (FlDeviceCards *self,
                     guint          position)
{
  g_return_val_if_fail (self != NULL && position < self->devices->len, NULL);

  return self->devices->pdata[position];
}

static FlDevice *
insert (FlDeviceCards *self,
        const char    *id,
        const char    *name,
        const char    *root)
{
  FlDevice *device;

  if (self->devices->len == FL_DEVICE_CARDS_MAX)
    return NULL;
  device = fl_device_new (id, name, root != NULL ? root : "");
  g_ptr_array_add (self->devices, device);
  g_hash_table_insert (self->device_of_id, (gpointer) fl_device_get_id (device), device);
  if (root != NULL)
    g_hash_table_insert (self->device_of_root, (gpointer) fl_device_get_root (device), device);
  return device;
}

FlDevice *
fl_device_cards_add (FlDeviceCards *self,
                     const char    *root)
{
  const char *level = fl_topic_name_get_last_level (root);
  const char *name = level[0] != '\0' ? level : root;
  const char *id = name[0] != '\0' && !g_hash_table_contains (self->device_of_id, name) ? name : root;

  g_return_val_if_fail (self != NULL && root != NULL, NULL);

  return insert (self, id, name[0] != '\0' ? name : _("Top level"), root);
}

/* After its root, if nothing else is called so, else after its key. Never one that is taken. Transfer full. */
static char *
make_id (FlDeviceCards *self,
         FlDeviceInfo  *info,
         const char    *root)
{
  const char *wanted = root != NULL ? fl_topic_name_get_last_level (root) : fl_device_info_get_key (info);
  char *id;

  if (wanted[0] == '\0' || g_hash_table_contains (self->device_of_id, wanted))
    wanted = root != NULL ? root : fl_device_info_get_key (info);
  id = g_strdup (wanted);
  for (guint i = 2; g_hash_table_contains (self->device_of_id, id); i++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", wanted, i);
    }
  return id;
}

static void
remember_key (FlDeviceCards *self,
              FlDevice      *device,
              const char    *key)
{
  char *copy = g_strdup (key);

  g_hash_table_insert (self->device_of_key, copy, device);
  g_hash_table_insert (self->key_of_device, device, copy);
}

FlDevice *
fl_device_cards_add_described (FlDeviceCards *self,
                               FlDeviceInfo  *info,
                               const char    *root)
{
  FlDevice *device = root != NULL ? g_hash_table_lookup (self->device_of_root, root) : NULL;
  g_autofree char *id = NULL;

  g_return_val_if_fail (self != NULL && info != NULL, NULL);

  if (device != NULL && fl_device_get_info (device) != NULL)
    {
      device = NULL; /* somebody else's */
      root = NULL;
    }
  if (device == NULL)
    {
      id = make_id (self, info, root);
      device = insert (self, id, fl_device_info_get_name (info), root);
    }
  if (device != NULL)
    remember_key (self, device, fl_device_info_get_key (info));
  return device;
}

static gboolean
is_of_device (gpointer key,
              gpointer value,
              gpointer user_data)
{
  return value == user_data;
}

static gboolean
claim (FlDeviceCards *self,
       FlDevice      *device,
       const char    *topic)
{
  if (topic[0] == '\0' || g_hash_table_contains (self->device_of_claim, topic))
    return FALSE;
  g_hash_table_insert (self->device_of_claim, g_strdup (topic), device);
  return TRUE;
}

gboolean
fl_device_cards_describe (FlDeviceCards *self,
                          FlDevice      *device,
                          FlDeviceInfo  *info)
{
  FlDeviceInfo *was = fl_device_get_info (device);
  const char *const *claims = fl_device_info_get_claims (info);
  gboolean is_new = FALSE;

  g_return_val_if_fail (self != NULL && FL_IS_DEVICE (device) && info != NULL, FALSE);

  if (was != NULL && fl_device_info_equal (was, info))
    return FALSE;
  if (was == NULL || !g_strv_equal (fl_device_info_get_claims (was), claims))
    {
      g_hash_table_foreach_remove (self->device_of_claim, is_of_device, device);
      for (guint i = 0; claims[i] != NULL; i++)
        is_new |= claim (self, device, claims[i]);
      is_new |= claim (self, device, fl_device_get_root (device));
    }
  fl_device_set_info (device, info);
  return is_new;
}

void
fl_device_cards_undescribe (FlDeviceCards *self,
                            FlDevice      *device)
{
  const char *key = g_hash_table_lookup (self->key_of_device, device);

  g_return_if_fail (self != NULL && FL_IS_DEVICE (device));

  if (key == NULL)
    return;
  g_hash_table_remove (self->key_of_device, device);
  g_hash_table_remove (self->device_of_key, key);
  g_hash_table_foreach_remove (self->device_of_claim, is_of_device, device);
  fl_device_set_info (device, NULL);
}

guint
fl_device_cards_remove (FlDeviceCards *self,
                        FlDevice      *device)
{
  guint position = 0;

  g_return_val_if_fail (self != NULL && g_ptr_array_find (self->devices, device, &position), 0);

  fl_device_cards_undescribe (self, device);
  g_hash_table_remove (self->device_of_id, fl_device_get_id (device));
  if (g_hash_table_lookup (self->device_of_root, fl_device_get_root (device)) == device)
    g_hash_table_remove (self->device_of_root, fl_device_get_root (device));
  g_ptr_array_remove_index (self->devices, position);
  return position;
}

FlDevice *
fl_device_cards_find_root (FlDeviceCards *self,
                           const char    *root)
{
  g_return_val_if_fail (self != NULL && root != NULL, NULL);

  return g_hash_table_lookup (self->device_of_root, root);
}

FlDevice *
fl_device_cards_find_key (FlDeviceCards *self,
                          const char    *key)
{
  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  return g_hash_table_lookup (self->device_of_key, key);
}

FlDevice *
fl_device_cards_find (FlDeviceCards *self,
                      const char    *id)
{
  FlDevice *device;

  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  device = g_hash_table_lookup (self->device_of_id, id);
  if (device != NULL)
    return device;
  for (guint i = 0; i < self->devices->len; i++)
    if (g_str_equal (fl_device_get_name (self->devices->pdata[i]), id))
      {
        if (device != NULL)
          return NULL;
        device = self->devices->pdata[i];
      }
  return device;
}

FlDevice *
fl_device_cards_find_claimant (FlDeviceCards *self,
                               const char    *topic)
{
  g_autofree char *above = NULL;
  FlDevice *device;

  g_return_val_if_fail (self != NULL && topic != NULL, NULL);

  if (g_hash_table_size (self->device_of_claim) == 0)
    return NULL;
  above = g_strdup (topic);
  do
    {
      char *slash;

      device = g_hash_table_lookup (self->device_of_claim, above);
      slash = strrchr (above, '/');
      if (slash == NULL)
        break;
      *slash = '\0';
    }
  while (device == NULL);
  return device;
}

void
fl_device_cards_foreach_claim (FlDeviceCards *self,
                               GFunc          func,
                               gpointer       user_data)
{
  GHashTableIter iter;
  gpointer topic;

  g_return_if_fail (self != NULL && func != NULL);

  g_hash_table_iter_init (&iter, self->device_of_claim);
  while (g_hash_table_iter_next (&iter, &topic, NULL))
    func (topic, user_data);
}
