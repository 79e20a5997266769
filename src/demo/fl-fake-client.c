/* The MQTT client of a simulated device: MQTT 3.1.1 over TLS, as small as the ones on an ESP.
 *
 * "3.3" and the like are sections of the OASIS standard MQTT 3.1.1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-client"

#include "config.h"

#include "demo/fl-fake-client.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#define ANSWER_TIMEOUT_US (15 * G_USEC_PER_SEC)
#define KEEP_ALIVE_S 30
#define PING_EVERY_US (KEEP_ALIVE_S / 2 * G_USEC_PER_SEC)

/* First bytes, 2.2: type and flags. */
enum
{
  CONNECT = 0x10,
  CONNACK = 0x20,
  PUBLISH = 0x30,
  PUBACK = 0x40,
  SUBSCRIBE = 0x82,
  SUBACK = 0x90,
  PINGREQ = 0xc0,
  PINGRESP = 0xd0,
  DISCONNECT = 0xe0,
};

/* Connect flags, 3.1.2.3. */
enum
{
  CLEAN_SESSION = 0x02,
  WILL = 0x04,
  WILL_QOS_1 = 0x08,
  WILL_RETAIN = 0x20,
  HAS_PASSWORD = 0x40,
  HAS_USERNAME = 0x80,
};

struct _FlFakeClient
{
  GSocketConnection *connection;
  int                fd;
  int                wake_fd; /* −1: none */
  SSL               *ssl; /* NULL: without TLS */
  FlFakeClientFunc   func;
  gpointer           user_data;
  GByteArray        *input;    /* received, not yet understood */
  guint16            packet_id;
  gint64             sent_at;  /* monotonic µs of the last packet sent */
  gint64             heard_at; /* of the last bytes received */
  guint8             awaited;  /* the packet type waited for, and … */
  int                answer;   /* … its return code; -1 until it came */
};

G_DEFINE_QUARK (fl-fake-client-error-quark, fl_fake_client_error)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SSL_CTX, SSL_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)

/* ------------------------------------------------------------------------------------------- bytes */

static void
set_closed (GError **error)
{
  g_set_error_literal (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_CLOSED, "the connection was closed");
}

/* Waits until the socket is ready, or it is that late, or there is something to read at wake_fd (−1: nowhere).
 * FALSE: the socket is not ready. */
static gboolean
wait_for_socket (FlFakeClient *self,
                 short         events,
                 gint64        until,
                 int           wake_fd)
{
  struct pollfd poll_fds[] = { { .fd = self->fd, .events = events }, { .fd = wake_fd, .events = POLLIN } };
  int n;

  do
    {
      gint64 left_ms = (until - g_get_monotonic_time () + 999) / 1000;

      n = poll (poll_fds, G_N_ELEMENTS (poll_fds), (int) CLAMP (left_ms, 0, G_MAXINT));
    }
  while (n < 0 && errno == EINTR);
  return n > 0 && poll_fds[0].revents != 0;
}

/* What to wait for after a call that could not finish; 0: it failed. */
static short
what_to_wait_for (FlFakeClient *self,
                  gssize        result,
                  short         events)
{
  int code;

  if (self->ssl == NULL)
    return result < 0 && (errno == EAGAIN || errno == EINTR) ? events : 0;
  code = SSL_get_error (self->ssl, (int) result);
  if (code == SSL_ERROR_WANT_READ)
    return POLLIN;
  return code == SSL_ERROR_WANT_WRITE ? POLLOUT : 0;
}

static gboolean
send_all (FlFakeClient  *self,
          const guint8  *data,
          size_t         n,
          GError       **error)
{
  gint64 until = g_get_monotonic_time () + ANSWER_TIMEOUT_US;
  size_t sent = 0;

  while (sent < n)
    {
      gssize done;
      short events;

      ERR_clear_error ();
      done = self->ssl != NULL ? SSL_write (self->ssl, data + sent, (int) (n - sent))
                               : send (self->fd, data + sent, n - sent, MSG_NOSIGNAL);
      if (done > 0)
        {
          sent += (size_t) done;
          continue;
        }
      events = what_to_wait_for (self, done, POLLOUT);
      if (events == 0 || !wait_for_socket (self, events, until, -1))
        {
          set_closed (error);
          return FALSE;
        }
    }
  self->sent_at = g_get_monotonic_time ();
  return TRUE;
}

