/* Tests of session/fl-exposure-finding: which sentences and which lines follow from what a stranger met.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-exposure-finding.h"

#include <string.h>

/* N good, - for information, ! caution, X bad: one for each finding; L: it has lines. */
static char *
summarize (GPtrArray *findings)
{
  static const char marks[] = {
    [FL_SECURITY_TONE_NEUTRAL] = '-', [FL_SECURITY_TONE_GOOD] = '+', [FL_SECURITY_TONE_CAUTION] = '!', [FL_SECURITY_TONE_BAD] = 'X',
  };
  g_autoptr(GString) summary = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      FlExposureFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_c (summary, marks[fl_exposure_finding_get_tone (finding)]);
      if (fl_exposure_finding_get_lines (finding) != NULL)
        g_string_append_c (summary, 'L');
      g_assert_cmpint (fl_exposure_finding_get_lines (finding) != NULL, ==, fl_exposure_finding_get_advice (finding) != NULL);
      g_assert_cmpuint (strlen (fl_exposure_finding_get_text (finding)), >, 20);
      g_assert_nonnull (strstr (fl_exposure_finding_get_text (finding), "1884"));
    }
  return g_string_free (g_steal_pointer (&summary), FALSE);
}

static void
test_table (void)
{
  static const struct { FlStrangerOutcome outcome; gboolean is_held_back; const char *here, *extra; } cases[] = {
    { FL_STRANGER_NOBODY, FALSE, "-", "+" },
    { FL_STRANGER_SILENCE, FALSE, "-", "-" },
    { FL_STRANGER_NOT_MQTT, FALSE, "-", "+" },
    { FL_STRANGER_NEEDS_CERTIFICATE, FALSE, "+", "!L+" },
    { FL_STRANGER_NEEDS_KEY, FALSE, "+", "!L+" },
    { FL_STRANGER_TURNED_AWAY, FALSE, "+", "!L+" },
    { FL_STRANGER_MAY_NOT_SUBSCRIBE, FALSE, "XL+", "!LXL+" },
    { FL_STRANGER_HEARD_NOTHING, FALSE, "XL!L", "!LXL!L" },
    { FL_STRANGER_HEARD_NOTHING, TRUE, "XL+", "!LXL+" },
    { FL_STRANGER_HEARD, FALSE, "XLXL", "!LXLXL" },
    { FL_STRANGER_HEARD, TRUE, "XLXL", "!LXLXL" },
    { FL_STRANGER_UNKNOWN, FALSE, "-", "-" },
  };

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      const gsize number = i / 2;
      const gboolean is_extra = i % 2 == 1;
      const FlExposureListener listener = {
        .port = 1884, .is_extra = is_extra, .is_held_back = cases[number].is_held_back, .outcome = cases[number].outcome,
        .fault_text = "The broker is busy.", .filter = "home/#", .listen_s = 3,
      };
      g_autoptr(GPtrArray) findings = fl_exposure_finding_list (&listener);
      g_autofree char *summary = summarize (findings);

      g_test_message ("%s", fl_stranger_outcome_to_code (cases[number].outcome));
      g_assert_cmpstr (summary, ==, is_extra ? cases[number].extra : cases[number].here);
    }
}

static void
test_words (void)
{
  FlExposureListener listener = { .port = 1883, .is_extra = TRUE, .outcome = FL_STRANGER_HEARD, .filter = "ho\nme/#", .username = "anna",
                                  .listen_s = 3 };
  g_autoptr(GPtrArray) findings = fl_exposure_finding_list (&listener);
  g_autoptr(GPtrArray) local = NULL;

  g_assert_cmpstr (fl_exposure_finding_get_lines (findings->pdata[0]), ==, "listener 1883 127.0.0.1");
  g_assert_cmpstr (fl_exposure_finding_get_lines (findings->pdata[1]), ==, "allow_anonymous false\npassword_file /etc/mosquitto/passwords");
  g_assert_nonnull (strstr (fl_exposure_finding_get_advice (findings->pdata[1]), "per_listener_settings"));
  /* A line feed in a filter makes no line of its own. */
  g_assert_cmpstr (fl_exposure_finding_get_lines (findings->pdata[2]), ==,
                   "acl_file /etc/mosquitto/acl\n\n# /etc/mosquitto/acl\nuser anna\ntopic readwrite ho\\nme/#");
  g_assert_null (strstr (fl_exposure_finding_get_text (findings->pdata[2]), "\n"));
  g_assert_null (strstr (fl_exposure_finding_get_text (findings->pdata[0]), "this computer"));
  listener.is_loopback = TRUE;
  local = fl_exposure_finding_list (&listener);
  g_assert_nonnull (strstr (fl_exposure_finding_get_text (local->pdata[0]), "to this computer at least"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exposure-finding/table", test_table);
  g_test_add_func ("/exposure-finding/words", test_words);
  return g_test_run ();
}
