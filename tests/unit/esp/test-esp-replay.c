/* Tests of fl-esp-replay: it offers what its model has and nothing else, sends nothing afterwards, and says how it ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-esp-replay.h"

#include "crypto/fl-secret.h"
#include "support/fl-test-listener.h"
#include "support/fl-test-tls.h"

#include <string.h>

#define TIMEOUT_US (60 * G_TIME_SPAN_SECOND)

static char *seen; /* the latest ClientHello after its random, in hex; the listener is gone when it is read */

static void
only_tls_1_3 (SSL *server)
{
  SSL_set_min_proto_version (server, TLS1_3_VERSION);
}

static void
only_dhe (SSL *server)
{
  SSL_set_max_proto_version (server, TLS1_2_VERSION);
  SSL_set_cipher_list (server, "DHE-RSA-AES128-GCM-SHA256");
}

static void
want_certificate (SSL *server)
{
  SSL_set_max_proto_version (server, TLS1_2_VERSION);
  SSL_set_verify (server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
}

static void
note_hello (int         is_outgoing,
            int         version,
            int         content_type,
            const void *bytes,
            size_t      n_bytes,
            SSL        *ssl,
            void       *data)
{
  const guint8 *message = bytes;
  const size_t n_random = 4 + 2 + 32; /* type, length, version, random: the only part that is never twice the same */
  GString *text;

  if (is_outgoing || content_type != SSL3_RT_HANDSHAKE || n_bytes < n_random || message[0] != SSL3_MT_CLIENT_HELLO)
    return;
  text = g_string_new (NULL);
  for (size_t i = n_random; i < n_bytes; i++)
    g_string_append_printf (text, "%02x", message[i]);
  g_free (seen);
  seen = g_string_free (text, FALSE);
}

static void
look (SSL *server)
{
  SSL_set_msg_callback (server, note_hello);
}

static FlEspReplay *
play (FlTestSetup       setup,
      const char       *code,
      FlTrust          *trust,
      FlEspReplayFlags  flags,
      int              *n_bytes)
{
  g_autoptr(FlTestListener) listener = fl_test_listener_new (setup);
  g_autoptr(FlEndpoint) named = fl_endpoint_new ("localhost", fl_test_listener_get_port (listener));
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_with_address (named, "127.0.0.1");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  FlEspReplay *replay = fl_esp_replay_run (fl_client_model_from_code (code), endpoint, trust, flags,
                                           g_get_monotonic_time () + TIMEOUT_US, cancellable);

  if (n_bytes != NULL)
    *n_bytes = fl_test_listener_get_n_bytes (listener);
  g_assert_cmpint (fl_test_listener_get_n_accepted (listener), ==, 1);
  return replay;
}

static void
test_ends (void)
{
  static const struct { FlTestSetup setup; const char *code; FlEspReplayEnd end; int alert; gboolean is_asked; } cases[] = {
    { NULL, "esp8266", FL_ESP_REPLAY_CONNECTED, -1, FALSE },
    { NULL, "esp32", FL_ESP_REPLAY_CONNECTED, -1, FALSE },
    { NULL, "esp8266_basic", FL_ESP_REPLAY_ALERT, SSL_AD_HANDSHAKE_FAILURE, FALSE }, /* it has no ECDSA */
    { only_tls_1_3, "esp8266", FL_ESP_REPLAY_ALERT, SSL_AD_PROTOCOL_VERSION, FALSE },
    { only_dhe, "esp32", FL_ESP_REPLAY_ALERT, SSL_AD_HANDSHAKE_FAILURE, FALSE },
    { want_certificate, "esp8266", FL_ESP_REPLAY_ALERT, SSL_AD_HANDSHAKE_FAILURE, TRUE },
  };
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int n_bytes;
      g_autoptr(FlEspReplay) replay = play (cases[i].setup, cases[i].code, trust, FL_ESP_REPLAY_NONE, &n_bytes);

      g_assert_cmpint (fl_esp_replay_get_end (replay), ==, cases[i].end);
      g_assert_cmpint (fl_esp_replay_get_alert (replay), ==, cases[i].alert);
      g_assert_cmpint (fl_esp_replay_is_client_certificate_requested (replay), ==, cases[i].is_asked);
      g_assert_cmpint (n_bytes, ==, 0);
    }
}

