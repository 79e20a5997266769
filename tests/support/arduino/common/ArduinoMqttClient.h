/* The calls of ArduinoMqttClient.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "Client.h"

#define MQTT_CONNECTION_REFUSED -2
#define MQTT_CONNECTION_TIMEOUT -1
#define MQTT_SUCCESS 0

class MqttClient : public Print
{
public:
  MqttClient (Client *client) : client (client) {}
  MqttClient (Client &client) : client (&client) {}

  void setId (const char *id) { (void) id; }
  void setUsernamePassword (const char *user, const char *pass) { (void) user; (void) pass; }
  void setKeepAliveInterval (unsigned long ms) { (void) ms; }
  void setConnectionTimeout (unsigned long ms) { (void) ms; }
  void setCleanSession (bool clean) { (void) clean; }
  void onMessage (void (*callback) (int)) { (void) callback; }

  int
  connect (const char *host,
           uint16_t    port = 1883)
  {
    if (client->connect (host, port) == 0)
      return 0;
    stub::note ("mqtt", host);
    return 1;
  }

  int connectError () const { return client->connected () != 0 ? MQTT_SUCCESS : MQTT_CONNECTION_REFUSED; }
  int subscribe (const char *topic, uint8_t qos = 0) { (void) qos; stub::note ("subscribe", topic); return 1; }
  int beginMessage (const char *topic, bool retain = false, uint8_t qos = 0, bool dup = false) { (void) retain; (void) qos; (void) dup; stub::note ("publish", topic); return 1; }
  int endMessage () { return 1; }
  void poll () {}
  int parseMessage () { return 0; }
  String messageTopic () const { return ""; }
  int available () { return 0; }
  int read () { return -1; }
  uint8_t connected () { return client->connected (); }
  void stop () { client->stop (); }
  using Print::write;
  size_t write (uint8_t c) override { (void) c; return 1; }

private:
  Client *client;
};
