/* fernlight-cli fernet: make keys, encrypt and decrypt lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-fernet"

#include "config.h"

#include "cli/fl-cli-fernet.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "cli/fl-cli-keys.h"
#include "cli/fl-cli-stream.h"
#include "crypto/fl-base64url.h"
#include "crypto/fl-fernet.h"
#include "messages/fl-json.h"

#define NOT_GIVEN G_MININT64

typedef struct
{
  FlCliKeys keys;
  gint64    ttl_s;
  gboolean  json;
} Options;

typedef struct
{
  FlFernet    *fernet;
  gint64       ttl_s;
  gint64       now_s;
  guint64      now_of_read; /* the read in which now_s was taken */
  FlCliOutput  output;
  FlCliLines   lines;
  gboolean     failed;
  gboolean     told_of_newline;
} Work;

typedef void (*LineFunc) (Work       *work,
                          const char *line,
                          size_t      n);

static void
complain_of_line (Work       *work,
                  const char *reason)
{
  g_autofree char *step = g_strdup_printf ("line %" G_GUINT64_FORMAT, work->lines.number);

  work->failed = TRUE;
  fl_cli_complain (step, "%s", reason);
}

/* One clock question a read, not one a line. */
static gint64
now_of_line (Work *work)
{
  if (work->now_of_read != work->lines.n_reads)
    {
      work->now_s = g_get_real_time () / G_USEC_PER_SEC;
      work->now_of_read = work->lines.n_reads;
    }
  return work->now_s;
}

static void
decrypt_line (Work       *work,
              const char *line,
              size_t      n)
{
  g_autoptr(GError) error = NULL;
  const char *payload;
  size_t n_payload;

  if (!fl_fernet_decrypt_in_place (work->fernet, line, n, work->ttl_s, now_of_line (work),
                                   &payload, &n_payload, NULL, &error))
    complain_of_line (work, fl_fernet_error_to_code (error->code));
  else
    {
      fl_cli_output_write (&work->output, payload, n_payload);
      if (!work->told_of_newline && memchr (payload, '\n', n_payload) != NULL)
        {
          g_autofree char *step = g_strdup_printf ("line %" G_GUINT64_FORMAT, work->lines.number);

          work->told_of_newline = TRUE;
          fl_cli_complain (step, "%s", _("the payload holds line breaks, so lines in and out no longer "
                                         "go together; use --json"));
        }
    }
  fl_cli_output_write (&work->output, "\n", 1);
}

/* {"line","payload"|"payload_base64","key","token_time","error"}: always all five. */
static void
decrypt_line_to_json (Work       *work,
                      const char *line,
                      size_t      n)
{
  g_autoptr(GError) error = NULL;
  FlCliOutput *output = &work->output;
  FlFernetInfo info;
  const char *payload;
  size_t n_payload;

  fl_cli_output_printf (output, "{\"line\":%" G_GUINT64_FORMAT ",", work->lines.number);
  if (fl_fernet_decrypt_in_place (work->fernet, line, n, work->ttl_s, now_of_line (work),
                                  &payload, &n_payload, &info, &error))
    fl_cli_output_write_payload (output, payload, n_payload);
  else
    fl_cli_output_printf (output, "\"payload\":null");
  if (info.authentic)
    fl_cli_output_printf (output, ",\"key\":\"%s\",\"token_time\":%" G_GUINT64_FORMAT,
                          fl_fernet_key_get_id (fl_key_ring_get (fl_fernet_get_key_ring (work->fernet), info.key_index)),
                          info.token_time);
  else
    fl_cli_output_printf (output, ",\"key\":null,\"token_time\":null");
  if (error == NULL)
    fl_cli_output_printf (output, ",\"error\":null}\n");
  else
    {
      fl_cli_output_printf (output, ",\"error\":\"%s\"}\n", fl_fernet_error_to_code (error->code));
      complain_of_line (work, fl_fernet_error_to_code (error->code));
    }
}

static void
encrypt_line (Work       *work,
              const char *line,
              size_t      n)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *token = fl_fernet_encrypt (work->fernet, line, n, now_of_line (work), &error);

  if (token == NULL)
    complain_of_line (work, error->message);
  else
    fl_cli_output_write (&work->output, token, strlen (token));
  fl_cli_output_write (&work->output, "\n", 1);
}

/* Strictly: GLib's decoder skips what it does not know. */
static GBytes *
decode_base64 (const char *text)
{
  g_autofree char *url = g_strdelimit (g_strdup (text), "+", '-');
  g_autofree guint8 *bytes = g_malloc (FL_BASE64URL_DECODED_MAX (strlen (text)));
  size_t n;

  g_strdelimit (url, "/", '_');
  if (strpbrk (text, "-_") != NULL ||
      strlen (text) % 4 != 0 ||
      !fl_base64url_decode (url, strlen (url), bytes, &n))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), n);
}

