/* A sketch that does something, from data/sketches, with everything filled in but what is secret: the folder that Arduino opens.
 *
 * The sketches compile as they are. A setting there is a line "#define NAME VALUE", the CA a raw string behind its name; here
 * values are replaced, so that what is tested in data/sketches is what people get.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-complete-sketch"

#include "config.h"

#include "esp/fl-complete-sketch.h"

#include "esp/fl-quoting.h"
#include "esp/fl-sketches.h"
#include "esp/fl-snippet-obstacle.h"
#include "esp/fl-works-until.h"
#include "tls/fl-fingerprint.h"
#include "tls/fl-service.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_FILES 3

/* PubSubClient takes 256 bytes a packet: a topic with "/status" behind it, and a token. */
#define TOPIC_MAX_BYTES 120
#define DEVICE_MAX_BYTES 48

/* Text behind which the facts of the broker's certificate are told. */
#define LICENSE_LINE "// SPDX-License-Identifier: GPL-3.0-or-later\n"

#define CA_BEGIN "CA[] = R\"EOF(\n"
#define CA_END   ")EOF\""

struct _FlCompleteSketch
{
  const char *name;                /* static */
  char       *topic;
  guint       n_files;
  char       *file_names[MAX_FILES]; /* the sketch first */
  char       *contents[MAX_FILES];
};

G_DEFINE_QUARK (fl-complete-sketch-error-quark, fl_complete_sketch_error)

static const char *
get_name (FlSnippetWay way)
{
  switch (way)
    {
    case FL_SNIPPET_WAY_FINGERPRINT:
      return "led_light_secure";
    case FL_SNIPPET_WAY_PSK:
      return "led_psk";
    case FL_SNIPPET_WAY_CA:
    case FL_SNIPPET_WAY_KNOWN_KEY:
    case FL_SNIPPET_WAY_CLIENT_CERTIFICATE:
    case FL_SNIPPET_WAY_INSECURE:
    default:
      return "led_ca_fernet";
    }
}

/* Whether there is a complete sketch for a firmware at all. */
gboolean
fl_complete_sketch_is_for (FlFirmware firmware)
{
  return firmware == FL_FIRMWARE_ESP8266 || firmware == FL_FIRMWARE_ESP32;
}

/* The way in which the sketch for a firmware knows the broker. */
FlSnippetWay
fl_complete_sketch_get_way (FlFirmware            firmware,
                            const FlSnippetFacts *facts)
{
  g_return_val_if_fail (facts != NULL, FL_SNIPPET_WAY_CA);

  if (firmware == FL_FIRMWARE_ESP8266)
    return FL_SNIPPET_WAY_FINGERPRINT;
  return facts->way == FL_TRUST_PSK ? FL_SNIPPET_WAY_PSK : FL_SNIPPET_WAY_CA;
}

/**
 * fl_complete_sketch_describe_obstacle:
 * @firmware: one for which there is a sketch
 *
 * Returns: (transfer full) (nullable): why the sketch cannot be had at this broker, in the user's language; %NULL if it can
 */
char *
fl_complete_sketch_describe_obstacle (FlFirmware            firmware,
                                      const FlSnippetFacts *facts)
{
  g_autofree char *obstacle = NULL;

  g_return_val_if_fail (facts != NULL && fl_complete_sketch_is_for (firmware), NULL);

  obstacle = fl_snippet_obstacle_describe (firmware, fl_complete_sketch_get_way (firmware, facts), facts);
  if (obstacle != NULL)
    return g_steal_pointer (&obstacle);
  /* No last will, nothing retained, and only feeds as topics: a sketch for that is made for it. */
  if (firmware != FL_FIRMWARE_ESP8266 && fl_service_of_host (facts->host)->has_feeds)
    return g_strdup_printf (_("For %s there is a complete sketch for the ESP8266 only."), fl_service_of_host (facts->host)->name);
  return NULL;
}

