/* The secrets of a broker: immutable, empty ones are none, keys become a ring.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-secrets.h"

#include <string.h>

#define SPEC_KEY   "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
#define COURSE_KEY "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="

static FlBrokerSecrets *
secrets_with (FlSecretKind  kind,
              const char   *text)
{
  g_autoptr(FlBrokerSecrets) empty = fl_broker_secrets_new ();
  g_autoptr(FlSecret) secret = fl_secret_new (text, strlen (text));

  return fl_broker_secrets_with (empty, kind, secret);
}

static void
test_kinds (void)
{
  static const char *const codes[] = { "password", "fernet-keys", "psk", "key-passphrase", "client-key" };

  g_assert_cmpuint (G_N_ELEMENTS (codes), ==, FL_N_SECRET_KINDS);
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    g_assert_cmpstr (fl_secret_kind_to_code ((FlSecretKind) i), ==, codes[i]);
}

static void
test_with (void)
{
  g_autoptr(FlBrokerSecrets) empty = fl_broker_secrets_new ();
  g_autoptr(FlBrokerSecrets) one = secrets_with (FL_SECRET_KIND_PASSWORD, "one");
  g_autoptr(FlSecret) psk = fl_secret_new ("00ff", 4);
  g_autoptr(FlSecret) nothing = fl_secret_new ("", 0);
  g_autoptr(FlBrokerSecrets) two = fl_broker_secrets_with (one, FL_SECRET_KIND_PSK, psk);
  g_autoptr(FlBrokerSecrets) without = fl_broker_secrets_with (two, FL_SECRET_KIND_PASSWORD, NULL);
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_with (without, FL_SECRET_KIND_PSK, nothing);
  g_autoptr(FlBrokerSecrets) same = fl_broker_secrets_ref (two);

  g_assert_true (fl_broker_secrets_is_empty (empty));
  g_assert_false (fl_broker_secrets_is_empty (one));
  g_assert_null (fl_broker_secrets_get (one, FL_SECRET_KIND_PSK));
  g_assert_true (fl_broker_secrets_get (two, FL_SECRET_KIND_PSK) == psk);
  g_assert_cmpstr (fl_secret_peek (fl_broker_secrets_get (same, FL_SECRET_KIND_PASSWORD), NULL), ==, "one");
  g_assert_null (fl_broker_secrets_get (without, FL_SECRET_KIND_PASSWORD));
  g_assert_false (fl_broker_secrets_is_empty (without));
  g_assert_true (fl_broker_secrets_is_empty (none));
}

static void
test_key_ring (void)
{
  g_autoptr(FlBrokerSecrets) empty = fl_broker_secrets_new ();
  g_autoptr(FlBrokerSecrets) good = secrets_with (FL_SECRET_KIND_FERNET_KEYS, SPEC_KEY "\n" COURSE_KEY);
  g_autoptr(FlBrokerSecrets) bad = secrets_with (FL_SECRET_KIND_FERNET_KEYS, SPEC_KEY "\nhunter2");
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (fl_broker_secrets_dup_key_ring (empty, &ring, &error));
  g_assert_null (ring);
  g_assert_true (fl_broker_secrets_dup_key_ring (good, &ring, &error));
  g_assert_cmpuint (fl_key_ring_get_n (ring), ==, 2);
  g_clear_pointer (&ring, fl_key_ring_unref);
  g_assert_false (fl_broker_secrets_dup_key_ring (bad, &ring, &error));
  g_assert_error (error, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_LENGTH);
  g_assert_null (strstr (error->message, "hunter2"));
  g_assert_null (ring);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker-secrets/kinds", test_kinds);
  g_test_add_func ("/broker-secrets/with", test_with);
  g_test_add_func ("/broker-secrets/key-ring", test_key_ring);
  return g_test_run ();
}
