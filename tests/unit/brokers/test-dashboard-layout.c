/* What the user arranged comes back as it was; what is none is passed over, and nothing grows without end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-dashboard-layout.h"

#include <string.h>

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_round_trip (void)
{
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);
  g_autoptr(FlDashboardLayout) again = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  text = fl_dashboard_layout_to_text (layout);
  g_assert_cmpstr (text, ==, "");
  g_clear_pointer (&text, g_free);
  g_signal_connect_swapped (layout, "changed", G_CALLBACK (count_cb), &n);
  fl_dashboard_layout_set_text (layout, "a", FL_DASHBOARD_TEXT_NAME, "  Desk <b>  ");
  fl_dashboard_layout_set_text (layout, "a", FL_DASHBOARD_TEXT_NAME, "Desk <b>");
  fl_dashboard_layout_set_text (layout, "a", FL_DASHBOARD_TEXT_ROOM, "Kitchen");
  fl_dashboard_layout_set_flag (layout, "b", FL_DASHBOARD_FLAG_HIDDEN, TRUE);
  fl_dashboard_layout_set_pinned (layout, "b", "temperature", TRUE);
  fl_dashboard_layout_set_order (layout, (const char *const[]) { "b", "a", NULL });
  g_assert_cmpuint (n, ==, 5);

  text = fl_dashboard_layout_to_text (layout);
  again = fl_dashboard_layout_new (text);
  g_assert_cmpstr (fl_dashboard_layout_get_text (again, "a", FL_DASHBOARD_TEXT_NAME), ==, "Desk <b>");
  g_assert_cmpstr (fl_dashboard_layout_get_text (again, "a", FL_DASHBOARD_TEXT_ROOM), ==, "Kitchen");
  g_assert_null (fl_dashboard_layout_get_text (again, "b", FL_DASHBOARD_TEXT_ROOM));
  g_assert_true (fl_dashboard_layout_get_flag (again, "b", FL_DASHBOARD_FLAG_HIDDEN));
  g_assert_false (fl_dashboard_layout_get_flag (again, "b", FL_DASHBOARD_FLAG_WIDE));
  g_assert_true (fl_dashboard_layout_is_pinned (again, "b", "temperature"));
  g_assert_false (fl_dashboard_layout_is_pinned (again, "b", "humidity"));
  g_assert_cmpuint (fl_dashboard_layout_get_place (again, "b"), ==, 0);
  g_assert_cmpuint (fl_dashboard_layout_get_place (again, "a"), ==, 1);
  g_assert_cmpuint (fl_dashboard_layout_get_place (again, "c"), ==, G_MAXUINT);
}

/* What was taken back leaves nothing; who changes the room gives up the place. */
static void
test_taken_back (void)
{
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);
  g_autofree char *text = NULL;

  fl_dashboard_layout_set_order (layout, (const char *const[]) { "a", NULL });
  fl_dashboard_layout_set_text (layout, "a", FL_DASHBOARD_TEXT_ROOM, "Hall");
  g_assert_cmpuint (fl_dashboard_layout_get_place (layout, "a"), ==, G_MAXUINT);
  fl_dashboard_layout_set_text (layout, "a", FL_DASHBOARD_TEXT_ROOM, " ");
  fl_dashboard_layout_set_flag (layout, "a", FL_DASHBOARD_FLAG_WIDE, TRUE);
  fl_dashboard_layout_set_flag (layout, "a", FL_DASHBOARD_FLAG_WIDE, FALSE);
  fl_dashboard_layout_set_pinned (layout, "a", "x", TRUE);
  fl_dashboard_layout_set_pinned (layout, "a", "x", FALSE);
  text = fl_dashboard_layout_to_text (layout);
  g_assert_cmpstr (text, ==, "");
}

static void
test_rooms (void)
{
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);
  g_auto(GStrv) rooms = NULL;
  g_autofree char *joined = NULL;

  fl_dashboard_layout_set_text (layout, "a", FL_DASHBOARD_TEXT_ROOM, "Kitchen");
  fl_dashboard_layout_set_text (layout, "b", FL_DASHBOARD_TEXT_ROOM, "Hall");
  fl_dashboard_layout_set_text (layout, "c", FL_DASHBOARD_TEXT_ROOM, "Kitchen");
  rooms = fl_dashboard_layout_dup_rooms (layout);
  joined = g_strjoinv (",", rooms);
  g_assert_cmpstr (joined, ==, "Hall,Kitchen");
}

static void
test_broken (void)
{
  static const char *const texts[] = {
    "x", "[]", "{\"devices\":[]}", "{\"devices\":{\"a\":1}}", "{\"devices\":{\"a\":{\"name\":1,\"wide\":\"yes\",\"place\":-1,\"pinned\":{}}}}",
    "{\"devices\":{\"a\":{\"name\":\"b\"}", "{\"devices\":{\"a\":{\"place\":4096,\"pinned\":[1,null,\"\"]}}}",
  };
  g_autoptr(GString) deep = g_string_new ("{\"devices\":");
  g_autoptr(FlDashboardLayout) of_deep = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (texts[i]);
      g_autofree char *text = fl_dashboard_layout_to_text (layout);

      g_assert_cmpstr (text, ==, "");
    }
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  of_deep = fl_dashboard_layout_new (deep->str);
  g_assert_null (fl_dashboard_layout_get_text (of_deep, "a", FL_DASHBOARD_TEXT_NAME));
}

static void
test_bounds (void)
{
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);
  g_autofree char *longest = g_strnfill (1000, 'x');

  fl_dashboard_layout_set_text (layout, "0", FL_DASHBOARD_TEXT_NAME, longest);
  g_assert_cmpuint (strlen (fl_dashboard_layout_get_text (layout, "0", FL_DASHBOARD_TEXT_NAME)), ==, FL_DASHBOARD_LAYOUT_MAX_CHARACTERS);
  fl_dashboard_layout_set_text (layout, "0", FL_DASHBOARD_TEXT_ROOM, "\xff");
  g_assert_null (fl_dashboard_layout_get_text (layout, "0", FL_DASHBOARD_TEXT_ROOM));
  for (guint i = 0; i <= FL_DASHBOARD_LAYOUT_MAX_PINNED; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      fl_dashboard_layout_set_pinned (layout, "0", name, TRUE);
    }
  g_assert_true (fl_dashboard_layout_is_pinned (layout, "0", "49"));
  g_assert_false (fl_dashboard_layout_is_pinned (layout, "0", "50"));
  for (guint i = 1; i <= FL_DASHBOARD_LAYOUT_MAX_DEVICES; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      fl_dashboard_layout_set_flag (layout, id, FL_DASHBOARD_FLAG_WIDE, TRUE);
    }
  g_assert_true (fl_dashboard_layout_get_flag (layout, "4095", FL_DASHBOARD_FLAG_WIDE));
  g_assert_false (fl_dashboard_layout_get_flag (layout, "4096", FL_DASHBOARD_FLAG_WIDE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dashboard-layout/round-trip", test_round_trip);
  g_test_add_func ("/dashboard-layout/taken-back", test_taken_back);
  g_test_add_func ("/dashboard-layout/rooms", test_rooms);
  g_test_add_func ("/dashboard-layout/broken", test_broken);
  g_test_add_func ("/dashboard-layout/bounds", test_bounds);
  return g_test_run ();
}
