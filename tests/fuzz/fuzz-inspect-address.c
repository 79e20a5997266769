/* Fuzz target: whatever is typed as the address of any TLS server, it is refused or is a host and a port.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-inspect-address.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlEndpoint) endpoint = fl_inspect_address_parse_bytes ((const char *) data, size, &error);

  g_assert_true ((endpoint == NULL) == (error != NULL));
  if (endpoint == NULL)
    return 0;
  g_assert_cmpuint (fl_endpoint_get_port (endpoint), >, 0);
  g_assert_cmpuint (strlen (fl_endpoint_get_host (endpoint)), >, 0);
  g_assert_cmpuint (strlen (fl_endpoint_get_host (endpoint)), <=, 253);
  return 0;
}
