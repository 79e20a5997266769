/* The record of one handshake: every message and alert, both ways, in the order of the wire.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-handshake"

#include "tls/fl-handshake.h"

#include <string.h>

/* OpenSSL hands record headers to a message callback under this content type (SSL3_RT_HEADER). */
#define CONTENT_RECORD_HEADER 256
#define RECORD_HEADER_BYTES   5

#define TYPE_SERVER_HELLO 2
/* Offset and length of the random in a ServerHello: type, length, legacy version before it. */
#define SERVER_HELLO_RANDOM 6
#define RANDOM_BYTES        32

struct _FlHandshake
{
  gatomicrefcount     ref_count;
  FlHandshakeMessage *messages;
  guint               n_messages;
  guint               n_left_out;
  gint64              duration_us;
  guint64             bytes_sent;
  guint64             bytes_received;
};

typedef struct
{
  guint8      number;
  const char *name;
} Name;

/* RFC 8446 section 4 and B.3, RFC 5246 section 7.4, RFC 6066 section 8. */
static const Name handshake_names[] = {
  { 0, "HelloRequest" },       { 1, "ClientHello" },        { 2, "ServerHello" },
  { 4, "NewSessionTicket" },   { 5, "EndOfEarlyData" },     { 8, "EncryptedExtensions" },
  { 11, "Certificate" },       { 12, "ServerKeyExchange" }, { 13, "CertificateRequest" },
  { 14, "ServerHelloDone" },   { 15, "CertificateVerify" }, { 16, "ClientKeyExchange" },
  { 20, "Finished" },          { 21, "CertificateURL" },    { 22, "CertificateStatus" },
  { 23, "SupplementalData" },  { 24, "KeyUpdate" },         { 25, "CompressedCertificate" },
  { 254, "MessageHash" },
};

/* RFC 8446 section 6 and B.2, with those that TLS 1.2 still sends. */
static const Name alert_names[] = {
  { 0, "Alert close_notify" },
  { 10, "Alert unexpected_message" },
  { 20, "Alert bad_record_mac" },
  { 21, "Alert decryption_failed" },
  { 22, "Alert record_overflow" },
  { 30, "Alert decompression_failure" },
  { 40, "Alert handshake_failure" },
  { 41, "Alert no_certificate" },
  { 42, "Alert bad_certificate" },
  { 43, "Alert unsupported_certificate" },
  { 44, "Alert certificate_revoked" },
  { 45, "Alert certificate_expired" },
  { 46, "Alert certificate_unknown" },
  { 47, "Alert illegal_parameter" },
  { 48, "Alert unknown_ca" },
  { 49, "Alert access_denied" },
  { 50, "Alert decode_error" },
  { 51, "Alert decrypt_error" },
  { 60, "Alert export_restriction" },
  { 70, "Alert protocol_version" },
  { 71, "Alert insufficient_security" },
  { 80, "Alert internal_error" },
  { 86, "Alert inappropriate_fallback" },
  { 90, "Alert user_canceled" },
  { 100, "Alert no_renegotiation" },
  { 109, "Alert missing_extension" },
  { 110, "Alert unsupported_extension" },
  { 111, "Alert certificate_unobtainable" },
  { 112, "Alert unrecognized_name" },
  { 113, "Alert bad_certificate_status_response" },
  { 114, "Alert bad_certificate_hash_value" },
  { 115, "Alert unknown_psk_identity" },
  { 116, "Alert certificate_required" },
  { 120, "Alert no_application_protocol" },
};

