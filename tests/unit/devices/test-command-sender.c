/* What goes out for a LED: the convention's payload or the entity's, and nothing once it is unwired.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-command-sender.h"

#include "devices/fl-convention-plain.h"
#include "devices/fl-device-registry.h"

typedef struct
{
  FlCommandSender *sender;
  FlDevice *device;
  FlDeviceSettings *settings;
  GString *sent; /* "topic=payload;" */
} Fixture;

static void
send_cb (const char       *topic,
         GBytes           *payload,
         int               qos,
         gboolean          retained,
         FlDeviceSentFunc  sent,
         gpointer          sent_data,
         gpointer          user_data)
{
  g_assert_cmpint (qos, ==, 1);
  g_assert_false (retained);
  g_string_append_printf (((Fixture *) user_data)->sent, "%s=%.*s;", topic, (int) g_bytes_get_size (payload),
                          (const char *) g_bytes_get_data (payload, NULL));
  sent (NULL, sent_data);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->settings = fl_device_settings_new_default ();
  fixture->sender = fl_command_sender_new (fixture->settings);
  fixture->device = fl_device_new ("a", "A", "home/a");
  fixture->sent = g_string_new (NULL);
  fl_command_sender_set_func (fixture->sender, send_cb, fixture, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->device);
  fl_command_sender_free (fixture->sender);
  fl_device_settings_unref (fixture->settings);
  g_string_free (fixture->sent, TRUE);
}

static void
test_convention (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(FlConvention) plain = fl_convention_plain_new (fixture->settings);
  FlLed *led = fl_device_ensure_led (fixture->device, "led");

  fl_led_set_topics (led, "home/a/led/set", NULL, FL_LED_EVIDENCE_NONE);
  fl_command_sender_wire (fixture->sender, led, fixture->device, plain);
  g_assert_false (fl_command_sender_has_sent_to (fixture->sender, "home/a/led/set"));
  g_assert_true (fl_led_command (led, TRUE));
  g_assert_cmpstr (fixture->sent->str, ==, "home/a/led/set=ON;");
  g_assert_true (fl_command_sender_has_sent_to (fixture->sender, "home/a/led/set"));
  fl_command_sender_unwire (led);
  g_assert_false (fl_led_command (led, FALSE));
}

static void
test_entity (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(FlDeviceInfo) info = fl_device_info_new (&(FlDeviceInfoFields) { .key = "A" });
  const FlAspect aspect = { .kind = FL_ASPECT_POWER, .command_topic = "x/set", .on = "{\"s\":1}", .off = "{\"s\":0}" };
  g_autoptr(FlEntity) entity = fl_entity_new (info, &(FlEntityFields) { .id = "x", .aspects = &aspect, .n_aspects = 1 }, NULL);
  FlLed *led = fl_device_add_led (fixture->device, entity);

  fl_led_set_topics (led, "x/set", NULL, FL_LED_EVIDENCE_NONE);
  fl_command_sender_wire (fixture->sender, led, fixture->device, NULL);
  g_assert_true (fl_led_command (led, FALSE));
  g_assert_cmpstr (fixture->sent->str, ==, "x/set={\"s\":0};");
}

/* Nobody sends: it is said, and nothing is kept. */
static void
test_nobody (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(FlConvention) plain = fl_convention_plain_new (fixture->settings);
  FlLed *led = fl_device_ensure_led (fixture->device, "led");

  fl_led_set_topics (led, "home/a/led/set", NULL, FL_LED_EVIDENCE_NONE);
  fl_command_sender_wire (fixture->sender, led, fixture->device, plain);
  fl_command_sender_set_func (fixture->sender, NULL, NULL, NULL);
  fl_led_command (led, TRUE);
  g_assert_nonnull (fl_led_get_note (led));
  g_assert_false (fl_led_get_pending (led));
  g_assert_cmpstr (fixture->sent->str, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/command-sender/convention", Fixture, NULL, set_up, test_convention, tear_down);
  g_test_add ("/command-sender/entity", Fixture, NULL, set_up, test_entity, tear_down);
  g_test_add ("/command-sender/nobody", Fixture, NULL, set_up, test_nobody, tear_down);
  return g_test_run ();
}
