#include <WiFi.h>
#include <WiFiClientSecure.h>
#include <PubSubClient.h>
const char* mqtt_server = "192.168.1.5";
WiFiClientSecure *net = new WiFiClientSecure;
PubSubClient mqtt(*net);
void setup() {
  net->setFingerprint("18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25");
  mqtt.setServer(mqtt_server, 1883);
}
void loop() { mqtt.loop(); }
