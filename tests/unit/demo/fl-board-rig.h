/* A simulated firmware under test: what it says, and what it makes of commands. By tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-fake-firmwares.h"

typedef struct
{
  const char *topic;
  const char *payload; /* with * and ?, see g_pattern_match_simple(); NULL: nothing is said there */
  gboolean    retained;
} BoardWord;

/* Told in this order, to the device as the rows before left it. */
typedef struct
{
  const char *topic;
  const char *payload;
  gboolean    obeyed;
  const char *said_topic; /* NULL: nothing is said at all */
  const char *said;       /* a pattern */
} BoardCommand;

typedef struct
{
  FlFakeDeviceSettings *settings;
  FlFakeBoard          *board;
  GPtrArray            *said;
  gint64                now;
} BoardRig;

void board_rig_start   (BoardRig           *rig,
                        FlFakeDeviceKind    kind);
void board_rig_expect  (BoardRig           *rig,
                        const BoardWord    *words,
                        guint               n);
void board_rig_command (BoardRig           *rig,
                        const BoardCommand *commands,
                        guint               n);
void board_rig_tell    (BoardRig           *rig,
                        const char         *topic,
                        const char         *payload);
/* The latest, and everything said is forgotten. NULL: nothing. */
char *board_rig_take   (BoardRig           *rig,
                        const char         *topic);
/* Every topic that was said until now, each once, sorted, a line each. */
char *board_rig_topics (BoardRig           *rig);
void board_rig_end     (BoardRig           *rig);
