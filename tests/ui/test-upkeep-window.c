/* fl-upkeep-window: soonest first, in two groups; a row opens its broker; nothing to do is said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "brokers/fl-broker.h"
#include "support/fl-test-certificate.h"
#include "support/fl-test-log.h"
#include "support/fl-test-report.h"
#include "ui/fl-ui-test.h"
#include "ui/fl-upkeep-window.h"

#define DAY 86400

typedef struct
{
  FlTestLog      *log;
  GListStore     *brokers;
  FlUpkeep       *upkeep;
  FlUpkeepWindow *window;
  char           *opened;
} Fixture;

static void
open_cb (Fixture    *fixture,
         const char *id)
{
  g_free (fixture->opened);
  fixture->opened = g_strdup (id);
}

static gboolean
is_loaded (gpointer data)
{
  return !fl_upkeep_get_is_loading (((Fixture *) data)->upkeep);
}

static void
settle (Fixture *fixture)
{
  fl_ui_test_settle ();
  g_assert_true (fl_ui_test_wait (is_loaded, fixture, 120));
  fl_ui_test_settle ();
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->log = fl_test_log_new (FL_TEST_JANUARY - 20 * DAY);
  fixture->brokers = g_list_store_new (FL_TYPE_BROKER);
  fixture->upkeep = fl_upkeep_new (G_LIST_MODEL (fixture->brokers), fixture->log->log);
  fixture->window = fl_upkeep_window_new (fixture->upkeep);
  g_signal_connect_swapped (fixture->window, "open-broker", G_CALLBACK (open_cb), fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  settle (fixture);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fl_ui_test_settle ();
  g_object_unref (fixture->upkeep);
  g_object_unref (fixture->brokers);
  g_ptr_array_unref (fl_test_log_list_latest (fixture->log)); /* so that there is a file to remove */
  fl_test_log_free (fixture->log);
  g_free (fixture->opened);
}

static GtkWidget *
first_row (Fixture    *fixture,
           const char *list)
{
  return gtk_widget_get_first_child (fl_ui_test_find_named (GTK_WIDGET (fixture->window), GTK_TYPE_LIST_BOX, list));
}

static const char *
title_of (GtkWidget *row)
{
  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_true (fl_ui_test_says (GTK_WIDGET (fixture->window), "Nothing to Renew"));
  fl_ui_test_check_names (GTK_WIDGET (fixture->window));
}

static void
test_groups (Fixture       *fixture,
             gconstpointer  data)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestCertificate lasting = { .common_name = "<b>lasting</b>", .is_ca = TRUE, .not_after = FL_TEST_JANUARY + 4 * FL_TEST_YEAR };
  g_autoptr(FlCertificate) authority = fl_test_certificate_new (&lasting);
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);
  GtkWidget *due;
  GtkWidget *later;

  g_object_set (broker, "name", "<i>Home</i>", "ca-pem", fl_certificate_get_pem (authority),
                "client-certificate-pem", fl_certificate_get_pem (certificates->good), NULL);
  fl_broker_set_trust_way (broker, FL_TRUST_CA);
  g_list_store_append (fixture->brokers, broker);
  settle (fixture);
  due = first_row (fixture, "Within 30 Days");
  later = first_row (fixture, "Later");
  g_assert_cmpstr (title_of (due), ==, "Client certificate: localhost");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (due)), ==,
                   "<i>Home</i> · 12 January 2027, in 20 days\nGet a new one from whoever runs the broker, and choose it in the broker’s settings.");
  g_assert_null (gtk_widget_get_next_sibling (due));
  g_assert_cmpstr (title_of (later), ==, "CA file: <b>lasting</b>");
  g_assert_false (adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (later)));
  fl_ui_test_check_names (GTK_WIDGET (fixture->window));
  g_signal_emit_by_name (gtk_widget_get_parent (later), "row-activated", later);
  g_assert_cmpstr (fixture->opened, ==, fl_broker_get_id (broker));
  g_list_store_remove_all (fixture->brokers);
  settle (fixture);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (fixture->window), "Nothing to Renew"));
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  fl_ui_test_init (&argc, &argv);
  g_test_add ("/upkeep-window/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/upkeep-window/groups", Fixture, NULL, set_up, test_groups, tear_down);
  return g_test_run ();
}
