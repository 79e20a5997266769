/* One message of a handshake: when, which way, what, how many bytes, and what it is for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tls/fl-handshake.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_LADDER_STEP (fl_ladder_step_get_type ())

G_DECLARE_FINAL_TYPE (FlLadderStep, fl_ladder_step, FL, LADDER_STEP, GtkListBoxRow)

GtkWidget *fl_ladder_step_new (const FlHandshakeMessage *message,
                               const char               *protocol) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
