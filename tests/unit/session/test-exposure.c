/* Tests of session/fl-exposure: whom it asks, in which order it answers, and how it is ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-exposure.h"

#include "crypto/fl-secret.h"
#include "mqtt/fl-link.h"
#include "support/fl-fake-broker.h"

#include <string.h>

static FlLinkSettings *
make_settings (const char *host,
               guint16     port)
{
  static const char *const filters[] = { "home/#", NULL };
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (host, port);
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  FlLinkSettings *settings = fl_link_settings_new (endpoint, trust);

  fl_link_settings_set_filters (settings, filters);
  return settings;
}

static FlExposure *
make_exposure (FlFakeBroker *here,
               FlFakeBroker *extra)
{
  g_autoptr(FlLinkSettings) settings = make_settings ("127.0.0.1", fl_fake_broker_get_port (here));
  FlExposure *exposure = fl_exposure_new ();

  fl_exposure_set_plain_port (exposure, fl_fake_broker_get_port (extra));
  fl_exposure_set_settings (exposure, settings);
  return exposure;
}

static const char *
text_of (FlExposure *exposure,
         guint       position)
{
  g_autoptr(FlExposureFinding) finding = g_list_model_get_item (G_LIST_MODEL (exposure), position);

  return fl_exposure_finding_get_text (finding); /* the exposure keeps it */
}

static guint
n_findings (FlExposure *exposure)
{
  return g_list_model_get_n_items (G_LIST_MODEL (exposure));
}

