/* A board that lives in real time: its clock, its pins. Included by Arduino.h where STUB_LIVE is defined.
   A pin is what was written to it, unless $STUB_STUCK_PIN names it: then it stays low, as with a wire to ground.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <time.h>

namespace stub
{

inline uint8_t levels[64] = { 0 };

inline unsigned long
real_ms ()
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (unsigned long) now.tv_sec * 1000 + (unsigned long) now.tv_nsec / 1000000;
}

inline void
rest (unsigned long ms)
{
  struct timespec span = { (time_t) (ms / 1000), (long) (ms % 1000) * 1000000 };

  nanosleep (&span, nullptr);
}

}

inline unsigned long millis () { return stub::real_ms (); }
inline unsigned long micros () { return stub::real_ms () * 1000; }
/* Waiting for Wi-Fi and the clock takes no longer than it has to. */
inline void delay (unsigned long ms) { stub::delays_since++; stub::rest (ms < 20 ? ms : 20); }

inline void
digitalWrite (uint8_t pin,
              uint8_t value)
{
  const char *stuck = getenv ("STUB_STUCK_PIN");

  stub::levels[pin & 63] = stuck != nullptr && atoi (stuck) == pin ? LOW : value;
  stub::note ("pin", std::to_string (pin) + " " + std::to_string (stub::levels[pin & 63]));
}

inline int digitalRead (uint8_t pin) { return stub::levels[pin & 63]; }
