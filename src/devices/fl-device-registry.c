/* All devices found on one broker: takes batches of messages, keeps the cards, sends the commands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-device-registry"

#include "devices/fl-device-registry.h"

#include "devices/fl-device-intake.h"
#include "devices/fl-device-rules.h"
#include "devices/fl-discovered.h"
#include "devices/fl-topic-router.h"
#include "messages/fl-message.h"
#include "messages/fl-payload.h"
#include "messages/fl-topic-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Routes are a cache: over this many they are forgotten and found again. */
#define MAX_ROUTES 100000

/* Of topics outside the base that are nobody's yet: what describes them may come after them. */
#define MAX_STRAYS 4096
#define MAX_STRAY_BYTES 4096

#define EXPIRE_SECONDS 30

/* What is known about a topic. */
typedef struct
{
  FlDevice *device;
  FlConvention *convention; /* NULL: values only */
  FlTopicMatch match;
  FlMessage *last; /* taken again where the topic turns out to be something else, or somebody else's */
} Route;

struct _FlDeviceRegistry
{
  GObject parent_instance;

  char *base;
  FlDeviceSettings *settings;
  FlTopicRouter *router;

  FlDeviceCards *cards;
  guint n_shown;           /* of them announced by items-changed */
  FlDiscovered *discovered; /* NULL: devices are not found by what they say of themselves */
  guint64 n_left_out;
  FlDeviceRules *rules;
  GHashTable *route_of_topic;
  GHashTable *strays;      /* topic, the message's own → FlMessage, the latest */
  GPtrArray *again;        /* FlMessage to be taken once more, after a guess was corrected */
  gboolean is_ingesting;
  guint64 n_refused;
  guint expire_source;

  FlCommandSender *sender;
  gboolean online;
  char *reason;
};

enum
{
  PROP_N_REFUSED = 1,
  PROP_N_LEFT_OUT,
  PROP_LEFT_OUT_REASON,
  PROP_RULES,
  N_PROPERTIES
};

enum
{
  FILTERS_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlDeviceRegistry, fl_device_registry, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))
G_DEFINE_QUARK (fl-device-registry-error-quark, fl_device_registry_error)

/* Devices and routes */

static void
route_free (Route *route)
{
  fl_topic_match_clear (&route->match);
  g_clear_pointer (&route->last, fl_message_unref);
  g_free (route);
}

static void
announce_devices (FlDeviceRegistry *self)
{
  guint n_shown = self->n_shown;
  guint n = fl_device_cards_get_n (self->cards);

  if (n_shown == n)
    return;
  self->n_shown = n;
  g_list_model_items_changed (G_LIST_MODEL (self), n_shown, 0, n - n_shown);
}

static void
refuse_devices (FlDeviceRegistry *self,
                guint             n)
{
  if (n == 0)
    return;
  self->n_refused += n;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_REFUSED]);
}

static void
device_ruled_cb (FlDeviceRegistry *self,
                 GParamSpec       *pspec,
                 FlDevice         *device)
{
  if (fl_device_rules_take (self->rules, device))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RULES]);
}

/* A card is watched from before its first message on, and what it says then makes messages be taken again. */
static void take_again (FlDeviceRegistry *self);

/* What came in plain text counts now. */
static void
plain_accepted_cb (FlDeviceRegistry *self,
                   GParamSpec       *pspec,
                   FlDevice         *device)
{
  GHashTableIter iter;
  gpointer value;

  if (!fl_device_get_accepts_plain (device))
    return;
  g_hash_table_iter_init (&iter, self->route_of_topic);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Route *route = value;

      if (route->device == device && route->last != NULL && route->match.role != FL_TOPIC_ROLE_COMMAND &&
          fl_message_get_encryption (route->last) == FL_MESSAGE_PLAIN)
        g_ptr_array_add (self->again, fl_message_ref (route->last));
    }
  if (!self->is_ingesting)
    take_again (self);
}

