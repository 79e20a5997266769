/* What the devices say and what can be switched: a card for each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-dashboard-page"

#include "config.h"

#include "ui/fl-dashboard-page.h"

#include <inttypes.h>
#include <glib/gi18n.h>

#include "devices/fl-all-off.h"
#include "messages/fl-text.h"
#include "ui/fl-add-led-window.h"
#include "ui/fl-card-layout.h"
#include "ui/fl-card-list.h"
#include "ui/fl-children.h"
#include "ui/fl-device-card.h"
#include "ui/fl-room-heading.h"
#include "ui/fl-ui.h"

/* Cards are made as they are scrolled to: a thousand at once would take seconds. */
#define FIRST_CARDS 60
#define MORE_CARDS 30

#define TOAST_S 10
#define MAX_NAME_CHARACTERS 60
#define WHAT "fl-dashboard-what"

struct _FlDashboardPage
{
  AdwBin             parent_instance;

  FlDeviceRegistry  *registry;
  FlDashboardLayout *layout;
  FlCardList        *cards;
  GtkSliceListModel *shown;   /* the beginning of cards */
  FlDevice          *to_focus; /* its card was moved: it gets the focus again */
  guint              tick_source;
  guint              more_source;

  AdwToastOverlay   *toast_overlay;
  GtkStack          *stack;
  GtkScrolledWindow *scroller;
  AdwStatusPage     *empty_page;
  GtkWidget         *tools;
  GtkEditable       *search_entry;
  GtkWidget         *attention_button;
  GtkLabel          *attention_label;
  GtkWidget         *hidden_button;
  GtkLabel          *hidden_label;
  AdwStatusPage     *nothing_page;
  GtkWidget         *grid;
  GtkLabel          *refused_label;
};

enum
{
  PROP_0,
  PROP_REGISTRY,
  N_PROPS
};

enum
{
  SIGNAL_OPEN_DEVICE,
  SIGNAL_ADD_KEY,
  SIGNAL_LED_ADDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlDashboardPage, fl_dashboard_page, ADW_TYPE_BIN)

/* Keeps one window's height of cards below what is seen. */
static gboolean
show_more_cb (gpointer user_data)
{
  FlDashboardPage *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  const double page = gtk_adjustment_get_page_size (adjustment);
  guint n_shown;

  self->more_source = 0;
  if (self->shown == NULL || page <= 0)
    return G_SOURCE_REMOVE;
  n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  if (n_shown < g_list_model_get_n_items (G_LIST_MODEL (self->cards)) &&
      gtk_adjustment_get_value (adjustment) + 2 * page > gtk_adjustment_get_upper (adjustment))
    gtk_slice_list_model_set_size (self->shown, n_shown + MORE_CARDS);
  return G_SOURCE_REMOVE;
}

/* The adjustment changes while the page is laid out: no time to make children. */
static void
queue_more (FlDashboardPage *self)
{
  if (self->more_source == 0)
    self->more_source = g_idle_add (show_more_cb, self);
}

static FlDeviceCard *
find_card (FlDashboardPage *self,
           FlDevice        *device)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->grid); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (FL_IS_DEVICE_CARD (child) && fl_device_card_get_device (FL_DEVICE_CARD (child)) == device)
      return FL_DEVICE_CARD (child);
  return NULL;
}

static void
show_moved (FlDashboardPage *self)
{
  g_autoptr(FlDevice) device = g_steal_pointer (&self->to_focus);
  FlDeviceCard *card = device != NULL ? find_card (self, device) : NULL;
  guint n;
  const guint position = device != NULL ? fl_card_list_get_position (self->cards, device, &n) : 0;
  g_autofree char *text = NULL;

  if (card == NULL)
    return;
  /* Translators: where a card is, such as 2 of 5. */
  text = g_strdup_printf (_("Position %u of %u"), position, n);
  fl_device_card_set_position (card, text);
  gtk_widget_grab_focus (GTK_WIDGET (card));
}

