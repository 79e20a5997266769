/* Tasmota: retained documents on tasmota/discovery/MAC/config and …/sensors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-convention-tasmota"

#include "devices/fl-convention-tasmota.h"

#include "devices/fl-tasmota-config.h"
#include "devices/fl-tasmota-entities.h"
#include "devices/fl-tasmota-sensors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX "tasmota/discovery/"

#define MAX_MAC_BYTES 64

/* Longer ones are not kept for a device of which nothing else is known. */
#define MAX_SENSORS_BYTES 16384

/* What was said about one device. */
typedef struct
{
  FlTasmotaConfig *config; /* NULL: not yet */
  char *sensors;           /* NULL: nothing */
} Known;

struct _FlConventionTasmota
{
  GObject parent_instance;

  GHashTable *known_of_mac;
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlConventionTasmota, fl_convention_tasmota, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

static void
known_free (Known *known)
{
  g_clear_pointer (&known->config, fl_tasmota_config_free);
  g_free (known->sensors);
  g_free (known);
}

/* "DC4F220B1A2C" of tasmota/discovery/DC4F220B1A2C/config; NULL: it is another topic. */
static char *
dup_mac (const char *topic,
         gboolean   *is_config)
{
  const char *mac = topic + strlen (PREFIX);
  size_t n;

  if (!g_str_has_prefix (topic, PREFIX))
    return NULL;
  n = strspn (mac, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  *is_config = g_str_equal (mac + n, "/config");
  return n > 0 && n <= MAX_MAC_BYTES && (*is_config || g_str_equal (mac + n, "/sensors")) ? g_strndup (mac, n) : NULL;
}

/* NULL: there are too many. */
static Known *
ensure_known (FlConventionTasmota *self,
              const char          *mac)
{
  Known *known = g_hash_table_lookup (self->known_of_mac, mac);

  if (known == NULL && g_hash_table_size (self->known_of_mac) < FL_CONVENTION_TASMOTA_MAX_DEVICES)
    {
      known = g_new0 (Known, 1);
      g_hash_table_insert (self->known_of_mac, g_strdup (mac), known);
    }
  return known;
}

/* FALSE: nobody can read it; what was known stays. */
static gboolean
take_config (Known      *known,
             const char *mac,
             const char *text)
{
  g_autoptr(FlTasmotaConfig) config = text[0] != '\0' ? fl_tasmota_config_parse (mac, text) : NULL;

  if (text[0] != '\0' && config == NULL)
    return FALSE;
  g_clear_pointer (&known->config, fl_tasmota_config_free);
  known->config = g_steal_pointer (&config);
  return TRUE;
}

static gboolean
take_sensors (Known      *known,
              const char *text)
{
  if (strnlen (text, MAX_SENSORS_BYTES + 1) > MAX_SENSORS_BYTES || (text[0] != '\0' && text[0] != '{'))
    return FALSE;
  g_free (known->sensors);
  known->sensors = text[0] != '\0' ? g_strdup (text) : NULL;
  return TRUE;
}

/* All that is known about it by now. */
static void
describe (const Known *known,
          FlDiscovery *discovery)
{
  g_autoptr(FlDeviceInfo) device = known->config != NULL ? fl_tasmota_dup_device (known->config) : NULL;

  if (device == NULL)
    {
      fl_discovery_withdraw (discovery);
      return;
    }
  fl_discovery_add_device (discovery, device);
  fl_tasmota_add_relays (known->config, device, discovery);
  if (known->sensors != NULL && !fl_tasmota_add_sensors (known->config, device, known->sensors, discovery))
    fl_discovery_leave_out (discovery, _("the document about its sensors is none"));
}

static gboolean
fl_convention_tasmota_discover (FlConvention *convention,
                                const char   *base,
                                const char   *topic,
                                const char   *text,
                                FlDiscovery  *discovery)
{
  FlConventionTasmota *self = FL_CONVENTION_TASMOTA (convention);
  gboolean is_config = FALSE;
  g_autofree char *mac = dup_mac (topic, &is_config);
  g_autofree char *source = g_strconcat (PREFIX, mac, NULL);
  Known *known = mac != NULL ? ensure_known (self, mac) : NULL;
  gboolean is_readable;

  if (mac == NULL)
    return FALSE;
  fl_discovery_set_source (discovery, source);
  if (known == NULL)
    {
      fl_discovery_set_unreadable (discovery, _("there are too many devices"));
      return TRUE;
    }

  is_readable = is_config ? take_config (known, mac, text) : take_sensors (known, text);
  if (is_readable)
    describe (known, discovery);
  else
    fl_discovery_set_unreadable (discovery, _("it is not what Tasmota says about itself"));
  if (known->config == NULL && known->sensors == NULL)
    g_hash_table_remove (self->known_of_mac, mac);
  return TRUE;
}

static const char *const *
fl_convention_tasmota_get_filters (FlConvention *convention)
{
  static const char *const filters[] = { PREFIX "+/config", PREFIX "+/sensors", NULL };

  return filters;
}

static void
fl_convention_tasmota_finalize (GObject *object)
{
  FlConventionTasmota *self = FL_CONVENTION_TASMOTA (object);

  g_hash_table_unref (self->known_of_mac);

  G_OBJECT_CLASS (fl_convention_tasmota_parent_class)->finalize (object);
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->discover = fl_convention_tasmota_discover;
  iface->get_filters = fl_convention_tasmota_get_filters;
}

static void
fl_convention_tasmota_class_init (FlConventionTasmotaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_convention_tasmota_finalize;
}

static void
fl_convention_tasmota_init (FlConventionTasmota *self)
{
  self->known_of_mac = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) known_free);
}

/* What devices say about themselves needs no settings. */
FlConvention *
fl_convention_tasmota_new (FlDeviceSettings *settings)
{
  return g_object_new (FL_TYPE_CONVENTION_TASMOTA, NULL);
}