/* A card that has just been found. */
static void
adopt_device (FlDeviceRegistry *self,
              FlDevice         *device)
{
  static const char *const kept[] = { "notify::confirm-limit-ms", "notify::expects-tokens", "notify::accepts-plain" };

  fl_device_set_online (device, self->online, self->online ? NULL : self->reason);
  fl_device_set_default_limit_ms (device, fl_device_settings_get_confirm_limit_ms (self->settings));
  fl_device_rules_apply (self->rules, device);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_signal_connect_object (device, kept[i], G_CALLBACK (device_ruled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (device, "notify::accepts-plain", G_CALLBACK (plain_accepted_cb), self, G_CONNECT_SWAPPED);
}

/* NULL: the ceiling is reached. */
static FlDevice *
ensure_device (FlDeviceRegistry *self,
               const char       *root)
{
  FlDevice *device = fl_device_cards_find_root (self->cards, root);

  if (device != NULL)
    return device;
  device = fl_device_cards_add (self->cards, root);
  if (device != NULL)
    adopt_device (self, device);
  else
    refuse_devices (self, 1);
  return device;
}

/* Whose card a topic is on that no entity uses. What was added by hand goes before what a device claims, and that before
 * what its topic alone looks like. NULL: nobody's, or the ceiling is reached. */
static FlDevice *
find_owner (FlDeviceRegistry  *self,
            const char        *topic,
            FlConvention     **convention,
            FlTopicMatch      *match)
{
  FlDevice *claimant = fl_topic_router_is_added (self->router, topic) ? NULL : fl_device_cards_find_claimant (self->cards, topic);
  g_autofree char *root = NULL;

  if (claimant != NULL)
    return claimant;
  *convention = fl_topic_router_recognise (self->router, topic, match);
  root = *convention != NULL ? g_strdup (match->root) : fl_convention_dup_root (self->base, topic);
  return root != NULL ? ensure_device (self, root) : NULL;
}

static Route *
ensure_route (FlDeviceRegistry *self,
              const char       *topic)
{
  Route *route = g_hash_table_lookup (self->route_of_topic, topic);
  g_auto(FlTopicMatch) match = { 0 };
  FlConvention *convention = NULL;
  FlDevice *device;

  if (route != NULL)
    return route;

  device = find_owner (self, topic, &convention, &match);
  if (device == NULL)
    return NULL;

  if (g_hash_table_size (self->route_of_topic) == MAX_ROUTES)
    g_hash_table_remove_all (self->route_of_topic);
  route = g_new0 (Route, 1);
  route->device = device;
  route->convention = convention;
  route->match = match;
  match = (FlTopicMatch) { 0 };
  g_hash_table_insert (self->route_of_topic, g_strdup (topic), route);
  return route;
}

/* LEDs */

static FlLedEvidence
judge_evidence (FlDeviceRegistry   *self,
                const FlTopicMatch *match)
{
  if (match->report_topic == NULL || fl_topic_name_get_below (self->base, match->report_topic) == NULL)
    return FL_LED_EVIDENCE_NONE;
  return g_str_equal (match->report_topic, match->command_topic) ? FL_LED_EVIDENCE_ECHOED : FL_LED_EVIDENCE_REPORTED;
}

/* NULL: the card has too many LEDs. */
static FlLed *
ensure_led (FlDeviceRegistry   *self,
            FlDevice           *device,
            FlConvention       *convention,
            const FlTopicMatch *match)
{
  FlLed *led = fl_device_ensure_led (device, match->led);

  if (led == NULL || (g_strcmp0 (fl_led_get_command_topic (led), match->command_topic) == 0 &&
                      g_strcmp0 (fl_led_get_report_topic (led), match->report_topic) == 0))
    return led;

  fl_command_sender_wire (self->sender, led, device, convention);
  fl_led_set_topics (led, match->command_topic, match->report_topic, judge_evidence (self, match));
  return led;
}

/* Messages */

static gboolean
expire_cb (gpointer user_data)
{
  FlDeviceRegistry *self = user_data;
  gint64 now = g_get_real_time ();
  gboolean go_on = FALSE;

  for (guint i = 0; i < fl_device_cards_get_n (self->cards); i++)
    go_on |= fl_device_intake_expire (fl_device_cards_get (self->cards, i), now);
  if (!go_on)
    self->expire_source = 0;
  return go_on ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
watch_expiry (FlDeviceRegistry *self,
              FlDevice         *device)
{
  if (self->expire_source == 0 && fl_device_intake_expire (device, g_get_real_time ()))
    self->expire_source = g_timeout_add_seconds (EXPIRE_SECONDS, expire_cb, self);
}

/* FALSE: the payload is no report, take it as a value. */
static gboolean
take_report (FlDeviceRegistry *self,
             Route            *route,
             const FlMessage  *message,
             const char       *text)
{
  FlDevice *device = route->device;
  FlLedState state = text != NULL ? fl_convention_read_report (route->convention, route->match.led, text) : FL_LED_STATE_UNKNOWN;
  g_autoptr(FlPayload) payload = NULL;
  FlTimeOrigin origin;
  gint64 time;
  FlLed *led;

  if (state == FL_LED_STATE_UNKNOWN && fl_device_find_led (device, route->match.led) == NULL)
    return FALSE;

  led = ensure_led (self, route->device, route->convention, &route->match);
  payload = fl_payload_new (message);
  time = fl_device_intake_find_time (payload, message, &origin);
  if (led != NULL)
    fl_led_take_report (led, state, MAX (time, 0), origin, fl_message_is_retained (message) || fl_message_is_reopened (message));
  fl_device_intake_take_time (device, payload, time, origin);
  return TRUE;
}

static gboolean
is_guess_of_device (gpointer key,
                  gpointer value,
                  gpointer user_data)
{
  Route *route = value;

  return route->match.guessed && route->device == user_data;
}

/* The device speaks the plain form: what was guessed to be a shared topic is its report after all,
 * unless we wrote there ourselves. */
static void
take_sign (FlDeviceRegistry *self,
           FlDevice         *device)
{
  GHashTableIter iter;
  gpointer topic, value;

  if (fl_topic_router_is_plain (self->router, fl_device_get_root (device)))
    return;
  fl_topic_router_set_plain (self->router, fl_device_get_root (device));

  g_hash_table_iter_init (&iter, self->route_of_topic);
  while (g_hash_table_iter_next (&iter, &topic, &value))
    if (is_guess_of_device (topic, value, device) && ((Route *) value)->last != NULL && !fl_command_sender_has_sent_to (self->sender, topic))
      g_ptr_array_add (self->again, fl_message_ref (((Route *) value)->last));
  g_hash_table_foreach_remove (self->route_of_topic, is_guess_of_device, device);
}

/* FALSE: it says neither, take it as a value. */
static gboolean
take_availability (FlDeviceRegistry *self,
                   Route            *route,
                   const FlMessage  *message,
                   const char       *text)
{
  FlAvailability availability = text != NULL ? fl_convention_read_availability (route->convention, text) : FL_AVAILABILITY_UNKNOWN;

  if (availability == FL_AVAILABILITY_UNKNOWN)
    return FALSE;
  fl_device_take_availability (route->device, availability,
                               fl_message_is_retained (message) ? 0 : fl_message_get_arrived (message));
  take_sign (self, route->device);
  return TRUE;
}

/* A token nobody here can open: it proves that what was known is out of date. */
static void
take_unreadable (FlDeviceRegistry *self,
                 Route            *route,
                 const FlMessage  *message)
{
  gboolean is_led = route->match.role == FL_TOPIC_ROLE_REPORT && fl_convention_names_led (route->match.led);

  if (is_led || route->match.role == FL_TOPIC_ROLE_SHARED)
    ensure_led (self, route->device, route->convention, &route->match);
  if (route->match.role == FL_TOPIC_ROLE_REPORT)
    take_report (self, route, message, NULL);
}

/* Others may write where commands go, and a last will is the broker's word: their plain text says nothing of the device.
 * FALSE: the message says nothing about now. */
static gboolean
take_encryption (Route           *route,
                 const FlMessage *message)
{
  const FlTopicRole role = route->match.role;
  const gboolean is_plain = fl_message_get_encryption (message) == FL_MESSAGE_PLAIN;

  if (role == FL_TOPIC_ROLE_COMMAND || (is_plain && (role == FL_TOPIC_ROLE_SHARED || role == FL_TOPIC_ROLE_AVAILABILITY)))
    return TRUE;
  return fl_device_intake_take_encryption (route->device, message, role == FL_TOPIC_ROLE_REPORT);
}

/* Plain text where a token was due. */
static void
take_plain_report (Route      *route,
                   const char *text)
{
  FlLed *led = fl_device_find_led (route->device, route->match.led);

  if (led != NULL)
    fl_led_take_plain_report (led, text != NULL ? fl_convention_read_report (route->convention, route->match.led, text)
                                                : FL_LED_STATE_UNKNOWN);
}

/* What the broker keeps on the command topic: it switches the LED whenever the device connects. */
static void
take_command (FlDeviceRegistry *self,
              Route            *route,
              const FlMessage  *message,
              const char       *text)
{
  FlLed *led = ensure_led (self, route->device, route->convention, &route->match);

  if (led != NULL && fl_message_is_retained (message))
    fl_led_take_stale_command (led, text != NULL ? text : _("encrypted"));
  take_sign (self, route->device);
}

/* The broker keeps nothing on this topic any more. */
static void
take_emptied (FlDeviceRegistry *self,
              const char       *topic)
{
  const Route *route = g_hash_table_lookup (self->route_of_topic, topic);
  FlLed *led = route != NULL && route->match.role == FL_TOPIC_ROLE_COMMAND ? fl_device_find_led (route->device, route->match.led) : NULL;

  if (led != NULL)
    fl_led_take_stale_command (led, NULL);
  if (self->discovered != NULL)
    fl_discovered_take_emptied (self->discovered, topic);
}

static void
keep_stray (FlDeviceRegistry *self,
            FlMessage        *message)
{
  const char *topic = fl_message_get_topic (message);

  if (self->discovered == NULL || fl_topic_name_get_below (self->base, topic) != NULL ||
      g_bytes_get_size (fl_message_get_payload (message)) > MAX_STRAY_BYTES ||
      (g_hash_table_size (self->strays) >= MAX_STRAYS && !g_hash_table_contains (self->strays, topic)))
    return;
  g_hash_table_replace (self->strays, (gpointer) topic, fl_message_ref (message));
}

static void
take_message (FlDeviceRegistry *self,
              FlMessage        *message,
              gboolean          is_latest)
{
  Route *route = ensure_route (self, fl_message_get_topic (message));
  g_autofree char *text = NULL;
  gboolean is_value = FALSE;
  gboolean is_believed;

  if (route == NULL)
    {
      keep_stray (self, message);
      return;
    }
  g_clear_pointer (&route->last, fl_message_unref);
  route->last = fl_message_ref (message);
  is_believed = take_encryption (route, message);
  if (!is_believed && fl_message_get_replay (message) != FL_MESSAGE_NOT_REPLAYED)
    return;
  if (fl_message_get_encryption (message) == FL_MESSAGE_FAILED)
    {
      take_unreadable (self, route, message);
      return;
    }

  if (route->match.role != FL_TOPIC_ROLE_NONE)
    text = fl_message_dup_text (message);
  switch (route->match.role)
    {
    case FL_TOPIC_ROLE_REPORT:
      if (is_believed)
        is_value = !take_report (self, route, message, text);
      else
        take_plain_report (route, text);
      break;
    case FL_TOPIC_ROLE_COMMAND:
      take_command (self, route, message, text);
      break;
    case FL_TOPIC_ROLE_SHARED:
      ensure_led (self, route->device, route->convention, &route->match);
      break;
    case FL_TOPIC_ROLE_AVAILABILITY:
      is_value = !take_availability (self, route, message, text);
      break;
    case FL_TOPIC_ROLE_COPY:
      break;
    case FL_TOPIC_ROLE_NONE:
    default:
      is_value = TRUE;
    }

  if (is_value && is_latest)
    {
      fl_device_intake_take_values (route->device, message);
      watch_expiry (self, route->device);
    }
}

/* What take_sign() and take_over() put aside; by now nothing of it is a guess. */
static void
take_again (FlDeviceRegistry *self)
{
  g_autoptr(GPtrArray) again = g_steal_pointer (&self->again);

  self->again = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  for (guint i = 0; i < again->len; i++)
    if (self->discovered == NULL || !fl_discovered_take (self->discovered, again->pdata[i]))
      take_message (self, again->pdata[i], TRUE);
}

/* Devices that say who they are */

/* Its card goes, unless something is on it that nobody took back. */
static void
let_device_go (FlDeviceRegistry *self,
               FlDevice         *device)
{
  GHashTableIter iter;
  gpointer value;
  guint position;

  if (fl_device_get_info (device) != NULL)
    fl_device_cards_undescribe (self->cards, device);
  if (!fl_device_is_empty (device) && fl_device_cards_find_root (self->cards, fl_device_get_root (device)) == device)
    return;

  g_hash_table_iter_init (&iter, self->route_of_topic);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Route *) value)->device == device)
      g_hash_table_iter_remove (&iter);
  position = fl_device_cards_remove (self->cards, device);
  if (position >= self->n_shown)
    return;
  self->n_shown--;
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* The LED that was made of the topic alone, where an entity says more about it now. */
static void
remove_plain_led (Route *route)
{
  FlLed *led = route->match.led != NULL ? fl_device_find_led (route->device, route->match.led) : NULL;

  if (led != NULL && fl_led_get_entity (led) == NULL && g_strcmp0 (fl_led_get_command_topic (led), route->match.command_topic) == 0)
    fl_device_remove_led (route->device, led);
}

/* The topic is an entity's, or somebody else claims it: what it left on a card is wiped off, and taken anew. */
static void
take_over (FlDeviceRegistry *self,
           const char       *topic,
           Route            *route,
           GHashTable       *losers)
{
  remove_plain_led (route);
  fl_device_forget_topic (route->device, topic);
  if (route->last != NULL)
    g_ptr_array_add (self->again, fl_message_ref (route->last));
  if (fl_device_get_info (route->device) == NULL)
    g_hash_table_add (losers, route->device);
}

static void
take_over_topics (FlDeviceRegistry *self,
                  GPtrArray        *topics,
                  GHashTable       *losers)
{
  for (guint i = 0; i < topics->len; i++)
    {
      Route *route = g_hash_table_lookup (self->route_of_topic, topics->pdata[i]);
      FlMessage *stray = g_hash_table_lookup (self->strays, topics->pdata[i]);

      if (stray != NULL)
        {
          g_ptr_array_add (self->again, fl_message_ref (stray));
          g_hash_table_remove (self->strays, topics->pdata[i]);
        }
      if (route == NULL || fl_topic_router_is_added (self->router, topics->pdata[i]))
        continue;
      take_over (self, topics->pdata[i], route, losers);
      g_hash_table_remove (self->route_of_topic, topics->pdata[i]);
    }
}

/* Once for all claims of a batch. */
static void
take_over_claims (FlDeviceRegistry *self,
                  GHashTable       *losers)
{
  GHashTableIter iter;
  gpointer topic, value;

  g_hash_table_iter_init (&iter, self->route_of_topic);
  while (g_hash_table_iter_next (&iter, &topic, &value))
    {
      FlDevice *claimant = fl_device_cards_find_claimant (self->cards, topic);
      Route *route = value;

      if (claimant == NULL || fl_topic_router_is_added (self->router, topic) ||
          (claimant == route->device && route->convention == NULL))
        continue;
      take_over (self, topic, route, losers);
      g_hash_table_iter_remove (&iter);
    }

  g_hash_table_iter_init (&iter, self->strays);
  while (g_hash_table_iter_next (&iter, &topic, &value))
    if (fl_device_cards_find_claimant (self->cards, topic) != NULL)
      {
        g_ptr_array_add (self->again, fl_message_ref (value));
        g_hash_table_iter_remove (&iter);
      }
}

/* Cards of which nothing is left. */
static void
clear_up (FlDeviceRegistry *self,
          GHashTable       *losers)
{
  GHashTableIter iter;
  gpointer device;

  g_hash_table_iter_init (&iter, losers);
  while (g_hash_table_iter_next (&iter, &device, NULL))
    if (fl_device_get_info (device) == NULL && fl_device_is_empty (device))
      let_device_go (self, device);
}

static void
take_news (FlDeviceRegistry *self)
{
  g_auto(FlDiscoveredNews) news = { 0 };
  g_autoptr(GHashTable) losers = g_hash_table_new (NULL, NULL);

  fl_discovered_take_news (self->discovered, &news);
  for (guint i = self->n_shown; i < fl_device_cards_get_n (self->cards); i++)
    adopt_device (self, fl_device_cards_get (self->cards, i));
  for (guint i = 0; i < news.leds->len; i++)
    {
      FlLed *led = news.leds->pdata[i];
      FlDevice *device = fl_device_cards_find (self->cards, fl_led_get_device_id (led));

      if (device != NULL && fl_device_find_led (device, fl_led_get_id (led) + strlen (fl_device_get_id (device)) + 1) == led)
        fl_command_sender_wire (self->sender, led, device, NULL);
    }
  take_over_topics (self, news.topics, losers);
  if (news.claims)
    take_over_claims (self, losers);
  for (guint i = 0; i < news.idle->len; i++)
    {
      g_hash_table_remove (losers, news.idle->pdata[i]);
      let_device_go (self, news.idle->pdata[i]);
    }
  clear_up (self, losers);
  refuse_devices (self, news.n_refused);
  if (news.topics->len > 0 || news.claims)
    g_signal_emit (self, signals[FILTERS_CHANGED], 0);
}

static void
count_left_out (FlDeviceRegistry *self)
{
  guint64 n = fl_device_finder_get_n_left_out (fl_discovered_get_finder (self->discovered));

  if (self->n_left_out == n)
    return;
  self->n_left_out = n;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_LEFT_OUT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEFT_OUT_REASON]);
}

