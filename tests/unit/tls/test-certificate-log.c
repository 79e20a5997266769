/* Tests of fl-certificate-log: what is news, what is kept, what is said once, and that no secret gets into the file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-log.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-log.h"
#include "support/fl-test-report.h"

#include <string.h>

#define DAY ((gint64) 86400)

static FlTlsReport *
make_report (FlCertificate *leaf,
             FlTrustWay     way,
             int            reason)
{
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .leaf = leaf, .issuer = fl_test_certificates_get ()->ca, .way = way };
  FlTestReport changed = wish;

  changed.reason = reason;
  return fl_test_report_new (&changed);
}

static FlCertificate *
make_leaf (const char *name)
{
  FlTestCertificate wish = { .common_name = name, .not_after = FL_TEST_JANUARY };

  return fl_test_certificate_new (&wish);
}

static FlCertificateNews *
see (FlTestLog     *log,
     const char    *broker,
     FlCertificate *leaf)
{
  g_autoptr(FlTlsReport) report = make_report (leaf, FL_TRUST_CA, -1);

  return fl_test_log_note (log, broker, report, FL_CERTIFICATE_SEEN_LIVE);
}

static const FlCertificateSighting *
sighting (GPtrArray *list,
          guint      position)
{
  return g_ptr_array_index (list, position);
}

static void
test_news (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_MAY);
  g_autoptr(FlCertificate) a = make_leaf ("a");
  g_autoptr(FlCertificate) b = make_leaf ("b");
  g_autoptr(FlTlsReport) by_probe = make_report (a, FL_TRUST_CA, -1);
  g_autoptr(FlCertificateNews) first = see (log, "id", a);
  g_autoptr(FlCertificateNews) again = NULL;
  g_autoptr(FlCertificateNews) other = NULL;
  g_autoptr(FlCertificateNews) back = NULL;
  g_autoptr(FlCertificateNews) elsewhere = NULL;
  g_autoptr(GPtrArray) list = NULL;

  g_assert_true (first->is_new);
  g_assert_null (first->before);
  g_assert_cmpint (first->now->first_seen, ==, FL_TEST_MAY);
  g_assert_true (first->now->trusted);

  log->now += DAY;
  again = fl_test_log_note (log, "id", by_probe, FL_CERTIFICATE_SEEN_PROBE);
  g_assert_false (again->is_new);
  g_assert_cmpint (again->now->first_seen, ==, FL_TEST_MAY);
  g_assert_cmpint (again->now->last_seen, ==, FL_TEST_MAY + DAY);
  g_assert_cmpint (again->now->how, ==, FL_CERTIFICATE_SEEN_LIVE | FL_CERTIFICATE_SEEN_PROBE);

  log->now += DAY;
  other = see (log, "id", b);
  g_assert_true (other->is_new);
  g_assert_cmpstr (other->before->sha256, ==, fl_certificate_get_sha256 (a));
  back = see (log, "id", a);
  g_assert_false (back->is_new);
  g_assert_cmpstr (back->before->sha256, ==, fl_certificate_get_sha256 (b));
  elsewhere = see (log, "another id", a);
  g_assert_true (elsewhere->is_new);
  g_assert_null (elsewhere->before);

  fl_test_log_reopen (log);
  list = fl_test_log_list (log, "id", NULL);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpint (sighting (list, 0)->last_seen, ==, FL_TEST_MAY + 2 * DAY);
  g_assert_cmpstr (sighting (list, 0)->endpoint, ==, "localhost:8883");
  g_assert_cmpmem (g_bytes_get_data (sighting (list, 1)->der, NULL), g_bytes_get_size (sighting (list, 1)->der),
                   g_bytes_get_data (fl_certificate_get_der (a), NULL), g_bytes_get_size (fl_certificate_get_der (a)));
}

/* Between two trusted ones a stranger's: the trusted one is what comes before. */
static void
test_trust (void)
{
  static const struct { FlTrustWay way; int reason; gboolean proved; } cases[] = {
    { FL_TRUST_CA, -1, TRUE },
    { FL_TRUST_CA, FL_REASON_UNKNOWN_ISSUER, FALSE },
    { FL_TRUST_CA, FL_REASON_CLIENT_CERTIFICATE_REQUIRED, TRUE },
    { FL_TRUST_PIN, FL_REASON_PIN_MISMATCH, FALSE },
    { FL_TRUST_INSECURE, FL_REASON_CLIENT_CERTIFICATE_REQUIRED, FALSE },
  };
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_MAY);
  g_autoptr(FlCertificate) a = make_leaf ("a");
  g_autoptr(FlCertificate) stranger = make_leaf ("stranger");
  g_autoptr(FlCertificate) b = make_leaf ("b");
  g_autoptr(FlTlsReport) refused = make_report (stranger, FL_TRUST_CA, FL_REASON_UNKNOWN_ISSUER);
  g_autoptr(FlCertificateNews) bad = NULL;
  g_autoptr(FlCertificateNews) renewed = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlTlsReport) report = make_report (a, cases[i].way, cases[i].reason);
      g_autoptr(FlCertificateNews) news = fl_test_log_note (log, "case", report, FL_CERTIFICATE_SEEN_LIVE);

      g_assert_cmpint (news->now->trusted, ==, cases[i].proved);
    }
  fl_certificate_news_free (see (log, "id", a));
  log->now += DAY;
  bad = fl_test_log_note (log, "id", refused, FL_CERTIFICATE_SEEN_PROBE);
  g_assert_true (bad->is_new);
  g_assert_false (bad->now->trusted);
  log->now += DAY;
  renewed = see (log, "id", b);
  g_assert_cmpstr (renewed->before->sha256, ==, fl_certificate_get_sha256 (a));
}

