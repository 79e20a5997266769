#include <ESP8266WiFi.h>
WiFiClientSecure client;
void setup () {
  WiFi.begin ("a", "b");
  while (WiFi.status () != WL_CONNECTED) delay (10);
  client.setInsecure ();
}
void loop () {}
