/* The LED's promises: only a report lights it, commands end in one of the ways drawn in its header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-led.h"

#include <gio/gio.h>
#include <string.h>

#include "mqtt/fl-link.h"

#define PATIENCE_US (30 * G_USEC_PER_SEC)

/* A link that holds what it was given until the test answers. */
typedef struct
{
  FlLed *led;
  GString *sent; /* "1" or "0" a command */
  FlLedSentFunc answer;
  gpointer answer_data;
  guint n_notes;
} Fixture;

static void
send_cb (FlLed         *led,
         gboolean       on,
         FlLedSentFunc  sent,
         gpointer       sent_data,
         gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->answer);
  g_string_append_c (fixture->sent, on ? '1' : '0');
  fixture->answer = sent;
  fixture->answer_data = sent_data;
}

static void
answer (Fixture    *fixture,
        const char *problem)
{
  g_autoptr(GError) error = problem != NULL ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, problem) : NULL;
  FlLedSentFunc sent = g_steal_pointer (&fixture->answer);

  g_assert_nonnull (sent);
  sent (error, fixture->answer_data);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  FlLedEvidence evidence = (FlLedEvidence) GPOINTER_TO_UINT (data);

  *fixture = (Fixture) { .led = fl_led_new ("kitchen", "led"), .sent = g_string_new (NULL) };
  fl_led_set_topics (fixture->led, "home/kitchen/led/set", evidence == FL_LED_EVIDENCE_REPORTED ? "home/kitchen/led" : NULL, evidence);
  fl_led_set_sender (fixture->led, send_cb, fixture, NULL);
  fl_led_set_available (fixture->led, TRUE, NULL);
  fl_led_set_limit_ms (fixture->led, 60 * 60 * 1000);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->led);
  if (fixture->answer != NULL)
    answer (fixture, NULL);
  g_string_free (fixture->sent, TRUE);
}

static void
report (Fixture    *fixture,
        FlLedState  state)
{
  fl_led_take_report (fixture->led, state, 1700000000000000, FL_TIME_ORIGIN_ARRIVAL, FALSE);
}

static void
wait_until_settled (Fixture *fixture)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  while (fl_led_get_pending (fixture->led) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (fl_led_get_pending (fixture->led));
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_cmpstr (fl_led_get_id (fixture->led), ==, "kitchen/led");
  g_assert_cmpstr (fl_led_get_name (fixture->led), ==, "led");
  g_assert_cmpstr (fl_led_get_device_id (fixture->led), ==, "kitchen");
  g_assert_cmpstr (fl_led_get_command_topic (fixture->led), ==, "home/kitchen/led/set");
  g_assert_cmpstr (fl_led_get_report_topic (fixture->led), ==, "home/kitchen/led");
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_UNKNOWN);
  g_assert_cmpint (fl_led_get_evidence (fixture->led), ==, FL_LED_EVIDENCE_REPORTED);
}

static void
test_report_lights (Fixture       *fixture,
                    gconstpointer  data)
{
  report (fixture, FL_LED_STATE_ON);
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_ON);
  g_assert_cmpint (fl_led_get_reported_at (fixture->led), ==, 1700000000000000);
  g_assert_cmpint (fl_led_get_reported_origin (fixture->led), ==, FL_TIME_ORIGIN_ARRIVAL);
  report (fixture, FL_LED_STATE_OFF);
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_OFF);
  report (fixture, FL_LED_STATE_UNKNOWN);
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_UNKNOWN);
}

static void
test_command_confirmed (Fixture       *fixture,
                        gconstpointer  data)
{
  g_assert_true (fl_led_command (fixture->led, TRUE));
  g_assert_true (fl_led_get_pending (fixture->led));
  g_assert_cmpint (fl_led_get_wanted (fixture->led), ==, FL_LED_STATE_ON);
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_UNKNOWN);

  answer (fixture, NULL);
  g_assert_true (fl_led_get_pending (fixture->led));
  report (fixture, FL_LED_STATE_ON);
  g_assert_false (fl_led_get_pending (fixture->led));
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_ON);
  g_assert_null (fl_led_get_note (fixture->led));
  g_assert_false (fl_led_get_needs_attention (fixture->led));
  g_assert_cmpstr (fixture->sent->str, ==, "1");
}

