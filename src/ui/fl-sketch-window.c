/* A complete sketch for one firmware at one broker: named, copied or saved as a folder; then the window waits for the device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-sketch-window"

#include "config.h"

#include "ui/fl-sketch-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "devices/fl-first-sign.h"
#include "esp/fl-snippet-remark.h"
#include "tls/fl-service.h"
#include "ui/fl-compat.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-format.h"
#include "ui/fl-remark-label.h"
#include "ui/fl-ui.h"

#define FIRST_NAME "kitchen"

struct _FlSketchWindow
{
  AdwWindow         parent_instance;

  GtkEditable      *name_row;
  GtkLabel         *name_note;
  AdwPreferencesGroup *files_group;
  AdwActionRow     *sketch_row;
  FlCopyButton     *sketch_button;
  AdwActionRow     *secrets_row;
  FlCopyButton     *secrets_button;
  AdwActionRow     *fernet_row;
  FlCopyButton     *fernet_button;
  GtkLabel         *remark_label;
  GtkWidget        *save_button;
  GtkLabel         *save_note;
  GtkWidget        *wait_box;
  GtkSpinner       *wait_spinner;
  GtkWidget        *wait_image;
  GtkLabel         *wait_label;

  FlFirmware        firmware;
  FlSnippetFacts   *facts;
  char             *base_topic;
  FlCompleteSketch *sketch;      /* NULL: the name is none */
  char             *awaited;     /* topic of the device that was copied; NULL: nothing was, or it is here */
  gboolean          was_taken;
};

enum
{
  SIGNAL_TAKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlSketchWindow, fl_sketch_window, ADW_TYPE_WINDOW)

static gboolean
has_feeds (FlSketchWindow *self)
{
  return fl_service_of_host (self->facts->host)->has_feeds;
}

static void
show_file (FlSketchWindow *self,
           guint           i,
           AdwActionRow   *row,
           FlCopyButton   *button)
{
  const gboolean is_there = self->sketch != NULL && i < fl_complete_sketch_get_n_files (self->sketch);
  const char *name = NULL;

  fl_copy_button_set_text (button, is_there ? fl_complete_sketch_get_file (self->sketch, i, &name) : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (button), is_there);
  if (is_there)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
}

static const char *
describe_sketch (FlSketchWindow *self)
{
  switch (fl_complete_sketch_get_way (self->firmware, self->facts))
    {
    case FL_SNIPPET_WAY_FINGERPRINT:
      if (has_feeds (self))
        return _("A LED and a light sensor on your feeds; host, user and fingerprint are filled in. Needs the library Adafruit MQTT.");
      return _("A LED and a light sensor; host, topics and fingerprint are filled in. Needs the library Adafruit MQTT.");
    case FL_SNIPPET_WAY_PSK:
      return _("A LED; host, topics and identity are filled in. Needs the library PubSubClient.");
    case FL_SNIPPET_WAY_CA:
    case FL_SNIPPET_WAY_KNOWN_KEY:
    case FL_SNIPPET_WAY_CLIENT_CERTIFICATE:
    case FL_SNIPPET_WAY_INSECURE:
    default:
      return _("A LED and a light sensor, Fernet both ways; host, topics and CA are filled in. Needs the library PubSubClient.");
    }
}

static void
update_sketch (FlSketchWindow *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *note = NULL;

  g_clear_pointer (&self->sketch, fl_complete_sketch_free);
  self->sketch = fl_complete_sketch_new (self->firmware, self->facts, self->base_topic, gtk_editable_get_text (self->name_row), &error);
  if (self->sketch != NULL)
    /* Translators: a topic, “Its topics begin with home/kitchen” */
    note = g_strdup_printf (_("Its topics begin with %s"), fl_complete_sketch_get_topic (self->sketch));
  else
    note = g_strdup (error->message);
  fl_remark_label_show (self->name_note, GTK_WIDGET (self->name_row), self->sketch != NULL ? FL_REMARK_NOTE : FL_REMARK_ERROR, note);
  show_file (self, 0, self->sketch_row, self->sketch_button);
  show_file (self, 1, self->secrets_row, self->secrets_button);
  show_file (self, 2, self->fernet_row, self->fernet_button);
  gtk_widget_set_sensitive (self->save_button, self->sketch != NULL);
}

static void
name_changed_cb (FlSketchWindow *self)
{
  if (self->facts != NULL)
    update_sketch (self);
}

static void
show_waiting (FlSketchWindow *self,
              gboolean        is_waiting,
              const char     *sentence)
{
  gtk_widget_set_visible (self->wait_box, TRUE);
  gtk_spinner_set_spinning (self->wait_spinner, is_waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->wait_spinner), is_waiting);
  gtk_widget_set_visible (self->wait_image, !is_waiting);
  gtk_label_set_label (self->wait_label, sentence);
}

/* From now on the window looks out for the device whose sketch it gave away last. */
static void
sketch_taken_cb (FlSketchWindow *self)
{
  g_autofree char *sentence = NULL;

  if (self->sketch == NULL)
    return;
  g_free (self->awaited);
  self->awaited = g_strdup (fl_complete_sketch_get_topic (self->sketch));
  /* Translators: a device’s name */
  sentence = g_strdup_printf (_("Waiting for %s…"), gtk_editable_get_text (self->name_row));
  show_waiting (self, TRUE, sentence);
  if (!self->was_taken)
    {
      self->was_taken = TRUE;
      g_signal_emit (self, signals[SIGNAL_TAKEN], 0);
    }
}

