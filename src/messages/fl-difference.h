/* What changed from one message of a topic to the next, in a few words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "messages/fl-message.h"

G_BEGIN_DECLS

char *fl_difference_describe (const FlMessage *before,
                              const FlMessage *after) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
