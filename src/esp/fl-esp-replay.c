/* A handshake as a device would make it: only with what its TLS library offers, judged by nobody, then closed.
 *
 * The context has no hook of the tap and security level 0, since devices still take what a desktop refuses
 * (TLS 1.0, SHA-1, RSA with 1024 bits). It lives for this one connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-esp-replay"

#include "esp/fl-esp-replay.h"

#include "crypto/fl-secret.h"
#include "tls/fl-dial.h"
#include "tls/fl-tls-tap.h"
#include "tls/fl-trust-private.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>

/* What is asked for where the model asks for nothing: the size that sketches take for a small buffer. */
#define PROBED_FRAGMENT 1024

/* A device that looks at the first certificate only does not mind how many follow. */
#define MAX_CERTIFICATE_BYTES (1024 * 1024)

#define NO_ALERT -1

struct _FlEspReplay
{
  gatomicrefcount  ref_count;
  FlEspReplayEnd   end;
  FlTlsFault       fault;
  int              alert;
  STACK_OF(X509)  *chain;
  char            *cipher;
  char            *group;
  char            *signature;
  int              key_exchange; /* NID_kx_… */
  guint            max_fragment;
  gboolean         is_client_certificate_requested;
};

/* What the callbacks of one handshake need. */
typedef struct
{
  FlEspReplay         *replay;
  const FlClientModel *model;
  const FlTrust       *trust;
  FlEspReplayFlags     flags;
} Act;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SSL, SSL_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SSL_CTX, SSL_CTX_free)

static int
anybody_cb (X509_STORE_CTX *context,
            void           *data)
{
  return 1;
}

static void
state_cb (const SSL *ssl,
          int        where,
          int        result)
{
  Act *act = SSL_get_app_data (ssl);

  if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && (result >> 8) == SSL3_AL_FATAL)
    act->replay->alert = result & 0xff;
}

static gboolean
may_show (const Act *act,
          EVP_PKEY  *key)
{
  switch (EVP_PKEY_get_base_id (key))
    {
    case EVP_PKEY_RSA:
      return (act->model->client_keys & FL_CLIENT_KEY_RSA) != 0;
    case EVP_PKEY_EC:
      return (act->model->client_keys & FL_CLIENT_KEY_EC) != 0;
    default:
      return FALSE;
    }
}

/* The server asks for a certificate. */
static int
certificate_wanted_cb (SSL       *ssl,
                       X509     **cert,
                       EVP_PKEY **key)
{
  Act *act = SSL_get_app_data (ssl);
  X509 *own = fl_trust_get_client_x509 (act->trust);
  const STACK_OF(X509) *chain = fl_trust_get_client_chain (act->trust);

  act->replay->is_client_certificate_requested = TRUE;
  if ((act->flags & FL_ESP_REPLAY_WITH_CERTIFICATE) == 0 || own == NULL
      || !may_show (act, fl_trust_get_client_key (act->trust)))
    return 0;

  if (chain != NULL)
    SSL_set1_chain (ssl, (STACK_OF(X509) *) chain);
  X509_up_ref (own);
  *cert = own;
  *key = fl_trust_get_client_key (act->trust);
  EVP_PKEY_up_ref (*key);

  return 1;
}

static unsigned
offer_psk_cb (SSL           *ssl,
              const char    *hint,
              char          *identity,
              unsigned       max_identity,
              unsigned char *psk,
              unsigned       max_psk)
{
  const Act *act = SSL_get_app_data (ssl);
  const char *name = fl_trust_get_psk_identity (act->trust);
  size_t n_key;
  const char *key = fl_secret_peek (fl_trust_get_psk_key (act->trust), &n_key);

  if (strlen (name) > max_identity || n_key > max_psk)
    return 0;
  memcpy (identity, name, strlen (name) + 1);
  memcpy (psk, key, n_key);

  return n_key;
}

/* RFC 6066, 4: 1 to 4 stand for 512 to 4096 bytes. */
static int
fragment_to_code (guint bytes)
{
  int code = TLSEXT_max_fragment_length_512;

  for (guint size = 512; size < bytes && code < TLSEXT_max_fragment_length_4096; size *= 2)
    code++;
  return code;
}

static guint
fragment_from_code (int code)
{
  if (code < TLSEXT_max_fragment_length_512 || code > TLSEXT_max_fragment_length_4096)
    return 0;
  return 512u << (code - TLSEXT_max_fragment_length_512);
}

static gboolean
offer_suites (SSL       *ssl,
              const Act *act)
{
  const gboolean has_psk = (act->flags & FL_ESP_REPLAY_WITH_PSK) != 0 && act->model->psk_suites != NULL;
  g_autofree char *suites = g_strconcat (act->model->suites, has_psk ? ":" : "", has_psk ? act->model->psk_suites : "", NULL);

  if (has_psk)
    SSL_set_psk_client_callback (ssl, offer_psk_cb);

  return SSL_set_cipher_list (ssl, suites) == 1;
}

