/* fl-device-card: what is shown of a device, and what Space, Enter and the buttons do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-card-menu.h"
#include "ui/fl-device-card.h"
#include "ui/fl-led-row.h"
#include "ui/fl-reading-row.h"
#include "ui/fl-scene.h"
#include "ui/fl-table-view.h"
#include "ui/fl-ui-test.h"

typedef struct
{
  FlScene      *scene;
  FlDeviceCard *card;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->scene = fl_scene_new ("home");
  fl_scene_fill (fixture->scene);
  g_ptr_array_set_size (fixture->scene->sent, 0);
  fixture->card = g_object_ref_sink (FL_DEVICE_CARD (fl_device_card_new (fl_device_registry_find_device (fixture->scene->registry, data))));
  fl_ui_test_settle ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->card);
  fl_scene_free (fixture->scene);
}

static GtkWidget *
find (Fixture    *fixture,
      GType       type,
      const char *label)
{
  return fl_ui_test_find (GTK_WIDGET (fixture->card), type, label);
}

static gboolean
shows (Fixture    *fixture,
       const char *text)
{
  GtkWidget *widget = find (fixture, GTK_TYPE_LABEL, text);

  for (; widget != NULL && widget != GTK_WIDGET (fixture->card); widget = gtk_widget_get_parent (widget))
    if (!gtk_widget_get_visible (widget))
      return FALSE;
  return widget != NULL;
}

static void
test_values (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_cmpstr (fl_device_get_id (fl_device_card_get_device (fixture->card)), ==, "kitchen");
  g_assert_true (shows (fixture, "kitchen"));
  g_assert_true (shows (fixture, "Online"));
  g_assert_true (shows (fixture, "temperature"));
  g_assert_true (shows (fixture, "33.02"));
  g_assert_true (shows (fixture, "reported on"));
  g_assert_true (shows (fixture, "Fernet"));
  g_assert_null (find (fixture, FL_TYPE_TABLE_VIEW, NULL));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (fixture->card), "attention"));
  fl_ui_test_check_names (GTK_WIDGET (fixture->card));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->card), GTK_ACCESSIBLE_PROPERTY_LABEL, "kitchen");
}

static void
test_table (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_true (shows (fixture, "Franks Phone"));
  g_assert_true (shows (fixture, "88:29:9C:00:61:A9"));
  fl_device_card_tick (fixture->card, g_get_real_time () + 5 * 60 * G_USEC_PER_SEC);
  g_assert_true (shows (fixture, "left 5 min ago"));
  g_assert_true (shows (fixture, "5 min ago"));
}

static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_true (shows (fixture, "Offline"));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->card), "attention"));
  fl_scene_arrive (fixture->scene, "home/garden/status", "online");
  g_assert_true (shows (fixture, "Online"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (fixture->card), "attention"));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_encrypted (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *button = gtk_widget_get_ancestor (find (fixture, GTK_TYPE_LABEL, "Encrypted — add key"), GTK_TYPE_BUTTON);
  guint n_requests = 0;

  g_assert_true (shows (fixture, "Encrypted — add key"));
  g_signal_connect_swapped (fixture->card, "add-key-requested", G_CALLBACK (count_cb), &n_requests);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (n_requests, ==, 1);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->card), "attention"));

  fl_scene_arrive_token (fixture->scene, "home/workshop/led", "gAAAAA", "wrong-key", 0);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->card), "refused"));
  g_assert_true (shows (fixture, "Encrypted with another key — add key"));

  fl_scene_arrive_token (fixture->scene, "home/workshop/led", "OFF", NULL, 0);
  fl_scene_arrive_token (fixture->scene, "home/workshop/state", "{\"temperature\":20}", NULL, 0);
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_true (shows (fixture, "reported off"));
  g_assert_true (shows (fixture, "20"));
}

static void
test_clock (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_false (shows (fixture, "Device clock not set"));
  fl_scene_arrive (fixture->scene, "home/hallway/state", "{\"temperature\":20,\"timestamp\":12}");
  g_assert_true (shows (fixture, "Device clock not set"));
}

/* What a person's key does; the card must be in a window to have the focus. */
static gboolean
press (Fixture *fixture,
       guint    keyval)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->card));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_used = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller))
        continue;
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, (GdkModifierType) 0, &is_used);
      return is_used;
    }
  g_assert_not_reached ();
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *window = adw_window_new ();
  guint n_opened = 0;

  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (fixture->card));
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect_swapped (fixture->card, "open-requested", G_CALLBACK (count_cb), &n_opened);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (fixture->card)));

  g_assert_true (press (fixture, GDK_KEY_space));
  g_assert_cmpuint (fixture->scene->sent->len, ==, 1);
  g_assert_true (g_str_has_prefix (fixture->scene->sent->pdata[0], "home/garden/led/set ON"));
  g_assert_true (press (fixture, GDK_KEY_Return));
  g_assert_cmpuint (n_opened, ==, 1);
  g_assert_false (press (fixture, GDK_KEY_a));

  /* The switch has its own Space. */
  g_assert_true (gtk_widget_grab_focus (find (fixture, GTK_TYPE_SWITCH, NULL)));
  g_assert_false (press (fixture, GDK_KEY_space));
  g_assert_cmpuint (fixture->scene->sent->len, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_many_readings (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *button;
  guint n_rows = 0;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *topic = g_strdup_printf ("home/hallway/value-%u", i);

      fl_scene_arrive (fixture->scene, topic, "1");
    }
  button = find (fixture, GTK_TYPE_BUTTON, "Show 5 More Readings");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  for (GtkWidget *row = find (fixture, FL_TYPE_READING_ROW, NULL); row != NULL; row = gtk_widget_get_next_sibling (row))
    n_rows++;
  g_assert_cmpuint (n_rows, ==, 11);
  g_assert_false (gtk_widget_get_visible (button));
}

static void
make_online (Fixture       *fixture,
             gconstpointer  data)
{
  set_up (fixture, data);
  fl_scene_arrive (fixture->scene, "home/garden/status", "online");
}

#define ADD(path, id, test) g_test_add ("/device-card/" path, Fixture, id, set_up, test, tear_down)

/* Everything on the card is called as the user calls the device. */
static void
test_given_name (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new ("");
  GtkWidget *menu = find (fixture, FL_TYPE_CARD_MENU, NULL);
  GtkWidget *button = fl_ui_test_find (menu, GTK_TYPE_MENU_BUTTON, NULL);

  fl_device_card_set_layout (fixture->card, layout);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, "Menu of kitchen");
  fl_dashboard_layout_set_text (layout, "kitchen", FL_DASHBOARD_TEXT_NAME, "Galley");
  g_assert_true (shows (fixture, "Galley"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->card), GTK_ACCESSIBLE_PROPERTY_LABEL, "Galley");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, "Menu of Galley");
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  ADD ("values", "kitchen", test_values);
  ADD ("given-name", "kitchen", test_given_name);
  ADD ("table", "presence", test_table);
  ADD ("offline", "garden", test_offline);
  ADD ("encrypted", "workshop", test_encrypted);
  ADD ("clock", "hallway", test_clock);
  g_test_add ("/device-card/keys", Fixture, "garden", make_online, test_keys, tear_down);
  ADD ("many-readings", "hallway", test_many_readings);
  return g_test_run ();
}
