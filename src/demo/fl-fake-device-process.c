/* A simulated device as a process: its connection, its comings and goings.
 *
 *   connect ──▶ greet ──▶ run ──time to drop off, or the connection is lost──▶ wait ──▶ connect
 *      └───── refused, not there: wait ─────────────────────────────────────────┘
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-device-process"

#include "config.h"

#include "demo/fl-fake-device-process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>
#include <openssl/crypto.h>

#include "demo/fl-fake-client.h"
#include "demo/fl-fake-control.h"
#include "demo/fl-fake-device.h"

/* As an ESP does: again and again. */
#define RETRY_US (G_USEC_PER_SEC / 2)

/* What every pipe holds without anybody reading, and more than enough. */
#define MAX_SETTINGS 4096

typedef struct
{
  FlFakeDeviceSettings *settings;
  FlFakeDevice         *device;
  FlFakeClient         *client;   /* NULL while off line */
  GError               *error;    /* why sending failed */
  int                   control;  /* the file it reads orders from; −1: none */
  GString              *orders;   /* read, no whole line yet */
  gboolean              is_away;  /* dropped off until it is told to return */
} Process;

/* What happens, a line each on standard output: tests wait for it. */
static void
tell (const char *what)
{
  printf ("%s\n", what);
  fflush (stdout);
}

static void
send_cb (const char *topic,
         const char *payload,
         size_t      n,
         int         qos,
         gboolean    retained,
         gpointer    user_data)
{
  Process *self = user_data;

  if (self->client != NULL && self->error == NULL)
    fl_fake_client_publish (self->client, topic, payload, n, qos, retained, &self->error);
}

/* The record of what it was told, and what came of it. */
static void
received_cb (const char *topic,
             const char *payload,
             size_t      n,
             gboolean    retained,
             gpointer    user_data)
{
  Process *self = user_data;
  gboolean is_sketch = self->settings->kind <= FL_FAKE_DEVICE_SKETCH;
  g_autofree char *state = NULL;
  g_autofree char *line = NULL;

  if (!is_sketch)
    {
      g_autofree char *text = g_strndup (payload, n);
      g_autofree char *escaped = g_strescape (text, "\"");
      g_autofree char *command = g_strdup_printf ("command %s %s", topic, escaped);

      tell (command);
    }
  if (!fl_fake_device_receive (self->device, topic, payload, n, g_get_real_time ()))
    {
      tell ("command ignored");
      return;
    }
  state = fl_fake_device_dup_state (self->device);
  line = g_strdup_printf ("led %s", state);
  tell (line);
}

/* ------------------------------------------------------------------------------------------- orders */

static void
take_order (Process    *self,
            const char *line)
{
  switch (fl_fake_control_take (self->settings, line))
    {
    case FL_FAKE_CONTROL_DONE:
      break;
    case FL_FAKE_CONTROL_RENAMED:
      if (self->client != NULL)
        fl_fake_device_greet (self->device, g_get_real_time ());
      break;
    case FL_FAKE_CONTROL_DROP:
      self->is_away = TRUE;
      break;
    case FL_FAKE_CONTROL_RETURN:
      self->is_away = FALSE;
      break;
    case FL_FAKE_CONTROL_UNKNOWN:
    default:
      tell ("order not understood");
      return;
    }
  tell ("order taken");
}

/* Waits at most that long for orders, and takes what has come. */
static void
take_orders (Process *self,
             gint64   wait_us)
{
  struct pollfd poll_fd = { .fd = self->control, .events = POLLIN };
  char buffer[512];
  char *end;
  ssize_t n;

  if (poll (&poll_fd, 1, (int) MIN (wait_us / 1000, G_MAXINT)) <= 0 || self->control < 0)
    return;
  n = read (self->control, buffer, sizeof buffer);
  if (n <= 0)
    {
      self->control = -1;
      return;
    }
  g_string_append_len (self->orders, buffer, n);
  while ((end = strchr (self->orders->str, '\n')) != NULL)
    {
      g_autofree char *line = g_strndup (self->orders->str, (gsize) (end - self->orders->str));

      g_string_erase (self->orders, 0, end + 1 - self->orders->str);
      take_order (self, line);
    }
}

