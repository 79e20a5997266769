/* One thing of a device that can be switched or read, as its firmware describes it. Immutable, counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-entity"

#include "devices/fl-entity.h"

#include "messages/fl-topic-name.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _FlEntity
{
  gatomicrefcount ref_count;
  GStringChunk *strings; /* all texts below */
  FlDeviceInfo *device;
  FlEntityFields fields;
};

G_DEFINE_BOXED_TYPE (FlEntity, fl_entity, fl_entity_ref, fl_entity_unref)
G_DEFINE_QUARK (fl-entity-error-quark, fl_entity_error)

/* What may be asked for */

static gboolean
check_topic (const char  *topic,
             GError     **error)
{
  if (topic == NULL || (topic[0] != '$' && fl_topic_name_is_valid (topic, -1)))
    return TRUE;
  g_set_error_literal (error, FL_ENTITY_ERROR, FL_ENTITY_ERROR_TOPIC, _("it names a topic that is none"));
  return FALSE;
}

static gboolean
check_word (const char  *word,
            GError     **error)
{
  if (word == NULL || strnlen (word, FL_ENTITY_MAX_WORD_BYTES + 1) <= FL_ENTITY_MAX_WORD_BYTES)
    return TRUE;
  g_set_error_literal (error, FL_ENTITY_ERROR, FL_ENTITY_ERROR_TOO_LONG, _("one of its texts is too long"));
  return FALSE;
}

static gboolean
check_id (const char  *id,
          GError     **error)
{
  if (id != NULL && id[0] != '\0' && strnlen (id, FL_ENTITY_MAX_ID_BYTES + 1) <= FL_ENTITY_MAX_ID_BYTES && g_utf8_validate (id, -1, NULL))
    return TRUE;
  g_set_error_literal (error, FL_ENTITY_ERROR, FL_ENTITY_ERROR_ID, _("it has no usable id"));
  return FALSE;
}

/* A command of which not all is known is none. */
static gboolean
is_sane (const FlAspect *aspect)
{
  if (!isfinite (aspect->minimum) || !isfinite (aspect->maximum) || aspect->maximum < aspect->minimum)
    return FALSE;
  if (aspect->command_topic == NULL)
    return TRUE;
  switch (aspect->kind)
    {
    case FL_ASPECT_POWER:
      return aspect->on != NULL && aspect->off != NULL && !g_str_equal (aspect->on, aspect->off);
    case FL_ASPECT_BRIGHTNESS:
    case FL_ASPECT_COLOR_TEMPERATURE:
      return aspect->command_form != NULL && strstr (aspect->command_form, "{n}") != NULL;
    case FL_ASPECT_COLOR:
      return aspect->command_form != NULL &&
             (strstr (aspect->command_form, "{rrggbb}") != NULL || strstr (aspect->command_form, "{r}") != NULL ||
              strstr (aspect->command_form, "{h}") != NULL || strstr (aspect->command_form, "{x}") != NULL);
    case FL_ASPECT_VALUE:
    default:
      return FALSE;
    }
}

static gboolean
check_aspect (const FlAspect  *aspect,
              GError         **error)
{
  if (!is_sane (aspect))
    {
      g_set_error_literal (error, FL_ENTITY_ERROR, FL_ENTITY_ERROR_ASPECT, _("it does not say how it is commanded"));
      return FALSE;
    }
  return check_topic (aspect->command_topic, error) && check_topic (aspect->on_topic, error) && check_topic (aspect->state_topic, error) &&
         check_topic (aspect->target_topic, error) && check_word (aspect->command_form, error) && check_word (aspect->on, error) &&
         check_word (aspect->off, error) && check_word (aspect->state_template, error) && check_word (aspect->state_on, error) &&
         check_word (aspect->state_off, error);
}

static gboolean
has_aspects (const FlEntityFields  *fields,
             GError               **error)
{
  const gboolean is_switched = fields->kind == FL_ENTITY_SWITCH || fields->kind == FL_ENTITY_LIGHT;

  if (fields->n_aspects > 0 && fields->n_aspects <= FL_ENTITY_MAX_ASPECTS &&
      fields->aspects[0].kind == (is_switched ? FL_ASPECT_POWER : FL_ASPECT_VALUE) &&
      (is_switched ? fields->aspects[0].command_topic : fields->aspects[0].state_topic) != NULL)
    return TRUE;
  g_set_error_literal (error, FL_ENTITY_ERROR, FL_ENTITY_ERROR_ASPECT, _("it does not say how it is switched or read"));
  return FALSE;
}

