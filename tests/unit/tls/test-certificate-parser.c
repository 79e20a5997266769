/* Certificates are found in whatever holds them, and what is none is named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-parser.h"

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-private.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <string.h>

static const char *const reference_names[] = { "rsa2048.pem", "rsa4096.pem", "ec.pem" };

static void
test_parse_several (void)
{
  g_autoptr(GString) text = g_string_new ("Some words before.\r\n");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GPtrArray) certificates = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (reference_names); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_load (reference_names[i]);

      g_string_append_printf (text, "subject=%s\n%s", fl_certificate_get_subject (certificate), fl_certificate_get_pem (certificate));
    }
  bytes = g_string_free_to_bytes (g_steal_pointer (&text));
  certificates = fl_certificate_parse_all (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (certificates->len, ==, 3);
  g_assert_cmpstr (fl_certificate_get_key_type (certificates->pdata[2]), ==, "EC");
  g_assert_false (fl_certificate_equal (certificates->pdata[0], certificates->pdata[1]));
}

static void
test_parse_der (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_load ("ec.pem");
  GBytes *der = fl_certificate_get_der (certificate);
  g_autoptr(GPtrArray) certificates = fl_certificate_parse_all (der, NULL);
  g_autofree char *peer = fl_test_run (fl_certificate_get_pem (certificate), "openssl x509 -outform der | openssl dgst -sha256 -r | cut -c1-64");
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);

  g_assert_cmpuint (certificates->len, ==, 1);
  g_assert_true (fl_certificate_equal (certificates->pdata[0], certificate));
  g_assert_cmpstr (digest, ==, peer);
}

static void
assert_refused (const void         *data,
                size_t              n_data,
                FlCertificateError  expected)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, n_data);
  g_autoptr(GError) error = NULL;

  ERR_clear_error ();
  g_assert_null (fl_certificate_parse_all (bytes, &error));
  g_assert_error (error, FL_CERTIFICATE_ERROR, (int) expected);
  /* Whoever shares the thread's error queue (a handshake) finds it as it was. */
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

static void
assert_text_refused (const char         *text,
                     FlCertificateError  expected)
{
  assert_refused (text, strlen (text), expected);
}

static void
test_not_a_certificate (void)
{
  EVP_PKEY *key = NULL;
  X509 *x509 = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "x" }, &key);
  g_autoptr(FlCertificate) certificate = fl_certificate_new_from_x509 (x509);
  g_autofree char *key_pem = fl_test_key_to_pem (key, NULL);
  g_autofree char *locked_pem = fl_test_key_to_pem (key, "secret");
  g_autofree char *request = fl_test_run (key_pem, "openssl req -new -key /dev/stdin -subj /CN=x");
  g_autofree char *public_key = fl_test_run (key_pem, "openssl pkey -pubout");
  g_autofree char *half = g_strndup (fl_certificate_get_pem (certificate), 300);
  g_autofree char *two = g_strconcat (fl_certificate_get_pem (certificate), half, NULL);
  g_autofree char *zeros = g_malloc0 (FL_CERTIFICATE_MAX_INPUT + 1);
  PKCS12 *container = PKCS12_create ("secret", "x", key, x509, NULL, 0, 0, 0, 0, 0);
  unsigned char *der = NULL;
  int n_der = i2d_PKCS12 (container, &der);

  assert_refused (der, (size_t) n_der, FL_CERTIFICATE_ERROR_PKCS12);
  OPENSSL_free (der);
  der = NULL;
  n_der = i2d_PrivateKey (key, &der);
  assert_refused (der, (size_t) n_der, FL_CERTIFICATE_ERROR_PRIVATE_KEY);
  OPENSSL_clear_free (der, (size_t) n_der);

  assert_text_refused ("", FL_CERTIFICATE_ERROR_EMPTY);
  assert_text_refused (" \r\n\t", FL_CERTIFICATE_ERROR_EMPTY);
  assert_text_refused (key_pem, FL_CERTIFICATE_ERROR_PRIVATE_KEY);
  assert_text_refused (locked_pem, FL_CERTIFICATE_ERROR_PRIVATE_KEY);
  assert_text_refused (request, FL_CERTIFICATE_ERROR_REQUEST);
  assert_text_refused (public_key, FL_CERTIFICATE_ERROR_NOT_A_CERTIFICATE);
  assert_text_refused (half, FL_CERTIFICATE_ERROR_BROKEN);
  assert_text_refused (two, FL_CERTIFICATE_ERROR_BROKEN);
  assert_text_refused ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", FL_CERTIFICATE_ERROR_BROKEN);
  assert_text_refused ("-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", FL_CERTIFICATE_ERROR_BROKEN);
  assert_text_refused ("drwxr-xr-x 2 root root 4096 .\n", FL_CERTIFICATE_ERROR_NOT_A_CERTIFICATE);
  assert_text_refused ("{\"name\": \"broker\"}", FL_CERTIFICATE_ERROR_NOT_A_CERTIFICATE);
  assert_text_refused ("0", FL_CERTIFICATE_ERROR_NOT_A_CERTIFICATE);
  assert_refused (zeros, FL_CERTIFICATE_MAX_INPUT + 1, FL_CERTIFICATE_ERROR_TOO_LARGE);
  assert_refused (zeros, 1000, FL_CERTIFICATE_ERROR_NOT_A_CERTIFICATE);
  PKCS12_free (container);
  X509_free (x509);
  EVP_PKEY_free (key);
}

/* A certificate followed by its key, as some servers want it, is still that certificate. */
static void
test_key_beside (void)
{
  EVP_PKEY *key = NULL;
  X509 *x509 = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "x" }, &key);
  g_autoptr(FlCertificate) certificate = fl_certificate_new_from_x509 (x509);
  g_autofree char *key_pem = fl_test_key_to_pem (key, NULL);
  g_autofree char *both = g_strconcat (key_pem, fl_certificate_get_pem (certificate), NULL);
  g_autoptr(GBytes) bytes = g_bytes_new (both, strlen (both));
  g_autoptr(GPtrArray) certificates = fl_certificate_parse_all (bytes, NULL);

  g_assert_cmpuint (certificates->len, ==, 1);
  X509_free (x509);
  EVP_PKEY_free (key);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-parser/several", test_parse_several);
  g_test_add_func ("/certificate-parser/der", test_parse_der);
  g_test_add_func ("/certificate-parser/not-a-certificate", test_not_a_certificate);
  g_test_add_func ("/certificate-parser/key-beside", test_key_beside);
  return g_test_run ();
}
