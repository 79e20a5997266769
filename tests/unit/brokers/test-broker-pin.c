/* Pins of a saved broker: a SHA-1 becomes a SHA-256 once and only by its own certificate, a planned pin becomes the only
 * one only when it is in use, and Undo brings back exactly what was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-pin.h"

#include "brokers/fl-broker-json.h"
#include "saved-broker.h"
#include "support/fl-test-certificate.h"

#define MAY 1777809600

typedef struct
{
  FlCertificate *old;
  FlCertificate *planned;
} Certificates;

static Certificates certificates;

static FlBroker *
pinned_by (const FlCertificate *certificate,
           FlPinKind            kind)
{
  FlBroker *broker = fl_broker_new ("localhost", 8883);
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificate, kind);

  fl_broker_trust_pin (broker, pin, MAY);
  return broker;
}

static void
plan (FlBroker            *broker,
      const FlCertificate *certificate,
      FlPinKind            kind)
{
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificate, kind);
  g_autofree char *text = fl_pin_to_text (pin);

  g_object_set (broker, "second-pin", text, NULL);
}

static void
assert_pins (FlBroker   *broker,
             const char *pin,
             const char *second,
             const char *sketch)
{
  g_assert_cmpstr (fl_broker_get_pin (broker), ==, pin);
  g_assert_cmpstr (fl_broker_get_second_pin (broker), ==, second);
  g_assert_cmpstr (fl_broker_get_sketch_pin (broker), ==, sketch);
}

static void
test_strengthen (void)
{
  const char *sha1 = fl_certificate_get_sha1 (certificates.old);
  const char *sha256 = fl_certificate_get_sha256 (certificates.old);
  g_autoptr(FlBroker) broker = pinned_by (certificates.old, FL_PIN_SHA1);
  g_autoptr(FlBrokerPins) before = fl_broker_save_pins (broker);
  g_autoptr(FlBroker) untouched = fl_broker_copy (broker);

  g_assert_false (fl_broker_strengthen_pin (broker, certificates.planned));
  assert_pins (broker, sha1, "", "");
  g_assert_true (fl_broker_strengthen_pin (broker, certificates.old));
  assert_pins (broker, sha256, "", sha1);
  g_assert_cmpint (fl_broker_get_pin_since (broker), ==, MAY);
  g_assert_false (fl_broker_strengthen_pin (broker, certificates.old));

  fl_broker_restore_pins (broker, before);
  test_broker_assert_equal (broker, untouched);
  fl_broker_keep_sha1 (broker);
  g_assert_false (fl_broker_strengthen_pin (broker, certificates.old));
  assert_pins (broker, sha1, "", "");
}

/* "Not asked again" ends with the pin that it was said of. */
static void
test_asked_anew (void)
{
  g_autoptr(FlBroker) broker = pinned_by (certificates.old, FL_PIN_SHA1);
  g_autoptr(FlPin) other = fl_pin_new_for_certificate (certificates.planned, FL_PIN_SHA1);

  fl_broker_keep_sha1 (broker);
  g_assert_true (fl_broker_note_pinned_certificate (broker, certificates.old));
  fl_broker_trust_pin (broker, other, MAY);
  g_assert_null (fl_broker_dup_pinned_certificate (broker));
  g_assert_true (fl_broker_strengthen_pin (broker, certificates.planned));
}

static void
test_not_by_pin (void)
{
  g_autoptr(FlBroker) broker = pinned_by (certificates.old, FL_PIN_SHA1);
  g_autoptr(FlBroker) by_key = pinned_by (certificates.old, FL_PIN_SPKI);

  g_assert_false (fl_broker_strengthen_pin (by_key, certificates.old));
  fl_broker_set_trust_way (broker, FL_TRUST_CA);
  g_assert_false (fl_broker_strengthen_pin (broker, certificates.old));
  g_assert_false (fl_broker_note_pinned_certificate (broker, certificates.old));
  fl_broker_set_trust_way (broker, FL_TRUST_PLAIN);
  g_assert_false (fl_broker_strengthen_pin (broker, certificates.old));
  fl_broker_set_trust_way (broker, FL_TRUST_PIN);
  g_object_set (broker, "pin", "rubbish", NULL);
  g_assert_false (fl_broker_strengthen_pin (broker, certificates.old));
}

