/* A certificate as JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void fl_certificate_to_json (const FlCertificate *self,
                             JsonBuilder         *builder,
                             gint64               now);
void fl_certificate_json_add_time (JsonBuilder *builder,
                                   const char  *name,
                                   gint64       time);

G_END_DECLS
