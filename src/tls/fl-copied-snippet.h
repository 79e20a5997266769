/* A snippet that was copied for a device: what it depends on, and whether it still fits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

G_BEGIN_DECLS

/* Most of them that are remembered of a broker. */
#define FL_COPIED_SNIPPET_MAX 50

/* What in a snippet has to stay the same, so that the device that has it goes on connecting. */
typedef enum
{
  FL_SNIPPET_BOND_CERTIFICATE, /* a fingerprint of the leaf: `setFingerprint`, ESPHome's `ssl_fingerprints` */
  FL_SNIPPET_BOND_KEY,         /* the leaf's public key: `setKnownKey`, Tasmota's fingerprint, an SPKI pin */
  FL_SNIPPET_BOND_ISSUER,      /* an authority that vouches for the leaf: `setCACert`, `X509List` */
} FlSnippetBond;

/**
 * FlCopiedSnippet:
 * @broker: id of the saved broker
 * @kind: stable code of whoever makes the snippets
 * @label: what it is called, shown as it is: "setFingerprint (ESP8266)"
 * @bond: what it depends on
 * @until: Unix seconds when the certificate it depends on expires
 * @copied_at: Unix seconds
 * @stopped_at: Unix seconds since when what the broker shows does not fit it; 0: it fits
 */
typedef struct
{
  char          *broker;
  char          *kind;
  char          *label;
  FlSnippetBond  bond;
  gint64         until;
  gint64         copied_at;
  gint64         stopped_at;
} FlCopiedSnippet;

FlCopiedSnippet *fl_copied_snippet_new_from_row (GVariant              *row,
                                                 guint                  column) G_GNUC_WARN_UNUSED_RESULT;
void             fl_copied_snippet_free         (FlCopiedSnippet       *self);
const char      *fl_snippet_bond_to_code        (FlSnippetBond          bond);
char            *fl_snippet_bond_dup_identity   (FlSnippetBond          bond,
                                                 const FlCertificate   *certificate) G_GNUC_WARN_UNUSED_RESULT;
char            *fl_copied_snippet_join_labels  (GPtrArray             *snippets) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlCopiedSnippet, fl_copied_snippet_free)

G_END_DECLS
