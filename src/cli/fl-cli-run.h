/* A session that a command holds: connect, say so, do the command's part, end in time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/fl-cli-broker.h"
#include "session/fl-session.h"

G_BEGIN_DECLS

typedef struct _FlCliRun FlCliRun;

/* What a command does with its session; each may be NULL. All run on the main thread, in the loop. */
typedef struct
{
  /* Connected and subscribed; again after every reconnect. */
  void (*online)    (FlCliRun  *run,
                     gpointer   user_data);
  void (*batch)     (FlCliRun  *run,
                     GPtrArray *messages,
                     gpointer   user_data);
  /* The time is up: quit with the status that this means. NULL: FL_CLI_FAILED. */
  void (*timed_out) (FlCliRun  *run,
                     gpointer   user_data);
  /* SIGINT or SIGTERM. NULL: FL_CLI_FAILED. */
  void (*stopped)   (FlCliRun  *run,
                     gpointer   user_data);
  /* The loop has ended, whatever the status; the session is still there. */
  void (*finished)  (FlCliRun  *run,
                     gpointer   user_data);
} FlCliRunFuncs;

FlCliStatus fl_cli_run             (FlCliBroker         *broker,
                                    FlLinkSettings      *settings,
                                    FlKeyRing           *keys,
                                    FlDeviceSettings    *device_settings,
                                    int                  timeout_s,
                                    gboolean             talkative,
                                    const FlCliRunFuncs *funcs,
                                    gpointer             user_data);
FlSession  *fl_cli_run_get_session (FlCliRun            *self);
void        fl_cli_run_quit        (FlCliRun            *self,
                                    FlCliStatus          status);

G_END_DECLS
