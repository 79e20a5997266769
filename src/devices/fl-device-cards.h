/* The devices of a broker, found by root, by id, by what they say of themselves, and by the topics they claim.
 *
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device.h"

G_BEGIN_DECLS

#define FL_DEVICE_CARDS_MAX 4096

typedef struct _FlDeviceCards FlDeviceCards;

FlDeviceCards *fl_device_cards_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void           fl_device_cards_free          (FlDeviceCards *self);
guint          fl_device_cards_get_n         (FlDeviceCards *self);
/* In the order in which they were found. Transfer none, as all below. */
FlDevice      *fl_device_cards_get           (FlDeviceCards *self,
                                              guint          position);
/* A card of the topics below root. NULL: FL_DEVICE_CARDS_MAX are there. */
FlDevice      *fl_device_cards_add           (FlDeviceCards *self,
                                              const char    *root);
/* The card of a device that says who it is: the one of its root, if there is one that nobody else has taken, else a new
 * one. root: NULL for none. NULL: FL_DEVICE_CARDS_MAX are there. */
FlDevice      *fl_device_cards_add_described (FlDeviceCards *self,
                                              FlDeviceInfo  *info,
                                              const char    *root);
/* The same device, which says something else now. TRUE: it claims other topics than before. */
gboolean       fl_device_cards_describe      (FlDeviceCards *self,
                                              FlDevice      *device,
                                              FlDeviceInfo  *info);
/* It does not say any more who it is; what it claimed is nobody's. */
void           fl_device_cards_undescribe    (FlDeviceCards *self,
                                              FlDevice      *device);
/* Where it was. */
guint          fl_device_cards_remove        (FlDeviceCards *self,
                                              FlDevice      *device);
FlDevice      *fl_device_cards_find_root     (FlDeviceCards *self,
                                              const char    *root);
FlDevice      *fl_device_cards_find_key      (FlDeviceCards *self,
                                              const char    *key);
/* By its id, else by its name if only one has it. */
FlDevice      *fl_device_cards_find          (FlDeviceCards *self,
                                              const char    *id);
/* Who claims the topic: the longest claim it is below of, or is. */
FlDevice      *fl_device_cards_find_claimant (FlDeviceCards *self,
                                              const char    *topic);
/* Each claim, const char *. */
void           fl_device_cards_foreach_claim (FlDeviceCards *self,
                                              GFunc          func,
                                              gpointer       user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDeviceCards, fl_device_cards_free)

G_END_DECLS
