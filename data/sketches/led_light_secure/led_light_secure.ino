// A LED and a light sensor on an ESP8266, over TLS; the broker is known by the SHA-1 fingerprint of its certificate.
// When the broker gets a new certificate, the fingerprint changes and has to be changed here too.
// SPDX-License-Identifier: GPL-3.0-or-later

#include <ESP8266WiFi.h>
#include <WiFiClientSecure.h>
#include <Adafruit_MQTT.h>
#include <Adafruit_MQTT_Client.h>
#include "secrets.h" // Wi-Fi and password

#define MQTT_HOST "broker.home"
#define MQTT_PORT 8883
#define DEVICE "kitchen"
#define TOPIC "home/kitchen"
#define ADAFRUIT_IO 0 // 1: TOPIC is "USER/feeds", its feed "led" takes commands, and nothing reports
#define FINGERPRINT "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"

#define LED_PIN 2   // D4
#define LED_ON HIGH // LOW if your LED shines when the pin is low, as the one on most boards does
#define LIGHT_EVERY_MS 20000
#define PING_EVERY_MS 60000

#if ADAFRUIT_IO
#define COMMAND_TOPIC TOPIC "/led"
#define CLIENT_ID "" // Adafruit IO makes one up
#else
#define COMMAND_TOPIC TOPIC "/led/set"
#define CLIENT_ID DEVICE
#endif

WiFiClientSecure client;
Adafruit_MQTT_Client mqtt (&client, MQTT_HOST, MQTT_PORT, CLIENT_ID, MQTT_USER, MQTT_PASSWORD);
Adafruit_MQTT_Subscribe command (&mqtt, COMMAND_TOPIC, MQTT_QOS_1);

int reportedLevel = -1; // nothing yet, or a report is due
unsigned long lightAt = 0, pingAt = 0;

void setup ()
{
  Serial.begin (115200);
  pinMode (LED_PIN, OUTPUT);
  digitalWrite (LED_PIN, !LED_ON);
  WiFi.mode (WIFI_STA);
  WiFi.begin (WIFI_NAME, WIFI_PASSWORD);
  while (WiFi.status () != WL_CONNECTED)
    delay (500);

  if (!client.setFingerprint (FINGERPRINT))
    Serial.println (F ("FINGERPRINT is none: 20 pairs of hex digits"));
  if (!ADAFRUIT_IO)
    mqtt.will (TOPIC "/status", "offline", MQTT_QOS_1, 1);
  mqtt.subscribe (&command);
}

bool connectToBroker ()
{
  int8_t result = mqtt.connect ();

  if (result != 0)
    {
      Serial.printf ("No connection: MQTT %d, TLS %d\n", result, client.getLastSSLError ());
      mqtt.disconnect ();
      delay (5000);
      return false;
    }
  if (!ADAFRUIT_IO)
    mqtt.publish (TOPIC "/status", "online", MQTT_QOS_1, true);
  reportedLevel = -1;
  lightAt = millis () - LIGHT_EVERY_MS;
  return true;
}

void obey (const char *text)
{
  if (strcasecmp (text, "on") == 0)
    digitalWrite (LED_PIN, LED_ON);
  else if (strcasecmp (text, "off") == 0)
    digitalWrite (LED_PIN, !LED_ON);
  else
    return;
  reportedLevel = -1; // also when nothing changed: whoever asked waits for an answer
}

// What the pin has, not what it was told.
void reportLed ()
{
  int level = digitalRead (LED_PIN);

  if (!ADAFRUIT_IO && level != reportedLevel && mqtt.publish (TOPIC "/led", level == LED_ON ? "ON" : "OFF", MQTT_QOS_1, true))
    reportedLevel = level;
}

void loop ()
{
  if (!mqtt.connected () && !connectToBroker ())
    return;
  if (mqtt.readSubscription (100) == &command)
    obey ((const char *) command.lastread);
  reportLed ();
  if (millis () - lightAt >= LIGHT_EVERY_MS)
    {
      lightAt = millis ();
      mqtt.publish (TOPIC "/light", String (analogRead (A0)).c_str ());
    }
  if (millis () - pingAt >= PING_EVERY_MS)
    {
      pingAt = millis ();
      if (!mqtt.ping ())
        mqtt.disconnect ();
    }
}
