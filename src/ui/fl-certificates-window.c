/* Makes certificates, keys and configuration for a broker of one's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-certificates-window"

#include "config.h"

#include "ui/fl-certificates-window.h"

#include <glib/gi18n.h>

#include "brokers/fl-own-broker-entry.h"
#include "brokers/fl-own-broker-text.h"
#include "brokers/fl-own-broker.h"
#include "tls/fl-host-name.h"
#include "ui/fl-compat.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-ui.h"

#define SEPARATORS " ,;\t"
#define DAYS_OF_A_YEAR 365
#define SHOW_PROGRESS_MS 100
/* Folders that the upkeep list looks into: the latest. */
#define MAX_FOLDERS 20

/* In the order of the rows of years_row. */
static const int years[] = { 1, 2, 5, 10, 20 };

/* A worker's errand; the progress is written by it and read by the window. */
typedef struct
{
  char      *path;
  char     **names;
  char     **devices;
  int        days;
  FlKeyType  key_type;
  FlOwnBrokerEntry *entry; /* (nullable): read by the worker once all is made */
  gint       n_done; /* atomic */
  gint       n_all;  /* atomic */
} Errand;

struct _FlCertificatesWindow
{
  AdwWindow       parent_instance;

  GtkStack       *stack;
  GtkWidget      *cancel_button;
  GtkWidget      *create_button;
  GtkEditable    *names_row;
  GtkLabel       *names_hint;
  GtkEditable    *devices_row;
  GtkLabel       *devices_hint;
  AdwComboRow    *years_row;
  AdwComboRow    *key_row;
  AdwActionRow   *folder_row;
  GtkLabel       *hint_label;
  GtkProgressBar *progress_bar;
  AdwActionRow   *made_row;
  AdwActionRow   *start_row;
  FlCopyButton   *start_copy;
  AdwActionRow   *system_row;
  FlCopyButton   *system_copy;
  GtkWidget      *open_button;
  GtkWidget      *save_group;
  GtkWidget      *save_button;

  GFile          *place;   /* (nullable): where the folder is to be made */
  GFile          *made;    /* (nullable): the folder that was made */
  FlOwnBrokerEntry *entry; /* (nullable): what can be saved of it */
  GTask          *task;    /* while it is being made */
  guint           progress_id;
};

enum
{
  SIGNAL_SAVE_BROKER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlCertificatesWindow, fl_certificates_window, ADW_TYPE_WINDOW)

static void
errand_free (Errand *errand)
{
  g_free (errand->path);
  g_strfreev (errand->names);
  g_strfreev (errand->devices);
  g_clear_pointer (&errand->entry, fl_own_broker_entry_free);
  g_free (errand);
}

/* The words of a row. */
static char **
split (GtkEditable *row)
{
  g_auto(GStrv) words = g_strsplit_set (gtk_editable_get_text (row), SEPARATORS, -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_strv_builder_add (builder, *word);
  return g_strv_builder_end (builder);
}

/* What the new folder is called: as the broker is. */
static char *
folder_name (char **names)
{
  g_autofree char *name = names[0] != NULL ? fl_host_name_normalize (names[0], NULL) : NULL;

  return name != NULL ? g_strdelimit (g_steal_pointer (&name), ":", '-') : NULL;
}

/* The sentence stands under the field it concerns. */
static void
mark (GtkEditable *row,
      GtkLabel    *hint,
      const char  *sentence)
{
  if (sentence != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  gtk_label_set_label (hint, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (hint), sentence != NULL);
}

static const char *
message_if (const GError *error,
            int           code)
{
  return g_error_matches (error, FL_OWN_BROKER_ERROR, code) ? error->message : NULL;
}

static void
show_hint (FlCertificatesWindow *self,
           const char           *text,
           gboolean              is_error)
{
  const char *const classes[] = { "caption", is_error ? "error" : "dim-label", NULL };

  gtk_label_set_label (self->hint_label, text);
  gtk_widget_set_css_classes (GTK_WIDGET (self->hint_label), (const char **) classes);
}

static void
show_folder (FlCertificatesWindow *self,
             char                **names)
{
  g_autofree char *name = folder_name (names);
  g_autoptr(GFile) folder = self->place != NULL && name != NULL ? g_file_get_child (self->place, name) : NULL;
  g_autofree char *shown = folder != NULL ? g_file_get_parse_name (folder) : NULL;

  adw_action_row_set_subtitle (self->folder_row,
                               shown != NULL ? shown
                               : self->place != NULL ? _("A new folder, called as the broker, is made there")
                                                     : _("Choose where a new folder is made"));
}

/* Looks at everything after each change; the first thing that is wrong is said. */
static void
check (FlCertificatesWindow *self)
{
  g_auto(GStrv) names = split (self->names_row);
  g_auto(GStrv) devices = split (self->devices_row);
  const FlOwnBrokerPlan plan = { .names = (const char *const *) names, .devices = (const char *const *) devices };
  g_autoptr(GError) error = NULL;
  const gboolean is_good = fl_own_broker_check_plan (&plan, &error);

  /* Nothing typed yet is not wrong. */
  mark (self->names_row, self->names_hint, names[0] != NULL ? message_if (error, FL_OWN_BROKER_ERROR_NAME) : NULL);
  mark (self->devices_row, self->devices_hint, message_if (error, FL_OWN_BROKER_ERROR_DEVICE));
  show_folder (self, names);
  show_hint (self, _("Each device gets a certificate, a pre-shared key and a password. Secrets are written into the folder, which only you can read, and nowhere else."), FALSE);
  gtk_widget_set_sensitive (self->create_button, is_good && self->place != NULL);
}

static void
place_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GFile) place = fl_compat_file_finish (result);

  if (place != NULL)
    fl_certificates_window_set_place (FL_CERTIFICATES_WINDOW (source), place);
}

