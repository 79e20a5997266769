/* base64url: one text for the bytes, with or without padding, and nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "crypto/fl-base64url.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *bytes;
} good[] = {
  { "",         ""       }, /* RFC 4648, section 10 */
  { "Zg==",     "f"      },
  { "Zg",       "f"      },
  { "Zm8=",     "fo"     },
  { "Zm8",      "fo"     },
  { "Zm9v",     "foo"    },
  { "Zm9vYg==", "foob"   },
  { "Zm9vYg",   "foob"   },
  { "Zm9vYmE=", "fooba"  },
  { "Zm9vYmFy", "foobar" },
  { "-_-_",     "\xfb\xff\xbf" },
};

static const char *const bad[] = {
  "Z", "Zg=", "Zg===", "Zm8==", "Zm9v=", "Zm9v==", "Zm9v====", "=", "==", "====", "A===", "AA=A", "AAA=A", "AA==AA==",
  "Zh==", "Zh", "Zm9=", "Zm9", "Zm9vYh", /* unused bits */
  "+/+/", "Zm9v\n", " Zm9v", "Zm 9", "Zm9v.", "Zm\xc3\xa4", ("A\x80" "AA"), "AAA\xff",
};

static void
test_good (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (good); i++)
    {
      guint8 out[16];
      char text[16];
      size_t n = 99;

      g_test_message ("%s", good[i].text);
      g_assert_true (fl_base64url_decode (good[i].text, strlen (good[i].text), out, &n));
      g_assert_cmpmem (out, n, good[i].bytes, strlen (good[i].bytes));
      n = fl_base64url_encode (out, n, text);
      g_assert_cmpuint (n, ==, strlen (text));
      g_assert_cmpuint (n % 4, ==, 0);
      g_assert_true (g_str_has_prefix (text, good[i].text));
    }
}

static void
test_bad (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      guint8 out[16];
      size_t n = 99;

      g_assert_false (fl_base64url_decode (bad[i], strlen (bad[i]), out, &n));
      g_assert_cmpuint (n, ==, 0);
    }
}

/* Every byte in every place of a group: the alphabet's 64, and no other. */
static void
test_every_byte (void)
{
  for (size_t place = 0; place < 7; place++)
    {
      guint n_good = 0;

      for (int byte = 0; byte < 256; byte++)
        {
          char text[] = "AAAAAAA";
          guint8 out[16];
          size_t n;
          gboolean in_alphabet = g_ascii_isalnum (byte) || byte == '-' || byte == '_';

          text[place] = (char) byte;
          if (fl_base64url_decode (text, 7, out, &n))
            {
              g_assert_true (in_alphabet);
              n_good++;
            }
          else
            g_assert_true (!in_alphabet || place == 6);
        }
      /* The last character of seven has two unused bits. */
      g_assert_cmpuint (n_good, ==, place == 6 ? 16 : 64);
    }
}

static void
test_there_and_back (void)
{
  for (size_t n = 0; n < 100; n++)
    {
      guint8 data[100];
      guint8 out[FL_BASE64URL_DECODED_MAX (140)];
      char text[FL_BASE64URL_ENCODED_SIZE (100)];
      char expected[FL_BASE64URL_ENCODED_SIZE (100)];
      g_autofree char *glib = NULL;
      size_t n_out;

      for (size_t i = 0; i < n; i++)
        data[i] = (guint8) g_test_rand_int ();
      glib = g_base64_encode (data, n);
      g_strlcpy (expected, g_strdelimit (g_strdelimit (glib, "+", '-'), "/", '_'), sizeof expected);
      fl_base64url_encode (data, n, text);
      g_assert_cmpstr (text, ==, expected);
      g_assert_true (fl_base64url_decode (text, strlen (text), out, &n_out));
      g_assert_cmpmem (out, n_out, data, n);
    }
}

static void
test_trim (void)
{
  const char *text = " \t\r\n\fa b\n ";
  size_t n = strlen (text);
  const char *blank = "  ";
  size_t n_blank = 2;

  fl_base64url_trim (&text, &n);
  g_assert_cmpmem (text, n, "a b", 3);
  fl_base64url_trim (&blank, &n_blank);
  g_assert_cmpuint (n_blank, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base64url/good", test_good);
  g_test_add_func ("/base64url/bad", test_bad);
  g_test_add_func ("/base64url/every-byte", test_every_byte);
  g_test_add_func ("/base64url/there-and-back", test_there_and_back);
  g_test_add_func ("/base64url/trim", test_trim);
  return g_test_run ();
}
