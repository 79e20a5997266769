/* Topic names and filters as MQTT 5.0 section 4.7 has them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-topic-name.h"

#include <string.h>

static void
test_name (void)
{
  static const struct { const char *name; gssize n; gboolean valid; } cases[] = {
    { "a", -1, TRUE },         { "a/b/c", -1, TRUE },   { "/", -1, TRUE },      { "/a//b/", -1, TRUE },
    { "$SYS/uptime", -1, TRUE }, { "héllo", -1, TRUE }, { "with space", -1, TRUE },
    { "", -1, FALSE },         { "a/+", -1, FALSE },    { "#", -1, FALSE },     { "a\0b", 3, FALSE },
    { "\xff", -1, FALSE },     { "a+b", -1, FALSE },
  };
  g_autofree char *longest = g_strnfill (FL_TOPIC_NAME_MAX_BYTES, 'a');
  g_autofree char *too_long = g_strnfill (FL_TOPIC_NAME_MAX_BYTES + 1, 'a');
  g_autofree char *deepest = g_strnfill (FL_TOPIC_NAME_MAX_LEVELS - 1, '/');
  g_autofree char *too_deep = g_strnfill (FL_TOPIC_NAME_MAX_LEVELS, '/');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (fl_topic_name_is_valid (cases[i].name, cases[i].n), ==, cases[i].valid);
  g_assert_true (fl_topic_name_is_valid (longest, -1));
  g_assert_false (fl_topic_name_is_valid (too_long, -1));
  g_assert_true (fl_topic_name_is_valid (deepest, -1));
  g_assert_false (fl_topic_name_is_valid (too_deep, -1));
}

static void
test_filter (void)
{
  static const struct { const char *filter; gboolean valid; } cases[] = {
    { "#", TRUE },   { "+", TRUE },    { "a/#", TRUE },   { "+/a/+/#", TRUE }, { "/", TRUE }, { "a", TRUE },
    { "", FALSE },   { "a#", FALSE },  { "#/a", FALSE },  { "a/#/b", FALSE },  { "a+", FALSE },
    { "+a/b", FALSE }, { "a/b#", FALSE }, { "\xff", FALSE }, { "##", FALSE }, { "++", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (fl_topic_filter_is_valid (cases[i].filter), ==, cases[i].valid);
}

static void
test_matches (void)
{
  static const struct { const char *filter, *topic; gboolean match; } cases[] = {
    { "plant/+/temp", "plant/a/temp",   TRUE  },
    { "plant/+/temp", "plant/a/b/temp", FALSE },
    { "plant/+/temp", "plant//temp",    TRUE  },
    { "#",            "a",              TRUE  },
    { "#",            "a/b/c",          TRUE  },
    { "#",            "/",              TRUE  },
    { "#",            "$SYS/uptime",    FALSE },
    { "+/uptime",     "$SYS/uptime",    FALSE },
    { "$SYS/#",       "$SYS/uptime",    TRUE  },
    { "$SYS/+",       "$SYS/uptime",    TRUE  },
    { "a/#",          "a",              TRUE  },
    { "a/#",          "a/b/c",          TRUE  },
    { "a/#",          "ab",             FALSE },
    { "a/+",          "a",              FALSE },
    { "a/+",          "a/",             TRUE  },
    { "+",            "a",              TRUE  },
    { "+",            "/a",             FALSE },
    { "+/+",          "/a",             TRUE  },
    { "/+",           "/a",             TRUE  },
    { "a",            "a",              TRUE  },
    { "a",            "a/",             FALSE },
    { "a/b",          "a",              FALSE },
    { "a/+/#",        "a/b",            TRUE  },
    { "a/+/#",        "a",              FALSE },
    { "$share/g/a/#", "a/b",            TRUE  },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (fl_topic_filter_matches (cases[i].filter, cases[i].topic) != cases[i].match)
      g_error ("%s and %s", cases[i].filter, cases[i].topic);
}

static void
test_parts (void)
{
  static const struct { const char *base, *topic, *below; } cases[] = {
    { "",     "a/b",   "a/b" }, { "a",  "a/b/c", "b/c" }, { "a", "a", "" },
    { "a",    "ab",    NULL },  { "a/b", "a",    NULL },  { "a/b", "a/b/c", "c" },
  };
  g_auto(GStrv) levels = fl_topic_name_split ("/a//b");

  g_assert_cmpuint (g_strv_length (levels), ==, 4);
  g_assert_cmpstr (levels[1], ==, "a");
  g_assert_cmpstr (fl_topic_name_get_last_level ("a/b/c"), ==, "c");
  g_assert_cmpstr (fl_topic_name_get_last_level ("c"), ==, "c");
  g_assert_cmpstr (fl_topic_name_get_last_level ("a/"), ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (fl_topic_name_get_below (cases[i].base, cases[i].topic), ==, cases[i].below);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topic-name/name", test_name);
  g_test_add_func ("/topic-name/filter", test_filter);
  g_test_add_func ("/topic-name/matches", test_matches);
  g_test_add_func ("/topic-name/parts", test_parts);
  return g_test_run ();
}
