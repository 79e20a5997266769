/* fl-led-menu: asks again where there is a query, and sets the device's time, not the broker's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-led-menu.h"
#include "ui/fl-ui-test.h"

static void
publish_cb (const char      *topic,
            GBytes          *payload,
            gboolean         retained,
            FlPublishedFunc  published,
            gpointer         published_data,
            gpointer         user_data)
{
  g_string_append_printf (user_data, "%s %.*s;", topic, (int) g_bytes_get_size (payload), (const char *) g_bytes_get_data (payload, NULL));
  published (NULL, published_data);
}

static void
test_menu (void)
{
  g_autoptr(GString) sent = g_string_new (NULL);
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  FlLed *led = fl_device_ensure_led (device, "led");
  g_autoptr(FlPublisher) publisher = fl_publisher_new (publish_cb, sent, NULL);
  FlLedMenu *menu = g_object_ref_sink (g_object_new (FL_TYPE_LED_MENU, NULL));
  GtkWidget *ask = fl_ui_test_find (GTK_WIDGET (menu), GTK_TYPE_BUTTON, "_Ask Again");
  GtkSpinButton *limit = GTK_SPIN_BUTTON (fl_ui_test_find (GTK_WIDGET (menu), GTK_TYPE_SPIN_BUTTON, NULL));

  fl_device_set_default_limit_ms (device, 7000);
  fl_led_menu_set_led (menu, led, device);
  g_assert_false (gtk_widget_get_visible (ask));
  g_assert_cmpfloat (gtk_spin_button_get_value (limit), ==, 7);
  g_assert_cmpuint (fl_device_get_confirm_limit_ms (device), ==, 0);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (menu), GTK_TYPE_LABEL, "Other devices of this broker: 7 seconds"));
  gtk_spin_button_set_value (limit, 20);
  g_assert_cmpuint (fl_device_get_confirm_limit_ms (device), ==, 20000);
  g_assert_cmpuint (fl_led_get_limit_ms (led), ==, 20000);
  gtk_spin_button_set_value (limit, 7);
  g_assert_cmpuint (fl_device_get_confirm_limit_ms (device), ==, 0);

  fl_led_set_topics (led, "home/kitchen/led/set", "home/kitchen/led", FL_LED_EVIDENCE_REPORTED);
  fl_led_set_query (led, "home/kitchen/led/get", "?");
  fl_led_set_publisher (led, publisher);
  fl_led_menu_set_led (menu, led, device);
  g_assert_true (gtk_widget_get_visible (ask) && gtk_widget_get_sensitive (ask));
  fl_ui_test_check_names (GTK_WIDGET (menu));
  g_signal_emit_by_name (ask, "clicked");
  g_assert_cmpstr (sent->str, ==, "home/kitchen/led/get ?;");
  g_assert_false (gtk_widget_get_sensitive (ask));
  fl_led_take_report (led, FL_LED_STATE_ON, 1, FL_TIME_ORIGIN_ARRIVAL, FALSE);
  g_assert_true (gtk_widget_get_sensitive (ask));
  fl_led_set_publisher (led, NULL);

  /* Without a device there is no time to be set. */
  fl_led_menu_set_led (menu, led, NULL);
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (GTK_WIDGET (limit))));
  g_assert_finalize_object (menu);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/led-menu/menu", test_menu);
  return g_test_run ();
}
