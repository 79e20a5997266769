/* Host names and addresses as they stand in a certificate.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-host-name"

#include "config.h"

#include "tls/fl-host-name.h"

#include <arpa/inet.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "tls/fl-certificate-text.h"

/* RFC 1035, section 2.3.4, as text without the final dot. */
#define NAME_MAX_BYTES  253
#define LABEL_MAX_BYTES 63

G_DEFINE_QUARK (fl-host-name-error-quark, fl_host_name_error)

/* In one way of writing only: 2001:db8::1, not 2001:0DB8:0::1. */
static char *
normalize_address (const char *text)
{
  guint8 address[sizeof (struct in6_addr)];
  char buffer[INET6_ADDRSTRLEN];

  if (inet_pton (AF_INET, text, address) == 1)
    return g_strdup (inet_ntop (AF_INET, address, buffer, sizeof buffer));
  if (inet_pton (AF_INET6, text, address) == 1)
    return g_strdup (inet_ntop (AF_INET6, address, buffer, sizeof buffer));
  return NULL;
}

static gboolean
is_label (const char *label)
{
  size_t n = strlen (label);

  if (n == 0 || n > LABEL_MAX_BYTES || label[0] == '-' || label[n - 1] == '-')
    return FALSE;
  for (; *label != '\0'; label++)
    if (!g_ascii_isalnum (*label) && *label != '-')
      return FALSE;
  return TRUE;
}

/* RFC 1123, section 2.1: letters, digits and hyphens; the last label is not all digits (that would be an address). */
static gboolean
is_host_name (const char *text)
{
  g_auto(GStrv) labels = g_strsplit (text, ".", -1);
  guint n = g_strv_length (labels);

  if (strlen (text) > NAME_MAX_BYTES)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_label (labels[i]))
      return FALSE;
  return n > 0 && strspn (labels[n - 1], "0123456789") != strlen (labels[n - 1]);
}

/**
 * fl_host_name_normalize:
 * @text: what somebody typed: a host name, with letters of any script, or an address
 * @error: return location for %FL_HOST_NAME_ERROR_INVALID
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the name in lower-case ASCII (RFC 5891), or the address in its
 *   one form (RFC 5952)
 */
char *
fl_host_name_normalize (const char  *text,
                        GError     **error)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_utf8_validate (text, -1, NULL))
    {
      name = normalize_address (text);
      if (name != NULL)
        return g_steal_pointer (&name);
      name = g_hostname_to_ascii (text);
    }
  if (name == NULL || !is_host_name (name))
    {
      g_autofree char *shown = fl_certificate_text_escape (text, strlen (text));

      g_set_error (error, FL_HOST_NAME_ERROR, FL_HOST_NAME_ERROR_INVALID,
                   _("“%s” is neither a host name nor an IP address"), shown);
      return NULL;
    }
  for (char *c = name; *c != '\0'; c++)
    *c = g_ascii_tolower (*c);
  return g_steal_pointer (&name);
}
