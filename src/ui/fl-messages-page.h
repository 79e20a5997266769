/* The Messages page: topics on one side, the chosen topic on the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "messages/fl-topic-tree.h"
#include "tls/fl-service.h"

G_BEGIN_DECLS

#define FL_TYPE_MESSAGES_PAGE (fl_messages_page_get_type ())

/* Properties: "tree", "selected" (FlTopic).
 * Signal "publish": (const char *topic, GBytes *payload, int qos, gboolean retained, gboolean encrypt). Whoever
 * holds the page publishes, and calls fl_messages_page_published() when it is known how that ended.
 * Signal "use-as-led": (const char *topic).
 */
G_DECLARE_FINAL_TYPE (FlMessagesPage, fl_messages_page, FL, MESSAGES_PAGE, AdwBin)

GtkWidget   *fl_messages_page_new             (void) G_GNUC_WARN_UNUSED_RESULT;
FlTopicTree *fl_messages_page_get_tree        (FlMessagesPage *self);
void         fl_messages_page_set_tree        (FlMessagesPage *self,
                                               FlTopicTree    *tree);
FlTopic     *fl_messages_page_get_selected    (FlMessagesPage *self);
void         fl_messages_page_select          (FlMessagesPage *self,
                                               FlTopic        *topic);
void         fl_messages_page_set_online      (FlMessagesPage *self,
                                               gboolean        online,
                                               const char     *reason);
void         fl_messages_page_set_service (FlMessagesPage  *self,
                                           const FlService *service);
void         fl_messages_page_set_can_encrypt (FlMessagesPage *self,
                                               gboolean        can_encrypt,
                                               gboolean        encrypt);
void         fl_messages_page_published       (FlMessagesPage *self,
                                               const GError   *error);

G_END_DECLS
