/* "Can my ESP connect?": the handshake of each kind of device with one broker, and what follows from it.
 *
 * Only somebody who asks starts it; services count connections, so a broker is asked once a minute at most.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-esp-check"

#include "config.h"

#include "esp/fl-esp-check.h"

#include "tls/fl-json-member.h"

#include <glib/gi18n-lib.h>

struct _FlEspCheck
{
  gatomicrefcount  ref_count;
  GPtrArray       *verdicts; /* of FlEspVerdict */
  gint64           at;       /* seconds since 1970, UTC */
};

/* What the worker has. */
typedef struct
{
  FlEndpoint *endpoint;
  FlTrust    *trust;
  guint       timeout_ms;
} Errand;

/* The handshakes of one model. */
typedef struct
{
  FlEspReplay *replay;
  FlEspReplay *bare;
  FlEspReplay *psk;
} Replays;

static GMutex mutex;
static GHashTable *last_checks; /* "HOST PORT" → gint64, monotonic */

G_DEFINE_QUARK (fl-esp-check-error-quark, fl_esp_check_error)

static void
replays_clear (Replays *self)
{
  g_clear_pointer (&self->replay, fl_esp_replay_unref);
  g_clear_pointer (&self->bare, fl_esp_replay_unref);
  g_clear_pointer (&self->psk, fl_esp_replay_unref);
}

static void
errand_free (Errand *self)
{
  fl_endpoint_unref (self->endpoint);
  fl_trust_unref (self->trust);
  g_free (self);
}

static char *
key_of (const FlEndpoint *endpoint)
{
  g_autofree char *host = g_ascii_strdown (fl_endpoint_get_host (endpoint), -1);

  return g_strdup_printf ("%s %d", host, fl_endpoint_get_port (endpoint));
}

static gint64
wait_of (const char *key,
         gint64      now)
{
  const gint64 *last = last_checks != NULL ? g_hash_table_lookup (last_checks, key) : NULL;

  return last == NULL ? 0 : MAX (*last + FL_ESP_CHECK_PERIOD_US - now, 0);
}

/**
 * fl_esp_check_get_wait:
 * @endpoint: a broker
 * @now: g_get_monotonic_time()
 *
 * Any thread.
 *
 * Returns: in how many µs it may be checked; 0: now
 */
gint64
fl_esp_check_get_wait (const FlEndpoint *endpoint,
                       gint64            now)
{
  g_autofree char *key = NULL;
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (endpoint != NULL, 0);

  key = key_of (endpoint);
  locker = g_mutex_locker_new (&mutex);

  return wait_of (key, now);
}

