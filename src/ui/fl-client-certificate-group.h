/* The client certificate of a broker and its key: chosen as files, opened with a passphrase, checked at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker-secrets.h"
#include "brokers/fl-broker.h"

G_BEGIN_DECLS

#define FL_TYPE_CLIENT_CERTIFICATE_GROUP (fl_client_certificate_group_get_type ())

/* Signal: "changed", also when a check that ran in a worker has ended. */
G_DECLARE_FINAL_TYPE (FlClientCertificateGroup, fl_client_certificate_group, FL, CLIENT_CERTIFICATE_GROUP, AdwPreferencesGroup)

GtkWidget       *fl_client_certificate_group_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void             fl_client_certificate_group_fill         (FlClientCertificateGroup *self,
                                                           FlBroker                 *broker,
                                                           FlBrokerSecrets          *secrets);
gboolean         fl_client_certificate_group_check        (FlClientCertificateGroup *self);
void             fl_client_certificate_group_store        (FlClientCertificateGroup *self,
                                                           FlBroker                 *broker);
FlBrokerSecrets *fl_client_certificate_group_make_secrets (FlClientCertificateGroup *self,
                                                           FlBrokerSecrets          *before) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
