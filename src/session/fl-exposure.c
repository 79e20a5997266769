/* Who else gets in? Asked of one's own broker, when the person wants to know.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-exposure"

#include "config.h"

#include "session/fl-exposure.h"

#include "tls/fl-service.h"

#include <string.h>

#define N_LISTENERS 2

/* One question under way, or answered. */
typedef struct
{
  FlExposure        *owner;       /* NULL once nobody waits for the answer */
  FlEndpoint        *endpoint;
  gboolean           is_extra;
  guint              n_findings;  /* 0: not answered yet */
  guint64            n_at_begin;  /* what the owner had received when the stranger began to listen … */
  guint64            n_at_half;   /* … and when half of its time was over */
  guint              half_id;
  FlStrangerOutcome  outcome;
} Question;

struct _FlExposure
{
  GObject         parent_instance;

  FlLinkSettings *settings;
  guint64         n_messages;
  guint16         plain_port;

  GCancellable   *cancellable; /* while asking */
  GPtrArray      *questions;   /* of Question, in the order in which they are shown */
  GPtrArray      *findings;
  guint           n_answers;
  gboolean        is_done;
};

enum
{
  PROP_0,
  PROP_SETTINGS,
  PROP_N_MESSAGES,
  PROP_IS_OWN,
  PROP_ASKING,
  PROP_N_QUESTIONS,
  PROP_N_ANSWERS,
  PROP_IS_DONE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Brokers of services beside those of fl-service: others' computers, with others' customers. Their hosts end like this. */
static const char *const services[] = {
  "adafruit.com", "amazonaws.com", "azure-devices.net", "azure.net", "beebotte.com", "cedalo.cloud", "cloudmqtt.com",
  "emqx.cloud", "emqx.io", "emqxsl.cn", "emqxsl.com", "eclipseprojects.io", "flespi.io", "hivemq.cloud", "hivemq.com",
  "mosquitto.org", "mqttdashboard.com", "shiftr.io", "thingspeak.com", "ubidots.com",
};

static GType
fl_exposure_get_item_type (GListModel *model)
{
  return FL_TYPE_EXPOSURE_FINDING;
}

static guint
fl_exposure_get_n_items (GListModel *model)
{
  return FL_EXPOSURE (model)->findings->len;
}

static gpointer
fl_exposure_get_item (GListModel *model,
                      guint       position)
{
  GPtrArray *findings = FL_EXPOSURE (model)->findings;

  return position < findings->len ? g_object_ref (g_ptr_array_index (findings, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = fl_exposure_get_item_type;
  iface->get_n_items = fl_exposure_get_n_items;
  iface->get_item = fl_exposure_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FlExposure, fl_exposure, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* ---- questions ---- */

static Question *
question_ref (Question *question)
{
  return g_atomic_rc_box_acquire (question);
}

static void
question_clear (gpointer data)
{
  Question *question = data;

  g_clear_handle_id (&question->half_id, g_source_remove);
  fl_endpoint_unref (question->endpoint);
}

static void
question_unref (gpointer question)
{
  g_atomic_rc_box_release_full (question, question_clear);
}

/* Nobody waits for the answer any more. */
static void
question_drop (gpointer data)
{
  Question *question = data;

  question->owner = NULL;
  g_clear_handle_id (&question->half_id, g_source_remove);
  question_unref (question);
}

static void
add_question (FlExposure *self,
              guint16     port,
              gboolean    is_extra)
{
  const char *host = fl_endpoint_get_host (fl_link_settings_get_endpoint (self->settings));
  Question *question = g_atomic_rc_box_new0 (Question);

  question->owner = self;
  question->endpoint = fl_endpoint_new (host, port);
  question->is_extra = is_extra;
  g_ptr_array_add (self->questions, question);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

/* ---- answers ---- */

static void
set_is_done (FlExposure *self,
             gboolean    is_done)
{
  if (self->is_done == is_done)
    return;
  self->is_done = is_done;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_DONE]);
}

static void
set_n_answers (FlExposure *self,
               guint       n_answers)
{
  if (self->n_answers == n_answers)
    return;
  self->n_answers = n_answers;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ANSWERS]);
}

static void
forget_questions (FlExposure *self)
{
  if (self->questions->len == 0)
    return;
  g_ptr_array_set_size (self->questions, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_QUESTIONS]);
}

