/* The four levels at which a connection is protected or not: what each proves and what it costs.
 *
 * Every text may hold a stranger's words: plain text, never markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-security-facts.h"

G_BEGIN_DECLS

typedef enum
{
  FL_SECURITY_NETWORK,
  FL_SECURITY_TRANSPORT,
  FL_SECURITY_APPLICATION,
  FL_SECURITY_PAYLOAD,
} FlSecurityLevel;

#define FL_N_SECURITY_LEVELS (FL_SECURITY_PAYLOAD + 1)

gboolean        fl_security_level_applies        (FlSecurityLevel        level,
                                                  const FlSecurityFacts *facts);
const char     *fl_security_level_get_title      (FlSecurityLevel        level);
FlSecurityTone  fl_security_level_get_tone       (FlSecurityLevel        level,
                                                  const FlSecurityFacts *facts);
char           *fl_security_level_describe_proof (FlSecurityLevel        level,
                                                  const FlSecurityFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char           *fl_security_level_describe_cost  (FlSecurityLevel        level,
                                                  const FlSecurityFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
const char     *fl_security_level_get_inspection_note (void);

G_END_DECLS
