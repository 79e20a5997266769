/* Links on a string, for the live tests: a JSON object a line in, a JSON object a line out.
 *
 * In: {"do":"new","id","host","port","way","ca","pin","psk_identity","psk_file","cert","key","username",
 * "password_file","plain_password","filters","qos","version","client_id","timeout"}, {"do":"open|try|close|free","id"},
 * {"do":"expose","id","plain_port"}, {"do":"publish","id","topic","text"|"size","qos","retained","tag"}, {"do":"stats"}.
 * Out: {"id","event":"link",…} at each change, {"id","event":"message",…}, {"id","event":"published",…}, …
 *
 * The resolver answers "hang.test" never and "two.test" with an address where nobody listens and 127.0.0.1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "crypto/fl-secret.h"
#include "mqtt/fl-link.h"
#include "session/fl-exposure.h"
#include "tls/fl-tls-report.h"

#include <gio/gunixinputstream.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char    *id;
  FlLink  *link;
  FlInbox *inbox;
  GThread *reader;

  FlExposure *exposure; /* while asking */
  guint       counting_id;
} Client;

static GMainLoop *loop;
static GHashTable *clients;

/* ─── a resolver with surprises ─── */

G_DECLARE_FINAL_TYPE (FlTestResolver, fl_test_resolver, FL, TEST_RESOLVER, GResolver)

struct _FlTestResolver
{
  GResolver  parent_instance;
  GResolver *real;
};

G_DEFINE_FINAL_TYPE (FlTestResolver, fl_test_resolver, G_TYPE_RESOLVER)

static void
real_looked_up_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &error);

  if (addresses == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, addresses, (GDestroyNotify) g_resolver_free_addresses);
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_task_return_error_if_cancelled (user_data);
}

static void
fl_test_resolver_lookup_async (GResolver           *resolver,
                               const char          *hostname,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  FlTestResolver *self = FL_TEST_RESOLVER (resolver);
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  if (g_str_equal (hostname, "hang.test"))
    {
      g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), g_steal_pointer (&task), g_object_unref);
    }
  else if (g_str_equal (hostname, "two.test"))
    {
      GList *addresses = g_list_append (NULL, g_inet_address_new_from_string ("127.0.0.77"));

      addresses = g_list_append (addresses, g_inet_address_new_from_string ("127.0.0.1"));
      g_task_return_pointer (task, addresses, (GDestroyNotify) g_resolver_free_addresses);
    }
  else
    {
      g_resolver_lookup_by_name_async (self->real, hostname, cancellable, real_looked_up_cb,
                                       g_steal_pointer (&task));
    }
}

static GList *
fl_test_resolver_lookup_finish (GResolver     *resolver,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fl_test_resolver_class_init (FlTestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = fl_test_resolver_lookup_async;
  resolver_class->lookup_by_name_finish = fl_test_resolver_lookup_finish;
}

static void
fl_test_resolver_init (FlTestResolver *self)
{
}

/* ─── telling ─── */

static void
tell (JsonObject *object)
{
  static GMutex mutex;
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);

  json_object_unref (object);
  g_mutex_lock (&mutex);
  puts (text);
  fflush (stdout);
  g_mutex_unlock (&mutex);
}

static JsonObject *
begin_event (const char *id,
             const char *event)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "event", event);
  return object;
}

