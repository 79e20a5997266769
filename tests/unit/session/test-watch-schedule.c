/* Tests of fl-watch-schedule: when a broker is looked at, and when never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-watch-schedule.h"

#define START 1000000
#define SOON (START + FL_WATCH_DELAY_S)
#define HOUR 3600

static void
test_who (void)
{
  static const struct { const char *host; FlTrustWay way; gboolean can; } cases[] = {
    { "broker.example", FL_TRUST_SYSTEM, TRUE },
    { "broker.example", FL_TRUST_CA, TRUE },
    { "broker.example", FL_TRUST_PIN, TRUE },
    { "broker.example", FL_TRUST_INSECURE, TRUE },
    { "broker.example", FL_TRUST_PSK, FALSE },
    { "broker.example", FL_TRUST_PLAIN, FALSE },
    { "io.adafruit.com", FL_TRUST_SYSTEM, FALSE },
    { "IO.Adafruit.com.", FL_TRUST_SYSTEM, FALSE },
    { "test.mosquitto.org", FL_TRUST_SYSTEM, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlWatchFacts facts = { .started_at = START };
      g_autoptr(FlBroker) broker = fl_broker_new (cases[i].host, 8883);

      fl_broker_set_trust_way (broker, cases[i].way);
      g_assert_cmpint (fl_watch_schedule_can_look (broker), ==, cases[i].can);
      g_assert_cmpint (fl_watch_schedule_get_next (broker, &facts, START + HOUR), ==, cases[i].can ? SOON : FL_WATCH_NEVER);
      g_object_set (broker, "watch-certificate", FALSE, NULL);
      g_assert_cmpint (fl_watch_schedule_get_next (broker, &facts, START + HOUR), ==, FL_WATCH_NEVER);
    }
}

static void
test_when (void)
{
  static const struct { gint64 last_look, last_try, now, next; } cases[] = {
    { 0, 0, START, SOON },                                                  /* never seen: soon, but not at once */
    { START - 7 * HOUR, 0, START, SOON },                                   /* seen in an earlier run */
    { START - HOUR, 0, START, START + 5 * HOUR },
    { START + HOUR, 0, START + 2 * HOUR, START + 7 * HOUR },                /* a live handshake is a look */
    { START - 9 * HOUR, START + HOUR, START + 2 * HOUR, START + 7 * HOUR }, /* a look that failed is not repeated at once */
    { START + 900 * HOUR, 0, START + HOUR, START + 7 * HOUR },              /* the clock was set back */
  };
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlWatchFacts facts = { .started_at = START, .last_look = cases[i].last_look, .last_try = cases[i].last_try };

      g_assert_cmpint (fl_watch_schedule_get_next (broker, &facts, cases[i].now), ==, cases[i].next);
    }
}

static void
test_states (void)
{
  static const struct { FlSessionState state; gboolean may; } cases[] = {
    { FL_SESSION_STATE_IDLE, TRUE },
    { FL_SESSION_STATE_CONNECTING, FALSE },
    { FL_SESSION_STATE_ONLINE, TRUE }, /* a connection that lasts for days does not show a new certificate */
    { FL_SESSION_STATE_WAITING, FALSE },
    { FL_SESSION_STATE_REFUSED, TRUE },
    { FL_SESSION_STATE_CLOSED, TRUE },
  };
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlWatchFacts facts = { .started_at = START, .has_session = TRUE, .state = cases[i].state };
      const FlWatchFacts without = { .started_at = START, .state = cases[i].state };

      g_assert_cmpint (fl_watch_schedule_get_next (broker, &facts, START), ==, cases[i].may ? SOON : FL_WATCH_NEVER);
      g_assert_cmpint (fl_watch_schedule_get_next (broker, &without, START), ==, SOON);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/watch-schedule/who", test_who);
  g_test_add_func ("/watch-schedule/when", test_when);
  g_test_add_func ("/watch-schedule/states", test_states);
  return g_test_run ();
}