static gboolean
check (const FlEntityFields  *fields,
       GError               **error)
{
  if (!check_id (fields->id, error) || !has_aspects (fields, error) || !check_topic (fields->query_topic, error) ||
      !check_word (fields->query_payload, error))
    return FALSE;
  for (guint i = 0; i < fields->n_aspects; i++)
    if (!check_aspect (&fields->aspects[i], error))
      return FALSE;
  for (guint i = 0; i < MIN (fields->n_availability, FL_ENTITY_MAX_AVAILABILITY); i++)
    {
      const FlEntityAvailability *source = &fields->availability[i];

      if (source->topic == NULL || !check_topic (source->topic, error) || !check_word (source->state_template, error) ||
          !check_word (source->online, error) || !check_word (source->offline, error))
        {
          if (error != NULL && *error == NULL)
            g_set_error_literal (error, FL_ENTITY_ERROR, FL_ENTITY_ERROR_TOPIC, _("it names a topic that is none"));
          return FALSE;
        }
    }
  return TRUE;
}

/* What is kept */

static const char *
keep (FlEntity   *self,
      const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->strings, text) : NULL;
}

static const char *
keep_name (FlEntity   *self,
           const char *name)
{
  g_autofree char *cut = fl_device_info_dup_name (name);

  return keep (self, cut);
}

static void
keep_aspects (FlEntity *self)
{
  FlAspect *aspects = g_memdup2 (self->fields.aspects, self->fields.n_aspects * sizeof *aspects);

  for (guint i = 0; i < self->fields.n_aspects; i++)
    {
      FlAspect *aspect = &aspects[i];

      aspect->command_topic = keep (self, aspect->command_topic);
      aspect->command_form = keep (self, aspect->command_form);
      aspect->on_topic = keep (self, aspect->on_topic);
      aspect->on = keep (self, aspect->on);
      aspect->off = keep (self, aspect->off);
      aspect->state_topic = keep (self, aspect->state_topic);
      aspect->state_template = keep (self, aspect->state_template);
      aspect->state_on = keep (self, aspect->state_on);
      aspect->state_off = keep (self, aspect->state_off);
      aspect->target_topic = keep (self, aspect->target_topic);
      if (aspect->minimum == 0 && aspect->maximum == 0 && aspect->kind == FL_ASPECT_BRIGHTNESS)
        aspect->maximum = 255;
      if (aspect->minimum == 0 && aspect->maximum == 0 && aspect->kind == FL_ASPECT_COLOR_TEMPERATURE)
        {
          aspect->minimum = aspect->kelvin ? 2000 : 153;
          aspect->maximum = aspect->kelvin ? 6500 : 500;
        }
    }
  self->fields.aspects = aspects;
}

static void
keep_availability (FlEntity *self)
{
  FlEntityAvailability *sources;

  self->fields.n_availability = MIN (self->fields.n_availability, FL_ENTITY_MAX_AVAILABILITY);
  sources = g_memdup2 (self->fields.availability, self->fields.n_availability * sizeof *sources);
  for (guint i = 0; i < self->fields.n_availability; i++)
    {
      sources[i].topic = keep (self, sources[i].topic);
      sources[i].state_template = keep (self, sources[i].state_template);
      sources[i].online = keep (self, sources[i].online != NULL ? sources[i].online : "online");
      sources[i].offline = keep (self, sources[i].offline != NULL ? sources[i].offline : "offline");
    }
  self->fields.availability = sources;
}

