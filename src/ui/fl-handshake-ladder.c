/* The handshake as a ladder: we on one side, the broker on the other, each message an arrow between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-handshake-ladder"

#include "config.h"

#include "ui/fl-handshake-ladder.h"

#include "tls/fl-handshake-svg.h"
#include "tls/fl-handshake-text.h"
#include "ui/fl-compat.h"
#include "ui/fl-ladder-step.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _FlHandshakeLadder
{
  AdwBin       parent_instance;

  GtkLabel    *source;
  GtkButton   *export_button;
  GtkLabel    *host;
  GtkListBox  *steps;
  FlTlsReport *report; /* NULL: none is shown */
};

G_DEFINE_FINAL_TYPE (FlHandshakeLadder, fl_handshake_ladder, ADW_TYPE_BIN)

static void
file_written_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(FlHandshakeLadder) self = user_data;
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      gtk_button_set_label (self->export_button, _("Exported"));
      return;
    }
  gtk_button_set_label (self->export_button, _("Export failed"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->export_button), error->message);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(FlHandshakeLadder) self = user_data;
  g_autoptr(GFile) file = fl_compat_file_finish (result);

  if (file != NULL)
    fl_handshake_ladder_export (self, file);
}

static void
export_clicked_cb (FlHandshakeLadder *self)
{
  fl_compat_save_file_async (GTK_WIDGET (self), _("Export Handshake"), "handshake.svg", file_chosen_cb, g_object_ref (self));
}

static void
fl_handshake_ladder_finalize (GObject *object)
{
  FlHandshakeLadder *self = FL_HANDSHAKE_LADDER (object);

  g_clear_pointer (&self->report, fl_tls_report_unref);
  G_OBJECT_CLASS (fl_handshake_ladder_parent_class)->finalize (object);
}

static void
fl_handshake_ladder_class_init (FlHandshakeLadderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fl_handshake_ladder_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-handshake-ladder"));
  gtk_widget_class_bind_template_child (widget_class, FlHandshakeLadder, source);
  gtk_widget_class_bind_template_child (widget_class, FlHandshakeLadder, export_button);
  gtk_widget_class_bind_template_child (widget_class, FlHandshakeLadder, host);
  gtk_widget_class_bind_template_child (widget_class, FlHandshakeLadder, steps);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
}

static void
fl_handshake_ladder_init (FlHandshakeLadder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_handshake_ladder_new (void)
{
  return g_object_new (FL_TYPE_HANDSHAKE_LADDER, NULL);
}

/* The end stands below what belongs to the handshake, above what came afterwards. */
static guint
find_end (const FlHandshake *handshake)
{
  guint n = fl_handshake_get_n_messages (handshake);

  while (n > 0 && fl_handshake_is_afterwards (handshake, n - 1))
    n--;
  return n;
}

static void
add_steps (FlHandshakeLadder *self,
           FlTlsReport       *report)
{
  FlHandshake *handshake = fl_tls_report_get_handshake (report);
  const guint n = fl_handshake_get_n_messages (handshake);
  /* A broker that refuses us afterwards (TLS 1.3 says so about a client certificate) ends it there. */
  const guint end = fl_tls_report_get_error_text (report) != NULL ? n : find_end (handshake);

  for (guint i = 0; i <= n; i++)
    {
      if (i == end)
        gtk_list_box_append (self->steps, fl_ladder_step_new_end (report));
      if (i < n)
        gtk_list_box_append (self->steps, fl_ladder_step_new (report, i));
    }
}

/**
 * fl_handshake_ladder_set_report:
 * @report: (nullable): of the connection
 */
void
fl_handshake_ladder_set_report (FlHandshakeLadder *self,
                                FlTlsReport       *report)
{
  g_autofree char *source = NULL;
  GtkWidget *step;

  g_return_if_fail (FL_IS_HANDSHAKE_LADDER (self));

  g_clear_pointer (&self->report, fl_tls_report_unref);
  gtk_button_set_label (self->export_button, _("Export SVG…"));
  while ((step = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
    gtk_list_box_remove (self->steps, step);
  gtk_label_set_label (self->host, report != NULL ? fl_endpoint_get_host (fl_tls_report_get_endpoint (report)) : "");
  if (report == NULL)
    return;

  self->report = fl_tls_report_ref (report);
  /* Translators: then whose handshake it is, from "the connection that carries your data". */
  source = g_strdup_printf (_("Seen on %s."), fl_handshake_text_describe_source (fl_tls_report_is_live (report)));
  gtk_label_set_label (self->source, source);
  add_steps (self, report);
}

/**
 * fl_handshake_ladder_export:
 * @file: is written anew, in the background
 *
 * Writes what is shown as a picture; the button says how it went.
 */
void
fl_handshake_ladder_export (FlHandshakeLadder *self,
                            GFile             *file)
{
  g_autoptr(GBytes) bytes = NULL;
  char *svg;

  g_return_if_fail (FL_IS_HANDSHAKE_LADDER (self) && G_IS_FILE (file));

  if (self->report == NULL)
    return;
  svg = fl_handshake_to_svg (self->report);
  bytes = g_bytes_new_take (svg, strlen (svg));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, file_written_cb, g_object_ref (self));
}
