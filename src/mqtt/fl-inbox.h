/* The queue between Paho's receive thread and the decoder: bounded in bytes, and posting never waits for room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FL_INBOX_DEFAULT_BYTES (G_GUINT64_CONSTANT (256) * 1024 * 1024)

/**
 * FlInboxItem:
 * @next: the item that arrived after this one, or %NULL
 * @topic: @n_topic bytes as the broker sent them (may hold NUL or invalid UTF-8: hostile), then a NUL
 * @n_topic: length of @topic without the NUL that ends it
 * @payload: the payload as the broker sent it
 * @qos: 0, 1 or 2
 * @retained: the broker's copy of an earlier message
 * @duplicate: sent before, perhaps
 * @arrived: when it arrived, in microseconds since 1970
 *
 * One message as it arrived. Free the list with fl_inbox_item_free_all(), or one with fl_inbox_item_free().
 */
typedef struct _FlInboxItem FlInboxItem;

struct _FlInboxItem
{
  FlInboxItem *next;
  char        *topic;
  size_t       n_topic;
  GBytes      *payload;
  int          qos;
  gboolean     retained;
  gboolean     duplicate;
  gint64       arrived;
};

void fl_inbox_item_free     (FlInboxItem *item);
void fl_inbox_item_free_all (FlInboxItem *first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlInboxItem, fl_inbox_item_free_all)

/**
 * FlInbox:
 *
 * Atomically reference-counted; every function may be called from any thread.
 */
typedef struct _FlInbox FlInbox;

#define FL_TYPE_INBOX (fl_inbox_get_type ())

GType        fl_inbox_get_type      (void);
FlInbox     *fl_inbox_new           (guint64      max_bytes) G_GNUC_WARN_UNUSED_RESULT;
FlInbox     *fl_inbox_ref           (FlInbox     *self);
void         fl_inbox_unref         (FlInbox     *self);
gboolean     fl_inbox_post          (FlInbox     *self,
                                     const char  *topic,
                                     size_t       n_topic,
                                     const void  *payload,
                                     size_t       n_payload,
                                     int          qos,
                                     gboolean     retained,
                                     gboolean     duplicate);
FlInboxItem *fl_inbox_take_all      (FlInbox     *self,
                                     gint64       timeout_us) G_GNUC_WARN_UNUSED_RESULT;
void         fl_inbox_wake          (FlInbox     *self);
void         fl_inbox_close         (FlInbox     *self);
gboolean     fl_inbox_is_closed     (FlInbox     *self);
guint64      fl_inbox_get_bytes     (FlInbox     *self);
guint64      fl_inbox_get_max_bytes (FlInbox     *self);
guint64      fl_inbox_get_n_posted  (FlInbox     *self);
guint64      fl_inbox_get_n_refused (FlInbox     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlInbox, fl_inbox_unref)

G_END_DECLS
