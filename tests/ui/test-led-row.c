/* fl-led-row: the lamp is the report, the switch the wish; a report is never sent back as a command.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-lamp.h"
#include "ui/fl-led-row.h"
#include "ui/fl-scene.h"
#include "ui/fl-ui-test.h"

typedef struct
{
  FlScene   *scene;
  FlLed     *led;
  FlLedRow  *row;
  GtkSwitch *wish_switch;
  GtkWidget *spinner;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->scene = fl_scene_new ("home");
  fixture->led = fl_device_registry_expect_led (fixture->scene->registry, data, NULL);
  fixture->row = g_object_ref_sink (FL_LED_ROW (fl_led_row_new (fixture->led)));
  fixture->wish_switch = GTK_SWITCH (fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_SWITCH, NULL));
  fixture->spinner = fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_SPINNER, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->row);
  fl_scene_free (fixture->scene);
}

static gboolean
shows (Fixture    *fixture,
       const char *text)
{
  GtkWidget *label = fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_LABEL, text);

  return label != NULL && gtk_widget_get_visible (label);
}

static const char *
get_control (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_STACK, NULL)));
}

static FlLedState
get_lamp (Fixture *fixture)
{
  return fl_lamp_get_state (FL_LAMP (fl_ui_test_find (GTK_WIDGET (fixture->row), FL_TYPE_LAMP, NULL)));
}

static void
report (Fixture    *fixture,
        const char *text)
{
  fl_scene_arrive (fixture->scene, "home/kitchen/led", text);
}

static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_true (fl_led_row_get_led (fixture->row) == fixture->led);
  g_assert_cmpint (get_lamp (fixture), ==, FL_LED_STATE_UNKNOWN);
  g_assert_true (shows (fixture, "not known"));
  g_assert_cmpstr (get_control (fixture), ==, "buttons");
  fl_ui_test_check_names (GTK_WIDGET (fixture->row));

  g_signal_emit_by_name (fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_BUTTON, "Off"), "clicked");
  g_assert_cmpstr (fixture->scene->sent->pdata[0], ==, "home/kitchen/led/set OFF");
  g_assert_true (gtk_widget_get_visible (fixture->spinner));
  g_assert_cmpint (get_lamp (fixture), ==, FL_LED_STATE_UNKNOWN);
  report (fixture, "OFF");
  g_assert_cmpstr (get_control (fixture), ==, "switch");
  g_assert_false (gtk_widget_get_visible (fixture->spinner));
  g_assert_cmpuint (fixture->scene->sent->len, ==, 1);
}

static void
test_unknown_on (Fixture       *fixture,
                 gconstpointer  data)
{
  g_signal_emit_by_name (fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_BUTTON, "On"), "clicked");
  g_assert_cmpstr (fixture->scene->sent->pdata[0], ==, "home/kitchen/led/set ON");
}

/* GtkSwitch emits state-set for our changes too: none of them may go out. */
static void
test_reports_are_not_commands (Fixture       *fixture,
                               gconstpointer  data)
{
  static const char *const reports[] = { "ON", "OFF", "ON", "ON", "OFF" };

  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      const gboolean on = g_str_equal (reports[i], "ON");

      report (fixture, reports[i]);
      g_assert_cmpint (gtk_switch_get_active (fixture->wish_switch), ==, on);
      g_assert_cmpint (gtk_switch_get_state (fixture->wish_switch), ==, on);
      g_assert_cmpint (get_lamp (fixture), ==, on ? FL_LED_STATE_ON : FL_LED_STATE_OFF);
      g_assert_true (shows (fixture, on ? "reported on" : "reported off"));
    }
  g_assert_cmpuint (fixture->scene->sent->len, ==, 0);
}

static void
test_click (Fixture       *fixture,
            gconstpointer  data)
{
  report (fixture, "OFF");
  gtk_switch_set_active (fixture->wish_switch, TRUE);
  g_assert_cmpuint (fixture->scene->sent->len, ==, 1);
  g_assert_cmpstr (fixture->scene->sent->pdata[0], ==, "home/kitchen/led/set ON");
  /* The knob is the wish; trough, lamp and words are what was reported. */
  g_assert_true (gtk_switch_get_active (fixture->wish_switch));
  g_assert_false (gtk_switch_get_state (fixture->wish_switch));
  g_assert_cmpint (get_lamp (fixture), ==, FL_LED_STATE_OFF);
  g_assert_true (shows (fixture, "reported off"));
  g_assert_true (gtk_widget_get_visible (fixture->spinner));

  report (fixture, "ON");
  g_assert_true (gtk_switch_get_state (fixture->wish_switch));
  g_assert_false (gtk_widget_get_visible (fixture->spinner));
  g_assert_cmpuint (fixture->scene->sent->len, ==, 1);
}

static void
test_contradiction (Fixture       *fixture,
                    gconstpointer  data)
{
  report (fixture, "OFF");
  gtk_switch_set_active (fixture->wish_switch, TRUE);
  report (fixture, "OFF");
  g_assert_false (gtk_switch_get_active (fixture->wish_switch));
  g_assert_true (shows (fixture, "the device reports off"));
  g_assert_cmpuint (fixture->scene->sent->len, ==, 1);
}

static gboolean
is_settled_cb (gpointer data)
{
  return !fl_led_get_pending (data);
}

static void
test_not_confirmed (Fixture       *fixture,
                    gconstpointer  data)
{
  report (fixture, "OFF");
  fl_led_set_limit_ms (fixture->led, 20);
  gtk_switch_set_active (fixture->wish_switch, TRUE);
  g_assert_true (fl_ui_test_wait (is_settled_cb, fixture->led, 30));
  g_assert_false (gtk_switch_get_active (fixture->wish_switch));
  g_assert_true (shows (fixture, "not confirmed"));
  g_assert_true (gtk_widget_has_css_class (fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_LABEL, "not confirmed"), "warning"));
  g_assert_cmpuint (fixture->scene->sent->len, ==, 1);
}

