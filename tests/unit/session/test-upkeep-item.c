/* Tests of fl-upkeep-item: what it holds, and its date in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-upkeep-item.h"

#include "support/fl-test-report.h"

#define DAY 86400

static void
test_item (void)
{
  g_autoptr(FlUpkeepItem) item = fl_upkeep_item_new (FL_UPKEEP_CLIENT, "id", "Home", "Client certificate", "Get a new one.", FL_TEST_JANUARY);

  g_assert_cmpint (fl_upkeep_item_get_kind (item), ==, FL_UPKEEP_CLIENT);
  g_assert_cmpstr (fl_upkeep_item_get_broker (item), ==, "id");
  g_assert_cmpstr (fl_upkeep_item_get_place (item), ==, "Home");
  g_assert_cmpstr (fl_upkeep_item_get_what (item), ==, "Client certificate");
  g_assert_cmpstr (fl_upkeep_item_get_advice (item), ==, "Get a new one.");
  g_assert_cmpint (fl_upkeep_item_get_until (item), ==, FL_TEST_JANUARY);
}

static void
test_dates (void)
{
  static const struct { gint64 until; gint64 days; const char *words; } cases[] = {
    { FL_TEST_JANUARY, 53, "12 January 2027, in 53 days" },
    { FL_TEST_NOW + DAY, 1, "21 November 2026, in 1 day" },
    { FL_TEST_NOW + 730 * DAY, 730, "19 November 2028, in 730 days" },
    { FL_TEST_NOW + 731 * DAY, 731, "20 November 2028" },
    { FL_TEST_NOW + 1, 0, "20 November 2026, within a day" },
    { FL_TEST_NOW - 1, -1, "20 November 2026, 1 day ago" },
    { FL_TEST_MAY, -201, "3 May 2026, 201 days ago" },
    { FL_CERTIFICATE_TIME_INVALID, G_MININT64, "An unreadable date" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlUpkeepItem) item = fl_upkeep_item_new (FL_UPKEEP_SERVER, NULL, "a", "b", "c", cases[i].until);
      g_autofree char *words = fl_upkeep_item_describe_until (item, FL_TEST_NOW);

      g_assert_cmpint (fl_upkeep_item_get_days_left (item, FL_TEST_NOW), ==, cases[i].days);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/upkeep-item/item", test_item);
  g_test_add_func ("/upkeep-item/dates", test_dates);
  return g_test_run ();
}
