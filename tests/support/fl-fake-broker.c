/* A broker that misbehaves on demand, without TLS, for unit tests: just enough MQTT 3.1.1 and 5.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-fake-broker.h"

#include <string.h>

struct _FlFakeBroker
{
  GSocketListener *listener;
  GThread         *accepting;
  GCancellable    *ending;
  guint16          port;
  GMutex           mutex;     /* below */
  FlFakeBehaviour  behaviour;
  FlFakeCounts     counts;
  char            *client_id;
  GString         *published; /* "topic=payload\n" each */
  GPtrArray       *peers;     /* Peer, also of connections that are over */
};

typedef struct
{
  FlFakeBroker      *broker;
  GThread           *thread;
  GSocketConnection *connection;
  GOutputStream     *out;
  GMutex             writing;       /* one packet at a time: its own thread answers, others send */
  gboolean           is_over;
  gboolean           is_v5;
  gboolean           is_subscribed; /* changes with the broker's mutex held */
  int                n_filters;     /* in its SUBSCRIBE packets */
} Peer;

typedef struct
{
  guint8  type;
  guint8 *body;
  size_t  n;
} Packet;

static gboolean
read_packet (GInputStream *in,
             Packet       *packet)
{
  guint8 byte;
  size_t shift = 0, n_read;

  if (!g_input_stream_read_all (in, &packet->type, 1, &n_read, NULL, NULL) || n_read != 1)
    return FALSE;
  packet->n = 0;
  do
    {
      if (!g_input_stream_read_all (in, &byte, 1, &n_read, NULL, NULL) || n_read != 1)
        return FALSE;
      packet->n |= (size_t) (byte & 0x7f) << shift;
      shift += 7;
    }
  while ((byte & 0x80) != 0);
  packet->body = g_malloc (packet->n + 1);
  if (!g_input_stream_read_all (in, packet->body, packet->n, &n_read, NULL, NULL) || n_read != packet->n)
    {
      g_free (packet->body);
      return FALSE;
    }
  return TRUE;
}

static void
write_packet (Peer         *peer,
              guint8        type,
              const guint8 *body,
              size_t        n)
{
  g_autoptr(GByteArray) out = g_byte_array_new ();
  size_t left = n;

  g_byte_array_append (out, &type, 1);
  do
    {
      guint8 byte = left & 0x7f;

      left >>= 7;
      if (left > 0)
        byte |= 0x80;
      g_byte_array_append (out, &byte, 1);
    }
  while (left > 0);
  g_byte_array_append (out, body, (guint) n);
  g_mutex_lock (&peer->writing);
  g_output_stream_write_all (peer->out, out->data, out->len, NULL, NULL, NULL);
  g_mutex_unlock (&peer->writing);
}

static size_t
read_u16 (const guint8 *p)
{
  return (size_t) p[0] << 8 | p[1];
}

/* Returns: whether to go on */
static gboolean
answer_connect (Peer            *peer,
                const Packet    *packet,
                FlFakeBehaviour  behaviour)
{
  FlFakeBroker *self = peer->broker;
  const guint8 *p = packet->body + 2 + read_u16 (packet->body);
  int version = p[0], code;
  guint8 flags = p[1];
  guint8 body[3] = { 0 };

  peer->is_v5 = version == 5;
  p += 4;
  if (peer->is_v5)
    p += 1 + p[0]; /* properties shorter than 128 bytes */
  g_mutex_lock (&self->mutex);
  self->counts.n_connects++;
  self->counts.n_v5 += peer->is_v5;
  self->counts.has_username = (flags & 0x80) != 0;
  self->counts.has_password = (flags & 0x40) != 0;
  g_free (self->client_id);
  self->client_id = g_strndup ((const char *) p + 2, read_u16 (p));
  g_mutex_unlock (&self->mutex);

  if (behaviour.junk != NULL)
    {
      g_output_stream_write_all (peer->out, behaviour.junk, strlen (behaviour.junk), NULL, NULL, NULL);
      return FALSE;
    }
  if (peer->is_v5 && behaviour.only_v4)
    {
      body[1] = 1;
      write_packet (peer, 0x20, body, 2);
      return FALSE;
    }
  code = peer->is_v5 ? behaviour.connack_v5 : behaviour.connack_v4;
  if (code == FL_FAKE_SILENT)
    return TRUE;
  if (code == FL_FAKE_CLOSE)
    return FALSE;
  body[1] = (guint8) code;
  write_packet (peer, 0x20, body, peer->is_v5 ? 3 : 2);
  return code == 0;
}

