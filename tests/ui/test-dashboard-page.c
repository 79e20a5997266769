/* fl-dashboard-page: a card for each device, in order; an empty state with the next step.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-add-led-window.h"
#include "ui/fl-card-layout.h"
#include "ui/fl-dashboard-page.h"
#include "ui/fl-device-card.h"
#include "ui/fl-room-heading.h"
#include "ui/fl-scene.h"
#include "ui/fl-ui-test.h"

static const char *
get_page (GtkWidget *page)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (fl_ui_test_find (page, GTK_TYPE_STACK, NULL)));
}

static char *
read_cards (GtkWidget *page)
{
  GString *text = g_string_new (NULL);
  GtkWidget *grid = fl_ui_test_find (page, FL_TYPE_CARD_GRID, NULL);

  for (GtkWidget *card = gtk_widget_get_first_child (grid); card != NULL; card = gtk_widget_get_next_sibling (card))
    g_string_append_printf (text, "%s ", fl_device_get_id (fl_device_card_get_device (FL_DEVICE_CARD (card))));
  return g_string_free (text, FALSE);
}

static void
test_empty (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *page = fl_dashboard_page_new ();
  g_autoptr(FlScene) scene = fl_scene_new ("home");
  AdwStatusPage *status = ADW_STATUS_PAGE (fl_ui_test_find (page, ADW_TYPE_STATUS_PAGE, NULL));
  GtkWidget *button = fl_ui_test_find (page, GTK_TYPE_BUTTON, "Add LED…");

  adw_window_set_content (ADW_WINDOW (window), page);
  g_assert_cmpstr (get_page (page), ==, "empty");
  g_assert_false (gtk_widget_get_sensitive (button));
  fl_dashboard_page_set_filter (FL_DASHBOARD_PAGE (page), "<b>home</b>/#");
  g_assert_nonnull (strstr (adw_status_page_get_description (status), "&lt;b&gt;home&lt;/b&gt;/#"));

  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), scene->registry);
  g_assert_true (fl_dashboard_page_get_registry (FL_DASHBOARD_PAGE (page)) == scene->registry);
  g_assert_cmpstr (get_page (page), ==, "empty");
  g_assert_true (gtk_widget_get_sensitive (button));
  fl_ui_test_check_names (page);
  fl_scene_arrive (scene, "home/kitchen/temperature", "33.02");
  g_assert_cmpstr (get_page (page), ==, "cards");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_order (void)
{
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_dashboard_page_new ());
  g_autoptr(FlScene) scene = fl_scene_new ("home");
  g_autofree char *cards = NULL;

  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), scene->registry);
  fl_scene_arrive (scene, "home/sensor-10/x", "1");
  fl_scene_arrive (scene, "home/sensor-9/x", "1");
  fl_scene_arrive (scene, "home/attic/x", "1");
  fl_scene_arrive (scene, "home/Hall/x", "1");
  cards = read_cards (page);
  g_assert_true (g_str_has_suffix (cards, "sensor-9 sensor-10 "));
  g_assert_cmpuint (strlen (cards), ==, strlen ("Hall attic sensor-9 sensor-10 "));
}

static void
remember_cb (FlDashboardPage *page,
             FlDevice        *device,
             char           **id)
{
  g_free (*id);
  *id = g_strdup (fl_device_get_id (device));
}

static void
test_signals (void)
{
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_dashboard_page_new ());
  g_autoptr(FlScene) scene = fl_scene_new ("home");
  g_autofree char *opened = NULL;
  g_autofree char *key_wanted = NULL;
  GtkWidget *card;

  fl_scene_arrive (scene, "home/kitchen/temperature", "33.02");
  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), scene->registry);
  g_signal_connect (page, "open-device", G_CALLBACK (remember_cb), &opened);
  g_signal_connect (page, "add-key", G_CALLBACK (remember_cb), &key_wanted);
  card = fl_ui_test_find (page, FL_TYPE_DEVICE_CARD, NULL);
  g_signal_emit_by_name (card, "open-requested");
  g_signal_emit_by_name (card, "add-key-requested");
  g_assert_cmpstr (opened, ==, "kitchen");
  g_assert_cmpstr (key_wanted, ==, "kitchen");
}

static void
act (GtkWidget  *page,
     const char *card,
     const char *signal)
{
  GtkWidget *grid = fl_ui_test_find (page, FL_TYPE_CARD_GRID, NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (grid); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (FL_IS_DEVICE_CARD (child) && g_str_equal (fl_device_get_id (fl_device_card_get_device (FL_DEVICE_CARD (child))), card))
      {
        if (g_str_equal (signal, "move-requested"))
          g_signal_emit_by_name (child, signal, TRUE);
        else
          g_signal_emit_by_name (child, signal);
        break;
      }
  fl_ui_test_settle ();
}

static void
assert_cards (GtkWidget  *page,
              const char *expected)
{
  g_autofree char *cards = NULL;

  fl_ui_test_settle ();
  cards = read_cards (page);
  g_assert_cmpstr (cards, ==, expected);
}

/* Moved, hidden and taken back, looked for; the focus goes with the card. */
static void
test_arranging (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *page = fl_dashboard_page_new ();
  g_autoptr(FlScene) scene = fl_scene_new ("home");
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);

  fl_dashboard_page_set_layout (FL_DASHBOARD_PAGE (page), layout);
  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), scene->registry);
  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  fl_scene_arrive (scene, "home/a/temperature", "1");
  fl_scene_arrive (scene, "home/b/humidity", "1");
  assert_cards (page, "a b ");
  act (page, "a", "move-requested");
  assert_cards (page, "b a ");
  g_assert_true (FL_IS_DEVICE_CARD (gtk_window_get_focus (GTK_WINDOW (window))));
  g_assert_cmpstr (fl_device_get_id (fl_device_card_get_device (FL_DEVICE_CARD (gtk_window_get_focus (GTK_WINDOW (window))))), ==, "a");

  act (page, "a", "hide-requested");
  assert_cards (page, "b ");
  g_assert_nonnull (fl_ui_test_find (page, GTK_TYPE_LABEL, "Hidden (1)"));
  g_signal_emit_by_name (fl_ui_test_find (page, GTK_TYPE_BUTTON, "Undo"), "clicked");
  assert_cards (page, "b a ");

  gtk_editable_set_text (GTK_EDITABLE (fl_ui_test_find (page, GTK_TYPE_SEARCH_ENTRY, NULL)), "nowhere");
  g_signal_emit_by_name (fl_ui_test_find (page, GTK_TYPE_SEARCH_ENTRY, NULL), "search-changed");
  assert_cards (page, "");
  fl_ui_test_check_names (page);
  gtk_widget_activate_action (page, "dashboard.show-all", NULL);
  assert_cards (page, "b a ");
  gtk_window_destroy (GTK_WINDOW (window));
  fl_ui_test_settle ();
}

