/* What a simulated device is told before it starts, and its way through a pipe.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-device-settings"

#include "config.h"

#include "demo/fl-fake-device-settings.h"

#include <string.h>

#include <openssl/crypto.h>

#define GROUP "device"

G_DEFINE_QUARK (fl-fake-device-settings-error-quark, fl_fake_device_settings_error)

static const char * const kinds[FL_FAKE_DEVICE_N_KINDS] = {
  "kitchen",     "presence",      "garden",    "sketch",      "ha-switch",     "ha-light", "ha-light-json",
  "ha-sensor",   "ha-device",     "tasmota",   "tasmota-two", "tasmota-light", "esphome",  "esphome-bare",
  "wled",        "shelly1",       "shelly-plus", "homie4",    "homie5",
};
static const char * const faults[] = { "none", "silent", "contradict", "mute" };

/* What the devices of a house are called, in their topics and by people. NULL: by the code of their kind. */
static const struct
{
  const char *name, *title;
} names[FL_FAKE_DEVICE_N_KINDS] = {
  [FL_FAKE_DEVICE_HA_SWITCH] = { "coffee", "Coffee Machine" },
  [FL_FAKE_DEVICE_HA_LIGHT] = { "reading", "Reading Lamp" },
  [FL_FAKE_DEVICE_HA_LIGHT_JSON] = { "ceiling", "Ceiling Light" },
  [FL_FAKE_DEVICE_HA_SENSOR] = { "balcony", "Balcony" },
  [FL_FAKE_DEVICE_HA_DEVICE] = { "aquarium", "Aquarium" },
  [FL_FAKE_DEVICE_TASMOTA] = { "tasmota_1A2B3C", "Desk Plug" },
  [FL_FAKE_DEVICE_TASMOTA_TWO] = { "tasmota_4D5E6F", "Workbench" },
  [FL_FAKE_DEVICE_TASMOTA_LIGHT] = { "tasmota_7A8B9C", "TV Backlight" },
  [FL_FAKE_DEVICE_ESPHOME] = { "greenhouse", "Greenhouse" },
  [FL_FAKE_DEVICE_ESPHOME_BARE] = { "winter-garden", "Winter Garden" },
  [FL_FAKE_DEVICE_WLED] = { "8a3f0c", "Shelf Strip" },
  [FL_FAKE_DEVICE_SHELLY1] = { "shelly1pm-B1C2D3", "Boiler" },
  [FL_FAKE_DEVICE_SHELLY_PLUS] = { "shellyplus1pm-a8032ab1c2d3", "Washing Machine" },
  [FL_FAKE_DEVICE_HOMIE4] = { "heating", "Heating Pump" },
  [FL_FAKE_DEVICE_HOMIE5] = { "fridge", "Garage Fridge" },
};

static gboolean
find_code (const char * const *codes,
           guint               n,
           const char         *code,
           guint              *index)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (codes[i], code) == 0)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * fl_fake_device_kind_to_code:
 *
 * Returns: (transfer none): "kitchen", "tasmota-two" and the like
 */
const char *
fl_fake_device_kind_to_code (FlFakeDeviceKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind];
}

/**
 * fl_fake_device_kind_from_code:
 *
 * Returns: whether there is such a kind
 */
gboolean
fl_fake_device_kind_from_code (const char       *code,
                               FlFakeDeviceKind *kind)
{
  guint index;

  if (!find_code (kinds, G_N_ELEMENTS (kinds), code, &index))
    return FALSE;
  *kind = index;
  return TRUE;
}

/**
 * fl_fake_device_fault_to_code:
 *
 * Returns: (transfer none): "none", "silent" or "contradict"
 */
const char *
fl_fake_device_fault_to_code (FlFakeDeviceFault fault)
{
  g_return_val_if_fail (fault < G_N_ELEMENTS (faults), NULL);

  return faults[fault];
}

/**
 * fl_fake_device_fault_from_code:
 *
 * Returns: whether there is such a fault
 */
gboolean
fl_fake_device_fault_from_code (const char        *code,
                                FlFakeDeviceFault *fault)
{
  guint index;

  if (!find_code (faults, G_N_ELEMENTS (faults), code, &index))
    return FALSE;
  *fault = index;
  return TRUE;
}

