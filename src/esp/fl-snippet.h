/* What is pasted into one firmware so that it connects to one broker in one way; or why there is nothing.
 *
 * Immutable and reference-counted; usable from every thread. Holds no secret.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-firmware.h"
#include "esp/fl-snippet-facts.h"
#include "esp/fl-works-until.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define FL_TYPE_SNIPPET (fl_snippet_get_type ())

typedef struct _FlSnippet FlSnippet;

GType         fl_snippet_get_type         (void) G_GNUC_CONST;
FlSnippet    *fl_snippet_new              (FlFirmware            firmware,
                                           FlSnippetWay          way,
                                           const FlSnippetFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *fl_snippet_list             (FlTlsReport          *report,
                                           const char           *psk_identity,
                                           gint64                now) G_GNUC_WARN_UNUSED_RESULT;
FlSnippet    *fl_snippet_ref              (FlSnippet            *self);
void          fl_snippet_unref            (FlSnippet            *self);
const char   *fl_snippet_get_id           (const FlSnippet      *self);
const char   *fl_snippet_get_title        (const FlSnippet      *self);
FlFirmware    fl_snippet_get_firmware     (const FlSnippet      *self);
FlSnippetWay  fl_snippet_get_way          (const FlSnippet      *self);
const char   *fl_snippet_get_language     (const FlSnippet      *self);
const char   *fl_snippet_get_text         (const FlSnippet      *self);
const char   *fl_snippet_get_obstacle     (const FlSnippet      *self);
const char   *fl_snippet_get_remark       (const FlSnippet      *self);
FlWorksUntil  fl_snippet_get_works_until  (const FlSnippet      *self,
                                           gint64               *at);
const char   *fl_snippet_get_works_until_text (const FlSnippet  *self);
FlCertificate *
              fl_snippet_get_bond         (const FlSnippet      *self,
                                           FlSnippetBond        *bond);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlSnippet, fl_snippet_unref)

G_END_DECLS
