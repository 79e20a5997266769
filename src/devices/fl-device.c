/* One device: its LEDs, readings and tables, and whether it is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-device"

#include "devices/fl-device.h"

#include "messages/fl-topic-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Topics with tokens that are told apart. */
#define MAX_TOPICS 4096

struct _FlDevice
{
  GObject parent_instance;

  char *id;
  char *name;
  char *root;
  FlDeviceInfo *info;

  GListStore *leds;
  GListStore *readings;
  GListStore *tables;
  GHashTable *reading_of_key; /* topic, newline, name → FlReading, owned by readings */
  GHashTable *reading_names;  /* names in use, owned by the readings */
  GHashTable *table_of_key;   /* likewise for tables */
  GHashTable *offline_leds;   /* FlLed, owned by leds */
  guint n_refused;

  FlAvailability availability;
  gint64 availability_at;
  gint64 last_seen;
  FlTimeOrigin last_seen_origin;
  gboolean clock_not_set;

  GHashTable *encryption_of_topic; /* topic → FlEncryptedState */
  guint n_wrong_key;
  guint n_no_key;
  FlEncryptedState encrypted_state;
  char *key_id;

  gboolean online;
  char *offline_reason;

  FlAttention needs_attention;
  char *attention_text;
};

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_ROOT,
  PROP_INFO,
  PROP_LEDS,
  PROP_READINGS,
  PROP_TABLES,
  PROP_AVAILABILITY,
  PROP_AVAILABILITY_AT,
  PROP_LAST_SEEN,
  PROP_LAST_SEEN_ORIGIN,
  PROP_CLOCK_NOT_SET,
  PROP_ENCRYPTED_STATE,
  PROP_NEEDS_ATTENTION,
  PROP_ATTENTION_TEXT,
  PROP_N_REFUSED,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FlDevice, fl_device, G_TYPE_OBJECT)

static void
notify (FlDevice *self,
        guint     property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static FlLed *
find_unconfirmed_led (FlDevice *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->leds));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlLed) led = g_list_model_get_item (G_LIST_MODEL (self->leds), i);

      if (fl_led_get_needs_attention (led))
        return led;
    }
  return NULL;
}

/* What a person should look at, the most serious first. Transfer full. */
static char *
describe_attention (FlDevice    *self,
                    FlAttention *attention)
{
  FlLed *led = find_unconfirmed_led (self);

  *attention = FL_ATTENTION_WARNING;
  if (self->encrypted_state == FL_ENCRYPTED_STATE_WRONG_KEY)
    {
      *attention = FL_ATTENTION_ERROR;
      return g_strdup (_("Encrypted with another key — add key"));
    }
  if (self->encrypted_state == FL_ENCRYPTED_STATE_NO_KEY)
    return g_strdup (_("Encrypted — add key"));
  if (self->availability == FL_AVAILABILITY_OFFLINE)
    return g_strdup (_("Offline"));
  if (led != NULL)
    /* Translators: the name of a LED, and a sentence about its last command. */
    return g_strdup_printf (_("%s: %s"), fl_led_get_name (led), fl_led_get_note (led));
  if (self->clock_not_set)
    return g_strdup (_("Device clock not set"));

  *attention = FL_ATTENTION_NONE;
  return NULL;
}

static void
update_attention (FlDevice *self)
{
  FlAttention attention;
  g_autofree char *text = describe_attention (self, &attention);

  if (self->needs_attention != attention)
    {
      self->needs_attention = attention;
      notify (self, PROP_NEEDS_ATTENTION);
    }
  if (g_strcmp0 (self->attention_text, text) != 0)
    {
      g_free (self->attention_text);
      self->attention_text = g_steal_pointer (&text);
      notify (self, PROP_ATTENTION_TEXT);
    }
}

/* Why none of its LEDs can be switched, NULL if they can. Transfer full. */
static char *
describe_obstacle (FlDevice *self)
{
  g_autoptr(GDateTime) since = NULL;
  g_autofree char *time = NULL;

  if (!self->online)
    return g_strdup (self->offline_reason);

  if (self->availability == FL_AVAILABILITY_OFFLINE)
    {
      if (self->availability_at == 0)
        return g_strdup (_("the device is offline"));
      since = g_date_time_new_from_unix_local (self->availability_at / G_USEC_PER_SEC);
      time = since != NULL ? g_date_time_format (since, "%H:%M") : NULL;
      /* Translators: %s is a time of day such as 12:04. */
      return time != NULL ? g_strdup_printf (_("the device is offline since %s"), time) : g_strdup (_("the device is offline"));
    }

  if (self->key_id == NULL && (self->n_wrong_key > 0 || self->n_no_key > 0))
    return g_strdup (_("no key here opens its messages"));
  return NULL;
}

