/* A LED on a card: the lamp shows what is reported, the switch what is wished.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-led-row"

#include "config.h"

#include "ui/fl-led-row.h"

#include <glib/gi18n.h>

#include "messages/fl-text.h"
#include "ui/fl-children.h"
#include "ui/fl-lamp.h"
#include "ui/fl-led-menu.h"
#include "ui/fl-light-row.h"
#include "ui/fl-ui.h"
#include "ui/fl-window.h"

#define MAX_SPOKEN_CHARACTERS 160

struct _FlLedRow
{
  GtkWidget  parent_instance;

  FlLed     *led;
  FlDevice  *device;     /* NULL: not known */
  char      *state_name; /* accessible */
  gboolean   is_showing; /* the switch is being set by us: not a wish */

  GtkWidget *box;
  FlLamp    *lamp;
  GtkLabel  *name_label;
  GtkLabel  *state_label;
  GtkLabel  *note_label;
  GtkWidget *spinner;
  GtkStack  *control_stack;
  GtkSwitch *wish_switch;
  GtkWidget *off_button;
  GtkWidget *on_button;
  GtkWidget *menu_button;
  FlLedMenu *menu;
  GtkWidget *light_box;
  GtkWidget *stale_box;
  GtkLabel  *stale_label;
  GtkWidget *clear_button;
};

enum
{
  PROP_0,
  PROP_LED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlLedRow, fl_led_row, GTK_TYPE_WIDGET)

/* What is known, in words: what tests and assistive tools read. */
static const char *
describe_state (FlLedState state)
{
  switch (state)
    {
    case FL_LED_STATE_ON:
      return _("reported on");
    case FL_LED_STATE_OFF:
      return _("reported off");
    case FL_LED_STATE_UNKNOWN:
    default:
      return _("not known");
    }
}

/* Why it cannot be switched comes first, then what became of the last command. */
static const char *
describe_note (FlLed *led)
{
  if (fl_led_get_reason (led) != NULL)
    return fl_led_get_reason (led);
  if (fl_led_get_note (led) != NULL)
    return fl_led_get_note (led);
  if (fl_led_get_evidence (led) != FL_LED_EVIDENCE_REPORTED && !fl_led_get_pending (led))
    return _("this device does not report");
  return NULL;
}

/* GtkSwitch emits state-set for every change of ours too; while is_showing that is no command. Its
 * trough is the state, which is reported, its knob the wish. */
static void
show_switch (FlLedRow *self)
{
  const gboolean reported = fl_led_get_reported (self->led) == FL_LED_STATE_ON;
  const FlLedState wanted = fl_led_get_wanted (self->led);

  self->is_showing = TRUE;
  gtk_switch_set_state (self->wish_switch, reported);
  gtk_switch_set_active (self->wish_switch, wanted != FL_LED_STATE_UNKNOWN ? wanted == FL_LED_STATE_ON : reported);
  self->is_showing = FALSE;
}

static void
show_note (FlLedRow *self)
{
  const char *note = describe_note (self->led);
  const gboolean is_warning = fl_led_get_needs_attention (self->led) && fl_led_get_reason (self->led) == NULL;

  gtk_label_set_label (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
  if (is_warning)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "warning");
      gtk_widget_remove_css_class (GTK_WIDGET (self->note_label), "dim-label");
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "dim-label");
      gtk_widget_remove_css_class (GTK_WIDGET (self->note_label), "warning");
    }
}

/* Newer GTK lets a button be named by the text on it, and that goes before a label of its own. */
static void
set_accessible_label (GtkWidget  *widget,
                      const char *label)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* GtkLabel takes its text for its name each time it changes. */
static void
show_state (FlLedRow *self)
{
  gtk_label_set_label (self->state_label, describe_state (fl_led_get_reported (self->led)));
  set_accessible_label (GTK_WIDGET (self->state_label), self->state_name);
}

