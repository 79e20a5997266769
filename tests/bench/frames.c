/* What drawing costs while messages rush in: a session's tab in a window that is drawn without a pause.
 *
 *   frames PORT CA-FILE KEY-FILE PAGE SECONDS N-TOPICS
 *
 * On line it prints "idle"; after SECONDS "busy", and waits until there are N-TOPICS; after SECONDS more
 * it prints on one line, in milliseconds by the clock and then by the thread's processor time: p99 of a frame's work
 * idle, and busy; the longest time between two polls of the main loop while busy; and messages a second.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <adwaita.h>

#include "bench/lines.h"
#include "crypto/fl-secret.h"
#include "ui/fl-session-view.h"
#include "ui/fl-ui.h"

typedef struct
{
  FlSessionView *view;
  double         seconds;
  guint          n_topics;
  GArray        *frames;     /* of this phase, ms */
  GArray        *frames_cpu;
  double         frame_begin, frame_begin_cpu;
  double         idle_p99, idle_p99_cpu;
  guint64        n_before;
  double         busy_since;
} Frames;

/* Between two polls; the poll function has no data of its own. */
static double poll_ended, poll_ended_cpu;
static double longest, longest_cpu;

static double
now_ms (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static int
timed_poll (GPollFD *fds,
            guint    n_fds,
            int      timeout)
{
  int result;

  if (poll_ended > 0)
    {
      longest = MAX (longest, now_ms () - poll_ended);
      longest_cpu = MAX (longest_cpu, thread_ms () - poll_ended_cpu);
    }
  result = g_poll (fds, n_fds, timeout);
  poll_ended = now_ms ();
  poll_ended_cpu = thread_ms ();
  return result;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Frames        *self)
{
  self->frame_begin = now_ms ();
  self->frame_begin_cpu = thread_ms ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Frames        *self)
{
  double taken = now_ms () - self->frame_begin;
  double taken_cpu = thread_ms () - self->frame_begin_cpu;

  g_array_append_val (self->frames, taken);
  g_array_append_val (self->frames_cpu, taken_cpu);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

static double
take_p99 (GArray *frames)
{
  double p99;

  if (frames->len == 0)
    g_error ("no frame was drawn");
  g_array_sort (frames, compare_doubles);
  p99 = g_array_index (frames, double, (frames->len * 99 - 1) / 100);
  g_array_set_size (frames, 0);
  return p99;
}

static gboolean
busy_is_over_cb (gpointer user_data)
{
  Frames *self = user_data;
  guint64 n = fl_session_get_n_messages (fl_session_view_get_session (self->view)) - self->n_before;

  printf ("%.2f %.2f %.2f %.2f %.1f %.1f %.0f\n", self->idle_p99, self->idle_p99_cpu,
          take_p99 (self->frames), take_p99 (self->frames_cpu), longest, longest_cpu,
          (double) n / ((now_ms () - self->busy_since) / 1000));
  fflush (stdout);
  _Exit (0);
}

/* The second in which the topics appear is not measured: what is asked about is their messages. */
static gboolean
all_there_cb (gpointer user_data)
{
  Frames *self = user_data;
  FlSession *session = fl_session_view_get_session (self->view);

  if (fl_topic_tree_get_n_topics (fl_session_get_tree (session)) < self->n_topics)
    return G_SOURCE_CONTINUE;
  g_array_set_size (self->frames, 0);
  g_array_set_size (self->frames_cpu, 0);
  longest = longest_cpu = 0;
  self->n_before = fl_session_get_n_messages (session);
  self->busy_since = now_ms ();
  g_timeout_add ((guint) (self->seconds * 1000), busy_is_over_cb, self);
  return G_SOURCE_REMOVE;
}

static gboolean
idle_is_over_cb (gpointer user_data)
{
  Frames *self = user_data;

  self->idle_p99 = take_p99 (self->frames);
  self->idle_p99_cpu = take_p99 (self->frames_cpu);
  puts ("busy");
  fflush (stdout);
  g_timeout_add (1000, all_there_cb, self);
  return G_SOURCE_REMOVE;
}

static gboolean
online_cb (gpointer user_data)
{
  Frames *self = user_data;
  FlSession *session = fl_session_view_get_session (self->view);

  if (session == NULL || fl_session_get_state (session) != FL_SESSION_STATE_ONLINE)
    return G_SOURCE_CONTINUE;
  puts ("idle");
  fflush (stdout);
  g_array_set_size (self->frames, 0);
  g_array_set_size (self->frames_cpu, 0);
  g_timeout_add ((guint) (self->seconds * 1000), idle_is_over_cb, self);
  return G_SOURCE_REMOVE;
}

static char *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  return text;
}

static FlSessionView *
open_view (guint16     port,
           const char *ca_file,
           const char *key_file,
           const char *page)
{
  g_autofree char *ca_pem = read_file (ca_file);
  g_autofree char *key_text = g_strchomp (read_file (key_file));
  g_autoptr(FlSecret) keys = fl_secret_new (key_text, strlen (key_text));
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
  g_autoptr(FlBrokerSecrets) secrets = fl_broker_secrets_with (none, FL_SECRET_KIND_FERNET_KEYS, keys);
  g_autoptr(FlBroker) broker = fl_broker_new ("127.0.0.1", port);
  FlSessionView *view = fl_session_view_new (broker, NULL, NULL);

  g_object_set (broker, "name", "Bench", "base-topic", "bench", "ca-pem", ca_pem, "tls-seen", TRUE, "qos", 0, NULL);
  fl_broker_set_trust_way (broker, FL_TRUST_CA);
  fl_session_view_open_with_secrets (view, secrets);
  fl_session_view_show_page (view, page);
  return view;
}

int
main (int    argc,
      char **argv)
{
  Frames self = { 0 };
  GdkFrameClock *clock;
  GtkWidget *window;

  if (argc != 7)
    {
      fprintf (stderr, "usage: frames PORT CA-FILE KEY-FILE PAGE SECONDS N-TOPICS\n");
      return 2;
    }
  fl_secret_init ();
  fl_ui_init ();
  adw_init ();
  g_main_context_set_poll_func (NULL, timed_poll);
  self.seconds = g_ascii_strtod (argv[5], NULL);
  self.n_topics = (guint) atoi (argv[6]);
  self.frames = g_array_new (FALSE, FALSE, sizeof (double));
  self.frames_cpu = g_array_new (FALSE, FALSE, sizeof (double));
  self.view = open_view ((guint16) atoi (argv[1]), argv[2], argv[3], argv[4]);
  window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (self.view));
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &self);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &self);
  gdk_frame_clock_begin_updating (clock);
  g_timeout_add (50, online_cb, &self);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}
