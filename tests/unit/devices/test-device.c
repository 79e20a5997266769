/* A device: who is there, what needs attention, why its LEDs cannot be switched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device.h"

static void
send_cb (FlLed         *led,
         gboolean       on,
         FlLedSentFunc  sent,
         gpointer       sent_data,
         gpointer       user_data)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no luck");

  sent (error, sent_data);
}

static void
test_parts (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  FlLed *led = fl_device_ensure_led (device, "led");
  FlReading *reading = fl_device_ensure_reading (device, "temperature", "home/kitchen/state");
  FlTable *table = fl_device_ensure_table (device, "devices", "home/kitchen/devices");

  g_assert_cmpstr (fl_device_get_id (device), ==, "kitchen");
  g_assert_cmpstr (fl_device_get_name (device), ==, "kitchen");
  g_assert_cmpstr (fl_device_get_root (device), ==, "home/kitchen");
  g_assert_true (fl_device_ensure_led (device, "led") == led);
  g_assert_true (fl_device_find_led (device, "led") == led);
  g_assert_null (fl_device_find_led (device, "lamp"));
  g_assert_true (fl_device_ensure_reading (device, "temperature", "home/kitchen/state") == reading);
  g_assert_true (fl_device_ensure_table (device, "devices", "home/kitchen/devices") == table);
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_leds (device)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_readings (device)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_tables (device)), ==, 1);
  g_assert_true (fl_led_get_available (led));
}

static const struct { const char *name, *topic, *shown; } readings[] = {
  { "temperature", "home/kitchen/state", "temperature" },
  { "temperature", "home/kitchen/bme/temperature", "bme/temperature" },
  { "temperature", "home/kitchen/sensors", "sensors temperature" },
  { "humidity", "home/kitchen/sensors", "humidity" },
};

/* Two topics may use one name; the person must be able to tell them apart. */
static void
test_reading_names (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");

  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    g_assert_cmpstr (fl_reading_get_name (fl_device_ensure_reading (device, readings[i].name, readings[i].topic)), ==, readings[i].shown);
}

static void
test_ceilings (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");

  for (guint i = 0; i < FL_DEVICE_MAX_READINGS + 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      g_assert_true ((fl_device_ensure_reading (device, name, "t") != NULL) == (i < FL_DEVICE_MAX_READINGS));
      g_assert_true ((fl_device_ensure_led (device, name) != NULL) == (i < FL_DEVICE_MAX_LEDS));
      g_assert_true ((fl_device_ensure_table (device, name, "t") != NULL) == (i < FL_DEVICE_MAX_TABLES));
    }
  g_assert_cmpuint (fl_device_get_n_refused (device), ==,
                    2 + (FL_DEVICE_MAX_READINGS + 2 - FL_DEVICE_MAX_LEDS) + (FL_DEVICE_MAX_READINGS + 2 - FL_DEVICE_MAX_TABLES));
}

static void
test_availability (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  FlLed *led = fl_device_ensure_led (device, "led");

  g_assert_cmpint (fl_device_get_availability (device), ==, FL_AVAILABILITY_UNKNOWN);
  fl_device_take_availability (device, FL_AVAILABILITY_OFFLINE, 0);
  g_assert_cmpint (fl_device_get_availability (device), ==, FL_AVAILABILITY_OFFLINE);
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_WARNING);
  g_assert_cmpstr (fl_device_get_attention_text (device), ==, "Offline");
  g_assert_false (fl_led_get_available (led));
  g_assert_cmpstr (fl_led_get_reason (led), ==, "the device is offline");

  fl_device_take_availability (device, FL_AVAILABILITY_OFFLINE, g_get_real_time ());
  g_assert_cmpint (fl_device_get_availability_at (device), !=, 0);
  g_assert_true (g_str_has_prefix (fl_led_get_reason (led), "the device is offline since "));

  fl_device_take_availability (device, FL_AVAILABILITY_ONLINE, 0);
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_NONE);
  g_assert_null (fl_device_get_attention_text (device));
  g_assert_true (fl_led_get_available (led));
}

static void
test_link (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  FlLed *led = fl_device_ensure_led (device, "led");

  fl_device_set_online (device, FALSE, "the broker is gone");
  g_assert_false (fl_led_get_available (led));
  g_assert_cmpstr (fl_led_get_reason (led), ==, "the broker is gone");
  g_assert_false (fl_led_get_available (fl_device_ensure_led (device, "another")));
  fl_device_take_availability (device, FL_AVAILABILITY_OFFLINE, 0);
  fl_device_set_online (device, TRUE, NULL);
  g_assert_cmpstr (fl_led_get_reason (led), ==, "the device is offline");
}