static void
update_leds (FlDevice *self)
{
  g_autofree char *obstacle = describe_obstacle (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->leds));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlLed) led = g_list_model_get_item (G_LIST_MODEL (self->leds), i);

      if (obstacle == NULL && g_hash_table_contains (self->offline_leds, led))
        fl_led_set_available (led, FALSE, _("it is offline"));
      else
        fl_led_set_available (led, obstacle == NULL, obstacle);
    }
}

static const char *
name_after_root (const char *root,
                 const char *id)
{
  const char *level = fl_topic_name_get_last_level (root);

  return level[0] != '\0' ? level : root[0] != '\0' ? root : id;
}

static void
refuse (FlDevice *self)
{
  self->n_refused++;
  notify (self, PROP_N_REFUSED);
}

static char *
make_key (const char *name,
          const char *topic)
{
  return g_strdup_printf ("%s\n%s", topic, name);
}

/* A name that another topic's reading has already is told apart by its topic. */
static char *
make_reading_name (FlDevice   *self,
                   const char *name,
                   const char *topic)
{
  const char *below = fl_topic_name_get_below (self->root, topic);

  if (!g_hash_table_contains (self->reading_names, name))
    return g_strdup (name);
  if (below == NULL || below[0] == '\0')
    below = topic;
  if (g_str_equal (fl_topic_name_get_last_level (below), name))
    return g_strdup (below);
  return g_strdup_printf ("%s %s", below, name);
}

static void
count_topic (FlDevice         *self,
             FlEncryptedState  state,
             int               by)
{
  if (state == FL_ENCRYPTED_STATE_WRONG_KEY)
    self->n_wrong_key += (guint) by;
  if (state == FL_ENCRYPTED_STATE_NO_KEY)
    self->n_no_key += (guint) by;
}

static FlEncryptedState
sum_up_encryption (FlDevice *self)
{
  if (self->n_wrong_key > 0)
    return FL_ENCRYPTED_STATE_WRONG_KEY;
  if (self->n_no_key > 0)
    return FL_ENCRYPTED_STATE_NO_KEY;
  return self->key_id != NULL ? FL_ENCRYPTED_STATE_OK : FL_ENCRYPTED_STATE_NONE;
}

static void
fl_device_get_property (GObject    *object,
                        guint       property,
                        GValue     *value,
                        GParamSpec *pspec)
{
  FlDevice *self = FL_DEVICE (object);

  switch (property)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_ROOT:
      g_value_set_string (value, self->root);
      break;
    case PROP_INFO:
      g_value_set_boxed (value, self->info);
      break;
    case PROP_LEDS:
      g_value_set_object (value, self->leds);
      break;
    case PROP_READINGS:
      g_value_set_object (value, self->readings);
      break;
    case PROP_TABLES:
      g_value_set_object (value, self->tables);
      break;
    case PROP_AVAILABILITY:
      g_value_set_enum (value, (int) self->availability);
      break;
    case PROP_AVAILABILITY_AT:
      g_value_set_int64 (value, self->availability_at);
      break;
    case PROP_LAST_SEEN:
      g_value_set_int64 (value, self->last_seen);
      break;
    case PROP_LAST_SEEN_ORIGIN:
      g_value_set_enum (value, (int) self->last_seen_origin);
      break;
    case PROP_CLOCK_NOT_SET:
      g_value_set_boolean (value, self->clock_not_set);
      break;
    case PROP_ENCRYPTED_STATE:
      g_value_set_enum (value, (int) self->encrypted_state);
      break;
    case PROP_NEEDS_ATTENTION:
      g_value_set_enum (value, (int) self->needs_attention);
      break;
    case PROP_ATTENTION_TEXT:
      g_value_set_string (value, self->attention_text);
      break;
    case PROP_N_REFUSED:
      g_value_set_uint (value, self->n_refused);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
fl_device_finalize (GObject *object)
{
  FlDevice *self = FL_DEVICE (object);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->leds));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlLed) led = g_list_model_get_item (G_LIST_MODEL (self->leds), i);

      g_signal_handlers_disconnect_by_data (led, self);
    }
  g_hash_table_unref (self->reading_of_key);
  g_hash_table_unref (self->reading_names);
  g_hash_table_unref (self->table_of_key);
  g_hash_table_unref (self->encryption_of_topic);
  g_hash_table_unref (self->offline_leds);
  g_object_unref (self->leds);
  g_object_unref (self->readings);
  g_object_unref (self->tables);
  g_free (self->id);
  g_free (self->name);
  g_free (self->root);
  g_clear_pointer (&self->info, fl_device_info_unref);
  g_free (self->key_id);
  g_free (self->offline_reason);
  g_free (self->attention_text);

  G_OBJECT_CLASS (fl_device_parent_class)->finalize (object);
}

