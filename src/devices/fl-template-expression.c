/* A place in a payload and what is done with the value found there: value_json.a['b'][0] | float | round(1).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-template-expression"

#include "devices/fl-template-expression.h"

#include "devices/fl-template-scan.h"
#include "messages/fl-json.h"

#include <string.h>

/* One step down: a member (key), an element (neither), or a part of a text (separator). */
typedef struct
{
  char *key;
  char *separator;
  guint position;
} Step;

typedef struct
{
  FlTemplateFilter filter;
  gboolean         has_argument;
  FlTemplateValue  argument;
  guint            digits;
} Filter;

struct _FlTemplateExpression
{
  gboolean  of_json; /* value_json, not value */
  GArray   *steps;
  GArray   *filters;
};

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_free (step->key);
  g_free (step->separator);
}

static void
filter_clear (gpointer data)
{
  Filter *filter = data;

  fl_template_value_clear (&filter->argument);
}

/* After .split: (',')[1] */
static gboolean
scan_split (const char **at,
            Step        *step)
{
  if (!fl_template_scan_text (at, "("))
    return FALSE;
  step->separator = fl_template_scan_quoted (at);
  return step->separator != NULL && step->separator[0] != '\0' && fl_template_scan_text (at, ")") &&
         fl_template_scan_text (at, "[") && fl_template_scan_index (at, G_MAXUINT16, &step->position) &&
         fl_template_scan_text (at, "]");
}

/* .name, .split(',')[1], ['name'], ["name"] or [3] */
static gboolean
scan_step (const char **at,
           Step        *step)
{
  if (fl_template_scan_text (at, "."))
    {
      step->key = fl_template_scan_name (at);
      if (g_strcmp0 (step->key, "split") != 0 || **at != '(')
        return step->key != NULL;
      g_clear_pointer (&step->key, g_free);
      return scan_split (at, step);
    }
  if (!fl_template_scan_sign (at, "["))
    return FALSE;
  step->key = fl_template_scan_quoted (at);
  if (step->key == NULL && !fl_template_scan_index (at, G_MAXUINT16, &step->position))
    return FALSE;
  fl_template_scan_space (at);
  return fl_template_scan_text (at, "]");
}

/* A text has parts only, and after the first of those there is only text. */
static gboolean
scan_steps (FlTemplateExpression  *self,
            const char           **at)
{
  gboolean is_text = !self->of_json;

  while (**at == '.' || **at == '[')
    {
      Step step = { 0 };
      gboolean is_step = scan_step (at, &step);
      gboolean is_part = step.separator != NULL;

      g_array_append_val (self->steps, step);
      if (!is_step || (is_text && !is_part) || self->steps->len > FL_TEMPLATE_MAX_STEPS)
        return FALSE;
      is_text = is_text || is_part;
    }
  return TRUE;
}

