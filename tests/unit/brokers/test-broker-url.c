/* The address of a saved broker: there and back, and pasted over an old one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-url.h"

static const struct
{
  const char *url;
  const char *host;
  guint       port;
  gboolean    tls;
  const char *base_topic;
  const char *filter;     /* the property */
  const char *subscribed;
  const char *username;
  const char *written;
} urls[] = {
  { "broker.test", "broker.test", 8883, TRUE, "", "", "#", "", "mqtts://broker.test:8883" },
  { "mqtts://anna@broker.test/a/b", "broker.test", 8883, TRUE, "a/b", "", "a/b/#", "anna", "mqtts://anna@broker.test:8883/a/b" },
  { "mqtt://broker.test:1884/home", "broker.test", 1884, FALSE, "home", "", "home/#", "", "mqtt://broker.test:1884/home" },
  { "mqtt://broker.test:8883/home", "broker.test", 8883, TRUE, "home", "", "home/#", "", "mqtts://broker.test:8883/home" },
  { "mqtts://ada@io.adafruit.com", "io.adafruit.com", 8883, TRUE, "", "", "ada/feeds/#", "ada", "mqtts://ada@io.adafruit.com:8883" },
  { "mqtts://ada@io.adafruit.com/ada/f", "io.adafruit.com", 8883, TRUE, "ada/f", "", "ada/f/#", "ada",
    "mqtts://ada@io.adafruit.com:8883/ada/f" },
  { "io.adafruit.com", "io.adafruit.com", 8883, TRUE, "", "", "#", "", "mqtts://io.adafruit.com:8883" },
  { "mqtts://[::1]:8884/a b", "::1", 8884, TRUE, "a b", "", "a b/#", "", "mqtts://[::1]:8884/a%20b" },
};

static void
test_urls (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse (urls[i].url, &error);
      g_autoptr(FlBroker) broker = NULL;
      g_autofree char *subscribed = NULL;
      g_autofree char *written = NULL;

      g_assert_no_error (error);
      broker = fl_broker_new_for_url (url);
      g_assert_cmpstr (fl_broker_get_host (broker), ==, urls[i].host);
      g_assert_cmpuint (fl_broker_get_port (broker), ==, urls[i].port);
      g_assert_cmpint (fl_broker_get_tls (broker), ==, urls[i].tls);
      g_assert_cmpstr (fl_broker_get_base_topic (broker), ==, urls[i].base_topic);
      g_assert_cmpstr (fl_broker_get_filter (broker), ==, urls[i].filter);
      g_assert_cmpstr (fl_broker_get_username (broker), ==, urls[i].username);
      subscribed = fl_broker_dup_filter (broker);
      g_assert_cmpstr (subscribed, ==, urls[i].subscribed);
      written = fl_broker_dup_url (broker);
      g_assert_cmpstr (written, ==, urls[i].written);
    }
}

/* Where a service has the user's topics, they are found by the user name alone; what is named goes first. */
static void
test_base_topic (void)
{
  static const struct { const char *host, *username, *base_topic, *expected; } cases[] = {
    { "io.adafruit.com", "ada", "", "ada/feeds" },
    { "io.adafruit.com", "", "", "" },
    { "io.adafruit.com", "ada", "ada/f", "ada/f" },
    { "broker.test", "ada", "", "" },
  };
  g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse ("mqtts://ada@io.adafruit.com", NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlBroker) broker = fl_broker_new (cases[i].host, 8883);
      g_autofree char *base_topic = NULL;

      g_object_set (broker, "username", cases[i].username, "base-topic", cases[i].base_topic, NULL);
      base_topic = fl_broker_dup_base_topic (broker);
      g_assert_cmpstr (base_topic, ==, cases[i].expected);
      fl_broker_apply_url (broker, url); /* pasted again over itself */
      g_assert_cmpstr (fl_broker_get_filter (broker), ==, "");
    }
}

static void
test_url_with_filter (void)
{
  g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse ("mqtts://broker.test/user/feeds/+", NULL);
  g_autoptr(FlMqttUrl) again = NULL;
  g_autoptr(FlMqttUrl) other = fl_mqtt_url_parse ("mqtts://broker.test/home", NULL);
  g_autoptr(FlBroker) broker = fl_broker_new_for_url (url);
  g_autofree char *subscribed = fl_broker_dup_filter (broker);
  g_autofree char *written = fl_broker_dup_url (broker);
  g_autofree char *after = NULL;

  g_assert_cmpstr (subscribed, ==, "user/feeds/+");
  again = fl_mqtt_url_parse (written, NULL);
  g_assert_cmpstr (fl_mqtt_url_get_filter (again), ==, "user/feeds/+");
  g_object_set (broker, "username", "anna", "name", "mine", NULL);
  fl_broker_apply_url (broker, other);
  after = fl_broker_dup_filter (broker);
  g_assert_cmpstr (after, ==, "home/#");
  g_assert_cmpstr (fl_broker_get_username (broker), ==, "anna");
  g_assert_cmpstr (fl_broker_get_name (broker), ==, "mine");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker-url/urls", test_urls);
  g_test_add_func ("/broker-url/base-topic", test_base_topic);
  g_test_add_func ("/broker-url/filter", test_url_with_filter);
  return g_test_run ();
}
