/* The part of the Arduino core that sketches for an ESP use, so that they compile and run on this machine.
   Signatures are those of the ESP8266 and ESP32 cores: what is wrong there does not compile here.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

#include <strings.h>
#include <unistd.h>

#include "IPAddress.h"
#include "journal.h"

#define HIGH 1
#define LOW 0
#define INPUT 0x00
#define OUTPUT 0x01
#define INPUT_PULLUP 0x02
#define LED_BUILTIN 2
#define A0 17
#define D4 2
#define HEX 16
#define DEC 10

#define PROGMEM
#define PGM_P const char *
#define PSTR(text) (text)
#define FPSTR(text) (reinterpret_cast<const __FlashStringHelper *> (text))
#define F(text) (FPSTR (PSTR (text)))
#define memcpy_P memcpy
#define strlen_P strlen
#define IRAM_ATTR

typedef bool boolean;
typedef uint8_t byte;

class __FlashStringHelper;

class String
{
public:
  String (const char *text = "") : value (text != nullptr ? text : "") {}
  String (const __FlashStringHelper *text) : value (reinterpret_cast<const char *> (text)) {}
  explicit String (char c) : value (1, c) {}
  explicit String (int number, unsigned char base = 10) : value (of_number (number, base)) {}
  explicit String (unsigned int number, unsigned char base = 10) : value (of_number (number, base)) {}
  explicit String (long number, unsigned char base = 10) : value (of_number (number, base)) {}
  explicit String (unsigned long number, unsigned char base = 10) : value (of_number ((long long) number, base)) {}
  explicit String (double number, unsigned char decimals = 2) : value (of_double (number, decimals)) {}

  const char *c_str () const { return value.c_str (); }
  unsigned int length () const { return (unsigned int) value.size (); }
  String &operator+= (const String &other) { value += other.value; return *this; }
  String &operator+= (char c) { value += c; return *this; }
  bool operator== (const String &other) const { return value == other.value; }
  bool operator== (const char *other) const { return value == other; }
  bool operator!= (const String &other) const { return value != other.value; }
  char operator[] (unsigned int i) const { return value[i]; }
  int toInt () const { return std::atoi (value.c_str ()); }
  float toFloat () const { return (float) std::atof (value.c_str ()); }
  int indexOf (const String &part) const { size_t at = value.find (part.value); return at == std::string::npos ? -1 : (int) at; }
  bool startsWith (const String &part) const { return value.rfind (part.value, 0) == 0; }
  void reserve (unsigned int size) { value.reserve (size); }

  friend String operator+ (String left, const String &right) { left += right; return left; }

private:
  std::string value;

  static std::string
  of_number (long long     number,
             unsigned char base)
  {
    char text[32];

    std::snprintf (text, sizeof text, base == HEX ? "%llx" : "%lld", number);
    return text;
  }

  static std::string
  of_double (double        number,
             unsigned char decimals)
  {
    char text[64];

    std::snprintf (text, sizeof text, "%.*f", decimals, number);
    return text;
  }
};

class Printable
{
public:
  virtual ~Printable () = default;
};

class Print
{
public:
  virtual ~Print () = default;
  virtual size_t write (uint8_t c) = 0;
  virtual size_t write (const uint8_t *data, size_t size) { for (size_t i = 0; i < size; i++) write (data[i]); return size; }
  size_t write (const char *text) { return write ((const uint8_t *) text, strlen (text)); }

  size_t print (const char *text) { return write (text); }
  size_t print (const __FlashStringHelper *text) { return print (reinterpret_cast<const char *> (text)); }
  size_t print (const String &text) { return print (text.c_str ()); }
  size_t print (char c) { return write ((uint8_t) c); }
  size_t print (int number, int base = DEC) { return print (String (number, (unsigned char) base)); }
  size_t print (unsigned int number, int base = DEC) { return print (String (number, (unsigned char) base)); }
  size_t print (long number, int base = DEC) { return print (String (number, (unsigned char) base)); }
  size_t print (unsigned long number, int base = DEC) { return print (String (number, (unsigned char) base)); }
  size_t print (double number, int decimals = 2) { return print (String (number, (unsigned char) decimals)); }
  size_t print (const IPAddress &address) { return print (address.text ().c_str ()); }

  size_t println () { return print ("\n"); }
  template<typename T> size_t println (const T &value) { return print (value) + println (); }
  template<typename T> size_t println (const T &value, int format) { return print (value, format) + println (); }

  template<typename... Args>
  size_t
  printf (const char *format,
          Args...     args)
  {
    char text[512];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-security"
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    std::snprintf (text, sizeof text, format, args...);
#pragma GCC diagnostic pop
    return print (text);
  }
};

class Stream : public Print
{
public:
  virtual int available () = 0;
  virtual int read () = 0;
  virtual int peek () = 0;
  virtual void flush () {}
};

/* Collects lines and notes them as "serial TEXT". */
class HardwareSerial : public Stream
{
public:
  void begin (unsigned long baud) { (void) baud; }
  using Print::write;
  int available () override { return 0; }
  int read () override { return -1; }
  int peek () override { return -1; }
  void setDebugOutput (bool on) { (void) on; }
  operator bool () const { return true; }

