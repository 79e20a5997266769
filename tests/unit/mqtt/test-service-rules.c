/* Tests of mqtt/fl-service-rules: the limits of a service with feeds, and none elsewhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-service-rules.h"

#include <string.h>

#define ADAFRUIT fl_service_of_host ("io.adafruit.com")
#define ANYBODY fl_service_of_host ("broker.example")
#define USER "ada"

static void
test_base_topic (void)
{
  g_autofree char *base = fl_service_rules_dup_base_topic (ADAFRUIT, USER);

  g_assert_cmpstr (base, ==, "ada/feeds");
  g_assert_null (fl_service_rules_dup_base_topic (ADAFRUIT, NULL));
  g_assert_null (fl_service_rules_dup_base_topic (ADAFRUIT, ""));
  g_assert_null (fl_service_rules_dup_base_topic (ANYBODY, USER));
}

static char *
join_all (const FlService *service,
          const char      *username,
          const char      *filter)
{
  g_auto(GStrv) all = fl_service_rules_add_notices (service, username, (const char *const[]) { filter, NULL });

  return g_strjoinv (" ", all);
}

static void
test_notices (void)
{
  static const struct { const char *filter, *all; } cases[] = {
    { "ada/feeds/#", "ada/feeds/# ada/throttle ada/errors" },
    { "ada/feeds/led", "ada/feeds/led ada/throttle ada/errors" },
    { "ada/#", "ada/#" },
    { "ada/+", "ada/+" },
    { "#", "#" },
    { NULL, "" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *all = join_all (ADAFRUIT, USER, cases[i].filter);

      g_assert_cmpstr (all, ==, cases[i].all);
    }
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *all = join_all (i == 0 ? ANYBODY : ADAFRUIT, i == 0 ? USER : NULL, "ada/feeds/#");

      g_assert_cmpstr (all, ==, "ada/feeds/#");
    }
}

static void
test_describe_notice (void)
{
  g_autofree char *throttle = fl_service_rules_describe_notice (ADAFRUIT, USER, "ada/throttle", "21 seconds");
  g_autofree char *error = fl_service_rules_describe_notice (ADAFRUIT, USER, "ada/errors", "no such topic");

  g_assert_cmpstr (throttle, ==, "Adafruit IO slows you down: 21 seconds");
  g_assert_cmpstr (error, ==, "Adafruit IO reports an error: no such topic");
  g_assert_null (fl_service_rules_describe_notice (ADAFRUIT, USER, "ada/feeds/errors", "x"));
  g_assert_null (fl_service_rules_describe_notice (ADAFRUIT, USER, "adam/errors", "x"));
  g_assert_null (fl_service_rules_describe_notice (ADAFRUIT, USER, "ada/errors/x", "x"));
  g_assert_null (fl_service_rules_describe_notice (ANYBODY, USER, "ada/errors", "x"));
}

static void
test_copies (void)
{
  static const struct { const char *topic; gboolean copy; } topics[] = {
    { "ada/feeds/light/json", TRUE },
    { "ada/feeds/light/csv", TRUE },
    { "ada/f/light/csv", TRUE },
    { "ada/feeds/light/get", TRUE },
    { "ada/feeds/get", FALSE },
    { "ada/groups/plant/json", TRUE },
    { "ada/g/plant/json", TRUE },
    { "ada/feeds/light", FALSE },
    { "ada/feeds/json", FALSE },
    { "ada/feeds/light/xml", FALSE },
    { "ada/feeds/a/b/json", FALSE },
    { "ada/other/light/json", FALSE },
    { "json", FALSE },
    { "", FALSE },
  };
  static const struct { const char *filter; gboolean sends; } filters[] = {
    { "ada/feeds/#", TRUE },
    { "ada/#", TRUE },
    { "ada/feeds/light/#", TRUE },
    { "ada/feeds/+", FALSE },
    { "ada/feeds/+/json", FALSE },
    { "ada/feeds/light/json/#", FALSE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_test_message ("%s", topics[i].topic);
      g_assert_cmpint (fl_service_rules_is_copy (topics[i].topic), ==, topics[i].copy);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      const char *const all[] = { filters[i].filter, NULL };

      g_test_message ("%s", filters[i].filter);
      g_assert_cmpint (fl_service_rules_sends_copies (ADAFRUIT, all), ==, filters[i].sends);
      g_assert_false (fl_service_rules_sends_copies (ANYBODY, all));
    }
}

static void
test_get (void)
{
  static const struct { const char *topic, *get; } cases[] = {
    { "ada/feeds/light", "ada/feeds/light/get" },
    { "ada/f/light", "ada/f/light/get" },
    { "ada/groups/plant", "ada/groups/plant/get" },
    { "ada/feeds/light/json", NULL },
    { "ada/feeds/light/get", NULL },
    { "ada/feeds/+", NULL },
    { "ada/feeds/#", NULL },
    { "ada/feeds", NULL },
    { "ada/feeds/", NULL },
    { "ada/errors", NULL },
    { "bob/feeds/light", NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *get = fl_service_rules_dup_get_topic (ADAFRUIT, USER, cases[i].topic);

      g_assert_cmpstr (get, ==, cases[i].get);
      g_assert_null (fl_service_rules_dup_get_topic (ANYBODY, USER, cases[i].topic));
    }
}

static void
test_sign_in (void)
{
  static const struct { const char *username, *filter, *says; } cases[] = {
    { "ada", "ada/feeds/#", NULL },
    { "ada", "time/seconds", NULL },
    { "ada", NULL, NULL },
    { NULL, "ada/feeds/#", "AIO key" },
    { "", "ada/feeds/#", "AIO key" },
    { "ada", "#", "“#”" },
    { "ada", "bob/feeds/#", "bob/feeds/#" },
    { "ada", "$SYS/#", "$SYS" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const filters[] = { cases[i].filter, NULL };
      g_autofree char *sentence = fl_service_rules_judge_sign_in (ADAFRUIT, cases[i].username, filters);

      g_test_message ("%s", sentence);
      g_assert_cmpint (sentence == NULL, ==, cases[i].says == NULL);
      g_assert_true (sentence == NULL || strstr (sentence, cases[i].says) != NULL);
      g_assert_null (fl_service_rules_judge_sign_in (ANYBODY, cases[i].username, filters));
    }
}

static void
test_publish (void)
{
  static const struct { const char *topic; int qos; gboolean retained; const char *says; } cases[] = {
    { "ada/feeds/led", 1, FALSE, NULL },
    { "ada/feeds/led", 0, FALSE, NULL },
    { "ada/feeds/led", 2, FALSE, "QoS 2" },
    { "ada/feeds/led", 0, TRUE, "retains nothing" },
    { "homeassistant/x/config", 0, FALSE, "ada/" },
    { "$SYS/x", 0, FALSE, "ada/" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentence =
        fl_service_rules_judge_publish (ADAFRUIT, USER, cases[i].topic, cases[i].qos, cases[i].retained);

      g_test_message ("%s", sentence);
      g_assert_cmpint (sentence == NULL, ==, cases[i].says == NULL);
      g_assert_true (sentence == NULL || strstr (sentence, cases[i].says) != NULL);
      g_assert_null (fl_service_rules_judge_publish (ANYBODY, USER, cases[i].topic, cases[i].qos, cases[i].retained));
    }
  g_assert_null (fl_service_rules_describe_qos (ANYBODY));
  g_assert_null (fl_service_rules_describe_retained (ANYBODY));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service-rules/base-topic", test_base_topic);
  g_test_add_func ("/service-rules/notices", test_notices);
  g_test_add_func ("/service-rules/describe-notice", test_describe_notice);
  g_test_add_func ("/service-rules/copies", test_copies);
  g_test_add_func ("/service-rules/get", test_get);
  g_test_add_func ("/service-rules/sign-in", test_sign_in);
  g_test_add_func ("/service-rules/publish", test_publish);
  return g_test_run ();
}
