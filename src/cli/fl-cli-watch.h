/* fernlight-cli watch: every message below the base topic, decrypted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/fl-cli.h"

#include "messages/fl-message.h"

G_BEGIN_DECLS

FlCliStatus fl_cli_watch_run       (int        argc,
                                    char     **argv);
char       *fl_cli_watch_to_json   (FlMessage *message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
