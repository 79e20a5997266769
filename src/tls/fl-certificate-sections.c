/* A certificate as sections of labelled fields, as a person reads it.
 *
 * What every certificate has comes first; then one section per extension.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-sections"

#include "config.h"

#include "tls/fl-certificate-sections.h"

#include "tls/fl-certificate-extensions.h"
#include "tls/fl-certificate-private.h"
#include "tls/fl-certificate-section-private.h"
#include "tls/fl-certificate-text.h"
#include "tls/fl-certificate-validity.h"
#include "tls/fl-fingerprint.h"

#include <glib/gi18n-lib.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <string.h>

static char *
label_of_object (const ASN1_OBJECT *object)
{
  switch (OBJ_obj2nid (object))
    {
    case NID_commonName:
      return g_strdup (_("Common name"));
    case NID_organizationName:
      return g_strdup (_("Organization"));
    case NID_organizationalUnitName:
      return g_strdup (_("Organizational unit"));
    case NID_countryName:
      return g_strdup (_("Country"));
    case NID_stateOrProvinceName:
      return g_strdup (_("State or province"));
    case NID_localityName:
      return g_strdup (_("Locality"));
    case NID_streetAddress:
      return g_strdup (_("Street"));
    case NID_pkcs9_emailAddress:
      return g_strdup (_("Email"));
    case NID_serialNumber:
      return g_strdup (_("Serial number"));
    case NID_domainComponent:
      return g_strdup (_("Domain component"));
    default:
      return fl_certificate_text_from_object (object);
    }
}

static void
add_name (GListStore      *sections,
          const char      *title,
          const X509_NAME *name)
{
  FlCertificateSection *section = fl_certificate_section_append_to (sections, title);
  int n_entries = X509_NAME_entry_count (name);

  for (int i = 0; i < n_entries; i++)
    {
      const X509_NAME_ENTRY *entry = X509_NAME_get_entry (name, i);
      g_autofree char *label = label_of_object (X509_NAME_ENTRY_get_object (entry));

      fl_certificate_section_add_value (section, label,
                                        fl_certificate_text_from_string (X509_NAME_ENTRY_get_data (entry)));
    }
  fl_certificate_section_finish_values (section);
  if (n_entries == 0)
    fl_certificate_section_add_text (section, _("Name"), _("none"));
}

static char *
describe_days (gint64 days)
{
  /* Dates end in the year 9999: an int holds the days. */
  int n_days = days == G_MININT64 ? 0 : (int) ABS (days);

  if (days == G_MININT64)
    return g_strdup (_("unknown"));
  if (days < 0)
    return g_strdup_printf (ngettext ("expired %d day ago", "expired %d days ago", (unsigned long) n_days), n_days);
  return g_strdup_printf (ngettext ("%d day", "%d days", (unsigned long) n_days), n_days);
}

static void
add_validity (GListStore          *sections,
              const FlCertificate *certificate,
              gint64               now)
{
  FlCertificateSection *section = fl_certificate_section_append_to (sections, _("Validity"));
  g_autofree char *from = fl_certificate_validity_format_time (fl_certificate_get_not_before (certificate));
  g_autofree char *until = fl_certificate_validity_format_time (fl_certificate_get_not_after (certificate));
  g_autofree char *left = describe_days (fl_certificate_get_days_left (certificate, now));

  fl_certificate_section_add_text (section, _("Not valid before"), from);
  fl_certificate_section_add_text (section, _("Not valid after"), until);
  fl_certificate_section_add_text (section, _("Time left"), left);
}

static void
add_fingerprints (GListStore          *sections,
                  const FlCertificate *certificate)
{
  FlCertificateSection *section = fl_certificate_section_append_to (sections, _("Fingerprints"));
  g_autofree char *sha256 = fl_fingerprint_to_colons (fl_certificate_get_sha256 (certificate));
  g_autofree char *sha1 = fl_fingerprint_to_colons (fl_certificate_get_sha1 (certificate));

  fl_certificate_section_add_field (section, "SHA-256", sha256, TRUE);
  fl_certificate_section_add_field (section, "SHA-1", sha1, TRUE);
}

