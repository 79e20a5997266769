/* Fuzz target: whatever is typed as a broker's address, it is refused or holds together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-mqtt-url.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse_bytes ((const char *) data, size, &error);
  FlEndpoint *endpoint;

  g_assert_true ((url == NULL) == (error != NULL));
  if (url == NULL)
    return 0;
  endpoint = fl_mqtt_url_get_endpoint (url);
  g_assert_cmpuint (fl_endpoint_get_port (endpoint), >, 0);
  g_assert_cmpuint (strlen (fl_endpoint_get_host (endpoint)), >, 0);
  g_assert_cmpuint (strlen (fl_mqtt_url_get_filter (url)), <=, 65535);
  g_assert_cmpuint (strlen (fl_mqtt_url_get_filter (url)), >, 0);
  g_assert_true (g_utf8_validate (fl_mqtt_url_get_filter (url), -1, NULL));
  g_assert_true (g_str_has_prefix (fl_mqtt_url_get_filter (url), fl_mqtt_url_get_base_topic (url)));
  g_assert_true (!fl_mqtt_url_get_upgraded (url) || fl_mqtt_url_get_tls (url));
  return 0;
}
