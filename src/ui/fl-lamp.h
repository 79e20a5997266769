/* A small lamp: lit when on was reported, grey when off was, an outline with "?" when nobody knows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "devices/fl-device-enums.h"

G_BEGIN_DECLS

#define FL_TYPE_LAMP (fl_lamp_get_type ())

/* Property: "state" (FlLedState). Says nothing to assistive tools: the words are beside it. */
G_DECLARE_FINAL_TYPE (FlLamp, fl_lamp, FL, LAMP, GtkWidget)

GtkWidget  *fl_lamp_new       (void) G_GNUC_WARN_UNUSED_RESULT;
FlLedState  fl_lamp_get_state (FlLamp     *self);
void        fl_lamp_set_state (FlLamp     *self,
                               FlLedState  state);

G_END_DECLS
