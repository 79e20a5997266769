/* What the pill in the header says of a connection, without any widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "tls/fl-trust.h"

G_BEGIN_DECLS

typedef enum
{
  FL_PILL_STATE_OFFLINE,    /* not connected */
  FL_PILL_STATE_PLAIN,      /* connected, readable by all: red */
  FL_PILL_STATE_UNVERIFIED, /* encrypted, nobody checked: amber */
  FL_PILL_STATE_VERIFIED,   /* encrypted, with a proved identity: the only green */
} FlPillState;

FlPillState  fl_pill_state_of            (gboolean     online,
                                          FlTrustWay   way,
                                          gboolean     proved);
char        *fl_pill_state_to_text       (FlPillState  state,
                                          const char  *protocol) G_GNUC_WARN_UNUSED_RESULT;
const char  *fl_pill_state_get_icon_name (FlPillState  state);
const char  *fl_pill_state_get_css_class (FlPillState  state);
char        *fl_pill_state_fernet_text   (guint64      n_messages,
                                          guint64      n_fernet,
                                          gboolean     has_keys) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
