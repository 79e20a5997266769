// A LED on an ESP32, over TLS with a key that the broker and this device both know: no certificate that runs out.
// SPDX-License-Identifier: GPL-3.0-or-later

#include <WiFi.h>
#include <WiFiClientSecure.h>
#include <PubSubClient.h>
#include "secrets.h" // Wi-Fi, password and the shared key

#define MQTT_HOST "broker.home"
#define MQTT_PORT 8883
#define DEVICE "kitchen"
#define TOPIC "home/kitchen"
#define PSK_IDENTITY "kitchen"

#define LED_PIN 2
#define LED_ON HIGH // LOW if your LED shines when the pin is low

WiFiClientSecure client;
PubSubClient mqtt (client);

int reportedLevel = -1; // nothing yet, or a report is due

// What the broker sends is in PubSubClient's own buffer: nothing is published from here.
void obey (char *topic, uint8_t *payload, unsigned int length)
{
  (void) topic;
  if (length == 2 && strncasecmp ((const char *) payload, "on", 2) == 0)
    digitalWrite (LED_PIN, LED_ON);
  else if (length == 3 && strncasecmp ((const char *) payload, "off", 3) == 0)
    digitalWrite (LED_PIN, !LED_ON);
  else
    return;
  reportedLevel = -1; // also when nothing changed: whoever asked waits for an answer
}

void setup ()
{
  Serial.begin (115200);
  pinMode (LED_PIN, OUTPUT);
  digitalWrite (LED_PIN, !LED_ON);
  WiFi.mode (WIFI_STA);
  WiFi.begin (WIFI_NAME, WIFI_PASSWORD);
  while (WiFi.status () != WL_CONNECTED)
    delay (500);

  client.setPreSharedKey (PSK_IDENTITY, PSK_KEY);
  mqtt.setServer (MQTT_HOST, MQTT_PORT);
  mqtt.setCallback (obey);
}

bool connectToBroker ()
{
  const char *user = *MQTT_USER != '\0' ? MQTT_USER : nullptr;
  const char *password = user != nullptr ? MQTT_PASSWORD : nullptr;

  if (!mqtt.connect (DEVICE, user, password, TOPIC "/status", 1, true, "offline"))
    {
      char text[100] = "";
      int error = client.lastError (text, sizeof text);

      Serial.printf ("No connection: MQTT %d, TLS %d %s\n", mqtt.state (), error, text);
      delay (5000);
      return false;
    }
  mqtt.publish (TOPIC "/status", "online", true);
  mqtt.subscribe (TOPIC "/led/set", 1);
  reportedLevel = -1;
  return true;
}

// What the pin has, not what it was told.
void reportLed ()
{
  int level = digitalRead (LED_PIN);

  if (level != reportedLevel && mqtt.publish (TOPIC "/led", level == LED_ON ? "ON" : "OFF", true))
    reportedLevel = level;
}

void loop ()
{
  if (!mqtt.connected () && !connectToBroker ())
    return;
  mqtt.loop ();
  reportLed ();
  delay (10);
}