/* The report may overtake the broker's acknowledgement. */
static void
test_report_before_ack (Fixture       *fixture,
                        gconstpointer  data)
{
  g_assert_true (fl_led_command (fixture->led, TRUE));
  report (fixture, FL_LED_STATE_ON);
  g_assert_false (fl_led_get_pending (fixture->led));
  answer (fixture, NULL);
  g_assert_false (fl_led_get_pending (fixture->led));
  g_assert_null (fl_led_get_note (fixture->led));
}

static void
test_contradiction (Fixture       *fixture,
                    gconstpointer  data)
{
  report (fixture, FL_LED_STATE_OFF);
  g_assert_true (fl_led_command (fixture->led, TRUE));
  answer (fixture, NULL);
  report (fixture, FL_LED_STATE_OFF);
  g_assert_false (fl_led_get_pending (fixture->led));
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_OFF);
  g_assert_cmpstr (fl_led_get_note (fixture->led), ==, "the device reports off");
  g_assert_true (fl_led_get_needs_attention (fixture->led));

  report (fixture, FL_LED_STATE_OFF); /* said twice, as Tasmota does */
  g_assert_cmpstr (fl_led_get_note (fixture->led), ==, "the device reports off");
  g_assert_true (fl_led_get_needs_attention (fixture->led));

  report (fixture, FL_LED_STATE_ON);
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_ON);
  g_assert_null (fl_led_get_note (fixture->led));
  g_assert_cmpstr (fixture->sent->str, ==, "1");
}

static void
test_retained_settles_nothing (Fixture       *fixture,
                               gconstpointer  data)
{
  g_assert_true (fl_led_command (fixture->led, TRUE));
  fl_led_take_report (fixture->led, FL_LED_STATE_ON, 1, FL_TIME_ORIGIN_RETAINED, TRUE);
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_ON);
  g_assert_cmpint (fl_led_get_reported_origin (fixture->led), ==, FL_TIME_ORIGIN_RETAINED);
  g_assert_true (fl_led_get_pending (fixture->led));
}

static void
test_not_confirmed (Fixture       *fixture,
                    gconstpointer  data)
{
  report (fixture, FL_LED_STATE_OFF);
  fl_led_set_limit_ms (fixture->led, 20);
  g_assert_true (fl_led_command (fixture->led, TRUE));
  answer (fixture, NULL);
  wait_until_settled (fixture);
  g_assert_cmpstr (fl_led_get_note (fixture->led), ==, "not confirmed");
  g_assert_true (fl_led_get_needs_attention (fixture->led));
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_OFF);
  g_assert_cmpint (fl_led_get_wanted (fixture->led), ==, FL_LED_STATE_UNKNOWN);

  report (fixture, FL_LED_STATE_ON);
  g_assert_null (fl_led_get_note (fixture->led));
  g_assert_false (fl_led_get_needs_attention (fixture->led));
}

static void
test_not_accepted (Fixture       *fixture,
                   gconstpointer  data)
{
  fl_led_set_limit_ms (fixture->led, 20);
  g_assert_true (fl_led_command (fixture->led, TRUE));
  wait_until_settled (fixture);
  g_assert_true (g_str_has_prefix (fl_led_get_note (fixture->led), "not confirmed: the broker"));
  answer (fixture, NULL);
  g_assert_true (g_str_has_prefix (fl_led_get_note (fixture->led), "not confirmed: the broker"));
}

static void
test_not_sent (Fixture       *fixture,
               gconstpointer  data)
{
  g_assert_true (fl_led_command (fixture->led, TRUE));
  g_assert_true (fl_led_command (fixture->led, FALSE));
  answer (fixture, "no such luck");
  g_assert_false (fl_led_get_pending (fixture->led));
  g_assert_cmpstr (fl_led_get_note (fixture->led), ==, "not sent: no such luck");
  g_assert_cmpstr (fixture->sent->str, ==, "1");
}

/* What is clicked while a command is on its way, and what is sent in the end. */
static const struct { const char *clicks; FlLedState then; const char *sent; } wishes[] = {
  { "1", FL_LED_STATE_ON, "1" },
  { "11", FL_LED_STATE_ON, "1" },
  { "10", FL_LED_STATE_ON, "10" },
  { "101", FL_LED_STATE_ON, "1" },
  { "1010101010", FL_LED_STATE_ON, "10" },
  { "10", FL_LED_STATE_OFF, "1" },
  { "01", FL_LED_STATE_OFF, "01" },
};

