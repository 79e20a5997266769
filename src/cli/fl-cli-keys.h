/* The KEYS option of fernlight-cli: where Fernet keys come from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "crypto/fl-key-ring.h"

G_BEGIN_DECLS

#define FL_CLI_KEYS_VARIABLE "FERNLIGHT_KEY"

/* Set to { 0 } before use. */
typedef struct
{
  char **files;
} FlCliKeys;

void     fl_cli_keys_add_options (FlCliKeys       *self,
                                  GOptionContext  *context);
gboolean fl_cli_keys_load        (FlCliKeys       *self,
                                  FlKeyRing      **ring,
                                  GError         **error);
void     fl_cli_keys_clear       (FlCliKeys       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlCliKeys, fl_cli_keys_clear)

G_END_DECLS
