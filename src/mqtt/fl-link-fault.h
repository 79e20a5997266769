/* Why a broker cannot be reached: one code, one sentence each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

/**
 * FlLinkFault:
 * @FL_LINK_FAULT_NONE: nothing is wrong
 * @FL_LINK_FAULT_NAME_NOT_FOUND: the resolver knows no address for the name
 * @FL_LINK_FAULT_UNREACHABLE: no way to the address
 * @FL_LINK_FAULT_REFUSED: nobody listens on the port
 * @FL_LINK_FAULT_TIMEOUT: no answer in time
 * @FL_LINK_FAULT_CLOSED: the broker closed the connection
 * @FL_LINK_FAULT_NO_TLS: something answers on the port, but not with TLS
 * @FL_LINK_FAULT_TLS_FAILED: the handshake failed for a reason that is not trust
 * @FL_LINK_FAULT_NOT_TRUSTED: the policy refused the peer (the report's verdict says why)
 * @FL_LINK_FAULT_NOT_MQTT: something answers, but not with MQTT
 * @FL_LINK_FAULT_BAD_CREDENTIALS: the broker refused the user name or password
 * @FL_LINK_FAULT_NOT_AUTHORIZED: the broker wants credentials, or does not let this user subscribe
 * @FL_LINK_FAULT_UNAVAILABLE: the broker answers that it is not available, or refuses this client for now
 * @FL_LINK_FAULT_INSPECT_ONLY: reached and trusted, but no place to subscribe: nothing but the handshake was made
 */
typedef enum
{
  FL_LINK_FAULT_NONE,
  FL_LINK_FAULT_NAME_NOT_FOUND,
  FL_LINK_FAULT_UNREACHABLE,
  FL_LINK_FAULT_REFUSED,
  FL_LINK_FAULT_TIMEOUT,
  FL_LINK_FAULT_CLOSED,
  FL_LINK_FAULT_NO_TLS,
  FL_LINK_FAULT_TLS_FAILED,
  FL_LINK_FAULT_NOT_TRUSTED,
  FL_LINK_FAULT_NOT_MQTT,
  FL_LINK_FAULT_BAD_CREDENTIALS,
  FL_LINK_FAULT_NOT_AUTHORIZED,
  FL_LINK_FAULT_UNAVAILABLE,
  FL_LINK_FAULT_INSPECT_ONLY,
} FlLinkFault;

#define FL_N_LINK_FAULTS (FL_LINK_FAULT_INSPECT_ONLY + 1)

/* MQTT 5.0, section 2.4, where another client with the same id has connected. */
#define FL_MQTT_REASON_TAKEN_OVER 0x8e

#define FL_TYPE_LINK_FAULT (fl_link_fault_get_type ())

GType       fl_link_fault_get_type (void);
const char *fl_link_fault_to_code  (FlLinkFault  fault);
char       *fl_link_fault_describe (FlLinkFault  fault,
                                    const char  *place) G_GNUC_WARN_UNUSED_RESULT;
gboolean    fl_link_fault_is_final (FlLinkFault  fault);
FlLinkFault fl_link_fault_from_io_error  (const GError *error);
FlLinkFault fl_link_fault_from_tls_fault (FlTlsFault    fault);
FlLinkFault fl_link_fault_from_connack   (int           reason,
                                          gboolean      sent_credentials);
char       *fl_link_fault_describe_connack (int          reason,
                                            const char  *place) G_GNUC_WARN_UNUSED_RESULT;
FlLinkFault fl_link_fault_from_suback    (int           reason);
char       *fl_link_fault_describe_suback (int          reason,
                                           const char  *place,
                                           const char  *filters) G_GNUC_WARN_UNUSED_RESULT;
FlLinkFault fl_link_fault_from_disconnect (int          reason);
gboolean    fl_link_fault_is_version_refusal (int       reason);

G_END_DECLS
