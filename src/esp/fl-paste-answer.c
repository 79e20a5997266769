/* The whole answer to what somebody pasted: what it is, what was found in it, and the corrected text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-paste-answer"

#include "config.h"

#include "esp/fl-paste-answer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crypto/fl-fernet-key.h"
#include "esp/fl-code-edit.h"
#include "esp/fl-code-secrets.h"
#include "esp/fl-device-error-meaning.h"
#include "esp/fl-fingerprint-answer.h"
#include "esp/fl-fingerprint-paste.h"
#include "esp/fl-paste-text.h"
#include "esp/fl-python-checks.h"
#include "esp/fl-sketch-checks.h"
#include "tls/fl-certificate-parser.h"
#include "tls/fl-certificate-validity.h"

/* Certificates of one file that are answered. */
#define MAX_CERTIFICATES 10

static void
set_headline (FlPasteAnswer  *self,
              FlSecurityTone  tone,
              const char     *sentence)
{
  self->tone = tone;
  g_free (self->headline);
  self->headline = g_strdup (sentence);
}

/* The most serious of the findings. */
static FlSecurityTone
worst_of (GPtrArray *findings)
{
  FlSecurityTone worst = FL_SECURITY_TONE_GOOD;

  for (guint i = 0; i < findings->len; i++)
    {
      const FlFinding *finding = findings->pdata[i];

      if (finding->tone != FL_SECURITY_TONE_NEUTRAL && finding->tone > worst)
        worst = finding->tone;
    }
  return worst;
}

static guint
count_serious (GPtrArray *findings)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += ((const FlFinding *) findings->pdata[i])->tone >= FL_SECURITY_TONE_CAUTION;
  return n;
}

static const char *
name_of_code (FlPasteKind     kind,
              const FlSketch *sketch)
{
  if (kind == FL_PASTE_PYTHON)
    return _("A Python script");
  if (!sketch->is_whole)
    return _("A part of a sketch");
  if (sketch->board == FL_BOARD_ESP8266)
    return _("A sketch for an ESP8266");
  return sketch->board == FL_BOARD_ESP32 ? _("A sketch for an ESP32") : _("A sketch");
}

static void
answer_code (FlPasteAnswer        *self,
             const char           *text,
             const char           *code_text,
             const FlPasteContext *context)
{
  const gboolean is_python = self->kind == FL_PASTE_PYTHON;
  g_autoptr(FlCode) code = fl_code_new (code_text, is_python ? FL_CODE_PYTHON : FL_CODE_C);
  g_autoptr(FlSketch) sketch = fl_sketch_new (code);
  g_autoptr(GPtrArray) edits = fl_code_edit_list_new ();
  g_autofree char *sentence = NULL;
  guint n;

  if (is_python)
    fl_python_checks_run (code, context, self->findings, edits);
  else
    fl_sketch_checks_run (sketch, context, self->findings, edits);
  fl_code_secrets_find (code, self->findings);
  fl_finding_list_sort (self->findings);
  if (edits->len > 0)
    self->corrected = fl_code_edit_apply (edits, text);
  n = count_serious (self->findings);
  /* Translators: “A sketch for an ESP8266: 3 things to change.” */
  sentence = n > 0 ? g_strdup_printf (ngettext ("%s: %u thing to change.", "%s: %u things to change.", n), name_of_code (self->kind, sketch), n)
                   : g_strdup_printf (_("%s: nothing to change was found in it."), name_of_code (self->kind, sketch));
  set_headline (self, worst_of (self->findings), sentence);
}

static void
answer_fingerprint (FlPasteAnswer        *self,
                    const char           *text,
                    const FlPasteContext *context)
{
  g_autoptr(FlPin) pin = fl_fingerprint_paste_read (text);
  static const char *const names[] = {
    [FL_PIN_SHA256] = N_("A fingerprint: SHA-256 of a certificate."),
    [FL_PIN_SPKI] = N_("A fingerprint: SHA-256 of a public key."),
    [FL_PIN_SHA1] = N_("A fingerprint: SHA-1, as sketches have it."),
  };

  g_ptr_array_add (self->findings, fl_fingerprint_answer_new (pin, context, 0));
  set_headline (self, worst_of (self->findings), _(names[fl_pin_get_kind (pin)]));
}

