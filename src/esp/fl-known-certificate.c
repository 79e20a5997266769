/* Certificates of well-known brokers whose fingerprints were printed in sketches: whose it was, and when.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-known-certificate"

#include "config.h"

#include "esp/fl-known-certificate.h"

#include <glib/gi18n-lib.h>

#define ADAFRUIT "io.adafruit.com"

/* The history of adafruit/Adafruit_MQTT_Library, examples/adafruitio_secure_esp8266/adafruitio_secure_esp8266.ino:
 * every fingerprint that it told people to paste, by the day of its commit. Certificates are made for half a year
 * there since January 2026, and the example prints none any more. */
static const FlKnownCertificate known[] = {
  { ADAFRUIT, "26961c2a5107fd15809693aef732ceb90d0155c4", 1467676800, 1502755200 }, /* 2016-07-05 */
  { ADAFRUIT, "ad4b64b36740b5fc0e519bbd25e97f88b62aa35b", 1502755200, 1517788800 }, /* 2017-08-15 */
  { ADAFRUIT, "7700542ddae7d80327312399eb27dbcba54c5718", 1517788800, 1593993600 }, /* 2018-02-05 */
  { ADAFRUIT, "593c480ab18b394e0d5850479a135560cca01daf", 1593993600, 1660521600 }, /* 2020-07-06 */
  { ADAFRUIT, "18c0c23dbedd81377340e7e43661cb0adf96ad25", 1660521600, 1689897600 }, /* 2022-08-15 */
  { ADAFRUIT, "4ec1527324a836d67a4c67c7910c0a22b92d5bca", 1689897600, 1735516800 }, /* 2023-07-21 */
  { ADAFRUIT, "2397b06a5ada2cf7f33d0eab9be8f73a97a407c1", 1735516800, 1752451200 }, /* 2024-12-30 */
  { ADAFRUIT, "47d2cb14df389759c6651a1f3e001e53cca517e0", 1752451200, 0 }, /* 2025-07-14 */
};

/* All of them, oldest first; static. */
const FlKnownCertificate *
fl_known_certificate_list (guint *n_certificates)
{
  g_return_val_if_fail (n_certificates != NULL, NULL);

  *n_certificates = G_N_ELEMENTS (known);
  return known;
}

/**
 * fl_known_certificate_find:
 * @sha1: 40 hexadecimal digits, nothing between them
 *
 * Returns: (transfer none) (nullable): the certificate of that fingerprint. Any thread.
 */
const FlKnownCertificate *
fl_known_certificate_find (const char *sha1)
{
  g_return_val_if_fail (sha1 != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (known[i].sha1, sha1) == 0)
      return &known[i];
  return NULL;
}

static char *
format_month (gint64 time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (time);

  /* Translators: a month such as “August 2022” */
  return g_date_time_format (date, _("%B %Y"));
}

/* "io.adafruit.com’s certificate of August 2022 to July 2023" */
char *
fl_known_certificate_name (const FlKnownCertificate *self)
{
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  from = format_month (self->from);
  if (self->until == 0)
    return g_strdup_printf (_("%s’s certificate of %s"), self->host, from);
  until = format_month (self->until);
  /* Translators: a host and two months: “io.adafruit.com’s certificate of August 2022 to July 2023” */
  return g_strdup_printf (_("%s’s certificate of %s to %s"), self->host, from, until);
}
