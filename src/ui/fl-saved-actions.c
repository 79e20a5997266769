/* The actions on saved brokers, and what a person is told of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-saved-actions"

#include "config.h"

#include "ui/fl-saved-actions.h"

#include <glib/gi18n.h>

#include "brokers/fl-broker-exchange.h"
#include "ui/fl-compat.h"
#include "ui/fl-rename-popover.h"

/* How long a deletion can be undone. */
#define UNDO_S 10

struct _FlSavedActions
{
  GObject             parent_instance;
  FlWindow           *window; /* weak */
  GtkWidget          *anchor; /* weak: where the new name of the broker in front is asked for */
  FlBrokerShelf      *shelf;
  FlBroker           *front;  /* (nullable): of the session in front, while it is saved */
  GSimpleActionGroup *group;
};

/* A deletion, while its toast is there. */
typedef struct
{
  FlSavedActions *actions;
  FlBroker       *broker;
  gboolean        was_open;
} Deletion;

G_DEFINE_FINAL_TYPE (FlSavedActions, fl_saved_actions, G_TYPE_OBJECT)

/* Says a sentence that is plain text. */
static void
say (FlSavedActions *self,
     const char     *sentence)
{
  if (self->window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.toast", "s", sentence);
}

static FlBroker *
find (FlSavedActions *self,
      const char     *id)
{
  return fl_broker_file_find (fl_broker_shelf_get_file (self->shelf), id);
}

/* The broker whose id is the parameter, or without one that of the session in front. */
static FlBroker *
broker_of (FlSavedActions *self,
           GVariant       *parameter)
{
  return parameter != NULL ? find (self, g_variant_get_string (parameter, NULL)) : self->front;
}

/* ---- rename, edit, duplicate ---- */

static void
rename_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  FlSavedActions *self = user_data;
  const char *id, *name;
  FlBroker *broker;

  g_variant_get (parameter, "(&s&s)", &id, &name);
  broker = find (self, id);
  if (broker != NULL)
    fl_broker_shelf_rename (self->shelf, broker, name);
}

static void
front_renamed_cb (FlSavedActions  *self,
                  const char      *name,
                  FlRenamePopover *popover)
{
  FlBroker *broker = g_object_get_data (G_OBJECT (popover), "broker");

  fl_broker_shelf_rename (self->shelf, broker, name);
}

static void
rename_front_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  FlSavedActions *self = user_data;
  FlRenamePopover *popover;

  if (self->front == NULL || self->anchor == NULL)
    return;
  popover = fl_rename_popover_open (self->anchor, fl_broker_get_name (self->front), fl_broker_get_host (self->front));
  g_object_set_data_full (G_OBJECT (popover), "broker", g_object_ref (self->front), g_object_unref);
  g_signal_connect_object (popover, "renamed", G_CALLBACK (front_renamed_cb), self, G_CONNECT_SWAPPED);
}

static void
edit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  FlSavedActions *self = user_data;
  FlBroker *broker = broker_of (self, parameter);

  if (broker != NULL && self->window != NULL)
    fl_window_edit_broker (self->window, broker);
}

static void
duplicated_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FlSavedActions *self = g_task_get_source_object (task);
  FlBroker *broker = g_task_get_task_data (task);
  g_autoptr(FlBroker) copy = fl_broker_shelf_duplicate_finish (FL_BROKER_SHELF (source), result, NULL);
  g_autofree char *sentence = NULL;

  if (fl_keyring_has_locked (fl_broker_shelf_get_keyring (self->shelf), fl_broker_get_id (broker)))
    sentence = g_strdup_printf (_("%s is there, without passwords and keys: the keyring is locked"), fl_broker_get_name (copy));
  else
    sentence = g_strdup_printf (_("%s is there"), fl_broker_get_name (copy));
  say (self, sentence);
}

static void
duplicate_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  FlSavedActions *self = user_data;
  FlBroker *broker = broker_of (self, parameter);
  GTask *task;

  if (broker == NULL)
    return;
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, g_object_ref (broker), g_object_unref);
  fl_broker_shelf_duplicate_async (self->shelf, broker, duplicated_cb, task);
}

/* ---- delete ---- */

static void
deletion_free (gpointer  data,
               GClosure *closure)
{
  Deletion *deletion = data;

  g_clear_object (&deletion->actions);
  g_clear_object (&deletion->broker);
  g_free (deletion);
}

static void
undo_cb (Deletion *deletion)
{
  FlSavedActions *self = deletion->actions;

  if (fl_broker_shelf_restore (self->shelf, deletion->broker) && deletion->was_open && self->window != NULL)
    fl_window_open_broker (self->window, deletion->broker);
}

/* Only now are the secrets forgotten: Undo brings back a broker that works. */
static void
dismissed_cb (Deletion *deletion)
{
  fl_broker_shelf_forget (deletion->actions->shelf, deletion->broker);
}

