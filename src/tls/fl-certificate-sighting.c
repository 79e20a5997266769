/* A certificate that was seen at a broker: what it was, from when to when, and how.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-sighting"

#include "tls/fl-certificate-sighting.h"

#include "store/fl-store-row.h"
#include "tls/fl-certificate-parser.h"

#define DAY_S 86400
/* Beyond the year 9999, with which the dates of certificates end; what is stored may be anything. */
#define MAX_TIME_S ((gint64) 1 << 40)

G_DEFINE_BOXED_TYPE (FlCertificateSighting, fl_certificate_sighting, fl_certificate_sighting_ref, fl_certificate_sighting_unref)

/**
 * fl_certificate_sighting_new:
 * @broker: id of a saved broker
 * @endpoint: host:port
 * @certificate: what it showed
 *
 * Returns: (transfer full): a sighting without a time
 */
FlCertificateSighting *
fl_certificate_sighting_new (const char          *broker,
                             const char          *endpoint,
                             const FlCertificate *certificate)
{
  FlCertificateSighting *self;

  g_return_val_if_fail (broker != NULL && endpoint != NULL, NULL);
  g_return_val_if_fail (certificate != NULL, NULL);

  self = g_rc_box_new0 (FlCertificateSighting);
  self->broker = g_strdup (broker);
  self->endpoint = g_strdup (endpoint);
  self->sha256 = g_strdup (fl_certificate_get_sha256 (certificate));
  self->sha1 = g_strdup (fl_certificate_get_sha1 (certificate));
  self->spki_sha256 = g_strdup (fl_certificate_get_spki_sha256 (certificate));
  self->subject = g_strdup (fl_certificate_get_common_name (certificate));
  self->issuer = g_strdup (fl_certificate_get_issuer_name (certificate));
  self->not_before = fl_certificate_get_not_before (certificate);
  self->not_after = fl_certificate_get_not_after (certificate);
  self->der = g_bytes_ref (fl_certificate_get_der (certificate));
  return self;
}

static gint64
read_date (GVariant *row,
           guint     column)
{
  const gint64 time = fl_store_row_get_number (row, column);

  return time > -MAX_TIME_S && time < MAX_TIME_S ? time : FL_CERTIFICATE_TIME_INVALID;
}

/**
 * fl_certificate_sighting_new_from_row:
 * @row: of the store: the members of #FlCertificateSighting in their order
 * @column: where they begin
 */
FlCertificateSighting *
fl_certificate_sighting_new_from_row (GVariant *row,
                                      guint     column)
{
  FlCertificateSighting *self;

  g_return_val_if_fail (row != NULL, NULL);

  self = g_rc_box_new0 (FlCertificateSighting);
  self->broker = fl_store_row_dup_text (row, column);
  self->endpoint = fl_store_row_dup_text (row, column + 1);
  self->sha256 = fl_store_row_dup_text (row, column + 2);
  self->sha1 = fl_store_row_dup_text (row, column + 3);
  self->spki_sha256 = fl_store_row_dup_text (row, column + 4);
  self->subject = fl_store_row_dup_text (row, column + 5);
  self->issuer = fl_store_row_dup_text (row, column + 6);
  self->not_before = read_date (row, column + 7);
  self->not_after = read_date (row, column + 8);
  self->first_seen = fl_store_row_get_number (row, column + 9);
  self->last_seen = fl_store_row_get_number (row, column + 10);
  self->how = (FlCertificateSeen) (fl_store_row_get_number (row, column + 11) & (FL_CERTIFICATE_SEEN_LIVE | FL_CERTIFICATE_SEEN_PROBE));
  self->trusted = fl_store_row_get_number (row, column + 12) != 0;
  self->der = fl_store_row_dup_bytes (row, column + 13);
  return self;
}

FlCertificateSighting *
fl_certificate_sighting_ref (FlCertificateSighting *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  FlCertificateSighting *self = data;

  g_free (self->broker);
  g_free (self->endpoint);
  g_free (self->sha256);
  g_free (self->sha1);
  g_free (self->spki_sha256);
  g_free (self->subject);
  g_free (self->issuer);
  g_bytes_unref (self->der);
}

void
fl_certificate_sighting_unref (FlCertificateSighting *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, clear);
}

/**
 * fl_certificate_sighting_get_days_left:
 * @now: Unix seconds
 *
 * Returns: whole days until it expires, as fl_certificate_get_days_left(): less than 0 once it has; %G_MININT64 if its date is none
 */
gint64
fl_certificate_sighting_get_days_left (const FlCertificateSighting *self,
                                       gint64                       now)
{
  gint64 left;

  g_return_val_if_fail (self != NULL, G_MININT64);

  if (self->not_after == FL_CERTIFICATE_TIME_INVALID)
    return G_MININT64;
  left = self->not_after - now;
  return left >= 0 ? left / DAY_S : -((-left + DAY_S - 1) / DAY_S);
}

/** fl_certificate_sighting_dup_certificate: Returns: (transfer full) (nullable): all of it; %NULL if what was stored is none */
FlCertificate *
fl_certificate_sighting_dup_certificate (const FlCertificateSighting *self)
{
  g_autoptr(GPtrArray) certificates = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  certificates = fl_certificate_parse_all (self->der, NULL);
  return certificates != NULL && certificates->len > 0 ? fl_certificate_ref (g_ptr_array_index (certificates, 0)) : NULL;
}