static gboolean
answer_subscribe (Peer            *peer,
                  const Packet    *packet,
                  FlFakeBehaviour  behaviour)
{
  g_autoptr(GByteArray) body = g_byte_array_new ();
  size_t at = 2;
  guint n_head;
  guint8 no_properties = 0, granted = 1, reason = (guint8) behaviour.disconnect_reason;

  g_byte_array_append (body, packet->body, 2);
  if (peer->is_v5)
    {
      at += 1 + (size_t) packet->body[2];
      g_byte_array_append (body, &no_properties, 1);
    }
  n_head = body->len;
  while (at + 2 < packet->n)
    {
      guint8 code;

      at += 2 + read_u16 (packet->body + at);
      code = peer->n_filters < behaviour.n_granted ? (guint8) behaviour.granted[peer->n_filters] : packet->body[at] & 3;
      peer->n_filters++;
      at++;
      g_byte_array_append (body, &code, 1);
    }
  while (behaviour.n_codes > 0 && body->len < n_head + behaviour.n_codes)
    g_byte_array_append (body, &granted, 1);
  if (behaviour.n_codes > 0)
    g_byte_array_set_size (body, n_head + behaviour.n_codes);
  /* Whoever has seen the SUBACK can count on being sent to: nothing is sent to this peer in between. */
  g_mutex_lock (&peer->broker->mutex);
  write_packet (peer, 0x90, body->data, body->len);
  peer->broker->counts.n_subscribes++;
  peer->is_subscribed = TRUE;
  g_mutex_unlock (&peer->broker->mutex);
  if (reason != 0)
    write_packet (peer, 0xe0, &reason, 1);
  return !behaviour.close_after_suback && reason == 0;
}

static gboolean
answer_publish (Peer            *peer,
                const Packet    *packet,
                FlFakeBehaviour  behaviour)
{
  FlFakeBroker *self = peer->broker;
  size_t n_topic = read_u16 (packet->body), at = 2 + n_topic;
  int qos = (packet->type >> 1) & 3;
  guint8 body[3] = { 0 };

  if (qos > 0)
    {
      memcpy (body, packet->body + at, 2);
      at += 2;
    }
  if (peer->is_v5)
    at += 1 + (size_t) packet->body[at];
  g_mutex_lock (&self->mutex);
  self->counts.n_publishes++;
  self->counts.publish_qos = qos;
  self->counts.publish_retained = packet->type & 1;
  g_string_append_len (self->published, (const char *) packet->body + 2, (gssize) n_topic);
  g_string_append_c (self->published, '=');
  g_string_append_len (self->published, (const char *) packet->body + at, (gssize) (packet->n - at));
  g_string_append_c (self->published, '\n');
  g_mutex_unlock (&self->mutex);

  if (behaviour.puback == FL_FAKE_CLOSE)
    return FALSE;
  if (behaviour.puback != FL_FAKE_SILENT && qos == 1)
    {
      body[2] = (guint8) behaviour.puback;
      write_packet (peer, 0x40, body, peer->is_v5 && behaviour.puback != 0 ? 3 : 2);
    }
  return TRUE;
}

/* Returns: whether to go on */
static gboolean
answer (Peer         *peer,
        const Packet *packet)
{
  FlFakeBehaviour behaviour;

  g_mutex_lock (&peer->broker->mutex);
  behaviour = peer->broker->behaviour;
  if ((packet->type & 0xf0) == 0xe0)
    peer->broker->counts.n_disconnects++;
  g_mutex_unlock (&peer->broker->mutex);
  /* Such as the beginning of a ClientHello. */
  if ((packet->type & 0xf0) == 0x10 && (packet->type != 0x10 || packet->n < 12))
    return FALSE;
  switch (packet->type & 0xf0)
    {
    case 0x10:
      return answer_connect (peer, packet, behaviour);
    case 0x80:
      return answer_subscribe (peer, packet, behaviour);
    case 0x30:
      return answer_publish (peer, packet, behaviour);
    case 0xc0:
      write_packet (peer, 0xd0, NULL, 0);
      return TRUE;
    case 0xe0:
      return FALSE;
    default:
      return TRUE;
    }
}

static gpointer
run_peer (gpointer data)
{
  Peer *peer = data;
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (peer->connection));
  Packet packet;
  gboolean goes_on = TRUE;

  while (goes_on && read_packet (in, &packet))
    {
      goes_on = answer (peer, &packet);
      g_free (packet.body);
    }
  g_mutex_lock (&peer->broker->mutex);
  peer->is_over = TRUE;
  g_io_stream_close (G_IO_STREAM (peer->connection), NULL, NULL);
  g_mutex_unlock (&peer->broker->mutex);
  return NULL;
}

