/* fl-start-page: what an address means, and what the entry, the rows and the button make of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "brokers/fl-broker-file.h"
#include "support/fl-test-log.h"
#include "support/fl-test-report.h"
#include "ui/fl-start-page.h"
#include "ui/fl-ui-test.h"

static const struct
{
  const char *address;
  const char *place; /* NULL: it means nothing */
  gboolean    tls;
  const char *filter;
  gboolean    has_note;
} cases[] = {
  { "",                                          NULL,                  FALSE, NULL,               FALSE },
  { "   ",                                       NULL,                  FALSE, NULL,               FALSE },
  { "broker.example",                            "broker.example:8883", TRUE,  "#",                TRUE },
  { "  broker.example ",                         "broker.example:8883", TRUE,  "#",                TRUE },
  { "broker.example:8884",                       "broker.example:8884", TRUE,  "#",                TRUE },
  { "192.168.1.4",                               "192.168.1.4:8883",    TRUE,  "#",                TRUE },
  { "[::1]:8883",                                "[::1]:8883",          TRUE,  "#",                TRUE },
  { "mqtt://broker.example",                     "broker.example:1883", FALSE, "#",                TRUE },
  { "mqtt://broker.example:8883/fxwalsh/home",   "broker.example:8883", TRUE,  "fxwalsh/home/#",   TRUE },
  { "mqtts://fx@broker.example/fxwalsh/home",    "broker.example:8883", TRUE,  "fxwalsh/home/#",   TRUE },
  { "mqtts://broker.example/a/+/b",              "broker.example:8883", TRUE,  "a/+/b",            TRUE },
  { "http://broker.example",                     NULL,                  FALSE, NULL,               TRUE },
  { "mqtts://fx:hunter2@broker.example",         NULL,                  FALSE, NULL,               TRUE },
  { "broker.example:0",                          NULL,                  FALSE, NULL,               TRUE },
  { "broker.example:99999",                      NULL,                  FALSE, NULL,               TRUE },
  { "mqtts://",                                  NULL,                  FALSE, NULL,               TRUE },
};

static void
test_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *note = NULL;
      g_autoptr(FlMqttUrl) url = fl_start_page_parse_address (cases[i].address, &note);
      g_autofree char *place = url != NULL ? fl_endpoint_to_text (fl_mqtt_url_get_endpoint (url)) : NULL;

      g_test_message ("“%s”: %s", cases[i].address, note != NULL ? note : "–");
      g_assert_cmpstr (place, ==, cases[i].place);
      g_assert_cmpint (note != NULL, ==, cases[i].has_note);
      g_assert_true (note == NULL || strstr (note, "hunter2") == NULL);
      if (url == NULL)
        continue;
      g_assert_cmpint (fl_mqtt_url_get_tls (url), ==, cases[i].tls);
      g_assert_cmpstr (fl_mqtt_url_get_filter (url), ==, cases[i].filter);
    }
}

static void
take_url_cb (FlMqttUrl **taken,
             FlMqttUrl  *url)
{
  *taken = fl_mqtt_url_ref (url);
}

static void
test_connect (void)
{
  g_autoptr(FlStartPage) page = g_object_ref_sink (FL_START_PAGE (fl_start_page_new ()));
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (page), GTK_TYPE_BUTTON, "Connect");
  g_autoptr(FlMqttUrl) taken = NULL;

  g_signal_connect_swapped (page, "connect-to", G_CALLBACK (take_url_cb), &taken);
  g_assert_false (gtk_widget_get_sensitive (button));
  fl_start_page_set_address (page, "not an address");
  g_assert_false (gtk_widget_get_sensitive (button));
  fl_start_page_set_address (page, "localhost:8884");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_nonnull (taken);
  g_assert_cmpuint (fl_endpoint_get_port (fl_mqtt_url_get_endpoint (taken)), ==, 8884);
}

static void
take_broker_cb (FlBroker **taken,
                FlBroker  *broker)
{
  g_set_object (taken, broker);
}

static void
test_saved (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "fernlight-test-start-page.json", NULL);
  g_autoptr(FlBrokerFile) file = fl_broker_file_new (path);
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(FlStartPage) page = g_object_ref_sink (FL_START_PAGE (fl_start_page_new ()));
  g_autoptr(FlBroker) taken = NULL;
  GtkWidget *row;

  g_object_set (broker, "name", "<b>&\"", NULL);
  fl_start_page_set_brokers (page, G_LIST_MODEL (file));
  g_assert_null (fl_ui_test_find (GTK_WIDGET (page), ADW_TYPE_ACTION_ROW, "<b>&\""));
  fl_broker_file_append (file, broker);
  row = fl_ui_test_find (GTK_WIDGET (page), ADW_TYPE_ACTION_ROW, "<b>&\"");
  g_assert_nonnull (row);
  g_assert_false (adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (row)));

  g_signal_connect_swapped (page, "open-broker", G_CALLBACK (take_broker_cb), &taken);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  g_assert_true (taken == broker);

  fl_broker_file_remove (file, broker);
  g_assert_null (fl_ui_test_find (GTK_WIDGET (page), ADW_TYPE_ACTION_ROW, "<b>&\""));
  fl_broker_file_flush (file);
  g_remove (path);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
