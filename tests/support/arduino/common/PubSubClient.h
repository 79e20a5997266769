/* The calls of PubSubClient. Its connect () opens the network client it was given.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <functional>

#include "Client.h"

#define MQTT_CONNECTION_TIMEOUT -4
#define MQTT_CONNECTION_LOST -3
#define MQTT_CONNECT_FAILED -2
#define MQTT_DISCONNECTED -1
#define MQTT_CONNECTED 0

#define MQTT_CALLBACK_SIGNATURE std::function<void (char *, uint8_t *, unsigned int)> callback

class PubSubClient
{
public:
  PubSubClient () = default;
  PubSubClient (Client &client) : client (&client) {}
  PubSubClient (const char *domain, uint16_t port, Client &client) : client (&client), domain (domain), port (port) {}
  PubSubClient (IPAddress ip, uint16_t port, Client &client) : client (&client), domain (ip.text ()), port (port) {}
  PubSubClient (const char *domain, uint16_t port, MQTT_CALLBACK_SIGNATURE, Client &client)
    : client (&client), domain (domain), port (port), handler (callback) {}

  PubSubClient &setServer (const char *name, uint16_t number) { domain = name; port = number; return *this; }
  PubSubClient &setServer (IPAddress ip, uint16_t number) { domain = ip.text (); port = number; return *this; }
  PubSubClient &setCallback (MQTT_CALLBACK_SIGNATURE) { handler = callback; return *this; }
  PubSubClient &setClient (Client &other) { client = &other; return *this; }
  PubSubClient &setKeepAlive (uint16_t seconds) { (void) seconds; return *this; }
  PubSubClient &setSocketTimeout (uint16_t seconds) { (void) seconds; return *this; }
  bool setBufferSize (uint16_t size) { (void) size; return true; }

  boolean connect (const char *id) { return open (id); }
  boolean connect (const char *id, const char *user, const char *pass) { (void) user; (void) pass; return open (id); }

  boolean
  connect (const char *id,
           const char *will_topic,
           uint8_t     will_qos,
           boolean     will_retain,
           const char *will_message)
  {
    (void) will_topic;
    (void) will_qos;
    (void) will_retain;
    (void) will_message;
    return open (id);
  }

  boolean
  connect (const char *id,
           const char *user,
           const char *pass,
           const char *will_topic,
           uint8_t     will_qos,
           boolean     will_retain,
           const char *will_message)
  {
    (void) user;
    (void) pass;
    return connect (id, will_topic, will_qos, will_retain, will_message);
  }

  void disconnect () { client->stop (); }
  boolean publish (const char *topic, const char *payload) { return publish (topic, payload, false); }
  boolean publish (const char *topic, const char *payload, boolean retained) { (void) payload; (void) retained; stub::note ("publish", topic); return connected (); }
  boolean publish (const char *topic, const uint8_t *payload, unsigned int length) { (void) payload; (void) length; stub::note ("publish", topic); return connected (); }
  boolean subscribe (const char *topic, uint8_t qos = 0) { (void) qos; stub::note ("subscribe", topic); return connected (); }
  boolean unsubscribe (const char *topic) { (void) topic; return connected (); }
  boolean loop () { return connected (); }
  boolean connected () { return client != nullptr && client->connected () != 0; }
  int state () { return connected () ? MQTT_CONNECTED : MQTT_CONNECT_FAILED; }

private:
  Client *client = nullptr;
  std::string domain;
  uint16_t port = 0;
  std::function<void (char *, uint8_t *, unsigned int)> handler;

  boolean
  open (const char *id)
  {
    if (client == nullptr || client->connect (domain.c_str (), port) == 0)
      return false;
    stub::note ("mqtt", id);
    return true;
  }
};
