/* fernlight-cli devices: what was found on a broker, and in which state.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-devices"

#include "config.h"

#include "cli/fl-cli-devices.h"

#include "cli/fl-cli-keys.h"
#include "cli/fl-cli-run.h"
#include "messages/fl-text.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

typedef struct
{
  gboolean json;
} Listing;

/* Seconds since a time, or −1 where there is none. */
static gint64
age_of (gint64       at_us,
        FlTimeOrigin origin)
{
  if (at_us <= 0 || origin == FL_TIME_ORIGIN_RETAINED || origin == FL_TIME_ORIGIN_NONE)
    return -1;
  return MAX (0, (g_get_real_time () - at_us) / G_USEC_PER_SEC);
}

static char *
describe_age (gint64 age_s)
{
  if (age_s < 0)
    return g_strdup (_("age not known"));
  /* Translators: an age in seconds. */
  return g_strdup_printf (_("%" PRId64 " s ago"), age_s);
}

static void
print_row (const char   *id,
           const char   *state,
           const char   *evidence,
           gint64        at_us,
           FlTimeOrigin  origin)
{
  g_autofree char *name = fl_text_escape (id, -1);
  g_autofree char *age = describe_age (age_of (at_us, origin));

  g_print ("%-24s %-10s %-10s %s\n", name, state, evidence, age);
}

static void
print_device (FlDevice *device)
{
  GListModel *leds = fl_device_get_leds (device);

  print_row (fl_device_get_id (device), fl_availability_to_code (fl_device_get_availability (device)), "-",
             fl_device_get_last_seen (device), fl_device_get_last_seen_origin (device));
  for (guint i = 0; i < g_list_model_get_n_items (leds); i++)
    {
      g_autoptr(FlLed) led = g_list_model_get_item (leds, i);

      print_row (fl_led_get_id (led), fl_led_state_to_code (fl_led_get_reported (led)),
                 fl_led_evidence_to_code (fl_led_get_evidence (led)), fl_led_get_reported_at (led),
                 fl_led_get_reported_origin (led));
    }
}

static void
add_string (JsonBuilder *builder,
            const char  *member,
            const char  *value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

static void
add_string_or_null (JsonBuilder *builder,
                    const char  *member,
                    const char  *value)
{
  json_builder_set_member_name (builder, member);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_age (JsonBuilder  *builder,
         gint64        at_us,
         FlTimeOrigin  origin)
{
  gint64 age = age_of (at_us, origin);

  json_builder_set_member_name (builder, "age_s");
  if (age < 0)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, age);
}

static void
add_leds (JsonBuilder *builder,
          GListModel  *leds)
{
  json_builder_set_member_name (builder, "leds");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (leds); i++)
    {
      g_autoptr(FlLed) led = g_list_model_get_item (leds, i);

      json_builder_begin_object (builder);
      add_string (builder, "led", fl_led_get_id (led));
      add_string (builder, "name", fl_led_get_name (led));
      add_string (builder, "state", fl_led_state_to_code (fl_led_get_reported (led)));
      add_string (builder, "evidence", fl_led_evidence_to_code (fl_led_get_evidence (led)));
      add_age (builder, fl_led_get_reported_at (led), fl_led_get_reported_origin (led));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_readings (JsonBuilder *builder,
              GListModel  *readings)
{
  json_builder_set_member_name (builder, "readings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (readings); i++)
    {
      g_autoptr(FlReading) reading = g_list_model_get_item (readings, i);

      json_builder_begin_object (builder);
      add_string (builder, "name", fl_reading_get_name (reading));
      add_string (builder, "text", fl_reading_get_text (reading));
      add_string_or_null (builder, "unit", fl_reading_get_unit (reading));
      add_age (builder, fl_reading_get_time (reading), fl_reading_get_time_origin (reading));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_device (JsonBuilder *builder,
            FlDevice    *device)
{
  json_builder_begin_object (builder);
  add_string (builder, "device", fl_device_get_id (device));
  add_string (builder, "name", fl_device_get_name (device));
  add_string (builder, "state", fl_availability_to_code (fl_device_get_availability (device)));
  add_string (builder, "encrypted", fl_encrypted_state_to_code (fl_device_get_encrypted_state (device)));
  add_age (builder, fl_device_get_last_seen (device), fl_device_get_last_seen_origin (device));
  add_leds (builder, fl_device_get_leds (device));
  add_readings (builder, fl_device_get_readings (device));
  json_builder_end_object (builder);
}

static void
print_json (GListModel *devices)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(FlDevice) device = g_list_model_get_item (devices, i);

      add_device (builder, device);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);
}

static void
list_and_quit (FlCliRun *run,
               gpointer  user_data)
{
  Listing *listing = user_data;
  GListModel *devices = G_LIST_MODEL (fl_session_get_registry (fl_cli_run_get_session (run)));

  if (listing->json)
    print_json (devices);
  else
    for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
      {
        g_autoptr(FlDevice) device = g_list_model_get_item (devices, i);

        print_device (device);
      }
  if (!listing->json && g_list_model_get_n_items (devices) == 0)
    fl_cli_complain (NULL, _("no device was found in the time given"));
  fl_cli_run_quit (run, FL_CLI_DONE);
}

/**
 * fl_cli_devices_run:
 * @argc: how many arguments
 * @argv: "devices", BROKER and options
 *
 * Listens for the time given and prints what was found.
 *
 * Returns: DONE, also when nothing was found; FAILED without a connection; NOT_TRUSTED
 */
FlCliStatus
fl_cli_devices_run (int    argc,
                    char **argv)
{
  static const FlCliRunFuncs funcs = { .timed_out = list_and_quit, .stopped = list_and_quit };
  g_auto(FlCliBrokerOptions) options = { NULL };
  g_auto(FlCliKeys) keys = { NULL };
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(FlCliBroker) broker = NULL;
  g_autoptr(FlLinkSettings) settings = NULL;
  const char *address;
  FlCliStatus status;
  Listing listing = { FALSE };
  int timeout_s = 5;
  const GOptionEntry entries[] = {
    { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout_s, N_("Listen for this many seconds"), N_("SECONDS") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &listing.json, N_("Print one JSON array"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new ("BROKER");

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_group (context, fl_cli_broker_new_group (&options));
  fl_cli_keys_add_options (&keys, context);
  if (!fl_cli_parse (context, &argc, &argv))
    return FL_CLI_USAGE;
  if (!fl_cli_broker_take_address (&options, &argc, argv, &address) || argc != 1 || timeout_s < 1)
    {
      fl_cli_complain ("usage", "devices BROKER [TRUST] [KEYS] [--timeout SECONDS] [--json]");
      return FL_CLI_USAGE;
    }
  status = fl_cli_broker_prepare (address, &options, &keys, &broker, &ring);
  if (status != FL_CLI_DONE)
    return status;
  settings = fl_cli_broker_new_settings (broker, TRUE, -1);
  return fl_cli_run (broker, settings, ring, NULL, timeout_s, FALSE, &funcs, &listing);
}
