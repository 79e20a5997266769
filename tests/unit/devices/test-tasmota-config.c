/* Tasmota's description of itself: its topics, words and relays, and what is no such description.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-tasmota-config.h"

#include <string.h>

#define MAC "DC4F220B1A2C"

/* As xdrv_12_discovery.ino writes it; each argument takes the place of a member. */
static char *
make_config (const char *full_topic,
             const char *relays,
             const char *others)
{
  return g_strdup_printf ("{\"ip\":\"192.168.1.5\",\"dn\":\"Plug\",\"fn\":[\"Lamp\",\"\",null],\"hn\":\"plug-6700\",\"mac\":\"" MAC "\","
                          "\"md\":\"Sonoff Basic\",\"ty\":0,\"if\":0,\"ofln\":\"Offline\",\"onln\":\"Online\","
                          "\"state\":[\"OFF\",\"ON\",\"TOGGLE\",\"HOLD\"],\"sw\":\"14.2.0\",\"t\":\"plug\",\"ft\":\"%s\","
                          "\"tp\":[\"cmnd\",\"stat\",\"tele\"],\"rl\":%s,\"so\":{\"4\":0,\"30\":0,\"68\":0,\"82\":0},"
                          "\"lk\":1,\"lt_st\":0,%s\"ver\":1}",
                          full_topic, relays, others);
}

/* FullTopic of the documentation, and what GetTopic_P() does with what is not a plain one. */
static const struct { const char *full, *command, *report, *telemetry; } topics[] = {
  { "%prefix%/%topic%/", "cmnd/plug/", "stat/plug/", "tele/plug/" },
  { "tasmota/%topic%/%prefix%/", "tasmota/plug/cmnd/", "tasmota/plug/stat/", "tasmota/plug/tele/" },
  { "penthouse/bedroom1/bathroom2/%topic%/%prefix%", "penthouse/bedroom1/bathroom2/plug/cmnd/",
    "penthouse/bedroom1/bathroom2/plug/stat/", "penthouse/bedroom1/bathroom2/plug/tele/" },
  { "%prefix%/home/cellar/%topic%/", "cmnd/home/cellar/plug/", "stat/home/cellar/plug/", "tele/home/cellar/plug/" },
  { "%prefix%//%topic%/#", "cmnd/plug/", "stat/plug/", "tele/plug/" },
  { "%prefix%/%hostname%/%id%/", "cmnd/plug-6700/" MAC "/", "stat/plug-6700/" MAC "/", "tele/plug-6700/" MAC "/" },
  { "home/%topic%/", "home/plug/cmnd/", "home/plug/", "home/plug/" },
};

static void
test_topics (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_autofree char *text = make_config (topics[i].full, "[1]", "");
      g_autoptr(FlTasmotaConfig) config = fl_tasmota_config_parse (MAC, text);

      g_test_message ("%s", topics[i].full);
      g_assert_nonnull (config);
      g_assert_cmpstr (config->command_prefix, ==, topics[i].command);
      g_assert_cmpstr (config->report_prefix, ==, topics[i].report);
      g_assert_cmpstr (config->telemetry_prefix, ==, topics[i].telemetry);
    }
}

static void
test_members (void)
{
  g_autofree char *text = make_config ("%prefix%/%topic%/", "[1,2,0,0]", "");
  g_autofree char *one_text = make_config ("%prefix%/%topic%/", "[1,0,0,0,0,0,0,0]", "");
  g_autoptr(FlTasmotaConfig) config = fl_tasmota_config_parse (MAC, text);
  g_autoptr(FlTasmotaConfig) one = fl_tasmota_config_parse (MAC, one_text);
  g_autofree char *second = fl_tasmota_config_name_power (config, 1);
  g_autofree char *only = fl_tasmota_config_name_power (one, 0);

  g_assert_cmpstr (config->name, ==, "Plug");
  g_assert_cmpstr (config->model, ==, "Sonoff Basic");
  g_assert_cmpstr (config->on, ==, "ON");
  g_assert_cmpstr (config->off, ==, "OFF");
  g_assert_cmpstr (config->online, ==, "Online");
  g_assert_cmpstr (config->offline, ==, "Offline");
  g_assert_cmpuint (config->n_relays, ==, 2);
  g_assert_cmpint (config->relays[1], ==, FL_TASMOTA_RELAY_LIGHT);
  g_assert_cmpstr (config->relay_names[0], ==, "Lamp");
  g_assert_null (config->relay_names[1]);
  g_assert_true (config->is_linked);
  g_assert_cmpstr (second, ==, "POWER2");
  g_assert_cmpstr (only, ==, "POWER");
}