/* Clicks while one is on its way: the knob follows the last, one more command goes out. */
static void
test_last_wish (Fixture       *fixture,
                gconstpointer  data)
{
  report (fixture, "OFF");
  gtk_switch_set_active (fixture->wish_switch, TRUE);
  gtk_switch_set_active (fixture->wish_switch, FALSE);
  g_assert_false (gtk_switch_get_active (fixture->wish_switch));
  g_assert_cmpuint (fixture->scene->sent->len, ==, 1);
  report (fixture, "ON");
  g_assert_cmpuint (fixture->scene->sent->len, ==, 2);
  g_assert_cmpstr (fixture->scene->sent->pdata[1], ==, "home/kitchen/led/set OFF");
  g_assert_false (gtk_switch_get_active (fixture->wish_switch));
  report (fixture, "OFF");
  g_assert_cmpuint (fixture->scene->sent->len, ==, 2);
}

static void
test_unavailable (Fixture       *fixture,
                  gconstpointer  data)
{
  report (fixture, "ON");
  fl_device_registry_set_online (fixture->scene->registry, FALSE, "the broker <b>closed</b> the connection");
  g_assert_false (gtk_widget_get_sensitive (fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_STACK, NULL)));
  g_assert_true (shows (fixture, "the broker <b>closed</b> the connection"));
  gtk_switch_set_active (fixture->wish_switch, FALSE);
  g_assert_true (gtk_switch_get_active (fixture->wish_switch));
  g_assert_cmpuint (fixture->scene->sent->len, ==, 0);
}

static void
test_echoed (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *note;

  g_assert_true (shows (fixture, "this device does not report"));
  g_signal_emit_by_name (fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_BUTTON, "On"), "clicked");
  fl_scene_arrive (fixture->scene, "home/led", "ON");
  g_assert_cmpint (get_lamp (fixture), ==, FL_LED_STATE_UNKNOWN);
  g_assert_cmpstr (get_control (fixture), ==, "buttons");
  g_assert_true (shows (fixture, "not known"));
  note = fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_LABEL, fl_led_get_note (fixture->led));
  g_assert_nonnull (note);
  g_assert_false (gtk_widget_has_css_class (note, "warning"));
}

/* What tests and assistive tools read: the report under its own name, apart from the switch. */
static void
test_accessible (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *label;

  report (fixture, "ON");
  label = fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_LABEL, "reported on");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, "kitchen/led reported state");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->wish_switch), GTK_ACCESSIBLE_PROPERTY_LABEL, "kitchen/led");
}

static void
test_stale_command (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_BUTTON, "Delete");

  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (button)));
  fl_led_take_stale_command (fixture->led, "ON");
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_parent (button)));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (fixture->row), "The broker keeps “ON” on its command topic"));
  g_assert_cmpuint (fixture->scene->sent->len, ==, 0);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (fixture->scene->sent->len, ==, 1);
  g_assert_cmpstr (fixture->scene->sent->pdata[0], ==, "home/kitchen/led/set ");
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (button)));
}

/* Its device is needed to set the time. */
static void
test_menu (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_MENU_BUTTON, NULL);

  g_assert_false (gtk_widget_get_visible (button));
  fl_led_row_set_device (fixture->row, fl_device_registry_find_device (fixture->scene->registry, "kitchen"));
  g_assert_true (gtk_widget_get_visible (button));
  fl_ui_test_check_names (GTK_WIDGET (fixture->row));
}

#define ADD(path, id, test) g_test_add ("/led-row/" path, Fixture, id, set_up, test, tear_down)

/* One that describes itself is called as it calls itself, not by its id; also once it calls itself something else. */
static void
test_described (Fixture       *fixture,
                gconstpointer  data)
{
  const FlAspect power = { .kind = FL_ASPECT_POWER, .command_topic = "x/set", .on = "ON", .off = "OFF", .state_topic = "x" };
  g_autoptr(FlDeviceInfo) info = fl_device_info_new (&(FlDeviceInfoFields) { .key = "AA:BB", .name = "Aquarium" });
  static const struct { const char *name, *spoken; } cases[] = { { "Pump", "Aquarium: Pump" }, { "Aquarium", "Aquarium" }, };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlEntity) entity = fl_entity_new (info, &(FlEntityFields) { .id = "switch.pump", .name = cases[i].name, .aspects = &power,
                                                                            .n_aspects = 1 }, NULL);

      fl_led_set_entity (fixture->led, entity);
      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->wish_switch), GTK_ACCESSIBLE_PROPERTY_LABEL, cases[i].spoken);
    }
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  ADD ("unknown", "kitchen/led", test_unknown);
  ADD ("unknown-on", "kitchen/led", test_unknown_on);
  ADD ("reports-are-not-commands", "kitchen/led", test_reports_are_not_commands);
  ADD ("click", "kitchen/led", test_click);
  ADD ("contradiction", "kitchen/led", test_contradiction);
  ADD ("not-confirmed", "kitchen/led", test_not_confirmed);
  ADD ("last-wish", "kitchen/led", test_last_wish);
  ADD ("unavailable", "kitchen/led", test_unavailable);
  ADD ("echoed", "home/led", test_echoed);
  ADD ("accessible", "kitchen/led", test_accessible);
  ADD ("described", "kitchen/led", test_described);
  ADD ("stale-command", "kitchen/led", test_stale_command);
  ADD ("menu", "kitchen/led", test_menu);
  return g_test_run ();
}
