/* The card of a device: LEDs, readings, tables, what needs attention, how old it all is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-device-card"

#include "config.h"

#include "ui/fl-device-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "messages/fl-text.h"
#include "ui/fl-age.h"
#include "ui/fl-children.h"
#include "ui/fl-led-row.h"
#include "ui/fl-reading-row.h"
#include "ui/fl-table-view.h"
#include "ui/fl-trust-note.h"
#include "ui/fl-ui.h"

/* Readings a card shows until the rest is asked for. */
#define MAX_READINGS 6

#define MAX_NAME_CHARACTERS 120

struct _FlDeviceCard
{
  GtkWidget          parent_instance;

  FlDevice          *device;
  GtkSliceListModel *shown_readings;

  GtkWidget         *box;
  GtkLabel          *name_label;
  GtkWidget         *open_button;
  GtkWidget         *availability_box;
  GtkImage          *availability_image;
  GtkLabel          *availability_label;
  GtkWidget         *attention_box;
  GtkWidget         *key_button;
  AdwButtonContent  *key_content;
  FlTrustNote       *trust_note;
  GtkWidget         *led_box;
  GtkWidget         *reading_box;
  GtkWidget         *more_button;
  GtkWidget         *table_box;
  GtkLabel          *fernet_label;
  GtkLabel          *age_label;
};

enum
{
  PROP_0,
  PROP_DEVICE,
  N_PROPS
};

enum
{
  SIGNAL_OPEN_REQUESTED,
  SIGNAL_ADD_KEY_REQUESTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlDeviceCard, fl_device_card, GTK_TYPE_WIDGET)

static void
set_class (gpointer    widget,
           const char *name,
           gboolean    has_it)
{
  if (has_it)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static const char *
describe_availability (FlAvailability availability)
{
  switch (availability)
    {
    case FL_AVAILABILITY_ONLINE:
      return _("Online");
    case FL_AVAILABILITY_OFFLINE:
      return _("Offline");
    case FL_AVAILABILITY_UNKNOWN:
    default:
      return NULL;
    }
}

static void
show_availability (FlDeviceCard *self)
{
  const FlAvailability availability = fl_device_get_availability (self->device);
  const char *text = describe_availability (availability);

  gtk_widget_set_visible (self->availability_box, text != NULL);
  gtk_label_set_label (self->availability_label, text != NULL ? text : "");
  gtk_image_set_from_icon_name (self->availability_image,
                                availability == FL_AVAILABILITY_ONLINE ? "fl-device-online-symbolic" : "fl-device-offline-symbolic");
  set_class (self->availability_image, "success", availability == FL_AVAILABILITY_ONLINE);
  set_class (self->availability_image, "warning", availability == FL_AVAILABILITY_OFFLINE);
  set_class (self, "offline", availability == FL_AVAILABILITY_OFFLINE);
}

/* That it is offline stands in the title, what became of a command beside its LED: here is the rest. */
static void
show_attention (FlDeviceCard *self)
{
  const FlAttention attention = fl_device_get_needs_attention (self->device);
  const FlEncryptedState encrypted = fl_device_get_encrypted_state (self->device);
  const gboolean needs_key = encrypted == FL_ENCRYPTED_STATE_NO_KEY || encrypted == FL_ENCRYPTED_STATE_WRONG_KEY;
  const char *text = fl_device_get_attention_text (self->device);

  set_class (self, "attention", attention == FL_ATTENTION_WARNING);
  set_class (self, "refused", attention == FL_ATTENTION_ERROR);
  gtk_widget_set_visible (self->key_button, needs_key);
  gtk_widget_set_visible (GTK_WIDGET (self->fernet_label), encrypted == FL_ENCRYPTED_STATE_OK);
  gtk_label_set_label (self->fernet_label, fl_device_get_encryption_mixed (self->device) ? _("Fernet, partly") : "Fernet");
  gtk_widget_set_visible (self->attention_box, fl_device_get_clock_not_set (self->device));
  if (needs_key && text != NULL)
    adw_button_content_set_label (self->key_content, text);
}

static void
show_age (FlDeviceCard *self)
{
  g_autofree char *origin = fl_age_describe_origin (fl_device_get_last_seen (self->device), fl_device_get_last_seen_origin (self->device));

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->age_label), origin);
  fl_device_card_tick (self, g_get_real_time ());
}

