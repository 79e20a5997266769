/* A pin: the one certificate, or the one public key, that is accepted.
 *
 * Immutable and reference-counted; usable from every thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

G_BEGIN_DECLS

#define FL_TYPE_PIN  (fl_pin_get_type ())
#define FL_PIN_ERROR (fl_pin_error_quark ())

typedef enum
{
  FL_PIN_SHA256, /* SHA-256 of the certificate's DER */
  FL_PIN_SPKI,   /* SHA-256 of its SubjectPublicKeyInfo: survives a renewal with the same key */
  FL_PIN_SHA1,   /* SHA-1 of the certificate's DER: what a sketch holds; weak */
} FlPinKind;

typedef enum
{
  FL_PIN_ERROR_EMPTY,
  FL_PIN_ERROR_LENGTH,
  FL_PIN_ERROR_NOT_A_PIN,
} FlPinError;

typedef struct _FlPin FlPin;

GType       fl_pin_get_type            (void) G_GNUC_CONST;
GQuark      fl_pin_error_quark         (void);
FlPin      *fl_pin_parse               (const char          *text,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
FlPin      *fl_pin_new_for_certificate (const FlCertificate *certificate,
                                        FlPinKind            kind) G_GNUC_WARN_UNUSED_RESULT;
FlPin      *fl_pin_ref                 (FlPin               *self);
void        fl_pin_unref               (FlPin               *self);
FlPinKind   fl_pin_get_kind            (const FlPin         *self);
const char *fl_pin_kind_to_code        (FlPinKind            kind);
gboolean    fl_pin_is_weak             (const FlPin         *self);
gboolean    fl_pin_matches             (const FlPin         *self,
                                        const FlCertificate *certificate);
gboolean    fl_pin_equal               (const FlPin         *a,
                                        const FlPin         *b);
char       *fl_pin_to_text             (const FlPin         *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlPin, fl_pin_unref)

G_END_DECLS