static void
stop_asking (FlExposure *self)
{
  g_autoptr(GCancellable) cancellable = g_steal_pointer (&self->cancellable);

  if (cancellable == NULL)
    return;
  g_cancellable_cancel (cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ASKING]);
}

static void
clear_findings (FlExposure *self)
{
  guint n = self->findings->len;

  g_ptr_array_set_size (self->findings, 0);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

static void
add_findings (FlExposure *self,
              Question   *question,
              const char *fault_text)
{
  const char *host = fl_endpoint_get_host (question->endpoint);
  g_autofree char *filter = g_strjoinv (", ", (char **) fl_link_settings_get_filters (self->settings));
  const FlExposureListener listener = {
    .port = fl_endpoint_get_port (question->endpoint),
    .is_extra = question->is_extra,
    .is_loopback = is_loopback (host),
    .is_held_back = question->n_at_half > question->n_at_begin,
    .outcome = question->outcome,
    .fault_text = fault_text,
    .filter = filter,
    .username = fl_link_settings_get_username (self->settings),
    .listen_s = FL_EXPOSURE_LISTEN_MS / 1000,
  };
  g_autoptr(GPtrArray) findings = fl_exposure_finding_list (&listener);
  guint position = 0;

  for (guint i = 0; g_ptr_array_index (self->questions, i) != question; i++)
    position += ((Question *) g_ptr_array_index (self->questions, i))->n_findings;
  question->n_findings = findings->len;
  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_insert (self->findings, (int) (position + i), g_object_ref (g_ptr_array_index (findings, i)));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, findings->len);
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Question *question = user_data;
  FlExposure *self = question->owner;
  g_autofree char *fault_text = NULL;
  FlStrangerOutcome outcome;

  if (fl_stranger_try_finish (result, &outcome, &fault_text, NULL) && self != NULL)
    {
      g_object_ref (self);
      question->outcome = outcome;
      add_findings (self, question, fault_text);
      set_n_answers (self, self->n_answers + 1);
      if (self->n_answers == self->questions->len)
        {
          stop_asking (self);
          set_is_done (self, TRUE);
        }
      g_object_unref (self);
    }
  question_unref (question);
}

static gboolean
half_over_cb (gpointer user_data)
{
  Question *question = user_data;

  question->half_id = 0;
  question->n_at_half = question->owner->n_messages;
  return G_SOURCE_REMOVE;
}

/* Messages that the owner gets in the first half of the time would have come to the stranger by the end of it. */
static void
listens_cb (gpointer user_data)
{
  Question *question = user_data;

  if (question->owner == NULL)
    return;
  question->n_at_begin = question->n_at_half = question->owner->n_messages;
  question->half_id = g_timeout_add (FL_EXPOSURE_LISTEN_MS / 2, half_over_cb, question);
}

static void
ask_one (FlExposure *self,
         Question   *question)
{
  g_autoptr(FlTrust) plain = fl_trust_new_plain ();
  FlTrust *trust = question->is_extra ? plain : fl_link_settings_get_trust (self->settings);

  fl_stranger_try_async (self->settings, question->endpoint, trust, FL_EXPOSURE_LIMIT_MS, FL_EXPOSURE_LISTEN_MS,
                         self->cancellable, listens_cb, tried_cb, question_ref (question));
}

/* ---- the object ---- */