/* What replaces what in a good description; everything commands depend on has to be right. */
static const struct { const char *good, *bad; } breaks[] = {
  { "\"mac\":\"" MAC "\"", "\"mac\":\"DC4F220B1A2D\"" },
  { "\"mac\":\"" MAC "\"", "\"mac\":12" },
  { "\"ver\":1", "\"ver\":2" },
  { "\"ver\":1", "\"ver\":\"1\"" },
  { "\"ft\":\"%prefix%/%topic%/\"", "\"ft\":[]" },
  { "\"ft\":\"%prefix%/%topic%/\"", "\"ft\":\"\"" },
  { "\"ft\":\"%prefix%/%topic%/\"", "\"ft\":\"$SYS/%prefix%/%topic%/\"" },
  { "\"ft\":\"%prefix%/%topic%/\"", "\"ft\":\"%prefix%/+/\"" },
  { "\"t\":\"plug\"", "\"t\":null" },
  { "\"t\":\"plug\"", "\"t\":\"+\"" },
  { "\"tp\":[\"cmnd\",\"stat\",\"tele\"]", "\"tp\":[\"cmnd\",\"stat\"]" },
  { "\"tp\":[\"cmnd\",\"stat\",\"tele\"]", "\"tp\":\"cmnd\"" },
  { "\"tp\":[\"cmnd\",\"stat\",\"tele\"]", "\"tp\":[1,2,3]" },
  { "\"rl\":[1]", "\"rl\":{}" },
  { "\"rl\":[1]", "\"rl\":[\"1\"]" },
  { "\"rl\":[1]", "\"rl\":[9]" },
  { "\"rl\":[1]", "\"rl\":[-1]" },
  { "\"state\":[\"OFF\",\"ON\",\"TOGGLE\",\"HOLD\"]", "\"state\":[\"OFF\"]" },
  { "\"state\":[\"OFF\",\"ON\",\"TOGGLE\",\"HOLD\"]", "\"state\":[\"ON\",\"on\"]" },
  { "\"so\":{\"4\":0", "\"so\":{\"4\":\"no\"" },
};

static void
test_refuses (void)
{
  static const char *const others[] = { "", "{", "[]", "null", "\"\"", "{}", "{\"ver\":1}" };
  g_autofree char *good = make_config ("%prefix%/%topic%/", "[1]", "");
  g_autofree char *huge = g_strdup_printf ("{\"mac\":\"" MAC "\",\"x\":\"%*s\"}", 70000, "x");

  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_auto(GStrv) parts = g_strsplit (good, breaks[i].good, 2);
      g_autofree char *bad = g_strjoinv (breaks[i].bad, parts);

      g_test_message ("%s", breaks[i].bad);
      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      g_assert_null (fl_tasmota_config_parse (MAC, bad));
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (fl_tasmota_config_parse (MAC, others[i]));
  g_assert_null (fl_tasmota_config_parse (MAC, huge));
}

/* A topic made of nothing but tokens cannot grow without end. */
static void
test_bounds (void)
{
  g_autoptr(GString) full = g_string_new (NULL);
  g_autoptr(GString) relays = g_string_new ("[1");
  g_autofree char *long_topic = NULL;
  g_autofree char *many_relays = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (full, "%topic%");
  for (guint i = 0; i < FL_TASMOTA_MAX_RELAYS; i++)
    g_string_append (relays, ",1");
  g_string_append_c (relays, ']');
  long_topic = make_config (full->str, "[1]", "");
  many_relays = make_config ("%prefix%/%topic%/", relays->str, "");
  g_assert_null (fl_tasmota_config_parse (MAC, long_topic));
  g_assert_null (fl_tasmota_config_parse (MAC, many_relays));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasmota-config/topics", test_topics);
  g_test_add_func ("/tasmota-config/members", test_members);
  g_test_add_func ("/tasmota-config/refuses", test_refuses);
  g_test_add_func ("/tasmota-config/bounds", test_bounds);
  return g_test_run ();
}
