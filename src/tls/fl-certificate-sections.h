/* A certificate as sections of labelled fields, as a person reads it. Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate-section.h"
#include "tls/fl-certificate.h"

G_BEGIN_DECLS

GListModel *fl_certificate_list_sections (FlCertificate *certificate,
                                          gint64         now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
