/* What a service that is known lets a client publish and subscribe to, and what it sends besides.
 *
 * Which service has which peculiarity is tls/fl-service's table; here is what follows from it. A service with feeds
 * (Adafruit IO) has these topics, and no others are the user's:
 *
 *   USER/feeds/KEY, USER/f/KEY        the latest value as it was published
 *   USER/groups/KEY, USER/g/KEY       all feeds of a group
 *   …/KEY/json, …/KEY/csv             the same message again, in another form
 *   …/KEY/get                         published to: the last value comes once more, to this client only
 *   USER/throttle, USER/errors        what the service has to say about this user's clients
 *   time/…                            the service's clock, to be subscribed to only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-service-rules"

#include "config.h"

#include "mqtt/fl-service-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define THROTTLE "throttle"
#define ERRORS "errors"
#define GET "get"

/* USER, feeds, KEY */
#define N_LEVELS_OF_FEED 3

static gboolean
is_user_known (const char *username)
{
  return username != NULL && *username != '\0';
}

/* Returns what is behind USER/, or NULL if topic is not below it. */
static const char *
behind_user (const char *username,
             const char *topic)
{
  const size_t n = is_user_known (username) ? strlen (username) : 0;

  return n > 0 && strncmp (topic, username, n) == 0 && topic[n] == '/' ? topic + n + 1 : NULL;
}

static guint
count_levels (const char *topic)
{
  guint n = 1;

  for (; *topic != '\0'; topic++)
    n += *topic == '/';
  return n;
}

static gboolean
is_kind_of_feed (const char *topic)
{
  return g_str_has_prefix (topic, "feeds/") || g_str_has_prefix (topic, "f/") ||
         g_str_has_prefix (topic, "groups/") || g_str_has_prefix (topic, "g/");
}

/**
 * fl_service_rules_dup_base_topic:
 * @username: (nullable): the user's name there
 *
 * Returns: (transfer full) (nullable): the base topic where none was named; %NULL if there is no such
 */
char *
fl_service_rules_dup_base_topic (const FlService *service,
                                 const char      *username)
{
  g_return_val_if_fail (service != NULL, NULL);

  return service->has_feeds && is_user_known (username) ? g_strconcat (username, "/feeds", NULL) : NULL;
}

/* Whether the filter brings USER/throttle by itself: "#", "USER/#", "USER/+". */
static gboolean
covers_notices (const char *filter,
                const char *username)
{
  const char *rest = behind_user (username, filter);

  return strcmp (filter, "#") == 0 || (rest != NULL && (strcmp (rest, "#") == 0 || strcmp (rest, "+") == 0));
}

/**
 * fl_service_rules_add_notices:
 * @username: (nullable): the user's name there
 * @filters: what the user wants; none: nothing is added
 *
 * Returns: (transfer full): @filters, and what the service says about the user's clients
 */
GStrv
fl_service_rules_add_notices (const FlService    *service,
                              const char         *username,
                              const char * const *filters)
{
  g_autoptr(GStrvBuilder) all = g_strv_builder_new ();
  gboolean wanted;

  g_return_val_if_fail (service != NULL && filters != NULL, NULL);

  wanted = service->has_feeds && is_user_known (username) && filters[0] != NULL;
  for (guint i = 0; filters[i] != NULL; i++)
    {
      g_strv_builder_add (all, filters[i]);
      wanted = wanted && !covers_notices (filters[i], username);
    }
  if (wanted)
    {
      g_autofree char *throttle = g_strconcat (username, "/" THROTTLE, NULL);
      g_autofree char *errors = g_strconcat (username, "/" ERRORS, NULL);

      g_strv_builder_add (all, throttle);
      g_strv_builder_add (all, errors);
    }
  return g_strv_builder_end (all);
}

/**
 * fl_service_rules_describe_notice:
 * @topic: of a message
 * @text: its payload, already escaped and short enough for a banner
 *
 * Returns: (transfer full) (nullable): a translated sentence with @text in it; %NULL if it is a message like others
 */
char *
fl_service_rules_describe_notice (const FlService *service,
                                  const char      *username,
                                  const char      *topic,
                                  const char      *text)
{
  const char *rest;

  g_return_val_if_fail (service != NULL && topic != NULL && text != NULL, NULL);

  rest = service->has_feeds ? behind_user (username, topic) : NULL;
  if (g_strcmp0 (rest, THROTTLE) == 0)
    /* Translators: the first %s is a service such as “Adafruit IO”, the second what it says, in English. */
    return g_strdup_printf (_("%s slows you down: %s"), service->name, text);
  if (g_strcmp0 (rest, ERRORS) == 0)
    /* Translators: the first %s is a service such as “Adafruit IO”, the second what it says, in English. */
    return g_strdup_printf (_("%s reports an error: %s"), service->name, text);
  return NULL;
}

/**
 * fl_service_rules_sends_copies:
 * @filters: what is subscribed to
 *
 * Returns: whether what fl_service_rules_is_copy() finds came on its own topic too. Who subscribes to the copies
 *   alone (`USER/feeds/+/json`) wants them.
 */
gboolean
fl_service_rules_sends_copies (const FlService    *service,
                               const char * const *filters)
{
  g_return_val_if_fail (service != NULL && filters != NULL, FALSE);

  if (!service->has_feeds)
    return FALSE;
  for (guint i = 0; filters[i] != NULL; i++)
    if (g_str_has_suffix (filters[i], "#") && count_levels (filters[i]) <= N_LEVELS_OF_FEED + 1)
      return TRUE;
  return FALSE;
}