static gpointer
run_accepting (gpointer data)
{
  FlFakeBroker *self = data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (self->listener, NULL, self->ending, NULL)) != NULL)
    {
      Peer *peer = g_new0 (Peer, 1);

      peer->broker = self;
      peer->connection = connection;
      peer->out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
      g_mutex_init (&peer->writing);
      g_mutex_lock (&self->mutex);
      self->counts.n_accepted++;
      g_ptr_array_add (self->peers, peer);
      peer->thread = g_thread_new ("fake-peer", run_peer, peer);
      g_mutex_unlock (&self->mutex);
    }
  return NULL;
}

/* NULL: a good broker. */
FlFakeBroker *
fl_fake_broker_new (const FlFakeBehaviour *behaviour)
{
  FlFakeBroker *self = g_new0 (FlFakeBroker, 1);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;
  g_autoptr(GError) error = NULL;

  g_mutex_init (&self->mutex);
  if (behaviour != NULL)
    self->behaviour = *behaviour;
  self->published = g_string_new (NULL);
  self->peers = g_ptr_array_new ();
  self->ending = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                 &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  self->accepting = g_thread_new ("fake-broker", run_accepting, self);
  return self;
}

void
fl_fake_broker_free (FlFakeBroker *self)
{
  g_cancellable_cancel (self->ending);
  g_thread_join (self->accepting);
  g_socket_listener_close (self->listener);
  fl_fake_broker_drop_all (self);
  for (guint i = 0; i < self->peers->len; i++)
    {
      Peer *peer = self->peers->pdata[i];

      g_thread_join (peer->thread);
      g_object_unref (peer->connection);
      g_mutex_clear (&peer->writing);
      g_free (peer);
    }
  g_object_unref (self->listener);
  g_object_unref (self->ending);
  g_mutex_clear (&self->mutex);
  g_free (self->client_id);
  g_string_free (self->published, TRUE);
  g_ptr_array_unref (self->peers);
  g_free (self);
}

guint16
fl_fake_broker_get_port (FlFakeBroker *self)
{
  return self->port;
}

void
fl_fake_broker_set_behaviour (FlFakeBroker          *self,
                              const FlFakeBehaviour *behaviour)
{
  g_mutex_lock (&self->mutex);
  self->behaviour = *behaviour;
  g_mutex_unlock (&self->mutex);
}

FlFakeCounts
fl_fake_broker_get_counts (FlFakeBroker *self)
{
  FlFakeCounts counts;

  g_mutex_lock (&self->mutex);
  counts = self->counts;
  g_mutex_unlock (&self->mutex);
  return counts;
}

/* Of the latest CONNECT. */
char *
fl_fake_broker_dup_client_id (FlFakeBroker *self)
{
  char *client_id;

  g_mutex_lock (&self->mutex);
  client_id = g_strdup (self->client_id);
  g_mutex_unlock (&self->mutex);
  return client_id;
}

/* Everything published, a line "topic=payload" each. */
char *
fl_fake_broker_dup_published (FlFakeBroker *self)
{
  char *published;

  g_mutex_lock (&self->mutex);
  published = g_strdup (self->published->str);
  g_mutex_unlock (&self->mutex);
  return published;
}

/* To everybody who has subscribed to anything, at QoS 0. */
void
fl_fake_broker_send (FlFakeBroker *self,
                     const char   *topic,
                     const void   *payload,
                     size_t        n_payload,
                     gboolean      retained)
{
  size_t n_topic = strlen (topic);
  guint8 length[2] = { (guint8) (n_topic >> 8), (guint8) n_topic };
  guint8 no_properties = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->peers->len; i++)
    {
      Peer *peer = self->peers->pdata[i];
      g_autoptr(GByteArray) body = g_byte_array_new ();

      g_byte_array_append (body, length, 2);
      g_byte_array_append (body, (const guint8 *) topic, (guint) n_topic);
      if (peer->is_v5)
        g_byte_array_append (body, &no_properties, 1);
      g_byte_array_append (body, payload, (guint) n_payload);
      if (peer->is_subscribed && !peer->is_over)
        write_packet (peer, retained ? 0x31 : 0x30, body->data, body->len);
    }
  g_mutex_unlock (&self->mutex);
}

/* Closes every connection without a word. */
void
fl_fake_broker_drop_all (FlFakeBroker *self)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->peers->len; i++)
    {
      Peer *peer = self->peers->pdata[i];

      if (!peer->is_over)
        g_socket_shutdown (g_socket_connection_get_socket (peer->connection), TRUE, TRUE, NULL);
    }
  g_mutex_unlock (&self->mutex);
}
