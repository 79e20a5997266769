/* Fuzz target: how a broker's cards are arranged; what was read is written the same way every time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-dashboard-layout.h"

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (text);
  g_autofree char *written = fl_dashboard_layout_to_text (layout);
  g_autoptr(FlDashboardLayout) again = fl_dashboard_layout_new (written);
  g_autofree char *rewritten = fl_dashboard_layout_to_text (again);

  g_assert_true (g_utf8_validate (written, -1, NULL));
  g_assert_cmpstr (written, ==, rewritten);
  return 0;
}
