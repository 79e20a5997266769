/* Tests of fl-handshake-svg: well-formed, every message in its order, and nothing of a stranger's is markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-handshake-svg.h"

#include "support/fl-test-report.h"
#include "tls/fl-handshake-text.h"
#include "tls/fl-ocsp-private.h"

#include <string.h>

/* What is written in the picture, in order, and how many rectangles shade something. */
typedef struct
{
  GString *words;
  guint    n_shaded;
  gboolean in_text;
} Seen;

static void
start_cb (GMarkupParseContext  *context,
          const char           *element,
          const char          **names,
          const char          **values,
          gpointer              user_data,
          GError              **error)
{
  Seen *seen = user_data;

  g_assert_nonnull (strstr (" svg style rect text path ", element)); /* nothing else, nothing that runs */
  seen->in_text = g_str_equal (element, "text");
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], "class") && g_str_equal (values[i], "encrypted"))
      seen->n_shaded++;
}

static void
text_cb (GMarkupParseContext  *context,
         const char           *text,
         gsize                 n_text,
         gpointer              user_data,
         GError              **error)
{
  Seen *seen = user_data;

  if (seen->in_text)
    g_string_append_printf (seen->words, "%.*s\n", (int) n_text, text);
}

static void
end_cb (GMarkupParseContext  *context,
        const char           *element,
        gpointer              user_data,
        GError              **error)
{
  ((Seen *) user_data)->in_text = FALSE;
}

static char *
read_words (const FlTlsReport *report,
            guint             *n_shaded)
{
  const GMarkupParser parser = { start_cb, end_cb, text_cb, NULL, NULL };
  Seen seen = { .words = g_string_new (NULL) };
  g_autofree char *svg = fl_handshake_to_svg (report);
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &seen, NULL);
  g_autoptr(GError) error = NULL;

  g_markup_parse_context_parse (context, svg, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  *n_shaded = seen.n_shaded;

  return g_string_free (seen.words, FALSE);
}

static void
test_picture (void)
{
  static const char *const wanted[] = {
    "localhost:8883 · 10 messages", "the connection that carries your data", "This computer\n", "localhost\n",
    "ClientHello\n517 bytes · 0.0 ms\n", "ServerHello\n", "Certificate (encrypted)\n1640 bytes", "NewSessionTicket (encrypted)\n",
    "The handshake is over: all that follows is encrypted.\n",
  };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE });
  guint n_shaded;
  g_autofree char *words = read_words (report, &n_shaded);
  const char *rest = words;

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      rest = strstr (rest, wanted[i]);
      if (rest == NULL)
        g_error ("“%s” is missing in %s", wanted[i], words);
    }
  g_assert_cmpuint (n_shaded, ==, 6);
}

/* What does not fit goes on in the next line, and no word is lost. */
static void
test_long (void)
{
  g_autoptr(FlOcsp) ocsp = fl_ocsp_new (&(FlOcspFields) { FL_OCSP_REVOKED, FL_TEST_NOW, FL_TEST_JANUARY, FL_TEST_MAY, 1 });
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .ocsp = ocsp });
  g_autofree char *explanation = fl_handshake_text_explain_step (report, 4);
  guint n_shaded;
  g_autofree char *words = read_words (report, &n_shaded);
  g_auto(GStrv) lines = g_strsplit (words, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    g_assert_cmpint (g_utf8_strlen (*line, -1), <=, 121);
  g_strdelimit (words, "\n", ' ');
  g_assert_cmpint (g_utf8_strlen (explanation, -1), >, 200);
  g_assert_nonnull (strstr (words, explanation));
}

/* A name from an address line is a stranger's, too. */
static void
test_hostile (void)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    .host = "<script>&\"x", .reason = FL_REASON_EXPIRED, .remark = -1 });
  guint n_shaded;
  g_autofree char *words = read_words (report, &n_shaded);

  g_assert_nonnull (strstr (words, "<script>&\"x"));
  g_assert_nonnull (strstr (words, "Alert unknown_ca\n"));
  g_assert_nonnull (strstr (words, "The broker is not trusted.\n"));
  g_assert_cmpuint (n_shaded, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/handshake-svg/picture", test_picture);
  g_test_add_func ("/handshake-svg/long", test_long);
  g_test_add_func ("/handshake-svg/hostile", test_hostile);

  return g_test_run ();
}
