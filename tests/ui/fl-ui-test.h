/* What the widget tests share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void       fl_ui_test_init       (int        *argc,
                                  char     ***argv);
void       fl_ui_test_settle     (void);
gboolean   fl_ui_test_wait       (gboolean  (*done) (gpointer),
                                  gpointer    data,
                                  guint       seconds);
GtkWidget *fl_ui_test_find       (GtkWidget  *root,
                                  GType       type,
                                  const char *label);
GtkWidget *fl_ui_test_find_named (GtkWidget *root,
                                  GType       type,
                                  const char *name);
gboolean   fl_ui_test_says       (GtkWidget  *root,
                                  const char *words);
void       fl_ui_test_wait_said  (GtkWidget  *root,
                                  const char *words);
void       fl_ui_test_check_names (GtkWidget *root);
void       fl_ui_test_check_layout (GtkWidget *root,
                                    const char *where);

G_END_DECLS
