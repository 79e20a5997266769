/* A colour in the three ways lights are told it: red, green and blue; hue and saturation; x and y of CIE 1931.
 *
 * The brightness is told apart: what comes from hue or x and y is as bright as it can be.
 *
 * Sources: Home Assistant, integration light.mqtt (hue 0…360, saturation 0…100); Philips Hue developer documentation, "Color
 * conversion formulas, RGB to XY and back" (wide gamut, D65), which Zigbee2MQTT and Home Assistant use too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-aspect.h"

G_BEGIN_DECLS

void      fl_color_to_hs   (const FlAspectColor *color,
                            double              *hue,
                            double              *saturation);
void      fl_color_from_hs (double               hue,
                            double               saturation,
                            FlAspectColor       *color);
void      fl_color_to_xy   (const FlAspectColor *color,
                            double              *x,
                            double              *y);
/* FALSE: there is no such colour. */
gboolean  fl_color_from_xy (double               x,
                            double               y,
                            FlAspectColor       *color);

G_END_DECLS
