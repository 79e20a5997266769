/* fernlight-cli certs: certificates, keys and configuration for a mosquitto of one's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/fl-cli.h"

G_BEGIN_DECLS

FlCliStatus fl_cli_certs_run (int    argc,
                              char **argv);

G_END_DECLS
