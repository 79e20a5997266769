/* Toggles LEDs through a session, one command after the other on each, and writes down what became of every one.
 *
 *   toggle-driver --port N --base TOPIC --devices K --toggles N --limit-ms N
 *
 * The LEDs are BASE/d0/led … BASE/dK-1/led; "ON 17" is the command with the number 17. Out, a line each:
 *   sent NUMBER DEVICE ON|OFF
 *   end NUMBER confirmed|marked|unmarked NOTE
 *   done, and after a line on the input: state DEVICE ON|OFF|UNKNOWN for each; ends with its input.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <gio/gunixinputstream.h>

#include "session/fl-session.h"

static char *base;
static int port, n_devices, n_toggles, limit_ms;

static const GOptionEntry entries[] = {
  { "port", 0, 0, G_OPTION_ARG_INT, &port, "port of localhost", "PORT" },
  { "base", 0, 0, G_OPTION_ARG_STRING, &base, "base topic", "TOPIC" },
  { "devices", 0, 0, G_OPTION_ARG_INT, &n_devices, "how many", "N" },
  { "toggles", 0, 0, G_OPTION_ARG_INT, &n_toggles, "how many, of all together", "N" },
  { "limit-ms", 0, 0, G_OPTION_ARG_INT, &limit_ms, "how long a LED waits for its report", "N" },
  { NULL }
};

typedef struct
{
  FlLed *led; /* not owned */
  guint number;
} Toggled;

typedef struct
{
  FlSession *session;
  GMainLoop *loop;
  GHashTable *toggled_of_topic;
  guint n_sent;
  guint n_ended;
} Driver;

/* An acknowledgement still to come. */
typedef struct
{
  FlDeviceSentFunc sent;
  gpointer sent_data;
} Errand;

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Errand *errand = user_data;
  g_autoptr(GError) error = NULL;

  fl_session_publish_finish (FL_SESSION (source), result, &error);
  errand->sent (error, errand->sent_data);
}

/* Numbers the command; otherwise it goes the way of every command. */
static void
send_cb (const char       *topic,
         GBytes           *payload,
         int               qos,
         gboolean          retained,
         FlDeviceSentFunc  sent,
         gpointer          sent_data,
         gpointer          user_data)
{
  Driver *self = user_data;
  Toggled *toggled = g_hash_table_lookup (self->toggled_of_topic, topic);
  const char *word = g_bytes_get_data (payload, NULL);
  char *text = g_strdup_printf ("%.*s %u", (int) g_bytes_get_size (payload), word, toggled->number);
  g_autoptr(GBytes) numbered = g_bytes_new_take (text, strlen (text));
  Errand *errand = g_new0 (Errand, 1);

  *errand = (Errand) { sent, sent_data };
  printf ("sent %u %s %.*s\n", toggled->number, fl_led_get_device_id (toggled->led), (int) g_bytes_get_size (payload), word);
  fl_session_publish_async (self->session, topic, numbered, qos, retained, FALSE, NULL, published_cb, errand);
}

/* What is not known counts as off: then it is turned on. */
static void
toggle (Driver  *self,
        Toggled *toggled)
{
  if (self->n_sent == (guint) n_toggles || fl_led_get_pending (toggled->led) || !fl_led_get_available (toggled->led))
    return;
  toggled->number = ++self->n_sent;
  if (!fl_led_command (toggled->led, fl_led_get_reported (toggled->led) != FL_LED_STATE_ON))
    g_error ("available, but not to be commanded");
}

static void
toggle_all (Driver *self)
{
  GHashTableIter iter;
  gpointer toggled;

  g_hash_table_iter_init (&iter, self->toggled_of_topic);
  while (g_hash_table_iter_next (&iter, NULL, &toggled))
    toggle (self, toggled);
}

static gboolean
toggle_all_cb (gpointer user_data)
{
  toggle_all (user_data);
  return G_SOURCE_REMOVE;
}

static void
pending_cb (FlLed      *led,
            GParamSpec *pspec,
            Driver     *self)
{
  Toggled *toggled = g_hash_table_lookup (self->toggled_of_topic, fl_led_get_command_topic (led));
  const gboolean is_marked = fl_led_get_needs_attention (led);

  if (fl_led_get_pending (led))
    return;
  printf ("end %u %s %s\n", toggled->number, is_marked ? "marked" : fl_led_get_note (led) == NULL ? "confirmed" : "unmarked",
          fl_led_get_note (led) != NULL ? fl_led_get_note (led) : "");
  self->n_ended++;
  if (self->n_ended == (guint) n_toggles)
    printf ("done\n");
  fflush (stdout);
  g_idle_add (toggle_all_cb, self);
}

static void
state_cb (FlSession  *session,
          GParamSpec *pspec,
          Driver     *self)
{
  if (fl_session_get_state (session) == FL_SESSION_STATE_WAITING)
    fl_session_try_now (session);
  if (fl_session_get_state (session) == FL_SESSION_STATE_ONLINE)
    g_idle_add (toggle_all_cb, self);
}

static void
line_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Driver *self = user_data;
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (stream, result, NULL, NULL);
  static const char *const names[] = { "UNKNOWN", "OFF", "ON" };
  GHashTableIter iter;
  gpointer value;

  if (line == NULL)
    {
      g_main_loop_quit (self->loop);
      return;
    }
  g_hash_table_iter_init (&iter, self->toggled_of_topic);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    printf ("state %s %s\n", fl_led_get_device_id (((Toggled *) value)->led), names[fl_led_get_reported (((Toggled *) value)->led)]);
  fflush (stdout);
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, line_read_cb, self);
}

static FlSession *
make_session (void)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", (guint16) port);
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlLinkSettings) settings = fl_link_settings_new (endpoint, trust);
  const FlDeviceSettingsFields fields = { .confirm_limit_ms = (guint) limit_ms };
  g_autoptr(FlDeviceSettings) device_settings = fl_device_settings_new (&fields, NULL);
  g_autofree char *filter = g_strconcat (base, "/#", NULL);
  const char *const filters[] = { filter, NULL };

  fl_link_settings_set_filters (settings, filters);
  fl_link_settings_set_qos (settings, 1);
  return fl_session_new (settings, NULL, base, device_settings, 0);
}

static void
add_leds (Driver *self)
{
  for (int i = 0; i < n_devices; i++)
    {
      g_autofree char *id = g_strdup_printf ("d%d", i);
      Toggled *toggled = g_new0 (Toggled, 1);

      toggled->led = fl_device_registry_expect_led (fl_session_get_registry (self->session), id, NULL);
      g_hash_table_insert (self->toggled_of_topic, g_strdup (fl_led_get_command_topic (toggled->led)), toggled);
      g_signal_connect (toggled->led, "notify::pending", G_CALLBACK (pending_cb), self);
    }
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
  g_autoptr(GOptionContext) context = g_option_context_new ("– toggles, and a record of them");
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
  self.toggled_of_topic = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.session = make_session ();
  fl_device_registry_set_sender (fl_session_get_registry (self.session), send_cb, &self, NULL);
  add_leds (&self);
  g_signal_connect (self.session, "notify::state", G_CALLBACK (state_cb), &self);
  fl_session_open (self.session);
  input = g_unix_input_stream_new (0, FALSE);
  lines = g_data_input_stream_new (input);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, line_read_cb, &self);
  g_main_loop_run (self.loop);
  fl_session_close_async (self.session, NULL, closed_cb, self.loop);
  g_main_loop_run (self.loop);
  g_object_unref (self.session);
  g_main_loop_unref (self.loop);
  g_hash_table_unref (self.toggled_of_topic);
  return 0;
}
