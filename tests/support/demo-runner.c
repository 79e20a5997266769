/* The demo without a window, for tests: starts it, prints a line of JSON with all it takes to look at it (its
 * secrets too), then "log LINE" for each line of the broker's log; ends when standard input does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <stdio.h>

#include <gio/gunixinputstream.h>
#include <json-glib/json-glib.h>

#include "demo/fl-demo.h"
#include "demo/fl-fake-device-process.h"

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static void
add (JsonBuilder *builder,
     const char  *name,
     const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
print_all (FlDemo *demo)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree char *ca = g_strndup (g_bytes_get_data (fl_demo_get_ca (demo), NULL),
                                   g_bytes_get_size (fl_demo_get_ca (demo)));

  json_builder_begin_object (builder);
  add (builder, "url", fl_demo_get_url (demo));
  add (builder, "ca", ca);
  add (builder, "username", fl_demo_get_username (demo));
  add (builder, "password", fl_secret_peek (fl_demo_get_password (demo), NULL));
  add (builder, "key", fl_secret_peek (fl_demo_get_fernet_key (demo), NULL));
  add (builder, "version", fl_mosquitto_get_version (fl_demo_get_broker (demo)));
  json_builder_set_member_name (builder, "port");
  json_builder_add_int_value (builder, fl_demo_get_port (demo));
  json_builder_set_member_name (builder, "pid");
  json_builder_add_int_value (builder, fl_mosquitto_get_pid (fl_demo_get_broker (demo)));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  printf ("%s\n", text);
  fflush (stdout);
}

static void
logged_cb (FlMosquitto *broker,
           const char  *line,
           gpointer     user_data)
{
  printf ("log %s\n", line);
  fflush (stdout);
}

static void
input_ended_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_main_loop_quit (user_data);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(FlDemo) demo = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GMainLoop) loop = NULL;
  g_autoptr(GInputStream) input = NULL;
  g_autoptr(GError) error = NULL;
  char byte;
  int status = fl_fake_device_process_main (argc, argv);

  if (status >= 0)
    return status;
  fl_secret_init ();
  demo = fl_demo_new ();
  fl_demo_start_async (demo, NULL, started_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!fl_demo_start_finish (demo, result, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  print_all (demo);
  g_signal_connect (fl_demo_get_broker (demo), "logged", G_CALLBACK (logged_cb), NULL);
  loop = g_main_loop_new (NULL, FALSE);
  input = g_unix_input_stream_new (0, FALSE);
  g_input_stream_read_async (input, &byte, 1, G_PRIORITY_DEFAULT, NULL, input_ended_cb, loop);
  g_main_loop_run (loop);
  fl_demo_stop (demo);
  return 0;
}
