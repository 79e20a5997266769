/* Tests of fl-tls-hello: what a ServerHello says, and that no byte too few is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-tls-hello.h"

#include <string.h>

#define FIXED_BYTES 38 /* type and length, version, random */

/* A ServerHello with a session id of that many bytes, and these extensions with their length before them. */
static GByteArray *
make_hello (guint8      n_session,
            const char *extensions,
            guint       n_extensions)
{
  GByteArray *hello = g_byte_array_new ();
  const guint8 zeros[FIXED_BYTES + 255] = { 2 };
  const guint8 suite[] = { 0x13, 0x02, 0 };

  g_byte_array_append (hello, zeros, FIXED_BYTES);
  g_byte_array_append (hello, &n_session, 1);
  g_byte_array_append (hello, zeros + 1, n_session);
  g_byte_array_append (hello, suite, sizeof suite);
  g_byte_array_append (hello, (const guint8 *) extensions, n_extensions);

  return hello;
}

#define EXTENSIONS(text) (text), sizeof (text) - 1

static void
test_read (void)
{
  static const struct { guint8 n_session; const char *extensions; guint n_extensions; gboolean whole, tls13, secret; } cases[] = {
    { 0, EXTENSIONS (""), TRUE, FALSE, FALSE },                                       /* none at all: TLS 1.2 may */
    { 32, EXTENSIONS ("\0\0"), TRUE, FALSE, FALSE },
    { 32, EXTENSIONS ("\0\6\0\x2b\0\2\3\4"), TRUE, TRUE, FALSE },
    { 0, EXTENSIONS ("\0\6\0\x2b\0\2\3\3"), TRUE, FALSE, FALSE },                     /* another version */
    { 0, EXTENSIONS ("\0\4\0\x17\0\0"), TRUE, FALSE, TRUE },
    { 7, EXTENSIONS ("\0\x0c\xff\1\0\1\0\0\x17\0\0\0\x23\0"), FALSE, FALSE, FALSE },  /* the last one is cut */
    { 7, EXTENSIONS ("\0\x0d\xff\1\0\1\0\0\x17\0\0\0\x23\0\0"), TRUE, FALSE, TRUE },
    { 0, EXTENSIONS ("\0\5\0\x2b\0\1\3"), TRUE, FALSE, FALSE },                       /* too short for a version */
    { 0, EXTENSIONS ("\0\6\0\x2b\0\2\3"), FALSE, FALSE, FALSE },
    { 0, EXTENSIONS ("\0\4\0\x17\0\0\0"), FALSE, FALSE, FALSE },                      /* more than it says */
    { 0, EXTENSIONS ("\0\x08\0\x17\0\0\0\x2b\0\2"), FALSE, FALSE, FALSE },            /* an extension that has no content */
    { 0, EXTENSIONS ("\0"), FALSE, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GByteArray) bytes = make_hello (cases[i].n_session, cases[i].extensions, cases[i].n_extensions);
      FlTlsHello hello = { TRUE, TRUE };

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (fl_tls_hello_read (&hello, bytes->data, bytes->len), ==, cases[i].whole);
      g_assert_cmpint (hello.is_tls13, ==, cases[i].tls13);
      g_assert_cmpint (hello.has_extended_master_secret, ==, cases[i].secret);
    }
}

/* Each prefix in memory of its own, so that a sanitizer sees what is read behind it. */
static void
test_cut (void)
{
  g_autoptr(GByteArray) bytes = make_hello (32, EXTENSIONS ("\0\x0a\0\x2b\0\2\3\4\0\x17\0\0"));
  FlTlsHello hello;

  for (guint n = 0; n < bytes->len; n++)
    {
      g_autofree guint8 *prefix = g_memdup2 (bytes->data, n);
      /* Without extensions it is whole. */
      gboolean is_whole = n == bytes->len - 12;

      g_assert_cmpint (fl_tls_hello_read (&hello, prefix, n), ==, is_whole);
    }
  g_assert_true (fl_tls_hello_read (&hello, bytes->data, bytes->len));
  g_assert_true (hello.is_tls13 && hello.has_extended_master_secret);
  bytes->data[0] = 1;
  g_assert_false (fl_tls_hello_read (&hello, bytes->data, bytes->len));
  g_assert_false (hello.is_tls13 || hello.has_extended_master_secret);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-hello/read", test_read);
  g_test_add_func ("/tls-hello/cut", test_cut);

  return g_test_run ();
}
