/* Fernet keys in order: the first encrypts, each is tried to decrypt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-fernet-key.h"

G_BEGIN_DECLS

#define FL_TYPE_KEY_RING (fl_key_ring_get_type ())

typedef struct _FlKeyRing FlKeyRing;

GType        fl_key_ring_get_type (void);
FlKeyRing   *fl_key_ring_new      (FlFernetKey *const  *keys,
                                   guint                n) G_GNUC_WARN_UNUSED_RESULT;
FlKeyRing   *fl_key_ring_parse    (const char          *text,
                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;
FlKeyRing   *fl_key_ring_ref      (FlKeyRing           *self);
void         fl_key_ring_unref    (FlKeyRing           *self);
guint        fl_key_ring_get_n    (FlKeyRing           *self);
FlFernetKey *fl_key_ring_get      (FlKeyRing           *self,
                                   guint                i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlKeyRing, fl_key_ring_unref)

G_END_DECLS
