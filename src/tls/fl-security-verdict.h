/* The one true sentence about a connection. It may hold a stranger's words: plain text, never markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-security-facts.h"

G_BEGIN_DECLS

char *fl_security_verdict_describe (const FlSecurityFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
