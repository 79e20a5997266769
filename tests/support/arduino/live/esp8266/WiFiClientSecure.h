/* The ESP8266's secure client over BearSSL itself: the fingerprint of the first certificate, and nothing else, decides.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <bearssl/bearssl.h>

/* The core's header calls these its own. */
#undef BR_KEYTYPE_RSA
#undef BR_KEYTYPE_EC
#undef BR_KEYTYPE_KEYX
#undef BR_KEYTYPE_SIGN
#undef BR_TLS10
#undef BR_TLS12

#include "../../esp8266/WiFiClientSecureBearSSL.h"
#include "../socket.h"

namespace stub
{

/* Judges a chain by the SHA-1 of its first certificate. */
struct FirstCertificate
{
  const br_x509_class *vtable;
  br_x509_decoder_context decoder;
  br_sha1_context hash;
  const uint8_t *wanted;
  unsigned n_done;

  static FirstCertificate *of (const br_x509_class **vtable) { return reinterpret_cast<FirstCertificate *> (vtable); }

  static void
  start_chain (const br_x509_class **vtable,
               const char           *name)
  {
    (void) name;
    br_x509_decoder_init (&of (vtable)->decoder, nullptr, nullptr);
    br_sha1_init (&of (vtable)->hash);
    of (vtable)->n_done = 0;
  }

  static void start_cert (const br_x509_class **vtable, uint32_t length) { (void) vtable; (void) length; }

  static void
  append (const br_x509_class **vtable,
          const unsigned char  *data,
          size_t                n)
  {
    if (of (vtable)->n_done > 0)
      return;
    br_sha1_update (&of (vtable)->hash, data, n);
    br_x509_decoder_push (&of (vtable)->decoder, data, n);
  }

  static void end_cert (const br_x509_class **vtable) { of (vtable)->n_done++; }

  static unsigned
  end_chain (const br_x509_class **vtable)
  {
    uint8_t found[br_sha1_SIZE];

    br_sha1_out (&of (vtable)->hash, found);
    return of (vtable)->n_done > 0 && memcmp (found, of (vtable)->wanted, sizeof found) == 0 ? 0 : BR_ERR_X509_NOT_TRUSTED;
  }

  static const br_x509_pkey *
  get_pkey (const br_x509_class *const *vtable,
            unsigned                   *usages)
  {
    if (usages != nullptr)
      *usages = 0x30; /* key exchange and signing */
    return &of (const_cast<const br_x509_class **> (vtable))->decoder.pkey;
  }
};

inline const br_x509_class first_certificate_class = {
  sizeof (FirstCertificate), FirstCertificate::start_chain, FirstCertificate::start_cert, FirstCertificate::append,
  FirstCertificate::end_cert, FirstCertificate::end_chain, FirstCertificate::get_pkey,
};

}

class WiFiClientSecure : public BearSSL::WiFiClientSecure
{
public:
  using BearSSL::WiFiClientSecure::connect;

  int
  connect (const char *host,
           uint16_t    port) override
  {
    if (BearSSL::WiFiClientSecure::connect (host, port) == 0 || way != "fingerprint" || !socket.open (host, port))
      return open = false;
    br_ssl_client_init_full (&tls, &minimal, nullptr, 0);
    br_ssl_engine_set_versions (&tls.eng, 0x0301, 0x0303);
    judge.vtable = &stub::first_certificate_class;
    judge.wanted = pinned;
    br_ssl_engine_set_x509 (&tls.eng, &judge.vtable);
    br_ssl_engine_set_buffer (&tls.eng, buffer, sizeof buffer, 1);
    br_ssl_client_reset (&tls, host, 0);
    open = turn (BR_SSL_SENDAPP, stub::PATIENCE_MS);
    if (!open)
      socket.shut ();
    else
      stub::note ("handshake", br_ssl_engine_get_version (&tls.eng) == 0x0303 ? "TLSv1.2" : "older");
    return open;
  }

  using BearSSL::WiFiClientSecure::write;

  size_t
  write (const uint8_t *data,
         size_t         size) override
  {
    for (size_t done = 0, room; done < size; done += room)
      {
        unsigned char *into;

        if (!turn (BR_SSL_SENDAPP, stub::PATIENCE_MS))
          return 0;
        into = br_ssl_engine_sendapp_buf (&tls.eng, &room);
        room = std::min (room, size - done);
        memcpy (into, data + done, room);
        br_ssl_engine_sendapp_ack (&tls.eng, room);
      }
    br_ssl_engine_flush (&tls.eng, 0);
    return turn (BR_SSL_SENDAPP, stub::PATIENCE_MS) ? size : 0;
  }

  int
  available () override
  {
    size_t n = 0;

    if (socket.is_open () && turn (BR_SSL_RECVAPP, 0))
      br_ssl_engine_recvapp_buf (&tls.eng, &n);
    return (int) n;
  }

  int
  read () override
  {
    size_t n;
    int c = -1;

    if (available () <= 0)
      return -1;
    c = *br_ssl_engine_recvapp_buf (&tls.eng, &n);
    br_ssl_engine_recvapp_ack (&tls.eng, 1);
    return c;
  }

  uint8_t connected () override { return open && (available () > 0 || socket.is_open ()); }
  void stop () override { socket.shut (); open = false; }
  int getLastSSLError (char *dest = NULL, size_t len = 0) { if (len > 0) dest[0] = '\0'; return br_ssl_engine_last_error (&tls.eng); }

private:
  stub::Socket socket;
  br_ssl_client_context tls = {};
  br_x509_minimal_context minimal = {};
  stub::FirstCertificate judge = {};
  unsigned char buffer[BR_SSL_BUFSIZE_BIDI];

  /* Moves records until the engine is ready for that, or the time is over. */
  bool
  turn (unsigned      wanted,
        unsigned long ms)
  {
    const unsigned long until = stub::real_ms () + ms;

    for (;;)
      {
        unsigned state = br_ssl_engine_current_state (&tls.eng);
        size_t n = 0;

        if ((state & BR_SSL_SENDREC) != 0)
          {
            unsigned char *out = br_ssl_engine_sendrec_buf (&tls.eng, &n);

            if (!socket.give (out, n))
              return fail ();
            br_ssl_engine_sendrec_ack (&tls.eng, n);
          }
        else if ((state & BR_SSL_CLOSED) != 0)
          return fail ();
        else if ((state & wanted) != 0)
          return true;
        else if ((state & BR_SSL_RECVREC) != 0 && socket.wait (stub::real_ms () < until ? 10 : 0))
          {
            unsigned char *in = br_ssl_engine_recvrec_buf (&tls.eng, &n);
            int got = socket.take (in, n);

            if (got <= 0)
              return fail ();
            br_ssl_engine_recvrec_ack (&tls.eng, (size_t) got);
          }
        else if (stub::real_ms () >= until)
          return false;
      }
  }

  bool fail () { socket.shut (); return false; }
};
