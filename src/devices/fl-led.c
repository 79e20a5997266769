/* One LED (or relay, or anything with on and off): what it reports, what was wished, what may be said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-led"

#include "devices/fl-led.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "messages/fl-text.h"
#include "mqtt/fl-link.h"

#define DEFAULT_LIMIT_MS 5000

#define MAX_STALE_CHARACTERS 40

struct _FlLed
{
  GObject parent_instance;

  char *id;
  char *name;
  char *device_id;
  char *command_topic;
  char *report_topic;
  FlLedEvidence evidence;

  FlLedState reported;
  gint64 reported_at;
  FlTimeOrigin reported_origin;

  FlLedState sent;   /* the command on its way, UNKNOWN: none */
  FlLedState kept;   /* the last wish made meanwhile, UNKNOWN: none */
  FlLedState promised; /* what the device accepted and has not reported yet, UNKNOWN: nothing */
  gboolean accepted; /* the broker has acknowledged it */
  guint serial;      /* of the latest command: answers to older ones are stale */
  guint limit_ms;
  guint limit_source;

  char *note;
  gboolean needs_attention;
  FlLedState contradicted_by; /* what the note is about; UNKNOWN: it is none about a report */
  gboolean available;
  char *reason;

  FlEntity *entity;

  char *stale_command;
  char *query_topic;
  char *query_payload;
  gboolean is_asking; /* a query is out, and nothing was reported since */
  GListStore *levels;
  FlPublisher *publisher;

  FlLedSendFunc send;
  gpointer send_data;
  GDestroyNotify send_destroy;
};

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_DEVICE_ID,
  PROP_COMMAND_TOPIC,
  PROP_REPORT_TOPIC,
  PROP_EVIDENCE,
  PROP_REPORTED,
  PROP_REPORTED_AT,
  PROP_REPORTED_ORIGIN,
  PROP_PENDING,
  PROP_WANTED,
  PROP_NOTE,
  PROP_NEEDS_ATTENTION,
  PROP_AVAILABLE,
  PROP_REASON,
  PROP_ENTITY,
  PROP_STALE_COMMAND,
  PROP_CAN_ASK,
  N_PROPERTIES
};

/* An answer still to come; the LED may be gone by then. */
typedef struct
{
  GWeakRef led;
  guint serial;
} Errand;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FlLed, fl_led, G_TYPE_OBJECT)

static void
notify (FlLed *self,
        guint  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_text (FlLed       *self,
          char       **field,
          const char  *text,
          guint        property)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  notify (self, property);
}

static void
set_note (FlLed      *self,
          const char *note,
          gboolean    needs_attention)
{
  self->contradicted_by = FL_LED_STATE_UNKNOWN;
  set_text (self, &self->note, note, PROP_NOTE);
  if (self->needs_attention != needs_attention)
    {
      self->needs_attention = needs_attention;
      notify (self, PROP_NEEDS_ATTENTION);
    }
}

/* sent: the command on its way; kept: the wish made meanwhile. */
static void
set_wishes (FlLed      *self,
            FlLedState  sent,
            FlLedState  kept)
{
  FlLedState last_wish = fl_led_get_wanted (self);
  gboolean was_pending = fl_led_get_pending (self);

  self->sent = sent;
  self->kept = kept;
  if (fl_led_get_wanted (self) != last_wish)
    notify (self, PROP_WANTED);
  if (fl_led_get_pending (self) != was_pending)
    {
      notify (self, PROP_PENDING);
      notify (self, PROP_CAN_ASK);
    }
}

static void
set_asking (FlLed    *self,
            gboolean  is_asking)
{
  if (self->is_asking == is_asking)
    return;
  self->is_asking = is_asking;
  notify (self, PROP_CAN_ASK);
}

/* Whoever hears that it is no longer pending finds the note that says why. */
static void
settle (FlLed      *self,
        const char *note,
        gboolean    needs_attention)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_handle_id (&self->limit_source, g_source_remove);
  set_asking (self, FALSE);
  set_wishes (self, FL_LED_STATE_UNKNOWN, self->kept);
  set_note (self, note, needs_attention);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
