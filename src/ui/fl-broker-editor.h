/* The window in which a broker is edited: Address, Sign-in, Trust, Payload keys, Advanced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker.h"
#include "brokers/fl-keyring.h"

G_BEGIN_DECLS

#define FL_TYPE_BROKER_EDITOR (fl_broker_editor_get_type ())

/**
 * FlBrokerEditor:
 *
 * Nothing of the broker is changed before "saved" (#FlBrokerSecrets): then the broker has the new values, and the
 * signal carries the new secrets.
 */
G_DECLARE_FINAL_TYPE (FlBrokerEditor, fl_broker_editor, FL, BROKER_EDITOR, AdwWindow)

FlBrokerEditor *fl_broker_editor_new       (FlBroker        *broker,
                                            FlBrokerSecrets *secrets,
                                            gboolean         keyring_available) G_GNUC_WARN_UNUSED_RESULT;
void            fl_broker_editor_show_page (FlBrokerEditor  *self,
                                            const char      *name);
gboolean        fl_broker_editor_is_valid  (FlBrokerEditor  *self);
gboolean        fl_broker_editor_save      (FlBrokerEditor  *self);

G_END_DECLS