/* Reads what there is, waiting for it at most until then. Nothing by then is no error. */
static gboolean
receive_some (FlFakeClient  *self,
              gint64         until,
              GError       **error)
{
  guint8 buffer[4096];
  gssize n;
  short events;

  for (;;)
    {
      ERR_clear_error ();
      n = self->ssl != NULL ? SSL_read (self->ssl, buffer, sizeof buffer)
                            : recv (self->fd, buffer, sizeof buffer, 0);
      if (n > 0)
        {
          g_byte_array_append (self->input, buffer, (guint) n);
          self->heard_at = g_get_monotonic_time ();
          return TRUE;
        }
      events = what_to_wait_for (self, n, POLLIN);
      if (events == 0)
        {
          set_closed (error);
          return FALSE;
        }
      if (!wait_for_socket (self, events, until, self->wake_fd))
        return TRUE;
    }
}

/* ------------------------------------------------------------------------------------------- packets out */

static void
append_number (GByteArray *packet,
               guint16     number)
{
  const guint8 bytes[] = { (guint8) (number >> 8), (guint8) number };

  g_byte_array_append (packet, bytes, sizeof bytes);
}

/* 1.5.3 */
static void
append_string (GByteArray *packet,
               const char *text,
               size_t      n)
{
  append_number (packet, (guint16) n);
  g_byte_array_append (packet, (const guint8 *) text, (guint) n);
}

/* Sends a packet: its first byte, the remaining length (2.2.3), the rest. Wipes what it sent. */
static gboolean
send_packet (FlFakeClient  *self,
             guint8         first,
             GByteArray    *rest,
             GError       **error)
{
  g_autoptr(GByteArray) packet = g_byte_array_new ();
  guint left = rest != NULL ? rest->len : 0;
  gboolean sent;

  g_byte_array_append (packet, &first, 1);
  do
    {
      guint8 byte = left % 128;

      left /= 128;
      if (left > 0)
        byte |= 0x80;
      g_byte_array_append (packet, &byte, 1);
    }
  while (left > 0);
  if (rest != NULL)
    g_byte_array_append (packet, rest->data, rest->len);
  sent = send_all (self, packet->data, packet->len, error);
  OPENSSL_cleanse (packet->data, packet->len);
  if (rest != NULL && rest->len > 0)
    OPENSSL_cleanse (rest->data, rest->len);
  return sent;
}

/* 3.1 */
static gboolean
send_connect (FlFakeClient               *self,
              const FlFakeClientOptions  *options,
              GError                    **error)
{
  g_autoptr(GByteArray) rest = g_byte_array_sized_new (512);
  const guint8 level = 4;
  guint8 flags = CLEAN_SESSION;

  flags |= options->will_topic != NULL ? WILL | WILL_QOS_1 | WILL_RETAIN : 0;
  flags |= options->username != NULL ? HAS_USERNAME : 0;
  flags |= options->password != NULL ? HAS_PASSWORD : 0;
  append_string (rest, "MQTT", 4);
  g_byte_array_append (rest, &level, 1);
  g_byte_array_append (rest, &flags, 1);
  append_number (rest, KEEP_ALIVE_S);
  append_string (rest, options->client_id, strlen (options->client_id));
  if (options->will_topic != NULL)
    {
      append_string (rest, options->will_topic, strlen (options->will_topic));
      append_string (rest, options->will_payload, strlen (options->will_payload));
    }
  if (options->username != NULL)
    append_string (rest, options->username, strlen (options->username));
  if (options->password != NULL)
    {
      size_t n;
      const char *password = fl_secret_peek (options->password, &n);

      append_string (rest, password, n);
    }
  return send_packet (self, CONNECT, rest, error);
}

static guint16
next_packet_id (FlFakeClient *self)
{
  self->packet_id = self->packet_id == G_MAXUINT16 ? 1 : self->packet_id + 1;
  return self->packet_id;
}

/* ------------------------------------------------------------------------------------------- packets in */

