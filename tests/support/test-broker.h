/* A real mosquitto for C tests: TLS, one user, its log.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-demo-certs.h"
#include "demo/fl-fake-client.h"
#include "demo/fl-mosquitto.h"

G_BEGIN_DECLS

#define TEST_DEADLINE_US ((gint64) 60 * G_USEC_PER_SEC)
#define TEST_USERNAME "anna"

typedef struct
{
  FlDemoCerts *certs;
  FlMosquitto *broker;
  FlSecret    *password;
  GString     *log;
} TestBroker;

/* FALSE: mosquitto is not installed, and the test was marked as skipped. */
gboolean             test_broker_start    (TestBroker          *self);
void                 test_broker_stop     (TestBroker          *self);
/* Runs the main loop until the text is in the log. */
void                 test_broker_wait_log (TestBroker          *self,
                                           const char          *text);
/* To be completed by the caller. */
FlFakeClientOptions  test_broker_options  (TestBroker          *self);

/* Runs the main loop until a start is over: whether it succeeded. */
gboolean             test_start_mosquitto (FlMosquitto         *broker,
                                           GError             **error);

G_END_DECLS
