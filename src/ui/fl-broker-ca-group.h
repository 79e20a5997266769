/* The authority of one's own that signs a broker's certificate: a file, what is in it, until when it is good.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_BROKER_CA_GROUP (fl_broker_ca_group_get_type ())

/* Signal: "changed". */
G_DECLARE_FINAL_TYPE (FlBrokerCaGroup, fl_broker_ca_group, FL, BROKER_CA_GROUP, AdwPreferencesGroup)

GtkWidget  *fl_broker_ca_group_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void        fl_broker_ca_group_set_pem (FlBrokerCaGroup *self,
                                        const char      *pem);
const char *fl_broker_ca_group_get_pem (FlBrokerCaGroup *self);
gboolean    fl_broker_ca_group_check   (FlBrokerCaGroup *self);

G_END_DECLS
