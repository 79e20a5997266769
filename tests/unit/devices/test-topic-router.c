/* Topics find their device: by hand before conventions, certain before guessed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-topic-router.h"

static FlTopicRouter *
make_router (const char *base)
{
  const FlDeviceSettingsFields fields = { NULL };
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);

  return fl_topic_router_new (base, settings);
}

/* The device's own form, as far as the topic alone tells. */
static void
test_conventions (void)
{
  static const struct { const char *topic; FlTopicRole role; const char *root; } cases[] = {
    { "home/kitchen/led/set",     FL_TOPIC_ROLE_COMMAND,      "home/kitchen" },
    { "home/kitchen/led",         FL_TOPIC_ROLE_REPORT,       "home/kitchen" },
    { "home/kitchen/temperature", FL_TOPIC_ROLE_NONE,         NULL },
    { "elsewhere/led/set",        FL_TOPIC_ROLE_NONE,         NULL },
  };
  g_autoptr(FlTopicRouter) router = make_router ("home");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(FlTopicMatch) match = { 0 };
      FlConvention *convention = fl_topic_router_recognise (router, cases[i].topic, &match);

      g_test_message ("%s", cases[i].topic);
      g_assert_cmpint (convention != NULL, ==, cases[i].root != NULL);
      g_assert_cmpstr (convention != NULL ? match.root : NULL, ==, cases[i].root);
      if (convention != NULL)
        g_assert_cmpint (match.role, ==, cases[i].role);
    }
}

/* A guess holds until the device gives a sign of the plain form. */
static void
test_guess (void)
{
  g_autoptr(FlTopicRouter) router = make_router ("home");
  g_auto(FlTopicMatch) before = { 0 };
  g_auto(FlTopicMatch) after = { 0 };

  g_assert_nonnull (fl_topic_router_recognise (router, "home/led", &before));
  g_assert_true (before.guessed);
  g_assert_cmpint (before.role, ==, FL_TOPIC_ROLE_SHARED);
  g_assert_false (fl_topic_router_is_plain (router, "home"));
  fl_topic_router_set_plain (router, "home");
  g_assert_true (fl_topic_router_is_plain (router, "home"));
  g_assert_nonnull (fl_topic_router_recognise (router, "home/led", &after));
  g_assert_cmpint (after.role, ==, FL_TOPIC_ROLE_REPORT);
}

static void
test_added (void)
{
  g_autoptr(FlTopicRouter) router = make_router ("home");
  g_auto(FlTopicMatch) match = { 0 };
  g_auto(FlTopicMatch) command = { 0 };
  g_auto(FlTopicMatch) report = { 0 };
  g_auto(FlTopicMatch) shared = { 0 };
  g_auto(FlTopicMatch) found = { 0 };
  FlConvention *convention = fl_topic_router_complete (router, "away/x/do", "away/x/is", &match);

  g_assert_nonnull (convention);
  g_assert_cmpstr (match.root, ==, "away/x");
  g_assert_cmpstr (match.led, ==, "do");
  fl_topic_router_add (router, convention, &match);
  g_assert_true (fl_topic_router_recognise (router, "away/x/do", &command) == convention);
  g_assert_cmpint (command.role, ==, FL_TOPIC_ROLE_COMMAND);
  g_assert_true (fl_topic_router_recognise (router, "away/x/is", &report) == convention);
  g_assert_cmpint (report.role, ==, FL_TOPIC_ROLE_REPORT);

  convention = fl_topic_router_complete (router, "lonely", NULL, &shared);
  g_assert_cmpstr (shared.report_topic, ==, "lonely");
  g_assert_cmpstr (shared.root, ==, "");
  fl_topic_router_add (router, convention, &shared);
  g_assert_nonnull (fl_topic_router_recognise (router, "lonely", &found));
  g_assert_cmpint (found.role, ==, FL_TOPIC_ROLE_SHARED);
}

static void
test_expected (void)
{
  g_autoptr(FlTopicRouter) router = make_router ("home");
  g_auto(FlTopicMatch) match = { 0 };

  g_assert_nonnull (fl_topic_router_expect (router, "kitchen", "led", &match));
  g_assert_cmpstr (match.root, ==, "home/kitchen");
  g_assert_nonnull (match.command_topic);
  g_assert_true (g_str_has_prefix (match.command_topic, "home/kitchen/led"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topic-router/conventions", test_conventions);
  g_test_add_func ("/topic-router/guess", test_guess);
  g_test_add_func ("/topic-router/added", test_added);
  g_test_add_func ("/topic-router/expected", test_expected);
  return g_test_run ();
}
