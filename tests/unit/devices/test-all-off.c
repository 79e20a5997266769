/* All off: sent only to what is reported on and can be switched; undone to what was reported; the rest is named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-all-off.h"

static void
send_cb (FlLed         *led,
         gboolean       on,
         FlLedSentFunc  sent,
         gpointer       sent_data,
         gpointer       user_data)
{
  g_string_append_printf (user_data, "%s=%d ", fl_led_get_id (led), on);
  sent (NULL, sent_data);
}

static FlLed *
add_led (FlDevice      *device,
         const char    *name,
         FlLedEvidence  evidence,
         FlLedState     state,
         GString       *log)
{
  FlLed *led = fl_device_ensure_led (device, name);

  fl_led_set_topics (led, "home/set", evidence == FL_LED_EVIDENCE_REPORTED ? "home/state" : "home/set", evidence);
  fl_led_set_sender (led, send_cb, log, NULL);
  fl_led_set_available (led, TRUE, NULL);
  if (state != FL_LED_STATE_UNKNOWN)
    fl_led_take_report (led, state, 1, FL_TIME_ORIGIN_ARRIVAL, FALSE);
  return led;
}

static void
test_all_off (void)
{
  g_autoptr(GString) log = g_string_new (NULL);
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  FlDevice *device = fl_device_new ("k", "k", "home/k");
  g_autoptr(FlAllOff) all_off = NULL;
  g_autofree char *summary = NULL;
  FlLed *on;

  g_ptr_array_add (devices, device);
  on = add_led (device, "on", FL_LED_EVIDENCE_REPORTED, FL_LED_STATE_ON, log);
  add_led (device, "off", FL_LED_EVIDENCE_REPORTED, FL_LED_STATE_OFF, log);
  add_led (device, "unknown", FL_LED_EVIDENCE_REPORTED, FL_LED_STATE_UNKNOWN, log);
  add_led (device, "echoed", FL_LED_EVIDENCE_ECHOED, FL_LED_STATE_ON, log);
  fl_led_set_available (add_led (device, "gone", FL_LED_EVIDENCE_REPORTED, FL_LED_STATE_ON, log), FALSE, "offline");

  all_off = fl_all_off_new (devices);
  g_assert_cmpstr (log->str, ==, "k/on=0 ");
  g_assert_cmpuint (fl_all_off_get_n_sent (all_off), ==, 1);
  summary = fl_all_off_dup_summary (all_off);
  g_assert_cmpstr (summary, ==, "1 told to go off. Not reachable: k/gone. Not known to be on: k/unknown, k/echoed.");

  fl_led_take_report (on, FL_LED_STATE_OFF, 2, FL_TIME_ORIGIN_ARRIVAL, FALSE);
  fl_all_off_undo (all_off);
  fl_all_off_undo (all_off);
  g_assert_cmpstr (log->str, ==, "k/on=0 k/on=1 ");
}

static void
test_nothing (void)
{
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();
  g_autoptr(FlAllOff) all_off = fl_all_off_new (devices);
  g_autofree char *summary = fl_all_off_dup_summary (all_off);

  g_assert_cmpuint (fl_all_off_get_n_sent (all_off), ==, 0);
  g_assert_cmpstr (summary, ==, "Nothing was switched off.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/all-off/reported-only", test_all_off);
  g_test_add_func ("/all-off/nothing", test_nothing);
  return g_test_run ();
}
