/* The Security page's timeline: the certificates that were seen at this broker.
 *
 *   log ─"changed"─▶ list what was seen ─▶ list what was copied ─▶ rows
 *
 * What comes from certificates is shown by rows whose markup is off.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-certificate-timeline"

#include "config.h"

#include "ui/fl-certificate-timeline.h"

#include "tls/fl-sighting-text.h"
#include "ui/fl-level-row.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

/* Rows before a button asks for the rest. */
#define FEW 10

struct _FlCertificateTimeline
{
  AdwBin            parent_instance;

  GtkLabel         *next_label;
  GtkListBox       *seen_list;
  GtkButton        *more_button;
  GtkLabel         *forgotten_label;
  GtkWidget        *copied_box;
  GtkListBox       *copied_list;

  FlCertificateLog *log;
  char             *broker;
  GCancellable     *cancellable; /* of what is being listed */
  GPtrArray        *seen;        /* of FlCertificateSighting */
  GPtrArray        *copied;      /* of FlCopiedSnippet */
  gint64            n_forgotten;
  gint64            now;
  gboolean          shows_all;
};

G_DEFINE_FINAL_TYPE (FlCertificateTimeline, fl_certificate_timeline, ADW_TYPE_BIN)

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static void
add_row (GtkListBox     *list,
         const char     *title,
         const char     *subtitle,
         FlSecurityTone  tone)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", fl_level_tone_to_icon (tone),
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL); /* the texts say it */

  /* Before the texts: what comes from the network is never markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (tone != FL_SECURITY_TONE_NEUTRAL)
    gtk_widget_add_css_class (image, fl_level_tone_to_class (tone));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  gtk_list_box_append (list, row);
}

/* (nullable): the one that was seen before that */
static FlCertificateSighting *
get_before (FlCertificateTimeline *self,
            guint                  position)
{
  return position + 1 < self->seen->len ? g_ptr_array_index (self->seen, position + 1) : NULL;
}

/* Only the certificate in use has a tone: what is past neither helps nor harms, unless it was nobody's we know. */
static FlSecurityTone
tone_of (FlCertificateTimeline *self,
         guint                  position)
{
  const FlCertificateSighting *seen = g_ptr_array_index (self->seen, position);

  if (!seen->trusted)
    return FL_SECURITY_TONE_CAUTION;
  if (position > 0)
    return FL_SECURITY_TONE_NEUTRAL;
  return fl_certificate_sighting_get_days_left (seen, self->now) > 30 ? FL_SECURITY_TONE_GOOD : FL_SECURITY_TONE_CAUTION;
}

static void
update_seen (FlCertificateTimeline *self)
{
  const guint n = self->shows_all ? self->seen->len : MIN (self->seen->len, FEW);
  g_autofree char *next = self->seen->len > 0 ? fl_sighting_text_describe_next (self->seen, self->now) : NULL;
  g_autofree char *more = g_strdup_printf (_("Show All %u"), self->seen->len);

  clear_list (self->seen_list);
  for (guint i = 0; i < n; i++)
    {
      const FlCertificateSighting *seen = g_ptr_array_index (self->seen, i);
      g_autofree char *span = fl_sighting_text_describe_span (seen, self->now);
      g_autofree char *line = fl_sighting_text_describe (seen, get_before (self, i), self->now);

      add_row (self->seen_list, span, line, tone_of (self, i));
    }
  gtk_label_set_label (self->next_label,
                       next != NULL ? next : _("No certificate was seen here yet. Each one is noted with its first and last day once this broker is saved."));
  gtk_widget_set_visible (GTK_WIDGET (self->seen_list), n > 0);
  gtk_button_set_label (self->more_button, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), n < self->seen->len);
}

/* What is over the cap is said. */
static void
update_forgotten (FlCertificateTimeline *self)
{
  const gulong n = (gulong) MAX (self->n_forgotten, 0);
  g_autofree char *text = g_strdup_printf (ngettext ("%lu older certificate is not kept; the newest %d are.",
                                                     "%lu older certificates are not kept; the newest %d are.", n),
                                           n, FL_CERTIFICATE_LOG_MAX);

  gtk_label_set_label (self->forgotten_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->forgotten_label), n > 0);
}

