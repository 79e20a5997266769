/* A broker's fingerprints in every form that somebody takes, and who takes it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-copied-snippet.h"

G_BEGIN_DECLS

typedef enum
{
  FL_FINGERPRINT_FORM_SHA1_SPACES,
  FL_FINGERPRINT_FORM_SHA1_COLONS,
  FL_FINGERPRINT_FORM_SHA1_BYTES,
  FL_FINGERPRINT_FORM_SHA1_PLAIN,
  FL_FINGERPRINT_FORM_TASMOTA,
  FL_FINGERPRINT_FORM_SHA256_COLONS,
  FL_FINGERPRINT_FORM_SHA256_PLAIN,
  FL_FINGERPRINT_FORM_SPKI,
} FlFingerprintForm;

#define FL_N_FINGERPRINT_FORMS (FL_FINGERPRINT_FORM_SPKI + 1)

const char *fl_fingerprint_form_to_id     (FlFingerprintForm    form);
const char *fl_fingerprint_form_get_title (FlFingerprintForm    form);
const char *fl_fingerprint_form_get_taker (FlFingerprintForm    form);
FlSnippetBond
            fl_fingerprint_form_get_bond  (FlFingerprintForm    form);
char       *fl_fingerprint_form_write     (FlFingerprintForm    form,
                                           const FlCertificate *certificate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
