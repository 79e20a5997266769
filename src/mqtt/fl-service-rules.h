/* What a service that is known lets a client publish and subscribe to, and what it sends besides.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "tls/fl-service.h"

G_BEGIN_DECLS

char     *fl_service_rules_dup_base_topic (const FlService    *service,
                                           const char         *username) G_GNUC_WARN_UNUSED_RESULT;
GStrv     fl_service_rules_add_notices    (const FlService    *service,
                                           const char         *username,
                                           const char * const *filters) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_service_rules_describe_notice (const FlService   *service,
                                           const char         *username,
                                           const char         *topic,
                                           const char         *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean  fl_service_rules_sends_copies   (const FlService    *service,
                                           const char * const *filters);
gboolean  fl_service_rules_is_copy        (const char         *topic);
char     *fl_service_rules_dup_get_topic  (const FlService    *service,
                                           const char         *username,
                                           const char         *topic) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_service_rules_judge_sign_in  (const FlService    *service,
                                           const char         *username,
                                           const char * const *filters) G_GNUC_WARN_UNUSED_RESULT;
gboolean  fl_service_rules_allows_discovery (const FlService  *service);
char     *fl_service_rules_judge_publish  (const FlService    *service,
                                           const char         *username,
                                           const char         *topic,
                                           int                 qos,
                                           gboolean            retained) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_service_rules_describe_qos   (const FlService    *service) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_service_rules_describe_retained (const FlService *service) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
