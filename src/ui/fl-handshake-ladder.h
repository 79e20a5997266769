/* The handshake as a ladder: we on one side, the broker on the other, each message an arrow between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tls/fl-tls-report.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_HANDSHAKE_LADDER (fl_handshake_ladder_get_type ())

G_DECLARE_FINAL_TYPE (FlHandshakeLadder, fl_handshake_ladder, FL, HANDSHAKE_LADDER, AdwBin)

GtkWidget *fl_handshake_ladder_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_handshake_ladder_set_report (FlHandshakeLadder *self,
                                           FlTlsReport       *report);
void       fl_handshake_ladder_export     (FlHandshakeLadder *self,
                                           GFile             *file);

G_END_DECLS
