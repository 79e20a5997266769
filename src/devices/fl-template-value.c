/* A value on its way through the filters of a value template.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-template-value"

#include "devices/fl-template-value.h"

#include "messages/fl-json.h"

#include <math.h>
#include <string.h>

#define MAX_ELEMENTS 64

static void
set (FlTemplateValue     *self,
     FlTemplateValueKind  kind,
     const char          *text)
{
  char *copy = g_strdup (text); /* text may be our own */

  g_free (self->text);
  self->text = copy;
  self->kind = kind;
}

/* The shortest text that is this number, as Python's repr() chooses it. */
static void
set_float (FlTemplateValue *self,
           double           number)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (number == trunc (number) && fabs (number) < 1e16)
    g_ascii_formatd (text, sizeof text, "%.1f", number);
  else
    for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
      {
        g_ascii_formatd (text, sizeof text, formats[i], number);
        if (g_ascii_strtod (text, NULL) >= number && g_ascii_strtod (text, NULL) <= number)
          break;
      }
  set (self, FL_TEMPLATE_VALUE_NUMBER, text);
}

/* A whole number as Python writes it: to the last digit, of which a double can have 309. */
static void
set_whole (FlTemplateValue *self,
           double           number)
{
  char text[512];

  g_ascii_formatd (text, sizeof text, "%.0f", number);
  set (self, FL_TEMPLATE_VALUE_NUMBER, g_str_equal (text, "-0") ? "0" : text);
}

/* Whole numbers keep their digits, however many. */
static gboolean
take_digits (FlTemplateValue *self)
{
  g_autofree char *text = g_strstrip (g_strdup (self->text));
  const char *digits = text + (text[0] == '-' || text[0] == '+');
  g_autofree char *whole = NULL;

  if (digits[0] == '\0' || strspn (digits, "0123456789") != strlen (digits))
    return FALSE;
  while (digits[0] == '0' && digits[1] != '\0')
    digits++;
  whole = g_strconcat (text[0] == '-' && !g_str_equal (digits, "0") ? "-" : "", digits, NULL);
  set (self, FL_TEMPLATE_VALUE_NUMBER, whole);
  return TRUE;
}

static void
multiply (FlTemplateValue       *self,
          double                 number,
          const FlTemplateValue *argument)
{
  double factor;

  if (argument != NULL && argument->kind == FL_TEMPLATE_VALUE_NUMBER && fl_template_value_get_number (argument, &factor) &&
      isfinite (number * factor))
    set_float (self, number * factor);
  else
    set (self, FL_TEMPLATE_VALUE_FAILED, NULL);
}

/* What is no number becomes what the filter was given for that. */
static void
make_number (FlTemplateValue       *self,
             FlTemplateFilter       filter,
             const FlTemplateValue *argument,
             guint                  digits)
{
  double number;

  if (!fl_template_value_get_number (self, &number))
    {
      gboolean is_undefined = self->kind == FL_TEMPLATE_VALUE_UNDEFINED;

      if (is_undefined || argument == NULL || filter == FL_TEMPLATE_FILTER_MULTIPLY)
        set (self, FL_TEMPLATE_VALUE_FAILED, NULL);
      else
        set (self, argument->kind, argument->text);
    }
  else if (filter == FL_TEMPLATE_FILTER_FLOAT)
    set_float (self, number);
  else if (filter == FL_TEMPLATE_FILTER_INT)
    {
      if (!take_digits (self))
        set_whole (self, trunc (number));
    }
  else if (filter == FL_TEMPLATE_FILTER_MULTIPLY)
    multiply (self, number, argument);
  else if (digits == 0)
    set_whole (self, nearbyint (number));
  else
    {
      char format[8];
      char text[512];

      g_snprintf (format, sizeof format, "%%.%uf", MIN (digits, FL_TEMPLATE_MAX_DIGITS));
      g_ascii_formatd (text, sizeof text, format, number);
      set_float (self, g_ascii_strtod (text, NULL));
    }
}

/* Jinja makes text of whatever it is given; of an object, text that only Python writes. */
static void
change_text (FlTemplateValue  *self,
             FlTemplateFilter  filter)
{
  g_autofree char *text = NULL;

  if (self->text == NULL || self->kind == FL_TEMPLATE_VALUE_JSON)
    {
      set (self, FL_TEMPLATE_VALUE_FAILED, NULL);
      return;
    }
  if (filter == FL_TEMPLATE_FILTER_TRIM)
    text = g_strstrip (g_strdup (self->text));
  else
    text = filter == FL_TEMPLATE_FILTER_LOWER ? g_ascii_strdown (self->text, -1) : g_ascii_strup (self->text, -1);
  set (self, FL_TEMPLATE_VALUE_TEXT, text);
}

/* An array of numbers, texts, true and false, of which lists of colours have five; FALSE: something else. */
static gboolean
append_elements (GString    *out,
                 const char *json,
                 const char *separator)
{
  FlJsonReader reader;
  FlJsonToken token;
  guint n_elements = 0;

  fl_json_reader_init (&reader, json, strlen (json));
  if (fl_json_reader_next (&reader) != FL_JSON_ARRAY_BEGIN)
    return FALSE;
  while ((token = fl_json_reader_next (&reader)) != FL_JSON_ARRAY_END)
    {
      g_autofree char *text = NULL;

      if (n_elements == MAX_ELEMENTS)
        return FALSE;
      if (token != FL_JSON_STRING && token != FL_JSON_NUMBER && token != FL_JSON_TRUE && token != FL_JSON_FALSE)
        return FALSE;
      text = token == FL_JSON_STRING ? fl_json_unescape (reader.start, reader.n) : g_strndup (reader.start, reader.n);
      g_string_append (out, n_elements > 0 ? separator : "");
      g_string_append (out, text);
      n_elements++;
    }
  return TRUE;
}

