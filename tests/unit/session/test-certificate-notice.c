/* Tests of fl-certificate-notice: thresholds, and what is said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-certificate-notice.h"

#include "support/fl-test-report.h"

#define DAY ((gint64) 86400)

static void
test_thresholds (void)
{
  static const struct { gint64 days; int threshold; } cases[] = {
    { 365, 0 }, { 31, 0 }, { 30, 30 }, { 15, 30 }, { 14, 14 }, { 8, 14 }, { 7, 7 }, { 2, 7 }, { 1, 1 }, { 0, 1 }, { -1, 0 }, { G_MININT64, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (fl_certificate_notice_get_threshold (cases[i].days), ==, cases[i].threshold);
}

static FlCertificateSighting *
make_sighting (FlCertificate *certificate,
               gboolean       trusted)
{
  FlCertificateSighting *seen = fl_certificate_sighting_new ("id", "localhost:8883", certificate);

  seen->trusted = trusted;
  return seen;
}

static FlCopiedSnippet *
make_snippet (const char    *label,
              FlSnippetBond  bond,
              gint64         until,
              gint64         stopped_at)
{
  FlCopiedSnippet *snippet = g_new0 (FlCopiedSnippet, 1);

  snippet->label = g_strdup (label);
  snippet->bond = bond;
  snippet->until = until;
  snippet->stopped_at = stopped_at;
  return snippet;
}

typedef struct
{
  gboolean    is_new;
  gboolean    has_before;
  gboolean    same_key;
  gboolean    trusted;
  const char *stopped;
  const char *title; /* NULL: nothing is said */
  const char *body;
} Change;

static void
test_changes (void)
{
  static const Change cases[] = {
    { TRUE, FALSE, FALSE, TRUE, NULL, NULL, NULL },
    { FALSE, TRUE, FALSE, TRUE, NULL, NULL, NULL },
    { TRUE, TRUE, FALSE, TRUE, NULL, "Home has a new certificate",
      "It is good until 12 January 2027 and has another key than the one before." },
    { TRUE, TRUE, TRUE, TRUE, "setFingerprint", "Home has a new certificate",
      "It is good until 12 January 2027 and has the same key as the one before. "
      "Devices with what you copied earlier stop connecting now: setFingerprint. Copy it anew and flash them." },
    { TRUE, TRUE, FALSE, FALSE, NULL, "Home shows another certificate",
      "It did not prove who it is by what this broker is set to trust. Compare its fingerprint before you go on." },
    { FALSE, TRUE, FALSE, TRUE, "setFingerprint", "Home shows an earlier certificate again",
      "Devices with what you copied earlier stop connecting now: setFingerprint. Copy it anew and flash them." },
  };
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);

  g_object_set (broker, "name", "Home", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Change *c = &cases[i];
      FlCertificateNews *news = g_new0 (FlCertificateNews, 1);
      g_autoptr(FlCertificateNotice) notice = NULL;

      news->is_new = c->is_new;
      news->now = make_sighting (certificates->good, c->trusted);
      news->before = c->has_before ? make_sighting (c->same_key ? certificates->good : certificates->expired, TRUE) : NULL;
      news->stopped = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_copied_snippet_free);
      if (c->stopped != NULL)
        g_ptr_array_add (news->stopped, make_snippet (c->stopped, FL_SNIPPET_BOND_CERTIFICATE, 0, 1));
      notice = fl_certificate_notice_new_change (broker, news);
      g_assert_cmpstr (notice != NULL ? notice->title : NULL, ==, c->title);
      g_assert_cmpstr (notice != NULL ? notice->body : NULL, ==, c->body);
      if (notice != NULL)
        g_assert_cmpstr (notice->broker, ==, fl_broker_get_id (broker));
      fl_certificate_news_free (news);
    }
}

static void
test_expiry (void)
{
  static const struct { gint64 days; const char *title; } cases[] = {
    { 30, "The certificate of Home expires in 30 days" },
    { 1, "The certificate of Home expires in 1 day" },
    { 0, "The certificate of Home expires within a day" },
  };
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);
  g_autoptr(FlCertificateSighting) seen = make_sighting (fl_test_certificates_get ()->good, TRUE);
  g_autoptr(GPtrArray) copied = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_copied_snippet_free);
  g_autoptr(FlCertificateNotice) without = NULL;
  g_autoptr(FlCertificateNotice) with = NULL;
  g_autoptr(FlCertificateNotice) copy = NULL;

  g_object_set (broker, "name", "Home", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCertificateNotice) notice =
        fl_certificate_notice_new_expiry (broker, seen, NULL, FL_TEST_JANUARY - cases[i].days * DAY);

      g_assert_cmpstr (notice->title, ==, cases[i].title);
    }
  g_ptr_array_add (copied, make_snippet ("setCACert", FL_SNIPPET_BOND_ISSUER, FL_TEST_JANUARY + DAY, 0)); /* outlives it */
  g_ptr_array_add (copied, make_snippet ("an old sketch", FL_SNIPPET_BOND_CERTIFICATE, FL_TEST_MAY, FL_TEST_MAY));
  without = fl_certificate_notice_new_expiry (broker, seen, copied, FL_TEST_NOW);
  g_assert_cmpstr (without->body, ==, "It is good until 12 January 2027. Sketches that hold its fingerprint stop connecting when it is renewed.");
  g_ptr_array_add (copied, make_snippet ("setFingerprint", FL_SNIPPET_BOND_CERTIFICATE, FL_TEST_JANUARY, 0));
  g_ptr_array_add (copied, make_snippet ("an authority's", FL_SNIPPET_BOND_ISSUER, FL_TEST_JANUARY, 0));
  with = fl_certificate_notice_new_expiry (broker, seen, copied, FL_TEST_NOW);
  g_assert_cmpstr (with->body, ==, "It is good until 12 January 2027. What you copied earlier stops connecting when it is renewed: "
                                   "setFingerprint, an authority's. Pin the authority instead to survive renewals.");
  copy = fl_certificate_notice_copy (with);
  g_assert_cmpstr (copy->body, ==, with->body);
  g_assert_cmpstr (copy->id, ==, without->id);
}

/* What a stranger wrote into its certificate is not said outside the window. */
static void
test_no_strangers_words (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);
  FlCertificateNews news = { .is_new = TRUE };
  g_autoptr(FlCertificateNotice) notice = NULL;

  news.now = make_sighting (fl_test_certificates_get ()->good, TRUE);
  news.before = make_sighting (fl_test_certificates_get ()->expired, TRUE);
  news.stopped = g_ptr_array_new ();
  g_free (news.now->subject);
  g_free (news.now->issuer);
  news.now->subject = g_strdup ("<b>hostile</b>");
  news.now->issuer = g_strdup ("<b>hostile</b>");
  notice = fl_certificate_notice_new_change (broker, &news);
  g_assert_null (strstr (notice->title, "hostile"));
  g_assert_null (strstr (notice->body, "hostile"));
  fl_certificate_sighting_unref (news.now);
  fl_certificate_sighting_unref (news.before);
  g_ptr_array_unref (news.stopped);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-notice/thresholds", test_thresholds);
  g_test_add_func ("/certificate-notice/changes", test_changes);
  g_test_add_func ("/certificate-notice/expiry", test_expiry);
  g_test_add_func ("/certificate-notice/no-strangers-words", test_no_strangers_words);
  return g_test_run ();
}
