/* fernlight-cli inspect: the handshake and the certificates of a broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/fl-cli.h"

G_BEGIN_DECLS

FlCliStatus fl_cli_inspect_run (int    argc,
                                char **argv);

G_END_DECLS
