/* The Fernet keys of a broker, in order: paste, generate, copy once, remove.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "crypto/fl-key-ring.h"

G_BEGIN_DECLS

#define FL_TYPE_KEY_LIST (fl_key_list_get_type ())

G_DECLARE_FINAL_TYPE (FlKeyList, fl_key_list, FL, KEY_LIST, AdwPreferencesGroup)

GtkWidget *fl_key_list_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_key_list_set_ring (FlKeyList  *self,
                                 FlKeyRing  *ring);
FlSecret  *fl_key_list_dup_text (FlKeyList  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean   fl_key_list_add_text (FlKeyList  *self,
                                 const char *text);
guint      fl_key_list_get_n    (FlKeyList  *self);

G_END_DECLS
