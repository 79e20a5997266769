/* A certificate and a key, from one file or two, belong together or the field that is wrong is named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-client-identity.h"

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-private.h"

#include <string.h>

typedef struct
{
  FlClientFile *certificate;
  FlClientFile *key;
  FlClientFile *locked;    /* the key behind "horse" */
  FlClientFile *both;
  FlClientFile *container; /* both behind "horse" */
  FlClientFile *stranger;  /* another key */
} Files;

static FlClientFile *
parse_output (const char *input,
              const char *command)
{
  g_autofree char *base64 = fl_test_run (input, "%s | base64 -w0", command);
  size_t n;
  guchar *data = g_base64_decode (base64, &n);
  g_autoptr(GBytes) bytes = g_bytes_new_take (data, n);
  g_autoptr(GError) error = NULL;
  FlClientFile *file = fl_client_file_parse (bytes, &error);

  g_assert_no_error (error);
  return file;
}

static void
set_up (Files         *files,
        gconstpointer  data)
{
  EVP_PKEY *key = NULL;
  X509 *x509 = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "kitchen" }, &key);
  g_autoptr(FlCertificate) certificate = fl_certificate_new_from_x509 (x509);
  g_autofree char *key_pem = fl_test_key_to_pem (key, NULL);
  g_autofree char *pem = g_strconcat (key_pem, fl_certificate_get_pem (certificate), NULL);

  files->certificate = parse_output (pem, "openssl x509");
  files->key = parse_output (pem, "openssl pkey");
  files->locked = parse_output (pem, "openssl pkcs8 -topk8 -passout pass:horse");
  files->both = parse_output (pem, "cat");
  files->container = parse_output (pem, "openssl pkcs12 -export -passout pass:horse");
  files->stranger = parse_output ("x", "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
  X509_free (x509);
  EVP_PKEY_free (key);
}

static void
tear_down (Files         *files,
           gconstpointer  data)
{
  fl_client_file_unref (files->certificate);
  fl_client_file_unref (files->key);
  fl_client_file_unref (files->locked);
  fl_client_file_unref (files->both);
  fl_client_file_unref (files->container);
  fl_client_file_unref (files->stranger);
}

static void
test_open (Files         *files,
           gconstpointer  data)
{
  const struct { FlClientFile *certificate, *key; const char *passphrase; int error; gboolean needs_passphrase; } cases[] = {
    { files->certificate, files->key, NULL, -1, FALSE },
    { files->certificate, files->key, "unneeded", -1, FALSE },
    { files->both, NULL, NULL, -1, FALSE },
    { NULL, files->both, NULL, -1, FALSE },
    { files->both, files->locked, "horse", -1, TRUE },
    { files->certificate, files->locked, "horse", -1, TRUE },
    { files->certificate, files->locked, NULL, FL_CLIENT_IDENTITY_ERROR_PASSPHRASE_REQUIRED, FALSE },
    { files->certificate, files->locked, "staple", FL_CLIENT_IDENTITY_ERROR_WRONG_PASSPHRASE, FALSE },
    { files->container, NULL, "horse", -1, FALSE },
    { NULL, files->container, "horse", -1, FALSE },
    { files->certificate, files->container, "horse", -1, FALSE },
    { files->container, NULL, NULL, FL_CLIENT_IDENTITY_ERROR_PASSPHRASE_REQUIRED, FALSE },
    { files->container, NULL, "staple", FL_CLIENT_IDENTITY_ERROR_WRONG_PASSPHRASE, FALSE },
    { files->certificate, NULL, NULL, FL_CLIENT_IDENTITY_ERROR_KEY_MISSING, FALSE },
    { NULL, files->key, NULL, FL_CLIENT_IDENTITY_ERROR_CERTIFICATE, FALSE },
    { files->key, NULL, NULL, FL_CLIENT_IDENTITY_ERROR_CERTIFICATE, FALSE },
    { files->certificate, files->certificate, NULL, FL_CLIENT_IDENTITY_ERROR_KEY, FALSE },
    { files->certificate, files->stranger, NULL, FL_CLIENT_IDENTITY_ERROR_PAIR_MISMATCH, FALSE },
    { files->container, files->stranger, "horse", FL_CLIENT_IDENTITY_ERROR_PAIR_MISMATCH, FALSE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *text = cases[i].passphrase;
      g_autoptr(FlSecret) passphrase = text != NULL ? fl_secret_new (text, strlen (text)) : NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(FlClientIdentity) identity = fl_client_identity_open (cases[i].certificate, cases[i].key, passphrase, &error);

      g_test_message ("case %zu", i);
      if (cases[i].error >= 0)
        {
          g_assert_null (identity);
          g_assert_error (error, FL_CLIENT_IDENTITY_ERROR, cases[i].error);
          g_assert_true (text == NULL || strstr (error->message, text) == NULL);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (fl_certificate_get_common_name (fl_client_identity_get_certificate (identity)), ==, "kitchen");
      g_assert_cmpint (fl_client_identity_needs_passphrase (identity), ==, cases[i].needs_passphrase);
      g_assert_true (g_str_has_prefix (fl_client_identity_get_certificate_pem (identity), "-----BEGIN CERTIFICATE-----"));
      g_assert_nonnull (strstr (fl_secret_peek (fl_client_identity_get_key (identity), NULL), "PRIVATE KEY-----"));
    }
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  FlClientIdentity **identity = user_data;
  g_autoptr(GError) error = NULL;

  *identity = fl_client_identity_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
test_async (Files         *files,
            gconstpointer  data)
{
  g_autoptr(FlSecret) passphrase = fl_secret_new ("horse", 5);
  g_autoptr(FlClientIdentity) identity = NULL;

  fl_client_identity_open_async (files->container, NULL, passphrase, NULL, opened_cb, &identity);
  while (identity == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (fl_client_identity_needs_passphrase (identity));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  g_test_add ("/client-identity/open", Files, NULL, set_up, test_open, tear_down);
  g_test_add ("/client-identity/async", Files, NULL, set_up, test_async, tear_down);
  return g_test_run ();
}
