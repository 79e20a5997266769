/* The one true sentence about a connection. It may hold a stranger's words: plain text, never markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-security-level.h"

G_BEGIN_DECLS

char           *fl_security_verdict_describe (const FlSecurityFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
FlSecurityTone  fl_security_verdict_combine  (const FlSecurityTone   tones[FL_N_SECURITY_LEVELS]);
FlSecurityTone  fl_security_verdict_get_tone (const FlSecurityFacts *facts);

G_END_DECLS
