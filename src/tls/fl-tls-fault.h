/* Why a TLS connection was not made, as a stable code and as a sentence. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-endpoint.h"

G_BEGIN_DECLS

/* Why there is no connection; the codes are those of the connection errors in src/README.md. */
typedef enum
{
  FL_TLS_FAULT_NONE,
  FL_TLS_FAULT_NAME_NOT_FOUND,
  FL_TLS_FAULT_UNREACHABLE,
  FL_TLS_FAULT_REFUSED,     /* the host is there, the port is closed */
  FL_TLS_FAULT_TIMEOUT,
  FL_TLS_FAULT_CLOSED,      /* the other side hung up before the handshake was over */
  FL_TLS_FAULT_NO_TLS,      /* an answer, and it is not TLS */
  FL_TLS_FAULT_TLS_FAILED,  /* TLS, but the handshake did not succeed for another reason */
  FL_TLS_FAULT_NOT_TRUSTED, /* the verdict has reasons */
} FlTlsFault;

const char *fl_tls_fault_to_code  (FlTlsFault        fault);
char       *fl_tls_fault_describe (FlTlsFault        fault,
                                   const FlEndpoint *endpoint,
                                   const char       *failure) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