/* ------------------------------------------------------------------------------------------- living */

static gboolean
go_on_line (Process  *self,
            GError  **error)
{
  FlFakeDeviceSettings *settings = self->settings;
  const char * const *filters = fl_fake_device_get_filters (self->device);
  g_autofree char *client_id = g_strdup_printf ("esp-%s-%08x", settings->name, g_random_int ());
  const FlFakeClientOptions options = {
    .host = settings->host,
    .port = settings->port,
    .ca = settings->ca,
    .client_id = client_id,
    .username = settings->username,
    .password = settings->password,
    .will_topic = fl_fake_device_get_will_topic (self->device),
    .will_payload = fl_fake_device_get_will (self->device),
  };

  self->client = fl_fake_client_connect (&options, received_cb, self, error);
  if (self->client == NULL)
    return FALSE;
  for (guint i = 0; filters[i] != NULL; i++)
    if (!fl_fake_client_subscribe (self->client, filters[i], error))
      return FALSE;
  fl_fake_client_set_wake (self->client, self->control);
  return TRUE;
}

/* Until it is lost, or time to drop off, or told to (TRUE). */
static gboolean
stay_on_line (Process  *self,
              GError  **error)
{
  gint64 online_us = (gint64) self->settings->online_s * G_USEC_PER_SEC;
  gint64 leave_at = online_us > 0 ? g_get_monotonic_time () + online_us : G_MAXINT64;

  fl_fake_device_greet (self->device, g_get_real_time ());
  for (;;)
    {
      gint64 due = fl_fake_device_tick (self->device, g_get_real_time ()) - g_get_real_time ();
      gint64 until = g_get_monotonic_time () + MAX (due, 0);

      if (self->error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&self->error));
          return FALSE;
        }
      if (!fl_fake_client_run (self->client, MIN (until, leave_at), error))
        return FALSE;
      take_orders (self, 0);
      fl_fake_client_set_wake (self->client, self->control);
      if (self->is_away || g_get_monotonic_time () >= leave_at)
        return TRUE;
    }
}

static void
live_once (Process *self)
{
  g_autoptr(GError) error = NULL;
  gint64 wait = RETRY_US;

  if (go_on_line (self, &error))
    {
      tell ("connected");
      if (stay_on_line (self, &error))
        wait = (gint64) self->settings->offline_s * G_USEC_PER_SEC;
    }
  g_clear_pointer (&self->client, fl_fake_client_drop); /* first: who reads that it is gone may rely on it */
  tell (error != NULL ? error->message : "dropped off");
  g_clear_error (&self->error);
  do
    {
      if (self->control >= 0)
        take_orders (self, wait);
      else
        g_usleep ((gulong) wait);
    }
  while (self->is_away && self->control >= 0);
}

/**
 * fl_fake_device_process_run:
 * @settings: the device
 * @error: return location for an error of fl_fake_device_new()
 *
 * Is the device, until the process is killed. Says what happens on standard output ("connected", "led on",
 * "led off", "command ignored", "dropped off", or why there is no connection; what runs a firmware also
 * "command TOPIC PAYLOAD"): never a secret. If it is controlled, it reads orders (see #FlFakeControl) from standard
 * input, and says "order taken".
 *
 * Returns: %FALSE, and only if there can be no such device
 */
gboolean
fl_fake_device_process_run (FlFakeDeviceSettings  *settings,
                            GError               **error)
{
  Process self = { .settings = settings, .control = settings != NULL && settings->controlled ? STDIN_FILENO : -1 };

  g_return_val_if_fail (settings != NULL, FALSE);

  self.orders = g_string_new (NULL);
  self.device = fl_fake_device_new (settings, send_cb, &self, error);
  while (self.device != NULL)
    live_once (&self);
  g_string_free (self.orders, TRUE);
  return FALSE;
}

