/* All of the Security page as plain text, to be copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-security-facts.h"

G_BEGIN_DECLS

char *fl_security_as_text (const FlSecurityFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
