/* What is done with saved brokers as a whole: a broker and its secrets are named, copied and forgotten together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-shelf"

#include "config.h"

#include "brokers/fl-broker-shelf.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* How long the end of the program waits for a keyring that does not answer. */
#define FLUSH_MS 3000

struct _FlBrokerShelf
{
  GObject       parent_instance;
  FlBrokerFile *file;
  FlKeyring    *keyring;
  GHashTable   *deleted;   /* id → Deletion: can be restored */
  GPtrArray    *to_forget; /* of id */
  guint         n_running; /* requests to the keyring whose end matters */
};

/* A broker that is in the list no more. */
typedef struct
{
  FlBroker *broker;
  guint     position;
} Deletion;

enum
{
  PROP_0,
  PROP_TO_FORGET,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FlBrokerShelf, fl_broker_shelf, G_TYPE_OBJECT)

static void
deletion_free (Deletion *deletion)
{
  g_object_unref (deletion->broker);
  g_free (deletion);
}

static gboolean
find_to_forget (FlBrokerShelf *self,
                const char    *id,
                guint         *position)
{
  return g_ptr_array_find_with_equal_func (self->to_forget, id, g_str_equal, position);
}

static void
add_to_forget (FlBrokerShelf *self,
               const char    *id)
{
  if (find_to_forget (self, id, NULL))
    return;
  g_ptr_array_add (self->to_forget, g_strdup (id));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TO_FORGET]);
}

static void
remove_to_forget (FlBrokerShelf *self,
                  const char    *id)
{
  guint position;

  if (!find_to_forget (self, id, &position))
    return;
  g_ptr_array_remove_index (self->to_forget, position);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TO_FORGET]);
}

static char **
dup_to_forget (FlBrokerShelf *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->to_forget->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->to_forget, i));
  return g_strv_builder_end (builder);
}

static void
take_to_forget (FlBrokerShelf      *self,
                const char *const  *ids)
{
  g_auto(GStrv) before = dup_to_forget (self);

  if (ids != NULL && g_strv_equal ((const char *const *) before, ids))
    return;
  g_ptr_array_set_size (self->to_forget, 0);
  for (; ids != NULL && *ids != NULL; ids++)
    if (!find_to_forget (self, *ids, NULL))
      g_ptr_array_add (self->to_forget, g_strdup (*ids));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TO_FORGET]);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FlBrokerShelf *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  self->n_running--;
  if (fl_keyring_clear_finish (FL_KEYRING (source), result, &error))
    remove_to_forget (self, g_task_get_task_data (task));
  else
    g_debug ("Secrets of a deleted broker are still in the keyring: %s", error->message);
}

/* One that was saved again meanwhile keeps what it has. */
static void
clear_secrets (FlBrokerShelf *self,
               const char    *id)
{
  GTask *task;

  if (fl_broker_file_find (self->file, id) != NULL)
    {
      remove_to_forget (self, id);
      return;
    }
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, g_strdup (id), g_free);
  self->n_running++;
  fl_keyring_clear_async (self->keyring, id, NULL, cleared_cb, task);
}

static void
keyring_available_cb (FlBrokerShelf *self)
{
  if (fl_keyring_is_available (self->keyring))
    fl_broker_shelf_forget_rest (self);
}

