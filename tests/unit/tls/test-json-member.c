/* Members come out with their names and types.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-json-member.h"

static void
test_members (void)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  fl_json_member_add_string (builder, "name", "a \"b\"");
  fl_json_member_add_string (builder, "none", NULL);
  fl_json_member_add_boolean (builder, "yes", 2);
  fl_json_member_add_int (builder, "big", G_MAXINT64);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  g_assert_cmpstr (text, ==, "{\"name\":\"a \\\"b\\\"\",\"none\":null,\"yes\":true,\"big\":9223372036854775807}");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-member/members", test_members);
  return g_test_run ();
}
