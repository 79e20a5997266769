/* JSON for people to read: one member a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-json-print"

#include "config.h"

#include "messages/fl-json-print.h"

#include "messages/fl-json.h"
#include "messages/fl-text.h"

#define MAX_PRETTY_BYTES (8 * 1024 * 1024)

static void
append_line (GString *out,
             guint    depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

static void
append_token (GString            *out,
              const FlJsonReader *reader,
              FlJsonToken         token)
{
  gboolean is_quoted = token == FL_JSON_NAME || token == FL_JSON_STRING;

  if (is_quoted)
    g_string_append_c (out, '"');
  g_string_append_len (out, reader->start, (gssize) reader->n);
  if (is_quoted)
    g_string_append_c (out, '"');
  if (token == FL_JSON_NAME)
    g_string_append (out, ": ");
}

/* text is valid JSON. Returns FALSE when it would grow too long. */
static gboolean
print_json (GString    *out,
            const char *text,
            gsize       n)
{
  FlJsonReader reader;
  FlJsonToken token;
  guint depth = 0;
  gboolean is_first = TRUE;
  gboolean is_after_name = FALSE;

  fl_json_reader_init (&reader, text, n);
  while ((token = fl_json_reader_next (&reader)) != FL_JSON_END && out->len < MAX_PRETTY_BYTES)
    {
      gboolean is_end = token == FL_JSON_OBJECT_END || token == FL_JSON_ARRAY_END;
      gboolean is_begin = token == FL_JSON_OBJECT_BEGIN || token == FL_JSON_ARRAY_BEGIN;

      if (is_end)
        depth--;
      else if (!is_first && !is_after_name)
        g_string_append_c (out, ',');
      if (is_end ? !is_first : depth > 0 && !is_after_name)
        append_line (out, depth);
      if (is_end)
        g_string_append_c (out, token == FL_JSON_OBJECT_END ? '}' : ']');
      else if (is_begin)
        g_string_append_c (out, token == FL_JSON_OBJECT_BEGIN ? '{' : '[');
      else
        append_token (out, &reader, token);
      depth += is_begin ? 1 : 0;
      is_first = is_begin;
      is_after_name = token == FL_JSON_NAME;
    }
  return token == FL_JSON_END;
}

/**
 * fl_json_print:
 * @bytes: what may be JSON
 * @n: how many of them
 *
 * One member a line, numbers and strings as they were written. Any thread.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL when the bytes are no JSON object or array, or too
 *   deep or too long to be shown as one
 */
char *
fl_json_print (const void *bytes,
               gsize       n)
{
  const char *text = bytes;
  g_autoptr(GString) out = NULL;

  while (n > 0 && g_ascii_isspace (*text))
    {
      text++;
      n--;
    }
  if (n == 0 || n > FL_JSON_MAX_BYTES || (*text != '{' && *text != '[')
      || !fl_text_is_text (text, (gssize) n) || !fl_json_is_valid (text, n))
    return NULL;
  out = g_string_sized_new (n * 2);
  if (!print_json (out, text, n))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
