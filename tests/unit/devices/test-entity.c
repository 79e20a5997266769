/* An entity keeps what it was made of, and is refused where it would ask for what must not be done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-entity.h"

static FlDeviceInfo *
make_device (void)
{
  return fl_device_info_new (&(FlDeviceInfoFields) { .key = "AA:BB", .name = "Kitchen" });
}

static const FlAspect power = { .kind = FL_ASPECT_POWER, .command_topic = "home/x/set", .on = "ON", .off = "OFF", .state_topic = "home/x" };

static void
test_keeps (void)
{
  g_autoptr(FlDeviceInfo) device = make_device ();
  FlAspect aspects[] = { power, { .kind = FL_ASPECT_BRIGHTNESS, .command_topic = "home/x/bri", .command_form = "{n}" } };
  FlEntityAvailability sources[] = { { .topic = "home/status" }, { .topic = "home/x/status", .online = "1", .offline = "0" } };
  FlEntityFields fields = { .id = "relay", .name = "Relay\n", .kind = FL_ENTITY_LIGHT, .aspects = aspects, .n_aspects = 2,
                            .availability = sources, .n_availability = 2, .availability_mode = FL_AVAILABILITY_MODE_ANY,
                            .query_topic = "home/x/get", .expire_after = 60 };
  g_autoptr(GError) error = NULL;
  g_autoptr(FlEntity) entity = fl_entity_new (device, &fields, &error);
  g_autoptr(FlEntity) same = fl_entity_new (device, &fields, NULL);
  g_autoptr(FlEntity) other = NULL;

  g_assert_no_error (error);
  aspects[0].on = "clobbered";
  sources[0].topic = "clobbered";
  g_assert_cmpstr (fl_entity_get_id (entity), ==, "relay");
  g_assert_cmpstr (fl_entity_get_name (entity), ==, "Relay");
  g_assert_true (fl_entity_can_be_switched (entity));
  g_assert_true (fl_entity_get_device (entity) == device);
  g_assert_cmpstr (fl_entity_find_aspect (entity, FL_ASPECT_POWER)->on, ==, "ON");
  g_assert_cmpfloat (fl_entity_find_aspect (entity, FL_ASPECT_BRIGHTNESS)->maximum, ==, 255);
  g_assert_null (fl_entity_find_aspect (entity, FL_ASPECT_COLOR));
  g_assert_cmpstr (fl_entity_get_availability (entity, 0)->topic, ==, "home/status");
  g_assert_cmpstr (fl_entity_get_availability (entity, 0)->online, ==, "online");
  g_assert_cmpstr (fl_entity_get_availability (entity, 1)->offline, ==, "0");
  g_assert_cmpint (fl_entity_get_availability_mode (entity), ==, FL_AVAILABILITY_MODE_ANY);
  g_assert_cmpstr (fl_entity_get_query_payload (entity), ==, "");
  g_assert_cmpuint (fl_entity_get_expire_after (entity), ==, 60);

  g_assert_true (fl_entity_equal (entity, same));
  aspects[0].on = "ON";
  sources[0].topic = "home/other";
  other = fl_entity_new (device, &fields, NULL);
  g_assert_false (fl_entity_equal (entity, other));
}

static const struct { const char *what; FlAspect aspect; FlEntityKind kind; FlEntityError code; } refused[] = {
  { "wildcard", { .kind = FL_ASPECT_POWER, .command_topic = "home/#", .on = "ON", .off = "OFF" }, FL_ENTITY_SWITCH, FL_ENTITY_ERROR_TOPIC },
  { "the broker's own", { .kind = FL_ASPECT_POWER, .command_topic = "$SYS/x", .on = "ON", .off = "OFF" }, FL_ENTITY_SWITCH, FL_ENTITY_ERROR_TOPIC },
  { "no payloads", { .kind = FL_ASPECT_POWER, .command_topic = "home/x" }, FL_ENTITY_SWITCH, FL_ENTITY_ERROR_ASPECT },
  { "one payload twice", { .kind = FL_ASPECT_POWER, .command_topic = "home/x", .on = "ON", .off = "ON" }, FL_ENTITY_SWITCH, FL_ENTITY_ERROR_ASPECT },
  { "a light without power", { .kind = FL_ASPECT_BRIGHTNESS, .command_topic = "home/x", .command_form = "{n}" }, FL_ENTITY_LIGHT, FL_ENTITY_ERROR_ASPECT },
  { "a switch nobody can switch", { .kind = FL_ASPECT_POWER, .state_topic = "home/x" }, FL_ENTITY_SWITCH, FL_ENTITY_ERROR_ASPECT },
  { "a sensor that says nothing", { .kind = FL_ASPECT_VALUE }, FL_ENTITY_SENSOR, FL_ENTITY_ERROR_ASPECT },
  { "a commanded sensor", { .kind = FL_ASPECT_VALUE, .state_topic = "home/y", .command_topic = "home/x" }, FL_ENTITY_SENSOR, FL_ENTITY_ERROR_ASPECT },
  { "from maximum to minimum", { .kind = FL_ASPECT_VALUE, .state_topic = "home/x", .minimum = 9, .maximum = 1 }, FL_ENTITY_SENSOR, FL_ENTITY_ERROR_ASPECT },
};

static void
test_refused (void)
{
  g_autoptr(FlDeviceInfo) device = make_device ();
  g_autofree char *huge = g_strnfill (FL_ENTITY_MAX_WORD_BYTES + 1, 'x');
  const FlAspect heavy = { .kind = FL_ASPECT_POWER, .command_topic = "home/x", .on = huge, .off = "OFF" };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const FlEntityFields fields = { .id = "x", .kind = refused[i].kind, .aspects = &refused[i].aspect, .n_aspects = 1 };
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", refused[i].what);
      g_assert_null (fl_entity_new (device, &fields, &error));
      g_assert_error (error, FL_ENTITY_ERROR, (int) refused[i].code);
    }
  {
    g_autoptr(GError) error = NULL;

    g_assert_null (fl_entity_new (device, &(FlEntityFields) { .id = "x", .aspects = &heavy, .n_aspects = 1 }, &error));
    g_assert_error (error, FL_ENTITY_ERROR, FL_ENTITY_ERROR_TOO_LONG);
  }
  g_assert_null (fl_entity_new (device, &(FlEntityFields) { .id = "", .aspects = &power, .n_aspects = 1 }, NULL));
  g_assert_null (fl_entity_new (device, &(FlEntityFields) { .id = "x" }, NULL));
  g_assert_null (fl_entity_new (device, &(FlEntityFields) { .id = "x", .aspects = &power, .n_aspects = 1,
                                                            .availability = &(FlEntityAvailability) { 0 }, .n_availability = 1 }, NULL));
}

static void
test_availability (void)
{
  const FlEntityAvailability words = { .topic = "a", .online = "Online", .offline = "Offline" };
  const FlEntityAvailability other = { .topic = "a", .online = "ready", .offline = FL_ASPECT_ANY_OTHER };

  g_assert_cmpint (fl_entity_availability_read (&words, "online "), ==, FL_AVAILABILITY_ONLINE);
  g_assert_cmpint (fl_entity_availability_read (&words, "OFFLINE"), ==, FL_AVAILABILITY_OFFLINE);
  g_assert_cmpint (fl_entity_availability_read (&words, "lost"), ==, FL_AVAILABILITY_UNKNOWN);
  g_assert_cmpint (fl_entity_availability_read (&other, "lost"), ==, FL_AVAILABILITY_OFFLINE);
  g_assert_cmpint (fl_entity_availability_read (&other, ""), ==, FL_AVAILABILITY_UNKNOWN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entity/keeps", test_keeps);
  g_test_add_func ("/entity/refused", test_refused);
  g_test_add_func ("/entity/availability", test_availability);
  return g_test_run ();
}
