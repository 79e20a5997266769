#include <ESP8266WiFi.h>
static const char ca[] PROGMEM = R"EOF(
-----BEGIN CERTIFICATE-----
MIIB
-----END CERTIFICATE-----
)EOF";
BearSSL::WiFiClientSecure client;
BearSSL::X509List anchors(ca);
uint8_t fp[20] = {0x18, 0xC0, 0xC2, 0x3D, 0xBE, 0xDD, 0x81, 0x37, 0x73, 0x40, 0xE7, 0xE4, 0x36, 0x61, 0xCB, 0x0A, 0xDF, 0x96, 0xAD, 0x25};
void setup() {
  client.setTrustAnchors(&anchors);
  client.setFingerprint(fp);
  WiFi.begin("x", "y");
  do { delay(1); } while (WiFi.status() != WL_CONNECTED);
}
void loop() {}
