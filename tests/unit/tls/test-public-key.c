/* The key as openssl writes it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-public-key.h"

#include "support/fl-test-certificate.h"

static void
test_as_openssl (void)
{
  static const char *const files[] = { "rsa2048.pem", "rsa4096.pem", "ec.pem" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_load (files[i]);
      g_autofree char *pem = fl_public_key_to_pem (certificate);
      g_autofree char *openssl = fl_test_run (fl_certificate_get_pem (certificate), "openssl x509 -noout -pubkey");

      g_assert_true (g_str_has_suffix (pem, "-----END PUBLIC KEY-----\n"));
      g_assert_cmpstr (g_strstrip (pem), ==, g_strstrip (openssl));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/public-key/as-openssl", test_as_openssl);
  return g_test_run ();
}
