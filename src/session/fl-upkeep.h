/* Everything that expires or must be renewed, what comes first first: certificates of saved brokers, what they are
 * checked against, what we show them, and what was made for brokers of one's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "session/fl-upkeep-item.h"
#include "tls/fl-certificate-log.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FlUpkeep:
 *
 * A GListModel of #FlUpkeepItem; main thread only. It is made anew, by a worker where files are read, soon after a broker,
 * the log or the folders change; and when it is asked to.
 *
 * Properties: "folders" (GStrv): of brokers of one's own. Read-only: "n-due" (how many are over, or will be within
 * %FL_UPKEEP_DUE_DAYS days); "is-loading" (what is to be seen is not yet what there is).
 */
#define FL_TYPE_UPKEEP (fl_upkeep_get_type ())

G_DECLARE_FINAL_TYPE (FlUpkeep, fl_upkeep, FL, UPKEEP, GObject)

FlUpkeep *fl_upkeep_new            (GListModel       *brokers,
                                    FlCertificateLog *log) G_GNUC_WARN_UNUSED_RESULT;
void      fl_upkeep_refresh        (FlUpkeep         *self);
guint     fl_upkeep_get_n_due      (FlUpkeep         *self);
gboolean  fl_upkeep_get_is_loading (FlUpkeep         *self);
gint64    fl_upkeep_get_now        (FlUpkeep         *self);

G_END_DECLS
