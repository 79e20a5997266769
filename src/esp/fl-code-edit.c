/* Changes of a text, gathered while it is read and made all at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-code-edit"

#include "config.h"

#include "esp/fl-code-edit.h"

#include <string.h>

static void
edit_free (gpointer data)
{
  FlCodeEdit *self = data;

  g_free (self->text);
  g_free (self);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const FlCodeEdit *left = *(const FlCodeEdit *const *) a;
  const FlCodeEdit *right = *(const FlCodeEdit *const *) b;

  if (left->offset != right->offset)
    return left->offset < right->offset ? -1 : 1;
  if ((left->length == 0) != (right->length == 0)) /* what is put before comes before what is replaced */
    return left->length == 0 ? -1 : 1;
  return left->order < right->order ? -1 : left->order > right->order;
}

/* Returns: (element-type FlCodeEdit): an empty list */
GPtrArray *
fl_code_edit_list_new (void)
{
  return g_ptr_array_new_with_free_func (edit_free);
}

void
fl_code_edit_add (GPtrArray  *edits,
                  size_t      offset,
                  size_t      length,
                  const char *text)
{
  FlCodeEdit *edit = g_new (FlCodeEdit, 1);

  g_return_if_fail (edits != NULL && text != NULL);

  *edit = (FlCodeEdit) { .offset = offset, .length = length, .text = g_strdup (text), .order = edits->len };
  g_ptr_array_add (edits, edit);
}

/* The text after all changes; of two that overlap the first wins. @edits is sorted. */
char *
fl_code_edit_apply (GPtrArray  *edits,
                    const char *text)
{
  g_autoptr(GString) result = NULL;
  const size_t n_text = strlen (text);
  size_t at = 0;

  g_return_val_if_fail (edits != NULL, NULL);

  result = g_string_sized_new (n_text + 256);
  g_ptr_array_sort (edits, compare_places);
  for (guint i = 0; i < edits->len; i++)
    {
      const FlCodeEdit *edit = edits->pdata[i];

      if (edit->offset < at || edit->offset > n_text || edit->length > n_text - edit->offset)
        continue;
      g_string_append_len (result, text + at, (gssize) (edit->offset - at));
      g_string_append (result, edit->text);
      at = edit->offset + edit->length;
    }
  g_string_append (result, text + at);
  return g_string_free (g_steal_pointer (&result), FALSE);
}
