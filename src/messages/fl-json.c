/* A strict JSON reader (RFC 8259) that keeps every number as it was written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-json"

#include "messages/fl-json.h"

#include <string.h>

#define REPLACEMENT_CHARACTER 0xfffd

/* What may come next. */
enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END, /* just after [ */
  EXPECT_NAME_OR_END, /* just after { */
  EXPECT_COMMA_OR_END,
  EXPECT_NOTHING,
};

static FlJsonToken
fail (FlJsonReader *self)
{
  self->position = self->end;
  self->expected = EXPECT_NOTHING;
  self->depth = 1; /* so that what follows is an error too, not the end */
  return FL_JSON_ERROR;
}

static void
skip_space (FlJsonReader *self)
{
  while (self->position < self->end
         && (*self->position == ' ' || *self->position == '\t' || *self->position == '\n'
             || *self->position == '\r'))
    self->position++;
}

/* After a whole value. */
static FlJsonToken
finish_value (FlJsonReader *self,
              FlJsonToken   token)
{
  self->expected = self->depth == 0 ? EXPECT_NOTHING : EXPECT_COMMA_OR_END;
  return token;
}

static FlJsonToken
open_container (FlJsonReader *self,
                gboolean      is_object)
{
  guint64 bit;

  if (self->depth == FL_JSON_MAX_DEPTH)
    return fail (self);
  bit = G_GUINT64_CONSTANT (1) << self->depth;
  self->is_object = is_object ? self->is_object | bit : self->is_object & ~bit;
  self->depth++;
  self->position++;
  self->expected = is_object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
  return is_object ? FL_JSON_OBJECT_BEGIN : FL_JSON_ARRAY_BEGIN;
}

static FlJsonToken
close_container (FlJsonReader *self)
{
  gboolean is_object;

  self->depth--;
  is_object = (self->is_object >> self->depth & 1) != 0;
  if (*self->position != (is_object ? '}' : ']'))
    return fail (self);
  self->position++;
  return finish_value (self, is_object ? FL_JSON_OBJECT_END : FL_JSON_ARRAY_END);
}

/* Returns how many bytes the escape at text (a backslash) takes, 0 when it is none. */
static gsize
measure_escape (const char *text,
                const char *end)
{
  if (end - text < 2 || strchr ("\"\\/bfnrtu", text[1]) == NULL || text[1] == '\0')
    return 0;
  if (text[1] != 'u')
    return 2;
  if (end - text < 6)
    return 0;
  for (guint i = 2; i < 6; i++)
    if (!g_ascii_isxdigit (text[i]))
      return 0;
  return 6;
}

/* self->position is at the opening quote; the slice is what is between the quotes. */
static gboolean
read_string (FlJsonReader *self)
{
  const char *at = self->position + 1;

  self->start = at;
  while (at < self->end && *at != '"')
    {
      gsize n = *at == '\\' ? measure_escape (at, self->end) : 1;

      if (n == 0 || (guint8) *at < 0x20)
        return FALSE;
      at += n;
    }
  if (at >= self->end)
    return FALSE;
  self->n = (gsize) (at - self->start);
  self->position = at + 1;
  return TRUE;
}

static const char *
skip_digits (const char *at,
             const char *end)
{
  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at;
}

/* Returns the end of the number at text, or NULL. */
static const char *
measure_number (const char *text,
                const char *end)
{
  const char *at = text;
  const char *digits;

  if (at < end && *at == '-')
    at++;
  digits = at;
  at = skip_digits (at, end);
  if (at == digits || (*digits == '0' && at - digits > 1))
    return NULL;
  if (at < end && *at == '.')
    {
      digits = ++at;
      at = skip_digits (at, end);
      if (at == digits)
        return NULL;
    }
  if (at < end && (*at == 'e' || *at == 'E'))
    {
      at++;
      if (at < end && (*at == '+' || *at == '-'))
        at++;
      digits = at;
      at = skip_digits (at, end);
      if (at == digits)
        return NULL;
    }
  return at;
}

static FlJsonToken
read_number (FlJsonReader *self)
{
  const char *end = measure_number (self->position, self->end);

  if (end == NULL)
    return fail (self);
  self->start = self->position;
  self->n = (gsize) (end - self->start);
  self->position = end;
  return finish_value (self, FL_JSON_NUMBER);
}

