/* fernlight-cli: which command runs, and what they all share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The exit statuses; each command returns one. */
typedef enum
{
  FL_CLI_DONE = 0,
  FL_CLI_FAILED = 1,      /* after doing all it could */
  FL_CLI_USAGE = 2,       /* the command line makes no sense; nothing was done */
  FL_CLI_NOT_TRUSTED = 3, /* the broker was reached and refused */
} FlCliStatus;

/* A command. argv[0] is its name. To add one: write fl-cli-NAME.[ch] with this function and
 * put it in the table in fl-cli.c. */
typedef FlCliStatus (*FlCliCommandFunc) (int    argc,
                                         char **argv);

int      fl_cli_main     (int             argc,
                          char          **argv);
gboolean fl_cli_parse    (GOptionContext *context,
                          int            *argc,
                          char         ***argv);
void     fl_cli_complain (const char     *step,
                          const char     *format,
                          ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
