/* What the issuer says of a certificate today: the OCSP answer that came stapled to a handshake, judged.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-ocsp"

#include "config.h"

#include "tls/fl-ocsp-private.h"

#include "tls/fl-certificate-validity.h"

#include <glib/gi18n-lib.h>
#include <openssl/ocsp.h>
#include <time.h>

/* Seconds: how far the clocks of responder and computer may differ, and how long an answer that names no
 * end counts as fresh. */
#define LEEWAY_S 300
#define MAX_AGE_S (7 * 24 * 60 * 60)

struct _FlOcsp
{
  FlOcspFields fields;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OCSP_BASICRESP, OCSP_BASICRESP_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OCSP_CERTID, OCSP_CERTID_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OCSP_RESPONSE, OCSP_RESPONSE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE, X509_STORE_free)
G_DEFINE_BOXED_TYPE (FlOcsp, fl_ocsp, fl_ocsp_ref, fl_ocsp_unref)

/* RFC 5280, 5.3.1; 7 is not used. */
static const struct { const char *code, *text; } reasons[] = {
  { "unspecified", N_("no reason given") },
  { "key-compromise", N_("its key was stolen") },
  { "ca-compromise", N_("the issuer’s key was stolen") },
  { "affiliation-changed", N_("its owner changed") },
  { "superseded", N_("another one replaced it") },
  { "cessation-of-operation", N_("it is not used any more") },
  { "certificate-hold", N_("it is suspended") },
  { NULL, NULL },
  { "remove-from-crl", N_("it is not suspended any more") },
  { "privilege-withdrawn", N_("its owner lost the right to it") },
  { "aa-compromise", N_("the key of an authority was stolen") },
};

