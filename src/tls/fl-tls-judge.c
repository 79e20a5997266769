/* One TLS connection, judged and recorded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-judge"

#include "tls/fl-tls-judge.h"

#include "tls/fl-certificate-private.h"
#include "tls/fl-ocsp-private.h"
#include "tls/fl-tls-policy.h"
#include "tls/fl-tls-recorder.h"
#include "tls/fl-tls-report-private.h"
#include "tls/fl-tls-setup.h"
#include "tls/fl-trust-private.h"

#include <openssl/err.h>
#include <pthread.h>
#include <string.h>

struct _FlTlsJudge
{
  gatomicrefcount ref_count;
  FlEndpoint     *endpoint; /* these three never change */
  FlTrust        *trust;
  gboolean        is_live;

  /* A pthread mutex rather than a GMutex: ThreadSanitizer knows it. It guards all that follows, and is
   * held for a few instructions at a time: never while a chain is verified. */
  pthread_mutex_t lock;
  gboolean        is_set_up;
  gboolean        is_proved;  /* the policy let the certificate pass, or the handshake with the key ended well */
  FlTlsRecorder   recorder;
  GPtrArray      *chain;
  GPtrArray      *verified_path;
  FlOcsp         *ocsp;        /* NULL: no staple */
};

typedef FlTlsJudge JudgeLock;

static JudgeLock *
lock_judge (FlTlsJudge *self)
{
  pthread_mutex_lock (&self->lock);

  return self;
}

static void
unlock_judge (JudgeLock *self)
{
  pthread_mutex_unlock (&self->lock);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JudgeLock, unlock_judge)

static void
free_attached_cb (void           *parent,
                  void           *judge,
                  CRYPTO_EX_DATA *data,
                  int             index,
                  long            argument,
                  void           *user_data)
{
  if (judge != NULL)
    fl_tls_judge_unref (judge);
}

/* Ours alone: Paho takes an index of this class too, but keeps its own number and uses it elsewhere. */
static int
get_ssl_index (void)
{
  static gsize index = 0;

  if (g_once_init_enter (&index))
    g_once_init_leave (&index, SSL_get_ex_new_index (0, NULL, NULL, NULL, free_attached_cb) + 1);

  return (int) index - 1;
}

/* Whether the handshake stopped only until the socket is ready again. */
static gboolean
is_waiting (const SSL *ssl)
{
  return ERR_peek_error () == 0 && BIO_should_retry (SSL_get_rbio (ssl));
}

/* ---- callbacks of OpenSSL, on the connection's thread ----
 *
 * None may leave anything in the thread's error queue: SSL_get_error() takes what it finds there for the
 * end of a connection that only waits. */

static void
message_seen_cb (int         is_outgoing,
                 int         version,
                 int         content_type,
                 const void *bytes,
                 size_t      n_bytes,
                 SSL        *ssl,
                 void       *judge)
{
  g_autoptr(JudgeLock) self = lock_judge (judge);

  fl_tls_recorder_see (&self->recorder, is_outgoing, content_type, bytes, n_bytes);
  if (!self->recorder.is_complete)
    fl_tls_recorder_count_bytes (&self->recorder, ssl);
}

static void
note_done (FlTlsJudge *self,
           SSL        *ssl)
{
  if (self->recorder.is_complete)
    return;

  ERR_set_mark ();
  fl_tls_recorder_finish (&self->recorder, ssl);
  if (fl_trust_get_way (self->trust) == FL_TRUST_PSK && SSL_get0_peer_certificate (ssl) == NULL)
    self->is_proved = TRUE;
  ERR_pop_to_mark ();
}

/* The verified path, or if there is none what was sent: for a staple both begin with leaf and issuer. */
static STACK_OF(X509) *
get_path (SSL *ssl)
{
  STACK_OF(X509) *path = SSL_get0_verified_chain (ssl);

  return path != NULL && sk_X509_num (path) > 1 ? path : SSL_get_peer_cert_chain (ssl);
}

static const FlCertificate *
get_leaf (FlTlsJudge *self)
{
  return self->chain->len > 0 ? g_ptr_array_index (self->chain, 0) : NULL;
}

static char *
describe_reason (FlTlsJudge      *self,
                 const FlVerdict *verdict)
{
  return fl_reason_describe (fl_verdict_get_reason (verdict, 0), get_leaf (self), fl_endpoint_get_host (self->endpoint));
}

