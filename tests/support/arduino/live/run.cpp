/* Runs a sketch on this machine for good: setup () once, loop () until it is ended.
   Linked with the sketch; what it did is on standard output (common/journal.h).
   SPDX-License-Identifier: GPL-3.0-or-later */
#include "Arduino.h"

/* A device without a battery begins in 1970, until NTP has answered. */
extern "C" time_t
time (time_t *out) noexcept
{
  struct timespec now;
  time_t shown = 8;

  if (stub::clock_is_set () && clock_gettime (CLOCK_REALTIME, &now) == 0)
    shown = now.tv_sec;
  if (out != nullptr)
    *out = shown;
  return shown;
}

int
main ()
{
  setvbuf (stdout, nullptr, _IOLBF, 0);
  setup ();
  for (;;)
    loop ();
}
