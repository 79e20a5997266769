/* A convention for tests: "disc/KEY" says in lines what the device KEY has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-test-convention.h"

#include <string.h>

struct _FlTestConvention
{
  GObject parent_instance;
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlTestConvention, fl_test_convention, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

typedef struct
{
  FlDiscovery *discovery;
  FlDeviceInfo *device;
  FlEntityAvailability sources[4];
  guint n_sources;
  FlAvailabilityMode mode;
} Reading;

static void
add (Reading      *reading,
     char        **words,
     FlEntityKind  kind)
{
  const gboolean is_switch = kind == FL_ENTITY_SWITCH;
  const char *const *rest = (const char *const *) words + 2;
  FlAspect aspect = { .kind = is_switch ? FL_ASPECT_POWER : FL_ASPECT_VALUE, .state_on = is_switch ? NULL : "ON",
                      .state_off = is_switch ? NULL : "OFF" };
  FlEntityFields fields = { .id = words[1], .kind = kind, .unit = kind == FL_ENTITY_SENSOR ? "°C" : NULL, .aspects = &aspect, .n_aspects = 1,
                            .availability = reading->sources, .n_availability = reading->n_sources, .availability_mode = reading->mode };
  g_autofree char *name = g_strconcat (words[1], " of it", NULL);

  if (is_switch)
    {
      aspect.command_topic = *rest++;
      aspect.on = "1";
      aspect.off = "0";
    }
  aspect.state_topic = *rest != NULL ? *rest++ : NULL;
  aspect.state_template = *rest;
  fields.name = name;
  fl_discovery_add_new (reading->discovery, reading->device, &fields);
}

static void
add_light (Reading  *reading,
           char    **words)
{
  g_autofree char *command = g_strconcat (words[2], "/b", NULL);
  g_autofree char *state = g_strconcat (words[3], "/b", NULL);
  const FlAspect aspects[] = {
    { .kind = FL_ASPECT_POWER, .command_topic = words[2], .on = "1", .off = "0", .state_topic = words[3] },
    { .kind = FL_ASPECT_BRIGHTNESS, .command_topic = command, .command_form = "{n}", .state_topic = state, .maximum = 100 },
  };

  fl_discovery_add_new (reading->discovery, reading->device,
                        &(FlEntityFields) { .id = words[1], .kind = FL_ENTITY_LIGHT, .aspects = aspects, .n_aspects = 2,
                                            .availability = reading->sources, .n_availability = reading->n_sources,
                                            .query_topic = words[2], .query_payload = "?" });
}

static FlDeviceInfo *
read_device (const char  *key,
             char       **lines)
{
  FlDeviceInfoFields fields = { .key = key };
  const char *claims[] = { NULL, NULL };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "name "))
        fields.name = lines[i] + strlen ("name ");
      if (g_str_has_prefix (lines[i], "root "))
        fields.root = lines[i] + strlen ("root ");
      if (g_str_has_prefix (lines[i], "claim "))
        {
          claims[0] = lines[i] + strlen ("claim ");
          fields.claims = claims;
        }
    }
  return fl_device_info_new (&fields);
}

static void
read_line (Reading    *reading,
           const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", 5);
  const char *word = words[0] != NULL ? words[0] : "";

  if (g_str_equal (word, "sign"))
    fl_discovery_set_sign (reading->discovery);
  else if (g_str_equal (word, "partial"))
    fl_discovery_set_partial (reading->discovery);
  else if (g_str_equal (word, "bad"))
    fl_discovery_set_unreadable (reading->discovery, "bad");
  else if (g_str_equal (word, "all"))
    reading->mode = FL_AVAILABILITY_MODE_ALL;
  else if (g_str_equal (word, "any"))
    reading->mode = FL_AVAILABILITY_MODE_ANY;
  else if (g_str_equal (word, "avail"))
    reading->sources[reading->n_sources++].topic = g_intern_string (words[1]);
  else if (g_str_equal (word, "switch"))
    add (reading, words, FL_ENTITY_SWITCH);
  else if (g_str_equal (word, "light"))
    add_light (reading, words);
  else if (g_str_equal (word, "sensor"))
    add (reading, words, FL_ENTITY_SENSOR);
  else if (g_str_equal (word, "binary"))
    add (reading, words, FL_ENTITY_BINARY_SENSOR);
}

static gboolean
fl_test_convention_discover (FlConvention *convention,
                             const char   *base,
                             const char   *topic,
                             const char   *text,
                             FlDiscovery  *discovery)
{
  g_autofree char *own = g_strconcat (base, "/own/", NULL);
  g_auto(GStrv) lines = NULL;
  Reading reading = { .discovery = discovery };
  g_autoptr(FlDeviceInfo) device = NULL;

  if (g_str_has_prefix (topic, own) && text[0] != '\0')
    {
      g_autofree char *command = g_strconcat (topic, "/set", NULL);
      g_autofree char *root = g_strndup (topic, strlen (own) - 1);
      const FlAspect aspect = { .kind = FL_ASPECT_POWER, .command_topic = command, .on = "1", .off = "0", .state_topic = topic };
      const FlEntityFields fields = { .id = topic + strlen (own), .kind = FL_ENTITY_SWITCH, .aspects = &aspect, .n_aspects = 1 };

      device = fl_device_info_new (&(FlDeviceInfoFields) { .key = root, .root = root });
      fl_discovery_set_sign (discovery);
      return fl_discovery_add_new (discovery, device, &fields);
    }
  if (!g_str_has_prefix (topic, "disc/"))
    return FALSE;
  if (text[0] == '\0')
    {
      fl_discovery_withdraw (discovery);
      return TRUE;
    }
  lines = g_strsplit (text, "\n", -1);
  device = read_device (topic + strlen ("disc/"), lines);
  if (device == NULL)
    {
      fl_discovery_set_unreadable (discovery, "no device");
      return TRUE;
    }
  reading.device = device;
  for (guint i = 0; lines[i] != NULL; i++)
    read_line (&reading, lines[i]);
  if (fl_discovery_get_kind (discovery) == FL_DISCOVERY_ENTITIES && fl_discovery_get_n_entities (discovery) == 0)
    fl_discovery_add_device (discovery, device);
  return TRUE;
}

static const char *const *
fl_test_convention_get_filters (FlConvention *convention)
{
  static const char *const filters[] = { "disc/+", NULL };

  return filters;
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->discover = fl_test_convention_discover;
  iface->get_filters = fl_test_convention_get_filters;
}

static void
fl_test_convention_class_init (FlTestConventionClass *klass)
{
}

static void
fl_test_convention_init (FlTestConvention *self)
{
}

GPtrArray *
fl_test_convention_new_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (list, g_object_new (FL_TYPE_TEST_CONVENTION, NULL));
  return list;
}
