/* One connection to a broker: one Paho handle, from its making to its destruction.
 *
 * The only file that includes MQTTAsync.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-connection"

#include "mqtt/fl-connection.h"

#include "mqtt/fl-freed-memory.h"
#include "mqtt/fl-link-thread.h"
#include "mqtt/fl-service-rules.h"

#include <MQTTAsync.h>
#include <string.h>

#define NO_ANSWER (-1)
/* Our own timer ends an attempt; Paho's looks every three seconds only and is there in case. */
#define PAHO_TIMEOUT_SLACK_S 10
#define POLITE_MS 500
#define MAX_TLS_ERROR 256
/* Publishing is bounded by what waits for the broker, not by what Paho can hold. */
#define MAX_BUFFERED 4096

typedef struct
{
  FlConnection *connection; /* borrowed: it outlives the handle */
  unsigned      place;      /* of the filter */
} Subscription;

struct _FlConnection
{
  gatomicrefcount   ref_count;
  FlLinkSettings   *settings;
  FlEndpoint       *endpoint;
  FlTlsTap         *tap;         /* NULL without TLS; outlives the handle */
  FlInbox          *inbox;
  FlMqttVersion     version;
  gboolean          drops_copies; /* of messages that the service sends in several forms */

  /* owner's thread */
  GMainContext     *context;
  FlConnectionFunc  callback;    /* NULL once closed */
  gpointer          user_data;

  /* link thread; the worker's once closed */
  MQTTAsync         handle;

  int               closed;      /* atomic: messages and events are of no use any more */

  GMutex            mutex;       /* below; held for an instant only, also in Paho's callbacks */
  GHashTable       *deliveries;  /* Delivery given to Paho and not called back */
  char             *tls_error;
  gboolean          is_over;     /* FAILED or LOST was told */
  int               accepted;    /* atomic, so that messages need no lock */
  gboolean          is_perturbing;
  unsigned          n_unanswered; /* of the filters of MQTT 3.1.1 */
  int              *granted;      /* what each of them was answered */

  /* link thread, and then only read */
  Subscription     *subscriptions; /* MQTT 3.1.1: one for each filter; NULL before */
};

typedef struct
{
  FlConnection *connection; /* borrowed: it outlives the handle */
  guint64       id;
} Delivery;

typedef struct
{
  FlConnection      *connection;
  FlConnectionEvent  event;
} News;

typedef struct
{
  FlConnection *connection;
  guint64       id;
  char         *topic;
  GBytes       *payload;
  int           qos;
  gboolean      retained;
} PublishErrand;

typedef struct
{
  FlConnection           *connection;
  gboolean                politely;
  FlConnectionClosedFunc  closed;
  gpointer                user_data;
} CloseErrand;

/* From fl_connection_open() until CONNECT is answered or given up, and again while the handle is destroyed. */
static void
connect_is_over (FlConnection *self)
{
  gboolean was_perturbing;

  g_mutex_lock (&self->mutex);
  was_perturbing = self->is_perturbing;
  self->is_perturbing = FALSE;
  g_mutex_unlock (&self->mutex);
  if (!was_perturbing)
    return;
  fl_freed_memory_scrub ();
  fl_freed_memory_end ();
}

static void
news_free (gpointer data)
{
  News *news = data;

  g_free (news->event.granted);
  fl_connection_unref (news->connection);
  g_free (news);
}

static gboolean
tell_news (gpointer data)
{
  News *news = data;
  FlConnection *self = news->connection;

  if (self->callback != NULL)
    self->callback (self, &news->event, self->user_data);
  return G_SOURCE_REMOVE;
}

/* Any thread; takes granted. Never waits. */
static void
post_event (FlConnection      *self,
            FlConnectionEvent  event)
{
  g_autoptr(GSource) source = g_idle_source_new ();
  News *news = g_new (News, 1);

  *news = (News) { fl_connection_ref (self), event };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_news, news, news_free);
  g_source_attach (source, self->context);
}