give_up (FlLed      *self,
         const char *note,
         gboolean    needs_attention)
{
  set_wishes (self, self->sent, FL_LED_STATE_UNKNOWN);
  settle (self, note, needs_attention);
}

static void
accept_without_report (FlLed *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
  /* Translators: %s is a time of day such as 12:04:07. */
  g_autofree char *note = g_strdup_printf (_("sent %s, accepted by the broker; this device does not report"), time);

  settle (self, note, FALSE);
}

static void
errand_free (Errand *errand)
{
  g_weak_ref_clear (&errand->led);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

/* Sending sets off the two ways it may end, and both may send the wish that was kept. */
static void send_wish (FlLed    *self,
                       gboolean  on);

/* shown: what a live report has just said; a kept wish that equals it is fulfilled. */
static void
send_kept_wish (FlLed      *self,
                FlLedState  shown)
{
  FlLedState kept = self->kept;

  set_wishes (self, self->sent, FL_LED_STATE_UNKNOWN);
  if (kept != FL_LED_STATE_UNKNOWN && kept != shown)
    send_wish (self, kept == FL_LED_STATE_ON);
}

static gboolean
limit_reached_cb (gpointer user_data)
{
  FlLed *self = user_data;

  self->limit_source = 0;
  if (self->is_asking)
    {
      settle (self, _("asked again, no answer"), TRUE);
      return G_SOURCE_REMOVE;
    }
  settle (self, self->accepted ? _("not confirmed") : _("not confirmed: the broker has not accepted it either"), TRUE);
  send_kept_wish (self, FL_LED_STATE_UNKNOWN);
  return G_SOURCE_REMOVE;
}

static void
command_sent_cb (const GError *error,
                 gpointer      sent_data)
{
  g_autoptr(Errand) errand = sent_data;
  g_autoptr(FlLed) self = g_weak_ref_get (&errand->led);

  if (self == NULL || errand->serial != self->serial || self->sent == FL_LED_STATE_UNKNOWN)
    return;

  if (error != NULL)
    {
      /* Lost on the way it may have arrived all the same: "not sent" would be more than we know. */
      g_autofree char *note = g_error_matches (error, FL_LINK_ERROR, FL_LINK_ERROR_LOST)
                                /* Translators: %s is the reason. */
                                ? g_strdup_printf (_("not confirmed: %s"), error->message)
                                : g_strdup_printf (_("not sent: %s"), error->message);

      give_up (self, note, TRUE);
      return;
    }

  self->accepted = TRUE;
  if (self->evidence != FL_LED_EVIDENCE_REPORTED)
    {
      accept_without_report (self);
      send_kept_wish (self, FL_LED_STATE_UNKNOWN);
    }
}

static void
send_wish (FlLed    *self,
           gboolean  on)
{
  Errand *errand = g_new0 (Errand, 1);

  g_weak_ref_init (&errand->led, self);
  errand->serial = ++self->serial;
  self->accepted = FALSE;
  self->promised = FL_LED_STATE_UNKNOWN;
  set_asking (self, FALSE);
  g_clear_handle_id (&self->limit_source, g_source_remove);
  self->limit_source = g_timeout_add (self->limit_ms, limit_reached_cb, self);
  set_note (self, NULL, FALSE);
  set_wishes (self, on ? FL_LED_STATE_ON : FL_LED_STATE_OFF, FL_LED_STATE_UNKNOWN);

  self->send (self, on, command_sent_cb, errand, self->send_data);
}

static void
query_sent_cb (const GError *error,
               gpointer      published_data)
{
  g_autoptr(Errand) errand = published_data;
  g_autoptr(FlLed) self = g_weak_ref_get (&errand->led);
  g_autofree char *note = NULL;

  if (self == NULL || error == NULL || !self->is_asking || errand->serial != self->serial)
    return;
  note = g_strdup_printf (_("not sent: %s"), error->message);
  settle (self, note, TRUE);
}

/* Where the answer goes that somebody else waits for. */
typedef struct
{
  GWeakRef led;
  FlPublishedFunc published;
  gpointer published_data;
} Clearing;

static void
stale_command_cleared_cb (const GError *error,
                          gpointer      published_data)
{
  Clearing *clearing = published_data;
  g_autoptr(FlLed) self = g_weak_ref_get (&clearing->led);

  if (self != NULL && error == NULL)
    fl_led_take_stale_command (self, NULL);
  clearing->published (error, clearing->published_data);
  g_weak_ref_clear (&clearing->led);
  g_free (clearing);
}

/* The levels that the entity declares; those that are declared as before stay. */
static void
update_levels (FlLed    *self,
               FlEntity *entity)
{
  static const FlAspectKind kinds[] = { FL_ASPECT_BRIGHTNESS, FL_ASPECT_COLOR, FL_ASPECT_COLOR_TEMPERATURE };
  g_autoptr(GPtrArray) levels = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      FlLevel *was = fl_led_find_level (self, kinds[i]);
      const FlAspect *aspect = fl_entity_find_aspect (entity, kinds[i]);

      if (aspect == NULL || (aspect->command_topic == NULL && aspect->state_topic == NULL))
        continue;
      if (was != NULL && fl_aspect_equal (fl_level_get_aspect (was), aspect))
        g_ptr_array_add (levels, g_object_ref (was));
      else
        g_ptr_array_add (levels, fl_level_new (entity, kinds[i]));
    }
  for (guint i = 0; i < levels->len; i++)
    {
      fl_level_set_publisher (levels->pdata[i], self->publisher);
      fl_level_set_limit_ms (levels->pdata[i], self->limit_ms);
      if (self->available || self->reason != NULL)
        fl_level_set_available (levels->pdata[i], self->available, self->reason);
    }
  g_list_store_splice (self->levels, 0, g_list_model_get_n_items (G_LIST_MODEL (self->levels)), levels->pdata, levels->len);
}

