/* The endpoint keeps what the user named and what it resolved to apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-endpoint.h"

static void
test_hosts (void)
{
  static const struct { const char *host, *kept, *text; gboolean is_address; } cases[] = {
    { "localhost",        "localhost",        "localhost:8883",        FALSE },
    { "io.adafruit.com",  "io.adafruit.com",  "io.adafruit.com:8883",  FALSE },
    { "127.0.0.1",        "127.0.0.1",        "127.0.0.1:8883",        TRUE  },
    { "::1",              "::1",              "[::1]:8883",            TRUE  },
    { "[::1]",            "::1",              "[::1]:8883",            TRUE  },
    { "[]",               "[]",               "[]:8883",               FALSE },
    { "1.2.3",            "1.2.3",            "1.2.3:8883",            FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (cases[i].host, 8883);
      g_autofree char *text = fl_endpoint_to_text (endpoint);

      g_assert_cmpstr (fl_endpoint_get_host (endpoint), ==, cases[i].kept);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (fl_endpoint_host_is_address (endpoint), ==, cases[i].is_address);
      g_assert_cmpstr (fl_endpoint_get_address (endpoint), ==, cases[i].is_address ? cases[i].kept : NULL);
      g_assert_cmpuint (fl_endpoint_get_port (endpoint), ==, 8883);
    }
}

static void
test_resolved (void)
{
  g_autoptr(FlEndpoint) named = fl_endpoint_new ("broker.example", 8883);
  g_autoptr(FlEndpoint) resolved = fl_endpoint_with_address (named, "192.0.2.7");

  g_assert_null (fl_endpoint_get_address (named));
  g_assert_cmpstr (fl_endpoint_get_address (resolved), ==, "192.0.2.7");
  g_assert_cmpstr (fl_endpoint_get_host (resolved), ==, "broker.example");
  g_assert_false (fl_endpoint_host_is_address (resolved));
}

static void
test_equal (void)
{
  g_autoptr(FlEndpoint) a = fl_endpoint_new ("Broker.Example", 8883);
  g_autoptr(FlEndpoint) b = fl_endpoint_new ("broker.example", 8883);
  g_autoptr(FlEndpoint) c = fl_endpoint_new ("broker.example", 1883);
  g_autoptr(FlEndpoint) d = fl_endpoint_new ("broker.example.org", 8883);
  g_autoptr(FlEndpoint) again = fl_endpoint_ref (a);

  g_assert_true (fl_endpoint_equal (a, b));
  g_assert_false (fl_endpoint_equal (a, c));
  g_assert_false (fl_endpoint_equal (a, d));
  g_assert_true (again == a);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/endpoint/hosts", test_hosts);
  g_test_add_func ("/endpoint/resolved", test_resolved);
  g_test_add_func ("/endpoint/equal", test_equal);
  return g_test_run ();
}
