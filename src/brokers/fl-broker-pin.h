/* How the pins of a saved broker change, and how that is undone.
 *
 *   field                    holds
 *   ───────────────────────  ─────────────────────────────────────────────────────────────────────────
 *   pin                      what trust needs: SHA-256, key, or a SHA-1 that was not strengthened
 *   second-pin               "", or what is trusted as well: the certificate or key of a planned rotation
 *   sketch-pin               "", or the SHA-1 as it was pasted from a sketch, before it was strengthened
 *   sha1-kept                the person wants the SHA-1 alone; not asked again until the pin is changed
 *   pinned-certificate-pem   "", or the certificate seen last under a pin (public)
 *
 * A SHA-1 is strengthened when a connection that carries data met it: the pin becomes the SHA-256 of that
 * certificate, which is what later connections need. The SHA-1 is only shown from then on.
 *
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"

G_BEGIN_DECLS

/* What is pinned at one time. */
typedef struct _FlBrokerPins FlBrokerPins;

FlBrokerPins  *fl_broker_save_pins              (FlBroker      *self) G_GNUC_WARN_UNUSED_RESULT;
void           fl_broker_restore_pins           (FlBroker      *self,
                                                 FlBrokerPins  *pins);
void           fl_broker_pins_free              (FlBrokerPins  *pins);
gboolean       fl_broker_strengthen_pin         (FlBroker      *self,
                                                 FlCertificate *leaf);
void           fl_broker_keep_sha1              (FlBroker      *self);
gboolean       fl_broker_has_second_pin_of      (FlBroker      *self,
                                                 FlCertificate *leaf);
gboolean       fl_broker_promote_second_pin     (FlBroker      *self,
                                                 FlCertificate *leaf,
                                                 gint64         now_s);
gboolean       fl_broker_note_pinned_certificate (FlBroker     *self,
                                                 FlCertificate *leaf);
FlCertificate *fl_broker_dup_pinned_certificate (FlBroker      *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlBrokerPins, fl_broker_pins_free)

G_END_DECLS
