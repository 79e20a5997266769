/* Fernet keys in order: the first encrypts, each is tried to decrypt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-key-ring"

#include "config.h"

#include "crypto/fl-key-ring.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define WHITE_SPACE " \t\n\f\r"

struct _FlKeyRing
{
  gatomicrefcount ref_count;
  GPtrArray      *keys;
};

G_DEFINE_BOXED_TYPE (FlKeyRing, fl_key_ring, fl_key_ring_ref, fl_key_ring_unref)

static FlKeyRing *
fl_key_ring_new_take (GPtrArray *keys)
{
  FlKeyRing *self = g_new0 (FlKeyRing, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->keys = keys;
  return self;
}

/**
 * fl_key_ring_new:
 * @keys: (transfer none): the keys in order, the one to encrypt with first
 * @n: how many; 0 makes a ring that opens nothing
 *
 * Immutable, for any thread.
 *
 * Returns: (transfer full): the ring
 */
FlKeyRing *
fl_key_ring_new (FlFernetKey *const *keys,
                 guint               n)
{
  GPtrArray *copies;

  g_return_val_if_fail (keys != NULL || n == 0, NULL);

  copies = g_ptr_array_new_full (n, (GDestroyNotify) fl_fernet_key_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (copies, fl_fernet_key_ref (keys[i]));
  return fl_key_ring_new_take (copies);
}

/**
 * fl_key_ring_parse:
 * @text: keys with white space between them
 * @error: return location for an FL_FERNET_KEY_ERROR; the message holds nothing of @text
 *
 * One wrong key refuses the whole text: a ring never lacks a key that somebody wrote down.
 *
 * Returns: (transfer full) (nullable): a ring of at least one key
 */
FlKeyRing *
fl_key_ring_parse (const char  *text,
                   GError     **error)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_fernet_key_unref);

  g_return_val_if_fail (text != NULL, NULL);

  text += strspn (text, WHITE_SPACE);
  while (*text != '\0')
    {
      size_t n = strcspn (text, WHITE_SPACE);
      FlFernetKey *key = fl_fernet_key_parse (text, (gssize) n, error);

      if (key == NULL)
        {
          /* Translators: %u is the place of the key in a list: 1, 2, … It is followed by a colon and what is wrong. */
          g_autofree char *place = g_strdup_printf (_("Key %u"), keys->len + 1);

          g_prefix_error (error, "%s: ", place);
          return NULL;
        }
      g_ptr_array_add (keys, key);
      text += n;
      text += strspn (text, WHITE_SPACE);
    }
  if (keys->len == 0)
    {
      g_set_error_literal (error, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_EMPTY, _("There is no key"));
      return NULL;
    }
  return fl_key_ring_new_take (g_steal_pointer (&keys));
}

FlKeyRing *
fl_key_ring_ref (FlKeyRing *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_key_ring_unref (FlKeyRing *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->keys);
  g_free (self);
}

guint
fl_key_ring_get_n (FlKeyRing *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->keys->len;
}

/**
 * fl_key_ring_get:
 * @self: a ring
 * @i: which key, from 0
 *
 * Returns: (transfer none) (nullable): the key, or NULL beyond the last
 */
FlFernetKey *
fl_key_ring_get (FlKeyRing *self,
                 guint      i)
{
  g_return_val_if_fail (self != NULL, NULL);

  return i < self->keys->len ? g_ptr_array_index (self->keys, i) : NULL;
}
