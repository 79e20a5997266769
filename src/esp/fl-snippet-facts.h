/* What snippets are made of: taken from a report once, never changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

typedef struct
{
  char          *host;         /* as source code has it; NULL: cannot be written there */
  guint16        port;
  FlTrustWay     way;
  gboolean       is_trusted;   /* the broker proved who it is */
  FlCertificate *leaf;         /* NULL: none was sent */
  FlCertificate *anchor;       /* what vouches for the leaf, from the verified path; the leaf itself if self-signed; NULL: not known */
  char          *psk_identity; /* NULL: not known */
  gint64         now;          /* Unix seconds */
} FlSnippetFacts;

FlSnippetFacts *fl_snippet_facts_new              (FlTlsReport          *report,
                                                   const char           *psk_identity,
                                                   gint64                now) G_GNUC_WARN_UNUSED_RESULT;
void            fl_snippet_facts_free             (FlSnippetFacts       *self);
gboolean        fl_snippet_facts_has_own_anchor   (const FlSnippetFacts *self);
gboolean        fl_snippet_facts_is_for_bearssl   (const FlSnippetFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlSnippetFacts, fl_snippet_facts_free)

G_END_DECLS
