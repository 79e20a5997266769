/* Looks into the sections of a certificate, for the C tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-section.h"

G_BEGIN_DECLS

#define assert_value(sections, title, label, expected) \
  G_STMT_START { \
    g_autofree char *values_ = fl_test_section_get_values (sections, title, label); \
    g_assert_cmpstr (values_, ==, expected); \
  } G_STMT_END

FlCertificateSection *fl_test_section_find       (GListModel *sections,
                                                  const char *title);
char                 *fl_test_section_get_values (GListModel *sections,
                                                  const char *title,
                                                  const char *label);

G_END_DECLS