/**
 * fl_fake_device_settings_new:
 * @kind: what it is
 *
 * Returns: (transfer full): a device of that kind, on 127.0.0.1, port 0; sketches measure every 2 to 3 seconds,
 *   firmwares every 10
 */
FlFakeDeviceSettings *
fl_fake_device_settings_new (FlFakeDeviceKind kind)
{
  FlFakeDeviceSettings *self;

  g_return_val_if_fail (kind < FL_FAKE_DEVICE_N_KINDS, NULL);

  self = g_new0 (FlFakeDeviceSettings, 1);
  self->kind = kind;
  self->host = g_strdup ("127.0.0.1");
  self->base = g_strdup ("fernlight/home");
  self->name = g_strdup (names[kind].name != NULL ? names[kind].name : kinds[kind]);
  self->title = g_strdup (names[kind].title != NULL ? names[kind].title : kinds[kind]);
  self->interval_ms = kind == FL_FAKE_DEVICE_KITCHEN ? 2000 : 3000;
  if (kind > FL_FAKE_DEVICE_SKETCH)
    self->interval_ms = 10000;
  return self;
}

/* ------------------------------------------------------------------------------------------- text */

static void
append_text (GString    *text,
             const char *name,
             const char *value,
             gssize      n)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) value, n < 0 ? strlen (value) : (gsize) n);

  g_string_append_printf (text, "%s=%s\n", name, encoded);
  OPENSSL_cleanse (encoded, strlen (encoded));
}

static void
append_secret (GString    *text,
               const char *name,
               FlSecret   *secret)
{
  size_t n;
  const char *value;

  if (secret == NULL)
    return;
  value = fl_secret_peek (secret, &n);
  append_text (text, name, value, (gssize) n);
}

/**
 * fl_fake_device_settings_to_text:
 *
 * Everything, in the form fl_fake_device_settings_parse() reads. For a pipe, never for a file: the password and
 * the key are in it.
 *
 * Returns: (transfer full): the text
 */
FlSecret *
fl_fake_device_settings_to_text (FlFakeDeviceSettings *self)
{
  GString *text = g_string_sized_new (4096);
  FlSecret *secret;

  g_return_val_if_fail (self != NULL, NULL);

  g_string_append_printf (text, "[" GROUP "]\nkind=%s\nfault=%s\nport=%u\ninterval-ms=%u\ndelay-ms=%u\n"
                          "online-s=%u\noffline-s=%u\nled-on=%s\ncontrolled=%s\n",
                          kinds[self->kind], faults[self->fault], self->port, self->interval_ms, self->delay_ms,
                          self->online_s, self->offline_s, self->led_on ? "true" : "false",
                          self->controlled ? "true" : "false");
  append_text (text, "host", self->host, -1);
  append_text (text, "base", self->base, -1);
  append_text (text, "name", self->name, -1);
  append_text (text, "title", self->title, -1);
  if (self->ca != NULL)
    append_text (text, "ca", g_bytes_get_data (self->ca, NULL), (gssize) g_bytes_get_size (self->ca));
  if (self->username != NULL)
    append_text (text, "username", self->username, -1);
  append_secret (text, "password", self->password);
  append_secret (text, "key", self->key);
  secret = fl_secret_new (text->str, text->len);
  OPENSSL_cleanse (text->str, text->len);
  g_string_free (text, TRUE);
  return secret;
}

/* The bytes of an entry, NUL-terminated; NULL if there is none. */
static char *
get_text (GKeyFile   *file,
          const char *name,
          gsize      *n)
{
  g_autofree char *encoded = g_key_file_get_value (file, GROUP, name, NULL);

  return encoded != NULL ? (char *) g_base64_decode (encoded, n) : NULL;
}

static FlSecret *
get_secret (GKeyFile   *file,
            const char *name)
{
  gsize n;
  g_autofree char *text = get_text (file, name, &n);
  FlSecret *secret;

  if (text == NULL)
    return NULL;
  secret = fl_secret_new (text, n);
  OPENSSL_cleanse (text, n);
  return secret;
}

