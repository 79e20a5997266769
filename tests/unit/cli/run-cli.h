/* Runs fernlight-cli of this build to its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

/* arguments: NULL-terminated, without the program's name. key: $FERNLIGHT_KEY or NULL for
 * unset. out and err: NUL-terminated; n_out may be NULL. */
int run_cli (const char *const  *arguments,
             const char         *key,
             const void         *input,
             size_t              n_input,
             char              **out,
             size_t             *n_out,
             char              **err);
