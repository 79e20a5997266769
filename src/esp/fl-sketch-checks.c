/* What is wrong with the connection that a sketch makes, line by line, and what to change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-sketch-checks"

#include "config.h"

#include "esp/fl-sketch-checks.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "esp/fl-code-edit.h"
#include "esp/fl-fingerprint-answer.h"
#include "esp/fl-fingerprint-paste.h"
#include "esp/fl-sketch-repair.h"

#define PLAIN_PORT 1883
/* Of one kind: a text with more is no sketch. */
#define MAX_SAME 20

/* What every check is given. */
typedef struct
{
  const FlSketch       *sketch;
  const FlCode         *code;
  const FlPasteContext *context;
  GPtrArray            *findings;
  GPtrArray            *edits;
} Checks;

/* Whatever says whom a client may believe, on either device. */
static const char *const setters[] = {
  "setFingerprint", "setTrustAnchors", "setKnownKey", "setPreSharedKey", "setInsecure", "allowSelfSignedCerts", "setCertStore",
  "setCACert", "setCACert_P", "loadCACert", "setCACertBundle", "useBuiltinCACertBundle", "attachArduinoCACertBundle", NULL,
};

/* @change: (nullable): the line of code that the corrected sketch has; without one @advice says what to do. */
static void
add (const Checks   *self,
     const char     *code,
     FlSecurityTone  tone,
     guint           line,
     const char     *sentence,
     const char     *change,
     const char     *advice)
{
  FlFinding *finding = change != NULL ? fl_finding_new_code (code, tone, line, sentence, change)
                                      : fl_finding_new (code, tone, line, sentence, advice);

  g_ptr_array_add (self->findings, finding);
}

static gboolean
is_esp32 (const Checks *self)
{
  return self->sketch->board == FL_BOARD_ESP32;
}

static guint
find_setter (const Checks *self)
{
  return fl_code_find_call (self->code, 0, setters);
}

/* The line around a token as it will be, with the token replaced. */
static char *
changed_line (const Checks *self,
              size_t        offset,
              size_t        length,
              const char   *text)
{
  const size_t start = fl_code_line_start (self->code, offset);
  const size_t end = fl_code_line_end (self->code, offset + length);
  g_autofree char *before = g_strndup (self->code->text + start, offset - start);
  g_autofree char *after = g_strndup (self->code->text + offset + length, end - offset - length);
  g_autofree char *line = g_strconcat (before, text, after, NULL);

  return g_strdup (g_strstrip (line));
}

static void
cut_at (char       *line,
        const char *mark)
{
  char *found = strstr (line, mark);

  if (found != NULL)
    *found = '\0';
}

/* Only a line of which all is harmless to show: no string, which may be a secret, no comment, nothing but ASCII, not long. */
static char *
show_change (const Checks *self,
             guint         at,
             const char   *text)
{
  const FlCodeToken *token = fl_code_get (self->code, at);
  g_autofree char *line = changed_line (self, token->offset, token->length, text);

  cut_at (line, "//");
  cut_at (line, "/*");
  g_strchomp (line);
  if (*line == '\0' || strpbrk (line, "\"'\n") != NULL || strlen (line) > 100 || !g_str_is_ascii (line))
    return g_strdup (text);
  return g_steal_pointer (&line);
}

static void
add_port (const Checks *self,
          guint         at,
          const char   *replacement)
{
  const FlCodeToken *token = fl_code_get (self->code, at);
  const size_t offset = token->kind == FL_CODE_TOKEN_STRING ? token->body : token->offset;
  const size_t length = token->kind == FL_CODE_TOKEN_STRING ? token->body_length : token->length;
  g_autofree char *shown = token->kind == FL_CODE_TOKEN_STRING ? g_strdup ("mqtts://") : show_change (self, at, replacement);

  fl_code_edit_add (self->edits, offset, length, replacement);
  add (self, "plain-port", FL_SECURITY_TONE_BAD, token->line,
       _("Port 1883 is not encrypted: everybody on the way can read and change what is sent, the password too."), shown, NULL);
}

