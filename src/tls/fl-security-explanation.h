/* One of the four levels explained: what it is, what proves it here, what it costs, what it leaves open.
 *
 * Every text may hold a stranger's words: plain text, never markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-security-level.h"

G_BEGIN_DECLS

typedef enum
{
  FL_SECURITY_ASPECT_MEANING, /* what a level of this name is */
  FL_SECURITY_ASPECT_PROOF,   /* how it is known here */
  FL_SECURITY_ASPECT_COST,    /* here, and on a device by published figures */
  FL_SECURITY_ASPECT_LIMIT,   /* what it does not protect */
} FlSecurityAspect;

#define FL_N_SECURITY_ASPECTS (FL_SECURITY_ASPECT_LIMIT + 1)

const char *fl_security_aspect_get_title      (FlSecurityAspect       aspect);
char       *fl_security_explanation_describe  (FlSecurityLevel        level,
                                               FlSecurityAspect       aspect,
                                               const FlSecurityFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