/* FAILED or LOST, whichever fits, once: Paho may tell the same end twice, or by either of two callbacks. */
static void
post_end (FlConnection *self,
          int           reason)
{
  gboolean accepted, was_over;

  g_mutex_lock (&self->mutex);
  was_over = self->is_over;
  accepted = g_atomic_int_get (&self->accepted);
  self->is_over = TRUE;
  g_mutex_unlock (&self->mutex);
  connect_is_over (self);

  if (!was_over)
    post_event (self, (FlConnectionEvent) { .kind = accepted ? FL_CONNECTION_LOST : FL_CONNECTION_FAILED,
                                            .reason = reason });
}

/* Paho's codes below zero are its own; above are the broker's. */
static int
to_reason (int code)
{
  return code > 0 ? code : NO_ANSWER;
}

/* ─── Paho's threads ─── */

static void
post_accepted (FlConnection *self)
{
  g_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->accepted, 1);
  g_mutex_unlock (&self->mutex);
  connect_is_over (self);
  post_event (self, (FlConnectionEvent) { .kind = FL_CONNECTION_ACCEPTED });
}

static void
connect_accepted_cb (void                  *context,
                     MQTTAsync_successData *response)
{
  post_accepted (context);
}

static void
connect_accepted5_cb (void                   *context,
                      MQTTAsync_successData5 *response)
{
  post_accepted (context);
}

static void
connect_failed_cb (void                  *context,
                   MQTTAsync_failureData *response)
{
  post_end (context, response != NULL ? to_reason (response->code) : NO_ANSWER);
}

static void
connect_failed5_cb (void                   *context,
                    MQTTAsync_failureData5 *response)
{
  int reason = NO_ANSWER;

  if (response != NULL)
    reason = response->reasonCode != MQTTREASONCODE_SUCCESS ? (int) response->reasonCode : to_reason (response->code);
  post_end (context, reason);
}

static void
connection_lost_cb (void *context,
                    char *cause)
{
  post_end (context, NO_ANSWER);
}

/* The broker's DISCONNECT (MQTT 5). Paho does not call connection_lost_cb after it. */
static void
disconnected_cb (void                 *context,
                 MQTTProperties       *properties,
                 enum MQTTReasonCodes  reason)
{
  post_end (context, to_reason ((int) reason));
}

static int
message_arrived_cb (void              *context,
                    char              *topic,
                    int                n_topic,
                    MQTTAsync_message *message)
{
  FlConnection *self = context;

  /* A broker speaks only after it has accepted (MQTT 5.0, 3.2); Paho does not mind.
   * A length is given only if the topic holds a NUL. What there is no room for is counted by the inbox. */
  if (!g_atomic_int_get (&self->closed) && g_atomic_int_get (&self->accepted)
      && !(self->drops_copies && fl_service_rules_is_copy (topic)))
    fl_inbox_post (self->inbox, topic, n_topic > 0 ? (size_t) n_topic : strlen (topic), message->payload,
                   message->payloadlen > 0 ? (size_t) message->payloadlen : 0, message->qos,
                   message->retained != 0, message->dup != 0);
  MQTTAsync_freeMessage (&message);
  MQTTAsync_free (topic);
  return 1;
}

static void
post_granted (FlConnection *self,
              unsigned      n,
              const int    *granted)
{
  post_event (self, (FlConnectionEvent) { .kind = FL_CONNECTION_SUBSCRIBED, .n_granted = n,
                                          .granted = g_memdup2 (granted, n * sizeof *granted) });
}

static unsigned
count_filters (FlConnection *self)
{
  return g_strv_length ((char **) fl_link_settings_get_all_filters (self->settings));
}

/* One of several filters was answered; the last answer tells all of them. */
static void
note_granted (const Subscription *subscription,
              int                 code)
{
  FlConnection *self = subscription->connection;
  gboolean is_last;

  g_mutex_lock (&self->mutex);
  self->granted[subscription->place] = code;
  is_last = --self->n_unanswered == 0;
  g_mutex_unlock (&self->mutex);
  if (is_last)
    post_granted (self, count_filters (self), self->granted);
}