static gboolean
take_turn (const FlEndpoint  *endpoint,
           GError           **error)
{
  const gint64 now = g_get_monotonic_time ();
  g_autofree char *key = key_of (endpoint);
  g_autoptr(GMutexLocker) locker = NULL;
  gint64 wait;

  locker = g_mutex_locker_new (&mutex);
  wait = wait_of (key, now);
  if (wait > 0)
    {
      const guint seconds = (guint) ((wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);

      g_set_error (error, FL_ESP_CHECK_ERROR, FL_ESP_CHECK_ERROR_TOO_SOON,
                   ngettext ("A broker is checked once a minute at most: again in %u second.",
                             "A broker is checked once a minute at most: again in %u seconds.", seconds), seconds);
      return FALSE;
    }
  if (last_checks == NULL)
    last_checks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (last_checks, g_steal_pointer (&key), g_memdup2 (&now, sizeof now));

  return TRUE;
}

static void
replay_model (const FlClientModel *model,
              const Errand        *errand,
              gint64               deadline,
              GCancellable        *cancellable,
              Replays             *replays)
{
  const gboolean has_cert = fl_trust_has_client_certificate (errand->trust) && model->client_keys != 0;

  replays->replay = fl_esp_replay_run (model, errand->endpoint, errand->trust,
                                       has_cert ? FL_ESP_REPLAY_WITH_CERTIFICATE : FL_ESP_REPLAY_NONE,
                                       deadline, cancellable);
  if (has_cert && !model->has_client_certificate_if_insecure
      && fl_esp_replay_is_client_certificate_requested (replays->replay))
    replays->bare = fl_esp_replay_run (model, errand->endpoint, errand->trust, FL_ESP_REPLAY_NONE, deadline, cancellable);
  if (model->psk_suites != NULL && fl_trust_get_way (errand->trust) == FL_TRUST_PSK)
    replays->psk = fl_esp_replay_run (model, errand->endpoint, errand->trust, FL_ESP_REPLAY_WITH_PSK, deadline, cancellable);
}

/* Whether small records are granted, from the device that asks for them anyway; else from one that can. */
static FlEspReplay *
find_fragment_replay (const Replays *replays,
                      const Errand  *errand,
                      gint64         deadline,
                      GCancellable  *cancellable)
{
  guint able = fl_client_model_get_n ();

  for (guint i = 0; i < fl_client_model_get_n (); i++)
    {
      if (fl_esp_replay_get_end (replays[i].replay) != FL_ESP_REPLAY_CONNECTED)
        continue;
      if (fl_client_model_get (i)->max_fragment > 0)
        return fl_esp_replay_ref (replays[i].replay);
      if (able == fl_client_model_get_n () && fl_client_model_get (i)->engine == FL_CLIENT_ENGINE_BEARSSL)
        able = i;
    }
  if (able == fl_client_model_get_n ())
    return NULL;
  return fl_esp_replay_run (fl_client_model_get (able), errand->endpoint, errand->trust,
                            FL_ESP_REPLAY_WITH_FRAGMENT | (fl_trust_has_client_certificate (errand->trust)
                                                             ? FL_ESP_REPLAY_WITH_CERTIFICATE : 0),
                            deadline, cancellable);
}

static FlEspCheck *
judge (const Replays *replays,
       const Errand  *errand,
       FlEspReplay   *fragment_replay)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(GPtrArray) verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_esp_verdict_unref);

  for (guint i = 0; i < fl_client_model_get_n (); i++)
    {
      const FlEspEvidence evidence = {
        .model = fl_client_model_get (i),
        .endpoint = errand->endpoint,
        .trust = errand->trust,
        .replay = replays[i].replay,
        .bare_replay = replays[i].bare,
        .psk_replay = replays[i].psk,
        .fragment_replay = fragment_replay,
        .now = now,
      };

      g_ptr_array_add (verdicts, fl_esp_verdict_new (&evidence));
    }
  return fl_esp_check_new (verdicts, now);
}

static gboolean
is_reached (const Errand       *errand,
            const FlEspReplay  *replay,
            GError            **error)
{
  g_autofree char *text = NULL;

  if (fl_esp_replay_get_end (replay) != FL_ESP_REPLAY_UNREACHED)
    return TRUE;
  text = fl_tls_fault_describe (fl_esp_replay_get_fault (replay), errand->endpoint, NULL);
  g_set_error_literal (error, FL_ESP_CHECK_ERROR, FL_ESP_CHECK_ERROR_UNREACHED, text);

  return FALSE;
}

static FlEspCheck *
run_errand (const Errand  *errand,
            GCancellable  *cancellable,
            GError       **error)
{
  const gint64 deadline = g_get_monotonic_time () + errand->timeout_ms * G_TIME_SPAN_MILLISECOND;
  const guint n = fl_client_model_get_n ();
  g_autofree Replays *replays = NULL;
  g_autoptr(FlEspReplay) fragment_replay = NULL;
  FlEspCheck *check = NULL;
  gboolean may_go_on = TRUE;

  if (!take_turn (errand->endpoint, error))
    return NULL;

  replays = g_new0 (Replays, n);
  for (guint i = 0; i < n && may_go_on; i++)
    {
      replay_model (fl_client_model_get (i), errand, deadline, cancellable, &replays[i]);
      may_go_on = !g_cancellable_set_error_if_cancelled (cancellable, error)
                  && is_reached (errand, replays[i].replay, error);
    }
  if (may_go_on)
    {
      fragment_replay = find_fragment_replay (replays, errand, deadline, cancellable);
      check = judge (replays, errand, fragment_replay);
    }
  for (guint i = 0; i < n; i++)
    replays_clear (&replays[i]);

  return check;
}

