/* Members of a document of a stranger: with the type that is asked for, or not there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-firmware-json.h"

static void
test_members (void)
{
  g_autoptr(JsonNode) root = fl_firmware_json_parse ("{\"text\":\"a\",\"one\":1,\"yes\":true,\"no\":false,\"less\":-1,\"much\":1e400,\"half\":0.5,"
                                                     "\"large\":99999999999,\"nothing\":null,\"list\":[\"x\",2],\"object\":{\"a\":1}}");
  JsonObject *object;

  g_assert_nonnull (root);
  object = json_node_get_object (root);
  g_assert_cmpstr (fl_firmware_json_get_text (object, "text"), ==, "a");
  g_assert_null (fl_firmware_json_get_text (object, "one"));
  g_assert_null (fl_firmware_json_get_text (object, "nothing"));
  g_assert_null (fl_firmware_json_get_text (object, "missing"));
  g_assert_cmpint (fl_firmware_json_get_number (object, "one"), ==, 1);
  g_assert_cmpint (fl_firmware_json_get_number (object, "yes"), ==, 1);
  g_assert_cmpint (fl_firmware_json_get_number (object, "no"), ==, 0);
  for (guint i = 0; i < 7; i++)
    {
      static const char *const none[] = { "text", "less", "much", "half", "large", "nothing", "missing" };

      g_assert_cmpint (fl_firmware_json_get_number (object, none[i]), ==, -1);
      g_assert_false (fl_firmware_json_is_set (object, none[i]));
    }
  g_assert_true (fl_firmware_json_is_set (object, "yes"));
  g_assert_false (fl_firmware_json_is_set (object, "no"));
  g_assert_nonnull (fl_firmware_json_get_object (object, "object"));
  g_assert_null (fl_firmware_json_get_object (object, "list"));
  g_assert_null (fl_firmware_json_get_array (object, "object"));
  g_assert_cmpstr (fl_firmware_json_get_item (fl_firmware_json_get_array (object, "list"), 0), ==, "x");
  g_assert_null (fl_firmware_json_get_item (fl_firmware_json_get_array (object, "list"), 1));
  g_assert_null (fl_firmware_json_get_item (fl_firmware_json_get_array (object, "list"), 2));
}

static void
test_refuses (void)
{
  static const char *const others[] = { "", "1", "[]", "\"{}\"", "{", "{}x", "{'a':1}", "{\"a\":\"\xff\"}", "// no\n{}" };
  g_autoptr(GString) deep = g_string_new (NULL);
  g_autofree char *long_text = g_strdup_printf ("{\"a\":\"%*s\"}", FL_FIRMWARE_JSON_MAX_BYTES, "");

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (fl_firmware_json_parse (others[i]));
  for (guint i = 0; i < 10000; i++)
    g_string_append (deep, "{\"a\":");
  g_assert_null (fl_firmware_json_parse (deep->str));
  g_assert_null (fl_firmware_json_parse (long_text));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/firmware-json/members", test_members);
  g_test_add_func ("/firmware-json/refuses", test_refuses);
  return g_test_run ();
}
