/* A text of C++ or Python with its tokens, and the questions that the checks ask of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-code"

#include "config.h"

#include "esp/fl-code.h"

#include <string.h>

/* Longest name that is taken over into a sentence or a line of code. */
#define MAX_NAME 64
/* Tokens between a value and its name: "fingerprint PROGMEM =", "key[33] =", "key: str =". */
#define MAX_BETWEEN 8
/* Tokens between two brackets: more than any function of a sketch has, so that no text takes long. */
#define MAX_SPAN 50000

FlCode *
fl_code_new (const char     *text,
             FlCodeLanguage  language)
{
  FlCode *self = g_new0 (FlCode, 1);

  g_return_val_if_fail (text != NULL, self);

  self->text = g_strdup (text);
  self->language = language;
  self->tokens = fl_code_token_read (self->text, language);
  return self;
}

void
fl_code_free (FlCode *self)
{
  g_array_unref (self->tokens);
  g_free (self->text);
  g_free (self);
}

/* (transfer none) (nullable) */
const FlCodeToken *
fl_code_get (const FlCode *self,
             guint         at)
{
  return at < self->tokens->len ? &g_array_index (self->tokens, FlCodeToken, at) : NULL;
}

gboolean
fl_code_is (const FlCode *self,
            guint         at,
            const char   *word)
{
  const FlCodeToken *token = fl_code_get (self, at);

  return token != NULL && fl_code_token_is (token, self->text, word);
}

/* @words: ends with NULL */
gboolean
fl_code_is_one_of (const FlCode      *self,
                   guint              at,
                   const char *const *words)
{
  const FlCodeToken *token = fl_code_get (self, at);

  for (; token != NULL && *words != NULL; words++)
    if (fl_code_token_is (token, self->text, *words))
      return TRUE;
  return FALSE;
}

gboolean
fl_code_is_kind (const FlCode    *self,
                 guint            at,
                 FlCodeTokenKind  kind)
{
  const FlCodeToken *token = fl_code_get (self, at);

  return token != NULL && token->kind == kind;
}

/* What is between a string's quotes, or the token itself; "" where there is none. */
char *
fl_code_body (const FlCode *self,
              guint         at)
{
  const FlCodeToken *token = fl_code_get (self, at);

  return token != NULL ? fl_code_token_body (token, self->text) : g_strdup ("");
}

/* 0 where there is none */
guint
fl_code_get_line (const FlCode *self,
                  guint         at)
{
  const FlCodeToken *token = fl_code_get (self, at);

  return token != NULL ? token->line : 0;
}

guint
fl_code_find (const FlCode *self,
              guint         from,
              const char   *word)
{
  for (guint i = from; i < self->tokens->len; i++)
    if (fl_code_is (self, i, word))
      return i;
  return FL_CODE_NONE;
}

guint
fl_code_find_one_of (const FlCode      *self,
                     guint              from,
                     const char *const *words)
{
  for (guint i = from; i < self->tokens->len; i++)
    if (fl_code_is_kind (self, i, FL_CODE_TOKEN_WORD) && fl_code_is_one_of (self, i, words))
      return i;
  return FL_CODE_NONE;
}

/* The name of the next call of one of @names: a word before "(". */
guint
fl_code_find_call (const FlCode      *self,
                   guint              from,
                   const char *const *names)
{
  guint at = fl_code_find_one_of (self, from, names);

  while (at != FL_CODE_NONE && !fl_code_is (self, at + 1, "("))
    at = fl_code_find_one_of (self, at + 1, names);
  return at;
}

/* The bracket that closes the one at @open. */
guint
fl_code_match (const FlCode *self,
               guint         open)
{
  const char *const openers[] = { "(", "[", "{", NULL };
  const char *const closers[] = { ")", "]", "}", NULL };
  guint nesting = 0;

  for (guint i = open; i < self->tokens->len && i - open < MAX_SPAN; i++)
    {
      if (fl_code_is_one_of (self, i, openers))
        nesting++;
      else if (fl_code_is_one_of (self, i, closers) && nesting-- <= 1)
        return i;
      if (nesting == 0)
        break;
    }
  return FL_CODE_NONE;
}