static void
press (GtkWidget  *page,
       const char *name)
{
  g_signal_emit_by_name (fl_ui_test_find (page, GTK_TYPE_BUTTON, name), "clicked");
  fl_ui_test_settle ();
}

/* All of a room off: what is reported on there, and nothing else; undone. */
static void
test_all_off (void)
{
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_dashboard_page_new ());
  g_autoptr(FlScene) scene = fl_scene_new ("home");
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new ("{\"devices\":{\"a\":{\"room\":\"Hall\"},\"b\":{\"room\":\"Hall\"}}}");

  fl_dashboard_page_set_layout (FL_DASHBOARD_PAGE (page), layout);
  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), scene->registry);
  scene->is_accepting = TRUE;
  fl_scene_arrive (scene, "home/a/led", "ON");
  fl_scene_arrive (scene, "home/b/led", "OFF");
  fl_scene_arrive (scene, "home/c/led", "ON");
  g_ptr_array_set_size (scene->sent, 0);
  press (fl_ui_test_find (page, FL_TYPE_ROOM_HEADING, NULL), NULL);
  g_assert_cmpuint (scene->sent->len, ==, 1);
  g_assert_cmpstr (scene->sent->pdata[0], ==, "home/a/led/set OFF");
  fl_scene_arrive (scene, "home/a/led", "OFF");
  press (page, "Undo");
  g_assert_cmpuint (scene->sent->len, ==, 2);
  g_assert_cmpstr (scene->sent->pdata[1], ==, "home/a/led/set ON");
}

static gboolean
has_ticked_cb (gpointer page)
{
  return fl_ui_test_find (page, GTK_TYPE_LABEL, "1 s ago") != NULL || fl_ui_test_find (page, GTK_TYPE_LABEL, "2 s ago") != NULL;
}