/* Of how many codes a SUBACK of MQTT 3.1.1 has Paho says nothing, and for several it gives a list of that length: each
 * filter is asked for alone, and what is no QoS then is part of an address. */
static void
subscribe_answered_cb (void                  *context,
                       MQTTAsync_successData *response)
{
  note_granted (context, response->alt.qos >= 0 && response->alt.qos <= 2 ? response->alt.qos : 0x80);
}

static void
subscribe_answered5_cb (void                   *context,
                        MQTTAsync_successData5 *response)
{
  FlConnection *self = context;
  unsigned n = count_filters (self);
  g_autofree int *granted = g_new (int, n);

  /* The first code stands beside the list, and is in it only where there are several. */
  for (unsigned i = 0; i < n; i++)
    {
      if (i == 0)
        granted[i] = (int) response->reasonCode;
      else
        granted[i] = (int) i < response->alt.sub.reasonCodeCount ? (int) response->alt.sub.reasonCodes[i] : 0x80;
    }
  post_granted (self, n, granted);
}

/* Called with a filter that was refused, or, without an answer, when the handle is torn down. */
static void
subscribe_failed_cb (void                  *context,
                     MQTTAsync_failureData *response)
{
  if (response != NULL && response->code >= 0)
    note_granted (context, MAX (response->code, 0x80));
}

static void
subscribe_failed5_cb (void                   *context,
                      MQTTAsync_failureData5 *response)
{
  int refused = response != NULL ? (int) response->reasonCode : 0;

  if (refused >= 0x80)
    post_granted (context, 1, &refused);
}

static void
post_delivery (Delivery              *delivery,
               FlConnectionEventKind  kind,
               int                    reason)
{
  FlConnection *self = delivery->connection;
  guint64 id = delivery->id;

  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->deliveries, delivery);
  g_mutex_unlock (&self->mutex);
  post_event (self, (FlConnectionEvent) { .kind = kind, .reason = reason, .id = id });
}

static void
delivered_cb (void                  *context,
              MQTTAsync_successData *response)
{
  post_delivery (context, FL_CONNECTION_DELIVERED, NO_ANSWER);
}

static void
delivered5_cb (void                   *context,
               MQTTAsync_successData5 *response)
{
  int reason = response != NULL ? (int) response->reasonCode : 0;

  post_delivery (context, reason < 0x80 ? FL_CONNECTION_DELIVERED : FL_CONNECTION_UNDELIVERED, reason);
}

static void
undelivered_cb (void                  *context,
                MQTTAsync_failureData *response)
{
  post_delivery (context, FL_CONNECTION_UNDELIVERED, NO_ANSWER);
}

static void
undelivered5_cb (void                   *context,
                 MQTTAsync_failureData5 *response)
{
  int reason = response != NULL && response->reasonCode >= 0x80 ? (int) response->reasonCode : NO_ANSWER;

  post_delivery (context, FL_CONNECTION_UNDELIVERED, reason);
}

/* MQTT 3.1.1: what is no QoS was refused. */
static void
filter_answered_cb (void                  *context,
                    MQTTAsync_successData *response)
{
  const gboolean is_granted = response != NULL && response->alt.qos >= 0 && response->alt.qos <= 2;

  post_delivery (context, is_granted ? FL_CONNECTION_DELIVERED : FL_CONNECTION_UNDELIVERED, is_granted ? NO_ANSWER : 0x80);
}

static void
filter_failed_cb (void                  *context,
                  MQTTAsync_failureData *response)
{
  post_delivery (context, FL_CONNECTION_UNDELIVERED, response != NULL && response->code >= 0 ? 0x80 : NO_ANSWER);
}