FlEntity *
fl_entity_new (FlDeviceInfo          *device,
               const FlEntityFields  *fields,
               GError               **error)
{
  FlEntity *self;

  g_return_val_if_fail (device != NULL && fields != NULL, NULL);

  if (!check (fields, error))
    return NULL;

  self = g_new0 (FlEntity, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->strings = g_string_chunk_new (256);
  self->device = fl_device_info_ref (device);
  self->fields = *fields;
  self->fields.id = keep (self, fields->id);
  self->fields.name = keep_name (self, fields->name);
  if (self->fields.name == NULL)
    self->fields.name = keep_name (self, fields->id);
  if (self->fields.name == NULL)
    self->fields.name = "?";
  self->fields.unit = keep_name (self, fields->unit);
  self->fields.device_class = keep_name (self, fields->device_class);
  self->fields.icon = keep_name (self, fields->icon);
  self->fields.query_topic = keep (self, fields->query_topic);
  self->fields.query_payload = fields->query_topic != NULL && fields->query_payload == NULL ? "" : keep (self, fields->query_payload);
  keep_aspects (self);
  keep_availability (self);
  return self;
}

FlEntity *
fl_entity_ref (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_entity_unref (FlEntity *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free ((gpointer) self->fields.aspects);
  g_free ((gpointer) self->fields.availability);
  fl_device_info_unref (self->device);
  g_string_chunk_free (self->strings);
  g_free (self);
}

FlDeviceInfo *
fl_entity_get_device (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->device;
}

const char *
fl_entity_get_id (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.id;
}

/* Never NULL, not escaped: fl_text_escape() before it is shown. */
const char *
fl_entity_get_name (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.name;
}

FlEntityKind
fl_entity_get_kind (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, FL_ENTITY_SENSOR);

  return self->fields.kind;
}

const char *
fl_entity_get_unit (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.unit;
}

const char *
fl_entity_get_device_class (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.device_class;
}

const char *
fl_entity_get_icon (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.icon;
}

guint
fl_entity_get_n_aspects (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fields.n_aspects;
}

const FlAspect *
fl_entity_get_aspect (FlEntity *self,
                      guint     position)
{
  g_return_val_if_fail (self != NULL && position < self->fields.n_aspects, NULL);

  return &self->fields.aspects[position];
}

const FlAspect *
fl_entity_find_aspect (FlEntity     *self,
                       FlAspectKind  kind)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->fields.n_aspects; i++)
    if (self->fields.aspects[i].kind == kind)
      return &self->fields.aspects[i];
  return NULL;
}

guint
fl_entity_get_n_availability (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fields.n_availability;
}

const FlEntityAvailability *
fl_entity_get_availability (FlEntity *self,
                            guint     position)
{
  g_return_val_if_fail (self != NULL && position < self->fields.n_availability, NULL);

  return &self->fields.availability[position];
}

FlAvailabilityMode
fl_entity_get_availability_mode (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, FL_AVAILABILITY_MODE_LATEST);

  return self->fields.availability_mode;
}

const char *
fl_entity_get_query_topic (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.query_topic;
}

const char *
fl_entity_get_query_payload (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.query_payload;
}

guint
fl_entity_get_expire_after (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fields.expire_after;
}

gboolean
fl_entity_can_be_switched (FlEntity *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fields.kind == FL_ENTITY_SWITCH || self->fields.kind == FL_ENTITY_LIGHT;
}

static gboolean
availability_equal (const FlEntityAvailability *a,
                    const FlEntityAvailability *b)
{
  return g_str_equal (a->topic, b->topic) && g_strcmp0 (a->state_template, b->state_template) == 0 &&
         g_str_equal (a->online, b->online) && g_str_equal (a->offline, b->offline);
}

static gboolean
lists_equal (const FlEntityFields *a,
             const FlEntityFields *b)
{
  if (a->n_aspects != b->n_aspects || a->n_availability != b->n_availability || a->availability_mode != b->availability_mode)
    return FALSE;
  for (guint i = 0; i < a->n_aspects; i++)
    if (!fl_aspect_equal (&a->aspects[i], &b->aspects[i]))
      return FALSE;
  for (guint i = 0; i < a->n_availability; i++)
    if (!availability_equal (&a->availability[i], &b->availability[i]))
      return FALSE;
  return TRUE;
}

gboolean
fl_entity_equal (FlEntity *a,
                 FlEntity *b)
{
  const FlEntityFields *x = &a->fields;
  const FlEntityFields *y = &b->fields;

  return a == b ||
         (fl_device_info_equal (a->device, b->device) && g_str_equal (x->id, y->id) && g_str_equal (x->name, y->name) &&
          x->kind == y->kind && g_strcmp0 (x->unit, y->unit) == 0 && g_strcmp0 (x->device_class, y->device_class) == 0 &&
          g_strcmp0 (x->icon, y->icon) == 0 && x->expire_after == y->expire_after &&
          g_strcmp0 (x->query_topic, y->query_topic) == 0 && g_strcmp0 (x->query_payload, y->query_payload) == 0 && lists_equal (x, y));
}

FlAvailability
fl_entity_availability_read (const FlEntityAvailability *source,
                             const char                 *text)
{
  g_autofree char *word = NULL;

  g_return_val_if_fail (source != NULL && text != NULL, FL_AVAILABILITY_UNKNOWN);

  word = g_strstrip (g_strdup (text));
  if (g_ascii_strcasecmp (word, source->online) == 0)
    return FL_AVAILABILITY_ONLINE;
  if (g_ascii_strcasecmp (word, source->offline) == 0 || (word[0] != '\0' && g_str_equal (source->offline, FL_ASPECT_ANY_OTHER)))
    return FL_AVAILABILITY_OFFLINE;
  return FL_AVAILABILITY_UNKNOWN;
}
