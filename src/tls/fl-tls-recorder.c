/* What OpenSSL tells of one connection, taken down.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-recorder"

#include "tls/fl-tls-recorder.h"

#include <openssl/err.h>
#include <string.h>

/* Handshake types and alerts that mean something to us (RFC 8446, B.2 and B.3). */
#define TYPE_SERVER_HELLO           2
#define TYPE_CERTIFICATE_REQUEST    13
#define ALERT_HANDSHAKE_FAILURE     40
#define ALERT_NO_CERTIFICATE        41
#define ALERT_BAD_CERTIFICATE       42
#define ALERT_CERTIFICATE_UNKNOWN   46
#define ALERT_UNKNOWN_CA            48
#define ALERT_ACCESS_DENIED         49
#define ALERT_PROTOCOL_VERSION      70
#define ALERT_CERTIFICATE_REQUIRED  116

#define MIN_TLS_RECORD_TYPE 20
#define MAX_TLS_RECORD_TYPE 24

/* Whether nobody on the way could read it. TLS 1.3 hides what it encrypts in records of application data; in
 * TLS 1.2 the ChangeCipherSpec of that direction is the border, and no border in TLS 1.3.
 */
static gboolean
is_encrypted (const FlTlsRecorder      *self,
              const FlHandshakeMessage *message)
{
  const int direction = message->outgoing ? 1 : 0;

  if (message->content_type == FL_TLS_CONTENT_CHANGE_CIPHER_SPEC)
    return FALSE;

  return self->record_types[direction] == SSL3_RT_APPLICATION_DATA
         || (self->has_switched[direction] && !self->hello.is_tls13);
}

static void
append_message (FlTlsRecorder      *self,
                FlHandshakeMessage *message)
{
  message->at_us = g_get_monotonic_time () - self->began_at;
  message->encrypted = is_encrypted (self, message);
  if (self->messages->len < FL_HANDSHAKE_MAX_MESSAGES)
    g_array_append_vals (self->messages, message, 1);
  else
    self->n_left_out++;
}

static void
add_reason (FlTlsRecorder *self,
            FlReason       reason)
{
  self->findings.reasons |= FL_TLS_FINDING (reason);
}

/* The first fault is the cause, those after it are consequences. */
static void
set_fault (FlTlsRecorder *self,
           FlTlsFault     fault,
           const char    *failure)
{
  if (self->fault != FL_TLS_FAULT_NONE)
    return;

  self->fault = fault;
  self->failure = failure;
}

/* Whether this alert is how servers say that they miss a client certificate: TLS 1.3 has its own,
 * after the handshake; TLS 1.2 libraries take what they like.
 */
static gboolean
means_certificate_required (FlTlsRecorder *self,
                            guint8         alert)
{
  if (alert == ALERT_CERTIFICATE_REQUIRED)
    return TRUE;
  if (!self->is_client_certificate_requested || fl_trust_has_client_certificate (self->trust))
    return FALSE;

  return alert == ALERT_HANDSHAKE_FAILURE || alert == ALERT_NO_CERTIFICATE || alert == ALERT_BAD_CERTIFICATE
         || alert == ALERT_CERTIFICATE_UNKNOWN || alert == ALERT_ACCESS_DENIED;
}

/* Whether this alert is about the client certificate that we gave. TLS 1.3 servers say so after the handshake. */
static gboolean
means_certificate_refused (FlTlsRecorder *self,
                           guint8         alert)
{
  if (!self->is_client_certificate_requested || !fl_trust_has_client_certificate (self->trust))
    return FALSE;

  return (alert >= ALERT_BAD_CERTIFICATE && alert <= ALERT_CERTIFICATE_UNKNOWN) || alert == ALERT_UNKNOWN_CA
         || alert == ALERT_ACCESS_DENIED;
}

