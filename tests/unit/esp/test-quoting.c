/* Text of strangers stays text in source code, or is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-quoting.h"

#include <string.h>

static void
test_hosts (void)
{
  static const struct { const char *host, *written; } cases[] = {
    { "io.adafruit.com", "io.adafruit.com" },
    { "my_broker.local", "my_broker.local" },
    { "192.168.1.2", "192.168.1.2" },
    { "fe80::1", "fe80::1" },
    { "bücher.example", "xn--bcher-kva.example" },
    { "", NULL },
    { "-h", NULL },
    { "a b", NULL },
    { "a\"b", NULL },
    { "a'b", NULL },
    { "a\nb", NULL },
    { "a;reboot", NULL },
    { "$(reboot)", NULL },
    { "`reboot`", NULL },
    { "a\\", NULL },
    { "a#b", NULL },
    { "a\u202eb", NULL },
    { "fe80::1%eth0", NULL },
    { "a\xff", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *written = fl_quoting_dup_host (cases[i].host);

      g_assert_cmpstr (written, ==, cases[i].written);
    }
}

static void
test_literals (void)
{
  static const struct { const char *text, *written; } cases[] = {
    { "kitchen", "\"kitchen\"" },
    { "", "\"\"" },
    { "a\"; system (\"reboot", "\"a\\\"; system (\\\"reboot\"" },
    { "end\\", "\"end\\\\\"" },
    { "Küche €", "\"Küche €\"" },
    { "#{x}: [y]", "\"#{x}: [y]\"" },
    { "a\nb", NULL },
    { "a\tb", NULL },
    { "a\u2028b", NULL },
    { "a\u202eb", NULL },
    { "a\xc2\x85" "b", NULL },
    { "a\xff", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *written = fl_quoting_to_literal (cases[i].text);

      g_assert_cmpstr (written, ==, cases[i].written);
    }
}

/* What a shell makes of the word is the text again. */
static void
test_shell (void)
{
  static const char *const texts[] = { "kitchen", "$(touch x)", "`touch x`", "a'b'c", "\"; rm -rf /; \"", "\\", "*", "~", "a b", "Küche" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *word = fl_quoting_to_shell (texts[i]);
      g_autofree char *command = g_strconcat ("printf %s ", word, NULL);
      const char *args[] = { "sh", "-c", command, NULL };
      g_autofree char *out = NULL;
      g_autoptr(GError) error = NULL;

      g_spawn_sync (NULL, (char **) args, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (out, ==, texts[i]);
    }
  g_assert_null (fl_quoting_to_shell ("a\nb"));
  g_assert_null (fl_quoting_to_shell ("a\u202eb"));
}

static void
test_comments (void)
{
  g_autofree char *long_text = g_strnfill (500, 'x');
  g_autofree char *shortened = fl_quoting_to_comment (long_text);
  static const struct { const char *text, *written; } cases[] = {
    { "Fern CA", "Fern CA" },
    { "a\nsetInsecure ();", "a?setInsecure ();" },
    { "a\\", "a?" },
    { "a\r\u2028\u202e\xc2\x85" "b", "a????b" },
    { "\xff", "\uFFFD" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *written = fl_quoting_to_comment (cases[i].text);

      g_assert_cmpstr (written, ==, cases[i].written);
    }
  g_assert_cmpint (g_utf8_strlen (shortened, -1), ==, 81);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quoting/hosts", test_hosts);
  g_test_add_func ("/quoting/literals", test_literals);
  g_test_add_func ("/quoting/shell", test_shell);
  g_test_add_func ("/quoting/comments", test_comments);
  return g_test_run ();
}
