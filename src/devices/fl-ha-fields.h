/* The members of one object of a discovery document, by their whole names.
 *
 * A getter gives NULL (or what it was told to) when the member is not there or null, and notes when it is there and of a type
 * that Home Assistant does not take for it either. What is nested is kept as JSON and read when it is asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-ha-abbreviations.h"

G_BEGIN_DECLS

#define FL_HA_FIELDS_MAX_MEMBERS 512
#define FL_HA_FIELDS_MAX_ITEMS   64

/* One thread. */
typedef struct _FlHaFields FlHaFields;

/* json: valid UTF-8. NULL: it is no JSON object, or has too many members. */
FlHaFields *fl_ha_fields_new            (FlHaNames    names,
                                         const char  *json) G_GNUC_WARN_UNUSED_RESULT;
void        fl_ha_fields_free           (FlHaFields  *self);
guint       fl_ha_fields_get_n          (FlHaFields  *self);
gboolean    fl_ha_fields_has            (FlHaFields  *self,
                                         const char  *name);
/* It is there, and null. */
gboolean    fl_ha_fields_is_null        (FlHaFields  *self,
                                         const char  *name);
/* A text; numbers, true and false as they were written. (Home Assistant makes True of true, in Python's spelling, which devices
 * that write documents with true do not understand: home-assistant/core#31123.) */
const char *fl_ha_fields_get_text       (FlHaFields  *self,
                                         const char  *name);
/* A text in which ~ at its start or end is the base. */
char       *fl_ha_fields_dup_topic      (FlHaFields  *self,
                                         const char  *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean    fl_ha_fields_get_boolean    (FlHaFields  *self,
                                         const char  *name,
                                         gboolean     otherwise);
double      fl_ha_fields_get_number     (FlHaFields  *self,
                                         const char  *name,
                                         double       minimum,
                                         double       otherwise);
/* An object or array, as it was written. */
const char *fl_ha_fields_get_json       (FlHaFields  *self,
                                         const char  *name);
/* The texts of an array, or one text; NULL: not there. Numbers and the like are wrong, more than the most left out. */
char      **fl_ha_fields_dup_texts      (FlHaFields  *self,
                                         const char  *name) G_GNUC_WARN_UNUSED_RESULT;
/* The objects of an array of objects, or one object, as they were written; NULL: not there. */
char      **fl_ha_fields_dup_objects    (FlHaFields  *self,
                                         const char  *name) G_GNUC_WARN_UNUSED_RESULT;
/* Name and value (as written; NULL: it is no object) of each member, in the order of the document, at most so many. */
void        fl_ha_fields_foreach_object (FlHaFields  *self,
                                         guint        most,
                                         void       (*func) (const char *name,
                                                             const char *json,
                                                             gpointer    user_data),
                                         gpointer     user_data);
/* Copies these members of another, where they are not there. */
void        fl_ha_fields_inherit        (FlHaFields        *self,
                                         FlHaFields        *other,
                                         const char *const *names);
/* What ~ stands for in topics of nested objects. */
void        fl_ha_fields_inherit_base   (FlHaFields  *self,
                                         FlHaFields  *other);
/* The first member that was asked for and of a wrong type; NULL: none was. */
const char *fl_ha_fields_get_wrong      (FlHaFields  *self);
void        fl_ha_fields_set_wrong      (FlHaFields  *self,
                                         const char  *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlHaFields, fl_ha_fields_free)

G_END_DECLS
