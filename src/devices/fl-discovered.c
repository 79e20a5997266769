/* Devices that were found by what they say of themselves: entities on cards, and the messages that are theirs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-discovered"

#include "devices/fl-discovered.h"

#include "devices/fl-device-intake.h"
#include "devices/fl-topic-uses.h"
#include "messages/fl-topic-name.h"

/* What describes a card. */
typedef struct
{
  GPtrArray *bindings;  /* not owned */
  guint n_descriptions; /* of the device alone, without an entity */
} Holder;

struct _FlDiscovered
{
  char *base;
  FlDeviceFinder *finder;
  FlDeviceCards *cards; /* not owned */
  FlTopicUses *uses;
  GHashTable *binding_of_entity; /* FlEntity → FlBinding */
  GHashTable *signs;             /* FlBinding of entities that were only guessed */
  GHashTable *holder_of_device;  /* FlDevice → Holder */
  GHashTable *changed;           /* FlDevice: availability to be summed up */
  FlDiscoveredNews news;
};

static void
holder_free (Holder *holder)
{
  g_ptr_array_unref (holder->bindings);
  g_free (holder);
}

static void
init_news (FlDiscoveredNews *news)
{
  *news = (FlDiscoveredNews) { .topics = g_ptr_array_new_with_free_func (g_free),
                               .leds = g_ptr_array_new_with_free_func (g_object_unref),
                               .idle = g_ptr_array_new_with_free_func (g_object_unref) };
}

FlDiscovered *
fl_discovered_new (const char       *base,
                   FlDeviceSettings *settings,
                   FlDeviceCards    *cards)
{
  FlDiscovered *self;

  g_return_val_if_fail (base != NULL && settings != NULL && cards != NULL, NULL);

  self = g_new0 (FlDiscovered, 1);
  self->base = g_strdup (base);
  self->finder = fl_device_finder_new (base, settings);
  self->cards = cards;
  self->uses = fl_topic_uses_new ();
  self->binding_of_entity = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) fl_binding_free);
  self->signs = g_hash_table_new (NULL, NULL);
  self->holder_of_device = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) holder_free);
  self->changed = g_hash_table_new (NULL, NULL);
  init_news (&self->news);
  return self;
}

void
fl_discovered_free (FlDiscovered *self)
{
  g_hash_table_unref (self->binding_of_entity);
  g_hash_table_unref (self->signs);
  g_hash_table_unref (self->holder_of_device);
  g_hash_table_unref (self->changed);
  fl_discovered_news_clear (&self->news);
  fl_topic_uses_free (self->uses);
  fl_device_finder_free (self->finder);
  g_free (self->base);
  g_free (self);
}

/* Transfer none. */
FlDeviceFinder *
fl_discovered_get_finder (FlDiscovered *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->finder;
}

void
fl_discovered_news_clear (FlDiscoveredNews *news)
{
  g_clear_pointer (&news->topics, g_ptr_array_unref);
  g_clear_pointer (&news->leds, g_ptr_array_unref);
  g_clear_pointer (&news->idle, g_ptr_array_unref);
}

void
fl_discovered_take_news (FlDiscovered     *self,
                         FlDiscoveredNews *news)
{
  g_return_if_fail (self != NULL && news != NULL);

  *news = self->news;
  init_news (&self->news);
  for (guint i = news->idle->len; i > 0; i--)
    if (g_hash_table_contains (self->holder_of_device, news->idle->pdata[i - 1])) /* described again meanwhile */
      g_ptr_array_remove_index_fast (news->idle, i - 1);
}

/* Cards */

/* Where the topics of the entity are: BASE/DEVICE, if that is where they are. Transfer full. */
static char *
derive_root (FlDiscovered *self,
             FlEntity     *entity)
{
  const FlAspect *aspect = entity != NULL ? fl_entity_get_aspect (entity, 0) : NULL;
  const char *topic = aspect == NULL ? NULL : aspect->command_topic != NULL ? aspect->command_topic : aspect->state_topic;
  g_autofree char *root = topic != NULL && self->base[0] != '\0' ? fl_convention_dup_root (self->base, topic) : NULL;

  return root != NULL && !g_str_equal (root, self->base) ? g_steal_pointer (&root) : NULL;
}

