/* A command goes out as a token where the settings or the device want it, and never in the clear instead.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-command.h"

#include "crypto/fl-fernet.h"
#include "devices/fl-device-registry.h"

/* The key printed in the seeds; a public one, fit for tests. */
#define KEY "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="
#define OTHER_KEY "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="

static void
test_when (void)
{
  static const struct { gboolean by_settings; FlEncryptedState state; gboolean has_to; } cases[] = {
    { FALSE, FL_ENCRYPTED_STATE_NONE, FALSE },
    { TRUE,  FL_ENCRYPTED_STATE_NONE, TRUE },
    { FALSE, FL_ENCRYPTED_STATE_OK, TRUE },
    { FALSE, FL_ENCRYPTED_STATE_NO_KEY, TRUE },
    { FALSE, FL_ENCRYPTED_STATE_WRONG_KEY, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlDeviceSettingsFields fields = { .encrypt_commands = cases[i].by_settings };
      g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);
      g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");

      fl_device_take_encryption (device, "home/kitchen/x", FALSE, cases[i].state,
                                 cases[i].state == FL_ENCRYPTED_STATE_OK ? "0123abcd" : NULL);
      g_assert_cmpint (fl_device_command_has_to_encrypt (device, settings), ==, cases[i].has_to);
    }
}

/* With the key that the device uses, not with the first. */
static void
test_key (void)
{
  g_autoptr(FlKeyRing) keys = fl_key_ring_parse (OTHER_KEY " " KEY, NULL);
  g_autoptr(FlKeyRing) own = fl_key_ring_parse (KEY, NULL);
  g_autoptr(FlFernet) fernet = fl_fernet_new (own);
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  g_autoptr(GBytes) payload = g_bytes_new_static ("ON", 2);
  g_autoptr(GBytes) token = NULL;
  g_autoptr(GBytes) opened = NULL;
  g_autoptr(GError) error = NULL;

  fl_device_take_encryption (device, "home/kitchen/x", FALSE, FL_ENCRYPTED_STATE_OK, fl_fernet_key_get_id (fl_key_ring_get (keys, 1)));
  token = fl_device_command_encrypt (device, payload, keys, &error);
  g_assert_no_error (error);
  opened = fl_fernet_decrypt (fernet, g_bytes_get_data (token, NULL), g_bytes_get_size (token), -1,
                              g_get_real_time () / G_USEC_PER_SEC, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (opened, payload));
}

static void
test_no_key (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  g_autoptr(GBytes) payload = g_bytes_new_static ("ON", 2);
  g_autoptr(GError) error = NULL;

  g_assert_null (fl_device_command_encrypt (device, payload, NULL, &error));
  g_assert_error (error, FL_DEVICE_REGISTRY_ERROR, FL_DEVICE_REGISTRY_ERROR_NO_KEY);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-command/when", test_when);
  g_test_add_func ("/device-command/key", test_key);
  g_test_add_func ("/device-command/no-key", test_no_key);
  return g_test_run ();
}
