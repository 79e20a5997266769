/* Tests of fl-client-model: every row is complete and OpenSSL can offer what it says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-client-model.h"

#include <openssl/ssl.h>

static void
test_codes (void)
{
  for (guint i = 0; i < fl_client_model_get_n (); i++)
    {
      const FlClientModel *model = fl_client_model_get (i);

      g_assert_true (fl_client_model_from_code (model->code) == model); /* no code twice */
      g_assert_cmpstr (model->name, !=, "");
    }
  g_assert_null (fl_client_model_from_code ("esp64"));
  g_assert_nonnull (fl_client_model_from_code ("esp8266_basic"));
}

static void
test_ways (void)
{
  static const struct { const char *code; const char *ways; } cases[] = {
    { "esp8266", "fingerprint ca known_key insecure " },
    { "esp8266_basic", "fingerprint ca known_key insecure " },
    { "esp32", "ca psk insecure " },
    { "tasmota8266", "fingerprint ca insecure " },
  };

  g_assert_cmpuint (fl_client_model_get_n (), ==, G_N_ELEMENTS (cases));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlClientModel *model = fl_client_model_from_code (cases[i].code);
      g_autoptr(GString) ways = g_string_new (NULL);

      for (guint way = 0; way < FL_N_CLIENT_WAYS; way++)
        {
          g_assert_cmpstr (fl_client_way_get_label (model, (FlClientWay) way), !=, "");
          if (fl_client_model_has_way (model, (FlClientWay) way))
            g_string_append_printf (ways, "%s ", fl_client_way_to_code ((FlClientWay) way));
        }
      g_assert_cmpstr (ways->str, ==, cases[i].ways);
      g_assert_cmpint (model->psk_suites != NULL, ==, fl_client_model_has_way (model, FL_CLIENT_WAY_PSK));
    }
}

/* A name that OpenSSL does not know is left out silently; then the replay would offer less than the device. */
static void
test_suites (void)
{
  for (guint i = 0; i < fl_client_model_get_n (); i++)
    {
      const FlClientModel *model = fl_client_model_get (i);
      SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
      SSL *ssl = SSL_new (context);
      g_auto(GStrv) names = g_strsplit (model->suites, ":", -1);

      SSL_set_security_level (ssl, 0);
      for (guint j = 0; names[j] != NULL; j++)
        {
          g_assert_cmpint (SSL_set_cipher_list (ssl, names[j]), ==, 1);
          g_assert_false (g_strv_contains ((const char *const *) names + j + 1, names[j]));
        }
      g_assert_true (model->groups == NULL || SSL_set1_groups_list (ssl, model->groups) == 1);
      g_assert_cmpint (SSL_set1_sigalgs_list (ssl, model->signatures), ==, 1);
      SSL_free (ssl);
      SSL_CTX_free (context);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client-model/codes", test_codes);
  g_test_add_func ("/client-model/ways", test_ways);
  g_test_add_func ("/client-model/suites", test_suites);

  return g_test_run ();
}
