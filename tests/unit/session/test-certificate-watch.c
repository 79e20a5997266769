/* Tests of fl-certificate-watch: a year of renewals against a real server with a clock that is set; live connections;
 * when there is no look.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-certificate-watch.h"

#include "session/fl-watch-schedule.h"
#include "support/fl-test-certificate.h"
#include "support/fl-test-log.h"
#include "support/fl-test-tls.h"
#include "tls/fl-certificate-parser.h"
#include "tls/fl-certificate-validity.h"
#include "tls/fl-sighting-text.h"

#include <openssl/err.h>

#define DAY ((gint64) 86400)

/* ---- a server whose certificate is replaced ---- */

typedef struct
{
  GSocketService *service;
  guint16         port;
  GMutex          lock;
  X509           *cert; /* what it shows from the next connection on; of certs */
  EVP_PKEY       *key;
  GPtrArray      *certs;
  GPtrArray      *keys;
  guint           n_connections;
  GPtrArray      *said; /* first bytes after the handshake; guarded by the lock */
} Server;

/* Runs in a thread of the service: one handshake, then whatever the client says until it goes or has said something. */
static gboolean
serve_cb (GThreadedSocketService *service,
          GSocketConnection      *connection,
          GObject                *source,
          gpointer                user_data)
{
  Server *server = user_data;
  GSocket *socket = g_socket_connection_get_socket (connection);
  char scrap[512];
  int n_read;
  SSL *ssl;

  g_mutex_lock (&server->lock);
  server->n_connections++;
  ssl = fl_test_server_new (server->cert, server->key);
  g_mutex_unlock (&server->lock);
  SSL_set_fd (ssl, g_socket_get_fd (socket));
  while ((n_read = SSL_accept (ssl)) <= 0 && SSL_get_error (ssl, n_read) == SSL_ERROR_WANT_READ)
    g_usleep (1000); /* GSocket's descriptor does not block */
  while (n_read > 0 && (n_read = SSL_read (ssl, scrap, sizeof scrap)) <= 0 && SSL_get_error (ssl, n_read) == SSL_ERROR_WANT_READ)
    {
      n_read = 1;
      g_usleep (1000);
    }
  if (n_read > 0)
    {
      g_mutex_lock (&server->lock);
      g_ptr_array_add (server->said, g_strndup (scrap, (gsize) n_read));
      g_mutex_unlock (&server->lock);
    }
  SSL_free (ssl);
  ERR_clear_error ();
  return TRUE;
}

/* When no connection is left; the last one's thread may be the one. */
static void
server_gone_cb (gpointer  data,
                GClosure *closure)
{
  Server *server = data;

  g_ptr_array_unref (server->said);
  g_ptr_array_unref (server->certs);
  g_ptr_array_unref (server->keys);
  g_free (server);
}

static Server *
server_new (void)
{
  Server *server = g_new0 (Server, 1);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr(GSocketAddress) bound = NULL;

  server->service = g_threaded_socket_service_new (4);
  server->said = g_ptr_array_new_with_free_func (g_free);
  server->certs = g_ptr_array_new_with_free_func ((GDestroyNotify) X509_free);
  server->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) EVP_PKEY_free);
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (server->service), any, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL));
  server->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect_data (server->service, "run", G_CALLBACK (serve_cb), server, server_gone_cb, 0);
  return server;
}

/* Takes @cert. */
static void
server_show (Server   *server,
             X509     *cert,
             EVP_PKEY *key)
{
  g_mutex_lock (&server->lock);
  server->cert = cert;
  server->key = key;
  EVP_PKEY_up_ref (key);
  g_ptr_array_add (server->certs, cert);
  g_ptr_array_add (server->keys, key);
  g_mutex_unlock (&server->lock);
}

static guint
server_count (Server *server)
{
  guint n;

  g_mutex_lock (&server->lock);
  n = server->n_connections;
  g_mutex_unlock (&server->lock);
  return n;
}

