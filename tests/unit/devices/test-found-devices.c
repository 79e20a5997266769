/* The registry with devices that say who they are: which cards appear, what lights, what goes out, what is taken back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-finder.h"
#include "devices/fl-device-registry.h"
#include "messages/fl-message.h"
#include "support/fl-test-convention.h"

#include <string.h>

typedef struct
{
  FlDeviceRegistry *registry;
  GString *sent; /* "topic payload;" */
  guint n_filters_changed;
} Fixture;

static void
send_cb (const char       *topic,
         GBytes           *payload,
         int               qos,
         gboolean          retained,
         FlDeviceSentFunc  sent,
         gpointer          sent_data,
         gpointer          user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpint (qos, ==, 1);
  g_assert_false (retained);
  g_string_append_printf (fixture->sent, "%s %.*s;", topic, (int) g_bytes_get_size (payload), (const char *) g_bytes_get_data (payload, NULL));
  sent (NULL, sent_data);
}

static void
filters_changed_cb (FlDeviceRegistry *registry,
                    gpointer          user_data)
{
  ((Fixture *) user_data)->n_filters_changed++;
}

static void
set_up (Fixture    *fixture,
        const char *base)
{
  const FlDeviceSettingsFields fields = { .confirm_limit_ms = 60 * 60 * 1000 };
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);
  g_autoptr(GPtrArray) conventions = fl_test_convention_new_list ();

  *fixture = (Fixture) { .registry = fl_device_registry_new (base, settings), .sent = g_string_new (NULL) };
  fl_device_registry_set_conventions (fixture->registry, conventions);
  fl_device_registry_set_sender (fixture->registry, send_cb, fixture, NULL);
  fl_device_registry_set_online (fixture->registry, TRUE, NULL);
  g_signal_connect (fixture->registry, "filters-changed", G_CALLBACK (filters_changed_cb), fixture);
}

static void
tear_down (Fixture *fixture)
{
  g_assert_finalize_object (fixture->registry);
  g_string_free (fixture->sent, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, tear_down)

static FlMessage *
make_message (const char *topic,
              const char *text,
              gboolean    retained)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));

  return fl_message_new (&(FlMessageFields) { .topic = topic, .payload = payload, .retained = retained, .arrived = g_get_real_time () });
}

static void
arrive_as (Fixture    *fixture,
           const char *topic,
           const char *text,
           gboolean    retained)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  g_ptr_array_add (batch, make_message (topic, text, retained));
  fl_device_registry_ingest (fixture->registry, batch);
}

static void
arrive (Fixture    *fixture,
        const char *topic,
        const char *text)
{
  arrive_as (fixture, topic, text, FALSE);
}

static guint
count_devices (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->registry));
}

static FlLed *
find_led (Fixture    *fixture,
          const char *id)
{
  FlLed *led = fl_device_registry_find_led (fixture->registry, id);

  g_test_message ("%s", id);
  g_assert_nonnull (led);
  return led;
}

static FlReading *
get_reading (Fixture    *fixture,
             const char *device,
             const char *name)
{
  FlDevice *card = fl_device_registry_find_device (fixture->registry, device);

  g_assert_nonnull (card);
  for (guint i = 0; i < g_list_model_get_n_items (fl_device_get_readings (card)); i++)
    {
      g_autoptr(FlReading) reading = g_list_model_get_item (fl_device_get_readings (card), i);

      if (g_str_equal (fl_reading_get_name (reading), name))
        return reading; /* the card holds it */
    }
  return NULL;
}

