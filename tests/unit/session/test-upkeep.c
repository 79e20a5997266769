/* Tests of fl-upkeep: it follows brokers, log and folders, and counts what is due.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-upkeep.h"

#include "brokers/fl-broker.h"
#include "brokers/fl-own-broker.h"
#include "support/fl-test-log.h"
#include "support/fl-test-report.h"

#include <glib/gstdio.h>

#define DAY ((gint64) 86400)

typedef struct
{
  FlTestLog  *log;
  GListStore *brokers;
  FlUpkeep   *upkeep;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->log = fl_test_log_new (FL_TEST_NOW);
  fixture->brokers = g_list_store_new (FL_TYPE_BROKER);
  fixture->upkeep = fl_upkeep_new (G_LIST_MODEL (fixture->brokers), fixture->log->log);
}

static void
settle (Fixture *fixture)
{
  while (g_main_context_iteration (NULL, FALSE) || fl_upkeep_get_is_loading (fixture->upkeep))
    if (fl_upkeep_get_is_loading (fixture->upkeep))
      g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  settle (fixture);
  g_assert_finalize_object (fixture->upkeep);
  g_object_unref (fixture->brokers);
  fl_test_log_free (fixture->log);
}

static guint
count (Fixture *fixture)
{
  settle (fixture);
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->upkeep));
}

static FlUpkeepItem *
get (Fixture *fixture,
     guint    position)
{
  g_autoptr(FlUpkeepItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->upkeep), position);

  return item; /* the list keeps it */
}

static void
see (Fixture       *fixture,
     FlBroker      *broker,
     FlCertificate *leaf)
{
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .leaf = leaf, .way = FL_TRUST_SYSTEM };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);

  fl_certificate_news_free (fl_test_log_note (fixture->log, fl_broker_get_id (broker), report, FL_CERTIFICATE_SEEN_LIVE));
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_cmpuint (count (fixture), ==, 0);
  g_assert_cmpuint (fl_upkeep_get_n_due (fixture->upkeep), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->upkeep), 0));
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->upkeep)) == FL_TYPE_UPKEEP_ITEM);
  g_assert_false (g_file_test (fixture->log->path, G_FILE_TEST_EXISTS)); /* nothing was saved: no file is made */
  g_ptr_array_unref (fl_test_log_list_latest (fixture->log)); /* so that there is one to remove */
}

static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);

  g_list_store_append (fixture->brokers, broker);
  g_assert_cmpuint (count (fixture), ==, 0); /* never seen */
  see (fixture, broker, certificates->good);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpint (fl_upkeep_item_get_until (get (fixture, 0)), ==, FL_TEST_JANUARY);
  g_object_set (broker, "client-certificate-pem", fl_certificate_get_pem (certificates->expired), NULL);
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpint (fl_upkeep_item_get_kind (get (fixture, 0)), ==, FL_UPKEEP_CLIENT);
  g_object_set (broker, "port", 8884, NULL); /* another place: nothing was seen there */
  g_assert_cmpuint (count (fixture), ==, 1);
  g_list_store_remove_all (fixture->brokers);
  g_assert_cmpuint (count (fixture), ==, 0);
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
test_due (Fixture       *fixture,
          gconstpointer  data)
{
  static const struct { gint64 days_before; guint n_due; } cases[] = { { 53, 0 }, { 31, 0 }, { 30, 1 }, { 1, 1 }, { -5, 1 } };
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);
  guint n_notified = 0;

  g_signal_connect_swapped (fixture->upkeep, "notify::n-due", G_CALLBACK (count_cb), &n_notified);
  g_list_store_append (fixture->brokers, broker);
  see (fixture, broker, fl_test_certificates_get ()->good);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture->log->now = FL_TEST_JANUARY - cases[i].days_before * DAY;
      fl_upkeep_refresh (fixture->upkeep);
      settle (fixture);
      g_assert_cmpuint (fl_upkeep_get_n_due (fixture->upkeep), ==, cases[i].n_due);
      g_assert_cmpint (fl_upkeep_get_now (fixture->upkeep), ==, fixture->log->now);
    }
  g_assert_cmpuint (n_notified, ==, 1);
}

static void
test_folders (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const names[] = { "localhost", NULL };
  const FlOwnBrokerPlan plan = { .names = names, .days = 10 };
  g_autofree char *parent = g_dir_make_tmp ("fernlight-upkeep-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (parent, "home", NULL);
  g_autofree char *gone = g_build_filename (parent, "gone", NULL);
  const char *const folders[] = { gone, folder, NULL };
  g_autoptr(GDir) dir = NULL;
  g_auto(GStrv) back = NULL;
  const char *name;

  fl_own_broker_free (fl_own_broker_create (folder, &plan, NULL, NULL, NULL));
  fixture->log->now = g_get_real_time () / G_USEC_PER_SEC;
  g_object_set (fixture->upkeep, "folders", folders, NULL);
  g_object_get (fixture->upkeep, "folders", &back, NULL);
  g_assert_cmpstrv (back, folders);
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpint (fl_upkeep_item_get_kind (get (fixture, 0)), ==, FL_UPKEEP_OWN_SERVER);
  g_assert_cmpint (fl_upkeep_item_get_kind (get (fixture, 1)), ==, FL_UPKEEP_OWN_CA);
  g_assert_cmpuint (fl_upkeep_get_n_due (fixture->upkeep), ==, 1);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_rmdir (parent);
  g_ptr_array_unref (fl_test_log_list_latest (fixture->log));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/upkeep/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/upkeep/follows", Fixture, NULL, set_up, test_follows, tear_down);
  g_test_add ("/upkeep/due", Fixture, NULL, set_up, test_due, tear_down);
  g_test_add ("/upkeep/folders", Fixture, NULL, set_up, test_folders, tear_down);
  return g_test_run ();
}
