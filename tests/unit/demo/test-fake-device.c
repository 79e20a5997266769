/* What a simulated device says, obeys, and gets wrong on purpose.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "crypto/fl-fernet-key.h"
#include "crypto/fl-fernet.h"
#include "demo/fl-fake-device.h"

#define START (G_GINT64_CONSTANT (1614555518139419))
#define SECOND ((gint64) G_USEC_PER_SEC)

typedef struct
{
  char     *topic;
  char     *payload;
  int       qos;
  gboolean  retained;
} Sent;

typedef struct
{
  FlFakeDeviceSettings *settings;
  FlFakeDevice         *device;
  FlFernet             *fernet;
  GPtrArray            *sent;
} Fixture;

static void
sent_free (gpointer data)
{
  Sent *sent = data;

  g_free (sent->topic);
  g_free (sent->payload);
  g_free (sent);
}

static void
send_cb (const char *topic,
         const char *payload,
         size_t      n,
         int         qos,
         gboolean    retained,
         gpointer    user_data)
{
  Fixture *self = user_data;
  Sent *sent = g_new0 (Sent, 1);

  sent->topic = g_strdup (topic);
  sent->payload = g_strndup (payload, n);
  sent->qos = qos;
  sent->retained = retained;
  g_ptr_array_add (self->sent, sent);
}

static void
make (Fixture           *self,
      FlFakeDeviceKind   kind,
      FlFakeDeviceFault  fault,
      gboolean           encrypted)
{
  g_autoptr(GError) error = NULL;

  self->sent = g_ptr_array_new_with_free_func (sent_free);
  self->settings = fl_fake_device_settings_new (kind);
  self->settings->fault = fault;
  if (encrypted)
    {
      g_autoptr(FlFernetKey) key = fl_fernet_key_generate (NULL);
      g_autoptr(FlKeyRing) ring = fl_key_ring_new (&key, 1);

      self->fernet = fl_fernet_new (ring);
      self->settings->key = fl_fernet_key_to_text (key);
    }
  self->device = fl_fake_device_new (self->settings, send_cb, self, &error);
  g_assert_no_error (error);
}

static void
clear (Fixture *self)
{
  g_clear_pointer (&self->device, fl_fake_device_free);
  g_clear_pointer (&self->settings, fl_fake_device_settings_free);
  g_clear_pointer (&self->fernet, fl_fernet_free);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
}

/* The latest on that topic, decrypted; NULL if there was none. Forgets everything sent. */
static char *
take (Fixture    *self,
      const char *topic,
      gint64      now)
{
  g_autofree char *found = NULL;

  for (guint i = 0; i < self->sent->len; i++)
    {
      const Sent *sent = self->sent->pdata[i];

      if (strcmp (sent->topic, topic) != 0)
        continue;
      g_free (found);
      found = g_strdup (sent->payload);
    }
  if (found != NULL && self->fernet != NULL && !g_str_has_suffix (topic, "/status"))
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) plain = fl_fernet_decrypt (self->fernet, found, strlen (found), 60, now / SECOND, NULL, &error);

      g_assert_no_error (error);
      g_free (found);
      found = g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
    }
  g_ptr_array_set_size (self->sent, 0);
  return g_steal_pointer (&found);
}

static const Sent *
peek (Fixture    *self,
      const char *topic)
{
  for (guint i = 0; i < self->sent->len; i++)
    if (strcmp (((Sent *) self->sent->pdata[i])->topic, topic) == 0)
      return self->sent->pdata[i];
  g_error ("nothing sent to %s", topic);
}

static double
number_of (const char *json,
           const char *name)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;

  json_parser_load_from_data (parser, json, -1, &error);
  g_assert_no_error (error);
  return json_object_get_double_member (json_node_get_object (json_parser_get_root (parser)), name);
}

static void
test_kitchen (void)
{
  Fixture self = { 0 };
  g_autofree char *climate = NULL;
  g_autofree char *later = NULL;
  gint64 next;

  make (&self, FL_FAKE_DEVICE_KITCHEN, FL_FAKE_DEVICE_FAULT_NONE, TRUE);
  g_assert_cmpstr (fl_fake_device_get_filters (self.device)[0], ==, "fernlight/home/kitchen/led/set");
  g_assert_cmpstr (fl_fake_device_get_will_topic (self.device), ==, "fernlight/home/kitchen/status");
  fl_fake_device_greet (self.device, START);
  g_assert_cmpuint (self.sent->len, ==, 3);
  g_assert_cmpstr (peek (&self, "fernlight/home/kitchen/status")->payload, ==, "online");
  g_assert_true (peek (&self, "fernlight/home/kitchen/status")->retained);
  g_assert_true (peek (&self, "fernlight/home/kitchen/led")->retained);
  g_assert_cmpint (peek (&self, "fernlight/home/kitchen/led")->qos, ==, 1);
  g_assert_false (peek (&self, "fernlight/home/kitchen/climate")->retained);
  climate = take (&self, "fernlight/home/kitchen/climate", START);
  g_assert_cmpstr (climate, ==, "{\"temperature\": 21.40, \"humidity\": 47.5, \"timestamp\": 1614555518.139419}");

  next = fl_fake_device_tick (self.device, START + 1);
  g_assert_cmpint (next - START, ==, 2 * SECOND);
  g_assert_cmpuint (self.sent->len, ==, 0);
  fl_fake_device_tick (self.device, next);
  later = take (&self, "fernlight/home/kitchen/climate", next);
  g_assert_cmpfloat_with_epsilon (number_of (later, "temperature"), 21.4, 0.3);
  g_assert_cmpfloat_with_epsilon (number_of (later, "timestamp"), 1614555520.139419, 0.001);
  clear (&self);
}

