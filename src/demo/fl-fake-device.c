/* A simulated device without its network: what it measures, says, and does when told.
 *
 * A sketch is all here; what runs a firmware has a board that does everything. With a key, everything a sketch publishes
 * is a Fernet token (but its last will, which the broker publishes), and it obeys tokens only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-device"

#include "config.h"

#include "demo/fl-fake-device.h"

#include <math.h>
#include <string.h>

#include "crypto/fl-fernet.h"
#include "demo/fl-fake-firmwares.h"

/* A phone that is seen for a while and then leaves, so that the list is alive. */
#define VISIT_TICKS 6

/* A day in which everything goes up and down once, in seconds. */
#define DAY_S 600.0

struct _FlFakeDevice
{
  FlFakeDeviceSettings *settings; /* borrowed */
  FlFakeDeviceSendFunc  func;
  gpointer              user_data;
  FlFakeBoard          *board;    /* NULL: a sketch; else nothing below counts but the two topics */
  FlFernet             *fernet;   /* NULL: without a key */
  GPtrArray            *filters;  /* what it subscribes to, NULL-terminated */
  char                 *will_topic;
  char                 *led_topic;  /* NULL: it does not report */
  gboolean              led_on;
  gint64                report_at;  /* real µs; 0: nothing to report */
  gint64                measure_at; /* real µs */
  gint64                started_at; /* real µs */
  guint                 n_ticks;
};

/* ------------------------------------------------------------------------------------------- saying */

static void
send_payload (FlFakeDevice *self,
              const char   *topic,
              const char   *payload,
              int           qos,
              gboolean      retained,
              gint64        now)
{
  g_autofree char *token = NULL;

  if (self->fernet != NULL)
    {
      token = fl_fernet_encrypt (self->fernet, payload, strlen (payload), now / G_USEC_PER_SEC, NULL);
      if (token == NULL)
        return;
      payload = token;
    }
  self->func (topic, payload, strlen (payload), qos, retained, self->user_data);
}

static void
send_below (FlFakeDevice *self,
            const char   *name,
            gboolean      own_level,
            const char   *payload,
            int           qos,
            gint64        now)
{
  const FlFakeDeviceSettings *settings = self->settings;
  g_autofree char *topic = own_level ? g_strdup_printf ("%s/%s/%s", settings->base, settings->name, name)
                                     : g_strdup_printf ("%s/%s", settings->base, name);

  send_payload (self, topic, payload, qos, FALSE, now);
}

/* A number as a device writes it: a point in every locale. */
static const char *
format_number (char   *buffer,
               double  value,
               guint   decimals)
{
  const char format[] = { '%', '.', (char) ('0' + decimals), 'f', '\0' };

  return g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, format, value);
}

static void
report_led (FlFakeDevice *self,
            gint64        now)
{
  self->report_at = 0;
  if (self->led_topic != NULL)
    send_payload (self, self->led_topic, self->led_on ? "ON" : "OFF", 1, TRUE, now);
}

/* ------------------------------------------------------------------------------------------- measuring */

/* Around middle, up and down with the day, with a little noise; exactly middle at first. */
static double
measure (FlFakeDevice *self,
         double        middle,
         double        swing,
         double        noise,
         gint64        now)
{
  double angle = 2 * G_PI * (double) (now - self->started_at) / G_USEC_PER_SEC / DAY_S;

  return middle + swing * sin (angle) + (self->n_ticks > 0 ? g_random_double_range (-noise, noise) : 0);
}

static void
measure_kitchen (FlFakeDevice *self,
                 gint64        now)
{
  char temperature[G_ASCII_DTOSTR_BUF_SIZE], humidity[G_ASCII_DTOSTR_BUF_SIZE], time[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *json =
    g_strdup_printf ("{\"temperature\": %s, \"humidity\": %s, \"timestamp\": %s}",
                     format_number (temperature, measure (self, 21.4, 1.6, 0.08, now), 2),
                     format_number (humidity, measure (self, 47.5, -6.0, 0.4, now), 1),
                     format_number (time, (double) now / G_USEC_PER_SEC, 6));

  send_below (self, "climate", TRUE, json, 0, now);
}

/* The form and the first values of the sketches this application was made for. */
static void
measure_presence (FlFakeDevice *self,
                  gint64        now)
{
  char temperature[G_ASCII_DTOSTR_BUF_SIZE], time[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean has_visit = self->n_ticks / VISIT_TICKS % 2 == 1;
  g_autofree char *json = g_strdup_printf ("{\"temperature\": %s, \"timestamp\": %s}",
                                           format_number (temperature, measure (self, 33.02, 2.5, 0.1, now), 2),
                                           format_number (time, (double) now / G_USEC_PER_SEC, 6));
  g_autofree char *list = g_strdup_printf ("[{\"name\": \"Franks Phone\", \"mac\": \"88:29:9C:00:61:A9\"}%s]",
                                           has_visit ? ", {\"name\": \"Annas Laptop\", \"mac\": \"A4:5E:60:C1:7F:02\"}"
                                                     : "");

  send_below (self, "temperature", FALSE, json, 0, now);
  send_below (self, "devices", FALSE, list, 1, now);
}

static void
measure_garden (FlFakeDevice *self,
                gint64        now)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  send_below (self, "soil", TRUE, format_number (number, measure (self, 41.0, -3.0, 0.3, now), 1), 0, now);
  send_below (self, "light", TRUE, format_number (number, measure (self, 540, 380, 12, now), 0), 0, now);
}

static void
measure_sketch (FlFakeDevice *self,
                gint64        now)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  send_below (self, "light", FALSE, format_number (number, measure (self, 512, 300, 15, now), 2), 0, now);
}

