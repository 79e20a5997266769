/* Bytes that somebody pasted, dropped or opened, as text: bounded, UTF-8, or one sentence why not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-paste-text"

#include "config.h"

#include "esp/fl-paste-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What an ESP prints before its speed is right is noise: this share of control characters is taken for a monitor's. */
#define MAX_NOISE_PERCENT 10

G_DEFINE_QUARK (fl-paste-text-error-quark, fl_paste_text_error)

/* The name of the UTF-16 or UTF-32 that a byte order mark announces, or NULL. */
static const char *
wide_encoding_of (const guint8 *data,
                  size_t        n)
{
  if (n >= 4 && (memcmp (data, "\xff\xfe\0\0", 4) == 0 || memcmp (data, "\0\0\xfe\xff", 4) == 0))
    return "UTF-32";
  if (n >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0))
    return "UTF-16";
  return NULL;
}

static gboolean
is_binary (const guint8 *data,
           size_t        n)
{
  size_t n_controls = 0;

  if (memchr (data, '\0', n) != NULL)
    return TRUE;
  for (size_t i = 0; i < n; i++)
    if ((data[i] < 0x20 && strchr ("\t\n\r\f\v\x1b", data[i]) == NULL) || data[i] == 0x7f)
      n_controls++;
  return n_controls * 100 > n * MAX_NOISE_PERCENT;
}

static gboolean
is_blank (const guint8 *data,
          size_t        n)
{
  for (size_t i = 0; i < n; i++)
    if (!g_ascii_isspace (data[i]))
      return FALSE;
  return TRUE;
}

/**
 * fl_paste_text_decode:
 * @bytes: of a stranger
 * @error: return location for an FL_PASTE_TEXT_ERROR, a whole sentence
 *
 * What is not UTF-8 is taken for Latin-1, as old editors write it: only comments can be wrong then.
 *
 * Returns: (transfer full) (nullable): valid UTF-8 without NUL. Any thread.
 */
char *
fl_paste_text_decode (GBytes  *bytes,
                      GError **error)
{
  size_t n = 0;
  const guint8 *data;
  const char *encoding;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &n);
  encoding = wide_encoding_of (data, n);
  if (n > FL_PASTE_TEXT_MAX)
    g_set_error (error, FL_PASTE_TEXT_ERROR, FL_PASTE_TEXT_ERROR_TOO_LARGE,
                 _("This is too long for a sketch: %zu bytes, at most %d are read."), n, FL_PASTE_TEXT_MAX);
  else if (encoding != NULL)
    g_set_error (error, FL_PASTE_TEXT_ERROR, FL_PASTE_TEXT_ERROR_UTF16,
                 _("This is %s, which no compiler for an ESP reads: save it as UTF-8."), encoding);
  else if (is_blank (data, n))
    g_set_error_literal (error, FL_PASTE_TEXT_ERROR, FL_PASTE_TEXT_ERROR_EMPTY, _("There is nothing to check yet."));
  else if (is_binary (data, n))
    g_set_error_literal (error, FL_PASTE_TEXT_ERROR, FL_PASTE_TEXT_ERROR_BINARY,
                         _("This is not text: a program, a picture or a certificate in binary form."));
  else if (g_utf8_validate ((const char *) data, (gssize) n, NULL))
    return g_strndup ((const char *) data, n);
  else
    return g_convert ((const char *) data, (gssize) n, "UTF-8", "ISO-8859-1", NULL, NULL, error);
  return NULL;
}
