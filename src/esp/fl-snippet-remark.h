/* What a way checks and what it gives up, and what to know before pasting it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-firmware.h"
#include "esp/fl-snippet-facts.h"

G_BEGIN_DECLS

char *fl_snippet_remark_describe (FlFirmware            firmware,
                                  FlSnippetWay          way,
                                  const FlSnippetFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
