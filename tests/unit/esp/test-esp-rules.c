/* Tests of fl-esp-rules: names, keys, signatures, and which authorities there are to try.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-esp-rules.h"

#include "support/fl-test-certificate.h"

#define BIT(name) FL_ESP_REASON_BIT (FL_ESP_REASON_##name)

static void
test_names (void)
{
  static const struct { const char *common_name, *san, *host; FlEspReasons esp8266, esp32; } cases[] = {
    { "x", "DNS:broker.home", "broker.home", 0, 0 },
    { "x", "DNS:BROKER.home", "broker.HOME", 0, 0 },
    { "x", "DNS:*.home", "broker.home", 0, 0 },
    { "x", "DNS:*.home", "a.broker.home", BIT (NAME_MISMATCH), BIT (NAME_MISMATCH) },
    { "x", "DNS:*.home", ".home", BIT (NAME_MISMATCH), BIT (NAME_MISMATCH) },
    { "x", "DNS:br*.home", "broker.home", BIT (NAME_MISMATCH), BIT (NAME_MISMATCH) },
    { "x", "DNS:broker.hom", "broker.home", BIT (NAME_MISMATCH), BIT (NAME_MISMATCH) },
    { "broker.home", NULL, "broker.home", 0, 0 },
    { "broker.home", "email:me@home", "broker.home", BIT (NAME_MISMATCH), BIT (NAME_MISMATCH) },
    { "192.168.4.1", "IP:192.168.4.1", "192.168.4.1", BIT (IP_ADDRESS), 0 },
    { "192.168.4.1", "IP:192.168.4.2", "192.168.4.1", BIT (NAME_MISMATCH), BIT (NAME_MISMATCH) },
    { "x", "DNS:192.168.4.1", "192.168.4.1", 0, 0 },
    { "192.168.4.1", NULL, "192.168.4.1", 0, 0 },
    { "x", "IP:2001:db8::1", "2001:db8:0::1", BIT (IP_ADDRESS), 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      X509 *cert = fl_test_certificate_make (&(FlTestCertificate) { .common_name = cases[i].common_name, .san = cases[i].san },
                                             NULL);
      FlEspSight sight = { .model = fl_client_model_from_code ("esp8266"), .host = cases[i].host };

      g_assert_cmpuint (fl_esp_rules_judge_host (&sight, cert), ==, cases[i].esp8266);
      sight.model = fl_client_model_from_code ("esp32");
      g_assert_cmpuint (fl_esp_rules_judge_host (&sight, cert), ==, cases[i].esp32);
      X509_free (cert);
    }
}

static void
test_keys (void)
{
  static const struct { const char *key; const char *model; FlEspReasons reasons; } cases[] = {
    { "EC", "esp8266", 0 },           { "EC-384", "esp32", 0 },
    { "ED25519", "esp8266", BIT (KEY_TYPE) }, { "ED25519", "esp32", BIT (KEY_TYPE) },
    { "RSA-2048", "tasmota8266", 0 }, { "RSA-1024", "esp8266", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      X509 *cert = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "x", .key = cases[i].key }, NULL);

      g_assert_cmpuint (fl_esp_rules_judge_key (fl_client_model_from_code (cases[i].model), cert), ==, cases[i].reasons);
      X509_free (cert);
    }
}

static void
test_signatures (void)
{
  static const struct { const char *digest; const char *model; FlEspReasons reasons; } cases[] = {
    { "SHA1", "esp8266", 0 },   { "SHA1", "esp32", BIT (SIGNATURE_ALGORITHM) },
    { "SHA384", "esp32", 0 },   { "SHA256", "esp8266_basic", BIT (SIGNATURE_ALGORITHM) }, /* it has no ECDSA */
    { "SHA384", "esp8266", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      X509 *cert = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "x", .digest = cases[i].digest }, NULL);

      g_assert_cmpuint (fl_esp_rules_judge_signature_algorithm (fl_client_model_from_code (cases[i].model), cert, TRUE), ==,
                        cases[i].reasons);
      X509_free (cert);
    }
}

static void
check_anchors (STACK_OF(X509) *chain,
               X509_STORE     *store,
               X509           *first,
               int             n)
{
  STACK_OF(X509) *anchors = fl_esp_rules_find_anchors (chain, store);

  g_assert_cmpint (sk_X509_num (anchors), ==, n);
  if (n > 0)
    g_assert_cmpint (X509_cmp (sk_X509_value (anchors, 0), first), ==, 0);
  sk_X509_pop_free (anchors, X509_free);
}

static void
test_anchors (void)
{
  EVP_PKEY *root_key = NULL;
  EVP_PKEY *middle_key = NULL;
  X509 *root = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "Root", .is_ca = TRUE, .not_after = 1000000000,
                                                                .not_before = 900000000 }, &root_key);
  X509 *middle = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "Middle", .is_ca = TRUE, .issuer = root,
                                                                  .issuer_key = root_key }, &middle_key);
  X509 *leaf = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "x", .issuer = middle, .issuer_key = middle_key },
                                         NULL);
  X509 *alone = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "alone" }, NULL);
  STACK_OF(X509) *chain = sk_X509_new_null ();
  STACK_OF(X509) *single = sk_X509_new_null ();
  X509_STORE *store = X509_STORE_new ();
  X509_STORE *empty = X509_STORE_new ();

  X509_STORE_add_cert (store, root);
  sk_X509_push (chain, leaf);
  check_anchors (chain, store, NULL, 0);    /* the one in between is missing */
  sk_X509_push (chain, middle);
  check_anchors (chain, store, root, 2);    /* expired, and still one for the devices */
  check_anchors (chain, empty, middle, 1);  /* what is sent */
  check_anchors (chain, NULL, middle, 1);
  sk_X509_push (single, alone);
  check_anchors (single, empty, alone, 1);  /* it signed itself */
  g_assert_false (fl_esp_rules_is_built_in (root));
  for (int i = 0; i < 100; i++)
    sk_X509_push (chain, fl_test_certificate_make (&(FlTestCertificate) { .common_name = "More", .serial = i + 2 }, NULL));
  check_anchors (chain, NULL, sk_X509_value (chain, sk_X509_num (chain) - 1), 20);
  while (sk_X509_num (chain) > 2)
    X509_free (sk_X509_pop (chain));

  sk_X509_free (chain);
  sk_X509_free (single);
  X509_STORE_free (store);
  X509_STORE_free (empty);
  X509_free (root);
  X509_free (middle);
  X509_free (leaf);
  X509_free (alone);
  EVP_PKEY_free (root_key);
  EVP_PKEY_free (middle_key);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/esp-rules/names", test_names);
  g_test_add_func ("/esp-rules/keys", test_keys);
  g_test_add_func ("/esp-rules/signatures", test_signatures);
  g_test_add_func ("/esp-rules/anchors", test_anchors);

  return g_test_run ();
}
