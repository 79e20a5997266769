/* What a broker answers becomes a sentence that says what to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-link-answer.h"

#include "mqtt/fl-link-fault.h"

#include <string.h>

static FlLinkSettings *
make_settings (FlTrust *trust)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("broker.test", 1883);
  FlLinkSettings *settings = fl_link_settings_new (endpoint, trust);

  fl_link_settings_set_client_id (settings, "mine");
  return settings;
}

static void
test_refusals (void)
{
  static const struct { int reason; const char *words; } cases[] = {
    { 1,    "does not speak this version of MQTT" },
    { 0x84, "does not speak this version of MQTT" },
    { 2,    "client identifier “mine”" },
    { 0x85, "client identifier “mine”" },
    { 0x8a, "has banned this client" },
    { 5,    NULL },
  };
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  g_autoptr(FlLinkSettings) settings = make_settings (trust);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fl_link_answer_describe_refusal (settings, cases[i].reason);

      g_assert_cmpint (text != NULL, ==, cases[i].words != NULL);
      if (text != NULL)
        {
          g_assert_nonnull (strstr (text, "broker.test:1883"));
          g_assert_nonnull (strstr (text, cases[i].words));
        }
    }
}

/* The password that we kept back is what is missing. */
static void
test_kept_back (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlLinkSettings) settings = make_settings (trust);
  g_autoptr(FlSecret) password = fl_secret_new ("hunter2", 7);
  g_autofree char *text = NULL;

  fl_link_settings_set_username (settings, "anna");
  fl_link_settings_set_password (settings, password);
  text = fl_link_answer_describe_refusal (settings, 5);
  g_assert_nonnull (strstr (text, "yours were not sent, because this connection is not encrypted"));
  g_assert_null (strstr (text, "hunter2"));
}

static void
test_filters (void)
{
  const char *const filters[] = { "a/#", "b/#", "c/#", NULL };
  int granted[] = { 0x80, 1, 0x87 };
  const FlConnectionEvent event = { .kind = FL_CONNECTION_SUBSCRIBED, .n_granted = 3, .granted = granted };
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  g_autoptr(FlLinkSettings) settings = make_settings (trust);
  g_autofree char *text = NULL;

  fl_link_settings_set_filters (settings, filters);
  text = fl_link_answer_describe_filters (settings, &event, 0x87);
  g_assert_cmpstr (text, ==, "broker.test:1883 does not let this user subscribe to a/#, c/#.");
}

static void
test_losses (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  g_autoptr(FlLinkSettings) settings = make_settings (trust);
  g_autofree char *taken_over = fl_link_answer_describe_loss (settings, FL_MQTT_REASON_TAKEN_OVER, 0);
  g_autofree char *once = fl_link_answer_describe_loss (settings, -1, 1);
  g_autofree char *again = fl_link_answer_describe_loss (settings, -1, 3);

  g_assert_nonnull (strstr (taken_over, "Another client has connected with the client identifier “mine”"));
  g_assert_nonnull (strstr (once, "broke off"));
  g_assert_nonnull (strstr (again, "closes each connection at once"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-answer/refusals", test_refusals);
  g_test_add_func ("/link-answer/kept-back", test_kept_back);
  g_test_add_func ("/link-answer/filters", test_filters);
  g_test_add_func ("/link-answer/losses", test_losses);
  return g_test_run ();
}