/* A loss is not a refusal: the command may have arrived. */
static void
test_lost (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = g_error_new_literal (FL_LINK_ERROR, FL_LINK_ERROR_LOST, "connection lost");
  FlLedSentFunc sent;

  g_assert_true (fl_led_command (fixture->led, TRUE));
  sent = g_steal_pointer (&fixture->answer);
  sent (error, fixture->answer_data);
  g_assert_false (fl_led_get_pending (fixture->led));
  g_assert_cmpstr (fl_led_get_note (fixture->led), ==, "not confirmed: connection lost");
}

static void
settled_cb (FlLed      *led,
            GParamSpec *pspec,
            char      **note)
{
  if (!fl_led_get_pending (led))
    *note = g_strdup (fl_led_get_note (led));
}

/* The note is there when the end is told. */
static void
test_note_with_the_end (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *note = NULL;

  g_assert_true (fl_led_command (fixture->led, TRUE));
  g_signal_connect (fixture->led, "notify::pending", G_CALLBACK (settled_cb), &note);
  answer (fixture, "no such luck");
  g_assert_cmpstr (note, ==, "not sent: no such luck");
}

static void
test_last_wish (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      Fixture fixture;

      set_up (&fixture, GUINT_TO_POINTER (FL_LED_EVIDENCE_REPORTED));
      for (const char *click = wishes[i].clicks; *click != '\0'; click++)
        {
          g_assert_true (fl_led_command (fixture.led, *click == '1'));
          g_assert_cmpint (fl_led_get_wanted (fixture.led), ==, *click == '1' ? FL_LED_STATE_ON : FL_LED_STATE_OFF);
        }
      answer (&fixture, NULL);
      report (&fixture, wishes[i].then);
      g_assert_cmpstr (fixture.sent->str, ==, wishes[i].sent);
      g_assert_cmpint (fl_led_get_pending (fixture.led), ==, strlen (wishes[i].sent) == 2);
      tear_down (&fixture, NULL);
    }
}

static void
test_last_wish_after_limit (Fixture       *fixture,
                            gconstpointer  data)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  fl_led_set_limit_ms (fixture->led, 20);
  g_assert_true (fl_led_command (fixture->led, TRUE));
  answer (fixture, NULL);
  fl_led_set_limit_ms (fixture->led, 60 * 60 * 1000);
  g_assert_true (fl_led_command (fixture->led, FALSE));
  while (fixture->sent->len < 2 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->sent->str, ==, "10");
  g_assert_cmpint (fl_led_get_wanted (fixture->led), ==, FL_LED_STATE_OFF);
}

static void
test_toggle (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_false (fl_led_toggle (fixture->led));
  g_assert_cmpstr (fixture->sent->str, ==, "");
  report (fixture, FL_LED_STATE_ON);
  g_assert_true (fl_led_toggle (fixture->led));
  g_assert_cmpstr (fixture->sent->str, ==, "0");
  answer (fixture, NULL);
  report (fixture, FL_LED_STATE_OFF);
  g_assert_true (fl_led_toggle (fixture->led));
  g_assert_cmpstr (fixture->sent->str, ==, "01");
}

/* An answer to a command that is over says nothing about the one on its way. */
static void
test_stale_answer (Fixture       *fixture,
                   gconstpointer  data)
{
  FlLedSentFunc first;
  gpointer first_data;
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "too late");

  g_assert_true (fl_led_command (fixture->led, TRUE));
  first = g_steal_pointer (&fixture->answer);
  first_data = fixture->answer_data;
  report (fixture, FL_LED_STATE_ON);
  g_assert_true (fl_led_command (fixture->led, FALSE));
  first (error, first_data);
  g_assert_true (fl_led_get_pending (fixture->led));
  g_assert_null (fl_led_get_note (fixture->led));
}

static void
test_unavailable (Fixture       *fixture,
                  gconstpointer  data)
{
  g_assert_true (fl_led_command (fixture->led, TRUE));
  g_assert_true (fl_led_command (fixture->led, FALSE));
  fl_led_set_available (fixture->led, FALSE, "not connected");
  g_assert_false (fl_led_get_available (fixture->led));
  g_assert_cmpstr (fl_led_get_reason (fixture->led), ==, "not connected");
  g_assert_false (fl_led_get_pending (fixture->led));
  g_assert_cmpstr (fl_led_get_note (fixture->led), ==, "not confirmed: not connected");
  g_assert_false (fl_led_command (fixture->led, TRUE));

  fl_led_set_available (fixture->led, TRUE, NULL);
  g_assert_null (fl_led_get_reason (fixture->led));
  answer (fixture, NULL);
  report (fixture, FL_LED_STATE_ON);
  g_assert_cmpstr (fixture->sent->str, ==, "1");
}

