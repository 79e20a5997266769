/* The first bytes of a file that somebody named, whatever kind of file it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-bounded-read"

#include "config.h"

#include "crypto/fl-bounded-read.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

/* Waits until there is something to read or somebody closed a pipe; seconds: at most, or -1. FALSE: there is not. */
static gboolean
wait_for_input (int fd,
                int seconds)
{
  const gint64 end = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
  struct pollfd waited = { .fd = fd, .events = POLLIN };
  int n;

  do
    {
      const gint64 left = MAX (end - g_get_monotonic_time (), 0);

      n = poll (&waited, 1, seconds < 0 ? -1 : (int) (left / G_TIME_SPAN_MILLISECOND));
    }
  while (n < 0 && errno == EINTR);
  return n > 0;
}

/* As read() of a file that blocks. */
static gssize
read_some (int     fd,
           char   *buffer,
           size_t  size)
{
  for (;;)
    {
      const gssize n = read (fd, buffer, size);

      if (n >= 0 || (errno != EINTR && errno != EAGAIN))
        return n;
      if (errno == EAGAIN)
        wait_for_input (fd, -1);
    }
}

/* A pipe with a name reads as empty while nobody has it open to write. Who has may take their time: a password manager
 * may be asking for its own password. */
static gssize
read_first (int     fd,
            char   *buffer,
            size_t  size)
{
  struct stat about;
  gssize n = read_some (fd, buffer, size);

  if (n != 0 || fstat (fd, &about) != 0 || !S_ISFIFO (about.st_mode) || wait_for_input (fd, FL_BOUNDED_READ_PATIENCE_S))
    return n != 0 ? n : read_some (fd, buffer, size);
  n = read (fd, buffer, size);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) /* somebody has opened it since, and is silent */
    return read_some (fd, buffer, size);
  if (n == 0)
    errno = ETIMEDOUT;
  return n != 0 ? n : -1;
}

static gssize
read_fully (int     fd,
            char   *buffer,
            size_t  size)
{
  gssize got = read_first (fd, buffer, size);
  size_t n = 0;

  while (got > 0 && (n += (size_t) got) < size)
    got = read_some (fd, buffer + n, size - n);
  return got < 0 ? -1 : (gssize) n;
}

/**
 * fl_bounded_read:
 * @path: in the file name encoding; a pipe or a terminal will do
 * @buffer: where it goes; of an error whatever was read before it
 * @size: most bytes: one more than what is wanted, so that it shows whether there is more
 * @error: return location for a GIOErrorEnum, with the path in it and nothing of the content
 *
 * Blocks while somebody may still write; any thread. A device without an end is read up to @size, a folder not at all, and
 * a pipe with a name into which nobody writes is given up after FL_BOUNDED_READ_PATIENCE_S.
 *
 * Returns: how many bytes there are, or -1
 */
gssize
fl_bounded_read (const char  *path,
                 void        *buffer,
                 size_t       size,
                 GError     **error)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); /* or it would wait for a pipe's writer */
  const gssize n = fd >= 0 ? read_fully (fd, buffer, size) : -1;
  const int cause = errno;

  if (fd >= 0)
    close (fd);
  if (n < 0)
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (cause), _("%s cannot be read: %s"), shown,
                   cause == ETIMEDOUT ? _("nobody writes into this pipe") : g_strerror (cause));
    }
  return n;
}
