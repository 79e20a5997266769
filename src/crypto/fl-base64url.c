/* The base64url alphabet of RFC 4648 section 5, strictly.
 *
 * Own code because GLib's decoder silently drops '-' and '_', and OpenSSL's knows neither and
 * counts the padding as data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-base64url"

#include "config.h"

#include "crypto/fl-base64url.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* E (character, value) for each of the alphabet. */
#define FOR_EACH_CHARACTER(E) \
  E ('A', 0) E ('B', 1) E ('C', 2) E ('D', 3) E ('E', 4) E ('F', 5) E ('G', 6) E ('H', 7) \
  E ('I', 8) E ('J', 9) E ('K', 10) E ('L', 11) E ('M', 12) E ('N', 13) E ('O', 14) E ('P', 15) \
  E ('Q', 16) E ('R', 17) E ('S', 18) E ('T', 19) E ('U', 20) E ('V', 21) E ('W', 22) E ('X', 23) \
  E ('Y', 24) E ('Z', 25) E ('a', 26) E ('b', 27) E ('c', 28) E ('d', 29) E ('e', 30) E ('f', 31) \
  E ('g', 32) E ('h', 33) E ('i', 34) E ('j', 35) E ('k', 36) E ('l', 37) E ('m', 38) E ('n', 39) \
  E ('o', 40) E ('p', 41) E ('q', 42) E ('r', 43) E ('s', 44) E ('t', 45) E ('u', 46) E ('v', 47) \
  E ('w', 48) E ('x', 49) E ('y', 50) E ('z', 51) E ('0', 52) E ('1', 53) E ('2', 54) E ('3', 55) \
  E ('4', 56) E ('5', 57) E ('6', 58) E ('7', 59) E ('8', 60) E ('9', 61) E ('-', 62) E ('_', 63)

/* A group of four characters is the sum of one entry of each table: its three bytes below, and above them
 * one bit for each character that is in the alphabet. */
#define ENTRY(place, character, value) \
  [character] = (guint32) (value) << (18 - 6 * (place)) | (guint32) 1 << (24 + (place)),
#define FIRST(character, value)  ENTRY (0, character, value)
#define SECOND(character, value) ENTRY (1, character, value)
#define THIRD(character, value)  ENTRY (2, character, value)
#define FOURTH(character, value) ENTRY (3, character, value)
#define ALL_VALID 0xf

static const guint32 values[4][256] = {
  { FOR_EACH_CHARACTER (FIRST) },
  { FOR_EACH_CHARACTER (SECOND) },
  { FOR_EACH_CHARACTER (THIRD) },
  { FOR_EACH_CHARACTER (FOURTH) },
};

/* How many characters are left without a correct padding: all if there is none, and
 * G_MAXSIZE if there is a wrong one. */
static size_t
length_without_padding (const char *text,
                        size_t      n_text)
{
  size_t n = n_text;

  while (n > 0 && n_text - n < 2 && text[n - 1] == '=')
    n--;
  if (n < n_text && n_text % 4 != 0)
    return G_MAXSIZE;
  return n % 4 == 1 ? G_MAXSIZE : n;
}

static inline guint32
read_group (const guint8 *in)
{
  return values[0][in[0]] | values[1][in[1]] | values[2][in[2]] | values[3][in[3]];
}

static inline void
write_group (guint8  *out,
             guint32  group)
{
  out[0] = (guint8) (group >> 16);
  out[1] = (guint8) (group >> 8);
  out[2] = (guint8) group;
}

/* Decodes the two or three characters after the last full group; unused bits must be zero. */
static gboolean
decode_rest (const guint8 *in,
             size_t        n,
             guint8       *out)
{
  const guint8 filled[4] = { in[0], in[1], n == 3 ? in[2] : 'A', 'A' };
  guint32 group = read_group (filled);

  if (group >> 24 != ALL_VALID)
    return FALSE;
  out[0] = (guint8) (group >> 16);
  if (n == 3)
    out[1] = (guint8) (group >> 8);
  return (group & (n == 3 ? 0xff : 0xffff)) == 0;
}

/**
 * fl_base64url_trim:
 * @text: (inout): a text
 * @n: (inout): its length in bytes
 *
 * Leaves out ASCII white space at both ends: people paste keys and tokens with it.
 */
void
fl_base64url_trim (const char **text,
                   size_t      *n)
{
  while (*n > 0 && g_ascii_isspace ((*text)[*n - 1]))
    (*n)--;
  while (*n > 0 && g_ascii_isspace ((*text)[0]))
    {
      (*text)++;
      (*n)--;
    }
}

/**
 * fl_base64url_decode:
 * @text: characters, not terminated
 * @n_text: how many
 * @out: room for FL_BASE64URL_DECODED_MAX (@n_text) bytes
 * @n_out: (out): how many bytes there are
 *
 * Takes full padding or none. Any other byte (white space too), wrong padding, and bits that
 * are set though unused make it fail: there is one text for the bytes, with or without
 * padding. Not in constant time. Any thread.
 *
 * Returns: whether @text is base64url; if not, @out holds rubbish
 */
gboolean
fl_base64url_decode (const char *text,
                     size_t      n_text,
                     guint8     *out,
                     size_t     *n_out)
{
  const guint8 *in = (const guint8 *) text;
  size_t n = length_without_padding (text, n_text);
  guint32 valid = G_MAXUINT32;
  guint8 *start = out;

  *n_out = 0;
  if (n == G_MAXSIZE)
    return FALSE;
  /* While another group follows, four bytes are written at once: the fourth is overwritten. */
  for (; n >= 8; n -= 4, in += 4, out += 3)
    {
      guint32 group = read_group (in);
      guint32 in_order = GUINT32_TO_BE (group << 8);

      valid &= group;
      memcpy (out, &in_order, sizeof in_order);
    }
  if (n >= 4)
    {
      guint32 group = read_group (in);

      valid &= group;
      write_group (out, group);
      n -= 4;
      in += 4;
      out += 3;
    }
  if ((valid >> 24 & ALL_VALID) != ALL_VALID)
    return FALSE;
  if (n > 0)
    {
      if (!decode_rest (in, n, out))
        return FALSE;
      out += n - 1;
    }
  *n_out = (size_t) (out - start);
  return TRUE;
}

/**
 * fl_base64url_encode:
 * @data: bytes
 * @n: how many
 * @out: room for FL_BASE64URL_ENCODED_SIZE (@n) characters
 *
 * Writes padded text and a NUL. Any thread.
 *
 * Returns: how many characters, without the NUL
 */
size_t
fl_base64url_encode (const guint8 *data,
                     size_t        n,
                     char         *out)
{
  char *start = out;

  for (; n >= 3; n -= 3, data += 3)
    {
      *out++ = alphabet[data[0] >> 2];
      *out++ = alphabet[(data[0] & 3) << 4 | data[1] >> 4];
      *out++ = alphabet[(data[1] & 15) << 2 | data[2] >> 6];
      *out++ = alphabet[data[2] & 63];
    }
  if (n > 0)
    {
      guint8 second = n == 2 ? data[1] : 0;

      *out++ = alphabet[data[0] >> 2];
      *out++ = alphabet[(data[0] & 3) << 4 | second >> 4];
      *out++ = n == 2 ? alphabet[(second & 15) << 2] : '=';
      *out++ = '=';
    }
  *out = '\0';
  return (size_t) (out - start);
}