static FlLevel *
peek_level (FlLed *self,
            guint  position)
{
  g_autoptr(FlLevel) level = g_list_model_get_item (G_LIST_MODEL (self->levels), position);

  return level; /* the list holds it */
}

static void
set_reported (FlLed        *self,
              FlLedState    state,
              gint64        at,
              FlTimeOrigin  origin)
{
  if (self->reported_at != at)
    {
      self->reported_at = at;
      notify (self, PROP_REPORTED_AT);
    }
  if (self->reported_origin != origin)
    {
      self->reported_origin = origin;
      notify (self, PROP_REPORTED_ORIGIN);
    }
  if (self->reported != state)
    {
      self->reported = state;
      notify (self, PROP_REPORTED);
    }
}

static void
settle_by_report (FlLed      *self,
                  FlLedState  state)
{
  const FlLedState due = self->sent != FL_LED_STATE_UNKNOWN ? self->sent : self->promised;
  const char *note = NULL;

  /* The same again, on another topic of the device or by another subscription, makes it no less a contradiction. */
  if (due == FL_LED_STATE_UNKNOWN && state != FL_LED_STATE_UNKNOWN && state == self->contradicted_by)
    return;
  if (due != FL_LED_STATE_UNKNOWN && state != due)
    note = state == FL_LED_STATE_ON ? _("the device reports on") :
           state == FL_LED_STATE_OFF ? _("the device reports off") : _("the device’s report cannot be read");

  self->promised = FL_LED_STATE_UNKNOWN;
  settle (self, note, note != NULL);
  self->contradicted_by = note != NULL ? state : FL_LED_STATE_UNKNOWN;
  send_kept_wish (self, state);
}

