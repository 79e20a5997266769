/* What somebody pasted: a fingerprint, a sketch, a script, a certificate, a key, or what a serial monitor printed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-paste-kind"

#include "config.h"

#include "esp/fl-paste-kind.h"

#include <string.h>

#include "crypto/fl-fernet-key.h"
#include "esp/fl-device-error.h"
#include "esp/fl-fingerprint-paste.h"

/* Lines that are looked at: what a text is shows early. */
#define MAX_LINES 5000
#define MAX_KEY   200

/* How much of a text looks like what. */
typedef struct
{
  guint n_lines;  /* that are not blank */
  guint c;        /* lines that end or begin as C++ does */
  guint c_strong; /* that nothing else has */
  guint python;
} Scores;

static const char *const c_starts[] = { "#include", "#define", "#ifdef", "#ifndef", "#if ", "void ", "static ", "const ", "//", NULL };
static const char *const c_strongs[] = { "#include", "#define", "void setup", "void loop", "WiFiClient ", "WiFiClientSecure ", NULL };
static const char *const python_starts[] = { "import ", "def ", "class ", "print(", "#!/usr/bin/env python", "#!/usr/bin/python", NULL };
static const char *const python_parts[] = {
  ".tls_set(", "mqtt.Client(", "Fernet(", ".username_pw_set(", "=b'", "= b'", "=b\"", "= b\"", ".tls_insecure_set(", "CERT_NONE", NULL,
};

static gboolean
starts_with_any (const char        *line,
                 const char *const *words)
{
  for (; *words != NULL; words++)
    if (g_str_has_prefix (line, *words))
      return TRUE;
  return FALSE;
}

static gboolean
has_any (const char        *line,
         const char *const *words)
{
  for (; *words != NULL; words++)
    if (strstr (line, *words) != NULL)
      return TRUE;
  return FALSE;
}

static void
score_line (char   *line,
            Scores *scores)
{
  const char *stripped = g_strstrip (line);
  const size_t n = strlen (stripped);
  const char last = n > 0 ? stripped[n - 1] : '\0';

  if (n == 0)
    return;
  scores->n_lines++;
  scores->c += starts_with_any (stripped, c_starts) || last == ';' || last == '{';
  scores->c_strong += starts_with_any (stripped, c_strongs);
  scores->python += starts_with_any (stripped, python_starts) || has_any (stripped, python_parts)
                    || (g_str_has_prefix (stripped, "from ") && strstr (stripped, " import ") != NULL);
}

static Scores
score (const char *text)
{
  Scores scores = { 0 };
  const char *at = text;

  for (guint n = 0; *at != '\0' && n < MAX_LINES; n++)
    {
      const size_t length = strcspn (at, "\n");
      g_autofree char *line = g_strndup (at, MIN (length, 1000));

      score_line (line, &scores);
      at += length + (at[length] == '\n');
    }
  return scores;
}

/* By the label of the first PEM block; openssl prints text before it. */
static FlPasteKind
detect_pem (const char *text)
{
  const char *begin = strstr (text, "-----BEGIN ");
  const size_t n = begin != NULL ? strcspn (begin + strlen ("-----BEGIN "), "-\n") : 0;
  g_autofree char *label = begin != NULL ? g_strndup (begin + strlen ("-----BEGIN "), MIN (n, 64)) : NULL;

  if (label == NULL)
    return FL_PASTE_UNKNOWN;
  if (strstr (label, "PRIVATE KEY") != NULL)
    return FL_PASTE_PRIVATE_KEY;
  if (strstr (label, "REQUEST") != NULL)
    return FL_PASTE_REQUEST;
  if (strstr (label, "CERTIFICATE") != NULL)
    return FL_PASTE_CERTIFICATE;
  return strstr (label, "PUBLIC KEY") != NULL ? FL_PASTE_PUBLIC_KEY : FL_PASTE_UNKNOWN;
}

static gboolean
is_fernet_key (const char *text)
{
  g_autoptr(FlFernetKey) key = strlen (text) < MAX_KEY ? fl_fernet_key_parse (text, -1, NULL) : NULL;

  return key != NULL;
}

static gboolean
has_fingerprint (const char *text)
{
  g_autoptr(FlPin) pin = fl_fingerprint_paste_read (text);

  return pin != NULL;
}

static gboolean
has_error (const char *text)
{
  g_autoptr(GArray) errors = fl_device_error_find (text);

  return errors->len > 0;
}

/**
 * fl_paste_kind_detect:
 * @text: UTF-8, of a stranger
 *
 * Never FL_PASTE_UNREADABLE. Any thread.
 */
FlPasteKind
fl_paste_kind_detect (const char *text)
{
  const Scores scores = score (text);
  const FlPasteKind pem = detect_pem (text);
  const gboolean is_code = scores.c + scores.python > 0;

  if ((scores.n_lines <= 1 || !is_code) && pem == FL_PASTE_UNKNOWN && has_fingerprint (text))
    return FL_PASTE_FINGERPRINT;
  if (pem != FL_PASTE_UNKNOWN && scores.c_strong + scores.python == 0 && scores.c * 10 <= scores.n_lines)
    return pem;
  if (is_fernet_key (text))
    return FL_PASTE_FERNET_KEY;
  if (scores.c_strong == 0 && scores.python == 0 && scores.c * 5 <= scores.n_lines && has_error (text))
    return FL_PASTE_ERROR;
  if (scores.python > 0 && scores.python >= scores.c)
    return FL_PASTE_PYTHON;
  if (scores.c > 0)
    return FL_PASTE_SKETCH;
  return FL_PASTE_UNKNOWN;
}

/* Whether a line begins or ends a block of code in Markdown, and with which language. */
static gboolean
is_fence (const char  *line,
          size_t       n,
          const char **language)
{
  while (n > 0 && g_ascii_isspace (*line))
    {
      line++;
      n--;
    }
  *language = line + 3;
  return n >= 3 && (strncmp (line, "```", 3) == 0 || strncmp (line, "~~~", 3) == 0);
}

/**
 * fl_paste_kind_unfence:
 *
 * Of a document with blocks of code between ``` or ~~~ only the code is left; everything else becomes blanks, so that
 * lines and offsets stay. Blocks of commands go too.
 *
 * Returns: (transfer full) (nullable): %NULL if it is no such document. Any thread.
 */
char *
fl_paste_kind_unfence (const char *text)
{
  g_autofree char *result = g_strdup (text);
  guint n_fences = 0;
  gboolean is_code = FALSE;

  for (char *at = result; *at != '\0';)
    {
      const size_t n = strcspn (at, "\n");
      const char *language;
      const gboolean fence = is_fence (at, n, &language);

      if (fence)
        is_code = n_fences++ % 2 == 0 && !g_str_has_prefix (language, "bash") && !g_str_has_prefix (language, "sh");
      if (fence || !is_code)
        memset (at, ' ', n);
      at += n + (at[n] == '\n');
    }
  return n_fences >= 2 ? g_steal_pointer (&result) : NULL;
}
