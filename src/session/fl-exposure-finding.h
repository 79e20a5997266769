/* What was found out about who else gets in, as a sentence, and the lines of mosquitto.conf that change it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "session/fl-stranger.h"
#include "tls/fl-security-facts.h"

G_BEGIN_DECLS

/**
 * FlExposureListener:
 * @port: of the listener
 * @is_extra: not the listener this broker is saved with, but the usual one for MQTT without TLS
 * @is_loopback: asked from the broker's own computer
 * @is_held_back: the owner got messages while the stranger listened
 * @outcome: how far a stranger came
 * @fault_text: (nullable): the link's own sentence
 * @filter: what it subscribed to
 * @username: (nullable): the owner's, for the line that lets the owner read
 * @listen_s: how long it listened, in seconds
 *
 * What is known of one listener; all of it borrowed.
 */
typedef struct
{
  guint16            port;
  gboolean           is_extra;
  gboolean           is_loopback;
  gboolean           is_held_back;
  FlStrangerOutcome  outcome;
  const char        *fault_text;
  const char        *filter;
  const char        *username;
  guint              listen_s;
} FlExposureListener;

/**
 * FlExposureFinding:
 *
 * Immutable; main thread. Its texts may hold a user's own words: plain text, never markup.
 */
#define FL_TYPE_EXPOSURE_FINDING (fl_exposure_finding_get_type ())

G_DECLARE_FINAL_TYPE (FlExposureFinding, fl_exposure_finding, FL, EXPOSURE_FINDING, GObject)

GPtrArray      *fl_exposure_finding_list       (const FlExposureListener *listener) G_GNUC_WARN_UNUSED_RESULT;
FlSecurityTone  fl_exposure_finding_get_tone   (FlExposureFinding        *self);
const char     *fl_exposure_finding_get_text   (FlExposureFinding        *self);
const char     *fl_exposure_finding_get_advice (FlExposureFinding        *self);
const char     *fl_exposure_finding_get_lines  (FlExposureFinding        *self);

G_END_DECLS
