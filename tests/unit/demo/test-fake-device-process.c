/* Simulated devices as processes: they come, obey, go, and tell nobody what they were told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "crypto/fl-fernet-key.h"
#include "crypto/fl-fernet.h"
#include "demo/fl-fake-device-process.h"
#include "support/test-broker.h"

typedef struct
{
  TestBroker    broker;
  FlFernet     *fernet;
  FlSecret     *key;
  FlFakeClient *witness;
  GPtrArray    *received; /* "topic=payload", decrypted */
} Fixture;

static void
received_cb (const char *topic,
             const char *payload,
             size_t      n,
             gboolean    retained,
             gpointer    user_data)
{
  Fixture *self = user_data;
  g_autoptr(GBytes) plain =
    fl_fernet_decrypt (self->fernet, payload, n, 60, g_get_real_time () / G_USEC_PER_SEC, NULL, NULL);

  if (plain != NULL)
    payload = g_bytes_get_data (plain, &n);
  g_ptr_array_add (self->received, g_strdup_printf ("%s%s=%.*s", plain != NULL ? "token " : "", topic, (int) n, payload));
}

static gboolean
set_up (Fixture *self)
{
  g_autoptr(FlFernetKey) key = fl_fernet_key_generate (NULL);
  g_autoptr(FlKeyRing) ring = fl_key_ring_new (&key, 1);
  g_autoptr(GError) error = NULL;
  FlFakeClientOptions options;

  if (!test_broker_start (&self->broker))
    return FALSE;
  self->fernet = fl_fernet_new (ring);
  self->key = fl_fernet_key_to_text (key);
  self->received = g_ptr_array_new_with_free_func (g_free);
  options = test_broker_options (&self->broker);
  self->witness = fl_fake_client_connect (&options, received_cb, self, &error);
  g_assert_no_error (error);
  g_assert_true (fl_fake_client_subscribe (self->witness, "base/#", NULL));
  return TRUE;
}

static void
tear_down (Fixture *self)
{
  g_clear_pointer (&self->witness, fl_fake_client_drop);
  g_clear_pointer (&self->fernet, fl_fernet_free);
  g_clear_pointer (&self->key, fl_secret_unref);
  g_clear_pointer (&self->received, g_ptr_array_unref);
  test_broker_stop (&self->broker);
}

static FlFakeDeviceSettings *
describe (Fixture          *self,
          FlFakeDeviceKind  kind,
          gboolean          encrypted)
{
  FlFakeDeviceSettings *settings = fl_fake_device_settings_new (kind);

  settings->port = fl_mosquitto_get_port (self->broker.broker);
  settings->ca = g_bytes_ref (fl_demo_certs_get_ca (self->broker.certs));
  settings->username = g_strdup (TEST_USERNAME);
  settings->password = fl_secret_ref (self->broker.password);
  settings->key = encrypted ? fl_secret_ref (self->key) : NULL;
  g_free (settings->base);
  settings->base = g_strdup ("base");
  settings->interval_ms = 300;
  return settings;
}

static FlChild *
start (FlFakeDeviceSettings *settings)
{
  g_autoptr(GError) error = NULL;
  FlChild *child = fl_fake_device_process_spawn (settings, &error);

  g_assert_no_error (error);
  return child;
}

static gboolean
has_received (Fixture    *self,
              const char *beginning)
{
  for (guint i = 0; i < self->received->len; i++)
    if (g_str_has_prefix (self->received->pdata[i], beginning))
      return TRUE;
  return FALSE;
}

/* Waits for it, and forgets everything received. */
static void
wait_for (Fixture    *self,
          const char *beginning)
{
  gint64 until = g_get_monotonic_time () + TEST_DEADLINE_US;

  while (!has_received (self, beginning) && g_get_monotonic_time () < until)
    g_assert_true (fl_fake_client_run (self->witness, g_get_monotonic_time () + 100000, NULL));
  if (!has_received (self, beginning))
    g_error ("not received: %s", beginning);
  g_ptr_array_set_size (self->received, 0);
}

static void
tell (Fixture    *self,
      const char *topic,
      const char *command)
{
  g_autofree char *token =
    fl_fernet_encrypt (self->fernet, command, strlen (command), g_get_real_time () / G_USEC_PER_SEC, NULL);

  g_assert_true (fl_fake_client_publish (self->witness, topic, token, strlen (token), 1, FALSE, NULL));
}

static void
test_kitchen (void)
{
  Fixture self = { 0 };
  g_autoptr(FlFakeDeviceSettings) settings = NULL;
  FlChild *child;

  if (!set_up (&self))
    return;
  settings = describe (&self, FL_FAKE_DEVICE_KITCHEN, TRUE);
  child = start (settings);
  wait_for (&self, "base/kitchen/status=online");
  wait_for (&self, "token base/kitchen/climate={\"temperature\": ");
  tell (&self, "base/kitchen/led/set", "ON");
  wait_for (&self, "token base/kitchen/led=ON");
  tell (&self, "base/kitchen/led/set", "OFF");
  wait_for (&self, "token base/kitchen/led=OFF");
  fl_child_free (child);
  wait_for (&self, "base/kitchen/status=offline");
  tear_down (&self);
}

static void
test_drops_off (void)
{
  Fixture self = { 0 };
  g_autoptr(FlFakeDeviceSettings) settings = NULL;
  g_autoptr(FlChild) child = NULL;

  if (!set_up (&self))
    return;
  settings = describe (&self, FL_FAKE_DEVICE_GARDEN, FALSE);
  settings->online_s = 1;
  settings->offline_s = 1;
  child = start (settings);
  for (guint i = 0; i < 2; i++)
    {
      wait_for (&self, "base/garden/status=online");
      wait_for (&self, "base/garden/status=offline");
    }
  tear_down (&self);
}

