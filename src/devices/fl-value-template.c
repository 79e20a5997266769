/* A value template of a discovery document, such as {{ value_json.state }}: what of a payload is meant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-value-template"

#include "devices/fl-value-template.h"

#include "devices/fl-template-value.h"
#include "messages/fl-json.h"

#include <string.h>

/* One step down into JSON: a member, or with key NULL an element. */
typedef struct
{
  char *key;
  guint position;
} Step;

typedef struct
{
  FlTemplateFilter filter;
  gboolean         has_argument;
  FlTemplateValue  argument;
  guint            digits;
} Filter;

struct _FlValueTemplate
{
  gatomicrefcount  ref_count;
  char            *text;
  gboolean         is_supported;
  gboolean         of_json; /* value_json, not value */
  GArray          *steps;
  GArray          *filters;
};

G_DEFINE_BOXED_TYPE (FlValueTemplate, fl_value_template, fl_value_template_ref, fl_value_template_unref)

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_free (step->key);
}

static void
filter_clear (gpointer data)
{
  Filter *filter = data;

  fl_template_value_clear (&filter->argument);
}

static void
skip_space (const char **at)
{
  *at += strspn (*at, " \t\r\n");
}

static gboolean
take (const char **at,
      const char  *wanted)
{
  if (!g_str_has_prefix (*at, wanted))
    return FALSE;
  *at += strlen (wanted);
  return TRUE;
}

/* As take(), with white space before and after it. */
static gboolean
take_spaced (const char **at,
             const char  *wanted)
{
  skip_space (at);
  if (!take (at, wanted))
    return FALSE;
  skip_space (at);
  return TRUE;
}

/* A name of Jinja; NULL: there is none. */
static char *
take_name (const char **at)
{
  const char *start = *at;

  if (!g_ascii_isalpha (*start) && *start != '_')
    return NULL;
  while (g_ascii_isalnum (**at) || **at == '_')
    (*at)++;
  return g_strndup (start, (gsize) (*at - start));
}

/* 'text' or "text"; one with a backslash is not read. */
static char *
take_quoted (const char **at)
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

static gboolean
take_small_number (const char **at,
                   guint        most,
                   guint       *number)
{
  guint64 value;
  const char *start = *at;
  char *end;

  if (!g_ascii_isdigit (*start))
    return FALSE;
  value = g_ascii_strtoull (start, &end, 10);
  if (end - start > 6 || value > most)
    return FALSE;
  *at = end;
  *number = (guint) value;
  return TRUE;
}

/* .name, ['name'], ["name"] or [3] */
static gboolean
take_step (const char **at,
           Step        *step)
{
  if (take (at, "."))
    {
      step->key = take_name (at);
      return step->key != NULL;
    }
  if (!take_spaced (at, "["))
    return FALSE;
  step->key = take_quoted (at);
  if (step->key == NULL && !take_small_number (at, G_MAXUINT16, &step->position))
    return FALSE;
  skip_space (at);
  return take (at, "]");
}

static gboolean
take_steps (FlValueTemplate *self,
            const char     **at)
{
  while (**at == '.' || **at == '[')
    {
      Step step = { 0 };
      gboolean is_step = take_step (at, &step);

      g_array_append_val (self->steps, step);
      if (!is_step || self->steps->len > FL_VALUE_TEMPLATE_MAX_STEPS)
        return FALSE;
    }
  return self->of_json || self->steps->len == 0;
}

/* A number or a quoted text. */
static gboolean
take_argument (const char      **at,
               FlTemplateValue  *argument)
{
  const char *start = *at;
  gsize n = strspn (start, "-.0123456789");

  argument->text = take_quoted (at);
  argument->kind = FL_TEMPLATE_VALUE_TEXT;
  if (argument->text != NULL)
    return TRUE;
  if (!fl_json_is_number (start, n))
    return FALSE;
  argument->text = g_strndup (start, n);
  argument->kind = FL_TEMPLATE_VALUE_NUMBER;
  *at += n;
  return TRUE;
}

