/* A message is read once: text, time, and whether it says something about now.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-report.h"

#include <string.h>

static FlMessage *
make_message (const char          *text,
              gsize                n,
              gboolean             retained,
              FlMessageEncryption  encryption)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, n);

  return fl_message_new (&(FlMessageFields) { .topic = "a/b", .payload = payload, .retained = retained, .arrived = 1000000000,
                                              .encryption = encryption, .failure = FL_MESSAGE_NO_KEY });
}

static void
test_all (void)
{
  static const struct { const char *text; gsize n; gboolean retained; FlMessageEncryption encryption; const char *read; } cases[] = {
    { "ON", 2, FALSE, FL_MESSAGE_PLAIN, "ON" },
    { "ON", 2, TRUE, FL_MESSAGE_PLAIN, "ON" },
    { "\xff\x00", 2, FALSE, FL_MESSAGE_PLAIN, NULL },
    { "gAAAAA", 6, FALSE, FL_MESSAGE_FAILED, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlMessage) message = make_message (cases[i].text, cases[i].n, cases[i].retained, cases[i].encryption);
      g_auto(FlReport) report = { 0 };

      fl_report_init (&report, message);
      g_assert_cmpstr (report.text, ==, cases[i].read);
      g_assert_cmpint (report.is_old, ==, cases[i].retained);
      g_assert_cmpint (report.time, ==, 1000000000);
      g_assert_cmpint (report.origin, ==, cases[i].retained ? FL_TIME_ORIGIN_RETAINED : FL_TIME_ORIGIN_ARRIVAL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/all", test_all);
  return g_test_run ();
}
