/* One message as it arrived, and what became of it: immutable, counted, may cross threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  FL_MESSAGE_PLAIN,     /* does not look like a Fernet token: payload is what was sent */
  FL_MESSAGE_DECRYPTED, /* payload is the plain text of the token in raw */
  FL_MESSAGE_FAILED,    /* a token no key opens: payload is the token, failure says why */
} FlMessageEncryption;

/* Whether a token that opened came before: see fl-token-watch.h. */
typedef enum
{
  FL_MESSAGE_NOT_REPLAYED,
  FL_MESSAGE_SAME_TOKEN,  /* this very token had arrived already */
  FL_MESSAGE_OLDER_TOKEN, /* made before the newest of its topic */
} FlMessageReplay;

/* The failure of a token for which there is no key at all. */
#define FL_MESSAGE_NO_KEY "no-key"

/* What a message is made of. Zero is a plain message at QoS 0; token_time is used for
 * decrypted ones only. failure must be a static string.
 */
typedef struct
{
  const char          *topic;      /* valid UTF-8 */
  GBytes              *payload;    /* plain text, or as received */
  GBytes              *raw;        /* as received; NULL: the same as payload */
  int                  qos;
  gboolean             retained;
  gboolean             reopened;   /* decrypted again after the keys changed: not a new message */
  gint64               arrived;    /* real time, µs; 0: now */
  FlMessageEncryption  encryption;
  const char          *failure;    /* a code of fl_fernet_error_to_code(), FL_MESSAGE_NO_KEY, or NULL */
  const char          *key_id;     /* fl_fernet_key_get_id(), or NULL */
  gint64               token_time; /* s since 1970 */
  FlMessageReplay      replay;
  guint64              true_size;  /* bytes the broker sent; 0: the size of raw */
  gboolean             cut;        /* payload and raw hold only the beginning */
} FlMessageFields;

#define FL_TYPE_MESSAGE (fl_message_get_type ())

typedef struct _FlMessage FlMessage;

GType                fl_message_get_type       (void) G_GNUC_CONST;
FlMessage           *fl_message_new            (const FlMessageFields *fields) G_GNUC_WARN_UNUSED_RESULT;
FlMessage           *fl_message_new_plain      (const char            *topic,
                                                const char            *text) G_GNUC_WARN_UNUSED_RESULT;
FlMessage           *fl_message_ref            (FlMessage             *self);
void                 fl_message_unref          (FlMessage             *self);
void                 fl_message_prefetch       (const FlMessage       *self,
                                                guint                  stage);
const char          *fl_message_get_topic      (const FlMessage       *self);
GBytes              *fl_message_get_payload    (const FlMessage       *self);
GBytes              *fl_message_get_raw        (const FlMessage       *self);
const char          *fl_message_get_text       (const FlMessage       *self,
                                                gsize                 *n);
char                *fl_message_dup_text       (const FlMessage       *self) G_GNUC_WARN_UNUSED_RESULT;
int                  fl_message_get_qos        (const FlMessage       *self);
gboolean             fl_message_is_retained    (const FlMessage       *self);
gboolean             fl_message_is_reopened    (const FlMessage       *self);
gboolean             fl_message_is_cut         (const FlMessage       *self);
gint64               fl_message_get_arrived    (const FlMessage       *self);
FlMessageEncryption  fl_message_get_encryption (const FlMessage       *self);
const char          *fl_message_get_failure    (const FlMessage       *self);
const char          *fl_message_get_key_id     (const FlMessage       *self);
gint64               fl_message_get_token_time (const FlMessage       *self);
FlMessageReplay      fl_message_get_replay     (const FlMessage       *self);
guint64              fl_message_get_true_size  (const FlMessage       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlMessage, fl_message_unref)

G_END_DECLS
