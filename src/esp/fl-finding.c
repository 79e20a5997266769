/* One thing that was found in what somebody pasted: a stable code, where, a sentence, and the change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-finding"

#include "config.h"

#include "esp/fl-finding.h"

/* @change: (nullable): what to do, in words */
FlFinding *
fl_finding_new (const char     *code,
                FlSecurityTone  tone,
                guint           line,
                const char     *sentence,
                const char     *change)
{
  FlFinding *self = g_new0 (FlFinding, 1);

  self->code = code;
  self->tone = tone;
  self->line = line;
  self->sentence = g_strdup (sentence);
  self->change = g_strdup (change);
  return self;
}

/* @change: a line of code that the corrected text has */
FlFinding *
fl_finding_new_code (const char     *code,
                     FlSecurityTone  tone,
                     guint           line,
                     const char     *sentence,
                     const char     *change)
{
  FlFinding *self = fl_finding_new (code, tone, line, sentence, change);

  self->is_code = TRUE;
  self->is_corrected = TRUE;
  return self;
}

void
fl_finding_free (FlFinding *self)
{
  g_free (self->sentence);
  g_free (self->change);
  g_free (self);
}

/* Returns: (element-type FlFinding): an empty list */
GPtrArray *
fl_finding_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) fl_finding_free);
}

/* (transfer none) (nullable): the first of that code */
const FlFinding *
fl_finding_list_get (GPtrArray  *findings,
                     const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((const FlFinding *) findings->pdata[i])->code, code))
      return findings->pdata[i];
  return NULL;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const FlFinding *left = *(const FlFinding *const *) a;
  const FlFinding *right = *(const FlFinding *const *) b;

  return left->line < right->line ? -1 : left->line > right->line;
}

/* As they stand in the text; those of one line as they were found. */
void
fl_finding_list_sort (GPtrArray *findings)
{
  /* GLib's sort of pointer arrays is a merge sort: it keeps the order of equals. */
  g_ptr_array_sort (findings, compare_lines);
}