static void
server_free (Server *server)
{
  g_socket_service_stop (server->service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  g_object_unref (server->service);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

/* ---- an authority, and what it issued ---- */

typedef struct
{
  X509          *ca;
  EVP_PKEY      *ca_key;
  FlCertificate *authority;
  char          *ca_pem;
  gint64         begin; /* the day 0: now, by which OpenSSL judges */
} World;

static World *
world_get (void)
{
  static World world;
  FlTestCertificate ca = { .common_name = "Fern CA", .is_ca = TRUE };
  g_autoptr(GBytes) pem = NULL;
  g_autoptr(GPtrArray) parsed = NULL;

  if (world.ca != NULL)
    return &world;
  world.begin = g_get_real_time () / G_USEC_PER_SEC;
  ca.not_after = world.begin + 7300 * DAY;
  world.ca = fl_test_certificate_make (&ca, &world.ca_key);
  pem = fl_test_to_pem (world.ca);
  world.ca_pem = g_strndup (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem));
  parsed = fl_certificate_parse_all (pem, NULL);
  world.authority = fl_certificate_ref (g_ptr_array_index (parsed, 0));
  return &world;
}

/* @key: (inout): that of an earlier one is used again */
static X509 *
issue (gint64     day_of_end,
       EVP_PKEY **key)
{
  World *world = world_get ();
  FlTestCertificate wish = {
    .common_name = "localhost",
    .san = "DNS:localhost,IP:127.0.0.1",
    .not_after = world->begin + day_of_end * DAY,
    .issuer = world->ca,
    .issuer_key = world->ca_key,
    .serial = day_of_end,
  };
  EVP_PKEY *fresh = NULL;
  X509 *cert = fl_test_certificate_make (&wish, &fresh);

  if (*key == NULL)
    {
      *key = fresh;
      return cert;
    }
  /* The same once more with the other key. */
  g_assert_cmpint (X509_set_pubkey (cert, *key), ==, 1);
  g_assert_cmpint (X509_sign (cert, world->ca_key, EVP_sha256 ()), >, 0);
  EVP_PKEY_free (fresh);
  return cert;
}

static FlCertificate *
as_certificate (X509 *cert)
{
  g_autoptr(GBytes) pem = fl_test_to_pem (cert);
  g_autoptr(GPtrArray) parsed = fl_certificate_parse_all (pem, NULL);

  return fl_certificate_ref (g_ptr_array_index (parsed, 0));
}

static FlBroker *
make_broker (guint16 port)
{
  FlBroker *broker = fl_broker_new ("localhost", port);

  g_object_set (broker, "name", "Home", "ca-pem", world_get ()->ca_pem, NULL);
  fl_broker_set_trust_way (broker, FL_TRUST_CA);
  return broker;
}

/* ---- the watch ---- */

typedef struct
{
  FlTestLog          *log;
  GListStore         *brokers;
  FlCertificateWatch *watch;
  GString            *said; /* "DAY TITLE BODY" a line */
} Fixture;

static gint64
day_of (Fixture *fixture)
{
  return (fixture->log->now - world_get ()->begin) / DAY;
}

static void
noticed_cb (FlCertificateWatch  *watch,
            FlCertificateNotice *notice,
            gpointer             user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->said, "%d %s: %s\n", (int) day_of (fixture), notice->title, notice->body);
}

