/* What payloads of real devices, and of nobody's friends, are read as.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-payload.h"

#include <string.h>

static FlPayload *
read_text (const char *name,
           const char *text)
{
  return fl_payload_new_from_bytes (name, text, strlen (text));
}

static void
test_seed (void)
{
  g_autoptr(FlPayload) payload = read_text ("temperature", "{\"temperature\": 33.02, \"timestamp\": 1614555518.139419}");
  const FlValue *value = fl_payload_get_value (payload, 0);

  g_assert_cmpint (fl_payload_get_kind (payload), ==, FL_PAYLOAD_JSON);
  g_assert_cmpuint (fl_payload_get_n_values (payload), ==, 1);
  g_assert_cmpstr (value->name, ==, "temperature");
  g_assert_cmpstr (value->text, ==, "33.02");
  g_assert_cmpint (value->type, ==, FL_VALUE_NUMBER);
  g_assert_cmpfloat (value->number, ==, 33.02);
  g_assert_cmpuint (value->decimals, ==, 2);
  g_assert_cmpint (fl_payload_get_time (payload), ==, G_GINT64_CONSTANT (1614555518139419));
  g_assert_null (fl_payload_get_value (payload, 1));
}

/* Exactly one value named after the topic, or none when text is NULL. */
static void
test_bare (void)
{
  static const struct { const char *payload, *text; FlValueType type; double number; } cases[] = {
    { "33.02", "33.02", FL_VALUE_NUMBER, 33.02 },
    { "33.0", "33.0", FL_VALUE_NUMBER, 33 },
    { " 21.50\n", "21.50", FL_VALUE_NUMBER, 21.5 },
    { "-5", "-5", FL_VALUE_NUMBER, -5 },
    { "+5", "+5", FL_VALUE_NUMBER, 5 },
    { ".5", ".5", FL_VALUE_NUMBER, .5 },
    { "007", "007", FL_VALUE_NUMBER, 7 },
    { "1e3", "1e3", FL_VALUE_NUMBER, 1000 },
    { "1e999", "1e999", FL_VALUE_STRING, 0 },
    { "nan", "nan", FL_VALUE_STRING, 0 },
    { "0x10", "0x10", FL_VALUE_STRING, 0 },
    { "1.2.3", "1.2.3", FL_VALUE_STRING, 0 },
    { "12:30", "12:30", FL_VALUE_STRING, 0 },
    { "-", "-", FL_VALUE_STRING, 0 },
    { "ON", "ON", FL_VALUE_STRING, 0 },
    { "\"ON\"", "ON", FL_VALUE_STRING, 0 },
    { "two words", "two words", FL_VALUE_STRING, 0 },
    { "true", "true", FL_VALUE_BOOLEAN, 1 },
    { "false", "false", FL_VALUE_BOOLEAN, 0 },
    { "null", "null", FL_VALUE_NULL, 0 },
    { "<b>&\"", "<b>&\"", FL_VALUE_STRING, 0 },
    { "\"a\\nb\"", "a\nb", FL_VALUE_STRING, 0 },
    { "[1, 2]", "[1, 2]", FL_VALUE_STRING, 0 },
    { "two\nlines", NULL, FL_VALUE_STRING, 0 },
    { "rtl \u202e", NULL, FL_VALUE_STRING, 0 },
    { "  ", NULL, FL_VALUE_STRING, 0 },
    { "", NULL, FL_VALUE_STRING, 0 },
    { "\xff", NULL, FL_VALUE_STRING, 0 },
    { "{}", NULL, FL_VALUE_STRING, 0 },
    { "[]", NULL, FL_VALUE_STRING, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlPayload) payload = read_text ("level", cases[i].payload);
      const FlValue *value = fl_payload_get_value (payload, 0);
      g_autofree char *shown = g_strescape (cases[i].payload, NULL);

      g_test_message ("%s", shown);
      g_assert_cmpuint (fl_payload_get_n_values (payload), ==, cases[i].text != NULL);
      if (value == NULL)
        continue;
      g_assert_cmpstr (value->name, ==, "level");
      g_assert_cmpstr (value->text, ==, cases[i].text);
      g_assert_cmpint (value->type, ==, cases[i].type);
      g_assert_cmpfloat (value->number, ==, cases[i].number);
    }
}

