/* Whom we talk to: the certificate in a few lines, its fingerprints to copy, and one to compare with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tls/fl-certificate.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the compare entry says. */
typedef enum
{
  FL_COMPARISON_NONE,      /* nothing was entered */
  FL_COMPARISON_UNREADABLE,
  FL_COMPARISON_DIFFERENT,
  FL_COMPARISON_SAME_WEAK, /* by SHA-1 */
  FL_COMPARISON_SAME,
} FlComparison;

#define FL_TYPE_IDENTITY_CARD (fl_identity_card_get_type ())

G_DECLARE_FINAL_TYPE (FlIdentityCard, fl_identity_card, FL, IDENTITY_CARD, AdwBin)

GtkWidget    *fl_identity_card_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void          fl_identity_card_set_certificate (FlIdentityCard *self,
                                                FlCertificate  *certificate,
                                                gint64          now);
void          fl_identity_card_set_now         (FlIdentityCard *self,
                                                gint64          now);
void          fl_identity_card_set_entered     (FlIdentityCard *self,
                                                const char     *text);
void          fl_identity_card_set_proved      (FlIdentityCard *self,
                                                gboolean        proved);
FlComparison  fl_identity_card_get_comparison  (FlIdentityCard *self);

G_END_DECLS