/* All documents of a batch go before all reports: a broker sends what it retained in any order. Array of gboolean, one for
 * each message: it is a document and nothing else. */
static GByteArray *
find_devices (FlDeviceRegistry *self,
              GPtrArray        *batch)
{
  GByteArray *are_documents = g_byte_array_sized_new (batch->len);

  g_byte_array_set_size (are_documents, batch->len);
  for (guint i = 0; i < batch->len; i++)
    are_documents->data[i] = self->discovered != NULL && fl_message_get_topic (batch->pdata[i])[0] != '$' &&
                             fl_discovered_find (self->discovered, batch->pdata[i]);
  if (self->discovered != NULL)
    {
      take_news (self);
      count_left_out (self);
    }
  return are_documents;
}

/* LEDs by name */

/* "DEVICE" or "DEVICE/LED": both may hold slashes themselves, so the whole is tried first, then the longest device. */
static FlDevice *
find_device (FlDeviceRegistry  *self,
             const char        *id,
             const char       **led)
{
  FlDevice *device = fl_device_cards_find (self->cards, id);
  g_autofree char *device_id = g_strdup (id);
  char *slash;

  *led = NULL;
  while (device == NULL && (slash = strrchr (device_id, '/')) != NULL)
    {
      *slash = '\0';
      *led = id + (slash - device_id) + 1;
      device = fl_device_cards_find (self->cards, device_id);
    }
  return device;
}