static void
fl_device_class_init (FlDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_device_get_property;
  object_class->finalize = fl_device_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_ROOT] = g_param_spec_string ("root", NULL, NULL, NULL, flags);
  properties[PROP_INFO] = g_param_spec_boxed ("info", NULL, NULL, FL_TYPE_DEVICE_INFO, flags);
  properties[PROP_LEDS] = g_param_spec_object ("leds", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_READINGS] = g_param_spec_object ("readings", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_TABLES] = g_param_spec_object ("tables", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_AVAILABILITY] = g_param_spec_enum ("availability", NULL, NULL, FL_TYPE_AVAILABILITY, FL_AVAILABILITY_UNKNOWN, flags);
  properties[PROP_AVAILABILITY_AT] = g_param_spec_int64 ("availability-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_LAST_SEEN] = g_param_spec_int64 ("last-seen", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_LAST_SEEN_ORIGIN] = g_param_spec_enum ("last-seen-origin", NULL, NULL, FL_TYPE_TIME_ORIGIN, FL_TIME_ORIGIN_NONE, flags);
  properties[PROP_CLOCK_NOT_SET] = g_param_spec_boolean ("clock-not-set", NULL, NULL, FALSE, flags);
  properties[PROP_ENCRYPTED_STATE] = g_param_spec_enum ("encrypted-state", NULL, NULL, FL_TYPE_ENCRYPTED_STATE, FL_ENCRYPTED_STATE_NONE, flags);
  properties[PROP_NEEDS_ATTENTION] = g_param_spec_enum ("needs-attention", NULL, NULL, FL_TYPE_ATTENTION, FL_ATTENTION_NONE, flags);
  properties[PROP_ATTENTION_TEXT] = g_param_spec_string ("attention-text", NULL, NULL, NULL, flags);
  properties[PROP_N_REFUSED] = g_param_spec_uint ("n-refused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
fl_device_init (FlDevice *self)
{
  self->leds = g_list_store_new (FL_TYPE_LED);
  self->readings = g_list_store_new (FL_TYPE_READING);
  self->tables = g_list_store_new (FL_TYPE_TABLE);
  self->reading_of_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->reading_names = g_hash_table_new (g_str_hash, g_str_equal);
  self->table_of_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->encryption_of_topic = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->offline_leds = g_hash_table_new (NULL, NULL);
  self->online = TRUE;
}

const char *
fl_device_get_id (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), NULL);

  return self->id;
}

const char *
fl_device_get_name (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), NULL);

  return self->name;
}

const char *
fl_device_get_root (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), NULL);

  return self->root;
}

FlDeviceInfo *
fl_device_get_info (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), NULL);

  return self->info;
}

FlAvailability
fl_device_get_availability (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), FL_AVAILABILITY_UNKNOWN);

  return self->availability;
}

gint64
fl_device_get_availability_at (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), 0);

  return self->availability_at;
}

GListModel *
fl_device_get_leds (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), NULL);

  return G_LIST_MODEL (self->leds);
}

GListModel *
fl_device_get_readings (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), NULL);

  return G_LIST_MODEL (self->readings);
}

GListModel *
fl_device_get_tables (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), NULL);

  return G_LIST_MODEL (self->tables);
}

gint64
fl_device_get_last_seen (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), 0);

  return self->last_seen;
}

FlTimeOrigin
fl_device_get_last_seen_origin (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), FL_TIME_ORIGIN_NONE);

  return self->last_seen_origin;
}

gboolean
fl_device_get_clock_not_set (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), FALSE);

  return self->clock_not_set;
}

FlEncryptedState
fl_device_get_encrypted_state (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), FL_ENCRYPTED_STATE_NONE);

  return self->encrypted_state;
}

