/* fernlight-cli fernet: a line in, a line out, in order; each refusal named with its line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-fernet.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "crypto/fl-fernet-private.h"
#include "run-cli.h"

#define SPEC_KEY    "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
#define COURSE_KEY  "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="
#define SPEC_TOKEN  "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="
#define FUTURE_TIME 4102444800

/* The specification's tokens with a wrong IV and with a wrong HMAC. */
#define BAD_PADDING "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ=="
#define WRONG_HMAC  "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ=="

static const char *const decrypt[] = { "fernet", "decrypt", NULL };
static const char *const decrypt_ttl[] = { "fernet", "decrypt", "--ttl", "60", NULL };
static const char *const decrypt_json[] = { "fernet", "decrypt", "--json", NULL };
static const char *const decrypt_json_ttl[] = { "fernet", "decrypt", "--json", "--ttl=60", NULL };
static const char *const encrypt[] = { "fernet", "encrypt", NULL };
static const char *const encrypt_json[] = { "fernet", "encrypt", "--json", NULL };

static char *
make_token (const void *data,
            size_t      n,
            gint64      time)
{
  g_autoptr(FlKeyRing) ring = fl_key_ring_parse (SPEC_KEY, NULL);
  g_autoptr(FlFernet) fernet = fl_fernet_new (ring);

  return fl_fernet_encrypt (fernet, data, n, time, NULL);
}

static void
test_decrypt (void)
{
  static const char input[] = SPEC_TOKEN "\r\n"
                              "\n"
                              WRONG_HMAC "\n"
                              BAD_PADDING "\n"
                              "ON\0OFF\n"
                              " " SPEC_TOKEN;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status = run_cli (decrypt, SPEC_KEY, input, sizeof input - 1, &out, NULL, &err);

  g_assert_cmpstr (out, ==, "hello\n\n\n\n\nhello\n");
  g_assert_cmpstr (err, ==, "line 2: not-a-token\nline 3: wrong-key\nline 4: bad-padding\nline 5: not-a-token\n");
  g_assert_cmpint (status, ==, 1);
}

