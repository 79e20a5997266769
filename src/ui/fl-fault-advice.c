/* What a person can do about a connection that is not made, without any widget.
 *
 *   fault                        way     offers
 *   ───────────────────────────  ──────  ────────────────────────────────────────────────────────────────
 *   no-tls                       TLS     TLS on 8883 if that is another port; no encryption, unless seen*
 *   refused                      TLS     TLS on 8883 if that is another port; no encryption on 1883 if not
 *                                        another one was asked for, unless seen*
 *   refused, closed, not-mqtt    plain   TLS on 8883; on the same port if it answered with TLS
 *   bad-credentials,             any     user name and password
 *   not-authorized
 *   not-trusted, tls-failed,     TLS     the Security page
 *   inspect-only
 *
 *   * once a broker was reached with TLS, no encryption is never offered: an attacker could provoke the offer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-fault-advice"

#include "config.h"

#include "ui/fl-fault-advice.h"

#include <glib/gi18n.h>

#include "mqtt/fl-mqtt-url.h"

static const char *
title_for (FlLinkFault fault,
           gboolean    offers_tls)
{
  if (offers_tls)
    return _("This Port Speaks TLS");
  switch (fault)
    {
    case FL_LINK_FAULT_NAME_NOT_FOUND:
      return _("No Such Host");
    case FL_LINK_FAULT_UNREACHABLE:
      return _("Host Out of Reach");
    case FL_LINK_FAULT_REFUSED:
      return _("Nobody Answers on This Port");
    case FL_LINK_FAULT_TIMEOUT:
      return _("No Answer in Time");
    case FL_LINK_FAULT_CLOSED:
      return _("The Broker Hung Up");
    case FL_LINK_FAULT_NO_TLS:
      return _("No Encryption on This Port");
    case FL_LINK_FAULT_TLS_FAILED:
      return _("Encryption Failed");
    case FL_LINK_FAULT_NOT_TRUSTED:
      return _("Broker Not Trusted");
    case FL_LINK_FAULT_NOT_MQTT:
      return _("Not an MQTT Broker");
    case FL_LINK_FAULT_BAD_CREDENTIALS:
      return _("Wrong User Name or Password");
    case FL_LINK_FAULT_NOT_AUTHORIZED:
      return _("Sign-In Required");
    case FL_LINK_FAULT_UNAVAILABLE:
      return _("Broker Not Available");
    case FL_LINK_FAULT_INSPECT_ONLY:
      return _("For Inspection Only");
    case FL_LINK_FAULT_NONE:
    default:
      return _("Not Connected");
    }
}

static const char *
icon_name_for (FlLinkFault fault)
{
  switch (fault)
    {
    case FL_LINK_FAULT_BAD_CREDENTIALS:
    case FL_LINK_FAULT_NOT_AUTHORIZED:
      return "dialog-password-symbolic";
    case FL_LINK_FAULT_NO_TLS:
      return "fl-plain-symbolic";
    case FL_LINK_FAULT_INSPECT_ONLY:
      return "fl-security-symbolic";
    case FL_LINK_FAULT_TLS_FAILED:
    case FL_LINK_FAULT_NOT_TRUSTED:
      return "fl-unverified-symbolic";
    case FL_LINK_FAULT_NONE:
    case FL_LINK_FAULT_NAME_NOT_FOUND:
    case FL_LINK_FAULT_UNREACHABLE:
    case FL_LINK_FAULT_REFUSED:
    case FL_LINK_FAULT_TIMEOUT:
    case FL_LINK_FAULT_CLOSED:
    case FL_LINK_FAULT_NOT_MQTT:
    case FL_LINK_FAULT_UNAVAILABLE:
    default:
      return "fl-offline-symbolic";
    }
}

static void
advise_port (FlFaultAdvice *advice,
             FlLinkFault    fault,
             FlTrustWay     way,
             guint16        port,
             gboolean       tls_seen,
             gboolean       offers_tls)
{
  if (way == FL_TRUST_PLAIN)
    {
      advice->try_tls_port = offers_tls ? port : FL_MQTT_URL_PORT_TLS;
      return;
    }
  if (port != FL_MQTT_URL_PORT_TLS)
    advice->try_tls_port = FL_MQTT_URL_PORT_TLS;
  if (tls_seen)
    return;
  if (fault == FL_LINK_FAULT_NO_TLS)
    {
      advice->offers_plain = TRUE;
      advice->plain_port = port;
    }
  else if (port == FL_MQTT_URL_PORT_TLS)
    {
      advice->offers_plain = TRUE;
      advice->plain_port = FL_MQTT_URL_PORT_PLAIN;
    }
}

/**
 * fl_fault_advice_for:
 * @way: how the connection was tried
 * @port: on which port
 * @tls_seen: whether this broker was ever reached with TLS
 * @offers_tls: whether it was to be reached without, and answered with TLS
 */
FlFaultAdvice
fl_fault_advice_for (FlLinkFault fault,
                     FlTrustWay  way,
                     guint16     port,
                     gboolean    tls_seen,
                     gboolean    offers_tls)
{
  FlFaultAdvice advice = { .title = title_for (fault, offers_tls), .icon_name = icon_name_for (fault) };

  switch (fault)
    {
    case FL_LINK_FAULT_BAD_CREDENTIALS:
    case FL_LINK_FAULT_NOT_AUTHORIZED:
      advice.asks_sign_in = TRUE;
      break;
    case FL_LINK_FAULT_TLS_FAILED:
    case FL_LINK_FAULT_NOT_TRUSTED:
      advice.shows_security = way != FL_TRUST_PLAIN;
      break;
    case FL_LINK_FAULT_INSPECT_ONLY:
      advice.shows_security = TRUE;
      advice.explains_inspection = TRUE;
      break;
    case FL_LINK_FAULT_NO_TLS:
    case FL_LINK_FAULT_REFUSED:
      advise_port (&advice, fault, way, port, tls_seen, offers_tls);
      break;
    case FL_LINK_FAULT_CLOSED:
    case FL_LINK_FAULT_NOT_MQTT:
      if (way == FL_TRUST_PLAIN)
        advise_port (&advice, fault, way, port, tls_seen, offers_tls);
      break;
    case FL_LINK_FAULT_NONE:
    case FL_LINK_FAULT_NAME_NOT_FOUND:
    case FL_LINK_FAULT_UNREACHABLE:
    case FL_LINK_FAULT_TIMEOUT:
    case FL_LINK_FAULT_UNAVAILABLE:
    default:
      break;
    }
  return advice;
}
