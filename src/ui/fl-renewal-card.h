/* A refused certificate beside the pinned one, and behind an explanation the button that trusts the new one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tls/fl-trust.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_RENEWAL_CARD (fl_renewal_card_get_type ())

/**
 * FlRenewalCard:
 *
 * Signal: "trust" (): the person has read the explanation and trusts the new certificate.
 */
G_DECLARE_FINAL_TYPE (FlRenewalCard, fl_renewal_card, FL, RENEWAL_CARD, AdwBin)

GtkWidget *fl_renewal_card_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_renewal_card_show         (FlRenewalCard *self,
                                         FlTrust       *trust,
                                         FlCertificate *before,
                                         FlCertificate *after);
void       fl_renewal_card_set_compared (FlRenewalCard *self,
                                         gboolean       compared);
void       fl_renewal_card_set_command  (FlRenewalCard *self,
                                         const char    *command);

G_END_DECLS