/* Found, named, switched, confirmed, contradicted, offline, back, gone. */
static void
test_life (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlDevice *device;
  FlLed *led;

  set_up (&fixture, "home");
  arrive_as (&fixture, "disc/AA", "name Kitchen plug\navail x/lwt\nswitch relay x/set x/state\nsensor t x/t", TRUE);
  g_assert_cmpuint (count_devices (&fixture), ==, 1);
  g_assert_cmpuint (fixture.n_filters_changed, ==, 1);
  g_assert_cmpstr (fixture.sent->str, ==, "");
  device = fl_device_registry_find_device (fixture.registry, "AA");
  g_assert_cmpstr (fl_device_get_name (device), ==, "Kitchen plug");
  g_assert_true (fl_device_registry_find_device (fixture.registry, "Kitchen plug") == device);
  led = find_led (&fixture, "AA/relay");
  g_assert_true (fl_device_registry_find_led (fixture.registry, "AA/relay of it") == led);
  g_assert_cmpstr (fl_led_get_name (led), ==, "relay of it");
  g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_REPORTED);
  g_assert_true (fl_led_get_available (led));

  arrive_as (&fixture, "x/state", "0", TRUE);
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
  g_assert_true (fl_led_command (led, TRUE));
  g_assert_cmpstr (fixture.sent->str, ==, "x/set 1;");
  arrive (&fixture, "x/set", "1");
  g_assert_true (fl_led_get_pending (led));
  arrive (&fixture, "x/state", "1");
  g_assert_false (fl_led_get_pending (led));
  g_assert_null (fl_led_get_note (led));
  g_assert_true (fl_led_command (led, FALSE));
  arrive (&fixture, "x/state", "1");
  g_assert_true (fl_led_get_needs_attention (led));

  arrive (&fixture, "x/lwt", "offline");
  g_assert_cmpint (fl_device_get_availability (device), ==, FL_AVAILABILITY_OFFLINE);
  g_assert_false (fl_led_get_available (led));
  g_assert_false (fl_led_command (led, TRUE));
  arrive (&fixture, "x/lwt", "online");
  g_assert_true (fl_led_get_available (led));

  arrive (&fixture, "x/t", "21.50");
  g_assert_cmpstr (fl_reading_get_text (get_reading (&fixture, "AA", "t of it")), ==, "21.50");
  g_assert_cmpstr (fl_reading_get_unit (get_reading (&fixture, "AA", "t of it")), ==, "°C");

  arrive (&fixture, "disc/AA", "");
  g_assert_cmpuint (count_devices (&fixture), ==, 0);
  arrive (&fixture, "x/state", "1");
  g_assert_cmpuint (count_devices (&fixture), ==, 0);
  g_assert_cmpstr (fixture.sent->str, ==, "x/set 1;x/set 0;");
}

/* Renamed, moved to other topics, a part of it gone; the LED stays the same object. */
static void
test_change (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlDevice *device;
  FlLed *led;

  set_up (&fixture, "home");
  arrive (&fixture, "disc/AA", "name One\nswitch relay x/set x/state\nsensor t x/t\nsensor u x/u");
  device = fl_device_registry_find_device (fixture.registry, "AA");
  led = find_led (&fixture, "AA/relay");
  arrive (&fixture, "x/state", "1");
  arrive (&fixture, "disc/AA", "name Two\nswitch relay x/set x/state\nsensor t x/t");
  g_assert_cmpstr (fl_device_get_name (device), ==, "Two");
  g_assert_true (find_led (&fixture, "AA/relay") == led);
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
  g_assert_null (get_reading (&fixture, "AA", "u of it"));
  g_assert_nonnull (get_reading (&fixture, "AA", "t of it"));

  arrive (&fixture, "disc/AA", "name Two\nswitch relay y/set y/state\nsensor t x/t");
  g_assert_true (find_led (&fixture, "AA/relay") == led);
  g_assert_cmpstr (fl_led_get_command_topic (led), ==, "y/set");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);
  arrive (&fixture, "x/state", "1");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);
  arrive (&fixture, "y/state", "1");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);

  arrive (&fixture, "disc/AA", "bad");
  g_assert_true (find_led (&fixture, "AA/relay") == led);
  g_assert_cmpuint (fl_device_registry_get_n_left_out (fixture.registry), ==, 1);

  arrive (&fixture, "disc/AA", "name Two\nsensor relay y/state");
  g_assert_null (fl_device_registry_find_led (fixture.registry, "AA/relay"));
  g_assert_nonnull (get_reading (&fixture, "AA", "relay of it"));

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = g_strdup_printf ("name Name %u\nsensor relay y/state", i);

      arrive (&fixture, "disc/AA", text);
    }
  g_assert_cmpuint (count_devices (&fixture), ==, 1);
  g_assert_cmpstr (fl_device_get_name (device), ==, "Name 999");
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_readings (device)), ==, 1);
}

