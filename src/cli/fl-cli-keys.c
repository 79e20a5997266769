/* The KEYS option of fernlight-cli: where Fernet keys come from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-keys"

#include "config.h"

#include "cli/fl-cli-keys.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/**
 * fl_cli_keys_add_options:
 * @self: where the parsed options go
 * @context: the options of a command
 */
void
fl_cli_keys_add_options (FlCliKeys      *self,
                         GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "key-file", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &self->files,
      N_("Read Fernet keys from FILE; the first key encrypts"), N_("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

/* Adds the keys of a text to a list; name says where the text is from. */
static gboolean
add_keys (GPtrArray   *keys,
          FlSecret    *text,
          const char  *name,
          GError     **error)
{
  g_autoptr(FlKeyRing) ring = NULL;
  size_t n;
  const char *bytes = fl_secret_peek (text, &n);

  if (memchr (bytes, '\0', n) != NULL)
    {
      g_set_error (error, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_CHARACTER,
                   _("%s: this is not a text file with Fernet keys"), name);
      return FALSE;
    }
  ring = fl_key_ring_parse (bytes, error);
  if (ring == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  for (guint i = 0; i < fl_key_ring_get_n (ring); i++)
    g_ptr_array_add (keys, fl_fernet_key_ref (fl_key_ring_get (ring, i)));
  return TRUE;
}

static gboolean
add_files (GPtrArray  *keys,
           char      **files,
           GError    **error)
{
  for (char **file = files; *file != NULL; file++)
    {
      g_autofree char *name = g_filename_display_name (*file);
      g_autoptr(FlSecret) text = fl_secret_new_from_file (*file, error);

      if (text == NULL || !add_keys (keys, text, name, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * fl_cli_keys_load:
 * @self: the parsed options
 * @ring: (out) (transfer full) (nullable): the keys, or NULL if none were named
 * @error: return location for an FL_FERNET_KEY_ERROR or a GIOErrorEnum
 *
 * Files go before $FERNLIGHT_KEY. The variable is overwritten and unset in any case, so call
 * this before any thread starts.
 *
 * Returns: FALSE if keys were named but cannot be had
 */
gboolean
fl_cli_keys_load (FlCliKeys  *self,
                  FlKeyRing **ring,
                  GError    **error)
{
  g_autoptr(FlSecret) variable = fl_secret_new_take_env (FL_CLI_KEYS_VARIABLE);
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_fernet_key_unref);

  *ring = NULL;
  if (self->files != NULL)
    {
      if (!add_files (keys, self->files, error))
        return FALSE;
    }
  else if (variable != NULL && !add_keys (keys, variable, "$" FL_CLI_KEYS_VARIABLE, error))
    return FALSE;
  if (keys->len > 0)
    *ring = fl_key_ring_new ((FlFernetKey *const *) keys->pdata, keys->len);
  return TRUE;
}

void
fl_cli_keys_clear (FlCliKeys *self)
{
  g_clear_pointer (&self->files, g_strfreev);
}
