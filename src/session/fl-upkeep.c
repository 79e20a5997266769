/* Everything that expires or must be renewed, what comes first first.
 *
 *   something changed ─idle─▶ log: latest ─▶ log: copied ─▶ worker: folders ─▶ items
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-upkeep"

#include "session/fl-upkeep.h"

#include "brokers/fl-broker.h"
#include "brokers/fl-own-certificates.h"
#include "session/fl-upkeep-rules.h"

struct _FlUpkeep
{
  GObject           parent_instance;

  GListModel       *brokers;
  FlCertificateLog *log;
  char            **folders;
  GPtrArray        *items;      /* of FlUpkeepItem */
  GPtrArray        *latest;     /* of FlCertificateSighting, while it is made anew */
  GPtrArray        *copied;     /* of FlCopiedSnippet, while it is made anew */
  GPtrArray        *watched;    /* of FlBroker whose changes are listened to */
  guint             idle;
  guint             n_due;
  gboolean          is_loading;
  gboolean          is_stale;   /* something changed while it was made anew */
};

enum
{
  PROP_0,
  PROP_FOLDERS,
  PROP_N_DUE,
  PROP_IS_LOADING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *list)
{
  return FL_TYPE_UPKEEP_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return FL_UPKEEP (list)->items->len;
}

static gpointer
get_item (GListModel *list,
          guint       position)
{
  FlUpkeep *self = FL_UPKEEP (list);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FlUpkeep, fl_upkeep, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
set_is_loading (FlUpkeep *self,
                gboolean  is_loading)
{
  if (self->is_loading == is_loading)
    return;
  self->is_loading = is_loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LOADING]);
}

static void
count_due (FlUpkeep *self)
{
  const gint64 now = fl_certificate_log_get_now (self->log);
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    if (fl_upkeep_item_get_days_left (g_ptr_array_index (self->items, i), now) <= FL_UPKEEP_DUE_DAYS)
      n++;
  if (n == self->n_due)
    return;
  self->n_due = n;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DUE]);
}

/* Takes @items. */
static void
take_items (FlUpkeep  *self,
            GPtrArray *items)
{
  const guint n_before = self->items->len;

  fl_upkeep_rules_sort (items);
  g_ptr_array_unref (self->items);
  self->items = items;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, items->len);
  count_due (self);
}

/* ---- one pass ---- */

static FlCertificateSighting *
find_latest (FlUpkeep *self,
             FlBroker *broker)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (fl_broker_get_host (broker), (guint16) fl_broker_get_port (broker));
  g_autofree char *text = fl_endpoint_to_text (endpoint);

  for (guint i = 0; self->latest != NULL && i < self->latest->len; i++)
    {
      FlCertificateSighting *seen = g_ptr_array_index (self->latest, i);

      if (g_str_equal (seen->broker, fl_broker_get_id (broker)) && g_str_equal (seen->endpoint, text))
        return seen;
    }
  return NULL;
}

/* A pass that is stale when it ends starts the next one. */
static void start_pass (FlUpkeep *self);

static void
folders_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  FlUpkeep *self = FL_UPKEEP (source);
  g_autoptr(GPtrArray) own = g_task_propagate_pointer (G_TASK (result), NULL);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (self->brokers); i++)
    {
      g_autoptr(FlBroker) broker = g_list_model_get_item (self->brokers, i);

      fl_upkeep_rules_add_broker (items, broker, find_latest (self, broker), self->copied);
    }
  if (own != NULL)
    fl_upkeep_rules_add_own (items, own);
  g_clear_pointer (&self->latest, g_ptr_array_unref);
  g_clear_pointer (&self->copied, g_ptr_array_unref);
  take_items (self, items);
  if (self->is_stale)
    start_pass (self);
  else
    set_is_loading (self, FALSE);
}

/* Runs in a worker: it has a copy of the paths. */
static void
folders_worker (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GPtrArray *all = NULL;

  for (char **folder = task_data; folder != NULL && *folder != NULL; folder++)
    {
      GPtrArray *own = fl_own_certificates_read (*folder);

      if (all == NULL)
        all = own;
      else
        g_ptr_array_extend_and_steal (all, own);
    }
  g_task_return_pointer (task, all, (GDestroyNotify) g_ptr_array_unref);
}

static void
read_folders (FlUpkeep *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, folders_read_cb, NULL);

  g_task_set_source_tag (task, read_folders);
  g_task_set_task_data (task, g_strdupv (self->folders), (GDestroyNotify) g_strfreev);
  g_task_run_in_thread (task, folders_worker);
}

static void
copied_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(FlUpkeep) self = user_data;

  self->copied = fl_certificate_log_list_copied_finish (FL_CERTIFICATE_LOG (source), result, NULL);
  read_folders (self);
}

static void
latest_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  FlUpkeep *self = user_data;

  self->latest = fl_certificate_log_list_finish (FL_CERTIFICATE_LOG (source), result, NULL, NULL);
  fl_certificate_log_list_copied_async (self->log, NULL, NULL, copied_listed_cb, self);
}

