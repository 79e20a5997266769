/* Certificates of well-known brokers whose fingerprints were printed in sketches: whose it was, and when.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FlKnownCertificate:
 * @host: whose certificate it was
 * @sha1: of its DER, 40 lower-case hexadecimal digits
 * @from: the day on which the sketch was given it, Unix seconds, UTC
 * @until: the day on which it was given the next one; 0: not known
 *
 * Static, immutable; any thread.
 */
typedef struct
{
  const char *host;
  const char *sha1;
  gint64      from;
  gint64      until;
} FlKnownCertificate;

const FlKnownCertificate *fl_known_certificate_list (guint                    *n_certificates) G_GNUC_WARN_UNUSED_RESULT;
const FlKnownCertificate *fl_known_certificate_find (const char               *sha1) G_GNUC_WARN_UNUSED_RESULT;
char                     *fl_known_certificate_name (const FlKnownCertificate *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
