/* Tests of fl-ct-log: an id is the hash of a log's key, and what is not known has no name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-ct-log.h"

/* Two logs and their public keys, as Chrome's list has them. */
static void
test_keys (void)
{
  static const struct { const char *name, *key; } cases[] = {
    { "Google Argon2026h1",
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEB/we6GOO/xwxivy4HhkrYFAAPo6e2nc346Wo2o2U+GvoPWSPJz91s/xrEvA3Bk9kWHUUXVZS5morFEzsgdHqPg==" },
    { "Cloudflare Nimbus2026",
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2FxhT6xq0iCATopC9gStS9SxHHmOKTLeaVNZ661488Aq8tARXQV+6+jB0983v5FkRm4OJxPqu29GJ1iG70Ahow==" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize n_key;
      g_autofree guint8 *key = g_base64_decode (cases[i].key, &n_key);
      g_autoptr(GChecksum) hash = g_checksum_new (G_CHECKSUM_SHA256);
      guint8 id[32];
      gsize n_id = sizeof id;

      g_checksum_update (hash, key, (gssize) n_key);
      g_checksum_get_digest (hash, id, &n_id);
      g_assert_cmpstr (fl_ct_log_find_name (id, n_id), ==, cases[i].name);
      g_assert_null (fl_ct_log_find_name (id, n_id - 1));
      id[31] ^= 1;
      g_assert_null (fl_ct_log_find_name (id, n_id));
    }
  g_assert_null (fl_ct_log_find_name (NULL, 0));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ct-log/keys", test_keys);
  return g_test_run ();
}
