/* fl-pill-state: green only with a proved identity; the four texts; the Fernet share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-pill-state.h"

static const struct
{
  gboolean    online;
  FlTrustWay  way;
  gboolean    proved;
  const char *protocol;
  const char *text;
  const char *css_class;
} cases[] = {
  { FALSE, FL_TRUST_SYSTEM,   TRUE,  "TLSv1.3", "Not connected",          "dim-label" },
  { FALSE, FL_TRUST_PLAIN,    FALSE, NULL,      "Not connected",          "dim-label" },
  { TRUE,  FL_TRUST_SYSTEM,   TRUE,  "TLSv1.3", "TLS 1.3 · verified",     "success" },
  { TRUE,  FL_TRUST_CA,       TRUE,  "TLSv1.2", "TLS 1.2 · verified",     "success" },
  { TRUE,  FL_TRUST_PIN,      TRUE,  "TLSv1.3", "TLS 1.3 · verified",     "success" },
  { TRUE,  FL_TRUST_PSK,      TRUE,  "TLSv1.2", "TLS 1.2 · verified",     "success" },
  { TRUE,  FL_TRUST_SYSTEM,   FALSE, "TLSv1.3", "TLS 1.3 · not verified", "warning" },
  { TRUE,  FL_TRUST_PIN,      FALSE, "TLSv1.3", "TLS 1.3 · not verified", "warning" },
  { TRUE,  FL_TRUST_INSECURE, FALSE, "TLSv1.3", "TLS 1.3 · not verified", "warning" },
  { TRUE,  FL_TRUST_INSECURE, TRUE,  "TLSv1.3", "TLS 1.3 · not verified", "warning" },
  { TRUE,  FL_TRUST_INSECURE, FALSE, NULL,      "TLS · not verified",     "warning" },
  { TRUE,  FL_TRUST_PLAIN,    FALSE, NULL,      "No TLS",                 "error" },
  { TRUE,  FL_TRUST_PLAIN,    TRUE,  "TLSv1.3", "No TLS",                 "error" },
};

static const struct { guint64 n_messages, n_fernet; gboolean has_keys; const char *text; } shares[] = {
  { 0,                     0,                       FALSE, NULL },
  { 100,                   0,                       FALSE, NULL },
  { 0,                     0,                       TRUE,  "Fernet" },
  { 100,                   0,                       TRUE,  "Fernet 0 %" },
  { 100,                   97,                      FALSE, "Fernet 97 %" },
  { 1000,                  999,                     TRUE,  "Fernet 99 %" },
  { 1000,                  1,                       TRUE,  "Fernet <1 %" },
  { 3,                     3,                       TRUE,  "Fernet 100 %" },
  { G_GUINT64_CONSTANT (100000000000), G_GUINT64_CONSTANT (50000000000), TRUE, "Fernet 50 %" },
};

static void
test_states (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlPillState state = fl_pill_state_of (cases[i].online, cases[i].way, cases[i].proved);
      g_autofree char *text = fl_pill_state_to_text (state, cases[i].protocol);

      g_test_message ("%s, %d", fl_trust_way_to_code (cases[i].way), cases[i].online);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (fl_pill_state_get_css_class (state), ==, cases[i].css_class);
      g_assert_nonnull (fl_pill_state_get_icon_name (state));
    }
}

static void
test_fernet (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      g_autofree char *text =
        fl_pill_state_fernet_text (shares[i].n_messages, shares[i].n_fernet, shares[i].has_keys);

      g_assert_cmpstr (text, ==, shares[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pill-state/states", test_states);
  g_test_add_func ("/pill-state/fernet-share", test_fernet);
  return g_test_run ();
}
