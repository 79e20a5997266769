/* The devices' MQTT client against a real broker, and against servers that speak no MQTT.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>

#include "demo/fl-demo-certs.h"
#include "support/test-broker.h"

/* Received messages are kept as "topic=payload", and " (retained)" if so. */
static void
received_cb (const char *topic,
             const char *payload,
             size_t      n,
             gboolean    retained,
             gpointer    user_data)
{
  g_ptr_array_add (user_data, g_strdup_printf ("%s=%.*s%s", topic, (int) n, payload, retained ? " (retained)" : ""));
}

static FlFakeClient *
enter (const FlFakeClientOptions *options,
       GPtrArray                 *received)
{
  g_autoptr(GError) error = NULL;
  FlFakeClient *client = fl_fake_client_connect (options, received != NULL ? received_cb : NULL, received, &error);

  g_assert_no_error (error);
  return client;
}

static void
run_until_received (FlFakeClient *client,
                    GPtrArray    *received,
                    guint         n)
{
  gint64 until = g_get_monotonic_time () + TEST_DEADLINE_US;

  while (received->len < n && g_get_monotonic_time () < until)
    g_assert_true (fl_fake_client_run (client, until, NULL));
  g_assert_cmpuint (received->len, ==, n);
}

static void
test_messages (void)
{
  TestBroker broker = { 0 };
  g_autoptr(GPtrArray) received = g_ptr_array_new_with_free_func (g_free);
  FlFakeClientOptions options;
  FlFakeClient *client;
  g_autofree char *big = g_strnfill (20000, 'x');
  g_autofree char *expected = g_strconcat ("base/big=", big, NULL);

  if (!test_broker_start (&broker))
    return;
  options = test_broker_options (&broker);
  client = enter (&options, received);
  g_assert_true (fl_fake_client_publish (client, "base/kept", "r", 1, 1, TRUE, NULL));
  g_assert_true (fl_fake_client_subscribe (client, "base/#", NULL));
  run_until_received (client, received, 1);
  g_assert_true (fl_fake_client_publish (client, "base/zero", "0", 1, 0, FALSE, NULL));
  g_assert_true (fl_fake_client_publish (client, "base/one", "", 0, 1, FALSE, NULL));
  g_assert_true (fl_fake_client_publish (client, "base/big", big, 20000, 1, FALSE, NULL));
  run_until_received (client, received, 4);
  g_assert_cmpstr (received->pdata[0], ==, "base/kept=r (retained)");
  g_assert_cmpstr (received->pdata[1], ==, "base/zero=0");
  g_assert_cmpstr (received->pdata[2], ==, "base/one=");
  g_assert_cmpstr (received->pdata[3], ==, expected);
  /* The broker was answered: it waits for no acknowledgement. */
  test_broker_wait_log (&broker, "Received PUBACK from test (Mid: 2");
  test_broker_wait_log (&broker, "Received PUBLISH from test (d0, q1, r1, m1, 'base/kept'");
  fl_fake_client_disconnect (client);
  test_broker_stop (&broker);
}

/* It is not only the broker that it listens to. */
static void
test_woken (void)
{
  TestBroker broker = { 0 };
  FlFakeClientOptions options;
  FlFakeClient *client;
  gint64 until = g_get_monotonic_time () + TEST_DEADLINE_US;
  int fds[2];

  if (!test_broker_start (&broker))
    return;
  options = test_broker_options (&broker);
  client = enter (&options, NULL);
  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (fds[1], "x", 1), ==, 1);
  fl_fake_client_set_wake (client, fds[0]);
  g_assert_true (fl_fake_client_run (client, until, NULL));
  g_assert_cmpint (g_get_monotonic_time (), <, until);
  fl_fake_client_disconnect (client);
  close (fds[0]);
  close (fds[1]);
  test_broker_stop (&broker);
}

