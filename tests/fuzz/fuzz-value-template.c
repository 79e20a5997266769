/* Fuzz target: value templates over payloads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "devices/fl-value-template.h"

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

/* The first line is the template, the rest the payload. */
int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autofree char *input = g_strndup ((const char *) data, size);
  g_autofree char *text = NULL;
  g_autofree char *payload = NULL;
  g_autofree char *value = NULL;
  g_autoptr(FlValueTemplate) template = NULL;
  char *end = strchr (input, '\n');

  if (end != NULL)
    *end = '\0';
  text = g_strdup (input);
  payload = g_utf8_make_valid (end != NULL ? end + 1 : "", -1);
  template = fl_value_template_new (text);
  g_assert_true (strcmp (fl_value_template_get_text (template), text) == 0);

  value = fl_value_template_apply (template, payload);
  g_assert_true (value == NULL || fl_value_template_is_supported (template));
  g_assert_true (value == NULL || g_utf8_validate (value, -1, NULL));
  g_assert_true (value == NULL || strlen (value) <= MAX (3 * strlen (payload), 400) + 64 * strlen (text));
  return 0;
}
