/* A handshake as a picture of two columns: SVG 1.1.
 *
 * Colours are fixed, black on white, so that it can be printed; what is encrypted is shaded and says so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-handshake-svg"

#include "config.h"

#include "tls/fl-handshake-svg.h"

#include "tls/fl-handshake-text.h"

#include <glib/gi18n-lib.h>

/* In pixels. */
#define WIDTH      900
#define MARGIN     40
#define TOP        90  /* of the first rung */
#define RUNG       64  /* with one line of explanation */
#define LINE       15
#define MIDDLE     (WIDTH / 2)
#define RIGHT      (WIDTH - MARGIN)
#define HEAD_WIDTH 9

/* Characters of an explanation in one line. */
#define MAX_LINE 120

/* Text of a stranger or of a translator: never markup. */
static void
append_text (GString    *svg,
             int         x,
             int         y,
             const char *style,
             const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (svg, "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n", x, y, style, escaped);
}

static void
append_arrow (GString  *svg,
              int       y,
              gboolean  outgoing)
{
  const int tip = outgoing ? RIGHT : MARGIN;
  const int back = outgoing ? RIGHT - HEAD_WIDTH : MARGIN + HEAD_WIDTH;

  g_string_append_printf (svg, "<path class=\"arrow\" d=\"M%d %d H%d M%d %d L%d %d L%d %d\"/>\n", MARGIN, y, RIGHT, back,
                          y - HEAD_WIDTH / 2, tip, y, back, y + HEAD_WIDTH / 2);
}

/* An SVG wraps no lines: each as many words as fit. */
static GPtrArray *
wrap (const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) line = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    {
      if (line->len > 0 && g_utf8_strlen (line->str, -1) + g_utf8_strlen (*word, -1) >= MAX_LINE)
        {
          g_ptr_array_add (lines, g_strdup (line->str));
          g_string_truncate (line, 0);
        }
      g_string_append_printf (line, line->len > 0 ? " %s" : "%s", *word);
    }
  g_ptr_array_add (lines, g_strdup (line->str));

  return lines;
}

static char *
make_name (const FlHandshakeMessage *message)
{
  if (message->encrypted)
    /* Translators: the name of a message of a handshake */
    return g_strdup_printf (_("%s (encrypted)"), message->name);
  return g_strdup (message->name);
}

/* Returns: where the next one begins */
static int
append_rung (GString           *svg,
             const FlTlsReport *report,
             guint              position,
             int                y)
{
  const FlHandshakeMessage *message = fl_handshake_get_message (fl_tls_report_get_handshake (report), position);
  g_autofree char *name = make_name (message);
  g_autofree char *explanation = fl_handshake_text_explain_step (report, position);
  g_autofree char *when = fl_handshake_text_format_duration (message->at_us);
  g_autofree char *size = g_strdup_printf (ngettext ("%u byte", "%u bytes", message->bytes), message->bytes);
  g_autofree char *measure = g_strdup_printf ("%s · %s", size, when);
  g_autoptr(GPtrArray) lines = wrap (explanation);
  const int height = RUNG + ((int) lines->len - 1) * LINE;

  if (message->encrypted)
    g_string_append_printf (svg, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"encrypted\"/>\n", MARGIN, y,
                            RIGHT - MARGIN, height);
  append_text (svg, MIDDLE, y + 16, message->fatal ? "name fatal" : "name", name);
  append_text (svg, MIDDLE, y + 31, "measure", measure);
  append_arrow (svg, y + 38, message->outgoing);
  for (guint i = 0; i < lines->len; i++)
    append_text (svg, MIDDLE, y + 54 + (int) i * LINE, "explanation", lines->pdata[i]);

  return y + height;
}

static void
append_head (GString           *svg,
             const FlTlsReport *report,
             int                height)
{
  g_autofree char *endpoint = fl_endpoint_to_text (fl_tls_report_get_endpoint (report));
  g_autofree char *summary = fl_handshake_text_summarize (fl_tls_report_get_handshake (report));
  g_autofree char *title = g_strdup_printf ("%s · %s", endpoint, summary);

  g_string_append_printf (svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n",
                          WIDTH, height, WIDTH, height);
  g_string_append (svg, "<style>text { font-family: sans-serif; font-size: 12px; text-anchor: middle; fill: #222 } "
                        ".title { font-size: 15px; font-weight: bold } .name { font-size: 13px; font-weight: bold } "
                        ".fatal, .failed { fill: #b01020 } .left { text-anchor: start; font-weight: bold } "
                        ".right { text-anchor: end; font-weight: bold } .encrypted { fill: #e4e8ee } "
                        ".arrow, .line { stroke: #345; stroke-width: 1.5; fill: none }</style>\n");
  g_string_append_printf (svg, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, height);
  append_text (svg, MIDDLE, 30, "title", title);
  append_text (svg, MIDDLE, 52, "source", fl_handshake_text_describe_source (fl_tls_report_is_live (report)));
  append_text (svg, MARGIN, 80, "left", _("This computer"));
  append_text (svg, RIGHT, 80, "right", fl_endpoint_get_host (fl_tls_report_get_endpoint (report)));
}

/**
 * fl_handshake_to_svg:
 * @report: of a connection
 *
 * Returns: (transfer full): an SVG document, UTF-8, without anything that is fetched or run
 */
char *
fl_handshake_to_svg (const FlTlsReport *report)
{
  g_autoptr(GString) svg = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  g_autoptr(GString) rungs = g_string_new (NULL);
  g_autofree char *end = NULL;
  guint n;
  int bottom = TOP;

  g_return_val_if_fail (report != NULL, NULL);

  n = fl_handshake_get_n_messages (fl_tls_report_get_handshake (report)); /* at most FL_HANDSHAKE_MAX_MESSAGES */
  end = fl_handshake_text_describe_end (report);
  for (guint i = 0; i < n; i++)
    bottom = append_rung (rungs, report, i, bottom);
  append_head (svg, report, bottom + RUNG);
  g_string_append_len (svg, rungs->str, rungs->len);
  g_string_append_printf (svg, "<path class=\"line\" d=\"M%d %d V%d M%d %d V%d\"/>\n", MARGIN, TOP, bottom, RIGHT, TOP, bottom);
  append_text (svg, MIDDLE, bottom + RUNG / 2, fl_tls_report_get_error_text (report) != NULL ? "name failed" : "name", end);
  g_string_append (svg, "</svg>\n");

  return g_string_free (g_steal_pointer (&svg), FALSE);
}