static void
measure_all (FlFakeDevice *self,
             gint64        now)
{
  switch ((int) self->settings->kind)
    {
    case FL_FAKE_DEVICE_KITCHEN:
      measure_kitchen (self, now);
      break;
    case FL_FAKE_DEVICE_PRESENCE:
      measure_presence (self, now);
      break;
    case FL_FAKE_DEVICE_GARDEN:
      measure_garden (self, now);
      break;
    case FL_FAKE_DEVICE_SKETCH:
      measure_sketch (self, now);
      break;
    default:
      g_assert_not_reached ();
    }
  self->n_ticks++;
  self->measure_at = now + (gint64) self->settings->interval_ms * 1000;
}

/* ------------------------------------------------------------------------------------------- public */

static void
name_sketch_topics (FlFakeDevice *self)
{
  const FlFakeDeviceSettings *settings = self->settings;

  switch ((int) settings->kind)
    {
    case FL_FAKE_DEVICE_KITCHEN:
    case FL_FAKE_DEVICE_GARDEN:
      self->led_topic = g_strdup_printf ("%s/%s/led", settings->base, settings->name);
      g_ptr_array_add (self->filters, g_strdup_printf ("%s/%s/led/set", settings->base, settings->name));
      self->will_topic = g_strdup_printf ("%s/%s/status", settings->base, settings->name);
      break;
    case FL_FAKE_DEVICE_SKETCH:
      g_ptr_array_add (self->filters, g_strdup_printf ("%s/led", settings->base));
      break;
    case FL_FAKE_DEVICE_PRESENCE:
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
name_topics (FlFakeDevice *self)
{
  self->filters = g_ptr_array_new_with_free_func (g_free);
  if (self->board != NULL)
    {
      self->will_topic = self->board->firmware->dup_will_topic (self->board);
      self->board->firmware->add_filters (self->board, self->filters);
    }
  else
    name_sketch_topics (self);
  g_ptr_array_add (self->filters, NULL);
}

/**
 * fl_fake_device_new:
 * @settings: what it is; must outlive it
 * @func: called with everything it wants published
 * @user_data: for @func
 * @error: return location for an error of fl_key_ring_parse()
 *
 * Times are g_get_real_time() µs everywhere: tests have their own clock. One thread.
 *
 * Returns: (transfer full): a device, or %NULL if its key is none
 */
FlFakeDevice *
fl_fake_device_new (FlFakeDeviceSettings  *settings,
                    FlFakeDeviceSendFunc   func,
                    gpointer               user_data,
                    GError               **error)
{
  g_autoptr(FlKeyRing) ring = NULL;
  const FlFakeFirmware *firmware;
  FlFakeDevice *self;

  g_return_val_if_fail (settings != NULL && func != NULL, NULL);

  firmware = fl_fake_firmware_of_kind (settings->kind);
  if (settings->key != NULL)
    {
      ring = fl_key_ring_parse (fl_secret_peek (settings->key, NULL), error);
      if (ring == NULL)
        return NULL;
    }
  self = g_new0 (FlFakeDevice, 1);
  self->settings = settings;
  self->func = func;
  self->user_data = user_data;
  self->fernet = ring != NULL ? fl_fernet_new (ring) : NULL;
  self->led_on = settings->led_on;
  self->board = firmware != NULL ? fl_fake_board_new (settings, firmware, func, user_data) : NULL;
  name_topics (self);
  return self;
}

/**
 * fl_fake_device_get_filters:
 *
 * Returns: (transfer none) (array zero-terminated=1): what it subscribes to
 */
const char * const *
fl_fake_device_get_filters (FlFakeDevice *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->filters->pdata;
}

/**
 * fl_fake_device_get_will_topic:
 *
 * Returns: (transfer none) (nullable): the topic of its last will, or %NULL
 */
const char *
fl_fake_device_get_will_topic (FlFakeDevice *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->will_topic;
}

/**
 * fl_fake_device_get_will:
 *
 * Returns: (transfer none): its last will, where it has a topic for it
 */
const char *
fl_fake_device_get_will (FlFakeDevice *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->board != NULL ? self->board->firmware->offline : "offline";
}

/**
 * fl_fake_device_dup_state:
 *
 * Returns: (transfer full): how its outputs are, whatever it reports: "on", or "on off" if there are two
 */
char *
fl_fake_device_dup_state (FlFakeDevice *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->board == NULL)
    return g_strdup (self->led_on ? "on" : "off");
  text = g_string_new (NULL);
  for (guint i = 0; i < self->board->firmware->n_outputs; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", self->board->outputs[i].on ? "on" : "off");
  return g_string_free (text, FALSE);
}

/**
 * fl_fake_device_get_led:
 *
 * Returns: whether a sketch's LED shines, whatever it reports
 */
gboolean
fl_fake_device_get_led (FlFakeDevice *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->led_on;
}

/**
 * fl_fake_device_greet:
 * @now: real time in µs
 *
 * Just connected: says that it is on line, how its LED is, and measures.
 */
void
fl_fake_device_greet (FlFakeDevice *self,
                      gint64        now)
{
  g_return_if_fail (self != NULL);

  if (self->board != NULL)
    {
      fl_fake_board_greet (self->board, now);
      return;
    }
  if (self->started_at == 0)
    self->started_at = now;
  if (self->will_topic != NULL)
    self->func (self->will_topic, "online", strlen ("online"), 1, TRUE, self->user_data);
  report_led (self, now);
  measure_all (self, now);
}

/**
 * fl_fake_device_tick:
 * @now: real time in µs
 *
 * Says what is due.
 *
 * Returns: when to call it again, real time in µs
 */
gint64
fl_fake_device_tick (FlFakeDevice *self,
                     gint64        now)
{
  g_return_val_if_fail (self != NULL, now);

  if (self->board != NULL)
    return fl_fake_board_tick (self->board, now);
  if (self->report_at != 0 && self->report_at <= now)
    report_led (self, now);
  if (self->measure_at <= now)
    measure_all (self, now);
  return self->report_at != 0 ? MIN (self->report_at, self->measure_at) : self->measure_at;
}

/* What was said, as a new string; NULL: a token that is not for us, or none although we have a key. */
static char *
read_command (FlFakeDevice *self,
              const char   *payload,
              size_t        n,
              gint64        now)
{
  g_autoptr(GBytes) plain = NULL;

  if (self->fernet == NULL)
    return g_strndup (payload, n);
  plain = fl_fernet_decrypt (self->fernet, payload, n, FL_FAKE_DEVICE_COMMAND_TTL_S, now / G_USEC_PER_SEC, NULL, NULL);
  return plain != NULL ? g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain)) : NULL;
}

