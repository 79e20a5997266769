/* fl-certificate-timeline: follows the log, says what is over the cap, takes no stranger's words for markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-log.h"
#include "support/fl-test-report.h"
#include "ui/fl-certificate-timeline.h"
#include "ui/fl-ui-test.h"

#define DAY 86400

static FlCertificateTimeline *
make (void)
{
  return FL_CERTIFICATE_TIMELINE (g_object_ref_sink (fl_certificate_timeline_new ()));
}

static void
see (FlTestLog     *log,
     const char    *broker,
     FlCertificate *leaf)
{
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .leaf = leaf, .issuer = fl_test_certificates_get ()->ca, .way = FL_TRUST_CA };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);

  fl_certificate_news_free (fl_test_log_note (log, broker, report, FL_CERTIFICATE_SEEN_LIVE));
}

/* What the log says comes in two steps; both are answered once a later question is. */
static void
settle (FlTestLog *log)
{
  for (guint i = 0; i < 3; i++)
    g_ptr_array_unref (fl_test_log_list_latest (log));
}

static guint
count_rows (FlCertificateTimeline *timeline,
            const char            *list)
{
  GtkWidget *box = fl_ui_test_find_named (GTK_WIDGET (timeline), GTK_TYPE_LIST_BOX, list);
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (box); row != NULL; row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static void
test_follows_log (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_NOW - 2 * DAY);
  g_autoptr(FlCertificateTimeline) timeline = make ();
  g_autofree char *text = NULL;

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (timeline)));
  fl_certificate_timeline_set_log (timeline, log->log, "id");
  settle (log);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (timeline)));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (timeline), "No certificate was seen here yet"));
  see (log, "id", certificates->expired);
  see (log, "another", certificates->expired);
  log->now = FL_TEST_NOW;
  see (log, "id", certificates->good);
  fl_certificate_log_note_copied (log->log, "id", "sha1", "setFingerprint", FL_SNIPPET_BOND_CERTIFICATE, certificates->good);
  settle (log);
  settle (log);
  g_assert_cmpuint (count_rows (timeline, "Certificates seen at this broker"), ==, 2);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (timeline), "The certificate in use expires on 12 January 2027, in 53 days."));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (timeline), "Seen today"));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (timeline), "Valid until 12 January 2027 (53 days) · from Fern CA · new key"));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (timeline), "setFingerprint"));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (timeline), "Stops connecting on 12 January 2027 at the latest"));
  fl_ui_test_check_names (GTK_WIDGET (timeline));
  text = fl_certificate_timeline_to_text (timeline);
  g_assert_nonnull (strstr (text, "Seen today: Valid until 12 January 2027 (53 days) · from Fern CA · new key\n"));
  g_assert_nonnull (strstr (text, fl_certificate_get_sha256 (certificates->expired)));
  g_assert_nonnull (strstr (text, "setFingerprint: Stops connecting"));
  fl_certificate_timeline_set_log (timeline, NULL, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (timeline)));
}

static void
test_many (void)
{
  g_autoptr(FlCertificateTimeline) timeline = make ();
  g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_sighting_unref);
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  GtkWidget *button;

  for (guint i = 0; i < 37; i++)
    g_ptr_array_add (seen, fl_certificate_sighting_new ("id", "localhost:8883", fl_test_certificates_get ()->good));
  fl_certificate_timeline_show (timeline, seen, 1, none, FL_TEST_NOW);
  g_assert_cmpuint (count_rows (timeline, "Certificates seen at this broker"), ==, 10);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (timeline), "1 older certificate is not kept; the newest 200 are."));
  button = fl_ui_test_find (GTK_WIDGET (timeline), GTK_TYPE_BUTTON, "Show All 37");
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (count_rows (timeline, "Certificates seen at this broker"), ==, 37);
  g_assert_false (gtk_widget_get_visible (button));
}

static void
test_hostile (void)
{
  FlTestCertificate wish = { .common_name = "<b>green</b> \xe2\x80\xae\n", .not_after = FL_TEST_JANUARY };
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&wish);
  g_autoptr(FlCertificateTimeline) timeline = make ();
  g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_sighting_unref);
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  GtkWidget *row;

  g_ptr_array_add (seen, fl_certificate_sighting_new ("id", "localhost:8883", certificate));
  fl_certificate_timeline_show (timeline, seen, 0, none, FL_TEST_NOW);
  row = fl_ui_test_find (GTK_WIDGET (timeline), ADW_TYPE_ACTION_ROW, NULL);
  g_assert_false (adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (row)));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "<b>green</b>"));
  g_assert_null (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "\xe2\x80\xae"));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "did not prove who it is"));
}

/* Thrown away while the store still answers. */
static void
test_gone (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_NOW);
  FlCertificateTimeline *timeline = make ();

  fl_certificate_timeline_set_log (timeline, log->log, "id");
  g_object_run_dispose (G_OBJECT (timeline));
  g_object_unref (timeline);
  settle (log);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/certificate-timeline/follows-log", test_follows_log);
  g_test_add_func ("/certificate-timeline/many", test_many);
  g_test_add_func ("/certificate-timeline/hostile", test_hostile);
  g_test_add_func ("/certificate-timeline/gone", test_gone);
  return g_test_run ();
}
