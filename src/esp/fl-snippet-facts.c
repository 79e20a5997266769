/* What snippets are made of: taken from a report once, never changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-snippet-facts"

#include "config.h"

#include "esp/fl-snippet-facts.h"

#include "esp/fl-quoting.h"

#include <string.h>

#define DNS_PREFIX "DNS:"

/* Only what was verified vouches for anything: a CA that was merely sent along is a stranger's claim. */
static FlCertificate *
find_anchor (FlTlsReport *report)
{
  FlCertificate *leaf = fl_tls_report_get_leaf (report);
  GPtrArray *path = fl_tls_report_get_verified_path (report);
  FlTrustWay way = fl_tls_report_get_way (report);

  if (leaf == NULL)
    return NULL;
  if ((way == FL_TRUST_SYSTEM || way == FL_TRUST_CA) && path != NULL && path->len > 0)
    return path->pdata[path->len - 1];
  return fl_certificate_is_self_signed (leaf) ? leaf : NULL;
}

/**
 * fl_snippet_facts_new:
 * @report: of a connection with TLS
 * @psk_identity: (nullable): what the broker knows us by, in the way of a pre-shared key
 * @now: Unix seconds
 *
 * Any thread.
 */
FlSnippetFacts *
fl_snippet_facts_new (FlTlsReport *report,
                      const char  *psk_identity,
                      gint64       now)
{
  FlSnippetFacts *self;
  FlEndpoint *endpoint;
  FlCertificate *anchor;

  g_return_val_if_fail (report != NULL, NULL);

  self = g_new0 (FlSnippetFacts, 1);
  endpoint = fl_tls_report_get_endpoint (report);
  self->host = fl_quoting_dup_host (fl_endpoint_get_host (endpoint));
  self->port = fl_endpoint_get_port (endpoint);
  self->way = fl_tls_report_get_way (report);
  self->is_trusted = fl_verdict_is_trusted (fl_tls_report_get_verdict (report));
  self->psk_identity = g_strdup (psk_identity);
  self->now = now;
  if (fl_tls_report_get_leaf (report) != NULL)
    self->leaf = fl_certificate_ref (fl_tls_report_get_leaf (report));
  anchor = find_anchor (report);
  if (anchor != NULL)
    self->anchor = fl_certificate_ref (anchor);
  return self;
}

void
fl_snippet_facts_free (FlSnippetFacts *self)
{
  g_free (self->host);
  g_clear_pointer (&self->leaf, fl_certificate_unref);
  g_clear_pointer (&self->anchor, fl_certificate_unref);
  g_free (self->psk_identity);
  g_free (self);
}

/* Whether the broker's own certificate is all that vouches for it. */
gboolean
fl_snippet_facts_has_own_anchor (const FlSnippetFacts *self)
{
  return self->leaf != NULL && self->anchor != NULL && fl_certificate_equal (self->leaf, self->anchor);
}

/* "*.rest" stands for one label. */
static gboolean
name_matches (const char *name,
              const char *host)
{
  const char *rest = strchr (host, '.');

  if (g_str_has_prefix (name, "*."))
    return rest != NULL && g_ascii_strcasecmp (name + 1, rest) == 0;
  return g_ascii_strcasecmp (name, host) == 0;
}

/**
 * fl_snippet_facts_is_for_bearssl:
 *
 * Whether BearSSL's x509_minimal finds the host in the certificate: it reads DNS names only, addresses too, and
 * the common name only where there are no alternative names.
 */
gboolean
fl_snippet_facts_is_for_bearssl (const FlSnippetFacts *self)
{
  const char *const *names = self->leaf != NULL ? fl_certificate_get_san (self->leaf) : NULL;

  if (names == NULL || self->host == NULL)
    return FALSE;
  if (names[0] == NULL)
    return name_matches (fl_certificate_get_common_name (self->leaf), self->host);
  for (; *names != NULL; names++)
    if (g_str_has_prefix (*names, DNS_PREFIX) && name_matches (*names + strlen (DNS_PREFIX), self->host))
      return TRUE;
  return FALSE;
}