static void
show_name (FlDeviceCard *self)
{
  g_autofree char *name = fl_text_shorten (fl_device_get_name (self->device), -1, MAX_NAME_CHARACTERS);
  g_autofree char *root = fl_text_escape (fl_device_get_root (self->device), -1);
  /* Translators: %s is a device. */
  g_autofree char *open_name = g_strdup_printf (_("Show %s in Messages"), name);

  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), root[0] != '\0' ? root : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, open_name, -1);
}

/* Empty sections take no room; what is not shown is counted. */
static void
show_sections (FlDeviceCard *self)
{
  const guint n_readings = g_list_model_get_n_items (fl_device_get_readings (self->device));
  const guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->shown_readings));
  const guint n_refused = fl_device_get_n_refused (self->device);
  g_autofree char *more = NULL;

  gtk_widget_set_visible (self->led_box, g_list_model_get_n_items (fl_device_get_leds (self->device)) > 0);
  gtk_widget_set_visible (self->reading_box, n_readings > 0);
  gtk_widget_set_visible (self->table_box, g_list_model_get_n_items (fl_device_get_tables (self->device)) > 0);
  gtk_widget_set_visible (self->more_button, n_shown < n_readings || n_refused > 0);
  gtk_widget_set_sensitive (self->more_button, n_shown < n_readings);
  if (n_shown < n_readings)
    more = g_strdup_printf (ngettext ("Show %u More Reading", "Show %u More Readings", n_readings - n_shown), n_readings - n_shown);
  else
    more = g_strdup_printf (ngettext ("%u value more than a card can hold", "%u values more than a card can hold", n_refused), n_refused);
  gtk_button_set_label (GTK_BUTTON (self->more_button), more);
}

static GtkWidget *
make_led_row (gpointer item,
              gpointer user_data)
{
  GtkWidget *row = fl_led_row_new (item);

  fl_led_row_set_device (FL_LED_ROW (row), user_data);
  return row;
}

static GtkWidget *
make_reading_row (gpointer item,
                  gpointer user_data)
{
  return fl_reading_row_new (item);
}

static GtkWidget *
make_table_view (gpointer item,
                 gpointer user_data)
{
  return fl_table_view_new (item);
}

static void
open_clicked_cb (FlDeviceCard *self)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_REQUESTED], 0);
}

static void
key_clicked_cb (FlDeviceCard *self)
{
  g_signal_emit (self, signals[SIGNAL_ADD_KEY_REQUESTED], 0);
}

static void
more_clicked_cb (FlDeviceCard *self)
{
  gtk_slice_list_model_set_size (self->shown_readings, G_MAXUINT);
  show_sections (self);
}

static gboolean
toggle_first_led (FlDeviceCard *self)
{
  g_autoptr(FlLed) led = g_list_model_get_item (fl_device_get_leds (self->device), 0);

  if (led == NULL)
    return FALSE;
  if (!fl_led_toggle (led))
    gtk_widget_error_bell (GTK_WIDGET (self));
  return TRUE;
}

/* Only what no child has used: a focused switch or button has its own Space and Enter. */
static gboolean
key_pressed_cb (FlDeviceCard    *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0 || !gtk_widget_is_focus (GTK_WIDGET (self)))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space)
    return toggle_first_led (self);
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  open_clicked_cb (self);
  return GDK_EVENT_STOP;
}

static void
forget_device (FlDeviceCard *self)
{
  if (self->device == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->device, self);
  g_signal_handlers_disconnect_by_data (fl_device_get_leds (self->device), self);
  g_signal_handlers_disconnect_by_data (fl_device_get_readings (self->device), self);
  g_signal_handlers_disconnect_by_data (fl_device_get_tables (self->device), self);
  fl_trust_note_set_device (self->trust_note, NULL);
  fl_children_bind (self->led_box, NULL, NULL, NULL);
  fl_children_bind (self->reading_box, NULL, NULL, NULL);
  fl_children_bind (self->table_box, NULL, NULL, NULL);
  g_clear_object (&self->shown_readings);
  g_clear_object (&self->device);
}

static void
watch (FlDeviceCard *self,
       const char   *detailed_signal,
       GCallback     show)
{
  g_signal_connect_object (self->device, detailed_signal, show, self, G_CONNECT_SWAPPED);
}

