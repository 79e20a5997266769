/* Every state has its stable code, and unknown is zero.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-enums.h"

static void
test_codes (void)
{
  g_assert_cmpstr (fl_led_state_to_code (FL_LED_STATE_UNKNOWN), ==, "unknown");
  g_assert_cmpstr (fl_led_state_to_code (FL_LED_STATE_OFF), ==, "off");
  g_assert_cmpstr (fl_led_state_to_code (FL_LED_STATE_ON), ==, "on");
  g_assert_cmpstr (fl_led_evidence_to_code (FL_LED_EVIDENCE_NONE), ==, "none");
  g_assert_cmpstr (fl_led_evidence_to_code (FL_LED_EVIDENCE_ECHOED), ==, "echoed");
  g_assert_cmpstr (fl_led_evidence_to_code (FL_LED_EVIDENCE_REPORTED), ==, "reported");
  g_assert_cmpstr (fl_availability_to_code (FL_AVAILABILITY_OFFLINE), ==, "offline");
  g_assert_cmpstr (fl_encrypted_state_to_code (FL_ENCRYPTED_STATE_WRONG_KEY), ==, "wrong-key");
  g_assert_cmpstr (fl_attention_to_code (FL_ATTENTION_ERROR), ==, "error");
  g_assert_cmpstr (fl_time_origin_to_code (FL_TIME_ORIGIN_RETAINED), ==, "retained");
}

/* Memory that was never written says unknown, not off. */
static void
test_zero_is_unknown (void)
{
  g_assert_cmpint (FL_LED_STATE_UNKNOWN, ==, 0);
  g_assert_cmpint (FL_AVAILABILITY_UNKNOWN, ==, 0);
  g_assert_cmpint (FL_ENCRYPTED_STATE_NONE, ==, 0);
  g_assert_cmpint (FL_TIME_ORIGIN_NONE, ==, 0);
}

static void
test_types (void)
{
  const GType types[] = { FL_TYPE_LED_STATE, FL_TYPE_LED_EVIDENCE, FL_TYPE_AVAILABILITY,
                          FL_TYPE_ENCRYPTED_STATE, FL_TYPE_ATTENTION, FL_TYPE_TIME_ORIGIN };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_assert_true (G_TYPE_IS_ENUM (types[i]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-enums/codes", test_codes);
  g_test_add_func ("/device-enums/zero-is-unknown", test_zero_is_unknown);
  g_test_add_func ("/device-enums/types", test_types);
  return g_test_run ();
}