static void
start_watch (Fixture *fixture)
{
  fixture->watch = fl_certificate_watch_new (G_LIST_MODEL (fixture->brokers), fixture->log->log);
  g_signal_connect (fixture->watch, "notice", G_CALLBACK (noticed_cb), fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->log = fl_test_log_new (world_get ()->begin - DAY);
  fixture->brokers = g_list_store_new (FL_TYPE_BROKER);
  fixture->said = g_string_new (NULL);
  start_watch (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fl_certificate_watch_stop (fixture->watch);
  g_assert_finalize_object (fixture->watch);
  g_object_unref (fixture->brokers);
  fl_test_log_free (fixture->log);
  g_string_free (fixture->said, TRUE);
}

/* What a check leads to comes from the log, in its order: once a later call of the log is answered, all of it was said. */
static void
settle (Fixture *fixture)
{
  for (guint i = 0; i < 4; i++)
    g_ptr_array_unref (fl_test_log_list_latest (fixture->log));
}

static void
check (Fixture *fixture)
{
  fl_certificate_watch_check (fixture->watch);
  while (fl_certificate_watch_get_is_checking (fixture->watch))
    g_main_context_iteration (NULL, TRUE);
  settle (fixture);
}

static void
go_to_day (Fixture *fixture,
           gint64   day)
{
  fixture->log->now = world_get ()->begin + day * DAY;
  check (fixture);
}

static char *
date_of (gint64 day)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (world_get ()->begin + day * DAY);

  return g_date_time_format (date, "%-d %B %Y");
}

/* ---- a year ---- */

/* When which certificate is shown, and until when it would have been good. Each is replaced before it ends. */
static const struct { gint64 from, until; gboolean keeps_key; } year[] = {
  { 0, 100, FALSE },
  { 80, 190, TRUE },
  { 170, 280, FALSE },
  { 260, 370, TRUE },
};

/* What has to be said, written before it was tried: the day, the title, what must be in the text and what must not. */
static const struct { int day; const char *title, *has, *has_not; } expected[] = {
  { 70, "The certificate of Home expires in 30 days", "renewed: setFingerprint, setKnownKey.", "setCACert" },
  { 80, "Home has a new certificate", "stop connecting now: setFingerprint.", "another key" },
  { 160, "The certificate of Home expires in 30 days", "setKnownKey, ESPHome", "setFingerprint," },
  { 170, "Home has a new certificate", "stop connecting now: setKnownKey, ESPHome.", "the same key" },
  { 250, "The certificate of Home expires in 30 days", "Sketches that hold its fingerprint", "ESPHome" },
  { 260, "Home has a new certificate", "has the same key", "stop connecting now" },
  { 340, "The certificate of Home expires in 30 days", "good until", "setCACert" },
  { 356, "The certificate of Home expires in 14 days", "good until", "setCACert" },
  { 363, "The certificate of Home expires in 7 days", "good until", "setCACert" },
  { 369, "The certificate of Home expires in 1 day", "good until", "setCACert" },
};

static const struct { gint64 first, last; const char *key; } timeline[] = {
  { 260, 371, "same key as before" },
  { 170, 255, "new key" },
  { 80, 165, "same key as before" },
  { 0, 75, NULL },
};

static void
check_snippet (GPtrArray  *copied,
               const char *label,
               const char *sentence,
               gint64      now)
{
  for (guint i = 0; i < copied->len; i++)
    {
      const FlCopiedSnippet *snippet = g_ptr_array_index (copied, i);
      g_autofree char *said = fl_sighting_text_describe_snippet (snippet, now);

      if (!g_str_equal (snippet->label, label))
        continue;
      g_assert_cmpstr (said, ==, sentence);
      return;
    }
  g_error ("%s was not copied", label);
}

/* The lines "stops connecting on": before the first renewal. */
static void
check_first_lines (Fixture  *fixture,
                   FlBroker *broker)
{
  g_autoptr(GPtrArray) copied = fl_test_log_list_copied (fixture->log, fl_broker_get_id (broker));
  g_autofree char *end = date_of (100);
  g_autofree char *end_of_ca = date_of (7300);
  g_autofree char *fingerprint = g_strdup_printf ("Stops connecting on %s at the latest, when this certificate is renewed.", end);
  g_autofree char *key =
    g_strdup_printf ("Stops connecting on %s at the latest, if this certificate is renewed with another key.", end);
  g_autofree char *ca = g_strdup_printf ("Stops connecting on %s, when this authority expires.", end_of_ca);

  check_snippet (copied, "setFingerprint", fingerprint, fixture->log->now);
  check_snippet (copied, "setKnownKey", key, fixture->log->now);
  check_snippet (copied, "setCACert", ca, fixture->log->now);
}

/* After the first renewal, which kept the key. */
static void
check_lines_of_renewal (Fixture  *fixture,
                        FlBroker *broker)
{
  g_autoptr(GPtrArray) copied = fl_test_log_list_copied (fixture->log, fl_broker_get_id (broker));
  g_autofree char *renewal = date_of (80);
  g_autofree char *end = date_of (190);
  g_autofree char *fingerprint = NULL;
  g_autofree char *key =
    g_strdup_printf ("Stops connecting on %s at the latest, if this certificate is renewed with another key.", end);

  fingerprint = fl_certificate_validity_format_past_date (world_get ()->begin + 80 * DAY, fixture->log->now);
  g_assert_true (g_str_has_prefix (renewal, fingerprint));
  g_clear_pointer (&renewal, g_free);
  renewal = g_strdup_printf ("Has not fitted since %s: flash the device anew.", fingerprint);
  check_snippet (copied, "setKnownKey", key, fixture->log->now);
  check_snippet (copied, "setFingerprint", renewal, fixture->log->now);
}

/* And at the end. */
static void
check_last_lines (Fixture  *fixture,
                  FlBroker *broker)
{
  g_autoptr(GPtrArray) copied = fl_test_log_list_copied (fixture->log, fl_broker_get_id (broker));
  g_autofree char *end_of_ca = date_of (7300);
  g_autofree char *ca = g_strdup_printf ("Stops connecting on %s, when this authority expires.", end_of_ca);

  for (guint i = 0; i < copied->len; i++)
    {
      const FlCopiedSnippet *snippet = g_ptr_array_index (copied, i);
      const gint64 day = snippet->stopped_at > 0 ? (snippet->stopped_at - world_get ()->begin) / DAY : 0;

      g_assert_cmpint (day, ==, g_str_equal (snippet->label, "setFingerprint") ? 80 : g_str_equal (snippet->label, "setCACert") ? 0 : 170);
    }
  check_snippet (copied, "setCACert", ca, fixture->log->now);
}

static void
check_said (Fixture *fixture)
{
  g_auto(GStrv) lines = g_strsplit (fixture->said->str, "\n", -1);

  g_test_message ("%s", fixture->said->str);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *begin = g_strdup_printf ("%d %s: ", expected[i].day, expected[i].title);

      g_assert_nonnull (lines[i]);
      g_assert_true (g_str_has_prefix (lines[i], begin));
      g_assert_nonnull (strstr (lines[i], expected[i].has));
      g_assert_null (strstr (lines[i], expected[i].has_not));
    }
  g_assert_cmpstr (lines[G_N_ELEMENTS (expected)], ==, "");
}

