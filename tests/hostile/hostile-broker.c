/* A broker with one fault, named on its command line.
 *
 *     hostile-broker FAULT CERTIFICATE KEY
 *     hostile-broker --list
 *
 * Up to the stage at which its fault is due it is a broker that lets everybody in: MQTT 3.1.1 and 5, one
 * thread a connection. It prints "port N", then a line for each thing that a client did: accepted, hello, tls,
 * connect VERSION, subscribe, puback, disconnect, over. Ends when standard input does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECT 1
#define CONNACK 2
#define PUBLISH 3
#define PUBACK 4
#define SUBSCRIBE 8
#define SUBACK 9
#define PINGREQ 12
#define PINGRESP 13
#define DISCONNECT 14

#define PATIENCE_S 120
#define MAX_PACKET (1 << 20)
#define FLOOD_PACKETS 4000000 /* more than any client takes in the time of a test */
#define FLOOD_PAYLOAD (32 * 1024)
#define FLOOD_CHUNK (256 * 1024)

/* Where a connection is when the fault is due. */
typedef enum
{
  AT_ACCEPT,    /* TCP is there; the client has not said anything */
  AT_HELLO,     /* the ClientHello is there, unread */
  AT_TLS,       /* the handshake is over */
  AT_CONNECT,   /* CONNECT was read; in place of CONNACK */
  AT_CONNACK,   /* CONNACK was sent */
  AT_SUBSCRIBE, /* SUBSCRIBE was read; in place of SUBACK */
  AT_SUBACK,    /* SUBACK was sent */
  AT_PUBACK,    /* a message at QoS 1 was sent and PUBACK was read */
  NEVER,
} Stage;

typedef struct _Peer Peer;

typedef struct
{
  const char *word;
  Stage       stage;
  void        (*act) (Peer *peer); /* after it the connection is closed */
  int         number;              /* a code, or a version of TLS */
} Fault;

struct _Peer
{
  const Fault *fault;
  int          fd;
  SSL         *ssl;     /* NULL before the handshake, and without TLS */
  int          version; /* of MQTT */
  guint8       packet_id[2];
  gboolean     keeps_quiet; /* at the end: no close_notify */
};

static SSL_CTX *context;

