/* Filters of value templates: what each makes of each kind of value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-template-value.h"

#define FAILED FL_TEMPLATE_VALUE_FAILED
#define UNDEFINED FL_TEMPLATE_VALUE_UNDEFINED
#define NOTHING FL_TEMPLATE_VALUE_NULL
#define TEXT FL_TEMPLATE_VALUE_TEXT
#define NUMBER FL_TEMPLATE_VALUE_NUMBER
#define BOOLEAN FL_TEMPLATE_VALUE_BOOLEAN
#define JSON FL_TEMPLATE_VALUE_JSON

static const struct
{
  FlTemplateValueKind kind;
  const char *text;
  FlTemplateFilter filter;
  guint digits;
  FlTemplateValueKind result;
  const char *result_text;
} cases[] = {
  { FAILED, NULL, FL_TEMPLATE_FILTER_DEFAULT, 0, FAILED, NULL },
  { UNDEFINED, NULL, FL_TEMPLATE_FILTER_INT, 0, FAILED, NULL },
  { NOTHING, NULL, FL_TEMPLATE_FILTER_INT, 0, TEXT, "else" },
  { JSON, "{}", FL_TEMPLATE_FILTER_FLOAT, 0, TEXT, "else" },
  { NUMBER, "1.5", FL_TEMPLATE_FILTER_INT, 0, NUMBER, "1" },
  { NUMBER, "1e300", FL_TEMPLATE_FILTER_FLOAT, 0, NUMBER, "1e+300" },
  { NUMBER, "123456789012345.6", FL_TEMPLATE_FILTER_FLOAT, 0, NUMBER, "123456789012345.6" },
  { NUMBER, "0.30000000000000004", FL_TEMPLATE_FILTER_FLOAT, 0, NUMBER, "0.30000000000000004" },
  { NUMBER, "2.675", FL_TEMPLATE_FILTER_ROUND, 2, NUMBER, "2.67" },
  { NUMBER, "1e300", FL_TEMPLATE_FILTER_ROUND, 15, NUMBER, "1e+300" },
  { BOOLEAN, "true", FL_TEMPLATE_FILTER_FLOAT, 0, NUMBER, "1.0" },
  { TEXT, "-00", FL_TEMPLATE_FILTER_INT, 0, NUMBER, "0" },
  { TEXT, "\303\211A", FL_TEMPLATE_FILTER_LOWER, 0, TEXT, "\303\211a" },
  { UNDEFINED, NULL, FL_TEMPLATE_FILTER_LOWER, 0, FAILED, NULL },
  { UNDEFINED, NULL, FL_TEMPLATE_FILTER_DEFAULT, 0, TEXT, "else" },
  { UNDEFINED, NULL, FL_TEMPLATE_FILTER_IS_DEFINED, 0, FAILED, NULL },
  { NOTHING, NULL, FL_TEMPLATE_FILTER_IS_DEFINED, 0, NOTHING, NULL },
  { TEXT, " a ", FL_TEMPLATE_FILTER_TRIM, 0, TEXT, "a" },
};

static void
test_filter (void)
{
  FlTemplateValue argument = { TEXT, (char *) "else" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(FlTemplateValue) value = { cases[i].kind, g_strdup (cases[i].text) };

      g_test_message ("%u: %s", i, cases[i].text != NULL ? cases[i].text : "nothing");
      fl_template_value_filter (&value, cases[i].filter, &argument, cases[i].digits);
      g_assert_cmpint (value.kind, ==, cases[i].result);
      g_assert_cmpstr (value.text, ==, cases[i].result_text);
    }
}

static void
test_without_argument (void)
{
  g_auto(FlTemplateValue) value = { TEXT, g_strdup ("warm") };

  fl_template_value_filter (&value, FL_TEMPLATE_FILTER_FLOAT, NULL, 0);
  g_assert_cmpint (value.kind, ==, FAILED);
  g_assert_null (value.text);
}

static void
test_join (void)
{
  FlTemplateValue separator = { TEXT, (char *) "," };
  g_autofree char *zeros = g_strnfill (63, '0');
  g_auto(GStrv) most = g_strsplit (zeros, "0", -1);
  g_autofree char *ones = g_strjoinv ("1,", most);
  g_auto(FlTemplateValue) list = { JSON, g_strdup_printf ("[%s1]", ones) };
  g_auto(FlTemplateValue) longer = { JSON, g_strdup_printf ("[%s1,1]", ones) };
  g_auto(FlTemplateValue) object = { JSON, g_strdup ("{}") };

  fl_template_value_filter (&list, FL_TEMPLATE_FILTER_JOIN, &separator, 0);
  g_assert_cmpint (list.kind, ==, TEXT);
  fl_template_value_filter (&longer, FL_TEMPLATE_FILTER_JOIN, &separator, 0);
  g_assert_cmpint (longer.kind, ==, FAILED);
  fl_template_value_filter (&object, FL_TEMPLATE_FILTER_JOIN, &separator, 0);
  g_assert_cmpint (object.kind, ==, FAILED);
}

static void
test_multiply (void)
{
  FlTemplateValue factor = { NUMBER, (char *) "1e300" };
  g_auto(FlTemplateValue) value = { TEXT, g_strdup ("2") };

  fl_template_value_filter (&value, FL_TEMPLATE_FILTER_MULTIPLY, &factor, 0);
  g_assert_cmpstr (value.text, ==, "2e+300");
  fl_template_value_filter (&value, FL_TEMPLATE_FILTER_MULTIPLY, &factor, 0);
  g_assert_cmpint (value.kind, ==, FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/template-value/filter", test_filter);
  g_test_add_func ("/template-value/without-argument", test_without_argument);
  g_test_add_func ("/template-value/join", test_join);
  g_test_add_func ("/template-value/multiply", test_multiply);
  return g_test_run ();
}