/**
 * fl_service_rules_is_copy:
 * @topic: at a service with feeds
 *
 * Any thread.
 *
 * Returns: whether it is that of the same message once more, in another form; or of somebody's question for the last
 *   value, in case that is sent to us at all
 */
gboolean
fl_service_rules_is_copy (const char *topic)
{
  const char *rest;

  g_return_val_if_fail (topic != NULL, FALSE);

  rest = strchr (topic, '/');
  return rest != NULL && is_kind_of_feed (rest + 1) && count_levels (topic) == N_LEVELS_OF_FEED + 1 &&
         (g_str_has_suffix (topic, "/json") || g_str_has_suffix (topic, "/csv") || g_str_has_suffix (topic, "/" GET));
}

/**
 * fl_service_rules_dup_get_topic:
 * @topic: of a feed, or whatever
 *
 * Returns: (transfer full) (nullable): where to publish for its last value; %NULL if there is no such, as where
 *   the broker keeps retained messages
 */
char *
fl_service_rules_dup_get_topic (const FlService *service,
                                const char      *username,
                                const char      *topic)
{
  const char *rest;

  g_return_val_if_fail (service != NULL && topic != NULL, NULL);

  rest = service->has_feeds ? behind_user (username, topic) : NULL;
  if (rest == NULL || !is_kind_of_feed (rest) || count_levels (topic) != N_LEVELS_OF_FEED ||
      strpbrk (topic, "+#") != NULL || g_str_has_suffix (topic, "/"))
    return NULL;
  return g_strconcat (topic, "/" GET, NULL);
}

/* Returns a sentence, or NULL. */
static char *
judge_filter (const FlService *service,
              const char      *username,
              const char      *filter)
{
  if (behind_user (username, filter) != NULL || g_str_has_prefix (filter, "time/"))
    return NULL;
  if (*filter == '$')
    return g_strdup_printf (_("%s has no topics below %s; nothing was sent."), service->name, "$SYS");
  return g_strdup_printf (_("%s lets you subscribe to what is below “%s/” only, not to “%s”; nothing was sent."),
                          service->name, username, filter);
}

/**
 * fl_service_rules_judge_sign_in:
 * @username: (nullable): the user's name there
 * @filters: what the user wants to subscribe to
 *
 * Refused sign-ins and subscriptions are counted there, and lock the user out: what is known to be refused is not
 * asked for.
 *
 * Returns: (transfer full) (nullable): a translated sentence if it would be refused
 */
char *
fl_service_rules_judge_sign_in (const FlService    *service,
                                const char         *username,
                                const char * const *filters)
{
  char *sentence = NULL;

  g_return_val_if_fail (service != NULL && filters != NULL, NULL);

  if (!service->has_feeds)
    return NULL;
  if (!is_user_known (username))
    return g_strdup_printf (_("%s wants your user name, and your AIO key as the password; nothing was sent."),
                            service->name);
  for (guint i = 0; filters[i] != NULL && sentence == NULL; i++)
    sentence = judge_filter (service, username, filters[i]);
  return sentence;
}

/**
 * fl_service_rules_describe_qos:
 *
 * Returns: (transfer full) (nullable): a translated sentence about the QoS there is not; %NULL if there is every one
 */
char *
fl_service_rules_describe_qos (const FlService *service)
{
  g_return_val_if_fail (service != NULL, NULL);

  return service->max_qos < 2 ? g_strdup_printf (_("%s has no QoS 2."), service->name) : NULL;
}

/**
 * fl_service_rules_describe_retained:
 *
 * Returns: (transfer full) (nullable): a translated sentence about why nothing can be retained; %NULL if it can
 */
char *
fl_service_rules_describe_retained (const FlService *service)
{
  g_return_val_if_fail (service != NULL, NULL);

  if (service->has_retained || service->name == NULL)
    return NULL;
  return g_strdup_printf (_("%s retains nothing; it keeps the last value of each feed anyway."), service->name);
}

/**
 * fl_service_rules_allows_discovery:
 *
 * Returns: whether topics that are not the user's own may be subscribed to; where each refusal counts towards a ban they
 * must not
 */
gboolean
fl_service_rules_allows_discovery (const FlService *service)
{
  g_return_val_if_fail (service != NULL, FALSE);

  return !service->has_feeds;
}

/**
 * fl_service_rules_judge_publish:
 * @username: (nullable): the user's name there
 * @topic: a topic name
 *
 * Returns: (transfer full) (nullable): a translated sentence if the service would not take the message
 */
char *
fl_service_rules_judge_publish (const FlService *service,
                                const char      *username,
                                const char      *topic,
                                int              qos,
                                gboolean         retained)
{
  g_return_val_if_fail (service != NULL && topic != NULL, NULL);

  if (qos > service->max_qos)
    return fl_service_rules_describe_qos (service);
  if (retained && !service->has_retained)
    return fl_service_rules_describe_retained (service);
  if (service->has_feeds && is_user_known (username) && behind_user (username, topic) == NULL)
    return g_strdup_printf (_("At %s you publish to what is below “%s/” only."), service->name, username);
  return NULL;
}
