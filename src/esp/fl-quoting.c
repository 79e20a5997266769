/* Text of strangers inside source code: quoted so that it stays text, or refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-quoting"

#include "config.h"

#include "esp/fl-quoting.h"

#include <gio/gio.h>
#include <string.h>

/* RFC 1035, section 2.3.4. */
#define HOST_MAX_BYTES 253
/* Characters of a name that a comment holds. */
#define COMMENT_MAX 80

/* What a reader sees as it is: no control, format (bidi) or separator but the space. */
static gboolean
is_plain (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  /* Separators count as graphic in GLib, and end a line in YAML. */
  return c == ' ' || (g_unichar_isgraph (c) && type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR);
}

static gboolean
is_plain_text (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!is_plain (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/**
 * fl_quoting_dup_host:
 * @host: a host's name or address
 *
 * Source code is given nothing that has to be quoted anywhere: letters, digits, dots, hyphens, underscores and,
 * in an address, colons. Names of other scripts are written as RFC 5891 has them.
 *
 * Returns: (transfer full) (nullable): the host in ASCII; %NULL for what is none
 */
char *
fl_quoting_dup_host (const char *host)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
  g_autofree char *ascii = NULL;

  g_return_val_if_fail (host != NULL, NULL);

  if (!g_utf8_validate (host, -1, NULL))
    return NULL;
  if (g_hostname_is_ip_address (host))
    return strspn (host, "0123456789abcdefABCDEF.:") == strlen (host) ? g_strdup (host) : NULL;
  ascii = g_hostname_to_ascii (host);
  if (ascii == NULL || strlen (ascii) > HOST_MAX_BYTES || strchr (letters, ascii[0]) == NULL || ascii[0] == '\0')
    return NULL;
  for (const char *c = ascii; *c != '\0'; c++)
    if (*c != '-' && strchr (letters, *c) == NULL)
      return NULL;
  return g_steal_pointer (&ascii);
}

/**
 * fl_quoting_to_literal:
 * @text: anything
 *
 * Returns: (transfer full) (nullable): @text between double quotes, as C, C++, Python and YAML read it alike; %NULL for
 *   text with line breaks or characters that a reader does not see
 */
char *
fl_quoting_to_literal (const char *text)
{
  g_autoptr(GString) literal = g_string_new ("\"");

  g_return_val_if_fail (text != NULL, NULL);

  if (!is_plain_text (text))
    return NULL;
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (literal, '\\');
      g_string_append_c (literal, *text);
    }
  g_string_append_c (literal, '"');
  return g_string_free (g_steal_pointer (&literal), FALSE);
}

/* Returns: (transfer full) (nullable): @text as one word of a POSIX shell; %NULL as for a literal */
char *
fl_quoting_to_shell (const char *text)
{
  g_autoptr(GString) word = g_string_new ("'");

  g_return_val_if_fail (text != NULL, NULL);

  if (!is_plain_text (text))
    return NULL;
  for (; *text != '\0'; text++)
    {
      if (*text == '\'')
        g_string_append (word, "'\\'");
      g_string_append_c (word, *text);
    }
  g_string_append_c (word, '\'');
  return g_string_free (g_steal_pointer (&word), FALSE);
}

/* Returns: (transfer full): @text for the rest of a line behind // or #, shortened; what could end the line or the
 *   comment, or cannot be seen, is a question mark */
char *
fl_quoting_to_comment (const char *text)
{
  g_autoptr(GString) comment = g_string_new (NULL);
  g_autofree char *valid = NULL;
  guint n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (n++ == COMMENT_MAX)
        {
          g_string_append (comment, "…");
          break;
        }
      /* A backslash at the end of a line would draw the next one into the comment. */
      g_string_append_unichar (comment, is_plain (character) && character != '\\' ? character : '?');
    }
  return g_string_free (g_steal_pointer (&comment), FALSE);
}