/* In a window: ages tick, every state of the scene can be shown and thrown away. */
static void
test_window (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *page = fl_dashboard_page_new ();
  GtkWidget *watched = page;
  g_autoptr(FlScene) scene = fl_scene_new ("home");

  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &watched);
  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), scene->registry);
  gtk_window_present (GTK_WINDOW (window));
  fl_scene_fill (scene);
  g_assert_true (fl_ui_test_wait (has_ticked_cb, page, 30));
  fl_ui_test_check_names (page);
  gtk_window_destroy (GTK_WINDOW (window));
  fl_ui_test_settle ();
  g_assert_null (watched);
}

static FlAddLedWindow *
find_add_led_window (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (FL_IS_ADD_LED_WINDOW (window))
        return FL_ADD_LED_WINDOW (window); /* the list holds it */
    }
  return NULL;
}

static void
led_added_cb (FlDashboardPage *page,
              FlLed           *led,
              const char      *name,
              const char      *command_topic,
              const char      *report_topic,
              char           **id)
{
  *id = g_strdup (fl_led_get_id (led));
  g_assert_null (name);
  g_assert_null (report_topic);
}

static void
test_add_led (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *page = fl_dashboard_page_new ();
  g_autoptr(FlScene) scene = fl_scene_new ("home");
  g_autofree char *id = NULL;

  adw_window_set_content (ADW_WINDOW (window), page);
  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), scene->registry);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (page, "led-added", G_CALLBACK (led_added_cb), &id);
  fl_dashboard_page_add_led (FL_DASHBOARD_PAGE (page), "home/kitchen/led/set");
  fl_ui_test_settle ();
  g_signal_emit_by_name (fl_ui_test_find (GTK_WIDGET (find_add_led_window ()), GTK_TYPE_BUTTON, "Add"), "clicked");
  g_assert_cmpstr (id, ==, "kitchen/led");
  g_assert_null (find_add_led_window ());

  gtk_widget_activate_action (page, "dashboard.add-led", NULL);
  g_assert_nonnull (find_add_led_window ());
  gtk_window_destroy (GTK_WINDOW (find_add_led_window ()));
  gtk_window_destroy (GTK_WINDOW (window));
  fl_ui_test_settle ();
}

static guint
count_cards (GtkWidget *page)
{
  g_autofree char *cards = read_cards (page);
  g_auto(GStrv) ids = g_strsplit (g_strchomp (cards), " ", -1);

  return g_strv_length (ids);
}

static gboolean
has_all_cb (gpointer page)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (fl_ui_test_find (page, FL_TYPE_CARD_GRID, NULL), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  return count_cards (page) == 150;
}

/* Cards are made as they are scrolled to. */
static void
test_many (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *page = fl_dashboard_page_new ();
  g_autoptr(FlScene) scene = fl_scene_new ("home");

  for (guint i = 0; i < 150; i++)
    {
      g_autofree char *topic = g_strdup_printf ("home/%u/x", i);

      fl_scene_arrive (scene, topic, "1");
    }
  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), scene->registry);
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  g_assert_cmpuint (count_cards (page), <, 150);
  g_assert_true (fl_ui_test_wait (has_all_cb, page, 60));
  gtk_window_destroy (GTK_WINDOW (window));
  fl_ui_test_settle ();
}

static void
test_refused (void)
{
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_dashboard_page_new ());
  g_autoptr(FlScene) scene = fl_scene_new ("home");
  GtkWidget *label;

  for (guint i = 0; i <= FL_DEVICE_REGISTRY_MAX_DEVICES; i++)
    {
      g_autofree char *topic = g_strdup_printf ("home/%u/x", i);

      fl_scene_arrive (scene, topic, "1");
    }
  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), scene->registry);
  label = fl_ui_test_find (page, GTK_TYPE_LABEL, "4096 devices are shown; 1 messages of others were passed over.");
  g_assert_nonnull (label);
  g_assert_true (gtk_widget_get_visible (label));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/dashboard-page/empty", test_empty);
  g_test_add_func ("/dashboard-page/order", test_order);
  g_test_add_func ("/dashboard-page/signals", test_signals);
  g_test_add_func ("/dashboard-page/arranging", test_arranging);
  g_test_add_func ("/dashboard-page/all-off", test_all_off);
  g_test_add_func ("/dashboard-page/window", test_window);
  g_test_add_func ("/dashboard-page/add-led", test_add_led);
  g_test_add_func ("/dashboard-page/many", test_many);
  g_test_add_func ("/dashboard-page/refused", test_refused);
  return g_test_run ();
}
