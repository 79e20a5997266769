/* An entity on a card: the LED or reading it became, and what its reports do to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-binding"

#include "devices/fl-binding.h"

#include "devices/fl-value-template.h"
#include "messages/fl-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_TEXT_CHARACTERS 500

struct _FlBinding
{
  FlEntity *entity;
  FlDevice *device;   /* not owned */
  FlLed *led;         /* one of these two */
  FlReading *reading;

  FlValueTemplate **of_aspects;      /* one for each; NULL: the whole payload counts */
  FlValueTemplate **of_availability;
  FlAvailability said[FL_ENTITY_MAX_AVAILABILITY];
  int latest;                        /* who spoke last, −1: nobody */
  gint64 available_at;
};

static FlValueTemplate *
make_template (const char *text)
{
  return text != NULL ? fl_value_template_new (text) : NULL;
}

static void
clear_templates (FlBinding *self)
{
  for (guint i = 0; i < fl_entity_get_n_aspects (self->entity); i++)
    g_clear_pointer (&self->of_aspects[i], fl_value_template_unref);
  for (guint i = 0; i < fl_entity_get_n_availability (self->entity); i++)
    g_clear_pointer (&self->of_availability[i], fl_value_template_unref);
  g_clear_pointer (&self->of_aspects, g_free);
  g_clear_pointer (&self->of_availability, g_free);
}

static void
make_templates (FlBinding *self)
{
  self->of_aspects = g_new0 (FlValueTemplate *, fl_entity_get_n_aspects (self->entity));
  self->of_availability = g_new0 (FlValueTemplate *, fl_entity_get_n_availability (self->entity));
  for (guint i = 0; i < fl_entity_get_n_aspects (self->entity); i++)
    self->of_aspects[i] = make_template (fl_entity_get_aspect (self->entity, i)->state_template);
  for (guint i = 0; i < fl_entity_get_n_availability (self->entity); i++)
    self->of_availability[i] = make_template (fl_entity_get_availability (self->entity, i)->state_template);
}

/* What of the report is meant. NULL: it says nothing about this. Transfer full. */
static char *
apply (FlValueTemplate *template,
       const char      *text)
{
  return template != NULL ? fl_value_template_apply (template, text) : g_strdup (text);
}

static FlLedEvidence
judge_evidence (const FlAspect *aspect)
{
  if (aspect->state_topic == NULL)
    return FL_LED_EVIDENCE_NONE;
  if (g_strcmp0 (aspect->state_topic, aspect->command_topic) == 0 || g_strcmp0 (aspect->state_topic, aspect->on_topic) == 0)
    return FL_LED_EVIDENCE_ECHOED;
  return FL_LED_EVIDENCE_REPORTED;
}

/* Reports that nobody can read prove nothing: without them the LED has no evidence at all. */
static void
set_up_led (FlBinding *self)
{
  const FlAspect *power = fl_entity_find_aspect (self->entity, FL_ASPECT_POWER);
  const gboolean is_readable = self->of_aspects[0] == NULL || fl_value_template_is_supported (self->of_aspects[0]);

  fl_led_set_entity (self->led, self->entity);
  fl_led_set_topics (self->led, power->command_topic != NULL ? power->command_topic : "", power->state_topic,
                     is_readable ? judge_evidence (power) : FL_LED_EVIDENCE_NONE);
}

static void
set_up_reading (FlBinding *self)
{
  FlValueTemplate *template = self->of_aspects[0];

  fl_reading_set_entity (self->reading, self->entity);
  fl_reading_set_template (self->reading, template != NULL && !fl_value_template_is_supported (template)
                                            ? fl_value_template_get_text (template) : NULL);
}

FlBinding *
fl_binding_new (FlEntity *entity,
                FlDevice *device)
{
  FlLed *led = NULL;
  FlReading *reading = NULL;
  FlBinding *self;

  g_return_val_if_fail (entity != NULL && FL_IS_DEVICE (device), NULL);

  if (fl_entity_can_be_switched (entity))
    led = fl_device_add_led (device, entity);
  else
    reading = fl_device_add_reading (device, entity);
  if (led == NULL && reading == NULL)
    return NULL;

  self = g_new0 (FlBinding, 1);
  self->entity = fl_entity_ref (entity);
  self->device = device;
  self->latest = -1;
  g_set_object (&self->led, led);
  g_set_object (&self->reading, reading);
  make_templates (self);
  if (led != NULL)
    set_up_led (self);
  else
    set_up_reading (self);
  return self;
}

void
fl_binding_free (FlBinding *self)
{
  clear_templates (self);
  if (self->led != NULL)
    fl_device_remove_led (self->device, self->led);
  if (self->reading != NULL)
    fl_device_remove_reading (self->device, self->reading);
  g_clear_object (&self->led);
  g_clear_object (&self->reading);
  fl_entity_unref (self->entity);
  g_free (self);
}

