/* WLED: ROOT ← ON, OFF, 0…255; ROOT/col ← #RRGGBB; reports on ROOT/g, /c and /v, last will on ROOT/status.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-convention-wled"

#include "devices/fl-convention-wled.h"

#include "devices/fl-entity-draft.h"

#include <string.h>

#define DEFAULT_PREFIX "wled/"

#define STATE_BEGIN "<?xml version=\"1.0\" ?><vs><ac>"
#define NAME_BEGIN "<ds>"
#define NAME_END "</ds>"
#define LIVE " (live)" /* behind the name while something else drives the strip */

struct _FlConventionWled
{
  GObject parent_instance;
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlConventionWled, fl_convention_wled, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

/* 0…255, as printed with %u. */
static gboolean
is_brightness (const char *text)
{
  size_t n = strspn (text, "0123456789");

  return n > 0 && n <= 3 && text[n] == '\0' && g_ascii_strtoull (text, NULL, 10) <= 255;
}

/* #RRGGBB, or with white before it #WRRGGBB and #WWRRGGBB, as printed with %06X. */
static gboolean
is_color (const char *text)
{
  size_t n = text[0] == '#' ? strspn (text + 1, "0123456789ABCDEF") : 0;

  return n >= 6 && n <= 8 && text[n + 1] == '\0';
}

/* Whether this may come on that topic; an empty text takes it back. */
static gboolean
fits (const char *last_level,
      const char *text)
{
  if (g_str_equal (last_level, "status"))
    return text[0] == '\0' || g_str_equal (text, "online") || g_str_equal (text, "offline");
  if (g_str_equal (last_level, "g"))
    return is_brightness (text);
  return g_str_equal (last_level, "c") && is_color (text);
}

/* What the user called it, not escaped by the firmware either. NULL: it says none. */
static char *
dup_name (const char *state)
{
  const char *begin = strstr (state, NAME_BEGIN);
  const char *end = begin != NULL ? g_strrstr (begin, NAME_END) : NULL;
  g_autofree char *name = end != NULL ? g_strndup (begin + strlen (NAME_BEGIN), (size_t) (end - begin) - strlen (NAME_BEGIN)) : NULL;

  if (name != NULL && g_str_has_suffix (name, LIVE))
    name[strlen (name) - strlen (LIVE)] = '\0';
  return g_steal_pointer (&name);
}

static void
add_aspects (FlEntityDraft *draft,
             const char    *root)
{
  const char *color_topic = fl_entity_draft_print (draft, "%s/col", root);
  const char *brightness_report = fl_entity_draft_print (draft, "%s/g", root);
  const char *color_report = fl_entity_draft_print (draft, "%s/c", root);
  const FlAspect aspects[] = {
    { .kind = FL_ASPECT_POWER, .command_topic = root, .on = "ON", .off = "OFF", .state_topic = brightness_report,
      .state_on = FL_ASPECT_ANY_OTHER, .state_off = "0" },
    { .kind = FL_ASPECT_BRIGHTNESS, .command_topic = root, .command_form = "{n}", .state_topic = brightness_report,
      .minimum = 0, .maximum = 255 },
    { .kind = FL_ASPECT_COLOR, .command_topic = color_topic, .command_form = "#{rrggbb}", .state_topic = color_report },
  };

  for (guint i = 0; i < G_N_ELEMENTS (aspects); i++)
    fl_entity_draft_add_aspect (draft, &aspects[i]);
  fl_entity_draft_add_availability (draft, fl_entity_draft_print (draft, "%s/status", root), NULL, NULL);
}

/* One device is one strip. name: NULL if it has not said it yet. */
static gboolean
add_strip (const char  *root,
           const char  *name,
           FlDiscovery *discovery)
{
  const FlDeviceInfoFields fields = { .key = root, .root = root, .name = name, .model = "WLED" };
  g_autoptr(FlDeviceInfo) device = fl_device_info_new (&fields);
  g_auto(FlEntityDraft) draft = { 0 };

  if (device == NULL)
    return FALSE;
  fl_discovery_set_source (discovery, root);
  fl_entity_draft_init (&draft, FL_ENTITY_LIGHT, "light", "Light");
  add_aspects (&draft, root);
  fl_entity_draft_finish (&draft, device, discovery);
  return TRUE;
}

static gboolean
fl_convention_wled_discover (FlConvention *convention,
                             const char   *base,
                             const char   *topic,
                             const char   *text,
                             FlDiscovery  *discovery)
{
  const char *slash = strrchr (topic, '/');
  g_autofree char *root = slash != NULL ? g_strndup (topic, (size_t) (slash - topic)) : NULL;
  g_autofree char *name = NULL;

  if (root == NULL || root[0] == '$')
    return FALSE;
  if (g_str_equal (slash, "/v") && g_str_has_prefix (text, STATE_BEGIN))
    {
      name = dup_name (text);
      return add_strip (root, name, discovery);
    }
  if (!g_str_has_prefix (topic, DEFAULT_PREFIX) || strlen (root) <= strlen (DEFAULT_PREFIX) || !fits (slash + 1, text))
    return FALSE;

  if (text[0] == '\0')
    {
      fl_discovery_set_source (discovery, root);
      fl_discovery_withdraw (discovery);
      return TRUE;
    }
  fl_discovery_set_sign (discovery);
  return add_strip (root, NULL, discovery);
}

static const char *const *
fl_convention_wled_get_filters (FlConvention *convention)
{
  static const char *const filters[] = { DEFAULT_PREFIX "+/status", DEFAULT_PREFIX "+/g", DEFAULT_PREFIX "+/c",
                                         DEFAULT_PREFIX "+/v", NULL };

  return filters;
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->discover = fl_convention_wled_discover;
  iface->get_filters = fl_convention_wled_get_filters;
}

static void
fl_convention_wled_class_init (FlConventionWledClass *klass)
{
}

static void
fl_convention_wled_init (FlConventionWled *self)
{
}

/* What WLED sends needs no settings. */
FlConvention *
fl_convention_wled_new (FlDeviceSettings *settings)
{
  return g_object_new (FL_TYPE_CONVENTION_WLED, NULL);
}
