/* How a saved broker proves who it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-trust"

#include "config.h"

#include "brokers/fl-broker-trust.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
set_missing (FlBrokerError   code,
             const char     *sentence,
             GError        **error)
{
  g_set_error_literal (error, FL_BROKER_ERROR, (int) code, sentence);
}

static FlTrust *
trust_ca (FlBroker  *self,
          GError   **error)
{
  const char *text = fl_broker_get_ca_pem (self);
  g_autoptr(GBytes) pem = NULL;

  if (*text == '\0')
    {
      set_missing (FL_BROKER_ERROR_MISSING_CA, _("This broker is trusted by a CA file, but none was chosen"), error);
      return NULL;
    }
  pem = g_bytes_new (text, strlen (text));
  return fl_trust_new_ca (pem, error);
}

static FlTrust *
trust_pin (FlBroker  *self,
           GError   **error)
{
  g_autoptr(FlPin) pin = NULL;
  g_autoptr(FlPin) second = NULL;
  g_autoptr(FlTrust) trust = NULL;

  if (*fl_broker_get_pin (self) == '\0')
    {
      set_missing (FL_BROKER_ERROR_MISSING_PIN, _("This broker is trusted by a pin, but there is none"), error);
      return NULL;
    }
  pin = fl_pin_parse (fl_broker_get_pin (self), error);
  if (pin == NULL)
    return NULL;
  trust = fl_trust_new_pin (pin);
  if (*fl_broker_get_second_pin (self) == '\0')
    return g_steal_pointer (&trust);
  second = fl_pin_parse (fl_broker_get_second_pin (self), error);
  return second != NULL ? fl_trust_with_second_pin (trust, second) : NULL;
}

static FlTrust *
trust_psk (FlBroker         *self,
           FlBrokerSecrets  *secrets,
           GError          **error)
{
  FlSecret *hex = fl_broker_secrets_get (secrets, FL_SECRET_KIND_PSK);
  g_autoptr(FlSecret) key = NULL;

  if (hex == NULL)
    {
      set_missing (FL_BROKER_ERROR_MISSING_SECRET, _("The pre-shared key is missing"), error);
      return NULL;
    }
  key = fl_trust_parse_psk (hex, error);
  return key != NULL ? fl_trust_new_psk (fl_broker_get_psk_identity (self), key, error) : NULL;
}

static FlTrust *
trust_insecure (FlBroker *self)
{
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();

  if (*fl_broker_get_remembered_sha256 (self) == '\0')
    return g_steal_pointer (&trust);
  return fl_trust_with_remembered (trust, fl_broker_get_remembered_sha256 (self));
}

static FlTrust *
trust_without_client (FlBroker         *self,
                      FlBrokerSecrets  *secrets,
                      GError          **error)
{
  switch (fl_broker_get_trust_way (self))
    {
    case FL_TRUST_CA:
      return trust_ca (self, error);
    case FL_TRUST_PIN:
      return trust_pin (self, error);
    case FL_TRUST_PSK:
      return trust_psk (self, secrets, error);
    case FL_TRUST_INSECURE:
      return trust_insecure (self);
    case FL_TRUST_PLAIN:
      return fl_trust_new_plain ();
    case FL_TRUST_SYSTEM:
    default:
      return fl_trust_new_system ();
    }
}

static gboolean
uses_client_certificate (FlBroker *self)
{
  FlTrustWay way = fl_broker_get_trust_way (self);

  return *fl_broker_get_client_certificate_pem (self) != '\0' &&
         (way == FL_TRUST_SYSTEM || way == FL_TRUST_CA || way == FL_TRUST_PIN);
}

/**
 * fl_broker_dup_trust:
 * @self: a broker
 * @secrets: its secrets
 * @error: return location for an FL_BROKER_ERROR, FL_TRUST_ERROR or FL_PIN_ERROR
 *
 * What is missing makes it fail: a broker never gets a weaker way than the one it was given.
 *
 * Returns: (transfer full) (nullable): how this broker proves who it is
 */
FlTrust *
fl_broker_dup_trust (FlBroker         *self,
                     FlBrokerSecrets  *secrets,
                     GError          **error)
{
  g_autoptr(FlTrust) trust = NULL;
  g_autoptr(GBytes) pem = NULL;
  const char *text;
  FlSecret *key;

  g_return_val_if_fail (FL_IS_BROKER (self), NULL);
  g_return_val_if_fail (secrets != NULL, NULL);

  trust = trust_without_client (self, secrets, error);
  if (trust == NULL || !uses_client_certificate (self))
    return g_steal_pointer (&trust);
  key = fl_broker_secrets_get (secrets, FL_SECRET_KIND_CLIENT_KEY);
  if (key == NULL)
    {
      set_missing (FL_BROKER_ERROR_MISSING_SECRET, _("The key of the client certificate is missing"), error);
      return NULL;
    }
  text = fl_broker_get_client_certificate_pem (self);
  pem = g_bytes_new (text, strlen (text));
  return fl_trust_with_client_certificate (trust, pem, key,
                                           fl_broker_secrets_get (secrets, FL_SECRET_KIND_KEY_PASSPHRASE), error);
}
