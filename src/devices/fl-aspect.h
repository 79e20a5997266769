/* One side of an entity: what is sent to change it, where it reports, and how both are written.
 *
 * Pure data and pure functions: no network, no clock, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device-enums.h"

G_BEGIN_DECLS

typedef enum
{
  FL_ASPECT_POWER,             /* on and off */
  FL_ASPECT_BRIGHTNESS,        /* a number on the device's own scale: 1…255, 0…100 */
  FL_ASPECT_COLOR,             /* red, green, blue, 0…255 each */
  FL_ASPECT_COLOR_TEMPERATURE, /* mireds, or kelvin */
  FL_ASPECT_VALUE              /* what a sensor reads, and on and off of a binary sensor */
} FlAspectKind;

/* As state_on: whatever is not state_off is on ("0" is off, "128" is on). */
#define FL_ASPECT_ANY_OTHER "*"

/* In FlEntityFields of the one who makes it; in an FlEntity of the entity. Zero is a value nobody can
 * command and nothing reports. */
typedef struct
{
  FlAspectKind kind;
  const char *command_topic;  /* NULL: cannot be commanded */
  const char *command_form;   /* BRIGHTNESS, COLOR_TEMPERATURE: the payload with {n}; COLOR: with {r}, {g}, {b}, {rrggbb},
                                 {h} (0…360) and {s} (0…100), {x} and {y} (CIE 1931); everything else of it is sent as it
                                 is, also other braces */
  const char *on_topic;       /* POWER: where on goes; NULL: to the command topic, where off goes */
  const char *on;             /* POWER: the payloads of commands, literally (JSON, perhaps) */
  const char *off;
  const char *state_topic;    /* NULL: nothing reports; equal to command_topic: our own words come back */
  const char *state_template; /* what of the report counts: "{{ value_json.a.b }}" (fl-value-template); NULL: all of it */
  const char *state_on;       /* POWER, VALUE of binary sensors: the words of reports, without case; NULL: on and off */
  const char *state_off;
  const char *target_topic;   /* where the device repeats a command it has accepted (Homie 5: $target); or NULL */
  double minimum;             /* BRIGHTNESS, COLOR_TEMPERATURE; both 0: 0…255 for brightness, 153…500 for mireds, */
  double maximum;             /* 2000…6500 for kelvin */
  guint decimals;             /* digits after the point of {n} */
  gboolean kelvin;            /* COLOR_TEMPERATURE: not mireds */
} FlAspect;

typedef struct
{
  guint8 red, green, blue;
} FlAspectColor;

/* What a report says. text: what the template made of it. */
FlLedState  fl_aspect_read_state   (const FlAspect      *self,
                                    const char          *text);
gboolean    fl_aspect_read_number  (const FlAspect      *self,
                                    const char          *text,
                                    double              *number);
gboolean    fl_aspect_read_color   (const FlAspect      *self,
                                    const char          *text,
                                    FlAspectColor       *color);
/* What is sent, not yet encrypted. NULL: it cannot be commanded so. */
char       *fl_aspect_build_power  (const FlAspect      *self,
                                    gboolean             on) G_GNUC_WARN_UNUSED_RESULT;
char       *fl_aspect_build_number (const FlAspect      *self,
                                    double               number) G_GNUC_WARN_UNUSED_RESULT;
char       *fl_aspect_build_color  (const FlAspect      *self,
                                    const FlAspectColor *color) G_GNUC_WARN_UNUSED_RESULT;
gboolean    fl_aspect_equal        (const FlAspect      *a,
                                    const FlAspect      *b);

G_END_DECLS
