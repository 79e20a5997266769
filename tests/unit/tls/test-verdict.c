/* A verdict with a reason is never trusted, and its reasons stand in the order of seriousness.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-verdict.h"

static void
test_trusted (void)
{
  const FlReason remark = FL_REASON_CHAIN_ORDER;
  g_autoptr(FlVerdict) verdict = fl_verdict_new (TRUE, NULL, 0, &remark, 1);
  g_autoptr(FlVerdict) again = fl_verdict_ref (verdict);

  g_assert_true (fl_verdict_is_trusted (again));
  g_assert_cmpuint (fl_verdict_get_n_reasons (verdict), ==, 0);
  g_assert_cmpuint (fl_verdict_get_n_remarks (verdict), ==, 1);
  g_assert_true (fl_verdict_has_remark (verdict, FL_REASON_CHAIN_ORDER));
  g_assert_false (fl_verdict_has_reason (verdict, FL_REASON_CHAIN_ORDER));
  g_assert_false (fl_verdict_is_trusted (NULL));
}

static void
test_reason_wins (void)
{
  const FlReason reasons[] = { FL_REASON_EXPIRED, FL_REASON_NAME_MISMATCH, FL_REASON_EXPIRED, FL_REASON_REVOKED };
  g_autoptr(FlVerdict) verdict = fl_verdict_new (TRUE, reasons, G_N_ELEMENTS (reasons), NULL, 0);

  g_assert_false (fl_verdict_is_trusted (verdict));
  g_assert_cmpuint (fl_verdict_get_n_reasons (verdict), ==, 3);
  g_assert_cmpint (fl_verdict_get_reason (verdict, 0), ==, FL_REASON_REVOKED);
  g_assert_cmpint (fl_verdict_get_reason (verdict, 1), ==, FL_REASON_NAME_MISMATCH);
  g_assert_cmpint (fl_verdict_get_reason (verdict, 2), ==, FL_REASON_EXPIRED);
  g_assert_true (fl_verdict_has_reason (verdict, FL_REASON_EXPIRED));
  g_assert_false (fl_verdict_has_reason (verdict, FL_REASON_WEAK_KEY));
}

/* Accepted without a proof (insecure): not trusted, and no reason against either. */
static void
test_unproved (void)
{
  const FlReason remarks[] = { FL_REASON_SELF_SIGNED, FL_REASON_NAME_MISMATCH };
  g_autoptr(FlVerdict) verdict = fl_verdict_new (FALSE, NULL, 0, remarks, G_N_ELEMENTS (remarks));

  g_assert_false (fl_verdict_is_trusted (verdict));
  g_assert_cmpuint (fl_verdict_get_n_reasons (verdict), ==, 0);
  g_assert_cmpint (fl_verdict_get_remark (verdict, 0), ==, FL_REASON_SELF_SIGNED);
  g_assert_cmpint (fl_verdict_get_remark (verdict, 1), ==, FL_REASON_NAME_MISMATCH);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/trusted", test_trusted);
  g_test_add_func ("/verdict/reason-wins", test_reason_wins);
  g_test_add_func ("/verdict/unproved", test_unproved);
  return g_test_run ();
}
