/* Any TLS server looked at: one handshake, shown as the Security page shows a broker's; nothing is saved.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_INSPECTOR_PAGE (fl_inspector_page_get_type ())

/**
 * FlInspectorPage:
 *
 * Properties, read-only: "title" (whom it shows, plain text), "loading" (a handshake is being made).
 */
G_DECLARE_FINAL_TYPE (FlInspectorPage, fl_inspector_page, FL, INSPECTOR_PAGE, AdwBin)

GtkWidget  *fl_inspector_page_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void        fl_inspector_page_set_address (FlInspectorPage *self,
                                           const char      *address);
void        fl_inspector_page_run         (FlInspectorPage *self);
void        fl_inspector_page_cancel      (FlInspectorPage *self);
const char *fl_inspector_page_get_title   (FlInspectorPage *self);
gboolean    fl_inspector_page_is_loading  (FlInspectorPage *self);

G_END_DECLS