static void
set_habits (SSL                 *ssl,
            const FlClientModel *model)
{
  SSL_set_options (ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_LEGACY_SERVER_CONNECT);
  if (!model->has_tickets)
    SSL_set_options (ssl, SSL_OP_NO_TICKET);
  if (!model->has_extended_master_secret)
    SSL_set_options (ssl, SSL_OP_NO_EXTENDED_MASTER_SECRET | SSL_OP_NO_ENCRYPT_THEN_MAC);
}

static gboolean
set_offer (SSL              *ssl,
           const Act        *act,
           const FlEndpoint *endpoint)
{
  const FlClientModel *model = act->model;
  guint fragment = model->max_fragment;

  if (fragment == 0 && (act->flags & FL_ESP_REPLAY_WITH_FRAGMENT) != 0)
    fragment = PROBED_FRAGMENT;
  SSL_set_security_level (ssl, 0);
  SSL_set_max_cert_list (ssl, MAX_CERTIFICATE_BYTES);
  SSL_set_verify (ssl, SSL_VERIFY_NONE, NULL);
  set_habits (ssl, model);

  /* Devices send the host as it stands in the sketch, an address too. */
  return SSL_set_min_proto_version (ssl, model->min_version) == 1
         && SSL_set_max_proto_version (ssl, model->max_version) == 1
         && offer_suites (ssl, act)
         && (model->groups == NULL || SSL_set1_groups_list (ssl, model->groups) == 1)
         && SSL_set1_sigalgs_list (ssl, model->signatures) == 1
         && SSL_set_tlsext_host_name (ssl, fl_endpoint_get_host (endpoint)) == 1
         && (fragment == 0 || SSL_set_tlsext_max_fragment_length (ssl, fragment_to_code (fragment)) == 1);
}

static SSL *
make_ssl (Act              *act,
          const FlEndpoint *endpoint,
          int               fd)
{
  g_autoptr(SSL_CTX) context = fl_tls_tap_new_bare_context ();
  g_autoptr(SSL) ssl = NULL;

  if (context == NULL)
    return NULL;

  SSL_CTX_set_cert_verify_callback (context, anybody_cb, NULL);
  SSL_CTX_set_client_cert_cb (context, certificate_wanted_cb);
  SSL_CTX_set_session_cache_mode (context, SSL_SESS_CACHE_OFF);
  ssl = SSL_new (context);
  if (ssl == NULL || SSL_set_app_data (ssl, act) != 1)
    return NULL;
  SSL_set_info_callback (ssl, state_cb);
  if (!set_offer (ssl, act, endpoint) || SSL_set_fd (ssl, fd) != 1)
    return NULL;

  return g_steal_pointer (&ssl);
}

static STACK_OF(X509) *
copy_chain (SSL *ssl)
{
  STACK_OF(X509) *chain = SSL_get_peer_cert_chain (ssl);

  return chain != NULL ? X509_chain_up_ref (chain) : NULL;
}

/* What was agreed on, also of a handshake that did not get to its end. */
static void
read_parameters (FlEspReplay *self,
                 SSL         *ssl)
{
  const SSL_CIPHER *cipher = SSL_get_current_cipher (ssl);
  const SSL_SESSION *session = SSL_get0_session (ssl);
  const char *signature = NULL;
  int group = SSL_get_negotiated_group (ssl);
  int nid;

  if (cipher == NULL)
    cipher = SSL_get_pending_cipher (ssl);
  self->chain = copy_chain (ssl);
  if (cipher != NULL)
    {
      self->cipher = g_strdup (SSL_CIPHER_standard_name (cipher));
      self->key_exchange = SSL_CIPHER_get_kx_nid (cipher);
    }
  if (group != NID_undef && self->key_exchange == NID_kx_ecdhe)
    self->group = g_strdup (OBJ_nid2sn (group));
  if (SSL_get_peer_signature_type_nid (ssl, &nid) == 1)
    signature = OBJ_nid2sn (nid);
  self->signature = g_strdup (signature);
  if (session != NULL)
    self->max_fragment = fragment_from_code (SSL_SESSION_get_max_fragment_length (session));
}

static FlEspReplayEnd
end_of_failure (const FlEspReplay *self)
{
  unsigned long error = ERR_peek_error ();

  if (self->alert != NO_ALERT)
    return FL_ESP_REPLAY_ALERT;
  if (error == 0 || ERR_GET_REASON (error) == SSL_R_UNEXPECTED_EOF_WHILE_READING || ERR_SYSTEM_ERROR (error))
    return FL_ESP_REPLAY_CLOSED;
  if (ERR_GET_LIB (error) == ERR_LIB_SSL
      && (ERR_GET_REASON (error) == SSL_R_UNSUPPORTED_PROTOCOL || ERR_GET_REASON (error) == SSL_R_WRONG_SSL_VERSION))
    return FL_ESP_REPLAY_VERSION;

  return FL_ESP_REPLAY_FAILED;
}

