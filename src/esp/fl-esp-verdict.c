/* Whether a device can talk to a broker, in each of its ways, and why not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-esp-verdict"

#include "config.h"

#include "esp/fl-esp-verdict.h"

#include "esp/fl-esp-rules.h"
#include "tls/fl-certificate-private.h"
#include "tls/fl-trust-private.h"

#include <glib/gi18n-lib.h>
#include <openssl/ssl.h>

#define REASON(name) FL_ESP_REASON_BIT (FL_ESP_REASON_##name)

#define N_REPORTED_AT_ONCE 2

struct _FlEspVerdict
{
  gatomicrefcount    ref_count;
  FlEspVerdictFields fields; /* its pointers are owned */
};

/* What an alert says, if the server gave it in the handshake (RFC 5246, 7.2.2). */
static FlEspReasons
explain_alert (const FlEspEvidence *evidence,
               const FlEspReplay   *replay)
{
  switch (fl_esp_replay_get_alert (replay))
    {
    case SSL_AD_PROTOCOL_VERSION:
      return REASON (PROTOCOL_VERSION);
    case SSL_AD_HANDSHAKE_FAILURE:
    case SSL_AD_INSUFFICIENT_SECURITY:
      return fl_trust_get_way (evidence->trust) == FL_TRUST_PSK ? REASON (PSK_REQUIRED) : REASON (NO_COMMON_CIPHER);
    default:
      return REASON (REFUSED);
    }
}

static FlEspReasons
explain_end (const FlEspEvidence *evidence,
             const FlEspReplay   *replay)
{
  const FlEspReplayEnd end = fl_esp_replay_get_end (replay);

  if (fl_esp_replay_is_client_certificate_requested (replay)
      && (end == FL_ESP_REPLAY_ALERT || end == FL_ESP_REPLAY_CLOSED))
    return REASON (CLIENT_CERTIFICATE);

  switch (end)
    {
    case FL_ESP_REPLAY_CONNECTED:
      return 0;
    case FL_ESP_REPLAY_UNREACHED:
      return REASON (NOT_TRIED);
    case FL_ESP_REPLAY_ALERT:
      return explain_alert (evidence, replay);
    case FL_ESP_REPLAY_VERSION:
      return REASON (PROTOCOL_VERSION);
    case FL_ESP_REPLAY_CLOSED:
      return REASON (CLOSED);
    case FL_ESP_REPLAY_FAILED:
    default:
      return REASON (HANDSHAKE_FAILED);
    }
}

static FlEspFinding
find_from_reasons (FlEspReasons reasons)
{
  const FlEspFinding finding = {
    .answer = reasons == 0 ? FL_ESP_ANSWER_YES : reasons == REASON (NOT_TRIED) ? FL_ESP_ANSWER_UNKNOWN : FL_ESP_ANSWER_NO,
    .reasons = reasons,
  };

  return finding;
}

static FlEspSight
see (const FlEspEvidence *evidence,
     const FlEspReplay   *replay)
{
  const FlEspSight sight = {
    .model = evidence->model,
    .chain = fl_esp_replay_get_chain (replay),
    .host = fl_endpoint_get_host (evidence->endpoint),
    .is_ephemeral = fl_esp_replay_is_ephemeral (replay),
    .now = evidence->now,
  };

  return sight;
}

static FlEspReasons
judge_without_authority (const FlEspEvidence *evidence,
                         const FlEspReplay   *replay)
{
  const FlEspSight sight = see (evidence, replay);
  FlEspReasons reasons = explain_end (evidence, replay);

  if (reasons == 0 && sk_X509_num (sight.chain) > 0)
    reasons = fl_esp_rules_judge_leaf (&sight);
  return reasons;
}

/* Authorities of the trust setting if it has some, else the system's: they are what a sketch would be given. */
static STACK_OF(X509) *
find_anchors (const FlEspEvidence  *evidence,
              const STACK_OF(X509) *chain)
{
  g_autoptr(FlTrust) system = NULL;
  X509_STORE *store = fl_trust_get_store (evidence->trust);

  if (store == NULL)
    {
      system = fl_trust_new_system ();
      store = fl_trust_get_store (system);
    }
  return fl_esp_rules_find_anchors (chain, store);
}

