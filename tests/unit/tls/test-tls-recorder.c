/* Tests of fl-tls-recorder: what the messages mean, and how many are kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-tls-recorder.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-tls.h"

#include <openssl/err.h>
#include <string.h>

#define F(reason) FL_TLS_FINDING (FL_REASON_##reason)

static const guint8 tls_header[] = { 22, 3, 3, 0, 80 };

static void
see_alert (FlTlsRecorder *recorder,
           gboolean       is_outgoing,
           guint8         description)
{
  const guint8 alert[] = { 2, description };

  fl_tls_recorder_see (recorder, is_outgoing, FL_TLS_CONTENT_ALERT, alert, sizeof alert);
}

/* An alert during the handshake is a reason of its own, by who sent it and in which way. */
static void
test_alerts (void)
{
  static const struct { gboolean psk, asked, outgoing; guint8 description; guint32 reasons; FlTlsFault fault; } cases[] = {
    { FALSE, FALSE, FALSE, 40,  0, FL_TLS_FAULT_TLS_FAILED },
    { FALSE, TRUE,  FALSE, 40,  F (CLIENT_CERTIFICATE_REQUIRED), FL_TLS_FAULT_TLS_FAILED },
    { FALSE, TRUE,  FALSE, 46,  F (CLIENT_CERTIFICATE_REQUIRED), FL_TLS_FAULT_TLS_FAILED },
    { FALSE, FALSE, FALSE, 116, F (CLIENT_CERTIFICATE_REQUIRED), FL_TLS_FAULT_TLS_FAILED },
    { FALSE, FALSE, FALSE, 70,  F (PROTOCOL_TOO_OLD), FL_TLS_FAULT_TLS_FAILED },
    { FALSE, FALSE, TRUE,  70,  F (PROTOCOL_TOO_OLD), FL_TLS_FAULT_NONE },
    { FALSE, FALSE, TRUE,  48,  0, FL_TLS_FAULT_NONE },
    { TRUE,  FALSE, FALSE, 40,  F (PSK_REFUSED), FL_TLS_FAULT_TLS_FAILED },
  };
  const guint8 request[] = { 13, 0, 0, 0 };
  g_autoptr(FlSecret) key = fl_secret_new ("sixteen bytes...", 16);
  g_autoptr(FlTrust) psk = fl_trust_new_psk ("kitchen", key, NULL);
  g_autoptr(FlTrust) system = fl_trust_new_system ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FlTlsRecorder recorder;

      fl_tls_recorder_init (&recorder, cases[i].psk ? psk : system);
      fl_tls_recorder_begin (&recorder);
      fl_tls_recorder_see (&recorder, FALSE, SSL3_RT_HEADER, tls_header, sizeof tls_header);
      if (cases[i].asked)
        fl_tls_recorder_see (&recorder, FALSE, FL_TLS_CONTENT_HANDSHAKE, request, sizeof request);
      see_alert (&recorder, cases[i].outgoing, cases[i].description);
      g_assert_cmphex (recorder.findings.reasons, ==, cases[i].reasons);
      g_assert_cmpint (recorder.fault, ==, cases[i].fault);
      g_assert_cmpint (recorder.is_client_certificate_requested, ==, cases[i].asked);
      fl_tls_recorder_clear (&recorder);
    }
}

static FlTrust *
new_with_client_certificate (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(GBytes) cert = fl_test_to_pem (authority->cert);
  g_autofree char *text = fl_test_key_to_pem (authority->key, NULL);
  g_autoptr(FlSecret) key = fl_secret_new (text, strlen (text));
  g_autoptr(FlTrust) system = fl_trust_new_system ();
  g_autoptr(GError) error = NULL;
  FlTrust *trust = fl_trust_with_client_certificate (system, cert, key, NULL, &error);

  g_assert_no_error (error);
  return trust;
}

/* Alerts about certificates after one was asked for and given: it is ours that is meant, also after the end of a
 * TLS 1.3 handshake. */
