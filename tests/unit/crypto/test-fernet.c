/* Fernet tokens: the specification's vectors, the token of the MQTT course, every changed bit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "crypto/fl-fernet.h"

#include <string.h>

#include <json-glib/json-glib.h>
#include <openssl/evp.h>

#include "crypto/fl-base64url.h"
#include "crypto/fl-fernet-private.h"

#define SPEC_KEY     "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
#define COURSE_KEY   "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="
#define COURSE_TOKEN "gAAAAABgPCWBMToBUZNLjJavMLLyTj8iFbi9KBXgalXsrorFiX2nVlczO5jApmZ2osTfmsiU3y5ErmXoOFOCI4MRTCXwANcG2cd32ONl1kmLgejEKjLRvxIrBZAOmOi9eDgxXwLsWZtsBWdBHnUMHyYMTkTZ3_NHKA=="
#define COURSE_TEXT  "[{\"name\": \"Franks Phone\", \"mac\": \"88:29:9C:00:61:A9\"}]"
#define SPEC_TOKEN   "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="
#define SPEC_TIME    499162800

static FlFernet *
fernet_of (const char *keys)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlKeyRing) ring = fl_key_ring_parse (keys, &error);

  g_assert_no_error (error);
  return fl_fernet_new (ring);
}

static GBytes *
decrypt (FlFernet    *fernet,
         const char  *token,
         gint64       ttl_s,
         gint64       now_s,
         GError     **error)
{
  return fl_fernet_decrypt (fernet, token, strlen (token), ttl_s, now_s, NULL, error);
}

static void
assert_text (GBytes     *bytes,
             const char *expected)
{
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, strlen (expected));
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

  g_assert_nonnull (now);
  return g_date_time_to_unix (now);
}

static void
test_spec_generate (void)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *vectors = read_vectors (parser, "generate.json");

  g_assert_cmpuint (json_array_get_length (vectors), ==, 1);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      JsonArray *iv_bytes = json_object_get_array_member (vector, "iv");
      const char *source = json_object_get_string_member (vector, "src");
      g_autoptr(FlFernet) fernet = fernet_of (json_object_get_string_member (vector, "secret"));
      g_autofree char *token = NULL;
      guint8 iv[16];

      g_assert_cmpuint (json_array_get_length (iv_bytes), ==, sizeof iv);
      for (guint j = 0; j < sizeof iv; j++)
        iv[j] = (guint8) json_array_get_int_element (iv_bytes, j);
      token = fl_fernet_encrypt_with_iv (fernet, source, strlen (source), get_now (vector), iv, NULL);
      g_assert_cmpstr (token, ==, json_object_get_string_member (vector, "token"));
    }
}

static void
test_spec_verify (void)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *vectors = read_vectors (parser, "verify.json");

  g_assert_cmpuint (json_array_get_length (vectors), ==, 1);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      g_autoptr(FlFernet) fernet = fernet_of (json_object_get_string_member (vector, "secret"));
      g_autoptr(GBytes) bytes = decrypt (fernet, json_object_get_string_member (vector, "token"),
                                         json_object_get_int_member (vector, "ttl_sec"), get_now (vector), NULL);

      assert_text (bytes, json_object_get_string_member (vector, "src"));
    }
}

static const struct
{
  const char *description;
  const char *code;
  const char *code_without_ttl; /* NULL: opens to the empty text */
} invalid[] = {
  { "incorrect mac",                            "wrong-key",   "wrong-key"   },
  { "too short",                                "not-a-token", "not-a-token" },
  { "invalid base64",                           "not-a-token", "not-a-token" },
  { "payload size not multiple of block size",  "not-a-token", "not-a-token" },
  { "payload padding error",                    "bad-padding", "bad-padding" },
  { "far-future TS (unacceptable clock skew)",  "future",      NULL          },
  { "expired TTL",                              "expired",     NULL          },
  { "incorrect IV (causes padding error)",      "bad-padding", "bad-padding" },
};

static void
test_spec_invalid (void)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *vectors = read_vectors (parser, "invalid.json");

  g_assert_cmpuint (json_array_get_length (vectors), ==, G_N_ELEMENTS (invalid));
  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      const char *token = json_object_get_string_member (vector, "token");
      g_autoptr(FlFernet) fernet = fernet_of (json_object_get_string_member (vector, "secret"));
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) error_without_ttl = NULL;
      g_autoptr(GBytes) bytes = NULL;

      g_assert_cmpstr (json_object_get_string_member (vector, "desc"), ==, invalid[i].description);
      g_assert_null (decrypt (fernet, token, json_object_get_int_member (vector, "ttl_sec"), get_now (vector), &error));
      g_assert_true (error->domain == FL_FERNET_ERROR);
      g_assert_cmpstr (fl_fernet_error_to_code (error->code), ==, invalid[i].code);

      bytes = decrypt (fernet, token, FL_FERNET_NO_TTL, get_now (vector), &error_without_ttl);
      if (invalid[i].code_without_ttl == NULL)
        assert_text (bytes, "");
      else
        g_assert_cmpstr (fl_fernet_error_to_code (error_without_ttl->code), ==, invalid[i].code_without_ttl);
    }
}

