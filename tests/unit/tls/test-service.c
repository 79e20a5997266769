/* Tests of tls/fl-service: a service is known by its host, however that was typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-service.h"

static const struct { const char *host, *code; } cases[] = {
  { "io.adafruit.com", "adafruit" },
  { "IO.Adafruit.COM", "adafruit" },
  { "io.adafruit.com.", "adafruit" },
  { "io.adafruit.com.example", "any" },
  { "xio.adafruit.com", "any" },
  { "adafruit.com", "any" },
  { "broker.emqx.io", "emqx" },
  { "broker.hivemq.com", "hivemq" },
  { "test.mosquitto.org", "mosquitto" },
  { "plant.azure-devices.net", "azure" },
  { "Plant.Azure-Devices.Net", "azure" },
  { ".azure-devices.net", "any" },
  { "azure-devices.net", "any" },
  { "plant.azure-devices.net.example", "any" },
  { "localhost", "any" },
  { "127.0.0.1", "any" },
  { "", "any" },
  { ".", "any" },
};

static void
test_hosts (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s”", cases[i].host);
      g_assert_cmpstr (fl_service_of_host (cases[i].host)->code, ==, cases[i].code);
    }
}

static void
test_limits (void)
{
  const FlService *any = fl_service_of_host ("broker.example");
  const FlService *adafruit = fl_service_of_host ("io.adafruit.com");

  g_assert_null (any->name);
  g_assert_true (any->has_retained);
  g_assert_cmpint (any->max_qos, ==, 2);
  g_assert_cmpint (any->mqtt_version, ==, 0);
  g_assert_cmpuint (any->n_dials, ==, 0);
  g_assert_false (any->is_public || any->is_inspect_only || any->has_feeds || any->is_never_probed);

  g_assert_false (adafruit->has_retained);
  g_assert_true (adafruit->has_feeds && adafruit->is_never_probed);
  g_assert_cmpint (adafruit->max_qos, ==, 1);
  g_assert_cmpuint (adafruit->n_dials, <=, 20);
  g_assert_cmpuint (adafruit->n_dials, <=, FL_SERVICE_MAX_DIALS);
  g_assert_cmpuint (adafruit->dial_period_s, >=, 60);

  g_assert_true (fl_service_of_host ("broker.hivemq.com")->is_public);
  g_assert_true (fl_service_of_host ("x.azure-devices.net")->is_inspect_only);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/hosts", test_hosts);
  g_test_add_func ("/service/limits", test_limits);
  return g_test_run ();
}