static void
show_counts (FlDashboardPage *self)
{
  const guint n_attention = fl_card_list_get_n_attention (self->cards);
  const guint n_hidden = fl_card_list_get_n_hidden (self->cards);
  /* Translators: a filter, and how many devices it lets through. */
  g_autofree char *attention = g_strdup_printf (_("Needs Attention (%u)"), n_attention);
  /* Translators: a filter, and how many devices it lets through. */
  g_autofree char *hidden = g_strdup_printf (_("Hidden (%u)"), n_hidden);

  gtk_label_set_label (self->attention_label, attention);
  gtk_label_set_label (self->hidden_label, hidden);
  gtk_widget_set_visible (self->attention_button, n_attention > 0 || gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->attention_button)));
  gtk_widget_set_visible (self->hidden_button, n_hidden > 0 || gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->hidden_button)));
}

/* Nothing to show, and why: there is nothing, or nothing like that. */
static void
show_nothing (FlDashboardPage *self)
{
  const gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->cards)) == 0;
  const gboolean is_searched = gtk_editable_get_text (self->search_entry)[0] != '\0';
  const gboolean is_filtered = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->attention_button));

  gtk_widget_set_visible (GTK_WIDGET (self->nothing_page), is_empty);
  gtk_widget_set_visible (self->grid, !is_empty);
  if (is_searched)
    adw_status_page_set_title (self->nothing_page, _("No Devices Found"));
  else if (is_filtered)
    adw_status_page_set_title (self->nothing_page, _("Nothing Needs Attention"));
  else
    adw_status_page_set_title (self->nothing_page, _("All Devices Are Hidden"));
}

static void
show_count (FlDashboardPage *self)
{
  const gboolean is_empty = self->registry == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->registry)) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "cards");
  if (self->cards == NULL)
    return;
  show_counts (self);
  show_nothing (self);
  show_moved (self);
}

static void
show_refused (FlDashboardPage *self)
{
  const guint64 n_refused = fl_device_registry_get_n_refused (self->registry);
  g_autofree char *text = g_strdup_printf (_("%d devices are shown; %" PRIu64 " messages of others were passed over."),
                                           FL_DEVICE_REGISTRY_MAX_DEVICES, n_refused);

  gtk_label_set_label (self->refused_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->refused_label), n_refused > 0);
}

static gboolean
tick_cb (gpointer user_data)
{
  FlDashboardPage *self = user_data;
  const gint64 now = g_get_real_time ();

  for (GtkWidget *card = gtk_widget_get_first_child (self->grid); card != NULL; card = gtk_widget_get_next_sibling (card))
    if (FL_IS_DEVICE_CARD (card))
      fl_device_card_tick (FL_DEVICE_CARD (card), now);
  return G_SOURCE_CONTINUE;
}

static void
open_requested_cb (FlDashboardPage *self,
                   FlDeviceCard    *card)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_DEVICE], 0, fl_device_card_get_device (card));
}

static void
add_key_requested_cb (FlDashboardPage *self,
                      FlDeviceCard    *card)
{
  g_signal_emit (self, signals[SIGNAL_ADD_KEY], 0, fl_device_card_get_device (card));
}

static void
move_requested_cb (FlDashboardPage *self,
                   gboolean         later,
                   FlDeviceCard    *card)
{
  g_set_object (&self->to_focus, fl_device_card_get_device (card));
  if (fl_card_list_move (self->cards, self->to_focus, later))
    return;
  gtk_widget_error_bell (GTK_WIDGET (card));
  show_moved (self); /* says where it is all the same */
}

static void
dropped_cb (FlDashboardPage *self,
            FlDevice        *device,
            gboolean         after,
            FlDeviceCard    *card)
{
  g_set_object (&self->to_focus, device);
  fl_card_list_place (self->cards, device, fl_device_card_get_device (card), after);
}

