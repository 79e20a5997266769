/* The secure client of the ESP8266 Arduino core: its calls, its one way at a time, and its fingerprint grammar.
   It notes "auth WAY …" for every way that is set and "connect tls HOST PORT", or why the device would not connect.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <vector>

#include "WiFiClient.h"

#ifndef ESP8266
#error "This header belongs to the ESP8266 core"
#endif

#define BR_KEYTYPE_RSA 1
#define BR_KEYTYPE_EC 2
#define BR_KEYTYPE_KEYX 0x10
#define BR_KEYTYPE_SIGN 0x20
#define BR_TLS10 0x0301
#define BR_TLS12 0x0303

namespace BearSSL
{

/* How many blocks "-----BEGIN LABEL-----" … "-----END LABEL-----" a text holds, with nothing but whitespace before the first. */
inline size_t
count_pem (const std::string &pem,
           const std::string &label)
{
  const std::string begin = "-----BEGIN " + label + "-----\n", end = "-----END " + label + "-----";
  size_t n = 0, at = 0;

  while ((at = pem.find (begin, at)) != std::string::npos)
    {
      at = pem.find (end, at + begin.size ());
      if (at == std::string::npos)
        return 0;
      n++;
    }
  return n;
}

class PublicKey
{
public:
  PublicKey () = default;
  PublicKey (const char *pem_key) { parse (pem_key); }
  PublicKey (const uint8_t *der_key, size_t der_len) : text (stub::hex (der_key, der_len)) {}
  PublicKey (const PublicKey &) = delete;

  bool parse (const char *pem_key) { text = pem_key; return count_pem (text, "PUBLIC KEY") == 1; }
  bool isRSA () const { return text.size () > 400; }
  bool isEC () const { return !isRSA (); }

  std::string text;
};

class PrivateKey
{
public:
  PrivateKey () = default;
  PrivateKey (const char *pem_key) { parse (pem_key); }
  PrivateKey (const uint8_t *der_key, size_t der_len) : text (stub::hex (der_key, der_len)) {}
  PrivateKey (const PrivateKey &) = delete;

  bool parse (const char *pem_key) { text = pem_key; return true; }
  bool isRSA () const { return text.find ("RSA") != std::string::npos; }
  bool isEC () const { return !isRSA (); }

  std::string text;
};

class X509List
{
public:
  X509List () = default;
  X509List (const char *pem_cert) { append (pem_cert); }
  X509List (const uint8_t *der_cert, size_t der_len) { append (der_cert, der_len); }
  X509List (const X509List &) = delete;

  bool append (const char *pem_cert) { text += pem_cert; count = count_pem (text, "CERTIFICATE"); return count > 0; }
  bool append (const uint8_t *der_cert, size_t der_len) { text += stub::hex (der_cert, der_len); count++; return true; }
  size_t getCount () const { return count; }

  std::string text;

private:
  size_t count = 0;
};

class Session
{
};

class CertStore
{
};

class WiFiClientSecure : public WiFiClient
{
public:
  void setInsecure () { way = "insecure"; stub::note ("auth insecure"); }
  void allowSelfSignedCerts () { way = "self-signed"; stub::note ("auth self-signed"); }

  void
  setKnownKey (const PublicKey *key,
               unsigned         usages = BR_KEYTYPE_KEYX | BR_KEYTYPE_SIGN)
  {
    (void) usages;
    way = count_pem (key->text, "PUBLIC KEY") == 1 ? "known-key" : "";
    stub::note ("auth known-key", key->text);
  }

  bool
  setFingerprint (const uint8_t fingerprint[20])
  {
    way = "fingerprint";
    memcpy (pinned, fingerprint, sizeof pinned);
    stub::note ("auth fingerprint", stub::hex (fingerprint, 20));
    return true;
  }

  /* Twenty pairs of hex digits, each followed by any number of spaces and colons; nothing before, nothing after. */
  bool
  setFingerprint (const char *text)
  {
    uint8_t bytes[20];

    way = "";
    for (uint8_t &octet : bytes)
      {
        int high = digit (text[0]), low = high < 0 ? -1 : digit (text[1]);

        if (low < 0)
          return refuse_fingerprint ();
        octet = (uint8_t) (high * 16 + low);
        text += 2;
        while (*text == ' ' || *text == ':')
          text++;
      }
    return *text == '\0' ? setFingerprint (bytes) : refuse_fingerprint ();
  }

  void
  setTrustAnchors (const X509List *anchors)
  {
    way = "anchors";
    stub::note ("auth anchors", anchors->text);
  }

  void setX509Time (time_t now) { own_time = now; }
  void setCertStore (CertStore *store) { (void) store; way = "anchors"; }
  void setSession (Session *session) { (void) session; }

  void
  setClientRSACert (const X509List   *cert,
                    const PrivateKey *key)
  {
    (void) cert;
    (void) key;
    stub::note ("client-certificate rsa");
  }

  void
  setClientECCert (const X509List   *cert,
                   const PrivateKey *key,
                   unsigned          allowed_usages,
                   unsigned          cert_issuer_key_type)
  {
    (void) cert;
    (void) key;
    (void) allowed_usages;
    (void) cert_issuer_key_type;
    stub::note ("client-certificate ec");
  }

  void
  setBufferSizes (int recv,
                  int xmit)
  {
    stub::note ("buffers", std::to_string (recv) + " " + std::to_string (xmit));
  }

  int getMFLNStatus () { return 1; }
  bool setCiphers (const uint16_t *list, int count) { (void) list; (void) count; return true; }
  bool setCiphers (std::vector<uint16_t> list) { (void) list; return true; }
  bool setCiphersLessSecure () { return true; }
  bool setSSLVersion (uint32_t min = BR_TLS10, uint32_t max = BR_TLS12) { (void) min; (void) max; return true; }
  static bool probeMaxFragmentLength (IPAddress ip, uint16_t port, uint16_t len) { (void) ip; (void) port; (void) len; return true; }
  static bool probeMaxFragmentLength (const char *hostname, uint16_t port, uint16_t len) { (void) hostname; (void) port; (void) len; return true; }
  static bool probeMaxFragmentLength (const String &host, uint16_t port, uint16_t len) { (void) host; (void) port; (void) len; return true; }

  int
  getLastSSLError (char  *dest = NULL,
                   size_t len = 0)
  {
    if (dest != NULL && len > 0)
      dest[0] = '\0';
    return 0;
  }

  int connect (IPAddress ip, uint16_t port) override { return connect (ip.text ().c_str (), port); }
  int connect (const String &host, uint16_t port) { return connect (host.c_str (), port); }

  int
  connect (const char *host,
           uint16_t    port) override
  {
    std::string what = "connect tls";

    if (!stub::wifi_begun)
      what = "no-wifi";
    else if (way.empty ())
      what = "no-authentication";
    else if (way == "anchors" && own_time == 0 && !stub::clock_is_set ())
      what = "time-unknown";
    open = what == "connect tls";
    stub::note (what, std::string (host) + " " + std::to_string (port));
    return open;
  }

protected:
  std::string way;
  uint8_t pinned[20] = { 0 };

private:
  time_t own_time = 0;

  static int
  digit (char c)
  {
    if (c >= '0' && c <= '9')
      return c - '0';
    if (c >= 'a' && c <= 'f')
      return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  static bool
  refuse_fingerprint ()
  {
    stub::note ("bad-fingerprint");
    return false;
  }
};

}
