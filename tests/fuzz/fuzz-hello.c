/* Any bytes where a ServerHello is expected: read without harm, and what is said of them belongs to a whole one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-handshake.h"
#include "tls/fl-tls-hello.h"

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  FlHandshakeMessage message;
  FlTlsHello hello = { TRUE, TRUE };

  if (!fl_tls_hello_read (&hello, data, size))
    g_assert_false (hello.is_tls13 || hello.has_extended_master_secret);
  else
    g_assert_true (size >= 42 && data[0] == 2);
  for (int content_type = 20; content_type <= 23; content_type++)
    if (fl_handshake_describe_bytes (&message, FALSE, content_type, data, size))
      g_assert_true (message.name != NULL && message.bytes <= size);
  return 0;
}