static void
choose_cb (FlCertificatesWindow *self)
{
  fl_compat_choose_folder_async (GTK_WIDGET (self), _("Where to Make the Folder"), place_chosen_cb, NULL);
}

/* Runs in the worker. */
static void
progress_cb (guint    n_done,
             guint    n_all,
             gpointer user_data)
{
  Errand *errand = user_data;

  g_atomic_int_set (&errand->n_all, (gint) n_all);
  g_atomic_int_set (&errand->n_done, (gint) n_done);
}

static void
create_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Errand *errand = task_data;
  const FlOwnBrokerPlan plan = {
    .names = (const char *const *) errand->names,
    .devices = (const char *const *) errand->devices,
    .days = errand->days,
    .key_type = errand->key_type,
  };
  GError *error = NULL;
  FlOwnBroker *broker = fl_own_broker_create (errand->path, &plan, progress_cb, errand, &error);

  if (broker == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  errand->entry = fl_own_broker_entry_read (broker, NULL);
  g_task_return_pointer (task, broker, (GDestroyNotify) fl_own_broker_free);
}

static gboolean
show_progress_cb (gpointer user_data)
{
  FlCertificatesWindow *self = user_data;
  Errand *errand = g_task_get_task_data (self->task);
  const gint n_all = g_atomic_int_get (&errand->n_all);
  const gint n_done = g_atomic_int_get (&errand->n_done);

  if (n_all > 0)
    {
      g_autofree char *text = g_strdup_printf (_("Key %d of %d"), n_done + 1, n_all);

      gtk_progress_bar_set_fraction (self->progress_bar, (double) n_done / n_all);
      gtk_progress_bar_set_text (self->progress_bar, text);
    }
  return G_SOURCE_CONTINUE;
}

static void
show_page (FlCertificatesWindow *self,
           const char           *name)
{
  const gboolean is_form = g_strcmp0 (name, "form") == 0;
  const gboolean is_done = g_strcmp0 (name, "done") == 0;

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->create_button, is_form);
  gtk_widget_set_visible (self->open_button, is_done);
  gtk_button_set_label (GTK_BUTTON (self->cancel_button), is_done ? _("Close") : _("Cancel"));
  /* What is being made is made whole; it takes seconds. */
  gtk_widget_set_sensitive (self->cancel_button, is_form || is_done);
}

/* So that the upkeep list says when they expire. */
static void
remember_folder (const char *folder)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_auto(GStrv) before = g_settings_get_strv (settings, "own-broker-folders");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) after = NULL;

  g_strv_builder_add (builder, folder);
  for (guint i = 0; before[i] != NULL && i + 1 < MAX_FOLDERS; i++)
    if (!g_str_equal (before[i], folder))
      g_strv_builder_add (builder, before[i]);
  after = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "own-broker-folders", (const char *const *) after);
}

static void
show_made (FlCertificatesWindow *self,
           FlOwnBroker          *broker)
{
  const char *folder = fl_own_broker_get_folder (broker);
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree char *start = fl_own_broker_text_start_line (folder);
  g_autofree char *system = fl_own_broker_text_system_lines (folder);

  g_set_object (&self->made, NULL);
  self->made = g_file_new_for_path (folder);
  adw_action_row_set_subtitle (self->made_row, shown);
  adw_action_row_set_subtitle (self->start_row, start);
  fl_copy_button_set_text (self->start_copy, start);
  adw_action_row_set_subtitle (self->system_row, system);
  fl_copy_button_set_text (self->system_copy, system);
  gtk_widget_set_visible (self->save_group, self->entry != NULL);
  show_page (self, "done");
  gtk_widget_grab_focus (self->open_button);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  FlCertificatesWindow *self = FL_CERTIFICATES_WINDOW (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlOwnBroker) broker = g_task_propagate_pointer (G_TASK (result), &error);

  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_object (&self->task);
  if (self->stack == NULL) /* closed meanwhile */
    return;
  if (broker != NULL)
    {
      remember_folder (fl_own_broker_get_folder (broker));
      self->entry = g_steal_pointer (&((Errand *) g_task_get_task_data (G_TASK (result)))->entry);
      show_made (self, broker);
      return;
    }
  show_page (self, "form");
  show_hint (self, error->message, TRUE);
}

