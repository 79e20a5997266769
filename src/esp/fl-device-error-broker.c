/* A cause that a device named, checked against what is known of the broker: its certificate, its chain, its handshake.
 *
 * The ESP8266's rules are those of BearSSL's x509_minimal, the ESP32's of mbedTLS as its Arduino core configures it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-device-error-broker"

#include "config.h"

#include "esp/fl-device-error-broker.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tls/fl-certificate-validity.h"
#include "tls/fl-fingerprint.h"

/* Names of a certificate that are said. */
#define MAX_NAMES 5
/* BearSSL's x509_minimal takes RSA keys from here on, and keys no longer than that. */
#define MIN_RSA_BITS 1024
#define MAX_RSA_BITS 4096

/* What every check is given. */
typedef struct
{
  FlDeviceErrorFamily   family;
  const FlPasteContext *context;
  FlCertificate        *leaf;
  GPtrArray            *chain;
  const char           *host;
  FlDeviceErrorBroker  *result;
} Check;

static gboolean
is_esp8266 (const Check *self)
{
  return self->family == FL_DEVICE_ERROR_BEARSSL || self->family == FL_DEVICE_ERROR_TASMOTA;
}

/* The first of the chain that is out of its dates today, or NULL. */
static FlCertificate *
find_out_of_dates (const Check *self)
{
  for (guint i = 0; i < self->chain->len; i++)
    {
      FlCertificate *certificate = self->chain->pdata[i];

      if (fl_certificate_get_not_after (certificate) < self->context->now
          || fl_certificate_get_not_before (certificate) > self->context->now)
        return certificate;
    }
  return NULL;
}

static void
check_dates (const Check *self)
{
  FlCertificate *bad = find_out_of_dates (self);
  g_autofree char *validity = fl_certificate_validity_describe (bad != NULL ? bad : self->leaf, self->context->now);

  if (bad == self->leaf)
    {
      self->result->sentence = g_strdup_printf (_("It is so: %s’s certificate is %s."), self->host, validity);
      self->result->fix = g_strdup (_("Renew the certificate on the broker. Until then only setFingerprint() connects, which looks at no date."));
    }
  else if (bad != NULL)
    {
      self->result->sentence = g_strdup_printf (_("It is so of the CA “%s” that %s sends: %s."),
                                                fl_certificate_get_common_name (bad),
                                                self->host, validity);
      self->result->fix = g_strdup (_("Put the new certificate of the CA into the broker’s chain file."));
    }
  else
    {
      self->result->sentence = g_strdup_printf (_("It is not so: %s’s certificate is %s. The device’s clock is wrong or not set."),
                                                self->host, validity);
      self->result->fix = g_strdup (_("Set the device’s clock before it connects: in a sketch configTime(0, 0, …), then wait until time() is past 2023."));
    }
}