static void
play (FlEspReplay       *self,
      Act               *act,
      FlEndpoint        *endpoint,
      GSocketConnection *connection,
      gint64             deadline,
      GCancellable      *cancellable)
{
  int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  g_autoptr(SSL) ssl = make_ssl (act, endpoint, fd);

  if (ssl == NULL)
    {
      self->end = FL_ESP_REPLAY_FAILED;
      return;
    }

  switch (fl_dial_shake_hands (ssl, deadline, cancellable))
    {
    case FL_DIAL_READY:
      self->end = FL_ESP_REPLAY_CONNECTED;
      read_parameters (self, ssl);
      SSL_shutdown (ssl);
      break;
    case FL_DIAL_FAILED:
      self->end = end_of_failure (self);
      read_parameters (self, ssl);
      break;
    case FL_DIAL_LATE:
    case FL_DIAL_CANCELLED:
    default:
      self->end = FL_ESP_REPLAY_UNREACHED;
      self->fault = FL_TLS_FAULT_TIMEOUT;
      break;
    }
  ERR_clear_error ();
}

/**
 * fl_esp_replay_run:
 * @model: whose handshake
 * @endpoint: with whom
 * @trust: where its client certificate or pre-shared key comes from; it judges nothing here
 * @flags: what of that is used
 * @deadline: monotonic, microseconds
 * @cancellable: ends it at once; any thread may cancel
 *
 * Blocks. Not for the main thread of the application. Counts as a connection with fl_dial_limit_take().
 *
 * Returns: (transfer full): how it went; also if it was cancelled
 */
FlEspReplay *
fl_esp_replay_run (const FlClientModel *model,
                   FlEndpoint          *endpoint,
                   const FlTrust       *trust,
                   FlEspReplayFlags     flags,
                   gint64               deadline,
                   GCancellable        *cancellable)
{
  FlEspReplay *self;
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (model != NULL && endpoint != NULL && trust != NULL, NULL);
  g_return_val_if_fail ((flags & FL_ESP_REPLAY_WITH_PSK) == 0 || fl_trust_get_way (trust) == FL_TRUST_PSK, NULL);

  self = g_new0 (FlEspReplay, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->alert = NO_ALERT;
  connection = fl_dial (endpoint, deadline, cancellable, &error);
  if (connection != NULL)
    {
      Act act = { .replay = self, .model = model, .trust = trust, .flags = flags };

      play (self, &act, endpoint, connection, deadline, cancellable);
    }
  else
    {
      self->end = FL_ESP_REPLAY_UNREACHED;
      self->fault = fl_dial_fault_from_error (error);
    }

  return self;
}

FlEspReplay *
fl_esp_replay_ref (FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
fl_esp_replay_unref (FlEspReplay *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  sk_X509_pop_free (self->chain, X509_free);
  g_free (self->cipher);
  g_free (self->group);
  g_free (self->signature);
  g_free (self);
}

FlEspReplayEnd
fl_esp_replay_get_end (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, FL_ESP_REPLAY_FAILED);

  return self->end;
}

/* Why there was no connection for it; FL_TLS_FAULT_NONE unless the end is FL_ESP_REPLAY_UNREACHED. */
FlTlsFault
fl_esp_replay_get_fault (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, FL_TLS_FAULT_NONE);

  return self->fault;
}

/* The number of the alert that ended it (RFC 5246, 7.2), or -1. */
int
fl_esp_replay_get_alert (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, NO_ALERT);

  return self->alert;
}

/* Returns: (transfer none) (nullable): as sent, the server's own first */
const STACK_OF(X509) *
fl_esp_replay_get_chain (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->chain;
}

/* Returns: (nullable): the suite's name in the RFCs */
const char *
fl_esp_replay_get_cipher (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->cipher;
}

const char *
fl_esp_replay_get_group (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->group;
}

const char *
fl_esp_replay_get_signature (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->signature;
}

/* Whether the server's key signs (ECDHE), instead of decrypting (plain RSA). */
gboolean
fl_esp_replay_is_ephemeral (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->key_exchange == NID_kx_ecdhe || self->key_exchange == NID_kx_dhe;
}

/* Bytes a record may have, if the server granted what was asked; else 0. */
guint
fl_esp_replay_get_max_fragment (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->max_fragment;
}

gboolean
fl_esp_replay_is_client_certificate_requested (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_client_certificate_requested;
}

/* Whether the server took the pre-shared key's way, without a certificate. */
gboolean
fl_esp_replay_is_psk (const FlEspReplay *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->key_exchange == NID_kx_psk || self->key_exchange == NID_kx_ecdhe_psk || self->key_exchange == NID_kx_dhe_psk;
}
