/* What changes by a document: new, changed, taken back, nothing at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-finder.h"

#include "support/fl-test-convention.h"

static FlDeviceFinder *
make_finder (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(GPtrArray) conventions = fl_test_convention_new_list ();
  FlDeviceFinder *finder = fl_device_finder_new ("home", settings);

  fl_device_finder_set_conventions (finder, conventions);
  return finder;
}

/* "+id" new, "~id" changed, "-id" taken back; devices by their key in brackets. */
static char *
describe (GPtrArray *changes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const FlDiscoveryChange *change = changes->pdata[i];

      if (change->device_now != NULL)
        g_string_append_printf (text, "+[%s]", fl_device_info_get_key (change->device_now));
      if (change->device_was != NULL)
        g_string_append_printf (text, "-[%s]", fl_device_info_get_key (change->device_was));
      if (change->was != NULL || change->now != NULL)
        g_string_append_printf (text, "%c%s", change->was == NULL ? '+' : change->now == NULL ? '-' : '~',
                                fl_entity_get_id (change->now != NULL ? change->now : change->was));
    }
  return g_string_free (text, FALSE);
}

static void
expect (FlDeviceFinder *finder,
        const char     *topic,
        const char     *text,
        const char     *expected)
{
  gboolean is_document;
  g_autoptr(GPtrArray) changes = fl_device_finder_take (finder, topic, text, &is_document);
  g_autofree char *found = changes != NULL ? describe (changes) : NULL;

  g_test_message ("%s: %s", topic, text);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_changes (void)
{
  g_autoptr(FlDeviceFinder) finder = make_finder ();

  expect (finder, "home/x", "1", NULL);
  g_assert_false (fl_device_finder_knows_topic (finder, "disc/A"));
  expect (finder, "disc/A", "sensor a x/a\nsensor b x/b", "+a+b");
  g_assert_true (fl_device_finder_knows_topic (finder, "disc/A"));
  expect (finder, "disc/A", "sensor a x/a\nsensor b x/b", "");
  expect (finder, "disc/A", "sensor a x/a\nsensor b x/other", "~b");
  expect (finder, "disc/A", "sensor b x/other\nsensor c x/c", "+c-a");
  expect (finder, "disc/A", "partial\nsensor d x/d", "+d");
  expect (finder, "disc/A", "bad", "");
  g_assert_cmpuint (fl_device_finder_get_n_left_out (finder), ==, 1);
  g_assert_cmpstr (fl_device_finder_get_reason (finder), ==, "bad");
  expect (finder, "disc/A", "", "-d-b-c");
  g_assert_false (fl_device_finder_knows_topic (finder, "disc/A"));
  expect (finder, "disc/A", "", "");
}

static void
test_devices (void)
{
  g_autoptr(FlDeviceFinder) finder = make_finder ();

  expect (finder, "disc/A", "name One", "+[A]");
  expect (finder, "disc/A", "name One", "");
  expect (finder, "disc/A", "name Two", "+[A]-[A]");
  expect (finder, "disc/A", "name Two\nsensor a x/a", "+a-[A]");
  expect (finder, "disc/A", "", "-a");
}

static void
test_signs (void)
{
  g_autoptr(FlDeviceFinder) finder = make_finder ();
  gboolean is_document = TRUE;
  g_autoptr(GPtrArray) changes = fl_device_finder_take (finder, "home/own/relay", "1", &is_document);

  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_true (((FlDiscoveryChange *) changes->pdata[0])->is_sign);
  g_assert_false (is_document);
  g_assert_false (fl_device_finder_knows_topic (finder, "home/own/relay"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-finder/changes", test_changes);
  g_test_add_func ("/device-finder/devices", test_devices);
  g_test_add_func ("/device-finder/signs", test_signs);
  return g_test_run ();
}
