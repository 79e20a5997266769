/* Which tokens came before: tells a token that somebody sends again from one that the network delivers again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-token-watch"

#include "messages/fl-token-watch.h"

#include <string.h>

/* Characters of the token's HMAC that tell it from others: 96 bits. */
#define N_MARK 16

#define TOLERANCE_S     2
#define REDELIVERY_US   (60 * G_USEC_PER_SEC)
#define JUST_NOW_S      10
#define CLOCK_SET_S     978307200 /* 2001-01-01: no device's clock was set before */
#define SAME_LAG_S      60
#define N_TO_BELIEVE    3
#define MAX_LAG_S       (15 * 60 * 60) /* no time zone is further off */

typedef struct
{
  char mark[N_MARK];
} Token;

/* What came on one topic. */
typedef struct
{
  Token  *tokens;        /* a ring, the latest at position */
  guint   n_tokens;
  guint   position;
  gint64  latest_at;     /* when the latest arrived, real µs */
  gint64  newest;        /* the highest token time, s */
  gint64  behind_lag;    /* of a clock that is behind: arrival − token time, s */
  gint64  behind_newest;
  guint   n_behind;      /* in a row */
} History;

struct _FlTokenWatch
{
  GHashTable *history_of_topic;
};

static void
history_free (History *history)
{
  g_free (history->tokens);
  g_free (history);
}

/* The last characters count but two, in which bits may be unused; padding and white space do not. */
static gboolean
read_mark (GBytes *raw,
           Token  *token)
{
  gsize n;
  const char *text = g_bytes_get_data (raw, &n);

  while (n > 0 && (text[n - 1] == '=' || g_ascii_isspace (text[n - 1])))
    n--;
  if (n < N_MARK + 2)
    return FALSE;
  memcpy (token->mark, text + n - 2 - N_MARK, N_MARK);
  return TRUE;
}

static gboolean
has_token (const History *history,
           const Token   *token)
{
  for (guint i = 0; i < history->n_tokens; i++)
    if (memcmp (&history->tokens[i], token, sizeof *token) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_latest (const History *history,
           const Token   *token)
{
  return history->n_tokens > 0 && memcmp (&history->tokens[history->position], token, sizeof *token) == 0;
}

static void
remember (History     *history,
          const Token *token)
{
  if (history->n_tokens < FL_TOKEN_WATCH_MAX_TOKENS)
    {
      /* Grown by doubling: most topics carry few tokens. */
      if ((history->n_tokens & (history->n_tokens - 1)) == 0)
        history->tokens = g_renew (Token, history->tokens, MAX (history->n_tokens * 2, 1));
      history->position = history->n_tokens++;
    }
  else
    history->position = (history->position + 1) % FL_TOKEN_WATCH_MAX_TOKENS;
  history->tokens[history->position] = *token;
}

static History *
ensure_history (FlTokenWatch *self,
                const char   *topic)
{
  History *history = g_hash_table_lookup (self->history_of_topic, topic);
  GHashTableIter iter;

  if (history != NULL)
    return history;
  if (g_hash_table_size (self->history_of_topic) >= FL_TOKEN_WATCH_MAX_TOPICS)
    {
      g_hash_table_iter_init (&iter, self->history_of_topic);
      if (g_hash_table_iter_next (&iter, NULL, NULL))
        g_hash_table_iter_remove (&iter);
    }
  history = g_new0 (History, 1);
  history->newest = G_MININT64;
  g_hash_table_insert (self->history_of_topic, g_strdup (topic), history);
  return history;
}

/* Whether it is one more of a second clock on this topic, or of a clock that was set back. */
static gboolean
is_behind_as_before (History *history,
                     gint64   time,
                     gint64   lag)
{
  gboolean is_same = history->n_behind > 0 && ABS (lag - history->behind_lag) <= SAME_LAG_S && time > history->behind_newest;

  if (ABS (lag) > MAX_LAG_S)
    return FALSE;
  history->n_behind = is_same ? history->n_behind + 1 : 1;
  history->behind_lag = lag;
  history->behind_newest = time;
  return history->n_behind > N_TO_BELIEVE;
}

/* Both in s since 1970. */
static gboolean
is_older (History *history,
          gint64   time,
          gint64   arrived)
{
  if (history->newest == G_MININT64 || time >= history->newest - TOLERANCE_S || time < CLOCK_SET_S)
    return FALSE;
  if (ABS (arrived - time) <= JUST_NOW_S)
    return FALSE;
  return !is_behind_as_before (history, time, arrived - time);
}

FlTokenWatch *
fl_token_watch_new (void)
{
  FlTokenWatch *self = g_new0 (FlTokenWatch, 1);

  self->history_of_topic = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) history_free);
  return self;
}

void
fl_token_watch_free (FlTokenWatch *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->history_of_topic);
  g_free (self);
}

/**
 * fl_token_watch_take:
 * @fields: a message as it arrived: topic, raw, qos, retained, reopened, arrived, encryption and token_time count
 * @duplicate: MQTT's DUP flag
 *
 * To be called for each message once, in order of arrival. Only what a key opened is judged: a stranger's bytes prove
 * nothing and are not remembered.
 */
FlMessageReplay
fl_token_watch_take (FlTokenWatch          *self,
                     const FlMessageFields *fields,
                     gboolean               duplicate)
{
  FlMessageReplay replay = FL_MESSAGE_NOT_REPLAYED;
  Token token;
  History *history;

  g_return_val_if_fail (self != NULL && fields != NULL, FL_MESSAGE_NOT_REPLAYED);

  if (fields->encryption != FL_MESSAGE_DECRYPTED || !read_mark (fields->raw, &token))
    return FL_MESSAGE_NOT_REPLAYED;

  history = ensure_history (self, fields->topic);
  if (has_token (history, &token))
    {
      gboolean is_sent_again = fields->qos > 0 && is_latest (history, &token) && fields->arrived - history->latest_at < REDELIVERY_US;

      return fields->retained || fields->reopened || duplicate || is_sent_again ? FL_MESSAGE_NOT_REPLAYED : FL_MESSAGE_SAME_TOKEN;
    }
  remember (history, &token);
  history->latest_at = fields->arrived;
  if (!fields->retained && !fields->reopened && is_older (history, fields->token_time, fields->arrived / G_USEC_PER_SEC))
    replay = FL_MESSAGE_OLDER_TOKEN;
  history->newest = MAX (history->newest, fields->token_time);
  return replay;
}