static void
delete_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  FlSavedActions *self = user_data;
  g_autoptr(FlBroker) broker = NULL;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  Deletion *deletion;
  AdwToast *toast;

  g_set_object (&broker, broker_of (self, parameter));
  if (broker == NULL || self->window == NULL)
    return;
  deletion = g_new0 (Deletion, 1);
  deletion->actions = g_object_ref (self);
  deletion->broker = g_object_ref (broker);
  deletion->was_open = fl_window_close_broker (self->window, broker);
  fl_broker_shelf_delete (self->shelf, broker);

  name = g_markup_escape_text (fl_broker_get_name (broker), -1);
  title = g_strdup_printf (_("%s deleted"), name);
  toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, UNDO_S);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_swapped (toast, "button-clicked", G_CALLBACK (undo_cb), deletion);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (dismissed_cb), deletion, deletion_free, G_CONNECT_SWAPPED);
  fl_window_add_toast (self->window, toast);
}

/* ---- export ---- */

static char *
display_name_of (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_filename_display_name (name);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(FlSavedActions) self = user_data;
  g_autofree char *name = display_name_of (G_FILE (source));
  g_autofree char *sentence = NULL;
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    sentence = g_strdup_printf (_("%s is written, without passwords and keys"), name);
  else
    sentence = g_strdup_printf (_("%s cannot be written: %s"), name, error->message);
  say (self, sentence);
}

static void
place_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFile) file = fl_compat_file_finish (result);

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, g_task_get_task_data (task), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                         written_cb, g_object_ref (g_task_get_source_object (task)));
}

/* A name that any file system takes. */
static char *
file_name_for (const char *name)
{
  g_autofree char *stem = g_strdelimit (g_strdup (name), "/\\:*?\"<>|", '-');

  for (char *c = stem; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c) || (c == stem && *c == '.'))
      *c = '-';
  return g_strconcat (stem, ".json", NULL);
}

static void
export (FlSavedActions *self,
        GPtrArray      *brokers,
        const char     *name)
{
  g_autofree char *file_name = file_name_for (name);
  GTask *task;

  if (self->window == NULL)
    return;
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, fl_broker_exchange_write (brokers), (GDestroyNotify) g_bytes_unref);
  fl_compat_save_file_async (GTK_WIDGET (self->window), _("Export Without Passwords and Keys"), file_name,
                             place_chosen_cb, task);
}

static void
export_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  FlSavedActions *self = user_data;
  FlBroker *broker = broker_of (self, parameter);
  g_autoptr(GPtrArray) brokers = g_ptr_array_new ();

  if (broker == NULL)
    return;
  g_ptr_array_add (brokers, broker);
  export (self, brokers, fl_broker_get_name (broker));
}

static void
export_all_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  FlSavedActions *self = user_data;
  GListModel *model = G_LIST_MODEL (fl_broker_shelf_get_file (self->shelf));
  g_autoptr(GPtrArray) brokers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (brokers, g_list_model_get_item (model, i));
  export (self, brokers, "fernlight-brokers");
}

/* ---- import ---- */

/* Reads no more than may be there, and nothing that is no file: a pipe would never end. */
static void
read_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GFile *file = task_data;
  GError *error = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, NULL, &error);
  g_autoptr(GFileInputStream) stream = NULL;
  g_autofree char *buffer = NULL;
  gsize n = 0;

  if (info != NULL && g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _("It is not a file"));
  else if (info != NULL)
    stream = g_file_read (file, NULL, &error);
  if (stream != NULL)
    {
      buffer = g_malloc (FL_BROKER_EXCHANGE_MAX_BYTES + 1);
      (void) g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, FL_BROKER_EXCHANGE_MAX_BYTES + 1, &n, NULL, &error);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_bytes_new (buffer, n), (GDestroyNotify) g_bytes_unref);
}

