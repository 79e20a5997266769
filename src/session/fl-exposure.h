/* Who else gets in? Asked of one's own broker, when the person wants to know.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "session/fl-exposure-finding.h"

G_BEGIN_DECLS

/**
 * FlExposure:
 *
 * A GListModel of #FlExposureFinding. Main thread only; never blocks: a stranger (fl-stranger) goes to the broker's own
 * listener and, at the same time, to the usual port for MQTT without TLS of the same host. Each gives up after
 * FL_EXPOSURE_LIMIT_MS. What proves the owner (password, certificate, key) is not sent anywhere.
 *
 * Properties: "settings" (#FlLinkSettings of the broker; others end what is under way and clear the list),
 * "n-messages" (how many the owner has received, to be kept up to date: whether a silence means anything),
 * and read-only, notified on change: "is-own" (there are settings, and not of a public broker or of a service: only then
 * it asks), "asking", "n-answers" (of "n-questions" listeners), "is-done" (every listener has answered).
 */
#define FL_TYPE_EXPOSURE (fl_exposure_get_type ())

#define FL_EXPOSURE_LIMIT_MS 10000
#define FL_EXPOSURE_LISTEN_MS 3000
#define FL_EXPOSURE_PLAIN_PORT 1883u

G_DECLARE_FINAL_TYPE (FlExposure, fl_exposure, FL, EXPOSURE, GObject)

FlExposure *fl_exposure_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void        fl_exposure_set_settings    (FlExposure     *self,
                                         FlLinkSettings *settings);
void        fl_exposure_set_n_messages  (FlExposure     *self,
                                         guint64         n_messages);
void        fl_exposure_set_plain_port  (FlExposure     *self,
                                         guint16         port);
void        fl_exposure_ask             (FlExposure     *self);
void        fl_exposure_cancel          (FlExposure     *self);
gboolean    fl_exposure_is_own          (FlExposure     *self);
gboolean    fl_exposure_is_asking       (FlExposure     *self);
gboolean    fl_exposure_is_done         (FlExposure     *self);
guint       fl_exposure_get_n_questions (FlExposure     *self);
guint       fl_exposure_get_n_answers   (FlExposure     *self);
gboolean    fl_exposure_is_own_host     (const char     *host);

G_END_DECLS