/* The first that does; if none does, why the first does not. */
static FlEspReasons
try_anchors (const FlEspSight      *sight,
             const STACK_OF(X509)  *anchors,
             FlCertificate        **authority)
{
  FlEspReasons first = 0;

  for (int i = 0; i < sk_X509_num (anchors); i++)
    {
      X509 *anchor = sk_X509_value (anchors, i);
      FlEspReasons reasons = fl_esp_rules_judge_chain (sight, anchor);

      if (sight->model->has_fixed_authorities && !fl_esp_rules_is_built_in (anchor))
        reasons = REASON (NOT_BUILT_IN);
      if (reasons == 0)
        {
          *authority = fl_certificate_new_from_x509 (anchor);
          return 0;
        }
      if (i == 0)
        first = reasons;
    }
  return first;
}

static FlEspFinding
judge_with_authority (const FlEspEvidence  *evidence,
                      FlCertificate       **authority)
{
  const FlEspSight sight = see (evidence, evidence->replay);
  FlEspReasons reasons = explain_end (evidence, evidence->replay);
  STACK_OF(X509) *anchors;
  FlEspFinding finding;

  if (reasons != 0 || sk_X509_num (sight.chain) <= 0)
    return find_from_reasons (reasons);

  anchors = find_anchors (evidence, sight.chain);
  if (sk_X509_num (anchors) > 0)
    finding = find_from_reasons (try_anchors (&sight, anchors, authority));
  else if (evidence->model->has_fixed_authorities)
    finding = find_from_reasons (REASON (NOT_BUILT_IN));
  else
    finding = (FlEspFinding) { FL_ESP_ANSWER_UNKNOWN, REASON (NO_AUTHORITY) };
  sk_X509_pop_free (anchors, X509_free);

  return finding;
}

static FlEspFinding
judge_psk (const FlEspEvidence *evidence)
{
  FlEspReasons reasons;
  size_t n_key;

  if (evidence->psk_replay == NULL)
    return (FlEspFinding) { FL_ESP_ANSWER_UNKNOWN, 0 };

  fl_secret_peek (fl_trust_get_psk_key (evidence->trust), &n_key);
  reasons = explain_end (evidence, evidence->psk_replay);
  if (reasons == REASON (PSK_REQUIRED))
    reasons = REASON (NO_COMMON_CIPHER);
  if (reasons == 0 && !fl_esp_replay_is_psk (evidence->psk_replay))
    reasons = REASON (PSK_NOT_TAKEN);
  if (n_key > FL_TRUST_MAX_ESP_PSK)
    reasons |= REASON (PSK_TOO_LONG);

  return find_from_reasons (reasons);
}

static FlEspFinding
judge_way (const FlEspEvidence  *evidence,
           FlClientWay           way,
           FlCertificate       **authority)
{
  if (!fl_client_model_has_way (evidence->model, way))
    return (FlEspFinding) { FL_ESP_ANSWER_NO_SUCH_WAY, 0 };

  switch (way)
    {
    case FL_CLIENT_WAY_CA:
      return judge_with_authority (evidence, authority);
    case FL_CLIENT_WAY_PSK:
      return judge_psk (evidence);
    case FL_CLIENT_WAY_INSECURE:
      return find_from_reasons (judge_without_authority (evidence, evidence->bare_replay != NULL ? evidence->bare_replay
                                                                                                 : evidence->replay));
    case FL_CLIENT_WAY_FINGERPRINT:
    case FL_CLIENT_WAY_KNOWN_KEY:
    default:
      return find_from_reasons (judge_without_authority (evidence, evidence->replay));
    }
}

static int
find_max_fragment (const FlEspReplay *replay)
{
  if (replay == NULL || fl_esp_replay_get_end (replay) != FL_ESP_REPLAY_CONNECTED)
    return -1;
  return (int) fl_esp_replay_get_max_fragment (replay);
}

/**
 * fl_esp_verdict_new:
 * @evidence: replays, and what they were made with
 *
 * Returns: (transfer full): what follows from them
 */