/* The first token of the @n-th argument, from 0, after the "(" at @open. */
guint
fl_code_argument (const FlCode *self,
                  guint         open,
                  guint         n)
{
  const char *const openers[] = { "(", "[", "{", NULL };
  guint i = open + 1;

  if (!fl_code_is (self, open, "(") || fl_code_is (self, i, ")"))
    return FL_CODE_NONE;
  for (; n > 0 && i < self->tokens->len && !fl_code_is (self, i, ")"); i++)
    {
      if (fl_code_is_one_of (self, i, openers))
        i = MIN (fl_code_match (self, i), self->tokens->len);
      else if (fl_code_is (self, i, ","))
        n--;
    }
  return n == 0 && i < self->tokens->len && !fl_code_is (self, i, ")") ? i : FL_CODE_NONE;
}

guint
fl_code_n_arguments (const FlCode *self,
                     guint         open)
{
  guint n = 0;

  while (n < 16 && fl_code_argument (self, open, n) != FL_CODE_NONE)
    n++;
  return n;
}

/* A short name in plain ASCII: fit for a sentence and a line of code. */
static char *
plain_name (const FlCode *self,
            guint         at)
{
  g_autofree char *name = fl_code_is_kind (self, at, FL_CODE_TOKEN_WORD) ? fl_code_body (self, at) : NULL;

  return name != NULL && strlen (name) <= MAX_NAME && g_str_is_ascii (name) ? g_steal_pointer (&name) : NULL;
}

/**
 * fl_code_name_of:
 * @value: a string, a number, or the "{" of an array
 *
 * Returns: (transfer full) (nullable): what it is called: the name in "#define NAME value" or "NAME = value", plain
 *   ASCII of at most 64 characters
 */
char *
fl_code_name_of (const FlCode *self,
                 guint         value)
{
  const FlCodeToken *token = fl_code_get (self, value);
  guint i = value;

  if (token == NULL || value < 2)
    return NULL;
  if (token->is_directive && fl_code_is (self, value - 2, "define"))
    return plain_name (self, value - 1);
  for (i = value - 1; i > 0 && value - i < MAX_BETWEEN && !fl_code_is (self, i, "="); i--)
    if (!fl_code_is (self, i, "("))
      return NULL;
  if (!fl_code_is (self, i, "="))
    return NULL;
  for (i = i > 0 ? i - 1 : 0; i > 0 && value - i < MAX_BETWEEN; i--)
    if (!fl_code_is (self, i, "PROGMEM") && !fl_code_is (self, i, "]") && !fl_code_is (self, i, "[")
        && !fl_code_is_kind (self, i, FL_CODE_TOKEN_NUMBER))
      break;
  return plain_name (self, i);
}

/* The offset at which the line around @offset begins. */
size_t
fl_code_line_start (const FlCode *self,
                    size_t        offset)
{
  while (offset > 0 && self->text[offset - 1] != '\n')
    offset--;
  return offset;
}

/* The offset after its line end. */
size_t
fl_code_line_end (const FlCode *self,
                  size_t        offset)
{
  const char *end = strchr (self->text + offset, '\n');

  return end != NULL ? (size_t) (end - self->text) + 1 : strlen (self->text);
}

/* As the text ends its lines. */
const char *
fl_code_newline (const FlCode *self)
{
  const char *end = strchr (self->text, '\n');

  return end != NULL && end > self->text && end[-1] == '\r' ? "\r\n" : "\n";
}

/* The blanks before the line around @offset. */
char *
fl_code_indent (const FlCode *self,
                size_t        offset)
{
  const size_t start = fl_code_line_start (self, offset);

  return g_strndup (self->text + start, strspn (self->text + start, " \t"));
}