static void
fl_broker_shelf_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_TO_FORGET:
      g_value_take_boxed (value, dup_to_forget (FL_BROKER_SHELF (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_broker_shelf_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_TO_FORGET:
      take_to_forget (FL_BROKER_SHELF (object), g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_broker_shelf_dispose (GObject *object)
{
  FlBrokerShelf *self = FL_BROKER_SHELF (object);

  g_hash_table_remove_all (self->deleted);
  g_clear_object (&self->file);
  g_clear_object (&self->keyring);
  G_OBJECT_CLASS (fl_broker_shelf_parent_class)->dispose (object);
}

static void
fl_broker_shelf_finalize (GObject *object)
{
  FlBrokerShelf *self = FL_BROKER_SHELF (object);

  g_hash_table_unref (self->deleted);
  g_ptr_array_unref (self->to_forget);
  G_OBJECT_CLASS (fl_broker_shelf_parent_class)->finalize (object);
}

static void
fl_broker_shelf_class_init (FlBrokerShelfClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fl_broker_shelf_get_property;
  object_class->set_property = fl_broker_shelf_set_property;
  object_class->dispose = fl_broker_shelf_dispose;
  object_class->finalize = fl_broker_shelf_finalize;

  properties[PROP_TO_FORGET] =
    g_param_spec_boxed ("to-forget", NULL, NULL, G_TYPE_STRV,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
fl_broker_shelf_init (FlBrokerShelf *self)
{
  self->deleted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) deletion_free);
  self->to_forget = g_ptr_array_new_with_free_func (g_free);
}

/**
 * fl_broker_shelf_new:
 * @file: the saved brokers
 * @keyring: where their secrets are
 */
FlBrokerShelf *
fl_broker_shelf_new (FlBrokerFile *file,
                     FlKeyring    *keyring)
{
  FlBrokerShelf *self;

  g_return_val_if_fail (FL_IS_BROKER_FILE (file), NULL);
  g_return_val_if_fail (FL_IS_KEYRING (keyring), NULL);

  self = g_object_new (FL_TYPE_BROKER_SHELF, NULL);
  self->file = g_object_ref (file);
  self->keyring = g_object_ref (keyring);
  g_signal_connect_object (keyring, "notify::available", G_CALLBACK (keyring_available_cb), self, G_CONNECT_SWAPPED);
  return self;
}

FlBrokerFile *
fl_broker_shelf_get_file (FlBrokerShelf *self)
{
  g_return_val_if_fail (FL_IS_BROKER_SHELF (self), NULL);

  return self->file;
}

FlKeyring *
fl_broker_shelf_get_keyring (FlBrokerShelf *self)
{
  g_return_val_if_fail (FL_IS_BROKER_SHELF (self), NULL);

  return self->keyring;
}

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  fl_keyring_rename_finish (FL_KEYRING (source), result, NULL);
}

/**
 * fl_broker_shelf_rename:
 * @self: a shelf
 * @broker: one of its brokers
 * @name: the new name; an empty one stands for the broker's host. Others may have the same
 *
 * Its secrets are shown under the new name, too, in the program for the keyring.
 */
void
fl_broker_shelf_rename (FlBrokerShelf *self,
                        FlBroker      *broker,
                        const char    *name)
{
  g_autofree char *trimmed = NULL;

  g_return_if_fail (FL_IS_BROKER_SHELF (self));
  g_return_if_fail (FL_IS_BROKER (broker));
  g_return_if_fail (name != NULL);

  trimmed = g_strstrip (g_strdup (name));
  if (*trimmed == '\0')
    {
      g_free (trimmed);
      trimmed = g_strdup (fl_broker_get_host (broker));
    }
  if (strcmp (fl_broker_get_name (broker), trimmed) == 0)
    return;
  g_object_set (broker, "name", trimmed, NULL);
  fl_keyring_rename_async (self->keyring, fl_broker_get_id (broker), trimmed, renamed_cb, NULL);
}

/* ---- duplicating ---- */

/* "Kitchen (copy)", "Kitchen (copy 2)", … */
static char *
name_of_copy (FlBrokerShelf *self,
              const char    *name)
{
  /* Translators: the name of a saved broker that was duplicated */
  char *copy = g_strdup_printf (_("%s (copy)"), name);

  for (guint i = 2; fl_broker_file_find_by_name (self->file, copy) != NULL; i++)
    {
      g_free (copy);
      copy = g_strdup_printf (_("%s (copy %u)"), name, i);
    }
  return copy;
}

/* With a client id typed by hand the two would throw each other out of the broker. */
static FlBroker *
insert_copy (FlBrokerShelf *self,
             FlBroker      *broker)
{
  FlBroker *copy = fl_broker_new (fl_broker_get_host (broker), fl_broker_get_port (broker));
  g_autofree char *name = name_of_copy (self, fl_broker_get_name (broker));
  guint position = G_MAXUINT;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->file)); i++)
    {
      g_autoptr(FlBroker) other = g_list_model_get_item (G_LIST_MODEL (self->file), i);

      if (other == broker)
        position = i + 1;
    }
  fl_broker_assign (copy, broker);
  g_object_set (copy, "name", name, "client-id", "", NULL);
  fl_broker_file_insert (self->file, position, copy);
  return copy;
}