static void
test_encryption (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  FlLed *led = fl_device_ensure_led (device, "led");

  fl_device_take_encryption (device, "a", FALSE, FL_ENCRYPTED_STATE_NONE, NULL);
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_NONE);

  fl_device_take_encryption (device, "a", FALSE, FL_ENCRYPTED_STATE_NO_KEY, NULL);
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_NO_KEY);
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_WARNING);
  g_assert_cmpstr (fl_device_get_attention_text (device), ==, "Encrypted — add key");
  g_assert_false (fl_led_get_available (led));

  fl_device_take_encryption (device, "b", FALSE, FL_ENCRYPTED_STATE_WRONG_KEY, NULL);
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_WRONG_KEY);
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_ERROR);

  /* One key opens what was there; a plain message later does not make it a plain device, but one that stopped. */
  fl_device_take_encryption (device, "a", FALSE, FL_ENCRYPTED_STATE_OK, "12345678");
  fl_device_take_encryption (device, "b", FALSE, FL_ENCRYPTED_STATE_OK, "12345678");
  fl_device_take_encryption (device, "b", FALSE, FL_ENCRYPTED_STATE_NONE, NULL);
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_STOPPED);
  g_assert_true (fl_device_has_stopped_encrypting (device, "b"));
  g_assert_false (fl_device_has_stopped_encrypting (device, "a"));
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_ERROR);
  g_assert_cmpstr (fl_device_get_attention_text (device), ==, "Stopped encrypting");
  g_assert_cmpstr (fl_device_get_key_id (device), ==, "12345678");
  fl_device_take_encryption (device, "b", FALSE, FL_ENCRYPTED_STATE_OK, "12345678");
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_OK);
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_NONE);
  g_assert_true (fl_led_get_available (led));

  /* A stranger's token elsewhere does not take the switch away. */
  fl_device_take_encryption (device, "c", FALSE, FL_ENCRYPTED_STATE_WRONG_KEY, NULL);
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_WRONG_KEY);
  g_assert_true (fl_led_get_available (led));
}

/* What the user decides is told, and holds for what came before. */
static void
test_decisions (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  FlLed *led = fl_device_ensure_led (device, "led");

  fl_device_set_default_limit_ms (device, 7000);
  g_assert_cmpuint (fl_led_get_limit_ms (led), ==, 7000);
  fl_device_set_confirm_limit_ms (device, 2000);
  g_assert_cmpuint (fl_led_get_limit_ms (led), ==, 2000);
  g_assert_cmpuint (fl_led_get_limit_ms (fl_device_ensure_led (device, "other")), ==, 2000);
  fl_device_set_confirm_limit_ms (device, 0);
  g_assert_cmpuint (fl_led_get_limit_ms (led), ==, 7000);
  fl_device_set_confirm_limit_ms (device, G_MAXUINT);
  g_assert_cmpuint (fl_device_get_confirm_limit_ms (device), ==, FL_DEVICE_MAX_CONFIRM_LIMIT_MS);

  fl_device_take_encryption (device, "led", TRUE, FL_ENCRYPTED_STATE_OK, "12345678");
  g_assert_true (fl_device_get_expects_tokens (device));
  g_assert_false (fl_device_get_encryption_mixed (device));
  fl_device_take_encryption (device, "temperature", FALSE, FL_ENCRYPTED_STATE_NONE, NULL);
  g_assert_true (fl_device_get_encryption_mixed (device));
  fl_device_take_encryption (device, "led", TRUE, FL_ENCRYPTED_STATE_NONE, NULL);
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_STOPPED);
  fl_device_set_accepts_plain (device, TRUE);
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_NONE);
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_NONE);

  fl_device_take_replay (device, 42);
  fl_device_take_replay (device, 43);
  g_assert_cmpuint (fl_device_get_n_replayed (device), ==, 2);
  g_assert_cmpint (fl_device_get_replayed_at (device), ==, 43);
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_ERROR);
  fl_device_forget_replays (device);
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_NONE);
}

