/* Drives Paho with the live tap, or the probe, without the rest of the program; prints what they report.
 *
 *     tls-client [--probe] [--no-hook] [--snippets] [--timeout=SECONDS] CONNECTION [-- CONNECTION]…
 *
 * A CONNECTION is some of: host=NAME port=N address=IP (the host's, if it is not to be looked up)
 * trust=system|insecure|ca:FILE|pin:PIN|psk:IDENTITY:FILE cert=FILE key=FILE hold=MS (stay connected so long).
 * All of them are made at once. Prints one JSON array: {"connected", "paho", "report"} for each; Paho's
 * `connected` means that a CONNACK came. With --snippets: "snippets" too, what a firmware is given then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "crypto/fl-secret.h"
#include "esp/fl-snippet.h"
#include "tls/fl-json-member.h"
#include "tls/fl-probe.h"
#include "tls/fl-tls-report-json.h"
#include "tls/fl-tls-tap.h"

#include <MQTTAsync.h>
#include <stdlib.h>
#include <string.h>

#define POLL_US 5000

typedef struct
{
  char       *host;
  char       *address;
  char       *trust_text;
  char       *cert_file;
  char       *key_file;
  int         port;
  int         hold_ms;
  FlEndpoint *endpoint;
  FlTrust    *trust;
  FlTlsTap   *tap;
  MQTTAsync   handle;
  char       *message;
  int         is_connected; /* atomic, as are the next two */
  int         is_done;
  int         is_disconnected;
} Connection;

static gboolean use_probe = FALSE;
static gboolean without_hook = FALSE;
static gboolean with_snippets = FALSE;
static int timeout_s = 20;

static const GOptionEntry entries[] = {
  { "probe", 0, 0, G_OPTION_ARG_NONE, &use_probe, "", NULL },
  { "no-hook", 0, 0, G_OPTION_ARG_NONE, &without_hook, "", NULL },
  { "snippets", 0, 0, G_OPTION_ARG_NONE, &with_snippets, "", NULL },
  { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout_s, "", NULL },
  { NULL },
};

static GBytes *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *content;
  gsize n;

  if (!g_file_get_contents (path, &content, &n, &error))
    g_error ("%s", error->message);

  return g_bytes_new_take (content, n);
}

static FlSecret *
read_secret (const char *path)
{
  g_autoptr(GError) error = NULL;
  FlSecret *secret = fl_secret_new_from_file (path, &error);

  if (secret == NULL)
    g_error ("%s", error->message);

  return secret;
}

static FlTrust *
make_psk (const char  *text,
          GError     **error)
{
  g_auto(GStrv) parts = g_strsplit (text, ":", 2);
  g_autoptr(FlSecret) hex = read_secret (parts[1]);
  g_autoptr(FlSecret) key = fl_trust_parse_psk (hex, error);

  return key != NULL ? fl_trust_new_psk (parts[0], key, error) : NULL;
}

static FlTrust *
make_way (const char  *text,
          GError     **error)
{
  if (text == NULL)
    g_error ("no trust= given");
  if (g_str_has_prefix (text, "ca:"))
    {
      g_autoptr(GBytes) pem = read_file (text + 3);
      return fl_trust_new_ca (pem, error);
    }
  if (g_str_has_prefix (text, "pin:"))
    {
      g_autoptr(FlPin) pin = fl_pin_parse (text + 4, error);
      return pin != NULL ? fl_trust_new_pin (pin) : NULL;
    }
  if (g_str_has_prefix (text, "psk:"))
    return make_psk (text + 4, error);
  if (strcmp (text, "insecure") == 0)
    return fl_trust_new_insecure ();

  return fl_trust_new_system ();
}

static FlTrust *
make_trust (const Connection *connection)
{
  g_autoptr(GError) error = NULL;
  FlTrust *trust = make_way (connection->trust_text, &error);

  if (trust != NULL && connection->cert_file != NULL)
    {
      g_autoptr(FlTrust) plain = g_steal_pointer (&trust);
      g_autoptr(GBytes) cert = read_file (connection->cert_file);
      g_autoptr(FlSecret) key = read_secret (connection->key_file);

      trust = fl_trust_with_client_certificate (plain, cert, key, NULL, &error);
    }
  if (trust == NULL)
    g_error ("trust: %s", error->message);

  return trust;
}

