/* Fernet tokens: encrypting, decrypting and recognising them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-key-ring.h"

G_BEGIN_DECLS

#define FL_FERNET_ERROR (fl_fernet_error_quark ())

/* How far a sender's clock may be ahead, where a time to live is asked for. */
#define FL_FERNET_SKEW_S 60

/* A longer payload is not encrypted: OpenSSL counts in int. */
#define FL_FERNET_PAYLOAD_MAX (1024 * 1024 * 1024)

/* No time to live: the token's time is not judged. */
#define FL_FERNET_NO_TTL (-1)

typedef enum
{
  FL_FERNET_ERROR_NOT_A_TOKEN,
  FL_FERNET_ERROR_WRONG_KEY,
  FL_FERNET_ERROR_EXPIRED,
  FL_FERNET_ERROR_FUTURE,
  FL_FERNET_ERROR_BAD_PADDING,
  FL_FERNET_ERROR_FAILED, /* OpenSSL itself: no memory, no random numbers */
} FlFernetError;

/* What is known once the HMAC was right; also when the token is then refused as expired,
 * from the future or badly padded. */
typedef struct
{
  gboolean authentic;
  guint    key_index;
  guint64  token_time; /* Unix time in seconds, as the sender wrote it: any 64 bits */
} FlFernetInfo;

typedef struct _FlFernet FlFernet;

GQuark      fl_fernet_error_quark      (void);
const char *fl_fernet_error_to_code    (int            code);
FlFernet   *fl_fernet_new              (FlKeyRing     *ring) G_GNUC_WARN_UNUSED_RESULT;
void        fl_fernet_free             (FlFernet      *self);
FlKeyRing  *fl_fernet_get_key_ring     (FlFernet      *self);
GBytes     *fl_fernet_decrypt          (FlFernet      *self,
                                        const char    *token,
                                        size_t         n,
                                        gint64         ttl_s,
                                        gint64         now_s,
                                        FlFernetInfo  *info,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    fl_fernet_decrypt_in_place (FlFernet      *self,
                                        const char    *token,
                                        size_t         n,
                                        gint64         ttl_s,
                                        gint64         now_s,
                                        const char   **payload,
                                        size_t        *n_payload,
                                        FlFernetInfo  *info,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
char       *fl_fernet_encrypt          (FlFernet      *self,
                                        const void    *data,
                                        size_t         n,
                                        gint64         now_s,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    fl_fernet_looks_like_token (const void    *data,
                                        size_t         n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlFernet, fl_fernet_free)

G_END_DECLS
