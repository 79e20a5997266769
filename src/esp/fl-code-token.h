/* A tolerant reader of C++ and Python: words, numbers, strings and marks with their lines, comments left out.
 *
 * It never fails: what ends too early ends with the text. Nothing of the text is copied; offsets point into it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FL_CODE_C,
  FL_CODE_PYTHON,
} FlCodeLanguage;

typedef enum
{
  FL_CODE_TOKEN_WORD,   /* a name or key word */
  FL_CODE_TOKEN_NUMBER,
  FL_CODE_TOKEN_STRING, /* with its quotes and prefix; "body" is what is between */
  FL_CODE_TOKEN_MARK,   /* one character of punctuation; but "::", "->", "==", "!=" */
} FlCodeTokenKind;

typedef struct
{
  FlCodeTokenKind kind;
  guint           line;         /* from 1 */
  guint           depth;        /* of braces around it; an opening one has that of its outside */
  gboolean        is_directive; /* on a line of the preprocessor */
  size_t          offset;       /* in bytes */
  size_t          length;
  size_t          body;         /* of a string: offset and length of what is between the quotes */
  size_t          body_length;
} FlCodeToken;

GArray   *fl_code_token_read  (const char        *text,
                               FlCodeLanguage     language) G_GNUC_WARN_UNUSED_RESULT;
gboolean  fl_code_token_is    (const FlCodeToken *self,
                               const char        *text,
                               const char        *word);
char     *fl_code_token_body  (const FlCodeToken *self,
                               const char        *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean  fl_code_token_value (const FlCodeToken *self,
                               const char        *text,
                               gint64            *value);

G_END_DECLS
