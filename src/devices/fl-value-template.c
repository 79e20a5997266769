/* A value template of a discovery document, such as {{ value_json.state }}: what of a payload is meant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-value-template"

#include "devices/fl-value-template.h"

#include "devices/fl-template-condition.h"
#include "devices/fl-template-expression.h"
#include "devices/fl-template-scan.h"

#include <string.h>

/* Either an expression, or a condition and what it chooses between. */
struct _FlValueTemplate
{
  gatomicrefcount       ref_count;
  char                 *text;
  FlTemplateExpression *expression;
  FlTemplateCondition  *condition;
  char                 *yes;
  char                 *no;
  gboolean              is_supported;
};

G_DEFINE_BOXED_TYPE (FlValueTemplate, fl_value_template, fl_value_template_ref, fl_value_template_unref)

/* open is {{ or {%; each may have a minus, which takes away the white space before it. */
static gboolean
scan_open (const char **at,
           const char  *open)
{
  if (!fl_template_scan_text (at, open))
    return FALSE;
  fl_template_scan_text (at, "-");
  fl_template_scan_space (at);
  return TRUE;
}

static gboolean
scan_close (const char **at,
            const char  *close)
{
  fl_template_scan_space (at);
  fl_template_scan_text (at, "-");
  return fl_template_scan_text (at, close);
}

static char *
scan_choice (const char **at)
{
  g_auto(FlTemplateValue) literal = { FL_TEMPLATE_VALUE_FAILED, NULL };

  return fl_template_scan_literal (at, &literal) ? g_steal_pointer (&literal.text) : NULL;
}

/* 'ON' if value_json.a else 'OFF' */
static gboolean
scan_inline_if (FlValueTemplate *self,
                const char     **at)
{
  self->yes = scan_choice (at);
  if (self->yes == NULL || !fl_template_scan_word (at, "if"))
    return FALSE;
  self->condition = fl_template_condition_scan (at);
  if (self->condition == NULL || !fl_template_scan_word (at, "else"))
    return FALSE;
  self->no = scan_choice (at);
  return self->no != NULL;
}

/* What stands between two statements: no template itself. White space around it is not meant. */
static char *
scan_branch (const char **at)
{
  const char *end = strstr (*at, "{%");
  g_autofree char *text = NULL;

  if (end == NULL)
    return NULL;
  text = g_strstrip (g_strndup (*at, (gsize) (end - *at)));
  if (strpbrk (text, "{}") != NULL)
    return NULL;
  *at = end;
  return g_steal_pointer (&text);
}

/* {% if value_json.a %}ON{% else %}OFF{% endif %} */
static gboolean
scan_if (FlValueTemplate *self,
         const char     **at)
{
  if (!scan_open (at, "{%") || !fl_template_scan_word (at, "if"))
    return FALSE;
  self->condition = fl_template_condition_scan (at);
  if (self->condition == NULL || !scan_close (at, "%}"))
    return FALSE;
  self->yes = scan_branch (at);
  if (self->yes == NULL || !scan_open (at, "{%") || !fl_template_scan_word (at, "else") || !scan_close (at, "%}"))
    return FALSE;
  self->no = scan_branch (at);
  return self->no != NULL && scan_open (at, "{%") && fl_template_scan_word (at, "endif") && scan_close (at, "%}");
}

static gboolean
scan_expression (FlValueTemplate *self,
                 const char     **at)
{
  if (!scan_open (at, "{{"))
    return FALSE;
  self->expression = fl_template_expression_scan (at);
  return (self->expression != NULL || scan_inline_if (self, at)) && scan_close (at, "}}");
}

/* Whether all of the text is of one of the forms in the header. */
static gboolean
parse (FlValueTemplate *self)
{
  const char *at = self->text;
  gboolean is_read;

  if (strlen (self->text) > FL_VALUE_TEMPLATE_MAX_BYTES || !g_utf8_validate (self->text, -1, NULL))
    return FALSE;
  fl_template_scan_space (&at);
  if (g_str_has_prefix (at, "{{"))
    is_read = scan_expression (self, &at);
  else if (g_str_has_prefix (at, "{%"))
    is_read = scan_if (self, &at);
  else
    {
      self->expression = fl_template_expression_scan (&at);
      is_read = self->expression != NULL;
    }
  fl_template_scan_space (&at);
  return is_read && *at == '\0';
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
  g_clear_pointer (&self->expression, fl_template_expression_free);
  g_clear_pointer (&self->condition, fl_template_condition_free);
  g_free (self->yes);
  g_free (self->no);
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
 * Numbers without a filter keep the digits the device wrote; objects and arrays come as they were written, true, false and
 * null in JSON's spelling (Home Assistant's is Python's: True, None; words of reports are compared without case). So null is
 * none of the words for on and off: the state is unknown then. White space around the value is taken away, as there.
 *
 * Returns: (transfer full) (nullable): the value; %NULL when the payload has none there, is not JSON where JSON is asked
 *   for, or the template is not supported
 */
char *
fl_value_template_apply (const FlValueTemplate *self,
                         const char            *payload)
{
  g_auto(FlTemplateValue) value = { FL_TEMPLATE_VALUE_FAILED, NULL };

  g_return_val_if_fail (self != NULL && payload != NULL, NULL);

  if (!self->is_supported)
    return NULL;
  if (self->condition != NULL)
    {
      FlTemplateAnswer answer = fl_template_condition_evaluate (self->condition, payload);

      return answer == FL_TEMPLATE_ANSWER_NONE ? NULL : g_strdup (answer == FL_TEMPLATE_ANSWER_YES ? self->yes : self->no);
    }
  fl_template_expression_evaluate (self->expression, payload, &value);
  if (value.kind == FL_TEMPLATE_VALUE_NULL)
    return g_strdup ("null");
  return value.text != NULL ? g_strstrip (g_steal_pointer (&value.text)) : NULL;
}
