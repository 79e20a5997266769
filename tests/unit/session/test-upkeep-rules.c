/* Tests of fl-upkeep-rules: what of a broker or a folder is listed, in which order, with which advice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-upkeep-rules.h"

#include "brokers/fl-broker-pin.h"
#include "brokers/fl-own-certificates.h"
#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"

#include <string.h>

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static FlUpkeepItem *
item (GPtrArray *items,
      guint      position)
{
  return g_ptr_array_index (items, position);
}

static FlCertificateSighting *
seen_at (FlBroker      *broker,
         FlCertificate *certificate)
{
  return fl_certificate_sighting_new (fl_broker_get_id (broker), "localhost:8883", certificate);
}

/* Of each way what there is: a broker with everything set. */
static void
test_ways (void)
{
  static const struct { FlTrustWay way; const char *kinds; } cases[] = {
    { FL_TRUST_SYSTEM, "server client " },
    { FL_TRUST_CA, "server ca client " },
    { FL_TRUST_PIN, "pin client " },
    { FL_TRUST_PSK, "" },
    { FL_TRUST_INSECURE, "server " },
    { FL_TRUST_PLAIN, "" },
  };
  static const char *const names[] = { "server ", "pin ", "ca ", "client ", "own-ca ", "own-server ", "own-device " };
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificates->good, FL_PIN_SHA256);
  g_autoptr(FlCertificateSighting) seen = seen_at (broker, certificates->good);

  fl_broker_trust_pin (broker, pin, 1);
  fl_broker_note_pinned_certificate (broker, certificates->good);
  g_object_set (broker, "ca-pem", fl_certificate_get_pem (certificates->ca),
                "client-certificate-pem", fl_certificate_get_pem (certificates->expired), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) items = new_items ();
      g_autoptr(GString) kinds = g_string_new (NULL);

      fl_broker_set_trust_way (broker, cases[i].way);
      fl_upkeep_rules_add_broker (items, broker, seen, NULL);
      for (guint j = 0; j < items->len; j++)
        g_string_append (kinds, names[fl_upkeep_item_get_kind (item (items, j))]);
      g_assert_cmpstr (kinds->str, ==, cases[i].kinds);
    }
}

/* The pinned certificate is not the one that is shown: both are listed. */
static void
test_pins (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificates->expired, FL_PIN_SHA256);
  g_autoptr(FlCertificateSighting) seen = seen_at (broker, certificates->good);
  g_autoptr(GPtrArray) items = new_items ();
  g_autoptr(GPtrArray) never_seen = new_items ();

  fl_broker_trust_pin (broker, pin, 1);
  fl_broker_note_pinned_certificate (broker, certificates->expired);
  fl_upkeep_rules_add_broker (items, broker, seen, NULL);
  g_assert_cmpuint (items->len, ==, 2);
  fl_upkeep_rules_sort (items);
  g_assert_cmpint (fl_upkeep_item_get_kind (item (items, 0)), ==, FL_UPKEEP_PIN);
  g_assert_cmpint (fl_upkeep_item_get_until (item (items, 0)), ==, FL_TEST_MAY);
  g_assert_cmpint (fl_upkeep_item_get_kind (item (items, 1)), ==, FL_UPKEEP_SERVER);
  fl_upkeep_rules_add_broker (never_seen, broker, NULL, NULL);
  g_assert_cmpuint (never_seen->len, ==, 1);
}

static FlCopiedSnippet *
make_snippet (FlBroker      *broker,
              const char    *label,
              FlSnippetBond  bond,
              gint64         stopped_at)
{
  FlCopiedSnippet *snippet = g_new0 (FlCopiedSnippet, 1);

  snippet->broker = g_strdup (fl_broker_get_id (broker));
  snippet->label = g_strdup (label);
  snippet->bond = bond;
  snippet->stopped_at = stopped_at;
  return snippet;
}

static void
test_advice (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlBroker) own = fl_broker_new ("localhost", 8883);
  g_autoptr(FlBroker) service = fl_broker_new ("test.mosquitto.org", 8883);
  g_autoptr(FlCertificateSighting) seen = seen_at (own, certificates->good);
  g_autoptr(GPtrArray) copied = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_copied_snippet_free);
  g_autoptr(GPtrArray) items = new_items ();

  fl_broker_set_trust_way (own, FL_TRUST_CA);
  g_object_set (own, "name", "Home", "ca-pem", fl_certificate_get_pem (certificates->ca), NULL);
  g_ptr_array_add (copied, make_snippet (own, "setFingerprint", FL_SNIPPET_BOND_CERTIFICATE, 0));
  g_ptr_array_add (copied, make_snippet (own, "setCACert", FL_SNIPPET_BOND_ISSUER, 0));
  g_ptr_array_add (copied, make_snippet (own, "an old one", FL_SNIPPET_BOND_KEY, 7));
  g_ptr_array_add (copied, make_snippet (service, "another's", FL_SNIPPET_BOND_KEY, 0));
  fl_upkeep_rules_add_broker (items, own, seen, copied);
  fl_upkeep_rules_add_broker (items, service, seen, NULL);
  g_assert_cmpuint (items->len, ==, 3);
  g_assert_cmpstr (fl_upkeep_item_get_place (item (items, 0)), ==, "Home");
  g_assert_cmpstr (fl_upkeep_item_get_broker (item (items, 0)), ==, fl_broker_get_id (own));
  g_assert_cmpstr (fl_upkeep_item_get_what (item (items, 0)), ==, "Certificate of the broker: localhost");
  g_assert_cmpstr (fl_upkeep_item_get_advice (item (items, 0)), ==,
                   "Whoever runs the broker renews it. Then copy anew and flash: setFingerprint.");
  g_assert_cmpstr (fl_upkeep_item_get_what (item (items, 1)), ==, "CA file: Fern CA");
  g_assert_cmpstr (fl_upkeep_item_get_advice (item (items, 1)), ==,
                   "Choose the new CA file in the broker’s settings; then copy anew and flash: setCACert.");
  g_assert_cmpstr (fl_upkeep_item_get_advice (item (items, 2)), ==,
                   "test.mosquitto.org renews it. Sketches that hold its fingerprint then need the new one.");
}

