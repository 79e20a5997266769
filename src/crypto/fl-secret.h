/* A secret in locked memory, wiped when nobody holds it any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FL_TYPE_SECRET (fl_secret_get_type ())

/* No file with a secret is as long as this; longer ones are refused, not cut. */
#define FL_SECRET_FILE_MAX (16 * 1024)

typedef struct _FlSecret FlSecret;

GType       fl_secret_get_type      (void);
void        fl_secret_init          (void);
FlSecret   *fl_secret_new           (const void  *data,
                                     size_t       n) G_GNUC_WARN_UNUSED_RESULT;
FlSecret   *fl_secret_new_take_env  (const char  *name) G_GNUC_WARN_UNUSED_RESULT;
FlSecret   *fl_secret_new_from_file (const char  *path,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;
FlSecret   *fl_secret_ref           (FlSecret    *self);
void        fl_secret_unref         (FlSecret    *self);
const char *fl_secret_peek          (FlSecret    *self,
                                     size_t      *n);
gboolean    fl_secret_equal         (FlSecret    *self,
                                     FlSecret    *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlSecret, fl_secret_unref)

G_END_DECLS
