/* Tests of mqtt/fl-link-fault: codes, sentences, and what each answer means.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-link-fault.h"

#include <gio/gio.h>
#include <string.h>

static void
test_codes (void)
{
  static const char *const codes[] = {
    "none", "name-not-found", "unreachable", "refused", "timeout", "closed", "no-tls", "tls-failed", "not-trusted",
    "not-mqtt", "bad-credentials", "not-authorized", "unavailable", "inspect-only",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *sentence = fl_link_fault_describe ((FlLinkFault) i, "h:1%s%n");

      g_assert_cmpstr (fl_link_fault_to_code ((FlLinkFault) i), ==, codes[i]);
      if (i == FL_LINK_FAULT_NONE)
        {
          g_assert_null (sentence);
          continue;
        }
      g_assert_nonnull (strstr (sentence, "h:1%s%n"));
      g_assert_true (g_str_has_suffix (sentence, "."));
    }
  g_assert_cmpint (FL_LINK_FAULT_INSPECT_ONLY, ==, G_N_ELEMENTS (codes) - 1);
}

static void
test_final (void)
{
  g_assert_true (fl_link_fault_is_final (FL_LINK_FAULT_NOT_TRUSTED));
  g_assert_true (fl_link_fault_is_final (FL_LINK_FAULT_BAD_CREDENTIALS));
  g_assert_true (fl_link_fault_is_final (FL_LINK_FAULT_NOT_AUTHORIZED));
  g_assert_true (fl_link_fault_is_final (FL_LINK_FAULT_INSPECT_ONLY));
  g_assert_false (fl_link_fault_is_final (FL_LINK_FAULT_NONE));
  g_assert_false (fl_link_fault_is_final (FL_LINK_FAULT_CLOSED));
  g_assert_false (fl_link_fault_is_final (FL_LINK_FAULT_UNAVAILABLE));
}

static void
test_io_errors (void)
{
  static const struct { int code; FlLinkFault fault; } cases[] = {
    { G_IO_ERROR_CONNECTION_REFUSED, FL_LINK_FAULT_REFUSED },
    { G_IO_ERROR_TIMED_OUT, FL_LINK_FAULT_TIMEOUT },
    { G_IO_ERROR_CONNECTION_CLOSED, FL_LINK_FAULT_CLOSED },
    { G_IO_ERROR_BROKEN_PIPE, FL_LINK_FAULT_CLOSED },
    { G_IO_ERROR_HOST_UNREACHABLE, FL_LINK_FAULT_UNREACHABLE },
    { G_IO_ERROR_NETWORK_UNREACHABLE, FL_LINK_FAULT_UNREACHABLE },
    { G_IO_ERROR_FAILED, FL_LINK_FAULT_UNREACHABLE },
  };
  g_autoptr(GError) not_found = g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "x");

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, cases[i].code, "x");

      g_assert_cmpint (fl_link_fault_from_io_error (error), ==, cases[i].fault);
    }
  g_assert_cmpint (fl_link_fault_from_io_error (not_found), ==, FL_LINK_FAULT_NAME_NOT_FOUND);
}

/* The two rooms use the same codes. */
static void
test_tls_faults (void)
{
  for (int i = FL_TLS_FAULT_NONE; i <= FL_TLS_FAULT_NOT_TRUSTED; i++)
    {
      FlLinkFault fault = fl_link_fault_from_tls_fault ((FlTlsFault) i);

      if (i == FL_TLS_FAULT_NONE)
        g_assert_cmpint (fault, ==, FL_LINK_FAULT_NONE);
      else
        g_assert_cmpstr (fl_link_fault_to_code (fault), ==, fl_tls_fault_to_code ((FlTlsFault) i));
    }
}

static void
test_answers (void)
{
  static const struct { int reason; gboolean sent; FlLinkFault fault; } cases[] = {
    { 1, FALSE, FL_LINK_FAULT_UNAVAILABLE }, { 2, FALSE, FL_LINK_FAULT_UNAVAILABLE },
    { 3, TRUE, FL_LINK_FAULT_UNAVAILABLE }, { 4, TRUE, FL_LINK_FAULT_BAD_CREDENTIALS },
    { 5, TRUE, FL_LINK_FAULT_BAD_CREDENTIALS }, { 5, FALSE, FL_LINK_FAULT_NOT_AUTHORIZED },
    { 0x86, TRUE, FL_LINK_FAULT_BAD_CREDENTIALS }, { 0x87, TRUE, FL_LINK_FAULT_BAD_CREDENTIALS },
    { 0x87, FALSE, FL_LINK_FAULT_NOT_AUTHORIZED }, { 0x8c, FALSE, FL_LINK_FAULT_NOT_AUTHORIZED },
    { 0x88, FALSE, FL_LINK_FAULT_UNAVAILABLE }, { 0x8a, FALSE, FL_LINK_FAULT_UNAVAILABLE },
    { 0xff, FALSE, FL_LINK_FAULT_UNAVAILABLE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (fl_link_fault_from_connack (cases[i].reason, cases[i].sent), ==, cases[i].fault);
  g_assert_true (fl_link_fault_is_version_refusal (1));
  g_assert_true (fl_link_fault_is_version_refusal (0x84));
  g_assert_false (fl_link_fault_is_version_refusal (5));
  g_assert_cmpint (fl_link_fault_from_disconnect (-1), ==, FL_LINK_FAULT_CLOSED);
  g_assert_cmpint (fl_link_fault_from_disconnect (FL_MQTT_REASON_TAKEN_OVER), ==, FL_LINK_FAULT_CLOSED);
  g_assert_cmpint (fl_link_fault_from_disconnect (0x8b), ==, FL_LINK_FAULT_UNAVAILABLE);
  g_assert_cmpint (fl_link_fault_from_disconnect (0x87), ==, FL_LINK_FAULT_NOT_AUTHORIZED);
}

static void
test_sentences (void)
{
  static const int plain[] = { 2, 3, 4, 5, 0x84, 0x85, 0x86, 0x87, 0x88 };

  for (int reason = 0x80; reason < 0xa3; reason++)
    {
      g_autofree char *connack = fl_link_fault_describe_connack (reason, "h:1%s");
      g_autofree char *suback = fl_link_fault_describe_suback (reason, "h:1%s", "home/{broker}/#");

      g_assert_true (connack == NULL || strstr (connack, "h:1%s") != NULL);
      g_assert_true (connack == NULL || g_str_has_suffix (connack, "."));
      g_assert_nonnull (strstr (suback, "h:1%s"));
      g_assert_nonnull (strstr (suback, "home/{broker}/#"));
    }
  for (size_t i = 0; i < G_N_ELEMENTS (plain); i++)
    g_assert_null (fl_link_fault_describe_connack (plain[i], "h:1"));
  g_assert_cmpint (fl_link_fault_from_suback (0x80), ==, FL_LINK_FAULT_NOT_AUTHORIZED);
  g_assert_cmpint (fl_link_fault_from_suback (0xa2), ==, FL_LINK_FAULT_NOT_AUTHORIZED);
  g_assert_cmpint (fl_link_fault_from_suback (0x97), ==, FL_LINK_FAULT_UNAVAILABLE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-fault/codes", test_codes);
  g_test_add_func ("/link-fault/final", test_final);
  g_test_add_func ("/link-fault/io-errors", test_io_errors);
  g_test_add_func ("/link-fault/tls-faults", test_tls_faults);
  g_test_add_func ("/link-fault/answers", test_answers);
  g_test_add_func ("/link-fault/sentences", test_sentences);
  return g_test_run ();
}