static void
join (FlTemplateValue       *self,
      const FlTemplateValue *separator)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (self->kind == FL_TEMPLATE_VALUE_JSON && separator != NULL && append_elements (out, self->text, separator->text))
    set (self, FL_TEMPLATE_VALUE_TEXT, out->str);
  else
    set (self, FL_TEMPLATE_VALUE_FAILED, NULL);
}

void
fl_template_value_clear (FlTemplateValue *self)
{
  g_clear_pointer (&self->text, g_free);
  self->kind = FL_TEMPLATE_VALUE_FAILED;
}

gboolean
fl_template_filter_from_name (const char       *name,
                              FlTemplateFilter *filter)
{
  static const char *const names[] = {
    [FL_TEMPLATE_FILTER_INT] = "int",           [FL_TEMPLATE_FILTER_FLOAT] = "float",
    [FL_TEMPLATE_FILTER_ROUND] = "round",       [FL_TEMPLATE_FILTER_DEFAULT] = "default",
    [FL_TEMPLATE_FILTER_LOWER] = "lower",       [FL_TEMPLATE_FILTER_UPPER] = "upper",
    [FL_TEMPLATE_FILTER_TRIM] = "trim",         [FL_TEMPLATE_FILTER_IS_DEFINED] = "is_defined",
    [FL_TEMPLATE_FILTER_MULTIPLY] = "multiply", [FL_TEMPLATE_FILTER_JOIN] = "join",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      {
        *filter = (FlTemplateFilter) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * fl_template_value_filter:
 * @argument: (nullable): what default(), int(), float(), multiply() and join() were given
 * @digits: of round()
 *
 * Changes @self to what the filter makes of it. lower and upper change ASCII letters only.
 */
void
fl_template_value_filter (FlTemplateValue       *self,
                          FlTemplateFilter       filter,
                          const FlTemplateValue *argument,
                          guint                  digits)
{
  g_return_if_fail (self != NULL);

  if (self->kind == FL_TEMPLATE_VALUE_FAILED)
    return;

  switch (filter)
    {
    case FL_TEMPLATE_FILTER_INT:
    case FL_TEMPLATE_FILTER_FLOAT:
    case FL_TEMPLATE_FILTER_ROUND:
    case FL_TEMPLATE_FILTER_MULTIPLY:
      make_number (self, filter, argument, digits);
      break;
    case FL_TEMPLATE_FILTER_DEFAULT:
      if (self->kind == FL_TEMPLATE_VALUE_UNDEFINED && argument != NULL)
        set (self, argument->kind, argument->text);
      break;
    case FL_TEMPLATE_FILTER_LOWER:
    case FL_TEMPLATE_FILTER_UPPER:
    case FL_TEMPLATE_FILTER_TRIM:
      change_text (self, filter);
      break;
    case FL_TEMPLATE_FILTER_IS_DEFINED:
      if (self->kind == FL_TEMPLATE_VALUE_UNDEFINED)
        set (self, FL_TEMPLATE_VALUE_FAILED, NULL);
      break;
    case FL_TEMPLATE_FILTER_JOIN:
      join (self, argument);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Python's float(): no hexadecimal; and of what it takes we leave out inf and nan, which no sensor means. */
gboolean
fl_template_value_get_number (const FlTemplateValue *self,
                              double                *number)
{
  g_autofree char *text = NULL;
  char *end;

  if (self->kind == FL_TEMPLATE_VALUE_BOOLEAN)
    {
      *number = g_str_equal (self->text, "true") ? 1 : 0;
      return TRUE;
    }
  if (self->kind != FL_TEMPLATE_VALUE_NUMBER && self->kind != FL_TEMPLATE_VALUE_TEXT)
    return FALSE;
  text = g_strstrip (g_strdup (self->text));
  if (text[0] == '\0' || strspn (text, "0123456789+-.eE") != strlen (text))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*number);
}

gboolean
fl_template_value_is_true (const FlTemplateValue *self)
{
  double number;

  switch (self->kind)
    {
    case FL_TEMPLATE_VALUE_TEXT:
      return self->text[0] != '\0';
    case FL_TEMPLATE_VALUE_NUMBER:
      return fl_template_value_get_number (self, &number) ? number < 0 || number > 0 : TRUE;
    case FL_TEMPLATE_VALUE_BOOLEAN:
      return g_str_equal (self->text, "true");
    case FL_TEMPLATE_VALUE_JSON:
      return self->text[1 + strspn (self->text + 1, " \t\r\n")] != (self->text[0] == '{' ? '}' : ']');
    case FL_TEMPLATE_VALUE_FAILED:
    case FL_TEMPLATE_VALUE_UNDEFINED:
    case FL_TEMPLATE_VALUE_NULL:
    default:
      return FALSE;
    }
}

/* true is 1 in Python, and "1" is not. */
gboolean
fl_template_value_equal (const FlTemplateValue *a,
                         const FlTemplateValue *b)
{
  double left;
  double right;

  if (a->kind == FL_TEMPLATE_VALUE_JSON || b->kind == FL_TEMPLATE_VALUE_JSON || a->text == NULL || b->text == NULL)
    return FALSE;
  if (a->kind == FL_TEMPLATE_VALUE_TEXT || b->kind == FL_TEMPLATE_VALUE_TEXT)
    return a->kind == b->kind && g_str_equal (a->text, b->text);
  return fl_template_value_get_number (a, &left) && fl_template_value_get_number (b, &right) && left <= right && left >= right;
}