static void
errand_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  g_autoptr(GCancellable) own = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  GError *error = NULL;
  FlEspCheck *check = run_errand (task_data, own, &error);

  if (check != NULL)
    g_task_return_pointer (task, check, (GDestroyNotify) fl_esp_check_unref);
  else
    g_task_return_error (task, error);
}

/**
 * fl_esp_check_run_async:
 * @endpoint: the broker, with the address that answered if there is one
 * @trust: where authorities, client certificate and pre-shared key come from
 * @timeout_ms: for all handshakes together
 * @cancellable: (nullable): ends it at once
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * The work is done in a thread of its own.
 */
void
fl_esp_check_run_async (FlEndpoint          *endpoint,
                        FlTrust             *trust,
                        guint                timeout_ms,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Errand *errand;

  g_return_if_fail (endpoint != NULL && trust != NULL);

  errand = g_new0 (Errand, 1);
  errand->endpoint = fl_endpoint_ref (endpoint);
  errand->trust = fl_trust_ref (trust);
  errand->timeout_ms = timeout_ms;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_esp_check_run_async);
  g_task_set_task_data (task, errand, (GDestroyNotify) errand_free);
  g_task_run_in_thread (task, errand_worker);
}

/* Returns: (transfer full): see fl_esp_check_run() */
FlEspCheck *
fl_esp_check_run_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * fl_esp_check_run:
 * @endpoint: the broker, with the address that answered if there is one
 * @trust: where authorities, client certificate and pre-shared key come from
 * @timeout_ms: for all handshakes together
 * @cancellable: (nullable): ends it at once; any thread may cancel
 * @error: FL_ESP_CHECK_ERROR, or G_IO_ERROR_CANCELLED
 *
 * Blocks. Not for the main thread of the application.
 *
 * Returns: (transfer full): a verdict for each model
 */
FlEspCheck *
fl_esp_check_run (FlEndpoint    *endpoint,
                  FlTrust       *trust,
                  guint          timeout_ms,
                  GCancellable  *cancellable,
                  GError       **error)
{
  const Errand errand = { .endpoint = endpoint, .trust = trust, .timeout_ms = timeout_ms };
  g_autoptr(GCancellable) own = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();

  g_return_val_if_fail (endpoint != NULL && trust != NULL, NULL);

  return run_errand (&errand, own, error);
}

/**
 * fl_esp_check_new:
 * @verdicts: (element-type FlEspVerdict): kept
 * @at: when they were found; seconds since 1970, UTC
 */