/* The certificate in a sentence, then whose it is: by its SHA-256, and where that says nothing by its SHA-1, since the
 * history of well-known ones has only that. */
static void
add_certificate (FlPasteAnswer        *self,
                 FlCertificate        *certificate,
                 const FlPasteContext *context)
{
  g_autoptr(FlPin) sha256 = fl_pin_new_for_certificate (certificate, FL_PIN_SHA256);
  g_autoptr(FlPin) sha1 = fl_pin_new_for_certificate (certificate, FL_PIN_SHA1);
  const gboolean is_known = fl_fingerprint_answer_match (sha256, context) != FL_FINGERPRINT_NEVER_SEEN;
  g_autofree char *validity = fl_certificate_validity_describe (certificate, context->now);
  g_autofree char *sentence = g_strdup_printf (_("“%s”, issued by “%s”, %s."), fl_certificate_get_common_name (certificate),
                                               fl_certificate_get_issuer_name (certificate), validity);
  const gboolean is_old = fl_certificate_get_not_after (certificate) < context->now;

  g_ptr_array_add (self->findings,
                   fl_finding_new ("certificate", is_old ? FL_SECURITY_TONE_CAUTION : FL_SECURITY_TONE_NEUTRAL, 0, sentence, NULL));
  if (context->report != NULL || is_known || fl_fingerprint_answer_match (sha1, context) != FL_FINGERPRINT_NEVER_SEEN)
    {
      FlFinding *finding = fl_fingerprint_answer_new (is_known ? sha256 : sha1, context, 0);

      if (g_str_equal (finding->code, "fingerprint-ca")) /* right as a CA; wrong only as a fingerprint */
        {
          finding->tone = FL_SECURITY_TONE_GOOD;
          g_clear_pointer (&finding->change, g_free);
        }
      g_ptr_array_add (self->findings, finding);
    }
}

static void
answer_certificates (FlPasteAnswer        *self,
                     GBytes               *bytes,
                     const FlPasteContext *context)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) certificates = fl_certificate_parse_all (bytes, &error);
  g_autofree char *sentence = NULL;

  if (certificates == NULL)
    {
      set_headline (self, FL_SECURITY_TONE_BAD, error->message);
      return;
    }
  for (guint i = 0; i < certificates->len && i < MAX_CERTIFICATES; i++)
    add_certificate (self, certificates->pdata[i], context);
  sentence = g_strdup_printf (ngettext ("%u certificate.", "%u certificates.", certificates->len), certificates->len);
  set_headline (self, worst_of (self->findings), sentence);
}

/* The key between BEGIN and END, hashed as a pin is. NULL if it is not base64. */
static FlPin *
pin_of_public_key (const char *text)
{
  const char *start = strstr (text, "KEY-----");
  const char *end = start != NULL ? strstr (start, "-----END") : NULL;
  g_autofree char *base64 = end != NULL ? g_strndup (start + strlen ("KEY-----"), (size_t) (end - start) - strlen ("KEY-----")) : NULL;
  g_autofree guchar *der = NULL;
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize n_digest = sizeof digest;
  gsize n = 0;
  g_autofree char *encoded = NULL;
  g_autofree char *pin = NULL;

  if (base64 == NULL)
    return NULL;
  der = g_base64_decode (base64, &n);
  g_checksum_update (checksum, der, (gssize) n);
  g_checksum_get_digest (checksum, digest, &n_digest);
  encoded = g_base64_encode (digest, n_digest);
  pin = g_strconcat ("sha256//", encoded, NULL);
  return n > 0 ? fl_pin_parse (pin, NULL) : NULL;
}

static void
answer_public_key (FlPasteAnswer        *self,
                   const char           *text,
                   const FlPasteContext *context)
{
  g_autoptr(FlPin) pin = pin_of_public_key (text);

  if (pin != NULL)
    g_ptr_array_add (self->findings, fl_fingerprint_answer_new (pin, context, 0));
  set_headline (self, pin != NULL ? worst_of (self->findings) : FL_SECURITY_TONE_BAD,
                pin != NULL ? _("A public key, as setKnownKey() takes it.") : _("A public key that cannot be read."));
}

