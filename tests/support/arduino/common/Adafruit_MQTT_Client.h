/* The Adafruit MQTT library over any network client.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "Adafruit_MQTT.h"

class Adafruit_MQTT_Client : public Adafruit_MQTT
{
public:
  Adafruit_MQTT_Client (Client *client, const char *server, uint16_t port, const char *cid, const char *user, const char *pass)
    : Adafruit_MQTT (server, port, cid, user, pass), client (client) {}
  Adafruit_MQTT_Client (Client *client, const char *server, uint16_t port, const char *user = "", const char *pass = "")
    : Adafruit_MQTT (server, port, user, pass), client (client) {}

  bool connectServer () override { return client->connect (server, port) != 0; }
  bool disconnectServer () override { client->stop (); return true; }
  bool connected () override { return client->connected () != 0; }

private:
  Client *client;
};
