/* The numbers that TLS and MQTT libraries on an ESP give, and what causes each.
 *
 * Sources: bearssl_ssl.h, bearssl_x509.h; mbedtls/ssl.h, x509.h, net_sockets.h, pem.h, pk.h (2.28 and 3.6); RFC 8446 section 6
 * for alerts; PubSubClient.h, ArduinoMqttClient's MqttClient.h, Adafruit_MQTT.cpp; Tasmota's TLS documentation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-device-error-code"

#include "config.h"

#include "esp/fl-device-error-code.h"

/* BearSSL: an alert that came or that was sent is added to these. */
#define RECEIVED 256
#define SENT     512
#define N_ALERTS 256

typedef struct
{
  FlDeviceErrorFamily family;
  int                 number;
  FlDeviceCause       cause;
  const char         *name; /* as the library's header has it */
} Row;

#define BEAR(number, cause, name)  { FL_DEVICE_ERROR_BEARSSL, number, FL_DEVICE_CAUSE_##cause, "BR_ERR_" name }
#define MBED(number, cause, name)  { FL_DEVICE_ERROR_MBEDTLS, -(number), FL_DEVICE_CAUSE_##cause, "MBEDTLS_ERR_" name }
#define FLAG(number, cause, name)  { FL_DEVICE_ERROR_MBEDTLS_FLAGS, number, FL_DEVICE_CAUSE_##cause, "MBEDTLS_X509_" name }
#define TASM(number, cause, name)  { FL_DEVICE_ERROR_TASMOTA, number, FL_DEVICE_CAUSE_##cause, name }
#define PUBS(number, cause, name)  { FL_DEVICE_ERROR_PUBSUBCLIENT, number, FL_DEVICE_CAUSE_##cause, "MQTT_" name }
#define ARDU(number, cause, name)  { FL_DEVICE_ERROR_ARDUINO_MQTT, number, FL_DEVICE_CAUSE_##cause, "MQTT_" name }
#define ADAF(number, cause, name)  { FL_DEVICE_ERROR_ADAFRUIT_MQTT, number, FL_DEVICE_CAUSE_##cause, name }

