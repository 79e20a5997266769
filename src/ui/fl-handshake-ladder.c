/* The handshake as a ladder: we on one side, the broker on the other, each message an arrow between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-handshake-ladder"

#include "config.h"

#include "ui/fl-handshake-ladder.h"

#include "tls/fl-handshake-text.h"
#include "ui/fl-ladder-step.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

struct _FlHandshakeLadder
{
  AdwBin      parent_instance;

  GtkLabel   *source;
  GtkLabel   *host;
  GtkListBox *steps;
};

G_DEFINE_FINAL_TYPE (FlHandshakeLadder, fl_handshake_ladder, ADW_TYPE_BIN)

static void
fl_handshake_ladder_class_init (FlHandshakeLadderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-handshake-ladder"));
  gtk_widget_class_bind_template_child (widget_class, FlHandshakeLadder, source);
  gtk_widget_class_bind_template_child (widget_class, FlHandshakeLadder, host);
  gtk_widget_class_bind_template_child (widget_class, FlHandshakeLadder, steps);
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
 * @report: (nullable): of the connection; borrowed for the call
 */
void
fl_handshake_ladder_set_report (FlHandshakeLadder *self,
                                FlTlsReport       *report)
{
  g_autofree char *source = NULL;
  GtkWidget *step;

  g_return_if_fail (FL_IS_HANDSHAKE_LADDER (self));

  while ((step = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
    gtk_list_box_remove (self->steps, step);
  gtk_label_set_label (self->host, report != NULL ? fl_endpoint_get_host (fl_tls_report_get_endpoint (report)) : "");
  if (report == NULL)
    return;

  /* Translators: then whose handshake it is, from "the connection that carries your data". */
  source = g_strdup_printf (_("Seen on %s."), fl_handshake_text_describe_source (fl_tls_report_is_live (report)));
  gtk_label_set_label (self->source, source);
  add_steps (self, report);
}
