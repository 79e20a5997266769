/* A handshake on its own connection, by the same policy as the live tap; no application data is sent.
 *
 *     resolve, connect ─▶ handshake ─▶ close_notify ─▶ read until the other side closes too ─▶ report
 *                            │ closed without one byte
 *                            └─▶ on a second connection ask in MQTT, without credentials: an answer
 *                                means that this port has no TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-probe"

#include "tls/fl-probe.h"

#include "tls/fl-dial.h"
#include "tls/fl-tls-judge.h"
#include "tls/fl-tls-setup.h"
#include "tls/fl-tls-tap.h"

#include <openssl/err.h>
#include <string.h>

/* How long we read after a TLS 1.3 handshake if the other side does not answer our close_notify: twice what the
 * handshake took, within these bounds; and how long before that, if it asked for a client certificate. Only then may it
 * still refuse, and only its word tells: silence is no answer, and a goodbye it has not read could cost us that word. */
#define GOODBYE_MIN_US (50 * G_TIME_SPAN_MILLISECOND)
#define GOODBYE_MAX_US (2 * G_TIME_SPAN_SECOND)
#define REFUSAL_US     (5 * G_TIME_SPAN_SECOND)

/* How long a plain broker may take to answer a CONNECT. */
#define PLAIN_ANSWER_US (10 * G_TIME_SPAN_SECOND)

struct _FlProbe
{
  GObject     parent_instance;

  FlEndpoint *endpoint;
  FlTrust    *trust;
  guint       timeout_ms;
};

/* All that a run needs; made in one thread, used in another. */
typedef struct
{
  FlEndpoint   *endpoint;
  FlTrust      *trust;
  gint64        deadline; /* monotonic, microseconds */
  GCancellable *cancellable;
  FlKeyLog     *key_log;  /* NULL: its keys are nobody's business; else the caller's, who waits */
} Errand;

G_DEFINE_TYPE (FlProbe, fl_probe, G_TYPE_OBJECT)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SSL, SSL_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SSL_CTX, SSL_CTX_free)

