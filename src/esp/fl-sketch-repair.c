/* The lines that a sketch lacks, put where they belong: fingerprint or CA, the call that sets it, the clock.
 *
 * Each function adds its changes to a list of fl-code-edit and gives the line of code that it writes, to be shown.
 * What it writes of a broker is only what that broker proved (fl_paste_context_get_trusted, _anchor).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-sketch-repair"

#include "config.h"

#include "esp/fl-sketch-repair.h"

#include "esp/fl-code-edit.h"
#include "tls/fl-fingerprint.h"

#include <string.h>

/* No certificate has it: a sketch with it connects to nobody until the right one is put in. */
#define PLACEHOLDER "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"

/* One line more, after the line around @offset. */
static void
add_line_after (const FlSketch *sketch,
                size_t          offset,
                const char     *indent,
                const char     *line,
                GPtrArray      *edits)
{
  const size_t end = fl_code_line_end (sketch->code, offset);
  const gboolean is_open = end > 0 && sketch->code->text[end - 1] != '\n';
  const char *newline = fl_code_newline (sketch->code);
  g_auto(GStrv) lines = g_strsplit (line, "\n", -1);
  g_autoptr(GString) text = g_string_new (is_open ? newline : "");

  for (char **one = lines; *one != NULL; one++)
    g_string_append_printf (text, "%s%s%s", indent, *one, is_open && one[1] == NULL ? "" : newline);
  fl_code_edit_add (edits, end, 0, text->str);
}

/* The last token of the statement around @at. */
static size_t
statement_offset (const FlSketch *sketch,
                  guint           at)
{
  const FlCodeToken *end = fl_code_get (sketch->code, fl_code_find (sketch->code, at, ";"));
  const FlCodeToken *start = fl_code_get (sketch->code, at);

  return end != NULL ? end->offset : start->offset;
}

static char *
client_name (const FlSketch *sketch)
{
  return fl_code_body (sketch->code, sketch->client->name);
}

/* A name that the sketch does not use yet. */
static char *
free_name (const FlSketch *sketch,
           const char     *wanted)
{
  g_autofree char *other = g_strdup_printf ("broker_%s", wanted);

  return g_strdup (fl_code_find (sketch->code, 0, wanted) == FL_CODE_NONE ? wanted : other);
}

/* The certificate as C++ writes a text of many lines. */
static char *
pem_to_code (const char *name,
             const char *pem)
{
  g_autofree char *stripped = g_strchomp (g_strdup (pem));

  return g_strdup_printf ("static const char %s[] PROGMEM = R\"EOF(\n%s\n)EOF\";", name, stripped);
}

static char *
trusted_fingerprint (const FlPasteContext *context)
{
  FlCertificate *leaf = fl_paste_context_get_trusted (context);

  return leaf != NULL ? fl_fingerprint_to_arduino (fl_certificate_get_sha1 (leaf)) : NULL;
}

/* What says whom to believe, in two pieces of code: a constant, and the method that takes it. */
static void
make_check (const FlSketch        *sketch,
            const FlPasteContext  *context,
            char                 **constant,
            char                 **method)
{
  FlCertificate *anchor = fl_paste_context_get_anchor (context);
  g_autofree char *name = NULL;
  g_autofree char *fingerprint = NULL;

  *constant = NULL;
  if (sketch->board == FL_BOARD_ESP32)
    {
      name = free_name (sketch, "root_ca");
      *constant = pem_to_code (name, fl_certificate_get_pem (anchor));
      *method = g_strdup_printf ("setCACert(%s)", name);
      return;
    }
  if (sketch->fingerprint_name != NULL)
    {
      *method = g_strdup_printf ("setFingerprint(%s)", sketch->fingerprint_name);
      return;
    }
  name = free_name (sketch, "fingerprint");
  fingerprint = trusted_fingerprint (context);
  *constant = g_strdup_printf ("static const char *%s PROGMEM = \"%s\";", name, fingerprint != NULL ? fingerprint : PLACEHOLDER);
  *method = g_strdup_printf ("setFingerprint(%s)", name);
}

/* Where the call goes: after the wait for Wi-Fi, or at the end of setup(); for a client that is made in a function, after
 * it. FALSE if there is no place. */
