/* A home with devices in every state, for tests and pictures of the dashboard.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-scene.h"

#include <math.h>
#include <string.h>

#include "messages/fl-message.h"

static void
send_cb (const char       *topic,
         GBytes           *payload,
         int               qos,
         gboolean          retained,
         FlDeviceSentFunc  sent,
         gpointer          sent_data,
         gpointer          user_data)
{
  FlScene *self = user_data;
  g_autofree char *text = g_strdup_printf ("%.*s", (int) g_bytes_get_size (payload), (const char *) g_bytes_get_data (payload, NULL));
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (self->sent, g_strdup_printf ("%s %s", topic, text));
  if (!self->is_accepting)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "the broker does not answer");
  sent (error, sent_data);
}

/* The limit is an hour: no test waits for it by accident. */
FlScene *
fl_scene_new (const char *base)
{
  const FlDeviceSettingsFields fields = { .confirm_limit_ms = 60 * 60 * 1000 };
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);
  FlScene *self = g_new0 (FlScene, 1);

  self->registry = fl_device_registry_new (base, settings);
  self->sent = g_ptr_array_new_with_free_func (g_free);
  self->is_accepting = TRUE;
  fl_device_registry_set_sender (self->registry, send_cb, self, NULL);
  fl_device_registry_set_online (self->registry, TRUE, NULL);
  return self;
}

void
fl_scene_free (FlScene *self)
{
  fl_device_registry_set_sender (self->registry, NULL, NULL, NULL);
  g_object_unref (self->registry);
  g_ptr_array_unref (self->sent);
  g_free (self);
}

static void
ingest (FlScene   *self,
        FlMessage *message)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  g_ptr_array_add (batch, message);
  fl_device_registry_ingest (self->registry, batch);
}

void
fl_scene_arrive (FlScene    *self,
                 const char *topic,
                 const char *text)
{
  ingest (self, fl_message_new_plain (topic, text));
}

/* A token: opened to text (failure NULL), or not. */
void
fl_scene_arrive_token (FlScene    *self,
                       const char *topic,
                       const char *text,
                       const char *failure,
                       guint       age_s)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  const FlMessageFields fields = {
    .topic = topic, .payload = payload, .qos = 1, .failure = failure,
    .encryption = failure != NULL ? FL_MESSAGE_FAILED : FL_MESSAGE_DECRYPTED,
    .key_id = failure != NULL ? NULL : "01234567", .token_time = g_get_real_time () / G_USEC_PER_SEC - age_s,
  };

  ingest (self, fl_message_new (&fields));
}

static void
arrive_series (FlScene    *self,
               const char *topic,
               const char *format,
               double      middle,
               double      swing,
               gboolean    is_token)
{
  for (guint i = 0; i < 60; i++)
    {
      const double value = middle + swing * sin (i / 9.0) + swing / 5 * sin (i * 1.7);
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      g_auto(GStrv) parts = g_strsplit (format, "#", 2);
      g_autofree char *text = NULL;

      g_ascii_formatd (number, sizeof number, "%.2f", i < 59 ? value : middle);
      text = g_strconcat (parts[0], number, parts[1], NULL);
      if (is_token)
        fl_scene_arrive_token (self, topic, text, NULL, 4 + 10 * (59 - i));
      else
        fl_scene_arrive (self, topic, text);
    }
}

/* Base "home". */
void
fl_scene_fill (FlScene *self)
{
  arrive_series (self, "home/kitchen/temperature", "{\"temperature\": #}", 33.02, 1.4, TRUE);
  arrive_series (self, "home/kitchen/humidity", "#", 48.5, 6, TRUE);
  fl_scene_arrive (self, "home/kitchen/status", "online");
  fl_scene_arrive_token (self, "home/kitchen/led", "ON", NULL, 2);

  fl_scene_arrive (self, "home/presence/devices",
                   "[{\"name\": \"Franks Phone\", \"mac\": \"88:29:9C:00:61:A9\"}, {\"name\": \"Annas Tablet\", \"mac\": \"A4:5E:60:D1:0B:7F\"},"
                   "{\"name\": \"Guest\", \"mac\": \"02:00:5E:10:20:30\"}]");
  fl_scene_arrive (self, "home/presence/devices",
                   "[{\"name\": \"Franks Phone\", \"mac\": \"88:29:9C:00:61:A9\"}, {\"name\": \"Annas Tablet\", \"mac\": \"A4:5E:60:D1:0B:7F\"}]");
  fl_scene_arrive (self, "home/presence/status", "online");

  arrive_series (self, "home/garden/state", "{\"soil\": #, \"battery\": 3.71}", 21.4, 3, FALSE);
  fl_scene_arrive (self, "home/garden/led", "OFF");
  fl_scene_arrive (self, "home/garden/status", "offline");

  fl_scene_arrive_token (self, "home/workshop/state", "gAAAAABgPCWBMToBUZNLjJav", FL_MESSAGE_NO_KEY, 0);
  fl_scene_arrive_token (self, "home/workshop/led", "gAAAAABgPCWBMToBUZNLjJav", FL_MESSAGE_NO_KEY, 0);

  fl_scene_arrive (self, "home/feeds-bridge/light", "512");
  fl_scene_arrive (self, "home/led", "ON");
  arrive_series (self, "home/outside", "#", 7.25, 2.5, FALSE);
  fl_led_command (fl_device_registry_find_led (self->registry, "home/led"), TRUE);

  fl_led_command (fl_device_registry_expect_led (self->registry, "hallway/led", NULL), TRUE);
  fl_scene_arrive (self, "home/hallway/status", "online");
  fl_scene_arrive (self, "home/hallway/firmware", "2.4.1");

  arrive_series (self, "home/attic-sensor-with-a-long-name/pressure", "#", 1013.25, 4, FALSE);
  fl_scene_arrive (self, "home/attic-sensor-with-a-long-name/mode", "heating");
  fl_scene_arrive (self, "home/attic-sensor-with-a-long-name/status", "online");
}

void
fl_scene_fill_doubts (FlScene *self)
{
  g_autoptr(GBytes) payload = g_bytes_new_static ("ON", 2);
  FlMessageFields fields = { .topic = "home/porch/led", .payload = payload, .encryption = FL_MESSAGE_DECRYPTED, .key_id = "01234567",
                             .token_time = 1700000000, .replay = FL_MESSAGE_SAME_TOKEN };

  fl_scene_arrive (self, "home/porch/status", "online");
  fl_scene_arrive_token (self, "home/porch/led", "OFF", NULL, 2);
  fl_scene_arrive_token (self, "home/porch/temperature", "21.5", NULL, 2);
  ingest (self, fl_message_new (&fields));
  fl_scene_arrive (self, "home/porch/led", "ON");
  fl_scene_arrive (self, "home/porch/temperature", "35.0");
  fields = (FlMessageFields) { .topic = "home/porch/led/set", .payload = payload, .retained = TRUE };
  ingest (self, fl_message_new (&fields));
}
