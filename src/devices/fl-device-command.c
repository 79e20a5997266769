/* The payload of a command: in the clear or as a token.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-device-command"

#include "config.h"

#include "devices/fl-device-command.h"

#include "crypto/fl-fernet.h"
#include "devices/fl-device-registry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static FlFernetKey *
find_key (FlKeyRing  *keys,
          const char *key_id)
{
  guint n = keys != NULL ? fl_key_ring_get_n (keys) : 0;

  for (guint i = 0; i < n; i++)
    if (key_id == NULL || g_str_equal (fl_fernet_key_get_id (fl_key_ring_get (keys, i)), key_id))
      return fl_key_ring_get (keys, i);
  return NULL;
}

/* The settings say so, or the device speaks in tokens itself, or did and nobody has accepted that it does not. */
gboolean
fl_device_command_has_to_encrypt (FlDevice         *device,
                                  FlDeviceSettings *settings)
{
  return fl_device_settings_get_encrypt_commands (settings) ||
         fl_device_get_encrypted_state (device) != FL_ENCRYPTED_STATE_NONE ||
         (fl_device_get_expects_tokens (device) && !fl_device_get_accepts_plain (device));
}

/* With the key that opened the device's latest token, else the first. Transfer full. */
GBytes *
fl_device_command_encrypt (FlDevice   *device,
                           GBytes     *payload,
                           FlKeyRing  *keys,
                           GError    **error)
{
  FlFernetKey *key = find_key (keys, fl_device_get_key_id (device));
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(FlFernet) fernet = NULL;
  size_t n;
  const void *data = g_bytes_get_data (payload, &n);
  char *token;

  if (key == NULL)
    {
      g_set_error_literal (error, FL_DEVICE_REGISTRY_ERROR, FL_DEVICE_REGISTRY_ERROR_NO_KEY,
                           _("the command has to be encrypted, and its key is not here"));
      return NULL;
    }

  ring = fl_key_ring_new (&key, 1);
  fernet = fl_fernet_new (ring);
  token = fl_fernet_encrypt (fernet, data, n, g_get_real_time () / G_USEC_PER_SEC, error);
  return token != NULL ? g_bytes_new_take (token, strlen (token)) : NULL;
}