static void
set_nullable_string (JsonObject *object,
                     const char *member,
                     const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

static void
set_reasons (JsonObject *object,
             FlVerdict  *verdict)
{
  JsonArray *reasons = json_array_new ();

  for (guint i = 0; i < fl_verdict_get_n_reasons (verdict); i++)
    json_array_add_string_element (reasons, fl_reason_to_code (fl_verdict_get_reason (verdict, i)));
  json_object_set_array_member (object, "reasons", reasons);
}

static void
describe_report (JsonObject  *object,
                 FlTlsReport *report)
{
  FlCertificate *leaf = fl_tls_report_get_leaf (report);

  set_reasons (object, fl_tls_report_get_verdict (report));
  set_nullable_string (object, "protocol", fl_tls_report_get_protocol (report));
  json_object_set_boolean_member (object, "connected", fl_tls_report_is_connected (report));
  json_object_set_boolean_member (object, "complete", fl_tls_report_is_complete (report));
  json_object_set_string_member (object, "way", fl_trust_way_to_code (fl_tls_report_get_way (report)));
  set_nullable_string (object, "sha256", leaf != NULL ? fl_certificate_get_sha256 (leaf) : NULL);
  json_object_set_int_member (object, "n_messages",
                              fl_handshake_get_n_messages (fl_tls_report_get_handshake (report)));
}

static void
tell_link (Client *client)
{
  JsonObject *object = begin_event (client->id, "link");
  FlTlsReport *report = fl_link_get_report (client->link);
  gint64 retry_at = fl_link_get_retry_at (client->link);

  json_object_set_string_member (object, "state", fl_link_state_to_code (fl_link_get_state (client->link)));
  json_object_set_string_member (object, "fault", fl_link_fault_to_code (fl_link_get_fault (client->link)));
  set_nullable_string (object, "text", fl_link_get_fault_text (client->link));
  json_object_set_int_member (object, "qos", fl_link_get_granted_qos (client->link));
  json_object_set_int_member (object, "version", fl_link_get_mqtt_version (client->link));
  json_object_set_int_member (object, "retry_ms", retry_at != 0 ? (retry_at - g_get_monotonic_time ()) / 1000 : -1);
  json_object_set_int_member (object, "at_ms", g_get_monotonic_time () / 1000);
  if (report != NULL)
    describe_report (object, report);
  tell (object);
}

static void
link_changed_cb (FlLink     *link,
                 GParamSpec *pspec,
                 gpointer    user_data)
{
  tell_link (user_data);
}

static gpointer
read_messages (gpointer data)
{
  Client *client = data;

  while (!fl_inbox_is_closed (client->inbox) || fl_inbox_get_bytes (client->inbox) > 0)
    {
      g_autoptr(FlInboxItem) first = fl_inbox_take_all (client->inbox, -1);

      for (FlInboxItem *item = first; item != NULL; item = item->next)
        {
          JsonObject *object = begin_event (client->id, "message");
          size_t n;
          const char *payload = g_bytes_get_data (item->payload, &n);
          g_autofree char *text = n < 1000 ? g_strndup (payload, n) : NULL;

          json_object_set_string_member (object, "topic", item->topic);
          json_object_set_int_member (object, "size", (gint64) n);
          json_object_set_int_member (object, "qos", item->qos);
          json_object_set_boolean_member (object, "retained", item->retained);
          set_nullable_string (object, "text", text);
          tell (object);
        }
    }
  return NULL;
}

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree char *tag = user_data;
  g_autoptr(GError) error = NULL;
  JsonObject *object = begin_event (tag, "published");

  fl_link_publish_finish (FL_LINK (source), result, &error);
  set_nullable_string (object, "error", error != NULL ? error->message : NULL);
  json_object_set_int_member (object, "code", error != NULL ? error->code : -1);
  tell (object);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree char *id = user_data;

  fl_link_close_finish (FL_LINK (source), result, NULL);
  tell (begin_event (id, "closed"));
}

/* ─── doing ─── */

static const char *
member (JsonObject *object,
        const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

static GBytes *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *content = NULL;
  size_t n;

  g_file_get_contents (path, &content, &n, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, n);
}

static FlTrust *
make_psk_trust (JsonObject  *object,
                GError     **error)
{
  g_autoptr(FlSecret) hex = fl_secret_new_from_file (member (object, "psk_file"), error);
  g_autoptr(FlSecret) key = hex != NULL ? fl_trust_parse_psk (hex, error) : NULL;

  return key != NULL ? fl_trust_new_psk (member (object, "psk_identity"), key, error) : NULL;
}

static FlTrust *
add_client_certificate (FlTrust     *trust,
                        JsonObject  *object,
                        GError     **error)
{
  g_autoptr(FlTrust) without = trust;
  g_autoptr(GBytes) cert = read_file (member (object, "cert"));
  g_autoptr(FlSecret) key = fl_secret_new_from_file (member (object, "key"), error);

  return key != NULL ? fl_trust_with_client_certificate (without, cert, key, NULL, error) : NULL;
}

