/* The extensions of a certificate as sections, each by its own small reader.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-extensions"

#include "config.h"

#include "tls/fl-certificate-extensions.h"

#include "tls/fl-certificate-section-private.h"
#include "tls/fl-certificate-text.h"
#include "tls/fl-certificate-validity.h"
#include "tls/fl-ct-log.h"

#include <glib/gi18n-lib.h>
#include <openssl/ct.h>
#include <openssl/x509v3.h>
#include <string.h>

/* Bytes of a log's name; it is a SHA-256. */
#define MAX_LOG_ID 32

static void
add_general_names (FlCertificateSection *section,
                   const GENERAL_NAMES  *names)
{
  for (int i = 0; i < sk_GENERAL_NAME_num (names); i++)
    {
      g_autofree char *text = fl_certificate_text_from_general_name (sk_GENERAL_NAME_value (names, i));
      char *colon = strchr (text, ':');

      *colon = '\0';
      fl_certificate_section_add_value (section, text, g_strdup (colon + 1));
    }
  fl_certificate_section_finish_values (section);
}

static void
read_alternative_names (FlCertificateSection *section,
                        const void           *value)
{
  add_general_names (section, value);
}

static void
read_basic_constraints (FlCertificateSection *section,
                        const void           *value)
{
  const BASIC_CONSTRAINTS *constraints = value;
  g_autofree char *length = NULL;

  fl_certificate_section_add_text (section, _("Certificate authority"), constraints->ca ? _("Yes") : _("No"));
  if (constraints->pathlen != NULL)
    {
      length = g_strdup_printf ("%ld", ASN1_INTEGER_get (constraints->pathlen));
      fl_certificate_section_add_text (section, _("Authorities below it, at most"), length);
    }
}

static void
read_key_usage (FlCertificateSection *section,
                const void           *value)
{
  static const char *const uses[] = {
    N_("Digital signature"), N_("Non-repudiation"), N_("Key encipherment"), N_("Data encipherment"), N_("Key agreement"),
    N_("Certificate signing"), N_("Revocation list signing"), N_("Encipher only"), N_("Decipher only"),
  };

  for (int i = 0; i < (int) G_N_ELEMENTS (uses); i++)
    if (ASN1_BIT_STRING_get_bit (value, i))
      fl_certificate_section_add_text (section, _("Use"), _(uses[i]));
}

static char *
describe_purpose (const ASN1_OBJECT *object)
{
  switch (OBJ_obj2nid (object))
    {
    case NID_server_auth:
      return g_strdup (_("TLS server"));
    case NID_client_auth:
      return g_strdup (_("TLS client"));
    default:
      return fl_certificate_text_from_object (object);
    }
}

static void
read_extended_key_usage (FlCertificateSection *section,
                         const void           *value)
{
  const EXTENDED_KEY_USAGE *purposes = value;

  for (int i = 0; i < sk_ASN1_OBJECT_num (purposes); i++)
    fl_certificate_section_add_value (section, _("Use"), describe_purpose (sk_ASN1_OBJECT_value (purposes, i)));
  fl_certificate_section_finish_values (section);
}

static void
read_subject_key_identifier (FlCertificateSection *section,
                             const void           *value)
{
  fl_certificate_section_add_hex (section, _("Identifier"), ASN1_STRING_get0_data (value), (size_t) ASN1_STRING_length (value));
}

static void
read_authority_key_identifier (FlCertificateSection *section,
                               const void           *value)
{
  const AUTHORITY_KEYID *identifier = value;

  if (identifier->keyid != NULL)
    fl_certificate_section_add_hex (section, _("Identifier"), ASN1_STRING_get0_data (identifier->keyid),
                                    (size_t) ASN1_STRING_length (identifier->keyid));
  if (identifier->issuer != NULL)
    add_general_names (section, identifier->issuer);
  if (identifier->serial != NULL)
    fl_certificate_section_add_hex (section, _("Serial number"), ASN1_STRING_get0_data (identifier->serial),
                                    (size_t) ASN1_STRING_length (identifier->serial));
}

static void
read_authority_access (FlCertificateSection *section,
                       const void           *value)
{
  const AUTHORITY_INFO_ACCESS *accesses = value;

  for (int i = 0; i < sk_ACCESS_DESCRIPTION_num (accesses); i++)
    {
      const ACCESS_DESCRIPTION *access = sk_ACCESS_DESCRIPTION_value (accesses, i);
      g_autofree char *method = fl_certificate_text_from_object (access->method);

      fl_certificate_section_add_value (section, method, fl_certificate_text_from_general_name (access->location));
    }
  fl_certificate_section_finish_values (section);
}