static gboolean
reports_the_same (FlEntity *a,
                  FlEntity *b)
{
  const FlAspect *x = fl_entity_get_aspect (a, 0);
  const FlAspect *y = fl_entity_get_aspect (b, 0);

  return g_strcmp0 (x->state_topic, y->state_topic) == 0 && g_strcmp0 (x->state_template, y->state_template) == 0 &&
         g_strcmp0 (x->state_on, y->state_on) == 0 && g_strcmp0 (x->state_off, y->state_off) == 0 &&
         g_strcmp0 (x->on, y->on) == 0 && g_strcmp0 (x->off, y->off) == 0;
}

static gboolean
has_same_sources (FlEntity *a,
                  FlEntity *b)
{
  if (fl_entity_get_n_availability (a) != fl_entity_get_n_availability (b))
    return FALSE;
  for (guint i = 0; i < fl_entity_get_n_availability (a); i++)
    if (!g_str_equal (fl_entity_get_availability (a, i)->topic, fl_entity_get_availability (b, i)->topic))
      return FALSE;
  return TRUE;
}

void
fl_binding_set_entity (FlBinding *self,
                       FlEntity  *entity)
{
  g_autoptr(FlEntity) was = NULL;

  g_return_if_fail (self != NULL && entity != NULL && fl_entity_can_be_switched (entity) == (self->led != NULL));

  clear_templates (self);
  was = self->entity;
  self->entity = fl_entity_ref (entity);
  make_templates (self);
  if (!has_same_sources (was, entity))
    {
      memset (self->said, 0, sizeof self->said);
      self->latest = -1;
    }
  if (self->led != NULL)
    {
      /* Under another topic or other words the old report is nobody's word any more. */
      if (!reports_the_same (was, entity))
        fl_led_take_report (self->led, FL_LED_STATE_UNKNOWN, 0, FL_TIME_ORIGIN_NONE, TRUE);
      set_up_led (self);
    }
  else
    set_up_reading (self);
}

void
fl_binding_foreach_topic (FlBinding      *self,
                          FlTopicUseFunc  func,
                          gpointer        user_data)
{
  g_return_if_fail (self != NULL && func != NULL);

  for (guint i = 0; i < fl_entity_get_n_aspects (self->entity); i++)
    {
      const FlAspect *aspect = fl_entity_get_aspect (self->entity, i);

      if (aspect->state_topic != NULL)
        func (aspect->state_topic, &(FlTopicUse) { self, FL_TOPIC_USE_REPORT, i }, user_data);
      if (aspect->target_topic != NULL)
        func (aspect->target_topic, &(FlTopicUse) { self, FL_TOPIC_USE_TARGET, i }, user_data);
      if (aspect->command_topic != NULL && g_strcmp0 (aspect->command_topic, aspect->state_topic) != 0)
        func (aspect->command_topic, &(FlTopicUse) { self, FL_TOPIC_USE_COMMAND, i }, user_data);
      if (aspect->on_topic != NULL && g_strcmp0 (aspect->on_topic, aspect->state_topic) != 0)
        func (aspect->on_topic, &(FlTopicUse) { self, FL_TOPIC_USE_COMMAND, i }, user_data);
    }
  for (guint i = 0; i < fl_entity_get_n_availability (self->entity); i++)
    func (fl_entity_get_availability (self->entity, i)->topic, &(FlTopicUse) { self, FL_TOPIC_USE_AVAILABILITY, i }, user_data);
}

static void
take_power (FlBinding      *self,
            guint           position,
            const FlReport *report)
{
  const FlAspect *aspect = fl_entity_get_aspect (self->entity, position);
  g_autofree char *text = NULL;
  FlLedState state = FL_LED_STATE_UNKNOWN;

  if (report->text != NULL)
    {
      text = apply (self->of_aspects[position], report->text);
      if (text == NULL)
        return; /* a message about something else */
      state = fl_aspect_read_state (aspect, text);
    }
  if (report->is_plain)
    fl_led_take_plain_report (self->led, state);
  else
    fl_led_take_report (self->led, state, report->time, report->origin, report->is_old);
}

static void
take_level (FlBinding      *self,
            guint           position,
            const FlReport *report)
{
  FlLevel *level = fl_led_find_level (self->led, fl_entity_get_aspect (self->entity, position)->kind);
  g_autofree char *text = report->text != NULL ? apply (self->of_aspects[position], report->text) : NULL;

  if (level != NULL && text != NULL && !report->is_plain)
    fl_level_take_report (level, text, report->is_old);
}

/* What the broker keeps on the command topic: it switches the LED whenever the device connects. */
static void
take_command (FlBinding      *self,
              guint           position,
              const FlReport *report)
{
  if (self->led != NULL && fl_entity_get_aspect (self->entity, position)->kind == FL_ASPECT_POWER &&
      fl_message_is_retained (report->message))
    fl_led_take_stale_command (self->led, report->text != NULL ? report->text : _("encrypted"));
}