/* A document must not have what is far above the base: that would be everything. */
static gboolean
claims_too_much (FlDiscovered *self,
                 FlDeviceInfo *info)
{
  const char *const *claims = fl_device_info_get_claims (info);

  for (guint i = 0; claims[i] != NULL; i++)
    if (!g_str_equal (claims[i], self->base) && fl_topic_name_get_below (claims[i], self->base) != NULL)
      return TRUE;
  return FALSE;
}

/* The one with a name is better than the one without. */
static void
describe (FlDiscovered *self,
          FlDevice     *device,
          FlDeviceInfo *info)
{
  FlDeviceInfo *was = fl_device_get_info (device);

  if (was != NULL && !fl_device_info_is_named (info) && fl_device_info_is_named (was))
    return;
  self->news.claims |= fl_device_cards_describe (self->cards, device, info);
}

/* NULL: there are too many, or it wants too much. */
static FlDevice *
ensure_card (FlDiscovered *self,
             FlDeviceInfo *info,
             FlEntity     *entity)
{
  FlDevice *device = fl_device_cards_find_key (self->cards, fl_device_info_get_key (info));
  g_autofree char *root = NULL;

  if (device == NULL)
    {
      root = fl_device_info_get_root (info) != NULL ? g_strdup (fl_device_info_get_root (info)) : derive_root (self, entity);
      device = claims_too_much (self, info) ? NULL : fl_device_cards_add_described (self->cards, info, root);
      if (device == NULL)
        {
          self->news.n_refused++;
          return NULL;
        }
    }
  else if (claims_too_much (self, info))
    return device;
  describe (self, device, info);
  return device;
}

static Holder *
ensure_holder (FlDiscovered *self,
               FlDevice     *device)
{
  Holder *holder = g_hash_table_lookup (self->holder_of_device, device);

  if (holder == NULL)
    {
      holder = g_new0 (Holder, 1);
      holder->bindings = g_ptr_array_new ();
      g_hash_table_insert (self->holder_of_device, device, holder);
    }
  return holder;
}

static void
release (FlDiscovered *self,
         FlDevice     *device)
{
  Holder *holder = g_hash_table_lookup (self->holder_of_device, device);

  if (holder == NULL || holder->bindings->len > 0 || holder->n_descriptions > 0)
    return;
  g_hash_table_remove (self->holder_of_device, device);
  g_hash_table_remove (self->changed, device);
  g_ptr_array_add (self->news.idle, g_object_ref (device));
}

/* Entities */

static void
unbind (FlDiscovered *self,
        FlEntity     *entity)
{
  FlBinding *binding = g_hash_table_lookup (self->binding_of_entity, entity);
  FlDevice *device;

  if (binding == NULL)
    return;
  device = fl_binding_get_device (binding);
  fl_topic_uses_remove (self->uses, binding);
  g_hash_table_remove (self->signs, binding);
  g_ptr_array_remove_fast (ensure_holder (self, device)->bindings, binding);
  g_hash_table_remove (self->binding_of_entity, entity);
  g_hash_table_add (self->changed, device);
  release (self, device);
}

typedef struct
{
  FlDiscovered *self;
  const char *key;
  gboolean is_sign;
  gboolean is_taken;
  GPtrArray *guesses; /* FlEntity of another device that was only guessed */
} Rivals;

static void
look_for_rivals (FlEntity   *entity,
                 const char *topic,
                 Rivals     *rivals)
{
  guint n;
  const FlTopicUse *uses = topic != NULL ? fl_topic_uses_lookup (rivals->self->uses, topic, &n) : NULL;

  for (guint i = 0; uses != NULL && i < n; i++)
    {
      FlEntity *other = fl_binding_get_entity (uses[i].binding);
      const gboolean is_guess = g_hash_table_contains (rivals->self->signs, uses[i].binding);

      if (uses[i].role == FL_TOPIC_USE_AVAILABILITY || g_str_equal (fl_device_info_get_key (fl_entity_get_device (other)), rivals->key))
        continue;
      if (!is_guess)
        rivals->is_taken = TRUE;
      else if (!rivals->is_sign && !g_ptr_array_find (rivals->guesses, other, NULL))
        g_ptr_array_add (rivals->guesses, other);
    }
}

