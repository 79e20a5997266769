/* One connected broker: link → inbox → decoder → topic tree and devices. What pages and commands hold.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-session"

#include "config.h"

#include "session/fl-session.h"

#include "crypto/fl-fernet.h"
#include "messages/fl-decoder.h"
#include "messages/fl-text.h"
#include "messages/fl-topic-name.h"
#include "mqtt/fl-service-rules.h"
#include "session/fl-wider-net.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Where a service has to be asked for last values: so many at most, for each of them counts as a message published. */
#define MAX_GETS 20
/* USER, feeds, KEY */
#define MAX_GET_DEPTH 3
/* Of a service's notice, for a banner. */
#define MAX_NOTE_BYTES 200

struct _FlSession
{
  GObject           parent_instance;

  FlLinkSettings   *link_settings;
  FlKeyRing        *keys;
  char             *base_topic;
  FlInbox          *inbox;
  FlDecoder        *decoder;
  FlTopicTree      *tree;
  FlDeviceRegistry *registry;
  FlLink           *link;
  FlWiderNet       *net;
  FlFernet         *fernet;       /* for publishing; made when first needed */

  FlSessionState    state;
  guint64           n_messages;
  guint64           n_fernet;
  guint64           n_failed;
  guint64           n_unopened;
  guint64           n_failed_before; /* at the last change of the keys, and in vain reopened by then */
  guint64           n_token_bytes;
  guint64           n_plain_bytes;
  guint64           n_refused;
  guint64           n_notices;    /* that are no messages of the user's */
  guint64           n_beside;     /* brought by what was subscribed to beside the user's filter */
  char             *service_note;

  unsigned          n_closing;    /* links being closed, also earlier ones */
  GPtrArray        *close_tasks;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_FAULT,
  PROP_FAULT_TEXT,
  PROP_REPORT,
  PROP_QOS,
  PROP_GRANTED_QOS,
  PROP_MQTT_VERSION,
  PROP_RETRY_AT,
  PROP_OFFERS_TLS,
  PROP_TREE,
  PROP_REGISTRY,
  PROP_HAS_KEYS,
  PROP_N_MESSAGES,
  PROP_N_FERNET,
  PROP_N_FAILED,
  PROP_N_UNOPENED,
  PROP_N_TOKEN_BYTES,
  PROP_N_PLAIN_BYTES,
  PROP_N_REFUSED,
  PROP_SERVICE_NOTE,
  PROP_DISCOVERY_NOTE,
  N_PROPS
};