static void
test_kind (void)
{
  static const struct { const char *bytes; gsize n; FlPayloadKind kind; } cases[] = {
    { "", 0, FL_PAYLOAD_EMPTY },       { "ON", 2, FL_PAYLOAD_TEXT },      { "{}", 2, FL_PAYLOAD_JSON },
    { "[1]", 3, FL_PAYLOAD_JSON },     { "12", 2, FL_PAYLOAD_TEXT },      { "{", 1, FL_PAYLOAD_TEXT },
    { "a\0b", 3, FL_PAYLOAD_BINARY },  { "\xff\xfe", 2, FL_PAYLOAD_BINARY }, { "\0", 1, FL_PAYLOAD_BINARY },
    { "{\"a\":\"\xff\"}", 9, FL_PAYLOAD_BINARY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlPayload) payload = fl_payload_new_from_bytes ("t", cases[i].bytes, cases[i].n);

      g_assert_cmpint (fl_payload_get_kind (payload), ==, cases[i].kind);
    }
}

static void
test_nested (void)
{
  g_autoptr(FlPayload) payload = read_text ("SENSOR",
    "{\"Time\":\"2026-11-20T12:00:00Z\",\"ENERGY\":{\"Power\":12,\"Total\":1.50,\"time\":5},\"on\":true,\"x\":null,"
    "\"list\":[1,2],\"s\":\"\\u00e9\"}");
  static const struct { const char *name, *text; FlValueType type; } expected[] = {
    { "ENERGY.Power", "12", FL_VALUE_NUMBER }, { "ENERGY.Total", "1.50", FL_VALUE_NUMBER },
    { "ENERGY.time", "5", FL_VALUE_NUMBER },   { "on", "true", FL_VALUE_BOOLEAN },
    { "x", "null", FL_VALUE_NULL },            { "list", "[1,2]", FL_VALUE_STRING },
    { "s", "é", FL_VALUE_STRING },
  };

  g_assert_cmpuint (fl_payload_get_n_values (payload), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpstr (fl_payload_get_value (payload, i)->name, ==, expected[i].name);
      g_assert_cmpstr (fl_payload_get_value (payload, i)->text, ==, expected[i].text);
      g_assert_cmpint (fl_payload_get_value (payload, i)->type, ==, expected[i].type);
    }
  g_assert_cmpint (fl_payload_get_time (payload), ==, G_GINT64_CONSTANT (1795176000000000));
  g_assert_true (fl_payload_find_value (payload, "on") == fl_payload_get_value (payload, 3));
  g_assert_null (fl_payload_find_value (payload, "off"));
}

static void
test_time (void)
{
  static const struct { const char *text; gint64 time; gboolean is_unset; guint n_values; } cases[] = {
    { "{\"ts\": 1614555518}", G_GINT64_CONSTANT (1614555518000000), FALSE, 0 },
    { "{\"ts\": 1614555518139}", G_GINT64_CONSTANT (1614555518139000), FALSE, 0 },
    { "{\"ts\": 1614555518139419}", G_GINT64_CONSTANT (1614555518139419), FALSE, 0 },
    { "{\"time\": \"1614555518\"}", G_GINT64_CONSTANT (1614555518000000), FALSE, 0 },
    { "{\"time\": \"2021-02-28T23:38:38Z\"}", G_GINT64_CONSTANT (1614555518000000), FALSE, 0 },
    { "{\"time\": \"2021-03-01T00:38:38.5+01:00\"}", G_GINT64_CONSTANT (1614555518500000), FALSE, 0 },
    { "{\"Timestamp\": 1614555518}", G_GINT64_CONSTANT (1614555518000000), FALSE, 0 },
    { "{\"ts\": 1, \"timestamp\": 1614555518}", G_GINT64_CONSTANT (1614555518000000), FALSE, 0 },
    { "{\"timestamp\": 1614555518, \"ts\": 1}", G_GINT64_CONSTANT (1614555518000000), FALSE, 0 },
    { "{\"time\": 28805}", -1, TRUE, 0 },
    { "{\"time\": \"1970-01-01T00:00:12Z\"}", -1, TRUE, 0 },
    { "{\"time\": \"1969-01-01T00:00:12Z\"}", -1, TRUE, 0 },
    { "{\"time\": 0}", -1, TRUE, 0 },
    { "{\"time\": \"never\"}", -1, FALSE, 1 },
    { "{\"time\": -5}", -1, FALSE, 1 },
    { "{\"time\": 1e300}", -1, FALSE, 1 },
    { "{\"time\": true}", -1, FALSE, 1 },
    { "{\"time\": [1]}", -1, FALSE, 1 },
    { "{\"time\": {\"a\": 1}}", -1, FALSE, 1 },
    { "{\"a\": {\"time\": 1614555518}}", -1, FALSE, 1 },
    { "{\"uptime\": 1614555518}", -1, FALSE, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlPayload) payload = read_text ("t", cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (fl_payload_get_time (payload), ==, cases[i].time);
      g_assert_cmpint (fl_payload_is_clock_unset (payload), ==, cases[i].is_unset);
      g_assert_cmpuint (fl_payload_get_n_values (payload), ==, cases[i].n_values);
    }
}

static void
test_resolve_time (void)
{
  const gint64 arrived = G_GINT64_CONSTANT (1795176000000000);
  static const struct { const char *text; gint64 token_time; gint64 time; FlTimeSource source; gboolean is_unset; } cases[] = {
    { "{\"ts\": 1614555518}", 1700000000, G_GINT64_CONSTANT (1614555518000000), FL_TIME_SOURCE_PAYLOAD, FALSE },
    { "{\"ts\": 1899999999}", 1700000000, G_GINT64_CONSTANT (1700000000000000), FL_TIME_SOURCE_TOKEN, FALSE },
    { "5", 1700000000, G_GINT64_CONSTANT (1700000000000000), FL_TIME_SOURCE_TOKEN, FALSE },
    { "5", 12, G_GINT64_CONSTANT (1795176000000000), FL_TIME_SOURCE_ARRIVAL, TRUE },
    { "{\"ts\": 12}", 1899999999, G_GINT64_CONSTANT (1795176000000000), FL_TIME_SOURCE_ARRIVAL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) {
        .topic = "t", .payload = bytes, .arrived = arrived, .encryption = FL_MESSAGE_DECRYPTED,
        .token_time = cases[i].token_time });
      g_autoptr(FlPayload) payload = fl_payload_new (message);
      FlTimeSource source;

      g_assert_cmpint (fl_payload_resolve_time (payload, message, &source), ==, cases[i].time);
      g_assert_cmpint (source, ==, cases[i].source);
      g_assert_cmpint (fl_payload_is_clock_unset (payload), ==, cases[i].is_unset);
    }
}

