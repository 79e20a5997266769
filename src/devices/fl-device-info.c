/* Who a device says it is: name, model, and which topics are its own. Immutable, counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-device-info"

#include "devices/fl-device-info.h"

#include "messages/fl-topic-name.h"

#include <string.h>

struct _FlDeviceInfo
{
  gatomicrefcount ref_count;
  char *key;
  char *name;
  gboolean is_named;
  char *model;
  char *manufacturer;
  char *root;
  GStrv claims;
};

G_DEFINE_BOXED_TYPE (FlDeviceInfo, fl_device_info, fl_device_info_ref, fl_device_info_unref)

static gboolean
is_own_topic (const char *topic)
{
  return topic[0] != '$' && fl_topic_name_is_valid (topic, -1);
}

char *
fl_device_info_dup_name (const char *name)
{
  g_autofree char *valid = NULL;

  if (name == NULL)
    return NULL;
  /* Long before it is counted: a name of megabytes is not copied. */
  valid = g_utf8_make_valid (name, (gssize) strnlen (name, FL_DEVICE_INFO_MAX_NAME_CHARACTERS * 4));
  g_strstrip (valid);
  if (valid[0] == '\0')
    return NULL;
  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), FL_DEVICE_INFO_MAX_NAME_CHARACTERS));
}

static GStrv
dup_claims (const FlDeviceInfoFields *fields)
{
  g_autoptr(GStrvBuilder) claims = g_strv_builder_new ();

  if (fields->claims == NULL && fields->root != NULL)
    g_strv_builder_add (claims, fields->root);
  for (guint i = 0; fields->claims != NULL && fields->claims[i] != NULL && i < FL_DEVICE_INFO_MAX_CLAIMS; i++)
    g_strv_builder_add (claims, fields->claims[i]);
  return g_strv_builder_end (claims);
}

static gboolean
are_valid (const FlDeviceInfoFields *fields)
{
  if (fields->key == NULL || fields->key[0] == '\0' || strnlen (fields->key, FL_DEVICE_INFO_MAX_KEY_BYTES + 1) > FL_DEVICE_INFO_MAX_KEY_BYTES ||
      !g_utf8_validate (fields->key, -1, NULL) || (fields->root != NULL && !is_own_topic (fields->root)))
    return FALSE;
  for (guint i = 0; fields->claims != NULL && fields->claims[i] != NULL; i++)
    if (!is_own_topic (fields->claims[i]))
      return FALSE;
  return TRUE;
}

FlDeviceInfo *
fl_device_info_new (const FlDeviceInfoFields *fields)
{
  FlDeviceInfo *self;

  g_return_val_if_fail (fields != NULL, NULL);

  if (!are_valid (fields))
    return NULL;

  self = g_new0 (FlDeviceInfo, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->key = g_strdup (fields->key);
  self->root = g_strdup (fields->root);
  self->name = fl_device_info_dup_name (fields->name);
  self->is_named = self->name != NULL;
  if (self->name == NULL)
    self->name = fl_device_info_dup_name (self->root != NULL ? fl_topic_name_get_last_level (self->root) : self->key);
  if (self->name == NULL)
    self->name = fl_device_info_dup_name (self->key);
  if (self->name == NULL)
    self->name = g_strdup ("?");
  self->model = fl_device_info_dup_name (fields->model);
  self->manufacturer = fl_device_info_dup_name (fields->manufacturer);
  self->claims = dup_claims (fields);
  return self;
}

FlDeviceInfo *
fl_device_info_ref (FlDeviceInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_device_info_unref (FlDeviceInfo *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->key);
  g_free (self->name);
  g_free (self->model);
  g_free (self->manufacturer);
  g_free (self->root);
  g_strfreev (self->claims);
  g_free (self);
}

const char *
fl_device_info_get_key (FlDeviceInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key;
}

/* Never NULL, not escaped: fl_text_escape() before it is shown. */
const char *
fl_device_info_get_name (FlDeviceInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

gboolean
fl_device_info_is_named (FlDeviceInfo *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_named;
}

const char *
fl_device_info_get_model (FlDeviceInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->model;
}

const char *
fl_device_info_get_manufacturer (FlDeviceInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->manufacturer;
}

const char *
fl_device_info_get_root (FlDeviceInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

const char *const *
fl_device_info_get_claims (FlDeviceInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->claims;
}

gboolean
fl_device_info_equal (FlDeviceInfo *a,
                      FlDeviceInfo *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a == b ||
         (g_str_equal (a->key, b->key) && g_str_equal (a->name, b->name) && g_strcmp0 (a->model, b->model) == 0 &&
          g_strcmp0 (a->manufacturer, b->manufacturer) == 0 && g_strcmp0 (a->root, b->root) == 0 &&
          g_strv_equal ((const char *const *) a->claims, (const char *const *) b->claims));
}
