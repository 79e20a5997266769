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

/* On by default; where a look is not possible or not allowed, it says so and keeps what was chosen. */
static void
test_watch (void)
{
  static const struct { const char *host; FlTrustWay way; gboolean can; const char *says; } cases[] = {
    { "broker.example", FL_TRUST_SYSTEM, TRUE, "without logging in" },
    { "io.adafruit.com", FL_TRUST_SYSTEM, FALSE, "Not at Adafruit IO" },
    { "broker.example", FL_TRUST_PSK, FALSE, "shows none" },
    { "broker.example", FL_TRUST_PLAIN, FALSE, "shows none" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlBroker) broker = fl_broker_new (cases[i].host, 8883);
      g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_advanced_page_new ());
      GtkWidget *row_of_watch = fl_ui_test_find (page, ADW_TYPE_ACTION_ROW, "Look at it every six hours");
      GtkWidget *toggle = fl_ui_test_find (row_of_watch, GTK_TYPE_SWITCH, NULL);

      fl_broker_set_trust_way (broker, cases[i].way);
      fl_broker_advanced_page_fill (FL_BROKER_ADVANCED_PAGE (page), broker);
      g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
      g_assert_cmpint (gtk_widget_get_sensitive (toggle), ==, cases[i].can);
      g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row_of_watch)), cases[i].says));
      fl_broker_advanced_page_store (FL_BROKER_ADVANCED_PAGE (page), broker);
      g_assert_true (fl_broker_get_watch_certificate (broker));
      gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
      fl_broker_advanced_page_store (FL_BROKER_ADVANCED_PAGE (page), broker);
      g_assert_false (fl_broker_get_watch_certificate (broker));
    }
}

/* On at first, kept when it is turned off, and not to be had where the service forbids it. */
static void
test_discovery (void)
{
  static const struct { const char *host; gboolean can; const char *says; } cases[] = {
    { "broker.example", TRUE, "Nothing is sent" },
    { "io.adafruit.com", FALSE, "Not at Adafruit IO" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlBroker) broker = fl_broker_new (cases[i].host, 8883);
      g_autoptr(GtkWidget) page = g_object_ref_sink (fl_broker_advanced_page_new ());
      GtkWidget *row = fl_ui_test_find (page, ADW_TYPE_ACTION_ROW, "Find devices by themselves");
      GtkWidget *toggle = fl_ui_test_find (row, GTK_TYPE_SWITCH, NULL);

      fl_broker_advanced_page_fill (FL_BROKER_ADVANCED_PAGE (page), broker);
      g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
      g_assert_cmpint (gtk_widget_get_sensitive (toggle), ==, cases[i].can);
      g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), cases[i].says));
      gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
      fl_broker_advanced_page_store (FL_BROKER_ADVANCED_PAGE (page), broker);
      g_assert_false (fl_broker_get_discovery (broker));
    }
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/broker-advanced-page/round-trip", test_round_trip);
  g_test_add_func ("/broker-advanced-page/watch", test_watch);
  g_test_add_func ("/broker-advanced-page/discovery", test_discovery);
  return g_test_run ();
}