/* Runs in the worker. */
static void
save_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  FlCompleteSketch *sketch = g_object_get_data (G_OBJECT (task), "sketch");
  GError *error = NULL;
  GFile *folder = fl_complete_sketch_save (sketch, G_FILE (task_data), &error);

  if (folder == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, folder, g_object_unref);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  FlSketchWindow *self = FL_SKETCH_WINDOW (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) folder = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *path = folder != NULL ? g_file_get_parse_name (folder) : NULL;
  g_autofree char *sentence = NULL;

  gtk_widget_set_sensitive (self->save_button, self->sketch != NULL);
  if (folder == NULL)
    {
      fl_remark_label_show (self->save_note, NULL, FL_REMARK_ERROR, error->message);
      return;
    }
  sentence = g_strdup_printf (_("Saved in %s. Fill in secrets.h there."), path);
  fl_remark_label_show (self->save_note, NULL, FL_REMARK_NOTE, sentence);
  sketch_taken_cb (self);
}

static void
place_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GFile) place = fl_compat_file_finish (result);

  if (place != NULL)
    fl_sketch_window_save (FL_SKETCH_WINDOW (source), place);
}

static void
save_clicked_cb (FlSketchWindow *self)
{
  fl_compat_choose_folder_async (GTK_WIDGET (self), _("Where to Make the Folder"), place_chosen_cb, NULL);
}

static void
fl_sketch_window_finalize (GObject *object)
{
  FlSketchWindow *self = FL_SKETCH_WINDOW (object);

  g_clear_pointer (&self->facts, fl_snippet_facts_free);
  g_clear_pointer (&self->sketch, fl_complete_sketch_free);
  g_free (self->base_topic);
  g_free (self->awaited);
  G_OBJECT_CLASS (fl_sketch_window_parent_class)->finalize (object);
}

static void
fl_sketch_window_class_init (FlSketchWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fl_sketch_window_finalize;
  signals[SIGNAL_TAKEN] = g_signal_new ("taken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FL_TYPE_COPY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-sketch-window"));
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, name_note);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, files_group);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, sketch_row);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, sketch_button);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, secrets_row);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, secrets_button);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, fernet_row);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, fernet_button);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, remark_label);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, save_note);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, wait_box);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, wait_spinner);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, wait_image);
  gtk_widget_class_bind_template_child (widget_class, FlSketchWindow, wait_label);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sketch_taken_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
fl_sketch_window_init (FlSketchWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fl_sketch_window_new:
 * @firmware: one for which there is a sketch at this broker
 * @facts: (transfer full): of the broker
 * @base_topic: of the session
 */
FlSketchWindow *
fl_sketch_window_new (FlFirmware      firmware,
                      FlSnippetFacts *facts,
                      const char     *base_topic)
{
  g_autofree char *remark = NULL;
  FlSketchWindow *self;

  g_return_val_if_fail (facts != NULL && base_topic != NULL, NULL);

  self = g_object_new (FL_TYPE_SKETCH_WINDOW, NULL);
  self->firmware = firmware;
  self->facts = facts;
  self->base_topic = g_strdup (base_topic);
  gtk_editable_set_text (self->name_row, FIRST_NAME);
  adw_preferences_group_set_title (self->files_group, fl_firmware_get_name (firmware));
  adw_action_row_set_subtitle (self->sketch_row, describe_sketch (self));
  remark = fl_snippet_remark_describe (firmware, fl_complete_sketch_get_way (firmware, self->facts), self->facts);
  gtk_label_set_label (self->remark_label, remark);
  gtk_widget_set_visible (GTK_WIDGET (self->fernet_row), self->sketch != NULL && fl_complete_sketch_get_n_files (self->sketch) > 2);
  return self;
}

/**
 * fl_sketch_window_take_batch:
 * @batch: (element-type FlMessage): what the session received
 *
 * To be connected to the session's "batch": among it may be the first sign of the device.
 */
void
fl_sketch_window_take_batch (FlSketchWindow *self,
                             GPtrArray      *batch)
{
  g_autofree char *time = NULL;
  g_autofree char *sentence = NULL;
  const char *name;
  gint64 at;

  g_return_if_fail (FL_IS_SKETCH_WINDOW (self) && batch != NULL);

  at = self->awaited != NULL ? fl_first_sign_find (batch, self->awaited, has_feeds (self)) : 0;
  if (at == 0)
    return;
  name = strrchr (self->awaited, '/');
  time = fl_format_time (at);
  if (has_feeds (self))
    sentence = g_strdup_printf (_("The device is here since %s"), time);
  else
    /* Translators: a device’s name, a time of day */
    sentence = g_strdup_printf (_("%s is here since %s"), name != NULL ? name + 1 : self->awaited, time);
  show_waiting (self, FALSE, sentence);
  g_clear_pointer (&self->awaited, g_free);
}

/**
 * fl_sketch_window_save:
 * @place: where the folder is made
 *
 * As after the question for it. Says in the window how it ended.
 */
void
fl_sketch_window_save (FlSketchWindow *self,
                       GFile          *place)
{
  g_autoptr(GTask) task = NULL;
  FlCompleteSketch *sketch;

  g_return_if_fail (FL_IS_SKETCH_WINDOW (self) && G_IS_FILE (place));

  /* One of the worker's own: this one may be another before it is done. */
  sketch = fl_complete_sketch_new (self->firmware, self->facts, self->base_topic, gtk_editable_get_text (self->name_row), NULL);
  if (sketch == NULL)
    return;
  gtk_widget_set_sensitive (self->save_button, FALSE);
  task = g_task_new (self, NULL, saved_cb, NULL);
  g_task_set_source_tag (task, fl_sketch_window_save);
  g_object_set_data_full (G_OBJECT (task), "sketch", sketch, (GDestroyNotify) fl_complete_sketch_free);
  g_task_set_task_data (task, g_object_ref (place), g_object_unref);
  g_task_run_in_thread (task, save_worker);
}
