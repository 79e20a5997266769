/* The first sign of life of a device that is being set up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-first-sign"

#include "config.h"

#include "devices/fl-first-sign.h"

#include "messages/fl-message.h"

#include <string.h>

/* Where the device speaks below its root, as the sketches of data/sketches do: nobody else does. On feeds the LED's feed
 * is written by whoever switches it. */
static gboolean
is_said_by_device (const char *topic,
                   const char *root,
                   gboolean    has_feeds)
{
  static const char *const topics[] = { "light", "led", "status", NULL };
  const size_t n_root = strlen (root);

  if (strncmp (topic, root, n_root) != 0 || topic[n_root] != '/')
    return FALSE;
  topic += n_root + 1;
  return has_feeds ? strcmp (topic, topics[0]) == 0 : g_strv_contains (topics, topic);
}

/* The broker says of a device that is gone what it left as its last will. */
static gboolean
is_last_will (FlMessage  *message,
              const char *topic)
{
  GBytes *payload = fl_message_get_payload (message);
  size_t n = 0;
  const char *text = payload != NULL ? g_bytes_get_data (payload, &n) : NULL;

  return g_str_has_suffix (topic, "/status") && (n != strlen ("online") || g_ascii_strncasecmp (text, "online", n) != 0);
}

/**
 * fl_first_sign_find:
 * @batch: (element-type FlMessage): in order of arrival
 * @root: the topic below which the device speaks, "home/kitchen"; with feeds "USER/feeds"
 * @has_feeds: whether the broker is a service with feeds
 *
 * A copy that the broker kept is no sign: it may be of another day. Any thread.
 *
 * Returns: when the first message of the device arrived, real time in µs; 0 if there is none
 */
gint64
fl_first_sign_find (GPtrArray  *batch,
                    const char *root,
                    gboolean    has_feeds)
{
  g_return_val_if_fail (batch != NULL && root != NULL, 0);

  for (guint i = 0; i < batch->len; i++)
    {
      FlMessage *message = batch->pdata[i];
      const char *topic = fl_message_get_topic (message);

      if (!fl_message_is_retained (message) && is_said_by_device (topic, root, has_feeds) && !is_last_will (message, topic))
        return fl_message_get_arrived (message);
    }
  return 0;
}
