/* Overwrites memory that others free without wiping it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-freed-memory"

#include "mqtt/fl-freed-memory.h"

#include <glib.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* Freed memory is overwritten while anything counts on it: Paho frees CONNECT packets, with the password in them,
 * without wiping. glibc only; elsewhere nothing is lost but this. */
static GMutex mutex;
static unsigned n_perturbing;

/* Nests; any thread. */
void
fl_freed_memory_begin (void)
{
  g_mutex_lock (&mutex);
#ifdef M_PERTURB
  if (n_perturbing == 0)
    mallopt (M_PERTURB, 0xa5);
#endif
  n_perturbing++;
  g_mutex_unlock (&mutex);
}

void
fl_freed_memory_end (void)
{
  g_mutex_lock (&mutex);
  n_perturbing--;
#ifdef M_PERTURB
  if (n_perturbing == 0)
    mallopt (M_PERTURB, 0);
#endif
  g_mutex_unlock (&mutex);
}

/* M_PERTURB does not reach what a thread keeps of freed memory for its own next malloc() (glibc's tcache: seven
 * pieces each of 64 sizes). Taking all of them and overwriting them does, on the thread that freed them. */
void
fl_freed_memory_scrub (void)
{
  void *pieces[7];

  for (size_t size = 24; size <= 1032; size += 16)
    {
      for (size_t i = 0; i < G_N_ELEMENTS (pieces); i++)
        if ((pieces[i] = malloc (size)) != NULL)
          explicit_bzero (pieces[i], size);
      for (size_t i = 0; i < G_N_ELEMENTS (pieces); i++)
        free (pieces[i]);
    }
}