static const struct { gint64 time; FlTimeOrigin origin; gint64 shown; } times[] = {
  { 500, FL_TIME_ORIGIN_RETAINED, 500 },
  { 100, FL_TIME_ORIGIN_PAYLOAD, 100 },
  { 900, FL_TIME_ORIGIN_RETAINED, 100 },
  { 300, FL_TIME_ORIGIN_ARRIVAL, 300 },
  { 200, FL_TIME_ORIGIN_TOKEN, 300 },
};

static void
test_last_seen (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");

  g_assert_cmpint (fl_device_get_last_seen_origin (device), ==, FL_TIME_ORIGIN_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      fl_device_take_time (device, times[i].time, times[i].origin);
      g_assert_cmpint (fl_device_get_last_seen (device), ==, times[i].shown);
    }
  g_assert_cmpint (fl_device_get_last_seen_origin (device), ==, FL_TIME_ORIGIN_ARRIVAL);
}

static void
test_attention (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  FlLed *led = fl_device_ensure_led (device, "led");

  fl_device_set_clock_not_set (device, TRUE);
  g_assert_true (fl_device_get_clock_not_set (device));
  g_assert_cmpstr (fl_device_get_attention_text (device), ==, "Device clock not set");

  fl_led_set_topics (led, "c", "r", FL_LED_EVIDENCE_REPORTED);
  fl_led_set_sender (led, send_cb, NULL, NULL);
  g_assert_true (fl_led_command (led, TRUE));
  g_assert_cmpstr (fl_device_get_attention_text (device), ==, "led: not sent: no luck");
  fl_led_take_report (led, FL_LED_STATE_ON, 1, FL_TIME_ORIGIN_ARRIVAL, FALSE);
  g_assert_cmpstr (fl_device_get_attention_text (device), ==, "Device clock not set");
  fl_device_set_clock_not_set (device, FALSE);
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_NONE);
}

static void
test_properties (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  g_autofree char *id = NULL, *name = NULL, *root = NULL, *attention_text = NULL;
  g_autoptr(GListModel) leds = NULL, tables = NULL, shown_readings = NULL;
  int availability, origin, encrypted_state, attention;
  gint64 availability_at, last_seen;
  gboolean clock_not_set;
  guint n_refused;

  fl_device_take_time (device, 7, FL_TIME_ORIGIN_TOKEN);
  fl_device_take_availability (device, FL_AVAILABILITY_OFFLINE, 9);
  g_object_get (device, "id", &id, "name", &name, "root", &root, "leds", &leds, "readings", &shown_readings, "tables", &tables,
                "availability", &availability, "availability-at", &availability_at, "last-seen", &last_seen,
                "last-seen-origin", &origin, "clock-not-set", &clock_not_set, "encrypted-state", &encrypted_state,
                "needs-attention", &attention, "attention-text", &attention_text, "n-refused", &n_refused, NULL);
  g_assert_cmpstr (id, ==, "kitchen");
  g_assert_cmpstr (name, ==, "kitchen");
  g_assert_cmpstr (root, ==, "home/kitchen");
  g_assert_true (leds == fl_device_get_leds (device));
  g_assert_true (shown_readings == fl_device_get_readings (device));
  g_assert_true (tables == fl_device_get_tables (device));
  g_assert_cmpint (availability, ==, FL_AVAILABILITY_OFFLINE);
  g_assert_cmpint (availability_at, ==, 9);
  g_assert_cmpint (last_seen, ==, 7);
  g_assert_cmpint (origin, ==, FL_TIME_ORIGIN_TOKEN);
  g_assert_false (clock_not_set);
  g_assert_cmpint (encrypted_state, ==, FL_ENCRYPTED_STATE_NONE);
  g_assert_cmpint (attention, ==, FL_ATTENTION_WARNING);
  g_assert_cmpstr (attention_text, ==, "Offline");
  g_assert_cmpuint (n_refused, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/parts", test_parts);
  g_test_add_func ("/device/reading-names", test_reading_names);
  g_test_add_func ("/device/ceilings", test_ceilings);
  g_test_add_func ("/device/availability", test_availability);
  g_test_add_func ("/device/link", test_link);
  g_test_add_func ("/device/encryption", test_encryption);
  g_test_add_func ("/device/decisions", test_decisions);
  g_test_add_func ("/device/last-seen", test_last_seen);
  g_test_add_func ("/device/attention", test_attention);
  g_test_add_func ("/device/properties", test_properties);
  return g_test_run ();
}
