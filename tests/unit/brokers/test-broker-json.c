/* A saved broker: JSON there and back, unknown members kept, nonsense refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-json.h"

#include <string.h>

#include "saved-broker.h"

static FlBroker *
from_text (const char  *text,
           GError     **error)
{
  g_autoptr(JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return fl_broker_from_json (node, error);
}

static void
test_json (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.test", 8883);
  g_autoptr(FlBroker) again = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;

  test_broker_change_everything (broker);
  text = test_broker_to_text (broker);
  again = from_text (text, &error);
  g_assert_no_error (error);
  test_broker_assert_equal (broker, again);
  g_assert_cmpint (fl_broker_get_trust_way (again), ==, FL_TRUST_PLAIN);
  g_object_set (again, "tls", TRUE, NULL);
  g_assert_cmpint (fl_broker_get_trust_way (again), ==, FL_TRUST_PSK);
  g_assert_cmpint (fl_broker_get_pin_since (again), >, G_MAXINT32);
}

static void
test_defaults (void)
{
  g_autoptr(FlBroker) tls = from_text ("{\"host\":\"a\"}", NULL);
  g_autoptr(FlBroker) plain = from_text ("{\"host\":\"a\",\"tls\":false}", NULL);

  g_assert_cmpuint (fl_broker_get_port (tls), ==, 8883);
  g_assert_true (fl_broker_get_tls (tls));
  g_assert_cmpstr (fl_broker_get_name (tls), ==, "a");
  g_assert_cmpuint (fl_broker_get_port (plain), ==, 1883);
}

static void
test_unknown_members (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlBroker) broker = from_text ("{\"host\":\"a\",\"color\":{\"r\":[1,2.5,null]},\"shape\":\"round\"}", &error);
  g_autoptr(FlBroker) copy = NULL;
  g_autofree char *text = NULL;
  g_autofree char *of_copy = NULL;

  g_assert_no_error (error);
  g_object_set (broker, "name", "other", NULL);
  text = test_broker_to_text (broker);
  g_assert_nonnull (strstr (text, "\"color\":{\"r\":[1,2.5,null]}"));
  g_assert_nonnull (strstr (text, "\"shape\":\"round\""));
  copy = fl_broker_copy (broker);
  of_copy = test_broker_to_text (copy);
  g_assert_cmpstr (of_copy, ==, text);
}

static const char *const bad[] = {
  "[]", "5", "\"host\"", "null",
  "{}",
  "{\"host\":\"\"}",
  "{\"host\":5}",
  "{\"host\":\"a b\"}",
  "{\"host\":\"a\\u0001\"}",
  "{\"host\":\"a/b\"}",
  "{\"host\":\"a\",\"id\":\"\"}",
  "{\"host\":\"a\",\"port\":0}",
  "{\"host\":\"a\",\"port\":65536}",
  "{\"host\":\"a\",\"port\":\"8883\"}",
  "{\"host\":\"a\",\"port\":8883.5}",
  "{\"host\":\"a\",\"tls\":1}",
  "{\"host\":\"a\",\"tls\":null}",
  "{\"host\":\"a\",\"qos\":3}",
  "{\"host\":\"a\",\"mqtt_version\":2}",
  "{\"host\":\"a\",\"trust_way\":\"sure\"}",
  "{\"host\":\"a\",\"trust_way\":\"plain\"}",
  "{\"host\":\"a\",\"trust_way\":0}",
  "{\"host\":\"a\",\"pin_since\":-1}",
  "{\"host\":\"a\",\"username\":[]}",
};

static void
test_bad_json (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (from_text (bad[i], &error));
      g_assert_error (error, FL_BROKER_ERROR, FL_BROKER_ERROR_NOT_A_BROKER);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker-json/there-and-back", test_json);
  g_test_add_func ("/broker-json/defaults", test_defaults);
  g_test_add_func ("/broker-json/unknown-members", test_unknown_members);
  g_test_add_func ("/broker-json/bad", test_bad_json);
  return g_test_run ();
}
