/* The certificates that were seen at a broker, in words: from when to when, until when each is good, and what that means
 * for what was copied. Pure: the clock comes in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate-sighting.h"
#include "tls/fl-copied-snippet.h"

G_BEGIN_DECLS

char *fl_sighting_text_describe_span    (const FlCertificateSighting *seen,
                                                gint64                       now) G_GNUC_WARN_UNUSED_RESULT;
char *fl_sighting_text_describe         (const FlCertificateSighting *seen,
                                                const FlCertificateSighting *before,
                                                gint64                       now) G_GNUC_WARN_UNUSED_RESULT;
char *fl_sighting_text_describe_next    (GPtrArray                   *seen,
                                                gint64                       now) G_GNUC_WARN_UNUSED_RESULT;
char *fl_sighting_text_describe_snippet (const FlCopiedSnippet       *snippet,
                                                gint64                       now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
