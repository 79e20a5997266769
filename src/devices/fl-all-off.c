/* Switches off what several devices report to be on, and can take it back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-all-off"

#include "devices/fl-all-off.h"

#include "messages/fl-text.h"

#include <glib/gi18n-lib.h>

/* Names of LEDs that a sentence can hold. */
#define MAX_NAMED 3
#define MAX_NAME_CHARACTERS 60

struct _FlAllOff
{
  GObject    parent_instance;
  GPtrArray *sent;    /* FlLed that were reported on, and were told to go off */
  GPtrArray *on;      /* FlLed reported on that cannot be switched */
  GPtrArray *unknown; /* FlLed that do not report whether they are on */
};

G_DEFINE_FINAL_TYPE (FlAllOff, fl_all_off, G_TYPE_OBJECT)

static void
switch_off (FlAllOff *self,
            FlLed    *led)
{
  if (fl_led_get_evidence (led) != FL_LED_EVIDENCE_REPORTED || fl_led_get_reported (led) == FL_LED_STATE_UNKNOWN)
    g_ptr_array_add (self->unknown, g_object_ref (led));
  else if (fl_led_get_reported (led) == FL_LED_STATE_ON)
    g_ptr_array_add (fl_led_get_available (led) && fl_led_command (led, FALSE) ? self->sent : self->on, g_object_ref (led));
}

static char *
name_some (GPtrArray *leds)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < MIN (leds->len, MAX_NAMED); i++)
    {
      g_autofree char *name = fl_text_shorten (fl_led_get_id (leds->pdata[i]), -1, MAX_NAME_CHARACTERS);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  if (leds->len > MAX_NAMED)
    g_string_append (names, "…");
  return g_string_free (names, FALSE);
}

static void
fl_all_off_dispose (GObject *object)
{
  FlAllOff *self = FL_ALL_OFF (object);

  g_clear_pointer (&self->sent, g_ptr_array_unref);
  g_clear_pointer (&self->on, g_ptr_array_unref);
  g_clear_pointer (&self->unknown, g_ptr_array_unref);

  G_OBJECT_CLASS (fl_all_off_parent_class)->dispose (object);
}

static void
fl_all_off_class_init (FlAllOffClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_all_off_dispose;
}

static void
fl_all_off_init (FlAllOff *self)
{
  self->sent = g_ptr_array_new_with_free_func (g_object_unref);
  self->on = g_ptr_array_new_with_free_func (g_object_unref);
  self->unknown = g_ptr_array_new_with_free_func (g_object_unref);
}

/* devices: of FlDevice. Sends off to the LEDs that are reported on and can be switched, to no other. */
FlAllOff *
fl_all_off_new (GPtrArray *devices)
{
  FlAllOff *self = g_object_new (FL_TYPE_ALL_OFF, NULL);

  for (guint i = 0; i < devices->len; i++)
    {
      GListModel *leds = fl_device_get_leds (devices->pdata[i]);

      for (guint k = 0; k < g_list_model_get_n_items (leds); k++)
        {
          g_autoptr(FlLed) led = g_list_model_get_item (leds, k);

          switch_off (self, led);
        }
    }
  return self;
}

/* Switches on again what was reported on before; what has become unavailable stays as it is. */
void
fl_all_off_undo (FlAllOff *self)
{
  g_return_if_fail (FL_IS_ALL_OFF (self));

  for (guint i = 0; i < self->sent->len; i++)
    fl_led_command (self->sent->pdata[i], TRUE);
  g_ptr_array_set_size (self->sent, 0);
}

/* How many can be taken back. */
guint
fl_all_off_get_n_sent (FlAllOff *self)
{
  g_return_val_if_fail (FL_IS_ALL_OFF (self), 0);

  return self->sent->len;
}

/* (transfer full): a translated sentence or three; what could not be switched is named. */
char *
fl_all_off_dup_summary (FlAllOff *self)
{
  GString *text = g_string_new (NULL);
  g_autofree char *on = NULL;
  g_autofree char *unknown = NULL;

  g_return_val_if_fail (FL_IS_ALL_OFF (self), NULL);

  on = name_some (self->on);
  unknown = name_some (self->unknown);
  if (self->sent->len > 0)
    g_string_append_printf (text, ngettext ("%u told to go off.", "%u told to go off.", self->sent->len), self->sent->len);
  else
    g_string_append (text, _("Nothing was switched off."));
  if (self->on->len > 0)
    {
      g_string_append_c (text, ' ');
      /* Translators: %s are LEDs. */
      g_string_append_printf (text, _("Not reachable: %s."), on);
    }
  if (self->unknown->len > 0)
    {
      g_string_append_c (text, ' ');
      /* Translators: %s are LEDs. */
      g_string_append_printf (text, _("Not known to be on: %s."), unknown);
    }
  return g_string_free (text, FALSE);
}
