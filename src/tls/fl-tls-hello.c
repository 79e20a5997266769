/* What a ServerHello says that OpenSSL does not tell while the handshake runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-hello"

#include "tls/fl-tls-hello.h"

#define TYPE_SERVER_HELLO 2
/* Type and length, version, random: all of them of fixed size. */
#define HANDSHAKE_HEADER_BYTES 4
#define VERSION_BYTES          2
#define RANDOM_BYTES           32
#define SUITE_BYTES            2
#define COMPRESSION_BYTES      1

#define EXTENSION_EXTENDED_MASTER_SECRET 23
#define EXTENSION_SUPPORTED_VERSIONS     43
#define TLS13                            0x0304

/* What is left of a message. */
typedef struct
{
  const guint8 *bytes;
  gsize         n_bytes;
} Rest;

static gboolean
skip (Rest  *rest,
      gsize  n_bytes)
{
  if (rest->n_bytes < n_bytes)
    return FALSE;
  rest->bytes += n_bytes;
  rest->n_bytes -= n_bytes;

  return TRUE;
}

static gboolean
take_number (Rest  *rest,
             gsize  n_bytes,
             guint *number)
{
  const guint8 *bytes = rest->bytes;

  if (!skip (rest, n_bytes))
    return FALSE;
  *number = 0;
  for (gsize i = 0; i < n_bytes; i++)
    *number = *number << 8 | bytes[i];

  return TRUE;
}

/* Up to the length of the extensions; FALSE if the message ends before. */
static gboolean
skip_fixed_part (Rest *rest)
{
  guint n_session;

  return skip (rest, HANDSHAKE_HEADER_BYTES + VERSION_BYTES + RANDOM_BYTES)
         && take_number (rest, 1, &n_session)
         && skip (rest, n_session + SUITE_BYTES + COMPRESSION_BYTES);
}

static gboolean
read_extension (FlTlsHello *self,
                Rest       *rest)
{
  Rest content;
  guint type;
  guint n_content;
  guint version;

  if (!take_number (rest, 2, &type) || !take_number (rest, 2, &n_content))
    return FALSE;
  content = (Rest) { rest->bytes, n_content };
  if (!skip (rest, n_content))
    return FALSE;

  if (type == EXTENSION_EXTENDED_MASTER_SECRET)
    self->has_extended_master_secret = TRUE;
  else if (type == EXTENSION_SUPPORTED_VERSIONS && take_number (&content, 2, &version))
    self->is_tls13 = version == TLS13;

  return TRUE;
}

/**
 * fl_tls_hello_read:
 * @self: (out): what it says
 * @message: (array length=n_message): a handshake message with its header; may come from the network
 * @n_message: its length in bytes
 *
 * A HelloRetryRequest is one too (RFC 8446, 4.1.4). TLS 1.2 may leave the extensions away altogether.
 *
 * Returns: whether it was a ServerHello and whole; @self is all FALSE otherwise
 */
gboolean
fl_tls_hello_read (FlTlsHello   *self,
                   const guint8 *message,
                   gsize         n_message)
{
  Rest rest = { message, n_message };
  FlTlsHello hello = { FALSE, FALSE };
  guint n_extensions = 0;

  *self = hello;
  if (n_message == 0 || message[0] != TYPE_SERVER_HELLO || !skip_fixed_part (&rest))
    return FALSE;
  if (rest.n_bytes > 0 && (!take_number (&rest, 2, &n_extensions) || n_extensions != rest.n_bytes))
    return FALSE;
  while (rest.n_bytes > 0)
    if (!read_extension (&hello, &rest))
      return FALSE;
  *self = hello;

  return TRUE;
}
