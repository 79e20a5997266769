/* What the pill in the header says of a connection, without any widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-pill-state"

#include "config.h"

#include "ui/fl-pill-state.h"

#include <glib/gi18n.h>

/**
 * fl_pill_state_of:
 * @online: whether the broker has taken us
 * @way: how the broker was to prove who it is
 * @proved: whether it did, by the verdict on this very connection
 */
FlPillState
fl_pill_state_of (gboolean   online,
                  FlTrustWay way,
                  gboolean   proved)
{
  if (!online)
    return FL_PILL_STATE_OFFLINE;
  switch (way)
    {
    case FL_TRUST_PLAIN:
      return FL_PILL_STATE_PLAIN;
    case FL_TRUST_INSECURE:
      return FL_PILL_STATE_UNVERIFIED;
    case FL_TRUST_SYSTEM:
    case FL_TRUST_CA:
    case FL_TRUST_PIN:
    case FL_TRUST_PSK:
      return proved ? FL_PILL_STATE_VERIFIED : FL_PILL_STATE_UNVERIFIED;
    default:
      return FL_PILL_STATE_UNVERIFIED;
    }
}

/* OpenSSL writes "TLSv1.3". */
static char *
protocol_name (const char *protocol)
{
  if (protocol == NULL || *protocol == '\0')
    return g_strdup ("TLS");
  if (g_str_has_prefix (protocol, "TLSv"))
    return g_strconcat ("TLS ", protocol + strlen ("TLSv"), NULL);
  return g_strdup (protocol);
}

/**
 * fl_pill_state_to_text:
 * @protocol: (nullable): as in the report of the connection
 *
 * Returns: (transfer full): the words in the pill
 */
char *
fl_pill_state_to_text (FlPillState  state,
                       const char  *protocol)
{
  g_autofree char *name = protocol_name (protocol);

  switch (state)
    {
    case FL_PILL_STATE_PLAIN:
      return g_strdup (_("No TLS"));
    case FL_PILL_STATE_UNVERIFIED:
      /* Translators: %s is a protocol, such as TLS 1.3 */
      return g_strdup_printf (_("%s · not verified"), name);
    case FL_PILL_STATE_VERIFIED:
      /* Translators: %s is a protocol, such as TLS 1.3 */
      return g_strdup_printf (_("%s · verified"), name);
    case FL_PILL_STATE_OFFLINE:
    default:
      return g_strdup (_("Not connected"));
    }
}

const char *
fl_pill_state_get_icon_name (FlPillState state)
{
  static const char *const names[] = {
    [FL_PILL_STATE_OFFLINE] = "fl-offline-symbolic",
    [FL_PILL_STATE_PLAIN] = "fl-plain-symbolic",
    [FL_PILL_STATE_UNVERIFIED] = "fl-unverified-symbolic",
    [FL_PILL_STATE_VERIFIED] = "fl-verified-symbolic",
  };

  g_return_val_if_fail (state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

/**
 * fl_pill_state_get_css_class:
 *
 * Returns: the class that colours it; "dim-label" is no colour
 */
const char *
fl_pill_state_get_css_class (FlPillState state)
{
  static const char *const classes[] = {
    [FL_PILL_STATE_OFFLINE] = "dim-label",
    [FL_PILL_STATE_PLAIN] = "error",
    [FL_PILL_STATE_UNVERIFIED] = "warning",
    [FL_PILL_STATE_VERIFIED] = "success",
  };

  g_return_val_if_fail (state < G_N_ELEMENTS (classes), NULL);

  return classes[state];
}

/**
 * fl_pill_state_fernet_text:
 * @n_messages: received
 * @n_fernet: of them Fernet tokens
 * @has_keys: whether the broker has a key
 *
 * The share is rounded down, so that 100 % is said only of all.
 *
 * Returns: (transfer full) (nullable): the words in the second badge; %NULL, no badge
 */
char *
fl_pill_state_fernet_text (guint64  n_messages,
                           guint64  n_fernet,
                           gboolean has_keys)
{
  if (!has_keys && n_fernet == 0)
    return NULL;
  if (n_messages == 0)
    return g_strdup (_("Fernet"));
  if (n_fernet > 0 && n_fernet * 100 < n_messages)
    return g_strdup (_("Fernet <1 %"));
  /* Translators: how many of the payloads are encrypted with Fernet */
  return g_strdup_printf (_("Fernet %u %%"), (unsigned) (n_fernet * 100 / n_messages));
}
