/* Which card a device gets, by which id it is found, and whose a topic is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-cards.h"

static FlDeviceInfo *
make_info (const char *key,
           const char *name,
           const char *claim)
{
  const char *const claims[] = { claim, NULL };

  return fl_device_info_new (&(FlDeviceInfoFields) { .key = key, .name = name, .claims = claims });
}

static void
test_ids (void)
{
  g_autoptr(FlDeviceCards) cards = fl_device_cards_new ();
  g_autoptr(FlDeviceInfo) info = make_info ("kitchen", "A", NULL);
  g_autoptr(FlDeviceInfo) twin = make_info ("CC", "A", NULL);
  FlDevice *plain = fl_device_cards_add (cards, "home/kitchen");
  FlDevice *other = fl_device_cards_add (cards, "work/kitchen");
  FlDevice *described = fl_device_cards_add_described (cards, info, NULL);
  FlDevice *adopted;

  g_assert_cmpstr (fl_device_get_id (plain), ==, "kitchen");
  g_assert_cmpstr (fl_device_get_id (other), ==, "work/kitchen");
  g_assert_cmpstr (fl_device_get_id (described), ==, "kitchen-2");
  fl_device_cards_describe (cards, described, info);
  g_assert_true (fl_device_cards_find (cards, "A") == described);
  g_assert_true (fl_device_cards_find_key (cards, "kitchen") == described);

  adopted = fl_device_cards_add_described (cards, twin, "home/kitchen");
  g_assert_true (adopted == plain);
  fl_device_cards_describe (cards, adopted, twin);
  g_assert_null (fl_device_cards_find (cards, "A")); /* two are called so */
  g_assert_cmpuint (fl_device_cards_get_n (cards), ==, 3);

  g_assert_cmpuint (fl_device_cards_remove (cards, other), ==, 1);
  g_assert_null (fl_device_cards_find_root (cards, "work/kitchen"));
  g_assert_true (fl_device_cards_get (cards, 1) == described);
}

/* The root is somebody else's already. */
static void
test_taken_root (void)
{
  g_autoptr(FlDeviceCards) cards = fl_device_cards_new ();
  g_autoptr(FlDeviceInfo) first = make_info ("AA", "A", NULL);
  g_autoptr(FlDeviceInfo) second = make_info ("BB", "B", NULL);
  FlDevice *one = fl_device_cards_add_described (cards, first, "home/x");
  FlDevice *two;

  fl_device_cards_describe (cards, one, first);
  two = fl_device_cards_add_described (cards, second, "home/x");
  g_assert_true (one != two);
  g_assert_true (fl_device_cards_find_root (cards, "home/x") == one);
}

static void
count (gpointer data,
       gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_claims (void)
{
  g_autoptr(FlDeviceCards) cards = fl_device_cards_new ();
  g_autoptr(FlDeviceInfo) first = make_info ("AA", "A", "tele/plug");
  g_autoptr(FlDeviceInfo) deeper = make_info ("BB", "B", "tele/plug/x");
  g_autoptr(FlDeviceInfo) moved = make_info ("AA", "A", "tele/other");
  FlDevice *one = fl_device_cards_add_described (cards, first, NULL);
  FlDevice *two = fl_device_cards_add_described (cards, deeper, NULL);
  guint n = 0;

  g_assert_true (fl_device_cards_describe (cards, one, first));
  g_assert_false (fl_device_cards_describe (cards, one, first));
  g_assert_true (fl_device_cards_describe (cards, two, deeper));
  g_assert_true (fl_device_cards_find_claimant (cards, "tele/plug/STATE") == one);
  g_assert_true (fl_device_cards_find_claimant (cards, "tele/plug") == one);
  g_assert_true (fl_device_cards_find_claimant (cards, "tele/plug/x/y/z") == two);
  g_assert_null (fl_device_cards_find_claimant (cards, "tele/plugs"));
  g_assert_null (fl_device_cards_find_claimant (cards, "tele"));
  g_assert_true (fl_device_cards_describe (cards, one, moved));
  g_assert_null (fl_device_cards_find_claimant (cards, "tele/plug/STATE"));
  fl_device_cards_foreach_claim (cards, count, &n);
  g_assert_cmpuint (n, ==, 2);
  fl_device_cards_undescribe (cards, one);
  g_assert_null (fl_device_cards_find_claimant (cards, "tele/other"));
  g_assert_null (fl_device_get_info (one));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-cards/ids", test_ids);
  g_test_add_func ("/device-cards/taken-root", test_taken_root);
  g_test_add_func ("/device-cards/claims", test_claims);
  return g_test_run ();
}