static gboolean
set_protocol_error (GError     **error,
                    const char  *what)
{
  g_set_error (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_PROTOCOL, "not MQTT: %s", what);
  return FALSE;
}

/* The whole packet at the beginning of the input: the length of its header, and of what follows.
 * 0: there is no whole one yet. -1: there will never be one. */
static int
measure_packet (FlFakeClient *self,
                guint        *n_rest)
{
  guint value = 0;

  for (guint i = 1; i < self->input->len && i <= 4; i++)
    {
      value |= (guint) (self->input->data[i] & 0x7f) << (7 * (i - 1));
      if (self->input->data[i] & 0x80)
        continue;
      if (value > FL_FAKE_CLIENT_MAX_PACKET)
        return -1;
      *n_rest = value;
      return self->input->len >= i + 1 + value ? (int) i + 1 : 0;
    }
  return self->input->len > 4 ? -1 : 0;
}

/* 3.3 */
static gboolean
take_publish (FlFakeClient  *self,
              guint8         first,
              const guint8  *rest,
              guint          n,
              GError       **error)
{
  guint qos = (first >> 1) & 3;
  guint n_topic = n >= 2 ? (guint) rest[0] << 8 | rest[1] : n;
  guint begin = 2 + n_topic + (qos > 0 ? 2 : 0);
  g_autofree char *topic = NULL;
  g_autofree char *payload = NULL;

  if (begin > n || qos > 1)
    return set_protocol_error (error, "PUBLISH");
  topic = g_strndup ((const char *) rest + 2, n_topic);
  payload = g_strndup ((const char *) rest + begin, n - begin);
  if (qos == 1)
    {
      g_autoptr(GByteArray) id = g_byte_array_new ();

      g_byte_array_append (id, rest + 2 + n_topic, 2);
      if (!send_packet (self, PUBACK, id, error))
        return FALSE;
    }
  if (self->func != NULL)
    self->func (topic, payload, n - begin, first & 1, self->user_data);
  return TRUE;
}

static gboolean
take_packet (FlFakeClient  *self,
             guint8         first,
             const guint8  *rest,
             guint          n,
             GError       **error)
{
  if ((first & 0xf0) == PUBLISH)
    return take_publish (self, first, rest, n, error);
  if (first != CONNACK && first != SUBACK && first != PUBACK && first != PINGRESP)
    return set_protocol_error (error, "unexpected packet");
  if (first == self->awaited)
    {
      /* 3.2.2.3, 3.9.3: the return code is the last byte. */
      if (n < 2)
        return set_protocol_error (error, "short answer");
      self->answer = rest[n - 1];
      self->awaited = 0;
    }
  return TRUE;
}

static gboolean
take_all (FlFakeClient  *self,
          GError       **error)
{
  guint n_rest = 0;
  int n_header;

  while ((n_header = measure_packet (self, &n_rest)) > 0)
    {
      guint n = (guint) n_header + n_rest;
      g_autofree guint8 *packet = g_memdup2 (self->input->data, n);

      g_byte_array_remove_range (self->input, 0, n);
      if (!take_packet (self, packet[0], packet + n_header, n_rest, error))
        return FALSE;
    }
  return n_header == 0 || set_protocol_error (error, "length");
}

static gboolean
await_answer (FlFakeClient  *self,
              guint8         type,
              GError       **error)
{
  gint64 until = g_get_monotonic_time () + ANSWER_TIMEOUT_US;

  self->awaited = type;
  self->answer = -1;
  while (self->awaited != 0)
    {
      if (g_get_monotonic_time () >= until)
        {
          g_set_error_literal (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_TIMEOUT, "no answer in time");
          return FALSE;
        }
      if (!receive_some (self, until, error) || !take_all (self, error))
        return FALSE;
    }
  return TRUE;
}

/* ------------------------------------------------------------------------------------------- TLS */

static gboolean
add_authorities (SSL_CTX *context,
                 GBytes  *ca)
{
  gsize n;
  const void *data = g_bytes_get_data (ca, &n);
  g_autoptr(BIO) bio = BIO_new_mem_buf (data, (int) n);
  guint n_added = 0;

  for (;;)
    {
      g_autoptr(X509) cert = PEM_read_bio_X509 (bio, NULL, NULL, NULL);

      if (cert == NULL || X509_STORE_add_cert (SSL_CTX_get_cert_store (context), cert) != 1)
        break;
      n_added++;
    }
  ERR_clear_error ();
  return n_added > 0;
}