FlAttention
fl_device_get_needs_attention (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), FL_ATTENTION_NONE);

  return self->needs_attention;
}

const char *
fl_device_get_attention_text (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), NULL);

  return self->attention_text;
}

guint
fl_device_get_n_refused (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), 0);

  return self->n_refused;
}

/* root: the topic above its topics, "" for the top level. */
FlDevice *
fl_device_new (const char *id,
               const char *name,
               const char *root)
{
  FlDevice *self;

  g_return_val_if_fail (id != NULL && name != NULL && root != NULL, NULL);

  self = g_object_new (FL_TYPE_DEVICE, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->root = g_strdup (root);
  return self;
}

void
fl_device_set_info (FlDevice     *self,
                    FlDeviceInfo *info)
{
  const char *name;

  g_return_if_fail (FL_IS_DEVICE (self));

  if (self->info == info)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  name = info != NULL ? fl_device_info_get_name (info) : name_after_root (self->root, self->id);
  if (!g_str_equal (self->name, name))
    {
      g_free (self->name);
      self->name = g_strdup (name);
      notify (self, PROP_NAME);
    }
  if (info != NULL)
    fl_device_info_ref (info);
  g_clear_pointer (&self->info, fl_device_info_unref);
  self->info = info;
  notify (self, PROP_INFO);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Whatever comes behind DEVICE/ in its id. */
static const char *
get_short_id (FlDevice *self,
              FlLed    *led)
{
  return fl_led_get_id (led) + strlen (self->id) + 1;
}

/* Transfer none; NULL: there is none of this name. */
FlLed *
fl_device_find_led (FlDevice   *self,
                    const char *name)
{
  FlLed *named = NULL;
  guint n;

  g_return_val_if_fail (FL_IS_DEVICE (self) && name != NULL, NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->leds));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlLed) led = g_list_model_get_item (G_LIST_MODEL (self->leds), i);

      if (g_str_equal (get_short_id (self, led), name))
        return led;
      if (named == NULL && g_str_equal (fl_led_get_name (led), name))
        named = led;
    }
  return named;
}

static FlLed *
append_led (FlDevice   *self,
            const char *name)
{
  g_autoptr(FlLed) led = NULL;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->leds)) == FL_DEVICE_MAX_LEDS)
    {
      refuse (self);
      return NULL;
    }

  led = fl_led_new (self->id, name);
  g_signal_connect_object (led, "notify::needs-attention", G_CALLBACK (update_attention), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (led, "notify::note", G_CALLBACK (update_attention), self, G_CONNECT_SWAPPED);
  g_list_store_append (self->leds, led);
  return led; /* the list holds it */
}

/* Transfer none; NULL: FL_DEVICE_MAX_LEDS are there, counted in n-refused. */
FlLed *
fl_device_ensure_led (FlDevice   *self,
                      const char *name)
{
  FlLed *found = fl_device_find_led (self, name);
  FlLed *led;

  g_return_val_if_fail (FL_IS_DEVICE (self) && name != NULL, NULL);

  if (found != NULL && fl_led_get_entity (found) == NULL)
    return found;

  led = append_led (self, name);
  if (led != NULL)
    update_leds (self);
  return led;
}

/* Transfer none; NULL: FL_DEVICE_MAX_LEDS are there, counted in n-refused. */
FlLed *
fl_device_add_led (FlDevice *self,
                   FlEntity *entity)
{
  g_autofree char *name = NULL;
  FlLed *led;

  g_return_val_if_fail (FL_IS_DEVICE (self) && entity != NULL, NULL);

  name = g_strdup (fl_entity_get_id (entity));
  for (guint i = 2; fl_device_find_led (self, name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", fl_entity_get_id (entity), i);
    }
  led = append_led (self, name);
  if (led == NULL)
    return NULL;
  fl_led_set_entity (led, entity);
  update_leds (self);
  return led;
}

void
fl_device_remove_led (FlDevice *self,
                      FlLed    *led)
{
  guint position;

  g_return_if_fail (FL_IS_DEVICE (self) && FL_IS_LED (led));

  if (!g_list_store_find (self->leds, led, &position))
    return;
  g_hash_table_remove (self->offline_leds, led);
  g_signal_handlers_disconnect_by_data (led, self);
  fl_led_set_sender (led, NULL, NULL, NULL);
  fl_led_set_available (led, FALSE, _("it is not there any more"));
  g_list_store_remove (self->leds, position);
  update_attention (self);
}

void
fl_device_set_led_offline (FlDevice *self,
                           FlLed    *led,
                           gboolean  offline)
{
  g_return_if_fail (FL_IS_DEVICE (self) && FL_IS_LED (led));

  if (offline ? g_hash_table_add (self->offline_leds, led) : g_hash_table_remove (self->offline_leds, led))
    update_leds (self);
}

/* Transfer none; NULL: FL_DEVICE_MAX_READINGS are there, counted in n-refused. */
FlReading *
fl_device_add_reading (FlDevice *self,
                       FlEntity *entity)
{
  g_autoptr(FlReading) reading = NULL;
  const char *topic;

  g_return_val_if_fail (FL_IS_DEVICE (self) && entity != NULL, NULL);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->readings)) == FL_DEVICE_MAX_READINGS)
    {
      refuse (self);
      return NULL;
    }
  topic = fl_entity_get_aspect (entity, 0)->state_topic;
  reading = fl_reading_new (fl_entity_get_name (entity), topic != NULL ? topic : "");
  fl_reading_set_entity (reading, entity);
  g_list_store_append (self->readings, reading);
  return reading;
}

