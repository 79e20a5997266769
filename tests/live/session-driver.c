/* One session without a window, for tests: what its LEDs and its state are, a JSON object a line, at every change.
 *
 *   session-driver --port N --ca FILE --username U --password-file FILE [--key-file FILE] --base TOPIC
 *
 * In, a line each: "led ID on|off|toggle", "add TOPIC" (a LED of that topic), "expect ID" (a LED never seen),
 * "publish TOPIC BYTES" (zeros, QoS 1), "now" (try now). Ends with its input.
 * Out: {"state","fault","reason"}, {"led","evidence","reported","pending","wanted","note","attention","available",
 * "reason"}, {"answer": true|false} to led, {"published": null|"error"}.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <gio/gunixinputstream.h>
#include <json-glib/json-glib.h>

#include "session/fl-session.h"
#include "tls/fl-tls-tap.h"

static char *ca_path, *username, *password_path, *key_path, *base;
static int port, limit_ms;

static const GOptionEntry entries[] = {
  { "port", 0, 0, G_OPTION_ARG_INT, &port, "port of localhost", "PORT" },
  { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_path, "whom to trust; without it: no TLS", "FILE" },
  { "username", 0, 0, G_OPTION_ARG_STRING, &username, "user name", "NAME" },
  { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_path, "password", "FILE" },
  { "key-file", 0, 0, G_OPTION_ARG_FILENAME, &key_path, "Fernet keys", "FILE" },
  { "base", 0, 0, G_OPTION_ARG_STRING, &base, "base topic", "TOPIC" },
  { "limit-ms", 0, 0, G_OPTION_ARG_INT, &limit_ms, "how long a LED waits for its report", "N" },
  { NULL }
};

typedef struct
{
  FlSession *session;
  GMainLoop *loop;
} Driver;

/* ------------------------------------------------------------------------------------------- telling */

static void
print (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  printf ("%s\n", text);
  fflush (stdout);
}

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_boolean (JsonBuilder *builder,
             const char  *name,
             gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static const char *
name_state (FlLedState state)
{
  static const char * const names[] = { "unknown", "off", "on" };

  return names[state];
}

static void
tell_led (FlLed *led)
{
  static const char * const evidences[] = { "none", "echoed", "reported" };
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "led", fl_led_get_id (led));
  add_text (builder, "evidence", evidences[fl_led_get_evidence (led)]);
  add_text (builder, "reported", name_state (fl_led_get_reported (led)));
  add_boolean (builder, "pending", fl_led_get_pending (led));
  add_text (builder, "wanted", name_state (fl_led_get_wanted (led)));
  add_text (builder, "note", fl_led_get_note (led));
  add_boolean (builder, "attention", fl_led_get_needs_attention (led));
  add_boolean (builder, "available", fl_led_get_available (led));
  add_text (builder, "reason", fl_led_get_reason (led));
  print (builder);
}

static void
tell_session (FlSession *session)
{
  FlLinkFault fault = fl_session_get_fault (session);
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "state", fl_session_state_to_code (fl_session_get_state (session)));
  add_text (builder, "fault", fl_link_fault_to_code (fault));
  add_text (builder, "text", fl_session_get_fault_text (session));
  print (builder);
}

static void
led_changed_cb (FlLed      *led,
                GParamSpec *pspec,
                gpointer    user_data)
{
  tell_led (led);
}

static void
watch_led (FlLed *led)
{
  if (g_object_get_data (G_OBJECT (led), "watched") != NULL)
    return;
  g_object_set_data (G_OBJECT (led), "watched", led);
  g_signal_connect (led, "notify", G_CALLBACK (led_changed_cb), NULL);
  tell_led (led);
}

static void
watch_leds (FlSession *session)
{
  GListModel *devices = G_LIST_MODEL (fl_session_get_registry (session));

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(FlDevice) device = g_list_model_get_item (devices, i);
      GListModel *leds = fl_device_get_leds (device);

      for (guint j = 0; j < g_list_model_get_n_items (leds); j++)
        {
          g_autoptr(FlLed) led = g_list_model_get_item (leds, j);

          watch_led (led);
        }
    }
}

static void
batch_cb (FlSession *session,
          GPtrArray *batch,
          gpointer   user_data)
{
  watch_leds (session);
}

static void
session_changed_cb (FlSession  *session,
                    GParamSpec *pspec,
                    gpointer    user_data)
{
  tell_session (session);
}

/* ------------------------------------------------------------------------------------------- obeying */

static void
answer (gboolean yes)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_boolean (builder, "answer", yes);
  print (builder);
}

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  fl_session_publish_finish (FL_SESSION (source), result, &error);
  json_builder_begin_object (builder);
  add_text (builder, "published", error != NULL ? error->message : NULL);
  print (builder);
}

static void
publish_zeros (FlSession  *session,
               const char *topic,
               gsize       n)
{
  g_autoptr(GBytes) payload = g_bytes_new_take (g_malloc0 (n), n);

  fl_session_publish_async (session, topic, payload, 1, FALSE, FALSE, NULL, published_cb, NULL);
}