static void
fl_led_get_property (GObject    *object,
                     guint       property,
                     GValue     *value,
                     GParamSpec *pspec)
{
  FlLed *self = FL_LED (object);

  switch (property)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_DEVICE_ID:
      g_value_set_string (value, self->device_id);
      break;
    case PROP_COMMAND_TOPIC:
      g_value_set_string (value, self->command_topic);
      break;
    case PROP_REPORT_TOPIC:
      g_value_set_string (value, self->report_topic);
      break;
    case PROP_EVIDENCE:
      g_value_set_enum (value, (int) self->evidence);
      break;
    case PROP_REPORTED:
      g_value_set_enum (value, (int) self->reported);
      break;
    case PROP_REPORTED_AT:
      g_value_set_int64 (value, self->reported_at);
      break;
    case PROP_REPORTED_ORIGIN:
      g_value_set_enum (value, (int) self->reported_origin);
      break;
    case PROP_PENDING:
      g_value_set_boolean (value, fl_led_get_pending (self));
      break;
    case PROP_WANTED:
      g_value_set_enum (value, (int) fl_led_get_wanted (self));
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    case PROP_NEEDS_ATTENTION:
      g_value_set_boolean (value, self->needs_attention);
      break;
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_ENTITY:
      g_value_set_boxed (value, self->entity);
      break;
    case PROP_STALE_COMMAND:
      g_value_set_string (value, self->stale_command);
      break;
    case PROP_CAN_ASK:
      g_value_set_boolean (value, fl_led_get_can_ask (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
fl_led_dispose (GObject *object)
{
  FlLed *self = FL_LED (object);

  g_clear_handle_id (&self->limit_source, g_source_remove);
  fl_led_set_sender (self, NULL, NULL, NULL);
  fl_led_set_publisher (self, NULL);

  G_OBJECT_CLASS (fl_led_parent_class)->dispose (object);
}

static void
fl_led_finalize (GObject *object)
{
  FlLed *self = FL_LED (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->device_id);
  g_free (self->command_topic);
  g_free (self->report_topic);
  g_free (self->note);
  g_free (self->reason);
  g_free (self->stale_command);
  g_free (self->query_topic);
  g_free (self->query_payload);
  g_object_unref (self->levels);
  g_clear_pointer (&self->entity, fl_entity_unref);

  G_OBJECT_CLASS (fl_led_parent_class)->finalize (object);
}

static void
fl_led_class_init (FlLedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_led_get_property;
  object_class->dispose = fl_led_dispose;
  object_class->finalize = fl_led_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_DEVICE_ID] = g_param_spec_string ("device-id", NULL, NULL, NULL, flags);
  properties[PROP_COMMAND_TOPIC] = g_param_spec_string ("command-topic", NULL, NULL, NULL, flags);
  properties[PROP_REPORT_TOPIC] = g_param_spec_string ("report-topic", NULL, NULL, NULL, flags);
  properties[PROP_EVIDENCE] = g_param_spec_enum ("evidence", NULL, NULL, FL_TYPE_LED_EVIDENCE, FL_LED_EVIDENCE_NONE, flags);
  properties[PROP_REPORTED] = g_param_spec_enum ("reported", NULL, NULL, FL_TYPE_LED_STATE, FL_LED_STATE_UNKNOWN, flags);
  properties[PROP_REPORTED_AT] = g_param_spec_int64 ("reported-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_REPORTED_ORIGIN] = g_param_spec_enum ("reported-origin", NULL, NULL, FL_TYPE_TIME_ORIGIN, FL_TIME_ORIGIN_NONE, flags);
  properties[PROP_PENDING] = g_param_spec_boolean ("pending", NULL, NULL, FALSE, flags);
  properties[PROP_WANTED] = g_param_spec_enum ("wanted", NULL, NULL, FL_TYPE_LED_STATE, FL_LED_STATE_UNKNOWN, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_NEEDS_ATTENTION] = g_param_spec_boolean ("needs-attention", NULL, NULL, FALSE, flags);
  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, FALSE, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  properties[PROP_ENTITY] = g_param_spec_boxed ("entity", NULL, NULL, FL_TYPE_ENTITY, flags);
  properties[PROP_STALE_COMMAND] = g_param_spec_string ("stale-command", NULL, NULL, NULL, flags);
  properties[PROP_CAN_ASK] = g_param_spec_boolean ("can-ask", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
fl_led_init (FlLed *self)
{
  self->limit_ms = DEFAULT_LIMIT_MS;
  self->levels = g_list_store_new (FL_TYPE_LEVEL);
}

FlLedState
fl_led_get_reported (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), FL_LED_STATE_UNKNOWN);

  return self->reported;
}

gint64
fl_led_get_reported_at (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), 0);

  return self->reported_at;
}

FlTimeOrigin
fl_led_get_reported_origin (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), FL_TIME_ORIGIN_NONE);

  return self->reported_origin;
}