static gboolean
expect_name (SSL        *ssl,
             const char *host)
{
  X509_VERIFY_PARAM *param = SSL_get0_param (ssl);

  if (g_hostname_is_ip_address (host))
    return X509_VERIFY_PARAM_set1_ip_asc (param, host) == 1;
  return SSL_set_tlsext_host_name (ssl, host) == 1 && SSL_set1_host (ssl, host) == 1;
}

static gboolean
shake_hands (FlFakeClient  *self,
             GError       **error)
{
  gint64 until = g_get_monotonic_time () + ANSWER_TIMEOUT_US;
  int result;

  while ((result = SSL_connect (self->ssl)) != 1)
    {
      short events = what_to_wait_for (self, result, POLLIN);
      const char *reason = ERR_reason_error_string (ERR_peek_last_error ());

      if (events != 0 && wait_for_socket (self, events, until, -1))
        continue;
      g_set_error (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_TLS, "no TLS handshake: %s",
                   reason != NULL ? reason : "the connection was closed");
      ERR_clear_error ();
      return FALSE;
    }
  return TRUE;
}

static gboolean
start_tls (FlFakeClient               *self,
           const FlFakeClientOptions  *options,
           GError                    **error)
{
  g_autoptr(SSL_CTX) context = SSL_CTX_new (TLS_client_method ());

  if (context != NULL && SSL_CTX_set_min_proto_version (context, TLS1_2_VERSION) == 1 &&
      add_authorities (context, options->ca))
    {
      SSL_CTX_set_verify (context, SSL_VERIFY_PEER, NULL);
      self->ssl = SSL_new (context);
    }
  if (self->ssl == NULL || SSL_set_fd (self->ssl, self->fd) != 1 || !expect_name (self->ssl, options->host))
    {
      ERR_clear_error ();
      g_set_error_literal (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_TLS, "no certificate authority in the CA");
      return FALSE;
    }
  return shake_hands (self, error);
}

/* ------------------------------------------------------------------------------------------- public */

static gboolean
enter (FlFakeClient               *self,
       const FlFakeClientOptions  *options,
       GError                    **error)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);

  g_socket_set_blocking (socket, FALSE);
  self->fd = g_socket_get_fd (socket);
  if (options->ca != NULL && !start_tls (self, options, error))
    return FALSE;
  if (!send_connect (self, options, error) || !await_answer (self, CONNACK, error))
    return FALSE;
  if (self->answer != 0)
    g_set_error (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_REFUSED, "the broker refused, code %d", self->answer);
  return self->answer == 0;
}

/**
 * fl_fake_client_connect:
 * @options: whom to call
 * @func: (nullable): called with every message, from within the other functions; it may publish, not free
 * @user_data: for @func
 * @error: return location for an error in %FL_FAKE_CLIENT_ERROR or %G_IO_ERROR
 *
 * Connects with a clean session. TLS 1.2 or newer; the certificate must lead to the CA and carry the host.
 * Blocks for at most about 45 s.
 *
 * Returns: (transfer full): a connected client, or %NULL
 */
