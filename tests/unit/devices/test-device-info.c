/* Names are bounded and never empty, keys and claims are checked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-info.h"

static void
test_names (void)
{
  g_autofree char *huge = g_strnfill (64 * 1024, 'x');
  g_autoptr(FlDeviceInfo) named = fl_device_info_new (&(FlDeviceInfoFields) { .key = "AA:BB", .name = " Kitchen ", .model = "Plug" });
  g_autoptr(FlDeviceInfo) rooted = fl_device_info_new (&(FlDeviceInfoFields) { .key = "AA:BB", .name = "", .root = "home/kitchen" });
  g_autoptr(FlDeviceInfo) bare = fl_device_info_new (&(FlDeviceInfoFields) { .key = "AA:BB" });
  g_autoptr(FlDeviceInfo) long_one = fl_device_info_new (&(FlDeviceInfoFields) { .key = "a", .name = huge });
  g_autoptr(FlDeviceInfo) broken = fl_device_info_new (&(FlDeviceInfoFields) { .key = "a", .name = "x\xff" });

  g_assert_cmpstr (fl_device_info_get_name (named), ==, "Kitchen");
  g_assert_cmpstr (fl_device_info_get_model (named), ==, "Plug");
  g_assert_null (fl_device_info_get_manufacturer (named));
  g_assert_true (fl_device_info_is_named (named));
  g_assert_false (fl_device_info_is_named (rooted));
  g_assert_cmpstr (fl_device_info_get_name (rooted), ==, "kitchen");
  g_assert_cmpstr (fl_device_info_get_name (bare), ==, "AA:BB");
  g_assert_cmpuint (g_utf8_strlen (fl_device_info_get_name (long_one), -1), ==, FL_DEVICE_INFO_MAX_NAME_CHARACTERS);
  g_assert_true (g_utf8_validate (fl_device_info_get_name (broken), -1, NULL));
}

static void
test_claims (void)
{
  const char *const claims[] = { "tele/plug", "stat/plug", NULL };
  g_autoptr(FlDeviceInfo) root = fl_device_info_new (&(FlDeviceInfoFields) { .key = "a", .root = "home/kitchen" });
  g_autoptr(FlDeviceInfo) given = fl_device_info_new (&(FlDeviceInfoFields) { .key = "a", .claims = claims });
  g_autoptr(FlDeviceInfo) same = fl_device_info_new (&(FlDeviceInfoFields) { .key = "a", .claims = claims });
  g_autoptr(FlDeviceInfo) none = fl_device_info_new (&(FlDeviceInfoFields) { .key = "a" });

  g_assert_cmpstr (fl_device_info_get_claims (root)[0], ==, "home/kitchen");
  g_assert_null (fl_device_info_get_claims (root)[1]);
  g_assert_true (g_strv_equal (fl_device_info_get_claims (given), claims));
  g_assert_null (fl_device_info_get_claims (none)[0]);
  g_assert_true (fl_device_info_equal (given, same));
  g_assert_false (fl_device_info_equal (given, root));
}

static void
test_refused (void)
{
  g_autofree char *huge = g_strnfill (FL_DEVICE_INFO_MAX_KEY_BYTES + 1, 'x');
  const char *const claims[] = { "home/+", NULL };

  g_assert_null (fl_device_info_new (&(FlDeviceInfoFields) { .name = "x" }));
  g_assert_null (fl_device_info_new (&(FlDeviceInfoFields) { .key = "" }));
  g_assert_null (fl_device_info_new (&(FlDeviceInfoFields) { .key = huge }));
  g_assert_null (fl_device_info_new (&(FlDeviceInfoFields) { .key = "x\xff" }));
  g_assert_null (fl_device_info_new (&(FlDeviceInfoFields) { .key = "x", .root = "home/#" }));
  g_assert_null (fl_device_info_new (&(FlDeviceInfoFields) { .key = "x", .root = "$SYS/broker" }));
  g_assert_null (fl_device_info_new (&(FlDeviceInfoFields) { .key = "x", .claims = claims }));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-info/names", test_names);
  g_test_add_func ("/device-info/claims", test_claims);
  g_test_add_func ("/device-info/refused", test_refused);
  return g_test_run ();
}
