/* What a payload says: readings, tables, its own time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "messages/fl-message.h"
#include "messages/fl-payload-table.h"
#include "messages/fl-payload-time.h"

G_BEGIN_DECLS

#define FL_PAYLOAD_MAX_JSON_DEPTH 64
#define FL_PAYLOAD_MAX_JSON_BYTES (1024 * 1024)
#define FL_PAYLOAD_MAX_VALUES     256
#define FL_PAYLOAD_MAX_TABLES     16

typedef enum
{
  FL_PAYLOAD_EMPTY,
  FL_PAYLOAD_BINARY, /* not UTF-8, or with NUL: to be shown as hex */
  FL_PAYLOAD_TEXT,   /* UTF-8 that is not JSON, or too deep or too long to be read as JSON */
  FL_PAYLOAD_JSON,
} FlPayloadKind;

typedef enum
{
  FL_VALUE_NUMBER,
  FL_VALUE_STRING,
  FL_VALUE_BOOLEAN,
  FL_VALUE_NULL,
} FlValueType;

typedef struct
{
  const char  *name;     /* member name, "ENERGY.Power" when nested; the topic's last level for a bare value */
  const char  *text;     /* as the device wrote it: "33.02"; strings without their quotes */
  FlValueType  type;
  double       number;   /* FL_VALUE_NUMBER: the value (finite); FL_VALUE_BOOLEAN: 0 or 1 */
  guint        decimals; /* digits after the point in text */
} FlValue;

#define FL_TYPE_PAYLOAD (fl_payload_get_type ())

typedef struct _FlPayload FlPayload;

GType                 fl_payload_get_type        (void) G_GNUC_CONST;
FlPayload            *fl_payload_new             (const FlMessage      *message) G_GNUC_WARN_UNUSED_RESULT;
FlPayload            *fl_payload_new_from_bytes  (const char           *name,
                                                  const void           *bytes,
                                                  gsize                 n) G_GNUC_WARN_UNUSED_RESULT;
FlPayload            *fl_payload_ref             (FlPayload            *self);
void                  fl_payload_unref           (FlPayload            *self);
FlPayloadKind         fl_payload_get_kind        (const FlPayload      *self);
guint                 fl_payload_get_n_values    (const FlPayload      *self);
const FlValue        *fl_payload_get_value       (const FlPayload      *self,
                                                  guint                 position);
const FlValue        *fl_payload_find_value      (const FlPayload      *self,
                                                  const char           *name);
guint                 fl_payload_get_n_left_out  (const FlPayload      *self);
guint                 fl_payload_get_n_tables    (const FlPayload      *self);
const FlPayloadTable *fl_payload_get_table       (const FlPayload      *self,
                                                  guint                 position);
gint64                fl_payload_get_time        (const FlPayload      *self);
gboolean              fl_payload_is_clock_unset  (const FlPayload      *self);
gint64                fl_payload_resolve_time    (const FlPayload      *self,
                                                  const FlMessage      *message,
                                                  FlTimeSource         *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlPayload, fl_payload_unref)

G_END_DECLS
