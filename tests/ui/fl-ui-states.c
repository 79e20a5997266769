/* The states of the Security page, made of reports of connections that never were.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-ui-states.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"
#include "tls/fl-certificate-private.h"

#define DAY (24 * 60 * 60)

static const char *const names[FL_N_UI_STATES] = {
  [FL_UI_STATE_CA] = "ca",           [FL_UI_STATE_PIN] = "pin",         [FL_UI_STATE_PSK] = "psk",
  [FL_UI_STATE_INSECURE] = "insecure", [FL_UI_STATE_PLAIN] = "plain",   [FL_UI_STATE_OFFLINE] = "offline",
  [FL_UI_STATE_REFUSED] = "refused", [FL_UI_STATE_CHANGED] = "changed", [FL_UI_STATE_HOSTILE] = "hostile",
  [FL_UI_STATE_EXPIRING] = "expiring", [FL_UI_STATE_INSPECTION] = "inspection",
};

typedef struct
{
  FlTestReport   wish;
  FlTrust       *trust;
  FlCertificate *leaf;
  FlCertificate *issuer;
} Parts;

static void
make_certificates (Parts    *parts,
                   FlUiState state)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  EVP_PKEY *key = NULL;
  X509 *ca = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "Fernlight demo CA", .is_ca = TRUE }, &key);
  FlTestCertificate wish = {
    .common_name = "localhost", .san = "DNS:localhost,IP:127.0.0.1,IP:::1", .issuer = ca, .issuer_key = key,
    .extensions = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
                  "subjectKeyIdentifier=hash",
  };

  if (state == FL_UI_STATE_REFUSED)
    {
      wish.not_before = now - 400 * DAY;
      wish.not_after = now - 200 * DAY;
    }
  if (state == FL_UI_STATE_EXPIRING)
    {
      wish.not_before = now - 80 * DAY;
      wish.not_after = now + 6 * DAY + DAY / 2;
    }
  if (state == FL_UI_STATE_HOSTILE)
    {
      wish.common_name = "<span foreground='green'>verified</span>\n\u202Eevil <b>&\"";
      wish.san = NULL;
    }
  parts->leaf = fl_test_certificate_new (&wish);
  parts->issuer = fl_certificate_new_from_x509 (ca);
  X509_free (ca);
  EVP_PKEY_free (key);
}

static FlTrust *
make_trust (const Parts *parts,
            FlUiState    state)
{
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (parts->issuer, FL_PIN_SHA256);
  g_autoptr(FlPin) leaf_pin = fl_pin_new_for_certificate (parts->leaf, FL_PIN_SHA256);
  g_autoptr(FlSecret) key = fl_secret_new ("0123456789abcdef", 16);

  switch (state)
    {
    case FL_UI_STATE_PIN:
      return fl_trust_new_pin (leaf_pin);
    case FL_UI_STATE_CHANGED:
      return fl_trust_new_pin (pin);
    case FL_UI_STATE_PSK:
      return fl_trust_new_psk ("kitchen", key, NULL);
    case FL_UI_STATE_INSECURE:
      return fl_trust_new_insecure ();
    case FL_UI_STATE_PLAIN:
      return fl_trust_new_plain ();
    case FL_UI_STATE_CA:
    case FL_UI_STATE_OFFLINE:
    case FL_UI_STATE_REFUSED:
    case FL_UI_STATE_HOSTILE:
    case FL_UI_STATE_EXPIRING:
    case FL_UI_STATE_INSPECTION:
    default:
      return fl_trust_new_system ();
    }
}

static FlTlsReport *
make_report (const Parts *parts,
             FlUiState    state)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = fl_trust_get_way (parts->trust), .leaf = parts->leaf };

  switch (state)
    {
    case FL_UI_STATE_CA:
    case FL_UI_STATE_EXPIRING:
    case FL_UI_STATE_INSPECTION:
      wish.issuer = parts->issuer;
      break;
    case FL_UI_STATE_PIN:
      wish.remark = FL_REASON_NAME_MISMATCH;
      break;
    case FL_UI_STATE_INSECURE:
      wish.untrusted = TRUE;
      wish.remark = FL_REASON_UNKNOWN_ISSUER;
      break;
    case FL_UI_STATE_PSK:
    case FL_UI_STATE_PLAIN:
      wish.leaf = NULL;
      break;
    case FL_UI_STATE_REFUSED:
      wish.reason = FL_REASON_EXPIRED;
      break;
    case FL_UI_STATE_CHANGED:
      wish.reason = FL_REASON_PIN_MISMATCH;
      break;
    case FL_UI_STATE_HOSTILE:
      wish.reason = FL_REASON_NAME_MISMATCH;
      break;
    case FL_UI_STATE_OFFLINE:
    default:
      return NULL;
    }
  return fl_test_report_new (&wish);
}

const char *
fl_ui_state_to_name (FlUiState state)
{
  return names[state];
}

/* (transfer none): floating, as widgets are */
FlSecurityPage *
fl_ui_state_to_page (FlUiState state)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gboolean online = state != FL_UI_STATE_OFFLINE && state != FL_UI_STATE_REFUSED && state != FL_UI_STATE_CHANGED
                    && state != FL_UI_STATE_HOSTILE;
  FlSecurityPage *page = FL_SECURITY_PAGE (fl_security_page_new ());
  g_autoptr(FlTlsReport) report = NULL;
  Parts parts;

  make_certificates (&parts, state);
  parts.trust = make_trust (&parts, state);
  report = make_report (&parts, state);
  g_object_set (page, "inspection", state == FL_UI_STATE_INSPECTION, "trust", parts.trust, "pinned-certificate", state == FL_UI_STATE_CHANGED ? parts.issuer : NULL, "report", report, "online", online, "username", "frank", "has-password", TRUE,
                "trusted-at", now - 20 * DAY, "n-messages", (guint64) (online ? 100 : 0), "n-fernet", (guint64) (online ? 97 : 0),
                "fault-text", state == FL_UI_STATE_OFFLINE ? "The host refused the connection on port 8883." : NULL, NULL);
  if (state == FL_UI_STATE_CA)
    fl_security_page_set_session (page, NULL, "fxwalsh/home");
  fl_trust_unref (parts.trust);
  fl_certificate_unref (parts.leaf);
  fl_certificate_unref (parts.issuer);
  return page;
}