static void
test_failed_token (void)
{
  g_autoptr(GBytes) token = g_bytes_new_static ("gAAAAA", 6);
  g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) {
    .topic = "a/b", .payload = token, .encryption = FL_MESSAGE_FAILED, .failure = FL_MESSAGE_NO_KEY });
  g_autoptr(FlPayload) payload = fl_payload_new (message);

  g_assert_cmpint (fl_payload_get_kind (payload), ==, FL_PAYLOAD_TEXT);
  g_assert_cmpuint (fl_payload_get_n_values (payload), ==, 0);
}

static void
test_table (void)
{
  g_autoptr(FlPayload) payload = read_text ("devices", "[{\"name\": \"Franks Phone\", \"mac\": \"88:29:9C:00:61:A9\"},"
                                                       " {\"mac\": \"00\", \"rssi\": -60.50, \"x\": {\"y\": []}}]");
  const FlPayloadTable *table = fl_payload_get_table (payload, 0);

  g_assert_cmpuint (fl_payload_get_n_tables (payload), ==, 1);
  g_assert_cmpuint (fl_payload_get_n_values (payload), ==, 0);
  g_assert_cmpstr (table->name, ==, "devices");
  g_assert_cmpuint (table->n_columns, ==, 4);
  g_assert_cmpstr (table->columns[0], ==, "name");
  g_assert_null (table->columns[4]);
  g_assert_cmpint (table->key_column, ==, 1);
  g_assert_cmpuint (table->n_rows, ==, 2);
  g_assert_cmpstr (fl_payload_table_get_cell (table, 0, 0), ==, "Franks Phone");
  g_assert_cmpstr (fl_payload_table_get_cell (table, 0, 1), ==, "88:29:9C:00:61:A9");
  g_assert_cmpstr (fl_payload_table_get_cell (table, 0, 2), ==, "");
  g_assert_cmpstr (fl_payload_table_get_cell (table, 1, 0), ==, "");
  g_assert_cmpstr (fl_payload_table_get_cell (table, 1, 2), ==, "-60.50");
  g_assert_cmpstr (fl_payload_table_get_cell (table, 1, 3), ==, "{\"y\": []}");
}

static void
test_table_key (void)
{
  static const struct { const char *text; int key; guint n_rows; } cases[] = {
    { "[]", -1, 0 },
    { "[{}]", -1, 1 },
    { "[{\"a\": 1}]", -1, 1 },
    { "[{\"name\": \"a\", \"id\": 1}]", 1, 1 },
    { "[{\"name\": \"a\", \"id\": 1}, {\"name\": \"b\"}]", 0, 2 },
    { "[{\"name\": \"a\"}, {\"name\": \"\"}]", -1, 2 },
    { "[{\"MAC\": \"a\"}]", 0, 1 },
    { "{\"list\": [{\"id\": 1}]}", 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlPayload) payload = read_text ("t", cases[i].text);

      g_assert_cmpuint (fl_payload_get_n_tables (payload), ==, 1);
      g_assert_cmpint (fl_payload_get_table (payload, 0)->key_column, ==, cases[i].key);
      g_assert_cmpuint (fl_payload_get_table (payload, 0)->n_rows, ==, cases[i].n_rows);
    }
}

