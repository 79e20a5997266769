/* A handshake in words: all of it on one line, and what each message is for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

char       *fl_handshake_text_summarize       (const FlHandshake        *handshake) G_GNUC_WARN_UNUSED_RESULT;
const char *fl_handshake_text_explain         (const FlHandshakeMessage *message,
                                               const char               *protocol);
char       *fl_handshake_text_explain_step    (const FlTlsReport        *report,
                                               guint                     position) G_GNUC_WARN_UNUSED_RESULT;
char       *fl_handshake_text_describe_end    (const FlTlsReport        *report) G_GNUC_WARN_UNUSED_RESULT;
const char *fl_handshake_text_describe_source (gboolean                  is_live);
char       *fl_handshake_text_format_duration (gint64                    duration_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