/* Its last will is published when it drops, and is not when it says good-bye. */
static void
test_last_will (void)
{
  TestBroker broker = { 0 };
  g_autoptr(GPtrArray) received = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(FlFakeClient) witness = NULL;
  FlFakeClientOptions options, with_will;

  if (!test_broker_start (&broker))
    return;
  options = with_will = test_broker_options (&broker);
  with_will.client_id = "device";
  with_will.will_topic = "base/device/status";
  with_will.will_payload = "offline";
  witness = enter (&options, received);
  g_assert_true (fl_fake_client_subscribe (witness, "base/#", NULL));

  fl_fake_client_disconnect (enter (&with_will, NULL));
  test_broker_wait_log (&broker, "Received DISCONNECT from device");
  g_assert_true (fl_fake_client_publish (witness, "base/marker", "", 0, 1, FALSE, NULL));
  run_until_received (witness, received, 1);
  g_assert_cmpstr (received->pdata[0], ==, "base/marker=");

  fl_fake_client_drop (enter (&with_will, NULL));
  run_until_received (witness, received, 2);
  g_assert_cmpstr (received->pdata[1], ==, "base/device/status=offline");
  /* It is kept for who comes later. */
  g_assert_true (fl_fake_client_subscribe (witness, "base/device/+", NULL));
  run_until_received (witness, received, 3);
  g_assert_cmpstr (received->pdata[2], ==, "base/device/status=offline (retained)");
  test_broker_stop (&broker);
}

/* Who is not the broker gets no password. */
static void
test_wrong_certificate (void)
{
  TestBroker broker = { 0 };
  g_autoptr(FlDemoCerts) others = fl_demo_certs_make (NULL);
  g_autoptr(GBytes) nothing = g_bytes_new_static ("no PEM", 6);
  FlFakeClientOptions options;
  GError *error = NULL;

  if (!test_broker_start (&broker))
    return;
  options = test_broker_options (&broker);
  options.ca = fl_demo_certs_get_ca (others);
  g_assert_null (fl_fake_client_connect (&options, NULL, NULL, &error));
  g_assert_error (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_TLS);
  g_assert_nonnull (strstr (error->message, "certificate verify failed"));
  g_clear_error (&error);
  options.ca = nothing;
  g_assert_null (fl_fake_client_connect (&options, NULL, NULL, &error));
  g_assert_error (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_TLS);
  g_clear_error (&error);
  /* The right authority, but not the name or the address that the certificate is for. */
  options = test_broker_options (&broker);
  options.host = "other.localhost"; /* loopback, by RFC 6761 */
  g_assert_null (fl_fake_client_connect (&options, NULL, NULL, &error));
  g_assert_error (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_TLS);
  g_clear_error (&error);
  options.host = "::ffff:127.0.0.1"; /* the same socket, another address; not everywhere there is IPv6 */
  g_assert_null (fl_fake_client_connect (&options, NULL, NULL, &error));
  g_assert_true (g_error_matches (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_TLS) ||
                 error->domain == G_IO_ERROR);
  g_clear_error (&error);
  /* A good one after them: the first of whom the broker learns the name. */
  options = test_broker_options (&broker);
  options.client_id = "good";
  fl_fake_client_disconnect (enter (&options, NULL));
  test_broker_wait_log (&broker, "Received DISCONNECT from good");
  g_assert_nonnull (strstr (broker.log->str, " as good "));
  g_assert_null (strstr (broker.log->str, " as test "));
  test_broker_stop (&broker);
}

static void
test_broker_goes (void)
{
  TestBroker broker = { 0 };
  FlFakeClientOptions options;
  g_autoptr(FlFakeClient) client = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) refused = NULL;

  if (!test_broker_start (&broker))
    return;
  options = test_broker_options (&broker);
  client = enter (&options, NULL);
  fl_mosquitto_stop (broker.broker);
  while (fl_fake_client_run (client, g_get_monotonic_time () + TEST_DEADLINE_US, &error))
    continue;
  g_assert_error (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_CLOSED);
  g_assert_null (fl_fake_client_connect (&options, NULL, NULL, &refused));
  g_assert_error (refused, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  test_broker_stop (&broker);
}

/* ------------------------------------------------------------------------------------------- no brokers */

typedef struct
{
  const char *name;
  const guint8 *answer;
  gsize n;
  int code;
} Liar;

