/* Any bytes where somebody pastes: an answer comes, its lines are in the text, and a corrected text is read again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-paste-answer.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

static FlPasteAnswer *
answer (GBytes *bytes)
{
  const FlPasteContext context = { .now = 1795176000 };
  FlPasteAnswer *self = fl_paste_answer_new (bytes, &context);

  g_assert_true (self->headline != NULL && g_utf8_validate (self->headline, -1, NULL));
  for (guint i = 0; i < self->findings->len; i++)
    {
      const FlFinding *finding = self->findings->pdata[i];

      g_assert_cmpuint (finding->line, <=, g_bytes_get_size (bytes) + 1);
      g_assert_true (finding->sentence != NULL && g_utf8_validate (finding->sentence, -1, NULL));
      g_assert_true (finding->change == NULL || g_utf8_validate (finding->change, -1, NULL));
      g_assert_true (!finding->is_corrected || self->corrected != NULL);
    }
  return self;
}

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(FlPasteAnswer) first = answer (bytes);
  g_autoptr(FlPasteAnswer) second = NULL;
  g_autoptr(GBytes) corrected = NULL;

  if (first->corrected == NULL)
    return 0;
  corrected = g_bytes_new (first->corrected, strlen (first->corrected));
  second = answer (corrected);
  return 0;
}
