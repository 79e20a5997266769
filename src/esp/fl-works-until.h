/* Until when a snippet works, as a day and as a sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-firmware.h"
#include "esp/fl-snippet-facts.h"
#include "tls/fl-copied-snippet.h"

G_BEGIN_DECLS

typedef enum
{
  FL_WORKS_UNTIL_OPEN,  /* no day is known */
  FL_WORKS_UNTIL_CHECK, /* on that day something changes that it may survive */
  FL_WORKS_UNTIL_END,   /* on that day it ends at the latest */
} FlWorksUntil;

FlWorksUntil fl_works_until_find       (FlFirmware            firmware,
                                        FlSnippetWay          way,
                                        const FlSnippetFacts *facts,
                                        gint64               *at);
char        *fl_works_until_describe   (FlFirmware            firmware,
                                        FlSnippetWay          way,
                                        const FlSnippetFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
FlCertificate *
             fl_works_until_find_bond  (FlSnippetWay          way,
                                        const FlSnippetFacts *facts,
                                        FlSnippetBond        *bond);
char        *fl_works_until_format_day (gint64                time) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
