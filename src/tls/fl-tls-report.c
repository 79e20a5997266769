/* Everything that is known of one connection's TLS.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-report"

#include "tls/fl-tls-report-private.h"

#include <string.h>

struct _FlTlsReport
{
  gatomicrefcount   ref_count;
  FlTlsReportFields fields;
};

G_DEFINE_BOXED_TYPE (FlTlsReport, fl_tls_report, fl_tls_report_ref, fl_tls_report_unref)

/* A list of its own, so that nobody's later change to the one given reaches the report. */
static GPtrArray *
copy_certificates (GPtrArray *certificates)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_unref);

  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    g_ptr_array_add (copy, fl_certificate_ref (g_ptr_array_index (certificates, i)));

  return copy;
}

/**
 * fl_tls_report_new:
 * @fields: what the report says; everything is copied or referenced
 *
 * Returns: (transfer full): the report
 */
FlTlsReport *
fl_tls_report_new (const FlTlsReportFields *fields)
{
  FlTlsReport *self;

  g_return_val_if_fail (fields != NULL && fields->endpoint != NULL, NULL);
  g_return_val_if_fail (fields->handshake != NULL && fields->verdict != NULL, NULL);

  self = g_new0 (FlTlsReport, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->fields = *fields;
  fl_endpoint_ref (self->fields.endpoint);
  fl_handshake_ref (self->fields.handshake);
  fl_verdict_ref (self->fields.verdict);
  if (self->fields.ocsp != NULL)
    fl_ocsp_ref (self->fields.ocsp);
  if (self->fields.matched_pin != NULL)
    fl_pin_ref (self->fields.matched_pin);
  self->fields.chain = copy_certificates (fields->chain);
  self->fields.verified_path = copy_certificates (fields->verified_path);
  self->fields.error_text = g_strdup (fields->error_text);
  self->fields.protocol = g_strdup (fields->protocol);
  self->fields.cipher = g_strdup (fields->cipher);
  self->fields.group = g_strdup (fields->group);
  self->fields.peer_signature = g_strdup (fields->peer_signature);
  self->fields.alpn = g_strdup (fields->alpn);

  return self;
}

FlTlsReport *
fl_tls_report_ref (FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
fl_tls_report_unref (FlTlsReport *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  fl_endpoint_unref (self->fields.endpoint);
  fl_handshake_unref (self->fields.handshake);
  fl_verdict_unref (self->fields.verdict);
  g_clear_pointer (&self->fields.ocsp, fl_ocsp_unref);
  g_clear_pointer (&self->fields.matched_pin, fl_pin_unref);
  g_ptr_array_unref (self->fields.chain);
  g_ptr_array_unref (self->fields.verified_path);
  g_free ((char *) self->fields.error_text);
  g_free ((char *) self->fields.protocol);
  g_free ((char *) self->fields.cipher);
  g_free ((char *) self->fields.group);
  g_free ((char *) self->fields.peer_signature);
  g_free ((char *) self->fields.alpn);
  g_free (self);
}

FlEndpoint *
fl_tls_report_get_endpoint (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.endpoint;
}

FlTrustWay
fl_tls_report_get_way (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FL_TRUST_SYSTEM);

  return self->fields.way;
}

/* Whether the handshake is over, the policy lets us talk, and the other side did not object. */
gboolean
fl_tls_report_is_connected (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fields.connected;
}

/* Whether the handshake came to its end; with TLS 1.3 the other side may refuse us after that. */
gboolean
fl_tls_report_is_complete (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fields.complete;
}

FlTlsFault
fl_tls_report_get_fault (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FL_TLS_FAULT_NONE);

  return self->fields.fault;
}

/* The fault's stable code, or NULL without a fault. */
const char *
fl_tls_report_get_error_code (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->fields.fault == FL_TLS_FAULT_NONE)
    return NULL;

  return fl_tls_fault_to_code (self->fields.fault);
}

/* The fault as one translated sentence, or NULL without a fault. */
const char *
fl_tls_report_get_error_text (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.error_text;
}

