/* Templates: which are valid, which topics they match, what they become.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-topic-template.h"

static const struct { const char *text; gboolean may_have_led, valid; } texts[] = {
  { "{base}/{device}/led/set", TRUE, TRUE },
  { "{device}", TRUE, TRUE },
  { "cmnd/{device}/POWER", FALSE, TRUE },
  { "{base}/{device}/{led}/set", TRUE, TRUE },
  { "{base}/{device}/{led}", FALSE, FALSE },
  { "", TRUE, FALSE },
  { "home/led", TRUE, FALSE },
  { "{base}/led", TRUE, FALSE },
  { "{device}/{base}/led", TRUE, FALSE },
  { "{base}/{base}/{device}", TRUE, FALSE },
  { "{base}/{device}/{device}", TRUE, FALSE },
  { "{base}/{device}/{led}/{led}", TRUE, FALSE },
  { "{base}/x{device}/led", TRUE, FALSE },
  { "{base}/{device}/{lamp}", TRUE, FALSE },
  { "{base}/{device}/led}", TRUE, FALSE },
  { "{base}/{device}/+", TRUE, FALSE },
  { "{base}/{device}/#", TRUE, FALSE },
  { "{base}/{device}/\xff", TRUE, FALSE },
};

static void
test_is_valid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i].valid ? texts[i].text : "an invalid one");
      g_assert_cmpint (fl_topic_template_is_valid (texts[i].text, texts[i].may_have_led), ==, texts[i].valid);
    }
  g_assert_true (fl_topic_template_has_led ("{base}/{device}/{led}"));
  g_assert_false (fl_topic_template_has_led ("{base}/{device}/led"));
}

static const struct { const char *text, *base, *topic; gboolean match; const char *device, *led; } topics[] = {
  { "{base}/{device}/led", "home", "home/kitchen/led", TRUE, "kitchen", NULL },
  { "{base}/{device}/led", "a/b/c", "a/b/c/kitchen/led", TRUE, "kitchen", NULL },
  { "{base}/{device}/led", "", "kitchen/led", TRUE, "kitchen", NULL },
  { "{base}/{device}/led", "home", "home/led", TRUE, NULL, NULL },
  { "{base}/{device}/led", "", "led", TRUE, NULL, NULL },
  { "{base}/{device}/led/set", "home", "home/led/set", TRUE, NULL, NULL },
  { "{base}/{device}/led", "home", "homes/kitchen/led", FALSE, NULL, NULL },
  { "{base}/{device}/led", "home", "home", FALSE, NULL, NULL },
  { "{base}/{device}/led", "home", "home//led", FALSE, NULL, NULL },
  { "{base}/{device}/led", "home", "home/kitchen/led/set", FALSE, NULL, NULL },
  { "{base}/{device}/led", "home", "home/kitchen/LED", FALSE, NULL, NULL },
  { "{base}/{device}/{led}/set", "home", "home/kitchen/red/set", TRUE, "kitchen", "red" },
  { "cmnd/{device}/POWER", "home", "cmnd/plug/POWER", TRUE, "plug", NULL },
  { "cmnd/{device}/POWER", "home", "cmnd/POWER", FALSE, NULL, NULL },
  { "{base}/{device}", "home", "home/kitchen", TRUE, "kitchen", NULL },
  { "{base}/{device}", "home", "home", FALSE, NULL, NULL },
  { "{device}/led", "home", "led/led", TRUE, "led", NULL },
};

static void
test_matches (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_auto(FlTopicTemplateMatch) match = { 0 };

      g_test_message ("%s, base %s, %s", topics[i].text, topics[i].base, topics[i].topic);
      g_assert_cmpint (fl_topic_template_matches (topics[i].text, topics[i].base, topics[i].topic, &match), ==, topics[i].match);
      g_assert_cmpstr (match.device, ==, topics[i].device);
      g_assert_cmpstr (match.led, ==, topics[i].led);
    }
}

static const struct { const char *text, *base, *device, *topic; } expansions[] = {
  { "{base}/{device}/led/set", "home", "kitchen", "home/kitchen/led/set" },
  { "{base}/{device}/led/set", "", "kitchen", "kitchen/led/set" },
  { "{base}/{device}/led/set", "home", NULL, "home/led/set" },
  { "{base}/{device}/{led}", "home", "kitchen", "home/kitchen/red" },
  { "cmnd/{device}/POWER", "home", "plug", "cmnd/plug/POWER" },
  { "cmnd/{device}/POWER", "home", NULL, NULL },
};

static void
test_expand (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (expansions); i++)
    {
      g_autofree char *topic = fl_topic_template_expand (expansions[i].text, expansions[i].base, expansions[i].device, "red");

      g_assert_cmpstr (topic, ==, expansions[i].topic);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topic-template/is-valid", test_is_valid);
  g_test_add_func ("/topic-template/matches", test_matches);
  g_test_add_func ("/topic-template/expand", test_expand);
  return g_test_run ();
}
