/* What OpenSSL tells of one connection, taken down: messages, bytes, parameters, and what they mean.
 *
 * It has no lock: the judge, of which it is a part, holds its own around every call. None of the functions leaves
 * anything in OpenSSL's error queue that was not there before, but fl_tls_recorder_finish(), which reads parameters.
 *
 * For files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-handshake.h"
#include "tls/fl-tls-fault.h"
#include "tls/fl-tls-hello.h"
#include "tls/fl-tls-parameters.h"
#include "tls/fl-tls-policy.h"
#include "tls/fl-trust.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct
{
  const FlTrust  *trust;       /* the judge's */
  gint64          began_at;    /* monotonic, microseconds; 0: not begun */
  gint64          duration_us; /* -1: not over */
  guint64         bytes_sent;
  guint64         bytes_received;
  GArray         *messages;    /* of FlHandshakeMessage */
  guint           n_left_out;
  gboolean        is_complete;
  gboolean        has_answer;  /* a record of the other side was seen */
  FlTlsHello      hello;       /* of the latest ServerHello */
  guint8          record_types[2]; /* content type of the latest record, by direction: 1 is ours */
  gboolean        has_switched[2]; /* a ChangeCipherSpec went that way */
  gboolean        is_client_certificate_requested;
  gboolean        is_resumed;
  FlTlsFindings   findings;
  FlTlsFault      fault;
  const char     *failure;     /* OpenSSL's or the alert's words: a static string */
  FlTlsParameters parameters;
} FlTlsRecorder;

void         fl_tls_recorder_init          (FlTlsRecorder       *self,
                                            const FlTrust       *trust);
void         fl_tls_recorder_clear         (FlTlsRecorder       *self);
void         fl_tls_recorder_begin         (FlTlsRecorder       *self);
void         fl_tls_recorder_see           (FlTlsRecorder       *self,
                                            gboolean             is_outgoing,
                                            int                  content_type,
                                            const guint8        *bytes,
                                            gsize                n_bytes);
void         fl_tls_recorder_add_findings  (FlTlsRecorder       *self,
                                            const FlTlsFindings *findings);
void         fl_tls_recorder_set_fault     (FlTlsRecorder       *self,
                                            FlTlsFault           fault);
void         fl_tls_recorder_count_bytes   (FlTlsRecorder       *self,
                                            SSL                 *ssl);
void         fl_tls_recorder_finish        (FlTlsRecorder       *self,
                                            SSL                 *ssl);
void         fl_tls_recorder_fail          (FlTlsRecorder       *self,
                                            SSL                 *ssl);
gboolean     fl_tls_recorder_is_answered   (const FlTlsRecorder *self);
FlHandshake *fl_tls_recorder_dup_handshake (const FlTlsRecorder *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