static gboolean
get_number (GKeyFile    *file,
            const char  *name,
            guint        max,
            guint       *number,
            GError     **error)
{
  guint64 value = g_key_file_get_uint64 (file, GROUP, name, error);

  if (error != NULL && *error != NULL)
    return FALSE;
  if (value > max)
    {
      g_set_error (error, FL_FAKE_DEVICE_SETTINGS_ERROR, FL_FAKE_DEVICE_SETTINGS_ERROR_INVALID, "%s is too big", name);
      return FALSE;
    }
  *number = (guint) value;
  return TRUE;
}

static gboolean
read_numbers (FlFakeDeviceSettings  *self,
              GKeyFile              *file,
              GError               **error)
{
  guint port = 0;

  if (!get_number (file, "port", G_MAXUINT16, &port, error) ||
      !get_number (file, "interval-ms", G_MAXINT, &self->interval_ms, error) ||
      !get_number (file, "delay-ms", G_MAXINT, &self->delay_ms, error) ||
      !get_number (file, "online-s", G_MAXINT / 1000, &self->online_s, error) ||
      !get_number (file, "offline-s", G_MAXINT / 1000, &self->offline_s, error))
    return FALSE;
  self->port = (guint16) port;
  self->led_on = g_key_file_get_boolean (file, GROUP, "led-on", NULL);
  self->controlled = g_key_file_get_boolean (file, GROUP, "controlled", NULL);
  return TRUE;
}

static void
read_texts (FlFakeDeviceSettings *self,
            GKeyFile             *file)
{
  gsize n = 0;
  g_autofree char *ca = get_text (file, "ca", &n);

  if (ca != NULL)
    self->ca = g_bytes_new (ca, n);
  g_free (self->host);
  g_free (self->base);
  g_free (self->name);
  g_free (self->title);
  self->host = get_text (file, "host", &n);
  self->base = get_text (file, "base", &n);
  self->name = get_text (file, "name", &n);
  self->title = get_text (file, "title", &n);
  self->username = get_text (file, "username", &n);
  self->password = get_secret (file, "password");
  self->key = get_secret (file, "key");
}

/**
 * fl_fake_device_settings_parse:
 * @text: what fl_fake_device_settings_to_text() made
 * @n: its length in bytes
 * @error: return location for an error in %FL_FAKE_DEVICE_SETTINGS_ERROR or %G_KEY_FILE_ERROR
 *
 * Returns: (transfer full): the settings, or %NULL
 */
FlFakeDeviceSettings *
fl_fake_device_settings_parse (const char  *text,
                               gsize        n,
                               GError     **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(FlFakeDeviceSettings) self = NULL;
  g_autofree char *kind_code = NULL;
  g_autofree char *fault_code = NULL;
  FlFakeDeviceKind kind;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_key_file_load_from_data (file, text, n, G_KEY_FILE_NONE, error))
    return NULL;
  kind_code = g_key_file_get_value (file, GROUP, "kind", NULL);
  fault_code = g_key_file_get_value (file, GROUP, "fault", NULL);
  if (!fl_fake_device_kind_from_code (kind_code, &kind))
    {
      g_set_error_literal (error, FL_FAKE_DEVICE_SETTINGS_ERROR, FL_FAKE_DEVICE_SETTINGS_ERROR_INVALID, "no such kind");
      return NULL;
    }
  self = fl_fake_device_settings_new (kind);
  if (!fl_fake_device_fault_from_code (fault_code, &self->fault))
    {
      g_set_error_literal (error, FL_FAKE_DEVICE_SETTINGS_ERROR, FL_FAKE_DEVICE_SETTINGS_ERROR_INVALID, "no such fault");
      return NULL;
    }
  if (!read_numbers (self, file, error))
    return NULL;
  read_texts (self, file);
  if (self->host == NULL || self->base == NULL || self->name == NULL || self->title == NULL)
    {
      g_set_error_literal (error, FL_FAKE_DEVICE_SETTINGS_ERROR, FL_FAKE_DEVICE_SETTINGS_ERROR_INVALID,
                           "host, base, name or title is missing");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * fl_fake_device_settings_free:
 * @self: (transfer full): settings
 */
void
fl_fake_device_settings_free (FlFakeDeviceSettings *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->host);
  g_clear_pointer (&self->ca, g_bytes_unref);
  g_free (self->username);
  g_clear_pointer (&self->password, fl_secret_unref);
  g_clear_pointer (&self->key, fl_secret_unref);
  g_free (self->base);
  g_free (self->name);
  g_free (self->title);
  g_free (self);
}
