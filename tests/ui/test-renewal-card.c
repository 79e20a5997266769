/* fl-renewal-card: old and new side by side as plain text, and no way to trust the new one but through the explanation,
 * and where the key is another, the comparison.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-private.h"
#include "ui/fl-renewal-card.h"
#include "ui/fl-ui-test.h"

#define EVIL "<b>evil</b>"

typedef struct
{
  FlRenewalCard *card;
  GtkWidget     *button;
  FlCertificate *before;
  FlCertificate *renewed; /* the same key */
  FlCertificate *other;
  FlTrust       *trust;
  guint          n_trusted;
} Fixture;

static void
trusted_cb (Fixture *fixture)
{
  fixture->n_trusted++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  EVP_PKEY *key = NULL;
  X509 *x509 = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "broker" }, &key);
  g_autoptr(FlPin) pin = NULL;

  fixture->before = fl_certificate_new_from_x509 (x509);
  ASN1_INTEGER_set (X509_get_serialNumber (x509), 4711);
  X509_sign (x509, key, EVP_sha256 ());
  fixture->renewed = fl_certificate_new_from_x509 (x509);
  fixture->other = fl_test_certificate_new (&(FlTestCertificate) { .common_name = EVIL });
  X509_free (x509);
  EVP_PKEY_free (key);
  pin = fl_pin_new_for_certificate (fixture->before, FL_PIN_SHA256);
  fixture->trust = fl_trust_new_pin (pin);
  fixture->card = g_object_ref_sink (FL_RENEWAL_CARD (fl_renewal_card_new ()));
  fixture->button = fl_ui_test_find (GTK_WIDGET (fixture->card), GTK_TYPE_BUTTON, "Trust the New Certificate");
  fl_renewal_card_set_command (fixture->card, "openssl x509");
  g_signal_connect_swapped (fixture->card, "trust", G_CALLBACK (trusted_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->card);
  fl_trust_unref (fixture->trust);
  fl_certificate_unref (fixture->before);
  fl_certificate_unref (fixture->renewed);
  fl_certificate_unref (fixture->other);
}

static gboolean
has_label (Fixture    *fixture,
           const char *text)
{
  return fl_ui_test_find (GTK_WIDGET (fixture->card), GTK_TYPE_LABEL, text) != NULL;
}

static AdwExpanderRow *
get_explanation (Fixture *fixture)
{
  return ADW_EXPANDER_ROW (fl_ui_test_find (GTK_WIDGET (fixture->card), ADW_TYPE_EXPANDER_ROW, NULL));
}

static void
test_other_key (Fixture       *fixture,
                gconstpointer  data)
{
  fl_renewal_card_show (fixture->card, fixture->trust, fixture->before, fixture->other);
  g_assert_true (has_label (fixture, "Another key than the one you trusted."));
  g_assert_true (has_label (fixture, "broker"));
  g_assert_true (has_label (fixture, EVIL)); /* as text */
  g_assert_true (has_label (fixture, "Name\nchanged"));
  g_assert_true (has_label (fixture, "openssl x509"));
  g_assert_false (adw_expander_row_get_expanded (get_explanation (fixture)));

  g_assert_false (gtk_widget_get_sensitive (fixture->button));
  fl_renewal_card_set_compared (fixture->card, TRUE);
  g_assert_true (gtk_widget_get_sensitive (fixture->button));
  g_signal_emit_by_name (fixture->button, "clicked");
  g_assert_cmpuint (fixture->n_trusted, ==, 1);
  fl_renewal_card_set_compared (fixture->card, FALSE);
  g_assert_false (gtk_widget_get_sensitive (fixture->button));
}

static void
test_same_key (Fixture       *fixture,
               gconstpointer  data)
{
  fl_renewal_card_show (fixture->card, fixture->trust, fixture->before, fixture->renewed);
  g_assert_true (has_label (fixture, "Same key: a new certificate for the key that you trusted."));
  g_assert_true (has_label (fixture, "Name"));
  g_assert_true (has_label (fixture, "SHA-256\nchanged"));
  g_assert_true (gtk_widget_get_sensitive (fixture->button));
  /* And back: what is shown next is judged anew, its explanation folded up. */
  adw_expander_row_set_expanded (get_explanation (fixture), TRUE);
  fl_renewal_card_show (fixture->card, fixture->trust, fixture->before, fixture->other);
  g_assert_false (gtk_widget_get_sensitive (fixture->button));
  g_assert_false (adw_expander_row_get_expanded (get_explanation (fixture)));
}

static void
test_fingerprint_only (Fixture       *fixture,
                       gconstpointer  data)
{
  fl_renewal_card_show (fixture->card, fixture->trust, NULL, fixture->renewed);
  g_assert_true (has_label (fixture, "not known"));
  g_assert_true (has_label (fixture, "SHA-256\nchanged"));
  g_assert_false (has_label (fixture, "Key\nchanged"));
  g_assert_false (gtk_widget_get_sensitive (fixture->button));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add ("/renewal-card/other-key", Fixture, NULL, set_up, test_other_key, tear_down);
  g_test_add ("/renewal-card/same-key", Fixture, NULL, set_up, test_same_key, tear_down);
  g_test_add ("/renewal-card/fingerprint-only", Fixture, NULL, set_up, test_fingerprint_only, tear_down);
  return g_test_run ();
}