static void
update_copied (FlCertificateTimeline *self)
{
  clear_list (self->copied_list);
  for (guint i = 0; i < self->copied->len; i++)
    {
      const FlCopiedSnippet *snippet = g_ptr_array_index (self->copied, i);
      g_autofree char *sentence = fl_sighting_text_describe_snippet (snippet, self->now);

      add_row (self->copied_list, snippet->label, sentence, snippet->stopped_at > 0 ? FL_SECURITY_TONE_CAUTION : FL_SECURITY_TONE_NEUTRAL);
    }
  gtk_widget_set_visible (self->copied_box, self->copied->len > 0);
}

static void
more_clicked_cb (FlCertificateTimeline *self)
{
  self->shows_all = TRUE;
  update_seen (self);
  gtk_widget_child_focus (GTK_WIDGET (self->seen_list), GTK_DIR_TAB_FORWARD);
}

/* ---- what the log says ---- */

static void
copied_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(FlCertificateTimeline) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) copied = fl_certificate_log_list_copied_finish (FL_CERTIFICATE_LOG (source), result, &error);
  g_autoptr(GPtrArray) seen = g_ptr_array_ref (self->seen);

  if (copied != NULL && self->next_label != NULL)
    fl_certificate_timeline_show (self, seen, self->n_forgotten, copied, fl_certificate_log_get_now (self->log));
}

static void
seen_listed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(FlCertificateTimeline) self = user_data;
  g_autoptr(GError) error = NULL;
  gint64 n_forgotten = 0;
  GPtrArray *seen = fl_certificate_log_list_finish (FL_CERTIFICATE_LOG (source), result, &n_forgotten, &error);

  if (seen == NULL) /* cancelled, or the store says why */
    return;
  g_ptr_array_unref (self->seen);
  self->seen = seen;
  self->n_forgotten = n_forgotten;
  fl_certificate_log_list_copied_async (self->log, self->broker, self->cancellable, copied_listed_cb, g_object_ref (self));
}

