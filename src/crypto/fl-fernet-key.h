/* A Fernet key: 16 bytes to sign with and 16 to encrypt with, in locked memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-secret.h"

G_BEGIN_DECLS

#define FL_TYPE_FERNET_KEY  (fl_fernet_key_get_type ())
#define FL_FERNET_KEY_ERROR (fl_fernet_key_error_quark ())

#define FL_FERNET_KEY_SIZE 32

typedef enum
{
  FL_FERNET_KEY_ERROR_EMPTY,
  FL_FERNET_KEY_ERROR_LENGTH,
  FL_FERNET_KEY_ERROR_CHARACTER,
  FL_FERNET_KEY_ERROR_RANDOM,
} FlFernetKeyError;

typedef struct _FlFernetKey FlFernetKey;

GQuark        fl_fernet_key_error_quark     (void);
GType         fl_fernet_key_get_type        (void);
FlFernetKey  *fl_fernet_key_generate        (GError      **error) G_GNUC_WARN_UNUSED_RESULT;
FlFernetKey  *fl_fernet_key_parse           (const char   *text,
                                             gssize        n,
                                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;
FlFernetKey  *fl_fernet_key_ref             (FlFernetKey  *self);
void          fl_fernet_key_unref           (FlFernetKey  *self);
FlSecret     *fl_fernet_key_to_text         (FlFernetKey  *self) G_GNUC_WARN_UNUSED_RESULT;
const guint8 *fl_fernet_key_get_signing     (FlFernetKey  *self);
const guint8 *fl_fernet_key_get_encryption  (FlFernetKey  *self);
const char   *fl_fernet_key_get_id          (FlFernetKey  *self);
const char   *fl_fernet_key_get_publication (FlFernetKey  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlFernetKey, fl_fernet_key_unref)

G_END_DECLS