/* A bundle like the system's is one line. */
static void
test_bundle (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);
  g_autoptr(GString) pem = g_string_new (NULL);
  g_autoptr(GPtrArray) items = new_items ();

  for (guint i = 0; i < FL_UPKEEP_MAX_AUTHORITIES + 1; i++)
    {
      FlTestCertificate wish = { .common_name = i == 3 ? "first" : "other", .is_ca = TRUE, .not_after = FL_TEST_JANUARY + (i == 3 ? 0 : i + 1) };
      g_autoptr(FlCertificate) authority = fl_test_certificate_new (&wish);

      g_string_append (pem, fl_certificate_get_pem (authority));
    }
  fl_broker_set_trust_way (broker, FL_TRUST_CA);
  g_object_set (broker, "ca-pem", pem->str, NULL);
  fl_upkeep_rules_add_broker (items, broker, NULL, NULL);
  g_assert_cmpuint (items->len, ==, 1);
  g_assert_cmpstr (fl_upkeep_item_get_what (item (items, 0)), ==, "CA file, the first of its 6 to expire: first");
  g_assert_cmpint (fl_upkeep_item_get_until (item (items, 0)), ==, FL_TEST_JANUARY);
}

static void
test_own (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlOwnCertificate own[] = {
    { FL_OWN_CERTIFICATE_AUTHORITY, (char *) "/home/me/my-broker", NULL, certificates->ca },
    { FL_OWN_CERTIFICATE_SERVER, (char *) "/home/me/my-broker", NULL, certificates->expired },
    { FL_OWN_CERTIFICATE_DEVICE, (char *) "/home/me/my-broker", (char *) "kitchen", certificates->good },
  };
  g_autoptr(GPtrArray) list = g_ptr_array_new ();
  g_autoptr(GPtrArray) items = new_items ();

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    g_ptr_array_add (list, &own[i]);
  fl_upkeep_rules_add_own (items, list);
  fl_upkeep_rules_sort (items);
  g_assert_cmpuint (items->len, ==, 3);
  g_assert_cmpint (fl_upkeep_item_get_kind (item (items, 0)), ==, FL_UPKEEP_OWN_SERVER); /* it has expired */
  g_assert_null (fl_upkeep_item_get_broker (item (items, 0)));
  g_assert_cmpstr (fl_upkeep_item_get_place (item (items, 0)), ==, "my-broker");
  g_assert_nonnull (strstr (fl_upkeep_item_get_advice (item (items, 0)), "fernlight-cli certs /home/me/my-broker --renew"));
  for (guint i = 1; i < 3; i++)
    if (fl_upkeep_item_get_kind (item (items, i)) == FL_UPKEEP_OWN_DEVICE)
      g_assert_cmpstr (fl_upkeep_item_get_what (item (items, i)), ==, "Device certificate: kitchen");
}

/* Soonest first; what has no date has to be looked at. */
static void
test_order (void)
{
  static const gint64 ends[] = { FL_TEST_NOW, FL_TEST_MAY, FL_TEST_JANUARY, FL_CERTIFICATE_TIME_INVALID };
  static const gint64 sorted[] = { FL_CERTIFICATE_TIME_INVALID, FL_TEST_MAY, FL_TEST_NOW, FL_TEST_JANUARY };
  g_autoptr(GPtrArray) items = new_items ();

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    g_ptr_array_add (items, fl_upkeep_item_new (FL_UPKEEP_SERVER, NULL, "a", "b", "c", ends[i]));
  fl_upkeep_rules_sort (items);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    g_assert_cmpint (fl_upkeep_item_get_until (item (items, i)), ==, sorted[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/upkeep-rules/ways", test_ways);
  g_test_add_func ("/upkeep-rules/pins", test_pins);
  g_test_add_func ("/upkeep-rules/advice", test_advice);
  g_test_add_func ("/upkeep-rules/bundle", test_bundle);
  g_test_add_func ("/upkeep-rules/own", test_own);
  g_test_add_func ("/upkeep-rules/order", test_order);
  return g_test_run ();
}
