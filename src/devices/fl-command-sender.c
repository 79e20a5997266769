/* How what a person wants goes out to a device: its payload, encrypted where it has to be, and where it went.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-command-sender"

#include "devices/fl-command-sender.h"

#include "devices/fl-device-command.h"
#include "devices/fl-device-registry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _FlCommandSender
{
  FlDeviceSettings *settings;
  FlKeyRing *keys;
  GHashTable *topics; /* that were published to */
  FlDeviceSendFunc send;
  gpointer send_data;
  GDestroyNotify send_destroy;
};

/* What a LED's commands need. */
typedef struct
{
  FlCommandSender *sender; /* not owned; the LED is unwired before it goes */
  FlDevice *device;
  FlConvention *convention;
} Wire;

FlCommandSender *
fl_command_sender_new (FlDeviceSettings *settings)
{
  FlCommandSender *self;

  g_return_val_if_fail (settings != NULL, NULL);

  self = g_new0 (FlCommandSender, 1);
  self->settings = fl_device_settings_ref (settings);
  self->topics = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
fl_command_sender_free (FlCommandSender *self)
{
  fl_command_sender_set_func (self, NULL, NULL, NULL);
  fl_device_settings_unref (self->settings);
  g_clear_pointer (&self->keys, fl_key_ring_unref);
  g_hash_table_unref (self->topics);
  g_free (self);
}

void
fl_command_sender_set_func (FlCommandSender  *self,
                            FlDeviceSendFunc  send,
                            gpointer          user_data,
                            GDestroyNotify    destroy)
{
  g_return_if_fail (self != NULL);

  if (self->send_destroy != NULL)
    self->send_destroy (self->send_data);
  self->send = send;
  self->send_data = user_data;
  self->send_destroy = destroy;
}

void
fl_command_sender_set_keys (FlCommandSender *self,
                            FlKeyRing       *keys)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->keys, fl_key_ring_unref);
  self->keys = keys != NULL ? fl_key_ring_ref (keys) : NULL;
}

static GBytes *
build_command (const Wire *wire,
               FlLed      *led,
               gboolean    on)
{
  char *payload;

  if (wire->convention != NULL)
    return fl_convention_build_command (wire->convention, on);
  payload = fl_aspect_build_power (fl_entity_find_aspect (fl_led_get_entity (led), FL_ASPECT_POWER), on);
  return g_bytes_new_take (payload, strlen (payload));
}

/* An empty payload deletes what is kept, and is never encrypted. */
static void
publish (const char      *topic,
         GBytes          *payload,
         gboolean         retained,
         FlPublishedFunc  published,
         gpointer         published_data,
         gpointer         user_data)
{
  const Wire *wire = user_data;
  FlCommandSender *self = wire->sender;
  g_autoptr(GBytes) sent = g_bytes_ref (payload);
  g_autoptr(GError) error = NULL;

  if (self->send == NULL)
    g_set_error_literal (&error, FL_DEVICE_REGISTRY_ERROR, FL_DEVICE_REGISTRY_ERROR_OFFLINE, _("not connected"));
  else if (!retained && fl_device_command_has_to_encrypt (wire->device, self->settings))
    {
      g_bytes_unref (sent);
      sent = fl_device_command_encrypt (wire->device, payload, self->keys, &error);
    }

  if (error != NULL)
    {
      published (error, published_data);
      return;
    }
  g_hash_table_add (self->topics, g_strdup (topic));
  self->send (topic, sent, 1, retained, published, published_data, self->send_data);
}

/* What turns a LED on may have a topic of its own. */
static const char *
get_command_topic (const Wire *wire,
                   FlLed      *led,
                   gboolean    on)
{
  const FlAspect *power = wire->convention == NULL ? fl_entity_find_aspect (fl_led_get_entity (led), FL_ASPECT_POWER) : NULL;

  return on && power != NULL && power->on_topic != NULL ? power->on_topic : fl_led_get_command_topic (led);
}

static void
send_command (FlLed         *led,
              gboolean       on,
              FlLedSentFunc  sent,
              gpointer       sent_data,
              gpointer       user_data)
{
  g_autoptr(GBytes) payload = build_command (user_data, led, on);

  publish (get_command_topic (user_data, led, on), payload, FALSE, sent, sent_data, user_data);
}

void
fl_command_sender_wire (FlCommandSender *self,
                        FlLed           *led,
                        FlDevice        *device,
                        FlConvention    *convention)
{
  Wire *wire;
  g_autoptr(FlPublisher) publisher = NULL;

  g_return_if_fail (self != NULL && FL_IS_LED (led) && FL_IS_DEVICE (device));

  wire = g_new (Wire, 1);
  *wire = (Wire) { self, device, convention };
  publisher = fl_publisher_new (publish, g_memdup2 (wire, sizeof *wire), g_free);
  fl_led_set_sender (led, send_command, wire, g_free);
  fl_led_set_publisher (led, publisher);
}

/* It may live on in somebody else's hands, and sends nothing any more. */
void
fl_command_sender_unwire (FlLed *led)
{
  g_return_if_fail (FL_IS_LED (led));

  fl_led_set_sender (led, NULL, NULL, NULL);
  fl_led_set_publisher (led, NULL);
}

gboolean
fl_command_sender_has_sent_to (FlCommandSender *self,
                               const char      *topic)
{
  g_return_val_if_fail (self != NULL && topic != NULL, FALSE);

  return g_hash_table_contains (self->topics, topic);
}
