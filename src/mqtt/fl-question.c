/* One credential-free question to what listens at an address: do you speak MQTT?
 *
 * Paho answers −1 for most of what can go wrong. After it failed without an answer from the broker this asks once
 * more, with a CONNECT that holds nothing but the protocol's name, and looks at the first byte that comes back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-question"

#include "mqtt/fl-question.h"

#include "tls/fl-dial-limit.h"
#include "tls/fl-tls-tap.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

/* CONNECT of MQTT 3.1.1: clean session, keep-alive 60 s, no client id, no user name (section 3.1). */
static const guint8 connect_packet[] = { 0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 0 };
/* DISCONNECT (section 3.14). */
static const guint8 disconnect_packet[] = { 0xe0, 0 };

/* How an answer to it begins: the type, and the length of what follows (MQTT 3.1.1, 3.2.1). */
#define CONNACK 0x20
#define CONNACK_LENGTH 2
#define N_HEAD 2
#define TLS_ALERT 21
#define TLS_HANDSHAKE 22

typedef struct
{
  FlEndpoint   *endpoint;
  FlTrust      *trust;
  gint64        deadline; /* monotonic, µs */
  GCancellable *cancellable;
} Errand;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SSL, SSL_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SSL_CTX, SSL_CTX_free)

/* Whose handshake this thread is making; OpenSSL asks without saying for which connection. */
static _Thread_local FlTlsTap *asking_tap;

static unsigned
psk_cb (SSL           *ssl,
        const char    *hint,
        char          *identity,
        unsigned       max_identity,
        unsigned char *psk,
        unsigned       max_psk)
{
  return fl_tls_tap_psk_cb (hint, identity, max_identity, psk, max_psk, asking_tap);
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  fl_endpoint_unref (errand->endpoint);
  fl_trust_unref (errand->trust);
  g_clear_object (&errand->cancellable);
  g_free (errand);
}

static gboolean
is_connack (const guint8 *head)
{
  return head[0] == CONNACK && head[1] == CONNACK_LENGTH;
}

/* Returns: whether the socket is ready; not in time, or cancelled, if not */
static gboolean
wait_ready (const Errand *errand,
            GSocket      *socket,
            GIOCondition  condition,
            GError      **error)
{
  gint64 left = errand->deadline - g_get_monotonic_time ();

  return g_socket_condition_timed_wait (socket, condition, MAX (left, 1), errand->cancellable, error);
}

static GSocket *
connect_socket (const Errand *errand,
                GError      **error)
{
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GError) local_error = NULL;

  if (fl_dial_limit_take (fl_endpoint_get_host (errand->endpoint), g_get_monotonic_time ()) > 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "too many connections");
      return NULL;
    }
  address = g_inet_socket_address_new_from_string (fl_endpoint_get_address (errand->endpoint),
                                                   fl_endpoint_get_port (errand->endpoint));
  socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  if (!g_socket_connect (socket, address, errand->cancellable, &local_error))
    {
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_PENDING))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (!wait_ready (errand, socket, G_IO_OUT, error) || !g_socket_check_connect_result (socket, error))
        return NULL;
    }
  return g_steal_pointer (&socket);
}

/* Returns: whether to try again; not in time, cancelled, or over, if not */
static gboolean
wait_tls (const Errand *errand,
          GSocket      *socket,
          SSL          *ssl,
          int           result,
          GError      **error)
{
  switch (SSL_get_error (ssl, result))
    {
    case SSL_ERROR_WANT_READ:
      return wait_ready (errand, socket, G_IO_IN, error);
    case SSL_ERROR_WANT_WRITE:
      return wait_ready (errand, socket, G_IO_OUT, error);
    default:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "TLS ended");
      return FALSE;
    }
}

