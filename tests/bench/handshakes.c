/* Many TLS handshakes through Paho: as it makes them by itself, or with the tap and the policy.
 *
 *   handshakes bare|tap PORT CA-FILE N    to localhost; prints the processor time of one, in microseconds
 *
 * Both verify the chain by the CA file and the name. They are made AT_ONCE at a time, because Paho waits a second
 * before it looks at a new connection while an old one is idle. What a process does only once, such as reading the
 * system's configuration, is done before it is measured.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "crypto/fl-secret.h"
#include "tls/fl-tls-tap.h"

#include <MQTTAsync.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define AT_ONCE 50
#define POLL_US 2000
#define DEADLINE_US (60 * G_TIME_SPAN_SECOND)

typedef struct
{
  MQTTAsync handle;
  FlTlsTap *tap; /* NULL: bare */
} Client;

static FlEndpoint *endpoint;
static FlTrust *trust; /* NULL: bare */
static const char *ca_path;
static int n_waited_for; /* atomic */

static void
succeeded_cb (void                  *context,
              MQTTAsync_successData *data)
{
  g_atomic_int_dec_and_test (&n_waited_for);
}

static _Noreturn void
failed_cb (void                  *context,
           MQTTAsync_failureData *data)
{
  g_error ("%s", data->message != NULL ? data->message : "not connected");
}

static void
connect_client (Client *self)
{
  MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
  MQTTAsync_SSLOptions ssl = MQTTAsync_SSLOptions_initializer;
  g_autofree char *uri = g_strdup_printf ("ssl://localhost:%u", fl_endpoint_get_port (endpoint));
  g_autofree char *id = g_strdup_printf ("bench-%p", (void *) self);

  ssl.enableServerCertAuth = 1;
  if (trust == NULL)
    {
      ssl.verify = 1;
      ssl.trustStore = ca_path;
    }
  else
    {
      self->tap = fl_tls_tap_new (endpoint, trust);
      ssl.disableDefaultTrustStore = 1;
      ssl.enabledCipherSuites = fl_tls_tap_get_cipher_suites (self->tap);
      ssl.ssl_psk_cb = fl_tls_tap_psk_cb;
      ssl.ssl_psk_context = self->tap;
    }
  options.ssl = &ssl;
  options.onSuccess = succeeded_cb;
  options.onFailure = failed_cb;
  options.connectTimeout = 30;
  if (MQTTAsync_create (&self->handle, uri, id, MQTTCLIENT_PERSISTENCE_NONE, NULL) != MQTTASYNC_SUCCESS
      || MQTTAsync_connect (self->handle, &options) != MQTTASYNC_SUCCESS)
    g_error ("not begun");
}

static void
disconnect_client (Client *self)
{
  MQTTAsync_disconnectOptions options = MQTTAsync_disconnectOptions_initializer;

  options.onSuccess = succeeded_cb;
  options.onFailure = failed_cb;
  if (MQTTAsync_disconnect (self->handle, &options) != MQTTASYNC_SUCCESS)
    g_error ("not disconnected");
}

static void
wait_for_all (void)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  while (g_atomic_int_get (&n_waited_for) > 0)
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("%d of them never came", g_atomic_int_get (&n_waited_for));
      g_usleep (POLL_US);
    }
}

static void
shake_hands (int n)
{
  Client clients[AT_ONCE] = { { NULL, NULL } };

  g_atomic_int_set (&n_waited_for, n);
  for (int i = 0; i < n; i++)
    connect_client (&clients[i]);
  wait_for_all ();
  g_atomic_int_set (&n_waited_for, n);
  for (int i = 0; i < n; i++)
    disconnect_client (&clients[i]);
  wait_for_all ();
  for (int i = 0; i < n; i++)
    {
      MQTTAsync_destroy (&clients[i].handle);
      g_clear_pointer (&clients[i].tap, fl_tls_tap_unref);
    }
}

static gint64
processor_time_us (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static FlTrust *
read_trust (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) pem = NULL;
  char *text;
  gsize n;
  FlTrust *made;

  if (!g_file_get_contents (ca_path, &text, &n, &error))
    g_error ("%s", error->message);
  pem = g_bytes_new_take (text, n);
  made = fl_trust_new_ca (pem, &error);
  if (made == NULL)
    g_error ("%s", error->message);
  return made;
}

int
main (int    argc,
      char **argv)
{
  gint64 begin;
  int n;

  if (argc != 5)
    g_error ("usage: handshakes bare|tap PORT CA-FILE N");
  fl_secret_init ();
  endpoint = fl_endpoint_new ("localhost", (guint16) atoi (argv[2]));
  ca_path = argv[3];
  n = atoi (argv[4]);
  if (strcmp (argv[1], "tap") == 0)
    {
      trust = read_trust ();
      fl_tls_tap_install ();
    }
  shake_hands (1);
  begin = processor_time_us ();
  for (int left = n; left > 0; left -= AT_ONCE)
    shake_hands (MIN (left, AT_ONCE));
  g_print ("%.2f\n", (double) (processor_time_us () - begin) / n);
  g_clear_pointer (&trust, fl_trust_unref);
  fl_endpoint_unref (endpoint);
  return 0;
}
