/* What the checks ask of a text: where a word, a call, an argument, a bracket is, and what a value is called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-code.h"

static void
test_find (void)
{
  static const char *const connects[] = { "connect", NULL };
  g_autoptr(FlCode) code = fl_code_new ("x.connect; y.connect (a, f (1, 2), {3, 4});\n", FL_CODE_C);
  const guint call = fl_code_find_call (code, 0, connects);

  g_assert_cmpuint (fl_code_find (code, 0, "connect"), ==, 2);
  g_assert_cmpuint (call, ==, 6);
  g_assert_cmpuint (fl_code_find_call (code, call + 1, connects), ==, FL_CODE_NONE);
  g_assert_cmpuint (fl_code_n_arguments (code, call + 1), ==, 3);
  g_assert_true (fl_code_is (code, fl_code_argument (code, call + 1, 0), "a"));
  g_assert_true (fl_code_is (code, fl_code_argument (code, call + 1, 1), "f"));
  g_assert_true (fl_code_is (code, fl_code_argument (code, call + 1, 2), "{"));
  g_assert_cmpuint (fl_code_argument (code, call + 1, 3), ==, FL_CODE_NONE);
  g_assert_true (fl_code_is (code, fl_code_match (code, call + 1) + 1, ";"));
  g_assert_cmpuint (fl_code_match (code, call), ==, FL_CODE_NONE);
  g_assert_cmpuint (fl_code_get_line (code, call), ==, 1);
  g_assert_cmpuint (fl_code_get_line (code, FL_CODE_NONE), ==, 0);
  g_assert_null (fl_code_get (code, FL_CODE_NONE));
}

static void
test_name (void)
{
  static const struct { const char *text; const char *name; } cases[] = {
    { "#define AIO_KEY \"secret\"", "AIO_KEY" },
    { "const char *key = \"secret\";", "key" },
    { "const char key[] = \"secret\";", "key" },
    { "const char key[33] PROGMEM = \"secret\";", "key" },
    { "static const char *fingerprint PROGMEM = \"secret\";", "fingerprint" },
    { "String key = String (\"secret\");", NULL },
    { "connect (\"secret\")", NULL },
    { "= \"secret\"", NULL },
    { "schlüssel = \"secret\"", NULL }, /* not to be put into code */
    { "\"secret\"", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCode) code = fl_code_new (cases[i].text, FL_CODE_C);
      g_autofree char *name = NULL;
      guint at = 0;

      while (!fl_code_is_kind (code, at, FL_CODE_TOKEN_STRING))
        at++;
      name = fl_code_name_of (code, at);
      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_lines (void)
{
  g_autoptr(FlCode) code = fl_code_new ("a\r\n \tb;\r\nc", FL_CODE_C);
  g_autofree char *indent = fl_code_indent (code, 6);

  g_assert_cmpstr (fl_code_newline (code), ==, "\r\n");
  g_assert_cmpuint (fl_code_line_start (code, 6), ==, 3);
  g_assert_cmpuint (fl_code_line_end (code, 5), ==, 9);
  g_assert_cmpuint (fl_code_line_end (code, 9), ==, 10);
  g_assert_cmpstr (indent, ==, " \t");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/code/find", test_find);
  g_test_add_func ("/code/name", test_name);
  g_test_add_func ("/code/lines", test_lines);
  return g_test_run ();
}
