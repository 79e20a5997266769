/* What the devices say and what can be switched: a card for each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-dashboard-page"

#include "config.h"

#include "ui/fl-dashboard-page.h"

#include <inttypes.h>
#include <glib/gi18n.h>

#include "messages/fl-text.h"
#include "ui/fl-add-led-window.h"
#include "ui/fl-card-layout.h"
#include "ui/fl-children.h"
#include "ui/fl-device-card.h"
#include "ui/fl-ui.h"

/* Cards are made as they are scrolled to: a thousand at once would take seconds. */
#define FIRST_CARDS 60
#define MORE_CARDS 30

struct _FlDashboardPage
{
  AdwBin             parent_instance;

  FlDeviceRegistry  *registry;
  GListModel        *sorted;
  GtkSliceListModel *shown; /* the beginning of sorted */
  guint              tick_source;
  guint              more_source;

  GtkStack          *stack;
  GtkScrolledWindow *scroller;
  AdwStatusPage     *empty_page;
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

/* By name, numbers as numbers: sensor-9 before sensor-10. Of one name the one higher up comes first. */
static int
compare_devices (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  FlDevice *devices[] = { (FlDevice *) a, (FlDevice *) b };
  g_autofree char *key_a = g_utf8_collate_key_for_filename (fl_device_get_name (devices[0]), -1);
  g_autofree char *key_b = g_utf8_collate_key_for_filename (fl_device_get_name (devices[1]), -1);
  const int order = g_strcmp0 (key_a, key_b);

  return order != 0 ? order : g_strcmp0 (fl_device_get_root (devices[0]), fl_device_get_root (devices[1]));
}

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
  if (n_shown < g_list_model_get_n_items (self->sorted) &&
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

static void
show_count (FlDashboardPage *self)
{
  const gboolean is_empty = self->sorted == NULL || g_list_model_get_n_items (self->sorted) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "cards");
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

static GtkWidget *
make_card (gpointer item,
           gpointer user_data)
{
  GtkWidget *card = fl_device_card_new (item);

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
  g_signal_handlers_disconnect_by_data (self->sorted, self);
  g_clear_object (&self->shown);
  g_clear_object (&self->sorted);
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
      GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_devices, NULL, NULL));

      self->registry = g_object_ref (registry);
      self->sorted = G_LIST_MODEL (gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (registry)), sorter));
      self->shown = gtk_slice_list_model_new (g_object_ref (self->sorted), 0, FIRST_CARDS);
      fl_children_bind (self->grid, G_LIST_MODEL (self->shown), make_card, self);
      g_signal_connect_object (self->sorted, "items-changed", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (registry, "notify::n-refused", G_CALLBACK (show_refused), self, G_CONNECT_SWAPPED);
      show_refused (self);
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dashboard.add-led", registry != NULL);
  show_count (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGISTRY]);
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
