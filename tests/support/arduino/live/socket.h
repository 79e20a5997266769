/* A TCP connection of this machine, for the clients of the live stub.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "Arduino.h"

namespace stub
{

/* How long a handshake or an answer may take on a machine that is busy. */
constexpr unsigned long PATIENCE_MS = 60000;

class Socket
{
public:
  ~Socket () { shut (); }

  bool
  open (const char *host,
        uint16_t    port)
  {
    struct addrinfo hints = {}, *found = nullptr;

    shut ();
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo (host, std::to_string (port).c_str (), &hints, &found) != 0)
      return false;
    for (struct addrinfo *one = found; one != nullptr && fd < 0; one = one->ai_next)
      {
        fd = socket (one->ai_family, one->ai_socktype, one->ai_protocol);
        if (fd >= 0 && ::connect (fd, one->ai_addr, one->ai_addrlen) != 0)
          shut ();
      }
    freeaddrinfo (found);
    return fd >= 0;
  }

  void
  shut ()
  {
    if (fd >= 0)
      close (fd);
    fd = -1;
  }

  bool is_open () const { return fd >= 0; }

  /* Whether there is something to read, or the end, within that time. */
  bool
  wait (int ms) const
  {
    struct pollfd one = { fd, POLLIN, 0 };

    return fd >= 0 && poll (&one, 1, ms) > 0;
  }

  /* Bytes that are there; 0: none; −1: the end. */
  int
  take (void  *data,
        size_t size)
  {
    ssize_t n;

    if (!wait (0))
      return fd >= 0 ? 0 : -1;
    n = recv (fd, data, size, 0);
    return n > 0 ? (int) n : -1;
  }

  /* All of it, or false. */
  bool
  give (const void *data,
        size_t      size)
  {
    const char *bytes = static_cast<const char *> (data);

    while (size > 0)
      {
        ssize_t n = fd >= 0 ? send (fd, bytes, size, MSG_NOSIGNAL) : -1;

        if (n <= 0)
          return false;
        bytes += n;
        size -= (size_t) n;
      }
    return true;
  }

private:
  int fd = -1;
};

}