static void
fl_exposure_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  FlExposure *self = FL_EXPOSURE (object);

  switch (property_id)
    {
    case PROP_SETTINGS:
      g_value_set_boxed (value, self->settings);
      break;
    case PROP_N_MESSAGES:
      g_value_set_uint64 (value, self->n_messages);
      break;
    case PROP_IS_OWN:
      g_value_set_boolean (value, fl_exposure_is_own (self));
      break;
    case PROP_ASKING:
      g_value_set_boolean (value, fl_exposure_is_asking (self));
      break;
    case PROP_N_QUESTIONS:
      g_value_set_uint (value, self->questions->len);
      break;
    case PROP_N_ANSWERS:
      g_value_set_uint (value, self->n_answers);
      break;
    case PROP_IS_DONE:
      g_value_set_boolean (value, self->is_done);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_exposure_set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  FlExposure *self = FL_EXPOSURE (object);

  switch (property_id)
    {
    case PROP_SETTINGS:
      fl_exposure_set_settings (self, g_value_get_boxed (value));
      break;
    case PROP_N_MESSAGES:
      fl_exposure_set_n_messages (self, g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_exposure_dispose (GObject *object)
{
  FlExposure *self = FL_EXPOSURE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->settings, fl_link_settings_unref);
  g_ptr_array_set_size (self->questions, 0);
  g_ptr_array_set_size (self->findings, 0);
  G_OBJECT_CLASS (fl_exposure_parent_class)->dispose (object);
}

static void
fl_exposure_finalize (GObject *object)
{
  FlExposure *self = FL_EXPOSURE (object);

  g_ptr_array_unref (self->questions);
  g_ptr_array_unref (self->findings);
  G_OBJECT_CLASS (fl_exposure_parent_class)->finalize (object);
}

static void
fl_exposure_class_init (FlExposureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read_write = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_exposure_get_property;
  object_class->set_property = fl_exposure_set_property;
  object_class->dispose = fl_exposure_dispose;
  object_class->finalize = fl_exposure_finalize;

  properties[PROP_SETTINGS] = g_param_spec_boxed ("settings", NULL, NULL, FL_TYPE_LINK_SETTINGS, read_write);
  properties[PROP_N_MESSAGES] = g_param_spec_uint64 ("n-messages", NULL, NULL, 0, G_MAXUINT64, 0, read_write);
  properties[PROP_IS_OWN] = g_param_spec_boolean ("is-own", NULL, NULL, FALSE, read_only);
  properties[PROP_ASKING] = g_param_spec_boolean ("asking", NULL, NULL, FALSE, read_only);
  properties[PROP_N_QUESTIONS] = g_param_spec_uint ("n-questions", NULL, NULL, 0, N_LISTENERS, 0, read_only);
  properties[PROP_N_ANSWERS] = g_param_spec_uint ("n-answers", NULL, NULL, 0, N_LISTENERS, 0, read_only);
  properties[PROP_IS_DONE] = g_param_spec_boolean ("is-done", NULL, NULL, FALSE, read_only);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_exposure_init (FlExposure *self)
{
  self->questions = g_ptr_array_new_with_free_func (question_drop);
  self->findings = g_ptr_array_new_with_free_func (g_object_unref);
  self->plain_port = FL_EXPOSURE_PLAIN_PORT;
}

FlExposure *
fl_exposure_new (void)
{
  return g_object_new (FL_TYPE_EXPOSURE, NULL);
}

/**
 * fl_exposure_set_settings:
 * @settings: (nullable): of the broker that is to be asked
 */
void
fl_exposure_set_settings (FlExposure     *self,
                          FlLinkSettings *settings)
{
  gboolean was_own;

  g_return_if_fail (FL_IS_EXPOSURE (self));

  if (self->settings == settings)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  was_own = fl_exposure_is_own (self);
  fl_exposure_cancel (self);
  clear_findings (self);
  set_n_answers (self, 0);
  set_is_done (self, FALSE);
  g_clear_pointer (&self->settings, fl_link_settings_unref);
  self->settings = settings != NULL ? fl_link_settings_ref (settings) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SETTINGS]);
  if (was_own != fl_exposure_is_own (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_OWN]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* How many messages the owner has received. */
void
fl_exposure_set_n_messages (FlExposure *self,
                            guint64     n_messages)
{
  g_return_if_fail (FL_IS_EXPOSURE (self));

  if (self->n_messages == n_messages)
    return;
  self->n_messages = n_messages;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MESSAGES]);
}

/* In place of FL_EXPOSURE_PLAIN_PORT, for tests. */
void
fl_exposure_set_plain_port (FlExposure *self,
                            guint16     port)
{
  g_return_if_fail (FL_IS_EXPOSURE (self));

  self->plain_port = port;
}

/**
 * fl_exposure_ask:
 *
 * Asks, from the beginning. Does nothing for a broker that is not the user's own, or while it asks.
 */
void
fl_exposure_ask (FlExposure *self)
{
  FlEndpoint *endpoint;

  g_return_if_fail (FL_IS_EXPOSURE (self));

  if (!fl_exposure_is_own (self) || self->cancellable != NULL)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  clear_findings (self);
  set_n_answers (self, 0);
  set_is_done (self, FALSE);
  forget_questions (self);
  endpoint = fl_link_settings_get_endpoint (self->settings);
  add_question (self, fl_endpoint_get_port (endpoint), FALSE);
  if (fl_endpoint_get_port (endpoint) != self->plain_port)
    add_question (self, self->plain_port, TRUE);
  self->cancellable = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_QUESTIONS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ASKING]);
  for (guint i = 0; i < self->questions->len; i++)
    ask_one (self, g_ptr_array_index (self->questions, i));
  g_object_thaw_notify (G_OBJECT (self));
}

