/* What stands after if in a value template: value_json.ison and value_json.mode == 'white'.
 *
 * Terms joined by and, or by or (not both); each an expression alone, after not, with is defined, or compared with a
 * literal by == != < <= > >=.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FL_TEMPLATE_MAX_TERMS 8

typedef enum
{
  FL_TEMPLATE_ANSWER_NONE, /* it cannot be said: the template has no result */
  FL_TEMPLATE_ANSWER_NO,
  FL_TEMPLATE_ANSWER_YES
} FlTemplateAnswer;

/* Immutable once made. */
typedef struct _FlTemplateCondition FlTemplateCondition;

/* Moves *at behind it. NULL: what is there is not of these forms. */
FlTemplateCondition *fl_template_condition_scan     (const char                **at) G_GNUC_WARN_UNUSED_RESULT;
void                 fl_template_condition_free     (FlTemplateCondition        *self);
FlTemplateAnswer     fl_template_condition_evaluate (const FlTemplateCondition  *self,
                                                     const char                 *payload);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTemplateCondition, fl_template_condition_free)

G_END_DECLS
