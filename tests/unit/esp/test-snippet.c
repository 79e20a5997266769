/* A snippet is a text or a reason, never both, never neither; and what it is made of outlives its making.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-snippet.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"

#include <string.h>

static const FlSnippet *
find (GPtrArray  *snippets,
      const char *id)
{
  for (guint i = 0; i < snippets->len; i++)
    if (g_str_equal (fl_snippet_get_id (snippets->pdata[i]), id))
      return snippets->pdata[i];
  g_error ("no snippet “%s”", id);
}

static GPtrArray *
list (const FlTestReport *wish)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (wish);

  return fl_snippet_list (report, "kitchen", FL_TEST_NOW);
}

static void
test_text_or_reason (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  const struct { FlTestReport wish; guint n_texts; } cases[] = {
    { { FL_TEST_REPORT_BARE, .way = FL_TRUST_CA, .leaf = certificates->good, .issuer = certificates->ca }, 19 },
    { { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = certificates->good }, 9 },
    { { FL_TEST_REPORT_BARE, .way = FL_TRUST_INSECURE, .leaf = certificates->good, .untrusted = TRUE }, 9 },
    { { FL_TEST_REPORT_BARE, .way = FL_TRUST_PSK }, 2 },
    { { .way = FL_TRUST_SYSTEM, .leaf = certificates->expired, .untrusted = TRUE, .reason = FL_REASON_EXPIRED, .remark = -1 }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) snippets = list (&cases[i].wish);
      guint n_texts = 0;

      g_assert_cmpuint (snippets->len, ==, FL_N_FIRMWARES * FL_N_SNIPPET_WAYS);
      for (guint j = 0; j < snippets->len; j++)
        {
          const FlSnippet *snippet = snippets->pdata[j];
          gboolean has_text = fl_snippet_get_text (snippet) != NULL;

          g_test_message ("%s: %s", fl_snippet_get_id (snippet), has_text ? "text" : fl_snippet_get_obstacle (snippet));
          n_texts += has_text;
          g_assert_cmpint (fl_snippet_get_obstacle (snippet) == NULL, ==, has_text);
          g_assert_cmpint (fl_snippet_get_remark (snippet) != NULL, ==, has_text);
          g_assert_cmpint (fl_snippet_get_works_until_text (snippet) != NULL, ==, has_text);
          g_assert_cmpstr (fl_snippet_get_title (snippet), !=, "");
          if (has_text && fl_snippet_get_firmware (snippet) != FL_FIRMWARE_PYTHON)
            g_assert_nonnull (strstr (fl_snippet_get_text (snippet), "localhost"));
        }
      g_assert_cmpuint (n_texts, ==, cases[i].n_texts);
    }
}

static void
test_fields (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_CA, .leaf = certificates->good, .issuer = certificates->ca };
  g_autoptr(GPtrArray) snippets = list (&wish);
  const FlSnippet *fingerprint = find (snippets, "esp8266/fingerprint");
  const FlSnippet *insecure = find (snippets, "esp32/insecure");
  g_autoptr(FlSnippet) kept = fl_snippet_ref ((FlSnippet *) find (snippets, "esp32/ca"));
  gint64 at;

  g_assert_cmpstr (fl_snippet_get_title (fingerprint), ==, "Fingerprint (setFingerprint)");
  g_assert_cmpstr (fl_snippet_get_language (fingerprint), ==, "arduino");
  g_assert_cmpint (fl_snippet_get_works_until (fingerprint, &at), ==, FL_WORKS_UNTIL_END);
  g_assert_cmpint (at, ==, FL_TEST_JANUARY);
  g_assert_cmpint (fl_snippet_get_works_until (insecure, &at), ==, FL_WORKS_UNTIL_OPEN);
  g_assert_cmpint (at, ==, 0);
  g_clear_pointer (&snippets, g_ptr_array_unref);
  g_assert_cmpint (fl_snippet_get_way (kept), ==, FL_SNIPPET_WAY_CA);
  g_assert_nonnull (strstr (fl_snippet_get_text (kept), fl_certificate_get_pem (certificates->ca)));
}

/* Nothing of ours that is secret has a way in; and no other key than a placeholder is in any text. */
static void
test_no_secret (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_CA, .leaf = certificates->good, .issuer = certificates->ca };
  g_autoptr(GPtrArray) snippets = list (&wish);

  for (guint i = 0; i < snippets->len; i++)
    {
      const char *text = fl_snippet_get_text (snippets->pdata[i]);
      const char *key = text != NULL ? strstr (text, "PRIVATE KEY-----\n") : NULL;

      if (key != NULL)
        g_assert_true (g_str_has_prefix (key, "PRIVATE KEY-----\nPASTE THE PRIVATE KEY OF THIS DEVICE HERE\n-----END"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snippet/text-or-reason", test_text_or_reason);
  g_test_add_func ("/snippet/fields", test_fields);
  g_test_add_func ("/snippet/no-secret", test_no_secret);
  return g_test_run ();
}