FlLedState
fl_led_get_wanted (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), FL_LED_STATE_UNKNOWN);

  return self->kept != FL_LED_STATE_UNKNOWN ? self->kept : self->sent;
}

FlLedEvidence
fl_led_get_evidence (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), FL_LED_EVIDENCE_NONE);

  return self->evidence;
}

gboolean
fl_led_get_pending (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), FALSE);

  return self->sent != FL_LED_STATE_UNKNOWN;
}

gboolean
fl_led_get_available (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), FALSE);

  return self->available;
}

gboolean
fl_led_get_needs_attention (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), FALSE);

  return self->needs_attention;
}

const char *
fl_led_get_id (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), NULL);

  return self->id;
}

const char *
fl_led_get_name (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), NULL);

  return self->name;
}

const char *
fl_led_get_device_id (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), NULL);

  return self->device_id;
}

const char *
fl_led_get_command_topic (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), NULL);

  return self->command_topic;
}

const char *
fl_led_get_report_topic (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), NULL);

  return self->report_topic;
}

const char *
fl_led_get_note (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), NULL);

  return self->note;
}

const char *
fl_led_get_reason (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), NULL);

  return self->reason;
}

FlEntity *
fl_led_get_entity (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), NULL);

  return self->entity;
}

const char *
fl_led_get_stale_command (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), NULL);

  return self->stale_command;
}

gboolean
fl_led_has_query (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), FALSE);

  return self->query_topic != NULL;
}

gboolean
fl_led_get_can_ask (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), FALSE);

  return self->query_topic != NULL && self->publisher != NULL && self->available && !self->is_asking && !fl_led_get_pending (self);
}

guint
fl_led_get_limit_ms (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), 0);

  return self->limit_ms;
}

GListModel *
fl_led_get_levels (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), NULL);

  return G_LIST_MODEL (self->levels);
}

/* Transfer none; NULL: it is not declared. */
FlLevel *
fl_led_find_level (FlLed        *self,
                   FlAspectKind  kind)
{
  guint n;

  g_return_val_if_fail (FL_IS_LED (self), NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->levels));
  for (guint i = 0; i < n; i++)
    if (fl_level_get_kind (peek_level (self, i)) == kind)
      return peek_level (self, i);
  return NULL;
}

/* Wishes the LED on or off. While a command is on its way only the last wish is kept.
 *
 * Returns: FALSE if nothing was or will be sent, because the LED is not available
 */
gboolean
fl_led_command (FlLed    *self,
                gboolean  on)
{
  FlLedState wish = on ? FL_LED_STATE_ON : FL_LED_STATE_OFF;

  g_return_val_if_fail (FL_IS_LED (self), FALSE);

  if (!self->available || self->send == NULL)
    return FALSE;

  if (self->sent == FL_LED_STATE_UNKNOWN)
    {
      g_autoptr(FlLed) hold = g_object_ref (self);

      send_wish (hold, on);
    }
  else
    set_wishes (self, self->sent, wish != self->sent ? wish : FL_LED_STATE_UNKNOWN);
  return TRUE;
}

/* Wishes the opposite of what the LED reports.
 *
 * Returns: FALSE if nothing was or will be sent: the state is not known, or the LED not available
 */
gboolean
fl_led_toggle (FlLed *self)
{
  g_return_val_if_fail (FL_IS_LED (self), FALSE);

  return self->reported != FL_LED_STATE_UNKNOWN && fl_led_command (self, self->reported == FL_LED_STATE_OFF);
}

/* Publishes the query of its convention. A command on its way goes first: its report is the answer.
 *
 * Returns: FALSE if nothing was sent
 */
gboolean
fl_led_ask (FlLed *self)
{
  g_autoptr(FlLed) hold = NULL;
  g_autoptr(GBytes) payload = NULL;
  Errand *errand;

  g_return_val_if_fail (FL_IS_LED (self), FALSE);

  if (!fl_led_get_can_ask (self))
    return FALSE;
  hold = g_object_ref (self);
  payload = g_bytes_new (self->query_payload, strlen (self->query_payload));
  errand = g_new0 (Errand, 1);
  g_weak_ref_init (&errand->led, self);
  errand->serial = ++self->serial;
  set_asking (self, TRUE);
  set_note (self, _("asked again, waiting for its report"), FALSE);
  g_clear_handle_id (&self->limit_source, g_source_remove);
  self->limit_source = g_timeout_add (self->limit_ms, limit_reached_cb, self);
  fl_publisher_publish (self->publisher, self->query_topic, payload, FALSE, query_sent_cb, errand);
  return TRUE;
}

