/* Any bytes where a fingerprint is pasted: it is read or not, and what is read is one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-fingerprint-answer.h"
#include "esp/fl-fingerprint-paste.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  const FlSeenCertificate seen = { .host = "broker", .sha1 = "18c0c23dbedd81377340e7e43661cb0adf96ad26", .last_seen = 1795176000 };
  const FlPasteContext context = { .seen = &seen, .n_seen = 1, .now = 1795176000 };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(FlPin) pin = fl_fingerprint_paste_read (text);
  g_autoptr(FlFinding) finding = NULL;
  g_autofree char *again = NULL;
  g_autoptr(FlPin) same = NULL;

  if (fl_fingerprint_paste_is_for_esp8266 (text))
    g_assert_true (pin != NULL || strlen (text) > FL_FINGERPRINT_PASTE_MAX);
  if (pin == NULL)
    return 0;
  again = fl_pin_to_text (pin);
  same = fl_fingerprint_paste_read (again);
  g_assert_true (same != NULL && fl_pin_equal (pin, same));
  finding = fl_fingerprint_answer_new (pin, &context, 1);
  g_assert_true (finding->sentence != NULL && *finding->sentence != '\0');
  return 0;
}
