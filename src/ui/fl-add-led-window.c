/* Asks for the topics of a LED, seen or never seen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-add-led-window"

#include "config.h"

#include "ui/fl-add-led-window.h"

#include <glib/gi18n.h>

#include "messages/fl-topic-name.h"
#include "ui/fl-ui.h"

struct _FlAddLedWindow
{
  AdwWindow         parent_instance;

  FlDeviceRegistry *registry;

  GtkEditable      *command_row;
  GtkEditable      *report_row;
  GtkEditable      *name_row;
  GtkLabel         *hint_label;
  GtkWidget        *add_button;
};

enum
{
  SIGNAL_ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlAddLedWindow, fl_add_led_window, ADW_TYPE_WINDOW)

/* NULL instead of nothing. */
static const char *
get_text (GtkEditable *row)
{
  const char *text = gtk_editable_get_text (row);

  return text[0] != '\0' ? text : NULL;
}

static gboolean
check_row (GtkEditable *row)
{
  const char *text = get_text (row);
  const gboolean is_good = text == NULL || (fl_topic_name_is_valid (text, -1) && text[0] != '$');

  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  return is_good;
}

static void
show_hint (FlAddLedWindow *self,
           const char     *text,
           gboolean        is_error)
{
  gtk_label_set_label (self->hint_label, text);
  if (is_error)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->hint_label), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->hint_label), "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->hint_label), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->hint_label), "dim-label");
    }
}

static void
changed_cb (FlAddLedWindow *self)
{
  const gboolean command_is_good = check_row (self->command_row);
  const gboolean report_is_good = check_row (self->report_row);

  gtk_widget_set_sensitive (self->add_button, command_is_good && report_is_good && get_text (self->command_row) != NULL);
  if (!command_is_good || !report_is_good)
    show_hint (self, _("A topic without + and # is needed, such as home/kitchen/led/set"), TRUE);
  else if (get_text (self->report_row) == NULL)
    show_hint (self, _("Left empty, the report’s topic follows the broker’s templates where they fit. Otherwise Fernlight can say what was sent, not whether it is on."), FALSE);
  else
    show_hint (self, _("The lamp follows what arrives on the second topic."), FALSE);
}

static void
add_clicked_cb (FlAddLedWindow *self)
{
  g_autoptr(GError) error = NULL;
  const char *name = get_text (self->name_row);
  const char *command_topic = get_text (self->command_row);
  const char *report_topic = get_text (self->report_row);
  FlLed *led = fl_device_registry_add_led (self->registry, name, command_topic, report_topic, &error);

  if (led == NULL)
    {
      show_hint (self, error->message, TRUE);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, led, name, command_topic, report_topic);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
fl_add_led_window_dispose (GObject *object)
{
  g_clear_object (&FL_ADD_LED_WINDOW (object)->registry);

  G_OBJECT_CLASS (fl_add_led_window_parent_class)->dispose (object);
}

static void
fl_add_led_window_class_init (FlAddLedWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_add_led_window_dispose;

  signals[SIGNAL_ADDED] =
    g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, FL_TYPE_LED, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-add-led-window"));
  gtk_widget_class_bind_template_child (widget_class, FlAddLedWindow, command_row);
  gtk_widget_class_bind_template_child (widget_class, FlAddLedWindow, report_row);
  gtk_widget_class_bind_template_child (widget_class, FlAddLedWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, FlAddLedWindow, hint_label);
  gtk_widget_class_bind_template_child (widget_class, FlAddLedWindow, add_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
fl_add_led_window_init (FlAddLedWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  changed_cb (self);
}

FlAddLedWindow *
fl_add_led_window_new (FlDeviceRegistry *registry)
{
  FlAddLedWindow *self;

  g_return_val_if_fail (FL_IS_DEVICE_REGISTRY (registry), NULL);

  self = g_object_new (FL_TYPE_ADD_LED_WINDOW, NULL);
  self->registry = g_object_ref (registry);
  return self;
}

/* What to begin with, such as a topic chosen in Messages. */
void
fl_add_led_window_set_topic (FlAddLedWindow *self,
                             const char     *command_topic)
{
  g_return_if_fail (FL_IS_ADD_LED_WINDOW (self) && command_topic != NULL);

  gtk_editable_set_text (self->command_row, command_topic);
}
