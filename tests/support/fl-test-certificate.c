/* Certificates of every kind for the C tests, made in memory when a test asks for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-test-certificate.h"

#include "tls/fl-certificate-parser.h"
#include "tls/fl-certificate-private.h"

#include <gio/gio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <string.h>

static EVP_PKEY *
make_key (const char *kind)
{
  if (kind == NULL || strcmp (kind, "EC") == 0)
    return EVP_EC_gen ("P-256");
  if (strcmp (kind, "EC-384") == 0)
    return EVP_EC_gen ("P-384");
  if (strcmp (kind, "ED25519") == 0)
    return EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
  g_assert_true (g_str_has_prefix (kind, "RSA-"));
  return EVP_RSA_gen ((unsigned) atoi (kind + 4));
}

static void
add_extension (X509       *x509,
               X509       *issuer,
               const char *name,
               const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;
  CONF *configuration = NCONF_new (NULL);

  X509V3_set_ctx (&context, issuer, x509, NULL, NULL, 0);
  X509V3_set_nconf (&context, configuration);
  extension = X509V3_EXT_nconf (configuration, &context, name, value);
  if (extension == NULL)
    g_error ("openssl refused the extension %s=%s", name, value);
  X509_add_ext (x509, extension, -1);
  X509_EXTENSION_free (extension);
  NCONF_free (configuration);
}

static void
add_names (X509                    *x509,
           const FlTestCertificate *wish)
{
  g_autoptr(GString) names = g_string_new (wish->san);

  for (int i = 0; i < wish->n_dns_names; i++)
    g_string_append_printf (names, "%sDNS:name-%d.example", names->len > 0 ? "," : "", i);
  if (names->len > 0)
    add_extension (x509, x509, "subjectAltName", names->str);
}

static void
add_extensions (X509                    *x509,
                const FlTestCertificate *wish)
{
  X509 *issuer = wish->issuer != NULL ? wish->issuer : x509;
  g_auto(GStrv) lines = g_strsplit (wish->extensions != NULL ? wish->extensions : "", "\n", -1);

  add_names (x509, wish);
  if (wish->is_ca)
    {
      add_extension (x509, issuer, "basicConstraints", "critical,CA:TRUE");
      add_extension (x509, issuer, "keyUsage", "critical,keyCertSign,cRLSign");
    }
  for (char **line = lines; *line != NULL; line++)
    {
      char *equals = strchr (*line, '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      add_extension (x509, issuer, *line, equals + 1);
    }
}

static void
set_times (X509                    *x509,
           const FlTestCertificate *wish)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 not_after = wish->not_after != 0 ? wish->not_after : now + 53 * 24 * 60 * 60 + 3600;

  ASN1_TIME_set (X509_getm_notBefore (x509), wish->not_before != 0 ? wish->not_before : now - 3600);
  if (wish->end_date != NULL)
    ASN1_STRING_set (X509_getm_notAfter (x509), wish->end_date, -1);
  else
    ASN1_TIME_set (X509_getm_notAfter (x509), not_after);
  if (wish->end_date != NULL && strlen (wish->end_date) > 13)
    X509_getm_notAfter (x509)->type = V_ASN1_GENERALIZEDTIME;
}

/* A new certificate; *@key, if not NULL, gets its key. Both are the caller's. */
X509 *
fl_test_certificate_make (const FlTestCertificate  *wish,
                          EVP_PKEY                **key)
{
  X509 *x509 = X509_new ();
  EVP_PKEY *own_key = make_key (wish->key);
  EVP_PKEY *issuer_key = wish->issuer_key != NULL ? wish->issuer_key : own_key;
  const EVP_MD *digest = EVP_get_digestbyname (wish->digest != NULL ? wish->digest : "SHA256");
  X509_NAME *name = X509_get_subject_name (x509);

  X509_set_version (x509, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (x509), wish->serial != 0 ? wish->serial : 1);
  if (wish->organization != NULL)
    X509_NAME_add_entry_by_txt (name, "O", MBSTRING_UTF8, (const unsigned char *) wish->organization, -1, -1, 0);
  if (wish->common_name != NULL)
    X509_NAME_add_entry_by_NID (name, NID_commonName, V_ASN1_UTF8STRING, (const unsigned char *) wish->common_name,
                                wish->n_common_name > 0 ? wish->n_common_name : -1, -1, 0);
  X509_set_issuer_name (x509, wish->issuer != NULL ? X509_get_subject_name (wish->issuer) : name);
  set_times (x509, wish);
  X509_set_pubkey (x509, own_key);
  add_extensions (x509, wish);
  g_assert_cmpint (X509_sign (x509, issuer_key, EVP_PKEY_get_base_id (issuer_key) == EVP_PKEY_ED25519 ? NULL : digest), >, 0);
  if (key != NULL)
    *key = own_key;
  else
    EVP_PKEY_free (own_key);
  return x509;
}

FlCertificate *
fl_test_certificate_new (const FlTestCertificate *wish)
{
  X509 *x509 = fl_test_certificate_make (wish, NULL);
  FlCertificate *certificate = fl_certificate_new_from_x509 (x509);

  X509_free (x509);
  return certificate;
}

/* tests/data/certs/@name */
FlCertificate *
fl_test_certificate_load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "certs", name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GPtrArray) certificates = NULL;
  g_autoptr(GError) error = NULL;
  size_t length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  certificates = fl_certificate_parse_all (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (certificates->len, ==, 1);
  return fl_certificate_ref (certificates->pdata[0]);
}

/* Runs a shell line with @input on its standard input; gives its standard output without the last newline. */
char *
fl_test_run (const char *input,
             const char *format,
             ...)
{
  g_autofree char *line = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  char *output = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                              "/bin/sh", "-c", line, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("failed: %s", line);
  return g_strchomp (output);
}

/* PKCS#8, encrypted if there is a @passphrase. */
char *
fl_test_key_to_pem (EVP_PKEY   *key,
                    const char *passphrase)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *data = NULL;
  char *text;
  long length;

  PEM_write_bio_PKCS8PrivateKey (bio, key, passphrase != NULL ? EVP_aes_256_cbc () : NULL,
                                 passphrase, passphrase != NULL ? (int) strlen (passphrase) : 0, NULL, NULL);
  length = BIO_get_mem_data (bio, &data);
  text = g_strndup (data, (size_t) length);
  BIO_free (bio);
  return text;
}
