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
#include "ui/fl-card-layout.h"
#include "ui/fl-card-menu.h"
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
  FlDashboardLayout *layout; /* NULL: as it comes */
  GtkSorter         *pinned_first;
  GtkSliceListModel *shown_readings;

  GtkWidget         *box;
  GtkImage          *icon_image;
  GtkLabel          *name_label;
  FlCardMenu        *menu;
  GtkWidget         *hidden_label;
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
  SIGNAL_MOVE_REQUESTED,
  SIGNAL_HIDE_REQUESTED,
  SIGNAL_DROPPED,
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

static const char *
get_layout_text (FlDeviceCard    *self,
                 FlDashboardText  which)
{
  return self->layout != NULL ? fl_dashboard_layout_get_text (self->layout, fl_device_get_id (self->device), which) : NULL;
}

static gboolean
get_layout_flag (FlDeviceCard    *self,
                 FlDashboardFlag  which)
{
  return self->layout != NULL && fl_dashboard_layout_get_flag (self->layout, fl_device_get_id (self->device), which);
}

static void
show_name (FlDeviceCard *self)
{
  const char *given = get_layout_text (self, FL_DASHBOARD_TEXT_NAME);
  g_autofree char *name = fl_text_shorten (given != NULL ? given : fl_device_get_name (self->device), -1, MAX_NAME_CHARACTERS);
  g_autofree char *root = fl_text_escape (fl_device_get_root (self->device), -1);
  /* Translators: %s is a device. */
  g_autofree char *open_name = g_strdup_printf (_("Show %s in Messages"), name);

  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), root[0] != '\0' ? root : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, open_name, -1);
  fl_card_menu_set_name (self->menu, name);
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

/* What the user arranged. */
static void
show_layout (FlDeviceCard *self)
{
  const char *icon = get_layout_text (self, FL_DASHBOARD_TEXT_ICON);
  const gboolean is_hidden = get_layout_flag (self, FL_DASHBOARD_FLAG_HIDDEN);

  show_name (self);
  gtk_image_set_from_icon_name (self->icon_image, icon != NULL ? icon : "fl-device-symbolic");
  gtk_widget_set_visible (self->hidden_label, is_hidden);
  set_class (self, "hidden", is_hidden);
  fl_card_grid_set_span (GTK_WIDGET (self), get_layout_flag (self, FL_DASHBOARD_FLAG_WIDE) ? FL_CARD_SPAN_TWO : FL_CARD_SPAN_ONE);
  gtk_sorter_changed (self->pinned_first, GTK_SORTER_CHANGE_DIFFERENT);
}

static void
layout_changed_cb (FlDeviceCard *self,
                   const char   *id)
{
  if (self->device != NULL && g_strcmp0 (id, fl_device_get_id (self->device)) == 0)
    show_layout (self);
}

static int
compare_pinned (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  FlDeviceCard *self = user_data;
  FlReading *readings[] = { (FlReading *) a, (FlReading *) b };
  gboolean pinned[2];

  if (self->layout == NULL || self->device == NULL)
    return GTK_ORDERING_EQUAL;
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    pinned[i] = fl_dashboard_layout_is_pinned (self->layout, fl_device_get_id (self->device), fl_reading_get_name (readings[i]));
  return pinned[1] - pinned[0];
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

static void
move_requested_cb (FlDeviceCard *self,
                   gboolean      later)
{
  g_signal_emit (self, signals[SIGNAL_MOVE_REQUESTED], 0, later);
}

static void
hide_requested_cb (FlDeviceCard *self)
{
  g_signal_emit (self, signals[SIGNAL_HIDE_REQUESTED], 0);
}

/* Alt with an arrow, from anywhere on the card: up and to the beginning of the line is earlier. */
static gboolean
move_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  const gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const guint keyval = g_variant_get_uint32 (arguments);
  const gboolean later = keyval == GDK_KEY_Down || keyval == (is_rtl ? GDK_KEY_Left : GDK_KEY_Right);

  move_requested_cb (FL_DEVICE_CARD (widget), later);
  return GDK_EVENT_STOP;
}

