/* The first thing on the Security page: the one true sentence, what follows from it, and the one thing to do.
 *
 * It asks back by signals: "trust": pin this certificate; "promote": accept only the second pin; "edit" (const char *page):
 * open the broker's settings at "trust" or "sign-in"; "compare": show old and new; "copying": before its text is copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tls/fl-security-facts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Prints a fingerprint to compare with, on the broker. Not translated: it is typed into a shell. */
#define FL_VERDICT_CARD_COMMAND "openssl x509 -fingerprint -sha256 -noout -in server.crt"

#define FL_TYPE_VERDICT_CARD (fl_verdict_card_get_type ())

G_DECLARE_FINAL_TYPE (FlVerdictCard, fl_verdict_card, FL, VERDICT_CARD, AdwBin)

GtkWidget *fl_verdict_card_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_verdict_card_show          (FlVerdictCard         *self,
                                          const FlSecurityFacts *facts,
                                          gboolean               is_compared);
void       fl_verdict_card_show_sentence (FlVerdictCard         *self,
                                          const FlSecurityFacts *facts);
void       fl_verdict_card_set_text      (FlVerdictCard         *self,
                                          const char            *text);

G_END_DECLS
