/* Cards in as many columns as fit; a card never changes its column because another one grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* px; the gap is between columns and between the cards of a column. */
#define FL_CARD_LAYOUT_MIN_WIDTH 280
#define FL_CARD_LAYOUT_MAX_WIDTH 360
#define FL_CARD_LAYOUT_GAP 12

#define FL_TYPE_CARD_LAYOUT (fl_card_layout_get_type ())

/* How many columns a child takes. */
typedef enum
{
  FL_CARD_SPAN_ONE,
  FL_CARD_SPAN_TWO, /* where there are two */
  FL_CARD_SPAN_ALL  /* a line of its own, and the columns begin anew below it */
} FlCardSpan;

G_DECLARE_FINAL_TYPE (FlCardLayout, fl_card_layout, FL, CARD_LAYOUT, GtkLayoutManager)

GtkLayoutManager *fl_card_layout_new         (void) G_GNUC_WARN_UNUSED_RESULT;
guint             fl_card_layout_fit_columns (int    width,
                                              guint  n_cards,
                                              int   *column_width);

#define FL_TYPE_CARD_GRID (fl_card_grid_get_type ())

/* A container with that layout. */
G_DECLARE_FINAL_TYPE (FlCardGrid, fl_card_grid, FL, CARD_GRID, GtkWidget)

GtkWidget        *fl_card_grid_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void              fl_card_grid_set_span      (GtkWidget  *child,
                                              FlCardSpan  span);

G_END_DECLS