static FlLed *
find_only_led (FlDevice *device)
{
  GListModel *leds = fl_device_get_leds (device);
  FlLed *named = fl_device_find_led (device, "led");
  g_autoptr(FlLed) first = NULL;

  if (named != NULL)
    return named;
  if (g_list_model_get_n_items (leds) != 1)
    return NULL;
  first = g_list_model_get_item (leds, 0);
  return first; /* the card holds it */
}

/* Routes of the topics of a LED that was added or expected are found anew. */
static FlLed *
install_led (FlDeviceRegistry    *self,
             FlConvention        *convention,
             const FlTopicMatch  *match,
             GError             **error)
{
  FlDevice *device = ensure_device (self, match->root);
  FlLed *led = device != NULL ? ensure_led (self, device, convention, match) : NULL;

  announce_devices (self);
  if (led == NULL)
    g_set_error_literal (error, FL_DEVICE_REGISTRY_ERROR, FL_DEVICE_REGISTRY_ERROR_FULL,
                         device == NULL ? _("there are too many devices") : _("the device has too many LEDs"));
  return led;
}

/* vfuncs */

static GType
fl_device_registry_get_item_type (GListModel *model)
{
  return FL_TYPE_DEVICE;
}

static guint
fl_device_registry_get_n_items (GListModel *model)
{
  return FL_DEVICE_REGISTRY (model)->n_shown;
}