static void
test_echoed (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, "home");
  arrive (&fixture, "disc/AA", "switch relay x x\nswitch mute y");
  led = find_led (&fixture, "AA/relay");
  g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_ECHOED);
  arrive (&fixture, "x", "1");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);
  g_assert_cmpint (fl_led_get_evidence (find_led (&fixture, "AA/mute")), ==, FL_LED_EVIDENCE_NONE);
}

/* The ids of devices and of LEDs may have slashes. */
static void
test_slashes (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, "home");
  arrive (&fixture, "disc/AA", "switch relay/power p/set p\nswitch power q/set q");
  led = find_led (&fixture, "AA/relay/power");
  g_assert_true (led != find_led (&fixture, "AA/power"));
  g_assert_null (fl_device_registry_find_led (fixture.registry, "AA/relay"));
  g_assert_null (fl_device_registry_find_led (fixture.registry, "AA/relay/power/power"));
}

/* Several entities on one topic; templates; those nobody can follow prove nothing and show what came. */
static void
test_templates (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, "home");
  arrive (&fixture, "disc/AA",
          "switch a x/set x {{value_json.a}}\nswitch b x/set/b x {{value_json.b}}\nsensor t x {{value_json['t']}}\nsensor raw x {%if%}\n"
          "switch odd x/odd x {%if%}\nbinary door d");
  arrive (&fixture, "x", "{\"a\":1,\"t\":\"21.5\"}");
  led = find_led (&fixture, "AA/a");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
  g_assert_cmpint (fl_led_get_reported (find_led (&fixture, "AA/b")), ==, FL_LED_STATE_UNKNOWN);
  g_assert_cmpstr (fl_reading_get_text (get_reading (&fixture, "AA", "t of it")), ==, "21.5");
  g_assert_cmpstr (fl_reading_get_text (get_reading (&fixture, "AA", "raw of it")), ==, "{\"a\":1,\"t\":\"21.5\"}");
  g_assert_cmpstr (fl_reading_get_template (get_reading (&fixture, "AA", "raw of it")), ==, "{%if%}");
  g_assert_null (fl_reading_get_template (get_reading (&fixture, "AA", "t of it")));
  g_assert_cmpint (fl_led_get_evidence (find_led (&fixture, "AA/odd")), ==, FL_LED_EVIDENCE_NONE);

  arrive (&fixture, "x", "{\"b\":0}");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
  g_assert_cmpint (fl_led_get_reported (find_led (&fixture, "AA/b")), ==, FL_LED_STATE_OFF);
  arrive (&fixture, "d", "on");
  g_assert_cmpstr (fl_reading_get_text (get_reading (&fixture, "AA", "door of it")), ==, "on");
}

static const struct { const char *mode; const char *said; FlAvailability expected; } modes[] = {
  { "latest", "", FL_AVAILABILITY_UNKNOWN },
  { "latest", "a+ b-", FL_AVAILABILITY_OFFLINE },
  { "latest", "b- a+", FL_AVAILABILITY_ONLINE },
  { "all", "a+", FL_AVAILABILITY_UNKNOWN },
  { "all", "a+ b+", FL_AVAILABILITY_ONLINE },
  { "all", "a+ b-", FL_AVAILABILITY_OFFLINE },
  { "all", "b- a+", FL_AVAILABILITY_OFFLINE },
  { "any", "a-", FL_AVAILABILITY_UNKNOWN },
  { "any", "a- b+", FL_AVAILABILITY_ONLINE },
  { "any", "b+ a-", FL_AVAILABILITY_ONLINE },
  { "any", "a- b-", FL_AVAILABILITY_OFFLINE },
};

