/* The members of one object of a discovery document, by their whole names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-ha-fields"

#include "devices/fl-ha-fields.h"

#include "messages/fl-json.h"

#include <math.h>
#include <string.h>

#define BASE "~"

typedef struct
{
  FlJsonToken  token;
  char        *text; /* texts unescaped, everything else as it was written */
} Member;

struct _FlHaFields
{
  GHashTable *members; /* name → Member */
  GPtrArray  *order;   /* of their names, which the table has */
  char       *wrong;
};

static void
member_free (gpointer data)
{
  Member *member = data;

  g_free (member->text);
  g_free (member);
}

static void
set (FlHaFields  *self,
     const char  *name,
     FlJsonToken  token,
     char        *text)
{
  Member *member = g_new0 (Member, 1);
  char *key;

  member->token = token;
  member->text = text;
  if (!g_hash_table_contains (self->members, name))
    {
      key = g_strdup (name);
      g_ptr_array_add (self->order, key);
      g_hash_table_insert (self->members, key, member);
      return;
    }
  g_hash_table_insert (self->members, g_strdup (name), member); /* the old key stays */
}

/* Of a whole value, which the reader has just begun. */
static char *
dup_value (FlJsonReader *reader,
           FlJsonToken   token)
{
  if (!fl_json_reader_skip (reader, token))
    return NULL;
  return token == FL_JSON_STRING ? fl_json_unescape (reader->start, reader->n) : g_strndup (reader->start, reader->n);
}

static gboolean
read_members (FlHaFields *self,
              FlHaNames   names,
              const char *json)
{
  gsize n = strlen (json);
  FlJsonReader reader;
  FlJsonToken token;

  if (n > FL_JSON_MAX_BYTES || !fl_json_is_valid (json, n))
    return FALSE;
  fl_json_reader_init (&reader, json, n);
  if (fl_json_reader_next (&reader) != FL_JSON_OBJECT_BEGIN)
    return FALSE;
  while (fl_json_reader_next (&reader) == FL_JSON_NAME)
    {
      g_autofree char *name = fl_json_unescape (reader.start, reader.n);

      token = fl_json_reader_next (&reader);
      if (self->order->len == FL_HA_FIELDS_MAX_MEMBERS)
        return FALSE;
      set (self, fl_ha_abbreviation_expand (names, name), token, dup_value (&reader, token));
    }
  return TRUE;
}

FlHaFields *
fl_ha_fields_new (FlHaNames   names,
                  const char *json)
{
  g_autoptr(FlHaFields) self = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  self = g_new0 (FlHaFields, 1);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, member_free);
  self->order = g_ptr_array_new ();
  return read_members (self, names, json) ? g_steal_pointer (&self) : NULL;
}

void
fl_ha_fields_free (FlHaFields *self)
{
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->members);
  g_free (self->wrong);
  g_free (self);
}

guint
fl_ha_fields_get_n (FlHaFields *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->order->len;
}

gboolean
fl_ha_fields_has (FlHaFields *self,
                  const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  return g_hash_table_contains (self->members, name);
}

gboolean
fl_ha_fields_is_null (FlHaFields *self,
                      const char *name)
{
  const Member *member;

  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  member = g_hash_table_lookup (self->members, name);
  return member != NULL && member->token == FL_JSON_NULL;
}

/* null is as good as not there. */
static const Member *
lookup (FlHaFields *self,
        const char *name)
{
  const Member *member = g_hash_table_lookup (self->members, name);

  return member != NULL && member->token != FL_JSON_NULL ? member : NULL;
}

const char *
fl_ha_fields_get_text (FlHaFields *self,
                       const char *name)
{
  const Member *member = lookup (self, name);

  if (member == NULL)
    return NULL;
  if (member->token != FL_JSON_OBJECT_BEGIN && member->token != FL_JSON_ARRAY_BEGIN)
    return member->text;
  fl_ha_fields_set_wrong (self, name);
  return NULL;
}

static gboolean
get_member (FlHaFields    *self,
            const char    *name,
            FlJsonToken    token,
            const Member **member)
{
  *member = lookup (self, name);
  if (*member == NULL)
    return FALSE;
  if ((*member)->token == token)
    return TRUE;
  fl_ha_fields_set_wrong (self, name);
  return FALSE;
}

/* Source: Home Assistant, integration MQTT, "Discovery payload": replaced where it is the first or last character. */
char *
fl_ha_fields_dup_topic (FlHaFields *self,
                        const char *name)
{
  const Member *member;
  const Member *base;
  const char *text;
  gsize n;

  if (!get_member (self, name, FL_JSON_STRING, &member))
    return NULL;
  text = member->text;
  n = strlen (text);
  base = lookup (self, BASE);
  if (base == NULL || n == 0 || (text[0] != BASE[0] && text[n - 1] != BASE[0]))
    return g_strdup (text);
  if (base->token != FL_JSON_STRING)
    {
      fl_ha_fields_set_wrong (self, BASE);
      return NULL;
    }
  if (text[0] == BASE[0])
    return g_strconcat (base->text, text + 1, NULL);
  return g_strdup_printf ("%.*s%s", (int) (n - 1), text, base->text);
}

