/* Words of templates: what is taken, and that nothing else is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-template-scan.h"

static void
test_names (void)
{
  const char *at = "  is_x if";
  g_autofree char *name = NULL;

  g_assert_false (fl_template_scan_word (&at, "is"));
  g_assert_cmpstr (at, ==, "  is_x if");
  g_assert_true (fl_template_scan_word (&at, "is_x"));
  g_assert_false (fl_template_scan_sign (&at, "|"));
  name = fl_template_scan_name (&at);
  g_assert_cmpstr (name, ==, "if");
  g_assert_cmpstr (at, ==, "");
  g_assert_null (fl_template_scan_name (&at));
}

static const struct { const char *text; FlTemplateValueKind kind; const char *value, *rest; } literals[] = {
  { "'a b' c", FL_TEMPLATE_VALUE_TEXT, "a b", " c" },
  { "\"it's\"", FL_TEMPLATE_VALUE_TEXT, "it's", "" },
  { "''", FL_TEMPLATE_VALUE_TEXT, "", "" },
  { "'a", FL_TEMPLATE_VALUE_FAILED, NULL, "'a" },
  { "'\\n'", FL_TEMPLATE_VALUE_FAILED, NULL, "'\\n'" },
  { "-2.5)", FL_TEMPLATE_VALUE_NUMBER, "-2.5", ")" },
  { "1.2.3", FL_TEMPLATE_VALUE_FAILED, NULL, "1.2.3" },
  { "True ", FL_TEMPLATE_VALUE_BOOLEAN, "true", "" },
  { "false", FL_TEMPLATE_VALUE_BOOLEAN, "false", "" },
  { "falsehood", FL_TEMPLATE_VALUE_FAILED, NULL, "falsehood" },
  { "none", FL_TEMPLATE_VALUE_FAILED, NULL, "none" },
};

static void
test_literals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (literals); i++)
    {
      g_auto(FlTemplateValue) literal = { FL_TEMPLATE_VALUE_FAILED, NULL };
      const char *at = literals[i].text;

      g_test_message ("%s", at);
      g_assert_cmpint (fl_template_scan_literal (&at, &literal), ==, literals[i].kind != FL_TEMPLATE_VALUE_FAILED);
      g_assert_cmpint (literal.kind, ==, literals[i].kind);
      g_assert_cmpstr (literal.text, ==, literals[i].value);
      g_assert_cmpstr (at, ==, literals[i].rest);
    }
}

static void
test_index (void)
{
  const char *at = "12]";
  guint number = 0;

  g_assert_false (fl_template_scan_index (&at, 11, &number));
  g_assert_true (fl_template_scan_index (&at, 12, &number));
  g_assert_cmpuint (number, ==, 12);
  g_assert_cmpstr (at, ==, "]");
  g_assert_false (fl_template_scan_index (&at, 12, &number));
  at = "0000000000001";
  g_assert_false (fl_template_scan_index (&at, 12, &number));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/template-scan/names", test_names);
  g_test_add_func ("/template-scan/literals", test_literals);
  g_test_add_func ("/template-scan/index", test_index);
  return g_test_run ();
}
