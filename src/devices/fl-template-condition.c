/* What stands after if in a value template: value_json.ison and value_json.mode == 'white'.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-template-condition"

#include "devices/fl-template-condition.h"

#include "devices/fl-template-expression.h"
#include "devices/fl-template-scan.h"

typedef enum
{
  TEST_TRUE, /* the value itself */
  TEST_DEFINED,
  TEST_EQUAL,
  TEST_UNEQUAL,
  TEST_AT_MOST,
  TEST_AT_LEAST,
  TEST_LESS,
  TEST_MORE
} Test;

typedef struct
{
  gboolean              is_not;
  FlTemplateExpression *expression;
  Test                  test;
  FlTemplateValue       literal;
} Term;

struct _FlTemplateCondition
{
  GArray   *terms;
  gboolean  is_any; /* joined by or */
};

static void
term_clear (gpointer data)
{
  Term *term = data;

  g_clear_pointer (&term->expression, fl_template_expression_free);
  fl_template_value_clear (&term->literal);
}

static gboolean
scan_test (const char **at,
           Term        *term)
{
  /* The longer before the shorter. */
  static const struct { const char *sign; Test test; } signs[] = {
    { "==", TEST_EQUAL }, { "!=", TEST_UNEQUAL }, { "<=", TEST_AT_MOST },
    { ">=", TEST_AT_LEAST }, { "<", TEST_LESS }, { ">", TEST_MORE },
  };

  if (fl_template_scan_word (at, "is"))
    {
      term->is_not ^= fl_template_scan_word (at, "not");
      term->test = TEST_DEFINED;
      return fl_template_scan_word (at, "defined");
    }
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (fl_template_scan_sign (at, signs[i].sign))
      {
        term->test = signs[i].test;
        return fl_template_scan_literal (at, &term->literal);
      }
  return TRUE;
}

static gboolean
scan_term (const char **at,
           Term        *term)
{
  fl_template_scan_space (at);
  term->is_not = fl_template_scan_word (at, "not");
  term->expression = fl_template_expression_scan (at);
  return term->expression != NULL && scan_test (at, term);
}

static FlTemplateAnswer
answer (gboolean is_yes)
{
  return is_yes ? FL_TEMPLATE_ANSWER_YES : FL_TEMPLATE_ANSWER_NO;
}

/* Only numbers have an order that is the same here and there. */
static FlTemplateAnswer
compare (const Term            *term,
         const FlTemplateValue *value)
{
  double number;
  double limit;

  if (value->kind != FL_TEMPLATE_VALUE_NUMBER || !fl_template_value_get_number (value, &number) ||
      term->literal.kind != FL_TEMPLATE_VALUE_NUMBER || !fl_template_value_get_number (&term->literal, &limit))
    return FL_TEMPLATE_ANSWER_NONE;
  if (term->test == TEST_AT_MOST)
    return answer (number <= limit);
  if (term->test == TEST_AT_LEAST)
    return answer (number >= limit);
  return answer (term->test == TEST_LESS ? number < limit : number > limit);
}

static FlTemplateAnswer
evaluate_term (const Term *term,
               const char *payload)
{
  g_auto(FlTemplateValue) value = { FL_TEMPLATE_VALUE_FAILED, NULL };
  FlTemplateAnswer found;

  fl_template_expression_evaluate (term->expression, payload, &value);
  if (value.kind == FL_TEMPLATE_VALUE_FAILED)
    return FL_TEMPLATE_ANSWER_NONE;

  switch (term->test)
    {
    case TEST_TRUE:
      found = answer (fl_template_value_is_true (&value));
      break;
    case TEST_DEFINED:
      found = answer (value.kind != FL_TEMPLATE_VALUE_UNDEFINED);
      break;
    case TEST_EQUAL:
      found = answer (fl_template_value_equal (&value, &term->literal));
      break;
    case TEST_UNEQUAL:
      found = answer (!fl_template_value_equal (&value, &term->literal));
      break;
    case TEST_AT_MOST:
    case TEST_AT_LEAST:
    case TEST_LESS:
    case TEST_MORE:
      found = compare (term, &value);
      break;
    default:
      g_assert_not_reached ();
    }
  return found == FL_TEMPLATE_ANSWER_NONE || !term->is_not ? found : answer (found == FL_TEMPLATE_ANSWER_NO);
}

FlTemplateCondition *
fl_template_condition_scan (const char **at)
{
  g_autoptr(FlTemplateCondition) self = g_new0 (FlTemplateCondition, 1);
  const char *ahead = *at;
  gboolean is_more = TRUE;

  self->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  g_array_set_clear_func (self->terms, term_clear);
  while (is_more)
    {
      Term term = { 0 };
      gboolean is_term = scan_term (&ahead, &term);
      gboolean is_or;

      g_array_append_val (self->terms, term);
      if (!is_term || self->terms->len > FL_TEMPLATE_MAX_TERMS)
        return NULL;
      is_or = fl_template_scan_word (&ahead, "or");
      is_more = is_or || fl_template_scan_word (&ahead, "and");
      if (is_more && self->terms->len > 1 && is_or != self->is_any)
        return NULL;
      self->is_any = is_more ? is_or : self->is_any;
    }
  *at = ahead;
  return g_steal_pointer (&self);
}

void
fl_template_condition_free (FlTemplateCondition *self)
{
  g_array_unref (self->terms);
  g_free (self);
}

/* The first term that decides ends it, as in Python: what comes after may have no answer. */
FlTemplateAnswer
fl_template_condition_evaluate (const FlTemplateCondition *self,
                                const char                *payload)
{
  FlTemplateAnswer deciding = answer (self->is_any);

  for (guint i = 0; i < self->terms->len; i++)
    {
      FlTemplateAnswer found = evaluate_term (&g_array_index (self->terms, Term, i), payload);

      if (found == FL_TEMPLATE_ANSWER_NONE || found == deciding)
        return found;
    }
  return answer (!self->is_any);
}
