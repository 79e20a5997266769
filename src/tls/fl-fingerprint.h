/* Fingerprints in the exact forms that firmwares and people paste.
 *
 * The forms take hexadecimal digits (either case, separators ignored) and give NULL for anything else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

G_BEGIN_DECLS

char *fl_fingerprint_to_arduino       (const char          *hex) G_GNUC_WARN_UNUSED_RESULT;
char *fl_fingerprint_to_arduino_bytes (const char          *hex) G_GNUC_WARN_UNUSED_RESULT;
char *fl_fingerprint_to_colons        (const char          *hex) G_GNUC_WARN_UNUSED_RESULT;
char *fl_fingerprint_to_plain         (const char          *hex) G_GNUC_WARN_UNUSED_RESULT;
char *fl_fingerprint_for_tasmota      (const FlCertificate *certificate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
