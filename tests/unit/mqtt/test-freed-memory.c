/* What is freed while somebody counts on it is overwritten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-freed-memory.h"

#include <stdlib.h>
#include <string.h>

#ifdef __has_feature
#if __has_feature (address_sanitizer)
#define HAS_OWN_MALLOC
#endif
#endif
#if defined __SANITIZE_ADDRESS__ || !defined __GLIBC__
#define HAS_OWN_MALLOC
#endif

#ifndef HAS_OWN_MALLOC

/* The compiler must not see that the memory is freed. */
static void (*volatile free_it) (void *memory) = free;

/* Large enough that no cache of the thread's keeps it, small enough that it stays in the heap. */
#define SIZE 4000

static void
test_overwritten (void)
{
  char *volatile memory;
  char *volatile behind;

  fl_freed_memory_begin ();
  fl_freed_memory_begin ();
  fl_freed_memory_end (); /* it nests */
  memory = malloc (SIZE);
  behind = malloc (SIZE);
  memset (memory, 'p', SIZE);
  free_it (memory);
  /* malloc() gives the same piece back, filled with the complement: also where the environment asks for another byte. */
  memory = malloc (SIZE);
  for (gsize i = 64; i < SIZE; i++)
    g_assert_cmphex ((guint8) memory[i], ==, 0x5a);
  free_it (memory);
  free_it (behind);
  fl_freed_memory_end ();
}

#endif

/* Leaves memory in use alone. */
static void
test_scrub (void)
{
  g_autofree char *kept = g_strdup ("kept");

  fl_freed_memory_scrub ();
  g_assert_cmpstr (kept, ==, "kept");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#ifndef HAS_OWN_MALLOC
  /* valgrind and others put a malloc of their own in the place of the C library's. */
  if (g_getenv ("LD_PRELOAD") == NULL)
    g_test_add_func ("/freed-memory/overwritten", test_overwritten);
#endif
  g_test_add_func ("/freed-memory/scrub", test_scrub);
  return g_test_run ();
}
