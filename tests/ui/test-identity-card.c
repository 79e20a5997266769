/* fl-identity-card: fingerprints as they are pasted, and a comparison that no wrong one passes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-identity-card.h"

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-validity.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-ui-test.h"

static void
test_compare (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_load ("rsa2048.pem");
  g_autoptr(FlCertificate) other = fl_test_certificate_load ("ec.pem");
  g_autoptr(FlIdentityCard) card = g_object_ref_sink (FL_IDENTITY_CARD (fl_identity_card_new ()));
  g_autofree char *spki = g_strconcat ("sha256//", fl_certificate_get_spki_sha256 (certificate), NULL);
  const struct { const char *text; FlComparison comparison; } cases[] = {
    { "", FL_COMPARISON_NONE },
    { "51 68", FL_COMPARISON_UNREADABLE },
    { "51 68 64 C7 96 7C 63 72 40 96 3D 93 9C BD E9 85 4F 8B B5 25", FL_COMPARISON_SAME_WEAK },
    { "51 68 64 C7 96 7C 63 72 40 96 3D 93 9C BD E9 85 4F 8B B5 26", FL_COMPARISON_DIFFERENT },
    { fl_certificate_get_sha256 (certificate), FL_COMPARISON_SAME },
    { fl_certificate_get_sha256 (other), FL_COMPARISON_DIFFERENT },
    { spki, FL_COMPARISON_SAME },
  };

  fl_identity_card_set_certificate (card, certificate, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fl_identity_card_set_entered (card, cases[i].text);
      g_assert_cmpint (fl_identity_card_get_comparison (card), ==, cases[i].comparison);
    }
  /* What was compared is compared again with what comes next. */
  fl_identity_card_set_certificate (card, other, 0);
  g_assert_cmpint (fl_identity_card_get_comparison (card), ==, FL_COMPARISON_DIFFERENT);
}

static void
test_copied_fingerprints (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_load ("rsa2048.pem");
  g_autoptr(FlIdentityCard) card = g_object_ref_sink (FL_IDENTITY_CARD (fl_identity_card_new ()));
  GtkWidget *row;
  GtkWidget *button;

  fl_identity_card_set_certificate (card, certificate, 0);
  row = fl_ui_test_find (GTK_WIDGET (card), ADW_TYPE_ACTION_ROW, "SHA-1, as pasted in a sketch; stops working when this certificate is renewed");
  button = fl_ui_test_find (row, FL_TYPE_COPY_BUTTON, NULL);
  g_assert_cmpstr (fl_copy_button_get_text (FL_COPY_BUTTON (button)), ==, "51 68 64 C7 96 7C 63 72 40 96 3D 93 9C BD E9 85 4F 8B B5 25");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, fl_copy_button_get_text (FL_COPY_BUTTON (button)));
  fl_identity_card_set_proved (card, FALSE);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "SHA-1; compare it before you paste it in a sketch");
  fl_identity_card_set_proved (card, TRUE);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "SHA-1, as pasted in a sketch; stops working when this certificate is renewed");
}

/* The date in the colour of its urgency, and in words. */
static void
test_validity (void)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  static const struct { int days; const char *style_class, *ending; } cases[] = {
    { 100, "dim-label", "(100 days)" }, { 13, "warning", "(13 days)" }, { 0, "warning", "(0 days)" }, { -2, "error", "(2 days ago)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
        .common_name = "<b>x</b>", .not_before = now - 400 * 86400, .not_after = now + cases[i].days * 86400 + 60 });
      g_autoptr(FlIdentityCard) card = g_object_ref_sink (FL_IDENTITY_CARD (fl_identity_card_new ()));
      g_autofree char *validity = fl_certificate_validity_describe (certificate, now);
      GtkWidget *label;

      fl_identity_card_set_certificate (card, certificate, now);
      label = fl_ui_test_find (GTK_WIDGET (card), GTK_TYPE_LABEL, validity);
      g_assert_nonnull (label);
      g_test_message ("%s", validity);
      g_assert_true (g_str_has_suffix (validity, cases[i].ending));
      g_assert_true (gtk_widget_has_css_class (label, cases[i].style_class));
      g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (card), GTK_TYPE_LABEL, "Signed by itself: “<b>x</b>”"));
      /* The next day, in the same window. */
      fl_identity_card_set_now (card, now + 86400);
      g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), !=, validity);
    }
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/identity-card/compare", test_compare);
  g_test_add_func ("/identity-card/copied-fingerprints", test_copied_fingerprints);
  g_test_add_func ("/identity-card/validity", test_validity);
  return g_test_run ();
}
