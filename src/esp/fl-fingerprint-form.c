/* A broker's fingerprints in every form that somebody takes, and who takes it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fingerprint-form"

#include "config.h"

#include "esp/fl-fingerprint-form.h"

#include "tls/fl-fingerprint.h"

#include <glib/gi18n-lib.h>

static const struct { const char *id, *title, *taker; } forms[FL_N_FINGERPRINT_FORMS] = {
  [FL_FINGERPRINT_FORM_SHA1_SPACES] = { "sha1-spaces", N_("SHA-1, with spaces"), N_("ESP8266 Arduino, setFingerprint") },
  [FL_FINGERPRINT_FORM_SHA1_COLONS] = { "sha1-colons", N_("SHA-1, with colons"), N_("OpenSSL, browsers, Homie for ESP8266") },
  [FL_FINGERPRINT_FORM_SHA1_BYTES] = { "sha1-bytes", N_("SHA-1, as bytes"), N_("ESP8266 Arduino, setFingerprint with an array") },
  [FL_FINGERPRINT_FORM_SHA1_PLAIN] = { "sha1-plain", N_("SHA-1, bare"), N_("ESPHome on an ESP8266, ssl_fingerprints") },
  [FL_FINGERPRINT_FORM_TASMOTA] = { "tasmota", N_("Key hash of Tasmota"), N_("Tasmota, MqttFingerprint1 and MqttFingerprint2") },
  [FL_FINGERPRINT_FORM_SHA256_COLONS] = { "sha256-colons", N_("SHA-256, with colons"), N_("OpenSSL, browsers, ESP32 Arduino’s verify") },
  [FL_FINGERPRINT_FORM_SHA256_PLAIN] = { "sha256-plain", N_("SHA-256, bare"), N_("Python, hashlib") },
  [FL_FINGERPRINT_FORM_SPKI] = { "spki", N_("SHA-256 of the key"), N_("curl and fernlight-cli, as a pin") },
};

#define IS_FORM(form) ((int) (form) >= 0 && (int) (form) < (int) FL_N_FINGERPRINT_FORMS)

/* Stable. */
const char *
fl_fingerprint_form_to_id (FlFingerprintForm form)
{
  g_return_val_if_fail (IS_FORM (form), NULL);

  return forms[form].id;
}

/* Returns: (transfer none): in the user's language */
const char *
fl_fingerprint_form_get_title (FlFingerprintForm form)
{
  g_return_val_if_fail (IS_FORM (form), NULL);

  return _(forms[form].title);
}

/* Returns: (transfer none): which firmware or program takes it, in the user's language */
const char *
fl_fingerprint_form_get_taker (FlFingerprintForm form)
{
  g_return_val_if_fail (IS_FORM (form), NULL);

  return _(forms[form].taker);
}

/* What of the certificate it is a fingerprint of, and so with what it ends to fit. */
FlSnippetBond
fl_fingerprint_form_get_bond (FlFingerprintForm form)
{
  g_return_val_if_fail (IS_FORM (form), FL_SNIPPET_BOND_CERTIFICATE);

  return form == FL_FINGERPRINT_FORM_TASMOTA || form == FL_FINGERPRINT_FORM_SPKI ? FL_SNIPPET_BOND_KEY : FL_SNIPPET_BOND_CERTIFICATE;
}

/**
 * fl_fingerprint_form_write:
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): %NULL where the form has no word for this key (Tasmota's, for some)
 */
char *
fl_fingerprint_form_write (FlFingerprintForm    form,
                           const FlCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  switch (form)
    {
    case FL_FINGERPRINT_FORM_SHA1_SPACES:
      return fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificate));
    case FL_FINGERPRINT_FORM_SHA1_COLONS:
      return fl_fingerprint_to_colons (fl_certificate_get_sha1 (certificate));
    case FL_FINGERPRINT_FORM_SHA1_BYTES:
      return fl_fingerprint_to_arduino_bytes (fl_certificate_get_sha1 (certificate));
    case FL_FINGERPRINT_FORM_SHA1_PLAIN:
      return fl_fingerprint_to_plain (fl_certificate_get_sha1 (certificate));
    case FL_FINGERPRINT_FORM_TASMOTA:
      return fl_fingerprint_for_tasmota (certificate);
    case FL_FINGERPRINT_FORM_SHA256_COLONS:
      return fl_fingerprint_to_colons (fl_certificate_get_sha256 (certificate));
    case FL_FINGERPRINT_FORM_SHA256_PLAIN:
      return fl_fingerprint_to_plain (fl_certificate_get_sha256 (certificate));
    case FL_FINGERPRINT_FORM_SPKI:
    default:
      return g_strconcat ("sha256//", fl_certificate_get_spki_sha256 (certificate), NULL);
    }
}