static void
replace_text (char      **text,
              const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static void
read_word (Connection *connection,
           const char *word)
{
  const char *value = strchr (word, '=');

  if (value == NULL)
    g_error ("what is \"%s\"?", word);
  value++;
  if (g_str_has_prefix (word, "host="))
    replace_text (&connection->host, value);
  else if (g_str_has_prefix (word, "address="))
    replace_text (&connection->address, value);
  else if (g_str_has_prefix (word, "trust="))
    replace_text (&connection->trust_text, value);
  else if (g_str_has_prefix (word, "cert="))
    replace_text (&connection->cert_file, value);
  else if (g_str_has_prefix (word, "key="))
    replace_text (&connection->key_file, value);
  else if (g_str_has_prefix (word, "port="))
    connection->port = atoi (value);
  else if (g_str_has_prefix (word, "hold="))
    connection->hold_ms = atoi (value);
  else
    g_error ("what is \"%s\"?", word);
}

static void
complete_connection (Connection *connection)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (connection->host, connection->port);

  connection->endpoint = connection->address != NULL ? fl_endpoint_with_address (endpoint, connection->address)
                                                     : fl_endpoint_ref (endpoint);
  connection->trust = make_trust (connection);
  connection->tap = fl_tls_tap_new (connection->endpoint, connection->trust);
}

static GPtrArray *
read_connections (int    argc,
                  char **argv)
{
  GPtrArray *connections = g_ptr_array_new ();
  Connection *current = g_new0 (Connection, 1);

  g_ptr_array_add (connections, current);
  for (int i = 1; i < argc; i++)
    {
      if (strcmp (argv[i], "--") != 0)
        {
          read_word (current, argv[i]);
          continue;
        }
      current = g_new0 (Connection, 1);
      g_ptr_array_add (connections, current);
    }
  g_ptr_array_foreach (connections, (GFunc) (void (*) (void)) complete_connection, NULL);

  return connections;
}

static void
connected_cb (void                  *data,
              MQTTAsync_successData *success)
{
  Connection *connection = data;

  g_atomic_int_set (&connection->is_connected, TRUE);
  g_atomic_int_set (&connection->is_done, TRUE);
}

static void
failed_cb (void                  *data,
           MQTTAsync_failureData *failure)
{
  Connection *connection = data;

  connection->message = g_strdup (failure->message);
  g_atomic_int_set (&connection->is_done, TRUE);
}

static void
disconnected_cb (void                  *data,
                 MQTTAsync_successData *success)
{
  Connection *connection = data;

  g_atomic_int_set (&connection->is_disconnected, TRUE);
}

static void
not_disconnected_cb (void                  *data,
                     MQTTAsync_failureData *failure)
{
  disconnected_cb (data, NULL);
}

/* Exactly what the link gives to Paho. */
static void
start_paho (Connection *connection)
{
  MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
  MQTTAsync_SSLOptions ssl = MQTTAsync_SSLOptions_initializer;
  const char *where = connection->address != NULL ? connection->address : connection->host;
  g_autofree char *uri = g_strdup_printf (strchr (where, ':') ? "ssl://[%s]:%d" : "ssl://%s:%d",
                                          where, connection->port);
  int result;

  ssl.enableServerCertAuth = 1;
  ssl.verify = 0;
  ssl.disableDefaultTrustStore = 1;
  ssl.enabledCipherSuites = fl_tls_tap_get_cipher_suites (connection->tap);
  ssl.ssl_psk_cb = fl_tls_tap_psk_cb;
  ssl.ssl_psk_context = connection->tap;
  options.ssl = &ssl;
  options.onSuccess = connected_cb;
  options.onFailure = failed_cb;
  options.context = connection;
  options.MQTTVersion = MQTTVERSION_3_1_1;
  options.connectTimeout = timeout_s;
  options.keepAliveInterval = 30;
  result = MQTTAsync_create (&connection->handle, uri, "tls-client", MQTTCLIENT_PERSISTENCE_NONE, NULL);
  if (result == MQTTASYNC_SUCCESS)
    result = MQTTAsync_connect (connection->handle, &options);
  if (result != MQTTASYNC_SUCCESS)
    g_error ("Paho: %d", result);
}

static void
wait_for (Connection *connection,
          int        *flag,
          int         seconds)
{
  gint64 deadline = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;

  while (!g_atomic_int_get (flag) && g_get_monotonic_time () < deadline)
    {
      /* Any thread, any time. */
      g_autoptr(FlTlsReport) report = fl_tls_tap_dup_report (connection->tap);

      g_assert (report != NULL);
      g_usleep (POLL_US);
    }
}

