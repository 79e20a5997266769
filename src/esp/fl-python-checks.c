/* What is wrong with the connection that a Python script makes (paho, umqtt), and what to change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-python-checks"

#include "config.h"

#include "esp/fl-python-checks.h"

#include <glib/gi18n-lib.h>

#include "esp/fl-code-edit.h"
#include "esp/fl-finding.h"

#define PLAIN_PORT 1883
/* Of one kind: a text with more is no script. */
#define MAX_SAME 20

typedef struct
{
  const FlCode         *code;
  const FlPasteContext *context;
  GPtrArray            *findings;
  GPtrArray            *edits;
} Checks;

static void
add_port (const Checks *self,
          guint         line,
          const char   *change)
{
  g_ptr_array_add (self->findings,
                   fl_finding_new_code ("plain-port", FL_SECURITY_TONE_BAD, line,
                                        _("Port 1883 is not encrypted: everybody on the way can read and change what is sent, the password too."),
                                        change));
}

static void
check_ports (const Checks *self,
             const char   *port)
{
  guint n_found = 0;

  for (guint i = 0; i < self->code->tokens->len && n_found < MAX_SAME; i++)
    {
      const FlCodeToken *token = fl_code_get (self->code, i);
      gint64 value = 0;

      if (!fl_code_token_value (token, self->code->text, &value) || value != PLAIN_PORT)
        continue;
      fl_code_edit_add (self->edits, token->offset, token->length, port);
      add_port (self, token->line, port);
      n_found++;
    }
}

/* The first client: "mqttc = mqtt.Client (…)" gives the place of its name; FL_CODE_NONE if it has none. */
static guint
find_client (const Checks *self,
             guint        *open)
{
  static const char *const constructors[] = { "Client", "MQTTClient", NULL };
  static const char *const modules[] = { "mqtt", "paho", "client", "umqtt", NULL };
  guint n_found = 0;

  for (guint i = fl_code_find_call (self->code, 0, constructors); i != FL_CODE_NONE && n_found < MAX_SAME;
       i = fl_code_find_call (self->code, i + 1, constructors), n_found++)
    {
      const gboolean has_module = i >= 2 && fl_code_is (self->code, i - 1, ".") && fl_code_is_one_of (self->code, i - 2, modules);
      guint start = has_module ? i - 2 : i;

      while (start >= 2 && fl_code_is (self->code, start - 1, "."))
        start -= 2;
      *open = i + 1;
      if (start >= 2 && fl_code_is (self->code, start - 1, "=") && fl_code_is_kind (self->code, start - 2, FL_CODE_TOKEN_WORD))
        return start - 2;
    }
  return FL_CODE_NONE;
}

/* paho's connect (HOST) means port 1883. */
static void
check_default_port (const Checks *self,
                    guint         client,
                    const char   *port)
{
  static const char *const connects[] = { "connect", "connect_async", NULL };
  g_autofree char *name = fl_code_body (self->code, client);
  g_autofree char *change = g_strdup_printf (", %s", port);
  guint n_found = 0;

  for (guint i = fl_code_find_call (self->code, 0, connects); client != FL_CODE_NONE && i != FL_CODE_NONE && n_found < MAX_SAME;
       i = fl_code_find_call (self->code, i + 1, connects), n_found++)
    {
      const FlCodeToken *close = fl_code_get (self->code, fl_code_match (self->code, i + 1));

      if (close == NULL || i < 2 || !fl_code_is (self->code, i - 1, ".") || !fl_code_is (self->code, i - 2, name)
          || fl_code_n_arguments (self->code, i + 1) != 1)
        continue;
      fl_code_edit_add (self->edits, close->offset, 0, change);
      add_port (self, fl_code_get_line (self->code, i), port);
    }
}

/* With the system's CAs: which file a CA of the user's own is in is not known here. */
static void
check_tls (const Checks *self,
           guint         client,
           guint         open)
{
  static const char *const switches[] = { "tls_set", "tls_set_context", "TLSParameters", "ssl_params", "tls_context", "tls_params",
                                          "ssl", NULL };
  const guint close = fl_code_match (self->code, open);
  const FlCodeToken *end = fl_code_get (self->code, close);
  g_autofree char *name = NULL;
  g_autofree char *indent = NULL;
  g_autofree char *line = NULL;
  g_autofree char *text = NULL;

  if (client == FL_CODE_NONE || end == NULL || fl_code_find_one_of (self->code, 0, switches) != FL_CODE_NONE)
    return;
  name = fl_code_body (self->code, client);
  indent = fl_code_indent (self->code, fl_code_get (self->code, client)->offset);
  line = g_strdup_printf ("%s.tls_set()", name);
  text = g_strdup_printf ("%s%s%s", fl_code_newline (self->code), indent, line);
  if (!g_str_is_ascii (name) || end->line == fl_code_get_line (self->code, close + 1)
      || fl_code_find (self->code, 0, "umqtt") != FL_CODE_NONE)
    {
      g_ptr_array_add (self->findings,
                       fl_finding_new ("python-no-tls", FL_SECURITY_TONE_BAD, end->line,
                                       _("Nothing switches TLS on: all is sent unencrypted, the password too."),
                                       _("Switch TLS on before connect().")));
      return;
    }
  fl_code_edit_add (self->edits, end->offset + end->length, 0, text);
  g_ptr_array_add (self->findings,
                   fl_finding_new_code ("python-no-tls", FL_SECURITY_TONE_BAD, end->line,
                                        _("Nothing switches TLS on: all is sent unencrypted, the password too. For a CA of your own name its file in the brackets."),
                                        line));
}

static void
replace_word (const Checks *self,
              guint         at,
              const char   *word)
{
  const FlCodeToken *token = fl_code_get (self->code, at);

  fl_code_edit_add (self->edits, token->offset, token->length, word);
  g_ptr_array_add (self->findings,
                   fl_finding_new_code ("python-no-verify", FL_SECURITY_TONE_CAUTION, token->line,
                                        _("The certificate is not checked: whoever can answer in the broker’s place gets the password and all data."),
                                        word));
}

static void
check_verification (const Checks *self)
{
  guint n_found = 0;

  for (guint i = 0; i < self->code->tokens->len && n_found < MAX_SAME; i++)
    {
      const guint before = n_found++;

      if (fl_code_is (self->code, i, "CERT_NONE"))
        replace_word (self, i, "CERT_REQUIRED");
      else if (fl_code_is (self->code, i, "tls_insecure_set") && fl_code_is (self->code, i + 1, "(")
               && fl_code_is (self->code, i + 2, "True"))
        replace_word (self, i + 2, "False");
      else if (fl_code_is (self->code, i, "check_hostname") && fl_code_is (self->code, i + 1, "=")
               && fl_code_is (self->code, i + 2, "False"))
        replace_word (self, i + 2, "True");
      else
        n_found = before;
    }
}

/**
 * fl_python_checks_run:
 * @findings: (element-type FlFinding): gets what was found
 * @edits: (element-type FlCodeEdit): gets the changes of those that are corrected
 *
 * Any thread.
 */
void
fl_python_checks_run (const FlCode         *code,
                      const FlPasteContext *context,
                      GPtrArray            *findings,
                      GPtrArray            *edits)
{
  const Checks self = { code, context, findings, edits };
  g_autofree char *port = g_strdup_printf ("%u", fl_paste_context_get_port (context));
  guint open = FL_CODE_NONE;
  const guint client = find_client (&self, &open);

  check_ports (&self, port);
  check_default_port (&self, client, port);
  check_tls (&self, client, open);
  check_verification (&self);
}