static const Row rows[] = {
  BEAR (0, NONE, "OK"), BEAR (1, UNKNOWN, "BAD_PARAM"), BEAR (2, UNKNOWN, "BAD_STATE"),
  BEAR (3, VERSION, "UNSUPPORTED_VERSION"), BEAR (4, NOT_TLS, "BAD_VERSION"), BEAR (5, NOT_TLS, "BAD_LENGTH"),
  BEAR (6, TOO_LARGE, "TOO_LARGE"), BEAR (7, DAMAGED, "BAD_MAC"), BEAR (8, UNKNOWN, "NO_RANDOM"),
  BEAR (9, NOT_TLS, "UNKNOWN_TYPE"), BEAR (10, NOT_TLS, "UNEXPECTED"), BEAR (12, DAMAGED, "BAD_CCS"),
  BEAR (13, DAMAGED, "BAD_ALERT"), BEAR (14, DAMAGED, "BAD_HANDSHAKE"), BEAR (15, DAMAGED, "OVERSIZED_ID"),
  BEAR (16, NO_COMMON, "BAD_CIPHER_SUITE"), BEAR (17, DAMAGED, "BAD_COMPRESSION"), BEAR (18, TOO_LARGE, "BAD_FRAGLEN"),
  BEAR (19, DAMAGED, "BAD_SECRENEG"), BEAR (20, DAMAGED, "EXTRA_EXTENSION"), BEAR (21, NAME, "BAD_SNI"),
  BEAR (22, DAMAGED, "BAD_HELLO_DONE"), BEAR (23, UNSUPPORTED, "LIMIT_EXCEEDED"), BEAR (24, DAMAGED, "BAD_FINISHED"),
  BEAR (25, DAMAGED, "RESUME_MISMATCH"), BEAR (26, NO_COMMON, "INVALID_ALGORITHM"), BEAR (27, BAD_SIGNATURE, "BAD_SIGNATURE"),
  BEAR (28, USAGE, "WRONG_KEY_USAGE"), BEAR (29, CLIENT_REQUIRED, "NO_CLIENT_AUTH"), BEAR (31, CLOSED, "IO"),
  BEAR (32, NONE, "X509_OK"), BEAR (33, UNSUPPORTED, "X509_INVALID_VALUE"), BEAR (34, UNSUPPORTED, "X509_TRUNCATED"),
  BEAR (35, NOT_TRUSTED, "X509_EMPTY_CHAIN"), BEAR (36, UNSUPPORTED, "X509_INNER_TRUNC"),
  BEAR (37, UNSUPPORTED, "X509_BAD_TAG_CLASS"), BEAR (38, UNSUPPORTED, "X509_BAD_TAG_VALUE"),
  BEAR (39, UNSUPPORTED, "X509_INDEFINITE_LENGTH"), BEAR (40, UNSUPPORTED, "X509_EXTRA_ELEMENT"),
  BEAR (41, UNSUPPORTED, "X509_UNEXPECTED"), BEAR (42, UNSUPPORTED, "X509_NOT_CONSTRUCTED"),
  BEAR (43, UNSUPPORTED, "X509_NOT_PRIMITIVE"), BEAR (44, UNSUPPORTED, "X509_PARTIAL_BYTE"),
  BEAR (45, UNSUPPORTED, "X509_BAD_BOOLEAN"), BEAR (46, UNSUPPORTED, "X509_OVERFLOW"), BEAR (47, UNSUPPORTED, "X509_BAD_DN"),
  BEAR (48, UNSUPPORTED, "X509_BAD_TIME"), BEAR (49, UNSUPPORTED, "X509_UNSUPPORTED"),
  BEAR (50, UNSUPPORTED, "X509_LIMIT_EXCEEDED"), BEAR (51, UNSUPPORTED, "X509_WRONG_KEY_TYPE"),
  BEAR (52, BAD_SIGNATURE, "X509_BAD_SIGNATURE"), BEAR (53, TIME_UNKNOWN, "X509_TIME_UNKNOWN"),
  BEAR (54, EXPIRED, "X509_EXPIRED"), BEAR (55, CHAIN_ORDER, "X509_DN_MISMATCH"), BEAR (56, NAME, "X509_BAD_SERVER_NAME"),
  BEAR (57, CRITICAL, "X509_CRITICAL_EXTENSION"), BEAR (58, NOT_CA, "X509_NOT_CA"),
  BEAR (59, USAGE, "X509_FORBIDDEN_KEY_USAGE"), BEAR (60, WEAK_KEY, "X509_WEAK_PUBLIC_KEY"),
  BEAR (62, NOT_TRUSTED, "X509_NOT_TRUSTED"),

  MBED (0x0001, NO_CHECK, "start_ssl_client"),
  MBED (0x0042, TCP, "NET_SOCKET_FAILED"), MBED (0x0044, TCP, "NET_CONNECT_FAILED"), MBED (0x004c, CLOSED, "NET_RECV_FAILED"),
  MBED (0x004e, CLOSED, "NET_SEND_FAILED"), MBED (0x0050, CLOSED, "NET_CONN_RESET"), MBED (0x0052, DNS, "NET_UNKNOWN_HOST"),
  MBED (0x0010, MEMORY, "MPI_ALLOC_FAILED"), MBED (0x4290, MEMORY, "RSA_PUBLIC_FAILED + MPI_ALLOC_FAILED"),
  MBED (0x1080, PEM, "PEM_NO_HEADER_FOOTER_PRESENT"), MBED (0x1100, PEM, "PEM_INVALID_DATA"), MBED (0x1180, MEMORY, "PEM_ALLOC_FAILED"),
  MBED (0x1300, PEM, "PEM_PASSWORD_REQUIRED"), MBED (0x1480, PEM, "PEM_BAD_INPUT_DATA"),
  MBED (0x2080, UNSUPPORTED, "X509_FEATURE_UNAVAILABLE"), MBED (0x2180, PEM, "X509_INVALID_FORMAT"),
  MBED (0x2500, CRITICAL, "X509_INVALID_EXTENSIONS"), MBED (0x2600, UNSUPPORTED, "X509_UNKNOWN_SIG_ALG"),
  MBED (0x2680, BAD_SIGNATURE, "X509_SIG_MISMATCH"), MBED (0x2700, NOT_TRUSTED, "X509_CERT_VERIFY_FAILED"),
  MBED (0x2780, PEM, "X509_CERT_UNKNOWN_FORMAT"), MBED (0x2800, PEM, "X509_BAD_INPUT_DATA"),
  MBED (0x2880, MEMORY, "X509_ALLOC_FAILED"), MBED (0x3000, DAMAGED, "X509_FATAL_ERROR"),
  MBED (0x3a00, UNSUPPORTED, "PK_UNKNOWN_NAMED_CURVE"), MBED (0x3b00, UNSUPPORTED, "PK_INVALID_PUBKEY"),
  MBED (0x3c80, UNSUPPORTED, "PK_UNKNOWN_PK_ALG"), MBED (0x3d00, PEM, "PK_KEY_INVALID_FORMAT"), MBED (0x3f80, MEMORY, "PK_ALLOC_FAILED"),
  MBED (0x6800, TIMEOUT, "SSL_TIMEOUT"), MBED (0x6880, TIMEOUT, "SSL_WANT_WRITE"), MBED (0x6900, TIMEOUT, "SSL_WANT_READ"),
  MBED (0x6a00, TOO_LARGE, "SSL_BUFFER_TOO_SMALL"), MBED (0x6c80, PSK, "SSL_UNKNOWN_IDENTITY"),
  MBED (0x6d00, PEM, "SSL_PK_TYPE_MISMATCH"), MBED (0x6e00, NO_COMMON, "SSL_HANDSHAKE_FAILURE"),
  MBED (0x6e80, VERSION, "SSL_BAD_PROTOCOL_VERSION"), MBED (0x7080, UNSUPPORTED, "SSL_FEATURE_UNAVAILABLE"),
  MBED (0x7100, UNKNOWN, "SSL_BAD_INPUT_DATA"), MBED (0x7180, DAMAGED, "SSL_INVALID_MAC"), MBED (0x7200, NOT_TLS, "SSL_INVALID_RECORD"),
  MBED (0x7280, CLOSED, "SSL_CONN_EOF"), MBED (0x7300, DAMAGED, "SSL_DECODE_ERROR"), MBED (0x7380, NO_COMMON, "SSL_NO_CIPHER_CHOSEN"),
  MBED (0x7480, CLIENT_REQUIRED, "SSL_NO_CLIENT_CERTIFICATE"), MBED (0x7500, UNSUPPORTED, "SSL_UNSUPPORTED_EXTENSION"),
  MBED (0x7600, PEM, "SSL_PRIVATE_KEY_REQUIRED"), MBED (0x7680, NO_CHECK, "SSL_CA_CHAIN_REQUIRED"),
  MBED (0x7700, NOT_TLS, "SSL_UNEXPECTED_MESSAGE"), MBED (0x7780, ALERT, "SSL_FATAL_ALERT_MESSAGE"),
  MBED (0x7800, NAME, "SSL_UNRECOGNIZED_NAME"), MBED (0x7880, CLOSED, "SSL_PEER_CLOSE_NOTIFY"),
  MBED (0x7980, NO_COMMON, "SSL_BAD_HS_SERVER_HELLO"), MBED (0x7a00, UNSUPPORTED, "SSL_BAD_CERTIFICATE"),
  MBED (0x7b00, NO_COMMON, "SSL_BAD_HS_SERVER_KEY_EXCHANGE"), MBED (0x7d00, DAMAGED, "SSL_BAD_HS_CLIENT_KEY_EXCHANGE_CS"),
  MBED (0x7e80, DAMAGED, "SSL_BAD_HS_FINISHED"), MBED (0x7f00, MEMORY, "SSL_ALLOC_FAILED"),

  FLAG (0x01, EXPIRED, "BADCERT_EXPIRED"), FLAG (0x02, REVOKED, "BADCERT_REVOKED"), FLAG (0x04, NAME, "BADCERT_CN_MISMATCH"),
  FLAG (0x08, NOT_TRUSTED, "BADCERT_NOT_TRUSTED"), FLAG (0x40, NOT_TRUSTED, "BADCERT_MISSING"),
  FLAG (0x200, EXPIRED, "BADCERT_FUTURE"), FLAG (0x800, USAGE, "BADCERT_KEY_USAGE"), FLAG (0x1000, USAGE, "BADCERT_EXT_KEY_USAGE"),
  FLAG (0x4000, UNSUPPORTED, "BADCERT_BAD_MD"), FLAG (0x8000, UNSUPPORTED, "BADCERT_BAD_PK"), FLAG (0x10000, WEAK_KEY, "BADCERT_BAD_KEY"),

  TASM (1, FINGERPRINT, "bad fingerprint"), TASM (-1000, MEMORY, "out of memory"), TASM (-1001, DNS, "DNS"),
  TASM (-1002, TCP, "TCP"), TASM (-1005, TIMEOUT, "timeout"),

  PUBS (-4, TIMEOUT, "CONNECTION_TIMEOUT"), PUBS (-3, CLOSED, "CONNECTION_LOST"), PUBS (-2, CONNECT, "CONNECT_FAILED"),
  PUBS (-1, CLOSED, "DISCONNECTED"), PUBS (0, NONE, "CONNECTED"), PUBS (1, MQTT_VERSION, "CONNECT_BAD_PROTOCOL"),
  PUBS (2, MQTT_ID, "CONNECT_BAD_CLIENT_ID"), PUBS (3, MQTT_UNAVAILABLE, "CONNECT_UNAVAILABLE"),
  PUBS (4, MQTT_CREDENTIALS, "CONNECT_BAD_CREDENTIALS"), PUBS (5, MQTT_NOT_AUTHORIZED, "CONNECT_UNAUTHORIZED"),

  ARDU (-2, CONNECT, "CONNECTION_REFUSED"), ARDU (-1, TIMEOUT, "CONNECTION_TIMEOUT"), ARDU (0, NONE, "SUCCESS"),
  ARDU (1, MQTT_VERSION, "UNACCEPTABLE_PROTOCOL_VERSION"), ARDU (2, MQTT_ID, "IDENTIFIER_REJECTED"),
  ARDU (3, MQTT_UNAVAILABLE, "SERVER_UNAVAILABLE"), ARDU (4, MQTT_CREDENTIALS, "BAD_USER_NAME_OR_PASSWORD"),
  ARDU (5, MQTT_NOT_AUTHORIZED, "NOT_AUTHORIZED"),

  ADAF (-1, CONNECT, "Connection failed"), ADAF (-2, MQTT_SUBSCRIBE, "Failed to subscribe"), ADAF (0, NONE, "connected"),
  ADAF (1, MQTT_VERSION, "wrong protocol"), ADAF (2, MQTT_ID, "ID rejected"), ADAF (3, MQTT_UNAVAILABLE, "service unavailable"),
  ADAF (4, MQTT_CREDENTIALS, "bad user name or password"), ADAF (5, MQTT_NOT_AUTHORIZED, "not authorized"),
  ADAF (6, MQTT_RATE, "reconnect rate limit"), ADAF (7, MQTT_RATE, "banned"),
};

