/* The ESP32's secure client over Mbed TLS itself: a CA and the host's name, or a key that both know; TLS 1.2, no dates.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>

#include "../../esp32/NetworkClientSecure.h"
#include "../socket.h"

class WiFiClientSecure : public NetworkClientSecure
{
public:
  WiFiClientSecure ()
  {
    mbedtls_ctr_drbg_init (&random_source);
    mbedtls_entropy_init (&entropy);
    mbedtls_ctr_drbg_seed (&random_source, mbedtls_entropy_func, &entropy, nullptr, 0);
    start ();
  }

  ~WiFiClientSecure ()
  {
    finish ();
    mbedtls_ctr_drbg_free (&random_source);
    mbedtls_entropy_free (&entropy);
  }

  using NetworkClientSecure::connect;

  int
  connect (const char *host,
           uint16_t    port) override
  {
    finish ();
    start ();
    open = NetworkClientSecure::connect (host, port) != 0 && !insecure && configure (host) && socket.open (host, port) && shake_hands ();
    if (open)
      stub::note ("handshake", mbedtls_ssl_get_version (&tls));
    else
      socket.shut ();
    return open;
  }

  using NetworkClientSecure::write;

  size_t
  write (const uint8_t *data,
         size_t         size) override
  {
    for (size_t done = 0; done < size;)
      {
        int n = open ? mbedtls_ssl_write (&tls, data + done, size - done) : -1;

        if (n < 0 && n != MBEDTLS_ERR_SSL_WANT_READ && n != MBEDTLS_ERR_SSL_WANT_WRITE)
          return 0;
        done += n > 0 ? (size_t) n : 0;
      }
    return size;
  }

  int
  available () override
  {
    unsigned char bytes[512];
    int n = open ? mbedtls_ssl_read (&tls, bytes, sizeof bytes) : MBEDTLS_ERR_SSL_WANT_READ;

    if (n > 0)
      received.append (reinterpret_cast<char *> (bytes), (size_t) n);
    else if (n != MBEDTLS_ERR_SSL_WANT_READ && n != MBEDTLS_ERR_SSL_WANT_WRITE)
      stop ();
    return (int) received.size ();
  }

  int
  read () override
  {
    int c;

    if (available () <= 0)
      return -1;
    c = (unsigned char) received[0];
    received.erase (0, 1);
    return c;
  }

  uint8_t connected () override { return available () > 0 || open; }
  void stop () override { socket.shut (); open = false; }
  int lastError (char *dest, const size_t size) { mbedtls_strerror (error, dest, size); return error; }

private:
  stub::Socket socket;
  mbedtls_ctr_drbg_context random_source;
  mbedtls_entropy_context entropy;
  mbedtls_ssl_context tls;
  mbedtls_ssl_config config;
  mbedtls_x509_crt authority;
  std::string received;
  int error = 0;

  void
  start ()
  {
    mbedtls_ssl_init (&tls);
    mbedtls_ssl_config_init (&config);
    mbedtls_x509_crt_init (&authority);
    received.clear ();
  }

  void
  finish ()
  {
    mbedtls_ssl_free (&tls);
    mbedtls_ssl_config_free (&config);
    mbedtls_x509_crt_free (&authority);
  }

  bool
  is_good (int code)
  {
    error = code;
    return code == 0;
  }

  bool
  use_key ()
  {
    unsigned char bytes[32];
    size_t n = strlen (key) / 2;

    for (size_t i = 0; i < n; i++)
      bytes[i] = (unsigned char) std::stoi (std::string (key + 2 * i, 2), nullptr, 16);
    return is_good (mbedtls_ssl_conf_psk (&config, bytes, n, reinterpret_cast<const unsigned char *> (identity), strlen (identity)));
  }

  bool
  use_ca ()
  {
    mbedtls_ssl_conf_authmode (&config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain (&config, &authority, nullptr);
    return is_good (mbedtls_x509_crt_parse (&authority, reinterpret_cast<const unsigned char *> (ca), strlen (ca) + 1));
  }

  bool
  configure (const char *host)
  {
    if (!is_good (mbedtls_ssl_config_defaults (&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT)))
      return false;
    mbedtls_ssl_conf_rng (&config, mbedtls_ctr_drbg_random, &random_source);
#if MBEDTLS_VERSION_NUMBER >= 0x03020000
    mbedtls_ssl_conf_max_tls_version (&config, MBEDTLS_SSL_VERSION_TLS1_2);
#else
    mbedtls_ssl_conf_min_version (&config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
#endif
    mbedtls_ssl_conf_verify (&config, forget_dates, nullptr);
    if (!(ca != nullptr ? use_ca () : use_key ()))
      return false;
    if (!is_good (mbedtls_ssl_setup (&tls, &config)) || !is_good (mbedtls_ssl_set_hostname (&tls, host)))
      return false;
    mbedtls_ssl_set_bio (&tls, this, send_cb, receive_cb, nullptr);
    return true;
  }

  bool
  shake_hands ()
  {
    const unsigned long until = stub::real_ms () + stub::PATIENCE_MS;
    int code;

    while ((code = mbedtls_ssl_handshake (&tls)) == MBEDTLS_ERR_SSL_WANT_READ || code == MBEDTLS_ERR_SSL_WANT_WRITE)
      if (!socket.wait (10) && stub::real_ms () >= until)
        break;
    return is_good (code);
  }

  static int
  forget_dates (void             *data,
                mbedtls_x509_crt *cert,
                int               depth,
                uint32_t         *flags)
  {
    (void) data;
    (void) cert;
    (void) depth;
    *flags &= ~(uint32_t) (MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE);
    return 0;
  }

  static int
  send_cb (void                *self,
           const unsigned char *data,
           size_t               n)
  {
    return static_cast<WiFiClientSecure *> (self)->socket.give (data, n) ? (int) n : MBEDTLS_ERR_SSL_CONN_EOF;
  }

  static int
  receive_cb (void          *self,
              unsigned char *data,
              size_t         n)
  {
    int got = static_cast<WiFiClientSecure *> (self)->socket.take (data, n);

    return got == 0 ? MBEDTLS_ERR_SSL_WANT_READ : got > 0 ? got : MBEDTLS_ERR_SSL_CONN_EOF;
  }
};
