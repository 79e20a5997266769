/* What is a host name or an address, and how it is written in a certificate.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-host-name.h"

#include <string.h>

static const struct { const char *text, *name; } good[] = {
  { "localhost",              "localhost"            },
  { "Broker.Home",            "broker.home"          },
  { "raspberry-pi.local",     "raspberry-pi.local"   },
  { "4ever.example",          "4ever.example"        },
  { "1.2.3.x4",               "1.2.3.x4"             },
  { "k\303\274che.home",   "xn--kche-0ra.home"    },
  { "192.168.1.5",            "192.168.1.5"          },
  { "2001:0DB8:0:0::1",       "2001:db8::1"          },
  { "::1",                    "::1"                  },
  { "::ffff:10.0.0.1",        "::ffff:10.0.0.1"      },
};

static const char *const bad[] = {
  "", ".", "a..b", ".home", "home.", "-a.home", "a-.home", "my_pi", "two words", "broker:8883", "mqtts://broker",
  "a/b", "a,DNS:evil", "*.home", "1.2.3", "256.1.1.1", "1.2.3.4.5", "192.168.1", "[::1]", "fe80::1%eth0", "a\nb",
  "\xff", "user@host", ":::1",
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *name = fl_host_name_normalize (good[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (name, ==, good[i].name);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *name = fl_host_name_normalize (bad[i], &error);

      g_test_message ("%s", error != NULL ? error->message : name);
      g_assert_error (error, FL_HOST_NAME_ERROR, FL_HOST_NAME_ERROR_INVALID);
      g_assert_null (name);
      g_assert_null (strchr (error->message, '\n'));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* 63 bytes a label and 253 a name, and not one more. */
static void
test_length (void)
{
  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *long_label = g_strnfill (64, 'a');
  g_autofree char *longest = g_strdup_printf ("%s.%s.%s.%.61s", label, label, label, label);
  g_autofree char *too_long = g_strdup_printf ("%s.%s.%s.%.62s", label, label, label, label);
  g_autofree char *a = fl_host_name_normalize (label, NULL);
  g_autofree char *b = fl_host_name_normalize (long_label, NULL);
  g_autofree char *c = fl_host_name_normalize (longest, NULL);
  g_autofree char *d = fl_host_name_normalize (too_long, NULL);

  g_assert_cmpstr (a, ==, label);
  g_assert_null (b);
  g_assert_cmpuint (strlen (longest), ==, 253);
  g_assert_cmpstr (c, ==, longest);
  g_assert_null (d);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-name/good", test_good);
  g_test_add_func ("/host-name/bad", test_bad);
  g_test_add_func ("/host-name/length", test_length);
  return g_test_run ();
}
