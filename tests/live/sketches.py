#!/usr/bin/env python3
# Sketches as people have them, corrected: they compile against the stub API, do what the correction promises, and have
# nothing left to correct.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
import arduino  # noqa: E402
from fernlight_test import Skip, Tap, program, run, temp_dir  # noqa: E402

tap = Tap()
FINGERPRINT = "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"
WAIT = """  WiFi.begin(WLAN_SSID, WLAN_PASS);
  while (WiFi.status() != WL_CONNECTED) {
    delay(500);
    Serial.print(".");
  }
"""
CREDENTIALS = """#define WLAN_SSID       "SSID"
#define WLAN_PASS       "correct horse battery"
"""
# The first snippet of the class, in the sketch that it belongs to.
CLASS = """#include <ESP8266WiFi.h>
#include "Adafruit_MQTT.h"
#include "Adafruit_MQTT_Client.h"

""" + CREDENTIALS + """#define AIO_SERVER      "io.adafruit.com" //stays as it is
#define AIO_SERVERPORT  1883                   
#define AIO_USERNAME    "adafruit_username"
#define AIO_KEY         "adafruit_key"

WiFiClient client;
Adafruit_MQTT_Client mqtt(&client, AIO_SERVER, AIO_SERVERPORT, AIO_USERNAME, AIO_KEY);
Adafruit_MQTT_Subscribe led = Adafruit_MQTT_Subscribe(&mqtt, AIO_USERNAME "/feeds/led");

void setup() {
  Serial.begin(115200);
""" + WAIT + """  mqtt.subscribe(&led);
}

void loop() {
  if (!mqtt.connected())
    mqtt.connect();
}
"""


def pubsub(head, client, port, more="", before=""):
    """A sketch with PubSubClient: its #include, its client, its port, what it does after Wi-Fi and before."""
    return f"""#include <{head}.h>
#include <PubSubClient.h>
{CREDENTIALS}
const char* mqtt_server = "broker.home";
{client}
void setup() {{
{before}{WAIT}  mqtt.setServer(mqtt_server, {port});
{more}}}

void loop() {{
  if (!mqtt.connected())
    mqtt.connect("device");
  mqtt.loop();
}}
"""


def correct(text, host=None):
    """The corrected text, what was found as (line, code, is corrected, words), and the SHA-1 that the broker had."""
    done = run([program("correct-sketch")] + ([host] if host else []), input=text.encode())
    tap.equal(done.returncode, 0, done.stderr.decode())
    lines = done.stderr.decode().splitlines()
    found = [(int(m[1]), m[2], m[3] == "corrected", m[4]) for line in lines if (m := re.match(r"(\d+) (\S+) (corrected|told) (.*)", line))]
    return done.stdout.decode(), found, [line[5:] for line in lines if line.startswith("sha1 ")][0]


def codes(found):
    return [(line, code) for line, code, _, _ in found if not code.startswith("secret-")]


def events_of(lines, what):
    """What follows a word in the lines that a sketch noted."""
    return [line[len(what) + 1:] for line in lines if line.startswith(what + " ")]


def need_compiler():
    if arduino.compiler() is None:
        raise Skip("there is no g++ here")


with tap.case("the first snippet of the class: three changes with their lines"):
    corrected, found, sha1 = correct(CLASS, "io.adafruit.com")
    tap.equal(codes(found), [(8, "plain-port"), (12, "plain-client"), (22, "fingerprint-missing")])
    tap.equal([line for line in corrected.splitlines() if line not in CLASS.splitlines()],
              ["#define AIO_SERVERPORT  8883                   ", "WiFiClientSecure client;",
               f'static const char *fingerprint PROGMEM = "{sha1}";', "  client.setFingerprint(fingerprint);"])
    tap.equal([line for line in CLASS.splitlines() if line not in corrected.splitlines()],
              ["#define AIO_SERVERPORT  1883                   ", "WiFiClient client;"])

with tap.case("the secrets in it are said, and not repeated"):
    tap.equal([code for _, code, _, _ in found if code.startswith("secret-")], ["secret-wifi"])
    tap.true(all("correct horse" not in words for _, _, _, words in found))

with tap.case("the corrected class sketch compiles and connects securely"):
    need_compiler()
    tap.equal(arduino.check(CLASS, "esp8266", temp_dir()), "", "as it was")
    tap.equal(arduino.check(corrected, "esp8266", temp_dir()), "", "corrected")
    lines = arduino.run(corrected, "esp8266", temp_dir())
    tap.equal(events_of(lines, "connect tls")[:1], ["io.adafruit.com 8883"])
    tap.equal(events_of(lines, "auth fingerprint"), [sha1.replace(" ", "").lower()])
    tap.true(lines.index("auth fingerprint " + sha1.replace(" ", "").lower()) > [line.split()[0] for line in lines].index("wifi"))