FlEspVerdict *
fl_esp_verdict_new (const FlEspEvidence *evidence)
{
  FlEspVerdictFields fields = { 0, };
  g_autoptr(FlCertificate) authority = NULL;

  g_return_val_if_fail (evidence != NULL && evidence->model != NULL && evidence->replay != NULL, NULL);

  fields.model = evidence->model;
  fields.host = fl_endpoint_get_host (evidence->endpoint);
  fields.cipher = fl_esp_replay_get_cipher (evidence->replay);
  fields.was_tried = fl_esp_replay_get_end (evidence->replay) != FL_ESP_REPLAY_UNREACHED;
  fields.max_fragment = find_max_fragment (evidence->fragment_replay);
  for (guint way = 0; way < FL_N_CLIENT_WAYS; way++)
    fields.findings[way] = judge_way (evidence, (FlClientWay) way, &authority);
  fields.authority = authority;

  return fl_esp_verdict_new_from_fields (&fields);
}

/* Returns: (transfer full): a verdict that says this */
FlEspVerdict *
fl_esp_verdict_new_from_fields (const FlEspVerdictFields *fields)
{
  FlEspVerdict *self;

  g_return_val_if_fail (fields != NULL && fields->model != NULL && fields->host != NULL, NULL);

  self = g_new0 (FlEspVerdict, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->fields = *fields;
  self->fields.host = g_strdup (fields->host);
  self->fields.cipher = g_strdup (fields->cipher);
  if (fields->authority != NULL)
    fl_certificate_ref (fields->authority);

  return self;
}

FlEspVerdict *
fl_esp_verdict_ref (FlEspVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
fl_esp_verdict_unref (FlEspVerdict *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->fields.authority, fl_certificate_unref);
  g_free ((char *) self->fields.cipher);
  g_free ((char *) self->fields.host);
  g_free (self);
}

/* Returns: (transfer none) */
const FlClientModel *
fl_esp_verdict_get_model (const FlEspVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.model;
}

FlEspAnswer
fl_esp_verdict_get_answer (const FlEspVerdict *self,
                           FlClientWay         way)
{
  g_return_val_if_fail (self != NULL && (guint) way < FL_N_CLIENT_WAYS, FL_ESP_ANSWER_NO_SUCH_WAY);

  return self->fields.findings[way].answer;
}

/* Why not; 0 if it does. */
FlEspReasons
fl_esp_verdict_get_reasons (const FlEspVerdict *self,
                            FlClientWay         way)
{
  g_return_val_if_fail (self != NULL && (guint) way < FL_N_CLIENT_WAYS, 0);

  return self->fields.findings[way].reasons;
}

/* Whether it gets through in one of its ways at least. */
gboolean
fl_esp_verdict_connects (const FlEspVerdict *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint way = 0; way < FL_N_CLIENT_WAYS; way++)
    if (self->fields.findings[way].answer == FL_ESP_ANSWER_YES)
      return TRUE;
  return FALSE;
}

/* … and in it proves whom it talks to. */
gboolean
fl_esp_verdict_connects_safely (const FlEspVerdict *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint way = 0; way < FL_CLIENT_WAY_INSECURE; way++)
    if (self->fields.findings[way].answer == FL_ESP_ANSWER_YES)
      return TRUE;
  return FALSE;
}

/* FALSE: there was no connection, and nothing is known. */
gboolean
fl_esp_verdict_was_tried (const FlEspVerdict *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fields.was_tried;
}

/* Returns: (transfer none) (nullable): what to give to the device as its authority */
FlCertificate *
fl_esp_verdict_get_authority (const FlEspVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.authority;
}

/* Returns: (nullable): the suite, by its name in the RFCs */
const char *
fl_esp_verdict_get_cipher (const FlEspVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.cipher;
}

/* Bytes that a record has at most if the device asks for it; 0: the broker does not grant it; -1: not known. */
int
fl_esp_verdict_get_max_fragment (const FlEspVerdict *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->fields.max_fragment;
}

/* The broker's host, as the device was told it. */
const char *
fl_esp_verdict_get_host (const FlEspVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fields.host;
}