#define BYTES(...) (const guint8[]) { __VA_ARGS__ }, sizeof ((const guint8[]) { __VA_ARGS__ })
#define CONNACK_OK 0x20, 2, 0, 0

/* All answer as soon as CONNECT came, then close. */
static const Liar liars[] = {
  { "says nothing",                NULL, 0,                                     FL_FAKE_CLIENT_ERROR_CLOSED },
  { "another protocol",            BYTES ('H', 'T', 'T', 'P', '/', '1', '.'),   FL_FAKE_CLIENT_ERROR_CLOSED },
  { "an unexpected packet",        BYTES (0xe0, 0),                             FL_FAKE_CLIENT_ERROR_PROTOCOL },
  { "a length of five bytes",      BYTES (0x20, 0xff, 0xff, 0xff, 0xff, 0x01),  FL_FAKE_CLIENT_ERROR_PROTOCOL },
  { "too long",                    BYTES (0x30, 0xff, 0xff, 0xff, 0x7f),        FL_FAKE_CLIENT_ERROR_PROTOCOL },
  { "half a CONNACK",              BYTES (0x20, 2, 0),                          FL_FAKE_CLIENT_ERROR_CLOSED },
  { "a CONNACK without a code",    BYTES (0x20, 1, 0),                          FL_FAKE_CLIENT_ERROR_PROTOCOL },
  { "refuses",                     BYTES (0x20, 2, 0, 5),                       FL_FAKE_CLIENT_ERROR_REFUSED },
  { "a topic longer than PUBLISH", BYTES (0x30, 3, 0, 9, 'x', CONNACK_OK),      FL_FAKE_CLIENT_ERROR_PROTOCOL },
  { "an empty PUBLISH",            BYTES (0x30, 0, CONNACK_OK),                 FL_FAKE_CLIENT_ERROR_PROTOCOL },
  { "QoS 2",                       BYTES (0x34, 5, 0, 1, 'x', 0, 1),            FL_FAKE_CLIENT_ERROR_PROTOCOL },
  { "QoS 1 without an id",         BYTES (0x32, 3, 0, 1, 'x', CONNACK_OK),      FL_FAKE_CLIENT_ERROR_PROTOCOL },
};

typedef struct
{
  GSocketListener *listener;
  const Liar      *liar;
} Lie;

static gpointer
lie_thread (gpointer data)
{
  Lie *self = data;
  g_autoptr(GSocketConnection) connection = g_socket_listener_accept (self->listener, NULL, NULL, NULL);
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char buffer[512];

  g_assert_cmpint (g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL), >, 0);
  if (self->liar->n > 0)
    g_output_stream_write_all (out, self->liar->answer, self->liar->n, NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return NULL;
}

static void
test_liar (gconstpointer data)
{
  Lie lie = { g_socket_listener_new (), data };
  g_autoptr(GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (lie.listener, NULL, NULL);
  GThread *thread = g_thread_new ("liar", lie_thread, &lie);
  const FlFakeClientOptions options = { .host = "127.0.0.1", .port = port, .client_id = "test" };

  g_assert_null (fl_fake_client_connect (&options, NULL, NULL, &error));
  g_assert_error (error, FL_FAKE_CLIENT_ERROR, lie.liar->code);
  g_thread_join (thread);
  g_socket_listener_close (lie.listener);
  g_object_unref (lie.listener);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-client/messages", test_messages);
  g_test_add_func ("/demo/fake-client/woken", test_woken);
  g_test_add_func ("/demo/fake-client/last-will", test_last_will);
  g_test_add_func ("/demo/fake-client/wrong-certificate", test_wrong_certificate);
  g_test_add_func ("/demo/fake-client/broker-goes", test_broker_goes);
  for (gsize i = 0; i < G_N_ELEMENTS (liars); i++)
    {
      g_autofree char *name = g_strconcat ("/demo/fake-client/liar/", liars[i].name, NULL);

      g_test_add_data_func (name, &liars[i], test_liar);
    }
  return g_test_run ();
}
