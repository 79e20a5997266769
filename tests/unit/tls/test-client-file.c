/* What is in a file, in every form that openssl writes, is found; what is not there is named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-client-file.h"

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-parser.h"
#include "tls/fl-certificate-private.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <openssl/err.h>
#include <string.h>

/* Everything in one PEM: the key, and the certificate of it. */
static char *
make_pem (const char *key_type)
{
  EVP_PKEY *key = NULL;
  X509 *x509 = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "kitchen", .key = key_type }, &key);
  g_autoptr(FlCertificate) certificate = fl_certificate_new_from_x509 (x509);
  g_autofree char *key_pem = fl_test_key_to_pem (key, NULL);

  X509_free (x509);
  EVP_PKEY_free (key);
  return g_strconcat (key_pem, fl_certificate_get_pem (certificate), NULL);
}

/* What a command makes of standard input, byte for byte. */
static GBytes *
pipe_through (const char *input,
              const char *command)
{
  g_autofree char *base64 = fl_test_run (input, "%s | base64 -w0", command);
  size_t n;
  guchar *bytes = g_base64_decode (base64, &n);

  g_assert_cmpuint (n, >, 0);
  return g_bytes_new_take (bytes, n);
}

static FlClientFile *
parse (GBytes *bytes)
{
  g_autoptr(GError) error = NULL;
  FlClientFile *file;

  ERR_clear_error ();
  file = fl_client_file_parse (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
  return file;
}

/* PEM with everything in it goes through each command. */
static void
test_forms (void)
{
  static const struct { const char *command; gboolean certificate, key; const char *label; } cases[] = {
    { "cat", TRUE, TRUE, "-----BEGIN PRIVATE KEY-----" },
    { "openssl x509", TRUE, FALSE, NULL },
    { "openssl x509 -outform der", TRUE, FALSE, NULL },
    { "openssl x509 -text", TRUE, FALSE, NULL },
    { "openssl pkey", FALSE, TRUE, "-----BEGIN PRIVATE KEY-----" },
    { "openssl pkey -outform der", FALSE, TRUE, "-----BEGIN PRIVATE KEY-----" },
    { "openssl pkey -traditional", FALSE, TRUE, "-----BEGIN " },
    { "openssl pkey -traditional -outform der", FALSE, TRUE, "-----BEGIN PRIVATE KEY-----" },
    { "openssl pkcs8 -topk8 -passout pass:x", FALSE, TRUE, "-----BEGIN ENCRYPTED PRIVATE KEY-----" },
    { "openssl pkcs8 -topk8 -passout pass:x -outform der", FALSE, TRUE, "-----BEGIN ENCRYPTED PRIVATE KEY-----" },
    { "openssl pkey -traditional -aes128 -passout pass:x", FALSE, TRUE, "-----BEGIN " },
    { "(openssl ecparam -name prime256v1; cat)", TRUE, TRUE, "-----BEGIN PRIVATE KEY-----" },
  };
  static const char *const types[] = { "EC", "RSA-2048" };

  for (size_t type = 0; type < G_N_ELEMENTS (types); type++)
    {
      g_autofree char *pem = make_pem (types[type]);

      for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          g_autoptr(GBytes) bytes = pipe_through (pem, cases[i].command);
          g_autoptr(FlClientFile) file = parse (bytes);
          FlSecret *key = fl_client_file_get_key (file);

          g_test_message ("%s: %s", types[type], cases[i].command);
          g_assert_cmpint (fl_client_file_get_certificate_pem (file) != NULL, ==, cases[i].certificate);
          g_assert_cmpint (key != NULL, ==, cases[i].key);
          g_assert_true (key == NULL || g_str_has_prefix (fl_secret_peek (key, NULL), cases[i].label));
          g_assert_false (fl_client_file_is_locked (file));
        }
    }
}

