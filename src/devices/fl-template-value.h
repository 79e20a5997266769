/* A value on its way through the filters of a value template.
 *
 * What the filters do is what Home Assistant's do (developers' documentation "Templating", Jinja's list of builtin filters).
 * Numbers come out as Python writes them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FL_TEMPLATE_VALUE_FAILED,    /* the template has no result */
  FL_TEMPLATE_VALUE_UNDEFINED, /* the member is not there */
  FL_TEMPLATE_VALUE_NULL,
  FL_TEMPLATE_VALUE_TEXT,
  FL_TEMPLATE_VALUE_NUMBER,    /* text: as it was written, or is to be */
  FL_TEMPLATE_VALUE_BOOLEAN,   /* text: "true" or "false" */
  FL_TEMPLATE_VALUE_JSON       /* text: an object or array as it was written */
} FlTemplateValueKind;

/* Clear it after use; text is NULL for the first three kinds. */
typedef struct
{
  FlTemplateValueKind kind;
  char *text;
} FlTemplateValue;

typedef enum
{
  FL_TEMPLATE_FILTER_INT,
  FL_TEMPLATE_FILTER_FLOAT,
  FL_TEMPLATE_FILTER_ROUND,
  FL_TEMPLATE_FILTER_DEFAULT,
  FL_TEMPLATE_FILTER_LOWER,
  FL_TEMPLATE_FILTER_UPPER,
  FL_TEMPLATE_FILTER_TRIM,
  FL_TEMPLATE_FILTER_IS_DEFINED,
  FL_TEMPLATE_FILTER_MULTIPLY,
  FL_TEMPLATE_FILTER_JOIN
} FlTemplateFilter;

/* Digits after the point that round() may be asked for. */
#define FL_TEMPLATE_MAX_DIGITS 15

void     fl_template_value_clear      (FlTemplateValue        *self);
gboolean fl_template_filter_from_name (const char             *name,
                                       FlTemplateFilter       *filter);
void     fl_template_value_filter     (FlTemplateValue        *self,
                                       FlTemplateFilter        filter,
                                       const FlTemplateValue  *argument,
                                       guint                   digits);
/* Python's float(). */
gboolean fl_template_value_get_number (const FlTemplateValue  *self,
                                       double                 *number);
/* What if takes for true. */
gboolean fl_template_value_is_true    (const FlTemplateValue  *self);
/* Python's ==; objects and arrays are equal to nothing. */
gboolean fl_template_value_equal      (const FlTemplateValue  *a,
                                       const FlTemplateValue  *b);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlTemplateValue, fl_template_value_clear)

G_END_DECLS
