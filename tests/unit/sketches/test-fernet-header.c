/* The Fernet header for devices: the specification's vectors, every changed bit, and the same answers as our own code gives.
 *
 * Compiled once for each library a device has; its clock counts as set from 1970 on, since the vectors are of 1985.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fernet.h"

#include <json-glib/json-glib.h>

#include "crypto/fl-fernet.h"

#define SPEC_KEY   "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
#define SPEC_TOKEN "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="
#define SPEC_TIME  499162800

static FernetKey
key_of (const char *text)
{
  FernetKey key;

  g_assert_true (fernet_key_parse (&key, text));
  return key;
}

/* The codes that fernlight-cli prints. */
static const char *
code_of (FernetResult result)
{
  switch (result)
    {
    case FERNET_OK:
      return "good";
    case FERNET_NOT_A_TOKEN:
      return "not-a-token";
    case FERNET_WRONG_KEY:
      return "wrong-key";
    case FERNET_EXPIRED:
      return "expired";
    case FERNET_FUTURE:
      return "future";
    case FERNET_BAD_PADDING:
      return "bad-padding";
    case FERNET_NO_CLOCK:
      return "no-clock";
    case FERNET_NO_ROOM:
      return "no-room";
    case FERNET_FAILED:
    default:
      return "failed";
    }
}

/* Decrypts with buffers of exactly the size they need, so that a sanitizer sees one byte more. */
static const char *
decrypt (const FernetKey  *key,
         const char       *token,
         size_t            n,
         gint64            ttl_s,
         gint64            now_s,
         GBytes          **payload)
{
  g_autofree char *copy = g_memdup2 (token, n);
  const size_t size = FERNET_PAYLOAD_SIZE (n);
  g_autofree char *out = g_malloc (size);
  size_t n_out = 99;
  FernetResult result = fernet_decrypt (key, copy, n, ttl_s, now_s, out, size, &n_out, NULL);

  g_assert_cmpint (out[n_out], ==, '\0');
  if (result != FERNET_OK)
    g_assert_cmpuint (n_out, ==, 0);
  else if (payload != NULL)
    *payload = g_bytes_new (out, n_out);
  return code_of (result);
}

static JsonArray *
read_vectors (JsonParser *parser,
              const char *name)
{
  g_autoptr(GError) error = NULL;

  json_parser_load_from_file (parser, g_test_get_filename (G_TEST_DIST, "data", "fernet", name, NULL), &error);
  g_assert_no_error (error);
  return json_node_get_array (json_parser_get_root (parser));
}

static gint64
get_now (JsonObject *vector)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_iso8601 (json_object_get_string_member (vector, "now"), NULL);

  return g_date_time_to_unix (now);
}

static void
test_generate (void)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *vectors = read_vectors (parser, "generate.json");

  g_assert_cmpuint (json_array_get_length (vectors), ==, 1);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      const char *source = json_object_get_string_member (vector, "src");
      FernetKey key = key_of (json_object_get_string_member (vector, "secret"));
      g_autofree char *token = g_malloc (FERNET_TOKEN_SIZE (strlen (source)));
      guint8 iv[16];

      for (guint j = 0; j < sizeof iv; j++)
        iv[j] = (guint8) json_array_get_int_element (json_object_get_array_member (vector, "iv"), j);
      g_assert_cmpint (fernet_seal_ (&key, iv, source, strlen (source), (guint64) get_now (vector), token), ==, FERNET_OK);
      g_assert_cmpstr (token, ==, json_object_get_string_member (vector, "token"));
    }
}

static void
test_verify (void)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *vectors = read_vectors (parser, "verify.json");

  g_assert_cmpuint (json_array_get_length (vectors), ==, 1);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      const char *token = json_object_get_string_member (vector, "token");
      const char *source = json_object_get_string_member (vector, "src");
      FernetKey key = key_of (json_object_get_string_member (vector, "secret"));
      g_autoptr(GBytes) payload = NULL;

      g_assert_cmpstr (decrypt (&key, token, strlen (token), json_object_get_int_member (vector, "ttl_sec"), get_now (vector), &payload),
                       ==, "good");
      g_assert_cmpmem (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), source, strlen (source));
    }
}

static void
test_invalid (void)
{
  static const struct { const char *code, *code_without_ttl; } expected[] = {
    { "wrong-key",   "wrong-key"   },
    { "not-a-token", "not-a-token" },
    { "not-a-token", "not-a-token" },
    { "not-a-token", "not-a-token" },
    { "bad-padding", "bad-padding" },
    { "future",      "good"        },
    { "expired",     "good"        },
    { "bad-padding", "bad-padding" },
  };
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *vectors = read_vectors (parser, "invalid.json");

  g_assert_cmpuint (json_array_get_length (vectors), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      const char *token = json_object_get_string_member (vector, "token");
      FernetKey key = key_of (json_object_get_string_member (vector, "secret"));
      gint64 now = get_now (vector);

      g_assert_cmpstr (decrypt (&key, token, strlen (token), json_object_get_int_member (vector, "ttl_sec"), now, NULL), ==, expected[i].code);
      g_assert_cmpstr (decrypt (&key, token, strlen (token), FERNET_NO_TTL, now, NULL), ==, expected[i].code_without_ttl);
    }
}

