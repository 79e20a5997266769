/* fernlight-cli watch: every message below the base topic, decrypted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-watch"

#include "config.h"

#include "cli/fl-cli-watch.h"

#include "cli/fl-cli-keys.h"
#include "cli/fl-cli-run.h"
#include "crypto/fl-fernet.h"
#include "messages/fl-text.h"
#include "mqtt/fl-service-rules.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  int      count;  /* messages to print; 0: no end */
  int      n_printed;
  gboolean json;
  gboolean stats;
  gboolean escape; /* a terminal: nothing in a payload may move its cursor */
  gint64   started;
} Watch;

/* The key that is missing is a wrong key to whoever reads the output. */
static const char *
error_code_of (FlMessage *message)
{
  const char *failure = fl_message_get_failure (message);

  if (g_strcmp0 (failure, FL_MESSAGE_NO_KEY) == 0)
    return fl_fernet_error_to_code (FL_FERNET_ERROR_WRONG_KEY);
  return failure;
}

static void
add_nullable_string (JsonBuilder *builder,
                     const char  *member,
                     const char  *value)
{
  json_builder_set_member_name (builder, member);
  if (value == NULL)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, value);
}

static void
add_payload (JsonBuilder *builder,
             FlMessage   *message)
{
  g_autofree char *text = fl_message_dup_text (message);

  if (text != NULL)
    {
      add_nullable_string (builder, "payload", text);
    }
  else
    {
      gsize n;
      gconstpointer data = g_bytes_get_data (fl_message_get_payload (message), &n);
      g_autofree char *base64 = g_base64_encode (data, n);

      add_nullable_string (builder, "payload_base64", base64);
    }
}

/**
 * fl_cli_watch_to_json:
 *
 * Returns: (transfer full): one object on one line, with the keys of the manual, without a line feed
 */
char *
fl_cli_watch_to_json (FlMessage *message)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_nullable_string (builder, "topic", fl_message_get_topic (message));
  add_payload (builder, message);
  json_builder_set_member_name (builder, "encrypted");
  json_builder_add_boolean_value (builder, fl_message_get_encryption (message) != FL_MESSAGE_PLAIN);
  add_nullable_string (builder, "key", fl_message_get_key_id (message));
  json_builder_set_member_name (builder, "token_time");
  if (fl_message_get_encryption (message) == FL_MESSAGE_DECRYPTED)
    json_builder_add_int_value (builder, fl_message_get_token_time (message));
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "qos");
  json_builder_add_int_value (builder, fl_message_get_qos (message));
  json_builder_set_member_name (builder, "retained");
  json_builder_add_boolean_value (builder, fl_message_is_retained (message));
  add_nullable_string (builder, "error", error_code_of (message));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
print_line (Watch     *watch,
            FlMessage *message)
{
  gsize n;
  const char *payload = g_bytes_get_data (fl_message_get_payload (message), &n);
  g_autofree char *topic = fl_text_escape (fl_message_get_topic (message), -1);

  fprintf (stdout, "Topic:%s,Payload:", topic);
  if (watch->escape)
    {
      g_autofree char *escaped = fl_text_escape (payload, (gssize) n);

      fputs (escaped, stdout);
    }
  else if (n > 0)
    {
      fwrite (payload, 1, n, stdout);
    }
  fputc ('\n', stdout);
  if (error_code_of (message) != NULL)
    fl_cli_complain (topic, "%s", error_code_of (message));
}

static void
print_message (Watch     *watch,
               FlMessage *message)
{
  if (watch->json)
    {
      g_autofree char *line = fl_cli_watch_to_json (message);

      fprintf (stdout, "%s\n", line);
    }
  else
    {
      print_line (watch, message);
    }
  watch->n_printed++;
}

static gboolean
is_complete (const Watch *watch)
{
  return watch->count > 0 && watch->n_printed >= watch->count;
}

static void
batch_came (FlCliRun  *run,
            GPtrArray *messages,
            gpointer   user_data)
{
  Watch *watch = user_data;

  for (guint i = 0; i < messages->len && !is_complete (watch); i++)
    print_message (watch, g_ptr_array_index (messages, i));
  if (fflush (stdout) != 0)
    fl_cli_run_quit (run, FL_CLI_FAILED);
  else if (is_complete (watch))
    fl_cli_run_quit (run, FL_CLI_DONE);
}

