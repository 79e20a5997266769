/* The ways in which a device can make sure whom it talks to, or prove who it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-snippet-way"

#include "config.h"

#include "esp/fl-snippet-way.h"

#include <glib/gi18n-lib.h>

static const struct { const char *id, *title; } ways[FL_N_SNIPPET_WAYS] = {
  [FL_SNIPPET_WAY_FINGERPRINT] = { "fingerprint", N_("Fingerprint") },
  [FL_SNIPPET_WAY_CA] = { "ca", N_("CA certificate") },
  [FL_SNIPPET_WAY_KNOWN_KEY] = { "known-key", N_("Public key") },
  [FL_SNIPPET_WAY_CLIENT_CERTIFICATE] = { "client-certificate", N_("Client certificate") },
  [FL_SNIPPET_WAY_PSK] = { "psk", N_("Pre-shared key") },
  [FL_SNIPPET_WAY_INSECURE] = { "insecure", N_("No check") },
};

/* Stable: part of a snippet's id. */
const char *
fl_snippet_way_to_id (FlSnippetWay way)
{
  g_return_val_if_fail ((int) way >= 0 && (int) way < (int) FL_N_SNIPPET_WAYS, NULL);

  return ways[way].id;
}

gboolean
fl_snippet_way_from_id (const char   *id,
                        FlSnippetWay *way)
{
  g_return_val_if_fail (id != NULL && way != NULL, FALSE);

  for (int i = 0; i < (int) FL_N_SNIPPET_WAYS; i++)
    if (g_str_equal (id, ways[i].id))
      {
        *way = (FlSnippetWay) i;
        return TRUE;
      }
  return FALSE;
}

/* Returns: (transfer none): in the user's language */
const char *
fl_snippet_way_get_title (FlSnippetWay way)
{
  g_return_val_if_fail ((int) way >= 0 && (int) way < (int) FL_N_SNIPPET_WAYS, NULL);

  return _(ways[way].title);
}
