/* What one component of a Home Assistant document says, gathered for an FlEntity.
 *
 * Sources: Home Assistant, integrations switch.mqtt, sensor.mqtt, binary_sensor.mqtt ("Configuration variables"), MQTT
 * ("Using availability topics", "Naming of MQTT entities").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-discovery.h"
#include "devices/fl-ha-document.h"

G_BEGIN_DECLS

/* On the stack: init, read, clear. */
typedef struct
{
  const FlHaComponent  *component;
  FlHaFields           *fields;    /* of the component */
  FlDiscovery          *discovery; /* where it is said what is left out */
  FlEntityFields        entity;
  FlAspect              aspects[FL_ENTITY_MAX_ASPECTS];
  FlEntityAvailability  availability[FL_ENTITY_MAX_AVAILABILITY];
  GPtrArray            *texts;     /* what the others point to */
} FlHaEntity;

void        fl_ha_entity_init          (FlHaEntity          *self,
                                        const FlHaComponent *component,
                                        FlDiscovery         *discovery);
void        fl_ha_entity_clear         (FlHaEntity          *self);
/* Takes text, which then lives as long as the entity. */
const char *fl_ha_entity_keep          (FlHaEntity          *self,
                                        char                *text);
/* A topic of the document, kept; NULL: there is none. */
const char *fl_ha_entity_get_topic     (FlHaEntity          *self,
                                        const char          *name);
/* What of a report counts: NULL for all of it. FALSE: the template is not understood. */
gboolean    fl_ha_entity_get_template  (FlHaEntity          *self,
                                        const char          *name,
                                        const char         **value_template);
void        fl_ha_entity_add_aspect    (FlHaEntity          *self,
                                        const FlAspect      *aspect);
/* The name on a card of a device that is called device_name (NULL: it has none). Never NULL. */
const char *fl_ha_entity_get_name      (FlHaEntity          *self,
                                        const char          *device_name);
/* Names, unit and availability. */
void        fl_ha_entity_read_common   (FlHaEntity          *self);
void        fl_ha_entity_read_switch   (FlHaEntity          *self);
void        fl_ha_entity_read_sensor   (FlHaEntity          *self);
void        fl_ha_entity_read_binary_sensor (FlHaEntity     *self);
/* A part of it cannot be had here. */
void        fl_ha_entity_leave_out_part (FlHaEntity         *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlHaEntity, fl_ha_entity_clear)

G_END_DECLS
