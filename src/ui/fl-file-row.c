/* A row for a small file: chosen in the dialog or dropped, read once; shows what is in it, with Replace and Remove.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-file-row"

#include "config.h"

#include "ui/fl-file-row.h"

#include <glib/gi18n.h>

#include "tls/fl-chosen-file.h"
#include "ui/fl-compat.h"
#include "ui/fl-ui.h"

struct _FlFileRow
{
  AdwActionRow  parent_instance;

  GtkWidget    *choose_button;
  GtkWidget    *remove_button;

  char         *name;    /* of the file, in the user's words: title of the dialog */
  size_t        max;     /* bytes */
  GCancellable *reading; /* while a file is read */
};

enum
{
  SIGNAL_LOADED,
  SIGNAL_FAILED,
  SIGNAL_REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlFileRow, fl_file_row, ADW_TYPE_ACTION_ROW)

static void
stop_reading (FlFileRow *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(FlFileRow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = fl_chosen_file_read_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  if (bytes != NULL)
    g_signal_emit (self, signals[SIGNAL_LOADED], 0, bytes);
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GFile) file = fl_compat_file_finish (result);

  if (file != NULL)
    fl_file_row_load (FL_FILE_ROW (source), file);
}

static void
choose_cb (FlFileRow *self)
{
  fl_compat_open_file_async (GTK_WIDGET (self), self->name, NULL, chosen_cb, NULL);
}

static void
remove_cb (FlFileRow *self)
{
  stop_reading (self);
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
  gtk_widget_grab_focus (self->choose_button);
}

static gboolean
dropped_cb (FlFileRow    *self,
            const GValue *value)
{
  fl_file_row_load (self, g_value_get_object (value));
  return TRUE;
}

static void
fl_file_row_dispose (GObject *object)
{
  FlFileRow *self = FL_FILE_ROW (object);

  stop_reading (self);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (fl_file_row_parent_class)->dispose (object);
}

static void
fl_file_row_class_init (FlFileRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_file_row_dispose;
  signals[SIGNAL_LOADED] =
    g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_REMOVED] =
    g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-file-row"));
  gtk_widget_class_bind_template_child (widget_class, FlFileRow, choose_button);
  gtk_widget_class_bind_template_child (widget_class, FlFileRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
fl_file_row_init (FlFileRow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
fl_file_row_new (void)
{
  return g_object_new (FL_TYPE_FILE_ROW, NULL);
}

/**
 * fl_file_row_set_up:
 * @name: what the file is, such as “Client certificate”
 * @max: most bytes that are read of it
 */
void
fl_file_row_set_up (FlFileRow  *self,
                    const char *name,
                    size_t      max)
{
  g_return_if_fail (FL_IS_FILE_ROW (self));

  g_free (self->name);
  self->name = g_strdup (name);
  self->max = max;
  fl_file_row_show (self, name, NULL, FALSE);
}

/**
 * fl_file_row_show:
 * @title: plain text
 * @subtitle: (nullable): plain text
 * @is_chosen: whether there is something to replace or remove
 */
void
fl_file_row_show (FlFileRow  *self,
                  const char *title,
                  const char *subtitle,
                  gboolean    is_chosen)
{
  const char *verb = is_chosen ? _("Replace…") : _("Choose File…");
  g_autofree char *label = NULL;
  g_autofree char *remove_label = NULL;

  g_return_if_fail (FL_IS_FILE_ROW (self));

  /* Translators: a button as a screen reader says it: first what it does (“Replace…”), then with what (“Client certificate”) */
  label = g_strdup_printf (_("%s (%s)"), verb, self->name);
  /* Translators: a button; %s is what it removes (“Client certificate”) */
  remove_label = g_strdup_printf (_("Remove (%s)"), self->name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle != NULL ? subtitle : "");
  gtk_button_set_label (GTK_BUTTON (self->choose_button), verb);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choose_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (self->remove_button, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove_label, -1);
  gtk_widget_set_visible (self->remove_button, is_chosen);
}

/* As if @file had been chosen in the dialog. What was asked for before is given up. */
void
fl_file_row_load (FlFileRow *self,
                  GFile     *file)
{
  g_return_if_fail (FL_IS_FILE_ROW (self));
  g_return_if_fail (G_IS_FILE (file));

  stop_reading (self);
  self->reading = g_cancellable_new ();
  fl_chosen_file_read_async (file, self->max, self->reading, read_cb, g_object_ref (self));
}
