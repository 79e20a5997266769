/* All there is to see of one message: its value, the token, the bytes, and what Fernet says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "messages/fl-message.h"

G_BEGIN_DECLS

#define FL_TYPE_MESSAGE_VIEW (fl_message_view_get_type ())

/* Property: "message". */
G_DECLARE_FINAL_TYPE (FlMessageView, fl_message_view, FL, MESSAGE_VIEW, AdwBin)

GtkWidget *fl_message_view_new         (void) G_GNUC_WARN_UNUSED_RESULT;
FlMessage *fl_message_view_get_message (FlMessageView *self);
void       fl_message_view_set_message (FlMessageView *self,
                                        FlMessage     *message);

G_END_DECLS
