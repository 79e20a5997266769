/* What is sent and what a report says: words, numbers, colours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-aspect.h"

static const struct { const char *on, *off, *state_on, *state_off, *text; FlLedState state; } states[] = {
  { "ON", "OFF", NULL, NULL, "ON", FL_LED_STATE_ON },
  { "ON", "OFF", NULL, NULL, " off\n", FL_LED_STATE_OFF },
  { "ON", "OFF", NULL, NULL, "1", FL_LED_STATE_UNKNOWN },
  { "ON", "OFF", NULL, NULL, "", FL_LED_STATE_UNKNOWN },
  { "{\"state\":\"ON\"}", "{\"state\":\"OFF\"}", "ON", "OFF", "on", FL_LED_STATE_ON },
  { "{\"state\":\"ON\"}", "{\"state\":\"OFF\"}", "ON", "OFF", "{\"state\":\"ON\"}", FL_LED_STATE_UNKNOWN },
  { "ON", "OFF", FL_ASPECT_ANY_OTHER, "0", "0", FL_LED_STATE_OFF },
  { "ON", "OFF", FL_ASPECT_ANY_OTHER, "0", "128", FL_LED_STATE_ON },
  { "ON", "OFF", FL_ASPECT_ANY_OTHER, "0", "", FL_LED_STATE_UNKNOWN },
  { NULL, NULL, NULL, NULL, "ON", FL_LED_STATE_UNKNOWN },
};

static void
test_read_state (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      const FlAspect aspect = { .kind = FL_ASPECT_POWER, .on = states[i].on, .off = states[i].off,
                                .state_on = states[i].state_on, .state_off = states[i].state_off };

      g_test_message ("%s", states[i].text);
      g_assert_cmpint (fl_aspect_read_state (&aspect, states[i].text), ==, states[i].state);
    }
}

static const struct { const char *text; gboolean is_number; double number; } numbers[] = {
  { "128", TRUE, 128 }, { " 1.5e1 ", TRUE, 15 }, { "300", TRUE, 255 }, { "-4", TRUE, 1 }, { "", FALSE, 0 },
  { "0x10", FALSE, 0 }, { "nan", FALSE, 0 }, { "12 apples", FALSE, 0 }, { "1e999", FALSE, 0 },
};

static void
test_read_number (void)
{
  const FlAspect aspect = { .kind = FL_ASPECT_BRIGHTNESS, .minimum = 1, .maximum = 255 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      double number = 0;

      g_test_message ("%s", numbers[i].text);
      g_assert_cmpint (fl_aspect_read_number (&aspect, numbers[i].text, &number), ==, numbers[i].is_number);
      g_assert_cmpfloat (number, ==, numbers[i].number);
    }
}

static const struct { const char *text; gboolean is_color; FlAspectColor color; } colors[] = {
  /* as devices write them: white channels are passed over */
  { "#20FF8000", TRUE, { 255, 128, 0 } },
  { "#5FF8000", TRUE, { 255, 128, 0 } },
  { "FF800020", TRUE, { 255, 128, 0 } },
  { "FF80002010", TRUE, { 255, 128, 0 } },
  { "255,128,0,7", TRUE, { 255, 128, 0 } },
  { "255,128,0,7,8", TRUE, { 255, 128, 0 } },
  { "[255,128,0]", TRUE, { 255, 128, 0 } },
  { "rgb,255,128,0", TRUE, { 255, 128, 0 } },
  { "{\"red\":255,\"green\":128,\"blue\":0,\"white\":3}", TRUE, { 255, 128, 0 } },
  { "FF80002", FALSE, { 0 } },
  { "#FF80002010", FALSE, { 0 } },
  { "255,128,0,7,8,9", FALSE, { 0 } },
  { "255,128,0,x", FALSE, { 0 } },
  { "[255,128,0", FALSE, { 0 } },
  { "hsv,255,128,0", FALSE, { 0 } },
  { "255,128,0", TRUE, { 255, 128, 0 } },
  { "255, 128 ,0", TRUE, { 255, 128, 0 } },
  { "#FF8000", TRUE, { 255, 128, 0 } },
  { "ff8000", TRUE, { 255, 128, 0 } },
  { "{\"r\":255,\"g\":128,\"b\":0,\"w\":3}", TRUE, { 255, 128, 0 } },
  { "256,0,0", FALSE, { 0 } },
  { "-1,0,0", FALSE, { 0 } },
  { "1,2", FALSE, { 0 } },
  { "nan,0,0", FALSE, { 0 } },
  { "#12345", FALSE, { 0 } },
  { "{\"r\":\"255\",\"g\":128,\"b\":0}", FALSE, { 0 } },
  { "{\"h\":24.0,\"s\":100.0}", TRUE, { 255, 102, 0 } },
  { "{\"hue\":240,\"saturation\":100,\"x\":1}", TRUE, { 0, 0, 255 } },
  { "{\"x\":0.701,\"y\":0.299}", TRUE, { 255, 0, 0 } },
  { "{\"x\":0.7,\"y\":0.7}", FALSE, { 0 } },
  { "{\"x\":\"0.7\",\"y\":0.3}", FALSE, { 0 } },
  { "red", FALSE, { 0 } },
  { "", FALSE, { 0 } },
};

