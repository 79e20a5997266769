/* A level's promises: ten commands a second at most and always the last; what is reported is shown, what is nonsense never
 * sent. The clock is the test's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-level.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "mqtt/fl-link.h"

typedef struct
{
  gint64 now; /* monotonic µs */
  FlLevel *level;
  FlPublisher *publisher;
  GPtrArray *sent; /* "topic payload" */
  FlPublishedFunc answer;
  gpointer answer_data;
  gboolean answers_at_once;
} Fixture;

static const FlAspect aspects[] = {
  { .kind = FL_ASPECT_POWER, .command_topic = "c", .on = "1", .off = "0", .state_topic = "s" },
  { .kind = FL_ASPECT_BRIGHTNESS, .command_topic = "c/b", .command_form = "{\"brightness\":{n}}", .state_topic = "s/b",
    .minimum = 0, .maximum = 255 },
  { .kind = FL_ASPECT_COLOR, .command_topic = "c/c", .command_form = "#{rrggbb}", .state_topic = "s/c" },
  { .kind = FL_ASPECT_COLOR_TEMPERATURE, .command_topic = "c/t", .command_form = "{n}", .minimum = 153, .maximum = 500 },
};

static gint64
clock_cb (gpointer user_data)
{
  return ((Fixture *) user_data)->now;
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

  g_assert_false (retained);
  g_ptr_array_add (fixture->sent, g_strdup_printf ("%s %.*s", topic, (int) g_bytes_get_size (payload),
                                                   (const char *) g_bytes_get_data (payload, NULL)));
  if (fixture->answers_at_once)
    {
      published (NULL, published_data);
      return;
    }
  if (fixture->answer != NULL)
    fixture->answer (NULL, fixture->answer_data);
  fixture->answer = published;
  fixture->answer_data = published_data;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(FlDeviceInfo) info = fl_device_info_new (&(FlDeviceInfoFields) { .key = "AA" });
  g_autoptr(FlEntity) entity = fl_entity_new (info, &(FlEntityFields) { .id = "lamp", .kind = FL_ENTITY_LIGHT, .aspects = aspects,
                                                                        .n_aspects = G_N_ELEMENTS (aspects) }, NULL);

  g_assert_nonnull (entity);
  *fixture = (Fixture) { .now = 1000000, .sent = g_ptr_array_new_with_free_func (g_free), .answers_at_once = TRUE };
  fixture->level = fl_level_new (entity, (FlAspectKind) GPOINTER_TO_UINT (data));
  fixture->publisher = fl_publisher_new (publish_cb, fixture, NULL);
  fl_level_set_publisher (fixture->level, fixture->publisher);
  fl_level_set_clock (fixture->level, clock_cb, fixture);
  fl_level_set_available (fixture->level, TRUE, NULL);
  fl_level_set_limit_ms (fixture->level, 5000);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->level);
  if (fixture->answer != NULL)
    fixture->answer (NULL, fixture->answer_data);
  fl_publisher_unref (fixture->publisher);
  g_ptr_array_unref (fixture->sent);
}

static void
pass (Fixture *fixture,
      guint    ms)
{
  fixture->now += (gint64) ms * 1000;
  fl_level_tick (fixture->level);
}

static void
test_confirmed (Fixture       *fixture,
                gconstpointer  data)
{
  g_assert_false (fl_level_get_has_report (fixture->level));
  g_assert_true (fl_level_command (fixture->level, 128));
  g_assert_true (fl_level_get_pending (fixture->level));
  g_assert_cmpfloat (fl_level_get_wanted (fixture->level), ==, 128);
  g_assert_false (fl_level_get_has_report (fixture->level));
  g_assert_cmpstr (fixture->sent->pdata[0], ==, "c/b {\"brightness\":128}");

  /* It counts in percent: 127 is what it makes of 128. */
  fl_level_take_report (fixture->level, "127", FALSE);
  g_assert_false (fl_level_get_pending (fixture->level));
  g_assert_cmpfloat (fl_level_get_reported (fixture->level), ==, 127);
  g_assert_null (fl_level_get_note (fixture->level));
}

/* A slider pulled from one end to the other in two seconds. */
static void
test_ten_a_second (Fixture       *fixture,
                   gconstpointer  data)
{
  for (guint i = 0; i <= 200; i++)
    {
      g_assert_true (fl_level_command (fixture->level, i));
      pass (fixture, 10);
    }
  pass (fixture, 100);
  g_assert_cmpuint (fixture->sent->len, ==, 22);
  g_assert_cmpstr (fixture->sent->pdata[0], ==, "c/b {\"brightness\":0}");
  g_assert_cmpstr (fixture->sent->pdata[21], ==, "c/b {\"brightness\":200}");
  pass (fixture, 1000);
  g_assert_cmpuint (fixture->sent->len, ==, 22);
  fl_level_take_report (fixture->level, "200", FALSE);
  g_assert_false (fl_level_get_pending (fixture->level));

  /* The next is as free as the first. */
  g_assert_true (fl_level_command (fixture->level, 7));
  g_assert_cmpuint (fixture->sent->len, ==, 23);
}

