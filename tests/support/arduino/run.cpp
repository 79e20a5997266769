/* Runs a sketch on this machine: setup () once, loop () three times, and time () as a device without a battery knows it.
   Linked with the sketch; what it did is on standard output (common/journal.h).
   SPDX-License-Identifier: GPL-3.0-or-later */
#include "Arduino.h"

/* 1970 until NTP has answered, then 1 January 2026. */
extern "C" time_t
time (time_t *out) noexcept
{
  time_t now = stub::clock_is_set () ? 1767225600 : 8;

  if (out != nullptr)
    *out = now;
  return now;
}

int
main ()
{
  setup ();
  for (int i = 0; i < 3; i++)
    loop ();
  return 0;
}
