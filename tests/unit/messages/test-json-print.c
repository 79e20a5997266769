/* JSON as people read it: what is printed how, and what is none, or too deep or too long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-json-print.h"

#include <string.h>

#include "messages/fl-json.h"

static void
test_print (void)
{
  static const struct { const char *text, *pretty; } cases[] = {
    { "{\"temperature\": 33.020, \"timestamp\": 1614555518.139419}",
      "{\n  \"temperature\": 33.020,\n  \"timestamp\": 1614555518.139419\n}" },
    { " [1,[],{},[2,{\"a\":[]}],\"\\u00e9\"] ",
      "[\n  1,\n  [],\n  {},\n  [\n    2,\n    {\n      \"a\": []\n    }\n  ],\n  \"\\u00e9\"\n]" },
    { "{}", "{}" },
    { "{\"a\":{\"b\":null}}", "{\n  \"a\": {\n    \"b\": null\n  }\n}" },
    { "33.02", NULL }, { "", NULL }, { "{", NULL }, { "[\xff]", NULL }, { "text", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pretty = fl_json_print (cases[i].text, strlen (cases[i].text));

      g_assert_cmpstr (pretty, ==, cases[i].pretty);
    }
}

static void
test_deep (void)
{
  for (guint depth = FL_JSON_MAX_DEPTH; depth <= FL_JSON_MAX_DEPTH + 1; depth++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *pretty = NULL;

      for (guint i = 0; i < depth; i++)
        g_string_append (text, "{\"a\":");
      g_string_append (text, "1");
      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, '}');
      pretty = fl_json_print (text->str, text->len);
      g_assert_cmpint (pretty != NULL, ==, depth <= FL_JSON_MAX_DEPTH);
    }
}

/* Too long as it is; and not, but printed it would be: an indented line for each of its elements. */
static void
test_too_long (void)
{
  g_autofree char *digits = g_strnfill (FL_JSON_MAX_BYTES, '1');
  g_autofree char *one = g_strconcat ("[", digits, "]", NULL);
  g_autoptr(GString) many = g_string_new (NULL);

  g_assert_null (fl_json_print (one, strlen (one)));
  for (guint i = 0; i < FL_JSON_MAX_DEPTH; i++)
    g_string_append_c (many, '[');
  while (many->len < FL_JSON_MAX_BYTES / 2)
    g_string_append (many, "1,");
  g_string_append_c (many, '1');
  for (guint i = 0; i < FL_JSON_MAX_DEPTH; i++)
    g_string_append_c (many, ']');
  g_assert_cmpuint (many->len, <, FL_JSON_MAX_BYTES);
  g_assert_true (fl_json_is_valid (many->str, many->len));
  g_assert_null (fl_json_print (many->str, many->len));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-print/print", test_print);
  g_test_add_func ("/json-print/deep", test_deep);
  g_test_add_func ("/json-print/too-long", test_too_long);
  return g_test_run ();
}
