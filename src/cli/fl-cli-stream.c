/* Lines in and lines out, for commands that read millions of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-stream"

#include "config.h"

#include "cli/fl-cli-stream.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define BUFFER_SIZE (128 * 1024)

/**
 * fl_cli_output_init:
 * @self: an output
 * @fd: where to; stays the caller's
 */
void
fl_cli_output_init (FlCliOutput *self,
                    int          fd)
{
  *self = (FlCliOutput) { .fd = fd, .buffer = g_malloc (BUFFER_SIZE) };
}

static void
write_now (FlCliOutput *self,
           const char  *data,
           size_t       n)
{
  while (n > 0 && self->error == 0)
    {
      gssize written = write (self->fd, data, n);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          self->error = errno;
          return;
        }
      data += written;
      n -= (size_t) written;
    }
}

/**
 * fl_cli_output_flush:
 * @self: an output
 *
 * Returns: whether everything so far was written; if not, @self->error has the errno
 */
gboolean
fl_cli_output_flush (FlCliOutput *self)
{
  write_now (self, self->buffer, self->n);
  self->n = 0;
  return self->error == 0;
}

void
fl_cli_output_write (FlCliOutput *self,
                     const void  *data,
                     size_t       n)
{
  if (n > BUFFER_SIZE - self->n)
    fl_cli_output_flush (self);
  if (n > BUFFER_SIZE)
    {
      write_now (self, data, n);
      return;
    }
  memcpy (self->buffer + self->n, data, n);
  self->n += n;
}

void
fl_cli_output_printf (FlCliOutput *self,
                      const char  *format,
                      ...)
{
  g_autofree char *text = NULL;
  size_t room = BUFFER_SIZE - self->n;
  va_list args;
  int n;

  va_start (args, format);
  n = g_vsnprintf (self->buffer + self->n, room, format, args);
  va_end (args);
  if (n >= 0 && (size_t) n < room)
    {
      self->n += (size_t) n;
      return;
    }

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  fl_cli_output_write (self, text, strlen (text));
}

/**
 * fl_cli_output_write_string:
 * @self: an output
 * @text: UTF-8, not terminated
 * @n: its length in bytes
 *
 * Writes a JSON string with its quotes. Source: RFC 8259, section 7.
 */
void
fl_cli_output_write_string (FlCliOutput *self,
                            const char  *text,
                            size_t       n)
{
  const char *end = text + n;
  const char *start = text;

  fl_cli_output_write (self, "\"", 1);
  for (const char *c = text; c < end; c++)
    {
      guint8 byte = (guint8) *c;

      if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f)
        continue;
      fl_cli_output_write (self, start, (size_t) (c - start));
      start = c + 1;
      if (byte == '"' || byte == '\\')
        fl_cli_output_printf (self, "\\%c", byte);
      else if (byte == '\n')
        fl_cli_output_write (self, "\\n", 2);
      else
        fl_cli_output_printf (self, "\\u%04x", byte);
    }
  fl_cli_output_write (self, start, (size_t) (end - start));
  fl_cli_output_write (self, "\"", 1);
}

/**
 * fl_cli_output_write_payload:
 * @self: an output
 * @data: any bytes
 * @n: how many
 *
 * Writes the JSON member "payload" if @data is UTF-8 without a NUL, "payload_base64"
 * (RFC 4648 section 4, padded) if not.
 */
void
fl_cli_output_write_payload (FlCliOutput *self,
                             const void  *data,
                             size_t       n)
{
  g_autofree char *base64 = NULL;

  if (g_utf8_validate_len (data, n, NULL))
    {
      fl_cli_output_write (self, "\"payload\":", strlen ("\"payload\":"));
      fl_cli_output_write_string (self, data, n);
      return;
    }
  base64 = g_base64_encode (data, n);
  fl_cli_output_write (self, "\"payload_base64\":\"", strlen ("\"payload_base64\":\""));
  fl_cli_output_write (self, base64, strlen (base64));
  fl_cli_output_write (self, "\"", 1);
}

/* Frees; does not flush. */
void
fl_cli_output_clear (FlCliOutput *self)
{
  g_clear_pointer (&self->buffer, g_free);
}

/**
 * fl_cli_lines_init:
 * @self: a reader
 * @fd: where from; stays the caller's
 * @output: (nullable): what to flush whenever the reader may have to wait, so that a pipe
 *   gets its answers; must outlive @self
 */
void
fl_cli_lines_init (FlCliLines  *self,
                   int          fd,
                   FlCliOutput *output)
{
  *self = (FlCliLines) {
    .fd = fd,
    .output = output,
    .line_max = FL_CLI_LINE_MAX,
    .size = BUFFER_SIZE,
    .buffer = g_malloc (BUFFER_SIZE),
  };
}

/* Makes room behind the line that has begun. */
static gboolean
make_room (FlCliLines  *self,
           GError     **error)
{
  if (self->start > 0)
    {
      memmove (self->buffer, self->buffer + self->start, self->end - self->start);
      self->end -= self->start;
      self->start = 0;
    }
  if (self->end > self->line_max)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   _("longer than %zu bytes"), self->line_max);
      return FALSE;
    }
  if (self->end == self->size)
    {
      self->size *= 2;
      self->buffer = g_realloc (self->buffer, self->size);
    }
  return TRUE;
}

static gboolean
read_more (FlCliLines  *self,
           GError     **error)
{
  gssize got;

  if (!make_room (self, error))
    return FALSE;
  if (self->output != NULL)
    fl_cli_output_flush (self->output);
  do
    got = read (self->fd, self->buffer + self->end, self->size - self->end);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    {
      int read_errno = errno;

      g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (read_errno), g_strerror (read_errno));
      return FALSE;
    }
  self->n_reads++;
  self->end += (size_t) got;
  self->at_end = got == 0;
  return TRUE;
}

/**
 * fl_cli_lines_next:
 * @self: a reader
 * @line: (out) (transfer none): a line without its newline, until the next call; it may hold
 *   any other byte, NUL too, and is not terminated
 * @n: (out): its length in bytes
 * @error: return location for a GIOErrorEnum; @self->number + 1 is the line it happened in
 *
 * The last line needs no newline.
 *
 * Returns: FALSE at the end (without an error) or if reading failed
 */
gboolean
fl_cli_lines_next (FlCliLines  *self,
                   const char **line,
                   size_t      *n,
                   GError     **error)
{
  size_t n_searched = 0;

  for (;;)
    {
      const char *start = self->buffer + self->start;
      size_t n_here = self->end - self->start;
      const char *newline = memchr (start + n_searched, '\n', n_here - n_searched);

      if (newline != NULL || (self->at_end && n_here > 0))
        {
          *line = start;
          *n = newline != NULL ? (size_t) (newline - start) : n_here;
          self->start += MIN (*n + 1, n_here);
          self->number++;
          return TRUE;
        }
      if (self->at_end)
        return FALSE;
      n_searched = n_here;
      if (!read_more (self, error))
        return FALSE;
    }
}

void
fl_cli_lines_clear (FlCliLines *self)
{
  g_clear_pointer (&self->buffer, g_free);
}