/* title: plain text */
static void
show_toast (FlDashboardPage *self,
            const char      *title,
            GCallback        undo,
            GObject         *what)
{
  g_autofree char *markup = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_timeout (toast, TOAST_S);
  if (undo != NULL)
    {
      adw_toast_set_button_label (toast, _("Undo"));
      g_object_set_data_full (G_OBJECT (toast), WHAT, g_object_ref (what), g_object_unref);
      g_signal_connect_object (toast, "button-clicked", undo, self, G_CONNECT_SWAPPED);
    }
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
undo_hide_cb (FlDashboardPage *self,
              AdwToast        *toast)
{
  FlDevice *device = g_object_get_data (G_OBJECT (toast), WHAT);

  fl_dashboard_layout_set_flag (self->layout, fl_device_get_id (device), FL_DASHBOARD_FLAG_HIDDEN, FALSE);
}

static void
hide_requested_cb (FlDashboardPage *self,
                   FlDeviceCard    *card)
{
  FlDevice *device = fl_device_card_get_device (card);
  const char *id = fl_device_get_id (device);
  const gboolean hide = !fl_dashboard_layout_get_flag (self->layout, id, FL_DASHBOARD_FLAG_HIDDEN);
  const char *given = fl_dashboard_layout_get_text (self->layout, id, FL_DASHBOARD_TEXT_NAME);
  g_autofree char *name = fl_text_shorten (given != NULL ? given : fl_device_get_name (device), -1, MAX_NAME_CHARACTERS);
  /* Translators: %s is a device. */
  g_autofree char *title = g_strdup_printf (_("%s is hidden"), name);

  fl_dashboard_layout_set_flag (self->layout, id, FL_DASHBOARD_FLAG_HIDDEN, hide);
  if (hide)
    show_toast (self, title, G_CALLBACK (undo_hide_cb), G_OBJECT (device));
}

static void
undo_all_off_cb (FlDashboardPage *self,
                 AdwToast        *toast)
{
  fl_all_off_undo (g_object_get_data (G_OBJECT (toast), WHAT));
}

static void
all_off_cb (FlDashboardPage *self,
            FlRoomHeading   *heading)
{
  g_autoptr(FlAllOff) all_off = fl_all_off_new (fl_room_get_devices (fl_room_heading_get_room (heading)));
  g_autofree char *summary = fl_all_off_dup_summary (all_off);

  show_toast (self, summary, fl_all_off_get_n_sent (all_off) > 0 ? G_CALLBACK (undo_all_off_cb) : NULL, G_OBJECT (all_off));
}

static void
search_changed_cb (FlDashboardPage *self)
{
  if (self->cards != NULL)
    fl_card_list_set_search (self->cards, gtk_editable_get_text (self->search_entry));
}

static void
search_stopped_cb (FlDashboardPage *self)
{
  gtk_editable_set_text (self->search_entry, "");
}

static void
attention_toggled_cb (FlDashboardPage *self)
{
  if (self->cards != NULL)
    fl_card_list_set_only_attention (self->cards, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->attention_button)));
}

static void
hidden_toggled_cb (FlDashboardPage *self)
{
  if (self->cards != NULL)
    fl_card_list_set_show_hidden (self->cards, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->hidden_button)));
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (FL_DASHBOARD_PAGE (widget)->search_entry));
}

static void
show_all_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  FlDashboardPage *self = FL_DASHBOARD_PAGE (widget);
  const gboolean was_looked_for = gtk_editable_get_text (self->search_entry)[0] != '\0' ||
                                  gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->attention_button));

  gtk_editable_set_text (self->search_entry, "");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->attention_button), FALSE);
  if (!was_looked_for)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->hidden_button), TRUE);
  search_changed_cb (self);
}

