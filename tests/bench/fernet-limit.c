/* The least work with OpenSSL that opens a Fernet token: what Fernlight's is measured against.
 *
 *   fernet-limit KEY-FILE           opens each line of standard input, writes the payloads as lines
 *   fernet-limit KEY-FILE REPEAT    opens the same thousand lines REPEAT times each, prints nanoseconds a token
 *
 * Contexts are made once, the HMAC is keyed once and goes on from copies of its two states, nothing is allocated and
 * nothing is checked that OpenSSL does not need: not the alphabet, the length, the version, the time or the padding.
 * Such states can be copied without memory only through the functions that OpenSSL 3 calls deprecated, so
 * this file alone uses them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#undef OPENSSL_NO_DEPRECATED
#undef OPENSSL_API_COMPAT
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <unistd.h>

#include "bench/lines.h"

#define BUFFER_SIZE (128 * 1024)
#define MAX_TOKEN   4096
#define IV_AT       9
#define IV_SIZE     16

static uint8_t values[256];

static SHA256_CTX inner;
static SHA256_CTX outer;
static EVP_CIPHER_CTX *aes;

static void
prepare_values (void)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  for (size_t i = 0; i < 64; i++)
    values[(uint8_t) alphabet[i]] = (uint8_t) i;
}

static size_t
decode (const uint8_t *in,
        size_t         n,
        uint8_t       *out)
{
  uint8_t *start = out;
  size_t n_padding = (n > 0 && in[n - 1] == '=' ? 1 : 0) + (n > 1 && in[n - 2] == '=' ? 1 : 0);

  for (size_t i = 0; i + 4 <= n; i += 4, out += 3)
    {
      uint32_t group = (uint32_t) values[in[i]] << 18 | (uint32_t) values[in[i + 1]] << 12 |
                       (uint32_t) values[in[i + 2]] << 6 | values[in[i + 3]];

      out[0] = (uint8_t) (group >> 16);
      out[1] = (uint8_t) (group >> 8);
      out[2] = (uint8_t) group;
    }
  return (size_t) (out - start) - n_padding;
}

static void
prepare_key (const uint8_t *key)
{
  uint8_t pad[SHA256_CBLOCK];

  for (size_t i = 0; i < sizeof pad; i++)
    pad[i] = (uint8_t) (0x36 ^ (i < 16 ? key[i] : 0));
  SHA256_Init (&inner);
  SHA256_Update (&inner, pad, sizeof pad);
  for (size_t i = 0; i < sizeof pad; i++)
    pad[i] ^= 0x36 ^ 0x5c;
  SHA256_Init (&outer);
  SHA256_Update (&outer, pad, sizeof pad);
  aes = EVP_CIPHER_CTX_new ();
  if (aes == NULL || EVP_DecryptInit_ex2 (aes, EVP_aes_128_cbc (), key + 16, key, NULL) != 1)
    abort ();
  EVP_CIPHER_CTX_set_padding (aes, 0);
}

static void
read_key (const char *path)
{
  char text[64] = { 0 };
  uint8_t key[64];
  FILE *file = fopen (path, "r");

  if (file == NULL || fgets (text, sizeof text, file) == NULL || decode ((uint8_t *) text, 44, key) != 32)
    {
      fprintf (stderr, "no key in %s\n", path);
      exit (2);
    }
  fclose (file);
  prepare_key (key);
}

/* Returns the length of the payload, which is in plain behind a block of rubbish: the IV is given as a first block to a
 * context that goes on from token to token, which in CBC changes nothing after it. */
static size_t
open_token (const char *text,
            size_t      n,
            uint8_t    *plain)
{
  uint8_t bytes[MAX_TOKEN];
  uint8_t hmac[SHA256_DIGEST_LENGTH];
  SHA256_CTX state = inner;
  size_t n_bytes = n > sizeof bytes ? 0 : decode ((const uint8_t *) text, n, bytes);
  int n_plain = 0;

  if (n_bytes < 73)
    abort ();
  SHA256_Update (&state, bytes, n_bytes - sizeof hmac);
  SHA256_Final (hmac, &state);
  state = outer;
  SHA256_Update (&state, hmac, sizeof hmac);
  SHA256_Final (hmac, &state);
  if (CRYPTO_memcmp (hmac, bytes + n_bytes - sizeof hmac, sizeof hmac) != 0 ||
      EVP_DecryptUpdate (aes, plain, &n_plain, bytes + IV_AT, (int) n_bytes - IV_AT - SHA256_DIGEST_LENGTH) != 1)
    abort ();
  return (size_t) n_plain - IV_SIZE - plain[n_plain - 1];
}

static void
write_all (const uint8_t *data,
           size_t         n)
{
  while (n > 0)
    {
      ssize_t written = write (STDOUT_FILENO, data, n);

      if (written <= 0)
        exit (1);
      data += written;
      n -= (size_t) written;
    }
}

static void
open_lines (void)
{
  static char in[BUFFER_SIZE];
  static uint8_t out[BUFFER_SIZE];
  uint8_t plain[MAX_TOKEN];
  size_t n_in = 0;
  size_t n_out = 0;
  ssize_t got;

  while ((got = read (STDIN_FILENO, in + n_in, sizeof in - n_in)) > 0)
    {
      char *line = in;
      char *newline;
      size_t n_plain;

      n_in += (size_t) got;
      while ((newline = memchr (line, '\n', n_in - (size_t) (line - in))) != NULL)
        {
          if (sizeof out - n_out < MAX_TOKEN)
            {
              write_all (out, n_out);
              n_out = 0;
            }
          n_plain = open_token (line, (size_t) (newline - line), plain);
          memcpy (out + n_out, plain + IV_SIZE, n_plain);
          n_out += n_plain;
          out[n_out++] = '\n';
          line = newline + 1;
        }
      n_in -= (size_t) (line - in);
      memmove (in, line, n_in);
    }
  write_all (out, n_out);
}

static void
open_repeatedly (long n_times)
{
  Token *tokens = read_tokens (stdin);
  uint8_t plain[MAX_TOKEN];
  size_t n_payload = 0;
  double begin = cpu_seconds ();

  for (long i = 0; i < n_times; i++)
    for (size_t j = 0; j < N_TOKENS; j++)
      n_payload += open_token (tokens[j].text, tokens[j].n, plain);
  printf ("%.3f %zu\n", (cpu_seconds () - begin) / (double) n_times / N_TOKENS * 1e9, n_payload);
  free (tokens);
}

int
main (int    argc,
      char **argv)
{
  if (argc < 2 || argc > 3)
    {
      fprintf (stderr, "usage: fernet-limit KEY-FILE [REPEAT] < TOKENS\n");
      return 2;
    }
  prepare_values ();
  read_key (argv[1]);
  if (argc == 3)
    open_repeatedly (atol (argv[2]));
  else
    open_lines ();
  EVP_CIPHER_CTX_free (aes);
  return 0;
}