/* TLS alerts: what the other side does not like of the device, and the reverse. */
static const struct { int alert; FlDeviceCause received; FlDeviceCause sent; const char *name; } alerts[] = {
  { 0, FL_DEVICE_CAUSE_CLOSED, FL_DEVICE_CAUSE_CLOSED, "close_notify" },
  { 10, FL_DEVICE_CAUSE_DAMAGED, FL_DEVICE_CAUSE_NOT_TLS, "unexpected_message" },
  { 20, FL_DEVICE_CAUSE_DAMAGED, FL_DEVICE_CAUSE_DAMAGED, "bad_record_mac" },
  { 40, FL_DEVICE_CAUSE_NO_COMMON, FL_DEVICE_CAUSE_NO_COMMON, "handshake_failure" },
  { 42, FL_DEVICE_CAUSE_CLIENT_REFUSED, FL_DEVICE_CAUSE_UNSUPPORTED, "bad_certificate" },
  { 43, FL_DEVICE_CAUSE_CLIENT_REFUSED, FL_DEVICE_CAUSE_UNSUPPORTED, "unsupported_certificate" },
  { 44, FL_DEVICE_CAUSE_CLIENT_REFUSED, FL_DEVICE_CAUSE_REVOKED, "certificate_revoked" },
  { 45, FL_DEVICE_CAUSE_CLIENT_REFUSED, FL_DEVICE_CAUSE_EXPIRED, "certificate_expired" },
  { 46, FL_DEVICE_CAUSE_CLIENT_REFUSED, FL_DEVICE_CAUSE_NOT_TRUSTED, "certificate_unknown" },
  { 47, FL_DEVICE_CAUSE_NO_COMMON, FL_DEVICE_CAUSE_DAMAGED, "illegal_parameter" },
  { 48, FL_DEVICE_CAUSE_CLIENT_REFUSED, FL_DEVICE_CAUSE_NOT_TRUSTED, "unknown_ca" },
  { 49, FL_DEVICE_CAUSE_CLIENT_REFUSED, FL_DEVICE_CAUSE_ALERT, "access_denied" },
  { 50, FL_DEVICE_CAUSE_DAMAGED, FL_DEVICE_CAUSE_DAMAGED, "decode_error" },
  { 51, FL_DEVICE_CAUSE_DAMAGED, FL_DEVICE_CAUSE_BAD_SIGNATURE, "decrypt_error" },
  { 70, FL_DEVICE_CAUSE_VERSION, FL_DEVICE_CAUSE_VERSION, "protocol_version" },
  { 71, FL_DEVICE_CAUSE_NO_COMMON, FL_DEVICE_CAUSE_NO_COMMON, "insufficient_security" },
  { 80, FL_DEVICE_CAUSE_ALERT, FL_DEVICE_CAUSE_MEMORY, "internal_error" },
  { 112, FL_DEVICE_CAUSE_NAME, FL_DEVICE_CAUSE_NAME, "unrecognized_name" },
  { 115, FL_DEVICE_CAUSE_PSK, FL_DEVICE_CAUSE_PSK, "unknown_psk_identity" },
  { 116, FL_DEVICE_CAUSE_CLIENT_REQUIRED, FL_DEVICE_CAUSE_CLIENT_REQUIRED, "certificate_required" },
};