/* Nothing is stored where nothing was saved: then the store is not even opened. */
static gboolean
is_any_with_tls (FlUpkeep *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->brokers); i++)
    {
      g_autoptr(FlBroker) broker = g_list_model_get_item (self->brokers, i);

      if (fl_broker_get_tls (broker))
        return TRUE;
    }
  return FALSE;
}

static void
start_pass (FlUpkeep *self)
{
  self->is_stale = FALSE;
  set_is_loading (self, TRUE);
  if (is_any_with_tls (self))
    fl_certificate_log_list_latest_async (self->log, NULL, latest_listed_cb, g_object_ref (self));
  else
    read_folders (self);
}

/* ---- what changes it ---- */

static gboolean
idle_cb (gpointer user_data)
{
  FlUpkeep *self = user_data;

  self->idle = 0;
  fl_upkeep_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (FlUpkeep *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (idle_cb, self);
}

static void
stop_watching (FlUpkeep *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->watched, i), self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
brokers_changed_cb (FlUpkeep *self)
{
  stop_watching (self);
  for (guint i = 0; i < g_list_model_get_n_items (self->brokers); i++)
    {
      FlBroker *broker = g_list_model_get_item (self->brokers, i);

      g_signal_connect_swapped (broker, "notify", G_CALLBACK (changed_cb), self);
      g_ptr_array_add (self->watched, broker);
    }
  changed_cb (self);
}

static void
fl_upkeep_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  FlUpkeep *self = FL_UPKEEP (object);

  switch (property_id)
    {
    case PROP_FOLDERS:
      g_value_set_boxed (value, self->folders);
      break;
    case PROP_N_DUE:
      g_value_set_uint (value, self->n_due);
      break;
    case PROP_IS_LOADING:
      g_value_set_boolean (value, self->is_loading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_upkeep_set_property (GObject      *object,
                        guint         property_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  FlUpkeep *self = FL_UPKEEP (object);

  switch (property_id)
    {
    case PROP_FOLDERS:
      g_strfreev (self->folders);
      self->folders = g_value_dup_boxed (value);
      changed_cb (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_upkeep_dispose (GObject *object)
{
  FlUpkeep *self = FL_UPKEEP (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  stop_watching (self);
  g_clear_object (&self->brokers);
  g_clear_object (&self->log);
  G_OBJECT_CLASS (fl_upkeep_parent_class)->dispose (object);
}

static void
fl_upkeep_finalize (GObject *object)
{
  FlUpkeep *self = FL_UPKEEP (object);

  g_strfreev (self->folders);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->watched);
  G_OBJECT_CLASS (fl_upkeep_parent_class)->finalize (object);
}

static void
fl_upkeep_class_init (FlUpkeepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_upkeep_get_property;
  object_class->set_property = fl_upkeep_set_property;
  object_class->dispose = fl_upkeep_dispose;
  object_class->finalize = fl_upkeep_finalize;

  properties[PROP_FOLDERS] = g_param_spec_boxed ("folders", NULL, NULL, G_TYPE_STRV, flags | G_PARAM_WRITABLE);
  properties[PROP_N_DUE] = g_param_spec_uint ("n-due", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_upkeep_init (FlUpkeep *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * fl_upkeep_new:
 * @brokers: of #FlBroker: the saved ones
 * @log: of their certificates
 *
 * Returns: (transfer full): a list that is empty until the main loop runs
 */
FlUpkeep *
fl_upkeep_new (GListModel       *brokers,
               FlCertificateLog *log)
{
  FlUpkeep *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (brokers), NULL);
  g_return_val_if_fail (FL_IS_CERTIFICATE_LOG (log), NULL);

  self = g_object_new (FL_TYPE_UPKEEP, NULL);
  self->brokers = g_object_ref (brokers);
  self->log = g_object_ref (log);
  g_signal_connect_object (brokers, "items-changed", G_CALLBACK (brokers_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (log, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  brokers_changed_cb (self);
  return self;
}

/** fl_upkeep_refresh: makes it anew, for example since a day has passed. */
void
fl_upkeep_refresh (FlUpkeep *self)
{
  g_return_if_fail (FL_IS_UPKEEP (self));

  self->is_stale = TRUE;
  if (!self->is_loading)
    start_pass (self);
}

guint
fl_upkeep_get_n_due (FlUpkeep *self)
{
  g_return_val_if_fail (FL_IS_UPKEEP (self), 0);

  return self->n_due;
}

gboolean
fl_upkeep_get_is_loading (FlUpkeep *self)
{
  g_return_val_if_fail (FL_IS_UPKEEP (self), FALSE);

  return self->is_loading;
}

/** fl_upkeep_get_now: Returns: Unix seconds, by the clock of the log */
gint64
fl_upkeep_get_now (FlUpkeep *self)
{
  g_return_val_if_fail (FL_IS_UPKEEP (self), 0);

  return fl_certificate_log_get_now (self->log);
}