static GtkWidget *
make_heading (FlDashboardPage *self,
              FlRoom          *room)
{
  GtkWidget *heading = fl_room_heading_new (room);

  fl_card_grid_set_span (heading, FL_CARD_SPAN_ALL);
  g_signal_connect_object (heading, "all-off", G_CALLBACK (all_off_cb), self, G_CONNECT_SWAPPED);
  return heading;
}

static GtkWidget *
make_card (gpointer item,
           gpointer user_data)
{
  FlDashboardPage *self = user_data;
  GtkWidget *card;

  if (FL_IS_ROOM (item))
    return make_heading (self, item);
  card = fl_device_card_new (item);
  fl_device_card_set_layout (FL_DEVICE_CARD (card), self->layout);
  g_signal_connect_object (card, "move-requested", G_CALLBACK (move_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "hide-requested", G_CALLBACK (hide_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "dropped", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "open-requested", G_CALLBACK (open_requested_cb), user_data, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "add-key-requested", G_CALLBACK (add_key_requested_cb), user_data, G_CONNECT_SWAPPED);
  return card;
}

static void
led_added_cb (FlDashboardPage *self,
              FlLed           *led,
              const char      *name,
              const char      *command_topic,
              const char      *report_topic)
{
  g_signal_emit (self, signals[SIGNAL_LED_ADDED], 0, led, name, command_topic, report_topic);
}

static void
add_led_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  fl_dashboard_page_add_led (FL_DASHBOARD_PAGE (widget), NULL);
}

static void
forget_registry (FlDashboardPage *self)
{
  if (self->registry == NULL)
    return;
  fl_children_bind (self->grid, NULL, NULL, NULL);
  g_signal_handlers_disconnect_by_data (self->registry, self);
  g_signal_handlers_disconnect_by_data (self->cards, self);
  g_clear_object (&self->shown);
  g_clear_object (&self->cards);
  g_clear_object (&self->to_focus);
  g_clear_object (&self->registry);
}

static void
fl_dashboard_page_map (GtkWidget *widget)
{
  FlDashboardPage *self = FL_DASHBOARD_PAGE (widget);

  GTK_WIDGET_CLASS (fl_dashboard_page_parent_class)->map (widget);
  tick_cb (self);
  self->tick_source = g_timeout_add_seconds (1, tick_cb, self);
}

static void
fl_dashboard_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&FL_DASHBOARD_PAGE (widget)->tick_source, g_source_remove);
  GTK_WIDGET_CLASS (fl_dashboard_page_parent_class)->unmap (widget);
}

static void
fl_dashboard_page_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_REGISTRY:
      g_value_set_object (value, FL_DASHBOARD_PAGE (object)->registry);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_dashboard_page_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_REGISTRY:
      fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_dashboard_page_dispose (GObject *object)
{
  FlDashboardPage *self = FL_DASHBOARD_PAGE (object);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_handle_id (&self->more_source, g_source_remove);
  forget_registry (self);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (fl_dashboard_page_parent_class)->dispose (object);
}

