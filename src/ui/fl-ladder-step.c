/* One message of a handshake: when, which way, what, how many bytes, and what it is for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-ladder-step"

#include "config.h"

#include "ui/fl-ladder-step.h"

#include "tls/fl-handshake-text.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

struct _FlLadderStep
{
  GtkListBoxRow  parent_instance;

  GtkLabel      *time;
  GtkLabel      *name;
  GtkLabel      *bytes;
  GtkWidget     *arrow;
  GtkWidget     *head_in;
  GtkWidget     *head_out;
  GtkLabel      *explanation;
};

G_DEFINE_FINAL_TYPE (FlLadderStep, fl_ladder_step, GTK_TYPE_LIST_BOX_ROW)

static void
fl_ladder_step_class_init (FlLadderStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-ladder-step"));
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, time);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, name);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, bytes);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, arrow);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, head_in);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, head_out);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, explanation);
}

static void
fl_ladder_step_init (FlLadderStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The sentence that a screen reader says for the whole row. */
static char *
describe (const FlHandshakeMessage *message,
          const char               *size,
          const char               *when,
          const char               *explanation)
{
  if (message->outgoing)
    return g_strdup_printf (_("Sent %s, %s, after %s. %s"), message->name, size, when, explanation);
  return g_strdup_printf (_("Received %s, %s, after %s. %s"), message->name, size, when, explanation);
}

/**
 * fl_ladder_step_new:
 * @message: borrowed for the call
 * @protocol: (nullable): "TLSv1.3" and the like
 */
GtkWidget *
fl_ladder_step_new (const FlHandshakeMessage *message,
                    const char               *protocol)
{
  FlLadderStep *self;
  const char *explanation;
  g_autofree char *when = NULL;
  g_autofree char *size = NULL;
  g_autofree char *spoken = NULL;

  g_return_val_if_fail (message != NULL, NULL);

  self = g_object_new (FL_TYPE_LADDER_STEP, NULL);
  explanation = fl_handshake_text_explain (message, protocol);
  when = fl_handshake_text_format_duration (message->at_us);
  size = g_strdup_printf (ngettext ("%u byte", "%u bytes", message->bytes), message->bytes);
  spoken = describe (message, size, when, explanation);
  gtk_label_set_label (self->time, when);
  gtk_label_set_label (self->name, message->name);
  gtk_label_set_label (self->bytes, size);
  gtk_label_set_label (self->explanation, explanation);
  gtk_widget_set_visible (self->head_in, !message->outgoing);
  gtk_widget_set_visible (self->head_out, message->outgoing);
  gtk_widget_add_css_class (self->arrow, message->outgoing ? "fl-outgoing" : "fl-incoming");
  if (message->fatal)
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return GTK_WIDGET (self);
}
