/* What a person can do about a connection that is not made, without any widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mqtt/fl-link-fault.h"
#include "tls/fl-trust.h"

G_BEGIN_DECLS

typedef struct
{
  const char *title;         /* translated, a headline; never %NULL */
  const char *icon_name;
  gboolean    asks_sign_in;  /* the broker wants a user name and password */
  guint16     try_tls_port;  /* 0, or the port where TLS is worth a try */
  gboolean    offers_plain;  /* "Connect without encryption" may be offered */
  guint16     plain_port;    /* the port for that */
  gboolean    shows_security; /* the reason is on the Security page */
  gboolean    explains_inspection; /* why nobody can listen there */
} FlFaultAdvice;

FlFaultAdvice fl_fault_advice_for (FlLinkFault fault,
                                   FlTrustWay  way,
                                   guint16     port,
                                   gboolean    tls_seen,
                                   gboolean    offers_tls);

G_END_DECLS