/* A clock that was set back neither shortens nor turns round what was seen. */
static void
test_clock_set_back (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_NOW);
  g_autoptr(FlCertificate) a = make_leaf ("a");
  g_autoptr(FlCertificateNews) second = NULL;

  fl_certificate_news_free (see (log, "id", a));
  log->now = FL_TEST_MAY;
  second = see (log, "id", a);
  g_assert_cmpint (second->now->first_seen, ==, FL_TEST_MAY);
  g_assert_cmpint (second->now->last_seen, ==, FL_TEST_NOW);
}

static void
test_snippets (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_MAY);
  FlCertificate *ca = fl_test_certificates_get ()->ca;
  g_autoptr(FlCertificate) a = make_leaf ("a");
  g_autoptr(FlCertificate) b = make_leaf ("b");
  g_autoptr(FlCertificateNews) renewed = NULL;
  g_autoptr(FlCertificateNews) again = NULL;
  g_autoptr(FlCertificateNews) back = NULL;
  g_autoptr(GPtrArray) copied = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autofree char *labels = NULL;

  fl_certificate_news_free (see (log, "id", a));
  fl_certificate_log_note_copied (log->log, "id", "sha1", "setFingerprint", FL_SNIPPET_BOND_CERTIFICATE, a);
  fl_certificate_log_note_copied (log->log, "id", "key", "setKnownKey", FL_SNIPPET_BOND_KEY, a);
  fl_certificate_log_note_copied (log->log, "id", "ca", "setCACert", FL_SNIPPET_BOND_ISSUER, ca);
  fl_certificate_log_note_copied (log->log, "other", "sha1", "of another broker", FL_SNIPPET_BOND_CERTIFICATE, a);
  again = see (log, "id", a);
  g_assert_cmpuint (again->stopped->len, ==, 0);

  log->now += DAY;
  renewed = see (log, "id", b);
  labels = fl_copied_snippet_join_labels (renewed->stopped);
  g_assert_cmpstr (labels, ==, "setFingerprint, setKnownKey");
  g_clear_pointer (&again, fl_certificate_news_free);
  again = see (log, "id", b);
  g_assert_cmpuint (again->stopped->len, ==, 0); /* said once */

  fl_test_log_reopen (log);
  copied = fl_test_log_list_copied (log, "id");
  g_assert_cmpuint (copied->len, ==, 3);
  g_assert_cmpstr (((FlCopiedSnippet *) copied->pdata[0])->label, ==, "setCACert"); /* what fits first */
  g_assert_cmpint (((FlCopiedSnippet *) copied->pdata[0])->until, ==, fl_certificate_get_not_after (ca));
  g_assert_cmpint (((FlCopiedSnippet *) copied->pdata[1])->stopped_at, ==, FL_TEST_MAY + DAY);
  all = fl_test_log_list_copied (log, NULL);
  g_assert_cmpuint (all->len, ==, 4);

  back = see (log, "id", a);
  g_assert_cmpuint (back->stopped->len, ==, 0);
  g_clear_pointer (&copied, g_ptr_array_unref);
  copied = fl_test_log_list_copied (log, "id");
  for (guint i = 0; i < copied->len; i++)
    g_assert_cmpint (((FlCopiedSnippet *) copied->pdata[i])->stopped_at, ==, 0); /* they fit again */
}

