/* fl-fault-advice: what is offered, and that no encryption is never offered to whom TLS once answered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-fault-advice.h"

static const struct
{
  FlLinkFault fault;
  FlTrustWay  way;
  guint16     port;
  gboolean    tls_seen;
  gboolean    offers_tls;
  gboolean    asks_sign_in;
  guint16     try_tls_port;
  guint16     plain_port;
  gboolean    shows_security;
} cases[] = {
  { FL_LINK_FAULT_NO_TLS,          FL_TRUST_SYSTEM,   8883, FALSE, FALSE, FALSE, 0,    8883, FALSE },
  { FL_LINK_FAULT_NO_TLS,          FL_TRUST_SYSTEM,   1883, FALSE, FALSE, FALSE, 8883, 1883, FALSE },
  { FL_LINK_FAULT_NO_TLS,          FL_TRUST_SYSTEM,   1883, TRUE,  FALSE, FALSE, 8883, 0,    FALSE },
  { FL_LINK_FAULT_NO_TLS,          FL_TRUST_INSECURE, 8883, TRUE,  FALSE, FALSE, 0,    0,    FALSE },
  { FL_LINK_FAULT_REFUSED,         FL_TRUST_SYSTEM,   8883, FALSE, FALSE, FALSE, 0,    1883, FALSE },
  { FL_LINK_FAULT_REFUSED,         FL_TRUST_PIN,      8883, TRUE,  FALSE, FALSE, 0,    0,    FALSE },
  { FL_LINK_FAULT_REFUSED,         FL_TRUST_SYSTEM,   9999, FALSE, FALSE, FALSE, 8883, 0,    FALSE },
  { FL_LINK_FAULT_REFUSED,         FL_TRUST_PLAIN,    1883, FALSE, FALSE, FALSE, 8883, 0,    FALSE },
  { FL_LINK_FAULT_CLOSED,          FL_TRUST_PLAIN,    8883, FALSE, FALSE, FALSE, 8883, 0,    FALSE },
  { FL_LINK_FAULT_CLOSED,          FL_TRUST_SYSTEM,   8883, FALSE, FALSE, FALSE, 0,    0,    FALSE },
  { FL_LINK_FAULT_NOT_MQTT,        FL_TRUST_PLAIN,    8883, FALSE, FALSE, FALSE, 8883, 0,    FALSE },
  { FL_LINK_FAULT_NOT_MQTT,        FL_TRUST_PLAIN,    1884, FALSE, TRUE,  FALSE, 1884, 0,    FALSE },
  { FL_LINK_FAULT_BAD_CREDENTIALS, FL_TRUST_SYSTEM,   8883, FALSE, FALSE, TRUE,  0,    0,    FALSE },
  { FL_LINK_FAULT_NOT_AUTHORIZED,  FL_TRUST_PLAIN,    1883, FALSE, FALSE, TRUE,  0,    0,    FALSE },
  { FL_LINK_FAULT_NOT_TRUSTED,     FL_TRUST_SYSTEM,   8883, FALSE, FALSE, FALSE, 0,    0,    TRUE },
  { FL_LINK_FAULT_TLS_FAILED,      FL_TRUST_SYSTEM,   8883, FALSE, FALSE, FALSE, 0,    0,    TRUE },
  { FL_LINK_FAULT_TIMEOUT,         FL_TRUST_SYSTEM,   8883, FALSE, FALSE, FALSE, 0,    0,    FALSE },
};

static void
test_offers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlFaultAdvice advice =
        fl_fault_advice_for (cases[i].fault, cases[i].way, cases[i].port, cases[i].tls_seen, cases[i].offers_tls);

      g_test_message ("%s, %s, %u", fl_link_fault_to_code (cases[i].fault),
                      fl_trust_way_to_code (cases[i].way), cases[i].port);
      g_assert_cmpint (advice.asks_sign_in, ==, cases[i].asks_sign_in);
      g_assert_cmpuint (advice.try_tls_port, ==, cases[i].try_tls_port);
      g_assert_cmpint (advice.offers_plain, ==, cases[i].plain_port != 0);
      g_assert_cmpuint (advice.plain_port, ==, cases[i].plain_port);
      g_assert_cmpint (advice.shows_security, ==, cases[i].shows_security);
    }
}

static void
test_never_plain_after_tls (void)
{
  for (int fault = FL_LINK_FAULT_NONE; fault < FL_N_LINK_FAULTS; fault++)
    for (int way = FL_TRUST_SYSTEM; way <= FL_TRUST_PLAIN; way++)
      {
        const FlFaultAdvice advice = fl_fault_advice_for (fault, way, 8883, TRUE, FALSE);

        g_assert_false (advice.offers_plain);
        g_assert_nonnull (advice.title);
        g_assert_nonnull (advice.icon_name);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fault-advice/offers", test_offers);
  g_test_add_func ("/fault-advice/never-plain-after-tls", test_never_plain_after_tls);
  return g_test_run ();
}
