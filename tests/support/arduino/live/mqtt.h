/* The packets of MQTT 3.1.1 that the libraries of devices use, over any network client.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "Client.h"
#include "socket.h"

namespace stub
{

enum { CONNACK = 2, PUBLISH = 3, PUBACK = 4, SUBACK = 9, PINGRESP = 13 };

struct Packet
{
  int type = 0;
  uint8_t flags = 0;
  std::string body;

  uint8_t at (size_t i) const { return i < body.size () ? (uint8_t) body[i] : 0; }
  size_t topic_size () const { return (size_t) at (0) << 8 | at (1); }
  std::string topic () const { return body.size () >= 2 ? body.substr (2, topic_size ()) : ""; }
  int qos () const { return flags >> 1 & 3; }
  size_t payload_at () const { return 2 + topic_size () + (qos () > 0 ? 2 : 0); }
  std::string payload () const { return payload_at () <= body.size () ? body.substr (payload_at ()) : ""; }
  std::string id () const { return qos () > 0 && payload_at () <= body.size () ? body.substr (2 + topic_size (), 2) : ""; }
};

struct Will
{
  const char *topic = nullptr;
  const char *payload = nullptr;
  uint8_t qos = 0;
  bool retain = false;
};

inline std::string
text (const char *value)
{
  size_t n = strlen (value);

  return std::string ({ (char) (n >> 8), (char) n }) + std::string (value, n);
}

/* Returns: whether all of it went out */
inline bool
send_packet (Client            &client,
             uint8_t            first,
             const std::string &body)
{
  std::string packet (1, (char) first);
  size_t n = body.size ();

  do
    {
      packet += (char) (n % 128 | (n >= 128 ? 0x80 : 0));
      n /= 128;
    }
  while (n > 0);
  packet += body;
  return client.write (reinterpret_cast<const uint8_t *> (packet.data ()), packet.size ()) == packet.size ();
}

/* Waits for one byte. */
inline bool
wait_byte (Client       &client,
           unsigned long until)
{
  while (client.available () <= 0)
    {
      if (client.connected () == 0 || real_ms () >= until)
        return false;
      rest (1);
    }
  return true;
}

/* Whether a packet came within that time; one that began comes to its end. */
inline bool
receive_packet (Client       &client,
                unsigned long ms,
                Packet       &packet)
{
  size_t n = 0;
  int first, shift = 0, c;

  if (!wait_byte (client, real_ms () + ms))
    return false;
  first = client.read ();
  do
    {
      if (!wait_byte (client, real_ms () + PATIENCE_MS))
        return false;
      c = client.read ();
      n |= (size_t) (c & 127) << shift;
      shift += 7;
    }
  while ((c & 128) != 0);
  packet.type = first >> 4;
  packet.flags = (uint8_t) (first & 15);
  packet.body.clear ();
  while (packet.body.size () < n)
    {
      if (!wait_byte (client, real_ms () + PATIENCE_MS))
        return false;
      packet.body += (char) client.read ();
    }
  return true;
}

/* Signs in. Returns: the broker's answer, 0 if it said yes, -1 if it said nothing */
inline int
sign_in (Client     &client,
         const char *id,
         const char *user,
         const char *password,
         uint16_t    keep_alive_s,
         const Will &will)
{
  uint8_t flags = 2; /* clean session */
  std::string body = text (id);
  Packet answer;

  if (will.topic != nullptr)
    {
      flags = (uint8_t) (flags | 4 | will.qos << 3 | (will.retain ? 0x20 : 0));
      body += text (will.topic) + text (will.payload);
    }
  if (user != nullptr)
    {
      flags |= 0x80;
      body += text (user);
    }
  if (user != nullptr && password != nullptr)
    {
      flags |= 0x40;
      body += text (password);
    }
  body = text ("MQTT") + std::string ({ 4, (char) flags, (char) (keep_alive_s >> 8), (char) keep_alive_s }) + body;
  if (!send_packet (client, 0x10, body) || !receive_packet (client, PATIENCE_MS, answer) || answer.type != CONNACK)
    return -1;
  return answer.at (1);
}

/* Returns: whether it went out */
inline bool
send_publish (Client            &client,
              const char        *topic,
              const std::string &payload,
              uint8_t            qos,
              bool               retain,
              uint16_t           id)
{
  std::string body = text (topic);

  if (qos > 0)
    body += { (char) (id >> 8), (char) id };
  note ("publish", std::string (topic) + " " + payload);
  return send_packet (client, (uint8_t) (0x30 | qos << 1 | (retain ? 1 : 0)), body + payload);
}

inline bool
send_subscribe (Client     &client,
                const char *topic,
                uint8_t     qos,
                uint16_t    id)
{
  note ("subscribe", topic);
  return send_packet (client, 0x82, std::string ({ (char) (id >> 8), (char) id }) + text (topic) + (char) qos);
}

}
