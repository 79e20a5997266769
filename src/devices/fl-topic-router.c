/* Which device a topic belongs to, and in which role.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-topic-router"

#include "devices/fl-topic-router.h"

#include "devices/fl-convention-one-topic.h"
#include "devices/fl-convention-plain.h"
#include "messages/fl-topic-name.h"

#include <string.h>

struct _FlTopicRouter
{
  char *base;
  FlConvention *one_topic;
  FlConvention *plain;
  GHashTable *added;       /* topic → FlTopicMatch of LEDs added by hand */
  GHashTable *plain_roots; /* of devices that gave a sign of the plain form */
};

static void
match_free (FlTopicMatch *match)
{
  fl_topic_match_clear (match);
  g_free (match);
}

static void
match_copy (FlTopicMatch       *to,
            const FlTopicMatch *from)
{
  *to = *from;
  to->root = g_strdup (from->root);
  to->led = g_strdup (from->led);
  to->command_topic = g_strdup (from->command_topic);
  to->report_topic = g_strdup (from->report_topic);
}

static void
remember_topic (FlTopicRouter      *self,
                const char         *topic,
                FlTopicRole         role,
                const FlTopicMatch *match)
{
  FlTopicMatch *copy = g_new0 (FlTopicMatch, 1);

  match_copy (copy, match);
  copy->role = role;
  g_hash_table_replace (self->added, g_strdup (topic), copy);
}

static char *
dup_added_root (FlTopicRouter *self,
                const char    *topic)
{
  char *root = fl_convention_dup_root (self->base, topic);
  const char *slash = strrchr (topic, '/');

  if (root != NULL)
    return root;
  return slash != NULL ? g_strndup (topic, (size_t) (slash - topic)) : g_strdup ("");
}

FlTopicRouter *
fl_topic_router_new (const char       *base,
                     FlDeviceSettings *settings)
{
  FlTopicRouter *self;

  g_return_val_if_fail (base != NULL && settings != NULL, NULL);

  self = g_new0 (FlTopicRouter, 1);
  self->base = g_strdup (base);
  self->one_topic = fl_convention_one_topic_new (settings);
  self->plain = fl_convention_plain_new (settings);
  self->added = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) match_free);
  self->plain_roots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
fl_topic_router_free (FlTopicRouter *self)
{
  g_free (self->base);
  g_object_unref (self->one_topic);
  g_object_unref (self->plain);
  g_hash_table_unref (self->added);
  g_hash_table_unref (self->plain_roots);
  g_free (self);
}

/* The device with this root gave a sign of the plain form: a last will, a command topic. */
void
fl_topic_router_set_plain (FlTopicRouter *self,
                           const char    *root)
{
  g_return_if_fail (self != NULL && root != NULL);

  g_hash_table_add (self->plain_roots, g_strdup (root));
}

gboolean
fl_topic_router_is_plain (FlTopicRouter *self,
                          const char    *root)
{
  g_return_val_if_fail (self != NULL && root != NULL, FALSE);

  return g_hash_table_contains (self->plain_roots, root);
}

/* What the topic is: what was added by hand, else what a convention is sure of, else what one
 * guesses, unless the device has shown that it speaks the plain form. */
FlConvention *
fl_topic_router_recognise (FlTopicRouter *self,
                           const char    *topic,
                           FlTopicMatch  *match)
{
  const FlTopicMatch *added = g_hash_table_lookup (self->added, topic);
  g_auto(FlTopicMatch) other = { 0 };

  if (added != NULL)
    {
      match_copy (match, added);
      return match->role == FL_TOPIC_ROLE_SHARED ? self->one_topic : self->plain;
    }

  if (!fl_convention_recognise (self->one_topic, self->base, topic, match))
    return fl_convention_recognise (self->plain, self->base, topic, match) ? self->plain : NULL;
  if (!match->guessed)
    return self->one_topic;

  if (!fl_topic_router_is_plain (self, match->root) || !fl_convention_recognise (self->plain, self->base, topic, &other))
    return self->one_topic;
  fl_topic_match_clear (match);
  *match = other;
  other = (FlTopicMatch) { 0 };
  return self->plain;
}

gboolean
fl_topic_router_is_added (FlTopicRouter *self,
                          const char    *topic)
{
  g_return_val_if_fail (self != NULL && topic != NULL, FALSE);

  return g_hash_table_contains (self->added, topic);
}

/* What a convention knows about the topic to send to, or to read from, as commands and reports. */
FlConvention *
fl_topic_router_complete (FlTopicRouter *self,
                          const char    *command_topic,
                          const char    *report_topic,
                          FlTopicMatch  *match)
{
  FlConvention *convention = report_topic == NULL ? fl_topic_router_recognise (self, command_topic, match) : NULL;

  if (convention != NULL && match->led != NULL && match->command_topic != NULL)
    return convention;

  fl_topic_match_clear (match);
  match->root = dup_added_root (self, command_topic);
  match->led = g_strdup (fl_topic_name_get_last_level (command_topic));
  match->command_topic = g_strdup (command_topic);
  match->report_topic = g_strdup (report_topic != NULL ? report_topic : command_topic);
  return g_str_equal (match->report_topic, command_topic) ? self->one_topic : self->plain;
}

/* What the templates make of a LED that was not seen yet. NULL: they have no such LED. */
FlConvention *
fl_topic_router_expect (FlTopicRouter *self,
                        const char    *device,
                        const char    *led,
                        FlTopicMatch  *match)
{
  gboolean is_base = g_str_equal (device, fl_topic_name_get_last_level (self->base));
  g_autofree char *root = fl_convention_join (self->base, is_base ? NULL : device);
  g_autofree char *topic = fl_convention_join (root, led);

  if (fl_topic_router_recognise (self, topic, match) == self->one_topic && match->role == FL_TOPIC_ROLE_SHARED)
    return self->one_topic;

  fl_topic_match_clear (match);
  if (fl_convention_plain_expect (FL_CONVENTION_PLAIN (self->plain), self->base, is_base ? NULL : device, led, match))
    return self->plain;
  return NULL;
}

/* Keeps what fl_topic_router_complete() found: from now on its topics are those of this LED. */
void
fl_topic_router_add (FlTopicRouter      *self,
                     FlConvention       *convention,
                     const FlTopicMatch *match)
{
  if (convention == self->one_topic)
    remember_topic (self, match->command_topic, FL_TOPIC_ROLE_SHARED, match);
  else
    {
      remember_topic (self, match->command_topic, FL_TOPIC_ROLE_COMMAND, match);
      remember_topic (self, match->report_topic, FL_TOPIC_ROLE_REPORT, match);
    }
}
