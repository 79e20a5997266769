/* The error numbers in what a serial monitor printed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-device-error"

#include "config.h"

#include "esp/fl-device-error.h"

#include <string.h>

/* Longest line that is looked at, and most lines. */
#define MAX_LINE  1000
#define MAX_LINES 20000
#define N_BEARSSL 63
#define N_NUMBERS 768
/* Where mbedTLS's own numbers begin, without the low ones of the network. */
#define MBEDTLS_HIGH 0x1000
#define MBEDTLS_END  0x8000

/* Words after which a number stands, in lower case. */
static const struct { const char *words; FlDeviceErrorFamily family; } labels[] = {
  { "tls connection error", FL_DEVICE_ERROR_TASMOTA },
  { "getlastsslerror", FL_DEVICE_ERROR_BEARSSL },
  { "last ssl error", FL_DEVICE_ERROR_BEARSSL },
  { "lastsslerror", FL_DEVICE_ERROR_BEARSSL },
  { "bearssl error", FL_DEVICE_ERROR_BEARSSL },
  { "ssl error", FL_DEVICE_ERROR_BEARSSL },
  { "verify flags", FL_DEVICE_ERROR_MBEDTLS_FLAGS },
  { "verification flags", FL_DEVICE_ERROR_MBEDTLS_FLAGS },
  { "connecterror", FL_DEVICE_ERROR_ARDUINO_MQTT },
  { "mqtt connection failed! error code", FL_DEVICE_ERROR_ARDUINO_MQTT },
  { "start_ssl_client:", FL_DEVICE_ERROR_MBEDTLS },
  { "rc=", FL_DEVICE_ERROR_PUBSUBCLIENT },
  { "rc =", FL_DEVICE_ERROR_PUBSUBCLIENT },
  { "rc:", FL_DEVICE_ERROR_PUBSUBCLIENT },
  { "rc -", FL_DEVICE_ERROR_PUBSUBCLIENT },
  { "rc ", FL_DEVICE_ERROR_PUBSUBCLIENT },
  { "with state", FL_DEVICE_ERROR_PUBSUBCLIENT },
};

/* Whole sentences of libraries, in lower case. */
static const struct { const char *words; FlDeviceErrorFamily family; int number; } sentences[] = {
  { "chain could not be linked to a trust anchor", FL_DEVICE_ERROR_BEARSSL, 62 },
  { "certificate is expired or not yet valid", FL_DEVICE_ERROR_BEARSSL, 54 },
  { "expected server name was not found in the chain", FL_DEVICE_ERROR_BEARSSL, 56 },
  { "the certificate validity has expired", FL_DEVICE_ERROR_MBEDTLS_FLAGS, 0x01 },
  { "the certificate common name (cn) does not match", FL_DEVICE_ERROR_MBEDTLS_FLAGS, 0x04 },
  { "the certificate is not correctly signed by the trusted ca", FL_DEVICE_ERROR_MBEDTLS_FLAGS, 0x08 },
  { "the certificate validity starts in the future", FL_DEVICE_ERROR_MBEDTLS_FLAGS, 0x200 },
  { "the server does not support the level of the mqtt protocol", FL_DEVICE_ERROR_ADAFRUIT_MQTT, 1 },
  { "the client identifier is correct utf-8 but not allowed", FL_DEVICE_ERROR_ADAFRUIT_MQTT, 2 },
  { "the mqtt service is unavailable", FL_DEVICE_ERROR_ADAFRUIT_MQTT, 3 },
  { "the data in the user name or password is malformed", FL_DEVICE_ERROR_ADAFRUIT_MQTT, 4 },
  { "not authorized to connect", FL_DEVICE_ERROR_ADAFRUIT_MQTT, 5 },
  { "exceeded reconnect rate limit", FL_DEVICE_ERROR_ADAFRUIT_MQTT, 6 },
  { "you have been banned from connecting", FL_DEVICE_ERROR_ADAFRUIT_MQTT, 7 },
  { "failed to subscribe", FL_DEVICE_ERROR_ADAFRUIT_MQTT, -2 },
  { "retrying mqtt connection in", FL_DEVICE_ERROR_ADAFRUIT_MQTT, -1 },
};

static gboolean
is_known (FlDeviceErrorFamily family,
          int                 number)
{
  switch (family)
    {
    case FL_DEVICE_ERROR_BEARSSL:
      return number > 0 && number < N_NUMBERS && (number < N_BEARSSL || number >= 256);
    case FL_DEVICE_ERROR_PUBSUBCLIENT:
      return number >= -4 && number <= 5 && number != 0;
    case FL_DEVICE_ERROR_ARDUINO_MQTT:
      return number >= -2 && number <= 5 && number != 0;
    case FL_DEVICE_ERROR_ADAFRUIT_MQTT:
      return number >= -2 && number <= 7 && number != 0;
    case FL_DEVICE_ERROR_TASMOTA:
      return number == 1 || (number <= -1000 && number > -1100);
    case FL_DEVICE_ERROR_MBEDTLS_FLAGS:
      return number > 0 && number < 0x100000;
    case FL_DEVICE_ERROR_MBEDTLS:
    default:
      return fl_device_error_code_to_cause (family, number) != FL_DEVICE_CAUSE_UNKNOWN
             || (number <= -MBEDTLS_HIGH && number > -MBEDTLS_END);
    }
}

