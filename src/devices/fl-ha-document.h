/* A discovery document of Home Assistant's MQTT integration: what components it describes, with everything written out.
 *
 *   homeassistant/COMPONENT/[NODE/]OBJECT/config   one component
 *   homeassistant/device/[NODE/]OBJECT/config      a device with several, in "components"
 *
 * An empty payload takes the document back, and so does {"migrate_discovery": true}: what it described moves to another one.
 *
 * Source: Home Assistant, integration MQTT, "MQTT discovery"; homeassistant/components/mqtt/discovery.py (topics, order in
 * which names are written out, options are shared and ~ is replaced).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-ha-fields.h"

G_BEGIN_DECLS

#define FL_HA_DOCUMENT_PREFIX         "homeassistant"
#define FL_HA_DOCUMENT_MAX_BYTES      (64 * 1024)
#define FL_HA_DOCUMENT_MAX_COMPONENTS 256

typedef enum
{
  FL_HA_DOCUMENT_COMPONENTS,
  FL_HA_DOCUMENT_WITHDRAWN,
  FL_HA_DOCUMENT_TOO_LONG,
  FL_HA_DOCUMENT_NO_JSON /* or no object, or a member that must be one is none */
} FlHaDocumentKind;

typedef struct
{
  char       *platform; /* "switch", or whatever the document says: not checked, never NULL */
  char       *id;       /* the same after a restart; of its platform */
  FlHaFields *fields;   /* NULL: it is no object */
} FlHaComponent;

/* One thread. */
typedef struct _FlHaDocument FlHaDocument;

/* By the topic alone. */
gboolean             fl_ha_document_is_topic         (const char   *topic);
/* topic: one that is; payload: valid UTF-8. */
FlHaDocument        *fl_ha_document_new              (const char   *topic,
                                                      const char   *payload) G_GNUC_WARN_UNUSED_RESULT;
void                 fl_ha_document_free             (FlHaDocument *self);
FlHaDocumentKind     fl_ha_document_get_kind         (FlHaDocument *self);
/* NULL: it names no device. */
FlHaFields          *fl_ha_document_get_device       (FlHaDocument *self);
/* What its topic calls it: NODE, or OBJECT where there is none. */
const char          *fl_ha_document_get_node         (FlHaDocument *self);
gboolean             fl_ha_document_has_node         (FlHaDocument *self);
guint                fl_ha_document_get_n_components (FlHaDocument *self);
const FlHaComponent *fl_ha_document_get_component    (FlHaDocument *self,
                                                      guint         position);
/* Components over the most. */
guint                fl_ha_document_get_n_left_out   (FlHaDocument *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlHaDocument, fl_ha_document_free)

G_END_DECLS
