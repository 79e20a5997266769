/* What a sketch did to the stub, one line each on standard output: "WORD VALUE…". Tests read it.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cstdio>
#include <string>

namespace stub
{

/* Line breaks become "|", so that one event stays one line. */
inline void
note (const std::string &word,
      const std::string &value = "")
{
  std::string line = word + (value.empty () ? "" : " " + value);

  for (char &c : line)
    if (c == '\n')
      c = '|';
  std::printf ("%s\n", line.c_str ());
}

inline std::string
hex (const unsigned char *bytes,
     size_t               n_bytes)
{
  std::string text;
  char pair[3];

  for (size_t i = 0; i < n_bytes; i++)
    {
      std::snprintf (pair, sizeof pair, "%02x", (unsigned) bytes[i]);
      text += pair;
    }
  return text;
}

/* NTP answers after this many calls of delay () once configTime () was called. */
inline int clock_asked = 0;
inline int delays_since = 0;
inline bool wifi_begun = false;

inline bool
clock_is_set ()
{
  return clock_asked > 0 && delays_since >= 3;
}

}
