/* A whole Arduino sketch that connects to a broker in one way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-firmware.h"
#include "esp/fl-snippet-facts.h"

G_BEGIN_DECLS

char *fl_sketch_snippet_write (FlFirmware            firmware,
                               FlSnippetWay          way,
                               const FlSnippetFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
