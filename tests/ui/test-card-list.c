/* fl-card-list: the order of cards and rooms, what is looked for, and what moving one changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-card-list.h"
#include "ui/fl-room.h"
#include "ui/fl-scene.h"
#include "ui/fl-ui-test.h"

/* "[Kitchen] a b [] c": rooms in brackets. */
static char *
read_list (FlCardList *list)
{
  g_autoptr(GString) text = g_string_new (NULL);

  fl_ui_test_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (FL_IS_ROOM (item))
        g_string_append_printf (text, "[%s] ", fl_room_get_name (FL_ROOM (item)) != NULL ? fl_room_get_name (FL_ROOM (item)) : "");
      else
        g_string_append_printf (text, "%s ", fl_device_get_id (FL_DEVICE (item)));
    }
  return g_strchomp (g_string_free (g_steal_pointer (&text), FALSE));
}

#define assert_list(list, expected) G_STMT_START { g_autofree char *seen_ = read_list (list); g_assert_cmpstr (seen_, ==, expected); } G_STMT_END

static FlScene *
make_scene (void)
{
  FlScene *scene = fl_scene_new ("home");

  fl_scene_arrive (scene, "home/a/temperature", "1");
  fl_scene_arrive (scene, "home/b/humidity", "2");
  fl_scene_arrive (scene, "home/c/temperature", "3");
  return scene;
}

static FlDevice *
find (FlScene    *scene,
      const char *id)
{
  return fl_device_registry_find_device (scene->registry, id);
}

static void
test_order (void)
{
  g_autoptr(FlScene) scene = make_scene ();
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);
  g_autoptr(FlCardList) list = fl_card_list_new (scene->registry, layout);
  guint n;

  assert_list (list, "a b c");
  g_assert_true (fl_card_list_move (list, find (scene, "c"), FALSE));
  assert_list (list, "a c b");
  g_assert_cmpuint (fl_card_list_get_position (list, find (scene, "c"), &n), ==, 2);
  g_assert_cmpuint (n, ==, 3);
  g_assert_false (fl_card_list_move (list, find (scene, "b"), TRUE));
  g_assert_true (fl_card_list_move (list, find (scene, "a"), TRUE));
  assert_list (list, "c a b");
  fl_scene_arrive (scene, "home/0/x", "1");
  assert_list (list, "c a b 0");
  fl_dashboard_layout_set_text (layout, "b", FL_DASHBOARD_TEXT_NAME, "zz");
  assert_list (list, "c a b 0");
}

static void
test_rooms (void)
{
  g_autoptr(FlScene) scene = make_scene ();
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);
  g_autoptr(FlCardList) list = fl_card_list_new (scene->registry, layout);
  g_autoptr(FlRoom) room = NULL;

  fl_dashboard_layout_set_text (layout, "c", FL_DASHBOARD_TEXT_ROOM, "Kitchen");
  assert_list (list, "[Kitchen] c [] a b");
  room = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpuint (fl_room_get_devices (room)->len, ==, 1);
  g_assert_false (fl_card_list_move (list, find (scene, "c"), TRUE));
  g_assert_false (fl_card_list_move (list, find (scene, "a"), FALSE));
  fl_card_list_place (list, find (scene, "b"), find (scene, "c"), FALSE);
  assert_list (list, "[Kitchen] b c [] a");
  g_assert_cmpstr (fl_dashboard_layout_get_text (layout, "b", FL_DASHBOARD_TEXT_ROOM), ==, "Kitchen");
  g_assert_cmpuint (fl_room_get_devices (room)->len, ==, 2);
}

static void
test_search (void)
{
  static const struct { const char *search; const char *listed; } cases[] = {
    { "TEMP", "a c" }, { "home/b", "b" }, { "DESK", "b" }, { "kitchen temp", "[Kitchen] c" }, { "", "[Kitchen] c [] a b" }, { "nowhere", "" },
  };
  g_autoptr(FlScene) scene = make_scene ();
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);
  g_autoptr(FlCardList) list = fl_card_list_new (scene->registry, layout);

  fl_dashboard_layout_set_text (layout, "b", FL_DASHBOARD_TEXT_NAME, "desk");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (i == 3)
        fl_dashboard_layout_set_text (layout, "c", FL_DASHBOARD_TEXT_ROOM, "Kitchen");
      fl_card_list_set_search (list, cases[i].search);
      assert_list (list, cases[i].listed);
    }
}

static void
test_filters (void)
{
  g_autoptr(FlScene) scene = make_scene ();
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);
  g_autoptr(FlCardList) list = fl_card_list_new (scene->registry, layout);

  fl_card_list_set_only_attention (list, TRUE);
  assert_list (list, "");
  fl_scene_arrive (scene, "home/a/status", "offline");
  assert_list (list, "a");
  g_assert_cmpuint (fl_card_list_get_n_attention (list), ==, 1);
  fl_dashboard_layout_set_flag (layout, "a", FL_DASHBOARD_FLAG_HIDDEN, TRUE);
  assert_list (list, "");
  g_assert_cmpuint (fl_card_list_get_n_attention (list), ==, 0);
  g_assert_cmpuint (fl_card_list_get_n_hidden (list), ==, 1);
  fl_card_list_set_only_attention (list, FALSE);
  assert_list (list, "b c");
  fl_card_list_set_show_hidden (list, TRUE);
  assert_list (list, "a b c");
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);

  g_test_add_func ("/card-list/order", test_order);
  g_test_add_func ("/card-list/rooms", test_rooms);
  g_test_add_func ("/card-list/search", test_search);
  g_test_add_func ("/card-list/filters", test_filters);
  return g_test_run ();
}
