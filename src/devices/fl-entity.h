/* One thing of a device that can be switched or read, as its firmware describes it. Immutable, counted.
 *
 * Pure data: no network, no clock, any thread. Conventions make it; the registry makes LEDs and readings of it and routes
 * messages by it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-aspect.h"
#include "devices/fl-device-info.h"

G_BEGIN_DECLS

#define FL_ENTITY_ERROR (fl_entity_error_quark ())

typedef enum
{
  FL_ENTITY_ERROR_ID,      /* empty, too long or not UTF-8 */
  FL_ENTITY_ERROR_TOPIC,   /* not a topic name, or the broker's own ($…) */
  FL_ENTITY_ERROR_ASPECT,  /* a command without payloads, a kind without its aspect, too many */
  FL_ENTITY_ERROR_TOO_LONG /* a payload, word or template */
} FlEntityError;

#define FL_ENTITY_MAX_ASPECTS 16
#define FL_ENTITY_MAX_AVAILABILITY 8
#define FL_ENTITY_MAX_ID_BYTES 256
#define FL_ENTITY_MAX_WORD_BYTES 4096 /* of a payload, form, word, template */

typedef enum
{
  FL_ENTITY_SWITCH,
  FL_ENTITY_LIGHT,
  FL_ENTITY_SENSOR,
  FL_ENTITY_BINARY_SENSOR
} FlEntityKind;

/* Several sources of availability: which of them decide. */
typedef enum
{
  FL_AVAILABILITY_MODE_LATEST, /* whichever spoke last */
  FL_AVAILABILITY_MODE_ALL,    /* online if all are */
  FL_AVAILABILITY_MODE_ANY     /* online if one is */
} FlAvailabilityMode;

typedef struct
{
  const char *topic;
  const char *state_template; /* NULL: the whole payload */
  const char *online;         /* word, without case; NULL: "online" */
  const char *offline;        /* word, without case; NULL: "offline"; FL_ASPECT_ANY_OTHER: whatever is not online */
} FlEntityAvailability;

/* What it is made of; all of it is copied. */
typedef struct
{
  const char *id;           /* unique below the device, the same after a restart: "relay_1", "POWER2" */
  const char *name;         /* NULL: the id */
  FlEntityKind kind;
  const char *unit;         /* "°C"; NULL: none */
  const char *device_class; /* "temperature"; NULL: none */
  const char *icon;         /* "mdi:lamp"; NULL: none */
  const FlAspect *aspects;  /* switches and lights: POWER with a command first; sensors: VALUE with a state topic.
                               Several of one kind: the first is commanded, all of them report (Tasmota: in the
                               answer, and with each telemetry) */
  guint n_aspects;
  const FlEntityAvailability *availability;
  guint n_availability;     /* 0: nobody says whether it is there */
  FlAvailabilityMode availability_mode;
  const char *query_topic;  /* what makes the device report again; NULL: nothing does */
  const char *query_payload;
  guint expire_after;       /* seconds a value holds; 0: as long as none better comes */
} FlEntityFields;

#define FL_TYPE_ENTITY (fl_entity_get_type ())

typedef struct _FlEntity FlEntity;

GType                       fl_entity_get_type              (void) G_GNUC_CONST;
GQuark                      fl_entity_error_quark           (void);
/* NULL with FL_ENTITY_ERROR: what a document asks for must not be done. The message is for people, translated. */
FlEntity                   *fl_entity_new                   (FlDeviceInfo          *device,
                                                             const FlEntityFields  *fields,
                                                             GError               **error) G_GNUC_WARN_UNUSED_RESULT;
FlEntity                   *fl_entity_ref                   (FlEntity              *self);
void                        fl_entity_unref                 (FlEntity              *self);
FlDeviceInfo               *fl_entity_get_device            (FlEntity              *self);
const char                 *fl_entity_get_id                (FlEntity              *self);
const char                 *fl_entity_get_name              (FlEntity              *self);
FlEntityKind                fl_entity_get_kind              (FlEntity              *self);
const char                 *fl_entity_get_unit              (FlEntity              *self);
const char                 *fl_entity_get_device_class      (FlEntity              *self);
const char                 *fl_entity_get_icon              (FlEntity              *self);
guint                       fl_entity_get_n_aspects         (FlEntity              *self);
const FlAspect             *fl_entity_get_aspect            (FlEntity              *self,
                                                             guint                  position);
/* NULL: it has none of this kind. */
const FlAspect             *fl_entity_find_aspect           (FlEntity              *self,
                                                             FlAspectKind           kind);
guint                       fl_entity_get_n_availability    (FlEntity              *self);
const FlEntityAvailability *fl_entity_get_availability      (FlEntity              *self,
                                                             guint                  position);
FlAvailabilityMode          fl_entity_get_availability_mode (FlEntity              *self);
const char                 *fl_entity_get_query_topic       (FlEntity              *self);
const char                 *fl_entity_get_query_payload     (FlEntity              *self);
guint                       fl_entity_get_expire_after      (FlEntity              *self);
/* A switch or a light: it becomes a LED; else a reading. */
gboolean                    fl_entity_can_be_switched       (FlEntity              *self);
gboolean                    fl_entity_equal                 (FlEntity              *a,
                                                             FlEntity              *b);
/* What the text, after the source's template, says. */
FlAvailability              fl_entity_availability_read     (const FlEntityAvailability *source,
                                                             const char                 *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlEntity, fl_entity_unref)

G_END_DECLS