/* OpenSSL's error queue, a line at a time; the first says most. */
static int
tls_error_cb (const char *line,
              size_t      n,
              void       *context)
{
  FlConnection *self = context;

  g_mutex_lock (&self->mutex);
  if (self->tls_error == NULL)
    self->tls_error = g_utf8_make_valid (line, (gssize) MIN (n, MAX_TLS_ERROR));
  g_mutex_unlock (&self->mutex);
  return 1;
}

/* ─── the link thread ─── */

/* One handle that never connects: with it Paho's library is never torn down while another handle is being made,
 * and takes its OpenSSL index once only. */
static void
anchor_paho (void)
{
  static MQTTAsync anchor;

  if (anchor == NULL
      && MQTTAsync_create (&anchor, "tcp://127.0.0.1:1", "fernlight-anchor", MQTTCLIENT_PERSISTENCE_NONE, NULL)
         != MQTTASYNC_SUCCESS)
    anchor = NULL;
}

static char *
paho_uri (FlConnection *self)
{
  const char *address = fl_endpoint_get_address (self->endpoint);
  gboolean is_v6 = strchr (address, ':') != NULL;

  return g_strdup_printf ("%s://%s%s%s:%u", self->tap != NULL ? "ssl" : "tcp", is_v6 ? "[" : "", address,
                          is_v6 ? "]" : "", fl_endpoint_get_port (self->endpoint));
}

/* What makes every handshake fail if the tap's hook were not there: see tls/README.md. */
static MQTTAsync_SSLOptions
tls_options (FlConnection *self)
{
  MQTTAsync_SSLOptions options = MQTTAsync_SSLOptions_initializer;

  options.enableServerCertAuth = 1;
  options.verify = 0;
  options.disableDefaultTrustStore = 1;
  options.enabledCipherSuites = fl_tls_tap_get_cipher_suites (self->tap);
  options.ssl_psk_cb = fl_tls_tap_psk_cb;
  options.ssl_psk_context = self->tap;
  options.ssl_error_cb = tls_error_cb;
  options.ssl_error_context = self;
  return options;
}

static MQTTAsync_connectOptions
connect_options (FlConnection         *self,
                 MQTTAsync_SSLOptions *tls)
{
  MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
  FlSecret *password = fl_link_settings_get_password (self->settings);
  gboolean is_v5 = self->version == FL_MQTT_VERSION_5;

  if (is_v5)
    options = (MQTTAsync_connectOptions) MQTTAsync_connectOptions_initializer5;
  options.MQTTVersion = (int) self->version;
  options.keepAliveInterval = (int) fl_link_settings_get_keep_alive (self->settings);
  options.connectTimeout = (int) fl_link_settings_get_connect_timeout (self->settings) + PAHO_TIMEOUT_SLACK_S;
  options.automaticReconnect = 0;
  options.ssl = tls;
  options.context = self;
  if (is_v5)
    {
      options.onSuccess5 = connect_accepted5_cb;
      options.onFailure5 = connect_failed5_cb;
    }
  else
    {
      options.onSuccess = connect_accepted_cb;
      options.onFailure = connect_failed_cb;
    }
  if (fl_connection_sends_credentials (self->settings))
    {
      options.username = fl_link_settings_get_username (self->settings);
      if (password != NULL)
        {
          size_t n;

          options.binarypwd.data = fl_secret_peek (password, &n);
          options.binarypwd.len = (int) n;
        }
    }
  return options;
}

static int
create_handle (FlConnection *self)
{
  MQTTAsync_createOptions options = MQTTAsync_createOptions_initializer;
  g_autofree char *uri = paho_uri (self);
  int rc;

  options.sendWhileDisconnected = 0;
  options.maxBufferedMessages = MAX_BUFFERED;
  options.MQTTVersion = (int) self->version;
  rc = MQTTAsync_createWithOptions (&self->handle, uri, fl_link_settings_get_client_id (self->settings),
                                    MQTTCLIENT_PERSISTENCE_NONE, NULL, &options);
  if (rc == MQTTASYNC_SUCCESS)
    rc = MQTTAsync_setCallbacks (self->handle, self, connection_lost_cb, message_arrived_cb, NULL);
  if (rc == MQTTASYNC_SUCCESS)
    rc = MQTTAsync_setDisconnected (self->handle, self, disconnected_cb);
  return rc;
}

