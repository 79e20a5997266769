/* The file of saved brokers, as a list model.
 *
 * Nothing that cannot be read is lost: a file that is broken, or has a broker in it that is,
 * is copied beside itself as NAME.broken-DATE before the rest of it is written back; one with
 * a later format is copied as NAME.format-N before this program writes it for the first time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-file"

#include "config.h"

#include "brokers/fl-broker-file.h"

#include "brokers/fl-broker-file-content.h"
#include "brokers/fl-broker-storage.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A change waits this long for the next one before both are written. */
#define SAVE_DELAY_MS 200

struct _FlBrokerFile
{
  GObject     parent_instance;
  char       *path;
  char       *note;
  char       *save_error;
  GPtrArray  *brokers;
  JsonObject *unknown;  /* members of the file of a later version */
  GBytes     *original; /* (nullable): what a later version wrote, until it was copied */
  gint64      format;   /* of what was read */
  guint       save_source;
  gboolean    is_saving;
  gboolean    is_changed;     /* since the last write began */
  gboolean    must_not_write; /* there is a file that could be neither read nor kept aside */
};

enum
{
  PROP_0,
  PROP_PATH,
  PROP_NOTE,
  PROP_SAVE_ERROR,
  N_PROPERTIES
};

/* What a worker writes. */
typedef struct
{
  char   *path;
  GBytes *content;
  GBytes *original;
  char   *original_path;
} SaveErrand;

