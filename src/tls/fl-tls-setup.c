/* What the policy sets on a TLS connection before its first byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-setup"

#include "tls/fl-tls-setup.h"

#include "tls/fl-tls-policy.h"
#include "tls/fl-trust-private.h"

/* Longest chain that is looked through for a path to the system's anchors. */
#define MAX_DEPTH 10

static gboolean
set_up_client_certificate (SSL           *ssl,
                           const FlTrust *trust)
{
  X509 *cert = fl_trust_get_client_x509 (trust);
  const STACK_OF(X509) *chain = fl_trust_get_client_chain (trust);

  if (cert == NULL)
    return TRUE;

  return SSL_use_certificate (ssl, cert) == 1
         && SSL_use_PrivateKey (ssl, fl_trust_get_client_key (trust)) == 1
         && (chain == NULL || SSL_set1_chain (ssl, (STACK_OF(X509) *) chain) == 1);
}

static gboolean
set_up_strength (SSL *ssl)
{
  SSL_set_security_level (ssl, FL_TLS_SECURITY_LEVEL);
  SSL_set_options (ssl, SSL_OP_NO_RENEGOTIATION);
  SSL_clear_options (ssl, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION);
  SSL_set_verify (ssl, SSL_VERIFY_PEER, NULL);
  SSL_set_verify_depth (ssl, MAX_DEPTH);

  return SSL_set_min_proto_version (ssl, TLS1_2_VERSION) == 1;
}

static gboolean
set_up_identity (SSL              *ssl,
                 const FlEndpoint *endpoint,
                 const FlTrust    *trust)
{
  X509_STORE *store = fl_trust_get_store (trust);
  gboolean is_address = fl_endpoint_host_is_address (endpoint);
  const char *name = is_address ? NULL : fl_endpoint_get_host (endpoint);

  if (store != NULL && SSL_set1_verify_cert_store (ssl, store) != 1)
    return FALSE;
  if (fl_trust_get_way (trust) != FL_TRUST_PSK
      && SSL_set_tlsext_status_type (ssl, TLSEXT_STATUSTYPE_ocsp) != 1)
    return FALSE;

  /* RFC 6066, 3: no addresses. Paho sends them, with half a bracket for IPv6. */
  return SSL_set_tlsext_host_name (ssl, name) == 1;
}

/**
 * fl_tls_setup_apply:
 * @ssl: a connection whose ClientHello is being built
 * @endpoint: whom we want to talk to
 * @trust: how they have to prove it
 *
 * Sets what the policy wants of a connection, all of it on the SSL, where it lasts. The callbacks are the
 * caller's.
 *
 * Returns: FALSE if something could not be set, or if TLS is not the way; the connection must not be made then
 */
gboolean
fl_tls_setup_apply (SSL              *ssl,
                    const FlEndpoint *endpoint,
                    const FlTrust    *trust)
{
  g_return_val_if_fail (ssl != NULL && endpoint != NULL && trust != NULL, FALSE);

  return fl_trust_get_way (trust) != FL_TRUST_PLAIN
         && set_up_strength (ssl)
         && set_up_identity (ssl, endpoint, trust)
         && set_up_client_certificate (ssl, trust);
}

/* The suites up to TLS 1.2 to ask for, a static string in OpenSSL's language. Without a key in the PSK
 * suites nobody can be asked whose connection it is, so they stay out by name, not by lack of a callback.
 */
const char *
fl_tls_setup_get_cipher_suites (const FlTrust *trust)
{
  if (fl_trust_get_way (trust) == FL_TRUST_PSK)
    return "PSK:!kRSAPSK:!eNULL:!aNULL";

  return "DEFAULT:!PSK";
}
