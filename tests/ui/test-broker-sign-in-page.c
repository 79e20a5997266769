/* fl-broker-sign-in-page: user name and password; a saved password is in no widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-broker-sign-in-page.h"
#include "ui/fl-ui-test.h"

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
test_round_trip (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
  g_autoptr(FlSecret) old = fl_secret_new ("hunter1", 7);
  g_autoptr(FlBrokerSecrets) before = fl_broker_secrets_with (none, FL_SECRET_KIND_PASSWORD, old);
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_sign_in_page_new ());
  FlBrokerSignInPage *sign_in = FL_BROKER_SIGN_IN_PAGE (page);
  g_autoptr(FlBrokerSecrets) same = NULL;
  g_autoptr(FlBrokerSecrets) after = NULL;

  g_signal_connect (page, "changed", G_CALLBACK (changed_cb), NULL);
  n_changes = 0;
  fl_broker_sign_in_page_fill (sign_in, broker, before, TRUE);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (row (page, "Password – saved; type to replace it")), ==, "");
  same = fl_broker_sign_in_page_make_secrets (sign_in, before);
  g_assert_true (fl_secret_equal (fl_broker_secrets_get (same, FL_SECRET_KIND_PASSWORD), old));

  gtk_editable_set_text (row (page, "Password – saved; type to replace it"), "hunter2");
  fl_broker_sign_in_page_set_username (sign_in, "fx");
  g_assert_cmpuint (n_changes, >, 0);
  g_assert_true (fl_broker_sign_in_page_check (sign_in));
  fl_broker_sign_in_page_store (sign_in, broker);
  g_assert_cmpstr (fl_broker_get_username (broker), ==, "fx");
  after = fl_broker_sign_in_page_make_secrets (sign_in, before);
  g_assert_cmpstr (fl_secret_peek (fl_broker_secrets_get (after, FL_SECRET_KIND_PASSWORD), NULL), ==, "hunter2");
}

/* A key of Adafruit IO is called what it is called there; another broker's password is none. */
static void
test_aio_key (void)
{
  static const struct { const char *host, *title; } cases[] = { { "io.adafruit.com", "AIO key" }, { "broker.example", "Password" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlBroker) broker = fl_broker_new (cases[i].host, 8883);
      g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
      g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_sign_in_page_new ());

      fl_broker_sign_in_page_fill (FL_BROKER_SIGN_IN_PAGE (page), broker, none, TRUE);
      g_assert_nonnull (row (page, cases[i].title));
    }
}

static void
test_plain (void)
{
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_sign_in_page_new ());
  GtkWidget *group = gtk_widget_get_ancestor (fl_ui_test_find (page, ADW_TYPE_ACTION_ROW, "Send my password unencrypted"),
                                              ADW_TYPE_PREFERENCES_GROUP);

  fl_broker_sign_in_page_set_way (FL_BROKER_SIGN_IN_PAGE (page), FL_TRUST_PLAIN);
  g_assert_true (gtk_widget_get_visible (group));
  fl_broker_sign_in_page_set_way (FL_BROKER_SIGN_IN_PAGE (page), FL_TRUST_SYSTEM);
  g_assert_false (gtk_widget_get_visible (group));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/broker-sign-in-page/round-trip", test_round_trip);
  g_test_add_func ("/broker-sign-in-page/aio-key", test_aio_key);
  g_test_add_func ("/broker-sign-in-page/plain", test_plain);
  return g_test_run ();
}
