// What only this device and you should know. Do not publish this file.
#define WIFI_NAME "YOUR-WIFI"
#define WIFI_PASSWORD "YOUR-WIFI-PASSWORD"
#define MQTT_USER ""     // "": the broker asks for none
#define MQTT_PASSWORD ""
#define PSK_KEY "PASTE-THE-KEY-HERE" // hexadecimal, 32 bytes at most, the same as at the broker