/* Without a verified path nobody can say whether an authority still vouches. */
static void
test_no_path (void)
{
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .leaf = fl_test_certificates_get ()->expired, .way = FL_TRUST_INSECURE, .untrusted = TRUE };
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_MAY);
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  g_autoptr(FlCertificate) a = make_leaf ("a");
  g_autoptr(FlCertificateNews) news = NULL;
  g_autofree char *labels = NULL;

  g_assert_true (fl_tls_report_get_verified_path (report) == NULL || fl_tls_report_get_verified_path (report)->len == 0);
  fl_certificate_log_note_copied (log->log, "id", "ca", "setCACert", FL_SNIPPET_BOND_ISSUER, fl_test_certificates_get ()->ca);
  fl_certificate_log_note_copied (log->log, "id", "sha1", "setFingerprint", FL_SNIPPET_BOND_CERTIFICATE, a);
  news = fl_test_log_note (log, "id", report, FL_CERTIFICATE_SEEN_LIVE);
  labels = fl_copied_snippet_join_labels (news->stopped);
  g_assert_cmpstr (labels, ==, "setFingerprint");
}

static void
test_thresholds (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_MAY);
  g_autoptr(FlCertificate) a = make_leaf ("a");
  g_autoptr(FlCertificate) b = make_leaf ("b");
  g_autoptr(FlCertificateNews) first = see (log, "id", a);
  g_autoptr(FlCertificateNews) other = see (log, "id", b);

  g_assert_true (fl_test_log_take (log, first->now, 30));
  g_assert_false (fl_test_log_take (log, first->now, 30));
  fl_test_log_reopen (log);
  g_assert_false (fl_test_log_take (log, first->now, 30));
  g_assert_true (fl_test_log_take (log, first->now, 14));
  g_assert_true (fl_test_log_take (log, other->now, 30));
}

static void
test_latest (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_MAY);
  g_autoptr(FlCertificate) a = make_leaf ("a");
  g_autoptr(FlCertificate) b = make_leaf ("b");
  g_autoptr(GPtrArray) latest = NULL;

  fl_certificate_news_free (see (log, "one", a));
  log->now += DAY;
  fl_certificate_news_free (see (log, "one", b));
  fl_certificate_news_free (see (log, "two", a));
  latest = fl_test_log_list_latest (log);
  g_assert_cmpuint (latest->len, ==, 2);
  for (guint i = 0; i < latest->len; i++)
    g_assert_cmpstr (sighting (latest, i)->sha256, ==,
                     fl_certificate_get_sha256 (g_str_equal (sighting (latest, i)->broker, "one") ? b : a));
}

/* For whoever asks whether a fingerprint once matched: by endpoint, whatever it was saved as. */
static void
test_seen_at (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_MAY);
  g_autoptr(FlEndpoint) here = fl_endpoint_new ("localhost", 8883);
  g_autoptr(FlEndpoint) nowhere = fl_endpoint_new ("localhost", 8884);
  g_autoptr(FlCertificate) a = make_leaf ("a");
  g_autoptr(FlCertificate) b = make_leaf ("b");
  g_autoptr(GPtrArray) seen = NULL;
  g_autoptr(GPtrArray) none = NULL;

  fl_certificate_news_free (see (log, "one", a));
  log->now += DAY;
  fl_certificate_news_free (see (log, "two", a));
  log->now += DAY;
  fl_certificate_news_free (see (log, "one", b));
  seen = fl_test_log_list_at (log, here);
  none = fl_test_log_list_at (log, nowhere);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (seen->len, ==, 2);
  g_assert_cmpstr (sighting (seen, 0)->sha1, ==, fl_certificate_get_sha1 (b));
  g_assert_cmpstr (sighting (seen, 1)->sha1, ==, fl_certificate_get_sha1 (a));
  g_assert_cmpint (sighting (seen, 1)->first_seen, ==, FL_TEST_MAY);
  g_assert_cmpint (sighting (seen, 1)->last_seen, ==, FL_TEST_MAY + DAY);
}

