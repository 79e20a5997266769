/* The cards of the dashboard in their order, under their rooms, as far as they are looked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "brokers/fl-dashboard-layout.h"
#include "devices/fl-device-registry.h"

G_BEGIN_DECLS

#define FL_TYPE_CARD_LIST (fl_card_list_get_type ())

/* A GListModel of FlDevice, with an FlRoom before those of a room where there are rooms.
 * Devices that appear are listed at once; what else changes the list is gathered until the main loop is next free.
 * Signal: "arranged": the list, or one of the counts, was made anew. */
G_DECLARE_FINAL_TYPE (FlCardList, fl_card_list, FL, CARD_LIST, GObject)

FlCardList *fl_card_list_new                (FlDeviceRegistry  *registry,
                                             FlDashboardLayout *layout) G_GNUC_WARN_UNUSED_RESULT;
void        fl_card_list_set_search         (FlCardList *self,
                                             const char *search);
void        fl_card_list_set_only_attention (FlCardList *self,
                                             gboolean    only_attention);
void        fl_card_list_set_show_hidden    (FlCardList *self,
                                             gboolean    show_hidden);
guint       fl_card_list_get_n_attention    (FlCardList *self);
guint       fl_card_list_get_n_hidden       (FlCardList *self);
guint       fl_card_list_get_position       (FlCardList *self,
                                             FlDevice   *device,
                                             guint      *n);
void        fl_card_list_place              (FlCardList *self,
                                             FlDevice   *device,
                                             FlDevice   *target,
                                             gboolean    after);
gboolean    fl_card_list_move               (FlCardList *self,
                                             FlDevice   *device,
                                             gboolean    later);

G_END_DECLS
