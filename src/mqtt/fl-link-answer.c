/* What the broker's answers mean to a person.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-link-answer"

#include "config.h"

#include "mqtt/fl-link-answer.h"

#include "mqtt/fl-link-fault.h"

#include <glib/gi18n-lib.h>

/* So many connections in a row that did not hold: somebody takes the client id over. */
#define MANY_SHORT_LIVES 3

static char *
place_of (FlLinkSettings *settings)
{
  return fl_endpoint_to_text (fl_link_settings_get_endpoint (settings));
}

/* Which filters were refused, for a sentence. */
static char *
list_refused (FlLinkSettings          *settings,
              const FlConnectionEvent *event)
{
  const char *const *filters = fl_link_settings_get_all_filters (settings);
  g_autoptr(GString) list = g_string_new (NULL);

  for (unsigned i = 0; i < event->n_granted && filters[i] != NULL; i++)
    if (event->granted[i] >= 0x80)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", filters[i]);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/**
 * fl_link_answer_describe_refusal:
 * @settings: what was asked for
 * @reason: the reason code of CONNACK
 *
 * Returns: (nullable): a translated sentence; %NULL where the fault's own says it all
 */
char *
fl_link_answer_describe_refusal (FlLinkSettings *settings,
                                 int             reason)
{
  g_autofree char *place = place_of (settings);

  if (fl_link_fault_is_version_refusal (reason))
    return g_strdup_printf (_("%s does not speak this version of MQTT."), place);
  if (reason == 2 || reason == 0x85)
    return g_strdup_printf (_("%s does not accept the client identifier “%s”."), place,
                            fl_link_settings_get_client_id (settings));
  if (fl_link_settings_get_username (settings) != NULL
      && !fl_connection_sends_credentials (settings)
      && fl_link_fault_from_connack (reason, FALSE) == FL_LINK_FAULT_NOT_AUTHORIZED)
    return g_strdup_printf (_("%s wants a user name and password; yours were not sent, because this connection "
                              "is not encrypted."), place);
  return fl_link_fault_describe_connack (reason, place);
}

/**
 * fl_link_answer_describe_filters:
 * @settings: what was asked for
 * @event: what SUBACK said
 * @refusal: the reason code of a filter that was refused
 *
 * Returns: a translated sentence about the filters that were refused
 */
char *
fl_link_answer_describe_filters (FlLinkSettings          *settings,
                                 const FlConnectionEvent *event,
                                 int                      refusal)
{
  g_autofree char *place = place_of (settings);
  g_autofree char *list = list_refused (settings, event);

  return fl_link_fault_describe_suback (refusal, place, list);
}

/**
 * fl_link_answer_describe_loss:
 * @settings: what was asked for
 * @reason: the reason code of DISCONNECT, negative without one
 * @n_short_lives: connections in a row, this one among them, that did not hold
 *
 * Returns: (nullable): a translated sentence; %NULL where the fault's own says it all
 */
char *
fl_link_answer_describe_loss (FlLinkSettings *settings,
                              int             reason,
                              unsigned        n_short_lives)
{
  const char *client_id = fl_link_settings_get_client_id (settings);
  g_autofree char *place = place_of (settings);

  if (reason == FL_MQTT_REASON_TAKEN_OVER)
    return g_strdup_printf (_("Another client has connected with the client identifier “%s”; only one can use it."),
                            client_id);
  if (n_short_lives >= MANY_SHORT_LIVES)
    return g_strdup_printf (_("The broker closes each connection at once; perhaps another client uses the client "
                              "identifier “%s” too."), client_id);
  if (reason == 0x87)
    return g_strdup_printf (_("%s does not let this user stay connected."), place);
  /* Who ended it is not known: Paho hangs up, too, when it is sent what is not MQTT. */
  if (reason < 0)
    return g_strdup_printf (_("The connection to %s broke off."), place);
  return NULL;
}