static void
note_their_alert (FlTlsRecorder            *self,
                  const FlHandshakeMessage *alert)
{
  if (!alert->fatal)
    return;

  if (means_certificate_required (self, alert->type))
    add_reason (self, FL_REASON_CLIENT_CERTIFICATE_REQUIRED);
  else if (means_certificate_refused (self, alert->type))
    add_reason (self, FL_REASON_CLIENT_CERTIFICATE_REFUSED);
  else if (self->is_complete)
    return; /* the end of a connection that worked */
  else if (alert->type == ALERT_PROTOCOL_VERSION)
    add_reason (self, FL_REASON_PROTOCOL_TOO_OLD);
  else if (fl_trust_get_way (self->trust) == FL_TRUST_PSK)
    add_reason (self, FL_REASON_PSK_REFUSED);
  set_fault (self, FL_TLS_FAULT_TLS_FAILED, alert->name + strlen ("Alert "));
}

static void
note_our_alert (FlTlsRecorder            *self,
                const FlHandshakeMessage *alert)
{
  if (alert->fatal && alert->type == ALERT_PROTOCOL_VERSION && self->has_answer && !self->is_complete)
    add_reason (self, FL_REASON_PROTOCOL_TOO_OLD);
}

static void
note_message (FlTlsRecorder            *self,
              const FlHandshakeMessage *message)
{
  if (message->content_type == FL_TLS_CONTENT_ALERT && message->outgoing)
    note_our_alert (self, message);
  else if (message->content_type == FL_TLS_CONTENT_ALERT)
    note_their_alert (self, message);
  else if (message->content_type == FL_TLS_CONTENT_HANDSHAKE
           && !message->outgoing
           && message->type == TYPE_CERTIFICATE_REQUEST)
    self->is_client_certificate_requested = TRUE;
}

/* Looks at the very first bytes of the other side: what does not begin like a TLS record is no TLS. */
static void
note_record_header (FlTlsRecorder *self,
                    const guint8  *header,
                    gsize          n_header)
{
  if (self->has_answer || n_header < 2)
    return;

  self->has_answer = header[0] >= MIN_TLS_RECORD_TYPE && header[0] <= MAX_TLS_RECORD_TYPE && header[1] == 3;
  if (!self->has_answer)
    {
      add_reason (self, FL_REASON_NO_TLS);
      set_fault (self, FL_TLS_FAULT_NO_TLS, NULL);
    }
}

/* @trust is borrowed. */
void
fl_tls_recorder_init (FlTlsRecorder *self,
                      const FlTrust *trust)
{
  *self = (FlTlsRecorder) { .trust = trust, .duration_us = -1, .parameters.n_certificate_timestamps = -1 };
  self->messages = g_array_new (FALSE, FALSE, sizeof (FlHandshakeMessage));
}

void
fl_tls_recorder_clear (FlTlsRecorder *self)
{
  g_clear_pointer (&self->messages, g_array_unref);
  fl_tls_parameters_clear (&self->parameters);
}

/* Times are counted from here: the ClientHello is being built. */
void
fl_tls_recorder_begin (FlTlsRecorder *self)
{
  self->began_at = g_get_monotonic_time ();
}

/**
 * fl_tls_recorder_see:
 * @is_outgoing: TRUE: from us
 * @content_type: of the record, or a pseudo type of OpenSSL's
 * @bytes: (array length=n_bytes): the message
 * @n_bytes: its length
 *
 * Takes down what OpenSSL's message callback tells.
 */
void
fl_tls_recorder_see (FlTlsRecorder *self,
                     gboolean       is_outgoing,
                     int            content_type,
                     const guint8  *bytes,
                     gsize          n_bytes)
{
  FlHandshakeMessage message;

  if (content_type == SSL3_RT_HEADER && n_bytes > 0)
    self->record_types[is_outgoing ? 1 : 0] = bytes[0];
  if (content_type == SSL3_RT_HEADER && !is_outgoing)
    note_record_header (self, bytes, n_bytes);
  if (!fl_handshake_describe_bytes (&message, is_outgoing, content_type, bytes, n_bytes))
    return;

  append_message (self, &message);
  note_message (self, &message);
  if (message.content_type == FL_TLS_CONTENT_CHANGE_CIPHER_SPEC)
    self->has_switched[is_outgoing ? 1 : 0] = TRUE;
  else if (message.content_type == FL_TLS_CONTENT_HANDSHAKE && message.type == TYPE_SERVER_HELLO && !is_outgoing)
    fl_tls_hello_read (&self->hello, bytes, n_bytes);
}

