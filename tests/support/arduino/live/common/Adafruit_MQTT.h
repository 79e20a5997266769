/* The Adafruit MQTT library, connected: subscriptions are made before connect (), readSubscription () waits and gives the one
   that has something new, a publication of QoS 1 waits for its acknowledgement.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <vector>

#include "../mqtt.h"

#define MQTT_CONN_KEEPALIVE 300
#define MAXBUFFERSIZE 512
#define SUBSCRIPTIONDATALEN MAXBUFFERSIZE
#define MQTT_QOS_0 0
#define MQTT_QOS_1 1

class Adafruit_MQTT;

class Adafruit_MQTT_Subscribe
{
public:
  Adafruit_MQTT_Subscribe (Adafruit_MQTT *mqtt, const char *feed, uint8_t qos = 0) : topic (feed), qos (qos) { (void) mqtt; }

  const char *topic;
  uint8_t qos;
  uint8_t lastread[SUBSCRIPTIONDATALEN] = { 0 };
  uint16_t datalen = 0;
  bool new_message = false;
};

class Adafruit_MQTT
{
public:
  Adafruit_MQTT (Client *client, const char *server, uint16_t port, const char *cid, const char *user, const char *pass)
    : client (client), server (server), port (port), cid (cid), user (user), pass (pass) {}

  /* 0: connected; -1: nobody there, or no TLS; else the broker's reason. */
  int8_t
  connect ()
  {
    int code;

    if (client->connect (server, port) == 0)
      return -1;
    code = stub::sign_in (*client, cid, *user != '\0' ? user : nullptr, *pass != '\0' ? pass : nullptr, MQTT_CONN_KEEPALIVE, last_will);
    if (code != 0)
      return (int8_t) code;
    stub::note ("mqtt", cid);
    for (Adafruit_MQTT_Subscribe *one : subscriptions)
      if (!stub::send_subscribe (*client, one->topic, one->qos, ++packet_id) || !wait_for (stub::SUBACK))
        return 6;
    return 0;
  }

  bool
  disconnect ()
  {
    if (connected ())
      stub::send_packet (*client, 0xe0, "");
    client->stop ();
    return true;
  }

  bool connected () { return client->connected () != 0; }

  bool
  will (const char *topic,
        const char *payload,
        uint8_t     qos = 0,
        uint8_t     retain = 0)
  {
    if (connected ())
      return false;
    last_will = { topic, payload, qos, retain != 0 };
    return true;
  }

  bool
  publish (const char *topic,
           const char *payload,
           uint8_t     qos = 0,
           bool        retain = false)
  {
    if (!stub::send_publish (*client, topic, payload, qos, retain, ++packet_id))
      return false;
    return qos == 0 || wait_for (stub::PUBACK);
  }

  bool subscribe (Adafruit_MQTT_Subscribe *subscription) { subscriptions.push_back (subscription); return true; }

  Adafruit_MQTT_Subscribe *
  readSubscription (int16_t timeout = 0)
  {
    stub::Packet packet;

    for (bool more = true; more;)
      {
        for (Adafruit_MQTT_Subscribe *one : subscriptions)
          if (one->new_message)
            {
              one->new_message = false;
              return one;
            }
        more = stub::receive_packet (*client, (unsigned long) timeout, packet);
        if (more)
          take (packet);
      }
    return nullptr;
  }

  bool ping (uint8_t tries = 1) { (void) tries; return stub::send_packet (*client, 0xc0, "") && wait_for (stub::PINGRESP); }

private:
  Client *client;
  const char *server;
  uint16_t port;
  const char *cid, *user, *pass;
  uint16_t packet_id = 0;
  stub::Will last_will;
  std::vector<Adafruit_MQTT_Subscribe *> subscriptions;

  /* Longer payloads are cut; the text ends with a NUL. */
  void
  take (const stub::Packet &packet)
  {
    std::string payload = packet.payload ();

    if (packet.type != stub::PUBLISH)
      return;
    for (Adafruit_MQTT_Subscribe *one : subscriptions)
      if (packet.topic () == one->topic)
        {
          one->datalen = (uint16_t) std::min (payload.size (), sizeof one->lastread - 1);
          memcpy (one->lastread, payload.data (), one->datalen);
          one->lastread[one->datalen] = 0;
          one->new_message = true;
          stub::note ("received", one->topic);
        }
    if (packet.qos () > 0)
      stub::send_packet (*client, 0x40, packet.id ());
  }

  bool
  wait_for (int type)
  {
    stub::Packet packet;

    while (stub::receive_packet (*client, stub::PATIENCE_MS, packet))
      {
        if (packet.type == type)
          return true;
        take (packet);
      }
    return false;
  }
};
