/* --saved NAME: a broker of the file of saved ones, with its secrets from the keyring.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/fl-cli-broker.h"

G_BEGIN_DECLS

FlCliBroker *fl_cli_saved_load (const char  *path,
                                const char  *name,
                                FlKeyRing  **ring,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
