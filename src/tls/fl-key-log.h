/* The keys of one inspected connection, in a file for those who record the wire (NSS key log format).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct _FlKeyLog FlKeyLog;

FlKeyLog *fl_key_log_new      (const char  *path,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void      fl_key_log_free     (FlKeyLog    *self);
void      fl_key_log_attach   (FlKeyLog    *self,
                               SSL_CTX     *context);
gboolean  fl_key_log_has_keys (const FlKeyLog *self);
gboolean  fl_key_log_finish   (FlKeyLog    *self,
                               GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlKeyLog, fl_key_log_free)

G_END_DECLS