static void
fl_dashboard_page_class_init (FlDashboardPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_dashboard_page_get_property;
  object_class->set_property = fl_dashboard_page_set_property;
  object_class->dispose = fl_dashboard_page_dispose;
  widget_class->map = fl_dashboard_page_map;
  widget_class->unmap = fl_dashboard_page_unmap;

  properties[PROP_REGISTRY] = g_param_spec_object ("registry", NULL, NULL, FL_TYPE_DEVICE_REGISTRY,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_OPEN_DEVICE] =
    g_signal_new ("open-device", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, FL_TYPE_DEVICE);
  signals[SIGNAL_ADD_KEY] =
    g_signal_new ("add-key", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, FL_TYPE_DEVICE);
  signals[SIGNAL_LED_ADDED] =
    g_signal_new ("led-added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, FL_TYPE_LED, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (FL_TYPE_CARD_GRID);
  gtk_widget_class_install_action (widget_class, "dashboard.add-led", NULL, add_led_action);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-dashboard-page"));
  gtk_widget_class_install_action (widget_class, "dashboard.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "dashboard.show-all", NULL, show_all_action);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, tools);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, attention_button);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, attention_label);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, hidden_button);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, hidden_label);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, nothing_page);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, attention_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, hidden_toggled_cb);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, grid);
  gtk_widget_class_bind_template_child (widget_class, FlDashboardPage, refused_label);
}

static void
fl_dashboard_page_init (FlDashboardPage *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->layout = fl_dashboard_layout_new (NULL);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (queue_more), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (queue_more), self, G_CONNECT_SWAPPED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dashboard.add-led", FALSE);
  fl_dashboard_page_set_filter (self, NULL);
}

GtkWidget *
fl_dashboard_page_new (void)
{
  return g_object_new (FL_TYPE_DASHBOARD_PAGE, NULL);
}

FlDeviceRegistry *
fl_dashboard_page_get_registry (FlDashboardPage *self)
{
  g_return_val_if_fail (FL_IS_DASHBOARD_PAGE (self), NULL);

  return self->registry;
}

void
fl_dashboard_page_set_registry (FlDashboardPage  *self,
                                FlDeviceRegistry *registry)
{
  g_return_if_fail (FL_IS_DASHBOARD_PAGE (self));

  if (self->registry == registry)
    return;
  forget_registry (self);
  if (registry != NULL)
    {
      self->registry = g_object_ref (registry);
      self->cards = fl_card_list_new (registry, self->layout);
      fl_card_list_set_search (self->cards, gtk_editable_get_text (self->search_entry));
      attention_toggled_cb (self);
      hidden_toggled_cb (self);
      self->shown = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->cards)), 0, FIRST_CARDS);
      fl_children_bind (self->grid, G_LIST_MODEL (self->shown), make_card, self);
      g_signal_connect_object (self->cards, "arranged", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (registry, "notify::n-refused", G_CALLBACK (show_refused), self, G_CONNECT_SWAPPED);
      show_refused (self);
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dashboard.add-led", registry != NULL);
  show_count (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGISTRY]);
}

/* How the cards are arranged; before the registry is set. */
void
fl_dashboard_page_set_layout (FlDashboardPage   *self,
                              FlDashboardLayout *layout)
{
  g_return_if_fail (FL_IS_DASHBOARD_PAGE (self) && FL_IS_DASHBOARD_LAYOUT (layout) && self->registry == NULL);

  g_set_object (&self->layout, layout);
}

/**
 * fl_dashboard_page_set_filter:
 * @filter: (nullable): what is subscribed to, said while nothing has arrived
 */
void
fl_dashboard_page_set_filter (FlDashboardPage *self,
                              const char      *filter)
{
  g_autofree char *escaped = NULL;
  g_autofree char *markup = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (FL_IS_DASHBOARD_PAGE (self));

  if (filter != NULL)
    {
      escaped = fl_text_escape (filter, -1);
      markup = g_markup_escape_text (escaped, -1);
      /* Translators: %s is a topic filter such as home/#. */
      text = g_strdup_printf (_("A device appears with its first message on %s. One that waits for commands only can be added by its topic."), markup);
    }
  else
    text = g_strdup (_("A device appears with its first message. One that waits for commands only can be added by its topic."));
  adw_status_page_set_description (self->empty_page, text);
}

/**
 * fl_dashboard_page_add_led:
 * @topic: (nullable): what to begin with
 *
 * Asks for the topics of a LED.
 */
void
fl_dashboard_page_add_led (FlDashboardPage *self,
                           const char      *topic)
{
  FlAddLedWindow *window;
  GtkRoot *root;

  g_return_if_fail (FL_IS_DASHBOARD_PAGE (self) && self->registry != NULL);

  window = fl_add_led_window_new (self->registry);
  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  if (topic != NULL)
    fl_add_led_window_set_topic (window, topic);
  g_signal_connect_object (window, "added", G_CALLBACK (led_added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}