static void
test_without_report (Fixture       *fixture,
                     gconstpointer  data)
{
  g_assert_true (fl_led_command (fixture->led, TRUE));
  report (fixture, FL_LED_STATE_ON);
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_UNKNOWN);
  g_assert_true (fl_led_get_pending (fixture->led));
  answer (fixture, NULL);
  g_assert_false (fl_led_get_pending (fixture->led));
  g_assert_true (g_regex_match_simple ("^sent [0-2][0-9]:[0-5][0-9]:[0-6][0-9], accepted by the broker; this device does not report$",
                                       fl_led_get_note (fixture->led), 0, 0));
  g_assert_false (fl_led_get_needs_attention (fixture->led));
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_UNKNOWN);
  g_assert_false (fl_led_toggle (fixture->led));
}

static void
test_evidence_lost (Fixture       *fixture,
                    gconstpointer  data)
{
  report (fixture, FL_LED_STATE_ON);
  fl_led_set_topics (fixture->led, "home/led", "home/led", FL_LED_EVIDENCE_ECHOED);
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_UNKNOWN);
}

static void
count_cb (Fixture *fixture)
{
  fixture->n_notes++;
}

static void
test_notifies_on_change_only (Fixture       *fixture,
                              gconstpointer  data)
{
  g_signal_connect_swapped (fixture->led, "notify", G_CALLBACK (count_cb), fixture);
  report (fixture, FL_LED_STATE_ON);
  g_assert_cmpuint (fixture->n_notes, ==, 3);
  report (fixture, FL_LED_STATE_ON);
  g_assert_cmpuint (fixture->n_notes, ==, 3);
}

/* The answer comes after the LED is gone. */
static void
test_gone (void)
{
  Fixture fixture;

  set_up (&fixture, GUINT_TO_POINTER (FL_LED_EVIDENCE_REPORTED));
  g_assert_true (fl_led_command (fixture.led, TRUE));
  tear_down (&fixture, NULL);
}

static void
test_properties (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *id = NULL, *name = NULL, *device_id = NULL, *command = NULL, *report_topic = NULL, *note = NULL, *reason = NULL;
  gboolean pending, available, needs_attention;
  gint64 reported_at;
  int evidence, reported, origin, wanted;

  report (fixture, FL_LED_STATE_ON);
  g_object_get (fixture->led, "id", &id, "name", &name, "device-id", &device_id, "command-topic", &command, "report-topic", &report_topic,
                "note", &note, "reason", &reason, "pending", &pending, "available", &available, "needs-attention", &needs_attention,
                "reported-at", &reported_at, "evidence", &evidence, "reported", &reported, "reported-origin", &origin, "wanted", &wanted, NULL);
  g_assert_cmpstr (id, ==, "kitchen/led");
  g_assert_cmpstr (name, ==, "led");
  g_assert_cmpstr (device_id, ==, "kitchen");
  g_assert_cmpstr (command, ==, "home/kitchen/led/set");
  g_assert_cmpstr (report_topic, ==, "home/kitchen/led");
  g_assert_null (note);
  g_assert_null (reason);
  g_assert_false (pending || needs_attention);
  g_assert_true (available);
  g_assert_cmpint (reported_at, ==, 1700000000000000);
  g_assert_cmpint (evidence, ==, FL_LED_EVIDENCE_REPORTED);
  g_assert_cmpint (reported, ==, FL_LED_STATE_ON);
  g_assert_cmpint (origin, ==, FL_TIME_ORIGIN_ARRIVAL);
  g_assert_cmpint (wanted, ==, FL_LED_STATE_UNKNOWN);
}

static void
publish_cb (const char      *topic,
            GBytes          *payload,
            gboolean         retained,
            FlPublishedFunc  published,
            gpointer         published_data,
            gpointer         user_data)
{
  Fixture *fixture = user_data;
  g_autoptr(GError) error = fixture->n_notes > 0 ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "it broke") : NULL;

  g_assert_cmpstr (topic, ==, "home/kitchen/led/get");
  g_assert_false (retained);
  g_string_append_c (fixture->sent, '?');
  published (error, published_data);
}