/* What our own decrypting says of a token. */
static char *
ask_fernlight (FlFernet    *fernet,
               const char  *token,
               size_t       n,
               gint64       ttl_s,
               gint64       now_s,
               GBytes     **payload)
{
  g_autoptr(GError) error = NULL;

  *payload = fl_fernet_decrypt (fernet, token, n, ttl_s, now_s, NULL, &error);
  return g_strdup (error == NULL ? "good" : fl_fernet_error_to_code (error->code));
}

static void
assert_same (FlFernet        *fernet,
             const FernetKey *key,
             const char      *token,
             size_t           n,
             gint64           ttl_s,
             gint64           now_s)
{
  g_autoptr(GBytes) expected = NULL;
  g_autoptr(GBytes) payload = NULL;
  g_autofree char *code = ask_fernlight (fernet, token, n, ttl_s, now_s, &expected);

  g_assert_cmpstr (decrypt (key, token, n, ttl_s, now_s, &payload), ==, code);
  g_assert_true (expected == NULL ? payload == NULL : g_bytes_equal (payload, expected));
}

static FlFernet *
new_fernlight (void)
{
  g_autoptr(FlKeyRing) ring = fl_key_ring_parse (SPEC_KEY, NULL);

  return fl_fernet_new (ring);
}

/* Every character replaced by each of the alphabet and by some that are not in it: wherever something is wrong, both say the same. */
static void
test_every_character (void)
{
  static const char others[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \n%\x80";
  g_autoptr(FlFernet) fernet = new_fernlight ();
  FernetKey key = key_of (SPEC_KEY);
  char token[] = SPEC_TOKEN;
  guint n_good = 0;

  for (size_t i = 0; i < strlen (SPEC_TOKEN); i++)
    {
      for (size_t j = 0; j < sizeof others; j++)
        {
          token[i] = others[j];
          assert_same (fernet, &key, token, sizeof token - 1, FERNET_NO_TTL, SPEC_TIME);
          n_good += g_str_equal (decrypt (&key, token, sizeof token - 1, FERNET_NO_TTL, SPEC_TIME, NULL), "good");
        }
      token[i] = SPEC_TOKEN[i];
    }
  /* Each character put in the place where it is anyway: a token that reads otherwise is no good one. */
  g_assert_cmpuint (n_good, ==, strlen (SPEC_TOKEN));
}

static void
test_forms (void)
{
  static const char *const good[] = { SPEC_TOKEN, (" " SPEC_TOKEN "\n"), ("\t\r\n" SPEC_TOKEN) };
  static const char *const bad[] = { "", "=", "gAAAAA", SPEC_TOKEN "=", SPEC_TOKEN "A", "gAAAA AAdwJ6w", SPEC_TOKEN SPEC_TOKEN };
  g_autoptr(FlFernet) fernet = new_fernlight ();
  FernetKey key = key_of (SPEC_KEY);

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_cmpstr (decrypt (&key, good[i], strlen (good[i]), FERNET_NO_TTL, 0, NULL), ==, "good");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpstr (decrypt (&key, bad[i], strlen (bad[i]), FERNET_NO_TTL, 0, NULL), ==, "not-a-token");
  /* Full padding or none, and no beginning of it. */
  for (size_t n = 0; n <= strlen (SPEC_TOKEN); n++)
    assert_same (fernet, &key, SPEC_TOKEN, n, FERNET_NO_TTL, SPEC_TIME);
  g_assert_cmpstr (decrypt (&key, SPEC_TOKEN, strlen (SPEC_TOKEN) - 2, FERNET_NO_TTL, 0, NULL), ==, "good");
  g_assert_cmpstr (decrypt (&key, SPEC_TOKEN, strlen (SPEC_TOKEN) - 1, FERNET_NO_TTL, 0, NULL), ==, "not-a-token");
}

static void
test_times (void)
{
  static const gint64 nows[] = { SPEC_TIME - 61, SPEC_TIME - 60, SPEC_TIME, SPEC_TIME + 60, SPEC_TIME + 61, G_MAXINT64 };
  static const guint64 token_times[] = { 0, 1, SPEC_TIME, G_MAXINT64, (guint64) G_MAXINT64 + 1, G_MAXUINT64 };
  static const gint64 ttls[] = { FERNET_NO_TTL, 0, 60, G_MAXINT64 };
  g_autoptr(FlFernet) fernet = new_fernlight ();
  FernetKey key = key_of (SPEC_KEY);

  for (guint i = 0; i < G_N_ELEMENTS (token_times); i++)
    {
      static const guint8 iv[16];
      char token[FERNET_TOKEN_SIZE (2)];

      g_assert_cmpint (fernet_seal_ (&key, iv, "on", 2, token_times[i], token), ==, FERNET_OK);
      for (guint j = 0; j < G_N_ELEMENTS (nows); j++)
        for (guint k = 0; k < G_N_ELEMENTS (ttls); k++)
          assert_same (fernet, &key, token, strlen (token), ttls[k], nows[j]);
    }
  g_assert_cmpstr (decrypt (&key, SPEC_TOKEN, strlen (SPEC_TOKEN), 60, SPEC_TIME + 60, NULL), ==, "good");
  g_assert_cmpstr (decrypt (&key, SPEC_TOKEN, strlen (SPEC_TOKEN), 60, SPEC_TIME + 61, NULL), ==, "expired");
  g_assert_cmpstr (decrypt (&key, SPEC_TOKEN, strlen (SPEC_TOKEN), 60, SPEC_TIME - 60, NULL), ==, "good");
  g_assert_cmpstr (decrypt (&key, SPEC_TOKEN, strlen (SPEC_TOKEN), 60, SPEC_TIME - 61, NULL), ==, "future");
}

static void
test_no_clock (void)
{
  FernetKey key = key_of (SPEC_KEY);
  char token[FERNET_TOKEN_SIZE (2)] = "old";

  for (gint64 now = -1; now < FERNET_CLOCK_IS_SET; now++)
    {
      g_assert_cmpint (fernet_encrypt (&key, "on", 2, now, token, sizeof token), ==, FERNET_NO_CLOCK);
      g_assert_cmpstr (token, ==, "");
      g_assert_cmpstr (decrypt (&key, SPEC_TOKEN, strlen (SPEC_TOKEN), 60, now, NULL), ==, "no-clock");
      g_assert_cmpstr (decrypt (&key, SPEC_TOKEN, strlen (SPEC_TOKEN), FERNET_NO_TTL, now, NULL), ==, "good");
    }
}

/* Every length: the room that the macros promise is enough, one byte less is refused, and our own code reads it. */
static void
test_sizes (void)
{
  g_autoptr(FlFernet) fernet = new_fernlight ();
  FernetKey key = key_of (SPEC_KEY);
  guint8 data[200];

  for (size_t i = 0; i < sizeof data; i++)
    data[i] = (guint8) (i * 7);
  for (size_t n = 0; n < sizeof data; n++)
    {
      const size_t size = FERNET_TOKEN_SIZE (n);
      g_autofree char *token = g_malloc (size);
      g_autoptr(GBytes) here = NULL;
      g_autoptr(GBytes) there = NULL;
      char small[FERNET_PAYLOAD_SIZE (500)] = "old";
      size_t n_out = 1;

      g_assert_cmpint (fernet_encrypt (&key, data, n, SPEC_TIME, token, size - 1), ==, FERNET_NO_ROOM);
      g_assert_cmpint (fernet_encrypt (&key, data, n, SPEC_TIME, token, size), ==, FERNET_OK);
      g_assert_cmpuint (strlen (token), ==, size - 1);
      g_assert_cmpstr (decrypt (&key, token, size - 1, 60, SPEC_TIME, &here), ==, "good");
      there = fl_fernet_decrypt (fernet, token, size - 1, 60, SPEC_TIME, NULL, NULL);
      g_assert_cmpmem (g_bytes_get_data (here, NULL), g_bytes_get_size (here), data, n);
      g_assert_true (g_bytes_equal (here, there));
      g_assert_cmpint (fernet_decrypt (&key, token, size - 1, 60, SPEC_TIME, small, n / 16 * 16 + 15, &n_out, NULL), ==, FERNET_NO_ROOM);
      g_assert_cmpstr (small, ==, "");
      g_assert_cmpuint (n_out, ==, 0);
    }
  g_assert_cmpint (fernet_encrypt (&key, data, SIZE_MAX, SPEC_TIME, (char *) data, sizeof data), ==, FERNET_NO_ROOM);
  g_assert_cmpint (fernet_encrypt (&key, data, 1, SPEC_TIME, NULL, 0), ==, FERNET_NO_ROOM);
  g_assert_cmpint (fernet_decrypt (&key, SPEC_TOKEN, strlen (SPEC_TOKEN), FERNET_NO_TTL, 0, NULL, 0, NULL, NULL), ==, FERNET_NO_ROOM);
}

static void
test_random (void)
{
  FernetKey key = key_of (SPEC_KEY);
  char tokens[2][FERNET_TOKEN_SIZE (2)];

  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (fernet_encrypt (&key, "on", 2, SPEC_TIME, tokens[i], sizeof tokens[i]), ==, FERNET_OK);
  g_assert_cmpstr (tokens[0], !=, tokens[1]);
}

/* A sender that writes another time is believed only once the HMAC was right. */
static void
test_token_time (void)
{
  FernetKey key = key_of (SPEC_KEY);
  char token[] = SPEC_TOKEN;
  char out[FERNET_PAYLOAD_SIZE (sizeof token)];
  guint64 at = 1;

  g_assert_cmpint (fernet_decrypt (&key, token, strlen (token), 60, SPEC_TIME + 600, out, sizeof out, NULL, &at), ==, FERNET_EXPIRED);
  g_assert_cmpuint (at, ==, SPEC_TIME);
  token[8] = 'B';
  g_assert_cmpint (fernet_decrypt (&key, token, strlen (token), 60, SPEC_TIME, out, sizeof out, NULL, &at), ==, FERNET_WRONG_KEY);
  g_assert_cmpuint (at, ==, 0);
}

static void
test_keys (void)
{
  static const char *const bad[] = { "", "cw_0x689", SPEC_KEY "A", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4==", "YOUR-FERNET-KEY",
                                     "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e5", "cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4=" };
  FernetKey key;

  g_assert_true (fernet_key_parse (&key, "\n" SPEC_KEY " "));
  g_assert_true (fernet_key_parse (&key, "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      static const FernetKey zeros;

      g_assert_false (fernet_key_parse (&key, bad[i]));
      g_assert_cmpmem (&key, sizeof key, &zeros, sizeof zeros);
    }
}

/* A token is taken once, with or without its padding; nothing older than the latest; several of one second, but not any number. */
static void
test_guard (void)
{
  FernetKey key = key_of (SPEC_KEY);
  FernetGuard guard = { .latest_s = SPEC_TIME - 1 };
  char old[FERNET_TOKEN_SIZE (2)];
  char token[FERNET_TOKEN_SIZE (2)];

  g_assert_cmpint (fernet_encrypt (&key, "on", 2, SPEC_TIME - 2, old, sizeof old), ==, FERNET_OK);
  g_assert_false (fernet_guard_take (&guard, old, strlen (old), SPEC_TIME - 2));
  for (guint i = 0; i < FERNET_GUARD_TAGS + 1; i++)
    {
      g_assert_cmpint (fernet_encrypt (&key, "on", 2, SPEC_TIME, token, sizeof token), ==, FERNET_OK);
      g_assert_cmpint (fernet_guard_take (&guard, token, strlen (token), SPEC_TIME), ==, i < FERNET_GUARD_TAGS);
      g_assert_false (fernet_guard_take (&guard, token, strlen (token), SPEC_TIME));
      g_assert_false (fernet_guard_take (&guard, token, strlen (token) - 2, SPEC_TIME));
      if (i == 0)
        memcpy (old, token, sizeof old);
    }
  g_assert_false (fernet_guard_take (&guard, old, strlen (old), SPEC_TIME));
  g_assert_true (fernet_guard_take (&guard, token, strlen (token), SPEC_TIME + 1));
  g_assert_false (fernet_guard_take (&guard, old, strlen (old), SPEC_TIME));
  g_assert_false (fernet_guard_take (&guard, "gAAA", 4, G_MAXINT64));
}

static void
test_texts (void)
{
  for (int i = 0; i <= FERNET_FAILED; i++)
    for (int j = 0; j < i; j++)
      g_assert_cmpstr (fernet_result_to_text ((FernetResult) i), !=, fernet_result_to_text ((FernetResult) j));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fernet-header/generate", test_generate);
  g_test_add_func ("/fernet-header/verify", test_verify);
  g_test_add_func ("/fernet-header/invalid", test_invalid);
  g_test_add_func ("/fernet-header/every-character", test_every_character);
  g_test_add_func ("/fernet-header/forms", test_forms);
  g_test_add_func ("/fernet-header/times", test_times);
  g_test_add_func ("/fernet-header/no-clock", test_no_clock);
  g_test_add_func ("/fernet-header/sizes", test_sizes);
  g_test_add_func ("/fernet-header/random", test_random);
  g_test_add_func ("/fernet-header/token-time", test_token_time);
  g_test_add_func ("/fernet-header/keys", test_keys);
  g_test_add_func ("/fernet-header/guard", test_guard);
  g_test_add_func ("/fernet-header/texts", test_texts);
  return g_test_run ();
}
