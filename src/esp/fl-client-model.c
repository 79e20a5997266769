/* What the TLS library of a device offers, checks and can bear: the devices as data.
 *
 * Sources: the ESP8266 core's WiFiClientSecureBearSSL.cpp and BearSSL's x509_minimal; the ESP32 core's
 * NetworkClientSecure with the Mbed TLS configuration of its library builder; Tasmota's
 * WiFiClientSecureLightBearSSL.cpp. Suites that no OpenSSL knows any more (static ECDH, 3DES, Camellia in GCM)
 * are left out: a server that has nothing else cannot be asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-client-model"

#include "config.h"

#include "esp/fl-client-model.h"

#include <glib/gi18n-lib.h>
#include <openssl/ssl.h>
#include <string.h>

#define WAY(name) (1u << FL_CLIENT_WAY_##name)

#define BEARSSL_RSA_CBC "AES128-SHA256:AES256-SHA256:AES128-SHA:AES256-SHA"

#define BEARSSL_FULL \
  "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:" \
  "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:" \
  "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:" \
  "ECDHE-ECDSA-AES128-CCM:ECDHE-ECDSA-AES256-CCM:ECDHE-ECDSA-AES128-CCM8:ECDHE-ECDSA-AES256-CCM8:" \
  "ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384:" \
  "ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:" \
  "AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-CCM:AES256-CCM:AES128-CCM8:AES256-CCM8:" BEARSSL_RSA_CBC

#define MBEDTLS_EPHEMERAL \
  "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-CCM:" \
  "ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:" \
  "ECDHE-ECDSA-AES256-CCM8:ECDHE-ECDSA-CAMELLIA256-SHA384:ECDHE-RSA-CAMELLIA256-SHA384:" \
  "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-CCM:" \
  "ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:" \
  "ECDHE-ECDSA-AES128-CCM8:ECDHE-ECDSA-CAMELLIA128-SHA256:ECDHE-RSA-CAMELLIA128-SHA256"

#define MBEDTLS_RSA \
  "AES256-GCM-SHA384:AES256-CCM:AES256-SHA256:AES256-SHA:AES256-CCM8:CAMELLIA256-SHA256:CAMELLIA256-SHA:" \
  "AES128-GCM-SHA256:AES128-CCM:AES128-SHA256:AES128-SHA:AES128-CCM8:CAMELLIA128-SHA256:CAMELLIA128-SHA"

#define MBEDTLS_PSK \
  "ECDHE-PSK-AES256-CBC-SHA384:ECDHE-PSK-AES256-CBC-SHA:ECDHE-PSK-AES128-CBC-SHA256:ECDHE-PSK-AES128-CBC-SHA:" \
  "RSA-PSK-AES256-GCM-SHA384:RSA-PSK-AES256-CBC-SHA384:RSA-PSK-AES256-CBC-SHA:" \
  "RSA-PSK-AES128-GCM-SHA256:RSA-PSK-AES128-CBC-SHA256:RSA-PSK-AES128-CBC-SHA:" \
  "PSK-AES256-GCM-SHA384:PSK-AES256-CCM:PSK-AES256-CBC-SHA384:PSK-AES256-CBC-SHA:PSK-AES256-CCM8:" \
  "PSK-AES128-GCM-SHA256:PSK-AES128-CCM:PSK-AES128-CBC-SHA256:PSK-AES128-CBC-SHA:PSK-AES128-CCM8"

#define BEARSSL_RSA_SIGNATURES "RSA+SHA256:RSA+SHA224:RSA+SHA384:RSA+SHA512:RSA+SHA1"
#define BEARSSL_SIGNATURES \
  "ECDSA+SHA256:RSA+SHA256:ECDSA+SHA224:RSA+SHA224:ECDSA+SHA384:RSA+SHA384:ECDSA+SHA512:RSA+SHA512:ECDSA+SHA1:RSA+SHA1"
#define MBEDTLS_SIGNATURES "ECDSA+SHA512:RSA+SHA512:ECDSA+SHA384:RSA+SHA384:ECDSA+SHA256:RSA+SHA256"

#define SHA2 (FL_CLIENT_HASH_SHA256 | FL_CLIENT_HASH_SHA384 | FL_CLIENT_HASH_SHA512)

static const FlClientModel models[] = {
  {
    .code = "esp8266",
    .name = "ESP8266 (Arduino)",
    .engine = FL_CLIENT_ENGINE_BEARSSL,
    .min_version = TLS1_VERSION,
    .max_version = TLS1_2_VERSION,
    .suites = BEARSSL_FULL,
    .groups = "X25519:P-256:P-384:P-521",
    .signatures = BEARSSL_SIGNATURES,
    .ways = WAY (FINGERPRINT) | WAY (CA) | WAY (KNOWN_KEY) | WAY (INSECURE),
    .keys = FL_CLIENT_KEY_RSA | FL_CLIENT_KEY_EC,
    .client_keys = FL_CLIENT_KEY_RSA | FL_CLIENT_KEY_EC,
    .hashes = FL_CLIENT_HASH_SHA1 | FL_CLIENT_HASH_SHA224 | SHA2,
    .min_rsa_bits = 1017, /* 128 bytes that do not begin with 0 */
    .max_rsa_bits = 4096,
    .checks_dates = TRUE,
    .has_client_certificate_if_insecure = TRUE,
  },
  {
    .code = "esp8266_basic",
    .name = "ESP8266 (Arduino, basic SSL ciphers)",
    .engine = FL_CLIENT_ENGINE_BEARSSL,
    .min_version = TLS1_VERSION,
    .max_version = TLS1_2_VERSION,
    .suites = BEARSSL_RSA_CBC,
    .signatures = BEARSSL_RSA_SIGNATURES,
    .ways = WAY (FINGERPRINT) | WAY (CA) | WAY (KNOWN_KEY) | WAY (INSECURE),
    .keys = FL_CLIENT_KEY_RSA,
    .client_keys = FL_CLIENT_KEY_RSA,
    .hashes = FL_CLIENT_HASH_SHA1 | FL_CLIENT_HASH_SHA224 | SHA2,
    .min_rsa_bits = 1017,
    .max_rsa_bits = 4096,
    .checks_dates = TRUE,
    .has_client_certificate_if_insecure = TRUE,
  },
  {
    .code = "esp32",
    .name = "ESP32 (Arduino)",
    .engine = FL_CLIENT_ENGINE_MBEDTLS,
    .min_version = TLS1_2_VERSION,
    .max_version = TLS1_2_VERSION,
    .suites = MBEDTLS_EPHEMERAL ":" MBEDTLS_RSA,
    .psk_suites = MBEDTLS_PSK,
    .groups = "X25519:P-256:P-384:P-521:brainpoolP256r1:brainpoolP384r1:brainpoolP512r1",
    .signatures = MBEDTLS_SIGNATURES,
    .ways = WAY (CA) | WAY (PSK) | WAY (INSECURE),
    .keys = FL_CLIENT_KEY_RSA | FL_CLIENT_KEY_EC,
    .client_keys = FL_CLIENT_KEY_RSA | FL_CLIENT_KEY_EC,
    .hashes = SHA2,
    .min_rsa_bits = 2048,
    .max_rsa_bits = 4096,
    .matches_addresses = TRUE,
    .has_extended_master_secret = TRUE,
    .has_tickets = TRUE,
  },
  {
    .code = "tasmota8266",
    .name = "ESP8266 (Tasmota)",
    .engine = FL_CLIENT_ENGINE_BEARSSL,
    .min_version = TLS1_2_VERSION,
    .max_version = TLS1_2_VERSION,
    .suites = "ECDHE-RSA-AES128-GCM-SHA256",
    .groups = "P-256",
    .signatures = "RSA+SHA256",
    .max_fragment = 1024,
    .ways = WAY (FINGERPRINT) | WAY (CA) | WAY (INSECURE),
    .keys = FL_CLIENT_KEY_RSA,
    .hashes = FL_CLIENT_HASH_SHA256,
    .min_rsa_bits = 1017,
    .max_rsa_bits = 2048,
    .checks_dates = TRUE,
    .has_fixed_authorities = TRUE,
  },
};

