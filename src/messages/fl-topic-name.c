/* The syntax of topic names and filters (MQTT 5.0 section 4.7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-topic-name"

#include "messages/fl-topic-name.h"

#include <string.h>

#define MAX_FILTER_BYTES 65535

static gsize
count_levels (const char *name,
              gsize       n)
{
  gsize n_levels = 1;

  for (gsize i = 0; i < n; i++)
    if (name[i] == '/')
      n_levels++;
  return n_levels;
}

/**
 * fl_topic_name_is_valid:
 * @n: length in bytes, or -1 when NUL-terminated
 *
 * Returns: whether @name is UTF-8 without NUL and wildcards, not empty, and within our bounds
 */
gboolean
fl_topic_name_is_valid (const char *name,
                        gssize      n)
{
  gsize length = n < 0 ? strlen (name) : (gsize) n;

  return length > 0 && length <= FL_TOPIC_NAME_MAX_BYTES && g_utf8_validate (name, (gssize) length, NULL)
         && memchr (name, '+', length) == NULL && memchr (name, '#', length) == NULL
         && count_levels (name, length) <= FL_TOPIC_NAME_MAX_LEVELS;
}

/**
 * fl_topic_filter_is_valid:
 *
 * Returns: whether @filter may be subscribed to: `+` is a whole level, `#` the whole last one
 */
gboolean
fl_topic_filter_is_valid (const char *filter)
{
  const char *level = filter;

  if (*filter == '\0' || strlen (filter) > MAX_FILTER_BYTES || !g_utf8_validate (filter, -1, NULL))
    return FALSE;

  while (level != NULL)
    {
      gsize n = strcspn (level, "/");
      gboolean is_last = level[n] == '\0';

      if (memchr (level, '+', n) != NULL && n != 1)
        return FALSE;
      if (memchr (level, '#', n) != NULL && (n != 1 || !is_last))
        return FALSE;
      level = is_last ? NULL : level + n + 1;
    }
  return TRUE;
}

/* `$share/GROUP/FILTER` matches what FILTER matches. */
static const char *
skip_share (const char *filter)
{
  const char *slash;

  if (!g_str_has_prefix (filter, "$share/"))
    return filter;
  slash = strchr (filter + strlen ("$share/"), '/');
  return slash != NULL ? slash + 1 : filter;
}

/**
 * fl_topic_filter_matches:
 *
 * `a/#` matches `a` too; a wildcard in the first level does not match a topic that begins with `$`.
 *
 * Returns: whether a broker with this valid subscription would deliver @topic
 */
gboolean
fl_topic_filter_matches (const char *filter,
                         const char *topic)
{
  filter = skip_share (filter);
  if (*topic == '$' && *filter != '$')
    return FALSE;

  for (;;)
    {
      gsize n_filter = strcspn (filter, "/");
      gsize n_topic = strcspn (topic, "/");

      if (n_filter == 1 && *filter == '#')
        return TRUE;
      if (!(n_filter == 1 && *filter == '+')
          && (n_filter != n_topic || memcmp (filter, topic, n_topic) != 0))
        return FALSE;
      if (topic[n_topic] == '\0')
        return filter[n_filter] == '\0' || strcmp (filter + n_filter, "/#") == 0;
      if (filter[n_filter] == '\0')
        return FALSE;
      filter += n_filter + 1;
      topic += n_topic + 1;
    }
}

/**
 * fl_topic_name_split:
 *
 * Returns: (transfer full): the levels, some of which may be empty
 */
char **
fl_topic_name_split (const char *name)
{
  return g_strsplit (name, "/", -1);
}

/**
 * fl_topic_name_get_last_level:
 *
 * Returns: (transfer none): the part of @name after its last slash
 */
const char *
fl_topic_name_get_last_level (const char *name)
{
  const char *slash = strrchr (name, '/');

  return slash != NULL ? slash + 1 : name;
}

/**
 * fl_topic_name_get_below:
 * @base: a topic without wildcards, or ""
 *
 * Returns: (transfer none) (nullable): the part of @topic below @base: "b/c" of "a/b/c" for "a";
 *   "" when they are the same, %NULL when @topic is elsewhere
 */
const char *
fl_topic_name_get_below (const char *base,
                         const char *topic)
{
  gsize n = strlen (base);

  if (n == 0)
    return topic;
  if (strncmp (topic, base, n) != 0)
    return NULL;
  if (topic[n] == '\0')
    return topic + n;
  return topic[n] == '/' ? topic + n + 1 : NULL;
}