/* "mqtt://host:1883" → "mqtts://host:8883". NULL if it is no such address. */
static char *
secure_url (const char *url,
            const char *port)
{
  g_autofree char *secure = g_str_has_prefix (url, "mqtt://") ? g_strconcat ("mqtts://", url + strlen ("mqtt://"), NULL) : NULL;
  char *plain = secure != NULL ? strstr (secure, ":1883") : NULL;
  g_autofree char *head = plain != NULL ? g_strndup (secure, (gsize) (plain - secure) + 1) : NULL;

  return plain != NULL ? g_strconcat (head, port, plain + strlen (":1883"), NULL) : g_steal_pointer (&secure);
}

static void
check_ports (const Checks *self)
{
  g_autofree char *port = g_strdup_printf ("%u", fl_paste_context_get_port (self->context));
  guint n_found = 0;

  for (guint i = 0; i < self->code->tokens->len && n_found < MAX_SAME; i++)
    {
      const FlCodeToken *token = fl_code_get (self->code, i);
      g_autofree char *body = token->kind == FL_CODE_TOKEN_STRING && token->body_length < 300 ? fl_code_body (self->code, i) : NULL;
      g_autofree char *url = body != NULL ? secure_url (body, port) : NULL;
      gint64 value = 0;

      if (url == NULL && !(fl_code_token_value (token, self->code->text, &value) && value == PLAIN_PORT))
        continue;
      add_port (self, i, url != NULL ? url : port);
      n_found++;
    }
}

/* The secure class of the same library. */
static const char *
secure_class (const Checks *self,
              guint         type)
{
  return fl_code_is (self->code, type, "NetworkClient") ? "NetworkClientSecure" : "WiFiClientSecure";
}

static void
replace_class (const Checks *self,
               guint         type)
{
  const FlCodeToken *token = fl_code_get (self->code, type);

  fl_code_edit_add (self->edits, token->offset, token->length, secure_class (self, type));
}

/* The declaration, and "new WiFiClient" in it. TRUE if there was one. */
static gboolean
check_clients (const Checks *self)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->sketch->clients->len; i++)
    {
      const FlSketchClient *client = &g_array_index (self->sketch->clients, FlSketchClient, i);
      g_autofree char *change = NULL;

      if (!fl_sketch_is_plain (self->sketch, i))
        continue;
      change = show_change (self, client->type, secure_class (self, client->type));
      replace_class (self, client->type);
      for (guint j = client->name; j < client->name + 4; j++)
        if (fl_code_is (self->code, j, "new"))
          replace_class (self, j + 1);
      add (self, "plain-client", FL_SECURITY_TONE_BAD, fl_code_get_line (self->code, client->type),
           _("This client cannot speak TLS. Its secure sister is used in the same way."), change, NULL);
      found = TRUE;
    }
  if (found && self->sketch->board != FL_BOARD_ESP8266)
    fl_sketch_repair_add_include (self->sketch, "WiFiClientSecure.h", self->edits);
  return found;
}

/* The sketch is for a broker, and another one is looked at. */
static void
check_host (const Checks *self)
{
  const char *host = fl_paste_context_get_host (self->context);
  const guint at = host != NULL ? fl_sketch_find_host (self->sketch) : FL_CODE_NONE;
  const FlCodeToken *token = fl_code_get (self->code, at);
  g_autofree char *body = token != NULL ? fl_code_body (self->code, at) : NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *change = NULL;

  if (body == NULL || g_ascii_strcasecmp (body, host) == 0)
    return;
  sentence = g_strdup_printf (_("The sketch connects to another host than %s."), host);
  change = g_strdup_printf ("\"%s\"", host);
  fl_code_edit_add (self->edits, token->body, token->body_length, host);
  add (self, "other-host", FL_SECURITY_TONE_CAUTION, token->line, sentence, change, NULL);
}