/* "TLSv1.3", or NULL as long as none was agreed on. */
const char *
fl_tls_report_get_protocol (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.protocol;
}

/* The suite by its IANA name, or NULL. */
const char *
fl_tls_report_get_cipher (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.cipher;
}

/* The key exchange group, "X25519", or NULL (RSA key transport has none). */
const char *
fl_tls_report_get_group (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.group;
}

/* Whether the key exchange withstands a quantum computer (ML-KEM, also in a hybrid). */
gboolean
fl_tls_report_is_post_quantum (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fields.group != NULL && strstr (self->fields.group, "MLKEM") != NULL;
}

/* How the other side signed the handshake: "RSA-PSS", "RSA", "ECDSA", "Ed25519"; NULL without a signature. */
const char *
fl_tls_report_get_peer_signature (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.peer_signature;
}

const char *
fl_tls_report_get_alpn (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.alpn;
}

/* Whether an earlier session was resumed. A pre-shared key of the user's is not a resumption. */
gboolean
fl_tls_report_is_resumed (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fields.resumed;
}

/* Whether this is the connection that carries the data, seen by the tap; else it was a probe's. */
gboolean
fl_tls_report_is_live (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fields.live;
}

/* Whether the keys are bound to all of the handshake (RFC 7627). TLS 1.3 always does that and has no such extension. */
FlTlsAnswer
fl_tls_report_get_extended_master_secret (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FL_TLS_ANSWER_NONE);

  return self->fields.extended_master_secret;
}

/* Whether the other side knows RFC 5746. TLS 1.3 has no renegotiation, and we decline it in TLS 1.2. */
FlTlsAnswer
fl_tls_report_get_secure_renegotiation (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FL_TLS_ANSWER_NONE);

  return self->fields.secure_renegotiation;
}

/* Bytes of plaintext that a record holds at most (RFC 6066, 4); 0: not agreed on, so up to 16384. */
guint
fl_tls_report_get_max_fragment (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fields.max_fragment;
}

/* Whether signed certificate timestamps could be counted: at the end of the handshake. */
gboolean
fl_tls_report_has_timestamp_count (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fields.n_certificate_timestamps >= 0;
}

/* Signed certificate timestamps in the leaf itself. */
guint
fl_tls_report_get_n_certificate_timestamps (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) MAX (self->fields.n_certificate_timestamps, 0);
}

/* Signed certificate timestamps in the stapled OCSP answer. */
guint
fl_tls_report_get_n_ocsp_timestamps (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) MAX (self->fields.n_ocsp_timestamps, 0);
}

gboolean
fl_tls_report_is_client_certificate_requested (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fields.client_certificate_requested;
}

FlHandshake *
fl_tls_report_get_handshake (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.handshake;
}

/**
 * fl_tls_report_get_chain:
 * @self: a report
 *
 * Returns: (transfer none) (element-type FlCertificate): as sent, the leaf first; empty with a
 *   pre-shared key or if none came. Not to be changed
 */
GPtrArray *
fl_tls_report_get_chain (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.chain;
}

/* The server's own certificate (transfer none), or NULL. */
FlCertificate *
fl_tls_report_get_leaf (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->fields.chain->len == 0)
    return NULL;

  return g_ptr_array_index (self->fields.chain, 0);
}

/**
 * fl_tls_report_get_verified_path:
 * @self: a report
 *
 * Returns: (transfer none) (element-type FlCertificate): from the leaf to what is trusted, or as far
 *   as it could be built; empty where no path is looked for (pin, pre-shared key, insecure)
 */
GPtrArray *
fl_tls_report_get_verified_path (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.verified_path;
}

FlVerdict *
fl_tls_report_get_verdict (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.verdict;
}

/* The judged OCSP staple (transfer none); NULL: none came, or the handshake ended before. */
FlOcsp *
fl_tls_report_get_ocsp (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.ocsp;
}

/* Which pin the server's certificate has (transfer none); NULL: none of them, or a pin is not the way. */
FlPin *
fl_tls_report_get_matched_pin (const FlTlsReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.matched_pin;
}
