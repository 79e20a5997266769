/* What is wrong with the connection that a Python script makes (paho, umqtt), and what to change.
 *
 * | code | found |
 * |---|---|
 * | plain-port | 1883, or no port where 1883 is meant |
 * | python-no-tls | an MQTT client, and nothing switches TLS on |
 * | python-no-verify | CERT_NONE, tls_insecure_set (True) |
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-code.h"
#include "esp/fl-paste-context.h"

G_BEGIN_DECLS

void fl_python_checks_run (const FlCode         *code,
                           const FlPasteContext *context,
                           GPtrArray            *findings,
                           GPtrArray            *edits);

G_END_DECLS
