/* What a message says is on the card afterwards.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-intake.h"

#include <string.h>

static FlMessage *
make_message (const char          *topic,
              const char          *text,
              gboolean             retained,
              FlMessageEncryption  encryption,
              const char          *failure)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  const FlMessageFields fields = {
    .topic = topic, .payload = payload, .qos = 1, .retained = retained, .arrived = g_get_real_time (),
    .encryption = encryption, .failure = failure,
    .key_id = encryption == FL_MESSAGE_DECRYPTED ? "0123abcd" : NULL,
    .token_time = encryption == FL_MESSAGE_DECRYPTED ? 1614555519 : -1,
  };

  return fl_message_new (&fields);
}

static FlReading *
get_reading (FlDevice *device,
             guint     position)
{
  g_autoptr(FlReading) reading = g_list_model_get_item (fl_device_get_readings (device), position);

  return reading; /* the device keeps it */
}

static void
test_values (void)
{
  static const struct { const char *text; guint n_readings; const char *first; } cases[] = {
    { "{\"temperature\":21.5,\"humidity\":40}", 2, "21.5" },
    { "21.50", 1, "21.50" },
    { "just words", 1, "just words" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
      g_autoptr(FlMessage) message = make_message ("home/kitchen/state", cases[i].text, FALSE, FL_MESSAGE_PLAIN, NULL);

      fl_device_intake_take_values (device, message);
      g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_readings (device)), ==, cases[i].n_readings);
      g_assert_cmpstr (fl_reading_get_text (get_reading (device, 0)), ==, cases[i].first);
      g_assert_cmpint (fl_device_get_last_seen (device), >, 0);
      g_assert_false (fl_device_intake_expire (device, g_get_real_time ()));
    }
}

/* Rows that vanish are waited for. */
static void
test_tables (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  g_autoptr(FlMessage) two = make_message ("home/kitchen/seen", "[{\"mac\":\"a\",\"rssi\":-40},{\"mac\":\"b\",\"rssi\":-50}]", FALSE,
                                           FL_MESSAGE_PLAIN, NULL);
  g_autoptr(FlMessage) one = make_message ("home/kitchen/seen", "[{\"mac\":\"a\",\"rssi\":-40}]", FALSE, FL_MESSAGE_PLAIN, NULL);

  fl_device_intake_take_values (device, two);
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_tables (device)), ==, 1);
  g_assert_false (fl_device_intake_expire (device, g_get_real_time ()));
  fl_device_intake_take_values (device, one);
  g_assert_true (fl_device_intake_expire (device, fl_message_get_arrived (one)));
  g_assert_false (fl_device_intake_expire (device, g_get_real_time () + G_GINT64_CONSTANT (100) * 3600 * G_USEC_PER_SEC));
}

/* A retained copy says when it came, not when it was true. */
static void
test_times (void)
{
  g_autoptr(FlMessage) fresh = make_message ("home/kitchen/x", "1", FALSE, FL_MESSAGE_PLAIN, NULL);
  g_autoptr(FlMessage) copy = make_message ("home/kitchen/x", "1", TRUE, FL_MESSAGE_PLAIN, NULL);
  g_autoptr(FlMessage) stamped = make_message ("home/kitchen/x", "{\"timestamp\":1700000000,\"x\":1}", TRUE, FL_MESSAGE_PLAIN, NULL);
  const struct { FlMessage *message; FlTimeOrigin origin; } cases[] = {
    { fresh, FL_TIME_ORIGIN_ARRIVAL }, { copy, FL_TIME_ORIGIN_RETAINED }, { stamped, FL_TIME_ORIGIN_PAYLOAD },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlPayload) payload = fl_payload_new (cases[i].message);
      FlTimeOrigin origin = FL_TIME_ORIGIN_NONE;
      gint64 time = fl_device_intake_find_time (payload, cases[i].message, &origin);

      g_assert_cmpint (origin, ==, cases[i].origin);
      if (cases[i].origin == FL_TIME_ORIGIN_PAYLOAD)
        g_assert_cmpint (time, ==, G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC);
    }
}

static void
test_encryption (void)
{
  static const struct { FlMessageEncryption encryption; const char *failure; FlEncryptedState state; } cases[] = {
    { FL_MESSAGE_PLAIN, NULL, FL_ENCRYPTED_STATE_NONE },
    { FL_MESSAGE_DECRYPTED, NULL, FL_ENCRYPTED_STATE_OK },
    { FL_MESSAGE_FAILED, "wrong-key", FL_ENCRYPTED_STATE_WRONG_KEY },
    { FL_MESSAGE_FAILED, FL_MESSAGE_NO_KEY, FL_ENCRYPTED_STATE_NO_KEY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
      g_autoptr(FlMessage) message = make_message ("home/kitchen/x", "1", FALSE, cases[i].encryption, cases[i].failure);

      g_assert_true (fl_device_intake_take_encryption (device, message, FALSE));
      g_assert_cmpint (fl_device_get_encrypted_state (device), ==, cases[i].state);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-intake/values", test_values);
  g_test_add_func ("/device-intake/tables", test_tables);
  g_test_add_func ("/device-intake/times", test_times);
  g_test_add_func ("/device-intake/encryption", test_encryption);
  return g_test_run ();
}
