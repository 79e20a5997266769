/* A key ring keeps its order, and one wrong key refuses all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "crypto/fl-key-ring.h"

#include <string.h>

#define SPEC_KEY  "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
#define SEEDS_KEY "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="

static void
test_order (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlKeyRing) ring = fl_key_ring_parse ("\n " SPEC_KEY " \t\r\n" SEEDS_KEY "\n", &error);
  g_autoptr(FlKeyRing) second = fl_key_ring_ref (ring);

  g_assert_no_error (error);
  g_assert_cmpuint (fl_key_ring_get_n (second), ==, 2);
  g_assert_cmpstr (fl_fernet_key_get_id (fl_key_ring_get (ring, 0)), ==, "cbeb362f");
  g_assert_cmpstr (fl_fernet_key_get_id (fl_key_ring_get (ring, 1)), ==, "4091a88c");
  g_assert_null (fl_key_ring_get (ring, 2));
}

static void
test_of_keys (void)
{
  g_autoptr(FlFernetKey) key = fl_fernet_key_generate (NULL);
  g_autoptr(FlKeyRing) empty = fl_key_ring_new (NULL, 0);
  g_autoptr(FlKeyRing) ring = fl_key_ring_new (&key, 1);

  g_assert_cmpuint (fl_key_ring_get_n (empty), ==, 0);
  g_assert_null (fl_key_ring_get (empty, 0));
  g_assert_true (fl_key_ring_get (ring, 0) == key);
}

static void
test_bad (void)
{
  static const struct { const char *text; FlFernetKeyError code; const char *where; } bad[] = {
    { "",                            FL_FERNET_KEY_ERROR_EMPTY,  NULL   },
    { " \n",                         FL_FERNET_KEY_ERROR_EMPTY,  NULL   },
    { SPEC_KEY " secret",            FL_FERNET_KEY_ERROR_LENGTH, "Key 2" },
    { "secret " SPEC_KEY,            FL_FERNET_KEY_ERROR_LENGTH, "Key 1" },
    { SPEC_KEY SEEDS_KEY,            FL_FERNET_KEY_ERROR_LENGTH, "Key 1" },
    { SPEC_KEY "," SEEDS_KEY,        FL_FERNET_KEY_ERROR_LENGTH, "Key 1" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (fl_key_ring_parse (bad[i].text, &error));
      g_assert_error (error, FL_FERNET_KEY_ERROR, (int) bad[i].code);
      g_assert_null (strstr (error->message, "secret"));
      if (bad[i].where != NULL)
        g_assert_nonnull (strstr (error->message, bad[i].where));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-ring/order", test_order);
  g_test_add_func ("/key-ring/of-keys", test_of_keys);
  g_test_add_func ("/key-ring/bad", test_bad);
  return g_test_run ();
}
