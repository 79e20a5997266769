/* A secret in locked memory, wiped when nobody holds it any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-secret"

#include "config.h"

#include "crypto/fl-secret.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>

#include "crypto/fl-bounded-read.h"

/* Room for dozens of keys and client-key PEMs, and far below any RLIMIT_MEMLOCK in use. */
#define LOCKED_HEAP_SIZE (256 * 1024)
#define LOCKED_BLOCK_MIN 32

struct _FlSecret
{
  gatomicrefcount ref_count;
  char           *data; /* n bytes and a NUL, in locked memory */
  size_t          n;
};

G_DEFINE_BOXED_TYPE (FlSecret, fl_secret, fl_secret_ref, fl_secret_unref)

static void
init_locked_heap (void)
{
  if (!CRYPTO_secure_malloc_initialized ())
    CRYPTO_secure_malloc_init (LOCKED_HEAP_SIZE, LOCKED_BLOCK_MIN);
}

/**
 * fl_secret_init:
 *
 * Sets up OpenSSL's locked heap. Call it first thing in main: whoever asks OpenSSL for
 * locked memory before gets ordinary memory. Any thread, any number of times.
 */
void
fl_secret_init (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      /* No clean-up at exit: Paho's threads and workers may still be in OpenSSL then. */
      OPENSSL_init_crypto (OPENSSL_INIT_NO_ATEXIT, NULL);
      init_locked_heap ();
      g_once_init_leave (&done, 1);
    }
}

static FlSecret *
fl_secret_new_empty (size_t n)
{
  FlSecret *self;

  fl_secret_init ();
  self = g_new0 (FlSecret, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n = n;
  self->data = OPENSSL_secure_zalloc (n + 1);
  if (self->data == NULL)
    {
      /* The locked heap is full: still wiped on the last unref, but it may be swapped out. */
      self->data = OPENSSL_zalloc (n + 1);
      g_debug ("The locked heap is full; a secret is in ordinary memory");
    }
  g_assert (self->data != NULL);
  return self;
}

/**
 * fl_secret_new:
 * @data: (nullable): the bytes; NULL only if @n is 0
 * @n: how many
 *
 * Copies @data; wiping the original stays with the caller. Any thread.
 *
 * Returns: (transfer full): the secret
 */
FlSecret *
fl_secret_new (const void *data,
               size_t      n)
{
  FlSecret *self;

  g_return_val_if_fail (data != NULL || n == 0, NULL);

  self = fl_secret_new_empty (n);
  if (n > 0)
    memcpy (self->data, data, n);
  return self;
}

/**
 * fl_secret_new_take_env:
 * @name: an environment variable
 *
 * Copies the variable, overwrites it where it stands (so that /proc/PID/environ no longer
 * shows it) and unsets it. Only before other threads start, as everything that writes to
 * the environment.
 *
 * Returns: (transfer full) (nullable): the value, or NULL if the variable is not set
 */
FlSecret *
fl_secret_new_take_env (const char *name)
{
  char *value;
  FlSecret *self;

  g_return_val_if_fail (name != NULL, NULL);

  value = getenv (name);
  if (value == NULL)
    return NULL;
  self = fl_secret_new (value, strlen (value));
  OPENSSL_cleanse (value, strlen (value));
  unsetenv (name);
  return self;
}

/**
 * fl_secret_new_from_file:
 * @path: a file of at most FL_SECRET_FILE_MAX bytes, in the file name encoding
 * @error: return location for a GIOErrorEnum
 *
 * Reads a file straight into locked memory: no copy is left in a buffer of the C library.
 * Everything in the file counts, a final newline too. Blocks; any thread.
 *
 * Returns: (transfer full) (nullable): the content
 */
FlSecret *
fl_secret_new_from_file (const char  *path,
                         GError     **error)
{
  g_autoptr(FlSecret) whole = fl_secret_new_empty (FL_SECRET_FILE_MAX);
  const gssize n = fl_bounded_read (path, whole->data, FL_SECRET_FILE_MAX + 1, error);

  if (n < 0)
    return NULL;
  if (n > FL_SECRET_FILE_MAX)
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   _("%s is longer than %d bytes"), shown, FL_SECRET_FILE_MAX);
      return NULL;
    }
  return fl_secret_new (whole->data, (size_t) n);
}

FlSecret *
fl_secret_ref (FlSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * fl_secret_unref:
 * @self: (transfer full): a secret
 *
 * The last one wipes the bytes. Any thread.
 */
void
fl_secret_unref (FlSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  OPENSSL_secure_clear_free (self->data, self->n + 1);
  g_free (self);
}

/**
 * fl_secret_peek:
 * @self: a secret
 * @n: (out) (optional): how many bytes
 *
 * Returns: (transfer none): the bytes, with a NUL after them that does not count; valid
 *   while a reference is held
 */
const char *
fl_secret_peek (FlSecret *self,
                size_t   *n)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (n != NULL)
    *n = self->n;
  return self->data;
}

/**
 * fl_secret_equal:
 * @self: a secret
 * @other: another
 *
 * Compares in a time that depends on the length only.
 */
gboolean
fl_secret_equal (FlSecret *self,
                 FlSecret *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return self->n == other->n && CRYPTO_memcmp (self->data, other->data, self->n) == 0;
}
