/* A certificate authority of one's own, and the certificates it issues.
 *
 * What it issues is what the TLS libraries of ESP8266 (BearSSL) and ESP32 (Mbed TLS) can verify: EC P-256 or
 * RSA 2048, SHA-256, no critical extension they do not know, and an address also as dNSName, since BearSSL
 * ignores iPAddress.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "tls/fl-private-key.h"

G_BEGIN_DECLS

#define FL_AUTHORITY_ERROR (fl_authority_error_quark ())

typedef enum
{
  FL_AUTHORITY_ERROR_OPENSSL,     /* OpenSSL made no certificate; the message ends with its reason */
  FL_AUTHORITY_ERROR_NOT_A_CA,    /* the certificate must not issue others, or is none */
  FL_AUTHORITY_ERROR_OTHER_KEY,   /* certificate and key do not belong together */
  FL_AUTHORITY_ERROR_EXPIRED,     /* its own time is over */
} FlAuthorityError;

/* X.520's upper bound: a common name has no more characters. */
#define FL_AUTHORITY_COMMON_NAME_MAX 64

typedef struct _FlAuthority FlAuthority;

GQuark       fl_authority_error_quark     (void);
FlAuthority *fl_authority_new             (FlKeyType            key_type,
                                           const char          *organization,
                                           const char          *common_name,
                                           int                  days,
                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
FlAuthority *fl_authority_load            (GBytes              *certificate,
                                           FlSecret            *key,
                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes      *fl_authority_get_certificate (FlAuthority         *self);
FlSecret    *fl_authority_get_key         (FlAuthority         *self);
FlKeyType    fl_authority_get_key_type    (FlAuthority         *self);
GBytes      *fl_authority_issue_server    (FlAuthority         *self,
                                           FlSecret            *key,
                                           const char *const   *names,
                                           int                  days,
                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes      *fl_authority_issue_client    (FlAuthority         *self,
                                           FlSecret            *key,
                                           const char          *name,
                                           int                  days,
                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void         fl_authority_free            (FlAuthority         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlAuthority, fl_authority_free)

G_END_DECLS
