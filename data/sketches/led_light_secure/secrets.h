// What only this device and you should know. Do not publish this file.
#define WIFI_NAME "YOUR-WIFI"
#define WIFI_PASSWORD "YOUR-WIFI-PASSWORD"
#define MQTT_USER ""     // on Adafruit IO your user name; "": the broker asks for none
#define MQTT_PASSWORD "" // on Adafruit IO your key