static void
print_stats (FlCliRun *run,
             gpointer  user_data)
{
  Watch *watch = user_data;
  FlSession *session = fl_cli_run_get_session (run);
  guint64 n_failed = fl_session_get_n_failed (session);

  if (!watch->stats)
    return;
  fprintf (stderr, "received %" G_GUINT64_FORMAT " decrypted %" G_GUINT64_FORMAT " failed %" G_GUINT64_FORMAT
                   " refused %" G_GUINT64_FORMAT " seconds %.3f\n",
           fl_session_get_n_messages (session), fl_session_get_n_fernet (session) - n_failed, n_failed,
           fl_session_get_n_refused (session), (double) (g_get_monotonic_time () - watch->started) / G_USEC_PER_SEC);
}

static void
time_is_up (FlCliRun *run,
            gpointer  user_data)
{
  Watch *watch = user_data;

  if (watch->count > 0)
    fl_cli_complain ("timeout", _("%d of %d messages came"), watch->n_printed, watch->count);
  fl_cli_run_quit (run, watch->count > 0 ? FL_CLI_FAILED : FL_CLI_DONE);
}

static void
stopped (FlCliRun *run,
         gpointer  user_data)
{
  fl_cli_run_quit (run, FL_CLI_DONE);
}

/* What is asked for is lower where the service does not know it. */
static void
warn_of_qos (const FlService *service,
             int              qos)
{
  g_autofree char *sentence = qos > service->max_qos ? fl_service_rules_describe_qos (service) : NULL;

  if (sentence != NULL)
    fl_cli_complain ("warning", "%s", sentence);
}

/**
 * fl_cli_watch_run:
 * @argc: how many arguments
 * @argv: "watch", BROKER and options
 *
 * Returns: DONE; FAILED without a connection or if --count was not reached; NOT_TRUSTED
 */
FlCliStatus
fl_cli_watch_run (int    argc,
                  char **argv)
{
  static const FlCliRunFuncs funcs = { .batch = batch_came, .timed_out = time_is_up, .stopped = stopped,
                                       .finished = print_stats };
  g_auto(FlCliBrokerOptions) options = { NULL };
  g_auto(FlCliKeys) keys = { NULL };
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(FlCliBroker) broker = NULL;
  g_autoptr(FlLinkSettings) settings = NULL;
  const char *address;
  FlCliStatus status;
  Watch watch = { .escape = isatty (STDOUT_FILENO), .started = g_get_monotonic_time () };
  int qos = -1;
  int timeout_s = 0;
  const GOptionEntry entries[] = {
    { "qos", 0, 0, G_OPTION_ARG_INT, &qos, N_("Subscribe with this QoS"), "0|1|2" },
    { "count", 0, 0, G_OPTION_ARG_INT, &watch.count, N_("End after this many messages"), "N" },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout_s, N_("End after this many seconds"), N_("SECONDS") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &watch.json, N_("Print a JSON object a message"), NULL },
    { "stats", 0, 0, G_OPTION_ARG_NONE, &watch.stats, N_("End with a line of figures"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new ("BROKER");

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_group (context, fl_cli_broker_new_group (&options));
  fl_cli_keys_add_options (&keys, context);
  if (!fl_cli_parse (context, &argc, &argv))
    return FL_CLI_USAGE;
  if (!fl_cli_broker_take_address (&options, &argc, argv, &address) || argc != 1 || qos < -1 || qos > 2 ||
      watch.count < 0 || timeout_s < 0)
    {
      fl_cli_complain ("usage", "watch BROKER [TRUST] [KEYS] [--qos 0|1|2] [--count N] [--timeout SECONDS] [--json] [--stats]");
      return FL_CLI_USAGE;
    }
  status = fl_cli_broker_prepare (address, &options, &keys, &broker, &ring);
  if (status != FL_CLI_DONE)
    return status;
  settings = fl_cli_broker_new_settings (broker, TRUE, qos);
  fl_link_settings_set_discovery (settings, FALSE); /* messages are shown, not devices */
  warn_of_qos (fl_link_settings_get_service (settings), qos);
  return fl_cli_run (broker, settings, ring, NULL, timeout_s, TRUE, &funcs, &watch);
}