static void
open_on_link_thread (gpointer data)
{
  g_autoptr(FlConnection) self = data;
  int rc;

  anchor_paho ();
  rc = create_handle (self);
  if (rc == MQTTASYNC_SUCCESS)
    {
      MQTTAsync_SSLOptions tls = MQTTAsync_SSLOptions_initializer;
      MQTTAsync_connectOptions options;

      if (self->tap != NULL)
        tls = tls_options (self);
      options = connect_options (self, self->tap != NULL ? &tls : NULL);
      rc = MQTTAsync_connect (self->handle, &options);
    }
  if (rc != MQTTASYNC_SUCCESS)
    post_end (self, NO_ANSWER);
}

/* MQTT 5: all filters in one SUBSCRIBE. */
static int
subscribe_together (FlConnection *self)
{
  MQTTAsync_responseOptions response = MQTTAsync_responseOptions_initializer;
  char **filters = (char **) fl_link_settings_get_all_filters (self->settings);
  unsigned n = count_filters (self);
  g_autofree int *qos = g_new (int, n);

  for (unsigned i = 0; i < n; i++)
    qos[i] = fl_link_settings_get_qos (self->settings);
  response.context = self;
  response.onSuccess5 = subscribe_answered5_cb;
  response.onFailure5 = subscribe_failed5_cb;
  return MQTTAsync_subscribeMany (self->handle, (int) n, filters, qos, &response);
}

/* MQTT 3.1.1: a SUBSCRIBE for each filter. */
static int
subscribe_one_by_one (FlConnection *self)
{
  const char *const *filters = fl_link_settings_get_all_filters (self->settings);
  unsigned n = count_filters (self);
  int rc = MQTTASYNC_SUCCESS;

  self->subscriptions = g_new (Subscription, n);
  g_mutex_lock (&self->mutex);
  self->granted = g_new0 (int, n);
  self->n_unanswered = n;
  g_mutex_unlock (&self->mutex);
  for (unsigned i = 0; i < n && rc == MQTTASYNC_SUCCESS; i++)
    {
      MQTTAsync_responseOptions response = MQTTAsync_responseOptions_initializer;

      self->subscriptions[i] = (Subscription) { self, i };
      response.context = &self->subscriptions[i];
      response.onSuccess = subscribe_answered_cb;
      response.onFailure = subscribe_failed_cb;
      rc = MQTTAsync_subscribe (self->handle, filters[i], fl_link_settings_get_qos (self->settings), &response);
    }
  return rc;
}

static void
subscribe_on_link_thread (gpointer data)
{
  g_autoptr(FlConnection) self = data;

  if ((self->version == FL_MQTT_VERSION_5 ? subscribe_together (self) : subscribe_one_by_one (self)) != MQTTASYNC_SUCCESS)
    post_end (self, NO_ANSWER);
}

typedef struct
{
  FlConnection *connection;
  guint64 id;
  char *filter;
} FilterErrand;

static void
filter_errand_free (FilterErrand *errand)
{
  fl_connection_unref (errand->connection);
  g_free (errand->filter);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FilterErrand, filter_errand_free)

static void
add_filter_on_link_thread (gpointer data)
{
  g_autoptr(FilterErrand) errand = data;
  FlConnection *self = errand->connection;
  MQTTAsync_responseOptions response = MQTTAsync_responseOptions_initializer;
  Delivery *delivery = g_new (Delivery, 1);

  *delivery = (Delivery) { self, errand->id };
  g_mutex_lock (&self->mutex);
  g_hash_table_add (self->deliveries, delivery);
  g_mutex_unlock (&self->mutex);

  response.context = delivery;
  if (self->version == FL_MQTT_VERSION_5)
    {
      response.onSuccess5 = delivered5_cb;
      response.onFailure5 = undelivered5_cb;
    }
  else
    {
      response.onSuccess = filter_answered_cb;
      response.onFailure = filter_failed_cb;
    }
  if (MQTTAsync_subscribe (self->handle, errand->filter, fl_link_settings_get_qos (self->settings), &response) != MQTTASYNC_SUCCESS)
    post_delivery (delivery, FL_CONNECTION_UNDELIVERED, NO_ANSWER);
}

