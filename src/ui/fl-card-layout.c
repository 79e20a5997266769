/* Cards in as many columns as fit; a card never changes its column because another one grows.
 *
 * A card is in the column after the one before it, under what is there already; a wide one in the next two side by side.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-card-layout"

#include "config.h"

#include "ui/fl-card-layout.h"

#define SPAN "fl-card-span"

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

static FlCardSpan
span_of (GtkWidget *child)
{
  return (FlCardSpan) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (child), SPAN));
}

/* Columns that could be filled. */
static guint
count_columns (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *card = gtk_widget_get_first_child (widget); card != NULL; card = gtk_widget_get_next_sibling (card))
    if (gtk_widget_should_layout (card))
      n += span_of (card) == FL_CARD_SPAN_TWO ? 2 : span_of (card) == FL_CARD_SPAN_ONE;
  return n;
}

/* Where the columns are, and how far each is filled. */
typedef struct
{
  int  *heights;
  guint n;
  guint next;  /* column of the next card */
  int   column_width;
  int   start; /* px before the first column */
  gboolean is_rtl;
} Columns;

static int
find_height (const Columns *columns,
             guint          first,
             guint          n)
{
  int height = 0;

  for (guint i = first; i < first + n; i++)
    height = MAX (height, columns->heights[i]);
  return height;
}

/* Places one card, or only measures; returns where its lower end is. */
static int
place_card (Columns   *columns,
            GtkWidget *card,
            gboolean   allocate)
{
  const FlCardSpan span = span_of (card);
  const guint wanted = span == FL_CARD_SPAN_ALL ? columns->n : span == FL_CARD_SPAN_TWO ? 2 : 1;
  const guint n = MIN (wanted, columns->n);
  const guint first = columns->next % columns->n + n > columns->n ? 0 : columns->next % columns->n;
  const guint position = columns->is_rtl ? columns->n - first - n : first;
  const int width = (int) n * (columns->column_width + FL_CARD_LAYOUT_GAP) - FL_CARD_LAYOUT_GAP;
  const int top = find_height (columns, first, n);
  int height;

  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  if (allocate)
    gtk_widget_size_allocate (card, &(GtkAllocation) { columns->start + (int) position * (columns->column_width + FL_CARD_LAYOUT_GAP),
                                                       top, width, height }, -1);
  for (guint i = first; i < first + n; i++)
    columns->heights[i] = top + height + FL_CARD_LAYOUT_GAP;
  columns->next = first + n;
  return top + height;
}

/* Places every card, or only measures, and returns the height of the highest column. */
static int
place_cards (GtkWidget *widget,
             int        width,
             gboolean   allocate)
{
  int column_width;
  const guint n_columns = fl_card_layout_fit_columns (width, count_columns (widget), &column_width);
  g_autofree int *heights = g_new0 (int, n_columns);
  const int used = (int) n_columns * (column_width + FL_CARD_LAYOUT_GAP) - FL_CARD_LAYOUT_GAP;
  Columns columns = { heights, n_columns, 0, column_width, (width - used) / 2,
                      gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL };
  int highest = 0;

  for (GtkWidget *card = gtk_widget_get_first_child (widget); card != NULL; card = gtk_widget_get_next_sibling (card))
    {
      int end;

      if (!gtk_widget_should_layout (card))
        continue;
      end = place_card (&columns, card, allocate);
      highest = MAX (highest, end);
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

/* child: of a grid, or to be one */
void
fl_card_grid_set_span (GtkWidget  *child,
                       FlCardSpan  span)
{
  g_return_if_fail (GTK_IS_WIDGET (child));

  if (span_of (child) == span)
    return;
  g_object_set_data (G_OBJECT (child), SPAN, GUINT_TO_POINTER (span));
  gtk_widget_queue_resize (child);
}
