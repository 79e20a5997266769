/* What the broker's answers mean to a person, where the fault alone does not say it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "mqtt/fl-connection.h"
#include "mqtt/fl-link-settings.h"

G_BEGIN_DECLS

char *fl_link_answer_describe_refusal (FlLinkSettings          *settings,
                                       int                      reason) G_GNUC_WARN_UNUSED_RESULT;
char *fl_link_answer_describe_filters (FlLinkSettings          *settings,
                                       const FlConnectionEvent *event,
                                       int                      refusal) G_GNUC_WARN_UNUSED_RESULT;
char *fl_link_answer_describe_loss    (FlLinkSettings          *settings,
                                       int                      reason,
                                       unsigned                 n_short_lives) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
