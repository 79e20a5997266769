/* Which tokens count as replayed: those sent again, never those delivered again or told by another clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-token-watch.h"

#include <string.h>

#define NOW ((gint64) 1700000000) /* s */

/* Half a token's length; letter: tells it from others, as its HMAC would. */
static GBytes *
make_token (char letter)
{
  char text[101];

  memset (text, letter, 100);
  memcpy (text + 98, "A=", 2);
  return g_bytes_new (text, 100);
}

typedef struct
{
  char letter;
  int time;    /* of the token, s after NOW */
  int arrived; /* s after NOW */
  int qos;
  gboolean retained, duplicate;
  FlMessageReplay expected;
} Step;

static FlMessageReplay
take_on (FlTokenWatch *watch,
         const char   *topic,
         const Step   *step)
{
  g_autoptr(GBytes) raw = make_token (step->letter);
  const FlMessageFields fields = {
    .topic = topic, .raw = raw, .qos = step->qos, .retained = step->retained,
    .arrived = (NOW + step->arrived) * G_USEC_PER_SEC,
    .encryption = FL_MESSAGE_DECRYPTED, .token_time = NOW + step->time,
  };

  return fl_token_watch_take (watch, &fields, step->duplicate);
}

#define SAME FL_MESSAGE_SAME_TOKEN
#define OLDER FL_MESSAGE_OLDER_TOKEN

static const struct { const char *name; Step steps[10]; } cases[] = {
  { "fresh tokens, also two in one second", { { 'a', 0, 0 }, { 'b', 0, 0 }, { 'c', 1, 1 } } },
  { "the same again, at once", { { 'a', 0, 0 }, { 'a', 0, 0, .expected = SAME } } },
  { "the same again, after another", { { 'a', 0, 0, 1 }, { 'b', 1, 1, 1 }, { 'a', 0, 2, 1, .expected = SAME } } },
  { "the same again, QoS 1, much later", { { 'a', 0, 0, 1 }, { 'a', 0, 3600, 1, .expected = SAME } } },
  { "the device sends it again, no PUBACK came", { { 'a', 0, 0, 1 }, { 'a', 0, 20, 1 } } },
  { "the broker delivers it again: DUP", { { 'a', 0, 0, 1 }, { 'b', 1, 1, 1 }, { 'a', 0, 90, 1, .duplicate = TRUE } } },
  { "a retained copy after each reconnect", { { 'a', 0, 0 }, { 'a', 0, 50, .retained = TRUE }, { 'a', 0, 99, .retained = TRUE } } },
  { "a retained copy older than what came live",
    { { 'a', 0, 0, .retained = TRUE }, { 'b', 5000, 5000 }, { 'c', 100, 6000, .retained = TRUE }, { 'd', 6001, 6001 } } },
  { "a retained copy sent again live", { { 'a', -500, 0, .retained = TRUE }, { 'b', 1, 1 }, { 'a', -500, 2, .expected = SAME } } },
  { "an older one never seen", { { 'a', 0, 0 }, { 'b', -3600, 1, .expected = OLDER } } },
  { "older than a retained copy", { { 'a', 0, 9, .retained = TRUE }, { 'b', -3600, 10, .expected = OLDER } } },
  { "two seconds of disorder", { { 'a', 0, 20 }, { 'b', -2, 20 } } },
  { "a clock that was ahead and is set right", { { 'a', 86400, 0 }, { 'b', 10, 10 }, { 'c', 20, 20 } } },
  { "a right clock beside one that is ahead", { { 'a', 3600, 0 }, { 'b', 1, 1 }, { 'c', 3602, 2 }, { 'd', 3, 3 } } },
  { "started again, clock not set", { { 'a', 0, 0 }, { 'b', (int) (5 - NOW), 9 }, { 'c', 10, 10 } } },
  { "two wrong clocks: believed in the end",
    { { 'a', 0, 0 }, { 'b', -7200, 1, .expected = OLDER }, { 'c', 60, 60 }, { 'd', -7140, 61, .expected = OLDER },
      { 'e', -7080, 121, .expected = OLDER }, { 'f', -7020, 181 }, { 'g', -6960, 241 } } },
  { "yesterday's recording at its own pace: never",
    { { 'a', 0, 0 }, { 'b', -86400, 1, .expected = OLDER }, { 'c', -86340, 61, .expected = OLDER },
      { 'd', -86280, 121, .expected = OLDER }, { 'e', -86220, 181, .expected = OLDER }, { 'f', -86160, 241, .expected = OLDER } } },
  { "older ones in quick succession: not a clock",
    { { 'a', 0, 0 }, { 'b', -7200, 1, .expected = OLDER }, { 'c', -7000, 2, .expected = OLDER },
      { 'd', -6800, 3, .expected = OLDER }, { 'e', -6600, 4, .expected = OLDER }, { 'f', -6400, 5, .expected = OLDER } } },
};