static void
test_parameters (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(FlEspReplay) replay = play (NULL, "esp8266", trust, FL_ESP_REPLAY_WITH_FRAGMENT, NULL);

  g_assert_cmpstr (fl_esp_replay_get_cipher (replay), ==, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
  g_assert_cmpstr (fl_esp_replay_get_group (replay), ==, "X25519");
  g_assert_nonnull (fl_esp_replay_get_signature (replay));
  g_assert_true (fl_esp_replay_is_ephemeral (replay));
  g_assert_false (fl_esp_replay_is_psk (replay));
  g_assert_cmpuint (fl_esp_replay_get_max_fragment (replay), ==, 1024);
  g_assert_cmpint (sk_X509_num (fl_esp_replay_get_chain (replay)), >=, 1);
}

/* What goes over the wire: no TLS 1.3, no ticket and no extended master secret from an ESP8266; the ESP32 has both. */
static void
test_hello (void)
{
  static const char ticket[] = "00230000", master_secret[] = "00170000";
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(FlEspReplay) old = play (look, "esp8266", trust, FL_ESP_REPLAY_NONE, NULL);

  g_assert_nonnull (old);
  g_assert_nonnull (seen);
  g_assert_null (strstr (seen, ticket));
  g_assert_null (strstr (seen, master_secret));
  g_assert_null (strstr (seen, "002b0003020304"));
  {
    g_autoptr(FlEspReplay) new = play (look, "esp32", trust, FL_ESP_REPLAY_NONE, NULL);

    g_assert_nonnull (new);
    g_assert_nonnull (strstr (seen, ticket));
    g_assert_nonnull (strstr (seen, master_secret));
    g_assert_null (strstr (seen, "cca8")); /* ECDHE-RSA with ChaCha20 */
  }
  g_clear_pointer (&seen, g_free);
}

static unsigned
find_psk (SSL           *ssl,
          const char    *identity,
          unsigned char *psk,
          unsigned       max_psk)
{
  if (strcmp (identity, "kitchen") != 0)
    return 0;
  memset (psk, 7, 16);
  return 16;
}

static void
only_psk (SSL *server)
{
  SSL_set_max_proto_version (server, TLS1_2_VERSION);
  SSL_set_cipher_list (server, "PSK-AES128-GCM-SHA256");
  SSL_set_psk_server_callback (server, find_psk);
}

static void
test_psk (void)
{
  char key[16];
  g_autoptr(FlSecret) secret = NULL;
  g_autoptr(FlTrust) trust = NULL;
  g_autoptr(FlEspReplay) with = NULL;
  g_autoptr(FlEspReplay) without = NULL;

  memset (key, 7, sizeof key);
  secret = fl_secret_new (key, sizeof key);
  trust = fl_trust_new_psk ("kitchen", secret, NULL);
  with = play (only_psk, "esp32", trust, FL_ESP_REPLAY_WITH_PSK, NULL);
  g_assert_cmpint (fl_esp_replay_get_end (with), ==, FL_ESP_REPLAY_CONNECTED);
  g_assert_true (fl_esp_replay_is_psk (with));
  without = play (only_psk, "esp32", trust, FL_ESP_REPLAY_NONE, NULL);
  g_assert_cmpint (fl_esp_replay_get_end (without), ==, FL_ESP_REPLAY_ALERT);
}

static void
test_unreached (void)
{
  g_autoptr(FlTestListener) listener = fl_test_listener_new (NULL);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("127.0.0.1", fl_test_listener_get_port (listener));
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(FlEspReplay) replay = NULL;

  g_clear_pointer (&listener, fl_test_listener_free);
  replay = fl_esp_replay_run (fl_client_model_from_code ("esp32"), endpoint, trust, FL_ESP_REPLAY_NONE,
                              g_get_monotonic_time () + TIMEOUT_US, cancellable);
  g_assert_cmpint (fl_esp_replay_get_end (replay), ==, FL_ESP_REPLAY_UNREACHED);
  g_assert_cmpint (fl_esp_replay_get_fault (replay), ==, FL_TLS_FAULT_REFUSED);
}

int
main (int    argc,
      char **argv)
{
  fl_secret_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/esp-replay/ends", test_ends);
  g_test_add_func ("/esp-replay/parameters", test_parameters);
  g_test_add_func ("/esp-replay/hello", test_hello);
  g_test_add_func ("/esp-replay/psk", test_psk);
  g_test_add_func ("/esp-replay/unreached", test_unreached);

  return g_test_run ();
}