static void
copy_saved_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FlBrokerShelf *self = g_task_get_source_object (task);

  self->n_running--;
  fl_keyring_save_finish (FL_KEYRING (source), result, NULL); /* fails only when cancelled */
  g_task_return_pointer (task, g_object_ref (g_task_get_task_data (task)), g_object_unref);
}

static void
loaded_to_copy_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FlBrokerShelf *self = g_task_get_source_object (task);
  g_autoptr(FlBrokerSecrets) secrets = fl_keyring_load_finish (FL_KEYRING (source), result, NULL);
  FlBroker *copy = insert_copy (self, g_task_get_task_data (task));

  g_task_set_task_data (task, copy, g_object_unref);
  if (fl_broker_secrets_is_empty (secrets))
    {
      self->n_running--;
      g_task_return_pointer (task, g_object_ref (copy), g_object_unref);
      return;
    }
  fl_keyring_save_async (self->keyring, fl_broker_get_id (copy), fl_broker_get_name (copy), secrets, NULL, copy_saved_cb,
                         g_steal_pointer (&task));
}

/**
 * fl_broker_shelf_duplicate_async:
 * @self: a shelf
 * @broker: one of its brokers
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Puts a copy behind it, with an id and secrets of its own. What could not be read of the secrets, because the keyring is
 * locked, is not copied: see fl_keyring_has_locked() for @broker.
 */
void
fl_broker_shelf_duplicate_async (FlBrokerShelf       *self,
                                 FlBroker            *broker,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (FL_IS_BROKER_SHELF (self));
  g_return_if_fail (FL_IS_BROKER (broker));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, fl_broker_shelf_duplicate_async);
  g_task_set_task_data (task, g_object_ref (broker), g_object_unref);
  self->n_running++;
  fl_keyring_load_async (self->keyring, fl_broker_get_id (broker), NULL, loaded_to_copy_cb, task);
}

/**
 * fl_broker_shelf_duplicate_finish:
 *
 * Returns: (transfer full): the copy
 */