/* What a document describes is better than what was guessed of the same topics. FALSE: it is the guess. predecessor: gets the
 * LED that was guessed of the same reports, if there was one; transfer full. */
static gboolean
prevails (FlDiscovered *self,
          FlEntity     *entity,
          gboolean      is_sign,
          FlLed       **predecessor)
{
  g_autoptr(GPtrArray) guesses = g_ptr_array_new ();
  Rivals rivals = { self, fl_device_info_get_key (fl_entity_get_device (entity)), is_sign, FALSE, guesses };

  if (!is_sign && g_hash_table_size (self->signs) == 0)
    return TRUE;
  for (guint i = 0; i < fl_entity_get_n_aspects (entity); i++)
    {
      look_for_rivals (entity, fl_entity_get_aspect (entity, i)->command_topic, &rivals);
      look_for_rivals (entity, fl_entity_get_aspect (entity, i)->state_topic, &rivals);
    }
  if (is_sign && rivals.is_taken)
    return FALSE;
  for (guint i = 0; i < guesses->len; i++)
    {
      FlLed *led = fl_binding_get_led (g_hash_table_lookup (self->binding_of_entity, guesses->pdata[i]));

      if (led != NULL && fl_entity_can_be_switched (entity) &&
          g_strcmp0 (fl_led_get_report_topic (led), fl_entity_get_aspect (entity, 0)->state_topic) == 0)
        g_set_object (predecessor, led);
      unbind (self, guesses->pdata[i]);
    }
  return TRUE;
}

static void
bind_entity (FlDiscovered *self,
             FlEntity     *entity,
             gboolean      is_sign)
{
  g_autoptr(FlLed) predecessor = NULL;
  FlDevice *device;
  FlBinding *binding;

  if (!prevails (self, entity, is_sign, &predecessor))
    return;
  device = ensure_card (self, fl_entity_get_device (entity), entity);
  binding = device != NULL ? fl_binding_new (entity, device) : NULL;
  if (device == NULL)
    return;
  ensure_holder (self, device);
  if (binding == NULL) /* the card counts it */
    {
      release (self, device);
      return;
    }

  g_hash_table_insert (self->binding_of_entity, entity, binding);
  if (is_sign)
    g_hash_table_add (self->signs, binding);
  g_ptr_array_add (ensure_holder (self, device)->bindings, binding);
  fl_topic_uses_add (self->uses, binding, self->news.topics);
  g_hash_table_add (self->changed, device);
  /* What was reported while it was only guessed is not said again. */
  if (predecessor != NULL && fl_led_get_reported (predecessor) != FL_LED_STATE_UNKNOWN)
    fl_led_take_report (fl_binding_get_led (binding), fl_led_get_reported (predecessor), fl_led_get_reported_at (predecessor),
                        FL_TIME_ORIGIN_RETAINED, TRUE);
  if (fl_binding_get_led (binding) != NULL)
    g_ptr_array_add (self->news.leds, g_object_ref (fl_binding_get_led (binding)));
}

/* The same LED or reading goes on, with what it has shown so far. */
static void
rebind (FlDiscovered *self,
        FlEntity     *was,
        FlEntity     *now)
{
  gpointer stolen = NULL;
  FlBinding *binding;

  g_hash_table_steal_extended (self->binding_of_entity, was, NULL, &stolen);
  binding = stolen;
  fl_topic_uses_remove (self->uses, binding);
  fl_binding_set_entity (binding, now);
  fl_topic_uses_add (self->uses, binding, self->news.topics);
  g_hash_table_insert (self->binding_of_entity, now, binding);
  describe (self, fl_binding_get_device (binding), fl_entity_get_device (now));
  g_hash_table_add (self->changed, fl_binding_get_device (binding));
}

static void
describe_device (FlDiscovered *self,
                 FlDeviceInfo *info)
{
  FlDevice *device = ensure_card (self, info, NULL);

  if (device != NULL)
    ensure_holder (self, device)->n_descriptions++;
}

static void
withdraw_device (FlDiscovered *self,
                 FlDeviceInfo *info)
{
  FlDevice *device = fl_device_cards_find_key (self->cards, fl_device_info_get_key (info));
  Holder *holder = device != NULL ? g_hash_table_lookup (self->holder_of_device, device) : NULL;

  if (holder == NULL || holder->n_descriptions == 0)
    return;
  holder->n_descriptions--;
  release (self, device);
}