static char *
describe_failure (FlTlsJudge      *self,
                  FlTlsFault       fault,
                  const FlVerdict *verdict)
{
  if (fl_verdict_get_n_reasons (verdict) > 0)
    return describe_reason (self, verdict);

  return fl_tls_fault_describe (fault, self->endpoint, self->recorder.failure);
}

static FlTlsFault
decide_fault (FlTlsJudge      *self,
              const FlVerdict *verdict)
{
  if (fl_verdict_has_reason (verdict, FL_REASON_NO_TLS))
    return FL_TLS_FAULT_NO_TLS;
  if (fl_verdict_get_n_reasons (verdict) > 0)
    return FL_TLS_FAULT_NOT_TRUSTED;

  return self->recorder.fault;
}

/* Whether the policy lets the connection be used. */
static gboolean
is_let_through (FlTlsJudge *self)
{
  return self->recorder.is_complete && self->is_proved && self->recorder.findings.reasons == 0
         && self->recorder.fault == FL_TLS_FAULT_NONE;
}

/**
 * fl_tls_judge_new:
 * @endpoint: whom we want to talk to
 * @trust: how they have to prove it
 * @is_live: whether the connection will carry data, or is a probe
 *
 * Returns: (transfer full): a judge for one connection
 */
FlTlsJudge *
fl_tls_judge_new (FlEndpoint *endpoint,
                  FlTrust    *trust,
                  gboolean    is_live)
{
  FlTlsJudge *self;

  g_return_val_if_fail (endpoint != NULL && trust != NULL, NULL);

  self = g_new0 (FlTlsJudge, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->endpoint = fl_endpoint_ref (endpoint);
  self->trust = fl_trust_ref (trust);
  self->is_live = is_live;
  pthread_mutex_init (&self->lock, NULL);
  fl_tls_recorder_init (&self->recorder, self->trust);
  self->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_unref);
  self->verified_path = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_unref);

  return self;
}

