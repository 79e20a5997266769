/* A place in a payload and what is done with the value found there: value_json.a['b'][0] | float | round(1).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-template-value.h"

G_BEGIN_DECLS

#define FL_TEMPLATE_MAX_STEPS   16
#define FL_TEMPLATE_MAX_FILTERS 8

/* Immutable once made. */
typedef struct _FlTemplateExpression FlTemplateExpression;

/* Moves *at behind it. NULL: what is there is not of these forms. */
FlTemplateExpression *fl_template_expression_scan     (const char                 **at) G_GNUC_WARN_UNUSED_RESULT;
void                  fl_template_expression_free     (FlTemplateExpression        *self);
/* payload: valid UTF-8; value must be empty. */
void                  fl_template_expression_evaluate (const FlTemplateExpression  *self,
                                                       const char                  *payload,
                                                       FlTemplateValue             *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTemplateExpression, fl_template_expression_free)

G_END_DECLS
