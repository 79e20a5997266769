/* Cards in as many columns as fit; a card never changes its column because another one grows.
 *
 * Card i is in column i modulo the number of columns, under the one before it there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-card-layout"

#include "config.h"

#include "ui/fl-card-layout.h"

struct _FlCardLayout
{
  GtkLayoutManager parent_instance;
};

struct _FlCardGrid
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (FlCardLayout, fl_card_layout, GTK_TYPE_LAYOUT_MANAGER)
G_DEFINE_FINAL_TYPE (FlCardGrid, fl_card_grid, GTK_TYPE_WIDGET)

static guint
count_cards (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *card = gtk_widget_get_first_child (widget); card != NULL; card = gtk_widget_get_next_sibling (card))
    n += gtk_widget_should_layout (card);
  return n;
}

/* Places every card, or only measures, and returns the height of the highest column. */
static int
place_cards (GtkWidget *widget,
             int        width,
             gboolean   allocate)
{
  int column_width;
  const guint n_columns = fl_card_layout_fit_columns (width, count_cards (widget), &column_width);
  g_autofree int *heights = g_new0 (int, n_columns);
  const int used = (int) n_columns * (column_width + FL_CARD_LAYOUT_GAP) - FL_CARD_LAYOUT_GAP;
  const gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int highest = 0;
  guint i = 0;

  for (GtkWidget *card = gtk_widget_get_first_child (widget); card != NULL; card = gtk_widget_get_next_sibling (card))
    {
      guint column;
      int height;

      if (!gtk_widget_should_layout (card))
        continue;
      column = i++ % n_columns;
      gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, column_width, NULL, &height, NULL, NULL);
      if (allocate)
        {
          const int position = (int) (is_rtl ? n_columns - 1 - column : column);

          gtk_widget_size_allocate (card, &(GtkAllocation) { (width - used) / 2 + position * (column_width + FL_CARD_LAYOUT_GAP),
                                                             heights[column], column_width, height }, -1);
        }
      highest = MAX (highest, heights[column] + height);
      heights[column] += height + FL_CARD_LAYOUT_GAP;
    }
  return highest;
}

static int
measure_widest_card (GtkWidget *widget)
{
  int widest = 0;

  for (GtkWidget *card = gtk_widget_get_first_child (widget); card != NULL; card = gtk_widget_get_next_sibling (card))
    {
      int width;

      if (!gtk_widget_should_layout (card))
        continue;
      gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

static GtkSizeRequestMode
fl_card_layout_get_request_mode (GtkLayoutManager *manager,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fl_card_layout_measure (GtkLayoutManager *manager,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = measure_widest_card (widget);
      *natural = MAX (*minimum, FL_CARD_LAYOUT_MAX_WIDTH);
      return;
    }
  *minimum = *natural = place_cards (widget, for_size >= 0 ? for_size : FL_CARD_LAYOUT_MAX_WIDTH, FALSE);
}

static void
fl_card_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  place_cards (widget, width, TRUE);
}

static void
fl_card_layout_class_init (FlCardLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = fl_card_layout_get_request_mode;
  manager_class->measure = fl_card_layout_measure;
  manager_class->allocate = fl_card_layout_allocate;
}

static void
fl_card_layout_init (FlCardLayout *self)
{
}

static void
fl_card_grid_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (fl_card_grid_parent_class)->dispose (object);
}

static void
fl_card_grid_class_init (FlCardGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_card_grid_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), FL_TYPE_CARD_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
fl_card_grid_init (FlCardGrid *self)
{
}

GtkLayoutManager *
fl_card_layout_new (void)
{
  return g_object_new (FL_TYPE_CARD_LAYOUT, NULL);
}

/**
 * fl_card_layout_fit_columns:
 * @width: px there are
 * @n_cards: more columns than cards are not made
 * @column_width: (out): px, between the two widths while @width allows it
 *
 * Returns: how many columns, at least one
 */
guint
fl_card_layout_fit_columns (int    width,
                            guint  n_cards,
                            int   *column_width)
{
  const int fitting = (width + FL_CARD_LAYOUT_GAP) / (FL_CARD_LAYOUT_MIN_WIDTH + FL_CARD_LAYOUT_GAP);
  const guint n_columns = (guint) CLAMP (fitting, 1, (int) MAX (n_cards, 1));
  const int each = (width - (int) (n_columns - 1) * FL_CARD_LAYOUT_GAP) / (int) n_columns;

  *column_width = MIN (each, FL_CARD_LAYOUT_MAX_WIDTH);
  return n_columns;
}

GtkWidget *
fl_card_grid_new (void)
{
  return g_object_new (FL_TYPE_CARD_GRID, NULL);
}