static void
test_presence (void)
{
  Fixture self = { 0 };
  g_autofree char *temperature = NULL;
  g_autofree char *devices = NULL;
  gint64 now = START;
  gboolean visited = FALSE, left = FALSE;

  make (&self, FL_FAKE_DEVICE_PRESENCE, FL_FAKE_DEVICE_FAULT_NONE, TRUE);
  g_assert_null (fl_fake_device_get_filters (self.device)[0]);
  g_assert_null (fl_fake_device_get_will_topic (self.device));
  fl_fake_device_greet (self.device, START);
  g_assert_cmpint (peek (&self, "fernlight/home/temperature")->qos, ==, 0);
  g_assert_cmpint (peek (&self, "fernlight/home/devices")->qos, ==, 1);
  temperature = take (&self, "fernlight/home/temperature", START);
  g_assert_cmpstr (temperature, ==, "{\"temperature\": 33.02, \"timestamp\": 1614555518.139419}");
  fl_fake_device_free (g_steal_pointer (&self.device));
  self.device = fl_fake_device_new (self.settings, send_cb, &self, NULL);
  fl_fake_device_greet (self.device, START);
  devices = take (&self, "fernlight/home/devices", START);
  g_assert_cmpstr (devices, ==, "[{\"name\": \"Franks Phone\", \"mac\": \"88:29:9C:00:61:A9\"}]");
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *list = NULL;

      now = fl_fake_device_tick (self.device, now);
      list = take (&self, "fernlight/home/devices", now);
      if (list == NULL)
        continue;
      g_assert_nonnull (strstr (list, "Franks Phone"));
      left |= visited && strstr (list, "Annas Laptop") == NULL;
      visited |= strstr (list, "Annas Laptop") != NULL;
    }
  g_assert_true (visited);
  g_assert_true (left);
  clear (&self);
}

static void
test_garden (void)
{
  Fixture self = { 0 };
  gint64 now = START;

  make (&self, FL_FAKE_DEVICE_GARDEN, FL_FAKE_DEVICE_FAULT_NONE, FALSE);
  fl_fake_device_greet (self.device, START);
  g_assert_cmpstr (peek (&self, "fernlight/home/garden/soil")->payload, ==, "41.0");
  g_assert_cmpstr (peek (&self, "fernlight/home/garden/light")->payload, ==, "540");
  g_assert_cmpstr (peek (&self, "fernlight/home/garden/led")->payload, ==, "OFF");
  /* An hour of plausible weather: a light sensor has ten bits. */
  while (now < START + 3600 * SECOND)
    {
      g_autofree char *light = NULL;

      now = fl_fake_device_tick (self.device, now);
      light = take (&self, "fernlight/home/garden/light", now);
      if (light == NULL)
        continue;
      g_assert_cmpfloat (g_ascii_strtod (light, NULL), >=, 0);
      g_assert_cmpfloat (g_ascii_strtod (light, NULL), <=, 1023);
    }
  clear (&self);
}

static void
test_sketch (void)
{
  Fixture self = { 0 };

  make (&self, FL_FAKE_DEVICE_SKETCH, FL_FAKE_DEVICE_FAULT_NONE, FALSE);
  g_assert_cmpstr (fl_fake_device_get_filters (self.device)[0], ==, "fernlight/home/led");
  g_assert_null (fl_fake_device_get_will_topic (self.device));
  fl_fake_device_greet (self.device, START);
  g_assert_cmpuint (self.sent->len, ==, 1);
  g_assert_cmpstr (peek (&self, "fernlight/home/light")->payload, ==, "512.00");
  /* It obeys, and says nothing about it. */
  g_assert_true (fl_fake_device_receive (self.device, "set", "ON", 2, START + 1));
  g_assert_true (fl_fake_device_get_led (self.device));
  fl_fake_device_tick (self.device, START + 2);
  g_assert_cmpuint (self.sent->len, ==, 1);
  clear (&self);
}

