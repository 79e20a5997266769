/* How long until a window has drawn its first frame: Fernlight's, or with BENCH_BARE an empty one of libadwaita's.
 *
 *   first-frame STARTED [ARGUMENT…]    STARTED: when the program was started, monotonic seconds; arguments go to the
 *                                      application; prints milliseconds and milliseconds of processor time
 *   first-frame stay                   the bare window stays until it is killed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <adwaita.h>

#include "bench/lines.h"
#ifndef BENCH_BARE
#include "crypto/fl-secret.h"
#include "mqtt/fl-link.h"
#include "ui/fl-application.h"
#include "ui/fl-ui.h"
#endif

static double started;

static void
after_paint_cb (GdkFrameClock *clock)
{
  double now = (double) g_get_monotonic_time () / G_USEC_PER_SEC;

  if (started <= 0)
    return;
  printf ("%.1f %.1f\n", (now - started) * 1000, cpu_seconds () * 1000);
  fflush (stdout);
  _Exit (0);
}

static void
realized_cb (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb), NULL);
}

static void
window_added_cb (GtkApplication *app,
                 GtkWindow      *window)
{
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    realized_cb (GTK_WIDGET (window));
  else
    g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
}

#ifdef BENCH_BARE
static void
activate_cb (GtkApplication *app)
{
  GtkWidget *window = adw_application_window_new (app);

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_present (GTK_WINDOW (window));
}
#endif

int
main (int    argc,
      char **argv)
{
  g_autoptr(GApplication) app = NULL;

  if (argc < 2)
    {
      fprintf (stderr, "usage: first-frame STARTED|stay [ARGUMENT…]\n");
      return 2;
    }
  started = g_ascii_strtod (argv[1], NULL);
#ifdef BENCH_BARE
  app = G_APPLICATION (adw_application_new ("io.github.fernlight.BenchBare", G_APPLICATION_DEFAULT_FLAGS));
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), NULL);
#else
  fl_link_scrub_environment ();
  fl_secret_init ();
  fl_ui_init ();
  app = G_APPLICATION (fl_application_new ());
#endif
  g_signal_connect (app, "window-added", G_CALLBACK (window_added_cb), NULL);
  return g_application_run (app, argc - 1, argv + 1);
}