static void
test_availability_modes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_auto(Fixture) fixture = { 0 };
      g_autofree char *text = g_strconcat (modes[i].mode, "\navail a\navail b\nswitch relay x/set x/state", NULL);
      g_auto(GStrv) said = g_strsplit (modes[i].said, " ", -1);

      g_test_message ("%s: %s", modes[i].mode, modes[i].said);
      set_up (&fixture, "home");
      arrive (&fixture, "disc/AA", text);
      for (guint j = 0; said[j] != NULL && said[j][0] != '\0'; j++)
        arrive (&fixture, said[j][0] == 'a' ? "a" : "b", said[j][1] == '+' ? "online" : "offline");
      g_assert_cmpint (fl_device_get_availability (fl_device_registry_find_device (fixture.registry, "AA")), ==, modes[i].expected);
      g_assert_cmpint (fl_led_get_available (find_led (&fixture, "AA/relay")), ==, modes[i].expected != FL_AVAILABILITY_OFFLINE);
    }
}

/* One of two entities is offline: the device is not, the LED is. */
static void
test_availability_apart (void)
{
  g_auto(Fixture) fixture = { 0 };

  set_up (&fixture, "home");
  arrive (&fixture, "disc/AA", "avail a\nswitch one x/set x/state");
  arrive (&fixture, "disc/AA", "avail a\nswitch one x/set x/state\navail b\nany\nswitch two y/set y/state");
  arrive (&fixture, "a", "offline");
  arrive (&fixture, "b", "online");
  g_assert_false (fl_led_get_available (find_led (&fixture, "AA/one")));
  g_assert_true (fl_led_get_available (find_led (&fixture, "AA/two")));
  g_assert_cmpint (fl_device_get_availability (fl_device_registry_find_device (fixture.registry, "AA")), ==, FL_AVAILABILITY_ONLINE);
}

/* What came before the document is put right by it: cards made of topics alone, plain LEDs, readings. */
static void
test_take_over (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, "");
  arrive (&fixture, "tele/plug/SENSOR", "{\"t\":20}");
  arrive (&fixture, "kitchen/led", "ON");
  arrive (&fixture, "kitchen/led/set", "ON");
  arrive (&fixture, "kitchen/hum", "50");
  g_assert_cmpuint (count_devices (&fixture), ==, 2);
  g_assert_nonnull (fl_device_registry_find_led (fixture.registry, "kitchen/led"));

  arrive (&fixture, "disc/AA", "name Plug\nclaim tele/plug\nswitch relay cmnd/plug/POWER stat/plug/POWER");
  g_assert_null (fl_device_registry_find_device (fixture.registry, "tele"));
  g_assert_cmpuint (count_devices (&fixture), ==, 2);
  g_assert_cmpstr (fl_reading_get_text (get_reading (&fixture, "AA", "t")), ==, "20");

  arrive (&fixture, "disc/BB", "name Kitchen\nroot kitchen\nswitch lamp kitchen/led/set kitchen/led");
  g_assert_cmpuint (count_devices (&fixture), ==, 2);
  g_assert_cmpstr (fl_device_get_name (fl_device_registry_find_device (fixture.registry, "kitchen")), ==, "Kitchen");
  led = find_led (&fixture, "kitchen");
  g_assert_cmpstr (fl_led_get_name (led), ==, "lamp of it");
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_leds (fl_device_registry_find_device (fixture.registry, "kitchen"))), ==, 1);
  g_assert_cmpstr (fl_reading_get_text (get_reading (&fixture, "kitchen", "hum")), ==, "50");

  /* Its own readings keep the card; the description is gone. */
  arrive (&fixture, "disc/BB", "");
  g_assert_cmpstr (fl_device_get_name (fl_device_registry_find_device (fixture.registry, "kitchen")), ==, "kitchen");
  g_assert_null (fl_device_registry_find_led (fixture.registry, "kitchen"));
  arrive (&fixture, "kitchen/led", "ON");
  g_assert_nonnull (fl_device_registry_find_led (fixture.registry, "kitchen"));
}

