/* A tolerant reader of C++ and Python: words, numbers, strings and marks with their lines, comments left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-code-token"

#include "config.h"

#include "esp/fl-code-token.h"

#include <string.h>

/* Longest delimiter of a raw string that C++ allows. */
#define MAX_DELIMITER 16

typedef struct
{
  const char     *text;
  size_t          at;
  guint           line;
  guint           depth;
  gboolean        is_directive;
  gboolean        at_line_start; /* nothing but blanks before, on this line */
  FlCodeLanguage  language;
  GArray         *tokens;
} Reader;

static gboolean
is_word_start (char c)
{
  return g_ascii_isalpha (c) || c == '_' || (c & 0x80) != 0;
}

static gboolean
is_word (char c)
{
  return is_word_start (c) || g_ascii_isdigit (c);
}

/* Goes @n bytes on and counts lines. */
static void
advance (Reader *self,
         size_t  n)
{
  for (; n > 0 && self->text[self->at] != '\0'; n--, self->at++)
    if (self->text[self->at] == '\n')
      self->line++;
}

static gboolean
starts (const Reader *self,
        const char   *prefix)
{
  return strncmp (self->text + self->at, prefix, strlen (prefix)) == 0;
}

static FlCodeToken *
add (Reader          *self,
     FlCodeTokenKind  kind)
{
  FlCodeToken token = { .kind = kind, .line = self->line, .depth = self->depth, .is_directive = self->is_directive,
                        .offset = self->at };

  g_array_append_val (self->tokens, token);
  self->at_line_start = FALSE;
  return &g_array_index (self->tokens, FlCodeToken, self->tokens->len - 1);
}

/* To the end of the line, which is left; a backslash at its end goes on. */
static void
skip_line (Reader *self)
{
  while (self->text[self->at] != '\0' && self->text[self->at] != '\n')
    advance (self, self->language == FL_CODE_C && self->text[self->at] == '\\' ? 2 : 1);
}

static void
skip_block_comment (Reader *self)
{
  const char *end = strstr (self->text + self->at + 2, "*/");

  advance (self, end != NULL ? (size_t) (end - self->text) + 2 - self->at : strlen (self->text + self->at));
}

/* From the quote on: to the same quote, or the three of Python, or the end of the line. */
static void
read_quoted (Reader      *self,
             FlCodeToken *token,
             const char  *quote)
{
  const size_t n_quote = strlen (quote);

  advance (self, n_quote);
  token->body = self->at;
  while (self->text[self->at] != '\0' && !starts (self, quote) && (n_quote > 1 || self->text[self->at] != '\n'))
    advance (self, self->text[self->at] == '\\' ? 2 : 1);
  token->body_length = self->at - token->body;
  if (starts (self, quote))
    advance (self, n_quote);
  token->length = self->at - token->offset;
}

/* R"EOF(…)EOF": from the quote on. FALSE if it is none. */
static gboolean
read_raw (Reader      *self,
          FlCodeToken *token)
{
  char end[MAX_DELIMITER + 3] = ")";
  const char *start = self->text + self->at + 1;
  const size_t n = strcspn (start, "() \\\t\n\"");
  const char *found;

  if (n > MAX_DELIMITER || start[n] != '(')
    return FALSE;
  memcpy (end + 1, start, n);
  strcpy (end + 1 + n, "\"");
  token->body = self->at + n + 2;
  found = strstr (self->text + token->body, end);
  token->body_length = found != NULL ? (size_t) (found - self->text) - token->body : strlen (self->text + token->body);
  advance (self, token->body + token->body_length - self->at + (found != NULL ? n + 2 : 0));
  token->length = self->at - token->offset;
  return TRUE;
}

static void
read_string (Reader *self,
             size_t  n_prefix)
{
  FlCodeToken *token = add (self, FL_CODE_TOKEN_STRING);
  const gboolean is_raw = n_prefix > 0 && self->text[self->at + n_prefix - 1] == 'R';
  const char quote[2] = { self->text[self->at + n_prefix], '\0' };
  const char triple[4] = { quote[0], quote[0], quote[0], '\0' };

  self->at += n_prefix;
  if (self->language == FL_CODE_PYTHON && starts (self, triple))
    read_quoted (self, token, triple);
  else if (self->language == FL_CODE_PYTHON || !is_raw || !read_raw (self, token))
    read_quoted (self, token, quote);
}

/* The bytes of a string's prefix at this place; 0 for a bare quote; -1 if no string begins here. */
static int
string_prefix (const Reader *self)
{
  static const char *const c_prefixes[] = { "", "R", "L", "u8", "u", "U", "LR", "u8R", "uR", "UR" };
  const char *here = self->text + self->at;

  if (self->language == FL_CODE_PYTHON)
    {
      const size_t n = strspn (here, "bBrRuUfF");

      return n <= 2 && (here[n] == '"' || here[n] == '\'') ? (int) n : -1;
    }
  if (*here == '\'')
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (c_prefixes); i++)
    if (g_str_has_prefix (here, c_prefixes[i]) && here[strlen (c_prefixes[i])] == '"')
      return (int) strlen (c_prefixes[i]);
  return -1;
}

static void
read_run (Reader          *self,
          FlCodeTokenKind  kind)
{
  FlCodeToken *token = add (self, kind);

  while (is_word (self->text[self->at]) || (kind == FL_CODE_TOKEN_NUMBER && self->text[self->at] == '.'))
    self->at++;
  token->length = self->at - token->offset;
}