static void
switch_led (FlSession  *session,
            const char *id,
            const char *what)
{
  FlLed *led = fl_device_registry_find_led (fl_session_get_registry (session), id);

  if (led == NULL)
    answer (FALSE);
  else if (strcmp (what, "toggle") == 0)
    answer (fl_led_toggle (led));
  else
    answer (fl_led_command (led, strcmp (what, "on") == 0));
}

static void
obey (Driver *self,
      char   *line)
{
  FlDeviceRegistry *registry = fl_session_get_registry (self->session);
  g_auto(GStrv) words = g_strsplit (line, " ", -1);
  guint n = g_strv_length (words);

  if (n == 3 && strcmp (words[0], "led") == 0)
    switch_led (self->session, words[1], words[2]);
  else if (n == 3 && strcmp (words[0], "publish") == 0)
    publish_zeros (self->session, words[1], (gsize) g_ascii_strtoull (words[2], NULL, 10));
  else if (n == 2 && strcmp (words[0], "add") == 0)
    answer (fl_device_registry_add_led (registry, NULL, words[1], NULL, NULL) != NULL);
  else if (n == 2 && strcmp (words[0], "expect") == 0)
    answer (fl_device_registry_expect_led (registry, words[1], NULL) != NULL);
  else if (n == 1 && strcmp (words[0], "now") == 0)
    fl_session_try_now (self->session);
  else
    g_error ("not understood: %s", line);
  watch_leds (self->session);
}

static void
line_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Driver *self = user_data;
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (stream, result, NULL, NULL);

  if (line == NULL)
    {
      g_main_loop_quit (self->loop);
      return;
    }
  obey (self, line);
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, line_read_cb, self);
}

/* ------------------------------------------------------------------------------------------- starting */

static FlTrust *
make_trust (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) pem = NULL;
  FlTrust *trust;
  char *text;
  gsize n;

  if (ca_path == NULL)
    return fl_trust_new_plain ();
  if (!g_file_get_contents (ca_path, &text, &n, &error))
    g_error ("%s", error->message);
  pem = g_bytes_new_take (text, n);
  trust = fl_trust_new_ca (pem, &error);
  if (trust == NULL)
    g_error ("%s", error->message);
  return trust;
}

static FlLinkSettings *
make_link_settings (void)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", (guint16) port);
  g_autoptr(FlTrust) trust = make_trust ();
  g_autofree char *filter = g_strconcat (base, "/#", NULL);
  const char * const filters[] = { filter, NULL };
  FlLinkSettings *settings = fl_link_settings_new (endpoint, trust);

  fl_link_settings_set_filters (settings, filters);
  fl_link_settings_set_qos (settings, 1);
  fl_link_settings_set_username (settings, username);
  fl_link_settings_set_allow_plain_password (settings, TRUE);
  if (password_path != NULL)
    {
      g_autoptr(FlSecret) password = fl_secret_new_from_file (password_path, NULL);

      fl_link_settings_set_password (settings, password);
    }
  return settings;
}

static FlSession *
make_session (void)
{
  g_autoptr(FlLinkSettings) link_settings = make_link_settings ();
  g_autoptr(FlDeviceSettings) device_settings = NULL;
  g_autoptr(FlKeyRing) keys = NULL;
  const FlDeviceSettingsFields fields = { .confirm_limit_ms = (guint) limit_ms };

  device_settings = fl_device_settings_new (&fields, NULL);
  if (key_path != NULL)
    {
      g_autofree char *text = NULL;

      g_file_get_contents (key_path, &text, NULL, NULL);
      keys = fl_key_ring_parse (text, NULL);
    }
  return fl_session_new (link_settings, keys, base, device_settings, 0);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  fl_session_close_finish (FL_SESSION (source), result, NULL);
  g_main_loop_quit (user_data);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new ("– a session on a string");
  g_autoptr(GInputStream) input = NULL;
  g_autoptr(GDataInputStream) lines = NULL;
  g_autoptr(GError) error = NULL;
  Driver self = { 0 };

  fl_secret_init ();
  fl_link_scrub_environment ();
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  self.loop = g_main_loop_new (NULL, FALSE);
  self.session = make_session ();
  g_signal_connect (self.session, "notify::state", G_CALLBACK (session_changed_cb), NULL);
  g_signal_connect (self.session, "batch", G_CALLBACK (batch_cb), NULL);
  fl_session_open (self.session);
  input = g_unix_input_stream_new (0, FALSE);
  lines = g_data_input_stream_new (input);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, line_read_cb, &self);
  g_main_loop_run (self.loop);
  fl_session_close_async (self.session, NULL, closed_cb, self.loop);
  g_main_loop_run (self.loop);
  g_object_unref (self.session);
  g_main_loop_unref (self.loop);
  return 0;
}
