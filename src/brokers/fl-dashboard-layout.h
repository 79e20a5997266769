/* How the user arranged a broker's cards: order, names, rooms, icons, sizes, what is hidden and what comes first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What is kept of a text; what is over a ceiling is not taken. */
#define FL_DASHBOARD_LAYOUT_MAX_BYTES (1024 * 1024)
#define FL_DASHBOARD_LAYOUT_MAX_DEVICES 4096
#define FL_DASHBOARD_LAYOUT_MAX_CHARACTERS 100
#define FL_DASHBOARD_LAYOUT_MAX_PINNED 50

typedef enum
{
  FL_DASHBOARD_TEXT_NAME, /* what the user calls it */
  FL_DASHBOARD_TEXT_ROOM,
  FL_DASHBOARD_TEXT_ICON, /* an icon's name */
  FL_DASHBOARD_N_TEXTS
} FlDashboardText;

typedef enum
{
  FL_DASHBOARD_FLAG_WIDE,
  FL_DASHBOARD_FLAG_HIDDEN,
  FL_DASHBOARD_N_FLAGS
} FlDashboardFlag;

#define FL_TYPE_DASHBOARD_LAYOUT (fl_dashboard_layout_get_type ())

/* Main thread only; devices are meant by their ids. Signal: "changed" (id of the device, or NULL: of several). */
G_DECLARE_FINAL_TYPE (FlDashboardLayout, fl_dashboard_layout, FL, DASHBOARD_LAYOUT, GObject)

FlDashboardLayout *fl_dashboard_layout_new        (const char         *text) G_GNUC_WARN_UNUSED_RESULT;
char              *fl_dashboard_layout_to_text    (FlDashboardLayout  *self) G_GNUC_WARN_UNUSED_RESULT;
const char        *fl_dashboard_layout_get_text   (FlDashboardLayout  *self,
                                                   const char         *id,
                                                   FlDashboardText     which);
void               fl_dashboard_layout_set_text   (FlDashboardLayout  *self,
                                                   const char         *id,
                                                   FlDashboardText     which,
                                                   const char         *text);
gboolean           fl_dashboard_layout_get_flag   (FlDashboardLayout  *self,
                                                   const char         *id,
                                                   FlDashboardFlag     which);
void               fl_dashboard_layout_set_flag   (FlDashboardLayout  *self,
                                                   const char         *id,
                                                   FlDashboardFlag     which,
                                                   gboolean            value);
gboolean           fl_dashboard_layout_is_pinned  (FlDashboardLayout  *self,
                                                   const char         *id,
                                                   const char         *reading);
void               fl_dashboard_layout_set_pinned (FlDashboardLayout  *self,
                                                   const char         *id,
                                                   const char         *reading,
                                                   gboolean            pinned);
guint              fl_dashboard_layout_get_place  (FlDashboardLayout  *self,
                                                   const char         *id);
void               fl_dashboard_layout_set_order  (FlDashboardLayout  *self,
                                                   const char *const  *ids);
char             **fl_dashboard_layout_dup_rooms  (FlDashboardLayout  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