static void
read_mark (Reader *self)
{
  static const char *const pairs[] = { "::", "->", "==", "!=" };
  const char c = self->text[self->at];
  FlCodeToken *token;
  size_t n = 1;

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (starts (self, pairs[i]))
      n = 2;
  if (c == '#' && self->at_line_start && self->language == FL_CODE_C)
    self->is_directive = TRUE;
  if (c == '}' && self->depth > 0)
    self->depth--;
  token = add (self, FL_CODE_TOKEN_MARK);
  token->length = n;
  self->at += n;
  if (c == '{')
    self->depth++;
}

/* Blanks, line ends and comments. FALSE when something else is next. */
static gboolean
skip_nothing (Reader *self)
{
  const char c = self->text[self->at];

  if (c == '\n')
    {
      self->is_directive = FALSE;
      self->at_line_start = TRUE;
      advance (self, 1);
    }
  else if (c == '\\' && (self->text[self->at + 1] == '\n' || g_str_has_prefix (self->text + self->at + 1, "\r\n")))
    advance (self, self->text[self->at + 1] == '\n' ? 2 : 3);
  else if (g_ascii_isspace (c))
    self->at++;
  else if (self->language == FL_CODE_C && starts (self, "//"))
    skip_line (self);
  else if (self->language == FL_CODE_C && starts (self, "/*"))
    skip_block_comment (self);
  else if (self->language == FL_CODE_PYTHON && c == '#')
    skip_line (self);
  else
    return FALSE;
  return TRUE;
}

/* Leaves out what stands between "#if 0" and its "#endif" or "#else". */
static void
drop_disabled (GArray     *tokens,
               const char *text)
{
  guint nesting = 0;
  guint kept = 0;

  for (guint i = 0; i < tokens->len; i++)
    {
      const FlCodeToken *token = &g_array_index (tokens, FlCodeToken, i);
      const FlCodeToken *next = i + 1 < tokens->len ? token + 1 : NULL;
      const FlCodeToken *third = i + 2 < tokens->len ? token + 2 : NULL;
      const gboolean starts_one = next != NULL && token->is_directive && fl_code_token_is (token, text, "#");

      if (starts_one && nesting > 0 && (fl_code_token_is (next, text, "if") || fl_code_token_is (next, text, "ifdef")
                                        || fl_code_token_is (next, text, "ifndef")))
        nesting++;
      else if (starts_one && nesting == 0 && third != NULL && fl_code_token_is (next, text, "if")
               && fl_code_token_is (third, text, "0"))
        nesting = 1;
      else if (starts_one && nesting > 0 && fl_code_token_is (next, text, "endif"))
        nesting--;
      else if (starts_one && nesting == 1 && (fl_code_token_is (next, text, "else") || fl_code_token_is (next, text, "elif")))
        nesting = 0;
      if (nesting == 0)
        g_array_index (tokens, FlCodeToken, kept++) = *token;
    }
  g_array_set_size (tokens, kept);
}

/**
 * fl_code_token_read:
 * @text: UTF-8; the tokens are good as long as it is
 *
 * Returns: (transfer full) (element-type FlCodeToken): in the order of the text. Any thread.
 */
GArray *
fl_code_token_read (const char     *text,
                    FlCodeLanguage  language)
{
  Reader self = { .text = text, .line = 1, .at_line_start = TRUE, .language = language };

  g_return_val_if_fail (text != NULL, NULL);

  self.tokens = g_array_new (FALSE, FALSE, sizeof (FlCodeToken));
  while (text[self.at] != '\0')
    {
      int n_prefix;

      if (skip_nothing (&self))
        continue;
      n_prefix = string_prefix (&self);
      if (n_prefix >= 0)
        read_string (&self, (size_t) n_prefix);
      else if (is_word_start (text[self.at]))
        read_run (&self, FL_CODE_TOKEN_WORD);
      else if (g_ascii_isdigit (text[self.at]))
        read_run (&self, FL_CODE_TOKEN_NUMBER);
      else
        read_mark (&self);
    }
  if (language == FL_CODE_C)
    drop_disabled (self.tokens, text);
  return self.tokens;
}

/* Whether the token is exactly @word, which may be a mark. Never true for a string. */
gboolean
fl_code_token_is (const FlCodeToken *self,
                  const char        *text,
                  const char        *word)
{
  return self->kind != FL_CODE_TOKEN_STRING
         && strlen (word) == self->length
         && strncmp (text + self->offset, word, self->length) == 0;
}

/* What stands between the quotes of a string, as written; else the token itself. */
char *
fl_code_token_body (const FlCodeToken *self,
                    const char        *text)
{
  if (self->kind == FL_CODE_TOKEN_STRING)
    return g_strndup (text + self->body, self->body_length);
  return g_strndup (text + self->offset, self->length);
}

/* A whole number, decimal or hexadecimal, with or without suffix. FALSE for anything else. */
gboolean
fl_code_token_value (const FlCodeToken *self,
                     const char        *text,
                     gint64            *value)
{
  char number[24];
  char *end = NULL;

  if (self->kind != FL_CODE_TOKEN_NUMBER || self->length >= sizeof number)
    return FALSE;
  memcpy (number, text + self->offset, self->length);
  number[self->length] = '\0';
  *value = g_ascii_strtoll (number, &end, 0);
  return strspn (end, "uUlL") == strlen (end);
}
