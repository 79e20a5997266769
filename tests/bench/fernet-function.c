/* What one call of Fernlight's decryption costs.
 *
 *   fernet-function KEY-FILE REPEAT    opens the thousand lines of standard input REPEAT times each,
 *                                      prints nanoseconds a token
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench/lines.h"
#include "crypto/fl-fernet.h"
#include "crypto/fl-secret.h"

static FlFernet *
new_fernet (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(GError) error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error) || (ring = fl_key_ring_parse (text, &error)) == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      exit (2);
    }
  return fl_fernet_new (ring);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(FlFernet) fernet = NULL;
  size_t n_payloads = 0;
  double begin;
  long n_times;
  Token *tokens;

  if (argc != 3)
    {
      fprintf (stderr, "usage: fernet-function KEY-FILE REPEAT < TOKENS\n");
      return 2;
    }
  fl_secret_init ();
  fernet = new_fernet (argv[1]);
  n_times = atol (argv[2]);
  tokens = read_tokens (stdin);

  begin = cpu_seconds ();
  for (long i = 0; i < n_times; i++)
    for (size_t j = 0; j < N_TOKENS; j++)
      {
        const char *payload;
        size_t n_payload;

        if (!fl_fernet_decrypt_in_place (fernet, tokens[j].text, tokens[j].n, FL_FERNET_NO_TTL, 0,
                                         &payload, &n_payload, NULL, NULL))
          return 1;
        n_payloads += n_payload;
      }
  printf ("%.3f %zu\n", (cpu_seconds () - begin) / (double) n_times / N_TOKENS * 1e9, n_payloads);
  free (tokens);
  return 0;
}
