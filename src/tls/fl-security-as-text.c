/* All of the Security page as plain text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-security-as-text"

#include "config.h"

#include "tls/fl-security-as-text.h"

#include "tls/fl-certificate-path.h"
#include "tls/fl-certificate-sections.h"
#include "tls/fl-fingerprint.h"
#include "tls/fl-handshake-text.h"
#include "tls/fl-renewal.h"
#include "tls/fl-security-explanation.h"
#include "tls/fl-security-level.h"
#include "tls/fl-security-verdict.h"
#include "tls/fl-tls-agreement.h"

#include <glib/gi18n-lib.h>

static void
append_explanation (GString               *text,
                    FlSecurityLevel        level,
                    const FlSecurityFacts *facts)
{
  for (int aspect = 0; aspect < (int) FL_N_SECURITY_ASPECTS; aspect++)
    {
      g_autofree char *sentences = fl_security_explanation_describe (level, (FlSecurityAspect) aspect, facts);

      if (sentences[0] != '\0')
        g_string_append_printf (text, "  %s: %s\n", fl_security_aspect_get_title ((FlSecurityAspect) aspect), sentences);
    }
}

static void
append_levels (GString               *text,
               const FlSecurityFacts *facts)
{
  for (int level = 0; level < (int) FL_N_SECURITY_LEVELS; level++)
    {
      g_autofree char *proof = fl_security_level_describe_proof ((FlSecurityLevel) level, facts);
      g_autofree char *cost = fl_security_level_describe_cost ((FlSecurityLevel) level, facts);

      if (!fl_security_level_applies ((FlSecurityLevel) level, facts))
        continue;
      g_string_append_printf (text, "%s: %s", fl_security_level_get_title ((FlSecurityLevel) level), proof);
      g_string_append_printf (text, cost[0] != '\0' ? " (%s)\n" : "%s\n", cost);
      append_explanation (text, (FlSecurityLevel) level, facts);
    }
  if (facts->is_inspection)
    g_string_append_printf (text, "%s\n", fl_security_level_get_inspection_note ());
}

static char *
describe_reason (FlReason               reason,
                 const FlSecurityFacts *facts)
{
  return fl_reason_describe (reason, fl_security_facts_get_leaf (facts), fl_security_facts_get_host (facts));
}

static void
append_reasons (GString               *text,
                const FlSecurityFacts *facts)
{
  FlVerdict *verdict = fl_security_facts_get_verdict (facts);

  if (verdict == NULL)
    return;
  for (guint i = 0; i < fl_verdict_get_n_reasons (verdict); i++)
    {
      FlReason reason = fl_verdict_get_reason (verdict, i);
      g_autofree char *sentence = describe_reason (reason, facts);

      g_string_append_printf (text, "- [%s] %s %s\n", fl_reason_to_code (reason), sentence, fl_reason_get_risk (reason));
    }
  for (guint i = 0; i < fl_verdict_get_n_remarks (verdict); i++)
    {
      FlReason reason = fl_verdict_get_remark (verdict, i);
      g_autofree char *sentence = describe_reason (reason, facts);

      g_string_append_printf (text, "- (%s) %s\n", fl_reason_to_code (reason), sentence);
    }
}

static void
append_handshake (GString           *text,
                  const FlTlsReport *report)
{
  FlHandshake *handshake = fl_tls_report_get_handshake (report);
  g_autofree char *summary = fl_handshake_text_summarize (handshake);

  g_string_append_printf (text, "\n%s: %s\n", _("Handshake"), summary);
  for (guint i = 0; handshake != NULL && i < fl_handshake_get_n_messages (handshake); i++)
    {
      const FlHandshakeMessage *message = fl_handshake_get_message (handshake, i);

      g_string_append_printf (text, "  %9.3f ms  %s  %s, %u\n", (double) message->at_us / 1000,
                              message->outgoing ? "→" : "←", message->name, message->bytes);
    }
}

static void
append_agreement (GString           *text,
                  const FlTlsReport *report)
{
  g_autoptr(GListModel) fields = NULL;
  g_autofree char *summary = fl_tls_agreement_summarize (report);

  if (summary == NULL)
    return;
  g_string_append_printf (text, "\n%s: %s\n", _("Connection parameters"), summary);
  fields = fl_tls_agreement_list_fields (report);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr(FlCertificateField) field = g_list_model_get_item (fields, i);

      g_string_append_printf (text, "  %s: %s\n", fl_certificate_field_get_label (field),
                              fl_certificate_field_get_value (field));
    }
}

static void
append_certificate (GString       *text,
                    FlCertificate *certificate,
                    gint64         now)
{
  g_autoptr(GListModel) sections = fl_certificate_list_sections (certificate, now);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr(FlCertificateSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = fl_certificate_section_get_fields (section);

      g_string_append_printf (text, "  %s\n", fl_certificate_section_get_title (section));
      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr(FlCertificateField) field = g_list_model_get_item (fields, j);

          g_string_append_printf (text, "    %s: %s\n", fl_certificate_field_get_label (field),
                                  fl_certificate_field_get_value (field));
        }
    }
  g_string_append (text, fl_certificate_get_pem (certificate));
}

static void
append_renewal (GString               *text,
                const FlSecurityFacts *facts)
{
  FlCertificate *leaf = fl_security_facts_get_leaf (facts);
  g_autoptr(GPtrArray) lines = NULL;
  g_autofree char *summary = NULL;

  if (!fl_security_facts_is_renewal (facts))
    return;
  lines = fl_renewal_list_lines (facts->trust, facts->pinned, leaf);
  summary = fl_renewal_summarize (facts->trust, facts->pinned, leaf);
  g_string_append_printf (text, "\n%s: %s\n", _("Old and New Certificate"), summary);
  for (guint i = 0; i < lines->len; i++)
    {
      const FlRenewalLine *line = lines->pdata[i];

      g_string_append_printf (text, line->differs ? "* %s: %s → %s\n" : "  %s: %s → %s\n", line->label,
                              line->before != NULL ? line->before : _("not known"), line->after);
    }
}

static void
append_revocation (GString           *text,
                   const FlTlsReport *report)
{
  FlOcsp *ocsp = fl_tls_report_get_ocsp (report);
  g_autofree char *sentence = fl_ocsp_describe (ocsp);

  /* A refused connection ended before the staple could come. */
  if (fl_tls_report_get_leaf (report) != NULL && (ocsp != NULL || fl_tls_report_is_complete (report)))
    g_string_append_printf (text, "\n%s: %s\n", _("Revocation (OCSP)"), sentence);
}

