/* The calls of the Adafruit MQTT library.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "Client.h"

#define MQTT_CONN_KEEPALIVE 300
#define MAXBUFFERSIZE 512
#define SUBSCRIPTIONDATALEN MAXBUFFERSIZE
#define MQTT_QOS_0 0
#define MQTT_QOS_1 1

class Adafruit_MQTT;

class Adafruit_MQTT_Subscribe
{
public:
  Adafruit_MQTT_Subscribe (Adafruit_MQTT *mqtt, const char *feed, uint8_t qos = 0) : topic (feed) { (void) mqtt; (void) qos; }

  typedef void (*SubscribeCallbackBufferType) (char *data, uint16_t length);
  void setCallback (SubscribeCallbackBufferType callback) { (void) callback; }

  const char *topic;
  uint8_t lastread[SUBSCRIPTIONDATALEN] = { 0 };
  uint16_t datalen = 0;
};

class Adafruit_MQTT
{
public:
  Adafruit_MQTT (const char *server, uint16_t port, const char *cid, const char *user, const char *pass)
    : server (server), port (port) { (void) cid; (void) user; (void) pass; }
  Adafruit_MQTT (const char *server, uint16_t port, const char *user = "", const char *pass = "")
    : server (server), port (port) { (void) user; (void) pass; }
  virtual ~Adafruit_MQTT () = default;

  virtual bool connectServer () = 0;
  virtual bool disconnectServer () = 0;
  virtual bool connected () = 0;

  /* 0 when connected; -1 when the network client could not connect. */
  int8_t
  connect ()
  {
    if (!connectServer ())
      return -1;
    stub::note ("mqtt", server);
    return 0;
  }

  bool disconnect () { return disconnectServer (); }
  const __FlashStringHelper *connectErrorString (int8_t code) { return code == 0 ? F ("") : F ("Connection failed"); }
  bool publish (const char *topic, const char *payload, uint8_t qos = 0, bool retain = false) { (void) payload; (void) qos; (void) retain; stub::note ("publish", topic); return connected (); }
  bool subscribe (Adafruit_MQTT_Subscribe *subscription) { stub::note ("subscribe", subscription->topic); return true; }
  Adafruit_MQTT_Subscribe *readSubscription (int16_t timeout = 0) { (void) timeout; return nullptr; }
  void processPackets (int16_t timeout) { (void) timeout; }
  bool ping (uint8_t tries = 1) { (void) tries; return connected (); }
  bool will (const char *topic, const char *payload, uint8_t qos = 0, uint8_t retain = 0) { (void) topic; (void) payload; (void) qos; (void) retain; return true; }

protected:
  const char *server;
  uint16_t port;
};

class Adafruit_MQTT_Publish
{
public:
  Adafruit_MQTT_Publish (Adafruit_MQTT *mqtt, const char *feed, uint8_t qos = 0) : mqtt (mqtt), topic (feed) { (void) qos; }

  bool publish (const char *text) { return mqtt->publish (topic, text); }
  bool publish (double number, uint8_t precision = 2) { return mqtt->publish (topic, String (number, precision).c_str ()); }
  bool publish (int32_t number) { return mqtt->publish (topic, String ((int) number).c_str ()); }
  bool publish (uint32_t number) { return mqtt->publish (topic, String ((unsigned int) number).c_str ()); }

private:
  Adafruit_MQTT *mqtt;
  const char *topic;
};
