/* An entity on a card: what it becomes, what reports do to it, what is left when it is described anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-binding.h"

#include <string.h>

static FlEntity *
make_sensor (const char *name,
             const char *template)
{
  g_autoptr(FlDeviceInfo) info = fl_device_info_new (&(FlDeviceInfoFields) { .key = "A" });
  const FlAspect aspect = { .kind = FL_ASPECT_VALUE, .state_topic = "t", .state_template = template };
  const FlEntityFields fields = { .id = "t", .name = name, .kind = FL_ENTITY_SENSOR, .unit = "%", .aspects = &aspect, .n_aspects = 1 };

  return fl_entity_new (info, &fields, NULL);
}

static void
take (FlBinding  *binding,
      const char *text)
{
  g_autoptr(FlMessage) message = fl_message_new_plain ("t", text);
  g_auto(FlReport) report = { 0 };
  const FlTopicUse use = { binding, FL_TOPIC_USE_REPORT, 0 };

  fl_report_init (&report, message);
  g_assert_false (fl_binding_take (&use, &report));
}

static void
test_reading (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("a", "A", "");
  g_autoptr(FlEntity) entity = make_sensor ("Humidity", "{{ value_json.h }}");
  g_autoptr(FlEntity) renamed = make_sensor ("Moisture", "{{ value_json.m }}");
  FlBinding *binding = fl_binding_new (entity, device);
  g_autoptr(FlReading) reading = g_list_model_get_item (fl_device_get_readings (device), 0);

  g_assert_null (fl_binding_get_led (binding));
  g_assert_cmpstr (fl_reading_get_name (reading), ==, "Humidity");
  g_assert_cmpstr (fl_reading_get_unit (reading), ==, "%");
  take (binding, "{\"h\":45.50}");
  g_assert_true (fl_reading_get_numeric (reading));
  g_assert_cmpfloat (fl_reading_get_value (reading), ==, 45.5);
  g_assert_cmpstr (fl_reading_get_text (reading), ==, "45.50");
  take (binding, "{\"m\":1}");
  take (binding, "not JSON");
  g_assert_cmpuint (fl_reading_get_n_values (reading), ==, 1);
  fl_binding_set_entity (binding, renamed);
  g_assert_cmpstr (fl_reading_get_name (reading), ==, "Moisture");
  take (binding, "{\"m\":\"wet\"}");
  g_assert_cmpstr (fl_reading_get_text (reading), ==, "wet");
  fl_binding_free (binding);
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_readings (device)), ==, 0);
}

/* As many as a card holds, and one more. */
static void
test_full (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("a", "A", "");
  g_autoptr(FlEntity) entity = make_sensor ("x", NULL);
  g_autoptr(GPtrArray) bindings = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_binding_free);

  for (guint i = 0; i < FL_DEVICE_MAX_READINGS; i++)
    g_ptr_array_add (bindings, fl_binding_new (entity, device));
  g_assert_null (fl_binding_new (entity, device));
  g_assert_cmpuint (fl_device_get_n_refused (device), ==, 1);
}

static void
send_cb (FlLed         *led,
         gboolean       on,
         FlLedSentFunc  sent,
         gpointer       sent_data,
         gpointer       user_data)
{
  ++*(guint *) user_data;
  sent (NULL, sent_data);
}

static void
take_target (FlBinding  *binding,
             const char *text,
             gboolean    retained)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) { .topic = "x/$target", .payload = payload, .retained = retained });
  g_auto(FlReport) report = { 0 };

  fl_report_init (&report, message);
  g_assert_false (fl_binding_take (&(FlTopicUse) { binding, FL_TOPIC_USE_TARGET, 0 }, &report));
}

/* What the device repeats confirms the wish, and lights nothing. */
static void
test_target (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("a", "A", "");
  g_autoptr(FlDeviceInfo) info = fl_device_info_new (&(FlDeviceInfoFields) { .key = "A" });
  const FlAspect aspect = { .kind = FL_ASPECT_POWER, .command_topic = "x/set", .on = "true", .off = "false", .state_topic = "x",
                            .target_topic = "x/$target" };
  g_autoptr(FlEntity) entity = fl_entity_new (info, &(FlEntityFields) { .id = "x", .aspects = &aspect, .n_aspects = 1 }, NULL);
  g_autoptr(FlBinding) binding = fl_binding_new (entity, device);
  FlLed *led = fl_binding_get_led (binding);
  guint n_sent = 0;

  fl_led_set_sender (led, send_cb, &n_sent, NULL);
  g_assert_true (fl_led_command (led, TRUE));
  take_target (binding, "true", TRUE);
  take_target (binding, "false", FALSE);
  g_assert_true (fl_led_get_pending (led));
  take_target (binding, "true", FALSE);
  g_assert_false (fl_led_get_pending (led));
  g_assert_null (fl_led_get_note (led));
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);
  g_assert_cmpuint (n_sent, ==, 1);

  /* It did not do what it promised; once that is said, what it reports is how it is. */
  fl_led_take_report (led, FL_LED_STATE_OFF, 1, FL_TIME_ORIGIN_ARRIVAL, FALSE);
  g_assert_cmpstr (fl_led_get_note (led), ==, "the device reports off");
  g_assert_true (fl_led_get_needs_attention (led));
  fl_led_take_report (led, FL_LED_STATE_ON, 2, FL_TIME_ORIGIN_ARRIVAL, FALSE);
  g_assert_null (fl_led_get_note (led));

  /* And where it did, nothing is said. */
  g_assert_true (fl_led_command (led, FALSE));
  take_target (binding, "false", FALSE);
  fl_led_take_report (led, FL_LED_STATE_OFF, 3, FL_TIME_ORIGIN_ARRIVAL, FALSE);
  g_assert_null (fl_led_get_note (led));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/binding/reading", test_reading);
  g_test_add_func ("/binding/full", test_full);
  g_test_add_func ("/binding/target", test_target);
  return g_test_run ();
}
