/* What is wrong with the connection that a sketch makes, line by line, and what to change.
 *
 * | code | found |
 * |---|---|
 * | plain-port | 1883, or mqtt:// |
 * | plain-client | WiFiClient where WiFiClientSecure belongs |
 * | other-host | the sketch names another host than the broker that is looked at |
 * | fingerprint-missing | nothing says whom the new secure client may believe |
 * | no-check | a secure client that was told nothing: it never connects |
 * | set-before-wifi | setFingerprint() before Wi-Fi is connected |
 * | clock-not-set | setTrustAnchors() without the time |
 * | insecure | setInsecure() |
 * | esp32-fingerprint | setFingerprint(), which an ESP32 does not have |
 * | fingerprint-malformed | what setFingerprint() would not take |
 * | fingerprint-… | see fl-fingerprint-answer |
 * | part | a part of a sketch: what is not in it is not missed |
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-finding.h"
#include "esp/fl-paste-context.h"
#include "esp/fl-sketch.h"

G_BEGIN_DECLS

void fl_sketch_checks_run (const FlSketch       *sketch,
                           const FlPasteContext *context,
                           GPtrArray            *findings,
                           GPtrArray            *edits);

G_END_DECLS
