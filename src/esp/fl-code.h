/* A text of C++ or Python with its tokens, and the questions that the checks ask of it.
 *
 * Every position is the index of a token; FL_CODE_NONE is no token, and every question may be asked of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-code-token.h"

G_BEGIN_DECLS

#define FL_CODE_NONE G_MAXUINT

/* Immutable. */
typedef struct
{
  char           *text;
  GArray         *tokens; /* of FlCodeToken */
  FlCodeLanguage  language;
} FlCode;

FlCode            *fl_code_new         (const char     *text,
                                        FlCodeLanguage  language) G_GNUC_WARN_UNUSED_RESULT;
void               fl_code_free        (FlCode         *self);
const FlCodeToken *fl_code_get         (const FlCode   *self,
                                        guint           at);
gboolean           fl_code_is          (const FlCode   *self,
                                        guint           at,
                                        const char     *word);
gboolean           fl_code_is_one_of   (const FlCode   *self,
                                        guint           at,
                                        const char     *const *words);
gboolean           fl_code_is_kind     (const FlCode   *self,
                                        guint           at,
                                        FlCodeTokenKind kind);
char              *fl_code_body        (const FlCode   *self,
                                        guint           at) G_GNUC_WARN_UNUSED_RESULT;
guint              fl_code_get_line    (const FlCode   *self,
                                        guint           at);
guint              fl_code_find        (const FlCode   *self,
                                        guint           from,
                                        const char     *word);
guint              fl_code_find_one_of (const FlCode   *self,
                                        guint           from,
                                        const char     *const *words);
guint              fl_code_find_call   (const FlCode   *self,
                                        guint           from,
                                        const char     *const *names);
guint              fl_code_match       (const FlCode   *self,
                                        guint           open);
guint              fl_code_argument    (const FlCode   *self,
                                        guint           open,
                                        guint           n);
guint              fl_code_n_arguments (const FlCode   *self,
                                        guint           open);
char              *fl_code_name_of     (const FlCode   *self,
                                        guint           value) G_GNUC_WARN_UNUSED_RESULT;
size_t             fl_code_line_start  (const FlCode   *self,
                                        size_t          offset);
size_t             fl_code_line_end    (const FlCode   *self,
                                        size_t          offset);
const char        *fl_code_newline     (const FlCode   *self);
char              *fl_code_indent      (const FlCode   *self,
                                        size_t          offset) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlCode, fl_code_free)

G_END_DECLS