static gboolean
place_call (const FlSketch *sketch,
            const char     *call,
            GPtrArray      *edits,
            guint          *line)
{
  const FlCodeToken *client = fl_code_get (sketch->code, sketch->client->name);
  const FlCodeToken *ready = fl_code_get (sketch->code, sketch->wifi_ready);
  const FlCodeToken *begin = fl_code_get (sketch->code, sketch->wifi_begin);
  const FlCodeToken *close = fl_code_get (sketch->code, sketch->setup_close);
  g_autofree char *indent = NULL;
  g_autofree char *text = NULL;

  if (client->depth > 0)
    {
      indent = fl_code_indent (sketch->code, client->offset);
      add_line_after (sketch, statement_offset (sketch, sketch->client->name), indent, call, edits);
      *line = client->line;
    }
  else if (ready != NULL && client->offset < ready->offset)
    {
      indent = fl_code_indent (sketch->code, begin->offset);
      add_line_after (sketch, ready->offset, indent, call, edits);
      *line = ready->line;
    }
  else if (close != NULL && client->offset < close->offset)
    {
      const size_t start = fl_code_line_start (sketch->code, close->offset);

      indent = fl_code_indent (sketch->code, close->offset);
      if (start + strlen (indent) == close->offset)
        text = g_strdup_printf ("%s  %s%s", indent, call, fl_code_newline (sketch->code));
      else
        text = g_strdup_printf (" %s ", call);
      fl_code_edit_add (edits, start + strlen (indent) == close->offset ? start : close->offset, 0, text);
      *line = close->line;
    }
  else
    return FALSE;
  return TRUE;
}

static void
place_constant (const FlSketch *sketch,
                const char     *constant,
                GPtrArray      *edits)
{
  const FlCodeToken *client = fl_code_get (sketch->code, sketch->client->name);
  g_autofree char *indent = fl_code_indent (sketch->code, client->offset);

  if (strchr (constant, '\n') != NULL) /* a certificate: its lines begin at the margin */
    g_clear_pointer (&indent, g_free);
  add_line_after (sketch, statement_offset (sketch, sketch->client->name), indent != NULL ? indent : "", constant, edits);
}

/* Whether there is something true to write: on an ESP32 that is a CA that this broker proved. */
gboolean
fl_sketch_repair_knows_check (const FlSketch       *sketch,
                              const FlPasteContext *context)
{
  if (sketch->client == NULL || sketch->board == FL_BOARD_BOTH)
    return FALSE;
  return sketch->board != FL_BOARD_ESP32 || fl_paste_context_get_anchor (context) != NULL;
}

/**
 * fl_sketch_repair_add_check:
 * @edits: (element-type FlCodeEdit)
 * @line: (out): after which the call comes
 *
 * Says whom to believe: the broker's fingerprint, or none's where it is not known; on an ESP32 its CA.
 * fl_sketch_repair_knows_check() must hold.
 *
 * Returns: (transfer full) (nullable): the code; %NULL if the sketch has no place for it
 */
char *
fl_sketch_repair_add_check (const FlSketch       *sketch,
                            const FlPasteContext *context,
                            GPtrArray            *edits,
                            guint                *line)
{
  g_autofree char *constant = NULL;
  g_autofree char *method = NULL;
  g_autofree char *call = NULL;
  g_autofree char *name = client_name (sketch);
  const guint n_before = edits->len;

  make_check (sketch, context, &constant, &method);
  call = g_strdup_printf ("%s%s%s;", name, sketch->client->is_pointer ? "->" : ".", method);
  if (constant != NULL)
    place_constant (sketch, constant, edits);
  if (!place_call (sketch, call, edits, line))
    {
      g_ptr_array_set_size (edits, (int) n_before);
      return NULL;
    }
  return constant != NULL ? g_strdup_printf ("%s\n%s", constant, call) : g_steal_pointer (&call);
}

/* Removes the statement of a constant: its line or lines up to the semicolon. */
static void
remove_constant (const FlSketch *sketch,
                 GPtrArray      *edits)
{
  const FlCodeToken *first = fl_code_get (sketch->code, sketch->fingerprint);
  const FlCodeToken *end = fl_code_get (sketch->code, fl_code_find (sketch->code, sketch->fingerprint, ";"));
  size_t start;

  if (first == NULL || end == NULL || first->is_directive || sketch->fingerprint_name == NULL)
    return;
  start = fl_code_line_start (sketch->code, first->offset);
  fl_code_edit_add (edits, start, fl_code_line_end (sketch->code, end->offset) - start, "");
}

/**
 * fl_sketch_repair_replace_call:
 * @call: the name of the method, as setInsecure or setFingerprint
 *
 * Puts the right check in place of another. Needs a broker that proved who it is.
 *
 * Returns: (transfer full) (nullable): the new code; %NULL if nothing true could be written
 */
char *
fl_sketch_repair_replace_call (const FlSketch       *sketch,
                               const FlPasteContext *context,
                               guint                 call,
                               GPtrArray            *edits)
{
  const FlCodeToken *first = fl_code_get (sketch->code, call);
  const FlCodeToken *last = fl_code_get (sketch->code, fl_code_match (sketch->code, call + 1));
  g_autofree char *constant = NULL;
  g_autofree char *method = NULL;
  g_autofree char *shown = NULL;

  if (first == NULL || last == NULL || fl_paste_context_get_trusted (context) == NULL
      || !fl_sketch_repair_knows_check (sketch, context))
    return NULL;
  make_check (sketch, context, &constant, &method);
  fl_code_edit_add (edits, first->offset, last->offset + last->length - first->offset, method);
  if (constant != NULL)
    place_constant (sketch, constant, edits);
  if (sketch->board == FL_BOARD_ESP32)
    remove_constant (sketch, edits);
  shown = client_name (sketch);
  return g_strdup_printf ("%s%s%s;", shown, sketch->client->is_pointer ? "->" : ".", method);
}