static const Row *
find_row (FlDeviceErrorFamily family,
          int                 number)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].family == family && rows[i].number == number)
      return &rows[i];
  /* Of several verify flags the lowest that is known. */
  for (guint i = 0; family == FL_DEVICE_ERROR_MBEDTLS_FLAGS && i < G_N_ELEMENTS (rows); i++)
    if (rows[i].family == family && (number & rows[i].number) != 0)
      return &rows[i];
  return NULL;
}

/* The alert in a number of BearSSL; -1 if there is none. */
static int
alert_of (FlDeviceErrorFamily family,
          int                 number)
{
  if (family != FL_DEVICE_ERROR_BEARSSL || number < RECEIVED || number >= SENT + N_ALERTS)
    return -1;
  return number % RECEIVED;
}

/* FL_DEVICE_CAUSE_UNKNOWN for a number without a meaning of its own, or none at all. Any thread. */
FlDeviceCause
fl_device_error_code_to_cause (FlDeviceErrorFamily family,
                               int                 number)
{
  const int alert = alert_of (family, number);
  const Row *row = find_row (family, number);

  for (guint i = 0; alert >= 0 && i < G_N_ELEMENTS (alerts); i++)
    if (alerts[i].alert == alert)
      return number < SENT ? alerts[i].received : alerts[i].sent;
  if (alert >= 0)
    return FL_DEVICE_CAUSE_ALERT;
  return row != NULL ? row->cause : FL_DEVICE_CAUSE_UNKNOWN;
}

