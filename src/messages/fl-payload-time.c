/* The times that come with a message: how a device writes its own, and which of them is believed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-payload-time"

#include "config.h"

#include "messages/fl-payload-time.h"

#include <math.h>

#define MAX_FUTURE_US (24 * G_TIME_SPAN_HOUR)

/* The members that tell the time, best first. */
static const char *const names[] = { "timestamp", "time", "ts" };

G_STATIC_ASSERT (G_N_ELEMENTS (names) == FL_PAYLOAD_TIME_N_NAMES);

/* Seconds, milliseconds or microseconds since 1970, told apart by their size; -1 when it cannot be a time. */
static gint64
time_from_number (const char *text)
{
  double number = g_ascii_strtod (text, NULL);

  if (!(number >= 0 && number < 1e17))
    return -1;
  if (number < 1e11)
    number *= 1e6;
  else if (number < 1e14)
    number *= 1e3;
  return (gint64) llround (number);
}

/* ISO 8601; without a zone it is local time, as Tasmota writes it. */
static gint64
time_from_iso8601 (const char *text)
{
  g_autoptr(GTimeZone) local = g_time_zone_new_local ();
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (text, local);

  if (date == NULL)
    return -1;
  return MAX (g_date_time_to_unix (date), 0) * G_USEC_PER_SEC + g_date_time_get_microsecond (date);
}

/**
 * fl_payload_time_rank_name:
 * @name: of a member
 *
 * Returns: 0 for the name that is best to tell the time by, and so on; FL_PAYLOAD_TIME_N_NAMES for any other
 */
guint
fl_payload_time_rank_name (const char *name)
{
  guint rank;

  for (rank = 0; rank < G_N_ELEMENTS (names); rank++)
    if (g_ascii_strcasecmp (name, names[rank]) == 0)
      break;
  return rank;
}

/**
 * fl_payload_time_read:
 * @token: what the member is
 * @slice: (array length=n): as it was written, strings without their quotes
 * @n: bytes of @slice
 *
 * Seconds, milliseconds or microseconds since 1970, as a number or a string of one, or ISO 8601.
 *
 * Returns: real time in µs, or -1 when it is no time
 */
gint64
fl_payload_time_read (FlJsonToken  token,
                      const char  *slice,
                      gsize        n)
{
  g_autofree char *text = g_strndup (slice, n);

  if (token == FL_JSON_NUMBER || (token == FL_JSON_STRING && fl_json_is_number (text, n)))
    return time_from_number (text);
  return token == FL_JSON_STRING ? time_from_iso8601 (text) : -1;
}

/** fl_payload_time_is_set: whether a clock that shows this time, in µs, was ever set. */
gboolean
fl_payload_time_is_set (gint64 time)
{
  return time >= FL_PAYLOAD_TIME_FIRST_BELIEVED * G_USEC_PER_SEC;
}

/**
 * fl_payload_time_choose:
 * @own: what the payload says, real time in µs, or -1
 * @token_time: what its token says, real time in s
 * @arrived: when it came, real time in µs
 * @source: (out) (optional): where the time is from
 *
 * The payload's own time; else the token's; else the arrival. A time more than a day after the arrival is
 * not believed.
 *
 * Returns: when the payload was true, real time in µs
 */
gint64
fl_payload_time_choose (gint64        own,
                        gint64        token_time,
                        gint64        arrived,
                        FlTimeSource *source)
{
  FlTimeSource found = FL_TIME_SOURCE_ARRIVAL;
  gint64 time = arrived;

  if (own >= 0 && own <= arrived + MAX_FUTURE_US)
    {
      found = FL_TIME_SOURCE_PAYLOAD;
      time = own;
    }
  else if (token_time >= FL_PAYLOAD_TIME_FIRST_BELIEVED
           && token_time <= (arrived + MAX_FUTURE_US) / G_USEC_PER_SEC)
    {
      found = FL_TIME_SOURCE_TOKEN;
      time = token_time * G_USEC_PER_SEC;
    }
  if (source != NULL)
    *source = found;
  return time;
}