static void
test_client_certificate_refused (void)
{
  static const struct { gboolean asked; guint8 description; guint32 reasons; } cases[] = {
    { TRUE, 42, F (CLIENT_CERTIFICATE_REFUSED) },
    { TRUE, 44, F (CLIENT_CERTIFICATE_REFUSED) },
    { TRUE, 46, F (CLIENT_CERTIFICATE_REFUSED) },
    { TRUE, 48, F (CLIENT_CERTIFICATE_REFUSED) },
    { TRUE, 49, F (CLIENT_CERTIFICATE_REFUSED) },
    { TRUE, 40, 0 },
    { TRUE, 47, 0 },
    { TRUE, 80, 0 },
    { FALSE, 48, 0 },
  };
  const guint8 request[] = { 13, 0, 0, 0 };
  g_autoptr(FlTrust) trust = new_with_client_certificate ();

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      gsize number = i / 2;
      FlTlsRecorder recorder;

      fl_tls_recorder_init (&recorder, trust);
      fl_tls_recorder_begin (&recorder);
      if (cases[number].asked)
        fl_tls_recorder_see (&recorder, FALSE, FL_TLS_CONTENT_HANDSHAKE, request, sizeof request);
      recorder.is_complete = i % 2 == 1;
      see_alert (&recorder, FALSE, cases[number].description);
      g_assert_cmphex (recorder.findings.reasons, ==, cases[number].reasons);
      /* Any other alert after the handshake is the end of a connection that worked. */
      g_assert_cmpint (recorder.fault, ==, recorder.is_complete && cases[number].reasons == 0 ? FL_TLS_FAULT_NONE
                                                                                              : FL_TLS_FAULT_TLS_FAILED);
      fl_tls_recorder_clear (&recorder);
    }
}

/* What does not begin like a TLS record is no TLS, whatever comes behind it. */
static void
test_no_tls (void)
{
  const guint8 mqtt[] = { 0x20, 2, 0, 5, 0 };
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  FlTlsRecorder recorder;

  fl_tls_recorder_init (&recorder, trust);
  fl_tls_recorder_see (&recorder, TRUE, SSL3_RT_HEADER, tls_header, sizeof tls_header);
  g_assert_false (recorder.has_answer);
  fl_tls_recorder_see (&recorder, FALSE, SSL3_RT_HEADER, mqtt, sizeof mqtt);
  g_assert_cmphex (recorder.findings.reasons, ==, F (NO_TLS));
  g_assert_cmpint (recorder.fault, ==, FL_TLS_FAULT_NO_TLS);
  see_alert (&recorder, FALSE, 40);
  g_assert_cmpint (recorder.fault, ==, FL_TLS_FAULT_NO_TLS); /* the first is the cause */
  fl_tls_recorder_set_fault (&recorder, FL_TLS_FAULT_TIMEOUT);
  g_assert_cmpint (recorder.fault, ==, FL_TLS_FAULT_TIMEOUT); /* but the owner knows better */
  fl_tls_recorder_clear (&recorder);
}

/* What is encrypted: in TLS 1.3 what comes in records of application data, whatever a ChangeCipherSpec says; in
 * TLS 1.2 what follows the ChangeCipherSpec of that direction. */
static void
test_encrypted (void)
{
  static const guint8 hello12[42] = { 2, 0, 0, 38, 3, 3, [38] = 0, 0xc0, 0x2b, 0 };
  static const guint8 hello13[50] = { 2, 0, 0, 46, 3, 3, [38] = 0, 0x13, 2, 0, 0, 6, 0, 43, 0, 2, 3, 4 };
  static const guint8 finished[] = { 20, 0, 0, 0 };
  static const struct
  {
    const char *steps; /* direction and content: 2, 3 a ServerHello, C ChangeCipherSpec, F Finished, X one hidden in
                        * application data */
    const char *encrypted;
  } cases[] = {
    { "i2 oF oC oF iF iC iF", "0001001" }, /* TLS 1.2 */
    { "i3 iC oC oF iX oX oF", "0000110" }, /* TLS 1.3: a plain record stays plain after a ChangeCipherSpec */
  };
  g_autoptr(FlTrust) trust = fl_trust_new_system ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) steps = g_strsplit (cases[i].steps, " ", -1);
      g_autoptr(GString) seen = g_string_new (NULL);
      FlTlsRecorder recorder;

      fl_tls_recorder_init (&recorder, trust);
      fl_tls_recorder_begin (&recorder);
      for (guint j = 0; steps[j] != NULL; j++)
        {
          const gboolean outgoing = steps[j][0] == 'o';
          const char what = steps[j][1];
          const guint8 header[] = { what == 'C' ? 20 : what == 'X' ? 23 : 22, 3, 3, 0, 1 };

          fl_tls_recorder_see (&recorder, outgoing, SSL3_RT_HEADER, header, sizeof header);
          if (what == '2' || what == '3')
            fl_tls_recorder_see (&recorder, outgoing, FL_TLS_CONTENT_HANDSHAKE, what == '2' ? hello12 : hello13,
                                 what == '2' ? sizeof hello12 : sizeof hello13);
          else if (what != 'C')
            fl_tls_recorder_see (&recorder, outgoing, FL_TLS_CONTENT_HANDSHAKE, finished, sizeof finished);
        }
      for (guint j = 0; j < recorder.messages->len; j++)
        g_string_append_c (seen, g_array_index (recorder.messages, FlHandshakeMessage, j).encrypted ? '1' : '0');
      g_assert_cmpstr (seen->str, ==, cases[i].encrypted);
      g_assert_cmpint (recorder.hello.is_tls13, ==, i == 1);
      fl_tls_recorder_clear (&recorder);
    }
}