/* What the broker keeps on the command topic. */
static void
show_stale_command (FlLedRow *self)
{
  const char *command = fl_led_get_stale_command (self->led);
  /* Translators: %s is a payload such as ON. */
  g_autofree char *text = command != NULL ? g_strdup_printf (_("The broker keeps “%s” on its command topic: this switches the LED at "
                                                               "every restart"), command) : NULL;

  gtk_widget_set_visible (self->stale_box, text != NULL);
  gtk_label_set_label (self->stale_label, text != NULL ? text : "");
}

static void
show (FlLedRow *self)
{
  const gboolean pending = fl_led_get_pending (self->led);
  const FlLedState reported = fl_led_get_reported (self->led);

  fl_lamp_set_state (self->lamp, reported);
  show_state (self);
  gtk_stack_set_visible_child_name (self->control_stack, reported == FL_LED_STATE_UNKNOWN ? "buttons" : "switch");
  gtk_widget_set_sensitive (GTK_WIDGET (self->control_stack), fl_led_get_available (self->led));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->control_stack), fl_led_get_reason (self->led));
  gtk_widget_set_visible (self->spinner, pending);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), pending);
  show_switch (self);
  show_note (self);
  show_stale_command (self);
  gtk_widget_set_visible (self->menu_button, self->device != NULL || fl_led_has_query (self->led));
}

/* What a screen reader calls it: its id, or what the device calls it and itself. */
static char *
dup_spoken_name (FlLedRow *self)
{
  const char *name = fl_led_get_name (self->led);
  FlEntity *entity = fl_led_get_entity (self->led);
  g_autofree char *both = NULL;
  const char *device;

  if (entity == NULL)
    return fl_text_escape (fl_led_get_id (self->led), -1);
  device = self->device != NULL ? fl_device_get_name (self->device) : fl_device_info_get_name (fl_entity_get_device (entity));
  if (device == NULL || g_str_equal (device, name))
    return fl_text_shorten (name, -1, MAX_SPOKEN_CHARACTERS);
  both = g_strdup_printf ("%s: %s", device, name);
  return fl_text_shorten (both, -1, MAX_SPOKEN_CHARACTERS);
}

static void
show_names (FlLedRow *self)
{
  g_autofree char *name = fl_text_shorten (fl_led_get_name (self->led), -1, 80);
  g_autofree char *id = dup_spoken_name (self);
  /* Translators: %s is a LED such as kitchen/led. */
  g_autofree char *on_name = g_strdup_printf (_("Turn %s on"), id);
  /* Translators: %s is a LED. */
  g_autofree char *menu_name = g_strdup_printf (_("Options of %s"), id);
  g_autofree char *clear_name = g_strdup_printf (_("Delete the Kept Command of %s"), id);
  g_autofree char *off_name = g_strdup_printf (_("Turn %s off"), id);
  g_autofree char *topic = fl_text_escape (fl_led_get_command_topic (self->led) != NULL ? fl_led_get_command_topic (self->led) : "", -1);

  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), topic);
  set_accessible_label (GTK_WIDGET (self->wish_switch), id);
  g_free (self->state_name);
  self->state_name = g_strdup_printf (_("%s reported state"), id);
  set_accessible_label (self->on_button, on_name);
  set_accessible_label (self->off_button, off_name);
  set_accessible_label (self->menu_button, menu_name);
  set_accessible_label (self->clear_button, clear_name);
}

static void
names_changed_cb (FlLedRow *self)
{
  show_names (self);
  show (self);
}

static gboolean
wish_set_cb (FlLedRow *self,
             gboolean  on)
{
  if (!self->is_showing && !fl_led_command (self->led, on))
    show_switch (self);
  return TRUE; /* the state follows the report, never the click */
}

static void
on_clicked_cb (FlLedRow *self)
{
  fl_led_command (self->led, TRUE);
}

static void
off_clicked_cb (FlLedRow *self)
{
  fl_led_command (self->led, FALSE);
}

static void
command_cleared_cb (const GError *error,
                    gpointer      published_data)
{
  g_autoptr(FlLedRow) self = published_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *title = error != NULL ? g_strdup_printf (_("Not deleted: %s"), error->message)
                                         : g_strdup (_("The broker keeps no command for this LED any more"));
  AdwToast *toast;

  if (!FL_IS_WINDOW (root))
    return;
  toast = adw_toast_new (title);
  fl_window_add_toast (FL_WINDOW (root), toast);
}