static void
test_read_color (void)
{
  const FlAspect aspect = { .kind = FL_ASPECT_COLOR };

  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    {
      FlAspectColor color = { 0 };

      g_test_message ("%s", colors[i].text);
      g_assert_cmpint (fl_aspect_read_color (&aspect, colors[i].text, &color), ==, colors[i].is_color);
      if (!colors[i].is_color)
        continue;
      g_assert_cmpuint (color.red, ==, colors[i].color.red);
      g_assert_cmpuint (color.green, ==, colors[i].color.green);
      g_assert_cmpuint (color.blue, ==, colors[i].color.blue);
    }
}

/* Two numbers are what the form writes. */
static void
test_read_pair (void)
{
  const FlAspect hs = { .kind = FL_ASPECT_COLOR, .command_form = "{h},{s}" };
  const FlAspect xy = { .kind = FL_ASPECT_COLOR, .command_form = "{x},{y}" };
  const FlAspect rgb = { .kind = FL_ASPECT_COLOR, .command_form = "{r},{g},{b}" };
  FlAspectColor color = { 0 };

  g_assert_true (fl_aspect_read_color (&hs, "120,100", &color));
  g_assert_cmpuint (color.green, ==, 255);
  g_assert_cmpuint (color.red + color.blue, ==, 0);
  g_assert_true (fl_aspect_read_color (&xy, "0.701,0.299", &color));
  g_assert_cmpuint (color.red, ==, 255);
  g_assert_false (fl_aspect_read_color (&xy, "120,100", &color));
  g_assert_false (fl_aspect_read_color (&rgb, "120,100", &color));
  g_assert_false (fl_aspect_read_color (&hs, "120,", &color));
  g_assert_false (fl_aspect_read_color (&hs, "inf,100", &color));
}

static void
test_build_pair (void)
{
  const FlAspect aspect = { .kind = FL_ASPECT_COLOR, .command_topic = "a", .command_form = "{\"h\":{h},\"s\":{s},\"x\":{x},\"y\":{y}}" };
  g_autofree char *filled = fl_aspect_build_color (&aspect, &(FlAspectColor) { 255, 0, 0 });

  g_assert_cmpstr (filled, ==, "{\"h\":0.0,\"s\":100.0,\"x\":0.7006,\"y\":0.2993}");
}

static void
test_build (void)
{
  const FlAspect power = { .kind = FL_ASPECT_POWER, .command_topic = "a", .on = "{\"on\":true}", .off = "OFF" };
  const FlAspect level = { .kind = FL_ASPECT_BRIGHTNESS, .command_topic = "a", .command_form = "{\"state\":\"ON\",\"brightness\":{n}}",
                           .minimum = 1, .maximum = 100 };
  const FlAspect exact = { .kind = FL_ASPECT_BRIGHTNESS, .command_topic = "a", .command_form = "{n}", .maximum = 1, .decimals = 2 };
  const FlAspect color = { .kind = FL_ASPECT_COLOR, .command_topic = "a", .command_form = "{\"c\":[{r},{g},{b}],\"x\":\"#{rrggbb}\"}" };
  const FlAspect mute = { .kind = FL_ASPECT_BRIGHTNESS, .state_topic = "a" };
  const FlAspectColor orange = { 255, 128, 0 };
  g_autofree char *on = fl_aspect_build_power (&power, TRUE);
  g_autofree char *off = fl_aspect_build_power (&power, FALSE);
  g_autofree char *number = fl_aspect_build_number (&level, 1000);
  g_autofree char *fraction = fl_aspect_build_number (&exact, 0.256);
  g_autofree char *filled = fl_aspect_build_color (&color, &orange);

  g_assert_cmpstr (on, ==, "{\"on\":true}");
  g_assert_cmpstr (off, ==, "OFF");
  g_assert_cmpstr (number, ==, "{\"state\":\"ON\",\"brightness\":100}");
  g_assert_cmpstr (fraction, ==, "0.26");
  g_assert_cmpstr (filled, ==, "{\"c\":[255,128,0],\"x\":\"#ff8000\"}");
  g_assert_null (fl_aspect_build_number (&mute, 5));
  g_assert_null (fl_aspect_build_color (&mute, &orange));
  g_assert_null (fl_aspect_build_power (&mute, TRUE));
}

static void
test_equal (void)
{
  const FlAspect a = { .kind = FL_ASPECT_POWER, .command_topic = "a", .on = "1", .off = "0", .minimum = 1 };
  FlAspect b = a;

  g_assert_true (fl_aspect_equal (&a, &b));
  b.off = "2";
  g_assert_false (fl_aspect_equal (&a, &b));
  b = a;
  b.target_topic = "b";
  g_assert_false (fl_aspect_equal (&a, &b));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aspect/read-state", test_read_state);
  g_test_add_func ("/aspect/read-number", test_read_number);
  g_test_add_func ("/aspect/read-color", test_read_color);
  g_test_add_func ("/aspect/read-pair", test_read_pair);
  g_test_add_func ("/aspect/build", test_build);
  g_test_add_func ("/aspect/build-pair", test_build_pair);
  g_test_add_func ("/aspect/equal", test_equal);
  return g_test_run ();
}
