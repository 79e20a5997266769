/* A section of labelled fields, as a certificate is shown in. Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Values that a section lists before it says how many more there are. */
#define FL_CERTIFICATE_SECTION_MAX_VALUES 100

#define FL_TYPE_CERTIFICATE_FIELD   (fl_certificate_field_get_type ())
#define FL_TYPE_CERTIFICATE_SECTION (fl_certificate_section_get_type ())

G_DECLARE_FINAL_TYPE (FlCertificateField, fl_certificate_field, FL, CERTIFICATE_FIELD, GObject)
G_DECLARE_FINAL_TYPE (FlCertificateSection, fl_certificate_section, FL, CERTIFICATE_SECTION, GObject)

const char *fl_certificate_field_get_label     (FlCertificateField   *self);
const char *fl_certificate_field_get_value     (FlCertificateField   *self);
gboolean    fl_certificate_field_is_code       (FlCertificateField   *self);
const char *fl_certificate_section_get_title   (FlCertificateSection *self);
gboolean    fl_certificate_section_is_critical (FlCertificateSection *self);
GListModel *fl_certificate_section_get_fields  (FlCertificateSection *self);

G_END_DECLS
