/* Devices that say who they are, without the registry: news of cards, filters beside the base.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-discovered.h"

#include "support/fl-test-convention.h"

typedef struct
{
  FlDeviceCards *cards;
  FlDiscovered *discovered;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(GPtrArray) conventions = fl_test_convention_new_list ();

  fixture->cards = fl_device_cards_new ();
  fixture->discovered = fl_discovered_new ("home", settings, fixture->cards);
  fl_device_finder_set_conventions (fl_discovered_get_finder (fixture->discovered), conventions);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fl_discovered_free (fixture->discovered);
  fl_device_cards_free (fixture->cards);
}

static gboolean
find (Fixture    *fixture,
      const char *topic,
      const char *text)
{
  g_autoptr(FlMessage) message = fl_message_new_plain (topic, text);

  return fl_discovered_find (fixture->discovered, message);
}

static void
test_news (Fixture       *fixture,
           gconstpointer  data)
{
  g_auto(FlDiscoveredNews) first = { 0 };
  g_auto(FlDiscoveredNews) second = { 0 };
  g_auto(FlDiscoveredNews) third = { 0 };

  g_assert_true (find (fixture, "disc/A", "claim a\nswitch relay a/set a/state"));
  g_assert_false (find (fixture, "a/state", "1"));
  g_assert_true (fl_discovered_uses_topic (fixture->discovered, "a/state"));
  fl_discovered_take_news (fixture->discovered, &first);
  g_assert_cmpuint (first.topics->len, ==, 2);
  g_assert_cmpuint (first.leds->len, ==, 1);
  g_assert_true (first.claims);
  g_assert_cmpuint (first.idle->len, ==, 0);

  /* Taken back and said again before anybody looked. */
  find (fixture, "disc/A", "");
  find (fixture, "disc/A", "claim a\nswitch relay a/set a/state");
  fl_discovered_take_news (fixture->discovered, &second);
  g_assert_cmpuint (second.idle->len, ==, 0);

  find (fixture, "disc/A", "");
  fl_discovered_take_news (fixture->discovered, &third);
  g_assert_cmpuint (third.idle->len, ==, 1);
  g_assert_false (fl_discovered_uses_topic (fixture->discovered, "a/state"));
}

static void
test_filters (Fixture       *fixture,
              gconstpointer  data)
{
  g_auto(GStrv) all = NULL;
  g_auto(GStrv) some = NULL;

  find (fixture, "disc/A", "claim a\nswitch relay a/set a/state\nsensor t home/t\nsensor u b/u\nsensor v b/v");
  all = fl_discovered_dup_filters (fixture->discovered, 100);
  some = fl_discovered_dup_filters (fixture->discovered, 2);
  g_assert_cmpuint (g_strv_length (all), ==, 3);
  g_assert_cmpstr (all[0], ==, "a/#");
  g_assert_cmpuint (g_strv_length (some), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/discovered/news", Fixture, NULL, set_up, test_news, tear_down);
  g_test_add ("/discovered/filters", Fixture, NULL, set_up, test_filters, tear_down);
  return g_test_run ();
}
