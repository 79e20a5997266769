#include <ESP8266WiFi.h>
#include "Adafruit_MQTT.h"
#include "Adafruit_MQTT_Client.h"

#define WLAN_SSID       "SSID"
#define WLAN_PASS       "not-a-real-password"
#define AIO_SERVER      "io.adafruit.com" //stays as it is
#define AIO_SERVERPORT  1883                   
#define AIO_USERNAME    "adafruit_username"
#define AIO_KEY         "aio_0000000000000000000000000000"

WiFiClient client;
Adafruit_MQTT_Client mqtt(&client, AIO_SERVER, AIO_SERVERPORT, AIO_USERNAME, AIO_KEY);
Adafruit_MQTT_Subscribe led = Adafruit_MQTT_Subscribe(&mqtt, AIO_USERNAME "/feeds/led");

void setup() {
  Serial.begin(115200);
  WiFi.begin(WLAN_SSID, WLAN_PASS);
  while (WiFi.status() != WL_CONNECTED) {
    delay(500);
    Serial.print(".");
  }
  mqtt.subscribe(&led);
}

void loop() {
  if (!mqtt.connected())
    mqtt.connect();
}
