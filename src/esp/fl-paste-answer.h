/* The whole answer to what somebody pasted: what it is, what was found in it, and the corrected text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-finding.h"
#include "esp/fl-paste-context.h"
#include "esp/fl-paste-kind.h"

G_BEGIN_DECLS

/**
 * FlPasteAnswer:
 * @headline: what it is, one plain sentence
 * @findings: (element-type FlFinding): in the order of the lines
 * @corrected: (nullable): the text with everything changed that can be; %NULL if nothing can
 */
typedef struct
{
  FlPasteKind     kind;
  FlSecurityTone  tone;
  char           *headline;
  GPtrArray      *findings;
  char           *corrected;
} FlPasteAnswer;

FlPasteAnswer *fl_paste_answer_new  (GBytes               *bytes,
                                     const FlPasteContext *context) G_GNUC_WARN_UNUSED_RESULT;
void           fl_paste_answer_free (FlPasteAnswer        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlPasteAnswer, fl_paste_answer_free)

G_END_DECLS
