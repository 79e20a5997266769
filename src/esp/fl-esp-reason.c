/* Why a device does not get through to a broker in one of its ways: a stable code and a sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-esp-reason"

#include "config.h"

#include "esp/fl-esp-reason.h"

#include <glib/gi18n-lib.h>
#include <openssl/ssl.h>

#include "tls/fl-certificate-text.h"

#include <string.h>

/* In the order of FlEspReason. A sentence may name the device (%1$s). */
static const struct
{
  const char *code;
  const char *text;
} reasons[FL_N_ESP_REASONS] = {
  { "not-tried", N_("It could not be tried: there was no connection for it.") },
  { "protocol-version", NULL },
  { "no-common-cipher", N_("The broker takes none of the ciphers, curves and signatures that the device has.") },
  { "psk-required", N_("The broker wants a pre-shared key, and the device has no such way.") },
  { "psk-not-taken", N_("The device offers its certificate ciphers beside the pre-shared key, the broker takes one of them, "
                        "and then its certificate is not believed.") },
  { "psk-too-long", N_("The pre-shared key is longer than the 32 bytes that the device has room for.") },
  { "client-certificate", N_("The broker asks for a client certificate, and the device has none to show in this way.") },
  { "refused", N_("The broker refused the handshake.") },
  { "closed", N_("The broker closed the connection in the handshake.") },
  { "handshake-failed", N_("The handshake failed.") },
  { "chain-too-large", N_("The broker sends more than 16 kB of certificates, which is more than the device has room for.") },
  { "critical-extension", N_("A certificate has a critical extension that the device does not know.") },
  { "key-type", N_("A certificate has a kind of key that the device does not know.") },
  { "key-too-large", N_("A key is longer than the device can bear.") },
  { "no-authority", N_("No certificate authority is known to try with: set the broker’s CA file.") },
  { "not-built-in", N_("The device believes only the authorities that are built into it: ISRG Root X1 and Amazon Root CA 1.") },
  { "authority-not-loaded", N_("The device cannot load the certificate of the authority.") },
  { "key-too-small", N_("A key is shorter than the device accepts.") },
  { "signature-algorithm", N_("A certificate is signed in a way that the device does not know or no longer accepts.") },
  { "bad-signature", N_("A signature on the way to the authority is wrong.") },
  { "not-a-ca", N_("A certificate on the way to the authority is not one of an authority.") },
  { "path-length", N_("An authority allows fewer certificates below it than there are.") },
  { "chain-order", N_("The certificates are not sent in the order that the device needs: each followed by its issuer’s.") },
  { "chain-too-long", N_("There are more authorities in the chain than the device follows.") },
  { "issuer-name", N_("A certificate names its issuer in another spelling than the issuer’s own, and the device compares "
                      "letter by letter.") },
  { "unknown-issuer", N_("The certificates that the broker sends do not lead to the authority.") },
  { "key-usage", N_("The certificate does not allow its key to be used as this cipher needs it.") },
  { "purpose", N_("The certificate is not meant for servers.") },
  { "name-mismatch", NULL },
  { "ip-address", NULL },
  { "expired", N_("A certificate has expired, and the device looks at the date.") },
  { "not-yet-valid", N_("A certificate is not valid yet, and the device looks at the date.") },
};

/* Stable: in `inspect --esp --json`. */
const char *
fl_esp_reason_to_code (FlEspReason reason)
{
  g_return_val_if_fail ((guint) reason < FL_N_ESP_REASONS, NULL);

  return reasons[reason].code;
}

/**
 * fl_esp_reason_describe:
 * @reason: a reason
 * @model: whose
 * @host: the broker's, as it stands in the sketch
 *
 * Returns: (transfer full): a sentence, not markup
 */
char *
fl_esp_reason_describe (FlEspReason          reason,
                        const FlClientModel *model,
                        const char          *host)
{
  g_autofree char *shown = NULL;

  g_return_val_if_fail ((guint) reason < FL_N_ESP_REASONS && model != NULL && host != NULL, NULL);

  shown = fl_certificate_text_escape (host, strlen (host));
  switch ((int) reason)
    {
    case FL_ESP_REASON_PROTOCOL_VERSION:
      if (model->min_version < TLS1_2_VERSION)
        return g_strdup (_("The device knows TLS 1.0 to 1.2, and the broker takes none of them."));
      return g_strdup (_("The device knows TLS 1.2 only, and the broker does not take it."));
    case FL_ESP_REASON_NAME_MISMATCH:
      return g_strdup_printf (_("As the device compares names, the certificate is not for “%s”."), shown);
    case FL_ESP_REASON_IP_ADDRESS:
      return g_strdup_printf (_("The certificate has the address %s as an address, and the device compares names only."), shown);
    default:
      return g_strdup (_(reasons[reason].text));
    }
}
