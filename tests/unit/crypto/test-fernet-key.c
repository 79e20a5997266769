/* Fernet keys: generated, read, named; wrong ones are not repeated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "crypto/fl-fernet-key.h"

#include <string.h>

#include <openssl/crypto.h>

#define SPEC_KEY  "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
#define SEEDS_KEY "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="

static void
test_good (void)
{
  static const char *const texts[] = {
    SPEC_KEY,
    "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4",
    " \r\n\tcw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\f\n",
  };
  static const guint8 signing[] = { 0x73, 0x0f, 0xf4, 0xc7, 0xaf, 0x3d, 0x46, 0x92, 0x3e, 0x8e, 0xd4, 0x51, 0xee, 0x81, 0x3c, 0x87 };
  static const guint8 encryption[] = { 0xf7, 0x90, 0xb0, 0xa2, 0x26, 0xbc, 0x96, 0xa9, 0x2d, 0xe4, 0x9b, 0x5e, 0x9c, 0x05, 0xe1, 0xee };

  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlFernetKey) key = fl_fernet_key_parse (texts[i], -1, &error);
      g_autoptr(FlSecret) text = NULL;

      g_assert_no_error (error);
      g_assert_cmpmem (fl_fernet_key_get_signing (key), 16, signing, sizeof signing);
      g_assert_cmpmem (fl_fernet_key_get_encryption (key), 16, encryption, sizeof encryption);
      g_assert_true (CRYPTO_secure_allocated (fl_fernet_key_get_signing (key)));
      text = fl_fernet_key_to_text (key);
      g_assert_cmpstr (fl_secret_peek (text, NULL), ==, SPEC_KEY);
      g_assert_true (CRYPTO_secure_allocated (fl_secret_peek (text, NULL)));
    }
}

static void
test_length_counts (void)
{
  g_autoptr(FlFernetKey) key = fl_fernet_key_parse (SPEC_KEY "rubbish", 44, NULL);

  g_assert_nonnull (key);
}

static const struct
{
  const char       *text;
  gssize            n;
  FlFernetKeyError  code;
} bad[] = {
  { "",                                               -1, FL_FERNET_KEY_ERROR_EMPTY },
  { " \n",                                            -1, FL_FERNET_KEY_ERROR_EMPTY },
  { "cw_0x689",                                       -1, FL_FERNET_KEY_ERROR_LENGTH },
  { "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e",     -1, FL_FERNET_KEY_ERROR_LENGTH },
  { "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4==",  -1, FL_FERNET_KEY_ERROR_LENGTH },
  { "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4A",   -1, FL_FERNET_KEY_ERROR_CHARACTER },
  { "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e5=",   -1, FL_FERNET_KEY_ERROR_CHARACTER }, /* an unused bit */
  { "cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4=",   -1, FL_FERNET_KEY_ERROR_CHARACTER },
  { "cw_0x689RpI-jtRR7oE8h eQsKImvJapLeSbXpwF4e4=",   -1, FL_FERNET_KEY_ERROR_CHARACTER },
  { "cw_0x689RpI-jtRR7oE8h\0eQsKImvJapLeSbXpwF4e4=",  44, FL_FERNET_KEY_ERROR_CHARACTER },
};

static void
test_bad (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (fl_fernet_key_parse (bad[i].text, bad[i].n, &error));
      g_assert_error (error, FL_FERNET_KEY_ERROR, (int) bad[i].code);
      g_assert_null (strstr (error->message, "cw"));
      g_assert_null (strstr (error->message, "0x689"));
    }
}

static void
test_generate (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlFernetKey) key = fl_fernet_key_generate (&error);
  g_autoptr(FlFernetKey) other = fl_fernet_key_generate (&error);
  g_autoptr(FlFernetKey) again = NULL;
  g_autoptr(FlSecret) text = NULL;

  g_assert_no_error (error);
  text = fl_fernet_key_to_text (key);
  again = fl_fernet_key_parse (fl_secret_peek (text, NULL), -1, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (fl_fernet_key_get_signing (again), FL_FERNET_KEY_SIZE,
                   fl_fernet_key_get_signing (key), FL_FERNET_KEY_SIZE);
  g_assert_cmpstr (fl_fernet_key_get_id (again), ==, fl_fernet_key_get_id (key));
  g_assert_cmpstr (fl_fernet_key_get_id (other), !=, fl_fernet_key_get_id (key));
  g_assert_null (fl_fernet_key_get_publication (key));
}

static void
test_id_and_publication (void)
{
  g_autoptr(FlFernetKey) spec = fl_fernet_key_parse (SPEC_KEY, -1, NULL);
  g_autoptr(FlFernetKey) seeds = fl_fernet_key_parse (SEEDS_KEY, -1, NULL);

  g_assert_cmpstr (fl_fernet_key_get_id (spec), ==, "cbeb362f");
  g_assert_cmpstr (fl_fernet_key_get_id (seeds), ==, "4091a88c");
  g_assert_nonnull (strstr (fl_fernet_key_get_publication (spec), "specification"));
  g_assert_nonnull (strstr (fl_fernet_key_get_publication (seeds), "course"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fernet-key/good", test_good);
  g_test_add_func ("/fernet-key/length-counts", test_length_counts);
  g_test_add_func ("/fernet-key/bad", test_bad);
  g_test_add_func ("/fernet-key/generate", test_generate);
  g_test_add_func ("/fernet-key/id-and-publication", test_id_and_publication);
  return g_test_run ();
}