static gboolean
is_value (gpointer key,
          gpointer value,
          gpointer user_data)
{
  return value == user_data;
}

void
fl_device_remove_reading (FlDevice  *self,
                          FlReading *reading)
{
  guint position;

  g_return_if_fail (FL_IS_DEVICE (self) && FL_IS_READING (reading));

  if (!g_list_store_find (self->readings, reading, &position))
    return;
  if (g_hash_table_foreach_remove (self->reading_of_key, is_value, reading) > 0)
    g_hash_table_remove (self->reading_names, fl_reading_get_name (reading));
  g_list_store_remove (self->readings, position);
}

void
fl_device_forget_topic (FlDevice   *self,
                        const char *topic)
{
  g_return_if_fail (FL_IS_DEVICE (self) && topic != NULL);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->readings)); i > 0; i--)
    {
      g_autoptr(FlReading) reading = g_list_model_get_item (G_LIST_MODEL (self->readings), i - 1);

      if (fl_reading_get_entity (reading) == NULL && g_str_equal (fl_reading_get_topic (reading), topic))
        fl_device_remove_reading (self, reading);
    }
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->tables)); i > 0; i--)
    {
      g_autoptr(FlTable) table = g_list_model_get_item (G_LIST_MODEL (self->tables), i - 1);

      if (!g_str_equal (fl_table_get_topic (table), topic))
        continue;
      g_hash_table_foreach_remove (self->table_of_key, is_value, table);
      g_list_store_remove (self->tables, i - 1);
    }
  fl_device_take_encryption (self, topic, FL_ENCRYPTED_STATE_NONE, NULL);
}

gboolean
fl_device_is_empty (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), TRUE);

  return g_list_model_get_n_items (G_LIST_MODEL (self->leds)) == 0 && g_list_model_get_n_items (G_LIST_MODEL (self->readings)) == 0 &&
         g_list_model_get_n_items (G_LIST_MODEL (self->tables)) == 0;
}

/* The reading of this name on this topic. Transfer none; NULL: FL_DEVICE_MAX_READINGS are there,
 * counted in n-refused. */
FlReading *
fl_device_ensure_reading (FlDevice   *self,
                          const char *name,
                          const char *topic)
{
  g_autofree char *key = NULL;
  g_autofree char *shown_name = NULL;
  g_autoptr(FlReading) reading = NULL;
  FlReading *found;

  g_return_val_if_fail (FL_IS_DEVICE (self) && name != NULL && topic != NULL, NULL);

  key = make_key (name, topic);
  found = g_hash_table_lookup (self->reading_of_key, key);
  if (found != NULL)
    return found;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->readings)) == FL_DEVICE_MAX_READINGS)
    {
      refuse (self);
      return NULL;
    }

  shown_name = make_reading_name (self, name, topic);
  reading = fl_reading_new (shown_name, topic);
  g_hash_table_insert (self->reading_of_key, g_steal_pointer (&key), reading);
  g_hash_table_add (self->reading_names, (gpointer) fl_reading_get_name (reading));
  g_list_store_append (self->readings, reading);
  return reading;
}

/* The table of this name on this topic. Transfer none; NULL: FL_DEVICE_MAX_TABLES are there, counted
 * in n-refused. */
