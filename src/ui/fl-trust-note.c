/* On a card: that a device has stopped encrypting, or that messages of it were sent again; and what the user makes of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-trust-note"

#include "config.h"

#include "ui/fl-trust-note.h"

#include <glib/gi18n.h>

#include "ui/fl-ui.h"

struct _FlTrustNote
{
  GtkWidget  parent_instance;

  FlDevice  *device;

  GtkWidget *box;
  GtkWidget *stopped_box;
  GtkWidget *replayed_box;
  GtkLabel  *replayed_label;
};

G_DEFINE_FINAL_TYPE (FlTrustNote, fl_trust_note, GTK_TYPE_WIDGET)

static void
show_replayed (FlTrustNote *self,
               guint        n)
{
  g_autoptr(GDateTime) at = g_date_time_new_from_unix_local (fl_device_get_replayed_at (self->device) / G_USEC_PER_SEC);
  g_autofree char *time = at != NULL ? g_date_time_format (at, "%H:%M:%S") : NULL;
  g_autofree char *text = NULL;

  /* Translators: %s is a time of day such as 12:04:07. */
  text = g_strdup_printf (ngettext ("%u recorded message was sent again, at %s. It is genuine, but not of now, and was not believed.",
                                    "%u recorded messages were sent again, the last at %s. They are genuine, but not of now, and "
                                    "were not believed.", n), n, time != NULL ? time : "");
  gtk_label_set_label (self->replayed_label, text);
}

static void
show (FlTrustNote *self)
{
  const gboolean has_stopped = self->device != NULL && fl_device_get_encrypted_state (self->device) == FL_ENCRYPTED_STATE_STOPPED;
  const guint n_replayed = self->device != NULL ? fl_device_get_n_replayed (self->device) : 0;

  gtk_widget_set_visible (self->stopped_box, has_stopped);
  gtk_widget_set_visible (self->replayed_box, n_replayed > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), has_stopped || n_replayed > 0);
  if (n_replayed > 0)
    show_replayed (self, n_replayed);
}

static void
accept_clicked_cb (FlTrustNote *self)
{
  fl_device_set_accepts_plain (self->device, TRUE);
}

static void
dismiss_clicked_cb (FlTrustNote *self)
{
  fl_device_forget_replays (self->device);
}

static void
fl_trust_note_dispose (GObject *object)
{
  FlTrustNote *self = FL_TRUST_NOTE (object);

  if (self->device != NULL)
    g_signal_handlers_disconnect_by_data (self->device, self);
  g_clear_object (&self->device);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_trust_note_parent_class)->dispose (object);
}

static void
fl_trust_note_class_init (FlTrustNoteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_trust_note_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-trust-note"));
  gtk_widget_class_bind_template_child (widget_class, FlTrustNote, box);
  gtk_widget_class_bind_template_child (widget_class, FlTrustNote, stopped_box);
  gtk_widget_class_bind_template_child (widget_class, FlTrustNote, replayed_box);
  gtk_widget_class_bind_template_child (widget_class, FlTrustNote, replayed_label);
  gtk_widget_class_bind_template_callback (widget_class, accept_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_clicked_cb);
}

static void
fl_trust_note_init (FlTrustNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show (self);
}

void
fl_trust_note_set_device (FlTrustNote *self,
                          FlDevice    *device)
{
  g_return_if_fail (FL_IS_TRUST_NOTE (self));

  if (self->device != NULL)
    g_signal_handlers_disconnect_by_data (self->device, self);
  g_set_object (&self->device, device);
  if (device != NULL)
    {
      g_signal_connect_object (device, "notify::encrypted-state", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (device, "notify::n-replayed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
    }
  show (self);
}
