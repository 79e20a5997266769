/* The pill in the header: how safe this connection is, in two or three words, and its details in a popover.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "session/fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_PILL (fl_pill_get_type ())

/**
 * FlPill:
 *
 * "session" (#FlSession, nullable): hidden without one.
 */
G_DECLARE_FINAL_TYPE (FlPill, fl_pill, FL, PILL, GtkWidget)

GtkWidget  *fl_pill_new         (void) G_GNUC_WARN_UNUSED_RESULT;
FlSession  *fl_pill_get_session (FlPill    *self);
void        fl_pill_set_session (FlPill    *self,
                                 FlSession *session);
const char *fl_pill_get_text    (FlPill    *self);

G_END_DECLS
