/* Whose fingerprint this is: the broker's now, one it had, one that everybody pasted once, or nobody's we know.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-finding.h"
#include "esp/fl-paste-context.h"

G_BEGIN_DECLS

typedef enum
{
  FL_FINGERPRINT_MATCHES_LEAF,
  FL_FINGERPRINT_MATCHES_KEY,   /* of the leaf: SPKI, or Tasmota's */
  FL_FINGERPRINT_MATCHES_CA,    /* of the chain or the verified path */
  FL_FINGERPRINT_SEEN_EARLIER,
  FL_FINGERPRINT_KNOWN_OLD,     /* of a well-known broker, printed in a sketch */
  FL_FINGERPRINT_PLACEHOLDER,   /* all zero, or all FF */
  FL_FINGERPRINT_NEVER_SEEN,
} FlFingerprintMatch;

FlFingerprintMatch  fl_fingerprint_answer_match (const FlPin          *pin,
                                                 const FlPasteContext *context);
FlFinding          *fl_fingerprint_answer_new   (const FlPin          *pin,
                                                 const FlPasteContext *context,
                                                 guint                 line) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
