/* A strict JSON reader (RFC 8259) that keeps every number as it was written.
 *
 * json-glib turns 33.02 into a double and recurses as deep as a stranger likes; this one hands out
 * slices of the text, allocates nothing, and stops at a depth.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FL_JSON_MAX_DEPTH 64
#define FL_JSON_MAX_BYTES (1024 * 1024) /* what is longer is not to be read, for the time it takes */

typedef enum
{
  FL_JSON_END,
  FL_JSON_ERROR, /* not JSON, or deeper than FL_JSON_MAX_DEPTH */
  FL_JSON_OBJECT_BEGIN,
  FL_JSON_OBJECT_END,
  FL_JSON_ARRAY_BEGIN,
  FL_JSON_ARRAY_END,
  FL_JSON_NAME,   /* the slice is without quotes, escapes as written */
  FL_JSON_STRING, /* likewise */
  FL_JSON_NUMBER,
  FL_JSON_TRUE,
  FL_JSON_FALSE,
  FL_JSON_NULL,
} FlJsonToken;

/* On the stack; a copy of the struct is a bookmark. start and n are the slice of the last token. */
typedef struct
{
  const char *start;
  gsize       n;
  /*< private >*/
  const char *position;
  const char *end;
  guint       depth;
  guint       expected;
  guint64     is_object; /* one bit a level */
} FlJsonReader;

void         fl_json_reader_init (FlJsonReader *self,
                                  const char   *text,
                                  gsize         n);
FlJsonToken  fl_json_reader_next (FlJsonReader *self);
gboolean     fl_json_reader_skip (FlJsonReader *self,
                                  FlJsonToken   token);
gboolean     fl_json_is_valid    (const char   *text,
                                  gsize         n);
gboolean     fl_json_is_number   (const char   *text,
                                  gsize         n);
char        *fl_json_unescape    (const char   *slice,
                                  gsize         n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
