/* What the two sides of a TLS connection agreed on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-parameters"

#include "tls/fl-tls-parameters.h"

#include <openssl/ct.h>

static void
replace_text (char      **text,
              const char *value)
{
  if (value == NULL)
    return;

  g_free (*text);
  *text = g_utf8_make_valid (value, -1);
}

static const char *
get_group (SSL *ssl)
{
  int number = SSL_get_negotiated_group (ssl);
  const char *name;

  if (number == 0)
    return NULL;
  name = SSL_group_to_name (ssl, number);
  if (g_strcmp0 (name, "x25519") == 0)
    return "X25519";
  if (g_strcmp0 (name, "x448") == 0)
    return "X448";

  return name;
}

static const char *
get_peer_signature (SSL *ssl)
{
  int type;

  if (SSL_get_peer_signature_type_nid (ssl, &type) != 1)
    return NULL;

  switch (type)
    {
    case EVP_PKEY_RSA:
      return "RSA";
    case EVP_PKEY_RSA_PSS:
      return "RSA-PSS";
    case EVP_PKEY_EC:
      return "ECDSA";
    case EVP_PKEY_ED25519:
      return "Ed25519";
    case EVP_PKEY_ED448:
      return "Ed448";
    default:
      return OBJ_nid2sn (type);
    }
}

static void
read_alpn (FlTlsParameters *self,
           SSL             *ssl)
{
  const unsigned char *alpn;
  unsigned n_alpn;
  g_autofree char *text = NULL;

  SSL_get0_alpn_selected (ssl, &alpn, &n_alpn);
  if (n_alpn == 0)
    return;

  text = g_strndup ((const char *) alpn, n_alpn);
  replace_text (&self->alpn, text);
}

static guint
get_max_fragment (SSL *ssl)
{
  const SSL_SESSION *session = SSL_get_session (ssl);
  guint8 code = session != NULL ? SSL_SESSION_get_max_fragment_length (session) : TLSEXT_max_fragment_length_DISABLED;

  /* 1 stands for 2^9 bytes, 4 for 2^12; newer versions have one more number that says nothing. */
  if (code < TLSEXT_max_fragment_length_512 || code > TLSEXT_max_fragment_length_4096)
    return 0;

  return 1u << (8 + code);
}

/**
 * fl_tls_parameters_read:
 * @self: zeroed, or filled before
 * @ssl: a connection of this thread, in or after its handshake
 *
 * Takes what is agreed on by now; what is not known yet, or no longer, stays as it was.
 */
void
fl_tls_parameters_read (FlTlsParameters *self,
                        SSL             *ssl)
{
  const SSL_CIPHER *cipher = SSL_get_current_cipher (ssl);

  if (cipher == NULL)
    cipher = SSL_get_pending_cipher (ssl);
  replace_text (&self->protocol, SSL_get_version (ssl));
  replace_text (&self->cipher, cipher != NULL ? SSL_CIPHER_standard_name (cipher) : NULL);
  replace_text (&self->group, get_group (ssl));
  replace_text (&self->peer_signature, get_peer_signature (ssl));
  read_alpn (self, ssl);
  self->max_fragment = get_max_fragment (ssl);
  self->has_secure_renegotiation = SSL_get_secure_renegotiation_support (ssl) == 1;
}

/**
 * fl_tls_parameters_count_timestamps:
 * @self: filled
 * @ssl: a connection of this thread, after its handshake
 *
 * Counts the signed certificate timestamps (RFC 6962) by where they came from. A list that cannot be read counts as
 * none, and may leave errors in the queue.
 */
void
fl_tls_parameters_count_timestamps (FlTlsParameters *self,
                                    SSL             *ssl)
{
  const STACK_OF(SCT) *timestamps = SSL_get0_peer_scts (ssl);

  self->n_certificate_timestamps = 0;
  self->n_ocsp_timestamps = 0;
  for (int i = 0; i < sk_SCT_num (timestamps); i++)
    {
      sct_source_t source = SCT_get_source (sk_SCT_value (timestamps, i));

      if (source == SCT_SOURCE_X509V3_EXTENSION)
        self->n_certificate_timestamps++;
      else if (source == SCT_SOURCE_OCSP_STAPLED_RESPONSE)
        self->n_ocsp_timestamps++;
    }
}

void
fl_tls_parameters_clear (FlTlsParameters *self)
{
  g_clear_pointer (&self->protocol, g_free);
  g_clear_pointer (&self->cipher, g_free);
  g_clear_pointer (&self->group, g_free);
  g_clear_pointer (&self->peer_signature, g_free);
  g_clear_pointer (&self->alpn, g_free);
}
