/* What is beside a LED's switch: asks the device again, and how long its report is waited for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-led-menu"

#include "config.h"

#include "ui/fl-led-menu.h"

#include <glib/gi18n.h>

#include "ui/fl-ui.h"

struct _FlLedMenu
{
  GtkPopover     parent_instance;

  FlLed         *led;
  FlDevice      *device;
  gboolean       is_showing; /* the time is being set by us: not a wish */

  GtkWidget     *ask_button;
  GtkWidget     *limit_box;
  GtkSpinButton *limit_button;
  GtkLabel      *default_label;
};

G_DEFINE_FINAL_TYPE (FlLedMenu, fl_led_menu, GTK_TYPE_POPOVER)

static void
show (FlLedMenu *self)
{
  g_autofree char *text = NULL;
  double seconds;

  gtk_widget_set_visible (self->ask_button, fl_led_has_query (self->led));
  gtk_widget_set_sensitive (self->ask_button, fl_led_get_can_ask (self->led));
  gtk_widget_set_visible (self->limit_box, self->device != NULL);
  if (self->device == NULL)
    return;
  seconds = fl_device_get_default_limit_ms (self->device) / 1000.0;
  /* Translators: %g is a number of seconds. */
  text = g_strdup_printf (ngettext ("Other devices of this broker: %g second", "Other devices of this broker: %g seconds", (gulong) seconds),
                          seconds);
  gtk_label_set_label (self->default_label, text);
  self->is_showing = TRUE;
  gtk_spin_button_set_value (self->limit_button, fl_led_get_limit_ms (self->led) / 1000.0);
  self->is_showing = FALSE;
}

static void
ask_clicked_cb (FlLedMenu *self)
{
  fl_led_ask (self->led);
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* The broker's own time is none of the device's. */
static void
limit_changed_cb (FlLedMenu *self)
{
  guint limit_ms = (guint) (gtk_spin_button_get_value (self->limit_button) * 1000 + 0.5);

  if (self->is_showing || self->device == NULL)
    return;
  fl_device_set_confirm_limit_ms (self->device, limit_ms != fl_device_get_default_limit_ms (self->device) ? limit_ms : 0);
}

static void
fl_led_menu_dispose (GObject *object)
{
  FlLedMenu *self = FL_LED_MENU (object);

  if (self->led != NULL)
    g_signal_handlers_disconnect_by_data (self->led, self);
  g_clear_object (&self->led);
  g_clear_object (&self->device);

  G_OBJECT_CLASS (fl_led_menu_parent_class)->dispose (object);
}

static void
fl_led_menu_class_init (FlLedMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_led_menu_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-led-menu"));
  gtk_widget_class_bind_template_child (widget_class, FlLedMenu, ask_button);
  gtk_widget_class_bind_template_child (widget_class, FlLedMenu, limit_box);
  gtk_widget_class_bind_template_child (widget_class, FlLedMenu, limit_button);
  gtk_widget_class_bind_template_child (widget_class, FlLedMenu, default_label);
  gtk_widget_class_bind_template_callback (widget_class, ask_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, limit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show);
}

static void
fl_led_menu_init (FlLedMenu *self)
{
  self->is_showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_showing = FALSE;
}

void
fl_led_menu_set_led (FlLedMenu *self,
                     FlLed     *led,
                     FlDevice  *device)
{
  g_return_if_fail (FL_IS_LED_MENU (self) && FL_IS_LED (led));

  if (self->led != NULL)
    g_signal_handlers_disconnect_by_data (self->led, self);
  g_set_object (&self->led, led);
  g_set_object (&self->device, device);
  g_signal_connect_object (led, "notify::can-ask", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}
