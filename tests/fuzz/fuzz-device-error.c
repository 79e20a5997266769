/* Any bytes where the output of a serial monitor is pasted: every number that is found has a meaning.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-device-error-meaning.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  const FlPasteContext context = { .now = 1795176000 };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(GArray) errors = fl_device_error_find (text);

  g_assert_cmpuint (errors->len, <=, FL_DEVICE_ERROR_MAX);
  for (guint i = 0; i < errors->len; i++)
    {
      g_autoptr(FlFinding) finding = fl_device_error_meaning_new (&g_array_index (errors, FlDeviceError, i), &context);

      g_assert_true (g_utf8_validate (finding->sentence, -1, NULL));
      g_assert_true (g_str_has_prefix (finding->code, "error-"));
      g_assert_cmpuint (finding->line, >=, 1);
    }
  return 0;
}