static char *
read_template (const char *path)
{
  g_autofree char *whole = g_strconcat ("/sketches/", path, NULL);
  g_autoptr(GBytes) bytes = g_resource_lookup_data (fl_sketches_get_resource (), whole, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes != NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Puts @value in the place of what stands between @begin and @end; the template has both. */
static void
replace_between (GString    *text,
                 const char *begin,
                 const char *end,
                 const char *value)
{
  const char *start = strstr (text->str, begin);
  const char *stop;
  gssize at;

  g_assert (start != NULL);
  start += strlen (begin);
  stop = strstr (start, end);
  g_assert (stop != NULL);
  at = start - text->str;
  g_string_erase (text, at, stop - start);
  g_string_insert (text, at, value);
}

static void
set_value (GString    *text,
           const char *name,
           const char *value)
{
  g_autofree char *begin = g_strdup_printf ("\n#define %s ", name);

  replace_between (text, begin, "\n", value);
}

static void
set_literal (GString    *text,
             const char *name,
             const char *value)
{
  g_autofree char *literal = fl_quoting_to_literal (value);

  g_assert (literal != NULL);
  set_value (text, name, literal);
}

/* Whose certificate it is, for whoever reads the sketch in a year. */
static void
tell_certificate (GString       *text,
                  FlCertificate *leaf)
{
  g_autofree char *name = fl_quoting_to_comment (fl_certificate_get_common_name (leaf));
  g_autofree char *issuer = fl_quoting_to_comment (fl_certificate_get_issuer_name (leaf));
  g_autofree char *day = fl_works_until_format_day (fl_certificate_get_not_after (leaf));
  g_autofree char *line = g_strdup_printf ("// Broker's certificate: %s, issued by %s, until %s\n", name, issuer, day);
  const char *license = strstr (text->str, LICENSE_LINE);

  g_assert (license != NULL);
  g_string_insert (text, license - text->str, line);
}

static char *
fill_in (const char           *name,
         FlSnippetWay          way,
         const FlSnippetFacts *facts,
         const char           *topic,
         const char           *device)
{
  g_autofree char *path = g_strconcat (name, "/", name, ".ino", NULL);
  g_autofree char *template = read_template (path);
  g_autofree char *port = g_strdup_printf ("%u", facts->port);
  g_autofree char *fingerprint = NULL;
  g_autoptr(GString) text = g_string_new (template);

  set_literal (text, "MQTT_HOST", facts->host);
  set_value (text, "MQTT_PORT", port);
  set_literal (text, "DEVICE", device);
  set_literal (text, "TOPIC", topic);
  if (way == FL_SNIPPET_WAY_FINGERPRINT)
    {
      fingerprint = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (facts->leaf));
      set_literal (text, "FINGERPRINT", fingerprint);
      set_value (text, "ADAFRUIT_IO", fl_service_of_host (facts->host)->has_feeds ? "1" : "0");
    }
  else if (way == FL_SNIPPET_WAY_CA)
    replace_between (text, CA_BEGIN, CA_END, fl_certificate_get_pem (facts->anchor));
  else
    set_literal (text, "PSK_IDENTITY", facts->psk_identity != NULL ? facts->psk_identity : "THE-IDENTITY-OF-THIS-DEVICE");
  if (facts->leaf != NULL)
    tell_certificate (text, facts->leaf);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* One level of a topic that is also a client's id, and that source code can hold. */
static gboolean
check_device (const char  *device,
              GError     **error)
{
  g_autofree char *literal = fl_quoting_to_literal (device);

  if (literal != NULL && *device != '\0' && *device != '$' && strpbrk (device, "/+#") == NULL && strlen (device) <= DEVICE_MAX_BYTES)
    return TRUE;
  g_set_error (error, FL_COMPLETE_SKETCH_ERROR, FL_COMPLETE_SKETCH_ERROR_DEVICE,
               _("A name has up to %d bytes, none of them “/”, “+” or “#”, and does not begin with “$”"), DEVICE_MAX_BYTES);
  return FALSE;
}

static char *
make_topic (const FlSnippetFacts  *facts,
            const char            *base_topic,
            const char            *device,
            GError               **error)
{
  gboolean has_feeds = fl_service_of_host (facts->host)->has_feeds;
  g_autofree char *topic = NULL;
  g_autofree char *literal = NULL;

  if (has_feeds)
    topic = g_strdup (base_topic);
  else
    topic = *base_topic != '\0' ? g_strconcat (base_topic, "/", device, NULL) : g_strdup (device);
  literal = fl_quoting_to_literal (topic);
  if (literal != NULL && *topic != '\0' && strpbrk (topic, "+#") == NULL && strlen (topic) <= TOPIC_MAX_BYTES)
    return g_steal_pointer (&topic);
  g_set_error (error, FL_COMPLETE_SKETCH_ERROR, FL_COMPLETE_SKETCH_ERROR_TOPIC,
               _("The sketch takes topics up to %d bytes, without “+”, “#” and characters that nobody sees"), TOPIC_MAX_BYTES);
  return NULL;
}

static void
add_file (FlCompleteSketch *self,
          char             *name,
          char             *content)
{
  g_assert (self->n_files < MAX_FILES);
  self->file_names[self->n_files] = name;
  self->contents[self->n_files++] = content;
}

/**
 * fl_complete_sketch_new:
 * @firmware: one for which there is a sketch
 * @base_topic: below which the device speaks, "" for none; of a service with feeds "USER/feeds"
 * @device: its level below that, and its client id
 * @error: return location for an FL_COMPLETE_SKETCH_ERROR
 *
 * Holds no secret: secrets.h is a template. Any thread.
 *
 * Returns: (transfer full) (nullable): free it with fl_complete_sketch_free()
 */
FlCompleteSketch *
fl_complete_sketch_new (FlFirmware             firmware,
                        const FlSnippetFacts  *facts,
                        const char            *base_topic,
                        const char            *device,
                        GError               **error)
{
  g_autoptr(FlCompleteSketch) self = NULL;
  g_autofree char *obstacle = NULL;
  g_autofree char *secrets = NULL;
  g_autofree char *topic = NULL;
  FlSnippetWay way;

  g_return_val_if_fail (facts != NULL && base_topic != NULL && device != NULL, NULL);

  obstacle = fl_complete_sketch_describe_obstacle (firmware, facts);
  if (obstacle != NULL)
    {
      g_set_error_literal (error, FL_COMPLETE_SKETCH_ERROR, FL_COMPLETE_SKETCH_ERROR_OBSTACLE, obstacle);
      return NULL;
    }
  if (!check_device (device, error))
    return NULL;
  topic = make_topic (facts, base_topic, device, error);
  if (topic == NULL)
    return NULL;
  way = fl_complete_sketch_get_way (firmware, facts);
  self = g_new0 (FlCompleteSketch, 1);
  self->name = get_name (way);
  self->topic = g_steal_pointer (&topic);
  secrets = g_strconcat (self->name, "/secrets.h", NULL);
  add_file (self, g_strconcat (self->name, ".ino", NULL), fill_in (self->name, way, facts, self->topic, device));
  add_file (self, g_strdup ("secrets.h"), read_template (secrets));
  if (way == FL_SNIPPET_WAY_CA)
    add_file (self, g_strdup ("fernet.h"), read_template ("fernet.h"));
  return g_steal_pointer (&self);
}

void
fl_complete_sketch_free (FlCompleteSketch *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_files; i++)
    {
      g_free (self->file_names[i]);
      g_free (self->contents[i]);
    }
  g_free (self->topic);
  g_free (self);
}

/* "led_ca_fernet": what the folder has to be called, and the sketch in it */
const char *
fl_complete_sketch_get_name (const FlCompleteSketch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/* "home/kitchen": below which the device speaks */
const char *
fl_complete_sketch_get_topic (const FlCompleteSketch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->topic;
}

const char *
fl_complete_sketch_get_text (const FlCompleteSketch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->contents[0];
}

guint
fl_complete_sketch_get_n_files (const FlCompleteSketch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_files;
}

/**
 * fl_complete_sketch_get_file:
 * @i: 0 is the sketch itself
 * @name: (out) (transfer none): of the file, in the folder
 *
 * Returns: (transfer none): what is in it
 */
const char *
fl_complete_sketch_get_file (const FlCompleteSketch  *self,
                             guint                    i,
                             const char             **name)
{
  g_return_val_if_fail (self != NULL && i < self->n_files && name != NULL, NULL);

  *name = self->file_names[i];
  return self->contents[i];
}

/**
 * fl_complete_sketch_save:
 * @place: a folder that is there
 * @error: return location for a GIOError
 *
 * Makes a folder with the sketch's name, as Arduino wants it, and the files in it. Never writes over anything: a folder of that
 * name may hold somebody's keys. Blocks; any thread.
 *
 * Returns: (transfer full) (nullable): the folder that was made
 */
GFile *
fl_complete_sketch_save (const FlCompleteSketch  *self,
                         GFile                   *place,
                         GError                 **error)
{
  g_autoptr(GFile) folder = NULL;
  g_autoptr(GError) problem = NULL;

  g_return_val_if_fail (self != NULL && G_IS_FILE (place), NULL);

  folder = g_file_get_child (place, self->name);
  if (!g_file_make_directory (folder, NULL, &problem))
    {
      if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_EXISTS))
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _("There is a folder “%s” already. Choose another place"), self->name);
      else
        g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  for (guint i = 0; i < self->n_files; i++)
    {
      g_autoptr(GFile) file = g_file_get_child (folder, self->file_names[i]);

      /* What people write into secrets.h is for them alone. */
      if (!g_file_replace_contents (file, self->contents[i], strlen (self->contents[i]), NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, NULL,
                                    error))
        return NULL;
    }
  return g_steal_pointer (&folder);
}
