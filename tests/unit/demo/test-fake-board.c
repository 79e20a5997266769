/* What all simulated firmwares share: faults, delays, measurements, names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "unit/demo/fl-board-rig.h"

#define SET "coffee/switch/set"
#define STATE "coffee/switch"

static void
test_faults (void)
{
  static const struct
  {
    FlFakeDeviceFault fault;
    gboolean          on;   /* after it was told ON */
    const char       *said; /* NULL: nothing */
  } rows[] = {
    { FL_FAKE_DEVICE_FAULT_NONE, TRUE, "ON" },
    { FL_FAKE_DEVICE_FAULT_SILENT, FALSE, NULL },
    { FL_FAKE_DEVICE_FAULT_CONTRADICT, FALSE, "OFF" },
    { FL_FAKE_DEVICE_FAULT_MUTE, TRUE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BoardRig rig;
      g_autofree char *said = NULL;

      board_rig_start (&rig, FL_FAKE_DEVICE_HA_SWITCH);
      rig.settings->fault = rows[i].fault;
      board_rig_tell (&rig, SET, "ON");
      said = board_rig_take (&rig, STATE);
      g_assert_cmpstr (said, ==, rows[i].said);
      g_assert_cmpint (rig.board->outputs[0].on, ==, rows[i].on);
      board_rig_end (&rig);
    }
}

static void
test_delay (void)
{
  BoardRig rig;
  gint64 next;
  g_autofree char *early = NULL;
  g_autofree char *late = NULL;

  board_rig_start (&rig, FL_FAKE_DEVICE_HA_SWITCH);
  rig.settings->delay_ms = 700;
  g_ptr_array_set_size (rig.said, 0);
  g_assert_true (fl_fake_board_receive (rig.board, SET, "ON", rig.now));
  next = fl_fake_board_tick (rig.board, rig.now + 699999);
  early = board_rig_take (&rig, STATE);
  g_assert_null (early);
  g_assert_cmpint (next, ==, rig.now + 700000);
  fl_fake_board_tick (rig.board, next);
  late = board_rig_take (&rig, STATE);
  g_assert_cmpstr (late, ==, "ON");
  board_rig_end (&rig);
}

/* Coming back it says how it is, and that only once. */
static void
test_greets_again (void)
{
  BoardRig rig;
  g_autofree char *state = NULL;
  g_autofree char *topics = NULL;

  board_rig_start (&rig, FL_FAKE_DEVICE_HA_SWITCH);
  g_assert_true (fl_fake_board_receive (rig.board, SET, "ON", rig.now));
  fl_fake_board_greet (rig.board, rig.now);
  state = board_rig_take (&rig, STATE);
  g_assert_cmpstr (state, ==, "ON");
  fl_fake_board_tick (rig.board, rig.now);
  topics = board_rig_topics (&rig);
  g_assert_cmpstr (topics, ==, "");
  board_rig_end (&rig);
}

static void
test_renamed (void)
{
  BoardRig rig;
  g_autofree char *document = NULL;

  board_rig_start (&rig, FL_FAKE_DEVICE_HA_SWITCH);
  g_free (rig.settings->title);
  rig.settings->title = g_strdup ("The \"big\" one");
  fl_fake_board_greet (rig.board, rig.now);
  document = board_rig_take (&rig, "homeassistant/switch/coffee/config");
  g_assert_true (g_str_has_prefix (document, "{\"name\":\"The \\\"big\\\" one\","));
  board_rig_end (&rig);
}

static void
test_measures (void)
{
  BoardRig rig;
  g_autofree char *now = NULL;
  g_autofree char *later = NULL;

  board_rig_start (&rig, FL_FAKE_DEVICE_HA_DEVICE);
  g_ptr_array_set_size (rig.said, 0);
  g_assert_cmpint (fl_fake_board_tick (rig.board, rig.now + 1), ==, rig.now + G_GINT64_CONSTANT (10000000));
  now = board_rig_take (&rig, "aquarium/water");
  g_assert_null (now);
  fl_fake_board_tick (rig.board, rig.now + G_GINT64_CONSTANT (150000000)); /* a quarter of its day */
  later = board_rig_take (&rig, "aquarium/water");
  g_assert_cmpstr (later, ==, "25.5");
  board_rig_end (&rig);
}

static void
test_words (void)
{
  g_assert_cmpint (fl_fake_power_from_word ("oN", "OFF", "ON", "TOGGLE"), ==, FL_FAKE_POWER_ON);
  g_assert_cmpint (fl_fake_power_from_word ("off", "OFF", "ON", "TOGGLE"), ==, FL_FAKE_POWER_OFF);
  g_assert_cmpint (fl_fake_power_from_word ("toggle", "OFF", "ON", "TOGGLE"), ==, FL_FAKE_POWER_TOGGLE);
  g_assert_cmpint (fl_fake_power_from_word ("", "OFF", "ON", "TOGGLE"), ==, FL_FAKE_POWER_KEEP);
  g_assert_null (fl_fake_parse_json ("[1]"));
  g_assert_null (fl_fake_parse_json ("{"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-board/faults", test_faults);
  g_test_add_func ("/demo/fake-board/delay", test_delay);
  g_test_add_func ("/demo/fake-board/greets-again", test_greets_again);
  g_test_add_func ("/demo/fake-board/renamed", test_renamed);
  g_test_add_func ("/demo/fake-board/measures", test_measures);
  g_test_add_func ("/demo/fake-board/words", test_words);
  return g_test_run ();
}
