/* What the programs of the measurements share: the processor's clock, and tokens from standard input.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* So many tokens are gone through again and again. */
#define N_TOKENS 1000

typedef struct
{
  char   text[512];
  size_t n;
} Token;

/* In seconds, of the whole process. */
static inline double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* Reads N_TOKENS lines; ends the program if there are fewer. */
static inline Token *
read_tokens (FILE *file)
{
  Token *tokens = calloc (N_TOKENS, sizeof *tokens);

  if (tokens == NULL)
    abort ();
  for (size_t i = 0; i < N_TOKENS; i++)
    {
      if (fgets (tokens[i].text, sizeof tokens[i].text, file) == NULL)
        {
          fprintf (stderr, "%d lines are needed\n", N_TOKENS);
          exit (2);
        }
      tokens[i].n = strcspn (tokens[i].text, "\n");
    }
  return tokens;
}
