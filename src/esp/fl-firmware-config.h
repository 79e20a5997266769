/* What ESPHome and Tasmota are told to connect to a broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-firmware.h"
#include "esp/fl-snippet-facts.h"

G_BEGIN_DECLS

char *fl_firmware_config_write (FlFirmware            firmware,
                                FlSnippetWay          way,
                                const FlSnippetFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
