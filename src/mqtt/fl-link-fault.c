/* Why a broker cannot be reached: one code, one sentence each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-link-fault"

#include "config.h"

#include "mqtt/fl-link-fault.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/* In the order of the enum; %s is the place, "host:port". */
static const struct
{
  const char *code;
  const char *sentence;
} faults[] = {
  [FL_LINK_FAULT_NONE] = { "none", NULL },
  [FL_LINK_FAULT_NAME_NOT_FOUND] = { "name-not-found", N_("There is no host called %s on this network.") },
  [FL_LINK_FAULT_UNREACHABLE] = { "unreachable", N_("There is no way to %s from this network.") },
  [FL_LINK_FAULT_REFUSED] = { "refused", N_("The host is there, but nothing listens at %s.") },
  [FL_LINK_FAULT_TIMEOUT] = { "timeout", N_("No answer from %s in time.") },
  [FL_LINK_FAULT_CLOSED] = { "closed", N_("%s closed the connection.") },
  [FL_LINK_FAULT_NO_TLS] = { "no-tls", N_("What listens at %s does not speak TLS.") },
  [FL_LINK_FAULT_TLS_FAILED] = { "tls-failed", N_("The TLS handshake with %s failed.") },
  [FL_LINK_FAULT_NOT_TRUSTED] = { "not-trusted", N_("%s could not prove who it is; nothing was sent.") },
  [FL_LINK_FAULT_NOT_MQTT] = { "not-mqtt", N_("What listens at %s does not speak MQTT.") },
  [FL_LINK_FAULT_BAD_CREDENTIALS] = { "bad-credentials", N_("%s does not accept this user name and password.") },
  [FL_LINK_FAULT_NOT_AUTHORIZED] = { "not-authorized", N_("%s wants a user name and password.") },
  [FL_LINK_FAULT_UNAVAILABLE] = { "unavailable", N_("The broker at %s is not available at the moment.") },
  [FL_LINK_FAULT_INSPECT_ONLY] = { "inspect-only", N_("%s is no place for a listener; only its TLS was looked at.") },
};

GType
fl_link_fault_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static GEnumValue values[G_N_ELEMENTS (faults) + 1];

      for (size_t i = 0; i < G_N_ELEMENTS (faults); i++)
        values[i] = (GEnumValue) { (int) i, faults[i].code, faults[i].code };
      g_once_init_leave (&type, g_enum_register_static ("FlLinkFault", values));
    }
  return type;
}

/** fl_link_fault_to_code: Returns: (transfer none): the stable code, `name-not-found` and so on; `none` */
const char *
fl_link_fault_to_code (FlLinkFault fault)
{
  g_return_val_if_fail ((size_t) fault < G_N_ELEMENTS (faults), NULL);

  return faults[fault].code;
}

/**
 * fl_link_fault_describe:
 * @place: `host:port`, or the host
 *
 * Returns: (transfer full) (nullable): a translated sentence, %NULL for no fault
 */
char *
fl_link_fault_describe (FlLinkFault  fault,
                        const char  *place)
{
  g_autoptr(GString) sentence = NULL;

  g_return_val_if_fail ((size_t) fault < G_N_ELEMENTS (faults), NULL);
  g_return_val_if_fail (place != NULL, NULL);

  if (faults[fault].sentence == NULL)
    return NULL;
  sentence = g_string_new (_(faults[fault].sentence));
  g_string_replace (sentence, "%s", place, 1);
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}

/** fl_link_fault_is_final: whether trying again, with nothing changed here, would only repeat it. */
gboolean
fl_link_fault_is_final (FlLinkFault fault)
{
  return fault == FL_LINK_FAULT_NOT_TRUSTED
         || fault == FL_LINK_FAULT_BAD_CREDENTIALS
         || fault == FL_LINK_FAULT_NOT_AUTHORIZED
         || fault == FL_LINK_FAULT_INSPECT_ONLY;
}

/**
 * fl_link_fault_from_io_error:
 * @error: what GIO said about resolving or connecting
 *
 * Returns: the fault behind it; %FL_LINK_FAULT_UNREACHABLE for anything unheard of
 */
FlLinkFault
fl_link_fault_from_io_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, FL_LINK_FAULT_UNREACHABLE);

  if (error->domain == G_RESOLVER_ERROR)
    return FL_LINK_FAULT_NAME_NOT_FOUND;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return FL_LINK_FAULT_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return FL_LINK_FAULT_TIMEOUT;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    return FL_LINK_FAULT_CLOSED;
  return FL_LINK_FAULT_UNREACHABLE;
}

/** fl_link_fault_from_tls_fault: the same, in this room's words. */
FlLinkFault
fl_link_fault_from_tls_fault (FlTlsFault fault)
{
  switch (fault)
    {
    case FL_TLS_FAULT_NONE:
      return FL_LINK_FAULT_NONE;
    case FL_TLS_FAULT_NAME_NOT_FOUND:
      return FL_LINK_FAULT_NAME_NOT_FOUND;
    case FL_TLS_FAULT_UNREACHABLE:
      return FL_LINK_FAULT_UNREACHABLE;
    case FL_TLS_FAULT_REFUSED:
      return FL_LINK_FAULT_REFUSED;
    case FL_TLS_FAULT_TIMEOUT:
      return FL_LINK_FAULT_TIMEOUT;
    case FL_TLS_FAULT_CLOSED:
      return FL_LINK_FAULT_CLOSED;
    case FL_TLS_FAULT_NO_TLS:
      return FL_LINK_FAULT_NO_TLS;
    case FL_TLS_FAULT_NOT_TRUSTED:
      return FL_LINK_FAULT_NOT_TRUSTED;
    case FL_TLS_FAULT_TLS_FAILED:
    default:
      return FL_LINK_FAULT_TLS_FAILED;
    }
}