/* An empty retained payload to the command topic: the broker forgets what it keeps there. Never to a topic that is also
 * the report's.
 *
 * Returns: FALSE if nothing was sent
 */
gboolean
fl_led_clear_stale_command (FlLed           *self,
                            FlPublishedFunc  published,
                            gpointer         published_data)
{
  g_autoptr(GBytes) nothing = NULL;
  Clearing *clearing;

  g_return_val_if_fail (FL_IS_LED (self) && published != NULL, FALSE);

  if (self->stale_command == NULL || self->publisher == NULL || g_strcmp0 (self->command_topic, self->report_topic) == 0)
    return FALSE;
  clearing = g_new0 (Clearing, 1);
  g_weak_ref_init (&clearing->led, self);
  clearing->published = published;
  clearing->published_data = published_data;
  nothing = g_bytes_new (NULL, 0);
  fl_publisher_publish (self->publisher, self->command_topic, nothing, TRUE, stale_command_cleared_cb, clearing);
  return TRUE;
}

FlLed *
fl_led_new (const char *device_id,
            const char *name)
{
  FlLed *self;

  g_return_val_if_fail (device_id != NULL && name != NULL, NULL);

  self = g_object_new (FL_TYPE_LED, NULL);
  self->device_id = g_strdup (device_id);
  self->name = g_strdup (name);
  self->id = g_strdup_printf ("%s/%s", device_id, name);
  return self;
}

/* Where it is commanded and where it reports. A LED that does not report any more is not known. */
void
fl_led_set_topics (FlLed         *self,
                   const char    *command_topic,
                   const char    *report_topic,
                   FlLedEvidence  evidence)
{
  g_return_if_fail (FL_IS_LED (self) && command_topic != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->command_topic, command_topic, PROP_COMMAND_TOPIC);
  set_text (self, &self->report_topic, report_topic, PROP_REPORT_TOPIC);
  if (self->evidence != evidence)
    {
      self->evidence = evidence;
      notify (self, PROP_EVIDENCE);
    }
  if (evidence != FL_LED_EVIDENCE_REPORTED)
    set_reported (self, FL_LED_STATE_UNKNOWN, 0, FL_TIME_ORIGIN_NONE);
  g_object_thaw_notify (G_OBJECT (self));
}

void
fl_led_set_entity (FlLed    *self,
                   FlEntity *entity)
{
  g_return_if_fail (FL_IS_LED (self) && entity != NULL);

  if (self->entity == entity)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_pointer (&self->entity, fl_entity_unref);
  self->entity = fl_entity_ref (entity);
  notify (self, PROP_ENTITY);
  set_text (self, &self->name, fl_entity_get_name (entity), PROP_NAME);
  fl_led_set_query (self, fl_entity_get_query_topic (entity), fl_entity_get_query_payload (entity));
  update_levels (self, entity);
  g_object_thaw_notify (G_OBJECT (self));
}

void
fl_led_set_sender (FlLed          *self,
                   FlLedSendFunc   send,
                   gpointer        user_data,
                   GDestroyNotify  destroy)
{
  g_return_if_fail (FL_IS_LED (self));

  if (self->send_destroy != NULL)
    self->send_destroy (self->send_data);
  self->send = send;
  self->send_data = user_data;
  self->send_destroy = destroy;
  if (send == NULL)
    fl_led_set_publisher (self, NULL);
}

void
fl_led_set_publisher (FlLed       *self,
                      FlPublisher *publisher)
{
  guint n;

  g_return_if_fail (FL_IS_LED (self));

  if (publisher != NULL)
    fl_publisher_ref (publisher);
  if (self->publisher != NULL)
    fl_publisher_cut (self->publisher);
  g_clear_pointer (&self->publisher, fl_publisher_unref);
  self->publisher = publisher;
  n = g_list_model_get_n_items (G_LIST_MODEL (self->levels));
  for (guint i = 0; i < n; i++)
    fl_level_set_publisher (peek_level (self, i), publisher);
  notify (self, PROP_CAN_ASK);
}

