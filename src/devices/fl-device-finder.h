/* Which entities there are, by what the conventions made of the messages: new ones, changed ones, those taken back.
 *
 * Main thread only. Knows no card.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

/* Ceilings over all devices; what is over them is left out and counted. */
#define FL_DEVICE_FINDER_MAX_DOCUMENTS 8192
#define FL_DEVICE_FINDER_MAX_ENTITIES 16384
#define FL_DEVICE_FINDER_MAX_TEXT_BYTES (256 * 1024)

typedef struct _FlDeviceFinder FlDeviceFinder;

/* was NULL: it is new; now NULL: it was taken back. Devices that came without entities likewise. */
typedef struct
{
  FlEntity *was;
  FlEntity *now;
  gboolean is_sign; /* guessed from a topic, not described by a document */
  FlDeviceInfo *device_was;
  FlDeviceInfo *device_now;
} FlDiscoveryChange;

FlDeviceFinder *fl_device_finder_new            (const char       *base,
                                                 FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void            fl_device_finder_free           (FlDeviceFinder   *self);
/* For tests, instead of all that there are. */
void            fl_device_finder_set_conventions (FlDeviceFinder  *self,
                                                 GPtrArray        *conventions);
/* Whether a message on this topic was a document before: then the next one is too. */
gboolean        fl_device_finder_knows_topic    (FlDeviceFinder   *self,
                                                 const char       *topic);
/* text: "" for an empty payload. NULL: no convention knows the message; else what changes by it, in the order in which it
 * has to be done; is_document: nothing else is to be made of the message. Array of FlDiscoveryChange. */
GPtrArray      *fl_device_finder_take           (FlDeviceFinder   *self,
                                                 const char       *topic,
                                                 const char       *text,
                                                 gboolean         *is_document) G_GNUC_WARN_UNUSED_RESULT;
/* How much was left out because it cannot be read, must not be done, or is over a ceiling; and the last reason, translated. */
guint64         fl_device_finder_get_n_left_out (FlDeviceFinder   *self);
const char     *fl_device_finder_get_reason     (FlDeviceFinder   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDeviceFinder, fl_device_finder_free)

G_END_DECLS