static void
create_cb (FlCertificatesWindow *self)
{
  Errand *errand = g_new0 (Errand, 1);
  g_autofree char *name = NULL;
  g_autoptr(GFile) folder = NULL;

  errand->names = split (self->names_row);
  errand->devices = split (self->devices_row);
  errand->days = years[adw_combo_row_get_selected (self->years_row)] * DAYS_OF_A_YEAR;
  errand->key_type = adw_combo_row_get_selected (self->key_row) == 1 ? FL_KEY_TYPE_RSA : FL_KEY_TYPE_EC;
  name = folder_name (errand->names);
  folder = g_file_get_child (self->place, name);
  errand->path = g_file_get_path (folder);

  self->task = g_task_new (self, NULL, created_cb, NULL);
  g_task_set_task_data (self->task, errand, (GDestroyNotify) errand_free);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  self->progress_id = g_timeout_add (SHOW_PROGRESS_MS, show_progress_cb, self);
  show_page (self, "working");
  g_task_run_in_thread (self->task, create_worker);
}

static void
open_cb (FlCertificatesWindow *self)
{
  g_autofree char *uri = g_file_get_uri (self->made);

  fl_compat_launch_uri (GTK_WIDGET (self), uri);
}

/* Once; a second one would be the same broker twice. */
static void
save_cb (FlCertificatesWindow *self)
{
  g_autoptr(FlBroker) broker = fl_own_broker_entry_new_broker (self->entry);
  g_autoptr(FlBrokerSecrets) secrets = fl_own_broker_entry_new_secrets (self->entry);

  gtk_button_set_label (GTK_BUTTON (self->save_button), _("Saved"));
  gtk_widget_set_sensitive (self->save_button, FALSE);
  g_signal_emit (self, signals[SIGNAL_SAVE_BROKER], 0, broker, secrets);
}

/* Escape and the window's button: not while it works. */
static gboolean
fl_certificates_window_close_request (GtkWindow *window)
{
  FlCertificatesWindow *self = FL_CERTIFICATES_WINDOW (window);

  if (self->task != NULL)
    return TRUE;
  return GTK_WINDOW_CLASS (fl_certificates_window_parent_class)->close_request (window);
}

static void
fl_certificates_window_dispose (GObject *object)
{
  FlCertificatesWindow *self = FL_CERTIFICATES_WINDOW (object);

  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_object (&self->place);
  g_clear_object (&self->made);
  g_clear_pointer (&self->entry, fl_own_broker_entry_free);
  self->stack = NULL;

  G_OBJECT_CLASS (fl_certificates_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, create_button);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, names_row);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, names_hint);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, devices_row);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, devices_hint);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, years_row);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, key_row);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, folder_row);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, hint_label);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, made_row);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, start_row);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, start_copy);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, system_row);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, system_copy);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, save_group);
  gtk_widget_class_bind_template_child (widget_class, FlCertificatesWindow, save_button);
}

static void
fl_certificates_window_class_init (FlCertificatesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_certificates_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = fl_certificates_window_close_request;

  signals[SIGNAL_SAVE_BROKER] =
    g_signal_new ("save-broker", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, FL_TYPE_BROKER, FL_TYPE_BROKER_SECRETS);

  g_type_ensure (FL_TYPE_COPY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-certificates-window"));
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, check);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
fl_certificates_window_init (FlCertificatesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_selected (self->years_row, 3);
  check (self);
}

FlCertificatesWindow *
fl_certificates_window_new (void)
{
  return g_object_new (FL_TYPE_CERTIFICATES_WINDOW, NULL);
}

/* Where the folder is to be made: a folder that is there. */
void
fl_certificates_window_set_place (FlCertificatesWindow *self,
                                  GFile                *place)
{
  g_return_if_fail (FL_IS_CERTIFICATES_WINDOW (self) && G_IS_FILE (place));

  g_set_object (&self->place, place);
  check (self);
}

/**
 * fl_certificates_window_get_folder:
 *
 * Returns: (transfer none) (nullable): the folder that was made
 */
GFile *
fl_certificates_window_get_folder (FlCertificatesWindow *self)
{
  g_return_val_if_fail (FL_IS_CERTIFICATES_WINDOW (self), NULL);

  return self->made;
}