static gboolean
can_be_rebound (FlDiscovered *self,
                FlEntity     *was,
                FlEntity     *now)
{
  return g_hash_table_contains (self->binding_of_entity, was) && fl_entity_can_be_switched (was) == fl_entity_can_be_switched (now);
}

static void
apply_change (FlDiscovered            *self,
              const FlDiscoveryChange *change)
{
  if (change->device_now != NULL)
    describe_device (self, change->device_now);
  if (change->device_was != NULL)
    withdraw_device (self, change->device_was);
  if (change->was != NULL && change->now != NULL && can_be_rebound (self, change->was, change->now))
    {
      rebind (self, change->was, change->now);
      return;
    }
  if (change->now != NULL)
    bind_entity (self, change->now, change->is_sign);
  if (change->was != NULL)
    unbind (self, change->was);
}

gboolean
fl_discovered_find (FlDiscovered *self,
                    FlMessage    *message)
{
  const char *topic = fl_message_get_topic (message);
  g_autoptr(GPtrArray) changes = NULL;
  g_autofree char *text = NULL;
  gboolean is_document = FALSE;
  guint n;

  g_return_val_if_fail (self != NULL && message != NULL, FALSE);

  if (fl_topic_uses_lookup (self->uses, topic, &n) != NULL && !fl_device_finder_knows_topic (self->finder, topic))
    return FALSE;
  if (fl_message_get_encryption (message) == FL_MESSAGE_FAILED || fl_message_is_cut (message))
    return FALSE;
  text = fl_message_dup_text (message);
  if (text == NULL)
    return FALSE;
  changes = fl_device_finder_take (self->finder, topic, text, &is_document);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    apply_change (self, changes->pdata[i]);
  return is_document;
}

/* Messages */

gboolean
fl_discovered_uses_topic (FlDiscovered *self,
                          const char   *topic)
{
  guint n;

  g_return_val_if_fail (self != NULL && topic != NULL, FALSE);

  return fl_topic_uses_lookup (self->uses, topic, &n) != NULL;
}

/* What a topic is to all its entities together. */
static void
sum_up_uses (const FlTopicUse *uses,
             guint             n,
             gboolean         *is_led_report,
             gboolean         *is_shared)
{
  gboolean is_command = FALSE;

  *is_led_report = FALSE;
  *is_shared = FALSE;
  for (guint i = 0; i < n; i++)
    {
      FlLed *led = fl_binding_get_led (uses[i].binding);

      is_command |= uses[i].role == FL_TOPIC_USE_COMMAND;
      *is_led_report |= led != NULL && uses[i].role == FL_TOPIC_USE_REPORT;
      *is_shared |= led != NULL && uses[i].role == FL_TOPIC_USE_REPORT && fl_led_get_evidence (led) == FL_LED_EVIDENCE_ECHOED;
    }
  *is_shared |= *is_led_report && is_command;
}

gboolean
fl_discovered_take (FlDiscovered *self,
                    FlMessage    *message)
{
  guint n;
  const FlTopicUse *uses;
  g_auto(FlReport) report = { 0 };
  FlDevice *last = NULL;
  gboolean is_led_report, is_shared;
  gboolean is_believed = TRUE;

  g_return_val_if_fail (self != NULL && message != NULL, FALSE);

  uses = fl_topic_uses_lookup (self->uses, fl_message_get_topic (message), &n);
  if (uses == NULL)
    return FALSE;
  fl_report_init (&report, message);
  sum_up_uses (uses, n, &is_led_report, &is_shared);
  for (guint i = 0; i < n; i++)
    {
      FlDevice *device = fl_binding_get_device (uses[i].binding);
      const gboolean is_its_own = uses[i].role == FL_TOPIC_USE_REPORT || uses[i].role == FL_TOPIC_USE_TARGET;

      /* Others may write where commands go: their plain text says nothing of the device. */
      if (is_its_own && device != last)
        {
          is_believed = (is_shared && fl_message_get_encryption (message) == FL_MESSAGE_PLAIN) ||
                        fl_device_intake_take_encryption (device, message, is_led_report && !is_shared);
          report.is_plain = !is_believed && fl_message_get_replay (message) == FL_MESSAGE_NOT_REPLAYED;
          if (is_believed)
            fl_device_intake_take_time (device, report.payload, report.time, report.origin);
          last = device;
        }
      if (is_its_own && !is_believed && !report.is_plain)
        continue; /* a token sent again says nothing about now */
      if (uses[i].role == FL_TOPIC_USE_COMMAND && is_led_report)
        continue; /* somebody's report as well: what is kept there is no command */
      if (fl_binding_take (&uses[i], &report))
        g_hash_table_add (self->changed, device);
    }
  return TRUE;
}

