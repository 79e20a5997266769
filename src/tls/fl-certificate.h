/* An X.509 certificate as data: parsed once, never changed, safe to read from every thread.
 *
 * Every text is valid UTF-8 in which control and bidirectional characters are already written as
 * \u escapes and whose length is bounded; it is still text of a stranger, so never markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FL_TYPE_CERTIFICATE (fl_certificate_get_type ())

/* What fl_certificate_get_not_before() and _not_after() give for a date that is none. */
#define FL_CERTIFICATE_TIME_INVALID G_MININT64
/* Alternative names kept as text; one more element says how many were left out. */
#define FL_CERTIFICATE_MAX_NAMES 10000

typedef struct _FlCertificate FlCertificate;

GType          fl_certificate_get_type        (void) G_GNUC_CONST;
FlCertificate *fl_certificate_ref             (FlCertificate       *self);
void           fl_certificate_unref           (FlCertificate       *self);
const char    *fl_certificate_get_subject     (const FlCertificate *self);
const char    *fl_certificate_get_issuer      (const FlCertificate *self);
const char    *fl_certificate_get_common_name (const FlCertificate *self);
const char    *fl_certificate_get_issuer_name (const FlCertificate *self);
const char    *fl_certificate_get_serial      (const FlCertificate *self);
gint64         fl_certificate_get_not_before  (const FlCertificate *self);
gint64         fl_certificate_get_not_after   (const FlCertificate *self);
gint64         fl_certificate_get_days_left   (const FlCertificate *self,
                                               gint64               now);
const char    *fl_certificate_get_sha1        (const FlCertificate *self);
const char    *fl_certificate_get_sha256      (const FlCertificate *self);
const char    *fl_certificate_get_spki_sha256 (const FlCertificate *self);
const char    *fl_certificate_get_key_type    (const FlCertificate *self);
guint          fl_certificate_get_key_bits    (const FlCertificate *self);
const char    *fl_certificate_get_key_curve   (const FlCertificate *self);
const char    *fl_certificate_get_signature   (const FlCertificate *self);
const char *const *
               fl_certificate_get_san         (const FlCertificate *self);
gboolean       fl_certificate_is_ca           (const FlCertificate *self);
gboolean       fl_certificate_is_self_signed  (const FlCertificate *self);
const char    *fl_certificate_get_pem         (const FlCertificate *self);
GBytes        *fl_certificate_get_der         (const FlCertificate *self);
gboolean       fl_certificate_matches_host    (const FlCertificate *self,
                                               const char          *host);
gboolean       fl_certificate_equal           (const FlCertificate *a,
                                               const FlCertificate *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlCertificate, fl_certificate_unref)

G_END_DECLS
