/* Members of documents: each getter with each type, the base topic, what is taken over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-ha-fields.h"

#include <string.h>

static FlHaFields *
make (const char *json)
{
  FlHaFields *fields = fl_ha_fields_new (FL_HA_NAMES_COMPONENT, json);

  g_assert_nonnull (fields);
  return fields;
}

static void
test_types (void)
{
  g_autoptr(FlHaFields) fields = make ("{\"name\":\"a\\u00e9\",\"n\":5.50,\"b\":true,\"z\":null,\"d\":{\"x\":1},\"l\":[\"p\",\"q\"],\"m\":[1]}");
  g_auto(GStrv) list = fl_ha_fields_dup_texts (fields, "l");

  g_assert_cmpuint (fl_ha_fields_get_n (fields), ==, 7);
  g_assert_cmpstr (fl_ha_fields_get_text (fields, "name"), ==, "a\303\251");
  g_assert_cmpstr (fl_ha_fields_get_text (fields, "n"), ==, "5.50");
  g_assert_cmpstr (fl_ha_fields_get_text (fields, "b"), ==, "true");
  g_assert_null (fl_ha_fields_get_text (fields, "z"));
  g_assert_null (fl_ha_fields_get_text (fields, "none"));
  g_assert_true (fl_ha_fields_has (fields, "z") && fl_ha_fields_is_null (fields, "z"));
  g_assert_false (fl_ha_fields_has (fields, "none") || fl_ha_fields_is_null (fields, "none") || fl_ha_fields_is_null (fields, "b"));
  g_assert_cmpstr (fl_ha_fields_get_json (fields, "d"), ==, "{\"x\":1}");
  g_assert_cmpstr (list[0], ==, "p");
  g_assert_cmpstr (list[1], ==, "q");
  g_assert_null (list[2]);
  g_assert_null (fl_ha_fields_get_wrong (fields));

  g_assert_null (fl_ha_fields_dup_texts (fields, "m"));
  g_assert_cmpstr (fl_ha_fields_get_wrong (fields), ==, "m");
  g_assert_null (fl_ha_fields_get_text (fields, "d"));
  g_assert_cmpstr (fl_ha_fields_get_wrong (fields), ==, "m");
}

static const struct { const char *json; gboolean value, is_wrong; } booleans[] = {
  { "true", TRUE, FALSE }, { "false", FALSE, FALSE }, { "\"on\"", TRUE, FALSE }, { "\"FALSE\"", FALSE, FALSE }, { "0", FALSE, FALSE },
  { "2", TRUE, FALSE }, { "null", TRUE, FALSE }, { "\"maybe\"", TRUE, TRUE }, { "[]", TRUE, TRUE }, { "{}", TRUE, TRUE },
};

static void
test_boolean (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (booleans); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"ret\":%s}", booleans[i].json);
      g_autoptr(FlHaFields) fields = make (json);

      g_test_message ("%s", json);
      g_assert_cmpint (fl_ha_fields_get_boolean (fields, "retain", TRUE), ==, booleans[i].value);
      g_assert_cmpint (fl_ha_fields_get_wrong (fields) != NULL, ==, booleans[i].is_wrong);
    }
}

static const struct { const char *json; double value; gboolean is_wrong; } numbers[] = {
  { "5", 5, FALSE }, { "\"5\"", 5, FALSE }, { "0.5", 7, TRUE }, { "-1", 7, TRUE }, { "1e999", 7, TRUE },
  { "\"5 \"", 7, TRUE }, { "true", 7, TRUE }, { "null", 7, FALSE }, { "[5]", 7, TRUE },
};

static void
test_number (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"bri_scl\":%s}", numbers[i].json);
      g_autoptr(FlHaFields) fields = make (json);

      g_test_message ("%s", json);
      g_assert_cmpfloat (fl_ha_fields_get_number (fields, "brightness_scale", 1, 7), ==, numbers[i].value);
      g_assert_cmpint (fl_ha_fields_get_wrong (fields) != NULL, ==, numbers[i].is_wrong);
    }
}

static const struct { const char *base, *topic, *value; gboolean is_wrong; } topics[] = {
  { "\"home/a\"", "\"~/set\"", "home/a/set", FALSE },
  { "\"home/a\"", "\"set/~\"", "set/home/a", FALSE },
  { "\"home/a\"", "\"~\"", "home/a", FALSE },
  { "\"home/a\"", "\"a~b\"", "a~b", FALSE },
  { "\"~\"", "\"~/set\"", "~/set", FALSE },
  { "7", "\"~/set\"", NULL, TRUE },
  { "7", "\"set\"", "set", FALSE },
  { "\"a\"", "\"\"", "", FALSE },
  { "\"a\"", "5", NULL, TRUE },
  { "\"a\"", "[\"a\"]", NULL, TRUE },
  { "\"a\"", "null", NULL, FALSE },
};

static void
test_topic (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"~\":%s,\"cmd_t\":%s}", topics[i].base, topics[i].topic);
      g_autoptr(FlHaFields) fields = make (json);
      g_autofree char *topic = fl_ha_fields_dup_topic (fields, "command_topic");

      g_test_message ("%s", json);
      g_assert_cmpstr (topic, ==, topics[i].value);
      g_assert_cmpint (fl_ha_fields_get_wrong (fields) != NULL, ==, topics[i].is_wrong);
    }
}

static void
count_cb (const char *name,
          const char *json,
          gpointer    user_data)
{
  g_string_append_printf (user_data, "%s=%s;", name, json != NULL ? json : "-");
}

static void
test_objects (void)
{
  g_autoptr(FlHaFields) fields = make ("{\"a\":{\"x\":1},\"b\":7,\"c\":{},\"avty\":[{\"t\":\"x\"},{\"t\":\"y\"}],\"d\":{}}");
  g_autoptr(GString) seen = g_string_new (NULL);
  g_auto(GStrv) list = fl_ha_fields_dup_objects (fields, "availability");
  g_auto(GStrv) one = fl_ha_fields_dup_objects (fields, "a");

  g_assert_cmpuint (g_strv_length (list), ==, 2);
  g_assert_cmpstr (list[1], ==, "{\"t\":\"y\"}");
  g_assert_cmpstr (one[0], ==, "{\"x\":1}");
  fl_ha_fields_foreach_object (fields, 3, count_cb, seen);
  g_assert_cmpstr (seen->str, ==, "a={\"x\":1};b=-;c={};");
  g_assert_null (fl_ha_fields_get_wrong (fields));
}

static void
test_inherit (void)
{
  static const char *const names[] = { "state_topic", "qos", NULL };
  g_autoptr(FlHaFields) fields = make ("{\"qos\":1}");
  g_autoptr(FlHaFields) other = make ("{\"qos\":2,\"stat_t\":\"~/a\",\"~\":\"home\",\"cmd_t\":\"b\"}");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  fl_ha_fields_inherit (fields, other, names);
  g_assert_cmpstr (fl_ha_fields_get_text (fields, "qos"), ==, "1");
  g_assert_false (fl_ha_fields_has (fields, "command_topic"));
  before = fl_ha_fields_dup_topic (fields, "state_topic");
  g_assert_cmpstr (before, ==, "~/a");
  fl_ha_fields_inherit_base (fields, other);
  after = fl_ha_fields_dup_topic (fields, "state_topic");
  g_assert_cmpstr (after, ==, "home/a");
}

/* Short and whole name at once: the later one counts, as with any member that is there twice. */
static void
test_twice (void)
{
  g_autoptr(FlHaFields) fields = make ("{\"cmd_t\":\"a\",\"command_topic\":\"b\",\"name\":1,\"name\":2}");

  g_assert_cmpuint (fl_ha_fields_get_n (fields), ==, 2);
  g_assert_cmpstr (fl_ha_fields_get_text (fields, "command_topic"), ==, "b");
  g_assert_cmpstr (fl_ha_fields_get_text (fields, "name"), ==, "2");
}

static void
test_none (void)
{
  g_autoptr(GString) many = g_string_new ("{");
  static const char *const texts[] = { "", "5", "[]", "\"a\"", "{\"a\":}", "{\"a\":1", "{\"a\":1}x" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (fl_ha_fields_new (FL_HA_NAMES_COMPONENT, texts[i]));
  for (guint i = 0; i <= FL_HA_FIELDS_MAX_MEMBERS; i++)
    g_string_append_printf (many, "%s\"k%u\":1", i > 0 ? "," : "", i);
  g_string_append_c (many, '}');
  g_assert_null (fl_ha_fields_new (FL_HA_NAMES_COMPONENT, many->str));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ha-fields/types", test_types);
  g_test_add_func ("/ha-fields/boolean", test_boolean);
  g_test_add_func ("/ha-fields/number", test_number);
  g_test_add_func ("/ha-fields/topic", test_topic);
  g_test_add_func ("/ha-fields/objects", test_objects);
  g_test_add_func ("/ha-fields/inherit", test_inherit);
  g_test_add_func ("/ha-fields/twice", test_twice);
  g_test_add_func ("/ha-fields/none", test_none);
  return g_test_run ();
}
