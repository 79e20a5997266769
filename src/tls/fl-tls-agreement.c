/* What the two sides of a connection agreed on, as fields that a person reads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-agreement"

#include "config.h"

#include "tls/fl-tls-agreement.h"

#include "tls/fl-certificate-section-private.h"
#include "tls/fl-handshake-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static gboolean
is_tls13 (const FlTlsReport *report)
{
  return g_strcmp0 (fl_tls_report_get_protocol (report), "TLSv1.3") == 0;
}

/* "TLS 1.3" rather than OpenSSL's "TLSv1.3". */
static char *
describe_protocol (const FlTlsReport *report)
{
  const char *protocol = fl_tls_report_get_protocol (report);

  if (protocol != NULL && g_str_has_prefix (protocol, "TLSv"))
    return g_strconcat ("TLS ", protocol + 4, NULL);
  return g_strdup (protocol);
}

static char *
describe_group (const FlTlsReport *report)
{
  const char *group = fl_tls_report_get_group (report);
  const char *cipher = fl_tls_report_get_cipher (report);

  if (group == NULL && cipher != NULL && g_str_has_prefix (cipher, "TLS_PSK_"))
    return g_strdup (_("none: the shared key alone"));
  if (group == NULL && cipher != NULL && g_str_has_prefix (cipher, "TLS_RSA_WITH_"))
    return g_strdup (_("none: the key is sent under the certificate’s, so whoever gets that later reads all of it"));
  if (group == NULL && cipher != NULL && g_str_has_prefix (cipher, "TLS_DHE_") && fl_tls_report_is_complete (report))
    return g_strdup (_("Diffie-Hellman in a group of the broker’s own, not post-quantum"));
  if (group == NULL)
    return NULL; /* the handshake ended before there was one */
  if (fl_tls_report_is_post_quantum (report))
    return g_strdup_printf (_("%s, post-quantum"), group);
  return g_strdup_printf (_("%s, not post-quantum"), group);
}

static char *
describe_signature (const FlTlsReport *report)
{
  const char *signature = fl_tls_report_get_peer_signature (report);

  if (signature == NULL && fl_tls_report_get_way (report) == FL_TRUST_PSK)
    return g_strdup (_("none: both sides proved that they know the shared key"));
  if (signature == NULL && !fl_tls_report_is_complete (report))
    return g_strdup (_("none yet when the handshake ended"));
  return g_strdup (signature != NULL ? signature : _("none"));
}

static char *
describe_resumption (const FlTlsReport *report)
{
  return g_strdup (fl_tls_report_is_resumed (report) ? _("yes: an earlier session went on")
                                                     : _("no: a full handshake"));
}

static char *
describe_master_secret (const FlTlsReport *report)
{
  switch (fl_tls_report_get_extended_master_secret (report))
    {
    case FL_TLS_ANSWER_YES:
      return g_strdup (_("yes"));
    case FL_TLS_ANSWER_NO:
      return g_strdup (_("no: the keys are not bound to all of the handshake"));
    case FL_TLS_ANSWER_NONE:
    default:
      return is_tls13 (report) ? g_strdup (_("always so in TLS 1.3")) : NULL;
    }
}

static char *
describe_renegotiation (const FlTlsReport *report)
{
  switch (fl_tls_report_get_secure_renegotiation (report))
    {
    case FL_TLS_ANSWER_YES:
      return g_strdup (_("declined by this computer; the broker knows the safe form"));
    case FL_TLS_ANSWER_NO:
      return g_strdup (_("declined by this computer; the broker does not know the safe form"));
    case FL_TLS_ANSWER_NONE:
    default:
      return is_tls13 (report) ? g_strdup (_("there is none in TLS 1.3")) : NULL;
    }
}

static char *
describe_staple (const FlTlsReport *report)
{
  FlOcsp *ocsp = fl_tls_report_get_ocsp (report);

  if (fl_tls_report_get_leaf (report) == NULL || (ocsp == NULL && !fl_tls_report_is_complete (report)))
    return NULL;
  return fl_ocsp_describe (ocsp);
}

static char *
describe_timestamps (const FlTlsReport *report)
{
  const guint n_certificate = fl_tls_report_get_n_certificate_timestamps (report);
  const guint n_ocsp = fl_tls_report_get_n_ocsp_timestamps (report);

  if (!fl_tls_report_has_timestamp_count (report) || fl_tls_report_get_leaf (report) == NULL)
    return NULL;
  if (n_certificate + n_ocsp == 0)
    return g_strdup (_("none"));
  return g_strdup_printf (_("%u in the certificate, %u in the OCSP answer"), n_certificate, n_ocsp);
}

