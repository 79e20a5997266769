/* Corrects what is on standard input, for tests: correct-sketch [HOST]; HOST is a broker that proved who it is.
 *
 * The corrected text is on standard output, or the text itself where there is nothing to correct; on standard error a line
 * each for the headline ("# …"), the broker's SHA-1 ("sha1 …") and what was found: LINE CODE corrected|told SENTENCE -> CHANGE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-paste-answer.h"
#include "support/fl-test-report.h"
#include "tls/fl-fingerprint.h"

#include <stdio.h>

static GBytes *
read_all (void)
{
  GByteArray *array = g_byte_array_new ();
  guint8 block[4096];
  size_t n;

  while ((n = fread (block, 1, sizeof block, stdin)) > 0)
    g_byte_array_append (array, block, (guint) n);
  return g_byte_array_free_to_bytes (array);
}

int
main (int    argc,
      char **argv)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .host = argc > 1 ? argv[1] : NULL, .leaf = certificates->good, .issuer = certificates->ca };
  g_autoptr(FlTlsReport) report = argc > 1 ? fl_test_report_new (&wish) : NULL;
  g_autofree char *sha1 = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificates->good));
  const FlPasteContext context = { .report = report, .now = FL_TEST_NOW };
  g_autoptr(GBytes) bytes = read_all ();
  g_autoptr(FlPasteAnswer) answer = fl_paste_answer_new (bytes, &context);
  size_t n;
  const char *text = g_bytes_get_data (bytes, &n);

  g_printerr ("# %s\nsha1 %s\n", answer->headline, sha1);
  for (guint i = 0; i < answer->findings->len; i++)
    {
      const FlFinding *finding = answer->findings->pdata[i];
      g_autofree char *change = g_strdelimit (g_strdup (finding->change != NULL ? finding->change : ""), "\n", '|');

      g_printerr ("%u %s %s %s -> %s\n", finding->line, finding->code, finding->is_corrected ? "corrected" : "told",
                  finding->sentence, change);
    }
  if (answer->corrected != NULL)
    fputs (answer->corrected, stdout);
  else
    fwrite (text, 1, n, stdout);
  return 0;
}
