/* fernlight-cli publish: one message from standard input to a topic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-publish"

#include "config.h"

#include "cli/fl-cli-publish.h"

#include "cli/fl-cli-keys.h"
#include "cli/fl-cli-run.h"
#include "messages/fl-topic-name.h"
#include "mqtt/fl-service-rules.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* MQTT's largest packet (MQTT 5.0, section 1.5.5); the topic and headers are checked when it is sent. */
#define MAX_PAYLOAD (268435455)

typedef struct
{
  const char *topic;
  GBytes     *payload;
  int         qos;
  gboolean    retain;
  gboolean    encrypt;
  gboolean    sent;
} Publish;

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  FlCliRun *run = user_data;
  g_autoptr(GError) error = NULL;

  if (fl_session_publish_finish (FL_SESSION (source), result, &error))
    {
      fl_cli_run_quit (run, FL_CLI_DONE);
    }
  else
    {
      fl_cli_complain ("publish", "%s", error->message);
      fl_cli_run_quit (run, FL_CLI_FAILED);
    }
}

static void
is_online (FlCliRun *run,
           gpointer  user_data)
{
  Publish *publish = user_data;

  /* Once: a second connection must not send what the first may have delivered. */
  if (publish->sent)
    return;
  publish->sent = TRUE;
  fl_session_publish_async (fl_cli_run_get_session (run), publish->topic, publish->payload, publish->qos,
                            publish->retain, publish->encrypt, NULL, published_cb, run);
}

static GBytes *
read_standard_input (void)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[16384];
  size_t n;

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    {
      if (bytes->len + n > MAX_PAYLOAD)
        {
          fl_cli_complain ("payload", _("longer than MQTT can carry: %d bytes"), MAX_PAYLOAD);
          return NULL;
        }
      g_byte_array_append (bytes, buffer, (guint) n);
    }
  if (ferror (stdin))
    {
      fl_cli_complain ("payload", _("standard input cannot be read"));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static FlCliStatus
connect_and_publish (FlCliBroker *broker,
                     FlKeyRing   *keys,
                     Publish     *publish,
                     int          timeout_s)
{
  static const FlCliRunFuncs funcs = { .online = is_online };
  g_autoptr(FlLinkSettings) settings = fl_cli_broker_new_settings (broker, FALSE, -1);
  g_autofree char *refusal =
    fl_service_rules_judge_publish (fl_link_settings_get_service (settings), fl_link_settings_get_username (settings),
                                    publish->topic, publish->qos, publish->retain);
  g_autoptr(GBytes) payload = NULL;

  if (refusal != NULL)
    {
      fl_cli_complain ("usage", "%s", refusal);
      return FL_CLI_USAGE;
    }
  payload = read_standard_input ();
  if (payload == NULL)
    return FL_CLI_FAILED;
  publish->payload = payload;
  return fl_cli_run (broker, settings, keys, NULL, timeout_s, FALSE, &funcs, publish);
}

/**
 * fl_cli_publish_run:
 * @argc: how many arguments
 * @argv: "publish", BROKER, TOPIC and options
 *
 * Returns: DONE once the broker has acknowledged
 */
FlCliStatus
fl_cli_publish_run (int    argc,
                    char **argv)
{
  g_auto(FlCliBrokerOptions) options = { NULL };
  g_auto(FlCliKeys) keys = { NULL };
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(FlCliBroker) broker = NULL;
  const char *address;
  FlCliStatus status;
  Publish publish = { .qos = 1 };
  int timeout_s = 30;
  const GOptionEntry entries[] = {
    { "qos", 0, 0, G_OPTION_ARG_INT, &publish.qos, N_("Publish with this QoS"), "0|1|2" },
    { "retain", 0, 0, G_OPTION_ARG_NONE, &publish.retain, N_("The broker keeps it for whoever subscribes later"), NULL },
    { "encrypt", 0, 0, G_OPTION_ARG_NONE, &publish.encrypt, N_("Encrypt with the first key"), NULL },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout_s, N_("Give up after this many seconds"), N_("SECONDS") },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new ("BROKER TOPIC");

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_group (context, fl_cli_broker_new_group (&options));
  fl_cli_keys_add_options (&keys, context);
  if (!fl_cli_parse (context, &argc, &argv))
    return FL_CLI_USAGE;
  if (!fl_cli_broker_take_address (&options, &argc, argv, &address) || argc != 2 || publish.qos < 0 || publish.qos > 2 ||
      timeout_s < 1 || !fl_topic_name_is_valid (argv[1], -1))
    {
      fl_cli_complain ("usage", "publish BROKER TOPIC [TRUST] [KEYS] [--qos 0|1|2] [--retain] [--encrypt] [--timeout SECONDS]");
      return FL_CLI_USAGE;
    }
  publish.topic = argv[1];
  status = fl_cli_broker_prepare (address, &options, &keys, &broker, &ring);
  if (status != FL_CLI_DONE)
    return status;
  if (publish.encrypt && ring == NULL)
    {
      fl_cli_complain ("usage", _("--encrypt needs a key: --key-file or FERNLIGHT_KEY"));
      return FL_CLI_USAGE;
    }
  return connect_and_publish (broker, ring, &publish, timeout_s);
}
