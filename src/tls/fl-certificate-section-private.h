/* How a section is filled, for files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate-section.h"

G_BEGIN_DECLS

FlCertificateSection *fl_certificate_section_append_to     (GListStore           *sections,
                                                            const char           *title);
void                  fl_certificate_section_add_field     (FlCertificateSection *section,
                                                            const char           *label,
                                                            const char           *value,
                                                            gboolean              code);
void                  fl_certificate_section_add_text      (FlCertificateSection *section,
                                                            const char           *label,
                                                            const char           *value);
void                  fl_certificate_section_add_hex       (FlCertificateSection *section,
                                                            const char           *label,
                                                            const unsigned char  *data,
                                                            size_t                n_data);
void                  fl_certificate_section_add_value     (FlCertificateSection *section,
                                                            const char           *label,
                                                            char                 *value);
void                  fl_certificate_section_finish_values (FlCertificateSection *section);
void                  fl_certificate_section_set_critical  (FlCertificateSection *self,
                                                            gboolean              critical);

G_END_DECLS