static GParamSpec *properties[N_PROPERTIES];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlBrokerFile, fl_broker_file, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
set_sentence (FlBrokerFile *self,
              char        **place,
              guint         property,
              const char   *sentence)
{
  if (g_strcmp0 (*place, sentence) == 0)
    return;
  g_free (*place);
  *place = g_strdup (sentence);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* ---- writing ---- */

static void
save_errand_free (SaveErrand *errand)
{
  g_free (errand->path);
  g_free (errand->original_path);
  g_bytes_unref (errand->content);
  g_clear_pointer (&errand->original, g_bytes_unref);
  g_free (errand);
}

/* Any thread: it touches the errand only. The original goes first: it is what would be lost. */
static gboolean
do_save_errand (const SaveErrand  *errand,
                GError           **error)
{
  if (errand->original != NULL && !fl_broker_storage_write (errand->original_path, errand->original, error))
    return FALSE;
  return fl_broker_storage_write (errand->path, errand->content, error);
}

static SaveErrand *
save_errand_new (FlBrokerFile *self)
{
  SaveErrand *errand = g_new0 (SaveErrand, 1);

  self->is_changed = FALSE;
  errand->path = g_strdup (self->path);
  errand->content = fl_broker_file_content_serialize (self->brokers, self->unknown);
  errand->original = g_steal_pointer (&self->original);
  errand->original_path = g_strdup_printf ("%s.format-%" G_GINT64_FORMAT, self->path, self->format);
  return errand;
}

/* What could not be written stays changed, for the next try. */
static void
save_ended (FlBrokerFile *self,
            SaveErrand   *errand,
            const GError *error)
{
  g_autofree char *sentence = NULL;

  if (error != NULL)
    {
      sentence = g_strdup_printf (_("The list of brokers could not be saved: %s"), error->message);
      self->is_changed = TRUE;
      if (self->original == NULL)
        self->original = g_steal_pointer (&errand->original);
    }
  set_sentence (self, &self->save_error, PROP_SAVE_ERROR, sentence);
}

static void
save_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;

  if (do_save_errand (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  FlBrokerFile *self = FL_BROKER_FILE (object);
  SaveErrand *errand = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  self->is_saving = FALSE;
  (void) g_task_propagate_boolean (G_TASK (result), &error);
  save_ended (self, errand, error);
}

static void
start_save (FlBrokerFile *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, saved_cb, NULL);

  self->is_saving = TRUE;
  g_task_set_task_data (task, save_errand_new (self), (GDestroyNotify) save_errand_free);
  g_task_run_in_thread (task, save_worker);
}

static gboolean
save_due_cb (gpointer user_data)
{
  FlBrokerFile *self = user_data;

  /* One writer at a time, so that an old state never replaces a new one. */
  if (self->is_saving)
    return G_SOURCE_CONTINUE;
  self->save_source = 0;
  start_save (self);
  return G_SOURCE_REMOVE;
}

static void
queue_save (FlBrokerFile *self)
{
  self->is_changed = TRUE;
  if (self->save_source == 0 && !self->must_not_write)
    self->save_source = g_timeout_add (SAVE_DELAY_MS, save_due_cb, self);
}

/* ---- the list ---- */

static void
broker_changed_cb (FlBroker     *broker,
                   GParamSpec   *pspec,
                   FlBrokerFile *self)
{
  queue_save (self);
}

static void
insert_silently (FlBrokerFile *self,
                 guint         position,
                 FlBroker     *broker)
{
  g_ptr_array_insert (self->brokers, (int) position, g_object_ref (broker));
  g_signal_connect (broker, "notify", G_CALLBACK (broker_changed_cb), self);
}

static void
let_go (FlBrokerFile *self,
        FlBroker     *broker)
{
  g_signal_handlers_disconnect_by_func (broker, broker_changed_cb, self);
}

static GType
get_item_type (GListModel *model)
{
  return FL_TYPE_BROKER;
}

static guint
get_n_items (GListModel *model)
{
  return FL_BROKER_FILE (model)->brokers->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  FlBrokerFile *self = FL_BROKER_FILE (model);

  return position < self->brokers->len ? g_object_ref (g_ptr_array_index (self->brokers, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
fl_broker_file_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  FlBrokerFile *self = FL_BROKER_FILE (object);

  switch (property_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    case PROP_SAVE_ERROR:
      g_value_set_string (value, self->save_error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_broker_file_dispose (GObject *object)
{
  FlBrokerFile *self = FL_BROKER_FILE (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  for (guint i = 0; i < self->brokers->len; i++)
    let_go (self, g_ptr_array_index (self->brokers, i));
  g_ptr_array_set_size (self->brokers, 0);
  G_OBJECT_CLASS (fl_broker_file_parent_class)->dispose (object);
}

static void
fl_broker_file_finalize (GObject *object)
{
  FlBrokerFile *self = FL_BROKER_FILE (object);

  g_free (self->path);
  g_free (self->note);
  g_free (self->save_error);
  g_ptr_array_unref (self->brokers);
  json_object_unref (self->unknown);
  g_clear_pointer (&self->original, g_bytes_unref);
  G_OBJECT_CLASS (fl_broker_file_parent_class)->finalize (object);
}

static void
fl_broker_file_class_init (FlBrokerFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_broker_file_get_property;
  object_class->dispose = fl_broker_file_dispose;
  object_class->finalize = fl_broker_file_finalize;

  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_SAVE_ERROR] = g_param_spec_string ("save-error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
fl_broker_file_init (FlBrokerFile *self)
{
  self->brokers = g_ptr_array_new_with_free_func (g_object_unref);
  self->unknown = json_object_new ();
  self->format = FL_BROKER_FILE_FORMAT;
}

/**
 * fl_broker_file_new:
 * @path: (nullable): the file, or NULL for brokers.json in the user's configuration folder
 *
 * Reads nothing yet.
 *
 * Returns: (transfer full): an empty list
 */
FlBrokerFile *
fl_broker_file_new (const char *path)
{
  FlBrokerFile *self = g_object_new (FL_TYPE_BROKER_FILE, NULL);

  self->path = path != NULL ? g_strdup (path)
                            : g_build_filename (g_get_user_config_dir (), "fernlight", "brokers.json", NULL);
  return self;
}

/* ---- reading ---- */

/**
 * fl_broker_file_load_bytes:
 * @self: an empty list
 * @bytes: the content of a file
 * @complete: (out): whether all of it could be understood
 *
 * The reading without the file, for tests and for fuzzing. Nothing is written because of it.
 *
 * Returns: FALSE if @bytes is no file of brokers at all; the list then stays empty
 */
gboolean
fl_broker_file_load_bytes (FlBrokerFile *self,
                           GBytes       *bytes,
                           gboolean     *complete)
{
  g_autoptr(FlBrokerFileContent) content = NULL;

  g_return_val_if_fail (FL_IS_BROKER_FILE (self), FALSE);
  g_return_val_if_fail (bytes != NULL && complete != NULL, FALSE);
  g_return_val_if_fail (self->brokers->len == 0, FALSE);

  content = fl_broker_file_content_parse (bytes);
  *complete = content != NULL && content->complete;
  if (content == NULL)
    return FALSE;
  for (guint i = 0; i < content->brokers->len; i++)
    insert_silently (self, i, g_ptr_array_index (content->brokers, i));
  json_object_unref (self->unknown);
  self->unknown = json_object_ref (content->unknown);
  self->format = content->format;
  if (self->brokers->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->brokers->len);
  return TRUE;
}

static gboolean
set_aside (FlBrokerFile  *self,
           GBytes        *bytes,
           GError       **error)
{
  g_autofree char *path = fl_broker_storage_keep_aside (self->path, bytes, error);
  g_autofree char *name = NULL;
  g_autofree char *note = NULL;

  if (path == NULL)
    return FALSE;
  name = g_filename_display_name (path);
  note = g_strdup_printf (_("The file of saved brokers was damaged. What could be read is here; all of it was kept as %s"),
                          name);
  set_sentence (self, &self->note, PROP_NOTE, note);
  return TRUE;
}

/* What is in a file that could not be read or kept aside must not be written over. */
static gboolean
refuse_to_write (FlBrokerFile  *self,
                 GError        *problem,
                 GError       **error)
{
  g_autofree char *sentence = g_strdup_printf (_("The list of brokers is not saved, because %s cannot be read or kept aside: %s"),
                                               self->path, problem->message);

  self->must_not_write = TRUE;
  set_sentence (self, &self->save_error, PROP_SAVE_ERROR, sentence);
  g_propagate_error (error, problem);
  return FALSE;
}

/* Takes in what was read, and keeps aside what could not be. */
static gboolean
take_bytes (FlBrokerFile  *self,
            GBytes        *bytes,
            GError       **error)
{
  GError *problem = NULL;
  gboolean complete;

  (void) fl_broker_file_load_bytes (self, bytes, &complete);
  if (self->format > FL_BROKER_FILE_FORMAT)
    {
      self->original = g_bytes_ref (bytes);
      set_sentence (self, &self->note, PROP_NOTE,
                    _("The file of saved brokers is from a later version of Fernlight. It is kept beside the new one "
                      "when something changes"));
      return TRUE;
    }
  if (complete)
    return TRUE;
  if (!set_aside (self, bytes, &problem))
    return refuse_to_write (self, problem, error);
  self->is_changed = TRUE;
  (void) fl_broker_file_flush (self);
  return TRUE;
}

/**
 * fl_broker_file_load:
 * @self: an empty list
 * @error: return location for a GFileError
 *
 * Reads the file; blocks. No file is an empty list. A broken one is no error: see "note".
 *
 * Returns: FALSE if the file is there but cannot be read or kept aside; nothing is written then
 */
gboolean
fl_broker_file_load (FlBrokerFile  *self,
                     GError       **error)
{
  g_autoptr(GBytes) bytes = NULL;
  GError *problem = NULL;

  g_return_val_if_fail (FL_IS_BROKER_FILE (self), FALSE);

  bytes = fl_broker_storage_read (self->path, &problem);
  if (problem != NULL)
    return refuse_to_write (self, problem, error);
  return bytes == NULL || take_bytes (self, bytes, error);
}

static void
load_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *bytes = fl_broker_storage_read (task_data, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

/**
 * fl_broker_file_load_async:
 *
 * fl_broker_file_load() with the reading in a worker.
 */
void
fl_broker_file_load_async (FlBrokerFile        *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (FL_IS_BROKER_FILE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_broker_file_load_async);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, load_worker);
}

gboolean
fl_broker_file_load_finish (FlBrokerFile  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_autoptr(GBytes) bytes = NULL;
  GError *problem = NULL;

  g_return_val_if_fail (FL_IS_BROKER_FILE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  bytes = g_task_propagate_pointer (G_TASK (result), &problem);
  if (problem != NULL)
    return refuse_to_write (self, problem, error);
  return bytes == NULL || take_bytes (self, bytes, error);
}

/**
 * fl_broker_file_flush:
 * @self: a list
 *
 * Writes what is not yet written; blocks. For the end of the program.
 *
 * Returns: whether it is written; if not, "save-error" says why
 */
gboolean
fl_broker_file_flush (FlBrokerFile *self)
{
  g_autoptr(GError) error = NULL;
  SaveErrand *errand;

  g_return_val_if_fail (FL_IS_BROKER_FILE (self), FALSE);

  while (self->is_saving)
    g_main_context_iteration (NULL, TRUE);
  g_clear_handle_id (&self->save_source, g_source_remove);
  if (!self->is_changed)
    return TRUE;
  if (self->must_not_write)
    return FALSE;
  errand = save_errand_new (self);
  (void) do_save_errand (errand, &error);
  save_ended (self, errand, error);
  save_errand_free (errand);
  return error == NULL;
}

/* ---- changing ---- */

/**
 * fl_broker_file_insert:
 * @self: a list
 * @position: where; beyond the end means at the end
 * @broker: (transfer none): a broker that is not in the list yet
 */
void
fl_broker_file_insert (FlBrokerFile *self,
                       guint         position,
                       FlBroker     *broker)
{
  g_return_if_fail (FL_IS_BROKER_FILE (self));
  g_return_if_fail (FL_IS_BROKER (broker));
  g_return_if_fail (fl_broker_file_find (self, fl_broker_get_id (broker)) == NULL);

  position = MIN (position, self->brokers->len);
  insert_silently (self, position, broker);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  queue_save (self);
}

void
fl_broker_file_append (FlBrokerFile *self,
                       FlBroker     *broker)
{
  fl_broker_file_insert (self, G_MAXUINT, broker);
}

/**
 * fl_broker_file_remove:
 * @self: a list
 * @broker: a broker
 *
 * Its secrets stay in the keyring until fl_keyring_clear_async(), so that removing can be undone.
 *
 * Returns: where it was, for fl_broker_file_insert() to undo; G_MAXUINT if it was not there
 */
guint
fl_broker_file_remove (FlBrokerFile *self,
                       FlBroker     *broker)
{
  guint position;

  g_return_val_if_fail (FL_IS_BROKER_FILE (self), G_MAXUINT);
  g_return_val_if_fail (FL_IS_BROKER (broker), G_MAXUINT);

  if (!g_ptr_array_find (self->brokers, broker, &position))
    return G_MAXUINT;
  let_go (self, broker);
  g_ptr_array_remove_index (self->brokers, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  queue_save (self);
  return position;
}

/**
 * fl_broker_file_find:
 *
 * Returns: (transfer none) (nullable): the broker with this id
 */
FlBroker *
fl_broker_file_find (FlBrokerFile *self,
                     const char   *id)
{
  g_return_val_if_fail (FL_IS_BROKER_FILE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->brokers->len; i++)
    {
      FlBroker *broker = g_ptr_array_index (self->brokers, i);

      if (strcmp (fl_broker_get_id (broker), id) == 0)
        return broker;
    }
  return NULL;
}

/**
 * fl_broker_file_find_by_name:
 *
 * Returns: (transfer none) (nullable): the first broker with this name
 */
FlBroker *
fl_broker_file_find_by_name (FlBrokerFile *self,
                             const char   *name)
{
  g_return_val_if_fail (FL_IS_BROKER_FILE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->brokers->len; i++)
    {
      FlBroker *broker = g_ptr_array_index (self->brokers, i);

      if (strcmp (fl_broker_get_name (broker), name) == 0)
        return broker;
    }
  return NULL;
}

const char *
fl_broker_file_get_path (FlBrokerFile *self)
{
  g_return_val_if_fail (FL_IS_BROKER_FILE (self), NULL);

  return self->path;
}

const char *
fl_broker_file_get_note (FlBrokerFile *self)
{
  g_return_val_if_fail (FL_IS_BROKER_FILE (self), NULL);

  return self->note;
}

const char *
fl_broker_file_get_save_error (FlBrokerFile *self)
{
  g_return_val_if_fail (FL_IS_BROKER_FILE (self), NULL);

  return self->save_error;
}