static void
test_many (void)
{
  const guint8 ticket[] = { 4, 0, 0, 0 };
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  g_autoptr(FlHandshake) handshake = NULL;
  FlTlsRecorder recorder;

  fl_tls_recorder_init (&recorder, trust);
  fl_tls_recorder_begin (&recorder);
  for (int i = 0; i < FL_HANDSHAKE_MAX_MESSAGES + 5; i++)
    fl_tls_recorder_see (&recorder, FALSE, FL_TLS_CONTENT_HANDSHAKE, ticket, sizeof ticket);
  handshake = fl_tls_recorder_dup_handshake (&recorder);
  g_assert_cmpuint (fl_handshake_get_n_messages (handshake), ==, FL_HANDSHAKE_MAX_MESSAGES);
  g_assert_cmpuint (fl_handshake_get_n_left_out (handshake), ==, 5);
  g_assert_cmpint (fl_handshake_get_duration_us (handshake), ==, -1);
  fl_tls_recorder_clear (&recorder);
}

static void
test_findings (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  FlTlsRecorder recorder;

  fl_tls_recorder_init (&recorder, trust);
  fl_tls_recorder_add_findings (&recorder, &(FlTlsFindings) { F (EXPIRED), F (CHAIN_ORDER) });
  fl_tls_recorder_add_findings (&recorder, &(FlTlsFindings) { F (REVOKED), 0 });
  g_assert_cmphex (recorder.findings.reasons, ==, F (EXPIRED) | F (REVOKED));
  g_assert_cmphex (recorder.findings.remarks, ==, F (CHAIN_ORDER));
  fl_tls_recorder_clear (&recorder);
}

/* A whole handshake, then a ticket; and one that the other side ends without a word. */
static void
test_end (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  const guint8 ticket[] = { 4, 0, 0, 0 };
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  SSL *client = fl_test_client_new (context, "DEFAULT");
  SSL *server = fl_test_server_new (authority->cert, authority->key);
  FlTlsRecorder recorder;

  fl_tls_recorder_init (&recorder, trust);
  fl_tls_recorder_begin (&recorder);
  fl_test_join (client, server);
  ERR_clear_error ();
  fl_tls_recorder_fail (&recorder, client);
  g_assert_cmpint (recorder.fault, ==, FL_TLS_FAULT_CLOSED);
  fl_tls_recorder_clear (&recorder);

  fl_tls_recorder_init (&recorder, trust);
  fl_tls_recorder_begin (&recorder);
  g_assert_true (fl_test_shake_hands (client, server));
  g_assert_false (fl_tls_recorder_is_answered (&recorder));
  fl_tls_recorder_finish (&recorder, client);
  g_assert_true (recorder.is_complete);
  g_assert_false (recorder.is_resumed);
  g_assert_cmpuint (recorder.bytes_received, >, 500);
  g_assert_cmpuint (recorder.bytes_sent, >, 200);
  g_assert_cmpstr (recorder.parameters.protocol, ==, "TLSv1.3");
  g_usleep (2);
  fl_tls_recorder_see (&recorder, FALSE, FL_TLS_CONTENT_HANDSHAKE, ticket, sizeof ticket);
  g_assert_true (fl_tls_recorder_is_answered (&recorder));
  fl_tls_recorder_clear (&recorder);
  SSL_free (client);
  SSL_free (server);
  SSL_CTX_free (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-recorder/alerts", test_alerts);
  g_test_add_func ("/tls-recorder/client-certificate-refused", test_client_certificate_refused);
  g_test_add_func ("/tls-recorder/no-tls", test_no_tls);
  g_test_add_func ("/tls-recorder/encrypted", test_encrypted);
  g_test_add_func ("/tls-recorder/many", test_many);
  g_test_add_func ("/tls-recorder/findings", test_findings);
  g_test_add_func ("/tls-recorder/end", test_end);

  return g_test_run ();
}
