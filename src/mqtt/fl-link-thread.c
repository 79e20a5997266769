/* The one thread that calls Paho, for all links of the process.
 *
 * Paho holds its global mutex while it waits for a socket or calls back, so any MQTTAsync_* call may block for
 * seconds: here that delays other links a little, on the main thread it would freeze the window.
 * The thread is started by the first errand and lives as long as the process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-link-thread"

#include "mqtt/fl-link-thread.h"

typedef struct
{
  FlLinkThreadFunc function;
  gpointer         data;
} Errand;

static GMainContext *link_context;
static GThread *link_thread;

static gpointer
run_link_thread (gpointer data)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (link_context, FALSE);

  g_main_context_push_thread_default (link_context);
  g_main_loop_run (loop);
  return NULL;
}

static gboolean
run_errand (gpointer user_data)
{
  const Errand *errand = user_data;

  errand->function (errand->data);
  return G_SOURCE_REMOVE;
}

static void
start_once (void)
{
  static gsize started;

  if (!g_once_init_enter (&started))
    return;
  link_context = g_main_context_new ();
  link_thread = g_thread_new ("fernlight-link", run_link_thread, NULL);
  g_once_init_leave (&started, 1);
}

/**
 * fl_link_thread_invoke:
 * @function: to be called once, on the link thread
 * @data: what it is called with; it owns it
 *
 * Errands run one after another in the order they were given. Any thread; never waits.
 */
void
fl_link_thread_invoke (FlLinkThreadFunc function,
                       gpointer         data)
{
  g_autoptr(GSource) source = NULL;
  Errand *errand;

  g_return_if_fail (function != NULL);

  start_once ();
  errand = g_new (Errand, 1);
  *errand = (Errand) { function, data };
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, run_errand, errand, g_free);
  g_source_attach (source, link_context);
}

/** fl_link_thread_is_current: whether the caller runs on the link thread. */
gboolean
fl_link_thread_is_current (void)
{
  start_once ();
  return g_thread_self () == link_thread;
}