/* Returns: whether the first two bytes of the answer came; an error if not */
static gboolean
ask_over_tls (const Errand *errand,
              GSocket      *socket,
              guint8       *head,
              GError      **error)
{
  g_autoptr(FlTlsTap) tap = fl_tls_tap_new (errand->endpoint, errand->trust);
  g_autoptr(SSL_CTX) context = SSL_CTX_new (TLS_client_method ());
  g_autoptr(SSL) ssl = NULL;
  int result;

  asking_tap = tap;
  ERR_clear_error ();
  /* Peers are required to prove who they are; without the tap's hook nobody could. */
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_psk_client_callback (context, psk_cb);
  SSL_CTX_set_cipher_list (context, fl_tls_tap_get_cipher_suites (tap));
  ssl = SSL_new (context);
  SSL_set_fd (ssl, g_socket_get_fd (socket));
  while ((result = SSL_connect (ssl)) != 1)
    if (!wait_tls (errand, socket, ssl, result, error))
      return FALSE;
  while ((result = SSL_write (ssl, connect_packet, sizeof connect_packet)) <= 0)
    if (!wait_tls (errand, socket, ssl, result, error))
      return FALSE;
  for (int n = 0; n < N_HEAD; n += MAX (result, 0))
    if ((result = SSL_read (ssl, head + n, N_HEAD - n)) <= 0 && !wait_tls (errand, socket, ssl, result, error))
      return FALSE;
  if (is_connack (head))
    SSL_write (ssl, disconnect_packet, sizeof disconnect_packet);
  return TRUE;
}

/* Returns: whether the first two bytes of the answer came; an error if not */
static gboolean
ask_plainly (const Errand *errand,
             GSocket      *socket,
             guint8       *head,
             GError      **error)
{
  gssize n;

  if (g_socket_send (socket, (const char *) connect_packet, sizeof connect_packet, errand->cancellable, error) < 0)
    return FALSE;
  for (gssize done = 0; done < N_HEAD; done += n)
    {
      if (!wait_ready (errand, socket, G_IO_IN, error))
        return FALSE;
      n = g_socket_receive (socket, (char *) head + done, (gsize) (N_HEAD - done), errand->cancellable, error);
      if (n == 0)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "closed");
      if (n <= 0)
        return FALSE;
    }
  if (is_connack (head))
    g_socket_send (socket, (const char *) disconnect_packet, sizeof disconnect_packet, NULL, NULL);
  return TRUE;
}

static FlLinkFault
fault_of_answer (const GError *error)
{
  /* A reset after CONNECT is a hang-up too. */
  FlLinkFault fault = fl_link_fault_from_io_error (error);

  return fault == FL_LINK_FAULT_UNREACHABLE ? FL_LINK_FAULT_CLOSED : fault;
}

static void
ask_in_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  const Errand *errand = task_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocket) socket = connect_socket (errand, &error);
  gboolean is_plain = fl_trust_get_way (errand->trust) == FL_TRUST_PLAIN;
  FlQuestionAnswer answer = { FL_LINK_FAULT_NONE, FALSE };

  if (socket == NULL)
    answer.fault = fl_link_fault_from_io_error (error);
  else
    {
      guint8 head[N_HEAD] = { 0, 0 };
      gboolean is_answered = is_plain ? ask_plainly (errand, socket, head, &error)
                                      : ask_over_tls (errand, socket, head, &error);

      asking_tap = NULL;
      if (!is_answered)
        answer.fault = fault_of_answer (error);
      else if (!is_connack (head))
        answer.fault = FL_LINK_FAULT_NOT_MQTT;
      answer.offers_tls = is_plain && (head[0] == TLS_ALERT || head[0] == TLS_HANDSHAKE);
    }
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_memdup2 (&answer, sizeof answer), g_free);
}

/**
 * fl_question_ask_async:
 * @endpoint: with an address
 * @trust: how to connect; over TLS the peer is judged as always, and hears nothing before it is trusted
 * @timeout_ms: for all of it, in milliseconds
 *
 * Works in a worker thread; @callback comes on the caller's thread-default main context.
 */
void
fl_question_ask_async (FlEndpoint          *endpoint,
                       FlTrust             *trust,
                       unsigned             timeout_ms,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Errand *errand;

  g_return_if_fail (endpoint != NULL && fl_endpoint_get_address (endpoint) != NULL);
  g_return_if_fail (trust != NULL);

  fl_tls_tap_install ();
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_question_ask_async);
  errand = g_new0 (Errand, 1);
  errand->endpoint = fl_endpoint_ref (endpoint);
  errand->trust = fl_trust_ref (trust);
  errand->deadline = g_get_monotonic_time () + timeout_ms * G_TIME_SPAN_MILLISECOND;
  errand->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  g_task_set_task_data (task, errand, errand_free);
  g_task_run_in_thread (task, ask_in_worker);
}

/**
 * fl_question_ask_finish:
 * @answer: (out): what was found
 *
 * Returns: %FALSE only if it was cancelled
 */
gboolean
fl_question_ask_finish (GAsyncResult      *result,
                        FlQuestionAnswer  *answer,
                        GError           **error)
{
  g_autofree FlQuestionAnswer *found = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;
  *answer = *found;
  return TRUE;
}