/* Ends what is under way; what was found out already stays. */
void
fl_exposure_cancel (FlExposure *self)
{
  g_return_if_fail (FL_IS_EXPOSURE (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (self->cancellable != NULL)
    forget_questions (self);
  stop_asking (self);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
fl_exposure_is_own (FlExposure *self)
{
  g_return_val_if_fail (FL_IS_EXPOSURE (self), FALSE);

  return self->settings != NULL
         && fl_exposure_is_own_host (fl_endpoint_get_host (fl_link_settings_get_endpoint (self->settings)));
}

gboolean
fl_exposure_is_asking (FlExposure *self)
{
  g_return_val_if_fail (FL_IS_EXPOSURE (self), FALSE);

  return self->cancellable != NULL;
}

gboolean
fl_exposure_is_done (FlExposure *self)
{
  g_return_val_if_fail (FL_IS_EXPOSURE (self), FALSE);

  return self->is_done;
}

/* Listeners that are or were asked. */
guint
fl_exposure_get_n_questions (FlExposure *self)
{
  g_return_val_if_fail (FL_IS_EXPOSURE (self), 0);

  return self->questions->len;
}

guint
fl_exposure_get_n_answers (FlExposure *self)
{
  g_return_val_if_fail (FL_IS_EXPOSURE (self), 0);

  return self->n_answers;
}

/**
 * fl_exposure_is_own_host:
 * @host: a host name or an address
 *
 * Returns: %FALSE for hosts of which it is known that they are public brokers or a service's
 */
gboolean
fl_exposure_is_own_host (const char *host)
{
  g_autofree char *lower = NULL;
  size_t n;

  g_return_val_if_fail (host != NULL, FALSE);

  lower = g_ascii_strdown (host, -1);
  n = strlen (lower);
  if (n > 0 && lower[n - 1] == '.')
    lower[--n] = '\0';
  if (fl_service_of_host (lower)->name != NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      size_t n_end = strlen (services[i]);

      if (g_str_has_suffix (lower, services[i]) && (n == n_end || lower[n - n_end - 1] == '.'))
        return FALSE;
    }
  return TRUE;
}
