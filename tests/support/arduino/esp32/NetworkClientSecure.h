/* The secure client of the ESP32 Arduino core: its calls and their precedence. It has no setFingerprint.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "WiFiClient.h"

#ifndef ESP32
#error "This header belongs to the ESP32 core"
#endif

class NetworkClientSecure : public WiFiClient
{
public:
  int connect (IPAddress ip, uint16_t port) override { return connect (ip.text ().c_str (), port); }

  /* Insecure goes before the CA, the CA before the key; nothing set: no connection. */
  int
  connect (const char *host,
           uint16_t    port) override
  {
    std::string what = "connect tls";

    if (!stub::wifi_begun)
      what = "no-wifi";
    else if (!insecure && ca == nullptr && (identity == nullptr || !is_key (key)))
      what = "no-authentication";
    open = what == "connect tls";
    stub::note (what, std::string (host) + " " + std::to_string (port));
    return open;
  }

  int connect (const char *host, uint16_t port, int32_t timeout) { (void) timeout; return connect (host, port); }

  int
  connect (const char *host,
           uint16_t    port,
           const char *root_ca,
           const char *client_cert,
           const char *client_key)
  {
    setCACert (root_ca);
    setCertificate (client_cert);
    setPrivateKey (client_key);
    return connect (host, port);
  }

  int
  connect (const char *host,
           uint16_t    port,
           const char *psk_ident,
           const char *psk)
  {
    setPreSharedKey (psk_ident, psk);
    return connect (host, port);
  }

  int lastError (char *dest, const size_t size) { if (size > 0) dest[0] = '\0'; return 0; }

  void
  setInsecure ()
  {
    ca = nullptr;
    identity = nullptr;
    insecure = true;
    stub::note ("auth insecure");
  }

  void
  setPreSharedKey (const char *psk_ident,
                   const char *psk)
  {
    identity = psk_ident;
    key = psk;
    stub::note (is_key (psk) ? "auth psk" : "bad-psk", psk_ident);
  }

  void setCACert (const char *root_ca) { ca = root_ca; stub::note ("auth anchors", root_ca); }
  void setCertificate (const char *client_cert) { (void) client_cert; stub::note ("client-certificate"); }
  void setPrivateKey (const char *client_key) { (void) client_key; stub::note ("private-key"); }
  void setCACertBundle (const uint8_t *bundle, size_t size) { (void) bundle; (void) size; ca = ""; }
  void useBuiltinCACertBundle () { ca = ""; }
  bool verify (const char *fingerprint, const char *domain_name) { (void) fingerprint; (void) domain_name; return open; }
  bool getFingerprintSHA256 (uint8_t sha256_result[32]) { memset (sha256_result, 0, 32); return open; }
  void setHandshakeTimeout (unsigned long seconds) { (void) seconds; }
  void setAlpnProtocols (const char **protocols) { (void) protocols; }
  void setPlainStart () {}
  int startTLS () { return 1; }

protected:
  const char *ca = nullptr;
  const char *identity = nullptr;
  const char *key = nullptr;
  bool insecure = false;

  /* Hex digits without separators, an even number of them, 32 bytes at most. */
  static bool
  is_key (const char *text)
  {
    size_t n = text != nullptr ? strspn (text, "0123456789abcdefABCDEF") : 0;

    return n > 0 && n % 2 == 0 && n <= 64 && text[n] == '\0';
  }
};