FlTable *
fl_device_ensure_table (FlDevice   *self,
                        const char *name,
                        const char *topic)
{
  g_autofree char *key = NULL;
  g_autoptr(FlTable) table = NULL;
  FlTable *found;

  g_return_val_if_fail (FL_IS_DEVICE (self) && name != NULL && topic != NULL, NULL);

  key = make_key (name, topic);
  found = g_hash_table_lookup (self->table_of_key, key);
  if (found != NULL)
    return found;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->tables)) == FL_DEVICE_MAX_TABLES)
    {
      refuse (self);
      return NULL;
    }

  table = fl_table_new (name, topic);
  g_hash_table_insert (self->table_of_key, g_steal_pointer (&key), table);
  g_list_store_append (self->tables, table);
  return table;
}

/* at: when, in real µs; 0: not known (a retained copy). */
void
fl_device_take_availability (FlDevice       *self,
                             FlAvailability  availability,
                             gint64          at)
{
  g_return_if_fail (FL_IS_DEVICE (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (self->availability != availability)
    {
      self->availability = availability;
      notify (self, PROP_AVAILABILITY);
    }
  if (self->availability_at != at)
    {
      self->availability_at = at;
      notify (self, PROP_AVAILABILITY_AT);
    }
  update_attention (self);
  update_leds (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/* The time of a value, in real µs. The newest counts; a copy of unknown age only if there is nothing
 * better. */
void
fl_device_take_time (FlDevice     *self,
                     gint64        time,
                     FlTimeOrigin  origin)
{
  gboolean is_better;

  g_return_if_fail (FL_IS_DEVICE (self) && origin != FL_TIME_ORIGIN_NONE);

  if (self->last_seen_origin == FL_TIME_ORIGIN_NONE)
    is_better = TRUE;
  else if ((self->last_seen_origin == FL_TIME_ORIGIN_RETAINED) != (origin == FL_TIME_ORIGIN_RETAINED))
    is_better = origin != FL_TIME_ORIGIN_RETAINED;
  else
    is_better = time > self->last_seen;

  if (!is_better)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  self->last_seen = time;
  notify (self, PROP_LAST_SEEN);
  if (self->last_seen_origin != origin)
    {
      self->last_seen_origin = origin;
      notify (self, PROP_LAST_SEEN_ORIGIN);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
fl_device_set_clock_not_set (FlDevice *self,
                             gboolean  clock_not_set)
{
  g_return_if_fail (FL_IS_DEVICE (self));

  if (self->clock_not_set == clock_not_set)
    return;
  self->clock_not_set = clock_not_set;
  notify (self, PROP_CLOCK_NOT_SET);
  update_attention (self);
}

/* The latest message of a topic was this; key_id: which key opened it, or NULL. */
void
fl_device_take_encryption (FlDevice         *self,
                           const char       *topic,
                           FlEncryptedState  state,
                           const char       *key_id)
{
  FlEncryptedState was;

  g_return_if_fail (FL_IS_DEVICE (self) && topic != NULL);

  was = GPOINTER_TO_UINT (g_hash_table_lookup (self->encryption_of_topic, topic));
  if (key_id != NULL && g_strcmp0 (self->key_id, key_id) != 0)
    {
      g_free (self->key_id);
      self->key_id = g_strdup (key_id);
    }
  else if (was == state)
    return;

  if (was == FL_ENCRYPTED_STATE_NONE && g_hash_table_size (self->encryption_of_topic) == MAX_TOPICS)
    {
      refuse (self);
      return;
    }

  count_topic (self, was, -1);
  count_topic (self, state, 1);
  g_hash_table_replace (self->encryption_of_topic, g_strdup (topic), GUINT_TO_POINTER (state));

  g_object_freeze_notify (G_OBJECT (self));
  if (self->encrypted_state != sum_up_encryption (self))
    {
      self->encrypted_state = sum_up_encryption (self);
      notify (self, PROP_ENCRYPTED_STATE);
    }
  update_attention (self);
  update_leds (self);
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
fl_device_get_key_id (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), NULL);

  return self->key_id;
}

void
fl_device_set_online (FlDevice   *self,
                      gboolean    online,
                      const char *reason)
{
  g_return_if_fail (FL_IS_DEVICE (self) && (online || reason != NULL));

  self->online = online;
  g_free (self->offline_reason);
  self->offline_reason = online ? NULL : g_strdup (reason);
  update_leds (self);
}