static void
append_certificates (GString               *text,
                     const FlSecurityFacts *facts)
{
  g_autoptr(GPtrArray) certificates = fl_certificate_path_list (facts->report);
  FlCertificate *leaf = fl_security_facts_get_leaf (facts);
  g_autofree char *sketch = NULL;
  g_autofree char *summary = NULL;

  if (leaf != NULL)
    {
      sketch = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (leaf));
      g_string_append_printf (text, "\n%s: %s\n", _("SHA-1 as pasted in a sketch (stops working when this certificate is renewed)"), sketch);
    }
  summary = fl_certificate_path_summarize (facts->report);
  if (summary != NULL)
    g_string_append_printf (text, "\n%s: %s\n", _("Certificates"), summary);
  for (guint i = 0; i < certificates->len; i++)
    {
      g_autofree char *role = fl_certificate_path_describe_role (facts->report, certificates->pdata[i]);

      g_string_append_printf (text, "\n%s: %s (%s)\n", _("Certificate"), fl_certificate_get_common_name (certificates->pdata[i]), role);
      append_certificate (text, certificates->pdata[i], facts->now);
    }
}

/**
 * fl_security_as_text:
 *
 * Returns: all of the Security page as plain text, without secrets
 */
char *
fl_security_as_text (const FlSecurityFacts *facts)
{
  g_autoptr(GString) text = NULL;
  g_autofree char *verdict = NULL;
  g_autofree char *endpoint = NULL;

  g_return_val_if_fail (facts != NULL, NULL);

  text = g_string_new (NULL);
  verdict = fl_security_verdict_describe (facts);
  if (facts->report != NULL && fl_tls_report_get_endpoint (facts->report) != NULL)
    {
      endpoint = fl_endpoint_to_text (fl_tls_report_get_endpoint (facts->report));
      g_string_append_printf (text, "%s\n", endpoint);
    }
  g_string_append_printf (text, "%s\n", verdict);
  append_reasons (text, facts);
  g_string_append_c (text, '\n');
  append_levels (text, facts);
  if (facts->report != NULL)
    {
      append_handshake (text, facts->report);
      append_agreement (text, facts->report);
      append_renewal (text, facts);
      append_revocation (text, facts->report);
      append_certificates (text, facts);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
