/* What a person types to have any TLS server looked at: a host, host:port, or a URL of something that speaks TLS.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "mqtt/fl-mqtt-url.h"

G_BEGIN_DECLS

FlEndpoint *fl_inspect_address_parse       (const char  *text,
                                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;
FlEndpoint *fl_inspect_address_parse_bytes (const char  *text,
                                            size_t       n_text,
                                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
