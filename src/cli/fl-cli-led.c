/* fernlight-cli led: switch one LED and wait for what the device reports.
 *
 *   step       until                                          then
 *   ─────────  ─────────────────────────────────────────────  ─────────────────────────────────
 *   looking    its report is known, or LOOK_MS are over       command; toggle on unknown: fails
 *   waiting    the LED is no longer pending                   done if it reports the wish
 *   accepted   it reports (the device only said that it       done if it reports the wish
 *              accepted the wish), or the time is over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-led"

#include "config.h"

#include "cli/fl-cli-led.h"

#include "cli/fl-cli-keys.h"
#include "cli/fl-cli-run.h"
#include "messages/fl-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How long retained reports may take to arrive after the subscription. */
#define LOOK_MS 2000

typedef enum
{
  WISH_OFF,
  WISH_ON,
  WISH_TOGGLE,
} Wish;

typedef struct
{
  const char *id;
  Wish        wish;
  FlCliRun   *run;
  FlLed      *led;
  guint       look_id;
  guint       report_id;
  int         timeout_s;
  FlLedState  before;
  FlLedState  wanted;
  gint64      sent_at;
} Switch;

static void
fail (Switch     *self,
      const char *text)
{
  g_autofree char *id = fl_text_escape (self->id, -1);

  fl_cli_complain (id, "%s", text);
  fl_cli_run_quit (self->run, FL_CLI_FAILED);
}

static gboolean
report_overdue_cb (gpointer user_data)
{
  Switch *self = user_data;

  self->report_id = 0;
  fail (self, _("accepted by the device, but not reported"));
  return G_SOURCE_REMOVE;
}

/* Accepted is as good as promised: what it does, it reports in a moment. */
static gboolean
is_only_accepted (const Switch *self,
                  FlLed        *led)
{
  return fl_led_get_evidence (led) == FL_LED_EVIDENCE_REPORTED && fl_led_get_reported (led) != self->wanted &&
         !fl_led_get_needs_attention (led) && fl_led_get_note (led) == NULL;
}

static void
led_settled_cb (FlLed      *led,
                GParamSpec *pspec,
                Switch     *self)
{
  g_autofree char *id = fl_text_escape (fl_led_get_id (led), -1);
  FlLedState reported = fl_led_get_reported (led);
  const char *note = fl_led_get_note (led);

  if (fl_led_get_pending (led))
    return;
  if (fl_led_get_evidence (led) == FL_LED_EVIDENCE_REPORTED && reported == self->wanted && !fl_led_get_needs_attention (led))
    {
      g_print ("%s: %s → %s, reported after %d ms\n", id, fl_led_state_to_code (self->before),
               fl_led_state_to_code (reported), (int) ((g_get_monotonic_time () - self->sent_at) / 1000));
      fl_cli_run_quit (self->run, FL_CLI_DONE);
    }
  else if (is_only_accepted (self, led))
    {
      if (self->report_id != 0)
        return;
      self->report_id = g_timeout_add_seconds ((guint) self->timeout_s, report_overdue_cb, self);
      g_signal_connect (led, "notify::reported", G_CALLBACK (led_settled_cb), self);
      g_signal_connect (led, "notify::note", G_CALLBACK (led_settled_cb), self);
    }
  else if (fl_led_get_evidence (led) != FL_LED_EVIDENCE_REPORTED && !fl_led_get_needs_attention (led) && note != NULL)
    {
      g_print ("%s: %s\n", id, note);
      fl_cli_run_quit (self->run, FL_CLI_DONE);
    }
  else
    {
      fail (self, note != NULL ? note : _("not confirmed"));
    }
}

static void
give_command (Switch *self)
{
  self->before = fl_led_get_reported (self->led);
  if (self->wish == WISH_TOGGLE && self->before == FL_LED_STATE_UNKNOWN)
    {
      fail (self, _("its state is not known, so there is nothing to toggle; nothing was sent"));
      return;
    }
  self->wanted = self->wish == WISH_ON || (self->wish == WISH_TOGGLE && self->before == FL_LED_STATE_OFF)
                   ? FL_LED_STATE_ON : FL_LED_STATE_OFF;
  self->sent_at = g_get_monotonic_time ();
  g_signal_connect (self->led, "notify::pending", G_CALLBACK (led_settled_cb), self);
  if (!fl_led_command (self->led, self->wanted == FL_LED_STATE_ON))
    fail (self, fl_led_get_reason (self->led) != NULL ? fl_led_get_reason (self->led) : _("nothing was sent"));
}