/* The random that makes a ServerHello a HelloRetryRequest (RFC 8446, 4.1.3). */
static const guint8 retry_random[RANDOM_BYTES] = {
  0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
  0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

G_DEFINE_BOXED_TYPE (FlHandshake, fl_handshake, fl_handshake_ref, fl_handshake_unref)

static const char *
look_up (const Name *names,
         gsize       n_names,
         guint8      number,
         const char *otherwise)
{
  for (gsize i = 0; i < n_names; i++)
    if (names[i].number == number)
      return names[i].name;

  return otherwise;
}

static const char *
name_handshake (const guint8 *bytes,
                gsize         n_bytes)
{
  if (bytes[0] == TYPE_SERVER_HELLO
      && n_bytes >= SERVER_HELLO_RANDOM + RANDOM_BYTES
      && memcmp (bytes + SERVER_HELLO_RANDOM, retry_random, RANDOM_BYTES) == 0)
    return "HelloRetryRequest";

  return look_up (handshake_names, G_N_ELEMENTS (handshake_names), bytes[0], "Handshake");
}

/**
 * fl_handshake_new:
 * @messages: in the order of the wire; copied
 * @n_messages: how many
 * @n_left_out: how many came after those and were not kept
 * @duration_us: from the beginning of the ClientHello to the end of the handshake, or -1 if it did not end
 * @bytes_sent: on the wire, record headers included
 * @bytes_received: on the wire
 *
 * Returns: (transfer full): the record
 */
FlHandshake *
fl_handshake_new (const FlHandshakeMessage *messages,
                  guint                     n_messages,
                  guint                     n_left_out,
                  gint64                    duration_us,
                  guint64                   bytes_sent,
                  guint64                   bytes_received)
{
  FlHandshake *self;

  g_return_val_if_fail (messages != NULL || n_messages == 0, NULL);

  self = g_new0 (FlHandshake, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->messages = g_memdup2 (messages, n_messages * sizeof *messages);
  self->n_messages = n_messages;
  self->n_left_out = n_left_out;
  self->duration_us = duration_us;
  self->bytes_sent = bytes_sent;
  self->bytes_received = bytes_received;

  return self;
}

FlHandshake *
fl_handshake_ref (FlHandshake *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
fl_handshake_unref (FlHandshake *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->messages);
  g_free (self);
}

guint
fl_handshake_get_n_messages (const FlHandshake *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_messages;
}

/**
 * fl_handshake_get_message:
 * @self: a record
 * @position: from 0
 *
 * Returns: (transfer none): the message, owned by the record
 */
const FlHandshakeMessage *
fl_handshake_get_message (const FlHandshake *self,
                          guint              position)
{
  g_return_val_if_fail (self != NULL && position < self->n_messages, NULL);

  return &self->messages[position];
}

/* Messages that were seen and not kept (more than FL_HANDSHAKE_MAX_MESSAGES). */
guint
fl_handshake_get_n_left_out (const FlHandshake *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_left_out;
}

/* Whether a message came when the handshake was over: a ticket, or a goodbye. */
gboolean
fl_handshake_is_afterwards (const FlHandshake *self,
                            guint              position)
{
  g_return_val_if_fail (self != NULL && position < self->n_messages, FALSE);

  return self->duration_us >= 0 && self->messages[position].at_us > self->duration_us;
}

/**
 * fl_handshake_get_wait_us:
 * @self: a record
 * @position: of a message, from 0
 *
 * Where something of theirs follows something of ours we had to wait for it: there a round trip ends. What comes
 * after the handshake (tickets) was not waited for.
 *
 * Returns: for how many microseconds, or -1 if no round trip ends with this message
 */
gint64
fl_handshake_get_wait_us (const FlHandshake *self,
                          guint              position)
{
  const FlHandshakeMessage *message;

  g_return_val_if_fail (self != NULL && position < self->n_messages, -1);

  message = &self->messages[position];
  if (position == 0 || message->outgoing || !message[-1].outgoing || fl_handshake_is_afterwards (self, position))
    return -1;

  return MAX (message->at_us - message[-1].at_us, 0);
}

/* How often we had to wait for the other side: once for a usual TLS 1.3 handshake, twice for TLS 1.2. */
guint
fl_handshake_get_n_round_trips (const FlHandshake *self)
{
  guint n_trips = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->n_messages; i++)
    if (fl_handshake_get_wait_us (self, i) >= 0)
      n_trips++;

  return n_trips;
}

/* For how long we waited in all of them, in microseconds; the rest of the duration we worked ourselves. */
gint64
fl_handshake_get_waited_us (const FlHandshake *self)
{
  gint64 waited_us = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->n_messages; i++)
    waited_us += MAX (fl_handshake_get_wait_us (self, i), 0);

  return waited_us;
}

/* Microseconds, or -1 if the handshake did not end. */
gint64
fl_handshake_get_duration_us (const FlHandshake *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->duration_us;
}

guint64
fl_handshake_get_bytes_sent (const FlHandshake *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->bytes_sent;
}

guint64
fl_handshake_get_bytes_received (const FlHandshake *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->bytes_received;
}

/**
 * fl_handshake_describe_bytes:
 * @message: (out): filled in, but for `at_us` and `encrypted`
 * @outgoing: whether we sent it
 * @content_type: as OpenSSL's message callback says; 256 is a record header
 * @bytes: what the callback was given; may come from the network
 * @n_bytes: how many
 *
 * A ChangeCipherSpec is taken from its record header and nowhere else: OpenSSL 3.0 does not give a
 * received one to the callback, 3.5 does.
 *
 * Returns: whether this belongs into a record
 */
gboolean
fl_handshake_describe_bytes (FlHandshakeMessage *message,
                             gboolean            outgoing,
                             int                 content_type,
                             const guint8       *bytes,
                             gsize               n_bytes)
{
  g_return_val_if_fail (message != NULL, FALSE);

  memset (message, 0, sizeof *message);
  message->outgoing = outgoing;
  message->bytes = n_bytes;

  if (content_type == FL_TLS_CONTENT_HANDSHAKE && n_bytes >= 1)
    {
      message->content_type = FL_TLS_CONTENT_HANDSHAKE;
      message->type = bytes[0];
      message->name = name_handshake (bytes, n_bytes);
      return TRUE;
    }
  if (content_type == FL_TLS_CONTENT_ALERT && n_bytes == 2)
    {
      message->content_type = FL_TLS_CONTENT_ALERT;
      message->fatal = bytes[0] == 2;
      message->type = bytes[1];
      message->name = look_up (alert_names, G_N_ELEMENTS (alert_names), bytes[1], "Alert");
      return TRUE;
    }
  if (content_type == CONTENT_RECORD_HEADER
      && n_bytes >= RECORD_HEADER_BYTES
      && bytes[0] == FL_TLS_CONTENT_CHANGE_CIPHER_SPEC)
    {
      message->content_type = FL_TLS_CONTENT_CHANGE_CIPHER_SPEC;
      message->type = 1;
      message->bytes = bytes[3] << 8 | bytes[4];
      message->name = "ChangeCipherSpec";
      return TRUE;
    }

  return FALSE;
}