static OCSP_BASICRESP *
parse_staple (const guint8 *staple,
              gsize         n_staple)
{
  const unsigned char *position = staple;
  g_autoptr(OCSP_RESPONSE) response = d2i_OCSP_RESPONSE (NULL, &position, (long) n_staple);

  if (response == NULL || OCSP_response_status (response) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
    return NULL;

  return OCSP_response_get1_basic (response);
}

/* Whether the issuer itself, or a responder that it appointed, signed the response (RFC 6960, 4.2.2.2). */
static gboolean
is_signed_by (OCSP_BASICRESP *basic,
              X509           *issuer)
{
  g_autoptr(X509_STORE) store = X509_STORE_new ();
  STACK_OF(X509) *certificates = sk_X509_new_null ();
  gboolean is_good = FALSE;

  if (store != NULL && certificates != NULL
      && X509_STORE_add_cert (store, issuer) == 1
      && X509_STORE_set_flags (store, X509_V_FLAG_PARTIAL_CHAIN) == 1
      && sk_X509_push (certificates, issuer) > 0)
    is_good = OCSP_basic_verify (basic, certificates, store, 0) == 1;
  sk_X509_free (certificates);

  return is_good;
}

/* Whether this answer is about this certificate; responders choose the hash of the id themselves. */
static gboolean
is_about (OCSP_SINGLERESP *single,
          X509            *leaf,
          X509            *issuer)
{
  const OCSP_CERTID *id = OCSP_SINGLERESP_get0_id (single);
  g_autoptr(OCSP_CERTID) ours = NULL;
  ASN1_OBJECT *algorithm = NULL;
  const EVP_MD *digest;

  OCSP_id_get0_info (NULL, &algorithm, NULL, NULL, (OCSP_CERTID *) id);
  digest = algorithm != NULL ? EVP_get_digestbyobj (algorithm) : NULL;
  if (digest == NULL)
    return FALSE;
  ours = OCSP_cert_to_id (digest, leaf, issuer);

  return ours != NULL && OCSP_id_cmp (ours, id) == 0;
}

/* "Not revoked" is worth something for a time only; "revoked" is for ever. */
static gboolean
is_fresh (ASN1_GENERALIZEDTIME *this_update,
          ASN1_GENERALIZEDTIME *next_update)
{
  return OCSP_check_validity (this_update, next_update, LEEWAY_S, next_update != NULL ? -1 : MAX_AGE_S) == 1;
}

static gint64
to_unix (const ASN1_GENERALIZEDTIME *time)
{
  struct tm broken_down;

  if (time == NULL || ASN1_TIME_to_tm (time, &broken_down) != 1)
    return FL_CERTIFICATE_TIME_INVALID;

  return timegm (&broken_down);
}

static FlOcspFields
read_single (OCSP_SINGLERESP *single)
{
  ASN1_GENERALIZEDTIME *revoked_at = NULL, *this_update = NULL, *next_update = NULL;
  int reason = -1;
  int status = OCSP_single_get0_status (single, &reason, &revoked_at, &this_update, &next_update);
  FlOcspFields fields = { .status = FL_OCSP_UNKNOWN, .reason = -1, .revoked_at = FL_CERTIFICATE_TIME_INVALID };

  fields.this_update = to_unix (this_update);
  fields.next_update = to_unix (next_update);
  if (status == V_OCSP_CERTSTATUS_GOOD)
    fields.status = is_fresh (this_update, next_update) ? FL_OCSP_GOOD : FL_OCSP_OUTDATED;
  if (status == V_OCSP_CERTSTATUS_REVOKED)
    {
      fields.status = FL_OCSP_REVOKED;
      fields.revoked_at = to_unix (revoked_at);
      fields.reason = reason;
    }

  return fields;
}

/* Of several answers about one certificate a revocation counts, then one in date, then the first. */
static FlOcspFields
hear_responder (OCSP_BASICRESP *basic,
                X509           *leaf,
                X509           *issuer)
{
  FlOcspFields heard = { .status = FL_OCSP_OTHER };

  for (int i = 0; i < OCSP_resp_count (basic); i++)
    {
      OCSP_SINGLERESP *single = OCSP_resp_get0 (basic, i);
      FlOcspFields fields;

      if (!is_about (single, leaf, issuer))
        continue;
      fields = read_single (single);
      if (fields.status == FL_OCSP_REVOKED)
        return fields;
      if (heard.status == FL_OCSP_OTHER || (fields.status == FL_OCSP_GOOD && heard.status != FL_OCSP_GOOD))
        heard = fields;
    }

  return heard;
}

/* For tests; the code makes them by fl_ocsp_read(). */
FlOcsp *
fl_ocsp_new (const FlOcspFields *fields)
{
  FlOcsp *self;

  g_return_val_if_fail (fields != NULL && fields->status < FL_N_OCSP_STATUSES, NULL);

  self = g_atomic_rc_box_new0 (FlOcsp);
  self->fields = *fields;
  if (fields->status > FL_OCSP_UNKNOWN)
    self->fields.this_update = self->fields.next_update = FL_CERTIFICATE_TIME_INVALID;
  if (fields->status != FL_OCSP_REVOKED)
    {
      self->fields.revoked_at = FL_CERTIFICATE_TIME_INVALID;
      self->fields.reason = -1;
    }

  return self;
}

/**
 * fl_ocsp_read:
 * @staple: (nullable): the OCSP response that came with the handshake; from the network
 * @n_staple: its bytes
 * @chain: (nullable): the path that was verified, or what was sent: the leaf, then its issuer
 *
 * May leave errors in OpenSSL's queue. Thread: any. Source: RFC 6960, RFC 6066, 8.
 *
 * Returns: (transfer full) (nullable): the judged answer; %NULL if none came
 */
FlOcsp *
fl_ocsp_read (const guint8   *staple,
              gsize           n_staple,
              STACK_OF(X509) *chain)
{
  g_autoptr(OCSP_BASICRESP) basic = NULL;
  FlOcspFields fields = { .status = FL_OCSP_UNREADABLE };

  if (staple == NULL)
    return NULL;

  basic = parse_staple (staple, n_staple);
  if (basic != NULL && (chain == NULL || sk_X509_num (chain) < 2))
    fields.status = FL_OCSP_NOT_VERIFIED; /* nobody to verify it with */
  else if (basic != NULL)
    {
      fields = hear_responder (basic, sk_X509_value (chain, 0), sk_X509_value (chain, 1));
      if (fields.status != FL_OCSP_OTHER && !is_signed_by (basic, sk_X509_value (chain, 1)))
        fields.status = FL_OCSP_NOT_VERIFIED;
    }

  return fl_ocsp_new (&fields);
}

FlOcsp *
fl_ocsp_ref (FlOcsp *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
fl_ocsp_unref (FlOcsp *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

FlOcspStatus
fl_ocsp_get_status (const FlOcsp *self)
{
  g_return_val_if_fail (self != NULL, FL_OCSP_UNREADABLE);

  return self->fields.status;
}

/* The stable word of the JSON. */
const char *
fl_ocsp_status_to_code (FlOcspStatus status)
{
  static const char *const codes[FL_N_OCSP_STATUSES] = {
    [FL_OCSP_GOOD] = "good",
    [FL_OCSP_OUTDATED] = "outdated",
    [FL_OCSP_REVOKED] = "revoked",
    [FL_OCSP_UNKNOWN] = "unknown",
    [FL_OCSP_NOT_VERIFIED] = "not-verified",
    [FL_OCSP_OTHER] = "other",
    [FL_OCSP_UNREADABLE] = "unreadable",
  };

  g_return_val_if_fail (status < FL_N_OCSP_STATUSES, NULL);

  return codes[status];
}

/* When the issuer said so, in Unix seconds; FL_CERTIFICATE_TIME_INVALID: not known. */
gint64
fl_ocsp_get_this_update (const FlOcsp *self)
{
  g_return_val_if_fail (self != NULL, FL_CERTIFICATE_TIME_INVALID);

  return self->fields.this_update;
}

/* Until when that counts, in Unix seconds; FL_CERTIFICATE_TIME_INVALID: not said. */
gint64
fl_ocsp_get_next_update (const FlOcsp *self)
{
  g_return_val_if_fail (self != NULL, FL_CERTIFICATE_TIME_INVALID);

  return self->fields.next_update;
}

/* In Unix seconds; FL_CERTIFICATE_TIME_INVALID: not revoked. */
gint64
fl_ocsp_get_revoked_at (const FlOcsp *self)
{
  g_return_val_if_fail (self != NULL, FL_CERTIFICATE_TIME_INVALID);

  return self->fields.revoked_at;
}

static gboolean
has_known_reason (const FlOcsp *self)
{
  return self->fields.reason >= 0 && self->fields.reason < (int) G_N_ELEMENTS (reasons)
         && reasons[self->fields.reason].code != NULL;
}

/* Why it was revoked, as a stable code; NULL: not revoked, or not said. */
const char *
fl_ocsp_get_revocation_reason (const FlOcsp *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return has_known_reason (self) ? reasons[self->fields.reason].code : NULL;
}

static char *
describe_good (const FlOcsp *self)
{
  g_autofree char *said = fl_certificate_validity_format_time (self->fields.this_update);
  g_autofree char *until = NULL;

  if (self->fields.next_update == FL_CERTIFICATE_TIME_INVALID)
    return g_strdup_printf (_("Not revoked: the issuer said so on %s."), said);
  until = fl_certificate_validity_format_time (self->fields.next_update);
  if (self->fields.status == FL_OCSP_OUTDATED)
    return g_strdup_printf (_("Not revoked when the issuer said so on %s, but that answer was good until %s only."), said, until);

  return g_strdup_printf (_("Not revoked: the issuer said so on %s, and that is good until %s."), said, until);
}

static char *
describe_revoked (const FlOcsp *self)
{
  g_autofree char *when = fl_certificate_validity_format_time (self->fields.revoked_at);
  g_autofree char *said = fl_certificate_validity_format_time (self->fields.this_update);

  if (!has_known_reason (self))
    return g_strdup_printf (_("Revoked on %s; the issuer said so on %s."), when, said);

  return g_strdup_printf (_("Revoked on %s, because %s; the issuer said so on %s."), when,
                          _(reasons[self->fields.reason].text), said);
}

/**
 * fl_ocsp_describe:
 * @self: (nullable): what was stapled
 *
 * Returns: one translated sentence
 */
char *
fl_ocsp_describe (const FlOcsp *self)
{
  if (self == NULL)
    return g_strdup (_("No answer of the issuer was stapled to the handshake."));

  switch (self->fields.status)
    {
    case FL_OCSP_GOOD:
    case FL_OCSP_OUTDATED:
      return describe_good (self);
    case FL_OCSP_REVOKED:
      return describe_revoked (self);
    case FL_OCSP_UNKNOWN:
      return g_strdup (_("The issuer’s answer is that it does not know this certificate."));
    case FL_OCSP_NOT_VERIFIED:
      return g_strdup (_("Not verified: an answer was stapled, but not one that the certificate’s issuer signed. It proves nothing."));
    case FL_OCSP_OTHER:
      return g_strdup (_("An answer was stapled, but about another certificate. It proves nothing."));
    case FL_OCSP_UNREADABLE:
    case FL_N_OCSP_STATUSES:
    default:
      return g_strdup (_("What was stapled is no answer that can be read. It proves nothing."));
    }
}
