/* PubSubClient, connected: QoS 0 out, 256 bytes a packet, and its callback reads its own buffer, as its documentation says.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <functional>

#include "../mqtt.h"

#define MQTT_MAX_PACKET_SIZE 256
#define MQTT_KEEPALIVE 15
#define MQTT_CONNECTION_LOST -3
#define MQTT_CONNECT_FAILED -2
#define MQTT_DISCONNECTED -1
#define MQTT_CONNECTED 0
#define MQTT_CALLBACK_SIGNATURE std::function<void (char *, uint8_t *, unsigned int)> callback

class PubSubClient
{
public:
  PubSubClient (Client &client) : client (client) {}

  PubSubClient &setServer (const char *name, uint16_t number) { domain = name; port = number; return *this; }
  PubSubClient &setCallback (MQTT_CALLBACK_SIGNATURE) { handler = callback; return *this; }

  boolean
  connect (const char *id,
           const char *user,
           const char *pass,
           const char *will_topic,
           uint8_t     will_qos,
           boolean     will_retain,
           const char *will_message)
  {
    stub::Will will = { will_topic, will_message, will_qos, will_retain };

    code = MQTT_CONNECT_FAILED;
    if (client.connect (domain.c_str (), port) == 0)
      return false;
    code = stub::sign_in (client, id, user, pass, MQTT_KEEPALIVE, will);
    if (code != MQTT_CONNECTED)
      {
        client.stop ();
        return false;
      }
    stub::note ("mqtt", id);
    sent_at = heard_at = millis ();
    return true;
  }

  void disconnect () { stub::send_packet (client, 0xe0, ""); client.stop (); code = MQTT_DISCONNECTED; }
  boolean publish (const char *topic, const char *payload) { return publish (topic, payload, false); }

  /* The buffer is used for what goes out too: a payload that the callback has not copied is overwritten. */
  boolean
  publish (const char *topic,
           const char *payload,
           boolean     retained)
  {
    if (!connected () || 5 + 2 + strlen (topic) + strlen (payload) > sizeof buffer)
      return false;
    memset (buffer, '#', sizeof buffer);
    sent_at = millis ();
    return stub::send_publish (client, topic, payload, 0, retained, 0);
  }

  boolean
  subscribe (const char *topic,
             uint8_t     qos = 0)
  {
    return connected () && stub::send_subscribe (client, topic, qos, ++packet_id);
  }

  boolean
  loop ()
  {
    stub::Packet packet;

    if (!connected ())
      return false;
    if (millis () - sent_at > MQTT_KEEPALIVE * 1000 && stub::send_packet (client, 0xc0, ""))
      sent_at = millis ();
    while (stub::receive_packet (client, 0, packet))
      take (packet);
    return connected ();
  }

  boolean
  connected ()
  {
    if (code == MQTT_CONNECTED && client.connected () == 0)
      {
        code = MQTT_CONNECTION_LOST;
        client.stop ();
      }
    return code == MQTT_CONNECTED;
  }

  int state () { return code; }

private:
  Client &client;
  std::string domain;
  uint16_t port = 0;
  uint16_t packet_id = 0;
  int code = MQTT_DISCONNECTED;
  unsigned long sent_at = 0, heard_at = 0;
  uint8_t buffer[MQTT_MAX_PACKET_SIZE];
  std::function<void (char *, uint8_t *, unsigned int)> handler;

  /* What does not fit is not seen at all. */
  void
  take (const stub::Packet &packet)
  {
    std::string topic = packet.topic (), payload = packet.payload ();

    heard_at = millis ();
    if (packet.type != stub::PUBLISH || packet.body.size () + 5 > sizeof buffer)
      return;
    memcpy (buffer, topic.c_str (), topic.size () + 1);
    memcpy (buffer + topic.size () + 1, payload.data (), payload.size ());
    stub::note ("received", topic);
    if (handler)
      handler (reinterpret_cast<char *> (buffer), buffer + topic.size () + 1, (unsigned) payload.size ());
    if (packet.qos () > 0)
      stub::send_packet (client, 0x40, packet.id ());
  }
};
