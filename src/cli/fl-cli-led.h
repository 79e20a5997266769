/* fernlight-cli led: switch one LED and wait for what the device reports.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/fl-cli.h"

G_BEGIN_DECLS

FlCliStatus fl_cli_led_run (int    argc,
                            char **argv);

G_END_DECLS
