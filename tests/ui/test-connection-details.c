/* fl-connection-details: the handshake, what was agreed on, the certificates; made anew with every report.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-connection-details.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"
#include "ui/fl-certificate-view.h"
#include "ui/fl-ladder-step.h"
#include "ui/fl-ui-test.h"

static FlTlsReport *
make_trusted (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();

  return fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .leaf = certificates->good, .issuer = certificates->ca });
}

/* (transfer full) */
static GtkWidget *
make (FlTlsReport *report)
{
  GtkWidget *details = g_object_ref_sink (fl_connection_details_new ());

  fl_connection_details_show (FL_CONNECTION_DETAILS (details), report);
  return details;
}

static guint
count_widgets (GtkWidget *widget,
               GType      type)
{
  guint n = g_type_is_a (G_OBJECT_TYPE (widget), type);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child, type);
  return n;
}

static guint
count_rows (GtkWidget  *root,
            const char *title)
{
  guint n = ADW_IS_EXPANDER_ROW (root)
            && g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_rows (child, title);
  return n;
}

static void
expand_all (GtkWidget *widget)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    expand_all (child);
}

/* What the issuer says today stands under the certificates, if there was time to say it. */
static void
test_revocation (void)
{
  g_autoptr(FlTlsReport) trusted = make_trusted ();
  g_autoptr(FlTlsReport) refused = fl_test_report_new (&(FlTestReport) {
    .leaf = fl_test_certificates_get ()->expired, .reason = FL_REASON_EXPIRED, .remark = -1 });
  g_autoptr(GtkWidget) details = make (trusted);
  GtkWidget *row = fl_ui_test_find (details, ADW_TYPE_ACTION_ROW, "Revocation (OCSP)");

  g_assert_nonnull (row);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "No answer of the issuer was stapled to the handshake.");
  fl_connection_details_show (FL_CONNECTION_DETAILS (details), refused);
  g_assert_null (fl_ui_test_find (details, ADW_TYPE_ACTION_ROW, "Revocation (OCSP)"));
}

static void
test_ladder (void)
{
  g_autoptr(FlTlsReport) trusted = make_trusted ();
  g_autoptr(GtkWidget) details = make (trusted);
  GtkWidget *step = fl_ui_test_find (details, FL_TYPE_LADDER_STEP, NULL);

  g_assert_cmpuint (count_widgets (details, FL_TYPE_LADDER_STEP), ==, 11);
  g_assert_true (gtk_widget_get_focusable (step));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (step), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Sent ClientHello, in the clear, 517 bytes, after 0.0 ms. We offer versions, cipher suites and our half of a key, "
                                       "and name the host we want: in the clear.");
  g_assert_true (gtk_widget_get_visible (details));
  fl_connection_details_show (FL_CONNECTION_DETAILS (details), NULL);
  g_assert_false (gtk_widget_get_visible (details));
}

/* A server that sends sixty certificates: some are shown, and how many there were is said. */
static void
test_many_certificates (void)
{
  g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_unref);
  g_autoptr(FlTlsReport) report = NULL;
  g_autoptr(GtkWidget) details = NULL;

  for (int i = 0; i < 60; i++)
    g_ptr_array_add (chain, fl_test_certificate_new (&(FlTestCertificate) { .common_name = "stranger", .serial = i + 1 }));
  report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .way = FL_TRUST_INSECURE, .chain = chain });
  details = make (report);
  g_assert_cmpuint (count_rows (details, "stranger"), ==, 20);
  g_assert_nonnull (fl_ui_test_find (details, GTK_TYPE_LABEL, "60 certificates were sent, 20 are shown."));
}

/* What was agreed on is said once, also after another report, and not at all where there was nothing. */
static void
test_parameters (void)
{
  g_autoptr(FlTlsReport) trusted = make_trusted ();
  g_autoptr(FlTlsReport) plain = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .way = FL_TRUST_PLAIN });
  g_autoptr(FlTlsReport) other = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .protocol = "TLSv1.2" });
  g_autoptr(GtkWidget) details = make (trusted);
  GtkWidget *row = gtk_widget_get_ancestor (fl_ui_test_find (details, GTK_TYPE_LABEL, "Connection Parameters"), ADW_TYPE_EXPANDER_ROW);

  g_assert_true (gtk_widget_get_visible (row));
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), ==, "TLS 1.3 · TLS_AES_256_GCM_SHA384 · X25519");
  g_assert_nonnull (fl_ui_test_find (row, GTK_TYPE_LABEL, "X25519, not post-quantum"));
  fl_connection_details_show (FL_CONNECTION_DETAILS (details), other);
  g_assert_nonnull (fl_ui_test_find (row, GTK_TYPE_LABEL, "TLS 1.2"));
  g_assert_null (fl_ui_test_find (row, GTK_TYPE_LABEL, "TLS 1.3"));
  fl_connection_details_show (FL_CONNECTION_DETAILS (details), plain);
  g_assert_false (gtk_widget_get_visible (row));
}

/* Views of certificates are made when opened, once. */
static void
test_certificates (void)
{
  g_autoptr(FlTlsReport) trusted = make_trusted ();
  g_autoptr(GtkWidget) details = make (trusted);

  g_assert_cmpuint (count_widgets (details, FL_TYPE_CERTIFICATE_VIEW), ==, 0);
  expand_all (details);
  g_assert_cmpuint (count_widgets (details, FL_TYPE_CERTIFICATE_VIEW), ==, 2);
  expand_all (details);
  g_assert_cmpuint (count_widgets (details, FL_TYPE_CERTIFICATE_VIEW), ==, 2);
  fl_connection_details_show (FL_CONNECTION_DETAILS (details), NULL);
  g_assert_cmpuint (count_widgets (details, FL_TYPE_CERTIFICATE_VIEW), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/connection-details/revocation", test_revocation);
  g_test_add_func ("/connection-details/ladder", test_ladder);
  g_test_add_func ("/connection-details/many-certificates", test_many_certificates);
  g_test_add_func ("/connection-details/parameters", test_parameters);
  g_test_add_func ("/connection-details/certificates", test_certificates);
  return g_test_run ();
}
