/* A room of the dashboard: its name and the devices in it, in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-room"

#include "config.h"

#include "ui/fl-room.h"

struct _FlRoom
{
  GObject    parent_instance;

  char      *name;
  GPtrArray *devices;
};

enum
{
  PROP_0,
  PROP_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlRoom, fl_room, G_TYPE_OBJECT)

static void
fl_room_get_property (GObject    *object,
                      guint       property_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, FL_ROOM (object)->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_room_finalize (GObject *object)
{
  FlRoom *self = FL_ROOM (object);

  g_free (self->name);
  g_ptr_array_unref (self->devices);

  G_OBJECT_CLASS (fl_room_parent_class)->finalize (object);
}

static void
fl_room_class_init (FlRoomClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fl_room_get_property;
  object_class->finalize = fl_room_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_room_init (FlRoom *self)
{
  self->devices = g_ptr_array_new_with_free_func (g_object_unref);
}

/* name: (nullable): of what is in no room */
FlRoom *
fl_room_new (const char *name)
{
  FlRoom *self = g_object_new (FL_TYPE_ROOM, NULL);

  self->name = g_strdup (name);
  return self;
}

const char *
fl_room_get_name (FlRoom *self)
{
  g_return_val_if_fail (FL_IS_ROOM (self), NULL);

  return self->name;
}

/* (transfer none): of FlDevice; whoever arranges the rooms fills it. */
GPtrArray *
fl_room_get_devices (FlRoom *self)
{
  g_return_val_if_fail (FL_IS_ROOM (self), NULL);

  return self->devices;
}