/* A document in the same batch, after the reports. */
static void
test_batch_order (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  set_up (&fixture, "home");
  g_ptr_array_add (batch, make_message ("home/x/state", "1", TRUE));
  g_ptr_array_add (batch, make_message ("disc/AA", "switch relay home/x/set home/x/state", TRUE));
  fl_device_registry_ingest (fixture.registry, batch);
  g_assert_cmpuint (count_devices (&fixture), ==, 1);
  g_assert_cmpint (fl_led_get_reported (find_led (&fixture, "x/relay")), ==, FL_LED_STATE_ON);
}

/* Reports outside the base that came before anybody knew whose they are. */
static void
test_strays (void)
{
  g_auto(Fixture) fixture = { 0 };

  set_up (&fixture, "home");
  arrive_as (&fixture, "x/state", "0", TRUE);
  arrive_as (&fixture, "x/state", "1", TRUE);
  arrive_as (&fixture, "tele/plug/t", "20", TRUE);
  g_assert_cmpuint (count_devices (&fixture), ==, 0);
  arrive (&fixture, "disc/AA", "claim tele/plug\nswitch relay x/set x/state");
  g_assert_cmpint (fl_led_get_reported (find_led (&fixture, "AA/relay")), ==, FL_LED_STATE_ON);
  g_assert_cmpstr (fl_reading_get_text (get_reading (&fixture, "AA", "t")), ==, "20");
}

/* By hand goes before everything. */
static void
test_by_hand (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, "home");
  led = fl_device_registry_add_led (fixture.registry, "mine", "home/x/cmd", "home/x/state", NULL);
  g_assert_nonnull (led);
  arrive (&fixture, "disc/AA", "root home/x\nswitch relay home/x/cmd home/x/state");
  g_assert_true (find_led (&fixture, "x/mine") == led);
  arrive (&fixture, "home/x/state", "ON");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
  g_assert_nonnull (find_led (&fixture, "x/relay"));
  arrive (&fixture, "disc/AA", "");
  g_assert_true (find_led (&fixture, "x/mine") == led);
}

/* A guess gives way to a document, and does not come up against one. */
static void
test_signs (void)
{
  g_auto(Fixture) fixture = { 0 };

  set_up (&fixture, "home");
  arrive (&fixture, "home/own/relay", "1");
  g_assert_cmpint (fl_led_get_reported (find_led (&fixture, "own/relay")), ==, FL_LED_STATE_ON);
  arrive (&fixture, "disc/AA", "name Real\nroot home/real\nswitch lamp home/own/relay/set home/own/relay");
  g_assert_null (fl_device_registry_find_led (fixture.registry, "own/relay"));
  g_assert_nonnull (find_led (&fixture, "real/lamp"));
  g_assert_cmpuint (count_devices (&fixture), ==, 1);
  arrive (&fixture, "home/own/relay", "0");
  g_assert_cmpuint (count_devices (&fixture), ==, 1);
  arrive (&fixture, "home/own/other", "0");
  g_assert_cmpuint (count_devices (&fixture), ==, 2);
}

static void
test_filters (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_auto(GStrv) filters = NULL;

  set_up (&fixture, "home");
  arrive (&fixture, "disc/AA", "claim tele/plug\navail tele/plug/LWT\nswitch relay cmnd/plug/POWER stat/plug/POWER\nsensor t home/a/t");
  filters = fl_device_registry_dup_filters (fixture.registry);
  g_assert_cmpuint (g_strv_length (filters), ==, 2);
  g_assert_true (g_strv_contains ((const char *const *) filters, "tele/plug/#"));
  g_assert_true (g_strv_contains ((const char *const *) filters, "stat/plug/POWER"));
}

