/* The preferences: appearance, what happens at start, where secrets are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_PREFERENCES_PAGE (fl_preferences_page_get_type ())

G_DECLARE_FINAL_TYPE (FlPreferencesPage, fl_preferences_page, FL, PREFERENCES_PAGE, AdwPreferencesPage)

GtkWidget *fl_preferences_page_new (const char *keyring_note) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
