/* A handshake as a picture of two columns: SVG, to be kept or shown elsewhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

char *fl_handshake_to_svg (const FlTlsReport *report) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
