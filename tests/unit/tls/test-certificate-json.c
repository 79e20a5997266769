/* A certificate as JSON has every key, and null for what it does not know.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-json.h"

#include "support/fl-test-certificate.h"

static void
test_json (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "x", .san = "DNS:localhost,IP:127.0.0.1", .not_before = 1777809600, .not_after = 1799755200 });
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;
  JsonObject *key;

  fl_certificate_to_json (certificate, builder, 1777809600);
  node = json_builder_get_root (builder);
  object = json_node_get_object (node);
  key = json_object_get_object_member (object, "key");
  g_assert_cmpuint (json_object_get_size (object), ==, 15);
  g_assert_cmpstr (json_object_get_string_member (object, "subject"), ==, "CN=x");
  g_assert_cmpstr (json_object_get_string_member (object, "issuer"), ==, "CN=x");
  g_assert_cmpstr (json_object_get_string_member (object, "serial"), ==, "01");
  g_assert_cmpstr (json_object_get_string_member (object, "not_before"), ==, "2026-05-03T12:00:00Z");
  g_assert_cmpstr (json_object_get_string_member (object, "not_after"), ==, "2027-01-12T12:00:00Z");
  g_assert_cmpint (json_object_get_int_member (object, "days_left"), ==, 254);
  g_assert_cmpstr (json_object_get_string_member (object, "sha1"), ==, fl_certificate_get_sha1 (certificate));
  g_assert_cmpstr (json_object_get_string_member (object, "sha256"), ==, fl_certificate_get_sha256 (certificate));
  g_assert_cmpstr (json_object_get_string_member (object, "spki_sha256"), ==, fl_certificate_get_spki_sha256 (certificate));
  g_assert_cmpstr (json_object_get_string_member (key, "type"), ==, "EC");
  g_assert_cmpint (json_object_get_int_member (key, "bits"), ==, 256);
  g_assert_cmpstr (json_object_get_string_member (key, "curve"), ==, "prime256v1");
  g_assert_cmpstr (json_object_get_string_member (object, "signature"), ==, "ecdsa-with-SHA256");
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (object, "san"), 1), ==, "IP:127.0.0.1");
  g_assert_false (json_object_get_boolean_member (object, "is_ca"));
  g_assert_true (json_object_get_boolean_member (object, "self_signed"));
  g_assert_cmpstr (json_object_get_string_member (object, "pem"), ==, fl_certificate_get_pem (certificate));
}

static void
test_no_date (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "x", .end_date = "notadateatallZ" });
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  fl_certificate_to_json (certificate, builder, 0);
  node = json_builder_get_root (builder);
  g_assert_true (json_object_get_null_member (json_node_get_object (node), "not_after"));
  g_assert_true (json_object_get_null_member (json_node_get_object (node), "days_left"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-json/keys", test_json);
  g_test_add_func ("/certificate-json/no-date", test_no_date);
  return g_test_run ();
}
