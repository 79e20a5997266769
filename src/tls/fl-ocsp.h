/* What the issuer says of a certificate today: the OCSP answer that came stapled to a handshake, judged.
 *
 * Immutable and reference-counted; usable from every thread. No staple, no FlOcsp.
 *
 *   status           code            the answer
 *   ───────────────  ──────────────  ─────────────────────────────────────────────────────────────────
 *   GOOD             good            of the issuer, about this certificate, in date: not revoked
 *   OUTDATED         outdated        the same, but its time is over: it vouches no more
 *   REVOKED          revoked         of the issuer, about this certificate; for ever, also out of date
 *   UNKNOWN          unknown         of the issuer, who does not know this certificate
 *   NOT_VERIFIED     not-verified    not signed by the issuer or a responder of theirs, or no issuer was sent
 *   OTHER            other           about another certificate
 *   UNREADABLE       unreadable      not an answer
 *
 * The last three prove nothing and count as no staple; times are known of the first four only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FL_TYPE_OCSP (fl_ocsp_get_type ())

typedef enum
{
  FL_OCSP_GOOD,
  FL_OCSP_OUTDATED,
  FL_OCSP_REVOKED,
  FL_OCSP_UNKNOWN,
  FL_OCSP_NOT_VERIFIED,
  FL_OCSP_OTHER,
  FL_OCSP_UNREADABLE,
  FL_N_OCSP_STATUSES
} FlOcspStatus;

typedef struct _FlOcsp FlOcsp;

GType         fl_ocsp_get_type               (void) G_GNUC_CONST;
FlOcsp       *fl_ocsp_ref                    (FlOcsp       *self);
void          fl_ocsp_unref                  (FlOcsp       *self);
FlOcspStatus  fl_ocsp_get_status             (const FlOcsp *self);
const char   *fl_ocsp_status_to_code         (FlOcspStatus  status);
gint64        fl_ocsp_get_this_update        (const FlOcsp *self);
gint64        fl_ocsp_get_next_update        (const FlOcsp *self);
gint64        fl_ocsp_get_revoked_at         (const FlOcsp *self);
const char   *fl_ocsp_get_revocation_reason  (const FlOcsp *self);
char         *fl_ocsp_describe               (const FlOcsp *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlOcsp, fl_ocsp_unref)

G_END_DECLS
