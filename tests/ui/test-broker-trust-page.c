/* fl-broker-trust-page: one way at a time, none of them without what it needs; another way loses nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-broker-trust-page.h"
#include "ui/fl-ui-test.h"

#define SHA256 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static guint n_changes;

static void
changed_cb (void)
{
  n_changes++;
}

static GtkEditable *
row (GtkWidget  *page,
     const char *title)
{
  GtkWidget *found = fl_ui_test_find (page, ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (found);
  return GTK_EDITABLE (found);
}

static void
choose (GtkWidget *page,
        guint      position)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (fl_ui_test_find (page, ADW_TYPE_COMBO_ROW, "Identity checked by")), position);
}

static void
test_ways (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_trust_page_new ());
  FlBrokerTrustPage *trust = FL_BROKER_TRUST_PAGE (page);

  g_signal_connect (page, "changed", G_CALLBACK (changed_cb), NULL);
  n_changes = 0;
  fl_broker_trust_page_fill (trust, broker, none);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_true (fl_broker_trust_page_check (trust));
  for (guint i = 1; i <= 3; i++)
    {
      choose (page, i);
      g_assert_cmpuint (n_changes, ==, i);
      g_assert_false (fl_broker_trust_page_check (trust));
    }
  choose (page, 4);
  g_assert_cmpint (fl_broker_trust_page_get_way (trust), ==, FL_TRUST_INSECURE);
  g_assert_true (fl_broker_trust_page_check (trust));
  fl_broker_trust_page_set_tls (trust, FALSE);
  g_assert_cmpint (fl_broker_trust_page_get_way (trust), ==, FL_TRUST_PLAIN);
  fl_broker_trust_page_store (trust, broker);
  g_assert_cmpint (fl_broker_get_trust_way (broker), ==, FL_TRUST_PLAIN);
}

static void
test_pin_kept (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_trust_page_new ());
  FlBrokerTrustPage *trust = FL_BROKER_TRUST_PAGE (page);

  fl_broker_trust_page_fill (trust, broker, none);
  choose (page, 2);
  gtk_editable_set_text (row (page, "SHA-256, SHA-1, or sha256//…"), SHA256);
  choose (page, 3);
  choose (page, 2);
  g_assert_true (fl_broker_trust_page_check (trust));
  fl_broker_trust_page_store (trust, broker);
  g_assert_cmpstr (fl_broker_get_pin (broker), ==, SHA256);
  g_assert_cmpint (fl_broker_get_pin_since (broker), >, 0);
}

/* The second pin may be empty, and is checked if it is not; the SHA-1 of the sketch is still shown. */
static void
test_second_pin (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_trust_page_new ());
  FlBrokerTrustPage *trust = FL_BROKER_TRUST_PAGE (page);
  GtkEditable *second;

  g_object_set (broker, "trust-way", FL_TRUST_PIN, "pin", SHA256, "second-pin", SHA256,
                "sketch-pin", "18c0c23dbedd81377340e7e43661cb0adf96ad25", NULL);
  fl_broker_trust_page_fill (trust, broker, none);
  second = row (page, "Second pin (planned rotation)");
  g_assert_cmpstr (gtk_editable_get_text (second), ==, SHA256);
  g_assert_nonnull (fl_ui_test_find (page, GTK_TYPE_LABEL, "Took the place of the SHA-1 in your sketch: "
                                                           "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"));
  g_assert_true (fl_broker_trust_page_check (trust));
  gtk_editable_set_text (second, "not a pin");
  g_assert_false (fl_broker_trust_page_check (trust));
  gtk_editable_set_text (second, "");
  g_assert_true (fl_broker_trust_page_check (trust));
  fl_broker_trust_page_store (trust, broker);
  g_assert_cmpstr (fl_broker_get_second_pin (broker), ==, "");
  g_assert_cmpstr (fl_broker_get_sketch_pin (broker), !=, "");
}

static void
test_psk (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_trust_page_new ());
  FlBrokerTrustPage *trust = FL_BROKER_TRUST_PAGE (page);
  g_autoptr(FlBrokerSecrets) after = NULL;

  fl_broker_trust_page_fill (trust, broker, none);
  choose (page, 3);
  gtk_editable_set_text (row (page, "Identity"), "kitchen");
  gtk_editable_set_text (row (page, "Key, hexadecimal"), "00112233");
  g_assert_true (fl_broker_trust_page_check (trust));
  after = fl_broker_trust_page_make_secrets (trust, none);
  g_assert_cmpstr (fl_secret_peek (fl_broker_secrets_get (after, FL_SECRET_KIND_PSK), NULL), ==, "00112233");
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/broker-trust-page/ways", test_ways);
  g_test_add_func ("/broker-trust-page/pin-kept", test_pin_kept);
  g_test_add_func ("/broker-trust-page/second-pin", test_second_pin);
  g_test_add_func ("/broker-trust-page/psk", test_psk);
  return g_test_run ();
}
