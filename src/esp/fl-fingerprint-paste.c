/* A fingerprint in whatever form it was pasted: alone, in a line of a sketch, as openssl, ESPHome or Tasmota write it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fingerprint-paste"

#include "config.h"

#include "esp/fl-fingerprint-paste.h"

#include <string.h>

#define SPKI_PREFIX   "sha256//"
#define N_SPKI_BASE64 44
#define MAX_DIGITS    64
/* Of the text beside the fingerprint: a declaration, a command, the label of openssl. A sentence or code is longer. */
#define MAX_OTHER     160

/* Where a run of pairs ends, and its digits. */
typedef struct
{
  char  digits[MAX_DIGITS + 1];
  guint n_digits; /* more than MAX_DIGITS: too many */
} Run;

static gboolean
is_pair (const char *text)
{
  return g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]);
}

/* What may stand between two pairs: blanks and colons, as the ESP8266 takes them; one comma, hyphen or dot; "0x" before a pair. */
static const char *
skip_separators (const char *text)
{
  guint n_marks = 0;

  for (; *text != '\0' && (g_ascii_isspace (*text) || *text == ':' || (strchr (",-.", *text) != NULL && n_marks++ == 0)); text++)
    ;
  if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && is_pair (text + 2))
    text += 2;
  return text;
}

/* The longest run of pairs from @text on; returns what follows it. */
static const char *
read_run (const char *text,
          Run        *run)
{
  const char *at = text;
  const char *end = text;

  *run = (Run) { .n_digits = 0 };
  if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X') && is_pair (at + 2))
    at += 2;
  while (is_pair (at))
    {
      if (run->n_digits + 2 > MAX_DIGITS)
        {
          run->n_digits = MAX_DIGITS + 2; /* too long to be one */
          at += 2;
          end = at;
        }
      else
        {
          run->digits[run->n_digits++] = g_ascii_tolower (at[0]);
          run->digits[run->n_digits++] = g_ascii_tolower (at[1]);
          end = at + 2;
          at = skip_separators (end);
        }
    }
  run->digits[MIN (run->n_digits, MAX_DIGITS)] = '\0';
  return end;
}

static gboolean
is_whole (const Run *run,
          char       before,
          char       after)
{
  return (run->n_digits == 40 || run->n_digits == 64)
         && !g_ascii_isalnum (before) && before != '_' && !g_ascii_isalnum (after) && after != '_';
}

static FlPin *
find_hex (const char *text)
{
  for (const char *at = text; *at != '\0';)
    {
      Run run;
      const char *end = read_run (at, &run);
      const size_t n_first = strspn (at, "0123456789abcdefABCDEF");

      if (is_whole (&run, at > text ? at[-1] : ' ', *end))
        return fl_pin_parse (run.digits, NULL);
      /* "face: 18 C0 …": letters of a word are no pairs of the run that follows. */
      at = end > at && n_first == 2 ? end : at + MAX (n_first, 1);
      while (g_ascii_isalnum (at[-1]) && g_ascii_isalnum (*at))
        at++;
    }
  return NULL;
}

static FlPin *
find_spki (const char *text)
{
  const char *found = strstr (text, SPKI_PREFIX);
  g_autofree char *pin = found != NULL ? g_strndup (found, strlen (SPKI_PREFIX) + N_SPKI_BASE64) : NULL;

  return pin != NULL ? fl_pin_parse (pin, NULL) : NULL;
}

/* How much of @text is no part of a fingerprint. */
static size_t
count_others (const char *text)
{
  size_t n = 0;

  for (; *text != '\0'; text++)
    n += !g_ascii_isxdigit (*text) && !g_ascii_isspace (*text) && strchr (":,-.xX", *text) == NULL;
  return n;
}

/**
 * fl_fingerprint_paste_read:
 * @text: a line or a few
 *
 * Takes SHA-1 and SHA-256 with any separators, as a string or byte array of a sketch, after "SHA1 Fingerprint=",
 * "MqttFingerprint1" or in a list of ESPHome; and "sha256//" with base64. Any thread.
 *
 * Returns: (transfer full) (nullable): the first fingerprint, if the text is about one
 */
FlPin *
fl_fingerprint_paste_read (const char *text)
{
  FlPin *pin;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > FL_FINGERPRINT_PASTE_MAX)
    return NULL;
  pin = find_spki (text);
  if (pin == NULL && count_others (text) <= MAX_OTHER)
    pin = find_hex (text);
  return pin;
}

/* (nullable): 40 lower-case digits; NULL if it is another kind */
char *
fl_fingerprint_paste_sha1 (const FlPin *pin)
{
  g_return_val_if_fail (pin != NULL, NULL);

  return fl_pin_get_kind (pin) == FL_PIN_SHA1 ? fl_pin_to_text (pin) : NULL;
}

/* Whether the ESP8266's setFingerprint() takes it: 20 pairs, each followed by any number of blanks and colons, nothing
 * before them (WiFiClientSecureBearSSL.cpp). */
gboolean
fl_fingerprint_paste_is_for_esp8266 (const char *text)
{
  guint n_pairs = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  for (; is_pair (text) && n_pairs < 20; n_pairs++)
    text += 2 + strspn (text + 2, " :");
  return n_pairs == 20 && *text == '\0';
}
