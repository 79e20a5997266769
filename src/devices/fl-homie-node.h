/* A node of a Homie device with its properties, and the entities it makes.
 *
 * Source: homieiot/convention, convention.md at 063301d6 (5) and tag v4.0.0 (4): datatypes, formats, settable, set, $target,
 * $state. Pure, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-discovery.h"

G_BEGIN_DECLS

#define FL_HOMIE_MAX_NODES 64
#define FL_HOMIE_MAX_PROPERTIES 64 /* of one node */

typedef struct
{
  char *id;
  char *name;     /* NULL: the id */
  char *datatype; /* NULL: not known yet, then it is nothing */
  char *format;
  char *unit;
  gboolean is_settable;
} FlHomieProperty;

typedef struct
{
  char *id;
  char *name;            /* NULL: the id */
  GPtrArray *properties; /* FlHomieProperty */
} FlHomieNode;

/* Whose node it is. */
typedef struct
{
  FlDeviceInfo *device;
  const char *topic;      /* "homie/5/kitchen" */
  const char *root_state; /* topic of the state of the device this one hangs on; NULL: on none */
  gboolean is_version_5;
} FlHomieOwner;

FlHomieNode     *fl_homie_node_new             (const char         *id) G_GNUC_WARN_UNUSED_RESULT;
void             fl_homie_node_free            (FlHomieNode        *self);
/* Transfer none; NULL: it has none with this id. */
FlHomieProperty *fl_homie_node_find_property   (const FlHomieNode  *self,
                                                const char         *id);
/* Transfer none; NULL: there are too many. */
FlHomieProperty *fl_homie_node_ensure_property (FlHomieNode        *self,
                                                const char         *id);
void             fl_homie_node_remove_property (FlHomieNode        *self,
                                                const char         *id);
void             fl_homie_node_describe        (const FlHomieNode  *self,
                                                const FlHomieOwner *owner,
                                                FlDiscovery        *discovery);
/* Whether it may be the id of a device, node or property. */
gboolean         fl_homie_is_id                (const char         *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlHomieNode, fl_homie_node_free)

G_END_DECLS
