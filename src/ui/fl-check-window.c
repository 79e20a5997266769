/* "Check a sketch, fingerprint or error…": paste, drop or open something and read what is the matter with it.
 *
 * Short texts are answered while they are typed; long ones by a worker, one at a time, the latest text last.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-check-window"

#include "config.h"

#include "ui/fl-check-window.h"

#include "esp/fl-paste-text.h"
#include "tls/fl-chosen-file.h"
#include "ui/fl-compat.h"
#include "ui/fl-finding-row.h"
#include "ui/fl-level-row.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Bytes up to which the answer comes at once. */
#define SHORT (64 * 1024)
/* A longer line would keep the text view busy for seconds: such a text is answered without being shown. */
#define LONGEST_LINE 5000

struct _FlCheckWindow
{
  AdwWindow        parent_instance;

  AdwToastOverlay *toast_overlay;
  AdwWindowTitle  *window_title;
  GtkTextView     *text_view;
  GtkTextBuffer   *buffer;
  GtkWidget       *hint;
  GtkStack        *stack;
  GtkWidget       *headline_box;
  GtkImage        *headline_image;
  GtkLabel        *headline;
  GtkWidget       *copy_button;
  GtkListBox      *list;

  FlTlsReport     *report;    /* (nullable) */
  GArray          *seen;      /* of FlSeenCertificate, with texts of its own */
  FlPasteAnswer   *answer;    /* (nullable): what is shown */
  GBytes          *bytes;     /* (nullable): what the answer is to */
  GBytes          *pending;   /* (nullable): what was inserted and is too long to be shown */
  guint            pending_id;
  gboolean         is_loading; /* the text view is being filled by us */
  gboolean         is_working;
  gboolean         is_stale;  /* the text changed while the worker was at it */
};

/* A worker's errand: everything is its own. */
typedef struct
{
  GBytes      *bytes;
  FlTlsReport *report;
  GArray      *seen;
  gint64       now;
} Errand;

G_DEFINE_FINAL_TYPE (FlCheckWindow, fl_check_window, ADW_TYPE_WINDOW)

static void
clear_seen (gpointer data)
{
  FlSeenCertificate *seen = data;

  g_free ((char *) seen->host);
  g_free ((char *) seen->sha1);
  g_free ((char *) seen->sha256);
  g_free ((char *) seen->spki_sha256);
}

static void
errand_free (Errand *errand)
{
  g_bytes_unref (errand->bytes);
  g_clear_pointer (&errand->report, fl_tls_report_unref);
  g_array_unref (errand->seen);
  g_free (errand);
}

static FlPasteAnswer *
run_errand (const Errand *errand)
{
  const FlPasteContext context = {
    .report = errand->report,
    .seen = (const FlSeenCertificate *) (const void *) errand->seen->data,
    .n_seen = errand->seen->len,
    .now = errand->now,
  };

  return fl_paste_answer_new (errand->bytes, &context);
}

/* @seen is never changed, only replaced: a worker may read it. */
static Errand *
new_errand (FlCheckWindow *self)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->bytes = g_bytes_ref (self->bytes);
  errand->report = self->report != NULL ? fl_tls_report_ref (self->report) : NULL;
  errand->seen = g_array_ref (self->seen);
  errand->now = g_get_real_time () / G_USEC_PER_SEC;
  return errand;
}

static void
show_headline (FlCheckWindow  *self,
               FlSecurityTone  tone,
               const char     *sentence)
{
  gtk_image_set_from_icon_name (self->headline_image, fl_level_tone_to_icon (tone));
  gtk_widget_set_css_classes (GTK_WIDGET (self->headline_image), (const char *[]) { fl_level_tone_to_class (tone), NULL });
  gtk_label_set_label (self->headline, sentence);
}

static void
clear_list (FlCheckWindow *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

/* Takes @answer. */
static void
show_answer (FlCheckWindow *self,
             FlPasteAnswer *answer)
{
  g_clear_pointer (&self->answer, fl_paste_answer_free);
  self->answer = answer;
  clear_list (self);
  for (guint i = 0; i < answer->findings->len; i++)
    gtk_list_box_append (self->list, fl_finding_row_new (answer->findings->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->list), answer->findings->len > 0);
  show_headline (self, answer->tone, answer->headline);
  gtk_button_set_label (GTK_BUTTON (self->copy_button), answer->kind == FL_PASTE_PYTHON ? _("Copy the Corrected Script")
                                                                                        : _("Copy the Corrected Sketch"));
  gtk_widget_set_visible (self->copy_button, answer->corrected != NULL);
  gtk_stack_set_visible_child_name (self->stack, "answer");
}

static void
answer_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  g_task_return_pointer (task, run_errand (task_data), (GDestroyNotify) fl_paste_answer_free);
}