FlTlsJudge *
fl_tls_judge_ref (FlTlsJudge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
fl_tls_judge_unref (FlTlsJudge *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  fl_tls_recorder_clear (&self->recorder);
  fl_endpoint_unref (self->endpoint);
  fl_trust_unref (self->trust);
  pthread_mutex_destroy (&self->lock);
  g_ptr_array_unref (self->chain);
  g_ptr_array_unref (self->verified_path);
  g_clear_pointer (&self->ocsp, fl_ocsp_unref);
  g_free (self);
}

/**
 * fl_tls_judge_attach:
 * @self: a judge that belongs to no connection yet
 * @ssl: its connection, which takes a reference
 */
void
fl_tls_judge_attach (FlTlsJudge *self,
                     SSL        *ssl)
{
  g_return_if_fail (self != NULL && ssl != NULL && fl_tls_judge_from_ssl (ssl) == NULL);

  if (SSL_set_ex_data (ssl, get_ssl_index (), self) != 1)
    return;

  fl_tls_judge_ref (self);
  /* Also on the SSL: Paho puts a callback of its own on the context, after ours. */
  SSL_set_info_callback (ssl, fl_tls_judge_state_cb);
}

/* The judge of a connection (transfer none), or NULL. */
FlTlsJudge *
fl_tls_judge_from_ssl (SSL *ssl)
{
  int index = get_ssl_index ();

  return index >= 0 ? SSL_get_ex_data (ssl, index) : NULL;
}

/**
 * fl_tls_judge_set_up:
 * @self: the judge that is attached to @ssl
 * @ssl: a connection whose ClientHello is being built
 *
 * Sets everything that the policy wants of the connection. Doing it again (HelloRetryRequest) changes
 * nothing.
 *
 * Returns: FALSE if something could not be set; the connection must not be made then
 */
gboolean
fl_tls_judge_set_up (FlTlsJudge *self,
                     SSL        *ssl)
{
  g_return_val_if_fail (self != NULL && fl_tls_judge_from_ssl (ssl) == self, FALSE);

  if (self->is_set_up) /* written on this thread only */
    return TRUE;
  if (!fl_tls_setup_apply (ssl, self->endpoint, self->trust))
    return FALSE;

  SSL_set_msg_callback (ssl, message_seen_cb);
  SSL_set_msg_callback_arg (ssl, self);
  lock_judge (self);
  fl_tls_recorder_begin (&self->recorder);
  self->is_set_up = TRUE;
  unlock_judge (self);

  return TRUE;
}

/**
 * fl_tls_judge_offer_psk:
 * @self: a judge
 * @identity: (out): NUL-terminated
 * @max_identity: its room in bytes, the NUL not counted
 * @psk: (out): the key
 * @max_psk: its room in bytes
 *
 * What SSL_psk_client_cb_func has to answer.
 *
 * Returns: bytes of the key; 0 if a key is not the way, does not fit, or the connection is not set up
 */
unsigned
fl_tls_judge_offer_psk (FlTlsJudge    *self,
                        char          *identity,
                        unsigned       max_identity,
                        unsigned char *psk,
                        unsigned       max_psk)
{
  g_autoptr(JudgeLock) locked = lock_judge (self);
  const char *name;
  const char *key;
  size_t n_key;

  if (!locked->is_set_up || fl_trust_get_way (locked->trust) != FL_TRUST_PSK)
    return 0;

  name = fl_trust_get_psk_identity (locked->trust);
  key = fl_secret_peek (fl_trust_get_psk_key (locked->trust), &n_key);
  if (strlen (name) > max_identity || n_key > max_psk)
    return 0;

  memcpy (identity, name, strlen (name) + 1);
  memcpy (psk, key, n_key);

  return n_key;
}

/**
 * fl_tls_judge_state_cb:
 * @ssl: a connection
 * @where: what happened
 * @result: how the call ended
 *
 * For SSL_CTX_set_info_callback(): OpenSSL asks for the callback once, when SSL_connect() begins, so that one
 * set while the ClientHello is built would miss how that first call ends.
 */
void
fl_tls_judge_state_cb (const SSL *ssl,
                       int        where,
                       int        result)
{
  FlTlsJudge *judge = fl_tls_judge_from_ssl ((SSL *) ssl);
  g_autoptr(JudgeLock) self = judge != NULL ? lock_judge (judge) : NULL;

  if (self == NULL)
    return;

  if ((where & SSL_CB_HANDSHAKE_DONE) != 0)
    note_done (self, (SSL *) ssl);
  else if (where == SSL_CB_CONNECT_EXIT && result <= 0 && !self->recorder.is_complete && !is_waiting (ssl))
    fl_tls_recorder_fail (&self->recorder, (SSL *) ssl);
}

/**
 * fl_tls_judge_verify_cb:
 * @context: what the server sent
 * @data: not used
 *
 * For SSL_CTX_set_cert_verify_callback(). A connection without a judge is refused.
 *
 * Returns: 1 to go on, 0 to end the handshake with an alert
 */
int
fl_tls_judge_verify_cb (X509_STORE_CTX *context,
                        void           *data)
{
  SSL *ssl = X509_STORE_CTX_get_ex_data (context, SSL_get_ex_data_X509_STORE_CTX_idx ());
  FlTlsJudge *judge = ssl != NULL ? fl_tls_judge_from_ssl (ssl) : NULL;
  FlTlsFindings findings = { 0, };

  if (judge == NULL || !judge->is_set_up) /* written on this thread only */
    {
      X509_STORE_CTX_set_error (context, X509_V_ERR_APPLICATION_VERIFICATION);
      return 0;
    }

  ERR_set_mark ();
  fl_tls_policy_judge_chain (judge->trust, judge->endpoint, context, &findings);
  {
    g_autoptr(GPtrArray) chain = fl_certificate_array_from_x509 (X509_STORE_CTX_get0_untrusted (context), NULL);
    g_autoptr(GPtrArray) path = fl_certificate_array_from_x509 (X509_STORE_CTX_get0_chain (context), chain);
    g_autoptr(JudgeLock) self = lock_judge (judge);

    fl_tls_parameters_read (&self->recorder.parameters, ssl);
    g_ptr_array_unref (self->chain);
    self->chain = g_steal_pointer (&chain);
    g_ptr_array_unref (self->verified_path);
    self->verified_path = g_steal_pointer (&path);
    fl_tls_recorder_add_findings (&self->recorder, &findings);
    self->is_proved = findings.reasons == 0;
  }
  ERR_pop_to_mark ();
  X509_STORE_CTX_set_error (context, findings.reasons == 0 ? X509_V_OK
                                                           : fl_tls_policy_get_x509_error (&findings));

  return findings.reasons == 0;
}

/**
 * fl_tls_judge_status_cb:
 * @ssl: the connection
 * @data: not used
 *
 * For SSL_CTX_set_tlsext_status_cb(): judges the OCSP staple, or that there is none. TLS 1.2 delivers it after
 * the certificate was judged.
 *
 * Returns: 1 to go on, 0 to end the handshake with an alert
 */
int
fl_tls_judge_status_cb (SSL  *ssl,
                        void *data)
{
  FlTlsJudge *judge = fl_tls_judge_from_ssl (ssl);
  FlTlsFindings findings = { 0, };
  g_autoptr(FlOcsp) ocsp = NULL;
  const guint8 *staple = NULL;
  long n_staple;

  if (judge == NULL)
    return 0;

  n_staple = SSL_get_tlsext_status_ocsp_resp (ssl, &staple);
  ERR_set_mark ();
  ocsp = fl_ocsp_read (n_staple > 0 ? staple : NULL, n_staple > 0 ? (gsize) n_staple : 0, get_path (ssl));
  fl_tls_policy_judge_staple (judge->trust, ocsp, get_path (ssl), &findings);
  ERR_pop_to_mark ();
  lock_judge (judge);
  fl_tls_recorder_add_findings (&judge->recorder, &findings);
  g_clear_pointer (&judge->ocsp, fl_ocsp_unref);
  judge->ocsp = g_steal_pointer (&ocsp);
  unlock_judge (judge);

  return findings.reasons == 0;
}

/**
 * fl_tls_judge_set_fault:
 * @self: a judge
 * @fault: what the owner of the connection knows and OpenSSL does not tell
 */
void
fl_tls_judge_set_fault (FlTlsJudge *self,
                        FlTlsFault  fault)
{
  g_autoptr(JudgeLock) locked = lock_judge (self);

  fl_tls_recorder_set_fault (&locked->recorder, fault);
}

/* Whether the other side said something after the handshake: tickets, or an alert. */
gboolean
fl_tls_judge_is_answered (FlTlsJudge *self)
{
  g_autoptr(JudgeLock) locked = lock_judge (self);

  return fl_tls_recorder_is_answered (&locked->recorder);
}

static FlTlsAnswer
answer (const FlTlsRecorder *recorder,
        gboolean             is_agreed)
{
  /* TLS 1.3 needs neither of what is asked about here, and before a ServerHello nothing is known. */
  if (recorder->hello.is_tls13 || recorder->parameters.protocol == NULL)
    return FL_TLS_ANSWER_NONE;

  return is_agreed ? FL_TLS_ANSWER_YES : FL_TLS_ANSWER_NO;
}

/* What was agreed on, as far as it is known. */
static void
fill_in_parameters (FlTlsReportFields   *fields,
                    const FlTlsRecorder *recorder)
{
  const FlTlsParameters *parameters = &recorder->parameters;

  fields->protocol = parameters->protocol;
  fields->cipher = parameters->cipher;
  fields->group = parameters->group;
  fields->peer_signature = parameters->peer_signature;
  fields->alpn = parameters->alpn;
  fields->resumed = recorder->is_resumed;
  fields->extended_master_secret = answer (recorder, recorder->hello.has_extended_master_secret);
  fields->secure_renegotiation = answer (recorder, parameters->has_secure_renegotiation);
  fields->max_fragment = parameters->max_fragment;
  fields->n_certificate_timestamps = parameters->n_certificate_timestamps;
  fields->n_ocsp_timestamps = parameters->n_ocsp_timestamps;
}

/**
 * fl_tls_judge_dup_report:
 * @self: a judge
 *
 * Any thread, at any time: before, during and after the handshake.
 *
 * Returns: (transfer full): what is known up to now
 */
FlTlsReport *
fl_tls_judge_dup_report (FlTlsJudge *self)
{
  g_autoptr(JudgeLock) locked = lock_judge (self);
  const FlTlsRecorder *recorder = &locked->recorder;
  g_autoptr(FlVerdict) verdict = fl_tls_policy_make_verdict (self->trust, locked->is_proved && recorder->is_complete,
                                                             &recorder->findings);
  g_autoptr(FlHandshake) handshake = fl_tls_recorder_dup_handshake (recorder);
  g_autofree char *error_text = NULL;
  FlTlsReportFields fields = { 0, };

  fields.endpoint = self->endpoint;
  fields.way = fl_trust_get_way (self->trust);
  fields.connected = is_let_through (self);
  fields.complete = recorder->is_complete;
  fields.fault = decide_fault (self, verdict);
  error_text = describe_failure (self, fields.fault, verdict);
  fields.error_text = error_text;
  fields.live = self->is_live;
  fill_in_parameters (&fields, recorder);
  fields.client_certificate_requested = recorder->is_client_certificate_requested;
  fields.handshake = handshake;
  fields.chain = self->chain;
  fields.verified_path = self->verified_path;
  fields.verdict = verdict;
  fields.ocsp = self->ocsp;
  fields.matched_pin = fl_trust_match_pin (self->trust, get_leaf (self));

  return fl_tls_report_new (&fields);
}
