/* The demo shows what it promises, and leaves nothing behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crypto/fl-fernet.h"
#include "demo/fl-demo.h"
#include "demo/fl-fake-device-process.h"
#include "mqtt/fl-mqtt-url.h"
#include "support/test-broker.h"

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

/* FALSE: no mosquitto here, the test was marked as skipped. */
static gboolean
start (FlDemo *demo)
{
  g_autofree char *path = fl_mosquitto_find (NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (path == NULL)
    {
      g_test_skip ("mosquitto is not installed");
      return FALSE;
    }
  fl_demo_start_async (demo, NULL, started_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  fl_demo_start_finish (demo, result, &error);
  g_assert_no_error (error);
  return TRUE;
}

static guint
count_children (void)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
      g_autofree char *text = NULL;
      int parent = 0;

      if (g_ascii_isdigit (name[0]) && g_file_get_contents (path, &text, NULL, NULL) &&
          sscanf (strrchr (text, ')'), ") %*c %d", &parent) == 1 && parent == getpid ())
        n++;
    }
  return n;
}

typedef struct
{
  FlFernet   *fernet;
  GHashTable *seen;     /* topic → latest payload, decrypted */
  GHashTable *as_token; /* topics whose payloads are tokens */
} Dashboard;

static void
received_cb (const char *topic,
             const char *payload,
             size_t      n,
             gboolean    retained,
             gpointer    user_data)
{
  Dashboard *self = user_data;

  if (fl_fernet_looks_like_token (payload, n))
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) plain =
        fl_fernet_decrypt (self->fernet, payload, n, 60, g_get_real_time () / G_USEC_PER_SEC, NULL, &error);

      g_assert_no_error (error);
      g_hash_table_insert (self->seen, g_strdup (topic),
                           g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain)));
      g_hash_table_add (self->as_token, g_strdup (topic));
    }
  else
    g_hash_table_insert (self->seen, g_strdup (topic), g_strndup (payload, n));
}

static const char * const promised[] = {
  FL_DEMO_BASE_TOPIC "/kitchen/status", FL_DEMO_BASE_TOPIC "/kitchen/led", FL_DEMO_BASE_TOPIC "/kitchen/climate",
  FL_DEMO_BASE_TOPIC "/temperature", FL_DEMO_BASE_TOPIC "/devices",
  FL_DEMO_BASE_TOPIC "/garden/status", FL_DEMO_BASE_TOPIC "/garden/led", FL_DEMO_BASE_TOPIC "/garden/soil",
};

static gboolean
has_all (Dashboard *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (promised); i++)
    if (!g_hash_table_contains (self->seen, promised[i]))
      return FALSE;
  return TRUE;
}

/* As the dashboard does: the URL, the CA, the password and the key that the demo gives. */
static FlFakeClient *
enter (FlDemo    *demo,
       Dashboard *dashboard)
{
  g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse (fl_demo_get_url (demo), NULL);
  g_autoptr(GError) error = NULL;
  const FlFakeClientOptions options = {
    .host = fl_endpoint_get_host (fl_mqtt_url_get_endpoint (url)),
    .port = fl_endpoint_get_port (fl_mqtt_url_get_endpoint (url)),
    .ca = fl_demo_get_ca (demo),
    .client_id = "dashboard",
    .username = fl_demo_get_username (demo),
    .password = fl_demo_get_password (demo),
  };
  FlFakeClient *client = fl_fake_client_connect (&options, received_cb, dashboard, &error);

  g_assert_no_error (error);
  g_assert_true (fl_mqtt_url_get_tls (url));
  g_assert_true (fl_fake_client_subscribe (client, fl_mqtt_url_get_filter (url), NULL));
  return client;
}

