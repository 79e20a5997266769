/* Fuzz target: what a payload is read as, and how it is shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <math.h>
#include <string.h>

#include "messages/fl-json-print.h"
#include "messages/fl-payload.h"
#include "messages/fl-text.h"

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

static void
check_values (FlPayload *payload)
{
  for (guint i = 0; i < fl_payload_get_n_values (payload); i++)
    {
      const FlValue *value = fl_payload_get_value (payload, i);

      g_assert_true (g_utf8_validate (value->name, -1, NULL) && g_utf8_validate (value->text, -1, NULL));
      g_assert_true (isfinite (value->number));
      g_assert_nonnull (fl_payload_find_value (payload, value->name));
    }
}

static void
check_tables (FlPayload *payload)
{
  for (guint i = 0; i < fl_payload_get_n_tables (payload); i++)
    {
      const FlPayloadTable *table = fl_payload_get_table (payload, i);

      g_assert_true (table->n_rows <= table->n_rows_sent && table->key_column < (int) table->n_columns);
      for (guint row = 0; row < table->n_rows; row++)
        for (guint column = 0; column < table->n_columns; column++)
          g_assert_true (g_utf8_validate (fl_payload_table_get_cell (table, row, column), -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autoptr(FlPayload) payload = fl_payload_new_from_bytes ("level", data, size);
  g_autofree char *pretty = fl_json_print (data, size);
  g_autofree char *dump = fl_text_to_hex_dump (data, size, 4096);
  g_autofree char *lines = fl_text_escape_lines ((const char *) data, (gssize) size);
  g_autofree char *shortened = fl_text_shorten ((const char *) data, (gssize) size, 40);

  g_assert_nonnull (dump);
  check_values (payload);
  check_tables (payload);
  g_assert_true (g_utf8_validate (lines, -1, NULL) && g_utf8_validate (shortened, -1, NULL));
  if (pretty != NULL)
    {
      /* Printing what was printed changes nothing. */
      g_autofree char *again = fl_json_print (pretty, strlen (pretty));

      g_assert_true (again == NULL || strcmp (again, pretty) == 0);
      g_assert_true (fl_payload_get_kind (payload) == FL_PAYLOAD_JSON);
    }
  return 0;
}
