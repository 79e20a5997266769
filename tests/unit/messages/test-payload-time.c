/* The times that come with a message: by which names, in which forms, and which of them is believed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-payload-time.h"

#include <string.h>

#define SECOND G_USEC_PER_SEC
#define NOW (G_GINT64_CONSTANT (1700000000) * SECOND)

static void
test_rank (void)
{
  g_assert_cmpuint (fl_payload_time_rank_name ("timestamp"), ==, 0);
  g_assert_cmpuint (fl_payload_time_rank_name ("Time"), ==, 1);
  g_assert_cmpuint (fl_payload_time_rank_name ("TS"), ==, 2);
  g_assert_cmpuint (fl_payload_time_rank_name ("timer"), ==, FL_PAYLOAD_TIME_N_NAMES);
  g_assert_cmpuint (fl_payload_time_rank_name (""), ==, FL_PAYLOAD_TIME_N_NAMES);
}

static void
test_read (void)
{
  static const struct { FlJsonToken token; const char *slice; gint64 time; } cases[] = {
    { FL_JSON_NUMBER, "1614555518.139419", G_GINT64_CONSTANT (1614555518139419) },
    { FL_JSON_STRING, "1614555518", G_GINT64_CONSTANT (1614555518000000) },
    { FL_JSON_NUMBER, "1614555518139", G_GINT64_CONSTANT (1614555518139000) },
    { FL_JSON_NUMBER, "1614555518139419", G_GINT64_CONSTANT (1614555518139419) },
    { FL_JSON_NUMBER, "0", 0 },
    { FL_JSON_NUMBER, "-1", -1 },
    { FL_JSON_NUMBER, "1e17", -1 },
    { FL_JSON_NUMBER, "1e999", -1 },
    { FL_JSON_STRING, "2021-02-28T23:38:38Z", G_GINT64_CONSTANT (1614555518000000) },
    { FL_JSON_STRING, "2021-03-01T00:38:38+01:00", G_GINT64_CONSTANT (1614555518000000) },
    { FL_JSON_STRING, "1960-01-01T00:00:00Z", 0 },
    { FL_JSON_STRING, "yesterday", -1 },
    { FL_JSON_STRING, "", -1 },
    { FL_JSON_TRUE, "true", -1 },
    { FL_JSON_NULL, "null", -1 },
    { FL_JSON_OBJECT_BEGIN, "{", -1 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *longer = g_strconcat (cases[i].slice, "9", NULL); /* a slice ends by its length */

      g_test_message ("%s", cases[i].slice);
      g_assert_cmpint (fl_payload_time_read (cases[i].token, longer, strlen (cases[i].slice)), ==, cases[i].time);
    }
}

static void
test_is_set (void)
{
  g_assert_false (fl_payload_time_is_set (0));
  g_assert_false (fl_payload_time_is_set (FL_PAYLOAD_TIME_FIRST_BELIEVED * SECOND - 1));
  g_assert_true (fl_payload_time_is_set (FL_PAYLOAD_TIME_FIRST_BELIEVED * SECOND));
}

static void
test_choose (void)
{
  static const struct { gint64 own, token_time, time; FlTimeSource source; } cases[] = {
    { NOW - 5, 1690000000, NOW - 5, FL_TIME_SOURCE_PAYLOAD },
    { NOW + G_TIME_SPAN_DAY, 0, NOW + G_TIME_SPAN_DAY, FL_TIME_SOURCE_PAYLOAD },
    { NOW + G_TIME_SPAN_DAY + 1, 1690000000, 1690000000 * G_GINT64_CONSTANT (1000000), FL_TIME_SOURCE_TOKEN },
    { -1, 1690000000, 1690000000 * G_GINT64_CONSTANT (1000000), FL_TIME_SOURCE_TOKEN },
    { -1, FL_PAYLOAD_TIME_FIRST_BELIEVED - 1, NOW, FL_TIME_SOURCE_ARRIVAL },
    { -1, 1700000000 + 86401, NOW, FL_TIME_SOURCE_ARRIVAL },
    { -1, G_MAXINT64, NOW, FL_TIME_SOURCE_ARRIVAL },
    { -1, 0, NOW, FL_TIME_SOURCE_ARRIVAL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FlTimeSource source;

      g_assert_cmpint (fl_payload_time_choose (cases[i].own, cases[i].token_time, NOW, &source), ==, cases[i].time);
      g_assert_cmpint (source, ==, cases[i].source);
    }
  g_assert_cmpint (fl_payload_time_choose (-1, 0, NOW, NULL), ==, NOW);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/payload-time/rank", test_rank);
  g_test_add_func ("/payload-time/read", test_read);
  g_test_add_func ("/payload-time/is-set", test_is_set);
  g_test_add_func ("/payload-time/choose", test_choose);
  return g_test_run ();
}