static void
add (GArray              *found,
     FlDeviceErrorFamily  family,
     int                  number,
     guint                line)
{
  const FlDeviceError error = { family, number, line };

  if (!is_known (family, number) || found->len == FL_DEVICE_ERROR_MAX)
    return;
  for (guint i = 0; i < found->len; i++)
    {
      const FlDeviceError *other = &g_array_index (found, FlDeviceError, i);

      if (other->family == family && other->number == number)
        return;
    }
  g_array_append_val (found, error);
}

/* The number at @text or after a few marks: "= -2", ": 62", "(54)", "-0x2700". FALSE if there is none. */
static gboolean
read_number (const char *text,
             int        *number)
{
  const char *at = text + strspn (text, " =:(\t\"'");
  gboolean is_negative = *at == '-';
  char *end = NULL;
  gint64 value;

  if (is_negative)
    at++;
  if (!g_ascii_isdigit (*at))
    return FALSE;
  value = g_ascii_strtoll (at, &end, g_str_has_prefix (at, "0x") ? 16 : 10);
  if (end == at || value > G_MAXINT / 2 || g_ascii_isalpha (*end) || (*end == '.' && g_ascii_isdigit (end[1])))
    return FALSE;
  *number = (int) (is_negative ? -value : value);
  return TRUE;
}

/* Tasmota prints BearSSL's numbers beside its own. */
static FlDeviceErrorFamily
tasmota_family (int number)
{
  return number > 1 ? FL_DEVICE_ERROR_BEARSSL : FL_DEVICE_ERROR_TASMOTA;
}

static void
find_labelled (const char *line,
               guint       n,
               GArray     *found)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      const char *at = strstr (line, labels[i].words);
      const gboolean is_word = at != NULL && (at == line || !g_ascii_isalnum (at[-1]));
      const size_t skip = strlen (labels[i].words) - (g_str_has_suffix (labels[i].words, "-") ? 1 : 0);
      int number;

      if (!is_word || !read_number (at + skip + strspn (at + skip, "() "), &number))
        continue;
      add (found, labels[i].family == FL_DEVICE_ERROR_TASMOTA ? tasmota_family (number) : labels[i].family, number, n);
      if (labels[i].family == FL_DEVICE_ERROR_BEARSSL)
        return; /* "last ssl error" has "ssl error" in it */
    }
}

/* "-0x2700" anywhere; "(-9984)", "-29312" where the number is one that mbedTLS has. */
static void
find_mbedtls (const char *line,
              guint       n,
              GArray     *found)
{
  for (const char *at = strchr (line, '-'); at != NULL; at = strchr (at + 1, '-'))
    {
      const gboolean is_hex = g_str_has_prefix (at, "-0x");
      int number;

      if ((at > line && g_ascii_isalnum (at[-1])) || !read_number (at, &number))
        continue;
      if (is_hex || (number <= -MBEDTLS_HIGH && fl_device_error_code_to_cause (FL_DEVICE_ERROR_MBEDTLS, number) != FL_DEVICE_CAUSE_UNKNOWN))
        add (found, FL_DEVICE_ERROR_MBEDTLS, number, n);
    }
}

static void
find_names (const char *line,
            guint       n,
            GArray     *found)
{
  const char *at = strstr (line, "br_err_");
  g_autofree char *name = at != NULL ? g_strndup (at, strspn (at, "abcdefghijklmnopqrstuvwxyz_0123456789")) : NULL;
  int number;

  if (name != NULL && fl_device_error_code_from_name (name, &number))
    add (found, FL_DEVICE_ERROR_BEARSSL, number, n);
}

static void
find_sentences (const char *line,
                guint       n,
                GArray     *found)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (strstr (line, sentences[i].words) != NULL)
      {
        add (found, sentences[i].family, sentences[i].number, n);
        return;
      }
}

/* A number and nothing else: it can be of several libraries. */
static void
find_bare (const char *text,
           GArray     *found)
{
  g_autofree char *bare = g_ascii_strdown (text, (gssize) strnlen (text, 32));
  const char *digits = g_strstrip (bare);
  int number;

  if (strspn (digits, "-0123456789xabcdef") != strlen (digits) || !read_number (digits, &number))
    return;
  if (number <= -1000 && number > -1100)
    add (found, FL_DEVICE_ERROR_TASMOTA, number, 1);
  else if (number < -5)
    add (found, FL_DEVICE_ERROR_MBEDTLS, number, 1);
  else
    {
      add (found, FL_DEVICE_ERROR_BEARSSL, number, 1);
      add (found, FL_DEVICE_ERROR_PUBSUBCLIENT, number, 1);
    }
}

/**
 * fl_device_error_find:
 * @text: UTF-8, of a stranger
 *
 * Returns: (transfer full) (element-type FlDeviceError): each once, in the order in which they stand there; at most
 *   FL_DEVICE_ERROR_MAX. Any thread.
 */
GArray *
fl_device_error_find (const char *text)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (FlDeviceError));
  const char *at = text;

  g_return_val_if_fail (text != NULL, found);

  for (guint n = 1; *at != '\0' && n <= MAX_LINES; n++)
    {
      const size_t length = strcspn (at, "\n");
      g_autofree char *line = g_ascii_strdown (at, (gssize) MIN (length, MAX_LINE));

      find_mbedtls (line, n, found);
      find_labelled (line, n, found);
      find_names (line, n, found);
      find_sentences (line, n, found);
      at += length + (at[length] == '\n');
    }
  if (found->len == 0)
    find_bare (text, found);
  return found;
}