static void
test_case (gconstpointer data)
{
  const Step *steps = data;
  g_autoptr(FlTokenWatch) watch = fl_token_watch_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases[0].steps) && steps[i].letter != 0; i++)
    {
      g_test_message ("step %u", i);
      g_assert_cmpint (take_on (watch, "home/kitchen/led", &steps[i]), ==, steps[i].expected);
    }
}

/* Devices with different clocks never meet: each topic for itself. */
static void
test_topics (void)
{
  g_autoptr(FlTokenWatch) watch = fl_token_watch_new ();
  const Step ahead = { 'a', 7200, 0 }, behind = { 'b', -7200, 1 };

  g_assert_cmpint (take_on (watch, "home/kitchen/led", &ahead), ==, FL_MESSAGE_NOT_REPLAYED);
  g_assert_cmpint (take_on (watch, "home/garden/led", &behind), ==, FL_MESSAGE_NOT_REPLAYED);
  g_assert_cmpint (take_on (watch, "home/garden/led", &behind), ==, FL_MESSAGE_SAME_TOKEN);
}

/* What no key opens may be anybody's: it is neither judged nor remembered. */
static void
test_unopened (void)
{
  g_autoptr(FlTokenWatch) watch = fl_token_watch_new ();
  g_autoptr(GBytes) raw = make_token ('a');
  FlMessageFields fields = { .topic = "t", .raw = raw, .arrived = NOW * G_USEC_PER_SEC, .encryption = FL_MESSAGE_FAILED };
  const Step first = { 'a', 0, 0 };

  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (fl_token_watch_take (watch, &fields, FALSE), ==, FL_MESSAGE_NOT_REPLAYED);
  g_assert_cmpint (take_on (watch, "t", &first), ==, FL_MESSAGE_NOT_REPLAYED);
}

/* Opened again after a key was added: it is what it was, and from now on known. */
static void
test_reopened (void)
{
  g_autoptr(FlTokenWatch) watch = fl_token_watch_new ();
  g_autoptr(GBytes) raw = make_token ('a');
  FlMessageFields fields = { .topic = "t", .raw = raw, .arrived = NOW * G_USEC_PER_SEC, .encryption = FL_MESSAGE_DECRYPTED,
                             .token_time = NOW, .reopened = TRUE };
  const Step again = { 'a', 0, 70 };

  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (fl_token_watch_take (watch, &fields, FALSE), ==, FL_MESSAGE_NOT_REPLAYED);
  g_assert_cmpint (take_on (watch, "t", &again), ==, FL_MESSAGE_SAME_TOKEN);
}

/* Padding and a line feed do not make it another token. */
static void
test_padding (void)
{
  g_autoptr(FlTokenWatch) watch = fl_token_watch_new ();
  g_autoptr(GBytes) raw = make_token ('a');
  g_autofree char *text = g_strdup_printf ("%.100s\n", (const char *) g_bytes_get_data (raw, NULL));
  g_autoptr(GBytes) with_line_feed = g_bytes_new (text, 101);
  const FlMessageFields fields = { .topic = "t", .raw = with_line_feed, .arrived = NOW * G_USEC_PER_SEC,
                                   .encryption = FL_MESSAGE_DECRYPTED, .token_time = NOW };
  const Step first = { 'a', 0, 0 };

  take_on (watch, "t", &first);
  g_assert_cmpint (fl_token_watch_take (watch, &fields, FALSE), ==, FL_MESSAGE_SAME_TOKEN);
}

/* More topics and tokens than are kept: bounded, and the latest are known. */
static void
test_bounds (void)
{
  g_autoptr(FlTokenWatch) watch = fl_token_watch_new ();
  const Step step = { 'a', 0, 0 };

  for (guint i = 0; i < FL_TOKEN_WATCH_MAX_TOPICS + 1000; i++)
    {
      g_autofree char *topic = g_strdup_printf ("t/%u", i);

      g_assert_cmpint (take_on (watch, topic, &step), ==, FL_MESSAGE_NOT_REPLAYED);
    }
  for (guint i = 0; i < 3 * FL_TOKEN_WATCH_MAX_TOKENS; i++)
    {
      const Step other = { (char) (1 + i % 250), (int) i, (int) i };

      g_assert_cmpint (take_on (watch, "many", &other), ==, FL_MESSAGE_NOT_REPLAYED);
    }
  g_assert_cmpint (take_on (watch, "many", &(Step) { (char) 150, 149, 200 }), ==, FL_MESSAGE_SAME_TOKEN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/token-watch/%s", cases[i].name);

      g_strdelimit (path + strlen ("/token-watch/"), "/", '-');
      g_test_add_data_func (path, cases[i].steps, test_case);
    }
  g_test_add_func ("/token-watch/topics", test_topics);
  g_test_add_func ("/token-watch/unopened", test_unopened);
  g_test_add_func ("/token-watch/reopened", test_reopened);
  g_test_add_func ("/token-watch/padding", test_padding);
  g_test_add_func ("/token-watch/bounds", test_bounds);
  return g_test_run ();
}