static void
errand_free (Errand *self)
{
  fl_endpoint_unref (self->endpoint);
  fl_trust_unref (self->trust);
  g_clear_object (&self->cancellable);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

static Errand *
errand_new (FlEndpoint   *endpoint,
            FlTrust      *trust,
            guint         timeout_ms,
            GCancellable *cancellable)
{
  Errand *self = g_new0 (Errand, 1);

  self->endpoint = fl_endpoint_ref (endpoint);
  self->trust = fl_trust_ref (trust);
  self->deadline = g_get_monotonic_time () + timeout_ms * G_TIME_SPAN_MILLISECOND;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();

  return self;
}

static unsigned
offer_psk_cb (SSL           *ssl,
              const char    *hint,
              char          *identity,
              unsigned       max_identity,
              unsigned char *psk,
              unsigned       max_psk)
{
  return fl_tls_judge_offer_psk (fl_tls_judge_from_ssl (ssl), identity, max_identity, psk, max_psk);
}

static SSL *
make_ssl (const Errand *errand,
          FlTlsJudge   *judge,
          int           fd)
{
  g_autoptr(SSL_CTX) context = NULL;
  g_autoptr(SSL) ssl = NULL;

  fl_tls_tap_install ();
  context = SSL_CTX_new (TLS_client_method ());
  if (context != NULL && errand->key_log != NULL)
    fl_key_log_attach (errand->key_log, context);
  ssl = context != NULL ? SSL_new (context) : NULL;
  if (ssl == NULL
      || SSL_set_cipher_list (ssl, fl_tls_setup_get_cipher_suites (errand->trust)) != 1
      || SSL_set_fd (ssl, fd) != 1)
    return NULL;

  SSL_set_psk_client_callback (ssl, offer_psk_cb);
  fl_tls_judge_attach (judge, ssl);

  return g_steal_pointer (&ssl);
}

/* The handshake failed. The judge should know why; a failure without a cause must not pass for none. */
static void
blame_somebody (FlTlsJudge *judge)
{
  g_autoptr(FlTlsReport) report = fl_tls_judge_dup_report (judge);

  if (fl_tls_report_get_fault (report) == FL_TLS_FAULT_NONE)
    fl_tls_judge_set_fault (judge, FL_TLS_FAULT_TLS_FAILED);
}

/* The handshake itself. TRUE if it ended well; what went wrong is the judge's. */
static gboolean
shake_hands (const Errand *errand,
             FlTlsJudge   *judge,
             SSL          *ssl)
{
  switch (fl_dial_shake_hands (ssl, errand->deadline, errand->cancellable))
    {
    case FL_DIAL_READY:
      return TRUE;
    case FL_DIAL_FAILED:
      blame_somebody (judge);
      return FALSE;
    case FL_DIAL_LATE:
      fl_tls_judge_set_fault (judge, FL_TLS_FAULT_TIMEOUT);
      return FALSE;
    case FL_DIAL_CANCELLED:
    default:
      return FALSE;
    }
}

/* Reads what comes by itself: session tickets, or the alert of a server that wants a certificate; until it is a word at
 * all, or until the other side has closed. FALSE once there is nothing more to read. */
static gboolean
read_what_comes (const Errand *errand,
                 FlTlsJudge   *judge,
                 SSL          *ssl,
                 gboolean      is_one_word_enough,
                 gint64        patience_us)
{
  const gint64 until = MIN (g_get_monotonic_time () + patience_us, errand->deadline);
  char scrap[64];

  do
    {
      int result;

      ERR_clear_error ();
      result = SSL_read (ssl, scrap, sizeof scrap);
      if (result > 0 || fl_dial_events_wanted (ssl, result) != G_IO_IN)
        return FALSE;
      if (is_one_word_enough && fl_tls_judge_is_answered (judge))
        return TRUE;
    }
  while (fl_dial_wait (SSL_get_fd (ssl), G_IO_IN, until, errand->cancellable) == FL_DIAL_READY);
  return TRUE;
}

/* Says goodbye at once and reads to the end, so that no clock decides what belongs to the record. A server that asked for
 * a certificate speaks first. TLS 1.2 servers have had their say when the handshake is over. */
static void
part (const Errand *errand,
      FlTlsJudge   *judge,
      SSL          *ssl)
{
  g_autoptr(FlTlsReport) report = fl_tls_judge_dup_report (judge);
  const gint64 duration_us = fl_handshake_get_duration_us (fl_tls_report_get_handshake (report));
  const gboolean is_tls13 = SSL_version (ssl) >= TLS1_3_VERSION;

  SSL_clear_mode (ssl, SSL_MODE_AUTO_RETRY); /* or a flood of tickets would keep one SSL_read() busy past the deadline */
  if (is_tls13 && fl_tls_report_is_client_certificate_requested (report)
      && !read_what_comes (errand, judge, ssl, TRUE, REFUSAL_US))
    return;
  if (SSL_shutdown (ssl) >= 0 && is_tls13)
    read_what_comes (errand, judge, ssl, FALSE, CLAMP (2 * duration_us, GOODBYE_MIN_US, GOODBYE_MAX_US));
}

/* Whether a broker answers in plain MQTT here: an empty client id, no credentials (MQTT 3.1.1, 3.1). */
static gboolean
speaks_plain_mqtt (const Errand *errand)
{
  static const guint8 connect[] = {
    0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 0x02, 0, 10, 0, 0,
  };
  static const guint8 disconnect[] = { 0xe0, 0 };
  const guint8 connack = 0x20;
  gint64 deadline = MIN (errand->deadline, g_get_monotonic_time () + PLAIN_ANSWER_US);
  g_autoptr(GSocketConnection) connection = fl_dial (errand->endpoint, deadline, errand->cancellable, NULL);
  GSocket *socket;
  guint8 answer = 0;

  if (connection == NULL)
    return FALSE;

  socket = g_socket_connection_get_socket (connection);
  if (g_socket_send_with_blocking (socket, (const char *) connect, sizeof connect, FALSE, NULL, NULL) != sizeof connect
      || fl_dial_wait (g_socket_get_fd (socket), G_IO_IN, deadline, errand->cancellable) != FL_DIAL_READY
      || g_socket_receive_with_blocking (socket, (char *) &answer, 1, FALSE, NULL, NULL) != 1)
    return FALSE;
  g_socket_send_with_blocking (socket, (const char *) disconnect, sizeof disconnect, FALSE, NULL, NULL);

  return answer == connack;
}

/* Closed without a single byte: a TLS server would have sent an alert, a plain broker has nothing to say. */
static gboolean
was_closed_silently (FlTlsJudge *judge)
{
  g_autoptr(FlTlsReport) report = fl_tls_judge_dup_report (judge);

  return fl_tls_report_get_fault (report) == FL_TLS_FAULT_CLOSED
         && fl_handshake_get_bytes_received (fl_tls_report_get_handshake (report)) == 0;
}

static void
talk (const Errand      *errand,
      FlTlsJudge        *judge,
      GSocketConnection *connection)
{
  int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  g_autoptr(SSL) ssl = make_ssl (errand, judge, fd);

  if (ssl == NULL)
    {
      fl_tls_judge_set_fault (judge, FL_TLS_FAULT_TLS_FAILED);
      return;
    }

  if (shake_hands (errand, judge, ssl))
    part (errand, judge, ssl);
  else if (was_closed_silently (judge) && speaks_plain_mqtt (errand))
    fl_tls_judge_set_fault (judge, FL_TLS_FAULT_NO_TLS);
  ERR_clear_error ();
}

static FlTlsReport *
run_errand (const Errand  *errand,
            GError       **error)
{
  g_autoptr(GError) tcp_error = NULL;
  g_autoptr(GSocketConnection) connection =
    fl_dial (errand->endpoint, errand->deadline, errand->cancellable, &tcp_error);
  g_autoptr(FlEndpoint) endpoint = connection != NULL ? fl_dial_find_address (errand->endpoint, connection)
                                                      : fl_endpoint_ref (errand->endpoint);
  g_autoptr(FlTlsJudge) judge = fl_tls_judge_new (endpoint, errand->trust, FALSE);

  if (connection != NULL)
    talk (errand, judge, connection);
  else
    fl_tls_judge_set_fault (judge, fl_dial_fault_from_error (tcp_error));
  if (g_cancellable_set_error_if_cancelled (errand->cancellable, error))
    return NULL;

  return fl_tls_judge_dup_report (judge);
}

static void
errand_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  const Errand *errand = task_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlTlsReport) report = run_errand (errand, &error);

  if (report == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&report), (GDestroyNotify) fl_tls_report_unref);
}