static void
test_own_hosts (void)
{
  static const struct { const char *host; gboolean is_own; } cases[] = {
    { "localhost", TRUE },
    { "192.168.1.7", TRUE },
    { "broker.example", TRUE },
    { "notadafruit.com", TRUE },
    { "hivemq.com.example", TRUE },
    { "io.adafruit.com", FALSE },
    { "IO.Adafruit.COM.", FALSE },
    { "adafruit.com", FALSE },
    { "broker.hivemq.com", FALSE },
    { "0123.s1.eu.hivemq.cloud", FALSE },
    { "test.mosquitto.org", FALSE },
    { "broker.emqx.io", FALSE },
    { "myhub.azure-devices.net", FALSE },
    { "a1b2-ats.iot.eu-central-1.amazonaws.com", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlExposure) exposure = fl_exposure_new ();
      g_autoptr(FlLinkSettings) settings = make_settings (cases[i].host, 8883);

      g_test_message ("%s", cases[i].host);
      g_assert_false (fl_exposure_is_own (exposure));
      fl_exposure_set_settings (exposure, settings);
      g_assert_cmpint (fl_exposure_is_own (exposure), ==, cases[i].is_own);
      g_assert_cmpint (fl_exposure_is_own_host (cases[i].host), ==, cases[i].is_own);
      if (!cases[i].is_own)
        {
          fl_exposure_ask (exposure);
          g_assert_false (fl_exposure_is_asking (exposure));
          g_assert_cmpuint (fl_exposure_get_n_questions (exposure), ==, 0);
        }
    }
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_both (void)
{
  g_autoptr(FlFakeBroker) here = fl_fake_broker_new (&(FlFakeBehaviour) { .connack_v5 = 0x87 });
  g_autoptr(FlFakeBroker) extra = fl_fake_broker_new (&(FlFakeBehaviour) { .n_granted = 1, .granted = { 0x87 } });
  g_autoptr(FlExposure) exposure = make_exposure (here, extra);
  g_autofree char *here_text = g_strdup_printf ("Port %u turns away", fl_fake_broker_get_port (here));
  g_autofree char *extra_text = g_strdup_printf ("Port %u answers MQTT", fl_fake_broker_get_port (extra));
  guint n_changes = 0, n_answers = 0;

  g_signal_connect_swapped (exposure, "notify::asking", G_CALLBACK (count_cb), &n_changes);
  g_signal_connect_swapped (exposure, "notify::n-answers", G_CALLBACK (count_cb), &n_answers);
  for (int round = 1; round <= 2; round++) /* asked again it begins anew */
    {
      fl_exposure_ask (exposure);
      fl_exposure_ask (exposure); /* while it asks: nothing */
      g_assert_true (fl_exposure_is_asking (exposure));
      g_assert_false (fl_exposure_is_done (exposure));
      g_assert_cmpuint (n_findings (exposure), ==, 0);
      g_assert_cmpuint (fl_exposure_get_n_questions (exposure), ==, 2);
      fl_fake_wait_for (!fl_exposure_is_asking (exposure));
      g_assert_true (fl_exposure_is_done (exposure));
      g_assert_cmpuint (fl_exposure_get_n_answers (exposure), ==, 2);
      g_assert_cmpuint (n_changes, ==, 2 * round);
      g_assert_cmpuint (n_findings (exposure), ==, 4);
      g_assert_true (g_str_has_prefix (text_of (exposure, 0), here_text));
      g_assert_true (g_str_has_prefix (text_of (exposure, 1), extra_text));
      g_assert_cmpuint (fl_fake_broker_get_counts (here).n_connects, ==, round);
      g_assert_cmpuint (fl_fake_broker_get_counts (extra).n_connects, ==, round);
    }
  g_assert_cmpuint (n_answers, ==, 5); /* 1, 2, 0, 1, 2 */
}

/* The broker that is saved is the one without TLS: it is asked once. */
static void
test_one (void)
{
  g_autoptr(FlFakeBroker) here = fl_fake_broker_new (&(FlFakeBehaviour) { .connack_v5 = 0x87 });
  g_autoptr(FlExposure) exposure = make_exposure (here, here);

  fl_exposure_ask (exposure);
  g_assert_cmpuint (fl_exposure_get_n_questions (exposure), ==, 1);
  fl_fake_wait_for (fl_exposure_is_done (exposure));
  g_assert_cmpuint (n_findings (exposure), ==, 1);
}

/* Silence means something only if the owner got messages meanwhile. */
static void
test_held_back (void)
{
  g_autoptr(FlFakeBroker) here = fl_fake_broker_new (&(FlFakeBehaviour) { 0 });
  g_autoptr(FlExposure) exposure = make_exposure (here, here);
  guint n_tries = 0;

  fl_exposure_set_n_messages (exposure, 7);
  fl_exposure_ask (exposure);
  fl_fake_wait_for (fl_exposure_is_done (exposure));
  g_assert_nonnull (strstr (text_of (exposure, 1), "nothing came within 3 seconds"));

  /* Where this process stands still for the whole of that time it got none either, and asks again. */
  for (guint64 n = 8; n_tries < 10 && strstr (text_of (exposure, 1), "none of the messages") == NULL; n_tries++)
    for (fl_exposure_ask (exposure); !fl_exposure_is_done (exposure); n++)
      {
        g_main_context_iteration (NULL, FALSE);
        fl_exposure_set_n_messages (exposure, n);
        g_usleep (2000);
      }
  g_assert_nonnull (strstr (text_of (exposure, 1), "none of the messages that you got"));
}

static void
test_ended (void)
{
  const FlFakeBehaviour silent = { .connack_v5 = FL_FAKE_SILENT };
  g_autoptr(FlFakeBroker) here = fl_fake_broker_new (&silent);
  g_autoptr(FlFakeBroker) extra = fl_fake_broker_new (&(FlFakeBehaviour) { .connack_v5 = 0x87 });
  g_autoptr(FlLinkSettings) other = make_settings ("broker.example", 8883);
  FlExposure *exposure = make_exposure (here, extra);

  fl_exposure_ask (exposure);
  fl_fake_wait_for (fl_exposure_get_n_answers (exposure) == 1);
  fl_exposure_cancel (exposure);
  g_assert_false (fl_exposure_is_asking (exposure));
  g_assert_false (fl_exposure_is_done (exposure));
  g_assert_cmpuint (n_findings (exposure), ==, 2); /* of the one that answered */

  fl_exposure_ask (exposure);
  fl_exposure_set_settings (exposure, other);
  g_assert_false (fl_exposure_is_asking (exposure));
  g_assert_cmpuint (n_findings (exposure), ==, 0);

  fl_exposure_set_settings (exposure, NULL);
  fl_exposure_ask (exposure);
  g_assert_false (fl_exposure_is_asking (exposure));

  fl_exposure_set_settings (exposure, other);
  g_assert_finalize_object (exposure);
}

/* It goes while strangers are on their way. */
static void
test_gone (void)
{
  const FlFakeBehaviour silent = { .connack_v5 = FL_FAKE_SILENT };
  g_autoptr(FlFakeBroker) here = fl_fake_broker_new (&silent);
  FlExposure *exposure = make_exposure (here, here);

  fl_exposure_ask (exposure);
  fl_fake_wait_for (fl_fake_broker_get_counts (here).n_connects == 1);
  g_assert_finalize_object (exposure);
  for (int i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_link_scrub_environment ();
  fl_secret_init ();
  g_test_add_func ("/exposure/own-hosts", test_own_hosts);
  g_test_add_func ("/exposure/both", test_both);
  g_test_add_func ("/exposure/one", test_one);
  g_test_add_func ("/exposure/held-back", test_held_back);
  g_test_add_func ("/exposure/ended", test_ended);
  g_test_add_func ("/exposure/gone", test_gone);
  return g_test_run ();
}
