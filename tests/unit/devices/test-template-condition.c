/* Conditions of templates: yes, no, or no answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-template-condition.h"

#define NONE FL_TEMPLATE_ANSWER_NONE
#define NO FL_TEMPLATE_ANSWER_NO
#define YES FL_TEMPLATE_ANSWER_YES

static const struct { const char *text, *payload; FlTemplateAnswer answer; } cases[] = {
  { "value", "x", YES },
  { "value", "", NO },
  { "not value", "", YES },
  { "value_json.a", "{\"a\":0.0}", NO },
  { "value_json.a", "{\"a\":-1}", YES },
  { "value_json.a", "{\"a\":\"0\"}", YES },
  { "value_json.a", "{\"a\":{ }}", NO },
  { "value_json.a", "{\"a\":[0]}", YES },
  { "value_json.a", "{\"a\":null}", NO },
  { "value_json.a", "{}", NO },
  { "value_json.a", "no", NONE },
  { "not value_json.a", "no", NONE },
  { "value_json.a == 1", "{\"a\":1.0}", YES },
  { "value_json.a == 1", "{\"a\":\"1\"}", NO },
  { "value_json.a == 1", "{\"a\":true}", YES },
  { "value_json.a == true", "{\"a\":true}", YES },
  { "value_json.a == '1'", "{\"a\":\"1\"}", YES },
  { "value_json.a == '1'", "{}", NO },
  { "value_json.a != '1'", "{}", YES },
  { "value_json.a == 'x'", "{\"a\":[\"x\"]}", NO },
  { "value_json.a <= 2", "{\"a\":2}", YES },
  { "value_json.a >= 2.5", "{\"a\":2}", NO },
  { "value_json.a < 2", "{\"a\":\"1\"}", NONE },
  { "value_json.a | int > 2", "{\"a\":\"3\"}", YES },
  { "value_json.a is defined", "{\"a\":null}", YES },
  { "value_json.a is not defined", "{}", YES },
  { "value_json.a is defined", "{}", NO },
  { "value_json.a and value_json.b and value_json.c", "{\"a\":1,\"b\":1}", NO },
  { "value_json.a or value_json.b", "{\"b\":1}", YES },
  { "value_json.a is defined and value_json.a.b == 1", "{}", NO },
  { "value_json.b == 1 or value_json.a.b == 1", "{}", NONE },
};

static void
test_evaluate (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *at = cases[i].text;
      g_autoptr(FlTemplateCondition) condition = fl_template_condition_scan (&at);

      g_test_message ("%s of %s", cases[i].text, cases[i].payload);
      g_assert_nonnull (condition);
      g_assert_cmpstr (at, ==, "");
      g_assert_cmpint (fl_template_condition_evaluate (condition, cases[i].payload), ==, cases[i].answer);
    }
}

static void
test_none (void)
{
  static const char *const texts[] = {
    "", "not", "a", "value ==", "value == value", "value is", "value is number", "value and", "value and value or value",
    "value or value or value or value or value or value or value or value or value",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *at = texts[i];

      g_test_message ("%s", texts[i]);
      g_assert_null (fl_template_condition_scan (&at));
      g_assert_true (at == texts[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/template-condition/evaluate", test_evaluate);
  g_test_add_func ("/template-condition/none", test_none);
  return g_test_run ();
}
