/* The members of a JSON document that a device sent about itself, read with their types.
 *
 * A member that is missing, null or of another type is the same: not there. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A document of a device is some hundred bytes; what is longer is not read. */
#define FL_FIRMWARE_JSON_MAX_BYTES (64 * 1024)

/* NULL: no JSON object, too long, or too deep. */
JsonNode   *fl_firmware_json_parse      (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* Transfer none. */
const char *fl_firmware_json_get_text   (JsonObject *object,
                                         const char *name);
JsonObject *fl_firmware_json_get_object (JsonObject *object,
                                         const char *name);
JsonArray  *fl_firmware_json_get_array  (JsonObject *object,
                                         const char *name);
const char *fl_firmware_json_get_item   (JsonArray  *array,
                                         guint       position);
/* Whole numbers from 0 to G_MAXINT, true as 1 and false as 0; else −1. */
int         fl_firmware_json_get_number (JsonObject *object,
                                         const char *name);
int         fl_firmware_json_to_number  (JsonNode   *node);
/* TRUE: it is there, and true, or a number other than 0. */
gboolean    fl_firmware_json_is_set     (JsonObject *object,
                                         const char *name);

G_END_DECLS