/* {"v0":[{"c0":0,"c1":1,…},…],…} repeated; tells what was left out. */
static void
test_bounds (void)
{
  g_autoptr(GString) text = g_string_new ("{\"t\":[");
  g_autoptr(FlPayload) payload = NULL;

  for (guint row = 0; row < FL_PAYLOAD_MAX_ROWS + 5; row++)
    {
      g_string_append (text, row == 0 ? "{" : ",{");
      for (guint column = 0; column < FL_PAYLOAD_MAX_COLUMNS + 1; column++)
        g_string_append_printf (text, "%s\"c%u\":1", column == 0 ? "" : ",", column);
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, ']');
  for (guint i = 0; i < FL_PAYLOAD_MAX_VALUES + 7; i++)
    g_string_append_printf (text, ",\"v%u\":%u", i, i);
  for (guint i = 0; i < FL_PAYLOAD_MAX_TABLES; i++)
    g_string_append_printf (text, ",\"t%u\":[]", i);
  g_string_append_c (text, '}');

  payload = read_text ("x", text->str);
  g_assert_cmpuint (fl_payload_get_n_values (payload), ==, FL_PAYLOAD_MAX_VALUES);
  g_assert_cmpuint (fl_payload_get_n_tables (payload), ==, FL_PAYLOAD_MAX_TABLES);
  g_assert_cmpuint (fl_payload_get_table (payload, 0)->n_columns, ==, FL_PAYLOAD_MAX_COLUMNS);
  g_assert_cmpuint (fl_payload_get_table (payload, 0)->n_rows, ==, FL_PAYLOAD_MAX_ROWS);
  g_assert_cmpuint (fl_payload_get_table (payload, 0)->n_rows_sent, ==, FL_PAYLOAD_MAX_ROWS + 5);
  /* one cell a row kept, the values over, and the one table over that was to become a value */
  g_assert_cmpuint (fl_payload_get_n_left_out (payload), ==, FL_PAYLOAD_MAX_ROWS + 7 + 1);
}

static void
test_deep (void)
{
  for (guint depth = FL_PAYLOAD_MAX_JSON_DEPTH; depth <= FL_PAYLOAD_MAX_JSON_DEPTH + 1; depth++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(FlPayload) payload = NULL;

      for (guint i = 0; i < depth; i++)
        g_string_append (text, "{\"a\":");
      g_string_append (text, "1");
      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, '}');

      payload = read_text ("t", text->str);
      g_assert_cmpint (fl_payload_get_kind (payload) == FL_PAYLOAD_JSON, ==, depth <= FL_PAYLOAD_MAX_JSON_DEPTH);
    }
}

static void
test_too_long (void)
{
  g_autofree char *digits = g_strnfill (FL_PAYLOAD_MAX_JSON_BYTES, '1');
  g_autofree char *text = g_strconcat ("[", digits, "]", NULL);
  g_autoptr(FlPayload) payload = read_text ("t", text);

  g_assert_cmpint (fl_payload_get_kind (payload), ==, FL_PAYLOAD_TEXT);
  g_assert_cmpuint (fl_payload_get_n_values (payload), ==, 0);
}

static void
test_ref (void)
{
  FlPayload *payload = read_text ("t", "1");

  g_assert_true (fl_payload_ref (payload) == payload);
  fl_payload_unref (payload);
  g_assert_cmpuint (fl_payload_get_n_values (payload), ==, 1);
  fl_payload_unref (payload);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/payload/seed", test_seed);
  g_test_add_func ("/payload/bare", test_bare);
  g_test_add_func ("/payload/kind", test_kind);
  g_test_add_func ("/payload/nested", test_nested);
  g_test_add_func ("/payload/time", test_time);
  g_test_add_func ("/payload/resolve-time", test_resolve_time);
  g_test_add_func ("/payload/failed-token", test_failed_token);
  g_test_add_func ("/payload/table", test_table);
  g_test_add_func ("/payload/table-key", test_table_key);
  g_test_add_func ("/payload/bounds", test_bounds);
  g_test_add_func ("/payload/deep", test_deep);
  g_test_add_func ("/payload/too-long", test_too_long);
  g_test_add_func ("/payload/ref", test_ref);
  return g_test_run ();
}
