/* Which of a device's topics send tokens, and when plain text on one is not what was due.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-encryption.h"

#define NONE FL_ENCRYPTED_STATE_NONE
#define OK FL_ENCRYPTED_STATE_OK
#define WRONG FL_ENCRYPTED_STATE_WRONG_KEY
#define NO_KEY FL_ENCRYPTED_STATE_NO_KEY
#define STOPPED FL_ENCRYPTED_STATE_STOPPED

typedef struct
{
  const char *topic;
  gboolean is_report;
  FlEncryptedState state;
  FlEncryptedState expected; /* of the device */
} Step;

static const struct { const char *name; Step steps[6]; } cases[] = {
  { "plain", { { "a", FALSE, NONE, NONE }, { "led", TRUE, NONE, NONE } } },
  { "encrypts", { { "a", FALSE, OK, OK }, { "led", TRUE, OK, OK } } },
  { "stops and begins again", { { "a", FALSE, OK, OK }, { "a", FALSE, NONE, STOPPED }, { "a", FALSE, OK, OK } } },
  { "plain text elsewhere is no stop", { { "a", FALSE, OK, OK }, { "b", FALSE, NONE, OK } } },
  { "a report in plain text where reports were tokens", { { "led", TRUE, OK, OK }, { "led2", TRUE, NONE, STOPPED } } },
  { "readings encrypted, reports never", { { "a", FALSE, OK, OK }, { "led", TRUE, NONE, OK } } },
  { "a stranger's token on a plain topic", { { "a", FALSE, NONE, NONE }, { "a", FALSE, WRONG, WRONG }, { "a", FALSE, NONE, NONE } } },
  { "no key", { { "a", FALSE, NO_KEY, NO_KEY }, { "a", FALSE, WRONG, WRONG }, { "a", FALSE, OK, OK } } },
  { "a stranger's token on a topic of tokens", { { "a", FALSE, OK, OK }, { "a", FALSE, WRONG, WRONG }, { "a", FALSE, NONE, STOPPED } } },
};

static void
test_case (gconstpointer data)
{
  const Step *steps = data;
  g_autoptr(FlDeviceEncryption) encryption = fl_device_encryption_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases[0].steps) && steps[i].topic != NULL; i++)
    {
      g_assert_true (fl_device_encryption_take (encryption, steps[i].topic, steps[i].is_report, steps[i].state,
                                                steps[i].state == OK ? "0123abcd" : NULL));
      g_assert_cmpint (fl_device_encryption_get_state (encryption), ==, steps[i].expected);
    }
}

/* Kept from the last start: the first report already has to be a token. */
static void
test_expected (void)
{
  g_autoptr(FlDeviceEncryption) encryption = fl_device_encryption_new ();

  fl_device_encryption_set_expects_tokens (encryption, TRUE);
  fl_device_encryption_take (encryption, "temperature", FALSE, NONE, NULL);
  g_assert_cmpint (fl_device_encryption_get_state (encryption), ==, NONE);
  fl_device_encryption_take (encryption, "led", TRUE, NONE, NULL);
  g_assert_cmpint (fl_device_encryption_get_state (encryption), ==, STOPPED);
  g_assert_true (fl_device_encryption_has_stopped (encryption, "led"));
}

static void
test_accepted (void)
{
  g_autoptr(FlDeviceEncryption) encryption = fl_device_encryption_new ();

  fl_device_encryption_take (encryption, "led", TRUE, OK, "0123abcd");
  fl_device_encryption_take (encryption, "led", TRUE, NONE, NULL);
  fl_device_encryption_set_accepts_plain (encryption, TRUE);
  g_assert_cmpint (fl_device_encryption_get_state (encryption), ==, NONE);
  g_assert_false (fl_device_encryption_has_stopped (encryption, "led"));
  fl_device_encryption_take (encryption, "led", TRUE, NONE, NULL);
  g_assert_cmpint (fl_device_encryption_get_state (encryption), ==, NONE);
  fl_device_encryption_take (encryption, "a", FALSE, OK, "0123abcd");
  g_assert_cmpint (fl_device_encryption_get_state (encryption), ==, OK);
  g_assert_true (fl_device_encryption_is_mixed (encryption));
  fl_device_encryption_set_accepts_plain (encryption, FALSE);
  g_assert_cmpint (fl_device_encryption_get_state (encryption), ==, STOPPED);
}

static void
test_forget (void)
{
  g_autoptr(FlDeviceEncryption) encryption = fl_device_encryption_new ();

  fl_device_encryption_take (encryption, "a", FALSE, WRONG, NULL);
  g_assert_true (fl_device_encryption_is_closed (encryption));
  fl_device_encryption_forget (encryption, "a");
  g_assert_false (fl_device_encryption_is_closed (encryption));
  g_assert_cmpint (fl_device_encryption_get_state (encryption), ==, NONE);
}

static void
test_ceiling (void)
{
  g_autoptr(FlDeviceEncryption) encryption = fl_device_encryption_new ();

  for (guint i = 0; i < FL_DEVICE_ENCRYPTION_MAX_TOPICS; i++)
    {
      g_autofree char *topic = g_strdup_printf ("t/%u", i);

      g_assert_true (fl_device_encryption_take (encryption, topic, FALSE, OK, "0123abcd"));
    }
  g_assert_false (fl_device_encryption_take (encryption, "more", FALSE, OK, "0123abcd"));
  g_assert_true (fl_device_encryption_take (encryption, "t/7", FALSE, NONE, NULL));
  g_assert_cmpint (fl_device_encryption_get_state (encryption), ==, STOPPED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/device-encryption/%s", cases[i].name);

      g_test_add_data_func (path, cases[i].steps, test_case);
    }
  g_test_add_func ("/device-encryption/expected", test_expected);
  g_test_add_func ("/device-encryption/accepted", test_accepted);
  g_test_add_func ("/device-encryption/forget", test_forget);
  g_test_add_func ("/device-encryption/ceiling", test_ceiling);
  return g_test_run ();
}
