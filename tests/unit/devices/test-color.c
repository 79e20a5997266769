/* Colours: known ones in all three ways, and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-color.h"

#include <math.h>
#include <stdlib.h>

static const struct { FlAspectColor color; double hue, saturation; } cases[] = {
  { { 255, 0, 0 }, 0, 100 },
  { { 255, 255, 0 }, 60, 100 },
  { { 0, 255, 0 }, 120, 100 },
  { { 0, 255, 255 }, 180, 100 },
  { { 0, 0, 255 }, 240, 100 },
  { { 255, 0, 255 }, 300, 100 },
  { { 255, 255, 255 }, 0, 0 },
  { { 255, 102, 0 }, 24, 100 }, /* what Home Assistant's documentation sends for h 24 */
  { { 255, 128, 128 }, 0, 49.8 },
};

static gboolean
is_near (guint8 a,
         guint8 b)
{
  return abs (a - b) <= 2;
}

static void
test_hs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double hue;
      double saturation;
      FlAspectColor back;

      fl_color_to_hs (&cases[i].color, &hue, &saturation);
      g_assert_cmpfloat_with_epsilon (hue, cases[i].hue, 0.3);
      g_assert_cmpfloat_with_epsilon (saturation, cases[i].saturation, 0.1);
      fl_color_from_hs (cases[i].hue + 360, cases[i].saturation, &back);
      g_assert_true (is_near (back.red, cases[i].color.red));
      g_assert_true (is_near (back.green, cases[i].color.green));
      g_assert_true (is_near (back.blue, cases[i].color.blue));
    }
}

static void
test_xy (void)
{
  double x;
  double y;
  FlAspectColor back;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fl_color_to_xy (&cases[i].color, &x, &y);
      g_assert_true (fl_color_from_xy (x, y, &back));
      g_test_message ("%u %u %u: %g %g: %u %u %u", cases[i].color.red, cases[i].color.green, cases[i].color.blue, x, y, back.red, back.green, back.blue);
      g_assert_true (is_near (back.red, cases[i].color.red));
      g_assert_true (is_near (back.green, cases[i].color.green));
      g_assert_true (is_near (back.blue, cases[i].color.blue));
    }
  fl_color_to_xy (&(FlAspectColor) { 255, 0, 0 }, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 0.701, 0.002);
  g_assert_cmpfloat_with_epsilon (y, 0.299, 0.002);
  fl_color_to_xy (&(FlAspectColor) { 0, 0, 0 }, &x, &y);
  g_assert_true (fl_color_from_xy (x, y, &back));
}

static void
test_nonsense (void)
{
  FlAspectColor color;

  g_assert_false (fl_color_from_xy (0.3, 0, &color));
  g_assert_false (fl_color_from_xy (0.7, 0.7, &color));
  g_assert_false (fl_color_from_xy (-1, 0.5, &color));
  g_assert_false (fl_color_from_xy (NAN, 0.5, &color));
  fl_color_from_hs (-120, 1e9, &color);
  g_assert_cmpuint (color.blue, ==, 255);
  g_assert_cmpuint (color.red, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/color/hs", test_hs);
  g_test_add_func ("/color/xy", test_xy);
  g_test_add_func ("/color/nonsense", test_nonsense);
  return g_test_run ();
}
