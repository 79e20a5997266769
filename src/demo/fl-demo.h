/* The demo: a broker with a certificate of this minute, and three devices to look at, or one of every firmware.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "crypto/fl-secret.h"
#include "demo/fl-mosquitto.h"

G_BEGIN_DECLS

#define FL_DEMO_BASE_TOPIC "fernlight/home"
#define FL_DEMO_N_DEVICES 3
#define FL_DEMO_N_ALL 19

/* What a dashboard must find. */
typedef struct
{
  const char *device;    /* its name on the card */
  const char *led;       /* its LED, NULL: none */
  gboolean    encrypted; /* its payloads are Fernet tokens */
  gboolean    has_status;/* it says whether it is on line, and has a last will */
  gboolean    drops_off; /* now and then */
} FlDemoExpectation;

/**
 * FlDemo:
 *
 * Main thread only. The program that uses it calls fl_fake_device_process_main() first thing in main().
 *
 * Properties, read-only: "running" (turns %FALSE by itself when the broker ends), "url" (with port and base
 * topic, without a password; %NULL while not running).
 */
#define FL_TYPE_DEMO (fl_demo_get_type ())

G_DECLARE_FINAL_TYPE (FlDemo, fl_demo, FL, DEMO, GObject)

FlDemo                  *fl_demo_new              (void) G_GNUC_WARN_UNUSED_RESULT;
void                     fl_demo_set_all          (FlDemo               *self,
                                                   gboolean              all);
gboolean                 fl_demo_get_all          (FlDemo               *self);
void                     fl_demo_start_async      (FlDemo               *self,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean                 fl_demo_start_finish     (FlDemo               *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
void                     fl_demo_stop             (FlDemo               *self);
gboolean                 fl_demo_get_running      (FlDemo               *self);
const char              *fl_demo_get_url          (FlDemo               *self);
guint16                  fl_demo_get_port         (FlDemo               *self);
const char              *fl_demo_get_username     (FlDemo               *self);
FlSecret                *fl_demo_get_password     (FlDemo               *self);
FlSecret                *fl_demo_get_fernet_key   (FlDemo               *self);
GBytes                  *fl_demo_get_ca           (FlDemo               *self);
FlMosquitto             *fl_demo_get_broker       (FlDemo               *self);
const FlDemoExpectation *fl_demo_get_expectations (guint                *n);

G_END_DECLS