guint
fl_client_model_get_n (void)
{
  return G_N_ELEMENTS (models);
}

/* Returns: (transfer none) */
const FlClientModel *
fl_client_model_get (guint position)
{
  g_return_val_if_fail (position < G_N_ELEMENTS (models), NULL);

  return &models[position];
}

/* Returns: (transfer none) (nullable) */
const FlClientModel *
fl_client_model_from_code (const char *code)
{
  g_return_val_if_fail (code != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    if (strcmp (models[i].code, code) == 0)
      return &models[i];
  return NULL;
}

gboolean
fl_client_model_has_way (const FlClientModel *self,
                         FlClientWay          way)
{
  g_return_val_if_fail (self != NULL && (guint) way < FL_N_CLIENT_WAYS, FALSE);

  return (self->ways & (1u << way)) != 0;
}

/* Stable; the key in `inspect --esp --json`. */
const char *
fl_client_way_to_code (FlClientWay way)
{
  static const char *const codes[FL_N_CLIENT_WAYS] = {
    [FL_CLIENT_WAY_FINGERPRINT] = "fingerprint",
    [FL_CLIENT_WAY_CA] = "ca",
    [FL_CLIENT_WAY_KNOWN_KEY] = "known_key",
    [FL_CLIENT_WAY_PSK] = "psk",
    [FL_CLIENT_WAY_INSECURE] = "insecure",
  };

  g_return_val_if_fail ((guint) way < FL_N_CLIENT_WAYS, NULL);

  return codes[way];
}

/* What the way is called on a screen, with the call or setting of the device. Static. */
const char *
fl_client_way_get_label (const FlClientModel *model,
                         FlClientWay          way)
{
  const gboolean is_tasmota = model != NULL && model->has_fixed_authorities;
  const gboolean is_mbedtls = model != NULL && model->engine == FL_CLIENT_ENGINE_MBEDTLS;

  switch (way)
    {
    case FL_CLIENT_WAY_FINGERPRINT:
      return is_tasmota ? _("Fingerprint (MqttFingerprint)") : _("Fingerprint (setFingerprint)");
    case FL_CLIENT_WAY_CA:
      if (is_tasmota)
        return _("Built-in certificate authorities");
      return is_mbedtls ? _("Certificate authority (setCACert)") : _("Certificate authority (setTrustAnchors)");
    case FL_CLIENT_WAY_KNOWN_KEY:
      return _("Public key (setKnownKey)");
    case FL_CLIENT_WAY_PSK:
      return _("Pre-shared key (setPreSharedKey)");
    case FL_CLIENT_WAY_INSECURE:
    default:
      return _("Without checking whom it talks to");
    }
}