enum
{
  BATCH,
  SERVICE_NOTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *const state_codes[] = {
  [FL_SESSION_STATE_IDLE] = "idle",
  [FL_SESSION_STATE_CONNECTING] = "connecting",
  [FL_SESSION_STATE_ONLINE] = "online",
  [FL_SESSION_STATE_WAITING] = "waiting",
  [FL_SESSION_STATE_REFUSED] = "refused",
  [FL_SESSION_STATE_CLOSED] = "closed",
};

G_DEFINE_FINAL_TYPE (FlSession, fl_session, G_TYPE_OBJECT)

static FlSessionState
state_of_link (FlLinkState state)
{
  switch (state)
    {
    case FL_LINK_STATE_IDLE:
      return FL_SESSION_STATE_IDLE;
    case FL_LINK_STATE_RESOLVING:
    case FL_LINK_STATE_CONNECTING:
    case FL_LINK_STATE_SUBSCRIBING:
      return FL_SESSION_STATE_CONNECTING;
    case FL_LINK_STATE_ONLINE:
      return FL_SESSION_STATE_ONLINE;
    case FL_LINK_STATE_WAITING:
      return FL_SESSION_STATE_WAITING;
    case FL_LINK_STATE_REFUSED:
      return FL_SESSION_STATE_REFUSED;
    case FL_LINK_STATE_CLOSED:
    default:
      return FL_SESSION_STATE_CLOSED;
    }
}

/* Why no command can be given. */
static const char *
offline_reason (FlSession *self)
{
  const char *fault_text = fl_link_get_fault_text (self->link);

  if (fault_text != NULL)
    return fault_text;
  return self->state == FL_SESSION_STATE_CONNECTING ? _("Not connected yet.") : _("Not connected.");
}

static void
tell_registry (FlSession *self)
{
  gboolean online = self->state == FL_SESSION_STATE_ONLINE;

  fl_device_registry_set_online (self->registry, online, online ? NULL : offline_reason (self));
}

/* ─── a service that has to be asked for last values ─── */

static void
ask_for_last_value (FlSession  *self,
                    GHashTable *asked,
                    const char *topic)
{
  g_autoptr(GBytes) payload = g_bytes_new_static (" ", 1); /* anything will do */
  g_autofree char *get =
    fl_service_rules_dup_get_topic (fl_link_settings_get_service (self->link_settings),
                                    fl_link_settings_get_username (self->link_settings), topic);

  if (get == NULL || g_hash_table_size (asked) >= MAX_GETS || g_hash_table_contains (asked, get))
    return;
  fl_link_publish_async (self->link, get, payload, 0, FALSE, NULL, NULL, NULL);
  g_hash_table_add (asked, g_steal_pointer (&get));
}

static void
ask_for_topics (FlSession  *self,
                GHashTable *asked,
                GListModel *topics,
                guint       depth)
{
  for (guint i = 0; i < g_list_model_get_n_items (topics) && g_hash_table_size (asked) < MAX_GETS; i++)
    {
      g_autoptr(FlTopic) topic = g_list_model_get_item (topics, i);
      g_autofree char *path = fl_topic_dup_path (topic);

      if (depth == MAX_GET_DEPTH)
        ask_for_last_value (self, asked, path);
      else
        ask_for_topics (self, asked, fl_topic_get_children (topic), depth + 1);
    }
}

static void
ask_for_leds (FlSession  *self,
              GHashTable *asked)
{
  GListModel *devices = G_LIST_MODEL (self->registry);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(FlDevice) device = g_list_model_get_item (devices, i);
      GListModel *leds = fl_device_get_leds (device);

      for (guint j = 0; j < g_list_model_get_n_items (leds); j++)
        {
          g_autoptr(FlLed) led = g_list_model_get_item (leds, j);

          if (fl_led_get_command_topic (led) != NULL)
            ask_for_last_value (self, asked, fl_led_get_command_topic (led));
        }
    }
}

/* Once after each subscription, where nothing is retained: the feeds that are known, by the filter, as LEDs, or from
 * an earlier connection. A wildcard cannot be asked for. */
static void
ask_for_last_values (FlSession *self)
{
  const char *const *filters = fl_link_settings_get_filters (self->link_settings);
  g_autoptr(GHashTable) asked = NULL;

  if (!fl_link_settings_get_service (self->link_settings)->has_feeds || filters[0] == NULL)
    return;
  asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; filters[i] != NULL; i++)
    {
      const gboolean with_all_below = g_str_has_suffix (filters[i], "/#");
      g_autofree char *topic = g_strndup (filters[i], strlen (filters[i]) - (with_all_below ? strlen ("/#") : 0));

      ask_for_last_value (self, asked, topic);
    }
  ask_for_leds (self, asked);
  ask_for_topics (self, asked, fl_topic_tree_get_root (self->tree), 1);
}