/* What stands in the brackets after a filter's name, if they are there. */
static gboolean
take_brackets (const char **at,
               Filter      *filter)
{
  skip_space (at);
  if (!take_spaced (at, "("))
    return filter->filter != FL_TEMPLATE_FILTER_DEFAULT;

  switch (filter->filter)
    {
    case FL_TEMPLATE_FILTER_ROUND:
      if (!take_small_number (at, FL_TEMPLATE_MAX_DIGITS, &filter->digits))
        return FALSE;
      break;
    case FL_TEMPLATE_FILTER_INT:
    case FL_TEMPLATE_FILTER_FLOAT:
    case FL_TEMPLATE_FILTER_DEFAULT:
      filter->has_argument = take_argument (at, &filter->argument);
      if (!filter->has_argument)
        return FALSE;
      break;
    case FL_TEMPLATE_FILTER_LOWER:
    case FL_TEMPLATE_FILTER_UPPER:
    case FL_TEMPLATE_FILTER_TRIM:
    case FL_TEMPLATE_FILTER_IS_DEFINED:
    default:
      return FALSE;
    }
  skip_space (at);
  return take (at, ")");
}

static gboolean
take_filter (const char **at,
             Filter      *filter)
{
  static const char *const names[] = {
    [FL_TEMPLATE_FILTER_INT] = "int",           [FL_TEMPLATE_FILTER_FLOAT] = "float",
    [FL_TEMPLATE_FILTER_ROUND] = "round",       [FL_TEMPLATE_FILTER_DEFAULT] = "default",
    [FL_TEMPLATE_FILTER_LOWER] = "lower",       [FL_TEMPLATE_FILTER_UPPER] = "upper",
    [FL_TEMPLATE_FILTER_TRIM] = "trim",         [FL_TEMPLATE_FILTER_IS_DEFINED] = "is_defined",
  };
  g_autofree char *name = take_name (at);

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      {
        filter->filter = (FlTemplateFilter) i;
        return take_brackets (at, filter);
      }
  return FALSE;
}

static gboolean
take_filters (FlValueTemplate *self,
              const char     **at)
{
  while (take_spaced (at, "|"))
    {
      Filter filter = { 0 };
      gboolean is_filter = take_filter (at, &filter);

      g_array_append_val (self->filters, filter);
      if (!is_filter || self->filters->len > FL_VALUE_TEMPLATE_MAX_FILTERS)
        return FALSE;
    }
  return TRUE;
}

/* Whether all of the text is one expression of the forms in the header. */
static gboolean
parse (FlValueTemplate *self)
{
  const char *at = self->text;
  g_autofree char *name = NULL;

  if (strlen (self->text) > FL_VALUE_TEMPLATE_MAX_BYTES || !g_utf8_validate (self->text, -1, NULL))
    return FALSE;
  skip_space (&at);
  if (!take (&at, "{{"))
    return FALSE;
  take (&at, "-");
  skip_space (&at);
  name = take_name (&at);
  self->of_json = g_strcmp0 (name, "value_json") == 0;
  if ((!self->of_json && g_strcmp0 (name, "value") != 0) || !take_steps (self, &at) || !take_filters (self, &at))
    return FALSE;
  skip_space (&at);
  take (&at, "-");
  if (!take (&at, "}}"))
    return FALSE;
  skip_space (&at);
  return *at == '\0';
}

/* The reader is behind {; TRUE: it is before the value of the member. Of members of one name the last counts, as in Python. */
static gboolean
find_member (FlJsonReader *reader,
             const char   *key)
{
  FlJsonReader found;
  gboolean is_found = FALSE;

  while (fl_json_reader_next (reader) == FL_JSON_NAME)
    {
      g_autofree char *name = fl_json_unescape (reader->start, reader->n);

      if (g_str_equal (name, key))
        {
          found = *reader;
          is_found = TRUE;
        }
      if (!fl_json_reader_skip (reader, fl_json_reader_next (reader)))
        return FALSE;
    }
  if (is_found)
    *reader = found;
  return is_found;
}

/* The reader is behind [; TRUE: it has just read the element, which is *token. */
static gboolean
find_element (FlJsonReader *reader,
              guint         position,
              FlJsonToken  *token)
{
  *token = fl_json_reader_next (reader);
  for (guint i = 0; *token != FL_JSON_ARRAY_END; i++)
    {
      if (i == position)
        return TRUE;
      if (!fl_json_reader_skip (reader, *token))
        return FALSE;
      *token = fl_json_reader_next (reader);
    }
  return FALSE;
}

