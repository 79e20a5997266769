/* The client without encryption. It notes "connect plain HOST PORT".
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "Client.h"

class WiFiClient : public Client
{
public:
  int connect (IPAddress ip, uint16_t port) override { return connect (ip.text ().c_str (), port); }
  int connect (const String &host, uint16_t port) { return connect (host.c_str (), port); }

  int
  connect (const char *host,
           uint16_t    port) override
  {
    open = stub::wifi_begun;
    stub::note (open ? "connect plain" : "no-wifi", std::string (host) + " " + std::to_string (port));
    return open;
  }

  using Print::write;
  size_t write (uint8_t c) override { (void) c; return 1; }
  int available () override { return 0; }
  int read () override { return -1; }
  int read (uint8_t *data, size_t size) override { (void) data; (void) size; return -1; }
  int peek () override { return -1; }
  void stop () override { open = false; }
  uint8_t connected () override { return open; }
  operator bool () override { return open; }
  void setTimeout (unsigned long ms) { (void) ms; }
  void setNoDelay (bool on) { (void) on; }

protected:
  bool open = false;
};