static void
test_decrypt_ttl (void)
{
  g_autofree char *fresh = make_token ("now", 3, g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *future = make_token ("later", 5, FUTURE_TIME);
  g_autofree char *input = g_strjoin ("\n", SPEC_TOKEN, future, fresh, NULL);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status = run_cli (decrypt_ttl, SPEC_KEY, input, strlen (input), &out, NULL, &err);

  g_assert_cmpstr (out, ==, "\n\nnow\n");
  g_assert_cmpstr (err, ==, "line 1: expired\nline 2: future\n");
  g_assert_cmpint (status, ==, 1);
}

static void
test_all_good (void)
{
  static const char input[] = SPEC_TOKEN "\n" SPEC_TOKEN "\n";
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autofree char *none = NULL;

  g_assert_cmpint (run_cli (decrypt, COURSE_KEY " " SPEC_KEY, input, strlen (input), &out, NULL, &err), ==, 0);
  g_assert_cmpstr (out, ==, "hello\nhello\n");
  g_assert_cmpstr (err, ==, "");
  g_free (err);
  g_assert_cmpint (run_cli (decrypt, SPEC_KEY, "", 0, &none, NULL, &err), ==, 0);
  g_assert_cmpstr (none, ==, "");
}

/* The keys of an object, sorted, with spaces between them. */
static char *
names_of (JsonObject *object)
{
  g_autoptr(GList) names = g_list_sort (json_object_get_members (object), (GCompareFunc) g_strcmp0);
  GString *text = g_string_new (NULL);

  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", (const char *) l->data);
  return g_string_free (text, FALSE);
}

static void
test_decrypt_to_json (void)
{
  static const struct { const char *payload; const char *base64; const char *key; gint64 time; const char *error; } expected[] = {
    { "hello", NULL,   "cbeb362f", 499162800,   NULL          },
    { NULL,    NULL,   NULL,       0,           "wrong-key"   },
    { NULL,    NULL,   "cbeb362f", 499162801,   "bad-padding" },
    { NULL,    "AP8=", "cbeb362f", FUTURE_TIME, NULL          },
    { NULL,    NULL,   NULL,       0,           "not-a-token" },
  };
  g_autofree char *binary = make_token ("\0\xff", 2, FUTURE_TIME);
  g_autofree char *input = g_strjoin ("\n", SPEC_TOKEN, WRONG_HMAC, BAD_PADDING, binary, "ON", NULL);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_auto(GStrv) lines = NULL;

  g_assert_cmpint (run_cli (decrypt_json, SPEC_KEY, input, strlen (input), &out, NULL, &err), ==, 1);
  g_assert_cmpstr (err, ==, "line 2: wrong-key\nline 3: bad-padding\nline 5: not-a-token\n");
  lines = g_strsplit (out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (expected) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr(JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *object = json_node_get_object (node);
      g_autofree char *names = names_of (object);

      g_assert_cmpstr (names, ==, expected[i].base64 != NULL ? "error key line payload_base64 token_time"
                                                             : "error key line payload token_time");
      g_assert_cmpint (json_object_get_int_member (object, "line"), ==, i + 1);
      g_assert_cmpstr (json_object_get_string_member_with_default (object, "key", NULL), ==, expected[i].key);
      g_assert_cmpstr (json_object_get_string_member_with_default (object, "error", NULL), ==, expected[i].error);
      g_assert_cmpint (json_object_get_int_member_with_default (object, "token_time", 0), ==, expected[i].time);
      if (expected[i].base64 != NULL)
        g_assert_cmpstr (json_object_get_string_member (object, "payload_base64"), ==, expected[i].base64);
      else
        g_assert_cmpstr (json_object_get_string_member_with_default (object, "payload", NULL), ==, expected[i].payload);
    }
}

static void
test_refused_by_time_to_json (void)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run_cli (decrypt_json_ttl, SPEC_KEY, SPEC_TOKEN, strlen (SPEC_TOKEN), &out, NULL, &err), ==, 1);
  g_assert_cmpstr (out, ==, "{\"line\":1,\"payload\":null,\"key\":\"cbeb362f\",\"token_time\":499162800,\"error\":\"expired\"}\n");
}

static void
test_encrypt (void)
{
  static const char input[] = "one\n\ntwo\r\nnul\0inside\nlast";
  g_autofree char *tokens = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  size_t n_tokens;
  size_t n;

  g_assert_cmpint (run_cli (encrypt, SPEC_KEY " " COURSE_KEY, input, sizeof input - 1, &tokens, &n_tokens, &err), ==, 0);
  g_assert_cmpuint (n_tokens, ==, 5 * 101);
  g_free (err);
  g_assert_cmpint (run_cli (decrypt_ttl, SPEC_KEY, tokens, n_tokens, &out, &n, &err), ==, 0);
  g_assert_cmpmem (out, n, "one\n\ntwo\r\nnul\0inside\nlast\n", sizeof input);
  g_assert_cmpstr (err, ==, "");
}

static void
test_encrypt_json (void)
{
  static const char first[] =
    "{\"payload\":\"a\\nb\"}\n"
    "{\"payload_base64\":\"AP8=\",\"line\":7,\"error\":null}\n"
    "{\"payload\":\"\"}\n"
    "{\"payload\":\"x\",\"payload_base64\":\"AP8=\"}\n"
    "{\"payload\":null}\n"
    "{\"payload\":5}\n"
    "{\"payload_base64\":\"A-8=\"}\n"
    "{\"payload_base64\":\"AP8\"}\n"
    "[\"payload\"]\n"
    "payload\n"
    "\n"
    "{\"payload\":\"x\",\"a\":";
  static const char last[] =
    "}\n"
    "{\"payload\":\"\\\"[[[[[[[[[[[[[[[[[[[[[[\"}\n";
  g_autofree char *deep = g_strnfill (500000, '[');
  g_autofree char *high = g_strnfill (500000, ']');
  g_autofree char *input = g_strconcat (first, deep, high, last, NULL);
  g_autofree char *tokens = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_auto(GStrv) lines = NULL;

  g_assert_cmpint (run_cli (encrypt_json, SPEC_KEY, input, strlen (input), &tokens, NULL, &err), ==, 1);
  lines = g_strsplit (tokens, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 14);
  for (guint i = 0; i < 13; i++)
    {
      g_autofree char *complaint = g_strdup_printf ("line %u: not-a-payload\n", i + 1);
      gboolean good = i < 3 || i == 12;

      g_assert_cmpint (*lines[i] != '\0', ==, good);
      g_assert_cmpint (strstr (err, complaint) == NULL, ==, good);
    }
  g_free (err);
  g_assert_cmpint (run_cli (decrypt_json, SPEC_KEY, tokens, strlen (tokens), &out, NULL, &err), ==, 1);
  g_assert_nonnull (strstr (out, "{\"line\":1,\"payload\":\"a\\nb\","));
  g_assert_nonnull (strstr (out, "{\"line\":2,\"payload_base64\":\"AP8=\","));
  g_assert_nonnull (strstr (out, "{\"line\":3,\"payload\":\"\","));
}

