/* On a card: that a device has stopped encrypting, or that messages of it were sent again; and what the user makes of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "devices/fl-device.h"

G_BEGIN_DECLS

#define FL_TYPE_TRUST_NOTE (fl_trust_note_get_type ())

/* Invisible while there is nothing to say. */
G_DECLARE_FINAL_TYPE (FlTrustNote, fl_trust_note, FL, TRUST_NOTE, GtkWidget)

/* device: NULL for none. */
void fl_trust_note_set_device (FlTrustNote *self,
                               FlDevice    *device);

G_END_DECLS