/* The window is held by the callback, not by the task: the thread may let go of its task last, and no widget may end there. */
static void
start_worker (FlCheckWindow       *self,
              GAsyncReadyCallback  callback)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, callback, g_object_ref (self));

  self->is_working = TRUE;
  self->is_stale = FALSE;
  g_task_set_task_data (task, new_errand (self), (GDestroyNotify) errand_free);
  g_task_run_in_thread (task, answer_worker);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(FlCheckWindow) self = user_data;
  g_autoptr(FlPasteAnswer) answer = g_task_propagate_pointer (G_TASK (result), NULL);

  self->is_working = FALSE;
  if (self->stack == NULL || self->bytes == NULL) /* closed or emptied meanwhile */
    return;
  if (self->is_stale)
    start_worker (self, answered_cb);
  else
    show_answer (self, g_steal_pointer (&answer));
}

/* What is in self->bytes. */
static void
check (FlCheckWindow *self)
{
  Errand *errand;

  if (self->is_working)
    {
      self->is_stale = TRUE;
      return;
    }
  if (g_bytes_get_size (self->bytes) > SHORT)
    {
      gtk_stack_set_visible_child_name (self->stack, "working");
      start_worker (self, answered_cb);
      return;
    }
  errand = new_errand (self);
  show_answer (self, run_errand (errand));
  errand_free (errand);
}

/* Takes @bytes; NULL: there is nothing. */
static void
take_bytes (FlCheckWindow *self,
            GBytes        *bytes)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes;
  if (bytes != NULL)
    {
      check (self);
      return;
    }
  g_clear_pointer (&self->answer, fl_paste_answer_free);
  clear_list (self);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static char *
get_text (FlCheckWindow *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

static void
text_changed_cb (FlCheckWindow *self)
{
  char *text;

  gtk_widget_set_visible (self->hint, gtk_text_buffer_get_char_count (self->buffer) == 0);
  if (self->is_loading)
    return;
  text = get_text (self);
  if (*text != '\0')
    take_bytes (self, g_bytes_new_take (text, strlen (text)));
  else
    {
      g_free (text);
      take_bytes (self, NULL);
    }
}

/* Whether the text view can show it without keeping the window busy. */
static gboolean
can_be_shown (const char *text,
              size_t      n)
{
  const char *end = text + n;

  if (n > FL_PASTE_TEXT_MAX)
    return FALSE;
  while (text < end)
    {
      const char *newline = memchr (text, '\n', (size_t) (end - text));
      const char *line_end = newline != NULL ? newline : end;

      if (line_end - text > LONGEST_LINE)
        return FALSE;
      text = line_end + 1;
    }
  return TRUE;
}

static gboolean
show_pending_cb (gpointer user_data)
{
  FlCheckWindow *self = user_data;
  g_autoptr(GBytes) bytes = g_steal_pointer (&self->pending);

  self->pending_id = 0;
  fl_check_window_set_bytes (self, bytes);
  return G_SOURCE_REMOVE;
}

/* What is too long for the view is answered all the same, in place of what was there: afterwards, since whoever inserts it
 * holds a place in the text. */
static void
insert_text_cb (FlCheckWindow *self,
                GtkTextIter   *place,
                const char    *text,
                int            length)
{
  const size_t n = length < 0 ? strlen (text) : (size_t) length;

  if (self->is_loading || can_be_shown (text, n))
    return;
  g_clear_pointer (&self->pending, g_bytes_unref);
  self->pending = g_bytes_new (text, n);
  g_signal_stop_emission_by_name (self->buffer, "insert-text");
  if (self->pending_id == 0)
    self->pending_id = g_idle_add (show_pending_cb, self);
}

static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(FlCheckWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = fl_chosen_file_read_finish (G_FILE (source), result, &error);

  if (self->stack == NULL) /* closed meanwhile */
    return;
  if (bytes != NULL)
    {
      fl_check_window_set_bytes (self, bytes);
      return;
    }
  take_bytes (self, NULL);
  show_headline (self, FL_SECURITY_TONE_CAUTION, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  gtk_widget_set_visible (self->copy_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "answer");
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GFile) file = fl_compat_file_finish (result);

  if (file != NULL)
    fl_check_window_open (FL_CHECK_WINDOW (source), file);
}

static void
open_cb (FlCheckWindow *self)
{
  fl_compat_open_file_async (GTK_WIDGET (self), _("Open a Sketch, Script, Certificate or Log"), NULL, file_chosen_cb, NULL);
}

static gboolean
dropped_cb (FlCheckWindow *self,
            const GValue  *value)
{
  g_autoptr(GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files == NULL)
    return FALSE;
  fl_check_window_open (self, files->data);
  return TRUE;
}

static void
copy_cb (FlCheckWindow *self)
{
  if (self->answer == NULL || self->answer->corrected == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->answer->corrected);
  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (self->answer->kind == FL_PASTE_PYTHON ? _("Corrected script copied")
                                                                                                       : _("Corrected sketch copied")));
}