static FlTrust *
make_trust (JsonObject *object)
{
  const char *way = json_object_get_string_member_with_default (object, "way", "plain");
  g_autoptr(GError) error = NULL;
  FlTrust *trust = NULL;

  if (g_str_equal (way, "ca"))
    {
      g_autoptr(GBytes) bytes = read_file (member (object, "ca"));

      trust = fl_trust_new_ca (bytes, &error);
    }
  else if (g_str_equal (way, "pin"))
    {
      g_autoptr(FlPin) pin = fl_pin_parse (member (object, "pin"), &error);

      trust = fl_trust_new_pin (pin);
    }
  else if (g_str_equal (way, "psk"))
    trust = make_psk_trust (object, &error);
  else if (g_str_equal (way, "insecure"))
    trust = fl_trust_new_insecure ();
  else if (g_str_equal (way, "system"))
    trust = fl_trust_new_system ();
  else
    trust = fl_trust_new_plain ();
  if (trust != NULL && json_object_has_member (object, "cert"))
    trust = add_client_certificate (trust, object, &error);
  g_assert_no_error (error);
  return trust;
}

static FlLinkSettings *
make_settings (JsonObject *object)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (member (object, "host"),
                                                    (guint16) json_object_get_int_member (object, "port"));
  g_autoptr(FlTrust) trust = make_trust (object);
  FlLinkSettings *settings = fl_link_settings_new (endpoint, trust);
  const char *password_file = member (object, "password_file");

  fl_link_settings_set_username (settings, member (object, "username"));
  if (password_file != NULL)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlSecret) secret = fl_secret_new_from_file (password_file, &error);

      g_assert_no_error (error);
      fl_link_settings_set_password (settings, secret);
    }
  fl_link_settings_set_allow_plain_password (settings,
                                             json_object_get_boolean_member_with_default (object, "plain_password",
                                                                                          FALSE));
  fl_link_settings_set_client_id (settings, member (object, "client_id"));
  fl_link_settings_set_mqtt_version (settings,
                                     (FlMqttVersion) json_object_get_int_member_with_default (object, "version", 0));
  fl_link_settings_set_qos (settings, (int) json_object_get_int_member_with_default (object, "qos", 1));
  fl_link_settings_set_connect_timeout (settings,
                                        (unsigned) json_object_get_int_member_with_default (object, "timeout", 15));
  if (json_object_has_member (object, "filters"))
    {
      JsonArray *array = json_object_get_array_member (object, "filters");
      g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
      g_auto(GStrv) filters = NULL;

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_strv_builder_add (builder, json_array_get_string_element (array, i));
      filters = g_strv_builder_end (builder);
      fl_link_settings_set_filters (settings, (const char * const *) filters);
    }
  return settings;
}

static void
make_client (JsonObject *object)
{
  g_autoptr(FlLinkSettings) settings = make_settings (object);
  Client *client = g_new0 (Client, 1);

  client->id = g_strdup (member (object, "id"));
  client->inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);
  client->link = fl_link_new (settings, client->inbox);
  g_signal_connect (client->link, "notify", G_CALLBACK (link_changed_cb), client);
  client->reader = g_thread_new ("reader", read_messages, client);
  g_hash_table_insert (clients, client->id, client);
}

static void
client_free (gpointer data)
{
  Client *client = data;

  g_signal_handlers_disconnect_by_data (client->link, client);
  fl_inbox_close (client->inbox);
  g_thread_join (client->reader);
  g_object_unref (client->link);
  fl_inbox_unref (client->inbox);
  g_free (client->id);
  g_free (client);
}

static void
publish (Client     *client,
         JsonObject *object)
{
  g_autoptr(GBytes) payload = NULL;
  const char *text = member (object, "text");

  if (text != NULL)
    {
      payload = g_bytes_new (text, strlen (text));
    }
  else
    {
      size_t n = (size_t) json_object_get_int_member (object, "size");

      payload = g_bytes_new_take (g_malloc0 (n), n);
    }
  fl_link_publish_async (client->link, member (object, "topic"), payload,
                         (int) json_object_get_int_member_with_default (object, "qos", 1),
                         json_object_get_boolean_member_with_default (object, "retained", FALSE), NULL,
                         published_cb, g_strdup (member (object, "tag")));
}

/* ─── who else gets in ─── */

static void
tell_exposure (Client *client)
{
  static const char *const tones[] = { "neutral", "good", "caution", "bad" };
  GListModel *model = G_LIST_MODEL (client->exposure);
  JsonObject *object = begin_event (client->id, "exposure");
  JsonArray *findings = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(FlExposureFinding) finding = g_list_model_get_item (model, i);
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "tone", tones[fl_exposure_finding_get_tone (finding)]);
      json_object_set_string_member (one, "text", fl_exposure_finding_get_text (finding));
      set_nullable_string (one, "lines", fl_exposure_finding_get_lines (finding));
      json_array_add_object_element (findings, one);
    }
  json_object_set_array_member (object, "findings", findings);
  tell (object);
}