FlFakeClient *
fl_fake_client_connect (const FlFakeClientOptions  *options,
                        FlFakeClientFunc            func,
                        gpointer                    user_data,
                        GError                    **error)
{
  g_autoptr(GSocketClient) caller = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(FlFakeClient) self = NULL;

  g_return_val_if_fail (options != NULL && options->host != NULL && options->client_id != NULL, NULL);

  g_socket_client_set_enable_proxy (caller, FALSE);
  g_socket_client_set_timeout (caller, ANSWER_TIMEOUT_US / G_USEC_PER_SEC);
  connection = g_socket_client_connect_to_host (caller, options->host, options->port, NULL, error);
  if (connection == NULL)
    return NULL;
  self = g_new0 (FlFakeClient, 1);
  self->wake_fd = -1;
  self->connection = g_steal_pointer (&connection);
  self->fd = -1;
  self->input = g_byte_array_new ();
  self->func = func;
  self->user_data = user_data;
  if (!enter (self, options, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * fl_fake_client_subscribe:
 * @filter: a topic filter; QoS 1 is asked for
 *
 * Returns: whether the broker granted it
 */
gboolean
fl_fake_client_subscribe (FlFakeClient  *self,
                          const char    *filter,
                          GError       **error)
{
  g_autoptr(GByteArray) rest = g_byte_array_new ();
  const guint8 qos = 1;

  g_return_val_if_fail (self != NULL && filter != NULL, FALSE);

  append_number (rest, next_packet_id (self));
  append_string (rest, filter, strlen (filter));
  g_byte_array_append (rest, &qos, 1);
  if (!send_packet (self, SUBSCRIBE, rest, error) || !await_answer (self, SUBACK, error))
    return FALSE;
  if (self->answer == 0x80)
    g_set_error (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_REFUSED, "the broker refused to give %s", filter);
  return self->answer != 0x80;
}

/**
 * fl_fake_client_publish:
 * @topic: where to
 * @payload: (array length=n): what
 * @qos: 0 or 1; the acknowledgement is not waited for
 * @retained: whether the broker keeps it
 *
 * Returns: whether it was sent
 */
gboolean
fl_fake_client_publish (FlFakeClient  *self,
                        const char    *topic,
                        const char    *payload,
                        size_t         n,
                        int            qos,
                        gboolean       retained,
                        GError       **error)
{
  g_autoptr(GByteArray) rest = g_byte_array_new ();

  g_return_val_if_fail (self != NULL && topic != NULL, FALSE);
  g_return_val_if_fail (qos == 0 || qos == 1, FALSE);

  append_string (rest, topic, strlen (topic));
  if (qos > 0)
    append_number (rest, next_packet_id (self));
  g_byte_array_append (rest, (const guint8 *) payload, (guint) n);
  return send_packet (self, (guint8) (PUBLISH | qos << 1 | (retained ? 1 : 0)), rest, error);
}

/**
 * fl_fake_client_set_wake:
 * @fd: a file; −1: none
 *
 * While there is something to read from that file, or its end was reached, fl_fake_client_run() returns at once.
 */
void
fl_fake_client_set_wake (FlFakeClient *self,
                         int           fd)
{
  g_return_if_fail (self != NULL);

  self->wake_fd = fd;
}

/**
 * fl_fake_client_run:
 * @until: g_get_monotonic_time() µs
 *
 * Receives, and keeps the connection alive. Returns when it is that late, or something happened: call it again.
 *
 * Returns: %FALSE if the connection was lost
 */
gboolean
fl_fake_client_run (FlFakeClient  *self,
                    gint64         until,
                    GError       **error)
{
  gint64 ping_at;
  gint64 now;

  g_return_val_if_fail (self != NULL, FALSE);

  ping_at = self->sent_at + PING_EVERY_US;
  if (!receive_some (self, MIN (until, ping_at), error) || !take_all (self, error))
    return FALSE;
  now = g_get_monotonic_time ();
  if (now >= self->heard_at + 2 * KEEP_ALIVE_S * G_USEC_PER_SEC)
    {
      g_set_error_literal (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_TIMEOUT, "the broker went silent");
      return FALSE;
    }
  return now < ping_at || send_packet (self, PINGREQ, NULL, error);
}

/**
 * fl_fake_client_disconnect:
 * @self: (transfer full): a client
 *
 * Says good-bye: there will be no last will.
 */
void
fl_fake_client_disconnect (FlFakeClient *self)
{
  g_return_if_fail (self != NULL);

  if (send_packet (self, DISCONNECT, NULL, NULL) && self->ssl != NULL)
    SSL_shutdown (self->ssl);
  fl_fake_client_drop (self);
}

/**
 * fl_fake_client_drop:
 * @self: (transfer full): a client
 *
 * Goes away without a word, as a device that loses its power or its Wi-Fi: the broker publishes its last will.
 */
void
fl_fake_client_drop (FlFakeClient *self)
{
  g_return_if_fail (self != NULL);

  ERR_clear_error ();
  g_clear_pointer (&self->ssl, SSL_free);
  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_clear_object (&self->connection);
  g_byte_array_unref (self->input);
  g_free (self);
}