static const char *
get_string (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* The payload of a line as decrypt --json prints it, or NULL. */
static GBytes *
parse_payload (const char *line,
               size_t      n)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  JsonObject *object;
  const char *payload;
  const char *base64;

  /* JsonParser recurses as deep as it is told to; ours does not, so ask it first. */
  if (n > G_MAXSSIZE || !g_utf8_validate_len (line, n, NULL) || !fl_json_is_valid (line, n) ||
      !json_parser_load_from_data (parser, line, (gssize) n, NULL) ||
      json_parser_get_root (parser) == NULL ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;
  object = json_node_get_object (json_parser_get_root (parser));
  payload = get_string (object, "payload");
  base64 = get_string (object, "payload_base64");
  if ((payload == NULL) == (base64 == NULL))
    return NULL;
  return payload != NULL ? g_bytes_new (payload, strlen (payload)) : decode_base64 (base64);
}

/* The reverse of decrypt --json: takes its objects, so that any bytes can be encrypted and
 * one command piped into the other changes the key. */
static void
encrypt_json_line (Work       *work,
                   const char *line,
                   size_t      n)
{
  g_autoptr(GBytes) payload = parse_payload (line, n);

  if (payload == NULL)
    {
      complain_of_line (work, "not-a-payload");
      fl_cli_output_write (&work->output, "\n", 1);
      return;
    }
  encrypt_line (work, g_bytes_get_data (payload, NULL), g_bytes_get_size (payload));
}

static FlCliStatus
do_lines (FlKeyRing     *ring,
          const Options *options,
          LineFunc       func)
{
  g_autoptr(FlFernet) fernet = fl_fernet_new (ring);
  g_autoptr(GError) error = NULL;
  Work work = { .fernet = fernet, .ttl_s = MAX (options->ttl_s, FL_FERNET_NO_TTL) };
  const char *line;
  size_t n;

  fl_cli_output_init (&work.output, STDOUT_FILENO);
  fl_cli_lines_init (&work.lines, STDIN_FILENO, &work.output);
  while (work.output.error == 0 && fl_cli_lines_next (&work.lines, &line, &n, &error))
    func (&work, line, n);
  if (error != NULL)
    {
      work.lines.number++;
      complain_of_line (&work, error->message);
    }
  if (!fl_cli_output_flush (&work.output))
    {
      fl_cli_complain ("standard output", "%s", g_strerror (work.output.error));
      work.failed = TRUE;
    }
  fl_cli_lines_clear (&work.lines);
  fl_cli_output_clear (&work.output);
  return work.failed ? FL_CLI_FAILED : FL_CLI_DONE;
}

/* Past the C library's buffers: they would keep the key. */
static gboolean
print_key (FlFernetKey *key)
{
  g_autoptr(FlSecret) text = fl_fernet_key_to_text (key);
  size_t n;
  const char *bytes = fl_secret_peek (text, &n);

  return write (STDOUT_FILENO, bytes, n) == (gssize) n && write (STDOUT_FILENO, "\n", 1) == 1;
}

static FlCliStatus
generate (const Options *options)
{
  g_autoptr(FlFernetKey) key = NULL;
  g_autoptr(GError) error = NULL;

  if (options->keys.files != NULL || options->json || options->ttl_s != NOT_GIVEN)
    {
      fl_cli_complain ("usage", "%s", _("fernet keygen takes no options"));
      return FL_CLI_USAGE;
    }
  key = fl_fernet_key_generate (&error);
  if (key == NULL)
    {
      fl_cli_complain ("keygen", "%s", error->message);
      return FL_CLI_FAILED;
    }
  if (!print_key (key))
    {
      fl_cli_complain ("standard output", "%s", _("the key could not be written"));
      return FL_CLI_FAILED;
    }
  return FL_CLI_DONE;
}

static FlCliStatus
convert (Options  *options,
         gboolean  encrypt)
{
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(GError) error = NULL;

  if (options->ttl_s != NOT_GIVEN && (encrypt || options->ttl_s < 0))
    {
      fl_cli_complain ("usage", "%s",
                       encrypt ? _("--ttl is for decrypting: a token carries no time to live")
                               : _("--ttl takes seconds, 0 or more"));
      return FL_CLI_USAGE;
    }
  if (!fl_cli_keys_load (&options->keys, &ring, &error))
    {
      fl_cli_complain ("keys", "%s", error->message);
      return FL_CLI_FAILED;
    }
  if (ring == NULL)
    {
      fl_cli_complain ("usage", "%s", _("there is no key: use --key-file FILE or set $FERNLIGHT_KEY"));
      return FL_CLI_USAGE;
    }
  if (encrypt)
    return do_lines (ring, options, options->json ? encrypt_json_line : encrypt_line);
  return do_lines (ring, options, options->json ? decrypt_line_to_json : decrypt_line);
}

static FlCliStatus
run_verb (Options *options,
          int      argc,
          char   **argv)
{
  if (argc == 2 && strcmp (argv[1], "keygen") == 0)
    return generate (options);
  if (argc == 2 && (strcmp (argv[1], "encrypt") == 0 || strcmp (argv[1], "decrypt") == 0))
    return convert (options, strcmp (argv[1], "encrypt") == 0);
  fl_cli_complain ("usage", "%s", _("fernet needs one of keygen, encrypt, decrypt, and nothing else but options"));
  return FL_CLI_USAGE;
}

/**
 * fl_cli_fernet_run:
 * @argc: how many arguments
 * @argv: "fernet" and what follows it
 *
 * Reads standard input and writes standard output.
 *
 * Returns: the exit status
 */
FlCliStatus
fl_cli_fernet_run (int    argc,
                   char **argv)
{
  Options options = { .ttl_s = NOT_GIVEN };
  const GOptionEntry entries[] = {
    { "ttl", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT64, &options.ttl_s,
      N_("Refuse tokens older than SECONDS, or more than a minute ahead"), N_("SECONDS") },
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &options.json,
      N_("decrypt: print an object for each line; encrypt: take such objects"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  GOptionContext *context = g_option_context_new ("keygen|encrypt|decrypt");
  FlCliStatus status = FL_CLI_USAGE;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  fl_cli_keys_add_options (&options.keys, context);
  if (fl_cli_parse (context, &argc, &argv))
    status = run_verb (&options, argc, argv);
  fl_cli_keys_clear (&options.keys);
  return status;
}