FlEspCheck *
fl_esp_check_new (GPtrArray *verdicts,
                  gint64     at)
{
  FlEspCheck *self;

  g_return_val_if_fail (verdicts != NULL, NULL);

  self = g_new0 (FlEspCheck, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->verdicts = g_ptr_array_ref (verdicts);
  self->at = at;

  return self;
}

FlEspCheck *
fl_esp_check_ref (FlEspCheck *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
fl_esp_check_unref (FlEspCheck *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->verdicts);
  g_free (self);
}

guint
fl_esp_check_get_n (const FlEspCheck *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->verdicts->len;
}

/* Returns: (transfer none) */
FlEspVerdict *
fl_esp_check_get_verdict (const FlEspCheck *self,
                          guint             position)
{
  g_return_val_if_fail (self != NULL && position < self->verdicts->len, NULL);

  return g_ptr_array_index (self->verdicts, position);
}

/* Seconds since 1970, UTC. */
gint64
fl_esp_check_get_time (const FlEspCheck *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->at;
}

static void
add_reasons (const FlEspVerdict *verdict,
             JsonBuilder        *builder)
{
  FlEspReasons all = 0;

  for (guint way = 0; way < FL_N_CLIENT_WAYS; way++)
    all |= fl_esp_verdict_get_reasons (verdict, (FlClientWay) way);
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (guint reason = 0; reason < FL_N_ESP_REASONS; reason++)
    if ((all & FL_ESP_REASON_BIT (reason)) != 0)
      {
        g_autofree char *text = fl_esp_reason_describe ((FlEspReason) reason, fl_esp_verdict_get_model (verdict),
                                                        fl_esp_verdict_get_host (verdict));

        json_builder_begin_object (builder);
        fl_json_member_add_string (builder, "code", fl_esp_reason_to_code ((FlEspReason) reason));
        fl_json_member_add_string (builder, "text", text);
        json_builder_set_member_name (builder, "ways");
        json_builder_begin_array (builder);
        for (guint way = 0; way < FL_N_CLIENT_WAYS; way++)
          if ((fl_esp_verdict_get_reasons (verdict, (FlClientWay) way) & FL_ESP_REASON_BIT (reason)) != 0)
            json_builder_add_string_value (builder, fl_client_way_to_code ((FlClientWay) way));
        json_builder_end_array (builder);
        json_builder_end_object (builder);
      }
  json_builder_end_array (builder);
}

static void
add_ways (const FlEspVerdict *verdict,
          JsonBuilder        *builder)
{
  json_builder_set_member_name (builder, "with");
  json_builder_begin_object (builder);
  for (guint way = 0; way < FL_N_CLIENT_WAYS; way++)
    {
      const FlEspAnswer answer = fl_esp_verdict_get_answer (verdict, (FlClientWay) way);

      json_builder_set_member_name (builder, fl_client_way_to_code ((FlClientWay) way));
      if (answer == FL_ESP_ANSWER_YES || answer == FL_ESP_ANSWER_NO)
        json_builder_add_boolean_value (builder, answer == FL_ESP_ANSWER_YES);
      else
        json_builder_add_null_value (builder);
    }
  json_builder_end_object (builder);
}

static void
add_verdict (const FlEspVerdict *verdict,
             JsonBuilder        *builder)
{
  const FlCertificate *authority = fl_esp_verdict_get_authority (verdict);
  const int max_fragment = fl_esp_verdict_get_max_fragment (verdict);
  g_autofree char *buffers = fl_esp_verdict_describe_buffers (verdict);

  json_builder_set_member_name (builder, fl_esp_verdict_get_model (verdict)->code);
  json_builder_begin_object (builder);
  fl_json_member_add_boolean (builder, "connects", fl_esp_verdict_connects (verdict));
  add_reasons (verdict, builder);
  add_ways (verdict, builder);
  fl_json_member_add_string (builder, "cipher", fl_esp_verdict_get_cipher (verdict));
  fl_json_member_add_string (builder, "authority_sha256", authority != NULL ? fl_certificate_get_sha256 (authority) : NULL);
  json_builder_set_member_name (builder, "max_fragment");
  if (max_fragment >= 0)
    json_builder_add_int_value (builder, max_fragment);
  else
    json_builder_add_null_value (builder);
  fl_json_member_add_string (builder, "buffers", buffers);
  json_builder_end_object (builder);
}

/* Returns: (transfer full): the member `devices` of fernlight-cli(1), inspect --esp --json */
JsonNode *
fl_esp_check_to_json (const FlEspCheck *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  json_builder_begin_object (builder);
  for (guint i = 0; i < self->verdicts->len; i++)
    add_verdict (g_ptr_array_index (self->verdicts, i), builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
