/* Hostile bytes come out as one line of harmless text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-text.h"

#include <string.h>

static void
test_hostile (void)
{
  static const struct { const char *bytes; gssize n; const char *shown; } cases[] = {
    { "33.02 °C", -1, "33.02 °C" },
    { "", -1, "" },
    { NULL, 0, "" },
    { "<b>&\"", -1, "<b>&\"" },
    { "<span foreground='green'>verified</span>", -1, "<span foreground='green'>verified</span>" },
    { "a\nb\r\tc", -1, "a\\nb\\r\\tc" },
    { "a\0b", 3, "a\\u0000b" },
    { "\x1b[31mred", -1, "\\u001b[31mred" },
    { "\x7f", -1, "\\u007f" },
    { "\xc2\x85", -1, "\\u0085" },
    { "user\u202egpj.exe", -1, "user\\u202egpj.exe" },
    { "\u2066\u2069\u200e\u200f\u061c", -1, "\\u2066\\u2069\\u200e\\u200f\\u061c" },
    { "a\u2028b\u2029", -1, "a\\u2028b\\u2029" },
    { "pay\u200bpal\ufeff", -1, "pay\\u200bpal\\ufeff" },
    { "\U000e0041", -1, "\\U000e0041" },
    { "\xff\xc3", -1, "\\xff\\xc3" },
    { "\xc0\xaf", -1, "\\xc0\\xaf" },
    { "\xed\xa0\x80", -1, "\\xed\\xa0\\x80" },
    { "e\u0301", -1, "e\u0301" },
    { "👩\u200d🔧", -1, "👩\u200d🔧" },
    { "o\u0301\u0301\u0301\u0301\u0301\u0301\u0301", -1, "o\u0301\u0301\u0301\u0301\u0301\u0301\\u0301" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = fl_text_escape (cases[i].bytes, cases[i].n);

      g_assert_cmpstr (shown, ==, cases[i].shown);
      g_assert_true (g_utf8_validate (shown, -1, NULL));
    }
}

static void
test_every_byte (void)
{
  for (guint i = 0; i < 256; i++)
    {
      char bytes[3] = { 'a', (char) i, 'b' };
      g_autofree char *shown = fl_text_escape (bytes, 3);

      g_assert_true (g_utf8_validate (shown, -1, NULL));
      g_assert_cmpuint (strlen (shown), >=, 3);
      for (const char *at = shown; *at != '\0'; at++)
        g_assert_true ((guint8) *at >= 0x20);
    }
}

static void
test_lines (void)
{
  g_autofree char *shown = fl_text_escape_lines ("a\n\tb\r\x01\xff", -1);

  g_assert_cmpstr (shown, ==, "a\n\tb\\r\\u0001\\xff");
}

static void
test_shorten (void)
{
  static const struct { const char *text; guint max; const char *shown; } cases[] = {
    { "abc", 3, "abc" }, { "abcd", 3, "abc…" }, { "äöü", 2, "äö…" }, { "", 0, "" }, { "\n\n", 1, "\\n…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = fl_text_shorten (cases[i].text, -1, cases[i].max);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_hex (void)
{
  g_autofree char *hex = fl_text_to_hex ("\0\xff" "A", 3);
  g_autofree char *none = fl_text_to_hex (NULL, 0);
  g_autofree char *dump = fl_text_to_hex_dump ("Hello, world: 16\n\x80", 18, 100);
  g_autofree char *cut = fl_text_to_hex_dump ("aaaaaaaaaaaaaaaaaaaa", 20, 16);

  g_assert_cmpstr (hex, ==, "00 ff 41");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (dump, ==,
                   "00000000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 3a 20 31 36  Hello, world: 16\n"
                   "00000010  0a 80                                             ..\n");
  g_assert_cmpstr (cut, ==,
                   "00000000  61 61 61 61 61 61 61 61  61 61 61 61 61 61 61 61  aaaaaaaaaaaaaaaa\n… 4\n");
}

static void
test_is_text (void)
{
  g_assert_true (fl_text_is_text ("é", 2));
  g_assert_false (fl_text_is_text ("a\0", 2));
  g_assert_false (fl_text_is_text ("\xff", -1));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/hostile", test_hostile);
  g_test_add_func ("/text/every-byte", test_every_byte);
  g_test_add_func ("/text/lines", test_lines);
  g_test_add_func ("/text/shorten", test_shorten);
  g_test_add_func ("/text/hex", test_hex);
  g_test_add_func ("/text/is-text", test_is_text);
  return g_test_run ();
}
