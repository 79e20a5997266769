/* The application: actions, command line, what all windows share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker-shelf.h"
#include "session/fl-certificate-watch.h"
#include "session/fl-upkeep.h"

G_BEGIN_DECLS

#define FL_TYPE_APPLICATION (fl_application_get_type ())

G_DECLARE_FINAL_TYPE (FlApplication, fl_application, FL, APPLICATION, AdwApplication)

FlApplication *fl_application_new         (void) G_GNUC_WARN_UNUSED_RESULT;
FlBrokerFile  *fl_application_get_brokers (FlApplication *self);
FlKeyring     *fl_application_get_keyring (FlApplication *self);
FlCertificateWatch *
               fl_application_get_watch   (FlApplication *self);
FlUpkeep      *fl_application_get_upkeep  (FlApplication *self);
FlBrokerShelf *fl_application_get_shelf   (FlApplication *self);

G_END_DECLS
