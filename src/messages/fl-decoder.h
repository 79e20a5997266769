/* The thread that takes messages from an inbox, decrypts them and hands them on in batches.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-key-ring.h"
#include "messages/fl-message.h"
#include "mqtt/fl-inbox.h"

G_BEGIN_DECLS

#define FL_DECODER_MAX_PAYLOAD   (1024 * 1024)
#define FL_DECODER_MAX_BATCH     4096
#define FL_DECODER_MAX_WAITING   (64 * 1024 * 1024)

typedef struct _FlDecoder FlDecoder;

typedef struct
{
  guint64 n_received;  /* taken from the inbox */
  guint64 n_tokens;    /* looked like Fernet tokens: n_decrypted + n_failed */
  guint64 n_decrypted;
  guint64 n_failed;
  guint64 n_still_failed; /* reopened in vain */
  guint64 n_cut;       /* over the payload cap: only the beginning was kept */
  guint64 n_token_bytes; /* of the tokens that were opened and not cut, and of what was in them */
  guint64 n_plain_bytes;
  guint64 n_bad_names; /* refused: topic name not valid, too long or too deep */
} FlDecoderCounts;

/* Runs in the context that was the thread-default one of fl_decoder_new(); batch: FlMessage. */
typedef void (*FlDecoderBatchFunc) (GPtrArray *batch,
                                    gpointer   user_data);

FlDecoder       *fl_decoder_new             (FlInbox            *inbox,
                                             guint               min_interval_ms,
                                             FlDecoderBatchFunc  callback,
                                             gpointer            user_data) G_GNUC_WARN_UNUSED_RESULT;
void             fl_decoder_set_keys        (FlDecoder          *self,
                                             FlKeyRing          *keys);
void             fl_decoder_set_max_payload (FlDecoder          *self,
                                             gsize               max_bytes);
void             fl_decoder_reopen          (FlDecoder          *self,
                                             GPtrArray          *messages);
FlDecoderCounts  fl_decoder_get_counts      (FlDecoder          *self);
void             fl_decoder_stop            (FlDecoder          *self);
void             fl_decoder_free            (FlDecoder          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDecoder, fl_decoder_free)

G_END_DECLS
