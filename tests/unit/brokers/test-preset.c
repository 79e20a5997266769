/* Presets: each makes a broker, each has its words, none connects without TLS beyond this computer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-preset.h"

#include "tls/fl-service.h"

#include <string.h>

static void
test_list (void)
{
  static const struct { const char *id, *host; guint port; gboolean tls; } expected[] = {
    { "local",     "localhost",             1883, FALSE },
    { "emqx",      "broker.emqx.io",        8883, TRUE  },
    { "hivemq",    "broker.hivemq.com",     8883, TRUE  },
    { "mosquitto", "test.mosquitto.org",    8886, TRUE  },
    { "adafruit",  "io.adafruit.com",       8883, TRUE  },
    { "azure",     "HUB.azure-devices.net", 8883, TRUE  },
  };
  guint n;
  const FlPreset *presets = fl_preset_list (&n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlBroker) broker = fl_preset_new_broker (&presets[i]);

      g_assert_cmpstr (presets[i].id, ==, expected[i].id);
      g_assert_true (fl_preset_find (expected[i].id) == &presets[i]);
      g_assert_cmpstr (fl_broker_get_host (broker), ==, expected[i].host);
      g_assert_cmpuint (fl_broker_get_port (broker), ==, expected[i].port);
      g_assert_cmpint (fl_broker_get_tls (broker), ==, expected[i].tls);
      g_assert_cmpstr (fl_broker_get_name (broker), ==, fl_preset_get_name (&presets[i]));
      g_assert_cmpint (fl_broker_get_trust_way (broker), ==, expected[i].tls ? FL_TRUST_SYSTEM : FL_TRUST_PLAIN);
      g_assert_true (expected[i].tls || strcmp (expected[i].host, "localhost") == 0);
      g_assert_cmpuint (strlen (fl_preset_get_note (&presets[i])), >, 20);
      g_assert_cmpint (presets[i].inspect_only, ==, strcmp (presets[i].id, "azure") == 0);
    }
}

static void
test_unknown (void)
{
  g_assert_null (fl_preset_find ("nobody"));
}

static void
test_public (void)
{
  g_autofree char *one = fl_preset_suggest_base_topic ();
  g_autofree char *other = fl_preset_suggest_base_topic ();

  g_assert_true (fl_preset_is_public_host ("broker.emqx.io"));
  g_assert_true (fl_preset_is_public_host ("Test.Mosquitto.ORG"));
  g_assert_false (fl_preset_is_public_host ("localhost"));
  g_assert_false (fl_preset_is_public_host ("io.adafruit.com"));
  g_assert_false (fl_preset_is_public_host ("broker.emqx.io.example"));
  g_assert_cmpstr (one, !=, other);
}

/* Each way is a broker to connect to; what is public, and what limits there are, is known by the host alone. */
static void
test_ways (void)
{
  guint n;
  const FlPreset *presets = fl_preset_list (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (fl_service_of_host (presets[i].host)->is_public, ==, presets[i].is_public);
      g_assert_cmpint (fl_service_of_host (presets[i].host)->is_inspect_only, ==, presets[i].inspect_only);
      if (presets[i].n_ways > 0)
        g_assert_cmpuint (presets[i].ways[0].port, ==, presets[i].port);
      for (guint j = 0; j < presets[i].n_ways; j++)
        {
          const FlPresetWay *way = &presets[i].ways[j];
          g_autoptr(FlBroker) broker = fl_preset_new_broker_for_way (&presets[i], way);
          g_autofree char *port = g_strdup_printf ("%u", way->port);

          g_assert_cmpuint (fl_broker_get_port (broker), ==, way->port);
          g_assert_cmpint (fl_broker_get_trust_way (broker), ==, way->trust_way);
          g_assert_nonnull (strstr (fl_preset_way_get_note (way), port));
          g_assert_cmpuint (strlen (fl_preset_way_get_name (way)), >, 5);
          if (way->trust_way == FL_TRUST_CA)
            g_assert_true (presets[i].ca_file != NULL && g_str_has_prefix (presets[i].ca_page, "https://"));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset/list", test_list);
  g_test_add_func ("/preset/unknown", test_unknown);
  g_test_add_func ("/preset/public", test_public);
  g_test_add_func ("/preset/ways", test_ways);
  return g_test_run ();
}