/**
 * fl_fake_device_receive:
 * @topic: one of those it subscribed to
 * @payload: (array length=n): what came there
 * @now: real time in µs
 *
 * Obeys, as its faults let it: a sketch ON and OFF. The report follows with fl_fake_device_tick().
 *
 * Returns: whether it was a command it obeyed, or a question it knows
 */
gboolean
fl_fake_device_receive (FlFakeDevice *self,
                        const char   *topic,
                        const char   *payload,
                        size_t        n,
                        gint64        now)
{
  g_autofree char *command = NULL;
  gboolean on;

  g_return_val_if_fail (self != NULL && topic != NULL && payload != NULL, FALSE);

  if (self->board != NULL)
    {
      command = g_strndup (payload, n);
      return fl_fake_board_receive (self->board, topic, command, now);
    }
  command = read_command (self, payload, n, now);
  on = g_strcmp0 (command, "ON") == 0;
  if (!on && g_strcmp0 (command, "OFF") != 0)
    return FALSE;
  if (self->settings->fault == FL_FAKE_DEVICE_FAULT_SILENT)
    return FALSE;
  self->led_on = self->settings->fault == FL_FAKE_DEVICE_FAULT_CONTRADICT ? !on : on;
  if (self->settings->fault != FL_FAKE_DEVICE_FAULT_MUTE)
    self->report_at = now + (gint64) self->settings->delay_ms * 1000;
  return TRUE;
}

/**
 * fl_fake_device_free:
 * @self: (transfer full): a device
 */
void
fl_fake_device_free (FlFakeDevice *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->fernet, fl_fernet_free);
  g_clear_pointer (&self->board, fl_fake_board_free);
  g_ptr_array_unref (self->filters);
  g_free (self->will_topic);
  g_free (self->led_topic);
  g_free (self);
}
