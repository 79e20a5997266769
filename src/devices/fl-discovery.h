/* What one message says about which devices there are: filled by a convention, read by the registry.
 *
 *   kind         a convention says it with                    what becomes of the entities that came from this source before
 *   ENTITIES     fl_discovery_add(), …_add_device()           replaced; those that are not in it any more are withdrawn
 *   WITHDRAWN    fl_discovery_withdraw()                      all of them are withdrawn
 *   UNREADABLE   fl_discovery_set_unreadable()                they stay: a document nobody can read says nothing
 *
 * The source is the topic of the message; a convention whose device arrives in pieces names one source for all of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-entity.h"

G_BEGIN_DECLS

/* Of one source; what is over it is left out and counted. */
#define FL_DISCOVERY_MAX_ENTITIES 256

typedef enum
{
  FL_DISCOVERY_ENTITIES,
  FL_DISCOVERY_WITHDRAWN,
  FL_DISCOVERY_UNREADABLE
} FlDiscoveryKind;

/* One thread. */
typedef struct _FlDiscovery FlDiscovery;

FlDiscovery     *fl_discovery_new             (const char   *topic) G_GNUC_WARN_UNUSED_RESULT;
void             fl_discovery_free            (FlDiscovery  *self);

/* For conventions. */
void             fl_discovery_set_source      (FlDiscovery  *self,
                                               const char   *source);
/* The message is no document, but a first sign of an entity (a report on a topic that shows whose it is): further
 * messages on topics of its entities are not given to the convention again. */
void             fl_discovery_set_sign        (FlDiscovery  *self);
/* Adds to what the source has said before instead of replacing it; entities of the same device and id are replaced. */
void             fl_discovery_set_partial     (FlDiscovery  *self);
/* Transfer none. The last of several of one device and id counts. */
void             fl_discovery_add             (FlDiscovery  *self,
                                               FlEntity     *entity);
/* A device of which no entity is known: it may have readings all the same. */
void             fl_discovery_add_device      (FlDiscovery  *self,
                                               FlDeviceInfo *device);
void             fl_discovery_withdraw        (FlDiscovery  *self);
/* reason: a translated sentence without what the document says. */
void             fl_discovery_set_unreadable  (FlDiscovery  *self,
                                               const char   *reason);
/* A part of the document was passed over: counted, the last reason is kept. */
void             fl_discovery_leave_out       (FlDiscovery  *self,
                                               const char   *reason);
/* Makes the entity and adds it, or leaves it out for fl_entity_new()'s reason. FALSE: left out. */
gboolean         fl_discovery_add_new         (FlDiscovery          *self,
                                               FlDeviceInfo         *device,
                                               const FlEntityFields *fields);

/* For the registry, and tests. */
FlDiscoveryKind  fl_discovery_get_kind        (FlDiscovery  *self);
const char      *fl_discovery_get_source      (FlDiscovery  *self);
gboolean         fl_discovery_is_sign         (FlDiscovery  *self);
gboolean         fl_discovery_is_partial      (FlDiscovery  *self);
guint            fl_discovery_get_n_entities  (FlDiscovery  *self);
FlEntity        *fl_discovery_get_entity      (FlDiscovery  *self,
                                               guint         position);
/* Transfer none; NULL: none with this id (of whichever device). */
FlEntity        *fl_discovery_find_entity     (FlDiscovery  *self,
                                               const char   *id);
guint            fl_discovery_get_n_devices   (FlDiscovery  *self);
FlDeviceInfo    *fl_discovery_get_device      (FlDiscovery  *self,
                                               guint         position);
guint            fl_discovery_get_n_left_out  (FlDiscovery  *self);
/* Why something was left out or is unreadable; NULL: nothing was. */
const char      *fl_discovery_get_reason      (FlDiscovery  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDiscovery, fl_discovery_free)

G_END_DECLS
