/* Bytes of a stranger made safe to look at: never markup, never a control character.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-text"

#include "messages/fl-text.h"

#include <string.h>

/* More marks than this on one letter paint over the neighbouring lines. */
#define MAX_MARKS 6

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER     0x200d

/* Invisible characters change what a reader believes to see; the joiners are spelling. */
static gboolean
is_harmful (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  if (type == G_UNICODE_FORMAT)
    return character != ZERO_WIDTH_NON_JOINER && character != ZERO_WIDTH_JOINER;
  return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR
         || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static void
append_escape (GString  *out,
               gunichar  character)
{
  if (character == '\n')
    g_string_append (out, "\\n");
  else if (character == '\r')
    g_string_append (out, "\\r");
  else if (character == '\t')
    g_string_append (out, "\\t");
  else if (character <= 0xffff)
    g_string_append_printf (out, "\\u%04x", character);
  else
    g_string_append_printf (out, "\\U%08x", character);
}

static char *
escape (const char *bytes,
        gssize      n,
        gboolean    keep_lines,
        gsize       max_characters)
{
  const char *end;
  GString *out;
  guint n_marks = 0;

  if (bytes == NULL)
    return g_strdup ("");
  end = bytes + (n < 0 ? strlen (bytes) : (gsize) n);
  out = g_string_sized_new (MIN ((gsize) (end - bytes), max_characters) + 16);

  for (gsize i = 0; bytes < end; i++)
    {
      /* GLib takes a NUL for the end of the text. */
      gunichar character = *bytes != '\0' ? g_utf8_get_char_validated (bytes, end - bytes) : 0;

      if (i == max_characters)
        {
          g_string_append (out, "…");
          break;
        }
      if (character == (gunichar) -1 || character == (gunichar) -2)
        {
          g_string_append_printf (out, "\\x%02x", (guint8) *bytes++);
          continue;
        }
      n_marks = g_unichar_ismark (character) ? n_marks + 1 : 0;
      if (keep_lines && (character == '\n' || character == '\t'))
        g_string_append_c (out, (char) character);
      else if (is_harmful (character) || n_marks > MAX_MARKS)
        append_escape (out, character);
      else
        g_string_append_unichar (out, character);
      bytes = g_utf8_next_char (bytes);
    }
  return g_string_free (out, FALSE);
}

/**
 * fl_text_is_text:
 * @n: length in bytes, or -1 when NUL-terminated
 *
 * Returns: whether @bytes are UTF-8 without NUL
 */
gboolean
fl_text_is_text (const char *bytes,
                 gssize      n)
{
  return n == 0 || g_utf8_validate (bytes, n, NULL);
}

/**
 * fl_text_escape:
 * @bytes: (nullable): anything
 * @n: length in bytes, or -1 when NUL-terminated
 *
 * One line of valid UTF-8 that shows what is there: control, bidi and other invisible characters as `\n`
 * or `\u202e`, bytes that are not UTF-8 as `\xff`. It may still hold `<` and `&`: show it where no
 * markup is read.
 *
 * Returns: (transfer full): the text
 */
char *
fl_text_escape (const char *bytes,
                gssize      n)
{
  return escape (bytes, n, FALSE, G_MAXSIZE);
}

/**
 * fl_text_escape_lines:
 *
 * As fl_text_escape(), but line feeds and tabs stay, for text views.
 *
 * Returns: (transfer full): the text
 */
char *
fl_text_escape_lines (const char *bytes,
                      gssize      n)
{
  return escape (bytes, n, TRUE, G_MAXSIZE);
}

/**
 * fl_text_shorten:
 * @max_characters: how many characters of the original to keep
 *
 * As fl_text_escape(), ending in "…" when there was more; the rest is not looked at.
 *
 * Returns: (transfer full): the text
 */
char *
fl_text_shorten (const char *bytes,
                 gssize      n,
                 guint       max_characters)
{
  return escape (bytes, n, FALSE, max_characters);
}

/**
 * fl_text_to_hex:
 *
 * Returns: (transfer full): pairs of lower-case digits with single spaces
 */
char *
fl_text_to_hex (const void *bytes,
                gsize       n)
{
  const guint8 *byte = bytes;
  GString *out = g_string_sized_new (n * 3 + 1);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (out, i == 0 ? "%02x" : " %02x", byte[i]);
  return g_string_free (out, FALSE);
}

/**
 * fl_text_to_hex_dump:
 * @max_bytes: how many bytes to print; a last line says how many more there are
 *
 * Returns: (transfer full): lines of offset, 16 bytes in hex, and the same as ASCII
 */
char *
fl_text_to_hex_dump (const void *bytes,
                     gsize       n,
                     gsize       max_bytes)
{
  const guint8 *byte = bytes;
  gsize n_shown = MIN (n, max_bytes);
  GString *out = g_string_sized_new (n_shown / 16 * 80 + 80);

  for (gsize start = 0; start < n_shown; start += 16)
    {
      g_string_append_printf (out, "%08" G_GSIZE_MODIFIER "x ", start);
      for (gsize i = start; i < start + 16; i++)
        {
          if (i % 8 == 0)
            g_string_append_c (out, ' ');
          if (i < n_shown)
            g_string_append_printf (out, "%02x ", byte[i]);
          else
            g_string_append (out, "   ");
        }
      g_string_append (out, " ");
      for (gsize i = start; i < MIN (start + 16, n_shown); i++)
        g_string_append_c (out, g_ascii_isprint ((char) byte[i]) ? (char) byte[i] : '.');
      g_string_append_c (out, '\n');
    }
  if (n > n_shown)
    g_string_append_printf (out, "… %" G_GSIZE_FORMAT "\n", n - n_shown);
  return g_string_free (out, FALSE);
}
