// What only this device and you should know. Do not publish this file.
#define WIFI_NAME "YOUR-WIFI"
#define WIFI_PASSWORD "YOUR-WIFI-PASSWORD"
#define MQTT_USER ""     // "": the broker asks for none
#define MQTT_PASSWORD ""
#define FERNET_KEY "PASTE-THE-FERNET-KEY-HERE" // 44 characters, the same as in Fernlight
