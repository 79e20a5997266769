/* A value template of a discovery document, such as {{ value_json.state }}: what of a payload is meant.
 *
 * Understood are the forms that name one place of the payload, with filters that have one meaning, and a choice between two
 * words:
 *
 *   {{ value }}   {{ value_json }}   {{ value_json.a.b }}   {{ value_json['a'] }}   {{ value_json["a"][0].b }}
 *   {{ value.split(',')[0] }}
 *   | int  | int(0)  | float  | float(0)  | round  | round(2)  | multiply(2.55)  | default('x')  | join(',')
 *   | lower  | upper  | trim  | is_defined
 *   {{ 'ON' if value_json.a else 'OFF' }}   {% if value_json.a == 1 and value_json.b %}ON{% else %}OFF{% endif %}
 *
 * The braces may be left out around an expression, as the conventions of this house do. Everything else of Jinja is not
 * supported: such a template gives nothing, and is shown as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FL_VALUE_TEMPLATE_MAX_BYTES 1024

#define FL_TYPE_VALUE_TEMPLATE (fl_value_template_get_type ())

/* Boxed, immutable, atomically reference-counted: any thread. */
typedef struct _FlValueTemplate FlValueTemplate;

GType            fl_value_template_get_type     (void) G_GNUC_CONST;
FlValueTemplate *fl_value_template_new          (const char            *text) G_GNUC_WARN_UNUSED_RESULT;
FlValueTemplate *fl_value_template_ref          (FlValueTemplate       *self);
void             fl_value_template_unref        (FlValueTemplate       *self);
const char      *fl_value_template_get_text     (const FlValueTemplate *self);
gboolean         fl_value_template_is_supported (const FlValueTemplate *self);
char            *fl_value_template_apply        (const FlValueTemplate *self,
                                                 const char            *payload) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlValueTemplate, fl_value_template_unref)

G_END_DECLS
