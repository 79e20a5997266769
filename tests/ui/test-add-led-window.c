/* fl-add-led-window: any topic that can be published to, and nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-add-led-window.h"
#include "ui/fl-scene.h"
#include "ui/fl-ui-test.h"

typedef struct
{
  char *led;
  char *name;
  char *command_topic;
  char *report_topic;
} Added;

static void
added_cb (FlAddLedWindow *window,
          FlLed          *led,
          const char     *name,
          const char     *command_topic,
          const char     *report_topic,
          Added          *added)
{
  added->led = g_strdup (fl_led_get_id (led));
  added->name = g_strdup (name);
  added->command_topic = g_strdup (command_topic);
  added->report_topic = g_strdup (report_topic);
}

static void
set_row (FlAddLedWindow *window,
         const char     *title,
         const char     *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fl_ui_test_find (GTK_WIDGET (window), ADW_TYPE_ENTRY_ROW, title)), text);
}

static void
test_added (void)
{
  g_autoptr(FlScene) scene = fl_scene_new ("home");
  FlAddLedWindow *window = fl_add_led_window_new (scene->registry);
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (window), GTK_TYPE_BUTTON, "Add");
  Added added = { 0 };

  g_signal_connect (window, "added", G_CALLBACK (added_cb), &added);
  g_assert_false (gtk_widget_get_sensitive (button));
  fl_add_led_window_set_topic (window, "home/kitchen/relay/cmd");
  set_row (window, "Topic It Reports On (Optional)", "home/kitchen/relay");
  set_row (window, "Name (Optional)", "Kettle");
  g_assert_true (gtk_widget_get_sensitive (button));
  fl_ui_test_check_names (GTK_WIDGET (window));
  g_signal_emit_by_name (button, "clicked");

  g_assert_cmpstr (added.led, ==, "kitchen/Kettle");
  g_assert_cmpstr (added.name, ==, "Kettle");
  g_assert_cmpstr (added.command_topic, ==, "home/kitchen/relay/cmd");
  g_assert_cmpstr (added.report_topic, ==, "home/kitchen/relay");
  g_assert_nonnull (fl_device_registry_find_led (scene->registry, "kitchen/Kettle"));
  g_free (added.led);
  g_free (added.name);
  g_free (added.command_topic);
  g_free (added.report_topic);
}

static void
test_wrong (void)
{
  static const char *const topics[] = { "home/+/led", "home/#", "$SYS/led" };
  g_autoptr(FlScene) scene = fl_scene_new ("home");
  FlAddLedWindow *window = fl_add_led_window_new (scene->registry);
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (window), GTK_TYPE_BUTTON, "Add");
  GtkWidget *row = fl_ui_test_find (GTK_WIDGET (window), ADW_TYPE_ENTRY_ROW, "Topic that Switches It");

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      fl_add_led_window_set_topic (window, topics[i]);
      g_assert_false (gtk_widget_get_sensitive (button));
      g_assert_true (gtk_widget_has_css_class (row, "error"));
      g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (window), GTK_TYPE_LABEL, "A topic without + and # is needed, such as home/kitchen/led/set"));
    }
  fl_add_led_window_set_topic (window, "home/lamp");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/add-led-window/added", test_added);
  g_test_add_func ("/add-led-window/wrong", test_wrong);
  return g_test_run ();
}
