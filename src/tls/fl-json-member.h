/* One member of a JSON object. Here because this is the uppermost room that writes JSON; those below use it too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void fl_json_member_add_string  (JsonBuilder *builder,
                                 const char  *name,
                                 const char  *value);
void fl_json_member_add_boolean (JsonBuilder *builder,
                                 const char  *name,
                                 gboolean     value);
void fl_json_member_add_int     (JsonBuilder *builder,
                                 const char  *name,
                                 gint64       value);

G_END_DECLS