static void
publish_errand_free (PublishErrand *errand)
{
  fl_connection_unref (errand->connection);
  g_free (errand->topic);
  g_bytes_unref (errand->payload);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PublishErrand, publish_errand_free)

static void
publish_on_link_thread (gpointer data)
{
  g_autoptr(PublishErrand) errand = data;
  FlConnection *self = errand->connection;
  MQTTAsync_responseOptions response = MQTTAsync_responseOptions_initializer;
  Delivery *delivery = g_new (Delivery, 1);
  size_t n;
  const void *bytes = g_bytes_get_data (errand->payload, &n);

  *delivery = (Delivery) { self, errand->id };
  g_mutex_lock (&self->mutex);
  g_hash_table_add (self->deliveries, delivery);
  g_mutex_unlock (&self->mutex);

  response.context = delivery;
  if (self->version == FL_MQTT_VERSION_5)
    {
      response.onSuccess5 = delivered5_cb;
      response.onFailure5 = undelivered5_cb;
    }
  else
    {
      response.onSuccess = delivered_cb;
      response.onFailure = undelivered_cb;
    }
  if (MQTTAsync_send (self->handle, errand->topic, (int) n, bytes != NULL ? bytes : "", errand->qos,
                      errand->retained, &response) != MQTTASYNC_SUCCESS)
    post_delivery (delivery, FL_CONNECTION_UNDELIVERED, NO_ANSWER);
}

/* ─── the worker that tears down ─── */

typedef struct
{
  GMutex   mutex;
  GCond    cond;
  gboolean done;
} Goodbye;

static void
said_goodbye (Goodbye *goodbye)
{
  g_mutex_lock (&goodbye->mutex);
  goodbye->done = TRUE;
  g_cond_signal (&goodbye->cond);
  g_mutex_unlock (&goodbye->mutex);
}

static void goodbye_cb (void *context, MQTTAsync_successData *response) { said_goodbye (context); }
static void goodbye_failed_cb (void *context, MQTTAsync_failureData *response) { said_goodbye (context); }
static void goodbye5_cb (void *context, MQTTAsync_successData5 *response) { said_goodbye (context); }
static void goodbye_failed5_cb (void *context, MQTTAsync_failureData5 *response) { said_goodbye (context); }

/* Sends DISCONNECT and waits a moment for it. Destroying the handle calls what was not called yet: goodbye has
 * to live until then. */
static void
disconnect_handle (FlConnection *self,
                   Goodbye      *goodbye)
{
  MQTTAsync_disconnectOptions options = MQTTAsync_disconnectOptions_initializer;
  gint64 deadline = g_get_monotonic_time () + 2 * POLITE_MS * G_TIME_SPAN_MILLISECOND;

  if (self->version == FL_MQTT_VERSION_5)
    {
      options = (MQTTAsync_disconnectOptions) MQTTAsync_disconnectOptions_initializer5;
      options.onSuccess5 = goodbye5_cb;
      options.onFailure5 = goodbye_failed5_cb;
    }
  else
    {
      options.onSuccess = goodbye_cb;
      options.onFailure = goodbye_failed_cb;
    }
  options.timeout = POLITE_MS;
  options.context = goodbye;
  if (MQTTAsync_disconnect (self->handle, &options) != MQTTASYNC_SUCCESS)
    return;
  g_mutex_lock (&goodbye->mutex);
  while (!goodbye->done && g_cond_wait_until (&goodbye->cond, &goodbye->mutex, deadline))
    continue;
  g_mutex_unlock (&goodbye->mutex);
}

