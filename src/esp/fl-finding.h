/* One thing that was found in what somebody pasted: a stable code, where, a sentence, and the change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-security-facts.h"

G_BEGIN_DECLS

/**
 * FlFinding:
 * @code: stable; see fl-sketch-checks, fl-python-checks, fl-code-secrets, fl-fingerprint-answer, fl-device-error-meaning
 * @line: from 1; 0: of no line
 * @sentence: what is found; plain text, never a secret of the pasted text
 * @change: (nullable): what to do or to write instead; plain text
 * @is_code: whether @change is a line of code
 * @is_corrected: whether the corrected text has it changed
 */
typedef struct
{
  const char     *code;
  FlSecurityTone  tone;
  guint           line;
  char           *sentence;
  char           *change;
  gboolean        is_code;
  gboolean        is_corrected;
} FlFinding;

FlFinding       *fl_finding_new      (const char     *code,
                                      FlSecurityTone  tone,
                                      guint           line,
                                      const char     *sentence,
                                      const char     *change) G_GNUC_WARN_UNUSED_RESULT;
FlFinding       *fl_finding_new_code (const char     *code,
                                      FlSecurityTone  tone,
                                      guint           line,
                                      const char     *sentence,
                                      const char     *change) G_GNUC_WARN_UNUSED_RESULT;
void             fl_finding_free     (FlFinding      *self);
GPtrArray       *fl_finding_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
const FlFinding *fl_finding_list_get (GPtrArray      *findings,
                                      const char     *code);
void             fl_finding_list_sort (GPtrArray     *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlFinding, fl_finding_free)

G_END_DECLS