static void
clear_clicked_cb (FlLedRow *self)
{
  g_object_ref (self);
  if (!fl_led_clear_stale_command (self->led, command_cleared_cb, self))
    g_object_unref (self);
}

static GtkWidget *
make_light_row (gpointer item,
                gpointer user_data)
{
  g_autofree char *name = dup_spoken_name (FL_LED_ROW (user_data));

  return fl_light_row_new (item, name);
}

static void
show_lights (FlLedRow *self)
{
  gtk_widget_set_visible (self->light_box, g_list_model_get_n_items (fl_led_get_levels (self->led)) > 0);
}

static void
forget_led (FlLedRow *self)
{
  if (self->led == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->led, self);
  g_signal_handlers_disconnect_by_data (fl_led_get_levels (self->led), self);
  fl_children_bind (self->light_box, NULL, NULL, NULL);
}

static void
fl_led_row_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_LED:
      g_value_set_object (value, FL_LED_ROW (object)->led);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_led_row_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_LED:
      fl_led_row_set_led (FL_LED_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_led_row_dispose (GObject *object)
{
  FlLedRow *self = FL_LED_ROW (object);

  forget_led (self);
  g_clear_object (&self->led);
  g_clear_object (&self->device);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_led_row_parent_class)->dispose (object);
}

static void
fl_led_row_finalize (GObject *object)
{
  g_free (FL_LED_ROW (object)->state_name);

  G_OBJECT_CLASS (fl_led_row_parent_class)->finalize (object);
}

static void
fl_led_row_class_init (FlLedRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_led_row_get_property;
  object_class->set_property = fl_led_row_set_property;
  object_class->dispose = fl_led_row_dispose;
  object_class->finalize = fl_led_row_finalize;

  properties[PROP_LED] = g_param_spec_object ("led", NULL, NULL, FL_TYPE_LED, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FL_TYPE_LAMP);
  g_type_ensure (FL_TYPE_LED_MENU);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-led-row"));
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, box);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, lamp);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, control_stack);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, wish_switch);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, off_button);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, on_button);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, menu);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, light_box);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, stale_box);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, stale_label);
  gtk_widget_class_bind_template_child (widget_class, FlLedRow, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, wish_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, off_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
}

static void
fl_led_row_init (FlLedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_led_row_new (FlLed *led)
{
  return g_object_new (FL_TYPE_LED_ROW, "led", led, NULL);
}

FlLed *
fl_led_row_get_led (FlLedRow *self)
{
  g_return_val_if_fail (FL_IS_LED_ROW (self), NULL);

  return self->led;
}

void
fl_led_row_set_led (FlLedRow *self,
                    FlLed    *led)
{
  g_return_if_fail (FL_IS_LED_ROW (self));

  if (self->led == led)
    return;
  forget_led (self);
  g_set_object (&self->led, led);
  if (led != NULL)
    {
      g_signal_connect_object (led, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (led, "notify::command-topic", G_CALLBACK (show_names), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (led, "notify::entity", G_CALLBACK (names_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (fl_led_get_levels (led), "items-changed", G_CALLBACK (show_lights), self, G_CONNECT_SWAPPED);
      fl_children_bind (self->light_box, fl_led_get_levels (led), make_light_row, self);
      fl_led_menu_set_led (self->menu, led, self->device);
      show_names (self);
      show_lights (self);
      show (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LED]);
}

void
fl_led_row_set_device (FlLedRow *self,
                       FlDevice *device)
{
  g_return_if_fail (FL_IS_LED_ROW (self));

  if (self->device != NULL)
    g_signal_handlers_disconnect_by_func (self->device, names_changed_cb, self);
  g_set_object (&self->device, device);
  if (self->led == NULL)
    return;
  if (device != NULL)
    g_signal_connect_object (device, "notify::name", G_CALLBACK (names_changed_cb), self, G_CONNECT_SWAPPED);
  fl_led_menu_set_led (self->menu, self->led, device);
  names_changed_cb (self);
}
