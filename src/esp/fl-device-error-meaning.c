/* What an error number of a device means, what it means for the broker that is looked at, and the one fix.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-device-error-meaning"

#include "config.h"

#include "esp/fl-device-error-meaning.h"

#include <glib/gi18n-lib.h>

#include "esp/fl-device-error-broker.h"

/* By cause: a stable code, what it means, what usually helps. */
static const struct { const char *code, *meaning, *fix; } causes[FL_N_DEVICE_CAUSES] = {
  [FL_DEVICE_CAUSE_UNKNOWN] = { "error-unknown", N_("A fault inside the library, which no setting of the broker causes."),
    N_("Read the lines around it; update the device’s core and libraries.") },
  [FL_DEVICE_CAUSE_NONE] = { "error-none", N_("This is no error."), NULL },
  [FL_DEVICE_CAUSE_NOT_TRUSTED] = { "error-not-trusted", N_("The device does not believe the server’s certificate: no CA that it has vouches for it, or the fingerprint in the sketch is another."),
    N_("Take the fingerprint or the CA anew from the broker’s Security page.") },
  [FL_DEVICE_CAUSE_EXPIRED] = { "error-expired", N_("By the device’s clock the certificate is not valid: expired, or not valid yet."),
    N_("Set the clock with configTime() before you connect; if it is right, renew the certificate.") },
  [FL_DEVICE_CAUSE_TIME_UNKNOWN] = { "error-time-unknown", N_("The device does not know the time, so it cannot judge a certificate."),
    N_("Set the device’s clock before it connects: in a sketch configTime(0, 0, …), then wait until time() is past 2023.") },
  [FL_DEVICE_CAUSE_NAME] = { "error-name", N_("The host that the sketch connects to is not a name in the certificate."),
    N_("Connect by a name that is in the certificate. An ESP8266 finds no IP addresses in it.") },
  [FL_DEVICE_CAUSE_CHAIN_ORDER] = { "error-chain-order", N_("The server sends its certificates in the wrong order, or one is missing in between."),
    N_("In the broker’s certificate file put its own first, then each one’s issuer.") },
  [FL_DEVICE_CAUSE_NOT_CA] = { "error-not-a-ca", N_("A certificate that may not issue others has issued one."),
    N_("Use a CA’s certificate as the CA, or set the fingerprint.") },
  [FL_DEVICE_CAUSE_WEAK_KEY] = { "error-weak-key", N_("The server’s key is too short for the device."),
    N_("Give the broker a certificate with an RSA key of 2048 bits, or EC P-256.") },
  [FL_DEVICE_CAUSE_CRITICAL] = { "error-critical", N_("The certificate has a critical extension that the device does not know, and so must refuse."),
    N_("Have it issued without that extension, or set the fingerprint.") },
  [FL_DEVICE_CAUSE_USAGE] = { "error-usage", N_("The certificate’s key may not be used for this."),
    N_("Have it issued for server authentication (serverAuth).") },
  [FL_DEVICE_CAUSE_UNSUPPORTED] = { "error-unsupported", N_("There is something in the certificate that the device cannot read: its key, its size or its signature."),
    N_("Use EC P-256 or RSA 2048 with SHA-256; not Ed25519, not RSA-PSS.") },
  [FL_DEVICE_CAUSE_BAD_SIGNATURE] = { "error-bad-signature", N_("A signature is wrong, or made in a way that the device does not know."),
    N_("Compare the CA in the sketch with that of the broker: a new one may have the old one’s name.") },
  [FL_DEVICE_CAUSE_FINGERPRINT] = { "error-fingerprint", N_("The broker’s key is not the one of MqttFingerprint."),
    N_("Set MqttFingerprint1 anew, as the Security page gives it for Tasmota.") },
  [FL_DEVICE_CAUSE_NO_CHECK] = { "error-no-check", N_("The device was not told whom to believe, so it believes nobody."),
    N_("Call setCACert() before you connect.") },
  [FL_DEVICE_CAUSE_NO_COMMON] = { "error-no-common", N_("Server and device found no cipher suite, curve or signature that both have."),
    N_("Let the broker speak TLS 1.2 with ECDHE and AES-GCM, with an RSA 2048 or EC P-256 key.") },
  [FL_DEVICE_CAUSE_VERSION] = { "error-version", N_("Server and device have no TLS version in common: the Arduino cores end with TLS 1.2."),
    N_("Let the broker speak TLS 1.2 too (in mosquitto: tls_version tlsv1.2).") },
  [FL_DEVICE_CAUSE_TOO_LARGE] = { "error-too-large", N_("A record came that does not fit into the device’s buffer."),
    N_("Make the receive buffer larger with setBufferSizes(), or send smaller messages.") },
  [FL_DEVICE_CAUSE_MEMORY] = { "error-memory", N_("The device has too little free memory for a TLS connection: it wants about 30 kB in one piece."),
    N_("Free memory before you connect; on an ESP8266 make buffers smaller with setBufferSizes().") },
  [FL_DEVICE_CAUSE_CLIENT_REQUIRED] = { "error-client-certificate-required", N_("The broker wants a certificate of the device."),
    N_("Give it one: setClientECCert() on an ESP8266, setCertificate() and setPrivateKey() on an ESP32.") },
  [FL_DEVICE_CAUSE_CLIENT_REFUSED] = { "error-client-certificate-refused", N_("The broker does not accept the device’s own certificate."),
    N_("Have it issued by the CA that the broker trusts, and look at its dates.") },
  [FL_DEVICE_CAUSE_PEM] = { "error-pem", N_("The certificate or key in the sketch cannot be read."),
    N_("Copy it whole, with its BEGIN and END lines and a line break after each line.") },
  [FL_DEVICE_CAUSE_PSK] = { "error-psk", N_("The broker does not know this identity or pre-shared key."),
    N_("Compare identity and key with the broker’s psk_file, letter by letter.") },
  [FL_DEVICE_CAUSE_REVOKED] = { "error-revoked", N_("The certificate was revoked by its issuer."), N_("The broker needs a new certificate.") },
  [FL_DEVICE_CAUSE_NOT_TLS] = { "error-not-tls", N_("What answers does not speak TLS, or something in between does not let it."),
    N_("Use the port for TLS, mostly 8883; 1883 is the one without.") },
  [FL_DEVICE_CAUSE_DAMAGED] = { "error-damaged", N_("What came was damaged or against the rules of TLS."),
    N_("Try again near the access point; if it stays, update the device’s core and the broker.") },
  [FL_DEVICE_CAUSE_ALERT] = { "error-alert", N_("The broker broke off the handshake and did not say more here."),
    N_("Its log says why.") },
  [FL_DEVICE_CAUSE_DNS] = { "error-dns", N_("The device found no host of that name."), N_("Check the name in the sketch and the device’s DNS server.") },
  [FL_DEVICE_CAUSE_TCP] = { "error-tcp", N_("The device did not reach host and port at all."), N_("Check host and port in the sketch, and firewalls between.") },
  [FL_DEVICE_CAUSE_TIMEOUT] = { "error-timeout", N_("No answer came in time."), N_("Check host and port; a secure port does not answer a client without TLS.") },
  [FL_DEVICE_CAUSE_CLOSED] = { "error-closed", N_("The connection broke off: the broker closed it, or the network did."),
    N_("Give each device a client ID of its own; two with the same throw each other out.") },
  [FL_DEVICE_CAUSE_CONNECT] = { "error-connect", N_("The library got no connection: it cannot say whether host, port, Wi-Fi or TLS is to blame."),
    N_("Print getLastSSLError() of the secure client after it: that number says more.") },
  [FL_DEVICE_CAUSE_MQTT_VERSION] = { "error-mqtt-version", N_("The broker does not speak this version of MQTT."), N_("Use MQTT 3.1.1 in the sketch.") },
  [FL_DEVICE_CAUSE_MQTT_ID] = { "error-mqtt-id", N_("The broker does not accept this client ID."), N_("Use a short one of letters and digits, another for each device.") },
  [FL_DEVICE_CAUSE_MQTT_UNAVAILABLE] = { "error-mqtt-unavailable", N_("The broker is there, but cannot serve at the moment."), N_("Try again later.") },
  [FL_DEVICE_CAUSE_MQTT_CREDENTIALS] = { "error-mqtt-credentials", N_("The broker does not accept user name and password. It answered, so host, port and encryption are right."),
    N_("Check both; at Adafruit IO the password is the AIO key.") },
  [FL_DEVICE_CAUSE_MQTT_NOT_AUTHORIZED] = { "error-mqtt-not-authorized", N_("The broker does not let this user in. It answered, so host, port and encryption are right."),
    N_("Check user name, password and the broker’s access list.") },
  [FL_DEVICE_CAUSE_MQTT_SUBSCRIBE] = { "error-mqtt-subscribe", N_("The broker took the connection but not the subscription."), N_("Check the topic and who may read it.") },
  [FL_DEVICE_CAUSE_MQTT_RATE] = { "error-mqtt-rate", N_("The broker shut the device out for connecting too often."), N_("Wait a minute between two attempts.") },
};

