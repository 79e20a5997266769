/* Any bytes where somebody pastes: an answer comes, its lines are in the text, and a corrected text is read again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-paste-answer.h"
#include "support/fl-test-report.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

/* A broker that proved who it is; made once. */
static FlTlsReport *
get_report (void)
{
  static FlTlsReport *report;
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .host = "broker.home", .leaf = certificates->good, .issuer = certificates->ca };

  if (report == NULL)
    report = fl_test_report_new (&wish);
  return report;
}

static FlPasteAnswer *
answer (GBytes      *bytes,
        FlTlsReport *report)
{
  const FlPasteContext context = { .report = report, .now = FL_TEST_NOW };
  FlPasteAnswer *self = fl_paste_answer_new (bytes, &context);

  g_assert_true (self->headline != NULL && g_utf8_validate (self->headline, -1, NULL));
  for (guint i = 0; i < self->findings->len; i++)
    {
      const FlFinding *finding = self->findings->pdata[i];

      g_assert_cmpuint (finding->line, <=, g_bytes_get_size (bytes) + 1);
      g_assert_true (finding->sentence != NULL && g_utf8_validate (finding->sentence, -1, NULL));
      g_assert_true (finding->change == NULL || g_utf8_validate (finding->change, -1, NULL));
      g_assert_true (!finding->is_corrected || self->corrected != NULL);
    }
  return self;
}

static void
read_twice (GBytes      *bytes,
            FlTlsReport *report)
{
  g_autoptr(FlPasteAnswer) first = answer (bytes, report);
  g_autoptr(FlPasteAnswer) second = NULL;
  g_autoptr(GBytes) corrected = NULL;

  if (first->corrected == NULL)
    return;
  corrected = g_bytes_new (first->corrected, strlen (first->corrected));
  second = answer (corrected, report);
}

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);

  read_twice (bytes, NULL);
  read_twice (bytes, get_report ());
  return 0;
}
