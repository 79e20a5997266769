/* What only tests of Fernet need.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-fernet.h"

G_BEGIN_DECLS

char *fl_fernet_encrypt_with_iv (FlFernet      *self,
                                 const void    *data,
                                 size_t         n,
                                 gint64         now_s,
                                 const guint8  *iv,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