/* What stands in the brackets after a filter's name, if they are there. */
static gboolean
scan_brackets (const char **at,
               Filter      *filter)
{
  if (!fl_template_scan_sign (at, "("))
    return filter->filter != FL_TEMPLATE_FILTER_DEFAULT && filter->filter != FL_TEMPLATE_FILTER_MULTIPLY &&
           filter->filter != FL_TEMPLATE_FILTER_JOIN;

  switch (filter->filter)
    {
    case FL_TEMPLATE_FILTER_ROUND:
      if (!fl_template_scan_index (at, FL_TEMPLATE_MAX_DIGITS, &filter->digits))
        return FALSE;
      break;
    case FL_TEMPLATE_FILTER_INT:
    case FL_TEMPLATE_FILTER_FLOAT:
    case FL_TEMPLATE_FILTER_DEFAULT:
    case FL_TEMPLATE_FILTER_MULTIPLY:
    case FL_TEMPLATE_FILTER_JOIN:
      filter->has_argument = fl_template_scan_literal (at, &filter->argument);
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
  fl_template_scan_space (at);
  return fl_template_scan_text (at, ")");
}

static gboolean
scan_filter (const char **at,
             Filter      *filter)
{
  g_autofree char *name = fl_template_scan_name (at);

  return name != NULL && fl_template_filter_from_name (name, &filter->filter) && scan_brackets (at, filter);
}

static gboolean
scan_filters (FlTemplateExpression  *self,
              const char           **at)
{
  while (fl_template_scan_sign (at, "|"))
    {
      Filter filter = { 0 };
      gboolean is_filter = scan_filter (at, &filter);

      g_array_append_val (self->filters, filter);
      if (!is_filter || self->filters->len > FL_TEMPLATE_MAX_FILTERS)
        return FALSE;
    }
  return TRUE;
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

static gboolean
find_step (FlJsonReader *reader,
           const Step   *step,
           FlJsonToken  *token)
{
  if (step->key == NULL)
    return *token == FL_JSON_ARRAY_BEGIN && find_element (reader, step->position, token);
  if (*token != FL_JSON_OBJECT_BEGIN || !find_member (reader, step->key))
    return FALSE;
  *token = fl_json_reader_next (reader);
  return TRUE;
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

/* A member that is not there is undefined; one of something that is not there, or no object, has no result at all.
 * Returns the first step that is not taken. */
static guint
find_json (const FlTemplateExpression *self,
           const char                 *payload,
           FlTemplateValue            *value)
{
  gsize n = strlen (payload);
  FlJsonReader reader;
  FlJsonToken token;
  guint i;

  if (n > FL_JSON_MAX_BYTES || !fl_json_is_valid (payload, n))
    return self->steps->len;
  fl_json_reader_init (&reader, payload, n);
  token = fl_json_reader_next (&reader);

  for (i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (step->separator != NULL)
        break;
      if (!find_step (&reader, step, &token))
        {
          value->kind = i + 1 == self->steps->len ? FL_TEMPLATE_VALUE_UNDEFINED : FL_TEMPLATE_VALUE_FAILED;
          return self->steps->len;
        }
    }
  read_value (&reader, token, value);
  return i;
}

/* Parts of texts, from this step on. */
static void
find_parts (const FlTemplateExpression *self,
            guint                       first,
            FlTemplateValue            *value)
{
  for (guint i = first; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      g_auto(GStrv) parts = NULL;
      gboolean is_found;

      if (value->kind != FL_TEMPLATE_VALUE_TEXT)
        {
          fl_template_value_clear (value);
          return;
        }
      parts = g_strsplit (value->text, step->separator, -1);
      /* Python makes one empty part of an empty text, GLib none. */
      is_found = step->position < MAX (g_strv_length (parts), 1u);
      fl_template_value_clear (value);
      if (!is_found)
        {
          value->kind = i + 1 == self->steps->len ? FL_TEMPLATE_VALUE_UNDEFINED : FL_TEMPLATE_VALUE_FAILED;
          return;
        }
      value->kind = FL_TEMPLATE_VALUE_TEXT;
      value->text = g_strdup (parts[0] != NULL ? parts[step->position] : "");
    }
}

FlTemplateExpression *
fl_template_expression_scan (const char **at)
{
  g_autoptr(FlTemplateExpression) self = g_new0 (FlTemplateExpression, 1);
  const char *ahead = *at;
  g_autofree char *name = fl_template_scan_name (&ahead);

  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  self->filters = g_array_new (FALSE, FALSE, sizeof (Filter));
  g_array_set_clear_func (self->steps, step_clear);
  g_array_set_clear_func (self->filters, filter_clear);
  self->of_json = g_strcmp0 (name, "value_json") == 0;
  if ((!self->of_json && g_strcmp0 (name, "value") != 0) || !scan_steps (self, &ahead) || !scan_filters (self, &ahead))
    return NULL;
  *at = ahead;
  return g_steal_pointer (&self);
}

void
fl_template_expression_free (FlTemplateExpression *self)
{
  g_array_unref (self->steps);
  g_array_unref (self->filters);
  g_free (self);
}

void
fl_template_expression_evaluate (const FlTemplateExpression *self,
                                 const char                 *payload,
                                 FlTemplateValue            *value)
{
  guint n_taken = 0;

  g_return_if_fail (self != NULL && payload != NULL && value != NULL && value->text == NULL);

  value->kind = FL_TEMPLATE_VALUE_FAILED;
  if (self->of_json)
    n_taken = find_json (self, payload, value);
  else
    *value = (FlTemplateValue) { FL_TEMPLATE_VALUE_TEXT, g_strdup (payload) };
  find_parts (self, n_taken, value);

  for (guint i = 0; i < self->filters->len; i++)
    {
      const Filter *filter = &g_array_index (self->filters, Filter, i);

      fl_template_value_filter (value, filter->filter, filter->has_argument ? &filter->argument : NULL, filter->digits);
    }
}
