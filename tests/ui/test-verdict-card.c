/* fl-verdict-card: what stands under the sentence, and the one thing to do, for every kind of refusal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-verdict-card.h"

#include "support/fl-test-report.h"
#include "ui/fl-ui-test.h"

/* (transfer full): a card that shows a refusal, or a connection */
static GtkWidget *
make (const FlSecurityFacts *facts)
{
  GtkWidget *card = g_object_ref_sink (fl_verdict_card_new ());

  fl_verdict_card_show (FL_VERDICT_CARD (card), facts, FALSE);
  return card;
}

static void
take_page_cb (char      **taken,
              const char *page)
{
  g_assert_null (*taken);
  *taken = g_strdup (page);
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* Each refusal has one button at most that leads to its cure; a pin is offered where it lets in, and does not stand out
 * where it only puts up with what is wrong. */
static void
test_refusals (void)
{
  static const struct { FlReason reason; const char *label, *page; gboolean has_trust, is_flat; } cases[] = {
    { FL_REASON_CLIENT_CERTIFICATE_REQUIRED, "Add Client Certificate…", "sign-in", FALSE, FALSE },
    { FL_REASON_CLIENT_CERTIFICATE_REFUSED, "Change Client Certificate…", "sign-in", FALSE, FALSE },
    { FL_REASON_UNKNOWN_ISSUER, "Add CA File…", "trust", TRUE, FALSE },
    { FL_REASON_PSK_REFUSED, "Edit Shared Key…", "trust", FALSE, FALSE },
    { FL_REASON_SELF_SIGNED, NULL, NULL, TRUE, FALSE },
    { FL_REASON_EXPIRED, NULL, NULL, TRUE, TRUE },
    { FL_REASON_NAME_MISMATCH, NULL, NULL, TRUE, TRUE },
    { FL_REASON_REVOKED, NULL, NULL, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
        .leaf = fl_test_certificates_get ()->good, .reason = (int) cases[i].reason, .remark = -1 });
      g_autoptr(FlTrust) trust = fl_trust_new_system ();
      g_autoptr(GtkWidget) card = make (&(FlSecurityFacts) { .report = report, .trust = trust, .now = FL_TEST_NOW });
      GtkWidget *pin = fl_ui_test_find (card, GTK_TYPE_BUTTON, "Trust This Certificate");
      GtkWidget *action = fl_ui_test_find (card, GTK_TYPE_LABEL, fl_reason_get_action (cases[i].reason));
      GtkWidget *cure = cases[i].label != NULL ? fl_ui_test_find (card, GTK_TYPE_BUTTON, cases[i].label) : NULL;
      g_autofree char *taken = NULL;

      g_test_message ("%s", fl_reason_to_code (cases[i].reason));
      g_assert_true (gtk_widget_has_css_class (action, "heading"));
      g_assert_cmpint (gtk_widget_get_visible (pin), ==, cases[i].has_trust);
      g_assert_true (!cases[i].has_trust || gtk_widget_has_css_class (pin, "flat") == cases[i].is_flat);
      g_assert_true (cases[i].label == NULL || gtk_widget_get_visible (cure));
      g_signal_connect_swapped (card, "edit", G_CALLBACK (take_page_cb), &taken);
      if (cure != NULL)
        g_signal_emit_by_name (cure, "clicked");
      g_assert_cmpstr (taken, ==, cases[i].page);
    }
}

/* Another certificate than the pinned one: the command to compare with, and the way to old and new; no pin from here. */
static void
test_changed (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificates->ca, FL_PIN_SHA256);
  g_autoptr(FlTrust) trust = fl_trust_new_pin (pin);
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    .leaf = certificates->good, .way = FL_TRUST_PIN, .reason = FL_REASON_PIN_MISMATCH, .remark = -1 });
  g_autoptr(GtkWidget) card = make (&(FlSecurityFacts) { .report = report, .trust = trust, .now = FL_TEST_NOW });
  GtkWidget *command = fl_ui_test_find (card, GTK_TYPE_LABEL, FL_VERDICT_CARD_COMMAND);
  GtkWidget *compare = fl_ui_test_find (card, GTK_TYPE_BUTTON, "Compare Old and New");
  guint n = 0;

  g_assert_true (gtk_widget_get_visible (gtk_widget_get_parent (command)));
  g_assert_true (gtk_widget_get_visible (compare));
  g_assert_false (gtk_widget_get_visible (fl_ui_test_find (card, GTK_TYPE_BUTTON, "Trust This Certificate")));
  g_signal_connect_swapped (card, "compare", G_CALLBACK (count_cb), &n);
  g_signal_emit_by_name (compare, "clicked");
  g_assert_cmpuint (n, ==, 1);
}

/* Without TLS: red, and one step that leads out of it; nowhere one that leads into it. An inspection has no settings. */
static void
test_plain (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .way = FL_TRUST_PLAIN });
  FlSecurityFacts facts = { .report = report, .trust = trust, .online = TRUE, .now = FL_TEST_NOW };
  g_autoptr(GtkWidget) card = make (&facts);
  GtkWidget *step = fl_ui_test_find (card, GTK_TYPE_BUTTON, "Use TLS…");
  g_autofree char *taken = NULL;

  g_assert_true (gtk_widget_get_visible (step));
  g_signal_connect_swapped (card, "edit", G_CALLBACK (take_page_cb), &taken);
  g_signal_emit_by_name (step, "clicked");
  g_assert_cmpstr (taken, ==, "trust");
  facts.online = FALSE;
  fl_verdict_card_show (FL_VERDICT_CARD (card), &facts, FALSE);
  g_assert_false (gtk_widget_get_visible (step));
  facts.online = facts.is_inspection = TRUE;
  fl_verdict_card_show (FL_VERDICT_CARD (card), &facts, FALSE);
  g_assert_false (gtk_widget_get_visible (step));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/verdict-card/refusals", test_refusals);
  g_test_add_func ("/verdict-card/changed", test_changed);
  g_test_add_func ("/verdict-card/plain", test_plain);
  return g_test_run ();
}