static void
test_container (void)
{
  static const struct { const char *command, *passphrase; int error; } cases[] = {
    { "openssl pkcs12 -export -passout pass:horse", "horse", -1 },
    { "openssl pkcs12 -export -passout pass:horse", "staple", FL_CLIENT_FILE_ERROR_WRONG_PASSPHRASE },
    { "openssl pkcs12 -export -passout pass:horse", NULL, FL_CLIENT_FILE_ERROR_PASSPHRASE_REQUIRED },
    { "openssl pkcs12 -export -passout pass:", NULL, -1 },
    { "openssl pkcs12 -export -legacy -passout pass:horse", "horse", FL_CLIENT_FILE_ERROR_OLD_ENCRYPTION },
    { "openssl pkcs12 -export -legacy -passout pass:horse", "staple", FL_CLIENT_FILE_ERROR_WRONG_PASSPHRASE },
    { "openssl pkcs12 -export -legacy -passout pass:horse", NULL, FL_CLIENT_FILE_ERROR_PASSPHRASE_REQUIRED },
    { "openssl pkcs12 -export -certpbe NONE -keypbe NONE -passout pass:horse", "horse", -1 },
  };
  g_autofree char *pem = make_pem ("EC");

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = pipe_through (pem, cases[i].command);
      g_autoptr(FlClientFile) file = parse (bytes);
      g_autoptr(FlSecret) passphrase = cases[i].passphrase != NULL ? fl_secret_new (cases[i].passphrase, strlen (cases[i].passphrase)) : NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(FlClientFile) opened = NULL;

      g_test_message ("%s, %s", cases[i].command, cases[i].passphrase);
      g_assert_true (fl_client_file_is_locked (file));
      g_assert_null (fl_client_file_get_key (file));
      opened = fl_client_file_unlock (file, passphrase, &error);
      g_assert_cmpuint (ERR_peek_error (), ==, 0);
      if (cases[i].error >= 0)
        {
          g_assert_null (opened);
          g_assert_error (error, FL_CLIENT_FILE_ERROR, cases[i].error);
          g_assert_null (strstr (error->message, "horse"));
          g_assert_null (strstr (error->message, "staple"));
          continue;
        }
      g_assert_no_error (error);
      g_assert_false (fl_client_file_is_locked (opened));
      g_assert_true (g_str_has_prefix (fl_client_file_get_certificate_pem (opened), "-----BEGIN CERTIFICATE-----"));
      g_assert_true (g_str_has_prefix (fl_secret_peek (fl_client_file_get_key (opened), NULL), "-----BEGIN PRIVATE KEY-----"));
    }
}

/* The issuers in a container come after the certificate that the key belongs to. */
static void
test_container_chain (void)
{
  EVP_PKEY *ca_key = NULL;
  EVP_PKEY *key = NULL;
  X509 *ca = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "CA", .is_ca = TRUE }, &ca_key);
  X509 *leaf = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "kitchen", .issuer = ca, .issuer_key = ca_key }, &key);
  g_autoptr(FlCertificate) ca_certificate = fl_certificate_new_from_x509 (ca);
  g_autoptr(FlCertificate) certificate = fl_certificate_new_from_x509 (leaf);
  g_autofree char *key_pem = fl_test_key_to_pem (key, NULL);
  g_autofree char *pem = g_strconcat (key_pem, fl_certificate_get_pem (ca_certificate), fl_certificate_get_pem (certificate), NULL);
  g_autoptr(GBytes) bytes = pipe_through (pem, "openssl pkcs12 -export -passout pass:");
  g_autoptr(FlClientFile) file = parse (bytes);
  g_autoptr(FlClientFile) opened = fl_client_file_unlock (file, NULL, NULL);
  g_autofree char *expected = g_strconcat (fl_certificate_get_pem (certificate), fl_certificate_get_pem (ca_certificate), NULL);

  g_assert_cmpstr (fl_client_file_get_certificate_pem (opened), ==, expected);
  X509_free (ca);
  X509_free (leaf);
  EVP_PKEY_free (ca_key);
  EVP_PKEY_free (key);
}

static void
test_refused (void)
{
  g_autofree char *pem = make_pem ("EC");
  g_autofree char *noise = g_strnfill (FL_CLIENT_FILE_MAX + 1, 'x');
  g_autofree char *request = fl_test_run (pem, "openssl req -new -key /dev/stdin -subj /CN=x");
  g_autofree char *public_key = fl_test_run (pem, "openssl pkey -pubout");
  const struct { const char *text; GQuark domain; int code; } cases[] = {
    { "", FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_EMPTY },
    { " \n\n", FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_EMPTY },
    { "noise", FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_NOTHING },
    { "-----BEGIN ", FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_NOTHING },
    { public_key, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_NOTHING },
    { request, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_REQUEST },
    { "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_BROKEN },
    { noise, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_TOO_LARGE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (cases[i].text, strlen (cases[i].text));
      g_autoptr(GError) error = NULL;

      g_test_message ("case %zu", i);
      g_assert_null (fl_client_file_parse (bytes, &error));
      g_assert_error (error, cases[i].domain, cases[i].code);
    }
}

static void
test_new (void)
{
  g_autoptr(FlSecret) key = fl_secret_new ("key", 3);
  g_autoptr(FlClientFile) file = fl_client_file_new ("pem", key);
  g_autoptr(FlClientFile) same = fl_client_file_unlock (file, NULL, NULL);

  g_assert_true (same == file);
  g_assert_cmpstr (fl_client_file_get_certificate_pem (file), ==, "pem");
  g_assert_true (fl_client_file_get_key (file) == key);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  g_test_add_func ("/client-file/forms", test_forms);
  g_test_add_func ("/client-file/container", test_container);
  g_test_add_func ("/client-file/container-chain", test_container_chain);
  g_test_add_func ("/client-file/refused", test_refused);
  g_test_add_func ("/client-file/new", test_new);
  return g_test_run ();
}
