/* What a replay of the handshake cannot show: whether a device's library accepts the certificates.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-client-model.h"
#include "esp/fl-esp-reason.h"

#include <openssl/x509.h>

G_BEGIN_DECLS

/* What a device has before it. Everything is borrowed. */
typedef struct
{
  const FlClientModel  *model;
  const STACK_OF(X509) *chain;        /* as sent, the server's own first; not empty */
  const char           *host;         /* as it stands in the sketch */
  gboolean              is_ephemeral; /* the server's key signs, instead of decrypting */
  gint64                now;          /* seconds since 1970, UTC */
} FlEspSight;

FlEspReasons    fl_esp_rules_judge_leaf    (const FlEspSight     *sight);
FlEspReasons    fl_esp_rules_judge_chain   (const FlEspSight     *sight,
                                            X509                 *anchor);
gboolean        fl_esp_rules_is_built_in   (X509                 *anchor);
STACK_OF(X509) *fl_esp_rules_find_anchors  (const STACK_OF(X509) *chain,
                                            X509_STORE           *store) G_GNUC_WARN_UNUSED_RESULT;

/* For the rules of each library. */
FlEspReasons    fl_esp_rules_judge_key     (const FlClientModel  *model,
                                            X509                 *cert);
FlEspReasons    fl_esp_rules_judge_host    (const FlEspSight     *sight,
                                            X509                 *leaf);
FlEspReasons    fl_esp_rules_judge_signature_algorithm
                                           (const FlClientModel  *model,
                                            X509                 *cert,
                                            gboolean              knows_pss);
gboolean        fl_esp_rules_is_signed_by  (X509                 *cert,
                                            X509                 *issuer);

G_END_DECLS