static void
set_state (FlSession      *self,
           FlSessionState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  tell_registry (self);
  if (state == FL_SESSION_STATE_ONLINE)
    ask_for_last_values (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* The link's properties have the names of ours; its states are finer. */
static void
link_changed_cb (FlLink     *link,
                 GParamSpec *pspec,
                 gpointer    user_data)
{
  FlSession *self = user_data;

  if (g_str_equal (pspec->name, "state"))
    {
      fl_wider_net_follow (self->net);
      set_state (self, state_of_link (fl_link_get_state (link)));
      return;
    }
  if (g_str_equal (pspec->name, "fault-text"))
    tell_registry (self);
  g_object_notify (G_OBJECT (self), pspec->name);
}

static void
set_counter (FlSession *self,
             guint64   *counter,
             guint64    value,
             guint      prop_id)
{
  if (*counter == value)
    return;
  *counter = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
count (FlSession *self)
{
  FlDecoderCounts counts = fl_decoder_get_counts (self->decoder);

  const guint64 n_not_own = MIN (self->n_notices + self->n_beside, counts.n_received);

  set_counter (self, &self->n_messages, counts.n_received - n_not_own, PROP_N_MESSAGES);
  set_counter (self, &self->n_fernet, counts.n_tokens, PROP_N_FERNET);
  set_counter (self, &self->n_failed, counts.n_failed, PROP_N_FAILED);
  set_counter (self, &self->n_unopened, counts.n_failed + counts.n_still_failed - self->n_failed_before, PROP_N_UNOPENED);
  set_counter (self, &self->n_token_bytes, counts.n_token_bytes, PROP_N_TOKEN_BYTES);
  set_counter (self, &self->n_plain_bytes, counts.n_plain_bytes, PROP_N_PLAIN_BYTES);
  set_counter (self, &self->n_refused,
               fl_inbox_get_n_refused (self->inbox) + counts.n_bad_names + fl_topic_tree_get_n_refused (self->tree),
               PROP_N_REFUSED);
}

/* ─── a service that speaks of the user's clients ─── */

static void
set_service_note (FlSession *self,
                  char      *note)
{
  g_autofree char *old = g_steal_pointer (&self->service_note);

  self->service_note = note;
  if (g_strcmp0 (old, note) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVICE_NOTE]);
}

/* The property holds the last one; one signal for each, since several may come in one batch. */
static void
take_service_note (FlSession *self,
                   char      *note)
{
  g_autofree char *kept = g_strdup (note);
  const gboolean is_new = g_strcmp0 (self->service_note, note) != 0;

  set_service_note (self, note);
  if (is_new)
    g_signal_emit (self, signals[SERVICE_NOTED], 0, kept);
}

/* The payload is somebody else's text: it is escaped, and cut. */
static char *
describe_notice (FlSession *self,
                 FlMessage *message)
{
  gsize n;
  const char *payload = g_bytes_get_data (fl_message_get_payload (message), &n);
  g_autofree char *text = fl_text_escape (n > 0 ? payload : "", (gssize) MIN (n, MAX_NOTE_BYTES));
  g_autofree char *shown = g_strconcat (text, n > MAX_NOTE_BYTES ? "…" : "", NULL);

  return fl_service_rules_describe_notice (fl_link_settings_get_service (self->link_settings),
                                           fl_link_settings_get_username (self->link_settings),
                                           fl_message_get_topic (message), shown);
}

static gboolean
was_asked_for (FlSession *self,
               FlMessage *message)
{
  const char *const *filters = fl_link_settings_get_filters (self->link_settings);

  for (guint i = 0; filters[i] != NULL; i++)
    if (fl_topic_filter_matches (filters[i], fl_message_get_topic (message)))
      return TRUE;
  return FALSE;
}

/* Takes what the service says of the user's clients out of the messages, unless the user subscribed to it. */
static GPtrArray *
take_notices (FlSession *self,
              GPtrArray *batch)
{
  GPtrArray *rest = NULL;

  if (!fl_link_settings_get_service (self->link_settings)->has_feeds)
    return g_ptr_array_ref (batch);
  rest = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  for (guint i = 0; i < batch->len; i++)
    {
      FlMessage *message = batch->pdata[i];
      char *note = describe_notice (self, message);

      if (note == NULL || was_asked_for (self, message))
        g_ptr_array_add (rest, fl_message_ref (message));
      else
        self->n_notices++;
      if (note != NULL)
        take_service_note (self, note);
    }
  return rest;
}

/* What only the search for devices brought is no message the user asked for: devices are made of it, and nothing else. */
static GPtrArray *
leave_out_beside (FlSession *self,
                  GPtrArray *batch)
{
  GPtrArray *own;

  if (!fl_wider_net_is_cast (self->net))
    return g_ptr_array_ref (batch);
  own = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  for (guint i = 0; i < batch->len; i++)
    if (fl_wider_net_is_own (self->net, batch->pdata[i]))
      g_ptr_array_add (own, fl_message_ref (batch->pdata[i]));
  self->n_beside += batch->len - own->len;
  return own;
}

static void
batch_decoded_cb (GPtrArray *decoded,
                  gpointer   user_data)
{
  g_autoptr(FlSession) self = g_object_ref (user_data);
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) batch = NULL;

  g_object_freeze_notify (G_OBJECT (self));
  all = take_notices (self, decoded);
  batch = leave_out_beside (self, all);
  fl_topic_tree_ingest (self->tree, batch);
  fl_device_registry_ingest (self->registry, all);
  count (self);
  g_object_thaw_notify (G_OBJECT (self));
  if (batch->len > 0)
    g_signal_emit (self, signals[BATCH], 0, batch);
}

/* ─── commands of devices ─── */

typedef struct
{
  FlDeviceSentFunc sent;
  gpointer         sent_data;
} Command;

static void
command_published_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autofree Command *command = user_data;
  g_autoptr(GError) error = NULL;

  fl_link_publish_finish (FL_LINK (source), result, &error);
  command->sent (error, command->sent_data);
}

