/* Documents: by topic, by payload, with several components, and ones that are none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-ha-document.h"

#include <string.h>

static const struct { const char *topic; gboolean is_document; } topics[] = {
  { "homeassistant/switch/a/config", TRUE },
  { "homeassistant/binary_sensor/a-b_C9/config", TRUE },
  { "homeassistant/switch/node/a/config", TRUE },
  { "homeassistant/device/a/config", TRUE },
  { "homeassistant/switch/config", FALSE },
  { "homeassistant/switch/a/b/c/config", FALSE },
  { "homeassistant/switch/a/state", FALSE },
  { "homeassistant/switch/a/config/x", FALSE },
  { "homeassistant/switch//config", FALSE },
  { "homeassistant/sw-itch/a/config", FALSE },
  { "homeassistant/switch/a b/config", FALSE },
  { "homeassistant/switch/\303\244/config", FALSE },
  { "homeassistant/config", FALSE },
  { "homeassistant/", FALSE },
  { "x/homeassistant/switch/a/config", FALSE },
  { "", FALSE },
};

static void
test_topic (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_test_message ("%s", topics[i].topic);
      g_assert_cmpint (fl_ha_document_is_topic (topics[i].topic), ==, topics[i].is_document);
    }
}

static void
test_component (void)
{
  g_autoptr(FlHaDocument) document = fl_ha_document_new ("homeassistant/switch/node/a/config", "{\"cmd_t\":\"x\",\"dev\":{\"ids\":\"d\"}}");
  g_autoptr(FlHaDocument) other = fl_ha_document_new ("homeassistant/switch/a/config", "{\"uniq_id\":\"u\"}");

  g_assert_cmpint (fl_ha_document_get_kind (document), ==, FL_HA_DOCUMENT_COMPONENTS);
  g_assert_cmpuint (fl_ha_document_get_n_components (document), ==, 1);
  g_assert_cmpstr (fl_ha_document_get_component (document, 0)->platform, ==, "switch");
  g_assert_cmpstr (fl_ha_document_get_component (document, 0)->id, ==, "node a");
  g_assert_cmpstr (fl_ha_fields_get_text (fl_ha_document_get_component (document, 0)->fields, "command_topic"), ==, "x");
  g_assert_cmpstr (fl_ha_fields_get_text (fl_ha_document_get_device (document), "identifiers"), ==, "d");
  g_assert_cmpstr (fl_ha_document_get_node (document), ==, "node");
  g_assert_true (fl_ha_document_has_node (document));

  g_assert_cmpstr (fl_ha_document_get_component (other, 0)->id, ==, "u");
  g_assert_cmpstr (fl_ha_document_get_node (other), ==, "a");
  g_assert_false (fl_ha_document_has_node (other));
  g_assert_null (fl_ha_document_get_device (other));
}

static void
test_device (void)
{
  g_autoptr(FlHaDocument) document =
    fl_ha_document_new ("homeassistant/device/a/config",
                        "{\"dev\":{\"ids\":\"d\"},\"stat_t\":\"s\",\"cmd_t\":\"c\",\"val_tpl\":\"not shared\",\"~\":\"not shared\",\"cmps\":{"
                        "\"one\":{\"p\":\"switch\",\"cmd_t\":\"own\"},\"two\":{\"p\":\"sensor\"},\"three\":7,\"four\":{\"name\":\"x\"},"
                        "\"five\":{\"p\":\"sensor\",\"~\":\"b\",\"stat_t\":\"~/t\"}}}");
  const FlHaComponent *component;
  g_autofree char *topic = NULL;

  g_assert_cmpint (fl_ha_document_get_kind (document), ==, FL_HA_DOCUMENT_COMPONENTS);
  g_assert_cmpuint (fl_ha_document_get_n_components (document), ==, 4);
  component = fl_ha_document_get_component (document, 0);
  g_assert_cmpstr (component->id, ==, "one");
  g_assert_cmpstr (fl_ha_fields_get_text (component->fields, "command_topic"), ==, "own");
  g_assert_cmpstr (fl_ha_fields_get_text (component->fields, "state_topic"), ==, "s");
  g_assert_false (fl_ha_fields_has (component->fields, "value_template") || fl_ha_fields_has (component->fields, "~"));
  g_assert_null (fl_ha_document_get_component (document, 1)->fields);
  g_assert_null (fl_ha_document_get_component (document, 2)->fields);
  component = fl_ha_document_get_component (document, 3);
  topic = fl_ha_fields_dup_topic (component->fields, "state_topic");
  g_assert_cmpstr (topic, ==, "b/t");
  g_assert_cmpstr (fl_ha_fields_get_text (component->fields, "command_topic"), ==, "c");
}

static const struct { const char *topic, *payload; FlHaDocumentKind kind; } kinds[] = {
  { "homeassistant/switch/a/config", "", FL_HA_DOCUMENT_WITHDRAWN },
  { "homeassistant/switch/a/config", "{\"migrate_discovery\":true}", FL_HA_DOCUMENT_WITHDRAWN },
  { "homeassistant/switch/a/config", "{\"migr_discvry\":true}", FL_HA_DOCUMENT_WITHDRAWN },
  { "homeassistant/switch/a/config", "{\"migr_discvry\":false}", FL_HA_DOCUMENT_COMPONENTS },
  { "homeassistant/switch/a/config", "{}", FL_HA_DOCUMENT_COMPONENTS },
  { "homeassistant/switch/a/config", " ", FL_HA_DOCUMENT_NO_JSON },
  { "homeassistant/switch/a/config", "[]", FL_HA_DOCUMENT_NO_JSON },
  { "homeassistant/switch/a/config", "{\"dev\":7}", FL_HA_DOCUMENT_NO_JSON },
  { "homeassistant/switch/a/config", "{\"dev\":[]}", FL_HA_DOCUMENT_NO_JSON },
  { "homeassistant/device/a/config", "{\"dev\":{}}", FL_HA_DOCUMENT_NO_JSON },
  { "homeassistant/device/a/config", "{\"cmps\":{}}", FL_HA_DOCUMENT_NO_JSON },
  { "homeassistant/device/a/config", "{\"dev\":{},\"cmps\":[]}", FL_HA_DOCUMENT_NO_JSON },
  { "homeassistant/device/a/config", "{\"dev\":{},\"cmps\":{}}", FL_HA_DOCUMENT_COMPONENTS },
};

static void
test_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(FlHaDocument) document = fl_ha_document_new (kinds[i].topic, kinds[i].payload);

      g_test_message ("%s", kinds[i].payload);
      g_assert_cmpint (fl_ha_document_get_kind (document), ==, kinds[i].kind);
    }
}

static void
test_bounds (void)
{
  g_autofree char *space = g_strnfill (FL_HA_DOCUMENT_MAX_BYTES - 1, ' ');
  g_autofree char *most = g_strconcat ("{", space, NULL);
  g_autofree char *longer = g_strconcat ("{}", space, NULL);
  g_autoptr(FlHaDocument) whole = NULL;
  g_autoptr(FlHaDocument) too_long = fl_ha_document_new ("homeassistant/switch/a/config", longer);
  g_autoptr(FlHaDocument) many_components = NULL;
  g_autoptr(GString) many = g_string_new ("{\"dev\":{},\"cmps\":{");

  most[FL_HA_DOCUMENT_MAX_BYTES - 1] = '}';
  whole = fl_ha_document_new ("homeassistant/switch/a/config", most);
  g_assert_cmpint (fl_ha_document_get_kind (whole), ==, FL_HA_DOCUMENT_COMPONENTS);
  g_assert_cmpint (fl_ha_document_get_kind (too_long), ==, FL_HA_DOCUMENT_TOO_LONG);
  g_assert_cmpuint (fl_ha_document_get_n_components (too_long), ==, 0);

  for (guint i = 0; i < FL_HA_DOCUMENT_MAX_COMPONENTS + 10; i++)
    g_string_append_printf (many, "%s\"c%u\":{\"p\":\"sensor\",\"stat_t\":\"t\"}", i > 0 ? "," : "", i);
  g_string_append (many, "}}");
  many_components = fl_ha_document_new ("homeassistant/device/a/config", many->str);
  g_assert_cmpuint (fl_ha_document_get_n_components (many_components), ==, FL_HA_DOCUMENT_MAX_COMPONENTS);
  g_assert_cmpuint (fl_ha_document_get_n_left_out (many_components), ==, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ha-document/topic", test_topic);
  g_test_add_func ("/ha-document/component", test_component);
  g_test_add_func ("/ha-document/device", test_device);
  g_test_add_func ("/ha-document/kinds", test_kinds);
  g_test_add_func ("/ha-document/bounds", test_bounds);
  return g_test_run ();
}
