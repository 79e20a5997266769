/* Who a device says it is: name, model, and which topics are its own. Immutable, counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Bounds: longer names are cut, longer keys and more claims are refused or left out. */
#define FL_DEVICE_INFO_MAX_NAME_CHARACTERS 100
#define FL_DEVICE_INFO_MAX_KEY_BYTES 256
#define FL_DEVICE_INFO_MAX_CLAIMS 8

/* What it is made of; all of it is copied. */
typedef struct
{
  const char *key;           /* the same in every message about this device, and after a restart: "AA:BB:…", or its
                                root topic. Two conventions that find one device agree on it only by chance. */
  const char *name;          /* NULL: after the root, or the key */
  const char *model;         /* NULL: not said */
  const char *manufacturer;  /* NULL: not said */
  const char *root;          /* the topic above all its topics ("home/kitchen"); NULL: there is none, or it is found by its topics */
  const char *const *claims; /* topic prefixes below which other messages are its readings ("tele/kitchen"); NULL: root */
} FlDeviceInfoFields;

#define FL_TYPE_DEVICE_INFO (fl_device_info_get_type ())

typedef struct _FlDeviceInfo FlDeviceInfo;

GType              fl_device_info_get_type         (void) G_GNUC_CONST;
/* NULL: the key is empty, too long, or a claim or root is no topic name. */
FlDeviceInfo      *fl_device_info_new              (const FlDeviceInfoFields *fields) G_GNUC_WARN_UNUSED_RESULT;
FlDeviceInfo      *fl_device_info_ref              (FlDeviceInfo             *self);
void               fl_device_info_unref            (FlDeviceInfo             *self);
const char        *fl_device_info_get_key          (FlDeviceInfo             *self);
const char        *fl_device_info_get_name         (FlDeviceInfo             *self);
/* FALSE: it told no name, it is called after its root or key. */
gboolean           fl_device_info_is_named         (FlDeviceInfo             *self);
const char        *fl_device_info_get_model        (FlDeviceInfo             *self);
const char        *fl_device_info_get_manufacturer (FlDeviceInfo             *self);
const char        *fl_device_info_get_root         (FlDeviceInfo             *self);
/* NULL-terminated, never NULL. */
const char *const *fl_device_info_get_claims       (FlDeviceInfo             *self);
gboolean           fl_device_info_equal            (FlDeviceInfo             *a,
                                                    FlDeviceInfo             *b);
/* For everything that takes names from the network: cut to so many characters, NULL for an empty one. */
char              *fl_device_info_dup_name         (const char               *name) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDeviceInfo, fl_device_info_unref)

G_END_DECLS
