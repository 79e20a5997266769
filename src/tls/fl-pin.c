/* A pin: the one certificate, or the one public key, that is accepted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-pin"

#include "config.h"

#include "tls/fl-pin.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define SPKI_PREFIX "sha256//"
#define N_SHA1_DIGITS 40
#define N_SHA256_DIGITS 64
/* Longer than any form of a pin; what is longer is not looked at. */
#define MAX_TEXT 512

struct _FlPin
{
  FlPinKind kind;
  char     *value; /* lower-case hexadecimal; base64 for SPKI */
};

G_DEFINE_BOXED_TYPE (FlPin, fl_pin, fl_pin_ref, fl_pin_unref)
G_DEFINE_QUARK (fl-pin-error-quark, fl_pin_error)

static void
pin_clear (gpointer data)
{
  FlPin *self = data;

  g_free (self->value);
}

static FlPin *
pin_new (FlPinKind   kind,
         const char *value)
{
  FlPin *self = g_atomic_rc_box_new0 (FlPin);

  self->kind = kind;
  self->value = g_strdup (value);
  return self;
}

static FlPin *
parse_spki (const char  *base64,
            GError     **error)
{
  g_autofree guchar *bytes = NULL;
  g_autofree char *canonical = NULL;
  size_t n_bytes = 0;

  /* GLib's decoder skips what it does not know: only what encodes back to the same text is a pin. */
  bytes = g_base64_decode (base64, &n_bytes);
  canonical = g_base64_encode (bytes, n_bytes);
  if (strcmp (canonical, base64) != 0)
    {
      g_set_error_literal (error, FL_PIN_ERROR, FL_PIN_ERROR_NOT_A_PIN,
                           _("After “sha256//” a pin has 44 characters of base64, as “curl --pinnedpubkey” takes them."));
      return NULL;
    }
  if (n_bytes != 32)
    {
      g_set_error (error, FL_PIN_ERROR, FL_PIN_ERROR_LENGTH,
                   _("This key pin holds %zu bytes; a SHA-256 has 32."), n_bytes);
      return NULL;
    }
  return pin_new (FL_PIN_SPKI, base64);
}

/* Skips "SHA1 Fingerprint=", "sha256 Fingerprint=" and the like, as openssl prints them. */
static const char *
skip_label (const char *text)
{
  const char *equals = strchr (text, '=');

  if (equals != NULL && g_ascii_strncasecmp (text, "sha", 3) == 0)
    return equals + 1;
  return text;
}

/* The digits of "18 C0", "18:c0", "18c0", "{0x18, 0xC0}", quotes around or not; NULL for anything else. */
static char *
collect_digits (const char *text)
{
  g_autoptr(GString) digits = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        text++;
      else if (g_ascii_isxdigit (*text))
        g_string_append_c (digits, g_ascii_tolower (*text));
      else if (!g_ascii_isspace (*text) && strchr (":,-{}\";", *text) == NULL)
        return NULL;
    }
  return g_string_free (g_steal_pointer (&digits), FALSE);
}

/**
 * fl_pin_parse:
 * @text: hexadecimal digits of a SHA-1 or SHA-256 in any form that this program, openssl or a sketch
 *   writes, or "sha256//" and base64 of a key's SHA-256
 *
 * Returns: (transfer full): a pin, or %NULL with a %FL_PIN_ERROR
 */
FlPin *
fl_pin_parse (const char  *text,
              GError     **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *digits = NULL;
  size_t n_digits;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strndup (text, MAX_TEXT));
  if (stripped[0] == '\0')
    {
      g_set_error_literal (error, FL_PIN_ERROR, FL_PIN_ERROR_EMPTY, _("Enter a fingerprint."));
      return NULL;
    }
  if (g_str_has_prefix (stripped, SPKI_PREFIX))
    return parse_spki (stripped + strlen (SPKI_PREFIX), error);

  digits = collect_digits (skip_label (stripped));
  n_digits = digits != NULL ? strlen (digits) : 0;
  if (n_digits == N_SHA1_DIGITS)
    return pin_new (FL_PIN_SHA1, digits);
  if (n_digits == N_SHA256_DIGITS)
    return pin_new (FL_PIN_SHA256, digits);
  if (n_digits > 0)
    g_set_error (error, FL_PIN_ERROR, FL_PIN_ERROR_LENGTH,
                 _("A fingerprint has 40 hexadecimal digits (SHA-1) or 64 (SHA-256); this has %zu."),
                 n_digits);
  else
    g_set_error_literal (error, FL_PIN_ERROR, FL_PIN_ERROR_NOT_A_PIN,
                         _("This is not a fingerprint: 20 or 32 pairs of hexadecimal digits, or “sha256//” and base64."));
  return NULL;
}

/* What *Trust this certificate* makes. */
FlPin *
fl_pin_new_for_certificate (const FlCertificate *certificate,
                            FlPinKind            kind)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  switch (kind)
    {
    case FL_PIN_SPKI:
      return pin_new (kind, fl_certificate_get_spki_sha256 (certificate));
    case FL_PIN_SHA1:
      return pin_new (kind, fl_certificate_get_sha1 (certificate));
    case FL_PIN_SHA256:
    default:
      return pin_new (FL_PIN_SHA256, fl_certificate_get_sha256 (certificate));
    }
}

FlPin *
fl_pin_ref (FlPin *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
fl_pin_unref (FlPin *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pin_clear);
}

FlPinKind
fl_pin_get_kind (const FlPin *self)
{
  g_return_val_if_fail (self != NULL, FL_PIN_SHA256);

  return self->kind;
}

const char *
fl_pin_kind_to_code (FlPinKind kind)
{
  switch (kind)
    {
    case FL_PIN_SPKI:
      return "spki";
    case FL_PIN_SHA1:
      return "sha1";
    case FL_PIN_SHA256:
    default:
      return "sha256";
    }
}

/* SHA-1: somebody with money can make two certificates of one fingerprint. */
gboolean
fl_pin_is_weak (const FlPin *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->kind == FL_PIN_SHA1;
}

/* Whether @certificate is the pinned one, or has the pinned key. Thread: any. */
gboolean
fl_pin_matches (const FlPin         *self,
                const FlCertificate *certificate)
{
  g_autoptr(FlPin) other = NULL;

  g_return_val_if_fail (self != NULL && certificate != NULL, FALSE);

  other = fl_pin_new_for_certificate (certificate, self->kind);
  return self->value[0] != '\0' && strcmp (self->value, other->value) == 0;
}

gboolean
fl_pin_equal (const FlPin *a,
              const FlPin *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->kind == b->kind && strcmp (a->value, b->value) == 0;
}

/* Lower-case hexadecimal, or "sha256//" and base64: fl_pin_parse() reads it back. */
char *
fl_pin_to_text (const FlPin *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strconcat (self->kind == FL_PIN_SPKI ? SPKI_PREFIX : "", self->value, NULL);
}
