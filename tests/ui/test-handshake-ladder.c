/* fl-handshake-ladder: every message of the record, in its order, and nothing of the one before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-handshake-ladder.h"

#include "ui/fl-ladder-step.h"
#include "ui/fl-ui-test.h"

static const FlHandshakeMessage messages[] = {
  { TRUE,  FL_TLS_CONTENT_HANDSHAKE, 1, FALSE, "ClientHello", 517, 0 },
  { FALSE, FL_TLS_CONTENT_HANDSHAKE, 2, FALSE, "ServerHello", 122, 1210 },
};

static guint
count_steps (GtkWidget *widget)
{
  guint n = FL_IS_LADDER_STEP (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_steps (child);
  return n;
}

static void
test_steps (void)
{
  g_autoptr(FlHandshakeLadder) ladder = g_object_ref_sink (FL_HANDSHAKE_LADDER (fl_handshake_ladder_new ()));
  g_autoptr(FlHandshake) two = fl_handshake_new (messages, 2, 0, 1300, 517, 122);
  g_autoptr(FlHandshake) one = fl_handshake_new (messages, 1, 0, -1, 517, 0);
  GtkWidget *first;

  fl_handshake_ladder_set_handshake (ladder, two, "TLSv1.3", "broker.example");
  g_assert_cmpuint (count_steps (GTK_WIDGET (ladder)), ==, 2);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (ladder), GTK_TYPE_LABEL, "broker.example"));
  first = fl_ui_test_find (GTK_WIDGET (ladder), FL_TYPE_LADDER_STEP, NULL);
  g_assert_nonnull (fl_ui_test_find (first, GTK_TYPE_LABEL, "ClientHello"));
  fl_handshake_ladder_set_handshake (ladder, one, NULL, "x");
  g_assert_cmpuint (count_steps (GTK_WIDGET (ladder)), ==, 1);
  fl_handshake_ladder_set_handshake (ladder, NULL, NULL, "");
  g_assert_cmpuint (count_steps (GTK_WIDGET (ladder)), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/handshake-ladder/steps", test_steps);
  return g_test_run ();
}