static char *
describe_fragment (const FlTlsReport *report)
{
  const guint n_bytes = fl_tls_report_get_max_fragment (report);

  if (n_bytes == 0)
    return g_strdup (_("no limit asked for: up to 16384 bytes"));
  return g_strdup_printf (ngettext ("%u byte", "%u bytes", n_bytes), n_bytes);
}

static char *
describe_client_certificate (const FlTlsReport *report)
{
  return g_strdup (fl_tls_report_is_client_certificate_requested (report) ? _("asked for") : _("not asked for"));
}

static char *
describe_bytes (guint64 n_bytes)
{
  return g_strdup_printf (ngettext ("%" PRIu64 " byte", "%" PRIu64 " bytes", (unsigned long) n_bytes),
                          n_bytes);
}

static char *
describe_sent (const FlTlsReport *report)
{
  return describe_bytes (fl_handshake_get_bytes_sent (fl_tls_report_get_handshake (report)));
}

static char *
describe_received (const FlTlsReport *report)
{
  return describe_bytes (fl_handshake_get_bytes_received (fl_tls_report_get_handshake (report)));
}

static char *
describe_time (const FlTlsReport *report)
{
  FlHandshake *handshake = fl_tls_report_get_handshake (report);
  const gint64 duration_us = fl_handshake_get_duration_us (handshake);
  g_autofree char *waited = fl_handshake_text_format_duration (fl_handshake_get_waited_us (handshake));
  g_autofree char *all = NULL;

  if (duration_us < 0)
    return g_strdup_printf (_("not completed; %s waiting for the broker"), waited);
  all = fl_handshake_text_format_duration (duration_us);
  return g_strdup_printf (_("%s, of which %s waiting for the broker"), all, waited);
}

static char *
describe_source (const FlTlsReport *report)
{
  return g_strdup (fl_handshake_text_describe_source (fl_tls_report_is_live (report)));
}

static char *
describe_cipher (const FlTlsReport *report)
{
  return g_strdup (fl_tls_report_get_cipher (report));
}

static char *
describe_alpn (const FlTlsReport *report)
{
  return g_strdup (fl_tls_report_get_alpn (report) != NULL ? fl_tls_report_get_alpn (report) : _("none"));
}

static const struct
{
  const char *label;
  char     *(*describe) (const FlTlsReport *report); /* NULL: there is nothing to say */
} lines[] = {
  { N_("Seen on"), describe_source },
  { N_("Protocol"), describe_protocol },
  { N_("Cipher suite"), describe_cipher },
  { N_("Key exchange"), describe_group },
  { N_("Signature of the broker"), describe_signature },
  { N_("Client certificate"), describe_client_certificate },
  { N_("Application protocol (ALPN)"), describe_alpn },
  { N_("Resumption"), describe_resumption },
  { N_("Extended master secret"), describe_master_secret },
  { N_("Renegotiation"), describe_renegotiation },
  { N_("OCSP staple"), describe_staple },
  { N_("Certificate timestamps (SCT)"), describe_timestamps },
  { N_("Record length (MFLN)"), describe_fragment },
  { N_("Sent"), describe_sent },
  { N_("Received"), describe_received },
  { N_("Time"), describe_time },
};

/* (transfer full): "TLS 1.3 · TLS_AES_256_GCM_SHA384 · X25519", or NULL if nothing was agreed on */
char *
fl_tls_agreement_summarize (const FlTlsReport *report)
{
  g_autofree char *protocol = NULL;
  const char *cipher;
  const char *group;

  g_return_val_if_fail (report != NULL, NULL);

  protocol = describe_protocol (report);
  cipher = fl_tls_report_get_cipher (report);
  group = fl_tls_report_get_group (report);
  if (protocol == NULL || cipher == NULL)
    return NULL;
  if (group == NULL)
    return g_strdup_printf ("%s · %s", protocol, cipher);
  return g_strdup_printf ("%s · %s · %s", protocol, cipher, group);
}

/**
 * fl_tls_agreement_list_fields:
 * @report: of a connection of which something was agreed on, see fl_tls_agreement_summarize()
 *
 * Returns: (transfer full) (element-type FlCertificateField): one a line; what does not apply is left out
 */
GListModel *
fl_tls_agreement_list_fields (const FlTlsReport *report)
{
  g_autoptr(GListStore) sections = g_list_store_new (FL_TYPE_CERTIFICATE_SECTION);
  FlCertificateSection *section;

  g_return_val_if_fail (report != NULL, NULL);

  section = fl_certificate_section_append_to (sections, "");
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *value = lines[i].describe (report);

      fl_certificate_section_add_text (section, _(lines[i].label), value);
    }

  return g_object_ref (fl_certificate_section_get_fields (section));
}
