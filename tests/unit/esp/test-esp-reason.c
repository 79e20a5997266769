/* Tests of fl-esp-reason: a code and a sentence for each, and nothing of the network's as it came.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-esp-reason.h"

#include <string.h>

static void
test_codes (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint reason = 0; reason < FL_N_ESP_REASONS; reason++)
    {
      const char *code = fl_esp_reason_to_code ((FlEspReason) reason);

      g_assert_cmpuint (strspn (code, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (code));
      g_assert_true (g_hash_table_add (seen, (gpointer) code));
    }
  g_assert_cmpstr (fl_esp_reason_to_code (FL_ESP_REASON_NOT_TRIED), ==, "not-tried");
  g_assert_cmpstr (fl_esp_reason_to_code (FL_ESP_REASON_PROTOCOL_VERSION), ==, "protocol-version");
  g_assert_cmpstr (fl_esp_reason_to_code (FL_ESP_REASON_NO_AUTHORITY), ==, "no-authority");
  g_assert_cmpstr (fl_esp_reason_to_code (FL_ESP_REASON_NOT_YET_VALID), ==, "not-yet-valid");
}

static void
test_sentences (void)
{
  for (guint i = 0; i < fl_client_model_get_n (); i++)
    for (guint reason = 0; reason < FL_N_ESP_REASONS; reason++)
      {
        g_autofree char *text = fl_esp_reason_describe ((FlEspReason) reason, fl_client_model_get (i), "broker.home");

        g_assert_true (g_str_has_suffix (text, "."));
        g_assert_true (g_utf8_validate (text, -1, NULL));
      }
}

static void
test_facts (void)
{
  const FlClientModel *old = fl_client_model_from_code ("esp8266");
  const FlClientModel *new = fl_client_model_from_code ("esp32");
  g_autofree char *from_old = fl_esp_reason_describe (FL_ESP_REASON_PROTOCOL_VERSION, old, "broker.home");
  g_autofree char *from_new = fl_esp_reason_describe (FL_ESP_REASON_PROTOCOL_VERSION, new, "broker.home");
  g_autofree char *hostile = fl_esp_reason_describe (FL_ESP_REASON_NAME_MISMATCH, old, "a\n\xe2\x80\xae" "b");

  g_assert_nonnull (strstr (from_old, "TLS 1.0 to 1.2"));
  g_assert_nonnull (strstr (from_new, "TLS 1.2 only"));
  g_assert_null (strchr (hostile, '\n'));
  g_assert_null (strstr (hostile, "\xe2\x80\xae"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/esp-reason/codes", test_codes);
  g_test_add_func ("/esp-reason/sentences", test_sentences);
  g_test_add_func ("/esp-reason/facts", test_facts);

  return g_test_run ();
}
