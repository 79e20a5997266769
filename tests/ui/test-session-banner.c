/* fl-session-banner: what is said first, and the one action beside it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-session-banner.h"

static const struct
{
  const char           *name;
  FlSessionBannerFacts  facts;
  const char           *says;   /* a part of it; NULL: nothing */
  const char           *action;
  const char           *target;
  FlSecurityTone        tone;
} cases[] = {
  { "said by the page", { .state = FL_SESSION_STATE_WAITING, .fault_text = "x", .is_said_by_page = TRUE },
    NULL, NULL, NULL, FL_SECURITY_TONE_CAUTION },
  { "waiting", { .state = FL_SESSION_STATE_WAITING, .fault = FL_LINK_FAULT_TIMEOUT, .fault_text = "No answer.", .seconds_left = 5 },
    "No answer. – Next attempt in 5 seconds", "session.try-now", NULL, FL_SECURITY_TONE_CAUTION },
  { "waiting, one second", { .state = FL_SESSION_STATE_WAITING, .seconds_left = 1 },
    "Next attempt in 1 second", "session.try-now", NULL, FL_SECURITY_TONE_CAUTION },
  { "not trusted", { .state = FL_SESSION_STATE_REFUSED, .fault = FL_LINK_FAULT_NOT_TRUSTED, .fault_text = "Not trusted." },
    "Not trusted.", "session.show-page", "security", FL_SECURITY_TONE_BAD },
  { "credentials", { .state = FL_SESSION_STATE_REFUSED, .fault = FL_LINK_FAULT_BAD_CREDENTIALS, .fault_text = "Wrong." },
    "Wrong.", "session.edit-broker", "sign-in", FL_SECURITY_TONE_BAD },
  { "filters refused", { .state = FL_SESSION_STATE_ONLINE, .fault = FL_LINK_FAULT_NOT_AUTHORIZED, .fault_text = "Some." },
    "Some.", "session.edit-broker", "address", FL_SECURITY_TONE_CAUTION },
  { "all is well", { .state = FL_SESSION_STATE_ONLINE, .has_keys = TRUE, .n_failed = 3 }, NULL, NULL, NULL, FL_SECURITY_TONE_CAUTION },
  { "changed certificate", { .state = FL_SESSION_STATE_ONLINE, .certificate_changed = TRUE, .n_refused = 1 },
    "not the certificate of last time", "session.accept-change", NULL, FL_SECURITY_TONE_BAD },
  { "no key", { .state = FL_SESSION_STATE_ONLINE, .n_failed = 3 }, "no key", "session.edit-broker", "keys", FL_SECURITY_TONE_CAUTION },
  { "over a limit", { .state = FL_SESSION_STATE_ONLINE, .n_refused = 7 }, "7 messages", NULL, NULL, FL_SECURITY_TONE_CAUTION },
  { "service note", { .state = FL_SESSION_STATE_ONLINE, .service_note = "Slow.", .n_refused = 7, .n_failed = 3 },
    "Slow.", "session.dismiss-service-note", NULL, FL_SECURITY_TONE_CAUTION },
  { "service note, waiting", { .state = FL_SESSION_STATE_WAITING, .service_note = "Banned.", .fault_text = "Closed.", .seconds_left = 5 },
    "Banned. – Next attempt in 5 seconds", "session.try-now", NULL, FL_SECURITY_TONE_CAUTION },
  { "inspect only", { .state = FL_SESSION_STATE_REFUSED, .fault = FL_LINK_FAULT_INSPECT_ONLY, .fault_text = "Only TLS." },
    "Only TLS.", "session.show-page", "security", FL_SECURITY_TONE_NEUTRAL },
  { "no keyring", { .state = FL_SESSION_STATE_ONLINE, .keyring_note = "No keyring." },
    "No keyring.", "session.dismiss-keyring", NULL, FL_SECURITY_TONE_CAUTION },
  { "a notice", { .state = FL_SESSION_STATE_ONLINE, .notice = "A demo." }, "A demo.", "session.dismiss-notice", NULL, FL_SECURITY_TONE_NEUTRAL },
  { "a notice comes last", { .state = FL_SESSION_STATE_ONLINE, .notice = "A demo.", .n_refused = 7 },
    "7 messages", NULL, NULL, FL_SECURITY_TONE_CAUTION },
  { "again", { .state = FL_SESSION_STATE_CONNECTING }, "Connecting again", NULL, NULL, FL_SECURITY_TONE_CAUTION },
  { "closed", { .state = FL_SESSION_STATE_CLOSED }, NULL, NULL, NULL, FL_SECURITY_TONE_CAUTION },
};

static void
test_banners (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(FlSessionBanner) said = { 0 };

      fl_session_banner_init (&said, &cases[i].facts);
      g_test_message ("%s: %s", cases[i].name, said.title != NULL ? said.title : "–");
      g_assert_cmpint (said.title != NULL, ==, cases[i].says != NULL);
      if (cases[i].says != NULL)
        g_assert_nonnull (strstr (said.title, cases[i].says));
      g_assert_cmpstr (said.action, ==, cases[i].action);
      g_assert_cmpint (said.button_label != NULL, ==, cases[i].action != NULL);
      g_assert_cmpstr (said.target, ==, cases[i].target);
      if (said.title != NULL)
        g_assert_cmpint (said.tone, ==, cases[i].tone);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-banner/banners", test_banners);
  return g_test_run ();
}