/* OpenSSL's names are not those that people know. */
static const char *
familiar_curve (const char *name)
{
  if (strcmp (name, "prime256v1") == 0)
    return "P-256 (prime256v1)";
  if (strcmp (name, "secp384r1") == 0)
    return "P-384 (secp384r1)";
  if (strcmp (name, "secp521r1") == 0)
    return "P-521 (secp521r1)";
  return name;
}

static void
add_exponent (FlCertificateSection *section,
              EVP_PKEY             *key)
{
  BIGNUM *exponent = NULL;
  char *decimal;

  if (!EVP_PKEY_get_bn_param (key, OSSL_PKEY_PARAM_RSA_E, &exponent))
    return;
  if (BN_num_bits (exponent) <= 64)
    {
      decimal = BN_bn2dec (exponent);
      fl_certificate_section_add_text (section, _("Exponent"), decimal);
      OPENSSL_free (decimal);
    }
  BN_free (exponent);
}

static void
add_key (GListStore          *sections,
         const FlCertificate *certificate)
{
  FlCertificateSection *section = fl_certificate_section_append_to (sections, _("Public key"));
  EVP_PKEY *key = X509_get0_pubkey (fl_certificate_get_x509 (certificate));
  const char *curve = fl_certificate_get_key_curve (certificate);
  g_autofree char *pin = g_strconcat ("sha256//", fl_certificate_get_spki_sha256 (certificate), NULL);
  guint n_bits = fl_certificate_get_key_bits (certificate);
  g_autofree char *size = g_strdup_printf (ngettext ("%u bit", "%u bits", n_bits), n_bits);

  fl_certificate_section_add_text (section, _("Algorithm"), fl_certificate_get_key_type (certificate));
  if (key != NULL)
    {
      fl_certificate_section_add_text (section, _("Size"), size);
      add_exponent (section, key);
    }
  fl_certificate_section_add_text (section, _("Curve"), curve != NULL ? familiar_curve (curve) : NULL);
  fl_certificate_section_add_field (section, _("Pin"), pin, TRUE);
}

static void
add_signature (GListStore          *sections,
               const FlCertificate *certificate)
{
  FlCertificateSection *section = fl_certificate_section_append_to (sections, _("Signature"));
  g_autofree char *strength = NULL;
  int n_bits = 0;

  fl_certificate_section_add_text (section, _("Algorithm"), fl_certificate_get_signature (certificate));
  if (X509_get_signature_info (fl_certificate_get_x509 (certificate), NULL, NULL, &n_bits, NULL) && n_bits > 0)
    {
      strength = g_strdup_printf (ngettext ("%d bit of security", "%d bits of security", (unsigned long) n_bits), n_bits);
      fl_certificate_section_add_text (section, _("Strength"), strength);
    }
}

/**
 * fl_certificate_list_sections:
 * @now: Unix time in seconds, for the time left
 *
 * Returns: (transfer full): of FlCertificateSection, never empty
 */
GListModel *
fl_certificate_list_sections (FlCertificate *certificate,
                              gint64         now)
{
  g_autoptr(GListStore) sections = g_list_store_new (FL_TYPE_CERTIFICATE_SECTION);
  FlCertificateSection *section;
  g_autofree char *version = NULL;
  X509 *x509;

  g_return_val_if_fail (certificate != NULL, NULL);

  x509 = fl_certificate_get_x509 (certificate);
  ERR_set_mark ();
  add_name (sections, _("Subject"), X509_get_subject_name (x509));
  add_name (sections, _("Issuer"), X509_get_issuer_name (x509));
  add_validity (sections, certificate, now);
  add_fingerprints (sections, certificate);
  add_key (sections, certificate);
  add_signature (sections, certificate);
  section = fl_certificate_section_append_to (sections, _("Certificate"));
  version = g_strdup_printf ("%ld", X509_get_version (x509) + 1);
  fl_certificate_section_add_text (section, _("Version"), version);
  fl_certificate_section_add_field (section, _("Serial number"), fl_certificate_get_serial (certificate), TRUE);
  fl_certificate_extensions_read (sections, x509);
  ERR_pop_to_mark ();
  return G_LIST_MODEL (g_steal_pointer (&sections));
}
