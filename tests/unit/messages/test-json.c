/* The JSON reader takes what RFC 8259 takes, nothing else, and nothing too deep.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-json.h"

#include <string.h>

static void
test_valid (void)
{
  static const struct { const char *text; gboolean valid; } cases[] = {
    { "{}", TRUE }, { "[]", TRUE }, { " [ ] ", TRUE }, { "0", TRUE }, { "-0.5e+3", TRUE }, { "\"\"", TRUE },
    { "true", TRUE }, { "false", TRUE }, { "null", TRUE }, { "[1,2]", TRUE }, { "{\"a\":1,\"b\":[{}]}", TRUE },
    { "\"\\u00e9\\n\\\"\\\\\\/\"", TRUE }, { "[[[[]]]]", TRUE }, { "{\"a\" : 1 }\n", TRUE }, { "\"é\"", TRUE },
    { "", FALSE }, { " ", FALSE }, { "{", FALSE }, { "}", FALSE }, { "[1,]", FALSE }, { "[,1]", FALSE },
    { "{\"a\"}", FALSE }, { "{\"a\":}", FALSE }, { "{\"a\":1,}", FALSE }, { "{a:1}", FALSE }, { "{1:1}", FALSE },
    { "[1 2]", FALSE }, { "[1}", FALSE }, { "{\"a\":1]", FALSE }, { "01", FALSE }, { "+1", FALSE }, { "1.", FALSE },
    { ".5", FALSE }, { "1e", FALSE }, { "-", FALSE }, { "nul", FALSE }, { "nulll", FALSE }, { "tru", FALSE },
    { "\"", FALSE }, { "\"\\\"", FALSE }, { "\"\\x\"", FALSE }, { "\"\\u12\"", FALSE }, { "\"\\u12g4\"", FALSE },
    { "\"\n\"", FALSE }, { "1 1", FALSE }, { "{}{}", FALSE }, { "'a'", FALSE }, { "NaN", FALSE },
    { "[1]]", FALSE }, { "{\"a\":1 \"b\":2}", FALSE }, { "[\"a\":1]", FALSE }, { "{,}", FALSE }, { "\"\\", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (fl_json_is_valid (cases[i].text, strlen (cases[i].text)) != cases[i].valid)
      g_error ("%s", cases[i].text);
}

/* The reader must not look behind the end: the text is not NUL-terminated. */
static void
test_prefixes (void)
{
  static const char text[] = "{\"a\":[1.5e3,\"\\u00e9\\n\",true,false,null,{\"b\":{}}]}";

  for (gsize n = 0; n < strlen (text); n++)
    {
      g_autofree char *prefix = g_memdup2 (text, n);

      g_assert_false (fl_json_is_valid (prefix, n));
    }
  g_assert_true (fl_json_is_valid (text, strlen (text)));
}

static void
test_depth (void)
{
  for (guint depth = 1; depth <= 1000000; depth = depth < FL_JSON_MAX_DEPTH + 2 ? depth + 1 : depth * 10)
    {
      GString *text = g_string_new (NULL);

      for (guint i = 0; i < depth; i++)
        g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
      g_string_append (text, "1");
      for (guint i = depth; i > 0; i--)
        g_string_append_c (text, (i - 1) % 2 == 0 ? ']' : '}');
      g_assert_cmpint (fl_json_is_valid (text->str, text->len), ==, depth <= FL_JSON_MAX_DEPTH);
      g_string_free (text, TRUE);
    }
}

static void
test_tokens (void)
{
  static const char text[] = "{\"t\": 33.020, \"x\": [\"a\\n\", null], \"e\": {}}";
  static const struct { FlJsonToken token; const char *slice; } expected[] = {
    { FL_JSON_OBJECT_BEGIN, NULL }, { FL_JSON_NAME, "t" }, { FL_JSON_NUMBER, "33.020" }, { FL_JSON_NAME, "x" },
    { FL_JSON_ARRAY_BEGIN, NULL }, { FL_JSON_STRING, "a\\n" }, { FL_JSON_NULL, "null" }, { FL_JSON_ARRAY_END, NULL },
    { FL_JSON_NAME, "e" }, { FL_JSON_OBJECT_BEGIN, NULL }, { FL_JSON_OBJECT_END, NULL }, { FL_JSON_OBJECT_END, NULL },
    { FL_JSON_END, NULL }, { FL_JSON_END, NULL },
  };
  FlJsonReader reader;

  fl_json_reader_init (&reader, text, strlen (text));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpint (fl_json_reader_next (&reader), ==, expected[i].token);
      if (expected[i].slice != NULL)
        g_assert_cmpmem (reader.start, reader.n, expected[i].slice, strlen (expected[i].slice));
    }
}

static void
test_skip (void)
{
  static const char text[] = "[{\"a\":[1,{}]} ,2]";
  static const char broken[] = "[{\"a\":[1,{]";
  FlJsonReader reader;

  fl_json_reader_init (&reader, text, strlen (text));
  g_assert_cmpint (fl_json_reader_next (&reader), ==, FL_JSON_ARRAY_BEGIN);
  g_assert_true (fl_json_reader_skip (&reader, fl_json_reader_next (&reader)));
  g_assert_cmpmem (reader.start, reader.n, "{\"a\":[1,{}]}", 12);
  g_assert_cmpint (fl_json_reader_next (&reader), ==, FL_JSON_NUMBER);
  g_assert_true (fl_json_reader_skip (&reader, FL_JSON_NUMBER));
  g_assert_cmpint (fl_json_reader_next (&reader), ==, FL_JSON_ARRAY_END);

  fl_json_reader_init (&reader, broken, strlen (broken));
  g_assert_cmpint (fl_json_reader_next (&reader), ==, FL_JSON_ARRAY_BEGIN);
  g_assert_false (fl_json_reader_skip (&reader, fl_json_reader_next (&reader)));
  g_assert_cmpint (fl_json_reader_next (&reader), ==, FL_JSON_ERROR);
}

static void
test_unescape (void)
{
  static const struct { const char *slice, *text; } cases[] = {
    { "", "" }, { "a", "a" }, { "\\u00e9", "é" }, { "\\ud83d\\ude00", "😀" }, { "\\ud83d", "\ufffd" },
    { "\\ude00", "\ufffd" }, { "\\ud83dx", "\ufffdx" }, { "\\ud83d\\u0041", "\ufffdA" }, { "\\u0000b", "\ufffdb" },
    { "\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fl_json_unescape (cases[i].slice, strlen (cases[i].slice));

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
test_number (void)
{
  g_assert_true (fl_json_is_number ("-12.5e-3", 8));
  g_assert_false (fl_json_is_number ("12 ", 3));
  g_assert_false (fl_json_is_number ("0x1", 3));
  g_assert_false (fl_json_is_number ("", 0));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/valid", test_valid);
  g_test_add_func ("/json/prefixes", test_prefixes);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/tokens", test_tokens);
  g_test_add_func ("/json/skip", test_skip);
  g_test_add_func ("/json/unescape", test_unescape);
  g_test_add_func ("/json/number", test_number);
  return g_test_run ();
}
