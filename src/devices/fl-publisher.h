/* A way to publish for a device, which may end before those who hold it do. Counted, main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Called once, when the broker has acknowledged (error NULL) or it could not be sent; may be called from within
 * fl_publisher_publish(). */
typedef void (*FlPublishedFunc) (const GError *error,
                                 gpointer      published_data);

/* Publishes at QoS 1; whoever implements it encrypts where the device wants it. retained: for an empty payload only, which
 * deletes what the broker keeps. */
typedef void (*FlPublishFunc) (const char      *topic,
                               GBytes          *payload,
                               gboolean         retained,
                               FlPublishedFunc  published,
                               gpointer         published_data,
                               gpointer         user_data);

typedef struct _FlPublisher FlPublisher;

FlPublisher *fl_publisher_new     (FlPublishFunc    publish,
                                   gpointer         user_data,
                                   GDestroyNotify   destroy) G_GNUC_WARN_UNUSED_RESULT;
FlPublisher *fl_publisher_ref     (FlPublisher     *self);
void         fl_publisher_unref   (FlPublisher     *self);
/* Nothing goes out any more; user_data is destroyed. */
void         fl_publisher_cut     (FlPublisher     *self);
void         fl_publisher_publish (FlPublisher     *self,
                                   const char      *topic,
                                   GBytes          *payload,
                                   gboolean         retained,
                                   FlPublishedFunc  published,
                                   gpointer         published_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlPublisher, fl_publisher_unref)

G_END_DECLS
