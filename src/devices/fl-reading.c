/* One value a device sends: temperature, humidity, a version, a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-reading"

#include "devices/fl-reading.h"

/* Points of a sparkline: at one value in ten seconds the last twenty minutes. */
#define N_POINTS 120

struct _FlReading
{
  GObject parent_instance;

  char *name;
  char *topic;
  char *text;
  double value;
  gboolean numeric;
  FlSeries *series;
  gint64 time;
  FlTimeOrigin time_origin;
  guint64 n_values;

  FlEntity *entity;
  char *template;
  gboolean plain;
};

enum
{
  PROP_NAME = 1,
  PROP_TOPIC,
  PROP_TEXT,
  PROP_VALUE,
  PROP_NUMERIC,
  PROP_SERIES,
  PROP_TIME,
  PROP_TIME_ORIGIN,
  PROP_N_VALUES,
  PROP_ENTITY,
  PROP_UNIT,
  PROP_TEMPLATE,
  PROP_PLAIN,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FlReading, fl_reading, G_TYPE_OBJECT)

static void
notify (FlReading *self,
        guint      property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_numeric (FlReading *self,
             gboolean   numeric)
{
  if (self->numeric == numeric)
    return;
  self->numeric = numeric;
  notify (self, PROP_NUMERIC);
}

static void
set_time (FlReading    *self,
          gint64        time,
          FlTimeOrigin  origin)
{
  if (self->time != time)
    {
      self->time = time;
      notify (self, PROP_TIME);
    }
  if (self->time_origin != origin)
    {
      self->time_origin = origin;
      notify (self, PROP_TIME_ORIGIN);
    }
}

static void
take_text (FlReading    *self,
           const char   *text,
           gint64        time,
           FlTimeOrigin  origin)
{
  self->n_values++;
  notify (self, PROP_N_VALUES);
  if (g_strcmp0 (self->text, text) != 0)
    {
      g_free (self->text);
      self->text = g_strdup (text);
      notify (self, PROP_TEXT);
    }
  set_time (self, time, origin);
}

static void
append_point (FlReading *self,
              gint64     time,
              double     value,
              guint      decimals)
{
  if (self->series == NULL)
    {
      self->series = fl_series_new (N_POINTS);
      notify (self, PROP_SERIES);
    }
  fl_series_append (self->series, time, value, decimals);
}

static void
fl_reading_get_property (GObject    *object,
                         guint       property,
                         GValue     *value,
                         GParamSpec *pspec)
{
  FlReading *self = FL_READING (object);

  switch (property)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TOPIC:
      g_value_set_string (value, self->topic);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_VALUE:
      g_value_set_double (value, self->value);
      break;
    case PROP_NUMERIC:
      g_value_set_boolean (value, self->numeric);
      break;
    case PROP_SERIES:
      g_value_set_object (value, self->series);
      break;
    case PROP_TIME:
      g_value_set_int64 (value, self->time);
      break;
    case PROP_TIME_ORIGIN:
      g_value_set_enum (value, (int) self->time_origin);
      break;
    case PROP_N_VALUES:
      g_value_set_uint64 (value, self->n_values);
      break;
    case PROP_ENTITY:
      g_value_set_boxed (value, self->entity);
      break;
    case PROP_UNIT:
      g_value_set_string (value, fl_reading_get_unit (self));
      break;
    case PROP_TEMPLATE:
      g_value_set_string (value, self->template);
      break;
    case PROP_PLAIN:
      g_value_set_boolean (value, self->plain);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
fl_reading_dispose (GObject *object)
{
  g_clear_object (&FL_READING (object)->series);

  G_OBJECT_CLASS (fl_reading_parent_class)->dispose (object);
}

static void
fl_reading_finalize (GObject *object)
{
  FlReading *self = FL_READING (object);

  g_free (self->name);
  g_free (self->topic);
  g_free (self->text);
  g_clear_pointer (&self->entity, fl_entity_unref);
  g_free (self->template);

  G_OBJECT_CLASS (fl_reading_parent_class)->finalize (object);
}

static void
fl_reading_class_init (FlReadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_reading_get_property;
  object_class->dispose = fl_reading_dispose;
  object_class->finalize = fl_reading_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TOPIC] = g_param_spec_string ("topic", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_VALUE] = g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  properties[PROP_NUMERIC] = g_param_spec_boolean ("numeric", NULL, NULL, FALSE, flags);
  properties[PROP_SERIES] = g_param_spec_object ("series", NULL, NULL, FL_TYPE_SERIES, flags);
  properties[PROP_TIME] = g_param_spec_int64 ("time", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_TIME_ORIGIN] = g_param_spec_enum ("time-origin", NULL, NULL, FL_TYPE_TIME_ORIGIN, FL_TIME_ORIGIN_NONE, flags);
  properties[PROP_N_VALUES] = g_param_spec_uint64 ("n-values", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_ENTITY] = g_param_spec_boxed ("entity", NULL, NULL, FL_TYPE_ENTITY, flags);
  properties[PROP_UNIT] = g_param_spec_string ("unit", NULL, NULL, NULL, flags);
  properties[PROP_TEMPLATE] = g_param_spec_string ("template", NULL, NULL, NULL, flags);
  properties[PROP_PLAIN] = g_param_spec_boolean ("plain", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
fl_reading_init (FlReading *self)
{
}

FlReading *
fl_reading_new (const char *name,
                const char *topic)
{
  FlReading *self;

  g_return_val_if_fail (name != NULL && topic != NULL, NULL);

  self = g_object_new (FL_TYPE_READING, NULL);
  self->name = g_strdup (name);
  self->topic = g_strdup (topic);
  return self;
}

const char *
fl_reading_get_name (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), NULL);

  return self->name;
}

const char *
fl_reading_get_topic (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), NULL);

  return self->topic;
}

