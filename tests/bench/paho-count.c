/* A bare Paho subscriber that only counts: what Fernlight's receiving is measured against.
 *
 *   paho-count URI CA-FILE FILTER N    ends after N messages; QoS 0
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <MQTTAsync.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct
{
  MQTTAsync   handle;
  const char *filter;
  atomic_long n_left;
} Count;

static _Noreturn void
subscribed_failed_cb (void                  *context,
                      MQTTAsync_failureData *response)
{
  fprintf (stderr, "not connected or not subscribed\n");
  _exit (1);
}

static void
connected_cb (void                  *context,
              MQTTAsync_successData *response)
{
  Count *count = context;
  MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;

  options.onFailure = subscribed_failed_cb;
  MQTTAsync_subscribe (count->handle, count->filter, 0, &options);
}

static int
message_cb (void              *context,
            char              *topic,
            int                n_topic,
            MQTTAsync_message *message)
{
  Count *count = context;

  MQTTAsync_freeMessage (&message);
  MQTTAsync_free (topic);
  atomic_fetch_sub_explicit (&count->n_left, 1, memory_order_relaxed);
  return 1;
}

int
main (int    argc,
      char **argv)
{
  Count count = { NULL, NULL, 0 };
  MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
  MQTTAsync_SSLOptions ssl = MQTTAsync_SSLOptions_initializer;

  if (argc != 5)
    {
      fprintf (stderr, "usage: paho-count URI CA-FILE FILTER N\n");
      return 2;
    }
  count.filter = argv[3];
  count.n_left = atol (argv[4]);
  ssl.trustStore = argv[2];
  ssl.verify = 1;
  options.ssl = &ssl;
  options.context = &count;
  options.onSuccess = connected_cb;
  options.onFailure = subscribed_failed_cb;
  if (MQTTAsync_create (&count.handle, argv[1], "paho-count", MQTTCLIENT_PERSISTENCE_NONE, NULL) != MQTTASYNC_SUCCESS ||
      MQTTAsync_setCallbacks (count.handle, &count, NULL, message_cb, NULL) != MQTTASYNC_SUCCESS ||
      MQTTAsync_connect (count.handle, &options) != MQTTASYNC_SUCCESS)
    return 1;
  while (atomic_load_explicit (&count.n_left, memory_order_relaxed) > 0)
    usleep (10000);
  return 0;
}
