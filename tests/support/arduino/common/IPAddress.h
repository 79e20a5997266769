/* Four octets, as the cores have them.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cstdint>
#include <string>

class IPAddress
{
public:
  IPAddress () = default;
  IPAddress (uint8_t a, uint8_t b, uint8_t c, uint8_t d) : octets { a, b, c, d } {}

  uint8_t operator[] (int i) const { return octets[i]; }

  std::string
  text () const
  {
    return std::to_string (octets[0]) + "." + std::to_string (octets[1]) + "." + std::to_string (octets[2]) + "."
           + std::to_string (octets[3]);
  }

private:
  uint8_t octets[4] = { 0, 0, 0, 0 };
};
