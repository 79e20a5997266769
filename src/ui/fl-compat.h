/* The classes that differ between the oldest and the newest libadwaita and GTK we build with.
 *
 * Each function has one branch for Debian 12 (GTK 4.8, libadwaita 1.2) and one for what deprecates it.
 * Nothing outside this pair tests a version.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One answer of a question. */
typedef struct
{
  const char            *id;
  const char            *label; /* translated, with mnemonic */
  AdwResponseAppearance  appearance;
} FlCompatAnswer;

void   fl_compat_present_about       (GtkWidget             *parent);
void   fl_compat_present_preferences (GtkWidget             *parent,
                                      AdwPreferencesPage    *page);
void   fl_compat_ask_async           (GtkWidget             *parent,
                                      const char            *heading,
                                      const char            *body,
                                      const FlCompatAnswer  *answers,
                                      guint                  n_answers,
                                      GAsyncReadyCallback    callback,
                                      gpointer               user_data);
char  *fl_compat_ask_finish          (GAsyncResult          *result) G_GNUC_WARN_UNUSED_RESULT;
void   fl_compat_open_file_async     (GtkWidget             *parent,
                                      const char            *title,
                                      GtkFileFilter         *filter,
                                      GAsyncReadyCallback    callback,
                                      gpointer               user_data);
void   fl_compat_save_file_async     (GtkWidget             *parent,
                                      const char            *title,
                                      const char            *name,
                                      GAsyncReadyCallback    callback,
                                      gpointer               user_data);
void   fl_compat_choose_folder_async (GtkWidget            *parent,
                                      const char            *title,
                                      GAsyncReadyCallback    callback,
                                      gpointer               user_data);
GFile *fl_compat_file_finish         (GAsyncResult          *result) G_GNUC_WARN_UNUSED_RESULT;
void   fl_compat_choose_color_async  (GtkWidget            *parent,
                                      const char            *title,
                                      const GdkRGBA         *color,
                                      GAsyncReadyCallback    callback,
                                      gpointer               user_data);
gboolean fl_compat_choose_color_finish (GAsyncResult        *result,
                                      GdkRGBA               *color);
void   fl_compat_launch_uri          (GtkWidget             *parent,
                                      const char            *uri);
void   fl_compat_get_color           (GtkWidget             *widget,
                                      GdkRGBA               *color);

G_END_DECLS