/* Stable. */
const char *
fl_device_error_meaning_to_code (FlDeviceCause cause)
{
  g_return_val_if_fail ((guint) cause < FL_N_DEVICE_CAUSES, NULL);

  return causes[cause].code;
}

/**
 * fl_device_error_meaning_new:
 *
 * Returns: (transfer full): what it means in general, then for the broker that is looked at; and the fix. Any thread.
 */
FlFinding *
fl_device_error_meaning_new (const FlDeviceError  *error,
                             const FlPasteContext *context)
{
  FlDeviceErrorBroker broker;
  g_autofree char *name = NULL;
  g_autofree char *sentence = NULL;
  FlFinding *finding;
  FlDeviceCause cause;

  g_return_val_if_fail (error != NULL && context != NULL, NULL);

  cause = fl_device_error_code_to_cause (error->family, error->number);
  fl_device_error_broker_check (error->family, cause, context, &broker);
  name = fl_device_error_code_to_name (error->family, error->number);
  sentence = broker.sentence != NULL ? g_strdup_printf ("%s: %s %s", name, _(causes[cause].meaning), broker.sentence)
                                     : g_strdup_printf ("%s: %s", name, _(causes[cause].meaning));
  finding = fl_finding_new (causes[cause].code, cause == FL_DEVICE_CAUSE_NONE ? FL_SECURITY_TONE_NEUTRAL : FL_SECURITY_TONE_BAD,
                            error->line, sentence,
                            broker.fix != NULL ? broker.fix : causes[cause].fix != NULL ? _(causes[cause].fix) : NULL);
  finding->is_code = broker.fix != NULL && g_str_has_prefix (broker.fix, "MqttFingerprint");
  g_free (broker.sentence);
  g_free (broker.fix);
  return finding;
}
