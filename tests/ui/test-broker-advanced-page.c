/* fl-broker-advanced-page: what is chosen is kept, what cannot work is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-broker-advanced-page.h"
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
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_advanced_page_new ());
  FlBrokerAdvancedPage *advanced = FL_BROKER_ADVANCED_PAGE (page);

  g_signal_connect (page, "changed", G_CALLBACK (changed_cb), NULL);
  n_changes = 0;
  g_object_set (broker, "qos", 2, "client-id", "desk", NULL);
  fl_broker_advanced_page_fill (advanced, broker);
  g_assert_cmpuint (n_changes, ==, 0);
  gtk_editable_set_text (row (page, "Report"), "{device}/+");
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_false (fl_broker_advanced_page_check (advanced));
  gtk_editable_set_text (row (page, "Report"), "{base}/{device}/state");
  g_assert_true (fl_broker_advanced_page_check (advanced));
  adw_combo_row_set_selected (ADW_COMBO_ROW (fl_ui_test_find (page, ADW_TYPE_COMBO_ROW, "MQTT version")), 1);
  fl_broker_advanced_page_store (advanced, broker);
  g_assert_cmpuint (fl_broker_get_qos (broker), ==, 2);
  g_assert_cmpstr (fl_broker_get_client_id (broker), ==, "desk");
  g_assert_cmpuint (fl_broker_get_mqtt_version (broker), !=, 0);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/broker-advanced-page/round-trip", test_round_trip);
  return g_test_run ();
}
