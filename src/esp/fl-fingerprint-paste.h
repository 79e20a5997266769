/* A fingerprint in whatever form it was pasted: alone, in a line of a sketch, as openssl, ESPHome or Tasmota write it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-pin.h"

G_BEGIN_DECLS

/* Longest text that is looked through for one; a sketch with one in it is longer. */
#define FL_FINGERPRINT_PASTE_MAX 1024

FlPin    *fl_fingerprint_paste_read   (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_fingerprint_paste_sha1   (const FlPin *pin) G_GNUC_WARN_UNUSED_RESULT;
gboolean  fl_fingerprint_paste_is_for_esp8266 (const char *text);

G_END_DECLS
