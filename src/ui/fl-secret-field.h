/* A password row that never holds a saved secret: empty means "as saved", and there is a button to forget it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "crypto/fl-secret.h"

G_BEGIN_DECLS

typedef struct _FlSecretField FlSecretField;

FlSecretField *fl_secret_field_new        (AdwEntryRow   *row,
                                           FlSecret      *saved) G_GNUC_WARN_UNUSED_RESULT;
void           fl_secret_field_set_secret (FlSecretField *self,
                                           FlSecret      *secret);
FlSecret      *fl_secret_field_dup_secret (FlSecretField *self) G_GNUC_WARN_UNUSED_RESULT;
void           fl_secret_field_free       (FlSecretField *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlSecretField, fl_secret_field_free)

G_END_DECLS