with tap.case("without a broker it connects to nobody, and says so"):
    need_compiler()
    alone, found, _ = correct(CLASS)
    tap.equal(arduino.check(alone, "esp8266", temp_dir()), "")
    tap.equal(events_of(arduino.run(alone, "esp8266", temp_dir()), "auth fingerprint"), ["00" * 20])
    tap.equal(codes(correct(alone)[1]), [(13, "fingerprint-placeholder")])

# Name, device, sketch, what is found, how it then knows the broker.
CASES = [
    ("PubSubClient without TLS", "esp8266", pubsub("ESP8266WiFi", "WiFiClient net;\nPubSubClient mqtt(net);", 1883),
     ["plain-client", "fingerprint-missing", "plain-port"], "fingerprint"),
    ("a pointer to a client", "esp8266", pubsub("ESP8266WiFi", "WiFiClient *net = new WiFiClient;\nPubSubClient mqtt(*net);", 1883),
     ["plain-client", "fingerprint-missing", "plain-port"], "fingerprint"),
    ("the lost day: secure, and nothing set", "esp8266", pubsub("ESP8266WiFi", "BearSSL::WiFiClientSecure net;\nPubSubClient mqtt(net);", 8883),
     ["no-check"], "fingerprint"),
    ("setInsecure", "esp8266", pubsub("ESP8266WiFi", "BearSSL::WiFiClientSecure net;\nPubSubClient mqtt(net);", 8883, "  net.setInsecure();\n"),
     ["insecure"], "fingerprint"),
    ("an old fingerprint, set too early", "esp8266",
     pubsub("ESP8266WiFi", f'WiFiClientSecure net;\nstatic const char *fp PROGMEM = "{FINGERPRINT}";\nPubSubClient mqtt(net);', 8883,
            before="  net.setFingerprint(fp);\n"), ["fingerprint-old", "set-before-wifi"], "fingerprint"),
    ("ESP32 without TLS", "esp32", pubsub("WiFi", "WiFiClient net;\nPubSubClient mqtt(net);", 1883),
     ["plain-client", "fingerprint-missing", "plain-port"], "anchors"),
    ("ESP32 with a fingerprint, which it does not have", "esp32",
     pubsub("WiFi", f'WiFiClientSecure net;\nstatic const char *fp PROGMEM = "{FINGERPRINT}";\nPubSubClient mqtt(net);', 8883,
            "  net.setFingerprint(fp);\n").replace("#include <Pub", "#include <WiFiClientSecure.h>\n#include <Pub"),
     ["esp32-fingerprint"], "anchors"),
    ("ESP32 with setInsecure", "esp32",
     pubsub("WiFi", "WiFiClientSecure net;\nPubSubClient mqtt(net);", 8883, "  net.setInsecure();\n")
     .replace("#include <Pub", "#include <WiFiClientSecure.h>\n#include <Pub"), ["insecure"], "anchors"),
]
for what, device, text, expected, way in CASES:
    with tap.case(f"{what}: found"):
        corrected, found, sha1 = correct(text, "broker.home")
        tap.equal([code for _, code in codes(found)], expected)
        # The broker of the next run has another certificate: only what depends on that is found again.
        again = [code for _, code in codes(correct(corrected, "broker.home")[1])]
        tap.true(set(again) <= {"fingerprint-other"}, str(again))
        tap.true("\r" not in corrected and corrected.count("setInsecure") == 0)
    with tap.case(f"{what}: compiles and connects"):
        need_compiler()
        tap.equal(arduino.check(corrected, device, temp_dir()), "")
        lines = arduino.run(corrected, device, temp_dir())
        tap.equal(events_of(lines, "connect tls")[:1], ["broker.home 8883"])
        if way == "fingerprint":
            tap.equal(events_of(lines, "auth fingerprint"), [sha1.replace(" ", "").lower()])
        else:
            tap.true("BEGIN CERTIFICATE" in corrected and any(line.startswith("auth anchors ") for line in lines), "\n".join(lines))

with tap.case("a CA without the time: the clock is set first"):
    need_compiler()
    pem = correct(pubsub("WiFi", "WiFiClient net;\nPubSubClient mqtt(net);", 1883), "broker.home")[0]
    pem = re.search(r"(?s)-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", pem)[0]
    text = pubsub("ESP8266WiFi", f'static const char ca[] PROGMEM = R"EOF(\n{pem}\n)EOF";\nBearSSL::X509List anchors(ca);\n'
                  "WiFiClientSecure net;\nPubSubClient mqtt(net);", 8883, "  net.setTrustAnchors(&anchors);\n")
    tap.true(any(line.startswith("time-unknown") for line in arduino.run(text, "esp8266", temp_dir())), "the fault is there")
    corrected, found, _ = correct(text)
    tap.equal([code for _, code in codes(found)], ["clock-not-set"])
    tap.equal(arduino.check(corrected, "esp8266", temp_dir()), "")
    tap.equal(events_of(arduino.run(corrected, "esp8266", temp_dir()), "connect tls")[:1], ["broker.home 8883"])
    tap.equal(codes(correct(corrected)[1]), [])

tap.finish()