static void
send_command (const char       *topic,
              GBytes           *payload,
              int               qos,
              gboolean          retained,
              FlDeviceSentFunc  sent,
              gpointer          sent_data,
              gpointer          user_data)
{
  FlSession *self = user_data;
  Command *command = g_new (Command, 1);

  *command = (Command) { sent, sent_data };
  fl_link_publish_async (self->link, topic, payload, qos, retained, NULL, command_published_cb, command);
}

/* ─── closing ─── */

static void
answer_close_tasks (FlSession *self)
{
  g_autoptr(GPtrArray) tasks = NULL;

  if (self->n_closing > 0 || self->close_tasks->len == 0)
    return;
  tasks = g_steal_pointer (&self->close_tasks);
  self->close_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  fl_decoder_stop (self->decoder);
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_boolean (tasks->pdata[i], TRUE);
}

static void
link_closed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(FlSession) self = user_data;

  fl_link_close_finish (FL_LINK (source), result, NULL);
  self->n_closing--;
  answer_close_tasks (self);
}

static void
close_link (FlSession *self)
{
  self->n_closing++;
  fl_link_close_async (self->link, NULL, link_closed_cb, g_object_ref (self));
}

static void
note_discovery (FlSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISCOVERY_NOTE]);
}

static void
watch_link (FlSession *self)
{
  self->link = fl_link_new (self->link_settings, self->inbox);
  fl_wider_net_set_link (self->net, self->link);
  g_signal_connect_object (self->link, "notify", G_CALLBACK (link_changed_cb), self, 0);
}

/* ─── the object ─── */

static void
fl_session_dispose (GObject *object)
{
  FlSession *self = FL_SESSION (object);

  if (self->decoder != NULL)
    fl_decoder_stop (self->decoder);
  if (self->registry != NULL)
    fl_device_registry_set_sender (self->registry, NULL, NULL, NULL);
  if (self->link != NULL)
    g_signal_handlers_disconnect_by_data (self->link, self);
  if (self->link != NULL && fl_link_get_state (self->link) != FL_LINK_STATE_CLOSED)
    fl_link_close_async (self->link, NULL, NULL, NULL);
  g_clear_object (&self->link);
  g_clear_object (&self->net);

  G_OBJECT_CLASS (fl_session_parent_class)->dispose (object);
}

static void
fl_session_finalize (GObject *object)
{
  FlSession *self = FL_SESSION (object);

  g_clear_pointer (&self->decoder, fl_decoder_free);
  g_clear_object (&self->registry);
  g_clear_object (&self->tree);
  g_clear_pointer (&self->inbox, fl_inbox_unref);
  g_clear_pointer (&self->link_settings, fl_link_settings_unref);
  g_clear_pointer (&self->keys, fl_key_ring_unref);
  g_clear_pointer (&self->fernet, fl_fernet_free);
  g_free (self->base_topic);
  g_free (self->service_note);
  g_ptr_array_unref (self->close_tasks);

  G_OBJECT_CLASS (fl_session_parent_class)->finalize (object);
}