take_preset_cb (char       **taken,
                const char  *id)
{
  g_free (*taken);
  *taken = g_strdup (id);
}

static void
test_presets (void)
{
  g_autoptr(FlStartPage) page = g_object_ref_sink (FL_START_PAGE (fl_start_page_new ()));
  GtkWidget *row = fl_ui_test_find (GTK_WIDGET (page), ADW_TYPE_ACTION_ROW, "EMQX public broker");
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (page), GTK_TYPE_BUTTON, "Connect");
  g_autofree char *chosen = NULL;
  guint n_connects = 0;

  /* What has to be told first is asked for; nothing is connected yet. */
  g_signal_connect_swapped (page, "connect-to", G_CALLBACK (count_cb), &n_connects);
  g_signal_connect_swapped (page, "choose-preset", G_CALLBACK (take_preset_cb), &chosen);
  g_assert_nonnull (row);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  g_assert_cmpstr (chosen, ==, "emqx");
  g_assert_cmpuint (n_connects, ==, 0);

  /* What only the person knows is to be typed first. */
  row = fl_ui_test_find (GTK_WIDGET (page), ADW_TYPE_ACTION_ROW, "Azure IoT Hub");
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  g_assert_false (gtk_widget_get_sensitive (button));
  fl_start_page_set_address (page, "mqtts://mine.azure-devices.net");
  g_assert_true (gtk_widget_get_sensitive (button));
}

/* Everything at a public broker is never what the person wants. */
static void
test_public (void)
{
  g_autoptr(FlStartPage) page = g_object_ref_sink (FL_START_PAGE (fl_start_page_new ()));
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (page), GTK_TYPE_BUTTON, "Connect");
  guint n_connects = 0;

  g_signal_connect_swapped (page, "connect-to", G_CALLBACK (count_cb), &n_connects);
  fl_start_page_set_address (page, "mqtt://Broker.HiveMQ.com:1883/#");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (n_connects, ==, 0);
  g_assert_true (g_str_has_prefix (fl_start_page_get_address (page), "mqtt://broker.hivemq.com:1883/fernlight-") ||
                 g_str_has_prefix (fl_start_page_get_address (page), "mqtt://Broker.HiveMQ.com:1883/fernlight-"));
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (n_connects, ==, 1);
}

static gboolean
is_something_due (gpointer upkeep)
{
  return fl_upkeep_get_n_due (upkeep) > 0;
}

/* Only what is due is on the first page. */
static void
test_upkeep (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_JANUARY - 31 * 86400);
  g_autoptr(GListStore) brokers = g_list_store_new (FL_TYPE_BROKER);
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(FlUpkeep) upkeep = fl_upkeep_new (G_LIST_MODEL (brokers), log->log);
  g_autoptr(FlStartPage) page = g_object_ref_sink (FL_START_PAGE (fl_start_page_new ()));
  GtkWidget *list = fl_ui_test_find_named (GTK_WIDGET (page), GTK_TYPE_LIST_BOX, "Upkeep");

  g_assert_false (gtk_widget_get_visible (list));
  fl_start_page_set_upkeep (page, upkeep);
  g_object_set (broker, "client-certificate-pem", fl_certificate_get_pem (fl_test_certificates_get ()->good), NULL);
  g_list_store_append (brokers, broker);
  fl_ui_test_settle ();
  while (fl_upkeep_get_is_loading (upkeep))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (upkeep)), ==, 1);
  g_assert_false (gtk_widget_get_visible (list));
  log->now += 2 * 86400;
  fl_upkeep_refresh (upkeep);
  g_assert_true (fl_ui_test_wait (is_something_due, upkeep, 120));
  g_assert_true (gtk_widget_get_visible (list));
  g_assert_true (fl_ui_test_says (list, "1 certificate to renew within 30 days"));
  while (fl_upkeep_get_is_loading (upkeep))
    g_main_context_iteration (NULL, TRUE);
  fl_start_page_set_upkeep (page, NULL);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/start-page/addresses", test_addresses);
  g_test_add_func ("/start-page/connect", test_connect);
  g_test_add_func ("/start-page/saved", test_saved);
  g_test_add_func ("/start-page/presets", test_presets);
  g_test_add_func ("/start-page/public", test_public);
  g_test_add_func ("/start-page/upkeep", test_upkeep);
  return g_test_run ();
}