void
fl_led_set_query (FlLed      *self,
                  const char *topic,
                  const char *payload)
{
  g_return_if_fail (FL_IS_LED (self));

  g_free (self->query_topic);
  g_free (self->query_payload);
  self->query_topic = g_strdup (topic);
  self->query_payload = g_strdup (payload != NULL ? payload : "");
  notify (self, PROP_CAN_ASK);
}

void
fl_led_take_stale_command (FlLed      *self,
                           const char *text)
{
  g_autofree char *shown = text != NULL ? fl_text_shorten (text, -1, MAX_STALE_CHARACTERS) : NULL;

  g_return_if_fail (FL_IS_LED (self));

  set_text (self, &self->stale_command, shown, PROP_STALE_COMMAND);
}

/* What is reported stays as it was, and a command on its way stays unconfirmed. */
void
fl_led_take_plain_report (FlLed      *self,
                          FlLedState  state)
{
  const char *note = _("says something in plain text: not believed");

  g_return_if_fail (FL_IS_LED (self));

  if (state != FL_LED_STATE_UNKNOWN)
    note = state == FL_LED_STATE_ON ? _("says on in plain text: not believed") : _("says off in plain text: not believed");
  set_note (self, note, TRUE);
}

/* How long a command may stay unconfirmed, in milliseconds; for the commands from now on. */
void
fl_led_set_limit_ms (FlLed *self,
                     guint  limit_ms)
{
  g_return_if_fail (FL_IS_LED (self) && limit_ms > 0);

  if (self->limit_ms == limit_ms)
    return;
  self->limit_ms = limit_ms;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->levels)); i++)
    fl_level_set_limit_ms (peek_level (self, i), limit_ms);
}

/* reason: a translated sentence why it cannot be switched; NULL if available. What was on its way
 * ends with that reason, and nothing is kept for later. */
void
fl_led_set_available (FlLed      *self,
                      gboolean    available,
                      const char *reason)
{
  g_return_if_fail (FL_IS_LED (self) && (available || reason != NULL));

  if (!available)
    self->promised = FL_LED_STATE_UNKNOWN;
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->reason, available ? NULL : reason, PROP_REASON);
  if (self->available != available)
    {
      self->available = available;
      notify (self, PROP_AVAILABLE);
      notify (self, PROP_CAN_ASK);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->levels)); i++)
    fl_level_set_available (peek_level (self, i), available, reason);
  if (!available && self->is_asking)
    settle (self, NULL, FALSE);
  if (!available && self->sent != FL_LED_STATE_UNKNOWN)
    {
      /* Translators: %s is the reason. */
      g_autofree char *note = g_strdup_printf (_("not confirmed: %s"), reason);

      give_up (self, note, TRUE);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* What the report topic says; without such a topic nothing is believed.
 *
 * at: real time in µs; retained: a copy the broker kept, or a message seen before: it tells the
 * state, but settles no command. */
void
fl_led_take_report (FlLed        *self,
                    FlLedState    state,
                    gint64        at,
                    FlTimeOrigin  origin,
                    gboolean      retained)
{
  g_return_if_fail (FL_IS_LED (self));

  if (self->evidence != FL_LED_EVIDENCE_REPORTED)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  set_reported (self, state, at, origin);
  if (!retained)
    settle_by_report (self, state);
  g_object_thaw_notify (G_OBJECT (self));
}

/* A live message. It confirms the wish, but lights no lamp: how the LED is, only its report says, and may contradict. */
void
fl_led_take_target (FlLed      *self,
                    FlLedState  state)
{
  g_return_if_fail (FL_IS_LED (self));

  if (state == FL_LED_STATE_UNKNOWN || self->sent != state)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  settle (self, NULL, FALSE);
  self->promised = state;
  send_kept_wish (self, state);
  g_object_thaw_notify (G_OBJECT (self));
}
