/* Expressions of templates: where they end, and what kind of value they find.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-template-expression.h"

static const struct { const char *text, *rest, *payload; FlTemplateValueKind kind; const char *value; } cases[] = {
  { "value == 1", " == 1", "x", FL_TEMPLATE_VALUE_TEXT, "x" },
  { "value_json.a }}", " }}", "{\"a\":1}", FL_TEMPLATE_VALUE_NUMBER, "1" },
  { "value_json.a", "", "{\"a\":\"1\"}", FL_TEMPLATE_VALUE_TEXT, "1" },
  { "value_json.a", "", "{\"a\":false}", FL_TEMPLATE_VALUE_BOOLEAN, "false" },
  { "value_json.a", "", "{\"a\":null}", FL_TEMPLATE_VALUE_NULL, NULL },
  { "value_json.a", "", "{\"a\":[]}", FL_TEMPLATE_VALUE_JSON, "[]" },
  { "value_json.a", "", "{}", FL_TEMPLATE_VALUE_UNDEFINED, NULL },
  { "value_json.a.b", "", "{}", FL_TEMPLATE_VALUE_FAILED, NULL },
  { "value_json.a", "", "a", FL_TEMPLATE_VALUE_FAILED, NULL },
  { "value_json.split", "", "{\"split\":2}", FL_TEMPLATE_VALUE_NUMBER, "2" },
  { "value.split(';')[1] | int", "", "1;2", FL_TEMPLATE_VALUE_NUMBER, "2" },
  { "value.split(';')[2]", "", "1;2", FL_TEMPLATE_VALUE_UNDEFINED, NULL },
  { "value.split(';')[2].split(',')[0]", "", "1;2", FL_TEMPLATE_VALUE_FAILED, NULL },
  { "value_json.a | default('x') and", " and", "{}", FL_TEMPLATE_VALUE_TEXT, "x" },
};

static void
test_evaluate (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *at = cases[i].text;
      g_autoptr(FlTemplateExpression) expression = fl_template_expression_scan (&at);
      g_auto(FlTemplateValue) value = { FL_TEMPLATE_VALUE_FAILED, NULL };

      g_test_message ("%s of %s", cases[i].text, cases[i].payload);
      g_assert_nonnull (expression);
      g_assert_cmpstr (at, ==, cases[i].rest);
      fl_template_expression_evaluate (expression, cases[i].payload, &value);
      g_assert_cmpint (value.kind, ==, cases[i].kind);
      g_assert_cmpstr (value.text, ==, cases[i].value);
    }
}

static void
test_none (void)
{
  static const char *const texts[] = { "", "valu", "values", "value.a", "value[0]", "value_json.", "value_json.a | none" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *at = texts[i];

      g_assert_null (fl_template_expression_scan (&at));
      g_assert_true (at == texts[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/template-expression/evaluate", test_evaluate);
  g_test_add_func ("/template-expression/none", test_none);
  return g_test_run ();
}