/* An answer that is under way is about what was there before. */
static void
cancel (FlCertificateTimeline *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
list_anew (FlCertificateTimeline *self)
{
  cancel (self);
  fl_certificate_log_list_async (self->log, self->broker, self->cancellable, seen_listed_cb, g_object_ref (self));
}

static void
log_changed_cb (FlCertificateTimeline *self,
                const char            *broker)
{
  if (g_strcmp0 (broker, self->broker) == 0)
    list_anew (self);
}

static void
drop_log (FlCertificateTimeline *self)
{
  cancel (self);
  if (self->log != NULL)
    g_signal_handlers_disconnect_by_data (self->log, self);
  g_clear_object (&self->log);
  g_clear_pointer (&self->broker, g_free);
}

static void
fl_certificate_timeline_dispose (GObject *object)
{
  drop_log (FL_CERTIFICATE_TIMELINE (object));
  G_OBJECT_CLASS (fl_certificate_timeline_parent_class)->dispose (object);
}

static void
fl_certificate_timeline_finalize (GObject *object)
{
  FlCertificateTimeline *self = FL_CERTIFICATE_TIMELINE (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->seen);
  g_ptr_array_unref (self->copied);
  G_OBJECT_CLASS (fl_certificate_timeline_parent_class)->finalize (object);
}

static void
fl_certificate_timeline_class_init (FlCertificateTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fl_certificate_timeline_dispose;
  object_class->finalize = fl_certificate_timeline_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-certificate-timeline"));
  gtk_widget_class_bind_template_child (widget_class, FlCertificateTimeline, next_label);
  gtk_widget_class_bind_template_child (widget_class, FlCertificateTimeline, seen_list);
  gtk_widget_class_bind_template_child (widget_class, FlCertificateTimeline, more_button);
  gtk_widget_class_bind_template_child (widget_class, FlCertificateTimeline, forgotten_label);
  gtk_widget_class_bind_template_child (widget_class, FlCertificateTimeline, copied_box);
  gtk_widget_class_bind_template_child (widget_class, FlCertificateTimeline, copied_list);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
fl_certificate_timeline_init (FlCertificateTimeline *self)
{
  g_autoptr(GPtrArray) seen = g_ptr_array_new ();
  g_autoptr(GPtrArray) copied = g_ptr_array_new ();

  self->cancellable = g_cancellable_new ();
  self->seen = g_ptr_array_ref (seen);
  self->copied = g_ptr_array_ref (copied);
  gtk_widget_init_template (GTK_WIDGET (self));
  update_seen (self);
  update_forgotten (self);
  update_copied (self);
}

GtkWidget *
fl_certificate_timeline_new (void)
{
  return g_object_new (FL_TYPE_CERTIFICATE_TIMELINE, NULL);
}

/**
 * fl_certificate_timeline_set_log:
 * @log: (nullable): where it is noted; %NULL: nowhere, and then nothing is to be seen
 * @broker: (nullable): id of the broker
 *
 * From now on it follows the log.
 */
void
fl_certificate_timeline_set_log (FlCertificateTimeline *self,
                                 FlCertificateLog      *log,
                                 const char            *broker)
{
  g_return_if_fail (FL_IS_CERTIFICATE_TIMELINE (self));
  g_return_if_fail (log == NULL || broker != NULL);

  gtk_widget_set_visible (GTK_WIDGET (self), log != NULL);
  if (self->log == log && g_strcmp0 (self->broker, broker) == 0)
    return;
  drop_log (self);
  if (log == NULL)
    return;
  self->log = g_object_ref (log);
  self->broker = g_strdup (broker);
  g_signal_connect_swapped (log, "changed", G_CALLBACK (log_changed_cb), self);
  list_anew (self);
}

/**
 * fl_certificate_timeline_show:
 * @seen: (element-type FlCertificateSighting): the one seen last first
 * @n_forgotten: how many more there were
 * @copied: (element-type FlCopiedSnippet): what was copied for devices
 * @now: Unix seconds
 */
void
fl_certificate_timeline_show (FlCertificateTimeline *self,
                              GPtrArray             *seen,
                              gint64                 n_forgotten,
                              GPtrArray             *copied,
                              gint64                 now)
{
  g_return_if_fail (FL_IS_CERTIFICATE_TIMELINE (self));
  g_return_if_fail (seen != NULL && copied != NULL);

  g_ptr_array_ref (seen);
  g_ptr_array_unref (self->seen);
  self->seen = seen;
  g_ptr_array_ref (copied);
  g_ptr_array_unref (self->copied);
  self->copied = copied;
  self->n_forgotten = n_forgotten;
  self->now = now;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  update_seen (self);
  update_forgotten (self);
  update_copied (self);
}

/** fl_certificate_timeline_to_text: Returns: (transfer full): all of it as plain text, a line each; "" if nothing was seen */
char *
fl_certificate_timeline_to_text (FlCertificateTimeline *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (FL_IS_CERTIFICATE_TIMELINE (self), g_string_free (text, FALSE));

  for (guint i = 0; i < self->seen->len; i++)
    {
      const FlCertificateSighting *seen = g_ptr_array_index (self->seen, i);
      g_autofree char *span = fl_sighting_text_describe_span (seen, self->now);
      g_autofree char *line = fl_sighting_text_describe (seen, get_before (self, i), self->now);

      g_string_append_printf (text, "%s: %s\n  SHA-256 %s\n", span, line, seen->sha256);
    }
  for (guint i = 0; i < self->copied->len; i++)
    {
      const FlCopiedSnippet *snippet = g_ptr_array_index (self->copied, i);
      g_autofree char *sentence = fl_sighting_text_describe_snippet (snippet, self->now);

      g_string_append_printf (text, "%s: %s\n", snippet->label, sentence);
    }
  return g_string_free (text, FALSE);
}
