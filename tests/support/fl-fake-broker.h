/* A broker that misbehaves on demand, without TLS, for unit tests: just enough MQTT 3.1.1 and 5.
 *
 * It has a thread that accepts, and one for each connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* In place of a code: say nothing, or close the connection. */
#define FL_FAKE_SILENT (-1)
#define FL_FAKE_CLOSE (-2)

/* Zero: everything is granted as asked. */
typedef struct
{
  int         connack_v5;     /* to a CONNECT of MQTT 5: a code, FL_FAKE_SILENT or FL_FAKE_CLOSE */
  int         connack_v4;     /* to one of MQTT 3.1.1 */
  gboolean    only_v4;        /* answer MQTT 5 as MQTT 3.1.1 brokers do: code 1 */
  const char *junk;           /* sent in place of CONNACK, then closed */
  int         n_granted;      /* how many of the codes below are used; further filters: as asked */
  int         granted[4];     /* to SUBSCRIBE, one per filter, also of a later SUBSCRIBE */
  guint       n_codes;        /* how many codes a SUBACK has, whatever was asked; 0: as many */
  int         puback;         /* to PUBLISH: a code, FL_FAKE_SILENT or FL_FAKE_CLOSE */
  gboolean    close_after_suback;
  int         disconnect_reason; /* MQTT 5 DISCONNECT after SUBACK, unless 0 */
} FlFakeBehaviour;

typedef struct
{
  unsigned n_accepted;    /* connections */
  unsigned n_connects;    /* CONNECT packets */
  unsigned n_v5;
  unsigned n_subscribes;
  unsigned n_publishes;
  unsigned n_disconnects; /* polite goodbyes */
  gboolean has_username;  /* of the latest CONNECT */
  gboolean has_password;
  int      publish_qos;   /* of the latest PUBLISH */
  gboolean publish_retained;
} FlFakeCounts;

typedef struct _FlFakeBroker FlFakeBroker;

FlFakeBroker *fl_fake_broker_new           (const FlFakeBehaviour *behaviour);
void          fl_fake_broker_free          (FlFakeBroker          *self);
guint16       fl_fake_broker_get_port      (FlFakeBroker          *self);
void          fl_fake_broker_set_behaviour (FlFakeBroker          *self,
                                            const FlFakeBehaviour *behaviour);
FlFakeCounts  fl_fake_broker_get_counts    (FlFakeBroker          *self);
char         *fl_fake_broker_dup_client_id (FlFakeBroker          *self);
char         *fl_fake_broker_dup_published (FlFakeBroker          *self);
void          fl_fake_broker_send          (FlFakeBroker          *self,
                                            const char            *topic,
                                            const void            *payload,
                                            size_t                 n_payload,
                                            gboolean               retained);
void          fl_fake_broker_drop_all      (FlFakeBroker          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlFakeBroker, fl_fake_broker_free)

/* Runs the default main context until the condition holds; fails the test after a minute. */
#define fl_fake_wait_for(condition) \
  G_STMT_START { \
    gint64 fl_deadline_ = g_get_monotonic_time () + 60 * G_USEC_PER_SEC; \
    while (!(condition)) \
      { \
        if (!g_main_context_iteration (NULL, FALSE)) \
          g_usleep (2000); \
        if (g_get_monotonic_time () > fl_deadline_) \
          g_error ("%s:%d: not within a minute: %s", __FILE__, __LINE__, #condition); \
      } \
  } G_STMT_END

G_END_DECLS
