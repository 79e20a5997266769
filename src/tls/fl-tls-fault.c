/* Why a TLS connection was not made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-fault"

#include "config.h"

#include "tls/fl-tls-fault.h"

#include <glib/gi18n-lib.h>

static const char *const fault_codes[] = {
  [FL_TLS_FAULT_NONE] = "none",
  [FL_TLS_FAULT_NAME_NOT_FOUND] = "name-not-found",
  [FL_TLS_FAULT_UNREACHABLE] = "unreachable",
  [FL_TLS_FAULT_REFUSED] = "refused",
  [FL_TLS_FAULT_TIMEOUT] = "timeout",
  [FL_TLS_FAULT_CLOSED] = "closed",
  [FL_TLS_FAULT_NO_TLS] = "no-tls",
  [FL_TLS_FAULT_TLS_FAILED] = "tls-failed",
  [FL_TLS_FAULT_NOT_TRUSTED] = "not-trusted",
};

static char *
describe_tls_failure (const char *failure)
{
  if (failure == NULL)
    return g_strdup (_("The TLS handshake failed."));

  /* Translators: %s is the TLS library's own word, such as "handshake_failure" */
  return g_strdup_printf (_("The TLS handshake failed: %s."), failure);
}

const char *
fl_tls_fault_to_code (FlTlsFault fault)
{
  g_return_val_if_fail ((guint) fault < G_N_ELEMENTS (fault_codes), NULL);

  return fault_codes[fault];
}

/**
 * fl_tls_fault_describe:
 * @fault: why there is no connection
 * @endpoint: with whom
 * @failure: (nullable): the TLS library's own word for it
 *
 * Returns: (nullable): a translated sentence; %NULL without a fault
 */
char *
fl_tls_fault_describe (FlTlsFault        fault,
                       const FlEndpoint *endpoint,
                       const char       *failure)
{
  const char *host;

  g_return_val_if_fail (endpoint != NULL, NULL);

  host = fl_endpoint_get_host (endpoint);
  switch (fault)
    {
    case FL_TLS_FAULT_NONE:
      return NULL;
    case FL_TLS_FAULT_NAME_NOT_FOUND:
      return g_strdup_printf (_("There is no host called “%s”."), host);
    case FL_TLS_FAULT_UNREACHABLE:
      return g_strdup_printf (_("“%s” cannot be reached."), host);
    case FL_TLS_FAULT_REFUSED:
      return g_strdup_printf (_("Nothing answers on port %u of “%s”."), fl_endpoint_get_port (endpoint), host);
    case FL_TLS_FAULT_TIMEOUT:
      return g_strdup_printf (_("“%s” did not answer in time."), host);
    case FL_TLS_FAULT_CLOSED:
      return g_strdup (_("The broker closed the connection before the TLS handshake was over."));
    case FL_TLS_FAULT_TLS_FAILED:
    case FL_TLS_FAULT_NO_TLS:
    case FL_TLS_FAULT_NOT_TRUSTED:
    default:
      return describe_tls_failure (failure);
    }
}