FlBroker *
fl_broker_shelf_duplicate_finish (FlBrokerShelf  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- deleting ---- */

/**
 * fl_broker_shelf_delete:
 * @self: a shelf
 * @broker: one of its brokers
 *
 * Takes it out of the list. Its secrets stay until fl_broker_shelf_forget().
 *
 * Returns: FALSE if it was not in the list
 */
gboolean
fl_broker_shelf_delete (FlBrokerShelf *self,
                        FlBroker      *broker)
{
  Deletion *deletion;
  guint position;

  g_return_val_if_fail (FL_IS_BROKER_SHELF (self), FALSE);
  g_return_val_if_fail (FL_IS_BROKER (broker), FALSE);

  position = fl_broker_file_remove (self->file, broker);
  if (position == G_MAXUINT)
    return FALSE;
  deletion = g_new0 (Deletion, 1);
  deletion->broker = g_object_ref (broker);
  deletion->position = position;
  g_hash_table_insert (self->deleted, g_strdup (fl_broker_get_id (broker)), deletion);
  add_to_forget (self, fl_broker_get_id (broker));
  return TRUE;
}

/**
 * fl_broker_shelf_restore:
 * @self: a shelf
 * @broker: one that was deleted
 *
 * Returns: FALSE if it was forgotten already
 */
gboolean
fl_broker_shelf_restore (FlBrokerShelf *self,
                         FlBroker      *broker)
{
  const Deletion *deletion;

  g_return_val_if_fail (FL_IS_BROKER_SHELF (self), FALSE);
  g_return_val_if_fail (FL_IS_BROKER (broker), FALSE);

  deletion = g_hash_table_lookup (self->deleted, fl_broker_get_id (broker));
  if (deletion == NULL)
    return FALSE;
  if (fl_broker_file_find (self->file, fl_broker_get_id (broker)) == NULL)
    fl_broker_file_insert (self->file, deletion->position, broker);
  g_hash_table_remove (self->deleted, fl_broker_get_id (broker));
  remove_to_forget (self, fl_broker_get_id (broker));
  return TRUE;
}

/**
 * fl_broker_shelf_forget:
 * @self: a shelf
 * @broker: one that was deleted; nothing happens if it was restored
 *
 * Clears its secrets, now or when the keyring can be used.
 */
void
fl_broker_shelf_forget (FlBrokerShelf *self,
                        FlBroker      *broker)
{
  g_return_if_fail (FL_IS_BROKER_SHELF (self));
  g_return_if_fail (FL_IS_BROKER (broker));

  if (g_hash_table_remove (self->deleted, fl_broker_get_id (broker)))
    clear_secrets (self, fl_broker_get_id (broker));
}

/**
 * fl_broker_shelf_forget_rest:
 * @self: a shelf
 *
 * Clears the secrets of brokers that were deleted before, in an earlier run too, and cannot be restored any more.
 */
void
fl_broker_shelf_forget_rest (FlBrokerShelf *self)
{
  g_auto(GStrv) ids = NULL;

  g_return_if_fail (FL_IS_BROKER_SHELF (self));

  ids = dup_to_forget (self);
  for (char **id = ids; *id != NULL; id++)
    if (!g_hash_table_contains (self->deleted, *id))
      clear_secrets (self, *id);
}

static gboolean
waited_long_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * fl_broker_shelf_flush:
 * @self: a shelf
 *
 * Forgets what was deleted and waits for the keyring; blocks up to some seconds. For the end of the program.
 *
 * Returns: FALSE if something is left in "to-forget"
 */
gboolean
fl_broker_shelf_flush (FlBrokerShelf *self)
{
  gboolean waited_long = FALSE;
  guint source;

  g_return_val_if_fail (FL_IS_BROKER_SHELF (self), FALSE);

  g_hash_table_remove_all (self->deleted);
  fl_broker_shelf_forget_rest (self);
  source = g_timeout_add (FLUSH_MS, waited_long_cb, &waited_long);
  while (self->n_running > 0 && !waited_long)
    g_main_context_iteration (NULL, TRUE);
  if (!waited_long)
    g_source_remove (source);
  return self->to_forget->len == 0;
}

/* ---- importing ---- */

static gboolean
is_there (FlBrokerShelf *self,
          FlBroker      *broker)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->file)); i++)
    {
      g_autoptr(FlBroker) other = g_list_model_get_item (G_LIST_MODEL (self->file), i);

      if (fl_broker_exchange_is_same (other, broker))
        return TRUE;
    }
  return FALSE;
}

/**
 * fl_broker_shelf_take:
 * @self: a shelf
 * @exchange: what was read from a file
 * @n_there: (out): how many of them are saved here already, and are not taken
 *
 * Returns: how many were taken
 */
guint
fl_broker_shelf_take (FlBrokerShelf    *self,
                      FlBrokerExchange *exchange,
                      guint            *n_there)
{
  guint n_taken = 0;

  g_return_val_if_fail (FL_IS_BROKER_SHELF (self), 0);
  g_return_val_if_fail (exchange != NULL && n_there != NULL, 0);

  *n_there = 0;
  for (guint i = 0; i < exchange->brokers->len; i++)
    {
      FlBroker *broker = g_ptr_array_index (exchange->brokers, i);

      if (is_there (self, broker))
        (*n_there)++;
      else
        {
          fl_broker_file_append (self->file, broker);
          n_taken++;
        }
    }
  return n_taken;
}
