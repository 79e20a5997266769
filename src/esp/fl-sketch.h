/* What a sketch for an ESP is made of, as far as its connection goes: board, clients, fingerprint, where Wi-Fi is up.
 *
 * Positions are those of fl-code; FL_CODE_NONE where there is none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-code.h"

G_BEGIN_DECLS

typedef enum
{
  FL_BOARD_UNKNOWN,
  FL_BOARD_ESP8266,
  FL_BOARD_ESP32,
  FL_BOARD_BOTH,    /* #ifdef ESP32 … #else */
} FlBoard;

/* A variable of a network client's class. */
typedef struct
{
  guint    type;       /* the class's name where it is declared */
  guint    name;
  gboolean is_secure;
  gboolean is_pointer;
  gboolean is_mqtt;    /* handed to an MQTT client */
  gboolean is_served;  /* somebody who came to a server of the sketch's own */
} FlSketchClient;

typedef struct
{
  const FlCode   *code;
  FlBoard         board;
  gboolean        is_whole;        /* has a setup(): what is missing is missing */
  gboolean        has_mqtt;        /* names the class of an MQTT library that is given a client */
  gboolean        has_own_network; /* names one that makes its own client */
  GArray         *clients;         /* of FlSketchClient */
  FlSketchClient *client;          /* the MQTT client's, else the first; NULL: none */
  guint           setup_open;      /* braces of setup() */
  guint           setup_close;
  guint           wifi_begin;      /* WiFi.begin */
  guint           wifi_ready;      /* the last token of the wait for the connection */
  guint           fingerprint;     /* a string or the brace of an array */
  char           *fingerprint_name; /* what it is called; NULL: nothing, or it is in the call */
} FlSketch;

FlSketch *fl_sketch_new         (const FlCode   *code) G_GNUC_WARN_UNUSED_RESULT;
void      fl_sketch_free        (FlSketch       *self);
gboolean  fl_sketch_is_plain    (const FlSketch *self,
                                 guint           client);
guint     fl_sketch_find_method (const FlSketch *self,
                                 const char     *name);
char     *fl_sketch_fingerprint (const FlSketch *self) G_GNUC_WARN_UNUSED_RESULT;
guint     fl_sketch_fingerprint_end (const FlSketch *self);
guint     fl_sketch_find_host   (const FlSketch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlSketch, fl_sketch_free)

G_END_DECLS