static void
read_value (FlJsonReader    *reader,
            FlJsonToken      token,
            FlTemplateValue *value)
{
  fl_json_reader_skip (reader, token);
  if (token == FL_JSON_NULL)
    {
      value->kind = FL_TEMPLATE_VALUE_NULL;
      return;
    }
  value->text = token == FL_JSON_STRING ? fl_json_unescape (reader->start, reader->n) : g_strndup (reader->start, reader->n);
  if (token == FL_JSON_STRING)
    value->kind = FL_TEMPLATE_VALUE_TEXT;
  else if (token == FL_JSON_NUMBER)
    value->kind = FL_TEMPLATE_VALUE_NUMBER;
  else if (token == FL_JSON_TRUE || token == FL_JSON_FALSE)
    value->kind = FL_TEMPLATE_VALUE_BOOLEAN;
  else
    value->kind = FL_TEMPLATE_VALUE_JSON;
}

/* A member that is not there is undefined; one of something that is not there, or no object, has no result at all. */
static void
find_value (const FlValueTemplate *self,
            const char            *payload,
            FlTemplateValue       *value)
{
  gsize n = strlen (payload);
  FlJsonReader reader;
  FlJsonToken token;

  if (n > FL_JSON_MAX_BYTES || !fl_json_is_valid (payload, n))
    return;
  fl_json_reader_init (&reader, payload, n);
  token = fl_json_reader_next (&reader);

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      gboolean is_last = i + 1 == self->steps->len;
      gboolean is_found = FALSE;

      if (step->key != NULL && token == FL_JSON_OBJECT_BEGIN)
        {
          is_found = find_member (&reader, step->key);
          token = is_found ? fl_json_reader_next (&reader) : token;
        }
      else if (step->key == NULL && token == FL_JSON_ARRAY_BEGIN)
        is_found = find_element (&reader, step->position, &token);
      if (!is_found)
        {
          value->kind = is_last ? FL_TEMPLATE_VALUE_UNDEFINED : FL_TEMPLATE_VALUE_FAILED;
          return;
        }
    }
  read_value (&reader, token, value);
}

/**
 * fl_value_template_new:
 * @text: as the document has it; any text
 */
FlValueTemplate *
fl_value_template_new (const char *text)
{
  FlValueTemplate *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (FlValueTemplate, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_strdup (text);
  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  self->filters = g_array_new (FALSE, FALSE, sizeof (Filter));
  g_array_set_clear_func (self->steps, step_clear);
  g_array_set_clear_func (self->filters, filter_clear);
  self->is_supported = parse (self);
  return self;
}

FlValueTemplate *
fl_value_template_ref (FlValueTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_value_template_unref (FlValueTemplate *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->steps);
  g_array_unref (self->filters);
  g_free (self->text);
  g_free (self);
}

/* The template itself, raw: escape it before it is shown. */
const char *
fl_value_template_get_text (const FlValueTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

gboolean
fl_value_template_is_supported (const FlValueTemplate *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_supported;
}

/**
 * fl_value_template_apply:
 * @payload: valid UTF-8
 *
 * Numbers without a filter keep the digits the device wrote; objects and arrays come as they were written, true and false
 * in JSON's spelling (Home Assistant's is Python's: True; words of reports are compared without case).
 *
 * Returns: (transfer full) (nullable): the value; %NULL when the payload has none there (null too), is not JSON where JSON
 *   is asked for, or the template is not supported
 */
char *
fl_value_template_apply (const FlValueTemplate *self,
                         const char            *payload)
{
  g_auto(FlTemplateValue) value = { FL_TEMPLATE_VALUE_FAILED, NULL };

  g_return_val_if_fail (self != NULL && payload != NULL, NULL);

  if (!self->is_supported)
    return NULL;
  if (self->of_json)
    find_value (self, payload, &value);
  else
    value = (FlTemplateValue) { FL_TEMPLATE_VALUE_TEXT, g_strdup (payload) };

  for (guint i = 0; i < self->filters->len; i++)
    {
      const Filter *filter = &g_array_index (self->filters, Filter, i);

      fl_template_value_filter (&value, filter->filter, filter->has_argument ? &filter->argument : NULL, filter->digits);
    }
  return g_steal_pointer (&value.text);
}