static char *
list_names (FlCertificate *leaf)
{
  const char *const *san = fl_certificate_get_san (leaf);
  g_autoptr(GString) names = g_string_new (NULL);
  guint n = 0;

  for (; san != NULL && san[n] != NULL && n < MAX_NAMES; n++)
    g_string_append_printf (names, "%s%s", n > 0 ? ", " : "", san[n]);
  if (n == 0)
    return g_strdup (fl_certificate_get_common_name (leaf));
  if (san[n] != NULL)
    g_string_append (names, ", …");
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* Whether the host stands as "DNS:" among the names: all that BearSSL reads. */
static gboolean
is_dns_name (FlCertificate *leaf,
             const char    *host)
{
  const char *const *san = fl_certificate_get_san (leaf);

  for (guint i = 0; san != NULL && san[i] != NULL; i++)
    if (g_str_has_prefix (san[i], "DNS:") && g_ascii_strcasecmp (san[i] + strlen ("DNS:"), host) == 0)
      return TRUE;
  return (san == NULL || san[0] == NULL) && g_ascii_strcasecmp (fl_certificate_get_common_name (leaf), host) == 0;
}

static void
check_name (const Check *self)
{
  FlEndpoint *endpoint = fl_tls_report_get_endpoint (self->context->report);
  const gboolean is_address = endpoint != NULL && fl_endpoint_host_is_address (endpoint);
  const gboolean matches = fl_certificate_matches_host (self->leaf, self->host);
  g_autofree char *names = list_names (self->leaf);

  if (!matches)
    self->result->sentence = g_strdup_printf (_("%s’s certificate is for %s, not for “%s”."), self->host, names, self->host);
  else if (is_address && is_esp8266 (self) && !is_dns_name (self->leaf, self->host))
    {
      self->result->sentence = g_strdup_printf (_("%s stands in the certificate as an IP address. An ESP8266 reads host names only, so it never finds it."),
                                                self->host);
      self->result->fix = g_strdup (_("Give the broker a name, have it in the certificate, and connect by that; or use setFingerprint()."));
      return;
    }
  else
    {
      self->result->sentence = g_strdup_printf (_("The name “%s” is in the certificate (%s): the sketch connects by another one."),
                                                self->host, names);
      self->result->fix = g_strdup_printf (_("Write “%s” as the host in the sketch, letter by letter."), self->host);
      return;
    }
  self->result->fix = g_strdup (_("Connect by a name that is in the certificate, or have this one put into it."));
}

static void
check_trust (const Check *self)
{
  FlCertificate *anchor = fl_paste_context_get_anchor (self->context);

  if (fl_certificate_is_self_signed (self->leaf))
    {
      self->result->sentence = g_strdup_printf (_("%s’s certificate is signed by itself: no CA vouches for it."),
                                                self->host);
      self->result->fix = g_strdup (_("Give the device this very certificate as its CA, or its fingerprint."));
      return;
    }
  self->result->sentence = g_strdup_printf (_("%s’s certificate is from “%s”. The device does not have that CA, or has another fingerprint."),
                                            self->host,
                                            fl_certificate_get_issuer_name (self->leaf));
  if (anchor != NULL && anchor != self->leaf)
    self->result->fix = g_strdup_printf (_("Put the CA “%s” into the sketch, as the verified path on the Security page has it; or the fingerprint of today."),
                                         fl_certificate_get_common_name (anchor));
}

static void
check_order (const Check *self)
{
  for (guint i = 0; i + 1 < self->chain->len; i++)
    {
      const FlCertificate *certificate = self->chain->pdata[i];

      if (strcmp (fl_certificate_get_issuer (certificate), fl_certificate_get_subject (self->chain->pdata[i + 1])) != 0)
        {
          self->result->sentence = g_strdup_printf (_("It is so: after “%s”, %s does not send its issuer."),
                                                    fl_certificate_get_common_name (certificate), self->host);
          return;
        }
    }
  self->result->sentence = g_strdup_printf (_("%s sends its certificates in the right order today."), self->host);
}

static void
check_ca (const Check *self)
{
  for (guint i = 1; i < self->chain->len; i++)
    if (!fl_certificate_is_ca (self->chain->pdata[i]))
      {
        self->result->sentence = g_strdup_printf (_("It is so: “%s” in the chain is not a CA."),
                                                  fl_certificate_get_common_name (self->chain->pdata[i]));
        return;
      }
  self->result->sentence = g_strdup_printf (_("All CAs that %s sends may issue: it is the one in the sketch that may not."),
                                            self->host);
}

static void
check_key (const Check *self)
{
  const guint bits = fl_certificate_get_key_bits (self->leaf);
  const char *type = fl_certificate_get_key_type (self->leaf);
  const char *signature = fl_certificate_get_signature (self->leaf);

  self->result->sentence = g_strdup_printf (_("%s’s key is %s with %u bits, its certificate signed with %s."),
                                            self->host, type, bits, signature);
  if (strcmp (type, "RSA") != 0 && strcmp (type, "EC") != 0)
    self->result->fix = g_strdup (_("Give the broker a certificate with an EC P-256 or RSA 2048 key: an ESP has no other."));
  else if (strcmp (type, "RSA") == 0 && (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS))
    self->result->fix = g_strdup (_("Give the broker a certificate with an RSA key of 2048 bits, or EC P-256."));
}

static void
check_handshake (const Check *self)
{
  const char *protocol = fl_tls_report_get_protocol (self->context->report);
  const char *cipher = fl_tls_report_get_cipher (self->context->report);

  if (protocol == NULL || *protocol == '\0')
    return;
  if (g_str_equal (protocol, "TLSv1.3"))
    self->result->sentence = g_strdup_printf (_("%s speaks TLS 1.3 with Fernlight; a device needs TLS 1.2 beside it."),
                                              self->host);
  else
    self->result->sentence = g_strdup_printf (_("%s agreed with Fernlight on %s, %s."),
                                              self->host, protocol, cipher != NULL ? cipher : "?");
}

static void
check_client_certificate (const Check *self)
{
  if (fl_tls_report_is_client_certificate_requested (self->context->report))
    self->result->sentence = g_strdup_printf (_("It is so: %s asks for a client certificate."), self->host);
  else
    self->result->sentence = g_strdup_printf (_("%s did not ask Fernlight for a client certificate."), self->host);
}

static void
check_fingerprint (const Check *self)
{
  g_autofree char *date = fl_certificate_validity_format_date (fl_certificate_get_not_before (self->leaf));
  g_autofree char *key = fl_fingerprint_for_tasmota (self->leaf);

  self->result->sentence = g_strdup_printf (_("%s has its certificate since %s; a fingerprint from before may not match it."),
                                            self->host, date);
  if (key != NULL)
    self->result->fix = g_strdup_printf ("MqttFingerprint1 %s", key);
}

static void
check_reached (const Check *self)
{
  FlEndpoint *endpoint = fl_tls_report_get_endpoint (self->context->report);
  g_autofree char *place = endpoint != NULL ? fl_endpoint_to_text (endpoint) : NULL;

  if (place == NULL)
    return;
  if (fl_tls_report_is_connected (self->context->report))
    self->result->sentence = g_strdup_printf (_("Fernlight reaches %s from here: compare host and port with those in the sketch."),
                                              place);
  else
    self->result->sentence = g_strdup_printf (_("Fernlight does not connect to %s either."), place);
}

/* What is said of the certificate; it was sent. */
static void
check_certificate (const Check   *self,
                   FlDeviceCause  cause)
{
  switch ((int) cause)
    {
    case FL_DEVICE_CAUSE_EXPIRED:
    case FL_DEVICE_CAUSE_TIME_UNKNOWN:
      check_dates (self);
      break;
    case FL_DEVICE_CAUSE_NAME:
      check_name (self);
      break;
    case FL_DEVICE_CAUSE_NOT_TRUSTED:
      check_trust (self);
      break;
    case FL_DEVICE_CAUSE_FINGERPRINT:
      check_fingerprint (self);
      break;
    case FL_DEVICE_CAUSE_CHAIN_ORDER:
      check_order (self);
      break;
    case FL_DEVICE_CAUSE_NOT_CA:
      check_ca (self);
      break;
    case FL_DEVICE_CAUSE_WEAK_KEY:
    case FL_DEVICE_CAUSE_UNSUPPORTED:
    case FL_DEVICE_CAUSE_BAD_SIGNATURE:
      check_key (self);
      break;
    default:
      break;
    }
}

/**
 * fl_device_error_broker_check:
 * @result: (out): the caller frees its texts; all %NULL where nothing is known
 *
 * Any thread.
 */
void
fl_device_error_broker_check (FlDeviceErrorFamily   family,
                              FlDeviceCause         cause,
                              const FlPasteContext *context,
                              FlDeviceErrorBroker  *result)
{
  Check self = { .family = family, .context = context, .result = result };

  g_return_if_fail (context != NULL && result != NULL);

  *result = (FlDeviceErrorBroker) { NULL };
  self.host = fl_paste_context_get_host (context);
  self.leaf = fl_paste_context_get_leaf (context);
  if (self.host == NULL)
    return;
  self.chain = fl_tls_report_get_chain (context->report);
  if (self.leaf != NULL && self.chain != NULL)
    check_certificate (&self, cause);
  if (cause == FL_DEVICE_CAUSE_NO_COMMON || cause == FL_DEVICE_CAUSE_VERSION)
    check_handshake (&self);
  else if (cause == FL_DEVICE_CAUSE_CLIENT_REQUIRED || cause == FL_DEVICE_CAUSE_CLIENT_REFUSED)
    check_client_certificate (&self);
  else if (cause == FL_DEVICE_CAUSE_TCP || cause == FL_DEVICE_CAUSE_DNS || cause == FL_DEVICE_CAUSE_TIMEOUT
           || cause == FL_DEVICE_CAUSE_CONNECT)
    check_reached (&self);
}
