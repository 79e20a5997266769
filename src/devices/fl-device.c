/* One device: its LEDs, readings and tables, and whether it is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-device"

#include "devices/fl-device.h"

#include "devices/fl-device-encryption.h"
#include "messages/fl-topic-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A LED's own, until it is told otherwise. */
#define DEFAULT_LIMIT_MS 5000

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

  FlDeviceEncryption *encryption;
  FlEncryptedState encrypted_state;
  gboolean is_closed; /* as of the last update */
  gboolean is_mixed;
  guint n_replayed;
  gint64 replayed_at;

  guint confirm_limit_ms;  /* 0: the default */
  guint default_limit_ms;

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
  PROP_ENCRYPTION_MIXED,
  PROP_EXPECTS_TOKENS,
  PROP_ACCEPTS_PLAIN,
  PROP_N_REPLAYED,
  PROP_REPLAYED_AT,
  PROP_CONFIRM_LIMIT_MS,
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
  if (self->encrypted_state == FL_ENCRYPTED_STATE_STOPPED || self->n_replayed > 0)
    {
      *attention = FL_ATTENTION_ERROR;
      return g_strdup (self->n_replayed > 0 ? _("Recorded messages were sent again") : _("Stopped encrypting"));
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

  if (fl_device_encryption_is_closed (self->encryption))
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
      fl_led_set_limit_ms (led, self->confirm_limit_ms > 0 ? self->confirm_limit_ms : self->default_limit_ms);
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

/* What the topics come to; only what changed is told. */
static void
update_encryption (FlDevice *self)
{
  const FlEncryptedState state = fl_device_encryption_get_state (self->encryption);
  const gboolean is_closed = fl_device_encryption_is_closed (self->encryption);
  const gboolean is_mixed = fl_device_encryption_is_mixed (self->encryption);

  if (self->encrypted_state == state && self->is_closed == is_closed && self->is_mixed == is_mixed)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  if (self->encrypted_state != state)
    notify (self, PROP_ENCRYPTED_STATE);
  if (self->is_mixed != is_mixed)
    notify (self, PROP_ENCRYPTION_MIXED);
  self->encrypted_state = state;
  self->is_closed = is_closed;
  self->is_mixed = is_mixed;
  update_attention (self);
  update_leds (self);
  g_object_thaw_notify (G_OBJECT (self));
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
    case PROP_ENCRYPTION_MIXED:
      g_value_set_boolean (value, self->is_mixed);
      break;
    case PROP_EXPECTS_TOKENS:
      g_value_set_boolean (value, fl_device_get_expects_tokens (self));
      break;
    case PROP_ACCEPTS_PLAIN:
      g_value_set_boolean (value, fl_device_get_accepts_plain (self));
      break;
    case PROP_N_REPLAYED:
      g_value_set_uint (value, self->n_replayed);
      break;
    case PROP_REPLAYED_AT:
      g_value_set_int64 (value, self->replayed_at);
      break;
    case PROP_CONFIRM_LIMIT_MS:
      g_value_set_uint (value, self->confirm_limit_ms);
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
  fl_device_encryption_free (self->encryption);
  g_hash_table_unref (self->offline_leds);
  g_object_unref (self->leds);
  g_object_unref (self->readings);
  g_object_unref (self->tables);
  g_free (self->id);
  g_free (self->name);
  g_free (self->root);
  g_clear_pointer (&self->info, fl_device_info_unref);
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
  properties[PROP_ENCRYPTION_MIXED] = g_param_spec_boolean ("encryption-mixed", NULL, NULL, FALSE, flags);
  properties[PROP_EXPECTS_TOKENS] = g_param_spec_boolean ("expects-tokens", NULL, NULL, FALSE, flags);
  properties[PROP_ACCEPTS_PLAIN] = g_param_spec_boolean ("accepts-plain", NULL, NULL, FALSE, flags);
  properties[PROP_N_REPLAYED] = g_param_spec_uint ("n-replayed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_REPLAYED_AT] = g_param_spec_int64 ("replayed-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_CONFIRM_LIMIT_MS] = g_param_spec_uint ("confirm-limit-ms", NULL, NULL, 0, FL_DEVICE_MAX_CONFIRM_LIMIT_MS, 0, flags);
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
  self->encryption = fl_device_encryption_new ();
  self->default_limit_ms = DEFAULT_LIMIT_MS;
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
  fl_device_encryption_forget (self->encryption, topic);
  update_encryption (self);
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

/* The latest message of a topic was this. is_report: it is a LED's report topic; key_id: which key opened it, or NULL. */
void
fl_device_take_encryption (FlDevice         *self,
                           const char       *topic,
                           gboolean          is_report,
                           FlEncryptedState  state,
                           const char       *key_id)
{
  gboolean expected;

  g_return_if_fail (FL_IS_DEVICE (self) && topic != NULL);

  expected = fl_device_encryption_get_expects_tokens (self->encryption);
  if (!fl_device_encryption_take (self->encryption, topic, is_report, state, key_id))
    refuse (self);
  if (fl_device_encryption_get_expects_tokens (self->encryption) != expected)
    notify (self, PROP_EXPECTS_TOKENS);
  update_encryption (self);
}

const char *
fl_device_get_key_id (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), NULL);

  return fl_device_encryption_get_key_id (self->encryption);
}

