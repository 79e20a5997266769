/* Lines in and lines out, for commands that read millions of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A line longer than this stops the input: something that never ends is no line. */
#define FL_CLI_LINE_MAX (1024 * 1024 * 1024)

/* Buffered output on a file descriptor that is not closed. */
typedef struct
{
  int     fd;
  char   *buffer;
  size_t  n;
  int     error; /* the errno of the first write that failed; what follows it is discarded */
} FlCliOutput;

/* The lines of a file descriptor that is not closed. */
typedef struct
{
  int          fd;
  FlCliOutput *output; /* (nullable): flushed before a read that may block */
  size_t       line_max;
  char        *buffer;
  size_t       size;
  size_t       start;
  size_t       end;
  guint64      number; /* of the line returned last, from 1 */
  guint64      n_reads;
  gboolean     at_end;
} FlCliLines;

void     fl_cli_output_init          (FlCliOutput  *self,
                                      int           fd);
void     fl_cli_output_write         (FlCliOutput  *self,
                                      const void   *data,
                                      size_t        n);
void     fl_cli_output_printf        (FlCliOutput  *self,
                                      const char   *format,
                                      ...) G_GNUC_PRINTF (2, 3);
void     fl_cli_output_write_string  (FlCliOutput  *self,
                                      const char   *text,
                                      size_t        n);
void     fl_cli_output_write_payload (FlCliOutput  *self,
                                      const void   *data,
                                      size_t        n);
gboolean fl_cli_output_flush         (FlCliOutput  *self);
void     fl_cli_output_clear         (FlCliOutput  *self);

void     fl_cli_lines_init           (FlCliLines   *self,
                                      int           fd,
                                      FlCliOutput  *output);
gboolean fl_cli_lines_next           (FlCliLines   *self,
                                      const char  **line,
                                      size_t       *n,
                                      GError      **error);
void     fl_cli_lines_clear          (FlCliLines   *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlCliOutput, fl_cli_output_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlCliLines, fl_cli_lines_clear)

G_END_DECLS