/* Everything at once that a fake could claim. */
static void
test_too_much (void)
{
  g_auto(Fixture) fixture = { 0 };

  set_up (&fixture, "my/home");
  arrive (&fixture, "my/home/kitchen/t", "20");
  arrive (&fixture, "disc/AA", "claim my\nsensor t x/t");
  g_assert_null (fl_device_registry_find_device (fixture.registry, "AA"));
  g_assert_cmpuint (fl_device_registry_get_n_refused (fixture.registry), ==, 1);
  arrive (&fixture, "disc/AA", "sensor t $SYS/t\nsensor u a/#\nsensor v x/v");
  g_assert_cmpuint (fl_device_registry_get_n_left_out (fixture.registry), ==, 2);
  g_assert_nonnull (get_reading (&fixture, "AA", "v of it"));
  arrive (&fixture, "my/home/kitchen/t", "21");
  g_assert_cmpstr (fl_reading_get_text (get_reading (&fixture, "kitchen", "t")), ==, "21");
}

/* Ten times more than there may be: counted, said, and nothing takes long. */
static void
test_flood (void)
{
  g_auto(Fixture) fixture = { 0 };
  const guint n = 20000;

  set_up (&fixture, "home");
  for (guint i = 0; i < n;)
    {
      g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

      for (guint j = 0; j < 1000; j++, i++)
        {
          g_autofree char *topic = g_strdup_printf ("disc/%u", i);
          g_autofree char *text = g_strdup_printf ("sensor t fake/%u", i);

          g_ptr_array_add (batch, make_message (topic, text, TRUE));
        }
      fl_device_registry_ingest (fixture.registry, batch);
    }
  g_assert_cmpuint (count_devices (&fixture), ==, FL_DEVICE_REGISTRY_MAX_DEVICES);
  g_assert_cmpuint (fl_device_registry_get_n_refused (fixture.registry), ==, FL_DEVICE_FINDER_MAX_DOCUMENTS - FL_DEVICE_REGISTRY_MAX_DEVICES);
  g_assert_cmpuint (fl_device_registry_get_n_left_out (fixture.registry), ==, n - FL_DEVICE_FINDER_MAX_DOCUMENTS);
  g_assert_cmpstr (fixture.sent->str, ==, "");
}

static void
test_off (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_auto(GStrv) filters = NULL;

  set_up (&fixture, "home");
  arrive (&fixture, "disc/AA", "switch relay x/set x/state");
  arrive (&fixture, "home/kitchen/t", "20");
  g_assert_cmpuint (count_devices (&fixture), ==, 2);
  fl_device_registry_set_discovery (fixture.registry, FALSE);
  g_assert_cmpuint (count_devices (&fixture), ==, 1);
  arrive (&fixture, "disc/AA", "sensor t x/t");
  g_assert_cmpuint (count_devices (&fixture), ==, 1);
  arrive (&fixture, "home/own/relay", "1");
  g_assert_null (fl_device_registry_find_led (fixture.registry, "own/relay"));
  filters = fl_device_registry_dup_filters (fixture.registry);
  g_assert_null (filters[0]);
}

static void
test_offline (void)
{
  g_auto(Fixture) fixture = { 0 };

  set_up (&fixture, "home");
  fl_device_registry_set_online (fixture.registry, FALSE, "away");
  arrive (&fixture, "disc/AA", "switch relay x/set x/state");
  g_assert_cmpstr (fl_led_get_reason (find_led (&fixture, "AA/relay")), ==, "away");
}

#define ADD(path, test) g_test_add_func ("/found-devices/" path, test)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("life", test_life);
  ADD ("change", test_change);
  ADD ("echoed", test_echoed);
  ADD ("slashes", test_slashes);
  ADD ("templates", test_templates);
  ADD ("availability-modes", test_availability_modes);
  ADD ("availability-apart", test_availability_apart);
  ADD ("take-over", test_take_over);
  ADD ("batch-order", test_batch_order);
  ADD ("strays", test_strays);
  ADD ("by-hand", test_by_hand);
  ADD ("signs", test_signs);
  ADD ("filters", test_filters);
  ADD ("too-much", test_too_much);
  ADD ("flood", test_flood);
  ADD ("off", test_off);
  ADD ("offline", test_offline);
  return g_test_run ();
}