static void
answer_fernet_key (FlPasteAnswer *self,
                   const char    *text)
{
  g_autoptr(FlFernetKey) key = fl_fernet_key_parse (text, -1, NULL);
  const char *publication = fl_fernet_key_get_publication (key);
  g_autofree char *sentence = publication != NULL ? g_strdup_printf (_("This Fernet key is %s: everybody has it, it protects nothing."),
                                                                     publication)
                                                  : g_strdup (_("Whoever has it reads and forges your payloads: give it to the program from outside, not in its source."));

  g_ptr_array_add (self->findings, fl_finding_new (publication != NULL ? "secret-public" : "secret-fernet-key",
                                                   publication != NULL ? FL_SECURITY_TONE_BAD : FL_SECURITY_TONE_CAUTION, 0, sentence, NULL));
  set_headline (self, worst_of (self->findings), _("A Fernet key."));
}

static void
answer_errors (FlPasteAnswer        *self,
               const char           *text,
               const FlPasteContext *context)
{
  g_autoptr(GArray) errors = fl_device_error_find (text);
  g_autofree char *sentence = g_strdup_printf (ngettext ("What a device says: %u error.", "What a device says: %u errors.", errors->len), errors->len);

  for (guint i = 0; i < errors->len; i++)
    g_ptr_array_add (self->findings, fl_device_error_meaning_new (&g_array_index (errors, FlDeviceError, i), context));
  set_headline (self, worst_of (self->findings), sentence);
}

static void
answer_text (FlPasteAnswer        *self,
             const char           *text,
             GBytes               *bytes,
             const FlPasteContext *context)
{
  g_autofree char *unfenced = fl_paste_kind_unfence (text);
  const char *code = unfenced != NULL ? unfenced : text;

  self->kind = fl_paste_kind_detect (code);
  switch (self->kind)
    {
    case FL_PASTE_SKETCH:
    case FL_PASTE_PYTHON:
      answer_code (self, text, code, context);
      break;
    case FL_PASTE_FINGERPRINT:
      answer_fingerprint (self, code, context);
      break;
    case FL_PASTE_CERTIFICATE:
      answer_certificates (self, bytes, context);
      break;
    case FL_PASTE_PUBLIC_KEY:
      answer_public_key (self, code, context);
      break;
    case FL_PASTE_FERNET_KEY:
      answer_fernet_key (self, code);
      break;
    case FL_PASTE_ERROR:
      answer_errors (self, code, context);
      break;
    case FL_PASTE_PRIVATE_KEY:
      set_headline (self, FL_SECURITY_TONE_BAD, _("A private key: it belongs on the one device it is for, and nowhere else. Nothing of it is kept here."));
      break;
    case FL_PASTE_REQUEST:
      set_headline (self, FL_SECURITY_TONE_CAUTION, _("A request for a certificate: your CA makes a certificate of it, and that is what a device needs."));
      break;
    case FL_PASTE_UNREADABLE:
    case FL_PASTE_UNKNOWN:
    default:
      set_headline (self, FL_SECURITY_TONE_NEUTRAL,
                    _("No fingerprint, sketch, script, certificate or error that Fernlight knows is in this."));
      break;
    }
}

/**
 * fl_paste_answer_new:
 * @bytes: of a stranger, of any length
 *
 * Any thread; up to a second for a megabyte of code.
 *
 * Returns: (transfer full)
 */
FlPasteAnswer *
fl_paste_answer_new (GBytes               *bytes,
                     const FlPasteContext *context)
{
  FlPasteAnswer *self = g_new0 (FlPasteAnswer, 1);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (bytes != NULL && context != NULL, self);

  self->findings = fl_finding_list_new ();
  text = fl_paste_text_decode (bytes, &error);
  if (text == NULL)
    set_headline (self, FL_SECURITY_TONE_NEUTRAL, error->message);
  else
    answer_text (self, text, bytes, context);
  return self;
}

void
fl_paste_answer_free (FlPasteAnswer *self)
{
  g_free (self->headline);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self->corrected);
  g_free (self);
}
