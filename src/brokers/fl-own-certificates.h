/* The certificates in the folder of a broker of one's own: its authority's, its own, its devices'. No key is opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

G_BEGIN_DECLS

/* Most files that are looked at. */
#define FL_OWN_CERTIFICATES_MAX 200

typedef enum
{
  FL_OWN_CERTIFICATE_AUTHORITY,
  FL_OWN_CERTIFICATE_SERVER,
  FL_OWN_CERTIFICATE_DEVICE,
} FlOwnCertificateKind;

/**
 * FlOwnCertificate:
 * @kind: whose it is
 * @folder: absolute path
 * @device: (nullable): its name
 * @certificate: what is in the file
 */
typedef struct
{
  FlOwnCertificateKind  kind;
  char                 *folder;
  char                 *device;
  FlCertificate        *certificate;
} FlOwnCertificate;

GPtrArray *fl_own_certificates_read (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