/* A finding leads to its line. */
static void
row_activated_cb (FlCheckWindow *self,
                  FlFindingRow  *row)
{
  const guint line = fl_finding_row_get_line (row);
  GtkTextIter start, end;

  if (line == 0 || (int) line > gtk_text_buffer_get_line_count (self->buffer))
    return;
  gtk_text_buffer_get_iter_at_line (self->buffer, &start, (int) line - 1);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_select_range (self->buffer, &start, &end);
  gtk_text_view_scroll_to_iter (self->text_view, &start, 0.1, FALSE, 0, 0);
}

static void
fl_check_window_dispose (GObject *object)
{
  FlCheckWindow *self = FL_CHECK_WINDOW (object);

  self->stack = NULL; /* what comes back from a worker finds nobody */
  g_clear_handle_id (&self->pending_id, g_source_remove);
  g_clear_pointer (&self->pending, g_bytes_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->answer, fl_paste_answer_free);
  g_clear_pointer (&self->report, fl_tls_report_unref);
  g_clear_pointer (&self->seen, g_array_unref);
  G_OBJECT_CLASS (fl_check_window_parent_class)->dispose (object);
}

static void
fl_check_window_class_init (FlCheckWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_check_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-check-window"));
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, text_view);
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, buffer);
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, headline_box);
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, headline_image);
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, headline);
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, FlCheckWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, insert_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
}

static void
fl_check_window_init (FlCheckWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->seen = g_array_new (FALSE, FALSE, sizeof (FlSeenCertificate));
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Before the text view, which would take a file's name for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->toast_overlay), GTK_EVENT_CONTROLLER (target));
}

/**
 * fl_check_window_new:
 * @report: (nullable): of the broker that what is pasted is held against
 */
FlCheckWindow *
fl_check_window_new (FlTlsReport *report)
{
  FlCheckWindow *self = g_object_new (FL_TYPE_CHECK_WINDOW, NULL);
  FlEndpoint *endpoint = report != NULL ? fl_tls_report_get_endpoint (report) : NULL;
  g_autofree char *place = endpoint != NULL ? fl_endpoint_to_text (endpoint) : NULL;
  g_autofree char *subtitle = place != NULL ? g_strdup_printf (_("Compared with %s"), place) : NULL;

  self->report = report != NULL ? fl_tls_report_ref (report) : NULL;
  adw_window_title_set_subtitle (self->window_title, subtitle != NULL ? subtitle : "");
  return self;
}

/**
 * fl_check_window_set_seen:
 * @seen: (array length=n_seen): certificates that brokers had; copied
 */
void
fl_check_window_set_seen (FlCheckWindow           *self,
                          const FlSeenCertificate *seen,
                          guint                    n_seen)
{
  g_return_if_fail (FL_IS_CHECK_WINDOW (self));

  g_array_unref (self->seen);
  self->seen = g_array_new (FALSE, FALSE, sizeof (FlSeenCertificate));
  g_array_set_clear_func (self->seen, clear_seen);
  for (guint i = 0; i < n_seen; i++)
    {
      const FlSeenCertificate copy = {
        .host = g_strdup (seen[i].host),
        .sha1 = g_strdup (seen[i].sha1),
        .sha256 = g_strdup (seen[i].sha256),
        .spki_sha256 = g_strdup (seen[i].spki_sha256),
        .first_seen = seen[i].first_seen,
        .last_seen = seen[i].last_seen,
      };

      g_array_append_val (self->seen, copy);
    }
  if (self->bytes != NULL)
    check (self);
}

/* Shows @bytes if they are text that can be shown, and answers them in any case. */
void
fl_check_window_set_bytes (FlCheckWindow *self,
                           GBytes        *bytes)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FL_IS_CHECK_WINDOW (self) && bytes != NULL);

  text = fl_paste_text_decode (bytes, NULL);
  self->is_loading = TRUE;
  gtk_text_buffer_set_text (self->buffer, text != NULL && can_be_shown (text, strlen (text)) ? text : "", -1);
  self->is_loading = FALSE;
  take_bytes (self, g_bytes_ref (bytes));
}

/* Reads @file in a worker. */
void
fl_check_window_open (FlCheckWindow *self,
                      GFile         *file)
{
  g_return_if_fail (FL_IS_CHECK_WINDOW (self) && G_IS_FILE (file));

  fl_chosen_file_read_async (file, FL_PASTE_TEXT_MAX, NULL, file_read_cb, g_object_ref (self));
}

/* (transfer none) (nullable): what is shown; NULL while there is nothing or a worker is at it for the first time */
const FlPasteAnswer *
fl_check_window_get_answer (FlCheckWindow *self)
{
  g_return_val_if_fail (FL_IS_CHECK_WINDOW (self), NULL);

  return self->answer;
}