static void
add_values (FlCertificateSection *section,
            const char           *label,
            const GENERAL_NAMES  *names)
{
  for (int i = 0; i < sk_GENERAL_NAME_num (names); i++)
    fl_certificate_section_add_value (section, label, fl_certificate_text_from_general_name (sk_GENERAL_NAME_value (names, i)));
}

static void
read_crl_points (FlCertificateSection *section,
                 const void           *value)
{
  const CRL_DIST_POINTS *points = value;

  for (int i = 0; i < sk_DIST_POINT_num (points); i++)
    {
      const DIST_POINT *point = sk_DIST_POINT_value (points, i);

      if (point->distpoint != NULL && point->distpoint->type == 0)
        add_values (section, _("Location"), point->distpoint->name.fullname);
      if (point->CRLissuer != NULL)
        add_values (section, _("Signed by"), point->CRLissuer);
    }
  fl_certificate_section_finish_values (section);
}

/* Where a policy is explained, or what it wants to be said (RFC 5280, 4.2.1.4). */
static void
add_policy_qualifier (FlCertificateSection *section,
                      const POLICYQUALINFO *qualifier)
{
  switch (OBJ_obj2nid (qualifier->pqualid))
    {
    case NID_id_qt_cps:
      fl_certificate_section_add_value (section, _("Explained at"), fl_certificate_text_from_string (qualifier->d.cpsuri));
      break;
    case NID_id_qt_unotice:
      if (qualifier->d.usernotice->exptext != NULL)
        fl_certificate_section_add_value (section, _("Notice"),
                                          fl_certificate_text_from_string (qualifier->d.usernotice->exptext));
      break;
    default:
      fl_certificate_section_add_value (section, _("Qualifier"), fl_certificate_text_from_object (qualifier->pqualid));
      break;
    }
}

static void
read_policies (FlCertificateSection *section,
               const void           *value)
{
  const CERTIFICATEPOLICIES *policies = value;

  for (int i = 0; i < sk_POLICYINFO_num (policies); i++)
    {
      const POLICYINFO *policy = sk_POLICYINFO_value (policies, i);

      fl_certificate_section_add_value (section, _("Policy"), fl_certificate_text_from_object (policy->policyid));
      for (int j = 0; j < sk_POLICYQUALINFO_num (policy->qualifiers); j++)
        add_policy_qualifier (section, sk_POLICYQUALINFO_value (policy->qualifiers, j));
    }
  fl_certificate_section_finish_values (section);
}

/* By its name, if it is known here, and by its id, by which everybody finds it. */
static char *
describe_log (const unsigned char *id,
              size_t               n_id)
{
  const char *name = fl_ct_log_find_name (id, n_id);
  g_autofree char *hex = fl_certificate_text_to_hex (id, n_id, 0, MAX_LOG_ID);

  return name != NULL ? g_strdup_printf ("%s (%s)", name, hex) : g_steal_pointer (&hex);
}

/* When a log took the certificate in, which log, and with what it signed that (RFC 6962, 3.2). */
static void
add_timestamp (FlCertificateSection *section,
               const SCT            *timestamp)
{
  unsigned char *log = NULL;
  const size_t n_log = SCT_get0_log_id (timestamp, &log);
  const int signature = SCT_get_signature_nid (timestamp);

  fl_certificate_section_add_value (section, _("Logged"),
                                    fl_certificate_validity_format_time ((gint64) (SCT_get_timestamp (timestamp) / 1000)));
  if (n_log > 0)
    fl_certificate_section_add_value (section, _("Log"), describe_log (log, n_log));
  if (signature != NID_undef)
    fl_certificate_section_add_value (section, _("Signed with"), g_strdup (OBJ_nid2ln (signature)));
}

static void
read_timestamps (FlCertificateSection *section,
                 const void           *value)
{
  const STACK_OF(SCT) *timestamps = value;
  g_autofree char *count = g_strdup_printf ("%d", sk_SCT_num (timestamps));

  fl_certificate_section_add_text (section, _("Number"), count);
  for (int i = 0; i < sk_SCT_num (timestamps); i++)
    add_timestamp (section, sk_SCT_value (timestamps, i));
  fl_certificate_section_finish_values (section);
}

static void
read_tls_feature (FlCertificateSection *section,
                  const void           *value)
{
  const TLS_FEATURE *features = value;

  for (int i = 0; i < sk_ASN1_INTEGER_num (features); i++)
    {
      long number = ASN1_INTEGER_get (sk_ASN1_INTEGER_value (features, i));

      /* RFC 7633: 5 is status_request. */
      fl_certificate_section_add_value (section, _("Required"),
                                        number == 5 ? g_strdup (_("Proof that it is not revoked (OCSP must-staple)"))
                                        : g_strdup_printf ("%ld", number));
    }
  fl_certificate_section_finish_values (section);
}