static gboolean
tell_closed (gpointer data)
{
  CloseErrand *errand = data;

  if (errand->closed != NULL)
    errand->closed (errand->user_data);
  return G_SOURCE_REMOVE;
}

static void
close_errand_free (gpointer data)
{
  CloseErrand *errand = data;

  fl_connection_unref (errand->connection);
  g_free (errand);
}

static gpointer
tear_down (gpointer data)
{
  CloseErrand *errand = data;
  FlConnection *self = errand->connection;
  g_autoptr(GSource) source = g_idle_source_new ();
  g_autoptr(GMainContext) context = g_main_context_ref (self->context);
  Goodbye goodbye = { .done = FALSE };

  g_mutex_init (&goodbye.mutex);
  g_cond_init (&goodbye.cond);
  fl_freed_memory_begin ();
  if (self->handle != NULL)
    {
      if (errand->politely)
        disconnect_handle (self, &goodbye);
      MQTTAsync_destroy (&self->handle);
      self->handle = NULL;
    }
  connect_is_over (self);
  fl_freed_memory_scrub ();
  fl_freed_memory_end ();
  g_mutex_clear (&goodbye.mutex);
  g_cond_clear (&goodbye.cond);

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_closed, errand, close_errand_free);
  g_source_attach (source, context);
  return NULL;
}

/* On the link thread, after every errand that may still use the handle. */
static void
hand_to_worker (gpointer data)
{
  g_thread_unref (g_thread_new ("fernlight-teardown", tear_down, data));
}

/* ─── the owner ─── */

/** fl_connection_sends_credentials: whether user name and password go into CONNECT: not without TLS, unless allowed. */
gboolean
fl_connection_sends_credentials (FlLinkSettings *settings)
{
  return fl_link_settings_get_username (settings) != NULL
         && (fl_trust_get_way (fl_link_settings_get_trust (settings)) != FL_TRUST_PLAIN
             || fl_link_settings_get_allow_plain_password (settings));
}

/**
 * fl_connection_new:
 * @endpoint: with an address: names are never given to Paho
 * @tap: (nullable): what judges and records the handshake; %NULL only without TLS
 * @inbox: where messages go
 * @version: not automatic
 * @callback: gets every event, on the caller's thread-default main context
 *
 * Returns: (transfer full): a connection that is not opened yet
 */
