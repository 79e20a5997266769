/* The fingerprints that Adafruit's example printed are known with their months.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-known-certificate.h"

#include <string.h>

static void
test_name (void)
{
  static const struct { const char *sha1; const char *name; } cases[] = {
    { "18C0C23DBEDD81377340E7E43661CB0ADF96AD25", "io.adafruit.com’s certificate of August 2022 to July 2023" },
    { "26961c2a5107fd15809693aef732ceb90d0155c4", "io.adafruit.com’s certificate of July 2016 to August 2017" },
    { "47d2cb14df389759c6651a1f3e001e53cca517e0", "io.adafruit.com’s certificate of July 2025" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlKnownCertificate *known = fl_known_certificate_find (cases[i].sha1);
      g_autofree char *name = fl_known_certificate_name (known);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
  g_assert_null (fl_known_certificate_find ("18c0c23dbedd81377340e7e43661cb0adf96ad26"));
}

/* Each begins where the one before ends, and none is twice there. */
static void
test_list (void)
{
  guint n;
  const FlKnownCertificate *list = fl_known_certificate_list (&n);

  g_assert_cmpuint (n, ==, 8);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (strlen (list[i].sha1), ==, 40);
      g_assert_true (fl_known_certificate_find (list[i].sha1) == &list[i]);
      if (i > 0)
        g_assert_cmpint (list[i - 1].until, ==, list[i].from);
    }
  g_assert_cmpint (list[n - 1].until, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/known-certificate/name", test_name);
  g_test_add_func ("/known-certificate/list", test_list);
  return g_test_run ();
}
