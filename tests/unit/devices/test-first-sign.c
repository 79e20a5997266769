/* Only what the device itself says now is a sign: no kept copy, no command, no last will.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-first-sign.h"

#include "messages/fl-message.h"

#include <string.h>

#define AT G_GINT64_CONSTANT (1795176000000000)

static gint64
find (const char *topic,
      const char *text,
      gboolean    retained,
      const char *root,
      gboolean    has_feeds)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  FlMessageFields before = { .topic = "other/topic", .payload = payload, .arrived = AT - 1 };
  FlMessageFields fields = { .topic = topic, .payload = payload, .arrived = AT, .retained = retained };

  g_ptr_array_add (batch, fl_message_new (&before));
  g_ptr_array_add (batch, fl_message_new (&fields));
  return fl_first_sign_find (batch, root, has_feeds);
}

static void
test_plain (void)
{
  static const struct { const char *topic, *text; gboolean retained, is_sign; } cases[] = {
    { "home/kitchen/status",   "online",  FALSE, TRUE  },
    { "home/kitchen/status",   "Online",  FALSE, TRUE  },
    { "home/kitchen/led",      "OFF",     FALSE, TRUE  },
    { "home/kitchen/light",    "gAAAAAB", FALSE, TRUE  },
    { "home/kitchen/status",   "online",  TRUE,  FALSE },
    { "home/kitchen/led",      "ON",      TRUE,  FALSE },
    { "home/kitchen/status",   "offline", FALSE, FALSE },
    { "home/kitchen/status",   "",        FALSE, FALSE },
    { "home/kitchen/led/set",  "ON",      FALSE, FALSE },
    { "home/kitchen2/led",     "ON",      FALSE, FALSE },
    { "home/kitchen",          "ON",      FALSE, FALSE },
    { "home/kitchen/",         "ON",      FALSE, FALSE },
    { "home/kitchenette",      "ON",      FALSE, FALSE },
    { "away/kitchen/led",      "ON",      FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (find (cases[i].topic, cases[i].text, cases[i].retained, "home/kitchen", FALSE), ==, cases[i].is_sign ? AT : 0);
}

/* Whoever switches it writes the LED's feed; copies of a feed lie below it. */
static void
test_feeds (void)
{
  g_assert_cmpint (find ("anna/feeds/light", "512", FALSE, "anna/feeds", TRUE), ==, AT);
  g_assert_cmpint (find ("anna/feeds/led", "ON", FALSE, "anna/feeds", TRUE), ==, 0);
  g_assert_cmpint (find ("anna/feeds/status", "online", FALSE, "anna/feeds", TRUE), ==, 0);
  g_assert_cmpint (find ("anna/feeds/light/json", "512", FALSE, "anna/feeds", TRUE), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/first-sign/plain", test_plain);
  g_test_add_func ("/first-sign/feeds", test_feeds);
  return g_test_run ();
}
