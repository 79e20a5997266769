/* What connects to a broker from a computer: a mosquitto_sub command, a Python script.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-firmware.h"
#include "esp/fl-snippet-facts.h"

G_BEGIN_DECLS

char *fl_program_snippet_write (FlFirmware            firmware,
                                FlSnippetWay          way,
                                const FlSnippetFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
