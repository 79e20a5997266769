/* Tests of fl-handshake: what belongs into a record, under which name, and what is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-handshake.h"

#include <string.h>

#define HEADER 256

typedef struct
{
  int         content_type;
  const char *bytes;
  gsize       n_bytes;
  const char *name; /* NULL: not recorded */
  guint       n_recorded;
  guint8      type;
} Case;

#define BYTES(text) (text), sizeof (text) - 1

static const Case cases[] = {
  { 22, BYTES ("\x01\0\0\0"), "ClientHello", 4, 1 },
  { 22, BYTES ("\x02\0\0\x02\x03\x03"), "ServerHello", 6, 2 },
  { 22, BYTES ("\x14"), "Finished", 1, 20 },
  { 22, BYTES ("\xc8\0\0\0"), "Handshake", 4, 200 },
  { 22, BYTES (""), NULL, 0, 0 },
  { 21, BYTES ("\x02\x30"), "Alert unknown_ca", 2, 48 },
  { 21, BYTES ("\x02\x74"), "Alert certificate_required", 2, 116 },
  { 21, BYTES ("\x01\xfe"), "Alert", 2, 254 },
  { 21, BYTES ("\x02"), NULL, 0, 0 },
  { 21, BYTES ("\x02\x30\x00"), NULL, 0, 0 },
  { HEADER, BYTES ("\x14\x03\x03\x00\x01"), "ChangeCipherSpec", 1, 1 },
  { HEADER, BYTES ("\x14\x03\x03\x01\x02"), "ChangeCipherSpec", 258, 1 },
  { HEADER, BYTES ("\x14\x03\x03\x00"), NULL, 0, 0 },
  { HEADER, BYTES ("\x16\x03\x03\x00\x01"), NULL, 0, 0 },
  { 20, BYTES ("\x01"), NULL, 0, 0 },  /* the same again, on some versions */
  { 257, BYTES ("\x16"), NULL, 0, 0 }, /* the inner content type of TLS 1.3 */
  { 23, BYTES ("secret"), NULL, 0, 0 },
};

static void
test_describe (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FlHandshakeMessage message;
      gboolean is_recorded = fl_handshake_describe_bytes (&message, i % 2, cases[i].content_type,
                                                          (const guint8 *) cases[i].bytes, cases[i].n_bytes);

      g_assert_cmpint (is_recorded, ==, cases[i].name != NULL);
      if (!is_recorded)
        continue;
      g_assert_cmpstr (message.name, ==, cases[i].name);
      g_assert_cmpuint (message.bytes, ==, cases[i].n_recorded);
      g_assert_cmpuint (message.type, ==, cases[i].type);
      g_assert_cmpint (message.outgoing, ==, i % 2);
      g_assert_cmpint (message.content_type, ==, cases[i].content_type == HEADER ? 20 : cases[i].content_type);
    }
}

static void
test_fatal (void)
{
  FlHandshakeMessage message;

  g_assert_true (fl_handshake_describe_bytes (&message, TRUE, 21, (const guint8 *) "\x02\x28", 2));
  g_assert_true (message.fatal);
  g_assert_true (fl_handshake_describe_bytes (&message, TRUE, 21, (const guint8 *) "\x01\x00", 2));
  g_assert_false (message.fatal);
  g_assert_cmpstr (message.name, ==, "Alert close_notify");
}

/* SHA-256 of "HelloRetryRequest" (RFC 8446, 4.1.3). */
static void
test_retry (void)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hello[40] = { 2, 0, 0, 36, 3, 3 };
  gsize n = 32;
  FlHandshakeMessage message;

  g_checksum_update (checksum, (const guchar *) "HelloRetryRequest", -1);
  g_checksum_get_digest (checksum, hello + 6, &n);
  g_assert_true (fl_handshake_describe_bytes (&message, FALSE, 22, hello, sizeof hello));
  g_assert_cmpstr (message.name, ==, "HelloRetryRequest");
  g_assert_cmpuint (message.type, ==, 2);
  g_assert_true (fl_handshake_describe_bytes (&message, FALSE, 22, hello, 37));
  g_assert_cmpstr (message.name, ==, "ServerHello");
  hello[37] ^= 1;
  g_assert_true (fl_handshake_describe_bytes (&message, FALSE, 22, hello, sizeof hello));
  g_assert_cmpstr (message.name, ==, "ServerHello");
}