/* The LED is what it was, and is reported again. */
static void
test_broker_restarts (void)
{
  Fixture self = { 0 };
  g_autoptr(FlFakeDeviceSettings) settings = NULL;
  g_autoptr(FlChild) child = NULL;
  FlFakeClientOptions options;

  if (!set_up (&self))
    return;
  settings = describe (&self, FL_FAKE_DEVICE_GARDEN, FALSE);
  child = start (settings);
  wait_for (&self, "base/garden/led=OFF");
  g_assert_true (fl_fake_client_publish (self.witness, "base/garden/led/set", "ON", 2, 1, FALSE, NULL));
  wait_for (&self, "base/garden/led=ON");

  g_object_set (self.broker.broker, "first-port", fl_mosquitto_get_port (self.broker.broker), NULL);
  fl_mosquitto_stop (self.broker.broker);
  g_clear_pointer (&self.witness, fl_fake_client_drop);
  g_assert_true (test_start_mosquitto (self.broker.broker, NULL));
  g_assert_cmpuint (fl_mosquitto_get_port (self.broker.broker), ==, settings->port);
  options = test_broker_options (&self.broker);
  self.witness = fl_fake_client_connect (&options, received_cb, &self, NULL);
  g_assert_true (fl_fake_client_subscribe (self.witness, "base/#", NULL));
  wait_for (&self, "base/garden/led=ON");
  tear_down (&self);
}

static gboolean
contains (const char *text,
          gsize       n,
          FlSecret   *secret)
{
  size_t n_secret;
  const char *data = fl_secret_peek (secret, &n_secret);
  g_autofree char *encoded = g_base64_encode ((const guchar *) data, n_secret);

  return memmem (text, n, data, n_secret) != NULL || memmem (text, n, encoded, strlen (encoded)) != NULL;
}

static void
test_no_secret_shown (void)
{
  Fixture self = { 0 };
  g_autoptr(FlFakeDeviceSettings) settings = NULL;
  g_autoptr(FlChild) child = NULL;

  if (!set_up (&self))
    return;
  settings = describe (&self, FL_FAKE_DEVICE_KITCHEN, TRUE);
  child = start (settings);
  wait_for (&self, "base/kitchen/status=online");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/%s", fl_child_get_pid (child), i == 0 ? "cmdline" : "environ");
      g_autofree char *text = NULL;
      gsize n;

      g_assert_true (g_file_get_contents (path, &text, &n, NULL));
      g_assert_false (contains (text, n, settings->password));
      g_assert_false (contains (text, n, settings->key));
      if (i == 0)
        g_assert_true (g_str_has_suffix (text + strlen (text) + 1, FL_FAKE_DEVICE_ARGUMENT "kitchen"));
    }
  tear_down (&self);
}

static void
test_ordinary_start (void)
{
  char *none[] = { (char *) "fernlight", NULL };
  char *other[] = { (char *) "fernlight", (char *) "--demo", NULL };
  char *two[] = { (char *) "fernlight", (char *) FL_FAKE_DEVICE_ARGUMENT "kitchen", (char *) "x", NULL };

  g_assert_cmpint (fl_fake_device_process_main (1, none), ==, -1);
  g_assert_cmpint (fl_fake_device_process_main (2, other), ==, -1);
  g_assert_cmpint (fl_fake_device_process_main (3, two), ==, -1);
}

static void
ended_cb (FlChild *child,
          int      wait_status,
          gpointer user_data)
{
  *(int *) user_data = wait_status;
}

/* Somebody who finds the argument and types it. */
static void
test_no_settings (void)
{
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);
  const char * const argv[] = { path, FL_FAKE_DEVICE_ARGUMENT "kitchen", NULL };
  g_autoptr(FlChild) child = fl_child_spawn (argv, -1, -1, NULL, 0, NULL);
  int status = -1;

  fl_child_watch (child, ended_cb, &status);
  while (status == -1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 1);
}

static void
test_impossible (void)
{
  g_autoptr(FlFakeDeviceSettings) settings = fl_fake_device_settings_new (FL_FAKE_DEVICE_KITCHEN);
  g_autoptr(GError) no_device = NULL;
  g_autoptr(GError) too_long = NULL;

  settings->key = fl_secret_new ("no key", 6);
  g_assert_false (fl_fake_device_process_run (settings, &no_device));
  g_assert_nonnull (no_device);
  g_free (settings->name);
  settings->name = g_strnfill (10000, 'x');
  g_assert_null (fl_fake_device_process_spawn (settings, &too_long));
  g_assert_error (too_long, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

int
main (int    argc,
      char **argv)
{
  int status = fl_fake_device_process_main (argc, argv);

  if (status >= 0)
    return status;
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-device-process/kitchen", test_kitchen);
  g_test_add_func ("/demo/fake-device-process/drops-off", test_drops_off);
  g_test_add_func ("/demo/fake-device-process/broker-restarts", test_broker_restarts);
  g_test_add_func ("/demo/fake-device-process/no-secret-shown", test_no_secret_shown);
  g_test_add_func ("/demo/fake-device-process/ordinary-start", test_ordinary_start);
  g_test_add_func ("/demo/fake-device-process/no-settings", test_no_settings);
  g_test_add_func ("/demo/fake-device-process/impossible", test_impossible);
  return g_test_run ();
}