static void
end_paho (Connection *connection)
{
  MQTTAsync_disconnectOptions options = MQTTAsync_disconnectOptions_initializer;

  options.timeout = 1000;
  options.onSuccess = disconnected_cb;
  options.onFailure = not_disconnected_cb;
  options.context = connection;
  if (MQTTAsync_disconnect (connection->handle, &options) == MQTTASYNC_SUCCESS)
    wait_for (connection, &connection->is_disconnected, 5);
  MQTTAsync_destroy (&connection->handle);
}

static FlTlsReport *
run_probe (Connection *connection)
{
  g_autoptr(GError) error = NULL;
  FlTlsReport *report = fl_probe_run (connection->endpoint, connection->trust, timeout_s * 1000, NULL, &error);

  if (report == NULL)
    g_error ("probe: %s", error->message);

  return report;
}

static void
print_snippets (JsonBuilder *builder,
                Connection  *connection,
                FlTlsReport *report)
{
  g_autoptr(GPtrArray) snippets = fl_snippet_list (report, fl_trust_get_psk_identity (connection->trust),
                                                   g_get_real_time () / G_USEC_PER_SEC);

  json_builder_set_member_name (builder, "snippets");
  json_builder_begin_object (builder);
  for (guint i = 0; i < snippets->len; i++)
    {
      const FlSnippet *snippet = g_ptr_array_index (snippets, i);

      json_builder_set_member_name (builder, fl_snippet_get_id (snippet));
      json_builder_begin_object (builder);
      fl_json_member_add_string (builder, "language", fl_snippet_get_language (snippet));
      fl_json_member_add_string (builder, "text", fl_snippet_get_text (snippet));
      fl_json_member_add_string (builder, "obstacle", fl_snippet_get_obstacle (snippet));
      fl_json_member_add_string (builder, "remark", fl_snippet_get_remark (snippet));
      fl_json_member_add_string (builder, "works_until", fl_snippet_get_works_until_text (snippet));
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
print_connection (JsonBuilder *builder,
                  Connection  *connection,
                  FlTlsReport *report)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "connected");
  json_builder_add_boolean_value (builder, connection->is_connected);
  json_builder_set_member_name (builder, "paho");
  json_builder_add_string_value (builder, connection->message != NULL ? connection->message : "");
  json_builder_set_member_name (builder, "round_trips");
  json_builder_add_int_value (builder, fl_handshake_get_n_round_trips (fl_tls_report_get_handshake (report)));
  json_builder_set_member_name (builder, "path_length");
  json_builder_add_int_value (builder, fl_tls_report_get_verified_path (report)->len);
  json_builder_set_member_name (builder, "report");
  json_builder_add_value (builder, fl_tls_report_to_json (report));
  if (with_snippets)
    print_snippets (builder, connection, report);
  json_builder_end_object (builder);
}

static void
free_connection (Connection *connection)
{
  fl_tls_tap_unref (connection->tap);
  fl_trust_unref (connection->trust);
  fl_endpoint_unref (connection->endpoint);
  g_free (connection->host);
  g_free (connection->address);
  g_free (connection->trust_text);
  g_free (connection->cert_file);
  g_free (connection->key_file);
  g_free (connection->message);
  g_free (connection);
}

static void
run_paho (GPtrArray *connections)
{
  if (!without_hook)
    fl_tls_tap_install ();
  for (guint i = 0; i < connections->len; i++)
    start_paho (g_ptr_array_index (connections, i));
  for (guint i = 0; i < connections->len; i++)
    {
      Connection *connection = g_ptr_array_index (connections, i);

      wait_for (connection, &connection->is_done, timeout_s + 5);
      if (connection->is_connected)
        g_usleep (connection->hold_ms * G_TIME_SPAN_MILLISECOND);
      end_paho (connection);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr(GPtrArray) connections = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  fl_secret_init ();
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  connections = read_connections (argc, argv);
  if (!use_probe)
    run_paho (connections);

  json_builder_begin_array (builder);
  for (guint i = 0; i < connections->len; i++)
    {
      Connection *connection = g_ptr_array_index (connections, i);
      g_autoptr(FlTlsReport) report = use_probe ? run_probe (connection) : fl_tls_tap_dup_report (connection->tap);

      print_connection (builder, connection, report);
      free_connection (connection);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);

  return 0;
}