static void
check_timeline (Fixture  *fixture,
                FlBroker *broker)
{
  g_autoptr(GPtrArray) seen = fl_test_log_list (fixture->log, fl_broker_get_id (broker), NULL);

  g_assert_cmpuint (seen->len, ==, G_N_ELEMENTS (timeline));
  for (guint i = 0; i < seen->len; i++)
    {
      const FlCertificateSighting *sighting = g_ptr_array_index (seen, i);
      g_autofree char *line = fl_sighting_text_describe (sighting, i + 1 < seen->len ? g_ptr_array_index (seen, i + 1) : NULL,
                                                                fixture->log->now);

      g_test_message ("%s", line);
      g_assert_cmpint ((sighting->first_seen - world_get ()->begin) / DAY, ==, timeline[i].first);
      g_assert_cmpint ((sighting->last_seen - world_get ()->begin) / DAY, ==, timeline[i].last);
      g_assert_true (sighting->trusted);
      g_assert_nonnull (strstr (line, "from Fern CA"));
      if (timeline[i].key != NULL)
        g_assert_true (g_str_has_suffix (strstr (line, timeline[i].key), " · only seen by the quiet look"));
      else
        g_assert_null (strstr (line, "key"));
    }
}

static void
test_year (Fixture       *fixture,
           gconstpointer  data)
{
  static const gint64 last_days[] = { 340, 345, 350, 355, 356, 357, 360, 363, 365, 369, 370, 371 };
  g_autoptr(Server) server = server_new ();
  g_autoptr(FlBroker) broker = make_broker (server->port);
  const char *id = fl_broker_get_id (broker);
  X509 *certs[G_N_ELEMENTS (year)];
  EVP_PKEY *key = NULL;
  guint shown = 0;

  g_list_store_append (fixture->brokers, broker);
  for (gint64 day = 0; day <= 335; day += 5)
    {
      g_autoptr(FlCertificate) leaf = NULL;

      if (shown < G_N_ELEMENTS (year) && day == year[shown].from)
        {
          if (!year[shown].keeps_key)
            g_clear_pointer (&key, EVP_PKEY_free);
          certs[shown] = issue (year[shown].until, &key);
          server_show (server, certs[shown], key);
          shown++;
        }
      go_to_day (fixture, day);
      leaf = as_certificate (certs[shown - 1]);
      if (day == 0)
        {
          fl_certificate_log_note_copied (fixture->log->log, id, "esp8266-sha1", "setFingerprint", FL_SNIPPET_BOND_CERTIFICATE, leaf);
          fl_certificate_log_note_copied (fixture->log->log, id, "esp8266-key", "setKnownKey", FL_SNIPPET_BOND_KEY, leaf);
          fl_certificate_log_note_copied (fixture->log->log, id, "esp32-ca", "setCACert", FL_SNIPPET_BOND_ISSUER, world_get ()->authority);
          check_first_lines (fixture, broker);
        }
      if (day == 80)
        check_lines_of_renewal (fixture, broker);
      if (day == 85)
        fl_certificate_log_note_copied (fixture->log->log, id, "esphome", "ESPHome", FL_SNIPPET_BOND_CERTIFICATE, leaf);
      if (day == 165 || day == 255) /* the program is started anew: nothing is said twice */
        {
          fl_certificate_watch_stop (fixture->watch);
          g_assert_finalize_object (fixture->watch);
          fl_test_log_reopen (fixture->log);
          start_watch (fixture);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (last_days); i++)
    go_to_day (fixture, last_days[i]);
  check_said (fixture);
  check_timeline (fixture, broker);
  check_last_lines (fixture, broker);
  /* One handshake a day that was checked, and nothing was said to the broker in any of them. Right after a start there is none. */
  g_assert_cmpuint (server_count (server), ==, 68 + G_N_ELEMENTS (last_days));
  g_assert_cmpuint (server->said->len, ==, 0);
  EVP_PKEY_free (key);
}

/* ---- who is looked at ---- */

static void
show_one (Server *server)
{
  EVP_PKEY *key = NULL;
  X509 *cert = issue (90, &key);

  server_show (server, cert, key);
  EVP_PKEY_free (key);
}

static void
test_every_six_hours (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(Server) server = server_new ();
  g_autoptr(FlBroker) broker = make_broker (server->port);
  const gint64 begin = fixture->log->now;

  show_one (server);
  g_list_store_append (fixture->brokers, broker);
  check (fixture);
  g_assert_cmpuint (server_count (server), ==, 0); /* right after the start */
  fixture->log->now = begin + FL_WATCH_DELAY_S;
  check (fixture);
  check (fixture);
  g_assert_cmpuint (server_count (server), ==, 1);
  fixture->log->now += FL_WATCH_INTERVAL_S - 1;
  check (fixture);
  g_assert_cmpuint (server_count (server), ==, 1);
  fixture->log->now += 1;
  g_object_set (broker, "watch-certificate", FALSE, NULL);
  check (fixture);
  g_assert_cmpuint (server_count (server), ==, 1);
  g_object_set (broker, "watch-certificate", TRUE, NULL);
  check (fixture);
  g_assert_cmpuint (server_count (server), ==, 2);
  g_assert_cmpstr (fixture->said->str, ==, "");
}

/* Nobody is there: it is tried once, and again after six hours. */
static void
test_unreachable (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(Server) server = server_new ();
  g_autoptr(FlBroker) gone = make_broker (1);
  g_autoptr(FlBroker) here = make_broker (server->port);
  g_autoptr(GPtrArray) seen = NULL;

  show_one (server);
  g_list_store_append (fixture->brokers, gone);
  g_list_store_append (fixture->brokers, here);
  go_to_day (fixture, 0);
  g_assert_cmpuint (server_count (server), ==, 1); /* the other one is looked at all the same */
  seen = fl_test_log_list (fixture->log, fl_broker_get_id (gone), NULL);
  g_assert_cmpuint (seen->len, ==, 0);
}

/* A session that counts down to its next attempt is left in peace; one that is closed does not count. */
static void
test_back_off (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(Server) server = server_new ();
  g_autoptr(FlBroker) broker = make_broker (server->port);
  g_autoptr(FlEndpoint) nobody = fl_endpoint_new ("127.0.0.1", 1);
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlLinkSettings) settings = fl_link_settings_new (nobody, trust);
  g_autoptr(FlSession) session = fl_session_new (settings, NULL, "", NULL, 0);
  guint n_waits = 0;

  show_one (server);
  g_list_store_append (fixture->brokers, broker);
  fl_certificate_watch_add_session (fixture->watch, broker, session);
  fl_session_open (session);
  for (gint64 day = 0; n_waits < 3; day++)
    {
      while (fl_session_get_state (session) != FL_SESSION_STATE_WAITING)
        g_main_context_iteration (NULL, TRUE);
      n_waits++;
      fixture->log->now = world_get ()->begin + day * DAY;
      fl_certificate_watch_check (fixture->watch);
      while (fl_certificate_watch_get_is_checking (fixture->watch))
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (server_count (server), ==, 0);
    }
  fl_session_close_async (session, NULL, NULL, NULL);
  while (fl_session_get_state (session) != FL_SESSION_STATE_CLOSED)
    g_main_context_iteration (NULL, TRUE);
  go_to_day (fixture, 30);
  g_assert_cmpuint (server_count (server), ==, 1);
}

