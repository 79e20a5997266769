/* Bytes become text, or one sentence says why not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-paste-text.h"

#include <string.h>

static void
test_decode (void)
{
  static const struct { const char *bytes; gsize n; const char *text; FlPasteTextError error; } cases[] = {
    { "WiFiClient c;\r\n", 15, "WiFiClient c;\r\n", 0 },
    { "Schl\xfcssel", 9, "Schlüssel", 0 },
    { "\x01\x02 noise of the boot loader, then rc=-2", 39, "\x01\x02 noise of the boot loader, then rc=-2", 0 },
    { "", 0, NULL, FL_PASTE_TEXT_ERROR_EMPTY },
    { " \n\t", 3, NULL, FL_PASTE_TEXT_ERROR_EMPTY },
    { "a\0b", 3, NULL, FL_PASTE_TEXT_ERROR_BINARY },
    { "\x01\x02\x03", 3, NULL, FL_PASTE_TEXT_ERROR_BINARY },
    { "\xff\xfe" "a\0b\0", 6, NULL, FL_PASTE_TEXT_ERROR_UTF16 },
    { "\xfe\xff\0a", 4, NULL, FL_PASTE_TEXT_ERROR_UTF16 },
    { "\xff\xfe\0\0a\0\0\0", 8, NULL, FL_PASTE_TEXT_ERROR_UTF16 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (cases[i].bytes, cases[i].n);
      g_autoptr(GError) error = NULL;
      g_autofree char *text = fl_paste_text_decode (bytes, &error);

      g_assert_cmpstr (text, ==, cases[i].text);
      if (text == NULL)
        g_assert_error (error, FL_PASTE_TEXT_ERROR, (int) cases[i].error);
    }
}

static void
test_long (void)
{
  g_autofree char *data = g_strnfill (10 * 1024 * 1024, ';');
  g_autoptr(GBytes) much = g_bytes_new (data, 10 * 1024 * 1024);
  g_autoptr(GBytes) most = g_bytes_new (data, FL_PASTE_TEXT_MAX);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = fl_paste_text_decode (most, NULL);

  g_assert_nonnull (text);
  g_assert_null (fl_paste_text_decode (much, &error));
  g_assert_error (error, FL_PASTE_TEXT_ERROR, FL_PASTE_TEXT_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, "This is too long for a sketch: 10485760 bytes, at most 1048576 are read.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paste-text/decode", test_decode);
  g_test_add_func ("/paste-text/long", test_long);
  return g_test_run ();
}