static gboolean
read_all (int       fd,
          GString  *text)
{
  char buffer[4096];
  ssize_t n;

  while ((n = read (fd, buffer, sizeof buffer)) != 0 && text->len <= MAX_SETTINGS)
    {
      if (n > 0)
        g_string_append_len (text, buffer, n);
      else if (errno != EINTR)
        return FALSE;
    }
  OPENSSL_cleanse (buffer, sizeof buffer);
  return text->len <= MAX_SETTINGS;
}

/**
 * fl_fake_device_process_main:
 * @argc: the program's
 * @argv: the program's
 *
 * To be called first thing in main() of every program that starts a demo, before a thread or the TLS tap: the
 * demo runs that program again, with a hidden argument, as its devices. The settings come on standard input.
 *
 * Returns: −1 if this is an ordinary start; else the exit status for main() to return
 */
int
fl_fake_device_process_main (int    argc,
                             char **argv)
{
  g_autoptr(FlFakeDeviceSettings) settings = NULL;
  g_autoptr(GError) error = NULL;
  GString *text;

  if (argc != 2 || !g_str_has_prefix (argv[1], FL_FAKE_DEVICE_ARGUMENT))
    return -1;
  fl_secret_init ();
  text = g_string_sized_new (2 * MAX_SETTINGS + 1);
  if (read_all (STDIN_FILENO, text))
    settings = fl_fake_device_settings_parse (text->str, text->len, &error);
  OPENSSL_cleanse (text->str, text->len);
  g_string_free (text, TRUE);
  if (settings != NULL)
    fl_fake_device_process_run (settings, &error);
  fprintf (stderr, "%s: %s\n", argv[0], error != NULL ? error->message : "no settings on standard input");
  return 1;
}

/* Our own program, under its own name in lists of processes. */
static char *
find_own_program (void)
{
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);

  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&path);
  return g_strdup ("/proc/self/exe"); /* replaced while it runs, by an update */
}

static gboolean
write_all (int          fd,
           const char  *data,
           size_t       n)
{
  while (n > 0)
    {
      ssize_t written = write (fd, data, n);

      if (written < 0 && errno != EINTR)
        return FALSE;
      if (written > 0)
        {
          data += written;
          n -= (size_t) written;
        }
    }
  return TRUE;
}

/**
 * fl_fake_device_process_spawn:
 * @settings: the device
 * @error: return location for an error in %G_IO_ERROR or %G_UNIX_ERROR
 *
 * Runs this very program again, as the device. Its main() has to call fl_fake_device_process_main().
 * Main thread only, see fl_child_spawn().
 *
 * Returns: (transfer full): the process, or %NULL
 */
FlChild *
fl_fake_device_process_spawn (FlFakeDeviceSettings  *settings,
                              GError               **error)
{
  g_autoptr(FlSecret) text = NULL;
  g_autofree char *argument = NULL;
  const char *data;
  FlChild *child = NULL;
  int fds[2];
  size_t n;

  g_return_val_if_fail (settings != NULL, NULL);

  text = fl_fake_device_settings_to_text (settings);
  argument = g_strconcat (FL_FAKE_DEVICE_ARGUMENT, fl_fake_device_kind_to_code (settings->kind), NULL);
  data = fl_secret_peek (text, &n);
  if (n > MAX_SETTINGS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "settings too long");
      return NULL;
    }
  if (!g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return NULL;
  if (write_all (fds[1], data, n))
    {
      g_autofree char *path = find_own_program ();
      const char * const argv[] = { path, argument, NULL };

      child = fl_child_spawn (argv, fds[0], -1, NULL, 0, error);
    }
  else
    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "pipe: %s", g_strerror (errno));
  close (fds[0]);
  close (fds[1]);
  return child;
}
