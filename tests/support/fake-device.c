/* One simulated device, for tests of other programs: see --help. Never installed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <stdio.h>

#include <gio/gio.h>

#include "demo/fl-fake-device-process.h"

static char *kind_code, *fault_code, *host, *ca_path, *username, *password_path, *key_path, *base, *name, *title;
static int port, interval_ms, delay_ms, online_s, offline_s;
static gboolean led_on, controlled;

static const GOptionEntry entries[] = {
  { "kind", 0, 0, G_OPTION_ARG_STRING, &kind_code, "kitchen, presence, garden, sketch, or a firmware: tasmota, wled …", "KIND" },
  { "fault", 0, 0, G_OPTION_ARG_STRING, &fault_code, "none, silent, contradict or mute", "FAULT" },
  { "host", 0, 0, G_OPTION_ARG_STRING, &host, "the broker", "HOST" },
  { "port", 0, 0, G_OPTION_ARG_INT, &port, "its port", "PORT" },
  { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_path, "whom to trust; without it: no TLS", "FILE" },
  { "username", 0, 0, G_OPTION_ARG_STRING, &username, "user name", "NAME" },
  { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_path, "password", "FILE" },
  { "key-file", 0, 0, G_OPTION_ARG_FILENAME, &key_path, "Fernet key; without it: in the clear", "FILE" },
  { "base", 0, 0, G_OPTION_ARG_STRING, &base, "base topic", "TOPIC" },
  { "name", 0, 0, G_OPTION_ARG_STRING, &name, "its level in topics", "NAME" },
  { "title", 0, 0, G_OPTION_ARG_STRING, &title, "what it calls itself", "TEXT" },
  { "interval-ms", 0, 0, G_OPTION_ARG_INT, &interval_ms, "between two measurements", "N" },
  { "delay-ms", 0, 0, G_OPTION_ARG_INT, &delay_ms, "between a command and its report", "N" },
  { "online-s", 0, 0, G_OPTION_ARG_INT, &online_s, "drops off after", "N" },
  { "offline-s", 0, 0, G_OPTION_ARG_INT, &offline_s, "comes back after", "N" },
  { "led-on", 0, 0, G_OPTION_ARG_NONE, &led_on, "the LED shines from the start", NULL },
  { "controlled", 0, 0, G_OPTION_ARG_NONE, &controlled, "reads orders from standard input: fault CODE, delay MS, drop …", NULL },
  { NULL }
};

static gboolean
read_secret (const char  *path,
             FlSecret   **secret,
             GError     **error)
{
  g_autofree char *text = NULL;

  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  g_strchomp (text);
  *secret = fl_secret_new (text, strlen (text));
  return TRUE;
}

static void
replace (char       **field,
         const char  *value)
{
  if (value == NULL)
    return;
  g_free (*field);
  *field = g_strdup (value);
}

static FlFakeDeviceSettings *
make_settings (GError **error)
{
  g_autoptr(FlFakeDeviceSettings) settings = NULL;
  FlFakeDeviceKind kind;
  char *ca;
  gsize n;

  if (!fl_fake_device_kind_from_code (kind_code, &kind))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "no such kind: %s", kind_code);
      return NULL;
    }
  settings = fl_fake_device_settings_new (kind);
  if (fault_code != NULL && !fl_fake_device_fault_from_code (fault_code, &settings->fault))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "no such fault: %s", fault_code);
      return NULL;
    }
  settings->port = (guint16) port;
  settings->delay_ms = (guint) delay_ms;
  settings->online_s = (guint) online_s;
  settings->offline_s = (guint) offline_s;
  settings->led_on = led_on;
  settings->controlled = controlled;
  if (interval_ms > 0)
    settings->interval_ms = (guint) interval_ms;
  replace (&settings->host, host);
  replace (&settings->base, base);
  replace (&settings->name, name);
  replace (&settings->title, title);
  replace (&settings->username, username);
  if (ca_path != NULL)
    {
      if (!g_file_get_contents (ca_path, &ca, &n, error))
        return NULL;
      settings->ca = g_bytes_new_take (ca, n);
    }
  if (!read_secret (password_path, &settings->password, error) || !read_secret (key_path, &settings->key, error))
    return NULL;
  return g_steal_pointer (&settings);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new ("– a simulated device");
  g_autoptr(FlFakeDeviceSettings) settings = NULL;
  g_autoptr(GError) error = NULL;

  fl_secret_init ();
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error))
    settings = make_settings (&error);
  if (settings != NULL)
    fl_fake_device_process_run (settings, &error);
  fprintf (stderr, "fake-device: %s\n", error->message);
  return 2;
}