/* Every tone: yes; no; yes without proof; and not tried. */
FlEspCheck *
fl_ui_state_make_check (void)
{
#define NO(reason) { FL_ESP_ANSWER_NO, FL_ESP_REASON_BIT (FL_ESP_REASON_##reason) }
  const FlEspVerdictFields verdicts[] = {
    { .model = fl_client_model_from_code ("esp8266"), .host = "192.168.4.1", .was_tried = TRUE, .max_fragment = 1024,
      .cipher = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
      .findings = { { FL_ESP_ANSWER_YES, 0 }, NO (IP_ADDRESS), { FL_ESP_ANSWER_YES, 0 }, { FL_ESP_ANSWER_NO_SUCH_WAY, 0 },
                    { FL_ESP_ANSWER_YES, 0 } } },
    { .model = fl_client_model_from_code ("esp8266_basic"), .host = "192.168.4.1", .was_tried = TRUE, .max_fragment = -1,
      .findings = { NO (NO_COMMON_CIPHER), NO (NO_COMMON_CIPHER), NO (NO_COMMON_CIPHER), { FL_ESP_ANSWER_NO_SUCH_WAY, 0 },
                    NO (NO_COMMON_CIPHER) } },
    { .model = fl_client_model_from_code ("esp32"), .host = "<b>broker.home</b>", .was_tried = TRUE, .max_fragment = 1024,
      .cipher = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
      .findings = { { FL_ESP_ANSWER_NO_SUCH_WAY, 0 }, NO (NAME_MISMATCH), { FL_ESP_ANSWER_NO_SUCH_WAY, 0 },
                    { FL_ESP_ANSWER_UNKNOWN, 0 }, { FL_ESP_ANSWER_YES, 0 } } },
    { .model = fl_client_model_from_code ("tasmota8266"), .host = "192.168.4.1", .max_fragment = -1,
      .findings = { { FL_ESP_ANSWER_UNKNOWN, FL_ESP_REASON_BIT (FL_ESP_REASON_NOT_TRIED) } } },
  };
#undef NO
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_esp_verdict_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++)
    g_ptr_array_add (all, fl_esp_verdict_new_from_fields (&verdicts[i]));
  return fl_esp_check_new (all, FL_TEST_NOW);
}