static void
test_course_token (void)
{
  g_autoptr(FlFernet) fernet = fernet_of (SPEC_KEY " " COURSE_KEY);
  g_autoptr(GError) error = NULL;
  FlFernetInfo info;
  g_autoptr(GBytes) bytes = fl_fernet_decrypt (fernet, COURSE_TOKEN, strlen (COURSE_TOKEN), FL_FERNET_NO_TTL, 0,
                                               &info, &error);

  g_assert_no_error (error);
  assert_text (bytes, COURSE_TEXT);
  g_assert_true (info.authentic);
  g_assert_cmpuint (info.key_index, ==, 1);
  g_assert_cmpuint (info.token_time, ==, 0x603c2581);
}

/* Without the HMAC first, a changed time would be "expired" and a changed text "bad-padding". */
static void
test_every_bit_of_bytes (void)
{
  g_autoptr(FlFernet) fernet = fernet_of (COURSE_KEY);
  guint8 bytes[FL_BASE64URL_DECODED_MAX (sizeof COURSE_TOKEN)];
  char text[FL_BASE64URL_ENCODED_SIZE (sizeof bytes)];
  size_t n;
  guint n_tried = 0;

  g_assert_true (fl_base64url_decode (COURSE_TOKEN, strlen (COURSE_TOKEN), bytes, &n));
  for (size_t bit = 0; bit < 8 * n; bit++)
    {
      g_autoptr(GError) error = NULL;

      bytes[bit / 8] ^= (guint8) (1 << bit % 8);
      fl_base64url_encode (bytes, n, text);
      g_assert_null (decrypt (fernet, text, 60, 0x603c2581, &error));
      g_assert_true (g_error_matches (error, FL_FERNET_ERROR,
                                      bit < 8 ? (int) FL_FERNET_ERROR_NOT_A_TOKEN : (int) FL_FERNET_ERROR_WRONG_KEY));
      bytes[bit / 8] ^= (guint8) (1 << bit % 8);
      n_tried++;
    }
  g_assert_cmpuint (n_tried, ==, 8 * 121);
}

static guint
count_refused_texts (FlFernet   *fernet,
                     const char *token)
{
  g_autofree char *text = g_strdup (token);
  guint n_refused = 0;

  for (size_t bit = 0; bit < 8 * strlen (token); bit++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = NULL;

      text[bit / 8] ^= (char) (1 << bit % 8);
      bytes = fl_fernet_decrypt (fernet, text, strlen (token), FL_FERNET_NO_TTL, 0, NULL, &error);
      g_assert_null (bytes);
      g_assert_true (g_error_matches (error, FL_FERNET_ERROR, FL_FERNET_ERROR_NOT_A_TOKEN) ||
                     g_error_matches (error, FL_FERNET_ERROR, FL_FERNET_ERROR_WRONG_KEY));
      text[bit / 8] ^= (char) (1 << bit % 8);
      n_refused++;
    }
  return n_refused;
}

static void
test_every_bit_of_text (void)
{
  g_autoptr(FlFernet) fernet = fernet_of (COURSE_KEY " " SPEC_KEY);
  g_autofree char *unpadded = g_strndup (COURSE_TOKEN, strlen (COURSE_TOKEN) - 2);

  g_assert_cmpuint (count_refused_texts (fernet, COURSE_TOKEN), ==, 1312);
  g_assert_cmpuint (count_refused_texts (fernet, SPEC_TOKEN), ==, 800);
  g_assert_cmpuint (count_refused_texts (fernet, unpadded), ==, 1296);
}

