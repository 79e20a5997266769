/* The real mosquitto as a child, on a free port of this computer, with everything it reads in memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <sys/types.h>

#include <gio/gio.h>

#include "crypto/fl-secret.h"

G_BEGIN_DECLS

#define FL_MOSQUITTO_ERROR (fl_mosquitto_error_quark ())

/**
 * FlMosquittoError:
 * @FL_MOSQUITTO_ERROR_MISSING: mosquitto is not installed; the message names the package
 * @FL_MOSQUITTO_ERROR_FAILED: it did not start; the message ends with what it said last
 * @FL_MOSQUITTO_ERROR_SILENT: it started, but its port did not answer in time
 */
typedef enum
{
  FL_MOSQUITTO_ERROR_MISSING,
  FL_MOSQUITTO_ERROR_FAILED,
  FL_MOSQUITTO_ERROR_SILENT,
} FlMosquittoError;

GQuark fl_mosquitto_error_quark (void);

/* The package that has it, for a button that copies the name. */
#define FL_MOSQUITTO_PACKAGE "mosquitto"

/**
 * FlMosquitto:
 *
 * Main thread only (the kernel kills the broker when the thread that spawned it ends).
 *
 * Properties to set before the start: "search-path" (folders separated by ':' to look for mosquitto in, or
 * %NULL for PATH and where distributions put it), "verbose" (log every packet; read the log then, or the broker
 * stops when the pipe is full), "first-port" (tried first, 0: any free one), "start-timeout" (seconds, 20).
 * Read-only: "port" (0 while not running), "running", "version" ("2.0.11"; %NULL before it ran).
 *
 * Signal "logged" (const char *line): a line of the broker's log, as valid UTF-8, without its end.
 */
#define FL_TYPE_MOSQUITTO (fl_mosquitto_get_type ())

G_DECLARE_FINAL_TYPE (FlMosquitto, fl_mosquitto, FL, MOSQUITTO, GObject)

char        *fl_mosquitto_find         (const char           *search_path) G_GNUC_WARN_UNUSED_RESULT;
FlMosquitto *fl_mosquitto_new          (GBytes               *certificate,
                                        FlSecret             *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean     fl_mosquitto_add_user     (FlMosquitto          *self,
                                        const char           *name,
                                        FlSecret             *password);
void         fl_mosquitto_start_async  (FlMosquitto          *self,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean     fl_mosquitto_start_finish (FlMosquitto          *self,
                                        GAsyncResult         *result,
                                        GError              **error);
void         fl_mosquitto_stop         (FlMosquitto          *self);
guint16      fl_mosquitto_get_port     (FlMosquitto          *self);
gboolean     fl_mosquitto_get_running  (FlMosquitto          *self);
const char  *fl_mosquitto_get_version  (FlMosquitto          *self);
pid_t        fl_mosquitto_get_pid      (FlMosquitto          *self);

G_END_DECLS