/* What somebody found who saw more than the messages. */
void
fl_tls_recorder_add_findings (FlTlsRecorder       *self,
                              const FlTlsFindings *findings)
{
  self->findings.reasons |= findings->reasons;
  self->findings.remarks |= findings->remarks;
}

/* What the owner of the connection knows and OpenSSL does not tell. It outdoes what was known before. */
void
fl_tls_recorder_set_fault (FlTlsRecorder *self,
                           FlTlsFault     fault)
{
  if (fault == FL_TLS_FAULT_NO_TLS)
    add_reason (self, FL_REASON_NO_TLS);
  self->fault = fault;
}

/* Up to now; to be called until the handshake is over. */
void
fl_tls_recorder_count_bytes (FlTlsRecorder *self,
                             SSL           *ssl)
{
  BIO *in = SSL_get_rbio (ssl);
  BIO *out = SSL_get_wbio (ssl);

  self->bytes_received = in != NULL ? BIO_number_read (in) : 0;
  self->bytes_sent = out != NULL ? BIO_number_written (out) : 0;
}

/**
 * fl_tls_recorder_finish:
 * @ssl: the connection, whose handshake ended well
 *
 * What comes later (tickets, alerts) is still taken down.
 */
void
fl_tls_recorder_finish (FlTlsRecorder *self,
                        SSL           *ssl)
{
  self->is_complete = TRUE;
  self->duration_us = g_get_monotonic_time () - self->began_at;
  fl_tls_recorder_count_bytes (self, ssl);
  fl_tls_parameters_read (&self->parameters, ssl);
  fl_tls_parameters_count_timestamps (&self->parameters, ssl);
  /* The library counts an external key as a resumption; no ticket of ours is ever offered. */
  self->is_resumed = fl_trust_get_way (self->trust) != FL_TRUST_PSK && SSL_session_reused (ssl);
}

/* The handshake ended badly and no alert said why. */
void
fl_tls_recorder_fail (FlTlsRecorder *self,
                      SSL           *ssl)
{
  unsigned long error = ERR_peek_error ();

  fl_tls_recorder_count_bytes (self, ssl);
  if (ERR_GET_LIB (error) == ERR_LIB_SSL && ERR_GET_REASON (error) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
    set_fault (self, FL_TLS_FAULT_CLOSED, NULL);
  else if (ERR_GET_LIB (error) == ERR_LIB_SSL)
    set_fault (self, FL_TLS_FAULT_TLS_FAILED, ERR_reason_error_string (error));
  else
    set_fault (self, FL_TLS_FAULT_CLOSED, NULL);
}

/* Whether the other side said something after the handshake: tickets, or an alert. */
gboolean
fl_tls_recorder_is_answered (const FlTlsRecorder *self)
{
  const FlHandshakeMessage *last;

  if (!self->is_complete || self->messages->len == 0)
    return FALSE;

  last = &g_array_index (self->messages, FlHandshakeMessage, self->messages->len - 1);

  return !last->outgoing && last->at_us > self->duration_us;
}

/* (transfer full): the record of the handshake up to now */
FlHandshake *
fl_tls_recorder_dup_handshake (const FlTlsRecorder *self)
{
  return fl_handshake_new ((const FlHandshakeMessage *) (gpointer) self->messages->data, self->messages->len,
                           self->n_left_out, self->duration_us, self->bytes_sent, self->bytes_received);
}