/* The ways that prove something and have this answer, one after the other; NULL: none. */
static char *
list_ways (const FlEspVerdict *self,
           FlEspAnswer         answer)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint way = 0; way < FL_CLIENT_WAY_INSECURE; way++)
    if (self->fields.findings[way].answer == answer)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                              fl_client_way_get_label (self->fields.model, (FlClientWay) way));

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* Returns: (transfer full): one sentence about all ways together */
char *
fl_esp_verdict_describe (const FlEspVerdict *self)
{
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!self->fields.was_tried)
    return fl_esp_reason_describe (FL_ESP_REASON_NOT_TRIED, self->fields.model, self->fields.host);

  good = list_ways (self, FL_ESP_ANSWER_YES);
  bad = list_ways (self, FL_ESP_ANSWER_NO);
  if (good != NULL && bad != NULL)
    /* Translators: two lists of ways in which a device proves whom it talks to. */
    return g_strdup_printf (_("Connects with: %s. Not with: %s."), good, bad);
  if (good != NULL)
    return g_strdup_printf (_("Connects with: %s."), good);
  if (fl_esp_verdict_connects (self))
    return g_strdup (_("Connects only without checking whom it talks to."));
  return fl_esp_verdict_describe_way (self, FL_CLIENT_WAY_INSECURE);
}

/* Whether every way that the device has ends for the same reasons, so that one sentence says it all. */
gboolean
fl_esp_verdict_is_uniform (const FlEspVerdict *self)
{
  FlEspReasons insecure;

  g_return_val_if_fail (self != NULL, FALSE);

  insecure = self->fields.findings[FL_CLIENT_WAY_INSECURE].reasons;
  for (guint way = 0; way < FL_CLIENT_WAY_INSECURE; way++)
    if (self->fields.findings[way].answer != FL_ESP_ANSWER_NO_SUCH_WAY && self->fields.findings[way].reasons != 0
        && self->fields.findings[way].reasons != insecure)
      return FALSE;
  return !fl_esp_verdict_connects (self);
}

/* Returns: (transfer full): yes, or why not, in sentences */
char *
fl_esp_verdict_describe_way (const FlEspVerdict *self,
                             FlClientWay         way)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (self != NULL && (guint) way < FL_N_CLIENT_WAYS, NULL);

  if (self->fields.findings[way].answer == FL_ESP_ANSWER_YES && way == FL_CLIENT_WAY_CA && self->fields.authority != NULL)
    return g_strdup_printf (_("Connects, with %s as the authority."), fl_certificate_get_subject (self->fields.authority));
  if (self->fields.findings[way].answer == FL_ESP_ANSWER_YES)
    return g_strdup (_("Connects."));
  if (self->fields.findings[way].answer == FL_ESP_ANSWER_NO_SUCH_WAY)
    return g_strdup (_("The device has no such way."));
  if (self->fields.findings[way].reasons == 0)
    return g_strdup (_("Not tried: this broker is not set to use a pre-shared key."));

  for (guint reason = 0; reason < FL_N_ESP_REASONS && n < N_REPORTED_AT_ONCE; reason++)
    if ((self->fields.findings[way].reasons & FL_ESP_REASON_BIT (reason)) != 0)
      {
        g_autofree char *sentence = fl_esp_reason_describe ((FlEspReason) reason, self->fields.model, self->fields.host);

        g_string_append_printf (text, "%s%s", n++ > 0 ? " " : "", sentence);
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Returns: (transfer full) (nullable): how large the device's buffers have to be; NULL if that is not known */
char *
fl_esp_verdict_describe_buffers (const FlEspVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->fields.model->engine == FL_CLIENT_ENGINE_MBEDTLS)
    return g_strdup (_("Its buffer holds the largest record, 16 kB: nothing to set."));
  if (self->fields.max_fragment < 0)
    return NULL;
  if (self->fields.max_fragment == 0)
    return self->fields.model->max_fragment > 0
             ? g_strdup_printf (_("The broker does not split its records (MFLN): a message over %u bytes ends the connection."),
                                self->fields.model->max_fragment)
             : g_strdup (_("The broker does not split its records (MFLN): keep the receive buffer larger than the largest "
                           "message, 16 kB at most."));
  if (self->fields.model->max_fragment > 0)
    return g_strdup_printf (_("The broker splits its records as the device asks (MFLN): %d bytes."), self->fields.max_fragment);
  return g_strdup_printf (_("The broker splits its records if asked (MFLN): setBufferSizes(%d, %d) is enough and saves memory."),
                          self->fields.max_fragment, self->fields.max_fragment);
}
