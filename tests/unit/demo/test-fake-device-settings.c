/* Settings come out of the pipe as they went in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include "demo/fl-fake-device-settings.h"

static void
assert_same_secret (FlSecret *one,
                    FlSecret *other)
{
  g_assert_true ((one == NULL) == (other == NULL));
  if (one != NULL)
    g_assert_true (fl_secret_equal (one, other));
}

static void
assert_round_trip (FlFakeDeviceSettings *one)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlSecret) text = fl_fake_device_settings_to_text (one);
  g_autoptr(FlFakeDeviceSettings) other = NULL;
  size_t n;
  const char *data = fl_secret_peek (text, &n);

  other = fl_fake_device_settings_parse (data, n, &error);
  g_assert_no_error (error);
  g_assert_cmpint (one->kind, ==, other->kind);
  g_assert_cmpint (one->fault, ==, other->fault);
  g_assert_cmpstr (one->host, ==, other->host);
  g_assert_cmpuint (one->port, ==, other->port);
  g_assert_true (one->ca == other->ca || g_bytes_equal (one->ca, other->ca));
  g_assert_cmpstr (one->username, ==, other->username);
  assert_same_secret (one->password, other->password);
  assert_same_secret (one->key, other->key);
  g_assert_cmpstr (one->base, ==, other->base);
  g_assert_cmpstr (one->name, ==, other->name);
  g_assert_cmpuint (one->interval_ms, ==, other->interval_ms);
  g_assert_cmpuint (one->delay_ms, ==, other->delay_ms);
  g_assert_cmpuint (one->online_s, ==, other->online_s);
  g_assert_cmpuint (one->offline_s, ==, other->offline_s);
  g_assert_cmpint (one->led_on, ==, other->led_on);
  g_assert_cmpstr (one->title, ==, other->title);
  g_assert_cmpint (one->controlled, ==, other->controlled);
}

static void
test_round_trip (void)
{
  g_autoptr(FlFakeDeviceSettings) plain = fl_fake_device_settings_new (FL_FAKE_DEVICE_SKETCH);
  g_autoptr(FlFakeDeviceSettings) full = fl_fake_device_settings_new (FL_FAKE_DEVICE_GARDEN);

  assert_round_trip (plain);

  full->fault = FL_FAKE_DEVICE_FAULT_CONTRADICT;
  full->port = 65535;
  full->ca = g_bytes_new_static ("-----BEGIN\nCERTIFICATE=\n", 24);
  full->username = g_strdup ("anna;[\\n]=");
  full->password = fl_secret_new ("p\n=\\ x\x01", 7);
  full->key = fl_secret_new ("key", 3);
  g_free (full->base);
  full->base = g_strdup (" base with = and \n");
  full->interval_ms = 1;
  full->delay_ms = 2;
  full->online_s = 3;
  full->offline_s = 4;
  full->led_on = TRUE;
  full->controlled = TRUE;
  assert_round_trip (full);
}

static void
test_codes (void)
{
  FlFakeDeviceKind kind;
  FlFakeDeviceFault fault;

  for (int i = FL_FAKE_DEVICE_KITCHEN; i < FL_FAKE_DEVICE_N_KINDS; i++)
    {
      g_assert_true (fl_fake_device_kind_from_code (fl_fake_device_kind_to_code (i), &kind));
      g_assert_cmpint ((int) kind, ==, i);
    }
  for (int i = FL_FAKE_DEVICE_FAULT_NONE; i <= FL_FAKE_DEVICE_FAULT_MUTE; i++)
    {
      g_assert_true (fl_fake_device_fault_from_code (fl_fake_device_fault_to_code (i), &fault));
      g_assert_cmpint ((int) fault, ==, i);
    }
  g_assert_false (fl_fake_device_kind_from_code ("toaster", &kind));
  g_assert_false (fl_fake_device_kind_from_code (NULL, &kind));
  g_assert_false (fl_fake_device_fault_from_code ("", &fault));
}

#define NUMBERS "port=1\ninterval-ms=1\ndelay-ms=0\nonline-s=0\noffline-s=0\n"

#define KITCHEN "[device]\nkind=kitchen\nfault=none\n"

static const char * const bad[] = {
  "",
  "no key file",
  "[device]\n",
  ("[device]\nkind=toaster\nfault=none\n" NUMBERS "host=\nbase=\nname=\n"),
  ("[device]\nkind=kitchen\nfault=tired\n" NUMBERS "host=\nbase=\nname=\n"),
  (KITCHEN "port=65536\ninterval-ms=1\ndelay-ms=0\nonline-s=0\noffline-s=0\n"),
  (KITCHEN "port=x\n"),
  (KITCHEN NUMBERS),
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (fl_fake_device_settings_parse (bad[i], strlen (bad[i]), &error));
      g_assert_nonnull (error);
      /* Nobody asked for the reason. */
      g_assert_null (fl_fake_device_settings_parse (bad[i], strlen (bad[i]), NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-device-settings/round-trip", test_round_trip);
  g_test_add_func ("/demo/fake-device-settings/codes", test_codes);
  g_test_add_func ("/demo/fake-device-settings/bad", test_bad);
  return g_test_run ();
}
