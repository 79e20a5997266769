/* The handshake as a ladder: we on one side, the broker on the other, each message an arrow between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-handshake-ladder"

#include "config.h"

#include "ui/fl-handshake-ladder.h"

#include "ui/fl-ladder-step.h"
#include "ui/fl-ui.h"

struct _FlHandshakeLadder
{
  AdwBin      parent_instance;

  GtkLabel   *host;
  GtkListBox *steps;
};

G_DEFINE_FINAL_TYPE (FlHandshakeLadder, fl_handshake_ladder, ADW_TYPE_BIN)

static void
fl_handshake_ladder_class_init (FlHandshakeLadderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-handshake-ladder"));
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

/**
 * fl_handshake_ladder_set_handshake:
 * @handshake: (nullable): borrowed for the call
 * @protocol: (nullable): "TLSv1.3" and the like
 * @host: the broker's column
 */
void
fl_handshake_ladder_set_handshake (FlHandshakeLadder *self,
                                   FlHandshake       *handshake,
                                   const char        *protocol,
                                   const char        *host)
{
  GtkWidget *step;

  g_return_if_fail (FL_IS_HANDSHAKE_LADDER (self) && host != NULL);

  gtk_label_set_label (self->host, host);
  while ((step = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
    gtk_list_box_remove (self->steps, step);
  for (guint i = 0; handshake != NULL && i < fl_handshake_get_n_messages (handshake); i++)
    gtk_list_box_append (self->steps, fl_ladder_step_new (fl_handshake_get_message (handshake, i), protocol));
}