static gpointer
fl_device_registry_get_item (GListModel *model,
                             guint       position)
{
  FlDeviceRegistry *self = FL_DEVICE_REGISTRY (model);

  return position < self->n_shown ? g_object_ref (fl_device_cards_get (self->cards, position)) : NULL;
}

static void
fl_device_registry_get_property (GObject    *object,
                                 guint       property,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  FlDeviceRegistry *self = FL_DEVICE_REGISTRY (object);

  switch (property)
    {
    case PROP_N_REFUSED:
      g_value_set_uint64 (value, self->n_refused);
      break;
    case PROP_N_LEFT_OUT:
      g_value_set_uint64 (value, self->n_left_out);
      break;
    case PROP_RULES:
      g_value_take_string (value, fl_device_rules_print (self->rules));
      break;
    case PROP_LEFT_OUT_REASON:
      g_value_set_string (value, fl_device_registry_get_left_out_reason (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
fl_device_registry_dispose (GObject *object)
{
  FlDeviceRegistry *self = FL_DEVICE_REGISTRY (object);

  g_clear_handle_id (&self->expire_source, g_source_remove);
  if (self->sender != NULL)
    fl_command_sender_set_func (self->sender, NULL, NULL, NULL);
  g_hash_table_remove_all (self->route_of_topic);
  g_hash_table_remove_all (self->strays);
  g_clear_pointer (&self->discovered, fl_discovered_free);
  self->n_shown = 0;
  g_clear_pointer (&self->cards, fl_device_cards_free);
  self->cards = fl_device_cards_new ();

  G_OBJECT_CLASS (fl_device_registry_parent_class)->dispose (object);
}

static void
fl_device_registry_finalize (GObject *object)
{
  FlDeviceRegistry *self = FL_DEVICE_REGISTRY (object);

  g_hash_table_unref (self->route_of_topic);
  g_clear_pointer (&self->cards, fl_device_cards_free);
  g_clear_pointer (&self->router, fl_topic_router_free);
  g_hash_table_unref (self->strays);
  g_ptr_array_unref (self->again);
  g_clear_pointer (&self->settings, fl_device_settings_unref);
  g_clear_pointer (&self->sender, fl_command_sender_free);
  fl_device_rules_free (self->rules);
  g_free (self->base);
  g_free (self->reason);

  G_OBJECT_CLASS (fl_device_registry_parent_class)->finalize (object);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = fl_device_registry_get_item_type;
  iface->get_n_items = fl_device_registry_get_n_items;
  iface->get_item = fl_device_registry_get_item;
}

static void
fl_device_registry_class_init (FlDeviceRegistryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fl_device_registry_get_property;
  object_class->dispose = fl_device_registry_dispose;
  object_class->finalize = fl_device_registry_finalize;

  properties[PROP_N_REFUSED] = g_param_spec_uint64 ("n-refused", NULL, NULL, 0, G_MAXUINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_LEFT_OUT] = g_param_spec_uint64 ("n-left-out", NULL, NULL, 0, G_MAXUINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LEFT_OUT_REASON] = g_param_spec_string ("left-out-reason", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_RULES] = g_param_spec_string ("rules", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[FILTERS_CHANGED] = g_signal_new ("filters-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_device_registry_init (FlDeviceRegistry *self)
{
  self->cards = fl_device_cards_new ();
  self->route_of_topic = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) route_free);
  self->strays = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) fl_message_unref);
  self->again = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  self->reason = g_strdup (_("not connected"));
  self->rules = fl_device_rules_new ("");
}

/* base_topic: without wildcards, "" for the top level. Not connected at first. */
FlDeviceRegistry *
fl_device_registry_new (const char       *base_topic,
                        FlDeviceSettings *settings)
{
  FlDeviceRegistry *self;

  g_return_val_if_fail (base_topic != NULL && settings != NULL, NULL);

  self = g_object_new (FL_TYPE_DEVICE_REGISTRY, NULL);
  self->base = g_strdup (base_topic);
  self->settings = fl_device_settings_ref (settings);
  self->sender = fl_command_sender_new (settings);
  self->router = fl_topic_router_new (base_topic, settings);
  self->discovered = fl_discovered_new (base_topic, settings, self->cards);
  return self;
}

/* What was found stays on no card once it is off. */
void
fl_device_registry_set_discovery (FlDeviceRegistry *self,
                                  gboolean          discovery)
{
  g_return_if_fail (FL_IS_DEVICE_REGISTRY (self));

  if (discovery == (self->discovered != NULL))
    return;
  if (discovery)
    {
      self->discovered = fl_discovered_new (self->base, self->settings, self->cards);
      return;
    }
  g_clear_pointer (&self->discovered, fl_discovered_free);
  for (guint i = fl_device_cards_get_n (self->cards); i > 0; i--)
    if (fl_device_get_info (fl_device_cards_get (self->cards, i - 1)) != NULL)
      let_device_go (self, fl_device_cards_get (self->cards, i - 1));
}

void
fl_device_registry_set_conventions (FlDeviceRegistry *self,
                                    GPtrArray        *conventions)
{
  g_return_if_fail (FL_IS_DEVICE_REGISTRY (self) && self->discovered != NULL && conventions != NULL);

  fl_device_finder_set_conventions (fl_discovered_get_finder (self->discovered), conventions);
}

void
fl_device_registry_set_sender (FlDeviceRegistry *self,
                               FlDeviceSendFunc  send,
                               gpointer          user_data,
                               GDestroyNotify    destroy)
{
  g_return_if_fail (FL_IS_DEVICE_REGISTRY (self));

  fl_command_sender_set_func (self->sender, send, user_data, destroy);
}

/* The keys commands are encrypted with; keys NULL: none. */
void
fl_device_registry_set_keys (FlDeviceRegistry *self,
                             FlKeyRing        *keys)
{
  g_return_if_fail (FL_IS_DEVICE_REGISTRY (self));

  fl_command_sender_set_keys (self->sender, keys);
}

/* The link's state. reason: a translated sentence, needed while offline; what was on its way ends
 * with it, and nothing is kept for the next connection. */
void
fl_device_registry_set_online (FlDeviceRegistry *self,
                               gboolean          online,
                               const char       *reason)
{
  g_return_if_fail (FL_IS_DEVICE_REGISTRY (self) && (online || reason != NULL));

  self->online = online;
  if (!online)
    {
      g_free (self->reason);
      self->reason = g_strdup (reason);
    }
  for (guint i = 0; i < fl_device_cards_get_n (self->cards); i++)
    fl_device_set_online (fl_device_cards_get (self->cards, i), online, online ? NULL : self->reason);
}

/* What was kept of the devices, as fl_device_registry_dup_rules() gave it; for the devices found from now on. */
void
fl_device_registry_set_rules (FlDeviceRegistry *self,
                              const char       *rules)
{
  g_return_if_fail (FL_IS_DEVICE_REGISTRY (self) && rules != NULL);

  fl_device_rules_free (self->rules);
  self->rules = fl_device_rules_new (rules);
}

char *
fl_device_registry_dup_rules (FlDeviceRegistry *self)
{
  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (self), NULL);

  return fl_device_rules_print (self->rules);
}

void
fl_device_registry_ingest (FlDeviceRegistry *self,
                           GPtrArray        *batch)
{
  g_autoptr(GHashTable) latest = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GByteArray) are_documents = NULL;

  g_return_if_fail (FL_IS_DEVICE_REGISTRY (self) && batch != NULL);

  for (guint i = 0; i < batch->len; i++)
    g_hash_table_replace (latest, (gpointer) fl_message_get_topic (batch->pdata[i]), batch->pdata[i]);
  self->is_ingesting = TRUE;
  are_documents = find_devices (self, batch);

  for (guint i = 0; i < batch->len; i++)
    {
      FlMessage *message = batch->pdata[i];
      const char *topic = fl_message_get_topic (message);
      gboolean is_used;

      /* An empty payload is how a retained copy is deleted; $SYS is the broker's own. */
      if (topic[0] == '$')
        continue;
      if (g_bytes_get_size (fl_message_get_payload (message)) == 0)
        {
          take_emptied (self, topic);
          continue;
        }
      is_used = self->discovered != NULL && fl_discovered_take (self->discovered, message);
      if (is_used ? fl_topic_router_is_added (self->router, topic) : !are_documents->data[i])
        take_message (self, message, g_hash_table_lookup (latest, topic) == message);
    }
  take_again (self);
  self->is_ingesting = FALSE;
  if (self->discovered != NULL)
    fl_discovered_update (self->discovered);
  announce_devices (self);
}

/* Transfer none; NULL: not seen. */
FlDevice *
fl_device_registry_find_device (FlDeviceRegistry *self,
                                const char       *id)
{
  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (self) && id != NULL, NULL);

  return fl_device_cards_find (self->cards, id);
}