const char *
fl_reading_get_text (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), NULL);

  return self->text;
}

double
fl_reading_get_value (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), 0);

  return self->value;
}

gboolean
fl_reading_get_numeric (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), FALSE);

  return self->numeric;
}

FlSeries *
fl_reading_get_series (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), NULL);

  return self->series;
}

gint64
fl_reading_get_time (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), 0);

  return self->time;
}

FlTimeOrigin
fl_reading_get_time_origin (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), FL_TIME_ORIGIN_NONE);

  return self->time_origin;
}

guint64
fl_reading_get_n_values (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), 0);

  return self->n_values;
}

FlEntity *
fl_reading_get_entity (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), NULL);

  return self->entity;
}

const char *
fl_reading_get_unit (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), NULL);

  return self->entity != NULL ? fl_entity_get_unit (self->entity) : NULL;
}

const char *
fl_reading_get_template (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), NULL);

  return self->template;
}

void
fl_reading_set_entity (FlReading *self,
                       FlEntity  *entity)
{
  g_autoptr(FlEntity) was = NULL;

  g_return_if_fail (FL_IS_READING (self) && entity != NULL);

  if (self->entity == entity)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  was = g_steal_pointer (&self->entity);
  self->entity = fl_entity_ref (entity);
  notify (self, PROP_ENTITY);
  if (g_strcmp0 (was != NULL ? fl_entity_get_unit (was) : NULL, fl_entity_get_unit (entity)) != 0)
    notify (self, PROP_UNIT);
  if (!g_str_equal (self->name, fl_entity_get_name (entity)))
    {
      g_free (self->name);
      self->name = g_strdup (fl_entity_get_name (entity));
      notify (self, PROP_NAME);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* template: NULL where it is followed, or there is none. */
void
fl_reading_set_template (FlReading  *self,
                         const char *template)
{
  g_return_if_fail (FL_IS_READING (self));

  if (g_strcmp0 (self->template, template) == 0)
    return;
  g_free (self->template);
  self->template = g_strdup (template);
  notify (self, PROP_TEMPLATE);
}

gboolean
fl_reading_get_plain (FlReading *self)
{
  g_return_val_if_fail (FL_IS_READING (self), FALSE);

  return self->plain;
}

void
fl_reading_set_plain (FlReading *self,
                      gboolean   plain)
{
  g_return_if_fail (FL_IS_READING (self));

  if (self->plain == plain)
    return;
  self->plain = plain;
  notify (self, PROP_PLAIN);
}

/* text: the number as the device wrote it; decimals: its digits after the point; time: real µs. */
void
fl_reading_take_number (FlReading    *self,
                        const char   *text,
                        double        value,
                        guint         decimals,
                        gint64        time,
                        FlTimeOrigin  origin)
{
  g_return_if_fail (FL_IS_READING (self) && text != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  set_numeric (self, TRUE);
  append_point (self, time, value, decimals);
  if (self->value != value)
    {
      self->value = value;
      notify (self, PROP_VALUE);
    }
  take_text (self, text, time, origin);
  g_object_thaw_notify (G_OBJECT (self));
}

/* A value that is no number; the numbers before it stay in the series. */
void
fl_reading_take_text (FlReading    *self,
                      const char   *text,
                      gint64        time,
                      FlTimeOrigin  origin)
{
  g_return_if_fail (FL_IS_READING (self) && text != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  set_numeric (self, FALSE);
  take_text (self, text, time, origin);
  g_object_thaw_notify (G_OBJECT (self));
}
