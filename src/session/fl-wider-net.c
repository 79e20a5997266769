/* What is subscribed to beside the user's filter, to find devices: where they describe themselves, and the topics they name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-wider-net"

#include "config.h"

#include "session/fl-wider-net.h"

#include "devices/fl-conventions.h"
#include "messages/fl-text.h"
#include "messages/fl-topic-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* So many connections may break before an answer. */
#define MAX_BREAKS 2

struct _FlWiderNet
{
  GObject           parent_instance;

  FlDeviceRegistry *registry;
  FlLink           *link;
  GHashTable       *asked;     /* filters, over this connection */
  guint             n_waiting; /* of them not answered */
  guint             n_breaks;
  guint             serial;    /* of the connection: answers of an earlier one do not count */
  gboolean          is_online;
  guint             n_refused;
  char             *refused;   /* the first of them */
  char             *note;
};

typedef struct
{
  FlWiderNet *self;
  guint       serial;
  char       *filter;
} Question;

enum
{
  PROP_NOTE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlWiderNet, fl_wider_net, G_TYPE_OBJECT)

static void
question_free (Question *question)
{
  g_object_unref (question->self);
  g_free (question->filter);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static char *
make_note (FlWiderNet *self)
{
  g_autofree char *shown = NULL;

  if (self->n_breaks >= MAX_BREAKS)
    return g_strdup (_("The broker breaks the connection when Fernlight looks for devices outside the base topic; it does not look any more."));
  if (self->refused == NULL)
    return NULL;
  shown = fl_text_shorten (self->refused, -1, 80);
  if (self->n_refused == 1)
    /* Translators: %s is a topic filter such as homeassistant/#. */
    return g_strdup_printf (_("The broker does not let this user subscribe to %s, where devices describe themselves or report."), shown);
  return g_strdup_printf (ngettext ("The broker does not let this user subscribe to %s and %u other filter, where devices describe themselves or report.",
                                    "The broker does not let this user subscribe to %s and %u other filters, where devices describe themselves or report.",
                                    self->n_refused - 1), shown, self->n_refused - 1);
}

static void
update_note (FlWiderNet *self)
{
  g_autofree char *note = make_note (self);

  if (g_strcmp0 (self->note, note) == 0)
    return;
  g_free (self->note);
  self->note = g_steal_pointer (&note);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  FlWiderNet *self = question->self;
  g_autoptr(GError) error = NULL;

  fl_link_subscribe_finish (FL_LINK (source), result, &error);
  if (question->serial != self->serial || g_error_matches (error, FL_LINK_ERROR, FL_LINK_ERROR_LOST))
    return;
  self->n_waiting--;
  if (error == NULL)
    return;
  self->n_refused++;
  if (self->refused == NULL)
    self->refused = g_strdup (question->filter);
  update_note (self);
}

/* Whether one of the user's filters brings all that this one would. */
static gboolean
is_covered (FlWiderNet *self,
            const char *filter)
{
  const char *const *own = fl_link_settings_get_filters (fl_link_get_settings (self->link));

  for (guint i = 0; own[i] != NULL; i++)
    {
      const size_t n = strlen (own[i]);
      const gboolean is_literal = strpbrk (filter, "+#") == NULL;

      if (is_literal ? fl_topic_filter_matches (own[i], filter)
                     : n > 0 && own[i][n - 1] == '#' && strchr (own[i], '+') == NULL && strncmp (own[i], filter, n - 1) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
ask_for (FlWiderNet *self,
         char      **filters)
{
  for (guint i = 0; filters[i] != NULL; i++)
    {
      Question *question;

      if (g_hash_table_contains (self->asked, filters[i]) || !fl_topic_filter_is_valid (filters[i]) || is_covered (self, filters[i]) ||
          g_hash_table_size (self->asked) >= FL_DEVICE_REGISTRY_MAX_FILTERS)
        continue;
      g_hash_table_add (self->asked, g_strdup (filters[i]));
      self->n_waiting++;
      question = g_new (Question, 1);
      *question = (Question) { g_object_ref (self), self->serial, g_strdup (filters[i]) };
      fl_link_subscribe_async (self->link, filters[i], NULL, answered_cb, question);
    }
}

static gboolean
is_allowed (FlWiderNet *self)
{
  FlLinkSettings *settings = fl_link_get_settings (self->link);

  return self->n_breaks < MAX_BREAKS && fl_link_settings_get_discovery (settings) && fl_link_settings_get_filters (settings)[0] != NULL;
}

static void
ask_for_topics_of_devices (FlWiderNet *self)
{
  g_auto(GStrv) filters = NULL;

  if (!self->is_online || !is_allowed (self))
    return;
  filters = fl_device_registry_dup_filters (self->registry);
  ask_for (self, filters);
}

static void
go_online (FlWiderNet *self)
{
  g_auto(GStrv) filters = NULL;

  if (!is_allowed (self))
    return;
  filters = fl_conventions_dup_filters ();
  ask_for (self, filters);
  ask_for_topics_of_devices (self);
}

static void
go_offline (FlWiderNet *self)
{
  if (self->n_waiting > 0)
    self->n_breaks++;
  self->serial++;
  self->n_waiting = 0;
  self->n_refused = 0;
  g_clear_pointer (&self->refused, g_free);
  g_hash_table_remove_all (self->asked);
  update_note (self);
}

static void
fl_wider_net_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_NOTE:
      g_value_set_string (value, FL_WIDER_NET (object)->note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fl_wider_net_dispose (GObject *object)
{
  FlWiderNet *self = FL_WIDER_NET (object);

  if (self->registry != NULL)
    g_signal_handlers_disconnect_by_data (self->registry, self);
  g_clear_object (&self->registry);
  g_clear_object (&self->link);

  G_OBJECT_CLASS (fl_wider_net_parent_class)->dispose (object);
}

static void
fl_wider_net_finalize (GObject *object)
{
  FlWiderNet *self = FL_WIDER_NET (object);

  g_hash_table_unref (self->asked);
  g_free (self->refused);
  g_free (self->note);

  G_OBJECT_CLASS (fl_wider_net_parent_class)->finalize (object);
}

static void
fl_wider_net_class_init (FlWiderNetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fl_wider_net_get_property;
  object_class->dispose = fl_wider_net_dispose;
  object_class->finalize = fl_wider_net_finalize;

  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_wider_net_init (FlWiderNet *self)
{
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

FlWiderNet *
fl_wider_net_new (FlDeviceRegistry *registry)
{
  FlWiderNet *self;

  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (registry), NULL);

  self = g_object_new (FL_TYPE_WIDER_NET, NULL);
  self->registry = g_object_ref (registry);
  g_signal_connect_object (registry, "filters-changed", G_CALLBACK (ask_for_topics_of_devices), self, G_CONNECT_SWAPPED);
  return self;
}

void
fl_wider_net_set_link (FlWiderNet *self,
                       FlLink     *link)
{
  g_return_if_fail (FL_IS_WIDER_NET (self) && FL_IS_LINK (link));

  self->is_online = FALSE;
  self->n_waiting = 0;
  self->n_breaks = 0;
  go_offline (self);
  g_set_object (&self->link, link);
}

void
fl_wider_net_follow (FlWiderNet *self)
{
  gboolean is_online;

  g_return_if_fail (FL_IS_WIDER_NET (self) && self->link != NULL);

  is_online = fl_link_get_state (self->link) == FL_LINK_STATE_ONLINE;
  if (self->is_online == is_online)
    return;
  self->is_online = is_online;
  if (is_online)
    go_online (self);
  else
    go_offline (self);
}

gboolean
fl_wider_net_is_own (FlWiderNet *self,
                     FlMessage  *message)
{
  const char *const *own;

  g_return_val_if_fail (FL_IS_WIDER_NET (self) && message != NULL, TRUE);

  own = fl_link_settings_get_filters (fl_link_get_settings (self->link));
  for (guint i = 0; own[i] != NULL; i++)
    if (fl_topic_filter_matches (own[i], fl_message_get_topic (message)))
      return TRUE;
  return FALSE;
}

gboolean
fl_wider_net_is_cast (FlWiderNet *self)
{
  g_return_val_if_fail (FL_IS_WIDER_NET (self), FALSE);

  return g_hash_table_size (self->asked) > 0;
}

const char *
fl_wider_net_get_note (FlWiderNet *self)
{
  g_return_val_if_fail (FL_IS_WIDER_NET (self), NULL);

  return self->note;
}