static void
test_shows (void)
{
  g_autoptr(FlDemo) demo = fl_demo_new ();
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(FlFernet) fernet = NULL;
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GHashTable) as_token = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(FlFakeClient) client = NULL;
  Dashboard dashboard = { NULL, seen, as_token };
  gint64 begin = g_get_monotonic_time ();

  if (!start (demo))
    return;
  ring = fl_key_ring_parse (fl_secret_peek (fl_demo_get_fernet_key (demo), NULL), NULL);
  dashboard.fernet = fernet = fl_fernet_new (ring);
  client = enter (demo, &dashboard);
  while (!has_all (&dashboard) && g_get_monotonic_time () < begin + TEST_DEADLINE_US)
    g_assert_true (fl_fake_client_run (client, g_get_monotonic_time () + 100000, NULL));
  g_assert_true (has_all (&dashboard));
  g_test_message ("everything was there %.2f s after the start", (double) (g_get_monotonic_time () - begin) / 1e6);
  g_assert_true (g_hash_table_contains (as_token, FL_DEMO_BASE_TOPIC "/kitchen/led"));
  g_assert_true (g_hash_table_contains (as_token, FL_DEMO_BASE_TOPIC "/devices"));
  g_assert_false (g_hash_table_contains (as_token, FL_DEMO_BASE_TOPIC "/garden/led"));
  g_assert_cmpuint (count_children (), ==, 1 + FL_DEMO_N_DEVICES);
  fl_demo_stop (demo);
  g_assert_cmpuint (count_children (), ==, 0);
}

/* A topic of each device, of a kind that only it writes. */
static const char * const of_all[] = {
  FL_DEMO_BASE_TOPIC "/kitchen/status", FL_DEMO_BASE_TOPIC "/devices", FL_DEMO_BASE_TOPIC "/garden/soil",
  FL_DEMO_BASE_TOPIC "/light", "coffee/status", "reading/status", "ceiling/status", "balcony/climate", "aquarium/water",
  "tele/tasmota_1A2B3C/LWT", "tele/tasmota_4D5E6F/LWT", "tele/tasmota_7A8B9C/LWT", "greenhouse/status",
  "winter-garden/status", "wled/8a3f0c/status", "shellies/shelly1pm-B1C2D3/online", "shellyplus1pm-a8032ab1c2d3/online",
  "homie/heating/$state", "homie/5/fridge/$state",
};

static guint
count_missing (Dashboard *self)
{
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (of_all); i++)
    if (!g_hash_table_contains (self->seen, of_all[i]))
      {
        g_test_message ("missing: %s", of_all[i]);
        n++;
      }
  return n;
}

static void
test_shows_all (void)
{
  g_autoptr(FlDemo) demo = fl_demo_new ();
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(FlFernet) fernet = NULL;
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GHashTable) as_token = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(FlFakeClient) client = NULL;
  Dashboard dashboard = { NULL, seen, as_token };
  gint64 until = g_get_monotonic_time () + TEST_DEADLINE_US;

  g_assert_cmpuint (G_N_ELEMENTS (of_all), ==, FL_DEMO_N_ALL);
  fl_demo_set_all (demo, TRUE);
  g_assert_true (fl_demo_get_all (demo));
  if (!start (demo))
    return;
  g_assert_cmpuint (count_children (), ==, 1 + FL_DEMO_N_ALL);
  ring = fl_key_ring_parse (fl_secret_peek (fl_demo_get_fernet_key (demo), NULL), NULL);
  dashboard.fernet = fernet = fl_fernet_new (ring);
  client = enter (demo, &dashboard);
  g_assert_true (fl_fake_client_subscribe (client, "#", NULL));
  while (count_missing (&dashboard) > 0 && g_get_monotonic_time () < until)
    g_assert_true (fl_fake_client_run (client, g_get_monotonic_time () + 100000, NULL));
  g_assert_cmpuint (count_missing (&dashboard), ==, 0);
  fl_demo_stop (demo);
  g_assert_cmpuint (count_children (), ==, 0);
}

