/* A strip under the header: one sentence and one action.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "tls/fl-security-facts.h"

G_BEGIN_DECLS

#define FL_TYPE_BANNER (fl_banner_get_type ())

G_DECLARE_FINAL_TYPE (FlBanner, fl_banner, FL, BANNER, GtkWidget)

GtkWidget  *fl_banner_new              (void) G_GNUC_WARN_UNUSED_RESULT;
const char *fl_banner_get_title        (FlBanner   *self);
void        fl_banner_set_title        (FlBanner   *self,
                                        const char *title);
const char *fl_banner_get_button_label (FlBanner   *self);
void        fl_banner_set_button_label (FlBanner   *self,
                                        const char *button_label);
gboolean    fl_banner_get_revealed     (FlBanner   *self);
void        fl_banner_set_revealed     (FlBanner   *self,
                                        gboolean    revealed);
FlSecurityTone fl_banner_get_tone      (FlBanner   *self);
void        fl_banner_set_tone         (FlBanner   *self,
                                        FlSecurityTone tone);

G_END_DECLS
