/* What is in the file of saved brokers, without the file.
 *
 *   { "format": 1, "brokers": [ { "id": …, "host": …, … }, … ] }
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The format this program writes. */
#define FL_BROKER_FILE_FORMAT 1

typedef struct
{
  GPtrArray  *brokers;      /* of FlBroker, each with an id of its own */
  JsonObject *unknown;      /* members of the file that only a later version knows */
  gint64      format;       /* FL_BROKER_FILE_FORMAT or a later one */
  gboolean    complete;     /* all of it could be understood */
  guint       n_unreadable; /* entries of the list that are no brokers */
} FlBrokerFileContent;

FlBrokerFileContent *fl_broker_file_content_parse     (GBytes              *bytes) G_GNUC_WARN_UNUSED_RESULT;
void                 fl_broker_file_content_free      (FlBrokerFileContent *self);
GBytes              *fl_broker_file_content_serialize (GPtrArray           *brokers,
                                                       JsonObject          *unknown) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlBrokerFileContent, fl_broker_file_content_free)

G_END_DECLS
