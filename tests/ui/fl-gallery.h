/* Every page of the window with something on it, for tests of the layout and for pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct _FlGallery FlGallery;

FlGallery  *fl_gallery_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void        fl_gallery_free    (FlGallery *self);
guint       fl_gallery_get_n   (void);
const char *fl_gallery_name    (guint      index);
GtkWindow  *fl_gallery_present (FlGallery *self,
                                guint      index,
                                int        width,
                                int        height);
void        fl_gallery_close   (FlGallery *self,
                                GtkWindow *window);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlGallery, fl_gallery_free)

G_END_DECLS
