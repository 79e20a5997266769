/* What the policy says of one handshake.
 *
 * `trusted` means that the other side proved to be the one that the trust setting names. Reasons say
 * why it did not; a verdict with a reason is never trusted. Remarks are true and worth showing but do
 * not decide: a pinned certificate's wrong name or passed date, everything about an unchecked
 * (insecure) one, chain-order. Whether the connection was made is FlTlsReport's to say.
 *
 * Immutable and reference-counted; usable from every thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-reason.h"

G_BEGIN_DECLS

#define FL_TYPE_VERDICT (fl_verdict_get_type ())

typedef struct _FlVerdict FlVerdict;

GType      fl_verdict_get_type      (void) G_GNUC_CONST;
FlVerdict *fl_verdict_new           (gboolean         trusted,
                                     const FlReason  *reasons,
                                     guint            n_reasons,
                                     const FlReason  *remarks,
                                     guint            n_remarks) G_GNUC_WARN_UNUSED_RESULT;
FlVerdict *fl_verdict_ref           (FlVerdict       *self);
void       fl_verdict_unref         (FlVerdict       *self);
gboolean   fl_verdict_is_trusted    (const FlVerdict *self);
guint      fl_verdict_get_n_reasons (const FlVerdict *self);
FlReason   fl_verdict_get_reason    (const FlVerdict *self,
                                     guint            position);
gboolean   fl_verdict_has_reason    (const FlVerdict *self,
                                     FlReason         reason);
guint      fl_verdict_get_n_remarks (const FlVerdict *self);
FlReason   fl_verdict_get_remark    (const FlVerdict *self,
                                     guint            position);
gboolean   fl_verdict_has_remark    (const FlVerdict *self,
                                     FlReason         reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlVerdict, fl_verdict_unref)

G_END_DECLS