static void
test_promote (void)
{
  static const FlPinKind kinds[] = { FL_PIN_SHA256, FL_PIN_SPKI, FL_PIN_SHA1 };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(FlBroker) broker = pinned_by (certificates.old, FL_PIN_SHA256);
      g_autoptr(FlBroker) untouched = NULL;
      g_autoptr(FlBrokerPins) before = NULL;
      g_autoptr(FlCertificate) noted = NULL;

      plan (broker, certificates.planned, kinds[i]);
      g_assert_true (fl_broker_note_pinned_certificate (broker, certificates.old));
      untouched = fl_broker_copy (broker);
      before = fl_broker_save_pins (broker);
      g_assert_false (fl_broker_has_second_pin_of (broker, certificates.old));
      g_assert_false (fl_broker_promote_second_pin (broker, certificates.old, MAY + 1));
      test_broker_assert_equal (broker, untouched);

      g_assert_true (fl_broker_has_second_pin_of (broker, certificates.planned));
      g_assert_true (fl_broker_promote_second_pin (broker, certificates.planned, MAY + 1));
      g_assert_false (fl_broker_has_second_pin_of (broker, certificates.planned));
      g_assert_cmpstr (fl_broker_get_second_pin (broker), ==, "");
      g_assert_cmpint (fl_broker_get_pin_since (broker), ==, MAY + 1);
      if (kinds[i] == FL_PIN_SPKI)
        g_assert_true (g_str_has_prefix (fl_broker_get_pin (broker), "sha256//"));
      else
        g_assert_cmpstr (fl_broker_get_pin (broker), ==, fl_certificate_get_sha256 (certificates.planned));
      g_assert_cmpstr (fl_broker_get_sketch_pin (broker), ==,
                       kinds[i] == FL_PIN_SHA1 ? fl_certificate_get_sha1 (certificates.planned) : "");
      noted = fl_broker_dup_pinned_certificate (broker);
      g_assert_true (fl_certificate_equal (noted, certificates.planned));

      fl_broker_restore_pins (broker, before);
      test_broker_assert_equal (broker, untouched);
    }
}

/* What is remembered has a pin; what cannot be read is nothing. */
static void
test_remembered (void)
{
  g_autoptr(FlBroker) broker = pinned_by (certificates.old, FL_PIN_SHA256);
  g_autoptr(FlCertificate) first = NULL;
  g_autoptr(FlCertificate) second = NULL;

  g_assert_null (fl_broker_dup_pinned_certificate (broker));
  g_assert_false (fl_broker_note_pinned_certificate (broker, certificates.planned));
  g_assert_null (fl_broker_dup_pinned_certificate (broker));
  g_assert_true (fl_broker_note_pinned_certificate (broker, certificates.old));
  first = fl_broker_dup_pinned_certificate (broker);
  g_assert_true (fl_certificate_equal (first, certificates.old));
  plan (broker, certificates.planned, FL_PIN_SHA256);
  g_assert_true (fl_broker_note_pinned_certificate (broker, certificates.planned));
  second = fl_broker_dup_pinned_certificate (broker);
  g_assert_true (fl_certificate_equal (second, certificates.planned));
  g_object_set (broker, "pinned-certificate-pem", "rubbish", NULL);
  g_assert_null (fl_broker_dup_pinned_certificate (broker));
}

/* Undo of "Trust this certificate" brings back the way too. */
static void
test_way_restored (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);
  g_autoptr(FlBrokerPins) before = NULL;
  g_autoptr(FlBroker) untouched = NULL;
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificates.old, FL_PIN_SHA256);

  fl_broker_set_trust_way (broker, FL_TRUST_INSECURE);
  untouched = fl_broker_copy (broker);
  before = fl_broker_save_pins (broker);
  fl_broker_trust_pin (broker, pin, MAY);
  g_assert_cmpint (fl_broker_get_trust_way (broker), ==, FL_TRUST_PIN);
  fl_broker_restore_pins (broker, before);
  test_broker_assert_equal (broker, untouched);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  certificates.old = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "localhost" });
  certificates.planned = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "localhost", .serial = 2 });
  g_test_add_func ("/broker-pin/strengthen", test_strengthen);
  g_test_add_func ("/broker-pin/asked-anew", test_asked_anew);
  g_test_add_func ("/broker-pin/not-by-pin", test_not_by_pin);
  g_test_add_func ("/broker-pin/promote", test_promote);
  g_test_add_func ("/broker-pin/remembered", test_remembered);
  g_test_add_func ("/broker-pin/way-restored", test_way_restored);
  status = g_test_run ();
  fl_certificate_unref (certificates.old);
  fl_certificate_unref (certificates.planned);
  return status;
}
