/* A colour in the three ways lights are told it: red, green and blue; hue and saturation; x and y of CIE 1931.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-color"

#include "devices/fl-color.h"

#include <math.h>

#define WHITE_X 0.3227
#define WHITE_Y 0.3290

static guint8
to_channel (double value)
{
  return (guint8) lrint (CLAMP (value, 0, 1) * 255);
}

void
fl_color_to_hs (const FlAspectColor *color,
                double              *hue,
                double              *saturation)
{
  double red = color->red / 255.0;
  double green = color->green / 255.0;
  double blue = color->blue / 255.0;
  double most = MAX (red, MAX (green, blue));
  double range = most - MIN (red, MIN (green, blue));
  double sector;

  *hue = 0;
  *saturation = most > 0 ? 100 * range / most : 0;
  if (!(range > 0))
    return;
  if (color->red >= color->green && color->red >= color->blue)
    sector = (green - blue) / range;
  else if (color->green >= color->blue)
    sector = 2 + (blue - red) / range;
  else
    sector = 4 + (red - green) / range;
  *hue = 60 * (sector < 0 ? sector + 6 : sector);
}

void
fl_color_from_hs (double         hue,
                  double         saturation,
                  FlAspectColor *color)
{
  double sector = fmod (hue, 360) / 60;
  double least = 1 - CLAMP (saturation, 0, 100) / 100;
  double channels[3];

  if (sector < 0)
    sector += 6;
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      /* How far from its own sector (0, 2, 4), around the circle. */
      double distance = fabs (sector - 2 * i);

      distance = MIN (distance, 6 - distance);
      channels[i] = least + (1 - least) * CLAMP (2 - distance, 0, 1);
    }
  *color = (FlAspectColor) { to_channel (channels[0]), to_channel (channels[1]), to_channel (channels[2]) };
}

static double
to_linear (guint8 channel)
{
  double value = channel / 255.0;

  return value > 0.04045 ? pow ((value + 0.055) / 1.055, 2.4) : value / 12.92;
}

static double
from_linear (double value)
{
  return value <= 0.0031308 ? 12.92 * value : 1.055 * pow (value, 1 / 2.4) - 0.055;
}

/* Black has no place there; it is given that of white. */
void
fl_color_to_xy (const FlAspectColor *color,
                double              *x,
                double              *y)
{
  double red = to_linear (color->red);
  double green = to_linear (color->green);
  double blue = to_linear (color->blue);
  double big_x = red * 0.664511 + green * 0.154324 + blue * 0.162028;
  double big_y = red * 0.283881 + green * 0.668433 + blue * 0.047685;
  double big_z = red * 0.000088 + green * 0.072310 + blue * 0.986039;
  double sum = big_x + big_y + big_z;

  *x = sum > 0 ? big_x / sum : WHITE_X;
  *y = sum > 0 ? big_y / sum : WHITE_Y;
}

gboolean
fl_color_from_xy (double         x,
                  double         y,
                  FlAspectColor *color)
{
  double big_x;
  double big_z;
  double channels[3];
  double most = 0;

  if (!(x >= 0 && x <= 1 && y > 0 && y <= 1 && x + y <= 1))
    return FALSE;
  big_x = x / y;
  big_z = (1 - x - y) / y;
  channels[0] = big_x * 1.656492 - 0.354851 - big_z * 0.255038;
  channels[1] = big_x * -0.707196 + 1.655397 + big_z * 0.036152;
  channels[2] = big_x * 0.051713 - 0.121364 + big_z * 1.011530;
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    most = MAX (most, channels[i]);
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    channels[i] = most > 0 ? from_linear (MAX (channels[i], 0) / most) : 0;
  *color = (FlAspectColor) { to_channel (channels[0]), to_channel (channels[1]), to_channel (channels[2]) };
  return TRUE;
}
