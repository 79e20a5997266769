/* fl-broker-address-page: a whole address is taken apart, also its user name; the usual ports follow the switch.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-broker-address-page.h"
#include "ui/fl-ui-test.h"

#define HOST "Host name, address, or a whole MQTT URL"

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
username_found_cb (GtkWidget  *page,
                   const char *username,
                   char      **found)
{
  *found = g_strdup (username);
}

static void
test_url (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_address_page_new ());
  FlBrokerAddressPage *address = FL_BROKER_ADDRESS_PAGE (page);
  g_autofree char *username = NULL;

  g_signal_connect (page, "changed", G_CALLBACK (changed_cb), NULL);
  g_signal_connect (page, "username-found", G_CALLBACK (username_found_cb), &username);
  n_changes = 0;
  fl_broker_address_page_fill (address, broker);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_true (fl_broker_address_page_has_tls (address));
  gtk_editable_set_text (row (page, HOST), "mqtt://me@other.example:1884/a/b");
  g_assert_cmpuint (n_changes, >, 0);
  g_assert_cmpstr (username, ==, "me");
  g_assert_false (fl_broker_address_page_has_tls (address));
  g_assert_true (fl_broker_address_page_check (address));
  fl_broker_address_page_store (address, broker);
  g_assert_cmpstr (fl_broker_get_host (broker), ==, "other.example");
  g_assert_cmpuint (fl_broker_get_port (broker), ==, 1884);
  g_assert_cmpstr (fl_broker_get_base_topic (broker), ==, "a/b");
  gtk_editable_set_text (row (page, HOST), "two words");
  g_assert_false (fl_broker_address_page_check (address));
}

static void
test_port (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_address_page_new ());
  GtkWidget *tls_switch;
  GtkSpinButton *port;

  fl_broker_address_page_fill (FL_BROKER_ADDRESS_PAGE (page), broker);
  tls_switch = fl_ui_test_find (page, GTK_TYPE_SWITCH, NULL);
  port = GTK_SPIN_BUTTON (fl_ui_test_find (page, GTK_TYPE_SPIN_BUTTON, NULL));
  gtk_switch_set_active (GTK_SWITCH (tls_switch), FALSE);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (port), ==, 1883);
  gtk_switch_set_active (GTK_SWITCH (tls_switch), TRUE);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (port), ==, 8883);
  gtk_spin_button_set_value (port, 4711);
  gtk_switch_set_active (GTK_SWITCH (tls_switch), FALSE);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (port), ==, 4711);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/broker-address-page/url", test_url);
  g_test_add_func ("/broker-address-page/port", test_port);
  return g_test_run ();
}