static gboolean
has_stopped_asking (Fixture *fixture)
{
  return fl_led_get_can_ask (fixture->led);
}

/* Asked again: answered, not answered, not sent; never while a command is on its way, whose report is the answer. */
static void
test_ask (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(FlPublisher) publisher = fl_publisher_new (publish_cb, fixture, NULL);
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  g_assert_false (fl_led_has_query (fixture->led) || fl_led_ask (fixture->led));
  fl_led_set_query (fixture->led, "home/kitchen/led/get", NULL);
  fl_led_set_publisher (fixture->led, publisher);
  g_assert_true (fl_led_ask (fixture->led));
  g_assert_false (fl_led_get_can_ask (fixture->led));
  g_assert_cmpstr (fl_led_get_note (fixture->led), ==, "asked again, waiting for its report");
  g_assert_false (fl_led_get_pending (fixture->led));
  report (fixture, FL_LED_STATE_ON);
  g_assert_null (fl_led_get_note (fixture->led));

  fl_led_command (fixture->led, FALSE);
  g_assert_false (fl_led_ask (fixture->led));
  answer (fixture, NULL);
  report (fixture, FL_LED_STATE_OFF);
  g_assert_cmpstr (fixture->sent->str, ==, "?0");

  fl_led_set_limit_ms (fixture->led, 1);
  g_assert_true (fl_led_ask (fixture->led));
  while (!has_stopped_asking (fixture) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fl_led_get_note (fixture->led), ==, "asked again, no answer");
  g_assert_true (fl_led_get_needs_attention (fixture->led));
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_OFF);

  fixture->n_notes = 1;
  fl_led_ask (fixture->led);
  g_assert_cmpstr (fl_led_get_note (fixture->led), ==, "not sent: it broke");
  fl_led_set_available (fixture->led, FALSE, "it is offline");
  g_assert_false (fl_led_ask (fixture->led));
}

/* What proves nothing changes nothing, and a command waits on. */
static void
test_plain_report (Fixture       *fixture,
                   gconstpointer  data)
{
  report (fixture, FL_LED_STATE_OFF);
  fl_led_command (fixture->led, TRUE);
  fl_led_take_plain_report (fixture->led, FL_LED_STATE_ON);
  g_assert_true (fl_led_get_pending (fixture->led));
  g_assert_cmpint (fl_led_get_reported (fixture->led), ==, FL_LED_STATE_OFF);
  g_assert_cmpstr (fl_led_get_note (fixture->led), ==, "says on in plain text: not believed");
  g_assert_true (fl_led_get_needs_attention (fixture->led));
  report (fixture, FL_LED_STATE_ON);
  g_assert_null (fl_led_get_note (fixture->led));
}

#define ADD(path, evidence, test) \
  g_test_add ("/led/" path, Fixture, GUINT_TO_POINTER (FL_LED_EVIDENCE_##evidence), set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("names", REPORTED, test_names);
  ADD ("properties", REPORTED, test_properties);
  ADD ("report-lights", REPORTED, test_report_lights);
  ADD ("command-confirmed", REPORTED, test_command_confirmed);
  ADD ("report-before-ack", REPORTED, test_report_before_ack);
  ADD ("contradiction", REPORTED, test_contradiction);
  ADD ("retained-settles-nothing", REPORTED, test_retained_settles_nothing);
  ADD ("not-confirmed", REPORTED, test_not_confirmed);
  ADD ("not-accepted", REPORTED, test_not_accepted);
  ADD ("not-sent", REPORTED, test_not_sent);
  ADD ("lost", REPORTED, test_lost);
  ADD ("note-with-the-end", REPORTED, test_note_with_the_end);
  g_test_add_func ("/led/last-wish", test_last_wish);
  ADD ("last-wish-after-limit", REPORTED, test_last_wish_after_limit);
  ADD ("toggle", REPORTED, test_toggle);
  ADD ("stale-answer", REPORTED, test_stale_answer);
  ADD ("unavailable", REPORTED, test_unavailable);
  ADD ("echoed", ECHOED, test_without_report);
  ADD ("nothing-reports", NONE, test_without_report);
  ADD ("evidence-lost", REPORTED, test_evidence_lost);
  ADD ("notifies-on-change-only", REPORTED, test_notifies_on_change_only);
  ADD ("ask", REPORTED, test_ask);
  ADD ("plain-report", REPORTED, test_plain_report);
  g_test_add_func ("/led/gone", test_gone);
  return g_test_run ();
}
