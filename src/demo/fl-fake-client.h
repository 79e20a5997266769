/* The MQTT client of a simulated device: as small as the ones on an ESP, and independent of the one we test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "crypto/fl-secret.h"

G_BEGIN_DECLS

#define FL_FAKE_CLIENT_ERROR (fl_fake_client_error_quark ())

/**
 * FlFakeClientError:
 * @FL_FAKE_CLIENT_ERROR_TLS: no handshake, or not with the server that was meant
 * @FL_FAKE_CLIENT_ERROR_REFUSED: the broker did not let us in
 * @FL_FAKE_CLIENT_ERROR_CLOSED: the connection is gone
 * @FL_FAKE_CLIENT_ERROR_PROTOCOL: what came is not MQTT
 * @FL_FAKE_CLIENT_ERROR_TIMEOUT: no answer in time
 */
typedef enum
{
  FL_FAKE_CLIENT_ERROR_TLS,
  FL_FAKE_CLIENT_ERROR_REFUSED,
  FL_FAKE_CLIENT_ERROR_CLOSED,
  FL_FAKE_CLIENT_ERROR_PROTOCOL,
  FL_FAKE_CLIENT_ERROR_TIMEOUT,
} FlFakeClientError;

GQuark fl_fake_client_error_quark (void);

/* No device reads more. */
#define FL_FAKE_CLIENT_MAX_PACKET (64 * 1024)

/* Whom to call and how. All borrowed for the length of fl_fake_client_connect(). */
typedef struct
{
  const char *host;
  guint16     port;
  GBytes     *ca;           /* PEM; NULL: without TLS */
  const char *client_id;
  const char *username;     /* NULL: none */
  FlSecret   *password;     /* NULL: none */
  const char *will_topic;   /* NULL: no last will */
  const char *will_payload; /* published by the broker, QoS 1, retained */
} FlFakeClientOptions;

typedef void (*FlFakeClientFunc) (const char *topic,
                                  const char *payload,
                                  size_t      n,
                                  gboolean    retained,
                                  gpointer    user_data);

/**
 * FlFakeClient:
 *
 * MQTT 3.1.1, one thread, blocking: it belongs into a process of its own. Not to be used where the TLS tap is
 * installed, which refuses every connection that is not a session's.
 */
typedef struct _FlFakeClient FlFakeClient;

FlFakeClient *fl_fake_client_connect    (const FlFakeClientOptions  *options,
                                         FlFakeClientFunc            func,
                                         gpointer                    user_data,
                                         GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      fl_fake_client_subscribe  (FlFakeClient               *self,
                                         const char                 *filter,
                                         GError                    **error);
gboolean      fl_fake_client_publish    (FlFakeClient               *self,
                                         const char                 *topic,
                                         const char                 *payload,
                                         size_t                      n,
                                         int                         qos,
                                         gboolean                    retained,
                                         GError                    **error);
void          fl_fake_client_set_wake   (FlFakeClient               *self,
                                         int                         fd);
gboolean      fl_fake_client_run        (FlFakeClient               *self,
                                         gint64                      until,
                                         GError                    **error);
void          fl_fake_client_disconnect (FlFakeClient               *self);
void          fl_fake_client_drop       (FlFakeClient               *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlFakeClient, fl_fake_client_drop)

G_END_DECLS
