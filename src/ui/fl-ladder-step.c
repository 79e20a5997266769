/* One rung of the ladder: a message, which way, how many bytes, when, and what it is for; or how it ended.
 *
 * A rung can have the focus, so that the arrow keys walk from one to the next, and a screen reader says all of it.
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

  GtkLabel      *heading;
  GtkWidget     *body;
  GtkWidget     *lock;
  GtkWidget     *failure;
  GtkLabel      *name;
  GtkWidget     *arrow;
  GtkWidget     *head_in;
  GtkWidget     *head_out;
  GtkLabel      *measure;
  GtkLabel      *explanation;
};

G_DEFINE_FINAL_TYPE (FlLadderStep, fl_ladder_step, GTK_TYPE_LIST_BOX_ROW)

static void
fl_ladder_step_class_init (FlLadderStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-ladder-step"));
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, heading);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, body);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, lock);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, failure);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, name);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, arrow);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, head_in);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, head_out);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, measure);
  gtk_widget_class_bind_template_child (widget_class, FlLadderStep, explanation);
}

static void
fl_ladder_step_init (FlLadderStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The sentence that a screen reader says for the whole rung, but for the heading and the explanation. */
static char *
describe (const FlHandshakeMessage *message,
          const char               *size,
          const char               *when)
{
  if (message->outgoing && message->encrypted)
    return g_strdup_printf (_("Sent %s, encrypted, %s, after %s."), message->name, size, when);
  if (message->outgoing)
    return g_strdup_printf (_("Sent %s, in the clear, %s, after %s."), message->name, size, when);
  if (message->encrypted)
    return g_strdup_printf (_("Received %s, encrypted, %s, after %s."), message->name, size, when);
  return g_strdup_printf (_("Received %s, in the clear, %s, after %s."), message->name, size, when);
}

/* Which of the round trips ends with this message, from 1. */
static guint
count_trips (const FlHandshake *handshake,
             guint              position)
{
  guint n_trips = 0;

  for (guint i = 0; i <= position; i++)
    if (fl_handshake_get_wait_us (handshake, i) >= 0)
      n_trips++;
  return n_trips;
}

/* What is above a rung: that a round trip ends here and how long it took, or that the handshake was over; NULL: nothing. */
static char *
make_heading (const FlHandshake *handshake,
              guint              position)
{
  gint64 wait_us = fl_handshake_get_wait_us (handshake, position);
  g_autofree char *wait = NULL;

  if (wait_us >= 0)
    {
      wait = fl_handshake_text_format_duration (wait_us);
      return g_strdup_printf (_("Round trip %u: %s until the broker answered"), count_trips (handshake, position), wait);
    }
  if (fl_handshake_is_afterwards (handshake, position)
      && (position == 0 || !fl_handshake_is_afterwards (handshake, position - 1)))
    return g_strdup (_("After the handshake"));
  return NULL;
}

static void
set_spoken (FlLadderStep *self,
            const char   *heading,
            const char   *what,
            const char   *explanation)
{
  g_autofree char *spoken = heading != NULL ? g_strdup_printf ("%s. %s %s", heading, what, explanation)
                                            : g_strdup_printf ("%s %s", what, explanation);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
set_heading (FlLadderStep *self,
             const char   *heading)
{
  gtk_label_set_label (self->heading, heading != NULL ? heading : "");
  gtk_widget_set_visible (GTK_WIDGET (self->heading), heading != NULL);
}

/**
 * fl_ladder_step_new:
 * @report: of a connection; borrowed for the call
 * @position: of a message of its handshake, from 0
 */
GtkWidget *
fl_ladder_step_new (const FlTlsReport *report,
                    guint              position)
{
  FlHandshake *handshake;
  const FlHandshakeMessage *message;
  FlLadderStep *self;
  g_autofree char *explanation = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *when = NULL;
  g_autofree char *size = NULL;
  g_autofree char *measure = NULL;
  g_autofree char *spoken = NULL;

  g_return_val_if_fail (report != NULL, NULL);

  handshake = fl_tls_report_get_handshake (report);
  message = fl_handshake_get_message (handshake, position);
  self = g_object_new (FL_TYPE_LADDER_STEP, NULL);
  explanation = fl_handshake_text_explain_step (report, position);
  heading = make_heading (handshake, position);
  when = fl_handshake_text_format_duration (message->at_us);
  size = g_strdup_printf (ngettext ("%u byte", "%u bytes", message->bytes), message->bytes);
  measure = g_strdup_printf ("%s · %s", size, when);
  spoken = describe (message, size, when);
  set_heading (self, heading);
  set_spoken (self, heading, spoken, explanation);
  gtk_label_set_label (self->name, message->name);
  gtk_label_set_label (self->measure, measure);
  gtk_label_set_label (self->explanation, explanation);
  gtk_widget_set_visible (self->lock, message->encrypted);
  gtk_widget_set_visible (self->failure, message->fatal);
  gtk_widget_set_visible (self->head_in, !message->outgoing);
  gtk_widget_set_visible (self->head_out, message->outgoing);
  gtk_widget_add_css_class (self->arrow, message->outgoing ? "fl-outgoing" : "fl-incoming");
  if (message->encrypted)
    gtk_widget_add_css_class (self->body, "fl-encrypted");
  if (message->fatal)
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "error");
  return GTK_WIDGET (self);
}

/* Messages that came and were not kept. */
static char *
describe_left_out (const FlHandshake *handshake)
{
  const guint n_left_out = fl_handshake_get_n_left_out (handshake);

  if (n_left_out == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u more message came and was not kept", "%u more messages came and were not kept",
                                    n_left_out), n_left_out);
}

/**
 * fl_ladder_step_new_end:
 * @report: of a connection; borrowed for the call
 *
 * The rung below the last message of the handshake: that it is over, or why it ended here.
 */
GtkWidget *
fl_ladder_step_new_end (const FlTlsReport *report)
{
  FlLadderStep *self;
  g_autofree char *text = NULL;
  g_autofree char *left_out = NULL;
  gboolean is_failure;

  g_return_val_if_fail (report != NULL, NULL);

  self = g_object_new (FL_TYPE_LADDER_STEP, NULL);
  text = fl_handshake_text_describe_end (report);
  left_out = describe_left_out (fl_tls_report_get_handshake (report));
  is_failure = fl_tls_report_get_error_text (report) != NULL;
  set_heading (self, left_out);
  set_spoken (self, left_out, text, "");
  gtk_label_set_label (self->name, text);
  gtk_widget_set_visible (self->lock, !is_failure && fl_tls_report_is_complete (report));
  gtk_widget_set_visible (self->failure, is_failure);
  gtk_widget_set_visible (self->arrow, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), FALSE);
  gtk_widget_add_css_class (self->body, is_failure ? "fl-broken-off" : "fl-over");
  return GTK_WIDGET (self);
}
