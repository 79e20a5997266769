/* What it costs to find devices, and to take their reports.
 *
 *   devices N_DEVICES N_REPORTS    Home Assistant's documents of devices with four entities each, in batches as from a broker,
 *                                  then reports to them; prints milliseconds of processor time for all documents and first
 *                                  reports, the longest batch in ms, nanoseconds a report
 *
 * What the main loop does for it without a window, from a decoded batch on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench/lines.h"
#include "devices/fl-device-registry.h"
#include "messages/fl-message.h"

#define N_ENTITIES 4
#define BATCH 200

static const struct { const char *component, *id, *more; } entities[N_ENTITIES] = {
  { "switch", "relay", "\"command_topic\":\"~/relay/set\",\"state_topic\":\"~/relay\"" },
  { "light", "lamp", "\"schema\":\"json\",\"command_topic\":\"~/lamp/set\",\"state_topic\":\"~/lamp\",\"brightness\":true" },
  { "sensor", "temperature", "\"state_topic\":\"~/sensor\",\"value_template\":\"{{ value_json.t }}\",\"unit_of_measurement\":\"°C\"" },
  { "binary_sensor", "door", "\"state_topic\":\"~/door\"" },
};
static const char *const reports[N_ENTITIES] = { "relay ON", "lamp {\"state\":\"ON\",\"brightness\":128}", "sensor {\"t\":21.5}", "door OFF" };

typedef struct
{
  FlDeviceRegistry *registry;
  GPtrArray *batch;
  double total;
  double longest;
} Bench;

static GPtrArray *
new_batch (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
}

static void
flush (Bench *bench)
{
  double begin = cpu_seconds ();
  double taken;

  fl_device_registry_ingest (bench->registry, bench->batch);
  taken = cpu_seconds () - begin;
  bench->total += taken;
  bench->longest = MAX (bench->longest, taken);
  g_ptr_array_unref (bench->batch);
  bench->batch = new_batch ();
}

static void
add (Bench      *bench,
     const char *topic,
     const char *text)
{
  g_ptr_array_add (bench->batch, fl_message_new_plain (topic, text));
  if (bench->batch->len == BATCH)
    flush (bench);
}

static void
add_document (Bench *bench,
              guint  device,
              guint  entity)
{
  g_autofree char *topic = g_strdup_printf ("homeassistant/%s/dev%u/%s/config", entities[entity].component, device, entities[entity].id);
  g_autofree char *text =
    g_strdup_printf ("{\"~\":\"home/dev%u\",\"name\":\"%s\",\"unique_id\":\"dev%u_%s\",%s,\"availability_topic\":\"~/status\","
                     "\"device\":{\"identifiers\":[\"dev%u\"],\"name\":\"Device %u\",\"model\":\"bench\"}}",
                     device, entities[entity].id, device, entities[entity].id, entities[entity].more, device, device);

  add (bench, topic, text);
}

static void
add_report (Bench *bench,
            guint  device,
            guint  entity)
{
  const char *space = strchr (reports[entity], ' ');
  g_autofree char *topic = g_strdup_printf ("home/dev%u/%.*s", device, (int) (space - reports[entity]), reports[entity]);

  add (bench, topic, space + 1);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  Bench bench = { .batch = new_batch () };
  guint n_devices, n_reports;
  double finding, longest;

  if (argc != 3)
    {
      fprintf (stderr, "usage: devices N_DEVICES N_REPORTS\n");
      return 2;
    }
  n_devices = (guint) atoi (argv[1]);
  n_reports = (guint) atoi (argv[2]);
  bench.registry = fl_device_registry_new ("home", settings);
  fl_device_registry_set_online (bench.registry, TRUE, NULL);
  for (guint i = 0; i < n_devices; i++)
    for (guint j = 0; j < N_ENTITIES; j++)
      {
        add_document (&bench, i, j);
        add_report (&bench, i, j);
      }
  flush (&bench);
  finding = bench.total;
  longest = bench.longest;
  if (g_list_model_get_n_items (G_LIST_MODEL (bench.registry)) != n_devices)
    {
      fprintf (stderr, "%u devices found\n", g_list_model_get_n_items (G_LIST_MODEL (bench.registry)));
      return 1;
    }

  bench.total = 0;
  for (guint i = 0; i < n_reports; i++)
    add_report (&bench, i / N_ENTITIES % n_devices, i % N_ENTITIES);
  flush (&bench);
  printf ("%.1f %.1f %.1f\n", finding * 1e3, longest * 1e3, bench.total / n_reports * 1e9);
  g_ptr_array_unref (bench.batch);
  g_object_unref (bench.registry);
  return 0;
}