/* A payload with line breaks is given as it is, and said once. */
static void
test_payload_with_newline (void)
{
  g_autofree char *token = make_token ("a\nb", 3, 5);
  g_autofree char *input = g_strjoin ("\n", SPEC_TOKEN, token, token, NULL);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (run_cli (decrypt, SPEC_KEY, input, strlen (input), &out, NULL, &err), ==, 0);
  g_assert_cmpstr (out, ==, "hello\na\nb\na\nb\n");
  g_assert_true (g_str_has_prefix (err, "line 2: "));
  g_assert_true (strchr (err, '\n') == err + strlen (err) - 1);
}

static void
test_long_line (void)
{
  size_t n_text = 20 * 1024 * 1024;
  g_autofree char *text = g_strnfill (n_text, 'a');
  g_autofree char *token = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autofree char *refused = NULL;
  size_t n;

  g_assert_cmpint (run_cli (encrypt, SPEC_KEY, text, n_text, &token, &n, &err), ==, 0);
  g_free (err);
  g_assert_cmpint (run_cli (decrypt, SPEC_KEY, token, n, &out, &n, &err), ==, 0);
  g_assert_cmpuint (n, ==, n_text + 1);
  g_assert_cmpint (memcmp (out, text, n_text), ==, 0);
  g_free (err);
  g_assert_cmpint (run_cli (decrypt, SPEC_KEY, text, n_text, &refused, &n, &err), ==, 1);
  g_assert_cmpstr (err, ==, "line 1: not-a-token\n");
}

static void
test_keygen (void)
{
  static const char *const keygen[] = { "fernet", "keygen", NULL };
  g_autofree char *out = NULL;
  g_autofree char *other = NULL;
  g_autofree char *err = NULL;
  g_autoptr(FlFernetKey) key = NULL;

  g_assert_cmpint (run_cli (keygen, NULL, "", 0, &out, NULL, &err), ==, 0);
  g_assert_cmpuint (strlen (out), ==, 45);
  key = fl_fernet_key_parse (out, -1, NULL);
  g_assert_nonnull (key);
  g_free (err);
  g_assert_cmpint (run_cli (keygen, NULL, "", 0, &other, NULL, &err), ==, 0);
  g_assert_cmpstr (out, !=, other);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-fernet/decrypt", test_decrypt);
  g_test_add_func ("/cli-fernet/decrypt/ttl", test_decrypt_ttl);
  g_test_add_func ("/cli-fernet/decrypt/all-good", test_all_good);
  g_test_add_func ("/cli-fernet/decrypt/json", test_decrypt_to_json);
  g_test_add_func ("/cli-fernet/decrypt/json/ttl", test_refused_by_time_to_json);
  g_test_add_func ("/cli-fernet/encrypt", test_encrypt);
  g_test_add_func ("/cli-fernet/encrypt/json", test_encrypt_json);
  g_test_add_func ("/cli-fernet/payload-with-newline", test_payload_with_newline);
  g_test_add_func ("/cli-fernet/long-line", test_long_line);
  g_test_add_func ("/cli-fernet/keygen", test_keygen);
  return g_test_run ();
}
