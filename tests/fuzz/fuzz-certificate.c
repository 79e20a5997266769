/* Any bytes where a certificate is expected: parsed, read, listed and written without harm.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-json.h"
#include "tls/fl-certificate-parser.h"
#include "tls/fl-certificate-sections.h"
#include "tls/fl-fingerprint.h"
#include "tls/fl-pin.h"
#include "tls/fl-reason.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

static void
assert_text (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strpbrk (text, "\n\r\x1b"));
}

static void
look_at (FlCertificate *certificate)
{
  g_autoptr(GListModel) sections = fl_certificate_list_sections (certificate, 1763640000);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificate, FL_PIN_SHA256);
  g_autofree char *tasmota = fl_fingerprint_for_tasmota (certificate);
  g_autofree char *json = NULL;

  g_assert_true (tasmota == NULL || strlen (tasmota) == 59);
  assert_text (fl_certificate_get_subject (certificate));
  assert_text (fl_certificate_get_common_name (certificate));
  assert_text (fl_certificate_get_issuer_name (certificate));
  for (const char *const *name = fl_certificate_get_san (certificate); *name != NULL; name++)
    assert_text (*name);
  fl_certificate_matches_host (certificate, "localhost");
  g_assert_cmpuint (g_list_model_get_n_items (sections), >, 0);
  g_assert_true (fl_pin_matches (pin, certificate));
  for (int reason = 0; reason < (int) FL_N_REASONS; reason++)
    {
      g_autofree char *sentence = fl_reason_describe ((FlReason) reason, certificate, "localhost");

      assert_text (sentence);
    }
  fl_certificate_to_json (certificate, builder, 1763640000);
  node = json_builder_get_root (builder);
  json = json_to_string (node, FALSE);
  g_assert_true (g_utf8_validate (json, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) certificates = fl_certificate_parse_all (bytes, &error);

  g_assert_true ((certificates == NULL) == (error != NULL));
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    look_at (certificates->pdata[i]);
  return 0;
}
