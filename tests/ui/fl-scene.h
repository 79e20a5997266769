/* A home with devices in every state, for tests and pictures of the dashboard.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "devices/fl-device-registry.h"

G_BEGIN_DECLS

/* What a scene has sent, and how it answers. */
typedef struct
{
  FlDeviceRegistry *registry;
  GPtrArray        *sent;            /* "topic payload" */
  gboolean          is_accepting;    /* the broker acknowledges at once; else what it is asked waits for ever */
} FlScene;

FlScene *fl_scene_new           (const char *base) G_GNUC_WARN_UNUSED_RESULT;
void     fl_scene_free          (FlScene    *self);
void     fl_scene_arrive        (FlScene    *self,
                                 const char *topic,
                                 const char *text);
void     fl_scene_arrive_token  (FlScene    *self,
                                 const char *topic,
                                 const char *text,
                                 const char *failure,
                                 guint       age_s);
void     fl_scene_fill          (FlScene    *self);
/* One device of which too much is not to be believed. */
void     fl_scene_fill_doubts   (FlScene    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlScene, fl_scene_free)

G_END_DECLS
