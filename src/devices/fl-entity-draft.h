/* An entity while a convention puts it together: keeps the texts that are made for it until it is finished.
 *
 * On the stack, one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-discovery.h"

G_BEGIN_DECLS

typedef struct
{
  FlEntityFields fields; /* more may be set before it is finished */
  /*< private >*/
  GStringChunk *strings;
  FlAspect aspects[FL_ENTITY_MAX_ASPECTS];
  FlEntityAvailability availability[FL_ENTITY_MAX_AVAILABILITY];
} FlEntityDraft;

void        fl_entity_draft_init             (FlEntityDraft  *self,
                                              FlEntityKind    kind,
                                              const char     *id,
                                              const char     *name);
void        fl_entity_draft_clear            (FlEntityDraft  *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlEntityDraft, fl_entity_draft_clear)

/* Transfer none: lives as long as the draft. */
const char *fl_entity_draft_print            (FlEntityDraft  *self,
                                              const char     *format,
                                              ...) G_GNUC_PRINTF (2, 3);
const char *fl_entity_draft_keep             (FlEntityDraft  *self,
                                              const char     *text);
/* Texts of the aspect have to live as long as the draft: constants, or kept by it. */
void        fl_entity_draft_add_aspect       (FlEntityDraft  *self,
                                              const FlAspect *aspect);
/* online, offline: NULL for the words online and offline. */
void        fl_entity_draft_add_availability (FlEntityDraft  *self,
                                              const char     *topic,
                                              const char     *online,
                                              const char     *offline);
void        fl_entity_draft_set_query        (FlEntityDraft  *self,
                                              const char     *topic,
                                              const char     *payload);
/* FALSE: it was left out, for fl_entity_new()'s reason. */
gboolean    fl_entity_draft_finish           (FlEntityDraft  *self,
                                              FlDeviceInfo   *device,
                                              FlDiscovery    *discovery);

G_END_DECLS