static void
exposure_done_cb (Client *client)
{
  if (!fl_exposure_is_done (client->exposure))
    return;
  tell_exposure (client);
  g_clear_handle_id (&client->counting_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (client->exposure, client);
  g_clear_object (&client->exposure);
}

/* What a session does: it keeps the exposure up to date about what the owner has received. */
static gboolean
count_cb (gpointer user_data)
{
  Client *client = user_data;

  fl_exposure_set_n_messages (client->exposure, fl_inbox_get_n_posted (client->inbox));
  return G_SOURCE_CONTINUE;
}

static void
expose (Client     *client,
        JsonObject *object)
{
  client->exposure = fl_exposure_new ();
  fl_exposure_set_plain_port (client->exposure, (guint16) json_object_get_int_member (object, "plain_port"));
  fl_exposure_set_settings (client->exposure, fl_link_get_settings (client->link));
  client->counting_id = g_timeout_add (20, count_cb, client);
  g_signal_connect_swapped (client->exposure, "notify::is-done", G_CALLBACK (exposure_done_cb), client);
  fl_exposure_ask (client->exposure);
}

static void
tell_stats (void)
{
  JsonObject *object = begin_event ("", "stats");
  g_autoptr(GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  g_autofree char *statm = NULL;
  g_auto(GStrv) fields = NULL;
  int n_fds = 0;

  while (g_dir_read_name (dir) != NULL)
    n_fds++;
  g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL);
  fields = g_strsplit (statm, " ", -1);
  json_object_set_int_member (object, "fds", n_fds);
  json_object_set_int_member (object, "rss", g_ascii_strtoll (fields[1], NULL, 10) * sysconf (_SC_PAGESIZE));
  tell (object);
}

static void
act (JsonObject *object)
{
  const char *what = member (object, "do");
  Client *client = member (object, "id") != NULL ? g_hash_table_lookup (clients, member (object, "id")) : NULL;

  if (g_str_equal (what, "new"))
    make_client (object);
  else if (g_str_equal (what, "stats"))
    tell_stats ();
  else if (client == NULL)
    g_error ("no such link");
  else if (g_str_equal (what, "open"))
    fl_link_open (client->link);
  else if (g_str_equal (what, "try"))
    fl_link_try_now (client->link);
  else if (g_str_equal (what, "close"))
    fl_link_close_async (client->link, NULL, closed_cb, g_strdup (client->id));
  else if (g_str_equal (what, "free"))
    g_hash_table_remove (clients, client->id);
  else if (g_str_equal (what, "expose"))
    expose (client, object);
  else if (g_str_equal (what, "publish"))
    publish (client, object);
}

static void
line_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GDataInputStream *in = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (in, result, NULL, NULL);

  if (line == NULL)
    {
      g_main_loop_quit (loop);
      return;
    }
  {
    g_autoptr(GError) error = NULL;
    g_autoptr(JsonNode) node = json_from_string (line, &error);

    g_assert_no_error (error);
    act (json_node_get_object (node));
  }
  g_data_input_stream_read_line_async (in, G_PRIORITY_DEFAULT, NULL, line_read_cb, NULL);
}

int
main (void)
{
  g_autoptr(GInputStream) stdin_stream = NULL;
  g_autoptr(GDataInputStream) in = NULL;
  g_autoptr(FlTestResolver) resolver = NULL;

  fl_link_scrub_environment ();
  fl_secret_init ();
  resolver = g_object_new (fl_test_resolver_get_type (), NULL);
  resolver->real = g_resolver_get_default ();
  g_resolver_set_default (G_RESOLVER (resolver));

  loop = g_main_loop_new (NULL, FALSE);
  clients = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, client_free);
  stdin_stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  in = g_data_input_stream_new (stdin_stream);
  g_data_input_stream_read_line_async (in, G_PRIORITY_DEFAULT, NULL, line_read_cb, NULL);
  g_main_loop_run (loop);

  g_hash_table_unref (clients);
  g_main_loop_unref (loop);
  g_clear_object (&resolver->real);
  return 0;
}
