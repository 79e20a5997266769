/* fernlight-cli fernet: make keys, encrypt and decrypt lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/fl-cli.h"

G_BEGIN_DECLS

FlCliStatus fl_cli_fernet_run (int    argc,
                               char **argv);

G_END_DECLS
