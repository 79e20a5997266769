/* A report as the one object that `inspect --json` prints.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-report-json"

#include "tls/fl-tls-report-json.h"

#include "tls/fl-certificate-json.h"
#include "tls/fl-fingerprint.h"
#include "tls/fl-json-member.h"

#define FORMAT 1

static void
add_endpoint (JsonBuilder      *builder,
              const FlEndpoint *endpoint)
{
  json_builder_set_member_name (builder, "endpoint");
  json_builder_begin_object (builder);
  fl_json_member_add_string (builder, "host", fl_endpoint_get_host (endpoint));
  fl_json_member_add_int (builder, "port", fl_endpoint_get_port (endpoint));
  fl_json_member_add_string (builder, "address", fl_endpoint_get_address (endpoint));
  json_builder_end_object (builder);
}

static void
add_error (JsonBuilder       *builder,
           const FlTlsReport *report)
{
  json_builder_set_member_name (builder, "error");
  if (fl_tls_report_get_fault (report) == FL_TLS_FAULT_NONE)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_object (builder);
  fl_json_member_add_string (builder, "code", fl_tls_report_get_error_code (report));
  fl_json_member_add_string (builder, "text", fl_tls_report_get_error_text (report));
  json_builder_end_object (builder);
}

static void
add_message (JsonBuilder              *builder,
             const FlHandshakeMessage *message)
{
  json_builder_begin_object (builder);
  fl_json_member_add_string (builder, "direction", message->outgoing ? "out" : "in");
  fl_json_member_add_string (builder, "message", message->name);
  fl_json_member_add_int (builder, "bytes", message->bytes);
  fl_json_member_add_int (builder, "at_us", message->at_us);
  fl_json_member_add_boolean (builder, "encrypted", message->encrypted);
  json_builder_end_object (builder);
}

static void
add_handshake (JsonBuilder       *builder,
               const FlHandshake *handshake)
{
  json_builder_set_member_name (builder, "handshake");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fl_handshake_get_n_messages (handshake); i++)
    add_message (builder, fl_handshake_get_message (handshake, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "handshake_us");
  if (fl_handshake_get_duration_us (handshake) >= 0)
    json_builder_add_int_value (builder, fl_handshake_get_duration_us (handshake));
  else
    json_builder_add_null_value (builder);
  fl_json_member_add_int (builder, "round_trips", fl_handshake_get_n_round_trips (handshake));
  fl_json_member_add_int (builder, "waited_us", fl_handshake_get_waited_us (handshake));
  fl_json_member_add_int (builder, "bytes_sent", fl_handshake_get_bytes_sent (handshake));
  fl_json_member_add_int (builder, "bytes_received", fl_handshake_get_bytes_received (handshake));
}

static void
add_answer (JsonBuilder *builder,
            const char  *name,
            FlTlsAnswer  answer)
{
  if (answer != FL_TLS_ANSWER_NONE)
    fl_json_member_add_boolean (builder, name, answer == FL_TLS_ANSWER_YES);
  else
    fl_json_member_add_string (builder, name, NULL);
}

static void
add_timestamps (JsonBuilder       *builder,
                const FlTlsReport *report)
{
  json_builder_set_member_name (builder, "scts");
  if (!fl_tls_report_has_timestamp_count (report))
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_object (builder);
  fl_json_member_add_int (builder, "in_certificate", fl_tls_report_get_n_certificate_timestamps (report));
  fl_json_member_add_int (builder, "in_ocsp", fl_tls_report_get_n_ocsp_timestamps (report));
  json_builder_end_object (builder);
}

/* What was agreed on beside the suite. */
static void
add_agreement (JsonBuilder       *builder,
               const FlTlsReport *report)
{
  add_answer (builder, "extended_master_secret", fl_tls_report_get_extended_master_secret (report));
  add_answer (builder, "secure_renegotiation", fl_tls_report_get_secure_renegotiation (report));
  if (fl_tls_report_get_max_fragment (report) > 0)
    fl_json_member_add_int (builder, "max_fragment_length", fl_tls_report_get_max_fragment (report));
  else
    fl_json_member_add_string (builder, "max_fragment_length", NULL);
  add_timestamps (builder, report);
}

static void
add_chain (JsonBuilder *builder,
           GPtrArray   *chain)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  json_builder_set_member_name (builder, "chain");
  json_builder_begin_array (builder);
  for (guint i = 0; i < chain->len; i++)
    fl_certificate_to_json (g_ptr_array_index (chain, i), builder, now);
  json_builder_end_array (builder);
}

static void
add_reason (JsonBuilder       *builder,
            const FlTlsReport *report,
            FlReason           reason)
{
  const char *host = fl_endpoint_get_host (fl_tls_report_get_endpoint (report));
  g_autofree char *text = fl_reason_describe (reason, fl_tls_report_get_leaf (report), host);

  json_builder_begin_object (builder);
  fl_json_member_add_string (builder, "code", fl_reason_to_code (reason));
  fl_json_member_add_string (builder, "text", text);
  json_builder_end_object (builder);
}