static void
fl_session_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  FlSession *self = FL_SESSION (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_FAULT:
      g_value_set_enum (value, (int) fl_session_get_fault (self));
      break;
    case PROP_FAULT_TEXT:
      g_value_set_string (value, fl_session_get_fault_text (self));
      break;
    case PROP_REPORT:
      g_value_set_boxed (value, fl_session_get_report (self));
      break;
    case PROP_QOS:
      g_value_set_int (value, fl_session_get_qos (self));
      break;
    case PROP_GRANTED_QOS:
      g_value_set_int (value, fl_session_get_granted_qos (self));
      break;
    case PROP_MQTT_VERSION:
      g_value_set_int (value, fl_session_get_mqtt_version (self));
      break;
    case PROP_RETRY_AT:
      g_value_set_int64 (value, fl_session_get_retry_at (self));
      break;
    case PROP_OFFERS_TLS:
      g_value_set_boolean (value, fl_session_get_offers_tls (self));
      break;
    case PROP_TREE:
      g_value_set_object (value, self->tree);
      break;
    case PROP_REGISTRY:
      g_value_set_object (value, self->registry);
      break;
    case PROP_HAS_KEYS:
      g_value_set_boolean (value, self->keys != NULL);
      break;
    case PROP_N_MESSAGES:
      g_value_set_uint64 (value, self->n_messages);
      break;
    case PROP_N_FERNET:
      g_value_set_uint64 (value, self->n_fernet);
      break;
    case PROP_N_FAILED:
      g_value_set_uint64 (value, self->n_failed);
      break;
    case PROP_N_UNOPENED:
      g_value_set_uint64 (value, self->n_unopened);
      break;
    case PROP_N_TOKEN_BYTES:
      g_value_set_uint64 (value, self->n_token_bytes);
      break;
    case PROP_N_PLAIN_BYTES:
      g_value_set_uint64 (value, self->n_plain_bytes);
      break;
    case PROP_N_REFUSED:
      g_value_set_uint64 (value, self->n_refused);
      break;
    case PROP_SERVICE_NOTE:
      g_value_set_string (value, self->service_note);
      break;
    case PROP_DISCOVERY_NOTE:
      g_value_set_string (value, fl_session_get_discovery_note (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_link_properties (void)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, FL_TYPE_SESSION_STATE, FL_SESSION_STATE_IDLE,
                                              flags);
  properties[PROP_FAULT] = g_param_spec_enum ("fault", NULL, NULL, FL_TYPE_LINK_FAULT, FL_LINK_FAULT_NONE, flags);
  properties[PROP_FAULT_TEXT] = g_param_spec_string ("fault-text", NULL, NULL, NULL, flags);
  properties[PROP_REPORT] = g_param_spec_boxed ("report", NULL, NULL, FL_TYPE_TLS_REPORT, flags);
  properties[PROP_QOS] = g_param_spec_int ("qos", NULL, NULL, 0, 2, 1, flags);
  properties[PROP_GRANTED_QOS] = g_param_spec_int ("granted-qos", NULL, NULL, -1, 2, -1, flags);
  properties[PROP_MQTT_VERSION] = g_param_spec_int ("mqtt-version", NULL, NULL, 0, 5, 0, flags);
  properties[PROP_RETRY_AT] = g_param_spec_int64 ("retry-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_OFFERS_TLS] = g_param_spec_boolean ("offers-tls", NULL, NULL, FALSE, flags);
}

static void
install_own_properties (void)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_TREE] = g_param_spec_object ("tree", NULL, NULL, FL_TYPE_TOPIC_TREE, flags);
  properties[PROP_REGISTRY] = g_param_spec_object ("registry", NULL, NULL, FL_TYPE_DEVICE_REGISTRY, flags);
  properties[PROP_HAS_KEYS] = g_param_spec_boolean ("has-keys", NULL, NULL, FALSE, flags);
  properties[PROP_N_MESSAGES] = g_param_spec_uint64 ("n-messages", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_FERNET] = g_param_spec_uint64 ("n-fernet", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_FAILED] = g_param_spec_uint64 ("n-failed", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_UNOPENED] = g_param_spec_uint64 ("n-unopened", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_TOKEN_BYTES] = g_param_spec_uint64 ("n-token-bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_PLAIN_BYTES] = g_param_spec_uint64 ("n-plain-bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_REFUSED] = g_param_spec_uint64 ("n-refused", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_SERVICE_NOTE] = g_param_spec_string ("service-note", NULL, NULL, NULL, flags);
  properties[PROP_DISCOVERY_NOTE] = g_param_spec_string ("discovery-note", NULL, NULL, NULL, flags);
}

