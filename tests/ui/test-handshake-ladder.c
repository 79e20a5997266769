/* fl-handshake-ladder: every message of the record, in its order, and nothing of the one before; the keys walk over it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-handshake-ladder.h"

#include "support/fl-test-report.h"
#include "tls/fl-handshake-svg.h"
#include "ui/fl-ladder-step.h"
#include "ui/fl-ui-test.h"

#include <glib/gstdio.h>

static guint
count_steps (GtkWidget *widget)
{
  guint n = FL_IS_LADDER_STEP (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_steps (child);
  return n;
}

/* A handshake that was over after three messages, and a ticket. */
static FlTlsReport *
make_report (int      reason,
             guint    n_left_out,
             gboolean probed)
{
  static const FlHandshakeMessage messages[] = {
    { TRUE,  FL_TLS_CONTENT_HANDSHAKE, 1, FALSE, "ClientHello", 517, 0, FALSE },
    { FALSE, FL_TLS_CONTENT_HANDSHAKE, 2, FALSE, "ServerHello", 122, 1210, FALSE },
    { TRUE,  FL_TLS_CONTENT_HANDSHAKE, 20, FALSE, "Finished", 52, 1250, TRUE },
    { FALSE, FL_TLS_CONTENT_HANDSHAKE, 4, FALSE, "NewSessionTicket", 217, 1900, TRUE },
  };
  g_autoptr(FlHandshake) handshake = fl_handshake_new (messages, reason < 0 ? 4 : 2, n_left_out, reason < 0 ? 1300 : -1, 517, 122);

  return fl_test_report_new (&(FlTestReport) {
    .host = "broker.example", .reason = reason, .remark = -1, .handshake = handshake, .probed = probed });
}

static GtkWidget *
get_step (GtkWidget *ladder,
          guint      number)
{
  GtkWidget *step = fl_ui_test_find (ladder, FL_TYPE_LADDER_STEP, NULL);

  while (number-- > 0)
    step = gtk_widget_get_next_sibling (step);
  return step;
}

static void
test_steps (void)
{
  g_autoptr(FlHandshakeLadder) ladder = g_object_ref_sink (FL_HANDSHAKE_LADDER (fl_handshake_ladder_new ()));
  g_autoptr(FlTlsReport) good = make_report (-1, 0, FALSE);
  g_autoptr(FlTlsReport) refused = make_report (FL_REASON_EXPIRED, 7, TRUE);
  GtkWidget *widget = GTK_WIDGET (ladder);

  fl_handshake_ladder_set_report (ladder, good);
  g_assert_cmpuint (count_steps (widget), ==, 5);
  g_assert_nonnull (fl_ui_test_find (widget, GTK_TYPE_LABEL, "broker.example"));
  g_assert_nonnull (fl_ui_test_find (widget, GTK_TYPE_LABEL, "Seen on the connection that carries your data."));
  g_assert_nonnull (fl_ui_test_find (get_step (widget, 0), GTK_TYPE_LABEL, "ClientHello"));
  /* The end stands between the handshake and what came after it. */
  g_assert_nonnull (fl_ui_test_find (get_step (widget, 3), GTK_TYPE_LABEL, "The handshake is over: all that follows is encrypted."));
  g_assert_nonnull (fl_ui_test_find (get_step (widget, 4), GTK_TYPE_LABEL, "NewSessionTicket"));

  fl_handshake_ladder_set_report (ladder, refused);
  g_assert_cmpuint (count_steps (widget), ==, 3);
  g_assert_nonnull (fl_ui_test_find (widget, GTK_TYPE_LABEL, "Seen on a probe: a connection made only to look."));
  g_assert_nonnull (fl_ui_test_find (get_step (widget, 2), GTK_TYPE_LABEL, "The broker is not trusted."));
  g_assert_nonnull (fl_ui_test_find (get_step (widget, 2), GTK_TYPE_LABEL, "7 more messages came and were not kept"));

  fl_handshake_ladder_set_report (ladder, NULL);
  g_assert_cmpuint (count_steps (widget), ==, 0);
}

static gboolean
is_over (gpointer ladder)
{
  return fl_ui_test_find (ladder, GTK_TYPE_BUTTON, "Exported") != NULL
         || fl_ui_test_find (ladder, GTK_TYPE_BUTTON, "Export failed") != NULL;
}

/* What is in the file is the picture of what is shown; another report has not been exported yet. */
static void
test_export (void)
{
  g_autoptr(FlHandshakeLadder) ladder = g_object_ref_sink (FL_HANDSHAKE_LADDER (fl_handshake_ladder_new ()));
  g_autoptr(FlTlsReport) report = make_report (-1, 0, FALSE);
  g_autofree char *folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "handshake.svg", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "file", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFile) none = g_file_new_for_path (nowhere);
  g_autofree char *content = NULL;
  g_autofree char *expected = fl_handshake_to_svg (report);

  fl_handshake_ladder_set_report (ladder, report);
  fl_handshake_ladder_export (ladder, file);
  g_assert_true (fl_ui_test_wait (is_over, ladder, 60));
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
  fl_handshake_ladder_set_report (ladder, report);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (ladder), GTK_TYPE_BUTTON, "Export SVG…"));
  fl_handshake_ladder_export (ladder, none);
  g_assert_true (fl_ui_test_wait (is_over, ladder, 60));
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (ladder), GTK_TYPE_BUTTON, "Export failed"));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static gboolean
has_focus (gpointer step)
{
  return gtk_widget_is_focus (step);
}

static void
move (GtkWidget       *list,
      GtkMovementStep  step,
      int              count)
{
  g_signal_emit_by_name (list, "move-cursor", step, count, FALSE, FALSE);
}

/* What the arrow keys, Home and End are bound to in a list. */
static void
test_keyboard (void)
{
  GtkWidget *window = gtk_window_new ();
  FlHandshakeLadder *ladder = FL_HANDSHAKE_LADDER (fl_handshake_ladder_new ());
  GtkWidget *widget = GTK_WIDGET (ladder);
  g_autoptr(FlTlsReport) report = make_report (-1, 0, FALSE);
  GtkWidget *list;

  fl_handshake_ladder_set_report (ladder, report);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  list = gtk_widget_get_parent (get_step (widget, 0));
  gtk_widget_grab_focus (get_step (widget, 0));
  g_assert_true (fl_ui_test_wait (has_focus, get_step (widget, 0), 60));
  for (guint i = 1; i < 5; i++)
    {
      move (list, GTK_MOVEMENT_DISPLAY_LINES, 1);
      g_assert_true (has_focus (get_step (widget, i)));
    }
  move (list, GTK_MOVEMENT_DISPLAY_LINES, -1);
  g_assert_true (has_focus (get_step (widget, 3)));
  move (list, GTK_MOVEMENT_BUFFER_ENDS, -1);
  g_assert_true (has_focus (get_step (widget, 0)));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/handshake-ladder/steps", test_steps);
  g_test_add_func ("/handshake-ladder/export", test_export);
  g_test_add_func ("/handshake-ladder/keyboard", test_keyboard);
  return g_test_run ();
}