static gboolean
looked_long_enough_cb (gpointer user_data)
{
  Switch *self = user_data;
  FlDeviceRegistry *registry = fl_session_get_registry (fl_cli_run_get_session (self->run));
  g_autoptr(GError) error = NULL;
  FlLed *led = fl_device_registry_expect_led (registry, self->id, &error);

  self->look_id = 0;
  if (led == NULL)
    {
      fail (self, error->message);
      return G_SOURCE_REMOVE;
    }
  self->led = g_object_ref (led);
  give_command (self);
  return G_SOURCE_REMOVE;
}

static void
look (FlCliRun  *run,
      GPtrArray *messages,
      gpointer   user_data)
{
  Switch *self = user_data;
  FlLed *led = fl_device_registry_find_led (fl_session_get_registry (fl_cli_run_get_session (run)), self->id);

  if (self->led != NULL || led == NULL || fl_led_get_reported (led) == FL_LED_STATE_UNKNOWN || self->look_id == 0)
    return;
  g_clear_handle_id (&self->look_id, g_source_remove);
  self->led = g_object_ref (led);
  give_command (self);
}

static void
is_online (FlCliRun *run,
           gpointer  user_data)
{
  Switch *self = user_data;

  self->run = run;
  if (self->led == NULL && self->look_id == 0)
    self->look_id = g_timeout_add (LOOK_MS, looked_long_enough_cb, self);
}

static void
finished (FlCliRun *run,
          gpointer  user_data)
{
  Switch *self = user_data;

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->report_id, g_source_remove);
  if (self->led != NULL)
    g_signal_handlers_disconnect_by_data (self->led, self);
  g_clear_object (&self->led);
}

static gboolean
parse_wish (const char *word,
            Wish       *wish)
{
  if (strcmp (word, "on") == 0)
    *wish = WISH_ON;
  else if (strcmp (word, "off") == 0)
    *wish = WISH_OFF;
  else if (strcmp (word, "toggle") == 0)
    *wish = WISH_TOGGLE;
  else
    return FALSE;
  return TRUE;
}

static FlCliStatus
connect_and_switch (FlCliBroker *broker,
                    FlKeyRing   *keys,
                    Switch      *self,
                    int          timeout_s)
{
  static const FlCliRunFuncs funcs = { .online = is_online, .batch = look, .finished = finished };
  g_autoptr(FlDeviceSettings) words = broker->device_settings != NULL ? fl_device_settings_ref (broker->device_settings)
                                                                       : fl_device_settings_new_default ();
  g_autoptr(FlDeviceSettings) device_settings = fl_device_settings_with_confirm_limit (words, (guint) timeout_s * 1000);
  g_autoptr(FlLinkSettings) settings = fl_cli_broker_new_settings (broker, TRUE, -1);

  self->timeout_s = timeout_s;
  /* The LED's own limit says "not confirmed"; the run's is for a connection that never comes. */
  return fl_cli_run (broker, settings, keys, device_settings, timeout_s + 60, FALSE, &funcs, self);
}

/**
 * fl_cli_led_run:
 * @argc: how many arguments
 * @argv: "led", BROKER, DEVICE[/LED], on|off|toggle and options
 *
 * Returns: DONE if the device reports what was wanted, or cannot report and the broker took the command
 */
FlCliStatus
fl_cli_led_run (int    argc,
                char **argv)
{
  g_auto(FlCliBrokerOptions) options = { NULL };
  g_auto(FlCliKeys) keys = { NULL };
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(FlCliBroker) broker = NULL;
  const char *address;
  FlCliStatus status;
  Switch self = { NULL };
  int timeout_s = 5;
  const GOptionEntry entries[] = {
    { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout_s, N_("Wait this many seconds for the report"), N_("SECONDS") },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new ("BROKER DEVICE[/LED] on|off|toggle");

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_group (context, fl_cli_broker_new_group (&options));
  fl_cli_keys_add_options (&keys, context);
  if (!fl_cli_parse (context, &argc, &argv))
    return FL_CLI_USAGE;
  if (!fl_cli_broker_take_address (&options, &argc, argv, &address) || argc != 3 || timeout_s < 1 || timeout_s > 3600 ||
      !parse_wish (argv[2], &self.wish))
    {
      fl_cli_complain ("usage", "led BROKER DEVICE[/LED] on|off|toggle [TRUST] [KEYS] [--timeout SECONDS]");
      return FL_CLI_USAGE;
    }
  self.id = argv[1];
  status = fl_cli_broker_prepare (address, &options, &keys, &broker, &ring);
  if (status != FL_CLI_DONE)
    return status;
  return connect_and_switch (broker, ring, &self, timeout_s);
}
