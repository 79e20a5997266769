/* How a broker proves who it is, and how we prove who we are.
 *
 * Immutable and reference-counted; usable from every thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-secret.h"
#include "tls/fl-pin.h"

G_BEGIN_DECLS

#define FL_TYPE_TRUST  (fl_trust_get_type ())
#define FL_TRUST_ERROR (fl_trust_error_quark ())

/* Longest identity of a pre-shared key, in bytes: what mosquitto and OpenSSL can hold. */
#define FL_TRUST_MAX_PSK_IDENTITY 128
/* Longest pre-shared key, in bytes: OpenSSL has room for 512 (PSK_MAX_PSK_LEN), the ESPs' mbedTLS for 32 (MBEDTLS_PSK_MAX_LEN). */
#define FL_TRUST_MAX_PSK 511
#define FL_TRUST_MAX_ESP_PSK 32

typedef enum
{
  FL_TRUST_SYSTEM,   /* the system's certificate authorities, and the name */
  FL_TRUST_CA,       /* an own CA file, and the name */
  FL_TRUST_PIN,      /* one certificate or key, or the one planned to follow; neither name nor dates */
  FL_TRUST_PSK,      /* both ends know a key; no certificate */
  FL_TRUST_INSECURE, /* anybody; encrypted, not checked */
  FL_TRUST_PLAIN,    /* no TLS */
} FlTrustWay;

typedef enum
{
  FL_TRUST_ERROR_NO_CERTIFICATE,      /* nothing to trust in the CA file */
  FL_TRUST_ERROR_PSK_IDENTITY,        /* empty, too long, or not text */
  FL_TRUST_ERROR_PSK_KEY,             /* empty, too long, or not hexadecimal */
  FL_TRUST_ERROR_CLIENT_CERTIFICATE,  /* no readable certificate */
  FL_TRUST_ERROR_CLIENT_KEY,          /* no readable private key */
  FL_TRUST_ERROR_PASSPHRASE_REQUIRED, /* the key is encrypted and no passphrase was given */
  FL_TRUST_ERROR_WRONG_PASSPHRASE,
  FL_TRUST_ERROR_PAIR_MISMATCH,       /* certificate and key do not belong together */
  FL_TRUST_ERROR_NOT_APPLICABLE,      /* this way takes no client certificate */
} FlTrustError;

typedef struct _FlTrust FlTrust;

GType       fl_trust_get_type                (void) G_GNUC_CONST;
GQuark      fl_trust_error_quark             (void);
FlTrust    *fl_trust_new_system              (void) G_GNUC_WARN_UNUSED_RESULT;
FlTrust    *fl_trust_new_ca                  (GBytes         *pem_or_der,
                                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
FlTrust    *fl_trust_new_pin                 (FlPin          *pin) G_GNUC_WARN_UNUSED_RESULT;
FlTrust    *fl_trust_new_psk                 (const char     *identity,
                                              FlSecret       *key,
                                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
FlTrust    *fl_trust_new_insecure            (void) G_GNUC_WARN_UNUSED_RESULT;
FlTrust    *fl_trust_new_plain               (void) G_GNUC_WARN_UNUSED_RESULT;
FlTrust    *fl_trust_with_client_certificate (FlTrust        *self,
                                              GBytes         *cert_pem,
                                              FlSecret       *key_pem,
                                              FlSecret       *passphrase,
                                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
FlTrust    *fl_trust_without_client          (FlTrust        *self) G_GNUC_WARN_UNUSED_RESULT;
FlTrust    *fl_trust_with_second_pin         (FlTrust        *self,
                                              FlPin          *pin) G_GNUC_WARN_UNUSED_RESULT;
FlTrust    *fl_trust_with_remembered         (FlTrust        *self,
                                              const char     *sha256_hex) G_GNUC_WARN_UNUSED_RESULT;
FlSecret   *fl_trust_parse_psk               (FlSecret       *hex,
                                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
FlTrust    *fl_trust_ref                     (FlTrust        *self);
void        fl_trust_unref                   (FlTrust        *self);
FlTrustWay  fl_trust_get_way                 (const FlTrust  *self);
const char *fl_trust_way_to_code             (FlTrustWay      way);
gboolean    fl_trust_way_from_code           (const char     *code,
                                              FlTrustWay     *way);
FlPin      *fl_trust_get_pin                 (const FlTrust  *self);
FlPin      *fl_trust_get_second_pin          (const FlTrust  *self);
FlPin      *fl_trust_match_pin               (const FlTrust       *self,
                                              const FlCertificate *leaf);
const char *fl_trust_get_psk_identity        (const FlTrust  *self);
const char *fl_trust_get_remembered          (const FlTrust  *self);
gboolean    fl_trust_has_client_certificate  (const FlTrust  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTrust, fl_trust_unref)

G_END_DECLS
