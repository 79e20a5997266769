/* What is known while something pasted is read: the broker it is meant for, if any, and the certificates seen before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-paste-context"

#include "config.h"

#include "esp/fl-paste-context.h"

/* What the device's secure port is where nothing else is known. */
#define SECURE_PORT 8883

/* (transfer none) (nullable): the certificate that the broker sent, whether it was believed or not */
FlCertificate *
fl_paste_context_get_leaf (const FlPasteContext *self)
{
  return self->report != NULL ? fl_tls_report_get_leaf (self->report) : NULL;
}

/* (transfer none) (nullable): the same, only if the broker proved by it who it is: what may be written into a sketch */
FlCertificate *
fl_paste_context_get_trusted (const FlPasteContext *self)
{
  FlVerdict *verdict = self->report != NULL ? fl_tls_report_get_verdict (self->report) : NULL;

  return verdict != NULL && fl_verdict_is_trusted (verdict) ? fl_tls_report_get_leaf (self->report) : NULL;
}

/* (transfer none) (nullable): what the ESP32's setCACert() takes: the end of the path that was verified, never what was
 * merely sent; or the broker's own certificate if it vouches for itself */
FlCertificate *
fl_paste_context_get_anchor (const FlPasteContext *self)
{
  FlCertificate *leaf = fl_paste_context_get_trusted (self);
  GPtrArray *path = leaf != NULL ? fl_tls_report_get_verified_path (self->report) : NULL;
  FlCertificate *last = path != NULL && path->len > 0 ? path->pdata[path->len - 1] : leaf;

  return last != NULL && (fl_certificate_is_ca (last) || fl_certificate_is_self_signed (last)) ? last : NULL;
}

/* (nullable): as the user named it */
const char *
fl_paste_context_get_host (const FlPasteContext *self)
{
  FlEndpoint *endpoint = self->report != NULL ? fl_tls_report_get_endpoint (self->report) : NULL;

  return endpoint != NULL ? fl_endpoint_get_host (endpoint) : NULL;
}

/* The port that speaks TLS. */
guint16
fl_paste_context_get_port (const FlPasteContext *self)
{
  FlEndpoint *endpoint = self->report != NULL ? fl_tls_report_get_endpoint (self->report) : NULL;

  if (endpoint == NULL || fl_tls_report_get_way (self->report) == FL_TRUST_PLAIN)
    return SECURE_PORT;
  return fl_endpoint_get_port (endpoint);
}
