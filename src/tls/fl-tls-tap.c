/* The live tap: sees, judges and records the TLS of a connection that somebody else (Paho) makes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-tap"

#include "tls/fl-tls-tap.h"

#include "tls/fl-tls-judge.h"
#include "tls/fl-tls-setup.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>

/* An extension number of the private range (RFC 8446, 11). It never goes over the wire: registering it
 * is how one gets to be called while a ClientHello is built. */
#define EXTENSION_NUMBER 0xfe0a

struct _FlTlsTap
{
  gatomicrefcount ref_count;
  FlEndpoint     *endpoint;
  FlTrust        *trust;
  pthread_mutex_t lock;  /* guards judge */
  FlTlsJudge     *judge; /* of the newest connection; NULL before the first */
};

/* "Whose connection is this?", asked and answered in one call stack on one thread. */
typedef struct
{
  gboolean  is_asked;
  FlTlsTap *answer;
} Question;

static _Thread_local Question question;

/* While fl_tls_tap_new_bare_context() makes a context. */
static _Thread_local gboolean is_bare = FALSE;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SSL, SSL_free)

G_DEFINE_BOXED_TYPE (FlTlsTap, fl_tls_tap, fl_tls_tap_ref, fl_tls_tap_unref)

/* Lets a connection that goes nowhere write a ClientHello into memory. For it OpenSSL asks the context's
 * PSK callback for a key, and that is fl_tls_tap_psk_cb() with the tap.
 */
static FlTlsTap *
ask_whose (SSL_CTX *context)
{
  g_autoptr(SSL) scratch = SSL_new (context);
  g_autoptr(BIO) in = BIO_new (BIO_s_mem ());
  g_autoptr(BIO) out = BIO_new (BIO_s_mem ());
  FlTlsTap *answer;

  if (scratch == NULL || in == NULL || out == NULL)
    return NULL;

  SSL_set_bio (scratch, g_steal_pointer (&in), g_steal_pointer (&out));
  question = (Question) { .is_asked = TRUE };
  ERR_set_mark ();
  SSL_connect (scratch);
  ERR_pop_to_mark ();
  answer = question.answer;
  question = (Question) { .is_asked = FALSE };

  return answer;
}

static FlTlsJudge *
begin_connection (FlTlsTap *self,
                  SSL      *ssl)
{
  g_autoptr(FlTlsJudge) judge = fl_tls_judge_new (self->endpoint, self->trust, TRUE);
  FlTlsJudge *old;

  fl_tls_judge_attach (judge, ssl);
  pthread_mutex_lock (&self->lock);
  old = self->judge;
  self->judge = fl_tls_judge_ref (judge);
  pthread_mutex_unlock (&self->lock);
  g_clear_pointer (&old, fl_tls_judge_unref);

  return fl_tls_judge_from_ssl (ssl);
}

/* Called while a ClientHello is built, before its first extension. */
static int
client_hello_begun_cb (SSL                  *ssl,
                       unsigned              extension,
                       unsigned              where,
                       const unsigned char **out,
                       size_t               *n_out,
                       X509                 *cert,
                       size_t                position,
                       int                  *alert,
                       void                 *data)
{
  FlTlsJudge *judge = fl_tls_judge_from_ssl (ssl);
  FlTlsTap *tap;

  if (question.is_asked)
    return 0; /* the scratch connection; it is never sent */

  *alert = SSL_AD_INTERNAL_ERROR;
  if (judge == NULL)
    {
      tap = ask_whose (SSL_get_SSL_CTX (ssl));
      judge = tap != NULL ? begin_connection (tap, ssl) : NULL;
    }
  if (judge == NULL || !fl_tls_judge_set_up (judge, ssl))
    return -1; /* nobody's: not one byte is sent */

  return 0; /* nothing to add */
}

/* From OpenSSL 3.2 on a record layer tells record headers only if there was a message callback when it was
 * made, and the first one is made in SSL_new(): before anybody knows whose the connection is. The judge puts
 * its own callback in this one's place.
 */
static void
nothing_seen_cb (int         is_outgoing,
                 int         version,
                 int         content_type,
                 const void *bytes,
                 size_t      n_bytes,
                 SSL        *ssl,
                 void       *user_data)
{
}

/* Called by OpenSSL in SSL_CTX_new(). Sets only what lasts (see README.md), and stores nothing: the slot
 * of this index may hold Paho's pointer.
 */
