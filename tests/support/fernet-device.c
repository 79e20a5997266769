/* What a device does with fernet.h, line by line: see the two words below. Never installed.
 *
 *   fernet-device encrypt|decrypt TTL-SECONDS
 *
 * The key is in $FERNLIGHT_KEY. A line of input is a payload, or a token; a line of output is the other one, or "! REASON".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fernet.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PAYLOAD_MAX 4096

static void
encrypt_line (const FernetKey *key,
              const char      *line,
              size_t           n)
{
  static char token[FERNET_TOKEN_SIZE (PAYLOAD_MAX)];
  FernetResult result = fernet_encrypt (key, line, n, time (NULL), token, sizeof token);

  printf ("%s%s\n", result == FERNET_OK ? "" : "! ", result == FERNET_OK ? token : fernet_result_to_text (result));
}

static void
decrypt_line (const FernetKey *key,
              const char      *line,
              size_t           n,
              long             ttl_s)
{
  static char payload[FERNET_PAYLOAD_SIZE (FERNET_TOKEN_SIZE (PAYLOAD_MAX))];
  size_t n_payload = 0;
  FernetResult result = fernet_decrypt (key, line, n, ttl_s, time (NULL), payload, sizeof payload, &n_payload, NULL);

  if (result != FERNET_OK)
    {
      printf ("! %s\n", fernet_result_to_text (result));
      return;
    }
  fwrite (payload, 1, n_payload, stdout);
  putchar ('\n');
}

int
main (int    argc,
      char **argv)
{
  const char *text = getenv ("FERNLIGHT_KEY");
  char *line = NULL;
  size_t size = 0;
  FernetKey key;
  ssize_t n;

  if (argc != 3 || text == NULL || !fernet_key_parse (&key, text))
    return 2;
  while ((n = getline (&line, &size, stdin)) > 0)
    {
      if (line[n - 1] == '\n')
        n--;
      if (strcmp (argv[1], "encrypt") == 0)
        encrypt_line (&key, line, (size_t) n);
      else
        decrypt_line (&key, line, (size_t) n, atol (argv[2]));
      fflush (stdout);
    }
  free (line);
  return 0;
}