FlConnection *
fl_connection_new (FlLinkSettings   *settings,
                   FlEndpoint       *endpoint,
                   FlTlsTap         *tap,
                   FlInbox          *inbox,
                   FlMqttVersion     version,
                   FlConnectionFunc  callback,
                   gpointer          user_data)
{
  FlConnection *self;

  g_return_val_if_fail (settings != NULL, NULL);
  g_return_val_if_fail (endpoint != NULL && fl_endpoint_get_address (endpoint) != NULL, NULL);
  g_return_val_if_fail (tap != NULL || fl_trust_get_way (fl_link_settings_get_trust (settings)) == FL_TRUST_PLAIN,
                        NULL);
  g_return_val_if_fail (inbox != NULL, NULL);
  g_return_val_if_fail (version != FL_MQTT_VERSION_AUTO, NULL);

  self = g_new0 (FlConnection, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->settings = fl_link_settings_ref (settings);
  self->endpoint = fl_endpoint_ref (endpoint);
  self->tap = tap != NULL ? fl_tls_tap_ref (tap) : NULL;
  self->inbox = fl_inbox_ref (inbox);
  self->version = version;
  self->drops_copies = fl_service_rules_sends_copies (fl_link_settings_get_service (settings),
                                                      fl_link_settings_get_filters (settings));
  self->context = g_main_context_ref_thread_default ();
  self->callback = callback;
  self->user_data = user_data;
  self->deliveries = g_hash_table_new_full (NULL, NULL, g_free, NULL);
  g_mutex_init (&self->mutex);
  return self;
}

FlConnection *
fl_connection_ref (FlConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_connection_unref (FlConnection *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_assert (self->handle == NULL);
  fl_link_settings_unref (self->settings);
  fl_endpoint_unref (self->endpoint);
  g_clear_pointer (&self->tap, fl_tls_tap_unref);
  fl_inbox_unref (self->inbox);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->deliveries);
  g_free (self->subscriptions);
  g_free (self->granted);
  g_free (self->tls_error);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/** fl_connection_open: once. Ends in ACCEPTED or FAILED, or in nothing if the other side is silent: have a timer. */
void
fl_connection_open (FlConnection *self)
{
  g_return_if_fail (self != NULL);

  fl_freed_memory_begin ();
  self->is_perturbing = TRUE;
  fl_link_thread_invoke (open_on_link_thread, fl_connection_ref (self));
}

/** fl_connection_subscribe: once, after ACCEPTED; to all filters of the settings. Ends in SUBSCRIBED. */
void
fl_connection_subscribe (FlConnection *self)
{
  g_return_if_fail (self != NULL);

  fl_link_thread_invoke (subscribe_on_link_thread, fl_connection_ref (self));
}

/**
 * fl_connection_add_filter:
 * @id: comes back in DELIVERED or UNDELIVERED
 *
 * Subscribes to one filter more than the settings say, after SUBSCRIBED (or ACCEPTED, without filters). As with
 * messages, after a loss neither may come.
 */
void
fl_connection_add_filter (FlConnection *self,
                          guint64       id,
                          const char   *filter)
{
  FilterErrand *errand;

  g_return_if_fail (self != NULL && filter != NULL);

  errand = g_new (FilterErrand, 1);
  *errand = (FilterErrand) { fl_connection_ref (self), id, g_strdup (filter) };
  fl_link_thread_invoke (add_filter_on_link_thread, errand);
}

/**
 * fl_connection_publish:
 * @id: comes back in DELIVERED or UNDELIVERED
 *
 * After a loss neither may come: what is not delivered by then is lost.
 */
void
fl_connection_publish (FlConnection *self,
                       guint64       id,
                       const char   *topic,
                       GBytes       *payload,
                       int           qos,
                       gboolean      retained)
{
  PublishErrand *errand;

  g_return_if_fail (self != NULL);
  g_return_if_fail (topic != NULL);
  g_return_if_fail (payload != NULL && g_bytes_get_size (payload) <= G_MAXINT);

  errand = g_new (PublishErrand, 1);
  *errand = (PublishErrand) { fl_connection_ref (self), id, g_strdup (topic), g_bytes_ref (payload), qos, retained };
  fl_link_thread_invoke (publish_on_link_thread, errand);
}

/**
 * fl_connection_close:
 * @politely: whether to send DISCONNECT first
 * @closed: (nullable): called on the owner's main context when nothing is left of it
 *
 * Once, after fl_connection_open(). From now on there are no events and no messages. It never waits.
 */
void
fl_connection_close (FlConnection           *self,
                     gboolean                politely,
                     FlConnectionClosedFunc  closed,
                     gpointer                user_data)
{
  CloseErrand *errand;

  g_return_if_fail (self != NULL);
  g_return_if_fail (!g_atomic_int_get (&self->closed));

  g_atomic_int_set (&self->closed, 1);
  self->callback = NULL;
  errand = g_new (CloseErrand, 1);
  *errand = (CloseErrand) { fl_connection_ref (self), politely, closed, user_data };
  fl_link_thread_invoke (hand_to_worker, errand);
}

/** fl_connection_get_tap: Returns: (transfer none) (nullable): what watched the handshake */
FlTlsTap *
fl_connection_get_tap (FlConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->tap;
}

/** fl_connection_dup_tls_error: Returns: (transfer full) (nullable): OpenSSL's first word on why, untranslated */
char *
fl_connection_dup_tls_error (FlConnection *self)
{
  char *text;

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->mutex);
  text = g_strdup (self->tls_error);
  g_mutex_unlock (&self->mutex);
  return text;
}