static void
test_forms (void)
{
  static const struct { const char *before; int n_cut; const char *after; gboolean good; } forms[] = {
    { "",        0, "",     TRUE  },
    { "",        2, "",     TRUE  },
    { " \t\r\n", 0, "\r\n", TRUE  },
    { "\f ",     2, " ",    TRUE  },
    { "",        1, "",     FALSE },
    { "",        0, "=",    FALSE },
    { "",        2, "=",    FALSE },
    { "\"",      0, "\"",   FALSE },
    { "b'",      0, "'",    FALSE },
    { "",        0, "A",    FALSE },
    { "\xef\xbb\xbf", 0, "", FALSE },
    { "\xc2\xa0", 0, "",    FALSE },
  };
  g_autoptr(FlFernet) fernet = fernet_of (SPEC_KEY);

  for (size_t i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autofree char *token = g_strdup_printf ("%s%.*s%s", forms[i].before,
                                                (int) strlen (SPEC_TOKEN) - forms[i].n_cut, SPEC_TOKEN, forms[i].after);

      bytes = decrypt (fernet, token, FL_FERNET_NO_TTL, 0, &error);
      if (forms[i].good)
        assert_text (bytes, "hello");
      else
        g_assert_error (error, FL_FERNET_ERROR, FL_FERNET_ERROR_NOT_A_TOKEN);
    }
}

/* "DA" ends the token: its last 4 bits are unused. Each of the 15 other texts for the same
 * bytes, and a NUL inside or behind, is no token. */
static void
test_unused_bits (void)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  g_autoptr(FlFernet) fernet = fernet_of (SPEC_KEY);

  for (guint i = 1; i < 16; i++)
    {
      g_autoptr(GError) error = NULL;
      char token[] = SPEC_TOKEN;

      token[strlen (token) - 3] = alphabet[i];
      g_assert_null (decrypt (fernet, token, FL_FERNET_NO_TTL, 0, &error));
      g_assert_error (error, FL_FERNET_ERROR, FL_FERNET_ERROR_NOT_A_TOKEN);
    }
  g_assert_null (fl_fernet_decrypt (fernet, SPEC_TOKEN, sizeof SPEC_TOKEN, FL_FERNET_NO_TTL, 0, NULL, NULL));
}

static void
test_time (void)
{
  static const struct { gint64 ttl_s; gint64 age_s; const char *code; } cases[] = {
    { 60,                 60,  NULL      },
    { 60,                 61,  "expired" },
    { 0,                  0,   NULL      },
    { 0,                  1,   "expired" },
    { 0,                  -60, NULL      },
    { 0,                  -61, "future"  },
    { G_MAXINT64,         -60, NULL      },
    { G_MAXINT64,         -61, "future"  },
    { G_MAXINT64, G_MAXINT32,  NULL      },
    { -1,                 -61, NULL      },
    { -1,         G_MAXINT32,  NULL      },
    { -1,   -(gint64) 499162800, NULL    },
    { 60,   -(gint64) 499162800, "future" },
  };
  g_autoptr(FlFernet) fernet = fernet_of (SPEC_KEY);

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = decrypt (fernet, SPEC_TOKEN, cases[i].ttl_s, SPEC_TIME + cases[i].age_s, &error);

      g_test_message ("ttl %" G_GINT64_FORMAT " age %" G_GINT64_FORMAT, cases[i].ttl_s, cases[i].age_s);
      if (cases[i].code == NULL)
        assert_text (bytes, "hello");
      else
        g_assert_cmpstr (fl_fernet_error_to_code (error->code), ==, cases[i].code);
    }
}