static void
test_getters (void)
{
  FlHandshakeMessage messages[] = { { .outgoing = TRUE, .name = "ClientHello", .bytes = 300, .at_us = 5 },
                                    { .name = "ServerHello", .bytes = 90, .at_us = 900 } };
  g_autoptr(FlHandshake) handshake = fl_handshake_new (messages, 2, 7, 1000, 305, 95);
  g_autoptr(FlHandshake) again = fl_handshake_ref (handshake);

  memset (messages, 0, sizeof messages); /* it has its own */
  g_assert_cmpuint (fl_handshake_get_n_messages (again), ==, 2);
  g_assert_cmpstr (fl_handshake_get_message (again, 0)->name, ==, "ClientHello");
  g_assert_cmpint (fl_handshake_get_message (again, 1)->at_us, ==, 900);
  g_assert_cmpuint (fl_handshake_get_n_left_out (again), ==, 7);
  g_assert_cmpint (fl_handshake_get_duration_us (again), ==, 1000);
  g_assert_cmpuint (fl_handshake_get_bytes_sent (again), ==, 305);
  g_assert_cmpuint (fl_handshake_get_bytes_received (again), ==, 95);
}

static void
test_empty (void)
{
  g_autoptr(FlHandshake) handshake = fl_handshake_new (NULL, 0, 0, -1, 0, 0);

  g_assert_cmpuint (fl_handshake_get_n_messages (handshake), ==, 0);
  g_assert_cmpuint (fl_handshake_get_n_round_trips (handshake), ==, 0);
  g_assert_cmpint (fl_handshake_get_duration_us (handshake), ==, -1);
}

/* Directions as a string, one character each 100 µs: o out, i in. */
static guint
count_trips (const char *directions,
             gint64      duration_us)
{
  FlHandshakeMessage messages[20] = { { 0 } };
  guint n = strlen (directions);
  g_autoptr(FlHandshake) handshake = NULL;

  for (guint i = 0; i < n; i++)
    messages[i] = (FlHandshakeMessage) { .outgoing = directions[i] == 'o', .name = "x", .at_us = 100 * i };
  handshake = fl_handshake_new (messages, n, 0, duration_us, 0, 0);

  return fl_handshake_get_n_round_trips (handshake);
}

static void
test_round_trips (void)
{
  g_assert_cmpuint (count_trips ("oiiiiio", 650), ==, 1);       /* TLS 1.3 */
  g_assert_cmpuint (count_trips ("oiiiiioii", 650), ==, 1);     /* and its tickets */
  g_assert_cmpuint (count_trips ("oiiiioooii", 950), ==, 2);    /* TLS 1.2 */
  g_assert_cmpuint (count_trips ("oiooiiio", 750), ==, 2);      /* HelloRetryRequest */
  g_assert_cmpuint (count_trips ("oii", -1), ==, 1);            /* refused */
  g_assert_cmpuint (count_trips ("o", -1), ==, 0);
}

/* Each wait is from our last message to their first; what comes afterwards was not waited for. */
static void
test_waits (void)
{
  static const gint64 waits[] = { -1, 700, -1, -1, 400, -1, -1 };
  const FlHandshakeMessage messages[] = {
    { .outgoing = TRUE, .name = "x", .at_us = 100 },  { .name = "x", .at_us = 800 },
    { .outgoing = TRUE, .name = "x", .at_us = 900 },  { .outgoing = TRUE, .name = "x", .at_us = 1000 },
    { .name = "x", .at_us = 1400 },                   { .outgoing = TRUE, .name = "x", .at_us = 1450 },
    { .name = "x", .at_us = 2000 },
  };
  g_autoptr(FlHandshake) handshake = fl_handshake_new (messages, G_N_ELEMENTS (messages), 0, 1500, 0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_assert_cmpint (fl_handshake_get_wait_us (handshake, i), ==, waits[i]);
      g_assert_cmpint (fl_handshake_is_afterwards (handshake, i), ==, i == 6);
    }
  g_assert_cmpint (fl_handshake_get_waited_us (handshake), ==, 1100);
  g_assert_cmpuint (fl_handshake_get_n_round_trips (handshake), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/handshake/describe", test_describe);
  g_test_add_func ("/handshake/fatal", test_fatal);
  g_test_add_func ("/handshake/retry", test_retry);
  g_test_add_func ("/handshake/getters", test_getters);
  g_test_add_func ("/handshake/empty", test_empty);
  g_test_add_func ("/handshake/round-trips", test_round_trips);
  g_test_add_func ("/handshake/waits", test_waits);

  return g_test_run ();
}