/* Each expectation names topics that are promised above. */
static void
test_expectations (void)
{
  const FlDemoExpectation *expected;
  guint n, n_leds = 0, n_encrypted = 0, n_status = 0;

  expected = fl_demo_get_expectations (&n);
  g_assert_cmpuint (n, ==, FL_DEMO_N_DEVICES);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *led = g_strdup_printf (FL_DEMO_BASE_TOPIC "/%s/%s", expected[i].device, expected[i].led);
      g_autofree char *status = g_strdup_printf (FL_DEMO_BASE_TOPIC "/%s/status", expected[i].device);

      n_leds += expected[i].led != NULL;
      n_encrypted += expected[i].encrypted;
      n_status += expected[i].has_status;
      g_assert_true (expected[i].led == NULL ||
                     g_strv_contains (((const char *[]) { promised[1], promised[6], NULL }), led));
      g_assert_true (!expected[i].has_status ||
                     g_strv_contains (((const char *[]) { promised[0], promised[5], NULL }), status));
    }
  g_assert_cmpuint (n_leds, ==, 2);
  g_assert_cmpuint (n_encrypted, ==, 2);
  g_assert_cmpuint (n_status, ==, 2);
}

static void
test_stop_and_start (void)
{
  g_autoptr(FlDemo) demo = fl_demo_new ();
  g_autoptr(FlSecret) password = NULL;
  g_autoptr(FlSecret) key = NULL;
  g_autoptr(GBytes) ca = NULL;

  g_assert_null (fl_demo_get_url (demo));
  g_assert_null (fl_demo_get_ca (demo));
  g_assert_cmpuint (fl_demo_get_port (demo), ==, 0);
  if (!start (demo))
    return;
  g_assert_true (fl_demo_get_running (demo));
  g_assert_nonnull (fl_mosquitto_get_version (fl_demo_get_broker (demo)));
  password = fl_secret_ref (fl_demo_get_password (demo));
  key = fl_secret_ref (fl_demo_get_fernet_key (demo));
  ca = g_bytes_ref (fl_demo_get_ca (demo));
  fl_demo_stop (demo);
  g_assert_false (fl_demo_get_running (demo));
  g_assert_null (fl_demo_get_url (demo));
  g_assert_cmpuint (count_children (), ==, 0);
  g_assert_true (start (demo));
  g_assert_false (fl_secret_equal (password, fl_demo_get_password (demo)));
  g_assert_false (fl_secret_equal (key, fl_demo_get_fernet_key (demo)));
  g_assert_false (g_bytes_equal (ca, fl_demo_get_ca (demo)));
  /* The last reference goes while it runs. */
  g_clear_object (&demo);
  g_assert_cmpuint (count_children (), ==, 0);
}

static void
test_broker_dies (void)
{
  g_autoptr(FlDemo) demo = fl_demo_new ();

  if (!start (demo))
    return;
  kill (fl_mosquitto_get_pid (fl_demo_get_broker (demo)), SIGKILL);
  while (fl_demo_get_running (demo))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (fl_demo_get_url (demo));
  g_assert_cmpuint (count_children (), ==, 0);
}

static void
test_stopped_while_starting (void)
{
  g_autoptr(FlDemo) demo = fl_demo_new ();
  g_autofree char *path = fl_mosquitto_find (NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (path == NULL)
    {
      g_test_skip ("mosquitto is not installed");
      return;
    }
  fl_demo_start_async (demo, NULL, started_cb, &result);
  fl_demo_stop (demo);
  g_assert_cmpuint (count_children (), ==, 0);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (fl_demo_start_finish (demo, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  int status = fl_fake_device_process_main (argc, argv);

  if (status >= 0)
    return status;
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/demo/shows", test_shows);
  g_test_add_func ("/demo/demo/shows-all", test_shows_all);
  g_test_add_func ("/demo/demo/expectations", test_expectations);
  g_test_add_func ("/demo/demo/stop-and-start", test_stop_and_start);
  g_test_add_func ("/demo/demo/broker-dies", test_broker_dies);
  g_test_add_func ("/demo/demo/stopped-while-starting", test_stopped_while_starting);
  return g_test_run ();
}