/* "54 BR_ERR_X509_EXPIRED", "296 handshake_failure received", "-0x2700 MBEDTLS_ERR_…": not translated. */
char *
fl_device_error_code_to_name (FlDeviceErrorFamily family,
                              int                 number)
{
  const int alert = alert_of (family, number);
  const Row *row = find_row (family, number);
  const char *name = row != NULL ? row->name : NULL;

  for (guint i = 0; alert >= 0 && i < G_N_ELEMENTS (alerts); i++)
    if (alerts[i].alert == alert)
      return g_strdup_printf ("%d %s %s", number, alerts[i].name, number < SENT ? "received" : "sent");
  if (alert >= 0)
    return g_strdup_printf ("%d alert %d %s", number, alert, number < SENT ? "received" : "sent");
  if (family == FL_DEVICE_ERROR_MBEDTLS_FLAGS)
    return g_strdup_printf ("0x%x%s%s", (unsigned) number, name != NULL ? " " : "", name != NULL ? name : "");
  if (family == FL_DEVICE_ERROR_MBEDTLS && number < -0xff)
    return g_strdup_printf ("-0x%04X%s%s", (unsigned) -number, name != NULL ? " " : "", name != NULL ? name : "");
  return g_strdup_printf ("%d%s%s", number, name != NULL ? " " : "", name != NULL ? name : "");
}

/* "BR_ERR_X509_EXPIRED" → 54. */
gboolean
fl_device_error_code_from_name (const char *name,
                                int        *number)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].family == FL_DEVICE_ERROR_BEARSSL && g_ascii_strcasecmp (rows[i].name, name) == 0)
      {
        *number = rows[i].number;
        return TRUE;
      }
  return FALSE;
}