/* A token may carry any 64 bits as its time; nothing wraps around. */
static void
test_time_of_64_bits (void)
{
  g_autoptr(FlFernet) fernet = fernet_of (SPEC_KEY);
  static const guint8 iv[16];
  g_autofree char *token = fl_fernet_encrypt_with_iv (fernet, "x", 1, -1, iv, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  FlFernetInfo info;

  bytes = fl_fernet_decrypt (fernet, token, strlen (token), FL_FERNET_NO_TTL, SPEC_TIME, &info, NULL);
  assert_text (bytes, "x");
  g_assert_true (info.token_time == G_MAXUINT64);
  g_assert_null (decrypt (fernet, token, G_MAXINT64, SPEC_TIME, &error));
  g_assert_error (error, FL_FERNET_ERROR, FL_FERNET_ERROR_FUTURE);
}

static void
test_info_of_refused (void)
{
  g_autoptr(FlFernet) fernet = fernet_of (COURSE_KEY " " SPEC_KEY);
  g_autoptr(FlFernet) stranger = fernet_of (COURSE_KEY);
  FlFernetInfo info = { TRUE, 7, 7 };

  g_assert_null (fl_fernet_decrypt (fernet, SPEC_TOKEN, strlen (SPEC_TOKEN), 1, SPEC_TIME + 2, &info, NULL));
  g_assert_true (info.authentic);
  g_assert_cmpuint (info.key_index, ==, 1);
  g_assert_cmpuint (info.token_time, ==, SPEC_TIME);
  g_assert_null (fl_fernet_decrypt (stranger, SPEC_TOKEN, strlen (SPEC_TOKEN), -1, 0, &info, NULL));
  g_assert_false (info.authentic);
  g_assert_cmpuint (info.token_time, ==, 0);
}

static void
test_there_and_back (void)
{
  g_autoptr(FlFernet) fernet = fernet_of (COURSE_KEY " " SPEC_KEY);
  g_autoptr(FlFernet) reader = fernet_of (SPEC_KEY " " COURSE_KEY);
  g_autofree guint8 *data = g_malloc (70000);
  static const size_t lengths[] = { 0, 1, 15, 16, 17, 31, 32, 47, 48, 1000, 65535, 65536, 70000, 3 };

  for (size_t i = 0; i < 70000; i++)
    data[i] = (guint8) g_test_rand_int ();
  for (size_t i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *token = fl_fernet_encrypt (fernet, data, lengths[i], 1700000000, NULL);
      g_autofree char *other = fl_fernet_encrypt (fernet, data, lengths[i], 1700000000, NULL);
      g_autoptr(GBytes) bytes = NULL;
      FlFernetInfo info;

      g_assert_cmpstr (token, !=, other);
      g_assert_cmpuint (strlen (token), ==, (57 + 16 * (lengths[i] / 16 + 1) + 2) / 3 * 4);
      g_assert_true (fl_fernet_looks_like_token (token, strlen (token)));
      bytes = fl_fernet_decrypt (reader, token, strlen (token), 60, 1700000000, &info, NULL);
      g_assert_nonnull (bytes);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, lengths[i]);
      g_assert_cmpuint (info.key_index, ==, 1);
    }
}

/* The token of any bytes behind the IV, signed with the specification's key. */
static char *
sign (const guint8 *cipher,
      size_t        n)
{
  g_autoptr(FlFernetKey) key = fl_fernet_key_parse (SPEC_KEY, -1, NULL);
  g_autofree guint8 *bytes = g_malloc0 (25 + n + 32);
  char *text = g_malloc (FL_BASE64URL_ENCODED_SIZE (25 + n + 32));
  size_t n_hmac;

  bytes[0] = 0x80;
  memcpy (bytes + 25, cipher, n);
  g_assert_nonnull (EVP_Q_mac (NULL, "HMAC", NULL, "SHA256", NULL, fl_fernet_key_get_signing (key), 16,
                               bytes, 25 + n, bytes + 25 + n, 32, &n_hmac));
  fl_base64url_encode (bytes, 25 + n + 32, text);
  return text;
}

static void
test_lengths (void)
{
  g_autoptr(FlFernet) fernet = fernet_of (SPEC_KEY);
  static const guint8 cipher[64];

  for (size_t n = 0; n <= sizeof cipher; n++)
    {
      g_autofree char *token = sign (cipher, n);
      g_autoptr(GError) error = NULL;

      g_assert_null (decrypt (fernet, token, FL_FERNET_NO_TTL, 0, &error));
      g_assert_cmpstr (fl_fernet_error_to_code (error->code), ==,
                       n > 0 && n % 16 == 0 ? "bad-padding" : "not-a-token");
    }
}

/* A signed token whose last block ends with this many bytes of this value. */
static char *
make_padded (guint8 value,
             size_t n)
{
  g_autoptr(FlFernetKey) key = fl_fernet_key_parse (SPEC_KEY, -1, NULL);
  EVP_CIPHER_CTX *aes = EVP_CIPHER_CTX_new ();
  guint8 plain[32];
  guint8 cipher[32];
  static const guint8 iv[16];
  int n_out;

  memset (plain, 'a', sizeof plain);
  memset (plain + sizeof plain - n, value, n);
  g_assert_cmpint (EVP_EncryptInit_ex2 (aes, EVP_aes_128_cbc (), fl_fernet_key_get_encryption (key), iv, NULL), ==, 1);
  EVP_CIPHER_CTX_set_padding (aes, 0);
  g_assert_cmpint (EVP_EncryptUpdate (aes, cipher, &n_out, plain, sizeof plain), ==, 1);
  EVP_CIPHER_CTX_free (aes);
  return sign (cipher, sizeof cipher);
}