  size_t
  write (uint8_t c) override
  {
    if (c == '\n')
      {
        stub::note ("serial", line);
        line.clear ();
      }
    else if (c != '\r')
      line += (char) c;
    return 1;
  }

private:
  std::string line;
};

inline HardwareSerial Serial;

class EspClass
{
public:
  void restart () { stub::note ("restart"); std::exit (3); }
  uint32_t getFreeHeap () { return 40000; }
  uint32_t getChipId () { return 0x00c0ffee; }
  uint64_t getEfuseMac () { return 0x00c0ffeeull; }
#ifdef ESP8266
  uint8_t *random (uint8_t *out, const size_t n) const { return getentropy (out, n) == 0 ? out : nullptr; }
#endif
};

inline EspClass ESP;

inline unsigned long stub_millis = 0;

#ifdef STUB_LIVE
#include "live/board.h"
#else
inline unsigned long millis () { return ++stub_millis; }
inline unsigned long micros () { return ++stub_millis * 1000; }
inline void delay (unsigned long ms) { stub_millis += ms; stub::delays_since++; }
inline void digitalWrite (uint8_t pin, uint8_t value) { (void) pin; (void) value; }
inline int digitalRead (uint8_t pin) { (void) pin; return LOW; }
#endif
inline void delayMicroseconds (unsigned int us) { (void) us; }
inline void yield () {}
inline void pinMode (uint8_t pin, uint8_t mode) { (void) pin; (void) mode; }
inline int analogRead (uint8_t pin) { (void) pin; return 512; }
inline long random (long limit) { return limit > 0 ? std::rand () % limit : 0; }
inline void randomSeed (unsigned long seed) { std::srand ((unsigned) seed); }

/* Asks NTP for the time: it is known a few calls of delay () later. */
inline void
configTime (long        gmt_offset_s,
            int         daylight_offset_s,
            const char *server1,
            const char *server2 = nullptr,
            const char *server3 = nullptr)
{
  (void) gmt_offset_s;
  (void) daylight_offset_s;
  (void) server2;
  (void) server3;
  stub::clock_asked++;
  stub::delays_since = 0;
  stub::note ("ntp", server1);
}

#ifdef ESP8266
inline void
configTime (const char *timezone,
            const char *server1,
            const char *server2 = nullptr,
            const char *server3 = nullptr)
{
  (void) timezone;
  configTime (0, 0, server1, server2, server3);
}
#endif

#ifdef ESP32
inline bool
getLocalTime (struct tm *info,
              uint32_t   ms = 5000)
{
  time_t now = time (nullptr);

  (void) ms;
  gmtime_r (&now, info);
  return info->tm_year > 116;
}
#endif

void setup ();
void loop ();
