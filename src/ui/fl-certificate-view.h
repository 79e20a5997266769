/* A certificate in full: its sections and their fields, and its PEM to copy.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tls/fl-certificate.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  FL_CERTIFICATE_FORMAT_PEM,
  FL_CERTIFICATE_FORMAT_DER
} FlCertificateFormat;

#define FL_TYPE_CERTIFICATE_VIEW (fl_certificate_view_get_type ())

G_DECLARE_FINAL_TYPE (FlCertificateView, fl_certificate_view, FL, CERTIFICATE_VIEW, AdwBin)

GtkWidget *fl_certificate_view_new    (FlCertificate       *certificate,
                                       gint64               now) G_GNUC_WARN_UNUSED_RESULT;
void       fl_certificate_view_export (FlCertificateView   *self,
                                       FlCertificateFormat  format,
                                       GFile               *file);

G_END_DECLS
