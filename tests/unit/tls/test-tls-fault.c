/* Tests of fl-tls-fault: every fault has its code and its sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-tls-fault.h"

#include <string.h>

static void
test_codes (void)
{
  static const char *const codes[] = { "none", "name-not-found", "unreachable", "refused", "timeout",
                                       "closed", "no-tls", "tls-failed", "not-trusted" };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_cmpstr (fl_tls_fault_to_code (i), ==, codes[i]);
}

static void
test_sentences (void)
{
  static const struct { FlTlsFault fault; const char *failure, *sentence; } cases[] = {
    { FL_TLS_FAULT_NONE, NULL, NULL },
    { FL_TLS_FAULT_NAME_NOT_FOUND, NULL, "There is no host called “broker.example”." },
    { FL_TLS_FAULT_UNREACHABLE, NULL, "“broker.example” cannot be reached." },
    { FL_TLS_FAULT_REFUSED, NULL, "Nothing answers on port 8883 of “broker.example”." },
    { FL_TLS_FAULT_TIMEOUT, NULL, "“broker.example” did not answer in time." },
    { FL_TLS_FAULT_CLOSED, NULL, "The broker closed the connection before the TLS handshake was over." },
    { FL_TLS_FAULT_TLS_FAILED, NULL, "The TLS handshake failed." },
    { FL_TLS_FAULT_TLS_FAILED, "handshake_failure", "The TLS handshake failed: handshake_failure." },
  };
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("broker.example", 8883);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentence = fl_tls_fault_describe (cases[i].fault, endpoint, cases[i].failure);

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-fault/codes", test_codes);
  g_test_add_func ("/tls-fault/sentences", test_sentences);

  return g_test_run ();
}