static void
fl_session_class_init (FlSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fl_session_dispose;
  object_class->finalize = fl_session_finalize;
  object_class->get_property = fl_session_get_property;

  install_link_properties ();
  install_own_properties ();
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[BATCH] = g_signal_new ("batch", FL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_PTR_ARRAY);
  signals[SERVICE_NOTED] = g_signal_new ("service-noted", FL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fl_session_init (FlSession *self)
{
  self->close_tasks = g_ptr_array_new_with_free_func (g_object_unref);
}

GType
fl_session_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static GEnumValue values[G_N_ELEMENTS (state_codes) + 1];

      for (size_t i = 0; i < G_N_ELEMENTS (state_codes); i++)
        values[i] = (GEnumValue) { (int) i, state_codes[i], state_codes[i] };
      g_once_init_leave (&type, g_enum_register_static ("FlSessionState", values));
    }
  return type;
}

/** fl_session_state_to_code: Returns: (transfer none): `online` and so on */
const char *
fl_session_state_to_code (FlSessionState state)
{
  g_return_val_if_fail ((size_t) state < G_N_ELEMENTS (state_codes), NULL);

  return state_codes[state];
}

/**
 * fl_session_new:
 * @link_settings: whom to reach, how, and what to subscribe to
 * @keys: (nullable): what opens the payloads
 * @base_topic: the level under which the devices are, maybe ""
 * @device_settings: (nullable): how they are spoken to; %NULL for the defaults
 * @min_interval_ms: the time between two batches at least: %FL_SESSION_FRAME_MS for a window, 0 for none
 *
 * Returns: (transfer full): a session in state IDLE
 */
FlSession *
fl_session_new (FlLinkSettings   *link_settings,
                FlKeyRing        *keys,
                const char       *base_topic,
                FlDeviceSettings *device_settings,
                unsigned          min_interval_ms)
{
  FlSession *self;
  g_autoptr(FlDeviceSettings) defaults = NULL;

  g_return_val_if_fail (link_settings != NULL, NULL);
  g_return_val_if_fail (base_topic != NULL, NULL);

  if (device_settings == NULL)
    device_settings = defaults = fl_device_settings_new_default ();
  self = g_object_new (FL_TYPE_SESSION, NULL);
  self->link_settings = fl_link_settings_ref (link_settings);
  self->base_topic = g_strdup (base_topic);
  self->tree = fl_topic_tree_new (FL_TOPIC_TREE_CEILING);
  self->registry = fl_device_registry_new (base_topic, device_settings);
  fl_device_registry_set_discovery (self->registry, fl_link_settings_get_discovery (link_settings));
  fl_device_registry_set_sender (self->registry, send_command, self, NULL);
  self->net = fl_wider_net_new (self->registry);
  g_signal_connect_object (self->net, "notify::note", G_CALLBACK (note_discovery), self, G_CONNECT_SWAPPED);
  self->inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);
  self->decoder = fl_decoder_new (self->inbox, min_interval_ms, batch_decoded_cb, self);
  watch_link (self);
  tell_registry (self);
  fl_session_set_keys (self, keys);
  return self;
}

/** fl_session_open: from state IDLE; what happens is told by the properties. */
void
fl_session_open (FlSession *self)
{
  g_return_if_fail (FL_IS_SESSION (self));
  g_return_if_fail (self->state == FL_SESSION_STATE_IDLE);

  fl_link_open (self->link);
}

/** fl_session_try_now: ends the waiting, or tries again what was refused; nothing in other states. */
void
fl_session_try_now (FlSession *self)
{
  g_return_if_fail (FL_IS_SESSION (self));

  fl_link_try_now (self->link);
}