G_GNUC_PRINTF (1, 2) static void
tell (const char *format,
      ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

/* ─── bytes ─── */

static gboolean
read_bytes (Peer   *peer,
            guint8 *bytes,
            size_t  n)
{
  for (size_t done = 0; done < n;)
    {
      size_t now = 0;
      ssize_t got;

      if (peer->ssl != NULL)
        got = SSL_read_ex (peer->ssl, bytes + done, n - done, &now) == 1 ? (ssize_t) now : -1;
      else
        got = recv (peer->fd, bytes + done, n - done, 0);
      if (got <= 0)
        return FALSE;
      done += (size_t) got;
    }
  return TRUE;
}

static gboolean
write_bytes (Peer       *peer,
             const void *bytes,
             size_t      n)
{
  size_t done;

  if (peer->ssl != NULL)
    return SSL_write_ex (peer->ssl, bytes, n, &done) == 1;
  for (done = 0; done < n;)
    {
      ssize_t sent = send (peer->fd, (const guint8 *) bytes + done, n - done, MSG_NOSIGNAL);

      if (sent <= 0)
        return FALSE;
      done += (size_t) sent;
    }
  return TRUE;
}

#define WRITE(peer, ...) \
  write_bytes (peer, (const guint8[]) { __VA_ARGS__ }, sizeof (const guint8[]) { __VA_ARGS__ })

/* ─── MQTT ─── */

static GByteArray *
read_packet (Peer *peer,
             int  *type)
{
  guint8 byte;
  size_t n = 0;
  g_autoptr(GByteArray) body = g_byte_array_new ();

  if (!read_bytes (peer, &byte, 1))
    return NULL;
  *type = byte >> 4;
  for (int shift = 0; shift < 28; shift += 7)
    {
      if (!read_bytes (peer, &byte, 1))
        return NULL;
      n |= (size_t) (byte & 0x7f) << shift;
      if ((byte & 0x80) == 0)
        break;
    }
  if (n > MAX_PACKET)
    return NULL;
  g_byte_array_set_size (body, (guint) n);
  if (n > 0 && !read_bytes (peer, body->data, n))
    return NULL;
  return g_steal_pointer (&body);
}

/* Reads on, answering nothing but pings, until a packet of the wanted type, or the end of the connection. */
static GByteArray *
wait_for_packet (Peer *peer,
                 int   wanted)
{
  for (;;)
    {
      int type;
      g_autoptr(GByteArray) body = read_packet (peer, &type);

      if (body == NULL)
        return NULL;
      if (type == DISCONNECT)
        tell ("disconnect");
      if (type == wanted)
        return g_steal_pointer (&body);
      if (type == PINGREQ)
        WRITE (peer, PINGRESP << 4, 0);
    }
}

static gboolean
read_connect (Peer *peer)
{
  g_autoptr(GByteArray) body = wait_for_packet (peer, CONNECT);

  if (body == NULL || body->len < 7)
    return FALSE;
  peer->version = body->data[6];
  tell ("connect %d", peer->version);
  return TRUE;
}

static gboolean
read_subscribe (Peer *peer)
{
  g_autoptr(GByteArray) body = wait_for_packet (peer, SUBSCRIBE);

  if (body == NULL || body->len < 2)
    return FALSE;
  memcpy (peer->packet_id, body->data, 2);
  tell ("subscribe");
  return TRUE;
}

static void
send_connack (Peer   *peer,
              guint8  code)
{
  if (peer->version == 5)
    WRITE (peer, CONNACK << 4, 3, 0, code, 0);
  else
    WRITE (peer, CONNACK << 4, 2, 0, code);
}

static void
send_suback (Peer   *peer,
             guint8  code)
{
  if (peer->version == 5)
    WRITE (peer, SUBACK << 4, 4, peer->packet_id[0], peer->packet_id[1], 0, code);
  else
    WRITE (peer, SUBACK << 4, 3, peer->packet_id[0], peer->packet_id[1], code);
}

static void
append_publish (Peer       *peer,
                GByteArray *out,
                const char *topic,
                int         qos,
                size_t      n_payload)
{
  size_t n_topic = strlen (topic);
  size_t n = 2 + n_topic + (qos > 0 ? 2 : 0) + (peer->version == 5 ? 1 : 0) + n_payload;
  guint start;
  guint8 byte = (guint8) (PUBLISH << 4 | qos << 1);

  g_byte_array_append (out, &byte, 1);
  for (size_t rest = n; ; rest /= 128)
    {
      byte = (guint8) (rest % 128 | (rest >= 128 ? 0x80 : 0));
      g_byte_array_append (out, &byte, 1);
      if (rest < 128)
        break;
    }
  g_byte_array_append (out, (const guint8[]) { (guint8) (n_topic >> 8), (guint8) n_topic }, 2);
  g_byte_array_append (out, (const guint8 *) topic, (guint) n_topic);
  if (qos > 0)
    g_byte_array_append (out, (const guint8[]) { 0, 1 }, 2);
  if (peer->version == 5)
    g_byte_array_append (out, (const guint8[]) { 0 }, 1);
  start = out->len;
  g_byte_array_set_size (out, (guint) (start + n_payload));
  memset (out->data + start, 'x', n_payload);
}

static void
send_publish (Peer       *peer,
              const char *topic,
              int         qos,
              size_t      n_payload)
{
  g_autoptr(GByteArray) out = g_byte_array_new ();

  append_publish (peer, out, topic, qos, n_payload);
  write_bytes (peer, out->data, out->len);
}

/* ─── what the faults do ─── */

static void
hang_up (Peer *peer)
{
}

static void
hang_up_rudely (Peer *peer)
{
  peer->keeps_quiet = TRUE;
}

static void
publish_and_hang_up (Peer *peer)
{
  send_publish (peer, "home/last", 0, 3);
}

static void
stay_silent (Peer *peer)
{
  guint8 byte;

  while (peer->ssl != NULL ? read_bytes (peer, &byte, 1) : recv (peer->fd, &byte, 1, 0) == 1)
    continue;
}

static void
greet (Peer *peer)
{
  static const char text[] = "220 mail.example ESMTP ready\r\n";

  write_bytes (peer, text, sizeof text - 1);
  stay_silent (peer);
}

static void
answer_as_web_server (Peer *peer)
{
  static const char text[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

  write_bytes (peer, text, sizeof text - 1);
}

/* The first bytes of a record with a ServerHello. */
static void
send_half_a_hello (Peer *peer)
{
  WRITE (peer, 0x16, 3, 3, 0, 0x7a, 2, 0, 0, 0x76, 3, 3);
  stay_silent (peer);
}

static void
send_hello_of_tls11 (Peer *peer)
{
  guint8 record[52] = { 0x16, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2 };

  for (int i = 11; i < 43; i++)
    record[i] = (guint8) i; /* the random; then no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression */
  record[45] = 0x2f;
  write_bytes (peer, record, 47);
  stay_silent (peer);
}

static void
send_half_a_connack (Peer *peer)
{
  WRITE (peer, CONNACK << 4, peer->version == 5 ? 3 : 2, 0);
  stay_silent (peer);
}

static void
send_half_a_suback (Peer *peer)
{
  WRITE (peer, SUBACK << 4, 4, peer->packet_id[0]);
  stay_silent (peer);
}

/* As brokers of MQTT 3.1.1 do: one that asks for MQTT 5 is told that this version is not spoken. */
static void
refuse_in_mqtt_3 (Peer *peer)
{
  WRITE (peer, CONNACK << 4, 2, 0, peer->version == 5 ? 1 : (guint8) peer->fault->number);
}

static void
refuse_in_mqtt_5 (Peer *peer)
{
  send_connack (peer, peer->version == 5 ? (guint8) peer->fault->number : 5);
}

static void
refuse_subscription (Peer *peer)
{
  send_suback (peer, peer->version == 5 ? (guint8) peer->fault->number : 0x80);
  stay_silent (peer);
}

static void
publish_then_suback (Peer *peer)
{
  send_publish (peer, "home/early", 0, 3);
  send_suback (peer, 1);
  stay_silent (peer);
}

static void
publish_for_connack (Peer *peer)
{
  send_publish (peer, "home/early", 0, 3);
  stay_silent (peer);
}

static void
say_goodbye (Peer *peer)
{
  if (peer->version == 5)
    WRITE (peer, DISCONNECT << 4, 1, (guint8) peer->fault->number);
}

static void
send_endless_length (Peer *peer)
{
  WRITE (peer, CONNACK << 4, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 0);
  stay_silent (peer);
}

static void
send_short_connack (Peer *peer)
{
  WRITE (peer, CONNACK << 4, 1, 0);
  stay_silent (peer);
}

/* The length of the properties points far behind the packet. */
static void
send_long_connack (Peer *peer)
{
  WRITE (peer, CONNACK << 4, 8, 0, 0, 0xff, 0x7f, 0x1f, 0xff, 0xff, 'x');
  stay_silent (peer);
}

static void
send_short_suback (Peer *peer)
{
  WRITE (peer, SUBACK << 4, 2, peer->packet_id[0], peer->packet_id[1]);
  stay_silent (peer);
}

/* The topic is said to be longer than the packet. */
static void
send_long_topic (Peer *peer)
{
  WRITE (peer, PUBLISH << 4, 6, 0xff, 0xff, 'h', 'o', 'm', 'e');
  stay_silent (peer);
}

static void
send_one_byte_publish (Peer *peer)
{
  WRITE (peer, PUBLISH << 4, 1, 0);
  stay_silent (peer);
}

/* Announces the most that MQTT can, gives 64 KiB of it. */
static void
announce_256_mib (Peer *peer)
{
  static guint8 some[64 * 1024];
  guint8 first = peer->fault->stage == AT_CONNECT ? CONNACK << 4 : PUBLISH << 4;

  WRITE (peer, first, 0xff, 0xff, 0xff, 0x7f);
  write_bytes (peer, some, sizeof some);
  stay_silent (peer);
}

/* Asks for another handshake, and tells what became of it. */
static void
renegotiate (Peer *peer)
{
  guint8 byte;
  size_t n;

  SSL_renegotiate (peer->ssl);
  SSL_do_handshake (peer->ssl);
  tell ("renegotiation asked");
  if (SSL_read_ex (peer->ssl, &byte, 1, &n) != 1)
    tell ("renegotiation: %s", ERR_reason_error_string (ERR_peek_last_error ()));
}

static void
flood (Peer *peer)
{
  gboolean has_topics = g_str_equal (peer->fault->word, "topic-flood");
  g_autoptr(GByteArray) out = g_byte_array_new ();
  unsigned n;

  for (n = 0; n < FLOOD_PACKETS; n++)
    {
      g_autofree char *topic = has_topics ? g_strdup_printf ("home/flood/%x/%x/state", n >> 8, n) : g_strdup ("home/flood");

      append_publish (peer, out, topic, 0, has_topics ? 3 : FLOOD_PAYLOAD);
      if (out->len < FLOOD_CHUNK)
        continue;
      if (!write_bytes (peer, out->data, out->len))
        break;
      g_byte_array_set_size (out, 0);
    }
  tell ("flooded %u", n);
}

static const Fault faults[] = {
  { "none", NEVER, NULL, 0 },
  { "plain-text", AT_ACCEPT, greet, 0 },
  { "plain-mqtt", NEVER, NULL, -1 },
  { "silent", AT_ACCEPT, stay_silent, 0 },
  { "silent-after-tls", AT_CONNECT, stay_silent, 0 },
  { "silent-after-connack", AT_SUBSCRIBE, stay_silent, 0 },
  { "tls-no-mqtt", AT_CONNECT, answer_as_web_server, 0 },
  { "half-hello", AT_HELLO, send_half_a_hello, 0 },
  { "half-connack", AT_CONNECT, send_half_a_connack, 0 },
  { "half-suback", AT_SUBSCRIBE, send_half_a_suback, 0 },
  { "connack-1", AT_CONNECT, refuse_in_mqtt_3, 1 },
  { "connack-2", AT_CONNECT, refuse_in_mqtt_3, 2 },
  { "connack-3", AT_CONNECT, refuse_in_mqtt_3, 3 },
  { "connack-4", AT_CONNECT, refuse_in_mqtt_3, 4 },
  { "connack-5", AT_CONNECT, refuse_in_mqtt_3, 5 },
  { "connack-0x80", AT_CONNECT, refuse_in_mqtt_5, 0x80 },
  { "connack-0x81", AT_CONNECT, refuse_in_mqtt_5, 0x81 },
  { "connack-0x82", AT_CONNECT, refuse_in_mqtt_5, 0x82 },
  { "connack-0x83", AT_CONNECT, refuse_in_mqtt_5, 0x83 },
  { "connack-0x84", AT_CONNECT, refuse_in_mqtt_5, 0x84 },
  { "connack-0x85", AT_CONNECT, refuse_in_mqtt_5, 0x85 },
  { "connack-0x86", AT_CONNECT, refuse_in_mqtt_5, 0x86 },
  { "connack-0x87", AT_CONNECT, refuse_in_mqtt_5, 0x87 },
  { "connack-0x88", AT_CONNECT, refuse_in_mqtt_5, 0x88 },
  { "connack-0x89", AT_CONNECT, refuse_in_mqtt_5, 0x89 },
  { "connack-0x8a", AT_CONNECT, refuse_in_mqtt_5, 0x8a },
  { "connack-0x8c", AT_CONNECT, refuse_in_mqtt_5, 0x8c },
  { "connack-0x90", AT_CONNECT, refuse_in_mqtt_5, 0x90 },
  { "connack-0x95", AT_CONNECT, refuse_in_mqtt_5, 0x95 },
  { "connack-0x97", AT_CONNECT, refuse_in_mqtt_5, 0x97 },
  { "connack-0x99", AT_CONNECT, refuse_in_mqtt_5, 0x99 },
  { "connack-0x9a", AT_CONNECT, refuse_in_mqtt_5, 0x9a },
  { "connack-0x9b", AT_CONNECT, refuse_in_mqtt_5, 0x9b },
  { "connack-0x9c", AT_CONNECT, refuse_in_mqtt_5, 0x9c },
  { "connack-0x9d", AT_CONNECT, refuse_in_mqtt_5, 0x9d },
  { "connack-0x9f", AT_CONNECT, refuse_in_mqtt_5, 0x9f },
  { "suback-0x80", AT_SUBSCRIBE, refuse_subscription, 0x80 },
  { "suback-0x87", AT_SUBSCRIBE, refuse_subscription, 0x87 },
  { "suback-0x8f", AT_SUBSCRIBE, refuse_subscription, 0x8f },
  { "suback-0x97", AT_SUBSCRIBE, refuse_subscription, 0x97 },
  { "suback-0xa2", AT_SUBSCRIBE, refuse_subscription, 0xa2 },
  { "disconnect-0x87", AT_SUBACK, say_goodbye, 0x87 },
  { "disconnect-0x8b", AT_SUBACK, say_goodbye, 0x8b },
  { "disconnect-0x8e", AT_SUBACK, say_goodbye, 0x8e },
  { "publish-before-suback", AT_SUBSCRIBE, publish_then_suback, 0 },
  { "publish-before-connack", AT_CONNECT, publish_for_connack, 0 },
  { "length-endless", AT_CONNECT, send_endless_length, 0 },
  { "length-short-connack", AT_CONNECT, send_short_connack, 0 },
  { "length-long-connack", AT_CONNECT, send_long_connack, 0 },
  { "length-short-suback", AT_SUBSCRIBE, send_short_suback, 0 },
  { "length-long-topic", AT_SUBACK, send_long_topic, 0 },
  { "length-short-publish", AT_SUBACK, send_one_byte_publish, 0 },
  { "announce-connack", AT_CONNECT, announce_256_mib, 0 },
  { "announce-publish", AT_SUBACK, announce_256_mib, 0 },
  { "close-after-accept", AT_ACCEPT, hang_up, 0 },
  { "close-after-hello", AT_HELLO, hang_up, 0 },
  { "close-after-tls", AT_TLS, hang_up, 0 },
  { "close-after-connect", AT_CONNECT, hang_up, 0 },
  { "close-after-connack", AT_CONNACK, hang_up, 0 },
  { "close-after-subscribe", AT_SUBSCRIBE, hang_up, 0 },
  { "close-after-suback", AT_SUBACK, hang_up, 0 },
  { "close-after-publish", AT_SUBACK, publish_and_hang_up, 0 },
  { "close-after-puback", AT_PUBACK, hang_up, 0 },
  { "no-notify-after-connect", AT_CONNECT, hang_up_rudely, 0 },
  { "no-notify-after-suback", AT_SUBACK, hang_up_rudely, 0 },
  { "renegotiation", AT_SUBACK, renegotiate, TLS1_2_VERSION },
  { "tls1.1", NEVER, NULL, TLS1_1_VERSION },
  { "downgrade", AT_HELLO, send_hello_of_tls11, 0 },
  { "message-flood", AT_SUBACK, flood, 0 },
  { "topic-flood", AT_SUBACK, flood, 0 },
};

/* ─── a connection ─── */

/* TRUE: the fault was due, and the connection is at its end. */
static gboolean
is_due (Peer  *peer,
        Stage  stage)
{
  if (peer->fault->stage != stage)
    return FALSE;
  peer->fault->act (peer);
  return TRUE;
}

static gboolean
begin_tls (Peer *peer)
{
  guint8 byte;

  if (recv (peer->fd, &byte, 1, MSG_PEEK) != 1 || is_due (peer, AT_HELLO))
    return FALSE;
  if (peer->fault->number == -1)
    return byte == CONNECT << 4; /* a broker without TLS hangs up on a ClientHello */
  peer->ssl = SSL_new (context);
  SSL_set_fd (peer->ssl, peer->fd);
  if (SSL_accept (peer->ssl) != 1)
    return FALSE;
  tell ("tls");
  return TRUE;
}

static void
talk (Peer *peer)
{
  g_autoptr(GByteArray) rest = NULL;

  if (is_due (peer, AT_ACCEPT) || !begin_tls (peer) || is_due (peer, AT_TLS))
    return;
  if (!read_connect (peer) || is_due (peer, AT_CONNECT))
    return;
  send_connack (peer, 0);
  if (is_due (peer, AT_CONNACK) || !read_subscribe (peer) || is_due (peer, AT_SUBSCRIBE))
    return;
  send_suback (peer, 1);
  if (is_due (peer, AT_SUBACK))
    return;
  send_publish (peer, "home/office", 1, 3);
  rest = wait_for_packet (peer, PUBACK);
  if (rest == NULL)
    return;
  tell ("puback");
  if (!is_due (peer, AT_PUBACK))
    stay_silent (peer);
}

static gpointer
serve (gpointer data)
{
  Peer *peer = data;

  tell ("accepted");
  talk (peer);
  if (peer->ssl != NULL)
    {
      if (!peer->keeps_quiet && SSL_is_init_finished (peer->ssl))
        SSL_shutdown (peer->ssl);
      SSL_free (peer->ssl);
    }
  ERR_clear_error ();
  close (peer->fd);
  tell ("over");
  g_free (peer);
  return NULL;
}

static int
listen_on_loopback (int *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t n = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || bind (fd, (const struct sockaddr *) &address, n) != 0 || listen (fd, 64) != 0
      || getsockname (fd, (struct sockaddr *) &address, &n) != 0)
    g_error ("no port: %s", g_strerror (errno));
  *port = ntohs (address.sin_port);
  return fd;
}

static gpointer
accept_all (gpointer data)
{
  const struct timeval patience = { .tv_sec = PATIENCE_S };
  const Fault *fault = data;
  int port;
  int listener = listen_on_loopback (&port);

  tell ("port %d", port);
  for (;;)
    {
      Peer *peer = g_new0 (Peer, 1);

      peer->fault = fault;
      peer->fd = accept (listener, NULL, NULL);
      if (peer->fd < 0)
        g_error ("accept: %s", g_strerror (errno));
      setsockopt (peer->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      setsockopt (peer->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
      g_thread_unref (g_thread_new ("peer", serve, peer));
    }
  return NULL;
}

static const Fault *
find_fault (const char *word)
{
  for (size_t i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_str_equal (faults[i].word, word))
      return &faults[i];
  return NULL;
}

/* Each ClientHello is told: a client that renegotiates sends a second one. */
static void
message_seen_cb (int         is_outgoing,
                 int         version,
                 int         content_type,
                 const void *bytes,
                 size_t      n_bytes,
                 SSL        *ssl,
                 void       *data)
{
  if (!is_outgoing && content_type == SSL3_RT_HANDSHAKE && *(const guint8 *) bytes == SSL3_MT_CLIENT_HELLO)
    tell ("hello");
}

static SSL_CTX *
make_context (const Fault *fault,
              const char  *cert_file,
              const char  *key_file)
{
  SSL_CTX *made = SSL_CTX_new (TLS_server_method ());

  if (fault->number == TLS1_1_VERSION || fault->number == TLS1_2_VERSION)
    {
      SSL_CTX_set_cipher_list (made, "DEFAULT:@SECLEVEL=0");
      SSL_CTX_set_min_proto_version (made, fault->number);
      SSL_CTX_set_max_proto_version (made, fault->number);
    }
  SSL_CTX_set_msg_callback (made, message_seen_cb);
  if (SSL_CTX_use_certificate_chain_file (made, cert_file) != 1
      || SSL_CTX_use_PrivateKey_file (made, key_file, SSL_FILETYPE_PEM) != 1)
    g_error ("certificate: %s", ERR_reason_error_string (ERR_get_error ()));
  return made;
}

int
main (int    argc,
      char **argv)
{
  const Fault *fault = argc == 4 ? find_fault (argv[1]) : NULL;
  char buffer[64];

  if (argc == 2 && g_str_equal (argv[1], "--list"))
    {
      for (size_t i = 0; i < G_N_ELEMENTS (faults); i++)
        tell ("%s", faults[i].word);
      return 0;
    }
  if (fault == NULL)
    {
      fputs ("usage: hostile-broker FAULT CERTIFICATE KEY | --list\n", stderr);
      return 2;
    }
  signal (SIGPIPE, SIG_IGN);
  context = make_context (fault, argv[2], argv[3]);
  g_thread_unref (g_thread_new ("accept", accept_all, (gpointer) fault));
  while (read (STDIN_FILENO, buffer, sizeof buffer) > 0)
    continue;
  _exit (0); /* threads may be in the middle of anything */
}