/* Source: Home Assistant's configuration validation, boolean. */
static gboolean
read_boolean (const char *word,
              gboolean   *value)
{
  static const char *const yes[] = { "1", "true", "yes", "on", "enable", NULL };
  static const char *const no[] = { "0", "false", "no", "off", "disable", NULL };
  g_autofree char *lower = g_strstrip (g_ascii_strdown (word, -1));

  *value = g_strv_contains (yes, lower);
  return *value || g_strv_contains (no, lower);
}

gboolean
fl_ha_fields_get_boolean (FlHaFields *self,
                          const char *name,
                          gboolean    otherwise)
{
  const Member *member = lookup (self, name);
  gboolean value;

  if (member == NULL)
    return otherwise;
  if (member->token == FL_JSON_TRUE || member->token == FL_JSON_FALSE)
    return member->token == FL_JSON_TRUE;
  if (member->token == FL_JSON_NUMBER)
    return g_ascii_strtod (member->text, NULL) != 0;
  if (member->token == FL_JSON_STRING && read_boolean (member->text, &value))
    return value;
  fl_ha_fields_set_wrong (self, name);
  return otherwise;
}

double
fl_ha_fields_get_number (FlHaFields *self,
                         const char *name,
                         double      minimum,
                         double      otherwise)
{
  const Member *member = lookup (self, name);
  double value;

  if (member == NULL)
    return otherwise;
  if (member->token == FL_JSON_NUMBER || (member->token == FL_JSON_STRING && fl_json_is_number (member->text, strlen (member->text))))
    {
      value = g_ascii_strtod (member->text, NULL);
      if (isfinite (value) && value >= minimum)
        return value;
    }
  fl_ha_fields_set_wrong (self, name);
  return otherwise;
}

const char *
fl_ha_fields_get_json (FlHaFields *self,
                       const char *name)
{
  const Member *member = lookup (self, name);

  if (member == NULL)
    return NULL;
  if (member->token == FL_JSON_OBJECT_BEGIN || member->token == FL_JSON_ARRAY_BEGIN)
    return member->text;
  fl_ha_fields_set_wrong (self, name);
  return NULL;
}

/* Elements of an array that all are such tokens. */
static char **
dup_elements (FlHaFields  *self,
              const char  *name,
              FlJsonToken  wanted)
{
  const Member *member = lookup (self, name);
  g_autoptr(GStrvBuilder) elements = g_strv_builder_new ();
  FlJsonReader reader;
  FlJsonToken token;
  guint n = 0;

  if (member == NULL)
    return NULL;
  if (member->token == wanted)
    {
      g_strv_builder_add (elements, member->text);
      return g_strv_builder_end (elements);
    }
  if (member->token != FL_JSON_ARRAY_BEGIN)
    {
      fl_ha_fields_set_wrong (self, name);
      return NULL;
    }
  fl_json_reader_init (&reader, member->text, strlen (member->text));
  fl_json_reader_next (&reader);
  while ((token = fl_json_reader_next (&reader)) != FL_JSON_ARRAY_END && n < FL_HA_FIELDS_MAX_ITEMS)
    {
      g_autofree char *text = dup_value (&reader, token);

      if (token != wanted)
        {
          fl_ha_fields_set_wrong (self, name);
          return NULL;
        }
      g_strv_builder_add (elements, text);
      n++;
    }
  return g_strv_builder_end (elements);
}

char **
fl_ha_fields_dup_texts (FlHaFields *self,
                        const char *name)
{
  return dup_elements (self, name, FL_JSON_STRING);
}

char **
fl_ha_fields_dup_objects (FlHaFields *self,
                          const char *name)
{
  return dup_elements (self, name, FL_JSON_OBJECT_BEGIN);
}

void
fl_ha_fields_foreach_object (FlHaFields *self,
                             guint       most,
                             void      (*func) (const char *name,
                                                const char *json,
                                                gpointer    user_data),
                             gpointer    user_data)
{
  for (guint i = 0; i < self->order->len && i < most; i++)
    {
      const Member *member = g_hash_table_lookup (self->members, self->order->pdata[i]);

      func (self->order->pdata[i], member->token == FL_JSON_OBJECT_BEGIN ? member->text : NULL, user_data);
    }
}

void
fl_ha_fields_inherit (FlHaFields        *self,
                      FlHaFields        *other,
                      const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const Member *member = g_hash_table_lookup (other->members, names[i]);

      if (member != NULL && !fl_ha_fields_has (self, names[i]))
        set (self, names[i], member->token, g_strdup (member->text));
    }
}

void
fl_ha_fields_inherit_base (FlHaFields *self,
                           FlHaFields *other)
{
  static const char *const names[] = { BASE, NULL };

  fl_ha_fields_inherit (self, other, names);
}

const char *
fl_ha_fields_get_wrong (FlHaFields *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->wrong;
}

void
fl_ha_fields_set_wrong (FlHaFields *self,
                        const char *name)
{
  if (self->wrong == NULL)
    self->wrong = g_strdup (name);
}