FlLed *
fl_device_registry_find_led (FlDeviceRegistry *self,
                             const char       *id)
{
  const char *led;
  FlDevice *device;

  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (self) && id != NULL, NULL);

  device = find_device (self, id, &led);
  if (device == NULL)
    return NULL;
  return led != NULL ? fl_device_find_led (device, led) : find_only_led (device);
}

/* id: DEVICE, whose LED is called "led", or DEVICE/LED. NULL with FL_DEVICE_REGISTRY_ERROR: the
 * templates have no such LED, or a ceiling is reached. */
FlLed *
fl_device_registry_expect_led (FlDeviceRegistry  *self,
                               const char        *id,
                               GError           **error)
{
  g_auto(FlTopicMatch) match = { 0 };
  g_auto(GStrv) parts = NULL;
  const char *led_name;
  FlConvention *convention;
  FlLed *led;

  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (self) && id != NULL, NULL);

  led = fl_device_registry_find_led (self, id);
  if (led != NULL)
    return led;

  parts = g_strsplit (id, "/", 2);
  if (parts[0] == NULL || parts[0][0] == '\0' || !fl_topic_name_is_valid (id, -1) || (parts[1] != NULL && strchr (parts[1], '/') != NULL))
    {
      g_set_error_literal (error, FL_DEVICE_REGISTRY_ERROR, FL_DEVICE_REGISTRY_ERROR_TOPIC, _("DEVICE or DEVICE/LED is needed"));
      return NULL;
    }

  led_name = parts[1] != NULL && parts[1][0] != '\0' ? parts[1] : "led";
  convention = fl_topic_router_expect (self->router, parts[0], led_name, &match);
  if (convention != NULL)
    return install_led (self, convention, &match, error);

  g_set_error_literal (error, FL_DEVICE_REGISTRY_ERROR, FL_DEVICE_REGISTRY_ERROR_TOPIC,
                       _("it was not seen, and the broker’s topics for LEDs do not fit its name"));
  return NULL;
}

