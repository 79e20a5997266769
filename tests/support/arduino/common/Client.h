/* What every network client of an Arduino core is.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "Arduino.h"

class Client : public Stream
{
public:
  virtual int connect (IPAddress ip, uint16_t port) = 0;
  virtual int connect (const char *host, uint16_t port) = 0;
  using Stream::write;
  virtual size_t write (uint8_t c) override = 0;
  virtual int read (uint8_t *data, size_t size) = 0;
  using Stream::read;
  virtual void stop () = 0;
  virtual uint8_t connected () = 0;
  virtual operator bool () = 0;
};
