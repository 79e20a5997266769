/* Tests of fl-esp-verdict: what is said of the findings of all ways together. How findings come about is in
 * tests/live/esp-verdicts.py, beside the devices' own libraries.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-esp-verdict.h"

#include <string.h>

#define NO_WAY      { FL_ESP_ANSWER_NO_SUCH_WAY, 0 }
#define YES         { FL_ESP_ANSWER_YES, 0 }
#define NO(reasons) { FL_ESP_ANSWER_NO, reasons }
#define BIT(name)   FL_ESP_REASON_BIT (FL_ESP_REASON_##name)

static FlEspVerdict *
make (const char        *code,
      const FlEspFinding findings[FL_N_CLIENT_WAYS],
      int                max_fragment)
{
  FlEspVerdictFields fields = { .model = fl_client_model_from_code (code), .host = "broker.home", .cipher = "TLS_X",
                                .max_fragment = max_fragment, .was_tried = TRUE };

  memcpy (fields.findings, findings, sizeof fields.findings);
  return fl_esp_verdict_new_from_fields (&fields);
}

static void
test_sentences (void)
{
  static const struct
  {
    FlEspFinding findings[FL_N_CLIENT_WAYS];
    gboolean     connects;
    gboolean     is_uniform;
    const char  *sentence;
  } cases[] = {
    { { YES, YES, YES, NO_WAY, YES }, TRUE, FALSE,
      "Connects with: Fingerprint (setFingerprint), Certificate authority (setTrustAnchors), Public key (setKnownKey)." },
    { { YES, NO (BIT (EXPIRED)), YES, NO_WAY, YES }, TRUE, FALSE,
      "Connects with: Fingerprint (setFingerprint), Public key (setKnownKey). Not with: Certificate authority "
      "(setTrustAnchors)." },
    { { NO (BIT (KEY_TYPE)), NO (BIT (KEY_TYPE)), NO (BIT (KEY_TYPE)), NO_WAY, YES }, TRUE, FALSE,
      "Connects only without checking whom it talks to." },
    { { NO (BIT (CLOSED)), NO (BIT (CLOSED)), NO (BIT (CLOSED)), NO_WAY, NO (BIT (CLOSED)) }, FALSE, TRUE,
      "The broker closed the connection in the handshake." },
    { { NO (BIT (CLOSED)), NO (BIT (EXPIRED)), NO (BIT (CLOSED)), NO_WAY, NO (BIT (CLOSED)) }, FALSE, FALSE,
      "The broker closed the connection in the handshake." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlEspVerdict) verdict = make ("esp8266", cases[i].findings, 0);
      g_autofree char *sentence = fl_esp_verdict_describe (verdict);

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
      g_assert_cmpint (fl_esp_verdict_connects (verdict), ==, cases[i].connects);
      g_assert_cmpint (fl_esp_verdict_connects_safely (verdict), ==, strstr (sentence, "Connects with") != NULL);
      g_assert_cmpint (fl_esp_verdict_is_uniform (verdict), ==, cases[i].is_uniform);
    }
}

/* Two reasons at once, in the order of the enumeration. */
static void
test_reasons (void)
{
  const FlEspFinding findings[FL_N_CLIENT_WAYS] = {
    YES, NO (BIT (EXPIRED) | BIT (NAME_MISMATCH)), YES, NO_WAY, YES,
  };
  g_autoptr(FlEspVerdict) verdict = make ("esp8266", findings, 0);
  g_autofree char *text = fl_esp_verdict_describe_way (verdict, FL_CLIENT_WAY_CA);

  g_assert_cmpstr (text, ==, "As the device compares names, the certificate is not for “broker.home”. "
                             "A certificate has expired, and the device looks at the date.");
  g_assert_cmpint (fl_esp_verdict_get_answer (verdict, FL_CLIENT_WAY_PSK), ==, FL_ESP_ANSWER_NO_SUCH_WAY);
  g_assert_cmpuint (fl_esp_verdict_get_reasons (verdict, FL_CLIENT_WAY_CA), ==, BIT (EXPIRED) | BIT (NAME_MISMATCH));
}

static void
test_buffers (void)
{
  static const FlEspFinding findings[FL_N_CLIENT_WAYS] = { YES, YES, YES, NO_WAY, YES };
  static const struct { const char *code; int max_fragment; const char *words; } cases[] = {
    { "esp8266", 1024, "setBufferSizes(1024, 1024)" },
    { "esp8266", 0, "16 kB at most" },
    { "esp8266", -1, NULL },
    { "esp32", 1024, "nothing to set" },
    { "tasmota8266", 1024, "as the device asks" },
    { "tasmota8266", 0, "over 1024 bytes ends the connection" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlEspVerdict) verdict = make (cases[i].code, findings, cases[i].max_fragment);
      g_autofree char *text = fl_esp_verdict_describe_buffers (verdict);

      if (cases[i].words == NULL)
        g_assert_null (text);
      else
        g_assert_nonnull (strstr (text, cases[i].words));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/esp-verdict/sentences", test_sentences);
  g_test_add_func ("/esp-verdict/reasons", test_reasons);
  g_test_add_func ("/esp-verdict/buffers", test_buffers);

  return g_test_run ();
}