/* What was sent on the way is reported on the way: that contradicts nothing yet. */
static void
test_late_reports (Fixture       *fixture,
                   gconstpointer  data)
{
  fl_level_command (fixture->level, 10);
  pass (fixture, 100);
  fl_level_command (fixture->level, 90);
  fl_level_take_report (fixture->level, "10", FALSE);
  g_assert_true (fl_level_get_pending (fixture->level));
  g_assert_cmpfloat (fl_level_get_reported (fixture->level), ==, 10);
  fl_level_take_report (fixture->level, "90", FALSE);
  g_assert_false (fl_level_get_pending (fixture->level));
  g_assert_false (fl_level_get_needs_attention (fixture->level));
}

static void
test_contradicted (Fixture       *fixture,
                   gconstpointer  data)
{
  fl_level_command (fixture->level, 255);
  fl_level_take_report (fixture->level, "102", FALSE);
  g_assert_cmpfloat (fl_level_get_reported (fixture->level), ==, 102);
  pass (fixture, 4999);
  g_assert_true (fl_level_get_pending (fixture->level));
  pass (fixture, 1);
  g_assert_false (fl_level_get_pending (fixture->level));
  g_assert_cmpstr (fl_level_get_note (fixture->level), ==, "the device reports 40 %");
  g_assert_true (fl_level_get_needs_attention (fixture->level));
  fl_level_take_report (fixture->level, "103", FALSE);
  g_assert_null (fl_level_get_note (fixture->level));
}

static void
test_not_confirmed (Fixture       *fixture,
                    gconstpointer  data)
{
  fl_level_command (fixture->level, 255);
  fl_level_take_report (fixture->level, "255", TRUE);
  g_assert_true (fl_level_get_pending (fixture->level));
  pass (fixture, 5000);
  g_assert_cmpstr (fl_level_get_note (fixture->level), ==, "not confirmed");
  g_assert_true (fl_level_get_needs_attention (fixture->level));

  fixture->answers_at_once = FALSE;
  fl_level_command (fixture->level, 255);
  pass (fixture, 5000);
  g_assert_cmpstr (fl_level_get_note (fixture->level), ==, "not confirmed: the broker has not accepted it either");
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct { FlLinkError code; const char *note; } ends[] = {
    { FL_LINK_ERROR_LOST, "not confirmed: it broke" },
    { FL_LINK_ERROR_OFFLINE, "not sent: it broke" },
  };

  fixture->answers_at_once = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (FL_LINK_ERROR, (int) ends[i].code, "it broke");

      pass (fixture, 1000);
      g_assert_true (fl_level_command (fixture->level, 1));
      g_steal_pointer (&fixture->answer) (error, fixture->answer_data);
      g_assert_false (fl_level_get_pending (fixture->level));
      g_assert_cmpstr (fl_level_get_note (fixture->level), ==, ends[i].note);
    }
}

/* The answer to an earlier command says nothing about the last. */
static void
test_stale_answer (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "it broke");
  FlPublishedFunc first;
  gpointer first_data;

  fixture->answers_at_once = FALSE;
  fl_level_command (fixture->level, 1);
  first = g_steal_pointer (&fixture->answer);
  first_data = fixture->answer_data;
  pass (fixture, 100);
  fl_level_command (fixture->level, 2);
  first (error, first_data);
  g_assert_true (fl_level_get_pending (fixture->level));
  g_assert_null (fl_level_get_note (fixture->level));
}

static void
test_unavailable (Fixture       *fixture,
                  gconstpointer  data)
{
  fl_level_command (fixture->level, 1);
  fl_level_command (fixture->level, 2);
  fl_level_set_available (fixture->level, FALSE, "it is offline");
  g_assert_cmpstr (fl_level_get_note (fixture->level), ==, "not confirmed: it is offline");
  g_assert_cmpstr (fl_level_get_reason (fixture->level), ==, "it is offline");
  g_assert_false (fl_level_command (fixture->level, 3));
  pass (fixture, 10000);
  fl_level_set_available (fixture->level, TRUE, NULL);
  pass (fixture, 10000);
  g_assert_cmpuint (fixture->sent->len, ==, 1);
}