/* The device has accepted the command: as good as a report of what it will be, but none of what it is. */
static void
take_target (FlBinding      *self,
             guint           position,
             const FlReport *report)
{
  const FlAspect *aspect = fl_entity_get_aspect (self->entity, position);

  if (self->led != NULL && aspect->kind == FL_ASPECT_POWER && report->text != NULL && !report->is_old && !report->is_plain)
    fl_led_take_target (self->led, fl_aspect_read_state (aspect, report->text));
}

static guint
count_decimals (const char *number)
{
  const char *point = strchr (number, '.');

  return point != NULL ? (guint) strspn (point + 1, "0123456789") : 0;
}

static void
take_text (FlBinding      *self,
           const char     *text,
           const FlReport *report)
{
  g_autofree char *shown = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TEXT_CHARACTERS));

  fl_reading_take_text (self->reading, shown, report->time, report->origin);
}

static void
take_value (FlBinding      *self,
            guint           position,
            const FlReport *report)
{
  const FlAspect *aspect = fl_entity_get_aspect (self->entity, position);
  FlValueTemplate *template = self->of_aspects[position];
  g_autofree char *text = NULL;
  double number;

  if (report->text == NULL)
    return;
  fl_reading_set_plain (self->reading, report->is_plain);
  if (template != NULL && !fl_value_template_is_supported (template))
    {
      take_text (self, report->text, report);
      return;
    }
  text = apply (template, report->text);
  if (text == NULL)
    return;
  if (fl_entity_get_kind (self->entity) == FL_ENTITY_BINARY_SENSOR)
    {
      const FlLedState state = fl_aspect_read_state (aspect, text);

      take_text (self, state == FL_LED_STATE_ON ? _("on") : state == FL_LED_STATE_OFF ? _("off") : text, report);
    }
  else if (fl_aspect_read_number (aspect, text, &number))
    {
      g_strstrip (text);
      fl_reading_take_number (self->reading, text, number, count_decimals (text), report->time, report->origin);
    }
  else
    take_text (self, text, report);
}

static gboolean
take_availability (FlBinding      *self,
                   guint           position,
                   const FlReport *report)
{
  g_autofree char *text = report->text != NULL ? apply (self->of_availability[position], report->text) : NULL;
  FlAvailability availability;

  if (text == NULL)
    return FALSE;
  availability = fl_entity_availability_read (fl_entity_get_availability (self->entity, position), text);
  if (availability == FL_AVAILABILITY_UNKNOWN)
    return FALSE;
  self->said[position] = availability;
  self->latest = (int) position;
  self->available_at = fl_message_is_retained (report->message) ? 0 : fl_message_get_arrived (report->message);
  return TRUE;
}

gboolean
fl_binding_take (const FlTopicUse *use,
                 const FlReport   *report)
{
  FlBinding *self;

  g_return_val_if_fail (use != NULL && report != NULL, FALSE);

  self = use->binding;
  switch (use->role)
    {
    case FL_TOPIC_USE_REPORT:
      if (self->reading != NULL)
        take_value (self, use->position, report);
      else if (fl_entity_get_aspect (self->entity, use->position)->kind == FL_ASPECT_POWER)
        take_power (self, use->position, report);
      else
        take_level (self, use->position, report);
      break;
    case FL_TOPIC_USE_AVAILABILITY:
      return take_availability (self, use->position, report);
    case FL_TOPIC_USE_COMMAND:
      take_command (self, use->position, report);
      break;
    case FL_TOPIC_USE_TARGET:
      take_target (self, use->position, report);
      break;
    default:
      break;
    }
  return FALSE;
}

FlEntity *
fl_binding_get_entity (FlBinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->entity;
}

FlDevice *
fl_binding_get_device (FlBinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->device;
}

FlLed *
fl_binding_get_led (FlBinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->led;
}

FlAvailability
fl_binding_get_availability (FlBinding *self)
{
  guint n_online = 0;
  guint n_offline = 0;
  guint n;

  g_return_val_if_fail (self != NULL, FL_AVAILABILITY_UNKNOWN);

  n = fl_entity_get_n_availability (self->entity);
  for (guint i = 0; i < n; i++)
    {
      n_online += self->said[i] == FL_AVAILABILITY_ONLINE;
      n_offline += self->said[i] == FL_AVAILABILITY_OFFLINE;
    }
  switch (fl_entity_get_availability_mode (self->entity))
    {
    case FL_AVAILABILITY_MODE_ALL:
      return n_offline > 0 ? FL_AVAILABILITY_OFFLINE : n > 0 && n_online == n ? FL_AVAILABILITY_ONLINE : FL_AVAILABILITY_UNKNOWN;
    case FL_AVAILABILITY_MODE_ANY:
      return n_online > 0 ? FL_AVAILABILITY_ONLINE : n > 0 && n_offline == n ? FL_AVAILABILITY_OFFLINE : FL_AVAILABILITY_UNKNOWN;
    case FL_AVAILABILITY_MODE_LATEST:
    default:
      return self->latest >= 0 ? self->said[self->latest] : FL_AVAILABILITY_UNKNOWN;
    }
}

gint64
fl_binding_get_available_at (FlBinding *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->available_at;
}