/* What a live connection shows is noted, if the broker is a saved one; and it counts as a look. */
static void
test_live (Fixture       *fixture,
           gconstpointer  data)
{
  const gboolean is_saved = GPOINTER_TO_INT (data);
  g_autoptr(Server) server = server_new ();
  g_autoptr(FlBroker) broker = make_broker (server->port);
  g_autoptr(FlBroker) other = make_broker (server->port);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", server->port);
  g_autoptr(GBytes) pem = g_bytes_new (world_get ()->ca_pem, strlen (world_get ()->ca_pem));
  g_autoptr(FlTrust) trust = fl_trust_new_ca (pem, NULL);
  g_autoptr(FlLinkSettings) settings = fl_link_settings_new (endpoint, trust);
  g_autoptr(FlSession) session = fl_session_new (settings, NULL, "", NULL, 0);
  g_autoptr(GPtrArray) seen = NULL;

  show_one (server);
  g_list_store_append (fixture->brokers, is_saved ? broker : other);
  g_object_set (other, "watch-certificate", FALSE, NULL);
  fl_certificate_watch_add_session (fixture->watch, broker, session);
  fl_session_open (session);
  while (fl_session_get_report (session) == NULL || fl_tls_report_get_leaf (fl_session_get_report (session)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  fl_session_close_async (session, NULL, NULL, NULL);
  while (fl_session_get_state (session) != FL_SESSION_STATE_CLOSED)
    g_main_context_iteration (NULL, TRUE);
  settle (fixture);
  seen = fl_test_log_list (fixture->log, fl_broker_get_id (broker), NULL);
  g_assert_cmpuint (seen->len, ==, is_saved ? 1 : 0);
  if (is_saved)
    {
      const guint n = server_count (server);

      g_assert_cmpint (((FlCertificateSighting *) seen->pdata[0])->how, ==, FL_CERTIFICATE_SEEN_LIVE);
      g_assert_true (((FlCertificateSighting *) seen->pdata[0])->trusted);
      fixture->log->now += FL_WATCH_DELAY_S + 1;
      check (fixture);
      g_assert_cmpuint (server_count (server), ==, n);
    }
}

/* A broker that was deleted is forgotten at the end of the program, when nobody can undo it any more. */
static void
test_deleted (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(Server) server = server_new ();
  g_autoptr(FlBroker) broker = make_broker (server->port);
  g_autoptr(GPtrArray) seen = NULL;
  g_autoptr(GPtrArray) left = NULL;

  show_one (server);
  g_list_store_append (fixture->brokers, broker);
  go_to_day (fixture, 0);
  seen = fl_test_log_list (fixture->log, fl_broker_get_id (broker), NULL);
  g_assert_cmpuint (seen->len, ==, 1);
  g_list_store_remove_all (fixture->brokers);
  fl_certificate_watch_stop (fixture->watch);
  left = fl_test_log_list (fixture->log, fl_broker_get_id (broker), NULL);
  g_assert_cmpuint (left->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/certificate-watch/year", Fixture, NULL, set_up, test_year, tear_down);
  g_test_add ("/certificate-watch/every-six-hours", Fixture, NULL, set_up, test_every_six_hours, tear_down);
  g_test_add ("/certificate-watch/unreachable", Fixture, NULL, set_up, test_unreachable, tear_down);
  g_test_add ("/certificate-watch/back-off", Fixture, NULL, set_up, test_back_off, tear_down);
  g_test_add ("/certificate-watch/live/saved", Fixture, GINT_TO_POINTER (TRUE), set_up, test_live, tear_down);
  g_test_add ("/certificate-watch/live/not-saved", Fixture, GINT_TO_POINTER (FALSE), set_up, test_live, tear_down);
  g_test_add ("/certificate-watch/deleted", Fixture, NULL, set_up, test_deleted, tear_down);
  return g_test_run ();
}