static void
context_made_cb (void           *context,
                 void           *slot,
                 CRYPTO_EX_DATA *data,
                 int             index,
                 long            argument,
                 void           *user_data)
{
  if (is_bare)
    return;

  SSL_CTX_set_cert_verify_callback (context, fl_tls_judge_verify_cb, NULL);
  SSL_CTX_set_tlsext_status_cb (context, fl_tls_judge_status_cb);
  SSL_CTX_set_info_callback (context, fl_tls_judge_state_cb);
  SSL_CTX_set_msg_callback (context, nothing_seen_cb);
  SSL_CTX_set_options (context, SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_add_custom_ext (context, EXTENSION_NUMBER, SSL_EXT_CLIENT_HELLO,
                          client_hello_begun_cb, NULL, NULL, NULL, NULL);
}

/**
 * fl_tls_tap_install:
 *
 * Puts the hook into OpenSSL, once for the process; from then on it is in every SSL_CTX. Any thread, as
 * often as you like, before the first connection. If it cannot be put there, no connection succeeds.
 */
void
fl_tls_tap_install (void)
{
  static gsize is_installed = 0;

  if (g_once_init_enter (&is_installed))
    {
      CRYPTO_get_ex_new_index (CRYPTO_EX_INDEX_SSL_CTX, 0, NULL, context_made_cb, NULL, NULL);
      g_once_init_leave (&is_installed, 1);
    }
}

/**
 * fl_tls_tap_new_bare_context:
 *
 * A context without the hook, so that nobody judges its connections: for a handshake that only imitates a
 * device's and over which nothing is ever sent. Any thread.
 *
 * Returns: (transfer full) (nullable): a context for a client
 */
SSL_CTX *
fl_tls_tap_new_bare_context (void)
{
  SSL_CTX *context;

  is_bare = TRUE;
  context = SSL_CTX_new (TLS_client_method ());
  is_bare = FALSE;

  return context;
}

/**
 * fl_tls_tap_new:
 * @endpoint: whom the connection is to reach, by the name the user gave
 * @trust: how they have to prove it
 *
 * Make one for each connection, and keep it until the Paho handle is destroyed.
 *
 * Returns: (transfer full): a tap
 */
FlTlsTap *
fl_tls_tap_new (FlEndpoint *endpoint,
                FlTrust    *trust)
{
  FlTlsTap *self;

  g_return_val_if_fail (endpoint != NULL && trust != NULL, NULL);

  self = g_new0 (FlTlsTap, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->endpoint = fl_endpoint_ref (endpoint);
  self->trust = fl_trust_ref (trust);
  pthread_mutex_init (&self->lock, NULL);

  return self;
}

FlTlsTap *
fl_tls_tap_ref (FlTlsTap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
fl_tls_tap_unref (FlTlsTap *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->judge, fl_tls_judge_unref);
  fl_endpoint_unref (self->endpoint);
  fl_trust_unref (self->trust);
  pthread_mutex_destroy (&self->lock);
  g_free (self);
}

/* What Paho needs as enabledCipherSuites: a static string. */
const char *
fl_tls_tap_get_cipher_suites (FlTlsTap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return fl_tls_setup_get_cipher_suites (self->trust);
}

/**
 * fl_tls_tap_psk_cb:
 * @hint: (nullable): what the server hints; not used, a profile has one key
 * @identity: (out): room for the identity
 * @max_identity: its bytes, the NUL not counted
 * @psk: (out): room for the key
 * @max_psk: its bytes
 * @tap: the FlTlsTap
 *
 * For Paho's ssl_psk_cb, in every way of trust: it is how a connection says whose it is.
 *
 * Returns: bytes of the key, 0 for none
 */
unsigned
fl_tls_tap_psk_cb (const char    *hint,
                   char          *identity,
                   unsigned       max_identity,
                   unsigned char *psk,
                   unsigned       max_psk,
                   void          *tap)
{
  FlTlsTap *self = tap;
  g_autoptr(FlTlsJudge) judge = NULL;

  g_return_val_if_fail (self != NULL, 0);

  if (question.is_asked)
    {
      question.answer = self;
      return 0;
    }

  pthread_mutex_lock (&self->lock);
  judge = self->judge != NULL ? fl_tls_judge_ref (self->judge) : NULL;
  pthread_mutex_unlock (&self->lock);

  return judge != NULL ? fl_tls_judge_offer_psk (judge, identity, max_identity, psk, max_psk) : 0;
}

/**
 * fl_tls_tap_dup_report:
 * @self: a tap
 *
 * Any thread, at any time; what comes after the handshake (tickets, alerts) is in later reports.
 *
 * Returns: (transfer full): what is known of the newest connection
 */
FlTlsReport *
fl_tls_tap_dup_report (FlTlsTap *self)
{
  g_autoptr(FlTlsJudge) judge = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->lock);
  judge = self->judge != NULL ? fl_tls_judge_ref (self->judge) : NULL;
  pthread_mutex_unlock (&self->lock);
  if (judge == NULL)
    judge = fl_tls_judge_new (self->endpoint, self->trust, TRUE);

  return fl_tls_judge_dup_report (judge);
}