gboolean
fl_device_has_stopped_encrypting (FlDevice   *self,
                                  const char *topic)
{
  g_return_val_if_fail (FL_IS_DEVICE (self) && topic != NULL, FALSE);

  return fl_device_encryption_has_stopped (self->encryption, topic);
}

gboolean
fl_device_get_encryption_mixed (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), FALSE);

  return self->is_mixed;
}

gboolean
fl_device_get_expects_tokens (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), FALSE);

  return fl_device_encryption_get_expects_tokens (self->encryption);
}

void
fl_device_set_expects_tokens (FlDevice *self,
                              gboolean  expects_tokens)
{
  g_return_if_fail (FL_IS_DEVICE (self));

  if (fl_device_encryption_get_expects_tokens (self->encryption) == expects_tokens)
    return;
  fl_device_encryption_set_expects_tokens (self->encryption, expects_tokens);
  notify (self, PROP_EXPECTS_TOKENS);
}

gboolean
fl_device_get_accepts_plain (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), FALSE);

  return fl_device_encryption_get_accepts_plain (self->encryption);
}

/* What the user decided: plain text of this device is as good as its tokens, and commands follow. */
void
fl_device_set_accepts_plain (FlDevice *self,
                             gboolean  accepts_plain)
{
  g_return_if_fail (FL_IS_DEVICE (self));

  if (fl_device_encryption_get_accepts_plain (self->encryption) == accepts_plain)
    return;
  fl_device_encryption_set_accepts_plain (self->encryption, accepts_plain);
  notify (self, PROP_ACCEPTS_PLAIN);
  update_encryption (self);
}

guint
fl_device_get_n_replayed (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), 0);

  return self->n_replayed;
}

gint64
fl_device_get_replayed_at (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), 0);

  return self->replayed_at;
}

/* A token of it was sent again; at: real µs. It stays said until the user has taken note. */
void
fl_device_take_replay (FlDevice *self,
                       gint64    at)
{
  g_return_if_fail (FL_IS_DEVICE (self));

  g_object_freeze_notify (G_OBJECT (self));
  self->n_replayed++;
  self->replayed_at = at;
  notify (self, PROP_N_REPLAYED);
  notify (self, PROP_REPLAYED_AT);
  update_attention (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
fl_device_forget_replays (FlDevice *self)
{
  g_return_if_fail (FL_IS_DEVICE (self));

  if (self->n_replayed == 0)
    return;
  self->n_replayed = 0;
  notify (self, PROP_N_REPLAYED);
  update_attention (self);
}

guint
fl_device_get_confirm_limit_ms (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), 0);

  return self->confirm_limit_ms;
}

/* How long its LEDs wait for a report, in ms; 0: as the broker's devices do. */
void
fl_device_set_confirm_limit_ms (FlDevice *self,
                                guint     limit_ms)
{
  g_return_if_fail (FL_IS_DEVICE (self));

  limit_ms = MIN (limit_ms, FL_DEVICE_MAX_CONFIRM_LIMIT_MS);
  if (self->confirm_limit_ms == limit_ms)
    return;
  self->confirm_limit_ms = limit_ms;
  notify (self, PROP_CONFIRM_LIMIT_MS);
  update_leds (self);
}

guint
fl_device_get_default_limit_ms (FlDevice *self)
{
  g_return_val_if_fail (FL_IS_DEVICE (self), 0);

  return self->default_limit_ms;
}

/* What the broker's devices do, in ms. */
void
fl_device_set_default_limit_ms (FlDevice *self,
                                guint     limit_ms)
{
  g_return_if_fail (FL_IS_DEVICE (self) && limit_ms > 0);

  self->default_limit_ms = limit_ms;
  update_leds (self);
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