/**
 * fl_session_set_link_settings:
 * @link_settings: for example with another trust, or with a password
 *
 * Says goodbye and connects anew by these; topics and devices stay. Before fl_session_open() it only changes the
 * settings; after closing it does nothing. The base topic is not changed.
 */
void
fl_session_set_link_settings (FlSession      *self,
                              FlLinkSettings *link_settings)
{
  FlSessionState state;

  g_return_if_fail (FL_IS_SESSION (self));
  g_return_if_fail (link_settings != NULL);

  if (self->state == FL_SESSION_STATE_CLOSED)
    return;
  state = self->state;
  fl_link_settings_ref (link_settings);
  fl_link_settings_unref (self->link_settings);
  self->link_settings = link_settings;
  fl_device_registry_set_discovery (self->registry, fl_link_settings_get_discovery (link_settings));

  g_object_freeze_notify (G_OBJECT (self));
  g_signal_handlers_disconnect_by_data (self->link, self);
  close_link (self);
  g_object_unref (self->link);
  watch_link (self);
  for (guint i = PROP_FAULT; i <= PROP_OFFERS_TLS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  if (state != FL_SESSION_STATE_IDLE)
    fl_link_open (self->link);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * fl_session_set_trust:
 * @trust: how the broker has to prove who it is, from the next connection on
 *
 * The connection that there is stays, as in fl_link_set_trust().
 */
void
fl_session_set_trust (FlSession *self,
                      FlTrust   *trust)
{
  FlLinkSettings *settings;

  g_return_if_fail (FL_IS_SESSION (self));
  g_return_if_fail (trust != NULL);

  settings = fl_link_settings_with_trust (self->link_settings, trust);
  fl_link_settings_unref (self->link_settings);
  self->link_settings = settings;
  if (self->state != FL_SESSION_STATE_CLOSED)
    fl_link_set_trust (self->link, trust);
}

/**
 * fl_session_set_keys:
 * @keys: (nullable): what opens the payloads from now on
 *
 * Opens at once what is on the screen and was not opened: the latest message of each topic.
 */
void
fl_session_set_keys (FlSession *self,
                     FlKeyRing *keys)
{
  g_autoptr(GPtrArray) unopened = NULL;
  FlDecoderCounts counts;
  gboolean had_keys;

  g_return_if_fail (FL_IS_SESSION (self));

  counts = fl_decoder_get_counts (self->decoder);
  self->n_failed_before = counts.n_failed + counts.n_still_failed;
  had_keys = self->keys != NULL;
  if (keys != NULL)
    fl_key_ring_ref (keys);
  g_clear_pointer (&self->keys, fl_key_ring_unref);
  self->keys = keys;
  g_clear_pointer (&self->fernet, fl_fernet_free);
  fl_decoder_set_keys (self->decoder, keys);
  fl_device_registry_set_keys (self->registry, keys);
  unopened = fl_topic_tree_list_unopened (self->tree);
  if (unopened->len > 0)
    fl_decoder_reopen (self->decoder, unopened);
  count (self);
  if (had_keys != (keys != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_KEYS]);
}

/**
 * fl_session_close_async:
 *
 * Says goodbye to the broker, and comes back when no handle and no decoder thread is left. The state is CLOSED
 * from now on; tree and registry keep what they have.
 */
void
fl_session_close_async (FlSession           *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (FL_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_session_close_async);
  g_ptr_array_add (self->close_tasks, task);
  close_link (self);
}

gboolean
fl_session_close_finish (FlSession     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (fl_link_publish_finish (FL_LINK (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Returns: (transfer full): the token, or NULL */
static GBytes *
encrypt_payload (FlSession  *self,
                 GBytes     *payload,
                 GError    **error)
{
  const void *data;
  char *token;
  size_t n;

  if (self->keys == NULL || fl_key_ring_get_n (self->keys) == 0)
    {
      g_set_error_literal (error, FL_LINK_ERROR, FL_LINK_ERROR_INVALID,
                           _("There is no key to encrypt with; nothing was sent."));
      return NULL;
    }
  if (self->fernet == NULL)
    self->fernet = fl_fernet_new (self->keys);
  data = g_bytes_get_data (payload, &n);
  token = fl_fernet_encrypt (self->fernet, data, n, g_get_real_time () / G_USEC_PER_SEC, error);
  return token != NULL ? g_bytes_new_take (token, strlen (token)) : NULL;
}

/**
 * fl_session_publish_async:
 * @encrypt: whether to make a Fernet token of it, with the first key
 *
 * As fl_link_publish_async(): comes back with the broker's acknowledgement, fails at once while not ONLINE, keeps
 * nothing for later.
 */
void
fl_session_publish_async (FlSession           *self,
                          const char          *topic,
                          GBytes              *payload,
                          int                  qos,
                          gboolean             retained,
                          gboolean             encrypt,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) sent = NULL;

  g_return_if_fail (FL_IS_SESSION (self));
  g_return_if_fail (topic != NULL);
  g_return_if_fail (payload != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_session_publish_async);
  sent = encrypt ? encrypt_payload (self, payload, &error) : g_bytes_ref (payload);
  if (sent == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    fl_link_publish_async (self->link, topic, sent, qos, retained, cancellable, published_cb,
                           g_steal_pointer (&task));
}

gboolean
fl_session_publish_finish (FlSession     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

FlLinkSettings *
fl_session_get_link_settings (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), NULL);

  return self->link_settings;
}

/** fl_session_get_keys: Returns: (nullable) (transfer none): what opens the payloads */
FlKeyRing *
fl_session_get_keys (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), NULL);

  return self->keys;
}

const char *
fl_session_get_base_topic (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), NULL);

  return self->base_topic;
}

FlTopicTree *
fl_session_get_tree (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), NULL);

  return self->tree;
}