static void
watch_device (FlDeviceCard *self)
{
  GListModel *lists[] = { fl_device_get_leds (self->device), fl_device_get_readings (self->device), fl_device_get_tables (self->device) };

  self->shown_readings = gtk_slice_list_model_new (g_object_ref (lists[1]), 0, MAX_READINGS);
  fl_children_bind (self->led_box, lists[0], make_led_row, self->device);
  fl_trust_note_set_device (self->trust_note, self->device);
  fl_children_bind (self->reading_box, G_LIST_MODEL (self->shown_readings), make_reading_row, NULL);
  fl_children_bind (self->table_box, lists[2], make_table_view, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_signal_connect_object (lists[i], "items-changed", G_CALLBACK (show_sections), self, G_CONNECT_SWAPPED);

  watch (self, "notify::availability", G_CALLBACK (show_availability));
  watch (self, "notify::needs-attention", G_CALLBACK (show_attention));
  watch (self, "notify::attention-text", G_CALLBACK (show_attention));
  watch (self, "notify::encrypted-state", G_CALLBACK (show_attention));
  watch (self, "notify::encryption-mixed", G_CALLBACK (show_attention));
  watch (self, "notify::clock-not-set", G_CALLBACK (show_attention));
  watch (self, "notify::last-seen", G_CALLBACK (show_age));
  watch (self, "notify::last-seen-origin", G_CALLBACK (show_age));
  watch (self, "notify::n-refused", G_CALLBACK (show_sections));
  show_name (self);
  show_availability (self);
  show_attention (self);
  show_sections (self);
  show_age (self);
}

static void
fl_device_card_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_DEVICE:
      g_value_set_object (value, FL_DEVICE_CARD (object)->device);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_device_card_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_DEVICE:
      fl_device_card_set_device (FL_DEVICE_CARD (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_device_card_dispose (GObject *object)
{
  FlDeviceCard *self = FL_DEVICE_CARD (object);

  forget_device (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_device_card_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-device-card"));
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, box);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, name_label);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, open_button);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, availability_box);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, availability_image);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, availability_label);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, attention_box);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, key_button);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, key_content);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, trust_note);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, led_box);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, reading_box);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, more_button);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, table_box);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, fernet_label);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, age_label);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
fl_device_card_class_init (FlDeviceCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_device_card_get_property;
  object_class->set_property = fl_device_card_set_property;
  object_class->dispose = fl_device_card_dispose;

  properties[PROP_DEVICE] = g_param_spec_object ("device", NULL, NULL, FL_TYPE_DEVICE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_OPEN_REQUESTED] =
    g_signal_new ("open-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ADD_KEY_REQUESTED] =
    g_signal_new ("add-key-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FL_TYPE_TRUST_NOTE);
  gtk_widget_class_set_css_name (widget_class, "devicecard");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_template (widget_class);
}

static void
fl_device_card_init (FlDeviceCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_device_card_new (FlDevice *device)
{
  return g_object_new (FL_TYPE_DEVICE_CARD, "device", device, NULL);
}

FlDevice *
fl_device_card_get_device (FlDeviceCard *self)
{
  g_return_val_if_fail (FL_IS_DEVICE_CARD (self), NULL);

  return self->device;
}

void
fl_device_card_set_device (FlDeviceCard *self,
                           FlDevice     *device)
{
  g_return_if_fail (FL_IS_DEVICE_CARD (self));

  if (self->device == device)
    return;
  forget_device (self);
  if (device != NULL)
    {
      self->device = g_object_ref (device);
      watch_device (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICE]);
}

/**
 * fl_device_card_tick:
 * @now: real time, µs
 *
 * Brings the ages up to date.
 */
void
fl_device_card_tick (FlDeviceCard *self,
                     gint64        now)
{
  g_autofree char *age = NULL;

  g_return_if_fail (FL_IS_DEVICE_CARD (self));

  if (self->device == NULL)
    return;
  age = fl_age_format_value (now, fl_device_get_last_seen (self->device), fl_device_get_last_seen_origin (self->device));
  gtk_label_set_label (self->age_label, age);
  for (GtkWidget *child = gtk_widget_get_first_child (self->table_box); child != NULL; child = gtk_widget_get_next_sibling (child))
    fl_table_view_tick (FL_TABLE_VIEW (child), now);
}