/* Neither text is a format: it is asked for, not written. */
static char *
fill_in (const char *sentence,
         const char *place,
         const char *filters)
{
  GString *filled = g_string_new (sentence);

  g_string_replace (filled, "{broker}", place, 1);
  g_string_replace (filled, "{filter}", filters, 1);
  return g_string_free (filled, FALSE);
}

/**
 * fl_link_fault_is_version_refusal:
 * @reason: of CONNACK
 *
 * MQTT 5 has 0x84 for it, MQTT 3.1.1 (also answering a CONNECT of MQTT 5) has 1.
 */
gboolean
fl_link_fault_is_version_refusal (int reason)
{
  return reason == 0x84 || reason == 1;
}

/**
 * fl_link_fault_from_connack:
 * @reason: the code in CONNACK, not 0: 1 to 5 (MQTT 3.1.1, section 3.2.2.3) or 0x80 and above (MQTT 5.0, 3.2.2.2)
 * @sent_credentials: mosquitto answers "not authorized" to a wrong password, and to none
 */
FlLinkFault
fl_link_fault_from_connack (int      reason,
                            gboolean sent_credentials)
{
  switch (reason)
    {
    case 4:    /* bad user name or password */
    case 0x86:
      return FL_LINK_FAULT_BAD_CREDENTIALS;
    case 5:    /* not authorized */
    case 0x87:
      return sent_credentials ? FL_LINK_FAULT_BAD_CREDENTIALS : FL_LINK_FAULT_NOT_AUTHORIZED;
    case 0x8c: /* bad authentication method */
      return FL_LINK_FAULT_NOT_AUTHORIZED;
    default:
      return FL_LINK_FAULT_UNAVAILABLE;
    }
}

/**
 * fl_link_fault_describe_connack:
 * @reason: as in fl_link_fault_from_connack()
 * @place: `host:port`
 *
 * Returns: (transfer full) (nullable): a translated sentence where the code says more than the fault's own
 */
char *
fl_link_fault_describe_connack (int         reason,
                                const char *place)
{
  /* Translators: leave {broker} as it is; it becomes a name such as “home.example:8883”. */
  static const struct { int reason; const char *sentence; } sentences[] = {
    { 0x80, N_("{broker} refused the connection and did not say why.") },
    { 0x81, N_("{broker} did not understand the request to connect.") },
    { 0x82, N_("{broker} did not understand the request to connect.") },
    { 0x83, N_("{broker} refused the connection for a reason of its own.") },
    { 0x89, N_("{broker} is busy.") },
    { 0x8a, N_("{broker} has banned this client.") },
    { 0x8c, N_("{broker} wants another way of signing in.") },
    { 0x90, N_("{broker} did not understand the request to connect.") },
    { 0x95, N_("The request to connect is too long for {broker}.") },
    { 0x97, N_("The quota at {broker} is used up.") },
    { 0x99, N_("{broker} did not understand the request to connect.") },
    { 0x9a, N_("{broker} did not understand the request to connect.") },
    { 0x9b, N_("{broker} did not understand the request to connect.") },
    { 0x9c, N_("{broker} sends its clients to another server for the time being.") },
    { 0x9d, N_("The broker has moved from {broker} to another server.") },
    { 0x9f, N_("{broker} was asked to connect too often in a short time.") },
  };

  g_return_val_if_fail (place != NULL, NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (sentences[i].reason == reason)
      return fill_in (_(sentences[i].sentence), place, "");
  return NULL;
}

/**
 * fl_link_fault_from_suback:
 * @reason: the code in SUBACK, 0x80 or above (MQTT 5.0, section 3.9.3)
 */
FlLinkFault
fl_link_fault_from_suback (int reason)
{
  return reason == 0x97 ? FL_LINK_FAULT_UNAVAILABLE : FL_LINK_FAULT_NOT_AUTHORIZED;
}

/**
 * fl_link_fault_describe_suback:
 * @reason: as in fl_link_fault_from_suback()
 * @place: `host:port`
 * @filters: the topic filters that were refused
 *
 * Returns: (transfer full): a translated sentence
 */
char *
fl_link_fault_describe_suback (int         reason,
                               const char *place,
                               const char *filters)
{
  g_return_val_if_fail (place != NULL && filters != NULL, NULL);

  switch (reason)
    {
    case 0x8f: /* topic filter invalid */
    case 0x9e: /* shared subscriptions not supported */
    case 0xa1: /* subscription identifiers not supported */
    case 0xa2: /* wildcard subscriptions not supported */
      /* Translators: leave {broker} and {filter} as they are; {filter} becomes “home/#”. */
      return fill_in (_("{broker} does not accept the topic filter {filter}."), place, filters);
    case 0x97: /* quota exceeded */
      return fill_in (_("The quota at {broker} is used up, and {filter} was not subscribed to."), place, filters);
    default:
      return fill_in (_("{broker} does not let this user subscribe to {filter}."), place, filters);
    }
}

/**
 * fl_link_fault_from_disconnect:
 * @reason: the code in the broker's DISCONNECT (MQTT 5.0, section 3.14.2.1), or −1
 */
FlLinkFault
fl_link_fault_from_disconnect (int reason)
{
  switch (reason)
    {
    case 0x87: /* not authorized */
      return FL_LINK_FAULT_NOT_AUTHORIZED;
    case 0x89: /* server busy */
    case 0x8b: /* server shutting down */
    case 0x97: /* quota exceeded */
    case 0x9c: /* use another server */
    case 0x9d: /* server moved */
    case 0x9f: /* connection rate exceeded */
      return FL_LINK_FAULT_UNAVAILABLE;
    default:
      return FL_LINK_FAULT_CLOSED;
    }
}