static void
fl_probe_finalize (GObject *object)
{
  FlProbe *self = FL_PROBE (object);

  g_clear_pointer (&self->endpoint, fl_endpoint_unref);
  g_clear_pointer (&self->trust, fl_trust_unref);

  G_OBJECT_CLASS (fl_probe_parent_class)->finalize (object);
}

static void
fl_probe_class_init (FlProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_probe_finalize;
}

static void
fl_probe_init (FlProbe *self)
{
  self->timeout_ms = FL_PROBE_DEFAULT_TIMEOUT_MS;
}

/**
 * fl_probe_new:
 * @endpoint: whom to ask
 * @trust: how they have to prove who they are; not FL_TRUST_PLAIN
 *
 * Returns: (transfer full): a probe
 */
FlProbe *
fl_probe_new (FlEndpoint *endpoint,
              FlTrust    *trust)
{
  FlProbe *self;

  g_return_val_if_fail (endpoint != NULL && trust != NULL, NULL);
  g_return_val_if_fail (fl_trust_get_way (trust) != FL_TRUST_PLAIN, NULL);

  self = g_object_new (FL_TYPE_PROBE, NULL);
  self->endpoint = fl_endpoint_ref (endpoint);
  self->trust = fl_trust_ref (trust);

  return self;
}

/* For all of it together: name, connection, handshake. Milliseconds; FL_PROBE_DEFAULT_TIMEOUT_MS at first. */
void
fl_probe_set_timeout (FlProbe *self,
                      guint    timeout_ms)
{
  g_return_if_fail (FL_IS_PROBE (self));

  self->timeout_ms = timeout_ms;
}

/**
 * fl_probe_run_async:
 * @self: a probe
 * @cancellable: (nullable): ends it at once
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * The work is done in a thread of its own.
 */
void
fl_probe_run_async (FlProbe             *self,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (FL_IS_PROBE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_probe_run_async);
  g_task_set_task_data (task, errand_new (self->endpoint, self->trust, self->timeout_ms, cancellable),
                        (GDestroyNotify) errand_free);
  g_task_run_in_thread (task, errand_worker);
}

/* Returns: (transfer full): see fl_probe_run() */
FlTlsReport *
fl_probe_run_finish (FlProbe       *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * fl_probe_run:
 * @endpoint: whom to ask
 * @trust: how they have to prove who they are; not FL_TRUST_PLAIN
 * @timeout_ms: for all of it together
 * @cancellable: (nullable): ends it at once; any thread may cancel
 * @error: G_IO_ERROR_CANCELLED and nothing else
 *
 * Blocks. Not for the main thread of the application.
 *
 * Returns: (transfer full): the report; also one of a broker that was not reached or not trusted, with
 *   the fault in it. NULL only if cancelled
 */
FlTlsReport *
fl_probe_run (FlEndpoint    *endpoint,
              FlTrust       *trust,
              guint          timeout_ms,
              GCancellable  *cancellable,
              GError       **error)
{
  return fl_probe_run_logged (endpoint, trust, timeout_ms, NULL, cancellable, error);
}

/**
 * fl_probe_run_logged:
 * @key_log: (nullable): where the keys of the connection go; nothing that is worth reading is sent over it
 *
 * As fl_probe_run(), for those who record the wire.
 *
 * Returns: (transfer full): see fl_probe_run()
 */
FlTlsReport *
fl_probe_run_logged (FlEndpoint    *endpoint,
                     FlTrust       *trust,
                     guint          timeout_ms,
                     FlKeyLog      *key_log,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr(Errand) errand = NULL;

  g_return_val_if_fail (endpoint != NULL && trust != NULL, NULL);
  g_return_val_if_fail (fl_trust_get_way (trust) != FL_TRUST_PLAIN, NULL);

  errand = errand_new (endpoint, trust, timeout_ms, cancellable);
  errand->key_log = key_log;

  return run_errand (errand, error);
}