/* Puts the broker's fingerprint in place of the one in the sketch, in the same form. NULL if it is not known. */
char *
fl_sketch_repair_fingerprint (const FlSketch       *sketch,
                              const FlPasteContext *context,
                              GPtrArray            *edits)
{
  const FlCodeToken *first = fl_code_get (sketch->code, sketch->fingerprint);
  const FlCodeToken *last = fl_code_get (sketch->code, fl_sketch_fingerprint_end (sketch));
  g_autofree char *text = trusted_fingerprint (context);
  g_autofree char *bytes = text != NULL ? fl_fingerprint_to_arduino_bytes (text) : NULL;

  if (text == NULL || first == NULL || last == NULL)
    return NULL;
  if (first->kind == FL_CODE_TOKEN_STRING)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", text);

      fl_code_edit_add (edits, first->offset, first->length, quoted);
      return g_steal_pointer (&quoted);
    }
  fl_code_edit_add (edits, first->offset, last->offset + last->length - first->offset, bytes);
  return g_steal_pointer (&bytes);
}

/* The offset and length of a statement that has its line for itself; FALSE if it has not. */
static gboolean
own_line (const FlSketch *sketch,
          guint           at,
          size_t         *start,
          size_t         *length)
{
  const FlCodeToken *first = fl_code_get (sketch->code, at);
  const FlCodeToken *last = fl_code_get (sketch->code, fl_code_find (sketch->code, at, ";"));
  const FlCodeToken *before = at >= 3 ? fl_code_get (sketch->code, at - 3) : NULL;

  if (first == NULL || last == NULL || last->line != first->line || before == NULL || before->line == first->line)
    return FALSE;
  *start = fl_code_line_start (sketch->code, first->offset);
  *length = fl_code_line_end (sketch->code, last->offset) - *start;
  return strcspn (sketch->code->text + last->offset + 1, "\r\n")
         == strspn (sketch->code->text + last->offset + 1, " \t");
}

/* Moves "client.METHOD (…);" behind the wait for Wi-Fi. NULL if it shares its line with something. */
char *
fl_sketch_repair_move_call (const FlSketch *sketch,
                            guint           call,
                            GPtrArray      *edits)
{
  const FlCodeToken *ready = fl_code_get (sketch->code, sketch->wifi_ready);
  g_autofree char *indent = NULL;
  g_autofree char *line = NULL;
  size_t start, length;

  if (ready == NULL || !own_line (sketch, call, &start, &length))
    return NULL;
  line = g_strstrip (g_strndup (sketch->code->text + start, length));
  indent = fl_code_indent (sketch->code, start);
  fl_code_edit_add (edits, start, length, "");
  add_line_after (sketch, ready->offset, indent, line, edits);
  return g_steal_pointer (&line);
}

/* Asks for the time and waits for it: when Wi-Fi is up, else before the call that needs it. */
char *
fl_sketch_repair_add_clock (const FlSketch *sketch,
                            guint           call,
                            GPtrArray      *edits)
{
  static const char code[] = "configTime(0, 0, \"pool.ntp.org\");\nwhile (time(nullptr) < 1700000000)\n  delay(100);";
  const FlCodeToken *ready = fl_code_get (sketch->code, sketch->wifi_ready);
  const FlCodeToken *begin = fl_code_get (sketch->code, sketch->wifi_begin);
  const FlCodeToken *token = fl_code_get (sketch->code, call);
  const size_t start = fl_code_line_start (sketch->code, token->offset);
  g_autofree char *indent = fl_code_indent (sketch->code, ready != NULL ? begin->offset : token->offset);

  if (ready != NULL)
    add_line_after (sketch, ready->offset, indent, code, edits);
  else if (start > 0)
    add_line_after (sketch, start - 1, indent, code, edits);
  else
    return NULL;
  fl_sketch_repair_add_include (sketch, "time.h", edits);
  return g_strdup (code);
}

/* After the last #include; not if it is there already. */
void
fl_sketch_repair_add_include (const FlSketch *sketch,
                              const char     *header,
                              GPtrArray      *edits)
{
  g_autofree char *line = g_strdup_printf ("#include <%s>", header);
  const FlCodeToken *last = NULL;

  if (strstr (sketch->code->text, line) != NULL)
    return;
  for (guint i = fl_code_find (sketch->code, 0, "include"); i != FL_CODE_NONE; i = fl_code_find (sketch->code, i + 1, "include"))
    if (fl_code_get (sketch->code, i)->is_directive)
      last = fl_code_get (sketch->code, i);
  if (last != NULL)
    add_line_after (sketch, last->offset, "", line, edits);
}