FlLed *
fl_device_registry_add_led (FlDeviceRegistry  *self,
                            const char        *name,
                            const char        *command_topic,
                            const char        *report_topic,
                            GError           **error)
{
  g_auto(FlTopicMatch) match = { 0 };
  FlConvention *convention;

  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (self) && command_topic != NULL, NULL);

  if (!fl_topic_name_is_valid (command_topic, -1) || command_topic[0] == '$' ||
      (report_topic != NULL && !fl_topic_name_is_valid (report_topic, -1)))
    {
      g_set_error_literal (error, FL_DEVICE_REGISTRY_ERROR, FL_DEVICE_REGISTRY_ERROR_TOPIC,
                           _("A topic without + and # is needed, such as home/kitchen/led/set"));
      return NULL;
    }

  convention = fl_topic_router_complete (self->router, command_topic, report_topic, &match);
  match.guessed = FALSE;
  if (name != NULL && name[0] != '\0')
    {
      g_free (match.led);
      match.led = g_strdup (name);
    }
  fl_topic_router_add (self->router, convention, &match);
  g_hash_table_remove (self->route_of_topic, match.command_topic);
  g_hash_table_remove (self->route_of_topic, match.report_topic);
  return install_led (self, convention, &match, error);
}

guint64
fl_device_registry_get_n_refused (FlDeviceRegistry *self)
{
  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (self), 0);

  return self->n_refused;
}

guint64
fl_device_registry_get_n_left_out (FlDeviceRegistry *self)
{
  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (self), 0);

  return self->n_left_out;
}

const char *
fl_device_registry_get_left_out_reason (FlDeviceRegistry *self)
{
  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (self), NULL);

  return self->discovered != NULL ? fl_device_finder_get_reason (fl_discovered_get_finder (self->discovered)) : NULL;
}

char **
fl_device_registry_dup_filters (FlDeviceRegistry *self)
{
  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (self), NULL);

  return self->discovered != NULL ? fl_discovered_dup_filters (self->discovered, FL_DEVICE_REGISTRY_MAX_FILTERS) : g_new0 (char *, 1);
}
