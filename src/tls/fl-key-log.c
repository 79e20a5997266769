/* The keys of one inspected connection, in a file for those who record the wire (NSS key log format).
 *
 * Whoever has them and a recording can read the connection. So there is one of these for an inspection that somebody asked
 * it for, over which no name, password or message is ever sent, and none for a connection that carries data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-key-log"

#include "config.h"

#include "tls/fl-key-log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

struct _FlKeyLog
{
  char    *path;
  int      fd;
  gboolean has_keys;
  int      cause; /* the errno of the first line that could not be written; 0: none */
};

static void
set_error (GError     **error,
           const char  *path,
           int          cause)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (cause), _("%s cannot be written: %s"), shown, g_strerror (cause));
}

static void
write_all (FlKeyLog   *self,
           const char *bytes,
           size_t      n_bytes)
{
  while (n_bytes > 0 && self->cause == 0)
    {
      const ssize_t n_written = write (self->fd, bytes, n_bytes);

      if (n_written < 0 && errno != EINTR)
        self->cause = errno;
      else if (n_written > 0)
        {
          bytes += n_written;
          n_bytes -= (size_t) n_written;
        }
    }
}

/* On the connection's thread, once for each key. */
static void
key_made_cb (const SSL  *ssl,
             const char *line)
{
  FlKeyLog *self = SSL_CTX_get_app_data (SSL_get_SSL_CTX (ssl));

  if (self == NULL)
    return;
  self->has_keys = TRUE;
  write_all (self, line, strlen (line));
  write_all (self, "\n", 1);
}

/**
 * fl_key_log_new:
 * @path: in the file name encoding; it must not exist, not even as a link to nowhere
 * @error: return location for a GIOErrorEnum, with the path in it
 *
 * Makes the file, which nobody but its owner may read (mode 0600).
 *
 * Returns: (transfer full) (nullable): where the keys of one connection go
 */
FlKeyLog *
fl_key_log_new (const char  *path,
                GError     **error)
{
  FlKeyLog *self;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600);
  if (fd < 0)
    {
      set_error (error, path, errno);
      return NULL;
    }
  self = g_new0 (FlKeyLog, 1);
  self->path = g_strdup (path);
  self->fd = fd;

  return self;
}

/* Closes the file, which stays if there is a key in it. */
void
fl_key_log_free (FlKeyLog *self)
{
  g_return_if_fail (self != NULL);

  close (self->fd);
  if (!self->has_keys)
    unlink (self->path);
  g_free (self->path);
  g_free (self);
}

/**
 * fl_key_log_attach:
 * @context: one of our own, never one of Paho's, whose pointers lie in the same place; lives shorter than @self
 *
 * From then on the keys of its connections are written: RFC 8446 names them, the format is that of the NSS library
 * ("SSLKEYLOGFILE"), a line for each.
 */
void
fl_key_log_attach (FlKeyLog *self,
                   SSL_CTX  *context)
{
  g_return_if_fail (self != NULL && context != NULL);

  SSL_CTX_set_app_data (context, self);
  SSL_CTX_set_keylog_callback (context, key_made_cb);
}

/* Whether the handshake came so far that there are keys. */
gboolean
fl_key_log_has_keys (const FlKeyLog *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_keys;
}

/* FALSE, and why, if a key is missing in the file. */
gboolean
fl_key_log_finish (FlKeyLog  *self,
                   GError   **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->cause == 0)
    return TRUE;
  set_error (error, self->path, self->cause);
  return FALSE;
}
