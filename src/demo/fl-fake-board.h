/* What is the same in all simulated firmwares: outputs that are switched, faults, delays, a day of measurements.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <json-glib/json-glib.h>

#include "demo/fl-fake-device-settings.h"

G_BEGIN_DECLS

#define FL_FAKE_BOARD_MAX_OUTPUTS 2

typedef struct _FlFakeBoard FlFakeBoard;

/* What the device wants published. */
typedef void (*FlFakeDeviceSendFunc) (const char *topic,
                                      const char *payload,
                                      size_t      n,
                                      int         qos,
                                      gboolean    retained,
                                      gpointer    user_data);

typedef enum
{
  FL_FAKE_POWER_KEEP,
  FL_FAKE_POWER_OFF,
  FL_FAKE_POWER_ON,
  FL_FAKE_POWER_TOGGLE,
} FlFakePower;

/* What somebody wants of an output. Nothing: { FL_FAKE_POWER_KEEP, -1, FALSE, { 0 } }. */
typedef struct
{
  FlFakePower power;
  int         brightness; /* 1 to 255; −1: as it is */
  gboolean    has_color;
  guint8      color[3];   /* red, green, blue */
} FlFakeOrder;

typedef struct
{
  gboolean on;
  guint8   brightness; /* 1 to 255 */
  guint8   color[3];
  gint64   report_at;  /* real µs; 0: nothing to report */
} FlFakeOutput;

/**
 * FlFakeFirmware:
 * @n_outputs: how many it switches
 * @offline: what the broker says when it is gone, on the topic of @dup_will_topic
 * @add_filters: what it subscribes to; takes the strings
 * @announce: all it says of itself when it has connected, and that it is here
 * @report: how an output is
 * @measure: %NULL: it measures nothing
 * @obey: returns whether it was a command or question it knows
 */
typedef struct
{
  guint      n_outputs;
  const char *offline;
  char     *(*dup_will_topic) (FlFakeBoard *board);
  void      (*add_filters)    (FlFakeBoard *board,
                               GPtrArray   *filters);
  void      (*announce)       (FlFakeBoard *board);
  void      (*report)         (FlFakeBoard *board,
                               guint        output);
  void      (*measure)        (FlFakeBoard *board);
  gboolean  (*obey)           (FlFakeBoard *board,
                               const char  *topic,
                               const char  *payload);
} FlFakeFirmware;

/* Read by firmwares, written by nobody but the board. */
struct _FlFakeBoard
{
  FlFakeDeviceSettings *settings; /* borrowed */
  const FlFakeFirmware *firmware;
  FlFakeDeviceSendFunc  func;
  gpointer              user_data;
  FlFakeOutput          outputs[FL_FAKE_BOARD_MAX_OUTPUTS];
  gint64                now;        /* real µs */
  gint64                started_at; /* real µs */
  gint64                measure_at; /* real µs */
};

FlFakeBoard *fl_fake_board_new        (FlFakeDeviceSettings *settings,
                                       const FlFakeFirmware *firmware,
                                       FlFakeDeviceSendFunc  func,
                                       gpointer              user_data) G_GNUC_WARN_UNUSED_RESULT;
void         fl_fake_board_greet      (FlFakeBoard          *self,
                                       gint64                now);
gint64       fl_fake_board_tick       (FlFakeBoard          *self,
                                       gint64                now);
gboolean     fl_fake_board_receive    (FlFakeBoard          *self,
                                       const char           *topic,
                                       const char           *payload,
                                       gint64                now);
void         fl_fake_board_free       (FlFakeBoard          *self);

/* For firmwares. */
void         fl_fake_board_say        (FlFakeBoard          *self,
                                       int                   qos,
                                       gboolean              retained,
                                       const char           *payload,
                                       const char           *topic_format,
                                       ...) G_GNUC_PRINTF (5, 6);
gboolean     fl_fake_board_order      (FlFakeBoard          *self,
                                       guint                 output,
                                       const FlFakeOrder    *order);
void         fl_fake_board_ask        (FlFakeBoard          *self,
                                       guint                 output);
gboolean     fl_fake_board_is_mute    (FlFakeBoard          *self);
char        *fl_fake_board_dup_number (FlFakeBoard          *self,
                                       double                middle,
                                       double                swing,
                                       guint                 decimals) G_GNUC_WARN_UNUSED_RESULT;
char        *fl_fake_board_dup_mac    (FlFakeBoard          *self) G_GNUC_WARN_UNUSED_RESULT;
char        *fl_fake_quote            (const char           *text) G_GNUC_WARN_UNUSED_RESULT;
FlFakePower  fl_fake_power_from_word  (const char           *word,
                                       const char           *off,
                                       const char           *on,
                                       const char           *toggle);
gboolean     fl_fake_order_read_json  (FlFakeOrder          *order,
                                       JsonObject           *object);
JsonObject  *fl_fake_parse_json       (const char           *payload) G_GNUC_WARN_UNUSED_RESULT;
char        *fl_fake_light_to_json    (const FlFakeOutput   *output) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlFakeBoard, fl_fake_board_free)

G_END_DECLS
