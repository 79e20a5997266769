/* The file of saved brokers, as a list model.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "brokers/fl-broker.h"

G_BEGIN_DECLS

/**
 * FlBrokerFile:
 *
 * A GListModel of FlBroker; main thread only. Whatever changes in the list or in one of its brokers is written
 * within a moment, by a worker, into a new file that takes the old one's place (mode 0600). Members that this
 * program does not know are kept, in the file and in each broker.
 *
 * Properties, read-only: "path"; "note" (a sentence about the file to show once: it was broken or from a later
 * version, and where it was kept; or NULL); "save-error" (why the last change could not be written, or NULL).
 */
#define FL_TYPE_BROKER_FILE (fl_broker_file_get_type ())

G_DECLARE_FINAL_TYPE (FlBrokerFile, fl_broker_file, FL, BROKER_FILE, GObject)

FlBrokerFile *fl_broker_file_new            (const char           *path) G_GNUC_WARN_UNUSED_RESULT;
gboolean      fl_broker_file_load           (FlBrokerFile         *self,
                                             GError              **error);
void          fl_broker_file_load_async     (FlBrokerFile         *self,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean      fl_broker_file_load_finish    (FlBrokerFile         *self,
                                             GAsyncResult         *result,
                                             GError              **error);
gboolean      fl_broker_file_load_bytes     (FlBrokerFile         *self,
                                             GBytes               *bytes,
                                             gboolean             *complete);
void          fl_broker_file_append         (FlBrokerFile         *self,
                                             FlBroker             *broker);
void          fl_broker_file_insert         (FlBrokerFile         *self,
                                             guint                 position,
                                             FlBroker             *broker);
guint         fl_broker_file_remove         (FlBrokerFile         *self,
                                             FlBroker             *broker);
FlBroker     *fl_broker_file_find           (FlBrokerFile         *self,
                                             const char           *id);
FlBroker     *fl_broker_file_find_by_name   (FlBrokerFile         *self,
                                             const char           *name);
gboolean      fl_broker_file_flush          (FlBrokerFile         *self);
const char   *fl_broker_file_get_path       (FlBrokerFile         *self);
const char   *fl_broker_file_get_note       (FlBrokerFile         *self);
const char   *fl_broker_file_get_save_error (FlBrokerFile         *self);

G_END_DECLS
