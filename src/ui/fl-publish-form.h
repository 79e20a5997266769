/* What to publish: topic, payload, QoS, retain, encryption.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tls/fl-service.h"

G_BEGIN_DECLS

#define FL_TYPE_PUBLISH_FORM (fl_publish_form_get_type ())

/* Signal "publish": (const char *topic, GBytes *payload, int qos, gboolean retained, gboolean encrypt). */
G_DECLARE_FINAL_TYPE (FlPublishForm, fl_publish_form, FL, PUBLISH_FORM, AdwBin)

GtkWidget  *fl_publish_form_new             (void) G_GNUC_WARN_UNUSED_RESULT;
const char *fl_publish_form_get_topic       (FlPublishForm *self);
void        fl_publish_form_set_topic       (FlPublishForm *self,
                                             const char    *topic);
void        fl_publish_form_set_can_encrypt (FlPublishForm *self,
                                             gboolean       can_encrypt);
void        fl_publish_form_set_encrypt     (FlPublishForm *self,
                                             gboolean       encrypt);
void        fl_publish_form_set_service     (FlPublishForm   *self,
                                             const FlService *service);

G_END_DECLS