static char *
describe_import (const FlBrokerExchange *exchange,
                 guint                   n_taken,
                 guint                   n_there)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (n_taken > 0)
    g_string_append_printf (text, ngettext ("%u broker imported", "%u brokers imported", n_taken), n_taken);
  if (n_there > 0)
    {
      g_string_append (text, text->len > 0 ? ", " : "");
      g_string_append_printf (text, ngettext ("%u was there already", "%u were there already", n_there), n_there);
    }
  if (exchange->n_unreadable > 0)
    {
      g_string_append (text, text->len > 0 ? ", " : "");
      g_string_append_printf (text, ngettext ("%u cannot be read", "%u cannot be read", exchange->n_unreadable),
                              exchange->n_unreadable);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
say_failure (FlSavedActions *self,
             GFile          *file,
             const GError   *error)
{
  g_autofree char *name = display_name_of (file);
  /* Translators: the name of a file, and a whole sentence that says what is wrong with it */
  g_autofree char *sentence = g_strdup_printf (_("%s cannot be imported. %s."), name, error->message);

  fl_window_show_trouble (self->window, sentence, NULL);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  FlSavedActions *self = FL_SAVED_ACTIONS (source);
  GFile *file = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr(FlBrokerExchange) exchange = bytes != NULL ? fl_broker_exchange_read (bytes, &error) : NULL;
  g_autofree char *sentence = NULL;
  guint n_taken, n_there;

  if (self->window == NULL)
    return;
  if (exchange == NULL)
    {
      say_failure (self, file, error);
      return;
    }
  n_taken = fl_broker_shelf_take (self->shelf, exchange, &n_there);
  sentence = describe_import (exchange, n_taken, n_there);
  fl_window_open_start_page (self->window);
  say (self, sentence);
  if (exchange->had_secrets)
    fl_window_show_trouble (self->window, _("There were passwords or keys in the file. They are not taken from a file, and "
                                            "are asked for when they are needed."), NULL);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(FlSavedActions) self = user_data;
  g_autoptr(GFile) file = fl_compat_file_finish (result);

  if (file != NULL)
    fl_saved_actions_import_file (self, file);
}

static void
import_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  FlSavedActions *self = user_data;
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->window == NULL)
    return;
  gtk_file_filter_set_name (filter, _("Exported brokers"));
  gtk_file_filter_add_suffix (filter, "json");
  fl_compat_open_file_async (GTK_WIDGET (self->window), _("Import Brokers"), filter, file_chosen_cb, g_object_ref (self));
}

/* ---- which of them make sense ---- */

static const GActionEntry entries[] = {
  { "rename", rename_cb, "(ss)" },
  { "edit", edit_cb, "s" },
  { "duplicate", duplicate_cb, "s" },
  { "export", export_cb, "s" },
  { "delete", delete_cb, "s" },
  { "rename-front", rename_front_cb },
  { "duplicate-front", duplicate_cb },
  { "export-front", export_cb },
  { "delete-front", delete_cb },
  { "export-all", export_all_cb },
  { "import", import_cb },
};

static void
set_enabled (FlSavedActions *self,
             const char     *name,
             gboolean        is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

static void
update (FlSavedActions *self)
{
  static const char *const front[] = { "rename-front", "duplicate-front", "export-front", "delete-front" };
  FlBrokerFile *file = fl_broker_shelf_get_file (self->shelf);
  const gboolean is_saved = self->front != NULL && fl_broker_file_find (file, fl_broker_get_id (self->front)) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (front); i++)
    set_enabled (self, front[i], is_saved);
  set_enabled (self, "export-all", g_list_model_get_n_items (G_LIST_MODEL (file)) > 0);
}

static void
fl_saved_actions_dispose (GObject *object)
{
  FlSavedActions *self = FL_SAVED_ACTIONS (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->anchor);
  g_clear_object (&self->front);
  g_clear_object (&self->shelf);
  g_clear_object (&self->group);
  G_OBJECT_CLASS (fl_saved_actions_parent_class)->dispose (object);
}

static void
fl_saved_actions_class_init (FlSavedActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_saved_actions_dispose;
}

static void
fl_saved_actions_init (FlSavedActions *self)
{
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries), self);
}

/**
 * fl_saved_actions_new:
 * @window: where the actions work, and where a person is told
 * @shelf: the saved brokers
 * @anchor: where the new name of the broker in front is asked for
 */
FlSavedActions *
fl_saved_actions_new (FlWindow      *window,
                      FlBrokerShelf *shelf,
                      GtkWidget     *anchor)
{
  FlSavedActions *self;

  g_return_val_if_fail (FL_IS_WINDOW (window), NULL);
  g_return_val_if_fail (FL_IS_BROKER_SHELF (shelf), NULL);

  self = g_object_new (FL_TYPE_SAVED_ACTIONS, NULL);
  g_set_weak_pointer (&self->window, window);
  g_set_weak_pointer (&self->anchor, anchor);
  self->shelf = g_object_ref (shelf);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "saved", G_ACTION_GROUP (self->group));
  g_signal_connect_object (fl_broker_shelf_get_file (shelf), "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

/**
 * fl_saved_actions_set_front:
 * @broker: (nullable): the one of the session in front
 */
void
fl_saved_actions_set_front (FlSavedActions *self,
                            FlBroker       *broker)
{
  g_return_if_fail (FL_IS_SAVED_ACTIONS (self));

  g_set_object (&self->front, broker);
  update (self);
}

/* Takes in what is in a file, which somebody else may have written. */
void
fl_saved_actions_import_file (FlSavedActions *self,
                              GFile          *file)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (FL_IS_SAVED_ACTIONS (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, NULL, read_cb, NULL);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, read_worker);
}