void
fl_discovered_take_emptied (FlDiscovered *self,
                            const char   *topic)
{
  guint n;
  const FlTopicUse *uses;

  g_return_if_fail (self != NULL && topic != NULL);

  uses = fl_topic_uses_lookup (self->uses, topic, &n);
  for (guint i = 0; uses != NULL && i < n; i++)
    if (uses[i].role == FL_TOPIC_USE_COMMAND && fl_binding_get_led (uses[i].binding) != NULL)
      fl_led_take_stale_command (fl_binding_get_led (uses[i].binding), NULL);
}

/* Online if any of its entities is; offline if those that say anything all are. */
static void
sum_up_availability (FlDiscovered *self,
                     FlDevice     *device,
                     Holder       *holder)
{
  FlAvailability sum = FL_AVAILABILITY_UNKNOWN;
  gint64 at = 0;

  for (guint i = 0; i < holder->bindings->len; i++)
    {
      FlBinding *binding = holder->bindings->pdata[i];
      const FlAvailability availability = fl_binding_get_availability (binding);

      if (fl_binding_get_led (binding) != NULL)
        fl_device_set_led_offline (device, fl_binding_get_led (binding), availability == FL_AVAILABILITY_OFFLINE);
      if (availability == FL_AVAILABILITY_UNKNOWN || sum == FL_AVAILABILITY_ONLINE)
        continue;
      if (sum != availability)
        at = fl_binding_get_available_at (binding);
      sum = availability;
      at = MAX (at, fl_binding_get_available_at (binding));
    }
  if (sum != FL_AVAILABILITY_UNKNOWN)
    fl_device_take_availability (device, sum, at);
}

void
fl_discovered_update (FlDiscovered *self)
{
  GHashTableIter iter;
  gpointer device;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &device, NULL))
    {
      Holder *holder = g_hash_table_lookup (self->holder_of_device, device);

      if (holder != NULL)
        sum_up_availability (self, device, holder);
    }
  g_hash_table_remove_all (self->changed);
}

/* What is to be subscribed to */

typedef struct
{
  FlDiscovered *self;
  GPtrArray *filters;
  guint max;
} Filters;

static void
add_filter (Filters *filters,
            char    *filter)
{
  if (filters->filters->len < filters->max)
    g_ptr_array_add (filters->filters, filter);
  else
    g_free (filter);
}

static void
add_claim (gpointer data,
           gpointer user_data)
{
  Filters *filters = user_data;
  const char *claim = data;

  if (fl_topic_name_get_below (filters->self->base, claim) == NULL && !g_str_equal (claim, filters->self->base))
    add_filter (filters, g_strconcat (claim, "/#", NULL));
}

static void
add_topic (gpointer data,
           gpointer user_data)
{
  Filters *filters = user_data;
  const char *topic = data;

  if (fl_topic_name_get_below (filters->self->base, topic) == NULL && !g_str_equal (topic, filters->self->base) &&
      fl_device_cards_find_claimant (filters->self->cards, topic) == NULL)
    add_filter (filters, g_strdup (topic));
}

char **
fl_discovered_dup_filters (FlDiscovered *self,
                           guint         max)
{
  Filters filters = { self, g_ptr_array_new (), max };

  g_return_val_if_fail (self != NULL, NULL);

  fl_device_cards_foreach_claim (self->cards, add_claim, &filters);
  fl_topic_uses_foreach_read (self->uses, add_topic, &filters);
  g_ptr_array_add (filters.filters, NULL);
  return (char **) g_ptr_array_free (filters.filters, FALSE);
}
