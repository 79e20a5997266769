/* The certificates of a connection: what was sent, and the path that was verified.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-path"

#include "config.h"

#include "tls/fl-certificate-path.h"

#include <glib/gi18n-lib.h>

/* Where it stands in a list, from 1; 0 if it does not. */
static guint
find (GPtrArray           *certificates,
      const FlCertificate *wanted)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    if (fl_certificate_equal (certificates->pdata[i], wanted))
      return i + 1;
  return 0;
}

static void
add_once (GPtrArray     *all,
          FlCertificate *certificate)
{
  if (find (all, certificate) == 0)
    g_ptr_array_add (all, fl_certificate_ref (certificate));
}

/* How many of the certificates stand in a list. */
static guint
count_common (GPtrArray *certificates,
              GPtrArray *list)
{
  guint n = 0;

  for (guint i = 0; i < certificates->len; i++)
    if (find (list, certificates->pdata[i]) > 0)
      n++;
  return n;
}

/**
 * fl_certificate_path_list:
 * @report: (nullable): of a connection
 *
 * Nobody has use for more than a few certificates: of those that were sent the first FL_CERTIFICATE_PATH_MAX_SENT are
 * listed, and of the others those that the verified path goes over.
 *
 * Returns: (element-type FlCertificate): what was sent, in that order, then what the verified path
 *   has besides; each once
 */
GPtrArray *
fl_certificate_path_list (const FlTlsReport *report)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_unref);
  GPtrArray *sent = report != NULL ? fl_tls_report_get_chain (report) : NULL;
  GPtrArray *path = report != NULL ? fl_tls_report_get_verified_path (report) : NULL;

  for (guint i = 0; sent != NULL && i < sent->len; i++)
    if (i < FL_CERTIFICATE_PATH_MAX_SENT || find (path, sent->pdata[i]) > 0)
      add_once (all, sent->pdata[i]);
  for (guint i = 0; path != NULL && i < path->len; i++)
    add_once (all, path->pdata[i]);
  return all;
}

/**
 * fl_certificate_path_summarize:
 * @report: (nullable): of a connection
 *
 * Returns: (transfer full): what was sent beside what was verified, in a sentence or two; NULL without a certificate
 */
char *
fl_certificate_path_summarize (const FlTlsReport *report)
{
  g_autoptr(GPtrArray) shown = NULL;
  g_autoptr(GString) text = NULL;
  GPtrArray *sent = report != NULL ? fl_tls_report_get_chain (report) : NULL;
  GPtrArray *path;
  guint n_shown;
  guint n_used;

  if (sent == NULL || sent->len == 0)
    return NULL;

  text = g_string_new (NULL);
  shown = fl_certificate_path_list (report);
  path = fl_tls_report_get_verified_path (report);
  n_shown = count_common (sent, shown);
  n_used = count_common (sent, path);
  g_string_append_printf (text, ngettext ("%u certificate was sent", "%u certificates were sent", sent->len), sent->len);
  if (n_shown < sent->len)
    g_string_append_printf (text, ngettext (", %u is shown", ", %u are shown", n_shown), n_shown);
  if (path->len > 0 && n_used < sent->len)
    g_string_append_printf (text, ngettext (", %u is not used", ", %u are not used", sent->len - n_used),
                            sent->len - n_used);
  g_string_append_c (text, '.');
  if (path->len > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("The path from the broker to what is trusted has %u step.",
                                              "The path from the broker to what is trusted has %u steps.", path->len), path->len);
    }
  if (path->len > 0 && find (sent, path->pdata[path->len - 1]) == 0)
    g_string_append_printf (text, " %s", _("Its end, the anchor, was added from your trusted certificates."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Where a certificate stands: sent, on the verified path, or both, and as which one. */
char *
fl_certificate_path_describe_role (const FlTlsReport   *report,
                                   const FlCertificate *certificate)
{
  GPtrArray *sent;
  GPtrArray *path;
  guint in_sent;
  guint on_path;

  g_return_val_if_fail (report != NULL && certificate != NULL, NULL);

  sent = fl_tls_report_get_chain (report);
  path = fl_tls_report_get_verified_path (report);
  in_sent = find (sent, certificate);
  on_path = find (path, certificate);
  if (in_sent > 0 && on_path > 0)
    return g_strdup_printf (_("Sent by the broker (%u of %u), on the verified path (%u of %u)"), in_sent, sent->len,
                            on_path, path->len);
  if (on_path > 0)
    return g_strdup_printf (_("From your trusted certificates, on the verified path (%u of %u)"), on_path, path->len);
  if (path->len == 0)
    return g_strdup_printf (_("Sent by the broker (%u of %u)"), in_sent, sent->len);
  return g_strdup_printf (_("Sent by the broker (%u of %u), not used: not on the verified path"), in_sent, sent->len);
}