static const char *
missing_sentence (const Checks *self,
                  gboolean      was_plain)
{
  if (was_plain && !is_esp32 (self) && self->sketch->fingerprint_name == NULL && fl_paste_context_get_trusted (self->context) == NULL)
    return _("A secure client has to be told whom to believe: here by the fingerprint of the server’s certificate. "
             "It is not known here, so zeros stand in its place, which no certificate has.");
  if (was_plain)
    return is_esp32 (self) ? _("A secure client has to be told whom to believe: on an ESP32 by the CA’s certificate.")
                           : _("A secure client has to be told whom to believe: here by the fingerprint of the server’s certificate.");
  return is_esp32 (self)
           ? _("This never connects: an ESP32 refuses every server until it has a CA (setCACert), a bundle, a pre-shared key or setInsecure().")
           : _("This never connects: an ESP8266 refuses every server until one of setFingerprint, setTrustAnchors, setKnownKey or setInsecure was called.");
}

/* A secure client that nothing was told. */
static void
check_setters (const Checks *self,
               gboolean      was_plain)
{
  const FlSketchClient *client = self->sketch->client;
  guint line = client != NULL ? fl_code_get_line (self->code, client->name) : 0;
  const char *code = was_plain ? "fingerprint-missing" : "no-check";
  g_autofree char *change = NULL;

  if (!self->sketch->is_whole || client == NULL || (!was_plain && !client->is_secure) || find_setter (self) != FL_CODE_NONE)
    return;
  if (fl_sketch_repair_knows_check (self->sketch, self->context))
    change = fl_sketch_repair_add_check (self->sketch, self->context, self->edits, &line);
  add (self, code, FL_SECURITY_TONE_BAD, line, missing_sentence (self, was_plain), change,
       _("Open this from the Security page of the connected broker: its CA is put in there."));
}

static void
check_order (const Checks *self)
{
  const guint call = fl_sketch_find_method (self->sketch, "setFingerprint");
  const FlSketch *sketch = self->sketch;
  g_autofree char *change = NULL;

  if (call == FL_CODE_NONE || sketch->wifi_ready == FL_CODE_NONE || call < sketch->setup_open || call > sketch->wifi_ready
      || sketch->wifi_ready > sketch->setup_close)
    return;
  change = fl_sketch_repair_move_call (sketch, call, self->edits);
  add (self, "set-before-wifi", FL_SECURITY_TONE_CAUTION, fl_code_get_line (self->code, call),
       _("The fingerprint is set before Wi-Fi is connected; it belongs right after."), change,
       _("Move this call behind the loop that waits for Wi-Fi."));
}

static void
check_clock (const Checks *self)
{
  static const char *const clocks[] = {
    "configTime", "configTzTime", "setX509Time", "settimeofday", "NTPClient", "sntp_init", "esp_sntp_init", NULL,
  };
  const guint call = fl_sketch_find_method (self->sketch, "setTrustAnchors");
  g_autofree char *change = NULL;

  if (call == FL_CODE_NONE || !self->sketch->is_whole || fl_code_find_one_of (self->code, 0, clocks) != FL_CODE_NONE)
    return;
  change = fl_sketch_repair_add_clock (self->sketch, call, self->edits);
  if (change == NULL)
    return;
  add (self, "clock-not-set", FL_SECURITY_TONE_BAD, fl_code_get_line (self->code, call),
       _("A CA is only believed by a device that knows the time; without it every certificate is not valid yet (error 53 or 54)."),
       change, NULL);
}

static void
check_insecure (const Checks *self)
{
  const guint call = fl_sketch_find_method (self->sketch, "setInsecure");
  const char *sentence = _("setInsecure() encrypts, but believes every server: whoever can answer in the broker’s place "
                           "gets the password and all data, and can send commands.");
  g_autofree char *change = NULL;

  if (call == FL_CODE_NONE)
    return;
  change = fl_sketch_repair_replace_call (self->sketch, self->context, call, self->edits);
  add (self, "insecure", FL_SECURITY_TONE_CAUTION, fl_code_get_line (self->code, call), sentence, change,
       is_esp32 (self) ? _("Give it the CA with setCACert() instead.")
                       : _("Give it the fingerprint or the CA instead, with setFingerprint() or setTrustAnchors()."));
}

