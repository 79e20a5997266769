/* A certificate that was seen at a broker: what it was, from when to when, and how.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

G_BEGIN_DECLS

#define FL_TYPE_CERTIFICATE_SIGHTING (fl_certificate_sighting_get_type ())

/* How it was seen; both, if it was seen both ways. */
typedef enum
{
  FL_CERTIFICATE_SEEN_LIVE = 1 << 0,  /* by a connection that carries data, or was to */
  FL_CERTIFICATE_SEEN_PROBE = 1 << 1, /* by a quiet handshake of our own */
} FlCertificateSeen;

/**
 * FlCertificateSighting:
 * @broker: id of the saved broker
 * @endpoint: host:port
 * @sha256: of the DER, lower-case hex; so is @sha1
 * @spki_sha256: of the public key, base64
 * @subject: as all texts here: of a stranger, already escaped, never markup
 * @not_before: Unix seconds or %FL_CERTIFICATE_TIME_INVALID; so is @not_after
 * @first_seen: Unix seconds; so is @last_seen
 * @how: of all times that it was seen
 * @trusted: whether it proved who it is when it was seen last
 * @der: the certificate itself
 *
 * Reference-counted; nothing of it is changed by whoever has it. Main thread only.
 */
typedef struct
{
  char             *broker;
  char             *endpoint;
  char             *sha256;
  char             *sha1;
  char             *spki_sha256;
  char             *subject;
  char             *issuer;
  gint64            not_before;
  gint64            not_after;
  gint64            first_seen;
  gint64            last_seen;
  FlCertificateSeen how;
  gboolean          trusted;
  GBytes           *der;
} FlCertificateSighting;

GType                  fl_certificate_sighting_get_type        (void) G_GNUC_CONST;
FlCertificateSighting *fl_certificate_sighting_new             (const char                  *broker,
                                                                const char                  *endpoint,
                                                                const FlCertificate         *certificate) G_GNUC_WARN_UNUSED_RESULT;
FlCertificateSighting *fl_certificate_sighting_new_from_row    (GVariant                    *row,
                                                                guint                        column) G_GNUC_WARN_UNUSED_RESULT;
FlCertificateSighting *fl_certificate_sighting_ref             (FlCertificateSighting       *self);
void                   fl_certificate_sighting_unref           (FlCertificateSighting       *self);
gint64                 fl_certificate_sighting_get_days_left   (const FlCertificateSighting *self,
                                                                gint64                       now);
FlCertificate         *fl_certificate_sighting_dup_certificate (const FlCertificateSighting *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlCertificateSighting, fl_certificate_sighting_unref)

G_END_DECLS
