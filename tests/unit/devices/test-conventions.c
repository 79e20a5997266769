/* The list of conventions: each can be made, and asks for filters that are ones and not for everything.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-conventions.h"

#include "messages/fl-topic-name.h"

#include <string.h>

static void
test_all (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(GPtrArray) all = fl_conventions_new (settings);

  g_assert_cmpuint (all->len, >=, 2);
  for (guint i = 0; i < all->len; i++)
    {
      FlConvention *convention = all->pdata[i];
      g_autoptr(FlDiscovery) discovery = fl_discovery_new ("nothing/of/anybody");

      g_test_message ("%s", G_OBJECT_TYPE_NAME (convention));
      g_assert_true (FL_IS_CONVENTION (convention));
      g_assert_nonnull (fl_convention_get_filters (convention));
      g_assert_false (fl_convention_discover (convention, "home", "nothing/of/anybody", "", discovery));
      for (guint j = 0; j < all->len; j++)
        g_assert_true (j == i || G_OBJECT_TYPE (all->pdata[j]) != G_OBJECT_TYPE (convention));
    }
}

static void
test_filters (void)
{
  g_auto(GStrv) filters = fl_conventions_dup_filters ();

  for (guint i = 0; filters[i] != NULL; i++)
    {
      g_test_message ("%s", filters[i]);
      g_assert_true (fl_topic_filter_is_valid (filters[i]));
      g_assert_cmpstr (filters[i], !=, "#");
      g_assert_true (filters[i][0] != '$');
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (filters[j], !=, filters[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conventions/all", test_all);
  g_test_add_func ("/conventions/filters", test_filters);
  return g_test_run ();
}