FlDeviceRegistry *
fl_session_get_registry (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), NULL);

  return self->registry;
}

FlSessionState
fl_session_get_state (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), FL_SESSION_STATE_CLOSED);

  return self->state;
}

FlLinkFault
fl_session_get_fault (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), FL_LINK_FAULT_NONE);

  return fl_link_get_fault (self->link);
}

/** fl_session_get_fault_text: Returns: (nullable) (transfer none): a translated sentence */
const char *
fl_session_get_fault_text (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), NULL);

  return fl_link_get_fault_text (self->link);
}

/** fl_session_get_report: Returns: (nullable) (transfer none): the latest handshake; %NULL without TLS */
FlTlsReport *
fl_session_get_report (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), NULL);

  return fl_link_get_report (self->link);
}

/** fl_session_get_qos: the QoS that is asked for. */
int
fl_session_get_qos (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), 1);

  return fl_link_settings_get_qos (self->link_settings);
}

int
fl_session_get_granted_qos (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), -1);

  return fl_link_get_granted_qos (self->link);
}

int
fl_session_get_mqtt_version (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), 0);

  return fl_link_get_mqtt_version (self->link);
}

gint64
fl_session_get_retry_at (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), 0);

  return fl_link_get_retry_at (self->link);
}

gboolean
fl_session_get_offers_tls (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);

  return fl_link_get_offers_tls (self->link);
}

guint64
fl_session_get_n_messages (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), 0);

  return self->n_messages;
}

guint64
fl_session_get_n_fernet (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), 0);

  return self->n_fernet;
}

guint64
fl_session_get_n_failed (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), 0);

  return self->n_failed;
}

guint64
fl_session_get_n_refused (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), 0);

  return self->n_refused;
}

/** fl_session_get_discovery_note: Returns: (transfer none) (nullable): why not all devices may have been found */
const char *
fl_session_get_discovery_note (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), NULL);

  return self->net != NULL ? fl_wider_net_get_note (self->net) : NULL;
}

/** fl_session_get_service_note: Returns: (nullable) (transfer none): what the service said last of the user's clients */
const char *
fl_session_get_service_note (FlSession *self)
{
  g_return_val_if_fail (FL_IS_SESSION (self), NULL);

  return self->service_note;
}

/** fl_session_dismiss_service_note: it was read. */
void
fl_session_dismiss_service_note (FlSession *self)
{
  g_return_if_fail (FL_IS_SESSION (self));

  set_service_note (self, NULL);
}
