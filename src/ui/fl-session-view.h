/* One tab: a session's three pages and the banner above them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker-file.h"
#include "brokers/fl-keyring.h"
#include "session/fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_SESSION_VIEW (fl_session_view_get_type ())

/**
 * FlSessionView:
 *
 * Properties, read-only: "session" (#FlSession, nullable until the secrets are there; replaced when the broker was
 * edited), "title" (the broker's name, plain text), "loading" (a connection is being made), "troubled" (there is a
 * fault, or something in the banner).
 *
 * Actions: see class_init; the pages activate them.
 */
G_DECLARE_FINAL_TYPE (FlSessionView, fl_session_view, FL, SESSION_VIEW, AdwBin)

FlSessionView *fl_session_view_new               (FlBroker        *broker,
                                                  FlBrokerFile    *file,
                                                  FlKeyring       *keyring) G_GNUC_WARN_UNUSED_RESULT;
void           fl_session_view_open              (FlSessionView   *self);
void           fl_session_view_open_with_secrets (FlSessionView   *self,
                                                  FlBrokerSecrets *secrets);
void           fl_session_view_set_notice        (FlSessionView   *self,
                                                  const char      *notice);
void           fl_session_view_close             (FlSessionView   *self);
void           fl_session_view_show_page         (FlSessionView   *self,
                                                  const char      *name);
AdwViewStack  *fl_session_view_get_stack         (FlSessionView   *self);
FlSession     *fl_session_view_get_session       (FlSessionView   *self);
FlBroker      *fl_session_view_get_broker        (FlSessionView   *self);
const char    *fl_session_view_get_title         (FlSessionView   *self);
gboolean       fl_session_view_is_saved          (FlSessionView   *self);

G_END_DECLS
