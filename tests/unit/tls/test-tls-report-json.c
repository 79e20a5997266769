/* Tests of fl-tls-report-json: the keys of the manual, null for what is not known, no secret.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-ocsp-private.h"
#include "tls/fl-tls-report-json.h"
#include "tls/fl-tls-report-private.h"

#include "support/fl-test-certificate.h"

static const char *const keys[] = {
  "format", "endpoint", "connected", "error", "protocol", "cipher", "group", "post_quantum", "peer_signature", "alpn",
  "resumed", "extended_master_secret", "secure_renegotiation", "max_fragment_length", "scts", "source", "handshake",
  "handshake_us", "round_trips", "waited_us", "bytes_sent", "bytes_received", "chain", "verdict", "ocsp",
  "matched_pin", "client_certificate_requested", "snippets",
};

static JsonObject *
to_object (FlTlsReportFields  *fields,
           const FlReason     *reasons,
           guint               n_reasons,
           const FlReason     *remarks,
           guint               n_remarks,
           JsonNode          **node)
{
  g_autoptr(FlEndpoint) named = fl_endpoint_new ("localhost", 8883);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_with_address (named, "127.0.0.1");
  const FlHandshakeMessage message = { .outgoing = TRUE, .content_type = 22, .type = 1, .name = "ClientHello",
                                       .bytes = 315, .at_us = 12, .encrypted = TRUE };
  g_autoptr(FlHandshake) handshake = fl_handshake_new (&message, 1, 0, fields->complete ? 3100 : -1, 400, 1500);
  g_autoptr(FlVerdict) verdict = fl_verdict_new (n_reasons == 0, reasons, n_reasons, remarks, n_remarks);
  g_autoptr(FlTlsReport) report = NULL;

  fields->endpoint = endpoint;
  fields->handshake = handshake;
  fields->verdict = verdict;
  report = fl_tls_report_new (fields);
  *node = fl_tls_report_to_json (report);

  return json_node_get_object (*node);
}

static void
assert_keys (JsonObject *object)
{
  g_autoptr(GList) members = json_object_get_members (object);
  guint i = 0;

  for (GList *member = members; member != NULL; member = member->next)
    g_assert_cmpstr (member->data, ==, keys[i++]);
  g_assert_cmpuint (i, ==, G_N_ELEMENTS (keys));
}

static void
test_good (void)
{
  const FlTestCertificate wish = { .common_name = "localhost", .san = "DNS:localhost" };
  g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&wish);
  g_autoptr(GPtrArray) chain = g_ptr_array_new ();
  FlTlsReportFields fields = { .way = FL_TRUST_CA, .connected = TRUE, .complete = TRUE, .protocol = "TLSv1.3",
                               .cipher = "TLS_AES_256_GCM_SHA384", .group = "X25519MLKEM768",
                               .peer_signature = "ECDSA", .chain = chain };
  const FlReason remark = FL_REASON_CHAIN_ORDER;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object, *message, *verdict, *snippets;

  g_ptr_array_add (chain, leaf);
  object = to_object (&fields, NULL, 0, &remark, 1, &node);
  assert_keys (object);
  g_assert_cmpint (json_object_get_int_member (object, "format"), ==, 1);
  g_assert_true (json_object_get_boolean_member (object, "connected"));
  g_assert_true (json_object_get_null_member (object, "error"));
  g_assert_true (json_object_get_boolean_member (object, "post_quantum"));
  g_assert_true (json_object_get_null_member (object, "alpn"));
  g_assert_cmpint (json_object_get_int_member (object, "handshake_us"), ==, 3100);
  g_assert_cmpint (json_object_get_int_member (object, "bytes_received"), ==, 1500);
  message = json_array_get_object_element (json_object_get_array_member (object, "handshake"), 0);
  g_assert_cmpstr (json_object_get_string_member (message, "direction"), ==, "out");
  g_assert_cmpstr (json_object_get_string_member (message, "message"), ==, "ClientHello");
  g_assert_cmpint (json_object_get_int_member (message, "bytes"), ==, 315);
  g_assert_cmpint (json_object_get_int_member (message, "at_us"), ==, 12);
  g_assert_true (json_object_get_boolean_member (message, "encrypted"));
  verdict = json_object_get_object_member (object, "verdict");
  g_assert_true (json_object_get_boolean_member (verdict, "trusted"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (verdict, "reasons")), ==, 1);
  snippets = json_object_get_object_member (object, "snippets");
  g_assert_true (g_regex_match_simple ("^([0-9A-F]{2} ){19}[0-9A-F]{2}$",
                                       json_object_get_string_member (snippets, "arduino_sha1"), 0, 0));
  g_assert_true (g_str_has_prefix (json_object_get_string_member (snippets, "arduino_bytes"), "{0x"));
  g_assert_cmpstr (json_object_get_string_member (snippets, "esphome"), ==, fl_certificate_get_sha1 (leaf));
  g_assert_true (g_str_has_prefix (json_object_get_string_member (snippets, "spki"), "sha256//"));
}

static void
test_refused (void)
{
  FlTlsReportFields fields = { .way = FL_TRUST_CA, .fault = FL_TLS_FAULT_NOT_TRUSTED, .error_text = "A sentence." };
  const FlReason reasons[] = { FL_REASON_EXPIRED, FL_REASON_NAME_MISMATCH };
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object = to_object (&fields, reasons, 2, NULL, 0, &node);
  JsonObject *error = json_object_get_object_member (object, "error");
  JsonArray *list = json_object_get_array_member (json_object_get_object_member (object, "verdict"), "reasons");

  assert_keys (object);
  g_assert_false (json_object_get_boolean_member (object, "connected"));
  g_assert_cmpstr (json_object_get_string_member (error, "code"), ==, "not-trusted");
  g_assert_cmpstr (json_object_get_string_member (error, "text"), ==, "A sentence.");
  g_assert_cmpuint (json_array_get_length (list), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (list, 0), "code"), ==, "name-mismatch");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (list, 1), "code"), ==, "expired");
  g_assert_true (json_object_get_null_member (object, "protocol"));
  g_assert_true (json_object_get_null_member (object, "handshake_us"));
  g_assert_true (json_object_get_null_member (object, "snippets"));
  g_assert_true (json_object_get_null_member (object, "ocsp"));
  g_assert_true (json_object_get_null_member (object, "matched_pin"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "chain")), ==, 0);
}

/* What has no meaning in a protocol is null, not false. */
static void
test_agreement (void)
{
  static const struct { FlTlsReportFields fields; const char *values[5]; } cases[] = {
    { { .complete = TRUE, .protocol = "TLSv1.2", .extended_master_secret = FL_TLS_ANSWER_YES,
        .secure_renegotiation = FL_TLS_ANSWER_NO, .max_fragment = 512, .n_certificate_timestamps = 2, .n_ocsp_timestamps = 1 },
      { "true", "false", "512", "{\"in_certificate\":2,\"in_ocsp\":1}", "\"probe\"" } },
    { { .protocol = "TLSv1.3", .live = TRUE, .n_certificate_timestamps = -1 },
      { "null", "null", "null", "null", "\"live\"" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FlTlsReportFields fields = cases[i].fields;
      g_autoptr(JsonNode) node = NULL;
      JsonObject *object = to_object (&fields, NULL, 0, NULL, 0, &node);

      for (guint j = 0; j < G_N_ELEMENTS (cases[i].values); j++)
        {
          g_autofree char *value = json_to_string (json_object_get_member (object, keys[11 + j]), FALSE);

          g_test_message ("%s", keys[11 + j]);
          g_assert_cmpstr (value, ==, cases[i].values[j]);
        }
      g_assert_cmpint (json_object_get_int_member (object, "round_trips"), ==, 0);
      g_assert_cmpint (json_object_get_int_member (object, "waited_us"), ==, 0);
    }
}

static void
test_ocsp (void)
{
  static const char *const members[] = { "status", "this_update", "next_update", "revoked_at", "revocation_reason" };
  const gint64 none = FL_CERTIFICATE_TIME_INVALID;
  const struct { FlOcspFields fields; const char *values[G_N_ELEMENTS (members)]; } cases[] = {
    { { FL_OCSP_GOOD, 1795176000, 1799755200, none, -1 }, { "good", "2026-11-20T12:00:00Z", "2027-01-12T12:00:00Z" } },
    { { FL_OCSP_REVOKED, 1795176000, none, 1777809600, 1 },
      { "revoked", "2026-11-20T12:00:00Z", NULL, "2026-05-03T12:00:00Z", "key-compromise" } },
    { { FL_OCSP_NOT_VERIFIED, 1795176000, 1799755200, 1777809600, 1 }, { "not-verified" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlOcsp) ocsp = fl_ocsp_new (&cases[i].fields);
      g_autoptr(FlPin) pin = fl_pin_parse ("18c0c23dbedd81377340e7e43661cb0adf96ad25", NULL);
      FlTlsReportFields fields = { .way = FL_TRUST_PIN, .complete = TRUE, .ocsp = ocsp, .matched_pin = pin };
      g_autoptr(JsonNode) node = NULL;
      JsonObject *object = to_object (&fields, NULL, 0, NULL, 0, &node);
      JsonObject *answer = json_object_get_object_member (object, "ocsp");

      assert_keys (object);
      g_assert_cmpstr (json_object_get_string_member (object, "matched_pin"), ==, "18c0c23dbedd81377340e7e43661cb0adf96ad25");
      g_assert_cmpuint (json_object_get_size (answer), ==, G_N_ELEMENTS (members));
      for (gsize j = 0; j < G_N_ELEMENTS (members); j++)
        {
          if (cases[i].values[j] == NULL)
            g_assert_true (json_object_get_null_member (answer, members[j]));
          else
            g_assert_cmpstr (json_object_get_string_member (answer, members[j]), ==, cases[i].values[j]);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-report-json/good", test_good);
  g_test_add_func ("/tls-report-json/refused", test_refused);
  g_test_add_func ("/tls-report-json/ocsp", test_ocsp);
  g_test_add_func ("/tls-report-json/agreement", test_agreement);

  return g_test_run ();
}
