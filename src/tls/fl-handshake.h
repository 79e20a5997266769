/* The record of one handshake: every message and alert, both ways, in the order of the wire.
 *
 * Immutable and reference-counted; usable from every thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FL_TYPE_HANDSHAKE (fl_handshake_get_type ())

/* Content types of a record (RFC 8446, B.1). */
#define FL_TLS_CONTENT_CHANGE_CIPHER_SPEC 20
#define FL_TLS_CONTENT_ALERT              21
#define FL_TLS_CONTENT_HANDSHAKE          22

/* Messages that one record keeps; those after them are only counted. */
#define FL_HANDSHAKE_MAX_MESSAGES 256

typedef struct
{
  gboolean    outgoing;     /* TRUE: from us to the broker */
  guint8      content_type; /* FL_TLS_CONTENT_… */
  guint8      type;         /* the handshake type, the alert's description, or 1 for ChangeCipherSpec */
  gboolean    fatal;        /* an alert of level fatal */
  const char *name;         /* "ClientHello", "Alert unknown_ca": a static string, as the RFCs write it */
  guint       bytes;        /* without record headers, with the 4 bytes of a handshake header */
  gint64      at_us;        /* microseconds since the ClientHello was begun */
  gboolean    encrypted;    /* nobody on the way could read it */
} FlHandshakeMessage;

typedef struct _FlHandshake FlHandshake;

GType        fl_handshake_get_type           (void) G_GNUC_CONST;
FlHandshake *fl_handshake_new                (const FlHandshakeMessage *messages,
                                              guint                     n_messages,
                                              guint                     n_left_out,
                                              gint64                    duration_us,
                                              guint64                   bytes_sent,
                                              guint64                   bytes_received) G_GNUC_WARN_UNUSED_RESULT;
FlHandshake *fl_handshake_ref                (FlHandshake              *self);
void         fl_handshake_unref              (FlHandshake              *self);
guint        fl_handshake_get_n_messages     (const FlHandshake        *self);
const FlHandshakeMessage *
             fl_handshake_get_message        (const FlHandshake        *self,
                                              guint                     position);
guint        fl_handshake_get_n_left_out     (const FlHandshake        *self);
guint        fl_handshake_get_n_round_trips  (const FlHandshake        *self);
gint64       fl_handshake_get_wait_us        (const FlHandshake        *self,
                                              guint                     position);
gint64       fl_handshake_get_waited_us      (const FlHandshake        *self);
gboolean     fl_handshake_is_afterwards      (const FlHandshake        *self,
                                              guint                     position);
gint64       fl_handshake_get_duration_us    (const FlHandshake        *self);
guint64      fl_handshake_get_bytes_sent     (const FlHandshake        *self);
guint64      fl_handshake_get_bytes_received (const FlHandshake        *self);
gboolean     fl_handshake_describe_bytes     (FlHandshakeMessage       *message,
                                              gboolean                  outgoing,
                                              int                       content_type,
                                              const guint8             *bytes,
                                              gsize                     n_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlHandshake, fl_handshake_unref)

G_END_DECLS
