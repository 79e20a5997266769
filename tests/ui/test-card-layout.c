/* fl-card-layout: columns that fill the window, cards that keep their column.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-card-layout.h"
#include "ui/fl-ui-test.h"

static const struct { int width; guint n_cards, n_columns; int column_width; } fits[] = {
  { 200, 5, 1, 200 }, { 280, 5, 1, 280 }, { 571, 5, 1, 360 }, { 572, 5, 2, 280 }, { 684, 5, 2, 336 }, { 964, 9, 3, 313 },
  { 2524, 50, 8, 305 }, { 964, 2, 2, 360 }, { 964, 1, 1, 360 }, { 964, 0, 1, 360 },
};

static void
test_fit_columns (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fits); i++)
    {
      int column_width;

      g_assert_cmpuint (fl_card_layout_fit_columns (fits[i].width, fits[i].n_cards, &column_width), ==, fits[i].n_columns);
      g_assert_cmpint (column_width, ==, fits[i].column_width);
    }
}

static void
check_place (GtkWidget *grid,
             GtkWidget *card,
             double     x,
             double     y)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (card, grid, &bounds));
  g_assert_cmpfloat (bounds.origin.x, ==, x);
  g_assert_cmpfloat (bounds.origin.y, ==, y);
}

static void
test_places (void)
{
  g_autoptr(GtkWidget) grid = g_object_ref_sink (fl_card_grid_new ());
  GtkWidget *cards[4];
  int height;

  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      cards[i] = gtk_label_new (NULL);
      gtk_widget_set_size_request (cards[i], -1, 100 * (int) (i + 1));
      gtk_widget_set_parent (cards[i], grid);
    }
  gtk_widget_measure (grid, GTK_ORIENTATION_VERTICAL, 600, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, ==, 200 + FL_CARD_LAYOUT_GAP + 400);
  gtk_widget_size_allocate (grid, &(GtkAllocation) { 0, 0, 600, height }, -1);
  check_place (grid, cards[0], 0, 0);
  check_place (grid, cards[1], 306, 0);
  check_place (grid, cards[2], 0, 100 + FL_CARD_LAYOUT_GAP);
  check_place (grid, cards[3], 306, 200 + FL_CARD_LAYOUT_GAP);

  /* One grows: it pushes its own column only. */
  gtk_widget_set_size_request (cards[0], -1, 150);
  gtk_widget_measure (grid, GTK_ORIENTATION_VERTICAL, 600, &height, NULL, NULL, NULL);
  gtk_widget_size_allocate (grid, &(GtkAllocation) { 0, 0, 600, height }, -1);
  check_place (grid, cards[2], 0, 150 + FL_CARD_LAYOUT_GAP);
  check_place (grid, cards[3], 306, 200 + FL_CARD_LAYOUT_GAP);
}

static void
test_right_to_left (void)
{
  g_autoptr(GtkWidget) grid = g_object_ref_sink (fl_card_grid_new ());
  GtkWidget *cards[2];

  gtk_widget_set_direction (grid, GTK_TEXT_DIR_RTL);
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      cards[i] = gtk_label_new (NULL);
      gtk_widget_set_parent (cards[i], grid);
    }
  gtk_widget_measure (grid, GTK_ORIENTATION_VERTICAL, 600, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (grid, &(GtkAllocation) { 0, 0, 600, 100 }, -1);
  check_place (grid, cards[0], 306, 0);
  check_place (grid, cards[1], 0, 0);
}

/* A wide card takes two columns, a heading a line of its own; after it the columns begin anew. */
static void
test_spans (void)
{
  static const struct { FlCardSpan span; double x, y; int width; } places[] = {
    { FL_CARD_SPAN_ALL, 0, 0, 600 }, { FL_CARD_SPAN_ONE, 0, 62, 294 }, { FL_CARD_SPAN_TWO, 0, 124, 600 },
    { FL_CARD_SPAN_ONE, 0, 186, 294 }, { FL_CARD_SPAN_ALL, 0, 248, 600 }, { FL_CARD_SPAN_ONE, 0, 310, 294 },
    { FL_CARD_SPAN_ONE, 306, 310, 294 },
  };
  g_autoptr(GtkWidget) grid = g_object_ref_sink (fl_card_grid_new ());
  GtkWidget *cards[G_N_ELEMENTS (places)];

  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      cards[i] = gtk_label_new (NULL);
      gtk_widget_set_size_request (cards[i], -1, 50);
      fl_card_grid_set_span (cards[i], places[i].span);
      gtk_widget_set_parent (cards[i], grid);
    }
  gtk_widget_measure (grid, GTK_ORIENTATION_VERTICAL, 600, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (grid, &(GtkAllocation) { 0, 0, 600, 400 }, -1);
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      check_place (grid, cards[i], places[i].x, places[i].y);
      g_assert_cmpint (gtk_widget_get_width (cards[i]), ==, places[i].width);
    }
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/card-layout/fit-columns", test_fit_columns);
  g_test_add_func ("/card-layout/places", test_places);
  g_test_add_func ("/card-layout/right-to-left", test_right_to_left);
  g_test_add_func ("/card-layout/spans", test_spans);
  return g_test_run ();
}
