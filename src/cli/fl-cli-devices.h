/* fernlight-cli devices: what was found on a broker, and in which state.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/fl-cli.h"

G_BEGIN_DECLS

FlCliStatus fl_cli_devices_run (int    argc,
                                char **argv);

G_END_DECLS
