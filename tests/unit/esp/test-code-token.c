/* C++ and Python are read as words, numbers, strings and marks with their lines; comments are not, and nothing ends badly.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-code-token.h"

/* The tokens with a blank between; of strings what is between the quotes, in ‹›. */
static char *
read_all (const char     *text,
          FlCodeLanguage  language)
{
  g_autoptr(GArray) tokens = fl_code_token_read (text, language);
  g_autoptr(GString) all = g_string_new (NULL);

  for (guint i = 0; i < tokens->len; i++)
    {
      const FlCodeToken *token = &g_array_index (tokens, FlCodeToken, i);
      g_autofree char *body = fl_code_token_body (token, text);

      g_string_append_printf (all, token->kind == FL_CODE_TOKEN_STRING ? "%s‹%s›" : "%s%s", i > 0 ? " " : "", body);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
test_read (void)
{
  static const struct { FlCodeLanguage language; const char *text; const char *tokens; } cases[] = {
    { FL_CODE_C, "WiFiClient client; // WiFiClientSecure", "WiFiClient client ;" },
    { FL_CODE_C, "a/* b\n c */d", "a d" },
    { FL_CODE_C, "x // one \\\n two\ny", "x y" },
    { FL_CODE_C, "/* never closed", "" },
    { FL_CODE_C, "\"a \\\" b\" 'c'", "‹a \\\" b› ‹c›" },
    { FL_CODE_C, "\"never closed\nx", "‹never closed› x" },
    { FL_CODE_C, "\"never closed\\", "‹never closed\\›" },
    { FL_CODE_C, "R\"EOF(a\n\")\" b)EOF\" c", "‹a\n\")\" b› c" },
    { FL_CODE_C, "R\"(never closed", "‹never closed›" },
    { FL_CODE_C, "u8\"x\" L\"y\" LR\"(z)\"", "‹x› ‹y› ‹z›" },
    { FL_CODE_C, "net->setInsecure(); A::b; x!=y", "net -> setInsecure ( ) ; A :: b ; x != y" },
    { FL_CODE_C, "#define P 1883\\\n 8\n", "# define P 1883 8" },
    { FL_CODE_C, "#if 0\nWiFiClient a;\n#if X\nb\n#endif\n#else\nc\n#endif\nd", "# else c # endif d" },
    { FL_CODE_C, "ä_1 2.5e3 0x1F", "ä_1 2.5e3 0x1F" },
    { FL_CODE_PYTHON, "k=b'x' # no\n", "k = ‹x›" },
    { FL_CODE_PYTHON, "'''a\n'b''' \"c\"", "‹a\n'b› ‹c›" },
    { FL_CODE_PYTHON, "r\"\\d\" fb = 1", "‹\\d› fb = 1" },
    { FL_CODE_PYTHON, "a // b", "a / / b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tokens = read_all (cases[i].text, cases[i].language);

      g_assert_cmpstr (tokens, ==, cases[i].tokens);
    }
}

static void
test_places (void)
{
  const char *text = "#define A 1\n/*\n*/ void f () {\n  \"x\ny\";\n}";
  g_autoptr(GArray) tokens = fl_code_token_read (text, FL_CODE_C);
  const FlCodeToken *all = &g_array_index (tokens, FlCodeToken, 0);

  g_assert_true (all[0].is_directive && all[3].is_directive && !all[4].is_directive);
  g_assert_true (fl_code_token_is (&all[4], text, "void"));
  g_assert_cmpuint (all[4].line, ==, 3);
  g_assert_cmpuint (all[4].depth, ==, 0);
  g_assert_cmpint (all[9].kind, ==, FL_CODE_TOKEN_STRING);
  g_assert_cmpuint (all[9].line, ==, 4);
  g_assert_cmpuint (all[9].depth, ==, 1);
  g_assert_cmpuint (all[tokens->len - 1].depth, ==, 0);
  g_assert_false (fl_code_token_is (&all[9], text, "x"));
}

static void
test_value (void)
{
  static const struct { const char *text; gboolean is_number; gint64 value; } cases[] = {
    { "1883", TRUE, 1883 }, { "1883UL", TRUE, 1883 }, { "0x75B", TRUE, 1883 }, { "1883.0", FALSE, 0 }, { "1883a", FALSE, 0 },
    { "port", FALSE, 0 }, { "\"1883\"", FALSE, 0 }, { "18831883188318831883188318831883", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GArray) tokens = fl_code_token_read (cases[i].text, FL_CODE_C);
      gint64 value = 0;

      g_assert_cmpint (fl_code_token_value (&g_array_index (tokens, FlCodeToken, 0), cases[i].text, &value), ==, cases[i].is_number);
      if (cases[i].is_number)
        g_assert_cmpint (value, ==, cases[i].value);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/code-token/read", test_read);
  g_test_add_func ("/code-token/places", test_places);
  g_test_add_func ("/code-token/value", test_value);
  return g_test_run ();
}