/* Reasons first, the most serious at the head, then the remarks that did not decide. */
static void
add_verdict (JsonBuilder       *builder,
             const FlTlsReport *report)
{
  const FlVerdict *verdict = fl_tls_report_get_verdict (report);

  json_builder_set_member_name (builder, "verdict");
  json_builder_begin_object (builder);
  fl_json_member_add_boolean (builder, "trusted", fl_verdict_is_trusted (verdict));
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fl_verdict_get_n_reasons (verdict); i++)
    add_reason (builder, report, fl_verdict_get_reason (verdict, i));
  for (guint i = 0; i < fl_verdict_get_n_remarks (verdict); i++)
    add_reason (builder, report, fl_verdict_get_remark (verdict, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_ocsp (JsonBuilder  *builder,
          const FlOcsp *ocsp)
{
  json_builder_set_member_name (builder, "ocsp");
  if (ocsp == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_object (builder);
  fl_json_member_add_string (builder, "status", fl_ocsp_status_to_code (fl_ocsp_get_status (ocsp)));
  fl_certificate_json_add_time (builder, "this_update", fl_ocsp_get_this_update (ocsp));
  fl_certificate_json_add_time (builder, "next_update", fl_ocsp_get_next_update (ocsp));
  fl_certificate_json_add_time (builder, "revoked_at", fl_ocsp_get_revoked_at (ocsp));
  fl_json_member_add_string (builder, "revocation_reason", fl_ocsp_get_revocation_reason (ocsp));
  json_builder_end_object (builder);
}

static void
add_matched_pin (JsonBuilder *builder,
                 const FlPin *pin)
{
  g_autofree char *text = pin != NULL ? fl_pin_to_text (pin) : NULL;

  fl_json_member_add_string (builder, "matched_pin", text);
}

static void
add_snippets (JsonBuilder         *builder,
              const FlCertificate *leaf)
{
  const char *sha1 = fl_certificate_get_sha1 (leaf);
  g_autofree char *arduino = fl_fingerprint_to_arduino (sha1);
  g_autofree char *bytes = fl_fingerprint_to_arduino_bytes (sha1);
  g_autofree char *esphome = fl_fingerprint_to_plain (sha1);
  g_autofree char *tasmota = fl_fingerprint_for_tasmota (leaf);
  g_autofree char *spki = g_strconcat ("sha256//", fl_certificate_get_spki_sha256 (leaf), NULL);

  json_builder_begin_object (builder);
  fl_json_member_add_string (builder, "arduino_sha1", arduino);
  fl_json_member_add_string (builder, "arduino_bytes", bytes);
  fl_json_member_add_string (builder, "esphome", esphome);
  fl_json_member_add_string (builder, "tasmota", tasmota);
  fl_json_member_add_string (builder, "spki", spki);
  json_builder_end_object (builder);
}

/**
 * fl_tls_report_to_json:
 * @self: a report
 *
 * What is not known is null; `snippets` is null without a certificate. Days left are from now.
 *
 * Returns: (transfer full): an object with the keys of fernlight-cli(1), inspect --json
 */
JsonNode *
fl_tls_report_to_json (const FlTlsReport *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  json_builder_begin_object (builder);
  fl_json_member_add_int (builder, "format", FORMAT);
  add_endpoint (builder, fl_tls_report_get_endpoint (self));
  fl_json_member_add_boolean (builder, "connected", fl_tls_report_is_connected (self));
  add_error (builder, self);
  fl_json_member_add_string (builder, "protocol", fl_tls_report_get_protocol (self));
  fl_json_member_add_string (builder, "cipher", fl_tls_report_get_cipher (self));
  fl_json_member_add_string (builder, "group", fl_tls_report_get_group (self));
  fl_json_member_add_boolean (builder, "post_quantum", fl_tls_report_is_post_quantum (self));
  fl_json_member_add_string (builder, "peer_signature", fl_tls_report_get_peer_signature (self));
  fl_json_member_add_string (builder, "alpn", fl_tls_report_get_alpn (self));
  fl_json_member_add_boolean (builder, "resumed", fl_tls_report_is_resumed (self));
  add_agreement (builder, self);
  fl_json_member_add_string (builder, "source", fl_tls_report_is_live (self) ? "live" : "probe");
  add_handshake (builder, fl_tls_report_get_handshake (self));
  add_chain (builder, fl_tls_report_get_chain (self));
  add_verdict (builder, self);
  add_ocsp (builder, fl_tls_report_get_ocsp (self));
  add_matched_pin (builder, fl_tls_report_get_matched_pin (self));
  fl_json_member_add_boolean (builder, "client_certificate_requested", fl_tls_report_is_client_certificate_requested (self));
  json_builder_set_member_name (builder, "snippets");
  if (fl_tls_report_get_leaf (self) != NULL)
    add_snippets (builder, fl_tls_report_get_leaf (self));
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
