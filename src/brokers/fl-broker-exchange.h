/* Saved brokers as a file to give away or to keep elsewhere: without any secret.
 *
 *   { "format": 1, "brokers": [ … ], "about": "Saved brokers of Fernlight. There are no passwords or keys in it." }
 *
 * It has the shape of brokers.json, so that a copy of that can be read too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"

G_BEGIN_DECLS

/* A thousand brokers with their certificates; what is larger was not written by anybody we know. */
#define FL_BROKER_EXCHANGE_MAX_BYTES   (4 * 1024 * 1024)
#define FL_BROKER_EXCHANGE_MAX_BROKERS 1000

#define FL_BROKER_EXCHANGE_ERROR (fl_broker_exchange_error_quark ())

/**
 * FlBrokerExchangeError:
 * @FL_BROKER_EXCHANGE_ERROR_TOO_LARGE: more bytes or brokers than the limits above
 * @FL_BROKER_EXCHANGE_ERROR_NOT_JSON: damaged, or something else
 * @FL_BROKER_EXCHANGE_ERROR_NO_BROKERS: JSON, but without a broker that can be read
 * @FL_BROKER_EXCHANGE_ERROR_LATER_FORMAT: of a later version of this program
 */
typedef enum
{
  FL_BROKER_EXCHANGE_ERROR_TOO_LARGE,
  FL_BROKER_EXCHANGE_ERROR_NOT_JSON,
  FL_BROKER_EXCHANGE_ERROR_NO_BROKERS,
  FL_BROKER_EXCHANGE_ERROR_LATER_FORMAT,
} FlBrokerExchangeError;

/* What was read. */
typedef struct
{
  GPtrArray *brokers;      /* of FlBroker, each with a new id: no file can name the secrets of another broker */
  guint      n_unreadable; /* entries that are none */
  gboolean   had_secrets;  /* there were passwords or keys in it; they were left out */
} FlBrokerExchange;

GQuark            fl_broker_exchange_error_quark (void);
GBytes           *fl_broker_exchange_write       (GPtrArray         *brokers) G_GNUC_WARN_UNUSED_RESULT;
FlBrokerExchange *fl_broker_exchange_read        (GBytes            *bytes,
                                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void              fl_broker_exchange_free        (FlBrokerExchange  *self);
gboolean          fl_broker_exchange_is_same     (FlBroker          *one,
                                                  FlBroker          *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlBrokerExchange, fl_broker_exchange_free)

G_END_DECLS