static void
test_padding (void)
{
  static const struct { guint8 value; size_t n; const char *text; } cases[] = {
    { 1,   1,  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
    { 2,   2,  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"  },
    { 16,  16, "aaaaaaaaaaaaaaaa"                },
    { 0,   1,  NULL },
    { 2,   1,  NULL },
    { 16,  15, NULL },
    { 17,  17, NULL },
    { 32,  32, NULL },
    { 255, 1,  NULL },
  };
  g_autoptr(FlFernet) fernet = fernet_of (SPEC_KEY);

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *token = make_padded (cases[i].value, cases[i].n);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = decrypt (fernet, token, FL_FERNET_NO_TTL, 0, &error);

      if (cases[i].text != NULL)
        assert_text (bytes, cases[i].text);
      else
        g_assert_error (error, FL_FERNET_ERROR, FL_FERNET_ERROR_BAD_PADDING);
    }
}

/* Contexts are used again after every kind of refusal. */
static void
test_reuse (void)
{
  g_autoptr(FlFernet) fernet = fernet_of (SPEC_KEY);
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *vectors = read_vectors (parser, "invalid.json");

  for (guint round = 0; round < 3; round++)
    {
      for (guint i = 0; i < json_array_get_length (vectors); i++)
        {
          JsonObject *vector = json_array_get_object_element (vectors, i);
          g_autoptr(GBytes) bytes = NULL;

          g_assert_null (decrypt (fernet, json_object_get_string_member (vector, "token"), 1, get_now (vector) + 2, NULL));
          bytes = decrypt (fernet, SPEC_TOKEN, -1, 0, NULL);
          assert_text (bytes, "hello");
        }
    }
}

static void
test_in_place (void)
{
  g_autoptr(FlFernet) fernet = fernet_of (SPEC_KEY);
  const char *payload = NULL;
  size_t n = 0;

  g_assert_true (fl_fernet_decrypt_in_place (fernet, SPEC_TOKEN, strlen (SPEC_TOKEN), -1, 0, &payload, &n, NULL, NULL));
  g_assert_cmpmem (payload, n, "hello", 5);
  g_assert_false (fl_fernet_decrypt_in_place (fernet, NULL, 0, -1, 0, &payload, &n, NULL, NULL));
}

static void
test_empty_ring (void)
{
  g_autoptr(FlKeyRing) ring = fl_key_ring_new (NULL, 0);
  g_autoptr(FlFernet) fernet = fl_fernet_new (ring);
  g_autoptr(GError) error = NULL;

  g_assert_null (fl_fernet_encrypt (fernet, "x", 1, 0, &error));
  g_assert_error (error, FL_FERNET_ERROR, FL_FERNET_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_assert_null (decrypt (fernet, SPEC_TOKEN, -1, 0, &error));
  g_assert_error (error, FL_FERNET_ERROR, FL_FERNET_ERROR_WRONG_KEY);
}

static void
test_looks (void)
{
  static const struct { const char *text; gboolean looks; } cases[] = {
    { SPEC_TOKEN,            TRUE  },
    { COURSE_TOKEN,          TRUE  },
    { " " COURSE_TOKEN "\n", TRUE  },
    { "",                    FALSE },
    { " ",                   FALSE },
    { "gAAAA",               FALSE },
    { "ON",                  FALSE },
    { "{\"temperature\": 33.02}", FALSE },
    { COURSE_TOKEN "A",      FALSE },
    { "gAAAA!AdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==", FALSE },
    { "hAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==", FALSE },
    { "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==", FALSE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (fl_fernet_looks_like_token (cases[i].text, strlen (cases[i].text)), ==, cases[i].looks);
  g_assert_true (fl_fernet_looks_like_token (COURSE_TOKEN, strlen (COURSE_TOKEN) - 2));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fernet/spec/generate", test_spec_generate);
  g_test_add_func ("/fernet/spec/verify", test_spec_verify);
  g_test_add_func ("/fernet/spec/invalid", test_spec_invalid);
  g_test_add_func ("/fernet/course-token", test_course_token);
  g_test_add_func ("/fernet/every-bit/bytes", test_every_bit_of_bytes);
  g_test_add_func ("/fernet/every-bit/text", test_every_bit_of_text);
  g_test_add_func ("/fernet/forms", test_forms);
  g_test_add_func ("/fernet/unused-bits", test_unused_bits);
  g_test_add_func ("/fernet/lengths", test_lengths);
  g_test_add_func ("/fernet/padding", test_padding);
  g_test_add_func ("/fernet/time", test_time);
  g_test_add_func ("/fernet/time/64-bits", test_time_of_64_bits);
  g_test_add_func ("/fernet/info-of-refused", test_info_of_refused);
  g_test_add_func ("/fernet/there-and-back", test_there_and_back);
  g_test_add_func ("/fernet/reuse", test_reuse);
  g_test_add_func ("/fernet/in-place", test_in_place);
  g_test_add_func ("/fernet/empty-ring", test_empty_ring);
  g_test_add_func ("/fernet/looks", test_looks);
  return g_test_run ();
}