/* TRUE if the sketch calls what its board does not have. */
static gboolean
check_esp32_fingerprint (const Checks *self)
{
  const guint call = fl_sketch_find_method (self->sketch, "setFingerprint");
  const char *sentence = _("An ESP32 has no setFingerprint(): this does not compile there.");
  g_autofree char *change = NULL;

  if (call == FL_CODE_NONE || !is_esp32 (self))
    return FALSE;
  change = fl_sketch_repair_replace_call (self->sketch, self->context, call, self->edits);
  add (self, "esp32-fingerprint", FL_SECURITY_TONE_BAD, fl_code_get_line (self->code, call), sentence, change,
       _("Give it the CA with setCACert() instead."));
  return TRUE;
}

/* The fingerprint in the sketch: whose it is, and whether the device can read it. */
static void
check_fingerprint (const Checks *self)
{
  const guint line = fl_code_get_line (self->code, self->sketch->fingerprint);
  g_autofree char *text = fl_sketch_fingerprint (self->sketch);
  g_autoptr(FlPin) pin = text != NULL ? fl_fingerprint_paste_read (text) : NULL;
  g_autoptr(FlFinding) finding = NULL;
  g_autofree char *change = NULL;

  if (text == NULL)
    return;
  if (pin == NULL || (*text != '{' && !fl_fingerprint_paste_is_for_esp8266 (text)))
    finding = fl_finding_new ("fingerprint-malformed", FL_SECURITY_TONE_BAD, line,
                              _("setFingerprint() does not take this: it wants the SHA-1, 20 pairs of digits with blanks or colons between, nothing before them."),
                              _("Write it as the Security page of the broker gives it."));
  else if (fl_fingerprint_answer_match (pin, self->context) == FL_FINGERPRINT_MATCHES_KEY)
    finding = fl_finding_new ("fingerprint-malformed", FL_SECURITY_TONE_BAD, line,
                              _("This is the hash of the broker’s key, as Tasmota takes it; setFingerprint() compares the certificate’s SHA-1."),
                              _("Write it as the Security page of the broker gives it."));
  else
    finding = fl_fingerprint_answer_new (pin, self->context, line);
  if (finding->tone != FL_SECURITY_TONE_GOOD)
    change = fl_sketch_repair_fingerprint (self->sketch, self->context, self->edits);
  if (change != NULL)
    {
      g_free (finding->change);
      finding->change = g_steal_pointer (&change);
      finding->is_code = finding->is_corrected = TRUE;
    }
  g_ptr_array_add (self->findings, g_steal_pointer (&finding));
}

/**
 * fl_sketch_checks_run:
 * @findings: (element-type FlFinding): gets what was found
 * @edits: (element-type FlCodeEdit): gets the changes of those that are corrected
 *
 * Any thread.
 */
void
fl_sketch_checks_run (const FlSketch       *sketch,
                      const FlPasteContext *context,
                      GPtrArray            *findings,
                      GPtrArray            *edits)
{
  const Checks self = { sketch, sketch->code, context, findings, edits };
  gboolean was_plain;

  check_ports (&self);
  was_plain = check_clients (&self);
  check_host (&self);
  check_setters (&self, was_plain);
  check_insecure (&self);
  if (!check_esp32_fingerprint (&self))
    {
      check_fingerprint (&self);
      check_order (&self);
    }
  check_clock (&self);
  if (!sketch->is_whole)
    g_ptr_array_add (findings, fl_finding_new ("part", FL_SECURITY_TONE_NEUTRAL, 0,
                                               _("This is a part of a sketch: what is not in it is not missed."), NULL));
}