/* Dragged by where the name is, so that switches and numbers stay what they are. */
static GdkContentProvider *
drag_prepare_cb (FlDeviceCard *self)
{
  return self->layout != NULL && self->device != NULL ? gdk_content_provider_new_typed (FL_TYPE_DEVICE, self->device) : NULL;
}

static void
drag_begun_cb (GtkDragSource *source,
               GdkDrag       *drag,
               FlDeviceCard  *self)
{
  g_autoptr(GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static gboolean
drop_cb (FlDeviceCard *self,
         const GValue *value,
         double        x,
         double        y)
{
  const gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const gboolean after = (x > gtk_widget_get_width (GTK_WIDGET (self)) / 2.0) != is_rtl;
  FlDevice *device = g_value_get_object (value);

  if (device == NULL || device == self->device)
    return FALSE;
  g_signal_emit (self, signals[SIGNAL_DROPPED], 0, device, after);
  return TRUE;
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
  gtk_custom_sorter_set_sort_func (GTK_CUSTOM_SORTER (self->pinned_first), NULL, NULL, NULL);
  g_clear_object (&self->pinned_first);
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

  self->pinned_first = GTK_SORTER (gtk_custom_sorter_new (compare_pinned, self, NULL));
  self->shown_readings = gtk_slice_list_model_new (G_LIST_MODEL (gtk_sort_list_model_new (g_object_ref (lists[1]), g_object_ref (self->pinned_first))),
                                                   0, MAX_READINGS);
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
  watch (self, "notify::name", G_CALLBACK (show_name));
  show_layout (self);
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
  g_clear_object (&self->layout);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_device_card_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-device-card"));
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, box);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, icon_image);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, name_label);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, menu);
  gtk_widget_class_bind_template_child (widget_class, FlDeviceCard, hidden_label);
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
  gtk_widget_class_bind_template_callback (widget_class, move_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, hide_requested_cb);
}

static void
fl_device_card_class_init (FlDeviceCardClass *klass)
{
  static const guint move_keys[] = { GDK_KEY_Up, GDK_KEY_Down, GDK_KEY_Left, GDK_KEY_Right };
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

  signals[SIGNAL_MOVE_REQUESTED] =
    g_signal_new ("move-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_HIDE_REQUESTED] =
    g_signal_new ("hide-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DROPPED] =
    g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, FL_TYPE_DEVICE, G_TYPE_BOOLEAN);

  g_type_ensure (FL_TYPE_CARD_MENU);
  g_type_ensure (FL_TYPE_TRUST_NOTE);
  for (guint i = 0; i < G_N_ELEMENTS (move_keys); i++)
    gtk_widget_class_add_binding (widget_class, move_keys[i], GDK_ALT_MASK, move_key_cb, "u", move_keys[i]);
  gtk_widget_class_set_css_name (widget_class, "devicecard");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_template (widget_class);
}

static void
fl_device_card_init (FlDeviceCard *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (FL_TYPE_DEVICE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begun_cb), self, 0);
  gtk_widget_add_controller (gtk_widget_get_parent (GTK_WIDGET (self->icon_image)), GTK_EVENT_CONTROLLER (source));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
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

/**
 * fl_device_card_set_layout:
 * @layout: how the user arranged the cards; what the menu changes is changed there
 */
void
fl_device_card_set_layout (FlDeviceCard      *self,
                           FlDashboardLayout *layout)
{
  g_return_if_fail (FL_IS_DEVICE_CARD (self) && self->device != NULL);

  if (!g_set_object (&self->layout, layout))
    return;
  g_signal_connect_object (layout, "changed", G_CALLBACK (layout_changed_cb), self, G_CONNECT_SWAPPED);
  fl_card_menu_set_device (self->menu, self->device, layout);
  gtk_widget_set_visible (GTK_WIDGET (self->menu), TRUE);
  show_layout (self);
}

/* Says where the card is among the others, to whoever cannot see it. */
void
fl_device_card_set_position (FlDeviceCard *self,
                             const char   *text)
{
  g_return_if_fail (FL_IS_DEVICE_CARD (self) && text != NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}