static const struct
{
  int         nid;
  const char *title;
  void      (*read) (FlCertificateSection *section, const void *value);
} readers[] = {
  { NID_subject_alt_name, N_("Alternative names"), read_alternative_names },
  { NID_issuer_alt_name, N_("Alternative names of the issuer"), read_alternative_names },
  { NID_basic_constraints, N_("Basic constraints"), read_basic_constraints },
  { NID_key_usage, N_("Key usage"), read_key_usage },
  { NID_ext_key_usage, N_("Extended key usage"), read_extended_key_usage },
  { NID_subject_key_identifier, N_("Subject key identifier"), read_subject_key_identifier },
  { NID_authority_key_identifier, N_("Authority key identifier"), read_authority_key_identifier },
  { NID_info_access, N_("Authority information access"), read_authority_access },
  { NID_crl_distribution_points, N_("Revocation lists"), read_crl_points },
  { NID_certificate_policies, N_("Certificate policies"), read_policies },
  { NID_ct_precert_scts, N_("Certificate transparency"), read_timestamps },
  { NID_tlsfeature, N_("TLS features"), read_tls_feature },
};

/* An extension that no reader above knows: what OpenSSL says of it, or its bytes. */
static void
add_other_extension (GListStore     *sections,
                     X509_EXTENSION *extension,
                     gboolean        damaged)
{
  const ASN1_OBJECT *object = X509_EXTENSION_get_object (extension);
  const ASN1_OCTET_STRING *data = X509_EXTENSION_get_data (extension);
  g_autofree char *name = fl_certificate_text_from_object (object);
  FlCertificateSection *section = fl_certificate_section_append_to (sections, name);
  BIO *bio = BIO_new (BIO_s_mem ());
  char oid[256];

  fl_certificate_section_set_critical (section, X509_EXTENSION_get_critical (extension));
  if (OBJ_obj2txt (oid, sizeof oid, object, 1) > 0)
    fl_certificate_section_add_field (section, "OID", oid, TRUE);
  if (damaged)
    fl_certificate_section_add_text (section, _("Note"), _("This extension is damaged; these are its bytes."));
  if (!damaged && X509V3_EXT_get (extension) != NULL && X509V3_EXT_print (bio, extension, 0, 0))
    {
      g_autofree char *text = fl_certificate_text_from_bio (bio, TRUE);

      fl_certificate_section_add_text (section, _("Value"), text);
    }
  else
    fl_certificate_section_add_hex (section, _("Value"), ASN1_STRING_get0_data (data), (size_t) ASN1_STRING_length (data));
  BIO_free (bio);
}

static void
free_value (X509_EXTENSION *extension,
            void           *value)
{
  const X509V3_EXT_METHOD *method = X509V3_EXT_get (extension);

  if (method->it != NULL)
    ASN1_item_free (value, ASN1_ITEM_ptr (method->it));
  else
    method->ext_free (value);
}

static void
add_extension (GListStore     *sections,
               X509_EXTENSION *extension)
{
  int nid = OBJ_obj2nid (X509_EXTENSION_get_object (extension));
  FlCertificateSection *section;
  gsize i = 0;
  void *value;

  while (i < G_N_ELEMENTS (readers) && readers[i].nid != nid)
    i++;
  value = i < G_N_ELEMENTS (readers) ? X509V3_EXT_d2i (extension) : NULL;
  if (value == NULL)
    {
      add_other_extension (sections, extension, i < G_N_ELEMENTS (readers));
      return;
    }
  section = fl_certificate_section_append_to (sections, _(readers[i].title));
  fl_certificate_section_set_critical (section, X509_EXTENSION_get_critical (extension));
  readers[i].read (section, value);
  free_value (extension, value);
}

/**
 * fl_certificate_extensions_read:
 * @sections: gets a #FlCertificateSection for each extension, in the order of the certificate
 * @x509: a certificate, which is not changed
 */
void
fl_certificate_extensions_read (GListStore *sections,
                                X509       *x509)
{
  int n_extensions = X509_get_ext_count (x509);
  FlCertificateSection *section;
  g_autofree char *rest = NULL;

  for (int i = 0; i < MIN (n_extensions, FL_CERTIFICATE_SECTION_MAX_VALUES); i++)
    add_extension (sections, X509_get_ext (x509, i));
  if (n_extensions <= FL_CERTIFICATE_SECTION_MAX_VALUES)
    return;
  section = fl_certificate_section_append_to (sections, _("More extensions"));
  rest = g_strdup_printf ("%d", n_extensions - FL_CERTIFICATE_SECTION_MAX_VALUES);
  fl_certificate_section_add_text (section, _("Not shown"), rest);
}