/* A server with another certificate each time fills nothing, and what is forgotten is counted. */
static void
test_bounded (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_MAY);
  g_autoptr(FlCertificate) last = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GPtrArray) copied = NULL;
  gint64 n_forgotten = -1;

  for (guint i = 0; i < FL_CERTIFICATE_LOG_MAX + 7; i++)
    {
      g_clear_pointer (&last, fl_certificate_unref);
      last = make_leaf ("a");
      log->now++;
      fl_certificate_news_free (see (log, "id", last));
    }
  list = fl_test_log_list (log, "id", &n_forgotten);
  g_assert_cmpuint (list->len, ==, FL_CERTIFICATE_LOG_MAX);
  g_assert_cmpint (n_forgotten, ==, 7);
  g_assert_cmpstr (sighting (list, 0)->sha256, ==, fl_certificate_get_sha256 (last));
  for (guint i = 0; i < FL_COPIED_SNIPPET_MAX + 5; i++)
    {
      g_autofree char *kind = g_strdup_printf ("kind-%u", i);

      fl_certificate_log_note_copied (log->log, "id", kind, kind, FL_SNIPPET_BOND_CERTIFICATE, last);
    }
  copied = fl_test_log_list_copied (log, "id");
  g_assert_cmpuint (copied->len, ==, FL_COPIED_SNIPPET_MAX);
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
test_forget (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_MAY);
  g_autoptr(FlCertificate) a = make_leaf ("a");
  g_autoptr(FlCertificateNews) first = see (log, "one", a);
  g_autoptr(GPtrArray) one = NULL;
  g_autoptr(GPtrArray) two = NULL;
  g_autoptr(GPtrArray) copied = NULL;
  guint n_changes = 0;

  fl_certificate_news_free (see (log, "two", a));
  g_signal_connect_swapped (log->log, "changed", G_CALLBACK (count_cb), &n_changes);
  fl_certificate_log_note_copied (log->log, "one", "a", "b", FL_SNIPPET_BOND_CERTIFICATE, a);
  g_assert_true (fl_test_log_take (log, first->now, 30));
  fl_certificate_log_forget (log->log, "one");
  one = fl_test_log_list (log, "one", NULL);
  two = fl_test_log_list (log, "two", NULL);
  copied = fl_test_log_list_copied (log, NULL);
  g_assert_cmpuint (one->len, ==, 0);
  g_assert_cmpuint (copied->len, ==, 0);
  g_assert_cmpuint (two->len, ==, 1);
  g_assert_true (fl_test_log_take (log, first->now, 30));
  g_assert_cmpuint (n_changes, ==, 2);
}

/* A report knows user name and key only by being asked; of what it holds nothing but certificates is written. */
static void
test_no_secret (void)
{
  static const char *const needles[] = { "PRIVATE KEY", "password", "-----BEGIN", "psk" };
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_MAY);
  g_autoptr(FlCertificate) a = make_leaf ("a leaf to be found");
  g_autofree char *content = NULL;
  gsize n;

  fl_certificate_news_free (see (log, "id", a));
  fl_certificate_log_note_copied (log->log, "id", "kind", "setFingerprint", FL_SNIPPET_BOND_CERTIFICATE, a);
  fl_test_log_reopen (log); /* all of it is in the one file */
  g_assert_true (g_file_get_contents (log->path, &content, &n, NULL));
  g_assert_nonnull (memmem (content, n, "a leaf to be found", 18)); /* the search finds something */
  for (guint i = 0; i < G_N_ELEMENTS (needles); i++)
    g_assert_null (memmem (content, n, needles[i], strlen (needles[i])));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-log/news", test_news);
  g_test_add_func ("/certificate-log/trust", test_trust);
  g_test_add_func ("/certificate-log/clock-set-back", test_clock_set_back);
  g_test_add_func ("/certificate-log/snippets", test_snippets);
  g_test_add_func ("/certificate-log/no-path", test_no_path);
  g_test_add_func ("/certificate-log/thresholds", test_thresholds);
  g_test_add_func ("/certificate-log/latest", test_latest);
  g_test_add_func ("/certificate-log/seen-at", test_seen_at);
  g_test_add_func ("/certificate-log/bounded", test_bounded);
  g_test_add_func ("/certificate-log/forget", test_forget);
  g_test_add_func ("/certificate-log/no-secret", test_no_secret);
  return g_test_run ();
}
