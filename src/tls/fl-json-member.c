/* One member of a JSON object.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-json-member"

#include "tls/fl-json-member.h"

/* null for a @value of %NULL */
void
fl_json_member_add_string (JsonBuilder *builder,
                           const char  *name,
                           const char  *value)
{
  g_return_if_fail (JSON_IS_BUILDER (builder) && name != NULL);

  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
fl_json_member_add_boolean (JsonBuilder *builder,
                            const char  *name,
                            gboolean     value)
{
  g_return_if_fail (JSON_IS_BUILDER (builder) && name != NULL);

  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
fl_json_member_add_int (JsonBuilder *builder,
                        const char  *name,
                        gint64       value)
{
  g_return_if_fail (JSON_IS_BUILDER (builder) && name != NULL);

  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}