static const struct
{
  FlFakeDeviceFault fault;
  const char *command;
  gboolean led_before, obeyed, led_after;
  const char *report; /* NULL: none */
} commands[] = {
  { FL_FAKE_DEVICE_FAULT_NONE,       "ON",   FALSE, TRUE,  TRUE,  "ON"  },
  { FL_FAKE_DEVICE_FAULT_NONE,       "ON",   TRUE,  TRUE,  TRUE,  "ON"  },
  { FL_FAKE_DEVICE_FAULT_NONE,       "OFF",  TRUE,  TRUE,  FALSE, "OFF" },
  { FL_FAKE_DEVICE_FAULT_NONE,       "on",   FALSE, FALSE, FALSE, NULL  },
  { FL_FAKE_DEVICE_FAULT_NONE,       "",     TRUE,  FALSE, TRUE,  NULL  },
  { FL_FAKE_DEVICE_FAULT_NONE,       "ON\n", FALSE, FALSE, FALSE, NULL  },
  { FL_FAKE_DEVICE_FAULT_SILENT,     "ON",   FALSE, FALSE, FALSE, NULL  },
  { FL_FAKE_DEVICE_FAULT_CONTRADICT, "ON",   FALSE, TRUE,  FALSE, "OFF" },
  { FL_FAKE_DEVICE_FAULT_CONTRADICT, "OFF",  FALSE, TRUE,  TRUE,  "ON"  },
};

static void
test_commands (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    for (int encrypted = 0; encrypted <= 1; encrypted++)
      {
        Fixture self = { 0 };
        const char *text = commands[i].command;
        g_autofree char *token = NULL;
        g_autofree char *report = NULL;

        make (&self, FL_FAKE_DEVICE_KITCHEN, commands[i].fault, encrypted);
        self.settings->led_on = commands[i].led_before;
        fl_fake_device_free (self.device);
        self.device = fl_fake_device_new (self.settings, send_cb, &self, NULL);
        fl_fake_device_greet (self.device, START);
        g_ptr_array_set_size (self.sent, 0);
        if (encrypted)
          text = token = fl_fernet_encrypt (self.fernet, text, strlen (text), START / SECOND, NULL);
        g_assert_cmpint (fl_fake_device_receive (self.device, "set", text, strlen (text), START + 1), ==, commands[i].obeyed);
        g_assert_cmpint (fl_fake_device_get_led (self.device), ==, commands[i].led_after);
        fl_fake_device_tick (self.device, START + 1);
        report = take (&self, "fernlight/home/kitchen/led", START);
        g_assert_cmpstr (report, ==, commands[i].report);
        clear (&self);
      }
}

/* With a key: nothing in the clear, nothing old, nothing of another key. */
static void
test_refused_commands (void)
{
  Fixture self = { 0 };
  g_autoptr(FlFernetKey) other_key = fl_fernet_key_generate (NULL);
  g_autoptr(FlKeyRing) other_ring = fl_key_ring_new (&other_key, 1);
  g_autoptr(FlFernet) other = fl_fernet_new (other_ring);
  g_autofree char *old = NULL;
  g_autofree char *foreign = NULL;

  make (&self, FL_FAKE_DEVICE_KITCHEN, FL_FAKE_DEVICE_FAULT_NONE, TRUE);
  old = fl_fernet_encrypt (self.fernet, "ON", 2, START / SECOND - 2 * FL_FAKE_DEVICE_COMMAND_TTL_S - 60, NULL);
  foreign = fl_fernet_encrypt (other, "ON", 2, START / SECOND, NULL);
  g_assert_false (fl_fake_device_receive (self.device, "set", "ON", 2, START));
  g_assert_false (fl_fake_device_receive (self.device, "set", old, strlen (old), START));
  g_assert_false (fl_fake_device_receive (self.device, "set", foreign, strlen (foreign), START));
  g_assert_false (fl_fake_device_get_led (self.device));
  clear (&self);
}

static void
test_delay (void)
{
  Fixture self = { 0 };
  gint64 next;

  make (&self, FL_FAKE_DEVICE_KITCHEN, FL_FAKE_DEVICE_FAULT_NONE, FALSE);
  self.settings->delay_ms = 700;
  fl_fake_device_greet (self.device, START);
  g_ptr_array_set_size (self.sent, 0);
  g_assert_true (fl_fake_device_receive (self.device, "set", "ON", 2, START));
  next = fl_fake_device_tick (self.device, START + 699999);
  g_assert_cmpuint (self.sent->len, ==, 0);
  g_assert_cmpint (next, ==, START + 700000);
  fl_fake_device_tick (self.device, next);
  g_assert_cmpuint (self.sent->len, ==, 1);
  clear (&self);
}

static void
test_bad_key (void)
{
  g_autoptr(FlFakeDeviceSettings) settings = fl_fake_device_settings_new (FL_FAKE_DEVICE_KITCHEN);
  g_autoptr(GError) error = NULL;

  settings->key = fl_secret_new ("no key", 6);
  g_assert_null (fl_fake_device_new (settings, send_cb, NULL, &error));
  g_assert_nonnull (error);
  g_assert_null (strstr (error->message, "no key"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-device/kitchen", test_kitchen);
  g_test_add_func ("/demo/fake-device/presence", test_presence);
  g_test_add_func ("/demo/fake-device/garden", test_garden);
  g_test_add_func ("/demo/fake-device/sketch", test_sketch);
  g_test_add_func ("/demo/fake-device/commands", test_commands);
  g_test_add_func ("/demo/fake-device/refused-commands", test_refused_commands);
  g_test_add_func ("/demo/fake-device/delay", test_delay);
  g_test_add_func ("/demo/fake-device/bad-key", test_bad_key);
  return g_test_run ();
}