static FlJsonToken
read_word (FlJsonReader *self)
{
  static const struct { const char *word; FlJsonToken token; } words[] = {
    { "true", FL_JSON_TRUE }, { "false", FL_JSON_FALSE }, { "null", FL_JSON_NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize n = strlen (words[i].word);

      if ((gsize) (self->end - self->position) >= n && memcmp (self->position, words[i].word, n) == 0)
        {
          self->start = self->position;
          self->n = n;
          self->position += n;
          return finish_value (self, words[i].token);
        }
    }
  return fail (self);
}

static FlJsonToken
read_value (FlJsonReader *self)
{
  switch (*self->position)
    {
    case '{':
      return open_container (self, TRUE);
    case '[':
      return open_container (self, FALSE);
    case '"':
      return read_string (self) ? finish_value (self, FL_JSON_STRING) : fail (self);
    case '-': case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
      return read_number (self);
    default:
      return read_word (self);
    }
}

/* A name and the colon after it. */
static FlJsonToken
read_name (FlJsonReader *self)
{
  if (*self->position != '"' || !read_string (self))
    return fail (self);
  skip_space (self);
  if (self->position >= self->end || *self->position != ':')
    return fail (self);
  self->position++;
  self->expected = EXPECT_VALUE;
  return FL_JSON_NAME;
}

/* After a comma there must be another member or element. */
static FlJsonToken
read_next (FlJsonReader *self)
{
  if (*self->position != ',')
    return close_container (self);
  self->position++;
  skip_space (self);
  if (self->position >= self->end)
    return fail (self);
  if ((self->is_object >> (self->depth - 1) & 1) != 0)
    return read_name (self);
  return read_value (self);
}

/**
 * fl_json_reader_init:
 * @text: valid UTF-8, must outlive the reader
 */
void
fl_json_reader_init (FlJsonReader *self,
                     const char   *text,
                     gsize         n)
{
  if (n == 0)
    text = ""; /* it may be NULL, on which there is no arithmetic */
  *self = (FlJsonReader) { .position = text, .end = text + n, .expected = EXPECT_VALUE };
}

/**
 * fl_json_reader_next:
 *
 * Returns: the next token; after %FL_JSON_END or %FL_JSON_ERROR always the same again
 */
FlJsonToken
fl_json_reader_next (FlJsonReader *self)
{
  skip_space (self);
  if (self->position >= self->end)
    return self->expected == EXPECT_NOTHING && self->depth == 0 ? FL_JSON_END : fail (self);

  switch (self->expected)
    {
    case EXPECT_VALUE:
      return read_value (self);
    case EXPECT_VALUE_OR_END:
      return *self->position == ']' ? close_container (self) : read_value (self);
    case EXPECT_NAME_OR_END:
      return *self->position == '}' ? close_container (self) : read_name (self);
    case EXPECT_COMMA_OR_END:
      return read_next (self);
    default:
      return fail (self);
    }
}

/**
 * fl_json_reader_skip:
 * @token: the token just read
 *
 * When @token opens an object or array, reads up to its end; the slice is then all of it.
 *
 * Returns: %FALSE when what follows is not JSON
 */
gboolean
fl_json_reader_skip (FlJsonReader *self,
                     FlJsonToken   token)
{
  const char *start = self->position - 1;
  guint depth = self->depth;

  if (token == FL_JSON_ERROR || token == FL_JSON_END)
    return FALSE;
  if (token != FL_JSON_OBJECT_BEGIN && token != FL_JSON_ARRAY_BEGIN)
    return TRUE;
  while (self->depth >= depth)
    if (fl_json_reader_next (self) == FL_JSON_ERROR)
      return FALSE;
  self->start = start;
  self->n = (gsize) (self->position - start);
  return TRUE;
}

/**
 * fl_json_is_valid:
 *
 * Returns: whether @text, which is valid UTF-8, is one JSON value not deeper than %FL_JSON_MAX_DEPTH
 */
gboolean
fl_json_is_valid (const char *text,
                  gsize       n)
{
  FlJsonReader reader;
  FlJsonToken token;

  fl_json_reader_init (&reader, text, n);
  do
    token = fl_json_reader_next (&reader);
  while (token != FL_JSON_END && token != FL_JSON_ERROR);
  return token == FL_JSON_END;
}

/**
 * fl_json_is_number:
 *
 * Returns: whether all of @text is one JSON number
 */
gboolean
fl_json_is_number (const char *text,
                   gsize       n)
{
  return n > 0 && measure_number (text, text + n) == text + n;
}

static gunichar
read_hex (const char *digits)
{
  gunichar value = 0;

  for (guint i = 0; i < 4; i++)
    value = value << 4 | (gunichar) g_ascii_xdigit_value (digits[i]);
  return value;
}

/* Reads `\uXXXX` at *at, with its second half when it is a surrogate pair. */
static gunichar
read_unicode_escape (const char **at,
                     const char  *end)
{
  gunichar high = read_hex (*at + 2);
  gunichar low;

  *at += 6;
  if (high == 0)
    return REPLACEMENT_CHARACTER;
  if (high < 0xd800 || high > 0xdfff)
    return high;
  if (high > 0xdbff || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
    return REPLACEMENT_CHARACTER;
  low = read_hex (*at + 2);
  if (low < 0xdc00 || low > 0xdfff)
    return REPLACEMENT_CHARACTER;
  *at += 6;
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/**
 * fl_json_unescape:
 * @slice: a name or string of the reader
 *
 * NUL and halves of surrogate pairs become U+FFFD.
 *
 * Returns: (transfer full): the text that is meant
 */
char *
fl_json_unescape (const char *slice,
                  gsize       n)
{
  static const char from[] = "bfnrt";
  static const char to[] = "\b\f\n\r\t";
  const char *end = slice + n;
  GString *out = g_string_sized_new (n + 1);

  while (slice < end)
    {
      const char *known;

      if (*slice != '\\')
        {
          g_string_append_c (out, *slice++);
          continue;
        }
      if (slice[1] == 'u')
        {
          g_string_append_unichar (out, read_unicode_escape (&slice, end));
          continue;
        }
      known = strchr (from, slice[1]);
      g_string_append_c (out, known != NULL ? to[known - from] : slice[1]);
      slice += 2;
    }
  return g_string_free (out, FALSE);
}