static void
test_nonsense (Fixture       *fixture,
               gconstpointer  data)
{
  static const double numbers[] = { -1, 256, NAN, INFINITY, -INFINITY, 1e300 };
  static const struct { const char *text; gboolean is_read, is_out; double number; } reports[] = {
    { "300", TRUE, TRUE, 300 },
    { "-5", TRUE, TRUE, -5 },
    { " 17 ", TRUE, FALSE, 17 },
    { "bright", FALSE, FALSE, 0 },
    { "nan", FALSE, FALSE, 0 },
    { "12 V", FALSE, FALSE, 0 },
    { "", FALSE, FALSE, 0 },
    { "1e999", FALSE, FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_false (fl_level_command (fixture->level, numbers[i]));
  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_test_message ("%s", reports[i].text);
      fl_level_take_report (fixture->level, reports[i].text, FALSE);
      g_assert_cmpint (fl_level_get_has_report (fixture->level), ==, reports[i].is_read);
      g_assert_cmpint (fl_level_is_out_of_range (fixture->level), ==, reports[i].is_out);
      g_assert_cmpfloat (fl_level_get_reported (fixture->level), ==, reports[i].number);
      g_assert_cmpstr (fl_level_get_note (fixture->level), ==, reports[i].is_read ? NULL : "the device’s report cannot be read");
    }
  g_assert_cmpuint (fixture->sent->len, ==, 0);
}

static void
test_color (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const nonsense[] = { "red", "#ff80", "256,0,0", "1", "1,2,x", "{\"r\":1,\"g\":2}", "{\"r\":\"x\",\"g\":1,\"b\":1}", "" };
  g_autofree char *text = NULL;

  g_assert_false (fl_level_command (fixture->level, 0x1000000));
  g_assert_false (fl_level_command (fixture->level, 0.5));
  g_assert_true (fl_level_command (fixture->level, 0xff8000));
  g_assert_cmpstr (fixture->sent->pdata[0], ==, "c/c #ff8000");
  fl_level_take_report (fixture->level, "255,127,0", FALSE);
  g_assert_false (fl_level_get_pending (fixture->level));
  text = fl_level_dup_text (fixture->level, fl_level_get_reported (fixture->level));
  g_assert_cmpstr (text, ==, "#ff7f00");
  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      fl_level_take_report (fixture->level, nonsense[i], FALSE);
      g_assert_false (fl_level_get_has_report (fixture->level));
      g_assert_true (fl_level_get_needs_attention (fixture->level));
    }
  fl_level_take_report (fixture->level, "#00FF00", FALSE);
  g_assert_cmpfloat (fl_level_get_reported (fixture->level), ==, 0xff00);
  g_assert_cmpuint (fixture->sent->len, ==, 1);
}

/* Nothing reports: the broker's word is all there is, and says so. */
static void
test_without_report (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *text = fl_level_dup_text (fixture->level, 370);

  g_assert_cmpstr (text, ==, "370 mired");
  g_assert_true (fl_level_command (fixture->level, 370));
  g_assert_cmpstr (fixture->sent->pdata[0], ==, "c/t 370");
  g_assert_false (fl_level_get_pending (fixture->level));
  g_assert_nonnull (strstr (fl_level_get_note (fixture->level), "accepted by the broker"));
  fl_level_take_report (fixture->level, "370", FALSE);
  g_assert_false (fl_level_get_has_report (fixture->level));
}

static void
quit_cb (FlLevel    *level,
         GParamSpec *pspec,
         gpointer    user_data)
{
  if (!fl_level_get_pending (level))
    g_main_loop_quit (user_data);
}

/* By the machine's clock it goes on by itself. */
static void
test_by_itself (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  fl_level_set_clock (fixture->level, NULL, NULL);
  fl_level_set_limit_ms (fixture->level, 1);
  g_signal_connect (fixture->level, "notify::pending", G_CALLBACK (quit_cb), loop);
  fl_level_command (fixture->level, 1);
  fl_level_command (fixture->level, 2);
  g_main_loop_run (loop);
  g_assert_cmpuint (fixture->sent->len, ==, 2);
  g_assert_cmpstr (fl_level_get_note (fixture->level), ==, "not confirmed");
}

#define ADD(name, kind, function) \
  g_test_add ("/level/" name, Fixture, GUINT_TO_POINTER (kind), set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("confirmed", FL_ASPECT_BRIGHTNESS, test_confirmed);
  ADD ("ten-a-second", FL_ASPECT_BRIGHTNESS, test_ten_a_second);
  ADD ("late-reports", FL_ASPECT_BRIGHTNESS, test_late_reports);
  ADD ("contradicted", FL_ASPECT_BRIGHTNESS, test_contradicted);
  ADD ("not-confirmed", FL_ASPECT_BRIGHTNESS, test_not_confirmed);
  ADD ("failed", FL_ASPECT_BRIGHTNESS, test_failed);
  ADD ("stale-answer", FL_ASPECT_BRIGHTNESS, test_stale_answer);
  ADD ("unavailable", FL_ASPECT_BRIGHTNESS, test_unavailable);
  ADD ("nonsense", FL_ASPECT_BRIGHTNESS, test_nonsense);
  ADD ("color", FL_ASPECT_COLOR, test_color);
  ADD ("without-report", FL_ASPECT_COLOR_TEMPERATURE, test_without_report);
  ADD ("by-itself", FL_ASPECT_BRIGHTNESS, test_by_itself);
  return g_test_run ();
}
