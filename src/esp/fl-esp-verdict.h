/* Whether a device can talk to a broker, in each of its ways, and why not.
 *
 * Immutable and reference-counted; usable from every thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-esp-reason.h"
#include "esp/fl-esp-replay.h"
#include "tls/fl-certificate.h"

G_BEGIN_DECLS

typedef enum
{
  FL_ESP_ANSWER_NO_SUCH_WAY, /* the device has none */
  FL_ESP_ANSWER_UNKNOWN,     /* something is missing to try it with */
  FL_ESP_ANSWER_NO,
  FL_ESP_ANSWER_YES,
} FlEspAnswer;

typedef struct
{
  FlEspAnswer  answer;
  FlEspReasons reasons;
} FlEspFinding;

/* What a verdict says. Everything is borrowed. */
typedef struct
{
  const FlClientModel *model;
  const char          *host;
  FlEspFinding         findings[FL_N_CLIENT_WAYS];
  FlCertificate       *authority;    /* NULL: none would do */
  const char          *cipher;       /* NULL: the handshake did not get so far */
  int                  max_fragment; /* bytes; 0: not granted; -1: not known */
  gboolean             was_tried;
} FlEspVerdictFields;

/* What a verdict is made of. Everything is borrowed. */
typedef struct
{
  const FlClientModel *model;
  const FlEndpoint    *endpoint;
  const FlTrust       *trust;
  FlEspReplay         *replay;          /* with the client certificate, if there is one */
  FlEspReplay         *bare_replay;     /* NULL: as the first; without the client certificate */
  FlEspReplay         *psk_replay;      /* NULL: not tried */
  FlEspReplay         *fragment_replay; /* NULL: not tried; one that asked for small records */
  gint64               now;             /* seconds since 1970, UTC */
} FlEspEvidence;

typedef struct _FlEspVerdict FlEspVerdict;

FlEspVerdict        *fl_esp_verdict_new              (const FlEspEvidence *evidence) G_GNUC_WARN_UNUSED_RESULT;
FlEspVerdict        *fl_esp_verdict_new_from_fields  (const FlEspVerdictFields *fields) G_GNUC_WARN_UNUSED_RESULT;
FlEspVerdict        *fl_esp_verdict_ref              (FlEspVerdict        *self);
void                 fl_esp_verdict_unref            (FlEspVerdict        *self);
const FlClientModel *fl_esp_verdict_get_model        (const FlEspVerdict  *self);
FlEspAnswer          fl_esp_verdict_get_answer       (const FlEspVerdict  *self,
                                                      FlClientWay          way);
FlEspReasons         fl_esp_verdict_get_reasons      (const FlEspVerdict  *self,
                                                      FlClientWay          way);
gboolean             fl_esp_verdict_connects         (const FlEspVerdict  *self);
gboolean             fl_esp_verdict_connects_safely  (const FlEspVerdict  *self);
gboolean             fl_esp_verdict_was_tried        (const FlEspVerdict  *self);
gboolean             fl_esp_verdict_is_uniform       (const FlEspVerdict  *self);
FlCertificate       *fl_esp_verdict_get_authority    (const FlEspVerdict  *self);
const char          *fl_esp_verdict_get_cipher       (const FlEspVerdict  *self);
int                  fl_esp_verdict_get_max_fragment (const FlEspVerdict  *self);
char                *fl_esp_verdict_describe         (const FlEspVerdict  *self) G_GNUC_WARN_UNUSED_RESULT;
char                *fl_esp_verdict_describe_way     (const FlEspVerdict  *self,
                                                      FlClientWay          way) G_GNUC_WARN_UNUSED_RESULT;
char                *fl_esp_verdict_describe_buffers (const FlEspVerdict  *self) G_GNUC_WARN_UNUSED_RESULT;
const char          *fl_esp_verdict_get_host         (const FlEspVerdict  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlEspVerdict, fl_esp_verdict_unref)

G_END_DECLS
