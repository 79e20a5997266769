/* Words of a template, one after the other: names, quoted texts, numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-template-scan"

#include "devices/fl-template-scan.h"

#include "messages/fl-json.h"

#include <string.h>

#define MAX_INDEX_DIGITS 6

void
fl_template_scan_space (const char **at)
{
  *at += strspn (*at, " \t\r\n");
}

gboolean
fl_template_scan_text (const char **at,
                       const char  *wanted)
{
  if (!g_str_has_prefix (*at, wanted))
    return FALSE;
  *at += strlen (wanted);
  return TRUE;
}

gboolean
fl_template_scan_sign (const char **at,
                       const char  *wanted)
{
  const char *ahead = *at;

  fl_template_scan_space (&ahead);
  if (!fl_template_scan_text (&ahead, wanted))
    return FALSE;
  fl_template_scan_space (&ahead);
  *at = ahead;
  return TRUE;
}

gboolean
fl_template_scan_word (const char **at,
                       const char  *wanted)
{
  const char *ahead = *at;
  g_autofree char *name = NULL;

  fl_template_scan_space (&ahead);
  name = fl_template_scan_name (&ahead);
  if (g_strcmp0 (name, wanted) != 0)
    return FALSE;
  fl_template_scan_space (&ahead);
  *at = ahead;
  return TRUE;
}

char *
fl_template_scan_name (const char **at)
{
  const char *start = *at;

  if (!g_ascii_isalpha (*start) && *start != '_')
    return NULL;
  while (g_ascii_isalnum (**at) || **at == '_')
    (*at)++;
  return g_strndup (start, (gsize) (*at - start));
}

char *
fl_template_scan_quoted (const char **at)
{
  char quote = **at;
  const char *start = *at + 1;
  gsize n;

  if (quote != '\'' && quote != '"')
    return NULL;
  n = strcspn (start, quote == '\'' ? "'\\" : "\"\\");
  if (start[n] != quote)
    return NULL;
  *at = start + n + 1;
  return g_strndup (start, n);
}

gboolean
fl_template_scan_index (const char **at,
                        guint        most,
                        guint       *number)
{
  guint64 value;
  char *end;

  if (!g_ascii_isdigit (**at))
    return FALSE;
  value = g_ascii_strtoull (*at, &end, 10);
  if (end - *at > MAX_INDEX_DIGITS || value > most)
    return FALSE;
  *at = end;
  *number = (guint) value;
  return TRUE;
}

gboolean
fl_template_scan_literal (const char      **at,
                          FlTemplateValue  *literal)
{
  gsize n = strspn (*at, "-.0123456789");

  fl_template_value_clear (literal);
  literal->text = fl_template_scan_quoted (at);
  if (literal->text != NULL)
    literal->kind = FL_TEMPLATE_VALUE_TEXT;
  else if (fl_json_is_number (*at, n))
    {
      literal->kind = FL_TEMPLATE_VALUE_NUMBER;
      literal->text = g_strndup (*at, n);
      *at += n;
    }
  else if (fl_template_scan_word (at, "true") || fl_template_scan_word (at, "True"))
    {
      literal->kind = FL_TEMPLATE_VALUE_BOOLEAN;
      literal->text = g_strdup ("true");
    }
  else if (fl_template_scan_word (at, "false") || fl_template_scan_word (at, "False"))
    {
      literal->kind = FL_TEMPLATE_VALUE_BOOLEAN;
      literal->text = g_strdup ("false");
    }
  return literal->kind != FL_TEMPLATE_VALUE_FAILED;
}
