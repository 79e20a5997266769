/* The certificates of a connection: what was sent, and the path that was verified.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-path"

#include "config.h"

#include "tls/fl-certificate-path.h"

#include <glib/gi18n-lib.h>

static gboolean
contains (GPtrArray           *certificates,
          const FlCertificate *wanted)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    if (fl_certificate_equal (certificates->pdata[i], wanted))
      return TRUE;
  return FALSE;
}

/**
 * fl_certificate_path_list:
 *
 * Returns: (element-type FlCertificate): what was sent, in that order, then what the verified path
 *   has besides; each once
 */
GPtrArray *
fl_certificate_path_list (const FlTlsReport *report)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_unref);
  GPtrArray *parts[2] = { NULL, NULL };

  if (report != NULL)
    {
      parts[0] = fl_tls_report_get_chain (report);
      parts[1] = fl_tls_report_get_verified_path (report);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    for (guint j = 0; parts[i] != NULL && j < parts[i]->len; j++)
      if (!contains (all, parts[i]->pdata[j]))
        g_ptr_array_add (all, fl_certificate_ref (parts[i]->pdata[j]));
  return all;
}

/* Where a certificate stands: sent, on the verified path, or both. */
char *
fl_certificate_path_describe_role (const FlTlsReport   *report,
                                   const FlCertificate *certificate)
{
  GPtrArray *path;
  gboolean sent;
  gboolean on_path;

  g_return_val_if_fail (report != NULL && certificate != NULL, NULL);

  path = fl_tls_report_get_verified_path (report);
  sent = contains (fl_tls_report_get_chain (report), certificate);
  on_path = contains (path, certificate);
  if (path == NULL || path->len == 0)
    return g_strdup (_("Sent by the broker"));
  if (sent && on_path)
    return g_strdup (_("Sent by the broker, on the verified path"));
  if (on_path)
    return g_strdup (_("From your trusted certificates, on the verified path"));
  return g_strdup (_("Sent by the broker, not on the verified path"));
}
