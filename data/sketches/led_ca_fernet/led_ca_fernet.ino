// A LED and a light sensor on an ESP32, over TLS; the broker is known by its CA. What is inside is encrypted both ways: not even
// the broker can read it or switch the LED.
// SPDX-License-Identifier: GPL-3.0-or-later

#include <WiFi.h>
#include <WiFiClientSecure.h>
#include <PubSubClient.h>
#include "fernet.h"
#include "secrets.h" // Wi-Fi, password and the Fernet key

#define MQTT_HOST "broker.home"
#define MQTT_PORT 8883
#define DEVICE "kitchen"
#define TOPIC "home/kitchen"
static const char CA[] = R"EOF(
-----BEGIN CERTIFICATE-----
PASTE THE CERTIFICATE OF THE CA HERE
-----END CERTIFICATE-----
)EOF";

#define LED_PIN 2
#define LED_ON HIGH // LOW if your LED shines when the pin is low
#define LIGHT_PIN 34
#define LIGHT_EVERY_MS 20000
#define COMMAND_TTL_S 60 // an older command is not obeyed

WiFiClientSecure client;
PubSubClient mqtt (client);
FernetKey key;

int reportedLevel = -1; // nothing yet, or a report is due
FernetGuard guard = {}; // knows a command that somebody kept and sends again

// What the broker sends is in PubSubClient's own buffer: nothing is published from here.
void obey (char *topic, uint8_t *payload, unsigned int length)
{
  const char *token = (const char *) payload;
  char text[64];
  uint64_t sentAt = 0;
  FernetResult result = fernet_decrypt (&key, token, length, COMMAND_TTL_S, time (nullptr), text, sizeof text, nullptr, &sentAt);

  (void) topic;
  if (result != FERNET_OK)
    Serial.printf ("Command refused: %s\n", fernet_result_to_text (result));
  else if (!fernet_guard_take (&guard, token, length, sentAt))
    Serial.println (F ("Command refused: it was sent before"));
  else if (strcasecmp (text, "on") == 0 || strcasecmp (text, "off") == 0)
    {
      digitalWrite (LED_PIN, strcasecmp (text, "on") == 0 ? LED_ON : !LED_ON);
      reportedLevel = -1; // also when nothing changed: whoever asked waits for an answer
    }
}

void setup ()
{
  Serial.begin (115200);
  pinMode (LED_PIN, OUTPUT);
  digitalWrite (LED_PIN, !LED_ON);
  while (!fernet_key_parse (&key, FERNET_KEY))
    {
      Serial.println (F ("FERNET_KEY in secrets.h is no Fernet key"));
      delay (5000);
    }
  WiFi.mode (WIFI_STA);
  WiFi.begin (WIFI_NAME, WIFI_PASSWORD);
  while (WiFi.status () != WL_CONNECTED)
    delay (500);
  configTime (0, 0, "pool.ntp.org", "time.nist.gov"); // a token tells when it was made
  while (time (nullptr) < FERNET_CLOCK_IS_SET)
    delay (500);
  guard.latest_s = time (nullptr);

  client.setCACert (CA);
  mqtt.setServer (MQTT_HOST, MQTT_PORT);
  mqtt.setCallback (obey);
}

bool connectToBroker ()
{
  const char *user = *MQTT_USER != '\0' ? MQTT_USER : nullptr;
  char error[100] = "";

  if (!mqtt.connect (DEVICE, user, user != nullptr ? MQTT_PASSWORD : nullptr, TOPIC "/status", 1, true, "offline"))
    {
      client.lastError (error, sizeof error);
      Serial.printf ("No connection: MQTT %d, TLS: %s\n", mqtt.state (), error);
      delay (5000);
      return false;
    }
  mqtt.publish (TOPIC "/status", "online", true);
  mqtt.subscribe (TOPIC "/led/set", 1);
  reportedLevel = -1;
  return true;
}

bool publishEncrypted (const char *topic, const char *text, bool retained)
{
  char token[FERNET_TOKEN_SIZE (15)];
  FernetResult result = fernet_encrypt (&key, text, strlen (text), time (nullptr), token, sizeof token);

  return result == FERNET_OK && mqtt.publish (topic, token, retained);
}

void loop ()
{
  static unsigned long lightAt = 0;

  if (!mqtt.connected () && !connectToBroker ())
    return;
  mqtt.loop ();
  int level = digitalRead (LED_PIN); // what the pin has, not what it was told
  if (level != reportedLevel && publishEncrypted (TOPIC "/led", level == LED_ON ? "ON" : "OFF", true))
    reportedLevel = level;
  if (millis () - lightAt >= LIGHT_EVERY_MS && publishEncrypted (TOPIC "/light", String (analogRead (LIGHT_PIN)).c_str (), false))
    lightAt = millis ();
  delay (10);
}
