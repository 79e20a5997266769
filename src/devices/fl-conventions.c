/* Which conventions find devices by themselves: the one list of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-conventions"

#include "devices/fl-conventions.h"

#include "devices/fl-convention-esphome.h"
#include "devices/fl-convention-home-assistant.h"
#include "devices/fl-convention-homie4.h"
#include "devices/fl-convention-homie5.h"
#include "devices/fl-convention-one-topic.h"
#include "devices/fl-convention-plain.h"
#include "devices/fl-convention-shelly-gen1.h"
#include "devices/fl-convention-shelly-gen2.h"
#include "devices/fl-convention-tasmota.h"
#include "devices/fl-convention-wled.h"

typedef FlConvention *(*NewFunc) (FlDeviceSettings *settings);

/* A new convention is one new file and one line here. Documents come first: what describes a device is better than what
 * is guessed from its topics. The first two find nothing by themselves; they are what is left for everything else. */
static const NewFunc conventions[] = {
  fl_convention_home_assistant_new,
  fl_convention_tasmota_new,
  fl_convention_homie5_new,
  fl_convention_homie4_new,
  fl_convention_esphome_new,
  fl_convention_wled_new,
  fl_convention_shelly_gen1_new,
  fl_convention_shelly_gen2_new,
  fl_convention_one_topic_new,
  fl_convention_plain_new,
};

GPtrArray *
fl_conventions_new (FlDeviceSettings *settings)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (settings != NULL, all);

  for (guint i = 0; i < G_N_ELEMENTS (conventions); i++)
    g_ptr_array_add (all, conventions[i] (settings));
  return all;
}

char **
fl_conventions_dup_filters (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(GPtrArray) all = fl_conventions_new (settings);
  g_autoptr(GPtrArray) filters = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < all->len; i++)
    for (const char *const *filter = fl_convention_get_filters (all->pdata[i]); *filter != NULL; filter++)
      if (!g_ptr_array_find_with_equal_func (filters, *filter, g_str_equal, NULL))
        g_ptr_array_add (filters, g_strdup (*filter));
  g_ptr_array_add (filters, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&filters), FALSE);
}
