/* Changes of a text, gathered while it is read and made all at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  size_t  offset; /* bytes from the start of the text as it was */
  size_t  length; /* bytes that go */
  char   *text;   /* what comes in their place */
  guint   order;  /* among those at one offset: as they were added */
} FlCodeEdit;

GPtrArray *fl_code_edit_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_code_edit_add      (GPtrArray  *edits,
                                  size_t      offset,
                                  size_t      length,
                                  const char *text);
char      *fl_code_edit_apply    (GPtrArray  *edits,
                                  const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
