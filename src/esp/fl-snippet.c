/* What is pasted into one firmware so that it connects to one broker in one way; or why there is nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-snippet"

#include "config.h"

#include "esp/fl-snippet.h"

#include "esp/fl-firmware-config.h"
#include "esp/fl-program-snippet.h"
#include "esp/fl-sketch-snippet.h"
#include "esp/fl-snippet-obstacle.h"
#include "esp/fl-snippet-remark.h"

#include <glib/gi18n-lib.h>

struct _FlSnippet
{
  FlFirmware    firmware;
  FlSnippetWay  way;
  char         *id;
  char         *title;
  char         *text;             /* NULL: there is an obstacle */
  char         *obstacle;
  char         *remark;
  FlWorksUntil  works_until;
  gint64        works_until_at;   /* Unix seconds; 0: no day */
  char         *works_until_text;
  FlSnippetBond bond;
  FlCertificate *bound_to;        /* NULL: it hangs on no certificate */
};

G_DEFINE_BOXED_TYPE (FlSnippet, fl_snippet, fl_snippet_ref, fl_snippet_unref)

static char *
write_text (FlFirmware            firmware,
            FlSnippetWay          way,
            const FlSnippetFacts *facts)
{
  switch (firmware)
    {
    case FL_FIRMWARE_ESP8266:
    case FL_FIRMWARE_ESP32:
      return fl_sketch_snippet_write (firmware, way, facts);
    case FL_FIRMWARE_ESPHOME:
    case FL_FIRMWARE_TASMOTA:
      return fl_firmware_config_write (firmware, way, facts);
    case FL_FIRMWARE_MOSQUITTO:
    case FL_FIRMWARE_PYTHON:
    default:
      return fl_program_snippet_write (firmware, way, facts);
    }
}

static char *
make_title (FlFirmware   firmware,
            FlSnippetWay way)
{
  const char *call = fl_firmware_get_call (firmware, way);
  const char *title = fl_snippet_way_get_title (way);

  /* Translators: a way to know a broker, and how a firmware calls it: “CA certificate (setCACert)” */
  return call != NULL ? g_strdup_printf (_("%s (%s)"), title, call) : g_strdup (title);
}

/**
 * fl_snippet_new:
 *
 * Any thread.
 */
FlSnippet *
fl_snippet_new (FlFirmware            firmware,
                FlSnippetWay          way,
                const FlSnippetFacts *facts)
{
  FlSnippet *self;

  g_return_val_if_fail (facts != NULL, NULL);

  self = g_atomic_rc_box_new0 (FlSnippet);
  self->firmware = firmware;
  self->way = way;
  self->id = g_strconcat (fl_firmware_to_id (firmware), "/", fl_snippet_way_to_id (way), NULL);
  self->title = make_title (firmware, way);
  self->obstacle = fl_snippet_obstacle_describe (firmware, way, facts);
  if (self->obstacle != NULL)
    return self;
  self->text = write_text (firmware, way, facts);
  self->remark = fl_snippet_remark_describe (firmware, way, facts);
  self->works_until = fl_works_until_find (firmware, way, facts, &self->works_until_at);
  self->works_until_text = fl_works_until_describe (firmware, way, facts);
  self->bound_to = fl_works_until_find_bond (way, facts, &self->bond);
  if (self->bound_to != NULL)
    fl_certificate_ref (self->bound_to);
  return self;
}

/**
 * fl_snippet_list:
 * @report: of a connection with TLS
 * @psk_identity: (nullable): what the broker knows us by, in the way of a pre-shared key
 * @now: Unix seconds
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type FlSnippet): one for every firmware and way, in their order, those with an
 *   obstacle too
 */
GPtrArray *
fl_snippet_list (FlTlsReport *report,
                 const char  *psk_identity,
                 gint64       now)
{
  g_autoptr(FlSnippetFacts) facts = NULL;
  GPtrArray *snippets;

  g_return_val_if_fail (report != NULL, NULL);

  facts = fl_snippet_facts_new (report, psk_identity, now);
  snippets = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_snippet_unref);
  for (int firmware = 0; firmware < (int) FL_N_FIRMWARES; firmware++)
    for (int way = 0; way < (int) FL_N_SNIPPET_WAYS; way++)
      g_ptr_array_add (snippets, fl_snippet_new ((FlFirmware) firmware, (FlSnippetWay) way, facts));
  return snippets;
}

FlSnippet *
fl_snippet_ref (FlSnippet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
snippet_clear (gpointer data)
{
  FlSnippet *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->text);
  g_free (self->obstacle);
  g_free (self->remark);
  g_free (self->works_until_text);
  g_clear_pointer (&self->bound_to, fl_certificate_unref);
}

void
fl_snippet_unref (FlSnippet *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, snippet_clear);
}

/* "esp8266/fingerprint": stable */
const char *
fl_snippet_get_id (const FlSnippet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/* "Fingerprint (setFingerprint)" */
const char *
fl_snippet_get_title (const FlSnippet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

FlFirmware
fl_snippet_get_firmware (const FlSnippet *self)
{
  g_return_val_if_fail (self != NULL, FL_FIRMWARE_ESP8266);

  return self->firmware;
}

FlSnippetWay
fl_snippet_get_way (const FlSnippet *self)
{
  g_return_val_if_fail (self != NULL, FL_SNIPPET_WAY_INSECURE);

  return self->way;
}

const char *
fl_snippet_get_language (const FlSnippet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return fl_firmware_get_language (self->firmware);
}

/* Returns: (nullable): what is pasted; %NULL if there is an obstacle */
const char *
fl_snippet_get_text (const FlSnippet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/* Returns: (nullable): why there is nothing to paste */
const char *
fl_snippet_get_obstacle (const FlSnippet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->obstacle;
}

/* Returns: (nullable): what it checks and gives up; %NULL if there is an obstacle */
const char *
fl_snippet_get_remark (const FlSnippet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->remark;
}

/**
 * fl_snippet_get_works_until:
 * @at: (out): Unix seconds; 0 if there is no day
 */
FlWorksUntil
fl_snippet_get_works_until (const FlSnippet *self,
                            gint64          *at)
{
  g_return_val_if_fail (self != NULL && at != NULL, FL_WORKS_UNTIL_OPEN);

  *at = self->works_until_at;
  return self->works_until;
}

/* Returns: (nullable): a sentence; %NULL if there is an obstacle */
const char *
fl_snippet_get_works_until_text (const FlSnippet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->works_until_text;
}

/**
 * fl_snippet_get_bond:
 * @bond: (out): what ties it to that certificate
 *
 * Returns: (transfer none) (nullable): the certificate with which it ends to work; %NULL if it hangs on none, or if there is no text
 */
FlCertificate *
fl_snippet_get_bond (const FlSnippet *self,
                     FlSnippetBond   *bond)
{
  g_return_val_if_fail (self != NULL && bond != NULL, NULL);

  *bond = self->bond;
  return self->bound_to;
}
