/* One thing that expires and has to be renewed: whose it is, until when, and what to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  FL_UPKEEP_SERVER,       /* what a saved broker shows */
  FL_UPKEEP_PIN,          /* the same, and it is the pinned one */
  FL_UPKEEP_CA_FILE,      /* what a saved broker is checked against */
  FL_UPKEEP_CLIENT,       /* what we show a saved broker */
  FL_UPKEEP_OWN_CA,       /* made here: the authority */
  FL_UPKEEP_OWN_SERVER,   /* made here: for the broker */
  FL_UPKEEP_OWN_DEVICE,   /* made here: for a device */
} FlUpkeepKind;

/**
 * FlUpkeepItem:
 *
 * Immutable; main thread only. All texts are plain, and some are of strangers: never markup.
 */
#define FL_TYPE_UPKEEP_ITEM (fl_upkeep_item_get_type ())

G_DECLARE_FINAL_TYPE (FlUpkeepItem, fl_upkeep_item, FL, UPKEEP_ITEM, GObject)

FlUpkeepItem *fl_upkeep_item_new           (FlUpkeepKind  kind,
                                            const char   *broker,
                                            const char   *place,
                                            const char   *what,
                                            const char   *advice,
                                            gint64        until) G_GNUC_WARN_UNUSED_RESULT;
FlUpkeepKind  fl_upkeep_item_get_kind      (FlUpkeepItem *self);
const char   *fl_upkeep_item_get_broker    (FlUpkeepItem *self);
const char   *fl_upkeep_item_get_place     (FlUpkeepItem *self);
const char   *fl_upkeep_item_get_what      (FlUpkeepItem *self);
const char   *fl_upkeep_item_get_advice    (FlUpkeepItem *self);
gint64        fl_upkeep_item_get_until     (FlUpkeepItem *self);
gint64        fl_upkeep_item_get_days_left (FlUpkeepItem *self,
                                            gint64        now);
char         *fl_upkeep_item_describe_until (FlUpkeepItem *self,
                                             gint64        now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
