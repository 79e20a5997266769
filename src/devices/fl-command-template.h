/* A command template of a discovery document, such as {"brightness": {{ value }}}: the payload it makes of variables.
 *
 * Understood are text with
 *
 *   {{ name }}  {{ name | int }}  {{ name | round(0) }}  {{ name | d }}  {{ '#%02x%02x%02x' | format(red, green, blue) }}
 *   {% if name is defined and other is defined %}…{% endif %}
 *
 * and the minus that takes white space away; there is none around the payload, as in Home Assistant. What a variable is worth is put in as it is, so it may be a placeholder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FL_COMMAND_TEMPLATE_MAX_BYTES 4096

typedef struct
{
  const char *name;  /* NULL ends the list */
  const char *value;
} FlCommandVariable;

/* A variable that is not in the list is not defined: an empty text. NULL: the template is not of these forms, or writes
 * what would be taken for a placeholder ({n}). */
char     *fl_command_template_render (const char              *text,
                                      const FlCommandVariable *variables) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the payload is another one when these are defined. */
gboolean  fl_command_template_uses   (const char              *text,
                                      const FlCommandVariable *variables);

G_END_DECLS
