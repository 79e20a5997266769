/* What is known of the service behind a host name: who may read there, and what it does not allow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FL_SERVICE_MAX_DIALS 32

/**
 * FlService:
 * @code: stable, for tests and code that asks for one
 * @name: a proper name, the same in every language; %NULL for a broker nothing is known of
 * @host: of the service; with a dot in front: the end of the host
 * @is_public: anybody reads and publishes everything
 * @is_inspect_only: no place for a listener: only the TLS handshake is made
 * @has_feeds: topics are `USER/feeds/KEY`, with copies below as `/json` and `/csv`, `/get` for the last value,
 *   `USER/throttle` and `USER/errors`; nothing outside `USER/` is the user's
 * @has_retained: keeps retained messages
 * @is_never_probed: no connection is made there but the one that was asked for
 * @max_qos: the highest it knows
 * @mqtt_version: to be tried first, as in CONNECT; 0: the newest
 * @n_dials: connections that it bears within @dial_period_s; 0: as many as one likes
 *
 * Static, immutable; any thread.
 */
typedef struct
{
  const char *code;
  const char *name;
  const char *host;
  gboolean    is_public;
  gboolean    is_inspect_only;
  gboolean    has_feeds;
  gboolean    has_retained;
  gboolean    is_never_probed;
  int         max_qos;
  int         mqtt_version;
  guint       n_dials;
  guint       dial_period_s;
} FlService;

const FlService *fl_service_of_host (const char *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
